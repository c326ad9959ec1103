//! A stored book, a bundle or edits as JSON: read, merged in any order, written and read again.

use ledger::content::{Record, Unit};
use ledger::{Book, Bundle, Change, Content, Edit, Import, Letter, stored};

use crate::Target;

pub(super) const TARGET: Target = Target {
    name: "book",
    run,
    seeds,
    words: &[
        "\"format\":\"ducha.book/1\"",
        "\"format\":\"ducha.book/2\"",
        "\"entries\":[",
        "\"versions\":{",
        "\"parents\":[\"r1-1\"]",
        "\"sealed\":true",
        "\"type\":\"removed\"",
        "\"type\":\"record\"",
        "\"type\":\"letter\"",
        "\"at\":\"\"",
        "r1-1",
        "r2-1",
        "r1-1#0",
        "#",
        "null",
        "[[[[[[[[",
        "\\ud800",
    ],
    longest: 8 << 10,
    short: 1500,
};

const NOW: &str = "2026-11-24T09:00:00";

fn run(bytes: &[u8]) -> &'static str {
    if let Ok(edits) = serde_json::from_slice::<Vec<Edit>>(bytes) {
        return replayed(&edits);
    }
    if let Ok(bundle) = Bundle::read(bytes) {
        let outcome = books_merge(&bundle.entries);
        return if outcome { "bundle" } else { "bundle without news" };
    }
    match stored::read(bytes) {
        Ok(book) => {
            assert!(book.entries.len() <= bytes.len(), "more entries than bytes");
            let written = stored::write(&book).expect("what was read can be written");
            assert_eq!(stored::read(&written).as_ref(), Ok(&book), "a book is not what was written of it");
            let entries: Vec<_> = book.entries.values().cloned().collect();
            books_merge(&entries);
            "book"
        }
        Err(stored::StoredError::TooNew(_)) => "too new",
        Err(stored::StoredError::Malformed(_)) => "malformed",
    }
}

fn merge(book: &mut Book, entries: &[ledger::Entry], digest: &str) {
    let change =
        Change::Merge { entries: entries.to_vec(), digest: digest.to_owned(), import: Import::default() };
    let edit = Edit { at: NOW.to_owned(), change, counter: 0, goes_on: false };
    book.apply(&edit).expect("a merge always fits");
}

/// Both orders, and once more, give the same bytes; says whether there was anything new.
fn books_merge(entries: &[ledger::Entry]) -> bool {
    let own: Vec<_> = sample().entries.into_values().collect();
    let (mut one, mut two) = (Book::default(), Book::default());
    let news = !sample().foresee(entries).nothing_new();
    merge(&mut one, entries, "them");
    merge(&mut one, &own, "us");
    merge(&mut two, &own, "us");
    merge(&mut two, entries, "them");
    let bytes = |book: &Book| stored::write(book).expect("a book can be written");
    assert!(bytes(&one) == bytes(&two), "the order of files matters");
    merge(&mut two, entries, "them");
    assert!(bytes(&one) == bytes(&two), "a file taken in twice matters");
    for entry in one.entries.values() {
        assert!(entry.heads().len() <= entry.versions.len());
        let _ = (entry.current(), entry.content(), entry.in_conflict());
    }
    news
}

/// Edits as a log holds them: what fits is done, what does not fit changes nothing.
fn replayed(edits: &[Edit]) -> &'static str {
    let mut book = sample();
    let mut refused = false;
    for edit in edits {
        let before = book.clone();
        if book.apply(edit).is_err() {
            refused = true;
            let same = book.entries.keys().all(|id| book.content(id) == before.content(id));
            assert!(same, "a refused edit changed something");
        }
    }
    let written = stored::write(&book).expect("a book can be written");
    assert_eq!(stored::read(&written).as_ref(), Ok(&book), "a book is not what was written of it");
    if refused { "edits refused" } else { "edits" }
}

/// A book with a record, a unit, a letter and an entry in conflict.
fn sample() -> Book {
    let mut book = Book::default();
    book.local.replica = "r1".to_owned();
    for edit in sample_edits() {
        book.apply(&edit).expect("the sample's edits fit");
    }
    let other: Vec<_> = book.entries.values().cloned().collect();
    let mut away = Book::default();
    away.local.replica = "r2".to_owned();
    merge(&mut away, &other, "away");
    for (book, value) in [(&mut away, 1), (&mut book, 2)] {
        let change = Change::Answer { id: "record-1".into(), field: "a".to_owned(), value: value.into() };
        let edit = book.edit(NOW.to_owned(), change);
        book.apply(&edit).expect("the record is there");
    }
    let back: Vec<_> = away.entries.into_values().collect();
    merge(&mut book, &back, "back");
    book
}

fn sample_edits() -> Vec<Edit> {
    let put = |id: &str, content| Change::Put { id: id.into(), content: Box::new(content) };
    let answer =
        |value: serde_json::Value| Change::Answer { id: "record-1".into(), field: "a".to_owned(), value };
    let changes = vec![
        put("record-1", Content::Record(Record { form: "phone-call/1".to_owned(), ..Record::default() })),
        answer("是".into()),
        answer(33.5.into()),
        put("unit-1", Content::Unit(Unit { name: "甲所".to_owned(), ..Unit::default() })),
        put("letter-1", Content::Letter(Box::new(Letter { text: "正文".to_owned(), ..Letter::default() }))),
        put("gone-1", Content::Removed),
        Change::Seal { ids: vec!["record-1".into(), "unit-1".into()] },
        Change::Several {
            changes: vec![answer(serde_json::Value::Null), answer(serde_json::json!([{"x": 1}]))],
        },
    ];
    changes
        .into_iter()
        .map(|change| Edit { at: NOW.to_owned(), change, counter: 0, goes_on: false })
        .collect()
}

fn seeds() -> Vec<Vec<u8>> {
    let book = sample();
    let bundle = Bundle {
        format: ledger::merge::BUNDLE_FORMAT.to_owned(),
        purpose: ledger::Purpose::Submission,
        round: "round-1".into(),
        unit: None,
        entries: book.entries.values().cloned().collect(),
    };
    let json = |value: Result<Vec<u8>, serde_json::Error>| value.expect("the sample can be written");
    vec![
        stored::write(&book).expect("the sample can be written"),
        stored::write(&Book::default()).expect("an empty book can be written"),
        json(serde_json::to_vec(&bundle)),
        json(serde_json::to_vec(&sample_edits())),
        json(serde_json::to_vec(&sample_edits()[..3])),
    ]
}
