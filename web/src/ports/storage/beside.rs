//! What lies beside the log, in localStorage: entries of the journal, witnesses, copies of heads, which book is open,
//! which files were handed out. Synchronous, small, and lost on a kill; the log covers that.

use std::collections::BTreeMap;

use store::{BookId, JournalKey, Trace, journal};
use web_sys::Storage;

/// What every name of ours begins with.
pub(super) const OURS: &str = "ducha:";
const ENTRY: &str = "ducha:journal:";
const WITNESS: &str = "ducha:witness:";
const HEAD: &str = "ducha:head:";
const OPEN: &str = "ducha:open";
const FILE: &str = "ducha:file:";

pub(super) fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

fn get(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// A full or absent store is no failure here: the log is written next, and its witness stays the older one.
fn set(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}

fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// All names that begin with a prefix.
pub(super) fn names(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let all = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    all.filter(|name| name.starts_with(prefix)).collect()
}

/// Writes an entry of the journal.
pub(super) fn put_entry(key: JournalKey, bytes: &[u8]) {
    set(&format!("{ENTRY}{}", key.to_text()), &journal::to_text(bytes));
}

/// Removes an entry of the journal.
pub(crate) fn forget_entry(key: JournalKey) {
    remove(&format!("{ENTRY}{}", key.to_text()));
}

/// Entries of the journals of all windows of a book.
pub(super) fn entries(book: BookId) -> Vec<(JournalKey, Vec<u8>)> {
    let entry = |name: String| {
        let key = name.strip_prefix(ENTRY).and_then(JournalKey::parse)?;
        Some((key, journal::from_text(&get(&name)?)))
    };
    names(&format!("{ENTRY}{book}")).into_iter().filter_map(entry).collect()
}

/// Writes the witness of a book.
pub(super) fn put_witness(book: BookId, bytes: &[u8]) {
    set(&format!("{WITNESS}{book}"), &journal::to_text(bytes));
}

/// The witness of a book.
pub(super) fn witness(book: BookId) -> Option<Vec<u8>> {
    get(&format!("{WITNESS}{book}")).map(|text| journal::from_text(&text))
}

/// Writes the copy of the head of a book.
pub(super) fn put_head(book: BookId, bytes: &[u8]) {
    set(&format!("{HEAD}{book}"), &journal::to_text(bytes));
}

/// The copy of the head of a book.
pub(super) fn head(book: BookId) -> Option<Vec<u8>> {
    get(&format!("{HEAD}{book}")).map(|text| journal::from_text(&text))
}

/// What speaks of books here, by book.
pub(super) fn traces() -> BTreeMap<BookId, Trace> {
    let mut traces: BTreeMap<BookId, Trace> = BTreeMap::new();
    for name in names(OURS) {
        let of = |prefix: &str| name.strip_prefix(prefix).and_then(BookId::parse);
        if let Some(book) = of(HEAD) {
            traces.entry(book).or_default().head_copy = head(book);
        } else if let Some(book) = of(WITNESS) {
            traces.entry(book).or_default().witness = witness(book);
        } else if let Some(key) = name.strip_prefix(ENTRY).and_then(JournalKey::parse) {
            traces.entry(key.book).or_default();
        }
    }
    traces
}

/// The book that is open, to be opened again after a reload; `None` after it was closed.
pub(super) fn open_book() -> Option<BookId> {
    get(OPEN).and_then(|text| BookId::parse(&text))
}

/// Notes which book is open.
pub(super) fn set_open_book(book: Option<BookId>) {
    match book {
        Some(book) => set(OPEN, &book.to_string()),
        None => remove(OPEN),
    }
}

/// Notes a file that was handed out by download: its digest and the last record it holds. Whether it arrived is known
/// when the user shows it.
pub(crate) fn note_file(book: BookId, digest: &str, number: u64) {
    set(&format!("{FILE}{book}"), &format!("{digest} {number}"));
}

/// The file handed out last.
pub(crate) fn noted_file(book: BookId) -> Option<(String, u64)> {
    let text = get(&format!("{FILE}{book}"))?;
    let (digest, number) = text.split_once(' ')?;
    Some((digest.to_owned(), number.parse().ok()?))
}

/// Forgets everything about a book.
pub(super) fn forget_book(book: BookId) {
    for prefix in [ENTRY, WITNESS, HEAD, FILE] {
        for name in names(&format!("{prefix}{book}")) {
            remove(&name);
        }
    }
    if open_book() == Some(book) {
        remove(OPEN);
    }
}
