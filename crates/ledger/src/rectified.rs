//! The rectification records of a finding: one counts, and none is hidden by another.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::content::Record;
use crate::entry::{Entry, EntryId};
use crate::finding::is_answered;
use crate::kinds::{Kinds, Meaning, Part};
use crate::life::fold::{Happened, fold};

/// The rectification records of one finding.
#[derive(Debug, Clone)]
pub struct Rectified<'a> {
    /// Entry of the record that counts.
    pub id: &'a EntryId,
    /// The record that counts.
    pub record: &'a Record,
    /// Whether somebody wrote on it; a record nobody wrote on counts for no figure and no letter.
    pub answered: bool,
    /// Whether the finding was verified and closed by it.
    pub closed: bool,
    /// The state that the last decision led to, and its day; `None` while nothing was decided.
    pub decided: Option<(&'a str, &'a str)>,
    /// Whether its unit asks for the finding to be closed, and nobody has decided about what it wrote.
    pub applied: bool,
    /// The other records that somebody wrote on, newest first.
    pub others: Vec<(&'a EntryId, &'a Record)>,
}

/// Whether the finding of a rectification record was verified and closed: by the last decision about the record, and while
/// nothing was decided by what earlier versions wrote on the sheet itself. What was chosen on a sheet that its own rules refuse
/// closes nothing.
#[must_use]
pub fn is_closed(kinds: &Kinds, record: &Record, happened: Vec<Happened<'_>>) -> bool {
    closes(kinds, record, decided(kinds, record, happened))
}

fn closes(kinds: &Kinds, record: &Record, decided: Option<(&str, &str)>) -> bool {
    match decided {
        Some((state, _)) => kinds.means(&record.form, "state", state, Meaning::Closed),
        None => record.is_finished() && kinds.says(record, Meaning::Closed),
    }
}

/// The state that what happened to a record led to, and the day; `None` while nothing was decided.
fn decided<'k>(kinds: &'k Kinds, record: &Record, happened: Vec<Happened<'k>>) -> Option<(&'k str, &'k str)> {
    let folded = fold(kinds.life(&record.form)?, happened);
    folded.decision().map(|event| (folded.state, event.on.as_str()))
}

/// A rectification record and what is known of it.
struct Sheet<'a> {
    answered: bool,
    closed: bool,
    decided: Option<(&'a str, &'a str)>,
    /// Whether a decision is about what it says now.
    looked_at: bool,
    id: &'a EntryId,
    record: &'a Record,
}

impl Book {
    /// The rectification records by the finding they are about. Records of another unit than the finding's are none.
    ///
    /// Of several about one finding the last written counts (by the day it came, where its writer's clock was ahead), the
    /// same in every order of arrival; but one that was verified and closed stands until that is taken back on it: no other
    /// record opens the finding again. What nobody wrote on counts only where there is nothing else.
    #[must_use]
    pub fn rectified<'a>(&'a self, kinds: &'a Kinds) -> BTreeMap<&'a EntryId, Rectified<'a>> {
        let mut happened = self.happened();
        let mut all: BTreeMap<&EntryId, Vec<Sheet<'_>>> = BTreeMap::new();
        for (id, record) in self.records_of(kinds.form(Part::Rectification)) {
            let Some(finding) = &record.about else { continue };
            if self.record(finding).is_none_or(|paper| paper.unit == record.unit) {
                let happened = happened.remove(id).unwrap_or_default();
                let current = self.entries.get(id).and_then(Entry::current).map(|(version, _)| version);
                let now = |one: &Happened<'_>| current.is_some_and(|current| one.event.version == current.0);
                let looked_at = happened.iter().any(now);
                let decided = decided(kinds, record, happened);
                let closed = closes(kinds, record, decided);
                let answered = is_answered(self, kinds, finding, record);
                all.entry(finding).or_default().push(Sheet {
                    answered,
                    closed,
                    decided,
                    looked_at,
                    id,
                    record,
                });
            }
        }
        all.into_iter()
            .filter_map(|(finding, records)| Some((finding, self.counted(kinds, records)?)))
            .collect()
    }

    fn counted<'a>(&'a self, kinds: &Kinds, mut sheets: Vec<Sheet<'a>>) -> Option<Rectified<'a>> {
        let at = |id: &EntryId| self.version(id).map(|version| version.counts_from()).unwrap_or_default();
        if sheets.len() > 1 {
            sheets.sort_by_key(|sheet| (sheet.answered, sheet.closed, at(sheet.id), sheet.id));
        }
        let Sheet { answered, closed, decided, looked_at, id, record } = sheets.pop()?;
        let others = sheets.into_iter().rev().filter(|sheet| sheet.answered);
        let applied = !closed && kinds.says(record, Meaning::Applied) && !looked_at;
        let others = others.map(|sheet| (sheet.id, sheet.record)).collect();
        Some(Rectified { id, record, answered, closed, decided, applied, others })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::shipped;
    use crate::{Author, Content, Entry, Event, Version, VersionId};

    const FINDING: &str = "working-paper-r1-1";

    fn record(unit: &str, state: &str, measure: &str) -> Record {
        let answers = [("state", state), ("measure", measure)];
        let answers = answers.into_iter().filter(|(_, text)| !text.is_empty());
        Record {
            form: "rectification/1".into(),
            unit: unit.into(),
            about: Some(FINDING.into()),
            state: crate::RecordState::Submitted,
            answers: answers.map(|(field, text)| (field.to_owned(), json!(text))).collect(),
            ..Record::default()
        }
    }

    fn put(book: &mut Book, id: &str, at: &str, record: Record) {
        put_content(book, id, at, Content::Record(record));
    }

    fn put_content(book: &mut Book, id: &str, at: &str, content: Content) {
        let version = Version {
            parents: [].into(),
            author: Author::default(),
            at: at.to_owned(),
            received: String::new(),
            sealed: true,
            content,
        };
        let entry = Entry { id: id.into(), versions: [(VersionId(format!("{id}-1")), version)].into() };
        book.entries.insert(id.into(), entry);
    }

    fn book() -> Book {
        let mut book = Book::default();
        let paper = Record { form: "working-paper/1".into(), unit: "unit-1".into(), ..Record::default() };
        put(&mut book, FINDING, "2026-11-01T09:00:00", paper);
        book
    }

    fn shown(book: &Book) -> (String, Vec<String>) {
        let kinds = shipped();
        let all = book.rectified(&kinds);
        let one = all.get(&EntryId::from(FINDING)).expect("the finding was answered");
        (one.id.to_string(), one.others.iter().map(|(id, _)| id.to_string()).collect())
    }

    #[test]
    fn of_two_records_the_last_written_counts_and_the_other_stays() {
        for (first, second) in [("a", "b"), ("b", "a")] {
            let mut book = book();
            put(&mut book, first, "2026-11-03T09:00:00", record("unit-1", "整改中", "第一份"));
            put(&mut book, second, "2026-11-05T09:00:00", record("unit-1", "整改中", "第二份"));
            assert_eq!(shown(&book), (second.to_owned(), vec![first.to_owned()]));
        }
    }

    #[test]
    fn a_closed_finding_is_not_opened_by_another_record_and_a_blank_one_hides_nothing() {
        let mut book = book();
        put(&mut book, "a", "2026-11-03T09:00:00", record("unit-1", "已销号", "第一份"));
        put(&mut book, "b", "2026-11-05T09:00:00", record("unit-1", "整改中", "第二份"));
        put(&mut book, "c", "2026-11-06T09:00:00", record("unit-1", "待报措施", ""));
        put(&mut book, "d", "2026-11-07T09:00:00", record("unit-2", "整改中", "别的单位"));
        assert_eq!(shown(&book), ("a".to_owned(), vec!["b".to_owned()]));
    }

    #[test]
    fn what_is_chosen_on_an_unfinished_sheet_closes_nothing() {
        let finished = record("unit-1", "已销号", "已整改");
        let begun = Record { state: crate::RecordState::Filling, ..finished.clone() };
        let kinds = shipped();
        assert!(is_closed(&kinds, &finished, Vec::new()) && !is_closed(&kinds, &begun, Vec::new()));
    }

    /// A decision counts before what stands on the sheet, and until it is taken back; what is asked for waits for one.
    #[test]
    fn the_last_decision_says_whether_a_finding_is_closed() {
        let (mut book, kinds) = (book(), shipped());
        put(&mut book, "a", "2026-11-03T09:00:00", record("unit-1", "申请销号", "已整改"));
        let told = |book: &Book| {
            let all = book.rectified(&kinds);
            all.get(&EntryId::from(FINDING)).map(|one| (one.closed, one.applied))
        };
        assert_eq!(told(&book), Some((false, true)));
        for (at, does, wanted) in [
            (4, "refuse", (false, false)),
            (5, "close", (true, false)),
            (6, "look-back", (true, false)),
            (7, "reopen", (false, false)),
        ] {
            let event = Event {
                record: "a".into(),
                does: does.to_owned(),
                by: crate::Role::Office,
                on: format!("2026-11-{at:02}"),
                version: "a-1".to_owned(),
                ..Event::default()
            };
            put_content(&mut book, &format!("event-{at}"), "", Content::Event(event));
            assert_eq!(told(&book), Some(wanted), "{does}");
        }
        // The unit writes on, and asks again.
        let Some(entry) = book.entries.get_mut(&EntryId::from("a")) else { panic!("it is there") };
        let before = entry.versions.clone();
        let mut next = before.values().next().cloned().expect("one version");
        next.parents = before.keys().cloned().collect();
        entry.versions.insert(VersionId("a-2".to_owned()), next);
        assert_eq!(told(&book), Some((false, true)));
    }
}
