//! Whose an entry is: of whoever wrote it first, as far as the book can tell.

use crate::book::{Book, Role};
use crate::content::Content;
use crate::entry::{Entry, EntryId, Version, VersionId};
use crate::trust::Sender;
use crate::twins;

use super::{Delivery, Kind};

/// Who wrote an entry first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// This book.
    Here,
    /// Whoever sent the file that brought it, and the key that signed that file; empty when none did.
    Sender(Sender, String),
    /// Nobody can tell: the file came before books noted that. What the entry says of its writer is a claim.
    Unknown,
}

impl Book {
    /// Whom this book speaks for when it hands out files.
    #[must_use]
    pub fn speaks_for(&self) -> Option<Sender> {
        let profile = &self.local.profile;
        match profile.role {
            Role::Unit => profile.unit.as_ref().map(Sender::unit),
            Role::Inspector => Some(Sender::team(&profile.organ)),
            Role::Office => Some(Sender::office()),
        }
    }

    /// Who wrote an entry first.
    #[must_use]
    pub fn first_writer(&self, id: &EntryId) -> Writer {
        let Some((version, state)) = self.entries.get(id).and_then(root) else { return Writer::Unknown };
        let trace = twins::trace(version, state);
        let brought =
            |import: &&crate::Import| import.versions.get(id).is_some_and(|all| all.contains(&trace));
        let imports = self.local.imports.values().filter(brought);
        if let Some(first) = imports.min_by(|a, b| (&a.at, &a.file).cmp(&(&b.at, &b.file))) {
            return match first.from.clone().or_else(|| sender_of(first, &state.content)) {
                Some(from) => Writer::Sender(from, first.key.clone()),
                None => Writer::Unknown,
            };
        }
        let here = format!("{}-", self.local.replica);
        if version.0.starts_with(&here) { Writer::Here } else { Writer::Unknown }
    }
}

/// Whom a file was from that came before books noted that.
fn sender_of(import: &crate::Import, content: &Content) -> Option<Sender> {
    match (import.kind.as_str(), content) {
        ("task" | "team" | "feedback", _) => Some(Sender::office()),
        ("records", _) => Some(Sender::team(&import.sender)),
        ("submission", Content::Record(record)) => Some(Sender::unit(&record.unit)),
        ("submission", Content::Letter(letter)) => letter.unit.as_ref().map(Sender::unit),
        _ => None,
    }
}

/// The version that all others come from.
fn root(entry: &Entry) -> Option<(&VersionId, &Version)> {
    entry.versions.iter().find(|(_, version)| version.parents.is_empty()).or(entry.versions.first_key_value())
}

/// Whether an entry of the book is the sender's own.
pub(super) fn is_own(book: &Book, file: &Delivery<'_>, id: &EntryId) -> bool {
    let claimed = || claims(book, file, id);
    match book.first_writer(id) {
        // A file in this book's own name has to be signed with its own key.
        Writer::Here => {
            book.speaks_for().as_ref() == Some(file.sender)
                && file.own_key.is_some_and(|own| file.key == Some(own))
        }
        Writer::Sender(first, _) if first == *file.sender => true,
        // A team that changed its name keeps its key.
        Writer::Sender(first, key) if file.key == Some(key.as_str()) && both_teams(&first, file.sender) => {
            true
        }
        // Somebody passed it on before its writer sent it.
        Writer::Sender(..) => file.key.is_some() && claimed(),
        Writer::Unknown => claimed(),
    }
}

fn both_teams(one: &Sender, other: &Sender) -> bool {
    one.as_team().is_some() && other.as_team().is_some()
}

/// Whether the entry itself says that it is the sender's.
fn claims(book: &Book, file: &Delivery<'_>, id: &EntryId) -> bool {
    let Some((_, root)) = book.entries.get(id).and_then(root) else { return false };
    let organ = &root.author.organ;
    if let Some(team) = file.sender.as_team() {
        return !team.is_empty() && organ == team;
    }
    let Some(unit) = file.sender.as_unit() else { return !organ.is_empty() && is_office(book, organ) };
    match &root.content {
        // A self-check is the unit's by its name.
        Content::Record(record) if Kind::of(&root.content) == Some(Kind::SelfCheck) => record.unit == unit,
        Content::Record(record) => {
            record.unit == unit && book.unit(&unit).is_some_and(|named| named.is_called(organ))
        }
        Content::Letter(_) | Content::Picture(_) => {
            book.unit(&unit).is_some_and(|named| named.is_called(organ))
        }
        Content::Event(event) => {
            event.unit.as_ref() == Some(&unit) && book.unit(&unit).is_some_and(|named| named.is_called(organ))
        }
        Content::Unit(_) | Content::Round(_) | Content::Review(_) | Content::Removed => false,
    }
}

fn is_office(book: &Book, organ: &str) -> bool {
    book.rounds().any(|(_, round)| !round.office.is_empty() && round.office == organ)
}
