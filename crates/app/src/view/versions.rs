//! Versions of an entry that two people changed apart, side by side, so that one can be chosen with open eyes.

use std::collections::{BTreeMap, BTreeSet};

use ledger::book::form_name;
use ledger::{Content, EntryId, Record};

use super::lists::{PARTS, answer_in_words};
use crate::state::State;

/// Differences shown at most; the rest is only counted.
const SHOWN: usize = 6;

/// A version to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionItem {
    /// Version, for the command that settles.
    pub id: String,
    /// Who wrote it.
    pub who: String,
    /// When, `YYYY-MM-DD HH:MM:SS`.
    pub when: String,
    /// Where it differs from the others: place and what this version says there; blank when it says nothing.
    pub says: Vec<(String, String)>,
    /// Further differences that are not listed.
    pub more: usize,
}

/// The versions that wait to be settled; empty when none do.
pub(super) fn versions(state: &State, id: Option<&EntryId>) -> Vec<VersionItem> {
    let entry = id.and_then(|id| state.book.as_ref()?.entries.get(id));
    let heads = entry.map(ledger::Entry::heads).unwrap_or_default();
    let records: Vec<&Record> = heads.iter().filter_map(|(_, version)| as_record(&version.content)).collect();
    let fields = differing(&records);
    let labels = labels(state, &records);
    heads
        .into_iter()
        .map(|(id, version)| VersionItem {
            id: id.0.clone(),
            who: format!("{} {}", version.author.organ, version.author.name).trim().to_owned(),
            when: version.at.replace('T', " "),
            says: as_record(&version.content)
                .map(|record| says(record, &fields, &labels))
                .unwrap_or_default(),
            more: fields.len().saturating_sub(SHOWN),
        })
        .collect()
}

fn as_record(content: &Content) -> Option<&Record> {
    if let Content::Record(record) = content { Some(record) } else { None }
}

/// Fields that not all records answer alike.
fn differing<'a>(records: &[&'a Record]) -> Vec<&'a str> {
    let all: BTreeSet<&str> =
        records.iter().flat_map(|record| record.answers.keys()).map(String::as_str).collect();
    let same = |field: &str| {
        let mut answers = records.iter().map(|record| record.answers.get(field));
        let first = answers.next();
        answers.all(|answer| Some(answer) == first)
    };
    all.into_iter().filter(|field| !same(field)).collect()
}

/// Labels of the form's own fields and of the catalogue's unit facts, by id.
fn labels(state: &State, records: &[&Record]) -> BTreeMap<String, String> {
    let form = records.first().and_then(|record| state.pack.form(form_name(&record.form)).ok());
    let sections = form.map(|form| form.sections).unwrap_or_default();
    let round = state.book.as_ref().and_then(|book| book.current_round()).map(|(_, round)| round);
    let facts = crate::forms::catalogue(&state.pack, round).map(|catalogue| catalogue.profile_fields);
    let mut labels: BTreeMap<String, String> =
        facts.unwrap_or_default().into_iter().map(|fact| (fact.key, fact.label)).collect();
    for field in sections.into_iter().flat_map(|section| section.fields) {
        labels.extend(field.fields.into_iter().map(|inner| (inner.id, inner.label)));
        labels.insert(field.id, field.label);
    }
    labels
}

fn says(record: &Record, fields: &[&str], labels: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let said = |field: &str| record.answers.get(field).map(answer_in_words).unwrap_or_default();
    let place = |field: &str| labels.get(field).cloned().unwrap_or_else(|| place(field));
    fields.iter().take(SHOWN).map(|field| (place(field), said(field))).collect()
}

/// A field as people call it: number of the item and part of the answer (`a03_01_note` is A03-01 情况说明).
fn place(field: &str) -> String {
    let part = PARTS.iter().find_map(|(suffix, label)| Some((field.strip_suffix(suffix)?, *label)));
    let (item, label) = part.unwrap_or((field, ""));
    format!("{} {label}", item.to_ascii_uppercase().replace('_', "-")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(answers: &[(&str, &str)]) -> Record {
        let answers = answers.iter().map(|(field, value)| ((*field).to_owned(), (*value).into())).collect();
        Record { answers, ..Record::default() }
    }

    #[test]
    fn only_what_differs_is_shown_and_a_missing_answer_is_a_difference() {
        let (a, b) = (
            record(&[("a01_01_answer", "是"), ("a01_02_answer", "否"), ("a01_02_note", "未开展")]),
            record(&[("a01_01_answer", "是"), ("a01_02_answer", "是")]),
        );
        let fields = differing(&[&a, &b]);
        assert_eq!(fields, ["a01_02_answer", "a01_02_note"]);
        assert_eq!(
            says(&b, &fields, &BTreeMap::new()),
            [("A01-02 自查结论".into(), "是".into()), ("A01-02 情况说明".into(), String::new())]
        );
    }
}
