//! Changes to a book: everything that can happen to it, as data that can be logged, replayed and undone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::book::{Book, HandedOut, Import, Profile, Sent};
use crate::content::Content;
use crate::entry::{Author, Entry, EntryId, Version, VersionId};
use crate::sound::{self, Unsound};
use crate::trust::{Incident, Known, Sender};

/// One change and when it happened. Replaying the same edits on the same book gives the same book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// When, `YYYY-MM-DDTHH:MM:SS`.
    pub at: String,
    /// What.
    pub change: Change,
    /// The book's counter just before, so that a replay names new entries and versions as they were named first; 0 when
    /// nobody noted it.
    #[serde(default)]
    pub counter: u64,
    /// Whether it goes on with the edit before it: both are one step to take back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goes_on: bool,
}

/// What can happen to a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Change {
    /// Writes an entry: a new one, or new content for a known one.
    Put {
        /// Entry.
        id: EntryId,
        /// Its new content.
        content: Box<Content>,
    },
    /// Writes one answer of a filled form; `value: null` clears it.
    Answer {
        /// The record.
        id: EntryId,
        /// Field id.
        field: String,
        /// New value.
        value: Value,
    },
    /// Takes in versions from a file.
    Merge {
        /// Entries with the versions that came.
        entries: Vec<Entry>,
        /// Digest of the file.
        digest: String,
        /// What the file was.
        import: Import,
    },
    /// Takes a merge back: removes versions that only this merge brought.
    Unmerge {
        /// Versions by entry.
        versions: BTreeMap<EntryId, Vec<VersionId>>,
        /// Digest of the file.
        digest: String,
    },
    /// Closes the current versions of entries that were handed out.
    Seal {
        /// Entries handed out.
        ids: Vec<EntryId>,
    },
    /// Changes who uses the book.
    Profile {
        /// New profile.
        profile: Profile,
    },
    /// Keeps the office's key pair's secret half.
    SecretKey {
        /// Text form of the key.
        key: String,
    },
    /// Keeps the key this book signs with.
    SigningKey {
        /// Text form of the key.
        key: String,
    },
    /// Notes the newest file of a stream that was handed out.
    Sent {
        /// Purpose, round and unit.
        stream: String,
        /// The file.
        sent: Sent,
    },
    /// Keeps a file that was handed out in the list of them; `None` takes it off.
    HandedOut {
        /// Its hash.
        file: String,
        /// What is known of it.
        handed: Option<Box<HandedOut>>,
    },
    /// Keeps what is known about a sender; `None` forgets it.
    Known {
        /// Sender.
        sender: Sender,
        /// All that is known.
        known: Option<Box<Known>>,
    },
    /// Keeps the figures that were worked out here for a version that came with others; `None` forgets them.
    Figures {
        /// The record.
        id: EntryId,
        /// Version, with the hash of its state.
        version: VersionId,
        /// Its figures.
        figures: Option<BTreeMap<String, Value>>,
    },
    /// Keeps what was odd about a file; `None` forgets it.
    Incident {
        /// Digest of the file.
        digest: String,
        /// What was odd.
        incident: Option<Incident>,
    },
    /// Notes whether the office has confirmed its roster.
    Roster {
        /// Whether it has.
        confirmed: bool,
    },
    /// Changes the house style of all documents.
    House {
        /// New style, by its keys.
        house: Map<String, Value>,
    },
    /// Several changes that are one for the user and are undone together.
    Several {
        /// In order.
        changes: Vec<Change>,
    },
}

/// A change did not fit the book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The entry is not in the book.
    #[error("entry {0} is not in the book")]
    UnknownEntry(EntryId),
    /// The entry is not a filled form.
    #[error("entry {0} is not a record")]
    NotARecord(EntryId),
    /// It holds what no book does.
    #[error("{0}")]
    Unsound(#[from] Unsound),
}

impl Change {
    /// Whether it can be taken back. What was handed out is in other people's hands: a number given must not be given
    /// again, and the key that signed must stay. Nor is it forgotten that a file was odd.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        if let Self::Several { changes } = self {
            return changes.iter().any(Self::can_be_undone);
        }
        !matches!(
            self,
            Self::Seal { .. }
                | Self::Sent { .. }
                | Self::HandedOut { .. }
                | Self::SigningKey { .. }
                | Self::Incident { .. }
        )
    }
}

impl Change {
    /// Whether it writes what another one writes: the same field, the same entry.
    #[must_use]
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Answer { id, field, .. }, Self::Answer { id: other, field: its, .. }) => {
                id == other && field == its
            }
            (Self::Put { id, .. }, Self::Put { id: other, .. }) => id == other,
            (Self::Profile { .. }, Self::Profile { .. }) => true,
            _ => false,
        }
    }
}

impl Book {
    /// Makes the next id of this book for an entry of the given kind.
    pub fn make_id(&mut self, kind: &str) -> EntryId {
        loop {
            // At the end of the numbers no edit is taken any more, so that an id given twice is never written.
            let before = self.local.counter;
            self.local.counter = sound::next(before);
            let id = EntryId(format!("{kind}-{}-{}", self.local.replica, self.local.counter));
            // A stranger's file may have come with an entry under it: that is passed by.
            if self.local.counter == before || !self.entries.contains_key(&id) {
                return id;
            }
        }
    }

    /// An edit of this book, to be applied and logged.
    #[must_use]
    pub fn edit(&self, at: String, change: Change) -> Edit {
        Edit { at, change, counter: self.local.counter, goes_on: false }
    }

    /// Applies an edit and returns the change that takes it back.
    ///
    /// # Errors
    /// When the edit speaks of entries the book does not have, or of what no book holds; the book is then unchanged.
    pub fn apply(&mut self, edit: &Edit) -> Result<Change, ChangeError> {
        sound::change(&edit.change, &edit.at)?;
        sound::counter(edit.counter)?;
        sound::room(&self.local)?;
        self.local.counter = self.local.counter.max(edit.counter);
        self.apply_change(&edit.change, &edit.at)
    }

    fn apply_change(&mut self, change: &Change, at: &str) -> Result<Change, ChangeError> {
        match change {
            Change::Put { id, content } => Ok(self.put(id, (**content).clone(), at)),
            Change::Answer { id, field, value } => self.answer(id, field, value, at),
            Change::Merge { entries, digest, import } => Ok(self.take_in(entries, digest, import)),
            Change::Unmerge { versions, digest } => Ok(self.take_back(versions, digest)),
            Change::Seal { ids } => {
                self.seal(ids);
                Ok(Change::Several { changes: Vec::new() })
            }
            Change::Profile { profile } => {
                let before = std::mem::replace(&mut self.local.profile, profile.clone());
                Ok(Change::Profile { profile: before })
            }
            Change::SecretKey { key } => Ok(self.keep_secret(key)),
            Change::SigningKey { key } => {
                let before = std::mem::replace(&mut self.local.signing_key, key.clone());
                Ok(Change::SigningKey { key: before })
            }
            Change::Sent { stream, sent } => {
                let before = self.local.sent.insert(stream.clone(), sent.clone()).unwrap_or_default();
                Ok(Change::Sent { stream: stream.clone(), sent: before })
            }
            Change::HandedOut { file, handed } => {
                let before = match handed {
                    Some(handed) => self.local.handed_out.insert(file.clone(), (**handed).clone()),
                    None => self.local.handed_out.remove(file),
                };
                Ok(Change::HandedOut { file: file.clone(), handed: before.map(Box::new) })
            }
            Change::Known { sender, known } => Ok(self.know(sender, known.as_deref())),
            Change::Incident { digest, incident } => Ok(self.note(digest, incident.as_ref())),
            Change::Figures { id, version, figures } => Ok(self.keep_figures(id, version, figures.as_ref())),
            Change::Roster { confirmed } => {
                let before = std::mem::replace(&mut self.local.roster_confirmed, *confirmed);
                Ok(Change::Roster { confirmed: before })
            }
            Change::House { house } => {
                let before = std::mem::replace(&mut self.local.house, house.clone());
                Ok(Change::House { house: before })
            }
            Change::Several { changes } => self.apply_several(changes, at),
        }
    }

    fn apply_several(&mut self, changes: &[Change], at: &str) -> Result<Change, ChangeError> {
        let mut undo = Vec::with_capacity(changes.len());
        for change in changes {
            match self.apply_change(change, at) {
                Ok(inverse) => undo.push(inverse),
                Err(error) => {
                    // All or nothing: what was done so far is taken back. Inverses of applied changes always fit.
                    for inverse in undo.iter().rev() {
                        let _ = self.apply_change(inverse, at);
                    }
                    return Err(error);
                }
            }
        }
        undo.reverse();
        Ok(Change::Several { changes: undo })
    }

    /// Takes the office's secret key; the one before is kept, because files sealed to it may be on their way.
    fn keep_secret(&mut self, key: &str) -> Change {
        let before = std::mem::replace(&mut self.local.secret_key, key.to_owned());
        if !before.is_empty() && before != key {
            self.local.former_keys.insert(before.clone());
        }
        Change::SecretKey { key: before }
    }

    fn know(&mut self, sender: &Sender, known: Option<&Known>) -> Change {
        let senders = &mut self.local.trust.senders;
        let before = match known {
            Some(known) => senders.insert(sender.clone(), known.clone()),
            None => senders.remove(sender),
        };
        Change::Known { sender: sender.clone(), known: before.map(Box::new) }
    }

    fn keep_figures(
        &mut self,
        id: &EntryId,
        version: &VersionId,
        figures: Option<&BTreeMap<String, Value>>,
    ) -> Change {
        let of = self.local.figures.entry(id.clone()).or_default();
        let before = match figures {
            Some(figures) => of.insert(version.clone(), figures.clone()),
            None => of.remove(version),
        };
        self.local.figures.retain(|_, versions| !versions.is_empty());
        Change::Figures { id: id.clone(), version: version.clone(), figures: before }
    }

    fn note(&mut self, digest: &str, incident: Option<&Incident>) -> Change {
        let incidents = &mut self.local.trust.incidents;
        let before = match incident {
            Some(incident) => incidents.insert(digest.to_owned(), incident.clone()),
            None => incidents.remove(digest),
        };
        Change::Incident { digest: digest.to_owned(), incident: before }
    }

    fn put(&mut self, id: &EntryId, content: Content, at: &str) -> Change {
        let before = self.content(id).cloned().unwrap_or(Content::Removed);
        if let Content::Record(record) = &content {
            self.local.void_numbers.remove(&record.number);
        } else if let (Content::Record(record), Content::Removed) = (&before, &content)
            && !record.number.is_empty()
        {
            self.local.void_numbers.insert(record.number.clone());
        }
        *self.open_version(id, at) = content;
        Change::Put { id: id.clone(), content: Box::new(before) }
    }

    fn answer(&mut self, id: &EntryId, field: &str, value: &Value, at: &str) -> Result<Change, ChangeError> {
        match self.content(id) {
            None => return Err(ChangeError::UnknownEntry(id.clone())),
            Some(Content::Record(_)) => {}
            Some(_) => return Err(ChangeError::NotARecord(id.clone())),
        }
        let mut before = None;
        if let Content::Record(record) = self.open_version(id, at) {
            before = if value.is_null() {
                record.answers.remove(field)
            } else {
                record.answers.insert(field.to_owned(), value.clone())
            };
        }
        Ok(Change::Answer { id: id.clone(), field: field.to_owned(), value: before.unwrap_or(Value::Null) })
    }

    /// The content to write to: the open version written here, or a new version made from all current heads (which settles them).
    fn open_version(&mut self, id: &EntryId, at: &str) -> &mut Content {
        let prefix = format!("{}-", self.local.replica);
        let author = self.author();
        let entry = self
            .entries
            .entry(id.clone())
            .or_insert_with(|| Entry { id: id.clone(), versions: BTreeMap::new() });
        let open = {
            let heads = entry.heads();
            match heads.as_slice() {
                [(head, version)] if !version.sealed && head.0.starts_with(&prefix) => Some((*head).clone()),
                _ => None,
            }
        };
        // A new version begins as a copy; one that is open already is not copied at every key press.
        let content = match &open {
            Some(_) => Content::Removed,
            None => entry.current().map_or(Content::Removed, |(_, version)| version.content.clone()),
        };
        let head = open.unwrap_or_else(|| next_version(entry, &prefix, &mut self.local.counter));
        let parents = entry.heads().into_iter().map(|(head, _)| head.clone()).collect();
        let version = entry.versions.entry(head).or_insert_with(|| Version {
            parents,
            author: Author::default(),
            at: String::new(),
            received: String::new(),
            sealed: false,
            content,
        });
        at.clone_into(&mut version.at);
        version.author = author;
        &mut version.content
    }

    fn seal(&mut self, ids: &[EntryId]) {
        self.local.exports = sound::next(self.local.exports);
        for id in ids {
            for version in self.entries.get_mut(id).into_iter().flat_map(|entry| entry.versions.values_mut())
            {
                version.sealed = true;
            }
        }
    }

    fn take_in(&mut self, entries: &[Entry], digest: &str, import: &Import) -> Change {
        let mut brought: BTreeMap<EntryId, Vec<VersionId>> = BTreeMap::new();
        for entry in entries {
            let new = self.merge_entry(entry, &import.at);
            if !new.is_empty() {
                brought.insert(entry.id.clone(), new);
            }
        }
        let traces =
            |entry: &Entry| entry.versions.iter().map(|(id, v)| crate::twins::trace(id, v)).collect();
        let versions = entries.iter().map(|entry| (entry.id.clone(), traces(entry)));
        self.local
            .imports
            .entry(digest.to_owned())
            .or_insert_with(|| Import { versions: versions.collect(), ..import.clone() });
        Change::Unmerge { versions: brought, digest: digest.to_owned() }
    }

    fn take_back(&mut self, versions: &BTreeMap<EntryId, Vec<VersionId>>, digest: &str) -> Change {
        let mut taken = Vec::new();
        for (id, list) in versions {
            let Some(entry) = self.entries.get_mut(id) else { continue };
            let mut removed = Entry { id: id.clone(), versions: BTreeMap::new() };
            for version in list {
                if let Some(content) = entry.versions.remove(version) {
                    removed.versions.insert(version.clone(), content);
                }
            }
            crate::twins::part(entry, list);
            if entry.versions.is_empty() {
                self.entries.remove(id);
            }
            taken.push(removed);
        }
        let import = self.local.imports.remove(digest).unwrap_or_default();
        Change::Merge { entries: taken, digest: digest.to_owned(), import }
    }
}

/// The next name of a version written here. A stranger's file may have come with a version under it: that is passed by.
fn next_version(entry: &Entry, prefix: &str, counter: &mut u64) -> VersionId {
    let taken: BTreeSet<&str> = entry.versions.keys().map(crate::twins::bare).collect();
    loop {
        let before = *counter;
        *counter = sound::next(before);
        let name = format!("{prefix}{counter}");
        if !taken.contains(name.as_str()) || *counter == before {
            return VersionId(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Record;

    fn book() -> Book {
        let mut book = Book::default();
        book.local.replica = "r1".to_owned();
        book
    }

    fn edit(change: Change) -> Edit {
        Edit { at: "2026-11-23T09:00:00".to_owned(), change, counter: 0, goes_on: false }
    }

    fn record() -> Change {
        Change::Put { id: "record-1".into(), content: Box::new(Content::Record(Record::default())) }
    }

    fn answer(value: Value) -> Change {
        Change::Answer { id: "record-1".into(), field: "a".to_owned(), value }
    }

    #[test]
    fn undoing_an_answer_brings_the_earlier_one_back() {
        let mut book = book();
        book.apply(&edit(record())).unwrap();
        book.apply(&edit(answer("one".into()))).unwrap();
        let before = book.clone();
        let undo = book.apply(&edit(answer("two".into()))).unwrap();
        book.apply(&edit(undo)).unwrap();
        assert_eq!(book, before);
    }

    /// What is stored is a book and the edits since. Ids that were made without an edit, or many before one, must not
    /// let a replayed book give an id twice or name a version that was handed out differently.
    #[test]
    fn a_replay_makes_the_same_ids_and_versions() {
        let mut book = book();
        let stored = book.clone();
        let mut log = Vec::new();
        let _unused = book.make_id("record");
        let ids = [book.make_id("record"), book.make_id("record")];
        let put = |id: &EntryId| Change::Put {
            id: id.clone(),
            content: Box::new(Content::Record(Record::default())),
        };
        for change in
            [Change::Several { changes: ids.iter().map(put).collect() }, put(&book.make_id("record"))]
        {
            log.push(book.edit("2026-11-23T09:00:00".to_owned(), change));
            book.apply(&log[log.len() - 1]).unwrap();
        }
        let mut replayed = stored;
        for edit in &log {
            replayed.apply(edit).unwrap();
        }
        assert_eq!(replayed, book);
        assert_eq!(replayed.make_id("record"), book.make_id("record"));
    }

    #[test]
    fn a_version_that_was_handed_out_is_never_changed_again() {
        let mut book = book();
        book.apply(&edit(record())).unwrap();
        book.apply(&edit(answer("sent".into()))).unwrap();
        let sent = book.entries[&"record-1".into()].clone();
        book.apply(&edit(Change::Seal { ids: vec!["record-1".into()] })).unwrap();
        book.apply(&edit(answer("later".into()))).unwrap();
        let entry = &book.entries[&"record-1".into()];
        assert_eq!(entry.versions.len(), 2);
        let first = sent.versions.keys().next().unwrap();
        assert_eq!(entry.versions[first].content, sent.versions[first].content);
        assert!(!entry.in_conflict());
    }

    /// Whoever knows a book's files knows how it will name its next version.
    #[test]
    fn a_name_that_a_stranger_has_taken_is_passed_by() {
        let mut book = book();
        book.apply(&edit(record())).unwrap();
        book.apply(&edit(Change::Seal { ids: vec!["record-1".into()] })).unwrap();
        let entry = book.entries.get_mut(&"record-1".into()).unwrap();
        let (first, mut theirs) =
            entry.versions.iter().next().map(|(id, v)| (id.clone(), v.clone())).unwrap();
        theirs.parents = BTreeSet::from([first]);
        theirs.author.name = "他人".to_owned();
        entry.versions.insert(VersionId("r1-2".to_owned()), theirs.clone());
        book.apply(&edit(answer("mine".into()))).unwrap();
        let entry = &book.entries[&"record-1".into()];
        assert_eq!(entry.versions[&VersionId("r1-2".to_owned())], theirs);
        assert!(entry.versions.contains_key(&VersionId("r1-3".to_owned())));
    }

    #[test]
    fn what_left_the_book_and_what_was_odd_is_not_taken_back() {
        let sent = Change::Sent { stream: "task/r/".into(), sent: Sent { sequence: 1, ..Sent::default() } };
        let signing = Change::SigningKey { key: "k".into() };
        let odd = Change::Incident { digest: "d".into(), incident: Some(Incident::default()) };
        let handing_out = Change::Several { changes: vec![signing, Change::Seal { ids: Vec::new() }, sent] };
        assert!(!handing_out.can_be_undone() && !odd.can_be_undone());
        assert!(Change::Several { changes: vec![odd, record()] }.can_be_undone());
    }

    #[test]
    fn a_secret_key_that_is_replaced_or_taken_back_still_opens() {
        let mut book = book();
        let secret = |key: &str| Change::SecretKey { key: key.to_owned() };
        book.apply(&edit(secret("one"))).unwrap();
        let undo = book.apply(&edit(secret("two"))).unwrap();
        book.apply(&edit(undo)).unwrap();
        assert_eq!(book.local.secret_key, "one");
        assert!(["one", "two"].iter().all(|key| book.local.former_keys.contains(*key)));
    }

    #[test]
    fn a_group_of_changes_is_done_whole_or_not_at_all() {
        let mut book = book();
        let group =
            vec![record(), Change::Answer { id: "nobody".into(), field: "a".into(), value: 1.into() }];
        let result = book.apply(&edit(Change::Several { changes: group }));
        assert_eq!(result, Err(ChangeError::UnknownEntry("nobody".into())));
        assert_eq!(book.content(&"record-1".into()), None);
    }
}
