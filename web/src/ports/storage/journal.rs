//! The synchronous journal in localStorage: edits that IndexedDB has not confirmed yet, and a witness of what it has.
//!
//! IndexedDB writes may be lost when a tab closes at once; localStorage may be lost when the browser is killed.
//! Each covers the other's hole.

use web_sys::Storage;

const ENTRY: &str = "ducha:journal:";
const WITNESS: &str = "ducha:witness";
const EXPORTED: &str = "ducha:exported";
/// Larger records (whole files taken in) would crowd out the small ones; those files still exist on the user's disk.
const MAX_ENTRY: usize = 256 * 1024;

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// Writes an entry before anything else happens. A full or absent store is no failure: IndexedDB is written next.
pub(super) fn put(number: u64, record: &[u8]) {
    let text = std::str::from_utf8(record).ok().filter(|text| text.len() <= MAX_ENTRY);
    if let (Some(storage), Some(text)) = (storage(), text) {
        let _ = storage.set_item(&format!("{ENTRY}{number}"), text);
    }
}

/// Entries in the order of their numbers.
pub(super) fn entries() -> Vec<(u64, Vec<u8>)> {
    let Some(storage) = storage() else { return Vec::new() };
    let mut found: Vec<(u64, Vec<u8>)> = numbers(&storage)
        .into_iter()
        .filter_map(|number| {
            let text = storage.get_item(&format!("{ENTRY}{number}")).ok().flatten()?;
            Some((number, text.into_bytes()))
        })
        .collect();
    found.sort();
    found
}

/// Forgets entries up to a number: IndexedDB has them on disk.
pub(super) fn trim(number: u64) {
    let Some(storage) = storage() else { return };
    for old in numbers(&storage).into_iter().filter(|entry| *entry <= number) {
        let _ = storage.remove_item(&format!("{ENTRY}{old}"));
    }
}

/// Forgets the entry of a number, and only that one.
pub(super) fn drop_entry(number: u64) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{ENTRY}{number}"));
    }
}

fn numbers(storage: &Storage) -> Vec<u64> {
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter_map(|key| key.strip_prefix(ENTRY).and_then(|number| number.parse().ok()))
        .collect()
}

/// Notes the last record known to be on disk.
pub(super) fn bear_witness(number: u64) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(WITNESS, &number.to_string());
    }
}

/// Last record known to have been on disk.
pub(super) fn witness() -> Option<u64> {
    storage()?.get_item(WITNESS).ok().flatten()?.parse().ok()
}

/// Notes that the user's own file holds everything up to a record.
pub(super) fn set_exported(number: u64) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(EXPORTED, &number.to_string());
    }
}

/// The last record the user's own file holds.
pub(super) fn exported() -> Option<u64> {
    storage()?.get_item(EXPORTED).ok().flatten()?.parse().ok()
}
