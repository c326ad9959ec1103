//! The rectification records of a finding: one counts, and none is hidden by another.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::content::Record;
use crate::entry::EntryId;
use crate::finding::is_answered;
use crate::kinds::{Kinds, Meaning, Part};

/// The rectification records of one finding.
#[derive(Debug, Clone)]
pub struct Rectified<'a> {
    /// Entry of the record that counts.
    pub id: &'a EntryId,
    /// The record that counts.
    pub record: &'a Record,
    /// Whether somebody wrote on it; a record nobody wrote on counts for no figure and no letter.
    pub answered: bool,
    /// The other records that somebody wrote on, newest first.
    pub others: Vec<(&'a EntryId, &'a Record)>,
}

/// Whether a rectification record says that its finding was verified and closed, and is finished: what was chosen on a sheet
/// that its own rules refuse closes nothing.
#[must_use]
pub fn is_closed(kinds: &Kinds, record: &Record) -> bool {
    record.is_finished() && kinds.says(record, Meaning::Closed)
}

impl Book {
    /// The rectification records by the finding they are about. Records of another unit than the finding's are none.
    ///
    /// Of several about one finding the last written counts (by the day it came, where its writer's clock was ahead), the
    /// same in every order of arrival; but one that was verified and closed stands until that is taken back on it: no other
    /// record opens the finding again. What nobody wrote on counts only where there is nothing else.
    #[must_use]
    pub fn rectified(&self, kinds: &Kinds) -> BTreeMap<&EntryId, Rectified<'_>> {
        let mut all: BTreeMap<&EntryId, Vec<(bool, &EntryId, &Record)>> = BTreeMap::new();
        for (id, record) in self.records_of(kinds.form(Part::Rectification)) {
            let Some(finding) = &record.about else { continue };
            if self.record(finding).is_none_or(|paper| paper.unit == record.unit) {
                all.entry(finding).or_default().push((is_answered(self, kinds, finding, record), id, record));
            }
        }
        all.into_iter()
            .filter_map(|(finding, records)| Some((finding, self.counted(kinds, records)?)))
            .collect()
    }

    fn counted<'a>(
        &'a self,
        kinds: &Kinds,
        mut records: Vec<(bool, &'a EntryId, &'a Record)>,
    ) -> Option<Rectified<'a>> {
        let at = |id: &EntryId| self.version(id).map(|version| version.counts_from()).unwrap_or_default();
        if records.len() > 1 {
            records.sort_by_key(|(answered, id, record)| (*answered, is_closed(kinds, record), at(id), *id));
        }
        let (answered, id, record) = records.pop()?;
        let others = records.into_iter().rev().filter(|(answered, ..)| *answered);
        Some(Rectified { id, record, answered, others: others.map(|(_, id, record)| (id, record)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::shipped;
    use crate::{Author, Content, Entry, Version, VersionId};

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
        let version = Version {
            parents: [].into(),
            author: Author::default(),
            at: at.to_owned(),
            received: String::new(),
            sealed: true,
            content: Content::Record(record),
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
        assert!(is_closed(&kinds, &finished) && !is_closed(&kinds, &begun));
    }
}
