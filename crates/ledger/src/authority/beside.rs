//! Names that somebody else has taken: an entry that comes under one is kept beside the other, under a name of its sender's
//! own, so that nobody is kept out by whoever was there earlier and nothing is written over.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::content::Content;
use crate::entry::{Entry, EntryId};
use crate::merge::Bundle;
use crate::twins;

use super::owner::{Writer, is_own};
use super::{Delivery, Kind};

/// What parts the name that an entry came under from the digest of its sender.
const MARK: char = '_';
/// Hexadecimal digits of that digest.
const DIGITS: usize = 16;

/// Gives entries of a file whose names somebody else has taken in the book names of their sender's own, and lets what the
/// file says of them follow. Returns how many there are; with none the file stays as it is.
///
/// The same file gets the same names each time, and a later one of the same sender finds them. Units, rounds, self-checks
/// and decisions are not concerned: their names follow from what they are, or are the office's alone.
pub fn beside(book: &Book, file: &Delivery<'_>) -> Option<(Bundle, usize)> {
    let moves: BTreeMap<EntryId, EntryId> = file
        .bundle
        .entries
        .iter()
        .filter_map(|entry| Some((entry.id.clone(), own_name(book, file, entry)?)))
        .collect();
    let mut bundle = file.bundle.clone();
    for entry in &mut bundle.entries {
        if let Some(name) = moves.get(&entry.id) {
            entry.id = name.clone();
        }
        entry.versions.values_mut().for_each(|version| follow(book, &moves, &mut version.content));
    }
    (bundle != *file.bundle).then_some((bundle, moves.len()))
}

/// The name that an entry has to take here; `None` when it keeps its own.
fn own_name(book: &Book, file: &Delivery<'_>, entry: &Entry) -> Option<EntryId> {
    let kinds = Kind::of_entry(entry);
    let [kind] = kinds.into_iter().collect::<Vec<_>>()[..] else { return None };
    if !matches!(kind, Kind::Record | Kind::Rectification | Kind::Letter | Kind::Picture) {
        return None;
    }
    let free = |id: &EntryId| book.entries.get(id).is_none_or(|known| !is_strange(known, entry));
    let before = (0_u32..).map(|turn| name_of(&entry.id, file, turn));
    let mut names = before.take_while(|name| book.entries.contains_key(name));
    // It may have come here before, under a name of its own.
    if let Some(name) = names.find(|name| free(name) || is_its_own(book, file, name)) {
        return Some(name);
    }
    if free(&entry.id) || is_its_own(book, file, &entry.id) {
        return None;
    }
    (0..).map(|turn| name_of(&entry.id, file, turn)).find(|name| !book.entries.contains_key(name))
}

/// Whether an entry of the book is the sender's own and came with the same signature: what somebody else brought in the
/// sender's name, unsigned or with another key, is kept apart from what the sender brings.
fn is_its_own(book: &Book, file: &Delivery<'_>, id: &EntryId) -> bool {
    let signed = match book.first_writer(id) {
        Writer::Sender(_, key) => key == file.key.unwrap_or_default(),
        Writer::Here | Writer::Unknown => true,
    };
    signed && is_own(book, file, id)
}

/// Whether an entry has nothing to do with the one that the book has under its name: it holds none of its versions and was
/// made from none of them.
fn is_strange(known: &Entry, entry: &Entry) -> bool {
    let brings = |name: &str| entry.versions.keys().any(|id| twins::bare(id) == name);
    let has = |name: &str| known.versions.keys().any(|id| twins::bare(id) == name);
    entry.versions.iter().all(|(id, version)| {
        let mut parents = version.parents.iter().map(twins::bare);
        !twins::holds(known, id, version) && parents.all(|parent| brings(parent) || !has(parent))
    })
}

fn name_of(id: &EntryId, file: &Delivery<'_>, turn: u32) -> EntryId {
    let sender = serde_json::to_string(file.sender).unwrap_or_default();
    let mut digest = base16ct::lower::encode_string(&Sha256::digest(format!("{id}\n{sender}\n{turn}")));
    digest.truncate(DIGITS);
    let room = EntryId::LONGEST - DIGITS - MARK.len_utf8();
    let begins: String = id.0.chars().take(room).collect();
    EntryId(format!("{begins}{MARK}{digest}"))
}

/// Lets what a content speaks of follow.
fn follow(book: &Book, moves: &BTreeMap<EntryId, EntryId>, content: &mut Content) {
    let moved = |id: &mut EntryId| {
        if let Some(name) = moves.get(id) {
            *id = name.clone();
        }
    };
    match content {
        Content::Record(record) => {
            let unit = record.unit.clone();
            record.about.iter_mut().for_each(|about| {
                moved(about);
                elsewhere(book, about, &unit);
            });
        }
        Content::Letter(letter) => {
            let unit = letter.unit.clone();
            for finding in &mut letter.findings {
                moved(finding);
                unit.iter().for_each(|unit| elsewhere(book, finding, unit));
            }
            letter.pictures.values_mut().for_each(moved);
        }
        Content::Review(review) => moved(&mut review.record),
        Content::Event(event) => {
            moved(&mut event.record);
            let unit = event.unit.clone();
            unit.iter().for_each(|unit| elsewhere(book, &mut event.record, unit));
        }
        Content::Unit(_) | Content::Round(_) | Content::Picture(_) | Content::Removed => {}
    }
}

/// Somebody who got a paper under the name it was made under speaks of that one: where the book has another unit's entry
/// there, and one paper of this unit beside it, it is the latter.
fn elsewhere(book: &Book, id: &mut EntryId, unit: &EntryId) {
    if book.record(id).is_none_or(|record| record.unit == *unit) {
        return;
    }
    let begins = format!("{id}{MARK}");
    let named = book.entries.range(EntryId(begins.clone())..);
    let named = named.map(|(name, _)| name).take_while(|name| name.0.starts_with(&begins));
    let mut own = named.filter(|name| {
        let digest = name.0.len() == begins.len() + DIGITS;
        digest && book.record(name).is_some_and(|record| record.unit == *unit)
    });
    if let (Some(one), None) = (own.next(), own.next()) {
        *id = one.clone();
    }
}
