//! The journal: records written synchronously, beside the log, before the log has them.
//!
//! Every tab writes under its own name, so two tabs never overwrite each other. What the log has confirmed is kept as far
//! as there is room: the log may lie, and then the newest edits come back from here.

use std::collections::VecDeque;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use crate::id::{BookId, TabId};
use crate::limits;
use crate::record::Record;

/// Where an entry lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JournalKey {
    /// The book.
    pub book: BookId,
    /// Who wrote it.
    pub tab: TabId,
    /// Number of the record.
    pub number: u64,
}

impl JournalKey {
    /// Where a record's entry lies.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self { book: record.about.book, tab: record.about.writer, number: record.about.number }
    }

    /// The key as text, to which the shell adds its prefix.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}:{}:{}", self.book, self.tab, self.number)
    }

    /// Reads a key; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (book, tab) = (BookId::parse(parts.next()?)?, TabId::parse(parts.next()?)?);
        let key = Self { book, tab, number: parts.next()?.parse().ok()? };
        (parts.next().is_none() && key.to_text() == text).then_some(key)
    }
}

/// An entry as text: browsers keep strings there.
#[must_use]
pub fn to_text(bytes: &[u8]) -> String {
    BASE64_STANDARD_NO_PAD.encode(bytes)
}

/// An entry from text; what is not ours comes back empty and is refused as damaged.
#[must_use]
pub fn from_text(text: &str) -> Vec<u8> {
    if text.len() > 2 * limits::JOURNAL {
        Vec::new()
    } else {
        BASE64_STANDARD_NO_PAD.decode(text).unwrap_or_default()
    }
}

/// The entries this tab answers for, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    entries: VecDeque<(JournalKey, usize)>,
    size: usize,
}

impl Ring {
    /// Takes over an entry that is there already.
    pub(crate) fn inherit(&mut self, key: JournalKey, size: usize) {
        self.entries.push_back((key, size));
        self.size += size;
    }

    /// Whether an entry has room. Books come in only when they are small: they are restated soon.
    pub(crate) fn admits(&self, size: usize, book: bool) -> bool {
        if book { size <= limits::RING / 2 } else { self.size + size <= limits::JOURNAL }
    }

    /// The oldest confirmed entries that are beyond what is kept.
    pub(crate) fn trim(&mut self, confirmed: u64) -> Vec<JournalKey> {
        let mut gone = Vec::new();
        while self.size > limits::RING {
            let Some((key, size)) = self.entries.front().copied().filter(|(key, _)| key.number <= confirmed)
            else {
                break;
            };
            self.entries.pop_front();
            self.size -= size;
            gone.push(key);
        }
        gone
    }

    /// All entries, which are then no longer answered for.
    pub(crate) fn empty(&mut self) -> Vec<JournalKey> {
        self.size = 0;
        self.entries.drain(..).map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u64) -> JournalKey {
        JournalKey { book: BookId([1; 16]), tab: TabId([2; 8]), number }
    }

    #[test]
    fn a_key_reads_back_and_only_in_the_form_it_was_written() {
        assert_eq!(JournalKey::parse(&key(17).to_text()), Some(key(17)));
        let text = key(17).to_text();
        for bad in [text.replace("17", "017"), text.replace("17", "+17"), format!("{text}:1"), String::new()]
        {
            assert_eq!(JournalKey::parse(&bad), None, "{bad}");
        }
    }

    #[test]
    fn only_confirmed_entries_make_room() {
        let mut ring = Ring::default();
        for number in 1..=5 {
            assert!(ring.admits(20_000, false));
            ring.inherit(key(number), 20_000);
        }
        assert_eq!(ring.trim(1), [key(1)]);
        assert_eq!(ring.trim(5), [key(2)]);
        assert!(!ring.admits(limits::JOURNAL, false));
        assert!(!ring.admits(40_000, true) && ring.admits(30_000, true));
    }

    #[test]
    fn bytes_survive_as_text_and_foreign_text_is_empty() {
        assert_eq!(from_text(&to_text(&[0, 255, 1])), [0, 255, 1]);
        assert!(from_text("督查 <script>").is_empty());
    }
}
