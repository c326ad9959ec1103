//! What a file may bring: a unit speaks for itself, a team for its records, only the office for the round.

use crate::book::{Book, form_name};
use crate::content::Content;
use crate::entry::{Entry, EntryId};
use crate::finding::{RECTIFICATION, WORKING_PAPER};
use crate::merge::{Bundle, Purpose};
use crate::progress::SELF_CHECK;

impl Bundle {
    /// Entries that a file of this purpose has no business to bring, because of what they say or of what the book holds
    /// under their names. A file that has any is not what it claims to be.
    #[must_use]
    pub fn strays(&self, book: &Book) -> Vec<EntryId> {
        let stray = |entry: &&Entry| {
            let known = book.entries.get(&entry.id);
            let mut contents = contents(entry).chain(known.into_iter().flat_map(contents));
            contents.any(|content| !self.may_bring(content)) || self.takes_a_picture(entry, book)
        };
        self.entries.iter().filter(stray).map(|entry| entry.id.clone()).collect()
    }

    fn may_bring(&self, content: &Content) -> bool {
        let own = |unit: &EntryId| self.unit.as_ref() == Some(unit);
        match content {
            Content::Removed => true,
            Content::Unit(_) | Content::Round(_) => matches!(self.purpose, Purpose::Task | Purpose::Team),
            Content::Review(_) => self.purpose == Purpose::Feedback,
            Content::Picture(_) => !matches!(self.purpose, Purpose::Task | Purpose::Team),
            Content::Letter(letter) => match self.purpose {
                Purpose::Submission | Purpose::Feedback => letter.unit.as_ref().is_some_and(own),
                Purpose::Records => true,
                Purpose::Task | Purpose::Team => false,
            },
            Content::Record(record) => match (self.purpose, form_name(&record.form)) {
                (Purpose::Submission, SELF_CHECK | RECTIFICATION) | (Purpose::Feedback, WORKING_PAPER) => {
                    own(&record.unit)
                }
                (Purpose::Team, form) => form == SELF_CHECK,
                (Purpose::Records, form) => form != SELF_CHECK,
                (Purpose::Submission | Purpose::Feedback | Purpose::Task, _) => false,
            },
        }
    }

    /// Whether the entry is a picture of another unit's document.
    fn takes_a_picture(&self, entry: &Entry, book: &Book) -> bool {
        let known = book.entries.get(&entry.id);
        let picture = known.is_some_and(|known| contents(known).any(|c| matches!(c, Content::Picture(_))));
        picture
            && self.purpose == Purpose::Submission
            && book.letters().any(|(_, letter)| {
                letter.unit != self.unit && letter.pictures.values().any(|shown| *shown == entry.id)
            })
    }
}

fn contents(entry: &Entry) -> impl Iterator<Item = &Content> {
    entry.versions.values().map(|version| &version.content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Record, Unit};
    use crate::entry::{Version, VersionId};

    fn entry(id: &str, content: Content) -> Entry {
        let version = Version {
            parents: std::collections::BTreeSet::new(),
            author: crate::Author::default(),
            at: String::new(),
            sealed: true,
            content,
        };
        Entry { id: id.into(), versions: [(VersionId(format!("{id}-1")), version)].into() }
    }

    fn record(form: &str, unit: &str) -> Content {
        Content::Record(Record { form: format!("{form}/1"), unit: unit.into(), ..Record::default() })
    }

    fn bundle(purpose: Purpose, unit: Option<&str>, entries: Vec<Entry>) -> Bundle {
        let format = crate::merge::BUNDLE_FORMAT.to_owned();
        Bundle { format, purpose, round: "round".into(), unit: unit.map(EntryId::from), entries }
    }

    #[test]
    fn a_unit_speaks_for_itself_alone() {
        let book = Book::default();
        let submit =
            |content| bundle(Purpose::Submission, Some("a"), vec![entry("x", content)]).strays(&book);
        assert!(submit(record(SELF_CHECK, "a")).is_empty());
        assert!(submit(record(RECTIFICATION, "a")).is_empty());
        for other in [
            record(SELF_CHECK, "b"),
            record("verification", "a"),
            Content::Round(Box::default()),
            Content::Unit(Unit::default()),
        ] {
            assert_eq!(submit(other.clone()), [EntryId::from("x")], "{other:?}");
        }
    }

    /// Written over another's name, even what would be allowed by itself is a theft.
    #[test]
    fn nobody_writes_under_anothers_entry() {
        let mut book = Book::default();
        book.merge_entry(&entry("x", record(SELF_CHECK, "b")));
        let own = bundle(Purpose::Submission, Some("a"), vec![entry("x", record(SELF_CHECK, "a"))]);
        assert_eq!(own.strays(&book), [EntryId::from("x")]);
        let removal = bundle(Purpose::Submission, Some("a"), vec![entry("x", Content::Removed)]);
        assert_eq!(removal.strays(&book), [EntryId::from("x")]);
    }

    #[test]
    fn only_the_office_brings_rounds_and_units() {
        let book = Book::default();
        let round = || vec![entry("r", Content::Round(Box::default()))];
        for purpose in [Purpose::Task, Purpose::Team] {
            assert!(bundle(purpose, None, round()).strays(&book).is_empty());
        }
        for purpose in [Purpose::Submission, Purpose::Records, Purpose::Feedback] {
            assert_eq!(bundle(purpose, Some("a"), round()).strays(&book).len(), 1, "{purpose:?}");
        }
    }
}
