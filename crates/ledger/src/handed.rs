//! The day a self-check was handed in: what its unit says, held against what the office itself knows.
//!
//! A unit writes the day into its own file. It is believed as long as nothing speaks against it: neither the day the file
//! came, nor the day the round was opened, nor the moments that the file itself gives for its writing and its making. Nor is
//! a day within the deadline proof when the file came after it. Otherwise the day the file came counts.

use std::collections::BTreeMap;

use expr::Date;

use crate::book::{Book, Import, Role};
use crate::content::{Content, Record, RecordState, Round};
use crate::entry::{EntryId, Version, VersionId};
use crate::twins::bare;

/// Kind of the files in which units hand in.
const SUBMISSION: &str = "submission";

/// When a self-check was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// The day that counts.
    pub on: Date,
    /// The day its unit says, where that one does not count.
    pub claimed: Option<Date>,
}

/// The units' own files in an office's book, by entry and version: the first that brought each.
#[derive(Debug, Default)]
pub struct Arrivals<'a>(BTreeMap<(&'a EntryId, &'a str), Arrival<'a>>);

#[derive(Debug)]
struct Arrival<'a> {
    import: &'a Import,
    state: &'a VersionId,
    /// Whether several states came under the name.
    several: bool,
}

impl<'a> Arrivals<'a> {
    /// Of a book. Only an office knows when its units' files came: to a team they are passed on.
    #[must_use]
    pub fn of(book: &'a Book) -> Self {
        let mut all: BTreeMap<(&EntryId, &str), Arrival<'_>> = BTreeMap::new();
        if book.local.profile.role != Role::Office {
            return Self(all);
        }
        let submissions = book.local.imports.values().filter(|i| i.kind == SUBMISSION);
        for import in submissions {
            let versions =
                import.versions.iter().flat_map(|(id, all)| all.iter().map(move |state| (id, state)));
            for (id, state) in versions {
                let arrival = Arrival { import, state, several: false };
                let first = all.entry((id, bare(state))).or_insert(arrival);
                first.several |= first.state != state;
                if import.at < first.import.at {
                    first.import = import;
                }
            }
        }
        Self(all)
    }

    /// When a submitted record was handed in; `None` where it gives no day.
    #[must_use]
    pub fn handed(
        &self,
        book: &Book,
        round: (&EntryId, &Round),
        id: &EntryId,
        record: &Record,
    ) -> Option<Handed> {
        let claimed: Date = record.submitted_on.parse().ok()?;
        let believed = Handed { on: claimed, claimed: None };
        let Some((import, version)) = self.brought(book, id, record) else { return Some(believed) };
        let Some(came) = day(&import.at) else { return Some(believed) };
        let due: Option<Date> = round.1.self_check_due.parse().ok();
        let opened = book
            .entries
            .get(round.0)
            .and_then(|entry| entry.versions.values().filter_map(|version| day(&version.at)).min());
        let doubtful = claimed > came
            || opened.is_some_and(|opened| claimed < opened)
            || [&version.at, &import.made]
                .into_iter()
                .filter_map(|at| day(at))
                .any(|written| claimed < written)
            || due.is_some_and(|due| claimed <= due && due < came);
        Some(if doubtful && claimed != came { Handed { on: came, claimed: Some(claimed) } } else { believed })
    }

    /// The first file that brought the day the record gives, and the version in which it stood there; `None` when it was
    /// written in this book.
    fn brought<'b>(&self, book: &'b Book, id: &EntryId, record: &Record) -> Option<(&'a Import, &'b Version)>
    where
        'a: 'b,
    {
        let entry = book.entries.get(id)?;
        let says_so = |version: &Version| {
            let same =
                |one: &Record| one.state == RecordState::Submitted && one.submitted_on == record.submitted_on;
            matches!(&version.content, Content::Record(one) if same(one))
        };
        let came =
            entry.versions.iter().filter(|(_, version)| says_so(version)).filter_map(|(name, version)| {
                let arrival = self.0.get(&(id, bare(name)))?;
                Some((arrival.import, version))
            });
        came.min_by(|(one, _), (two, _)| one.at.cmp(&two.at))
    }
}

fn day(moment: &str) -> Option<Date> {
    moment.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Change, Entry};

    const ROUND: &str = "round-2026";

    fn version(at: &str, content: Content) -> Version {
        Version {
            parents: [].into(),
            author: Author::default(),
            at: at.to_owned(),
            received: String::new(),
            sealed: true,
            content,
        }
    }

    /// An office whose round was opened on 5 November, with the deadline on 30 November.
    fn office() -> Book {
        let mut book = Book::default();
        book.local.replica = "office".into();
        book.local.profile.role = Role::Office;
        let round = Round { self_check_due: "2026-11-30".into(), ..Round::default() };
        let round = version("2026-11-05T09:00:00", Content::Round(Box::new(round)));
        let versions = [(VersionId("office-1".into()), round)].into();
        book.entries.insert(ROUND.into(), Entry { id: ROUND.into(), versions });
        book
    }

    /// A unit's file that gives a day for handing in.
    fn take_in(book: &mut Book, name: &str, claimed: &str, (written, made, came): (&str, &str, &str)) {
        let id = EntryId::from("self-check-1");
        let record = Record {
            form: "self-check/1".into(),
            round: ROUND.into(),
            unit: "unit-1".into(),
            state: RecordState::Submitted,
            submitted_on: claimed.to_owned(),
            ..Record::default()
        };
        let mut version = version(&format!("{written}T10:00:00"), Content::Record(record));
        version.parents =
            book.entries.get(&id).map(|entry| entry.versions.keys().cloned().collect()).unwrap_or_default();
        let entries = vec![Entry { id, versions: [(VersionId(name.to_owned()), version)].into() }];
        let import = Import {
            kind: SUBMISSION.to_owned(),
            at: format!("{came}T11:00:00"),
            made: format!("{made}T10:30:00"),
            ..Import::default()
        };
        let edit =
            book.edit(import.at.clone(), Change::Merge { entries, digest: format!("{name}{came}"), import });
        book.apply(&edit).expect("the file is taken in");
    }

    fn handed(book: &Book) -> (String, bool) {
        let (id, record) = book.records_of("self-check").next().expect("the self-check is there");
        let Some(Content::Round(round)) = book.content(&ROUND.into()) else { panic!("the round is there") };
        let handed = Arrivals::of(book).handed(book, (&ROUND.into(), round), id, record);
        let handed = handed.expect("it gives a day");
        (handed.on.to_string(), handed.claimed.is_some())
    }

    #[test]
    fn a_day_that_nothing_speaks_against_is_believed() {
        let mut book = office();
        take_in(&mut book, "u-1", "2026-11-20", ("2026-11-20", "2026-11-20", "2026-11-23"));
        assert_eq!(handed(&book), ("2026-11-20".to_owned(), false));
        // The same file once more, after the deadline, changes nothing.
        take_in(&mut book, "u-1", "2026-11-20", ("2026-11-20", "2026-12-20", "2026-12-20"));
        assert_eq!(handed(&book), ("2026-11-20".to_owned(), false));
    }

    #[test]
    fn a_day_that_cannot_be_right_or_is_not_proved_gives_way_to_the_day_the_file_came() {
        for (what, claimed, days, counts) in [
            (
                "within the deadline, but it came after it",
                "2026-11-20",
                ["2026-11-20", "2026-11-20", "2026-12-20"],
                "2026-12-20",
            ),
            (
                "before the round was opened",
                "2026-11-01",
                ["2026-11-01", "2026-11-01", "2026-11-10"],
                "2026-11-10",
            ),
            ("after the day it came", "2026-11-30", ["2026-11-09", "2026-11-09", "2026-11-10"], "2026-11-10"),
            ("before it was written", "2026-11-20", ["2026-11-24", "2026-11-24", "2026-11-25"], "2026-11-25"),
            (
                "before the file was made",
                "2026-11-20",
                ["2026-11-20", "2026-11-24", "2026-11-25"],
                "2026-11-25",
            ),
            ("of a day that is none", "2026-11-20", ["", "", "2026-12-01"], "2026-12-01"),
        ] {
            let mut book = office();
            let [written, made, came] = days;
            take_in(&mut book, "u-1", claimed, (written, made, came));
            assert_eq!(handed(&book), (counts.to_owned(), true), "{what}");
        }
    }

    #[test]
    fn a_later_version_with_an_earlier_day_does_not_make_up_for_being_late() {
        let mut book = office();
        take_in(&mut book, "u-1", "2026-12-05", ("2026-12-05", "2026-12-05", "2026-12-05"));
        assert_eq!(handed(&book), ("2026-12-05".to_owned(), false));
        take_in(&mut book, "u-2", "2026-11-28", ("2026-12-08", "2026-11-28", "2026-12-08"));
        assert_eq!(handed(&book), ("2026-12-08".to_owned(), true));
    }
}
