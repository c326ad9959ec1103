//! What is on disk: the book file, one reader per version for ever.

use serde::{Deserialize, Serialize};

use crate::book::{Book, Local};
use crate::entry::Entry;
use crate::sound;

/// Format name of books written today.
pub const BOOK_FORMAT: &str = "ducha.book/1";

/// The stored form of a book.
#[derive(Serialize, Deserialize)]
struct StoredBook {
    format: String,
    local: Local,
    entries: Vec<Entry>,
}

/// Why stored bytes are not a book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// Not JSON of the expected shape.
    #[error("not a stored book: {0}")]
    Malformed(String),
    /// Written by a newer version.
    #[error("stored as {0}, newer than this version reads")]
    TooNew(String),
}

/// Writes a book. The same book gives the same bytes.
///
/// # Errors
/// Only when a value cannot be serialised, which no book made here holds.
pub fn write(book: &Book) -> Result<Vec<u8>, StoredError> {
    let stored = StoredBook {
        format: BOOK_FORMAT.to_owned(),
        local: book.local.clone(),
        entries: book.entries.values().cloned().collect(),
    };
    serde_json::to_vec(&stored).map_err(|error| StoredError::Malformed(error.to_string()))
}

/// Reads a book of any version ever shipped.
///
/// # Errors
/// [`StoredError::TooNew`] for books of later versions, [`StoredError::Malformed`] for anything else.
pub fn read(bytes: &[u8]) -> Result<Book, StoredError> {
    #[derive(Deserialize)]
    struct Peek {
        format: String,
    }
    let malformed = |error: serde_json::Error| StoredError::Malformed(error.to_string());
    let peek: Peek = serde_json::from_slice(bytes).map_err(malformed)?;
    if peek.format != BOOK_FORMAT {
        return Err(if peek.format.starts_with("ducha.book/") {
            StoredError::TooNew(peek.format)
        } else {
            StoredError::Malformed(peek.format)
        });
    }
    let stored: StoredBook = serde_json::from_slice(bytes).map_err(malformed)?;
    // Names that are made here begin with it; a book that has none yet gets one.
    if !stored.local.replica.is_empty() {
        sound::name(&stored.local.replica).map_err(|unsound| StoredError::Malformed(unsound.to_string()))?;
    }
    sound::check_names(&stored.entries).map_err(|unsound| StoredError::Malformed(unsound.to_string()))?;
    let mut book = Book { local: stored.local, entries: std::collections::BTreeMap::new() };
    for entry in stored.entries {
        book.entries.insert(entry.id.clone(), entry);
    }
    Ok(book)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Content;

    /// A book as it was written before letters kept what their writers ignore and books a house style.
    const EARLIER: &str = r#"{"format":"ducha.book/1",
        "local":{"replica":"r1","counter":3,"profile":{"role":"office","person":"","organ":"","title":""}},
        "entries":[{"id":"letter-r1-1","versions":{"r1-2":{"author":{"name":"","organ":""},"at":"",
            "content":{"type":"letter","letter":"feedback-letter/1","round":"round-1","head":{},"text":"甲"}}}}]}"#;

    #[test]
    fn a_book_of_an_earlier_version_opens_and_what_it_lacked_is_kept_from_then_on() {
        let mut book = read(EARLIER.as_bytes()).unwrap();
        let id = "letter-r1-1".into();
        let mut letter = book.letter(&id).unwrap().clone();
        assert!(letter.ignored.is_empty() && book.local.house.is_empty());
        letter.ignored.insert("PN-01 甲".to_owned());
        book.local.house.insert("profile".to_owned(), "b".into());
        let change = crate::Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) };
        let edit = book.edit("2026-11-23T09:00:00".to_owned(), change);
        book.apply(&edit).unwrap();
        assert_eq!(read(&write(&book).unwrap()).unwrap(), book);
    }

    #[test]
    fn a_book_without_either_is_written_as_before() {
        let written = String::from_utf8(write(&read(EARLIER.as_bytes()).unwrap()).unwrap()).unwrap();
        assert!(!written.contains("ignored") && !written.contains("house"), "{written}");
    }
}
