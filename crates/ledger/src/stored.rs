//! What is on disk: the book file, one reader per version for ever.

use std::collections::BTreeMap;

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
    sound::local(&stored.local).map_err(|unsound| StoredError::Malformed(unsound.to_string()))?;
    sound::check_names(&stored.entries).map_err(|unsound| StoredError::Malformed(unsound.to_string()))?;
    let entries: BTreeMap<_, _> = stored.entries.into_iter().map(|entry| (entry.id.clone(), entry)).collect();
    Ok(Book { local: stored.local, entries: entries.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Edit;
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

    /// Every name made in a book carries its writer's name and a number. Were they as long as a name can be, the book
    /// could be worked in and never be read again.
    #[test]
    fn a_book_whose_own_names_would_not_fit_is_refused_when_it_is_opened() {
        let with = |replica: &str, counter: &str| {
            let text = EARLIER.replace(
                r#""replica":"r1","counter":3"#,
                &format!(r#""replica":"{replica}","counter":{counter}"#),
            );
            read(text.as_bytes())
        };
        for (replica, counter) in
            [("r".repeat(65).as_str(), "3"), ("r1", "9007199254740993"), ("r1", "18446744073709551615")]
        {
            assert!(matches!(with(replica, counter), Err(StoredError::Malformed(_))), "{replica} {counter}");
        }
        let mut book = with(&"r".repeat(64), "9007199253692416").unwrap();
        let put = |book: &mut Book| {
            let id = book.make_id("a-kind-that-is-rather-long");
            let content = Box::new(Content::Record(crate::Record::default()));
            let edit = book.edit(String::new(), crate::Change::Put { id, content });
            book.apply(&Edit { counter: 0, ..edit })
        };
        assert!(put(&mut with("r1", "9007199254740992").unwrap()).is_err(), "there is no number left");
        while put(&mut book).is_ok() {}
        assert!(read(&write(&book).unwrap()).is_ok(), "a book that was worked in cannot be read");
    }

    #[test]
    fn a_book_without_either_is_written_as_before() {
        let written = String::from_utf8(write(&read(EARLIER.as_bytes()).unwrap()).unwrap()).unwrap();
        assert!(!written.contains("ignored") && !written.contains("house"), "{written}");
    }
}
