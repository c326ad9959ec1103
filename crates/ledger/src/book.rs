//! The book (工作簿): all that one user has, as one value.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::authority::Writer;
use crate::content::{Content, Event, Letter, Record, Review, Round, Unit};
use crate::entries::Entries;
use crate::entry::{Author, Entry, EntryId, Version, VersionId};
use crate::shared::Shared;
use crate::trust::{Sender, Trust};
use crate::twins;

/// A user's whole work.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// What stays on this machine.
    pub local: Local,
    /// What is exchanged with others.
    pub entries: Entries,
}

/// The part of a book that never travels in an exchange file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Random name of this book's writer, made once; prefix of every id made here.
    pub replica: String,
    /// Running number for ids made here.
    pub counter: u64,
    /// Who uses the book.
    pub profile: Profile,
    /// The office's secret key in its text form; empty when there is none.
    #[serde(default)]
    pub secret_key: String,
    /// Secret keys the office had before; files sealed to them still come in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub former_keys: BTreeSet<String>,
    /// The key this book signs its files with, in its text form; empty before the first file is handed out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signing_key: String,
    /// Signed files handed out so far, by purpose, round and unit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sent: BTreeMap<String, Sent>,
    /// Files that were handed out, by their hash.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub handed_out: BTreeMap<String, HandedOut>,
    /// Keys and files of others.
    #[serde(default, skip_serializing_if = "Trust::is_empty")]
    pub trust: Trust,
    /// Files taken in, by digest.
    #[serde(default)]
    pub imports: BTreeMap<String, Import>,
    /// Files handed out so far; the next one is this plus one.
    #[serde(default)]
    pub exports: u64,
    /// Figures worked out here for versions that came with others, by entry and version.
    #[serde(default, skip_serializing_if = "no_figures")]
    pub figures: Shared<WorkedOut>,
    /// Numbers of records that were removed here; they are not given again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub void_numbers: BTreeSet<String>,
    /// Whether the book is the built-in sample: what it says is made up, and everything made from it says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Whether the office has confirmed its roster; until then it is the shipped one, an example.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub roster_confirmed: bool,
    /// House style (院内版式) of every document made here, by its keys; empty means the standard's own.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub house: Map<String, Value>,
    /// The round that somebody looks at until the book is opened anew; absent means the newest. It is stored nowhere.
    #[serde(skip)]
    pub shown: Option<EntryId>,
}

/// The round that the screens are about.
#[derive(Debug, Clone, Copy)]
pub struct OnScreen<'a> {
    /// The round; `None` when there is none.
    pub round: Option<(&'a EntryId, &'a Round)>,
    /// Whether it is an earlier one than the newest.
    pub looks_back: bool,
}

impl OnScreen<'_> {
    /// Whether it is this one; all are while there is none.
    #[must_use]
    pub fn is(&self, round: &EntryId) -> bool {
        self.round.is_none_or(|(current, _)| current == round)
    }

    /// Whether something of a round belongs on the screens: it is of this one, or it is still open and nobody looks back.
    #[must_use]
    pub fn shows(&self, round: &EntryId, open: bool) -> bool {
        self.is(round) || (open && !self.looks_back)
    }
}

/// Figures by entry and by version, with the hash of its state.
pub type WorkedOut = BTreeMap<EntryId, BTreeMap<VersionId, BTreeMap<String, Value>>>;

fn no_figures(figures: &Shared<WorkedOut>) -> bool {
    figures.is_empty()
}

/// The figures that count for the version of a record that is shown: those worked out here, else those that came with it.
#[must_use]
pub fn figures_of<'a>(worked_out: &'a WorkedOut, entry: &'a Entry) -> Option<&'a BTreeMap<String, Value>> {
    let (version, state) = entry.current()?;
    let known = worked_out.get(&entry.id);
    let known = known.and_then(|known| known.get(&twins::trace(version, state)));
    known.or(if let Content::Record(record) = &state.content { Some(&record.figures) } else { None })
}

/// Who uses the book and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Role, which decides the places on the left.
    pub role: Role,
    /// Name of the person; may be empty.
    pub person: String,
    /// Unit's party name, team name or office name.
    pub organ: String,
    /// The unit of a unit's book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<EntryId>,
    /// Title of the book.
    pub title: String,
}

/// Role of the book's user (R70).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 填报单位.
    #[default]
    Unit,
    /// 督查组.
    Inspector,
    /// 办公室 or 分院.
    Office,
}

/// The newest file of a stream that was handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its number.
    pub sequence: u64,
    /// Hash of its content.
    pub content: String,
    /// Hash of the file, by which it is known when it comes back sealed to somebody else; empty when nobody noted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// A file that was handed out, for the list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// File name.
    pub name: String,
    /// When, by the clock of this machine: `2026-11-26T09:05:10`.
    pub at: String,
    /// To whom, in words.
    pub to: String,
    /// What it holds, in words, one thing an element.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<String>,
    /// Who received it and when, as somebody noted here; empty while nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
}

/// A file that was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// File name as it came.
    pub file: String,
    /// Kind of the exchange file.
    pub kind: String,
    /// Sender as the file claims.
    pub sender: String,
    /// When it was taken in.
    pub at: String,
    /// When it was made, as its sender's machine claims; empty where nobody noted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub made: String,
    /// Entries it brought or touched.
    pub entries: Vec<EntryId>,
    /// Whom it was from; absent for files that came before books noted that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Sender>,
    /// Key that signed it; empty when none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Versions it carried, by entry, each with the hash of its state: where a value came from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub versions: BTreeMap<EntryId, Vec<VersionId>>,
}

impl Book {
    /// The author written on new versions.
    #[must_use]
    pub fn author(&self) -> Author {
        Author { name: self.local.profile.person.clone(), organ: self.local.profile.organ.clone() }
    }

    /// Current content of an entry; `None` when unknown or removed.
    #[must_use]
    pub fn content(&self, id: &EntryId) -> Option<&Content> {
        self.entries.get(id).and_then(Entry::content)
    }

    /// Current version of an entry.
    #[must_use]
    pub fn version(&self, id: &EntryId) -> Option<&Version> {
        self.entries.get(id).and_then(Entry::current).map(|(_, version)| version)
    }

    /// Whether what the book says is made up: it is the built-in sample, or a file of it was taken in.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.local.sample || self.current_round().is_some_and(|(_, round)| round.sample)
    }

    /// The figures that count for the version of a record that is shown: those worked out here, else those that came with it.
    #[must_use]
    pub fn figures(&self, id: &EntryId) -> Option<&BTreeMap<String, Value>> {
        figures_of(&self.local.figures, self.entries.get(id)?)
    }

    /// Who wrote an entry first; later versions may be others'.
    #[must_use]
    pub fn first_author(&self, id: &EntryId) -> Option<&Author> {
        let mut versions = self.entries.get(id)?.versions.values();
        versions.find(|version| version.parents.is_empty()).map(|version| &version.author)
    }

    fn all<'a, T: 'a>(
        &'a self,
        pick: impl Fn(&'a Content) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = (&'a EntryId, &'a T)> + 'a {
        self.entries.iter().filter_map(move |(id, entry)| Some((id, pick(entry.content()?)?)))
    }

    /// All units, by id.
    pub fn units(&self) -> impl Iterator<Item = (&EntryId, &Unit)> {
        self.all(|content| if let Content::Unit(unit) = content { Some(unit) } else { None })
    }

    /// All rounds, by id.
    pub fn rounds(&self) -> impl Iterator<Item = (&EntryId, &Round)> {
        self.all(|content| if let Content::Round(round) = content { Some(&**round) } else { None })
    }

    /// All filled forms, by id.
    pub fn records(&self) -> impl Iterator<Item = (&EntryId, &Record)> {
        self.all(|content| if let Content::Record(record) = content { Some(record) } else { None })
    }

    /// Filled forms of one kind, whatever the form's version.
    pub fn records_of<'a>(&'a self, form: &str) -> impl Iterator<Item = (&'a EntryId, &'a Record)> {
        self.records().filter(move |(_, record)| form_name(&record.form) == form)
    }

    /// All decisions of the office, by id.
    pub fn reviews(&self) -> impl Iterator<Item = (&EntryId, &Review)> {
        self.all(|content| if let Content::Review(review) = content { Some(review) } else { None })
    }

    /// Everything that was decided about records by their life cycles, by id.
    pub fn events(&self) -> impl Iterator<Item = (&EntryId, &Event)> {
        self.all(|content| if let Content::Event(event) = content { Some(event) } else { None })
    }

    /// All drafted documents, by id.
    pub fn letters(&self) -> impl Iterator<Item = (&EntryId, &Letter)> {
        self.all(|content| if let Content::Letter(letter) = content { Some(&**letter) } else { None })
    }

    /// The unit, when the book knows it.
    #[must_use]
    pub fn unit(&self, id: &EntryId) -> Option<&Unit> {
        if let Some(Content::Unit(unit)) = self.content(id) { Some(unit) } else { None }
    }

    /// The round, when the book knows it.
    #[must_use]
    pub fn round(&self, id: &EntryId) -> Option<&Round> {
        if let Some(Content::Round(round)) = self.content(id) { Some(round) } else { None }
    }

    /// The record, when the book knows it.
    #[must_use]
    pub fn record(&self, id: &EntryId) -> Option<&Record> {
        if let Some(Content::Record(record)) = self.content(id) { Some(record) } else { None }
    }

    /// The document, when the book knows it.
    #[must_use]
    pub fn letter(&self, id: &EntryId) -> Option<&Letter> {
        if let Some(Content::Letter(letter)) = self.content(id) { Some(letter) } else { None }
    }

    /// A picture of a document, by the name its text gives it.
    #[must_use]
    pub fn picture(&self, letter: &Letter, name: &str) -> Option<Vec<u8>> {
        match self.content(letter.pictures.get(name)?) {
            Some(Content::Picture(picture)) => picture.bytes(),
            Some(_) | None => None,
        }
    }

    /// The round the screens are about: the one that somebody looks at, else the newest.
    #[must_use]
    pub fn current_round(&self) -> Option<(&EntryId, &Round)> {
        self.shown_round().or_else(|| self.newest_round())
    }

    /// The round that somebody looks at, when the book has it.
    fn shown_round(&self) -> Option<(&EntryId, &Round)> {
        let shown = self.local.shown.as_ref()?;
        Some((shown, self.round(shown)?))
    }

    /// Whether the screens are about an earlier round than the newest.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        let newest = || self.newest_round().map(|(id, _)| id);
        self.shown_round().is_some_and(|(shown, _)| newest() != Some(shown))
    }

    /// The round on screen, looked up once for whoever asks about many things.
    #[must_use]
    pub fn on_screen(&self) -> OnScreen<'_> {
        OnScreen { round: self.current_round(), looks_back: self.looks_back() }
    }

    /// The newest round by year, then id. What a unit began with before the task came, which no office runs, gives way to the
    /// office's; what the office above sent gives way to an office's own of that year.
    #[must_use]
    pub fn newest_round(&self) -> Option<(&EntryId, &Round)> {
        let rank = |round: &Round| (round.year, !round.office.is_empty());
        let newest = self.rounds().map(|(_, round)| rank(round)).max()?;
        let of_year = || self.rounds().filter(move |(_, round)| rank(round) == newest);
        if self.local.profile.role == Role::Office && of_year().nth(1).is_some() {
            let is_own = |id: &EntryId| !matches!(self.first_writer(id), Writer::Sender(..));
            return of_year().max_by_key(|(id, _)| (is_own(id), *id));
        }
        of_year().max_by_key(|(id, _)| *id)
    }

    /// Whether another book is a copy of this one that somebody went on with: it holds one of this book's secret keys, which
    /// travel in no file. A book without keys has handed nothing out, so that nobody else knows its writer's name.
    #[must_use]
    pub fn is_copy(&self, other: &Self) -> bool {
        let secrets = |local: &Local| -> BTreeSet<String> {
            let keys = [&local.signing_key, &local.secret_key].into_iter().chain(&local.former_keys);
            keys.filter(|key| !key.is_empty()).cloned().collect()
        };
        let own = secrets(&self.local);
        if own.is_empty() {
            return self.local.replica == other.local.replica;
        }
        !own.is_disjoint(&secrets(&other.local))
    }

    /// Takes over what a copy knows of others: keys, files that came, and figures that were worked out. What this book knows
    /// itself stays.
    pub fn join_knowledge(&mut self, copy: &Local) {
        self.local.trust.join(&copy.trust);
        for (digest, import) in &copy.imports {
            self.local.imports.entry(digest.clone()).or_insert_with(|| import.clone());
        }
        for (id, versions) in copy.figures.iter() {
            let known = self.local.figures.entry(id.clone()).or_default();
            for (version, figures) in versions {
                known.entry(version.clone()).or_insert_with(|| figures.clone());
            }
        }
    }

    /// Units that take part in a round, in roster order.
    #[must_use]
    pub fn units_in<'a>(&'a self, round: &'a Round) -> Vec<(&'a EntryId, &'a Unit)> {
        self.units().filter(|(id, _)| round.units.is_empty() || round.units.contains(*id)).collect()
    }
}

/// Name of a form without its version: `phone-call/1` → `phone-call`.
#[must_use]
pub fn form_name(form: &str) -> &str {
    form.split('/').next().unwrap_or(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_proves_itself_by_a_secret_key() {
        let book = |replica: &str, signing: &str, secret: &str| {
            let (replica, signing_key, secret_key) = (replica.into(), signing.into(), secret.into());
            Book { local: Local { replica, signing_key, secret_key, ..Local::default() }, ..Book::default() }
        };
        let own = book("a", "s1", "k1");
        assert!(own.is_copy(&book("b", "s1", "")) && own.is_copy(&book("b", "", "k1")));
        assert!(!own.is_copy(&book("a", "s2", "k2")), "the name of its writer stands in every file");
        assert!(!own.is_copy(&book("a", "", "")));
        let mut renewed = book("b", "s3", "k3");
        renewed.local.former_keys.insert("k1".into());
        assert!(own.is_copy(&renewed), "it has got a new key since");
        let fresh = book("a", "", "");
        assert!(fresh.is_copy(&own) && !fresh.is_copy(&book("b", "s1", "k1")));
    }
}
