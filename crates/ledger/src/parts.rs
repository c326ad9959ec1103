//! A content in parts: answer by answer, field by field. So that people settle a conflict value by value, and see of every
//! value who wrote it and in which file it came.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::book::{Book, Import};
use crate::content::Content;
use crate::entry::{Entry, EntryId, VersionId};
use crate::twins;

/// Parts that hold many: each of theirs is a part of its own, `answers.a01_01_note`.
const NESTED: [&str; 3] = ["answers", "head", "inputs"];

/// The parts of a content by name. Nothing, for an entry that was removed.
#[must_use]
pub fn parts(content: &Content) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    let mut whole = object(content);
    whole.remove("type");
    for outer in NESTED {
        if let Some(Value::Object(inner)) = whole.remove(outer) {
            parts.extend(inner.into_iter().map(|(name, value)| (format!("{outer}.{name}"), value)));
        }
    }
    parts.extend(whole);
    parts
}

fn object(content: &Content) -> Map<String, Value> {
    if let Ok(Value::Object(object)) = serde_json::to_value(content) { object } else { Map::new() }
}

/// The content with some parts replaced; `None` takes a part away. `None` when what comes out is no content.
#[must_use]
pub fn with_parts(content: &Content, replaced: &BTreeMap<String, Option<Value>>) -> Option<Content> {
    let mut whole = object(content);
    for (part, value) in replaced {
        let (at, key) = match part.split_once('.') {
            Some((outer, inner)) if NESTED.contains(&outer) => {
                let nested = whole.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                (nested.as_object_mut()?, inner)
            }
            _ => (&mut whole, part.as_str()),
        };
        match value {
            Some(value) => at.insert(key.to_owned(), value.clone()),
            None => at.remove(key),
        };
    }
    serde_json::from_value(Value::Object(whole)).ok()
}

/// Names of the parts that not all contents have alike.
#[must_use]
pub fn differing(contents: &[&Content]) -> Vec<String> {
    let all: Vec<BTreeMap<String, Value>> = contents.iter().map(|content| parts(content)).collect();
    let names: BTreeSet<&String> = all.iter().flat_map(BTreeMap::keys).collect();
    let same = |name: &str| {
        let mut values = all.iter().map(|parts| parts.get(name));
        let first = values.next();
        values.all(|value| Some(value) == first)
    };
    names.into_iter().filter(|name| !same(name)).cloned().collect()
}

impl Entry {
    /// The version each part of the current content was written in: the earliest one from which it came down unchanged.
    #[must_use]
    pub fn written_in(&self) -> BTreeMap<String, VersionId> {
        let Some((current, version)) = self.current() else { return BTreeMap::new() };
        let known: BTreeMap<&VersionId, BTreeMap<String, Value>> =
            self.versions.iter().map(|(id, version)| (id, parts(&version.content))).collect();
        let written = |(part, value): (String, Value)| {
            let mut at = current;
            // A history cannot be longer than it has versions, whatever a forger made of it.
            for _ in 0..self.versions.len() {
                let parents = self.versions.get(at).into_iter().flat_map(|version| &version.parents);
                let mut unchanged = parents
                    .filter(|parent| known.get(parent).is_some_and(|parts| parts.get(&part) == Some(&value)));
                match unchanged.next() {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            (part, at.clone())
        };
        parts(&version.content).into_iter().map(written).collect()
    }
}

impl Book {
    /// The file that brought a version here first; `None` for one that was written here.
    #[must_use]
    pub fn brought_by(&self, id: &EntryId, version: &VersionId) -> Option<&Import> {
        let trace = twins::trace(version, self.entries.get(id)?.versions.get(version)?);
        let carries = |import: &&Import| import.versions.get(id).is_some_and(|all| all.contains(&trace));
        self.local.imports.values().filter(carries).min_by(|a, b| (&a.at, &a.file).cmp(&(&b.at, &b.file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Record;
    use crate::{Change, Letter};

    fn record(answers: &[(&str, &str)]) -> Content {
        let answers = answers.iter().map(|(field, value)| ((*field).to_owned(), (*value).into())).collect();
        Content::Record(Record { form: "self-check/1".into(), answers, ..Record::default() })
    }

    #[test]
    fn parts_can_be_taken_from_either_side() {
        let (a, b) = (record(&[("x", "1"), ("y", "1")]), record(&[("x", "2")]));
        assert_eq!(differing(&[&a, &b]), ["answers.x", "answers.y"]);
        let chosen = [("answers.x".to_owned(), Some("2".into()))].into();
        assert_eq!(with_parts(&a, &chosen), Some(record(&[("x", "2"), ("y", "1")])));
        let chosen = [("answers.y".to_owned(), None)].into();
        assert_eq!(with_parts(&a, &chosen), Some(record(&[("x", "1")])));
    }

    #[test]
    fn a_part_that_does_not_fit_makes_nothing() {
        let wrong = [("state".to_owned(), Some("nowhere".into()))].into();
        assert_eq!(with_parts(&record(&[]), &wrong), None);
        let letter = Content::Letter(Box::new(Letter { text: "甲".into(), ..Letter::default() }));
        let text = [("text".to_owned(), Some("乙".into()))].into();
        let Some(Content::Letter(changed)) = with_parts(&letter, &text) else { panic!("a letter stays one") };
        assert_eq!(changed.text, "乙");
    }

    #[test]
    fn every_value_knows_the_version_it_was_written_in() {
        let mut book = Book::default();
        book.local.replica = "r1".into();
        let id = EntryId::from("record-1");
        let write = |book: &mut Book, content: Content| {
            for change in [
                Change::Put { id: id.clone(), content: Box::new(content) },
                Change::Seal { ids: vec![id.clone()] },
            ] {
                let edit = book.edit("2026-11-26T09:00:00".into(), change);
                book.apply(&edit).unwrap();
            }
        };
        write(&mut book, record(&[("x", "1"), ("y", "1")]));
        write(&mut book, record(&[("x", "1"), ("y", "2")]));
        write(&mut book, record(&[("x", "1"), ("y", "2"), ("z", "3")]));
        let written = book.entries[&id].written_in();
        let of = |part: &str| written[part].0.as_str();
        assert_eq!([of("answers.x"), of("answers.y"), of("answers.z")], ["r1-1", "r1-2", "r1-3"]);
    }
}
