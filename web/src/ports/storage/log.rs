//! The chain of records: a whole book first, then edits, each bound to the one before by its digest.

use app::ledger::{Book, Edit, stored};
use sha2::{Digest, Sha256};

use super::Trouble;

/// What a record carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole book; empty when no book is open.
    Book,
    /// Edits to it, in order.
    Edits,
}

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) number: u64,
    pub(super) kind: Kind,
    /// Digest of the record before; empty for a book.
    pub(super) before: String,
    pub(super) payload: Vec<u8>,
}

impl Record {
    /// Digest that binds the next record to this one.
    pub(super) fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.head().as_bytes());
        hasher.update(&self.payload);
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn head(&self) -> String {
        let kind = match self.kind {
            Kind::Book => "book",
            Kind::Edits => "edits",
        };
        format!("ducha.log/1 {} {kind} {}", self.number, self.before)
    }

    /// As stored: a line that says what it is, then the payload.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = format!("{} {}\n", self.digest(), self.head()).into_bytes();
        bytes.extend_from_slice(&self.payload);
        bytes
    }

    /// Reads a stored record; `None` when it is damaged or none of ours.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = bytes.split_at_checked(end)?;
        let mut words = std::str::from_utf8(line).ok()?.split(' ');
        let digest = words.next()?;
        if words.next()? != "ducha.log/1" {
            return None;
        }
        let number = words.next()?.parse().ok()?;
        let kind = match words.next()? {
            "book" => Kind::Book,
            "edits" => Kind::Edits,
            _ => return None,
        };
        let before = words.next().unwrap_or_default().to_owned();
        let record = Self { number, kind, before, payload: rest.get(1..)?.to_vec() };
        (record.digest() == digest).then_some(record)
    }
}

/// What a chain of records amounts to.
#[derive(Default)]
pub(super) struct Replayed {
    pub(super) book: Option<Book>,
    /// Number and digest of the last good record; `None` when there was none.
    pub(super) last: Option<(u64, String)>,
    /// Edits since the book.
    pub(super) edits: usize,
    pub(super) trouble: Option<Trouble>,
}

/// Replays records as far as the chain holds. What lies behind a break is not trusted, and the break is reported.
pub(super) fn replay(records: impl Iterator<Item = (u64, Vec<u8>)>) -> Replayed {
    let mut replayed = Replayed::default();
    for (number, bytes) in records {
        let Some(record) = Record::decode(&bytes).filter(|record| record.number == number) else {
            replayed.trouble = Some(Trouble::Damaged);
            break;
        };
        if let Err(trouble) = replayed.take(&record) {
            replayed.trouble = Some(trouble);
            break;
        }
    }
    replayed
}

impl Replayed {
    /// Takes the next record.
    ///
    /// # Errors
    /// When it does not follow, or cannot be carried out.
    pub(super) fn take(&mut self, record: &Record) -> Result<(), Trouble> {
        match record.kind {
            Kind::Book => {
                self.book = read_book(&record.payload)?;
                self.edits = 0;
            }
            Kind::Edits => {
                let follows = self
                    .last
                    .as_ref()
                    .is_some_and(|(number, digest)| record.number == number + 1 && record.before == *digest);
                let edits: Vec<Edit> =
                    serde_json::from_slice(&record.payload).map_err(|_| Trouble::Damaged)?;
                let book = self.book.as_mut().filter(|_| follows).ok_or(Trouble::Damaged)?;
                for edit in &edits {
                    book.apply(edit).map_err(|_| Trouble::Damaged)?;
                }
                self.edits += edits.len();
            }
        }
        self.last = Some((record.number, record.digest()));
        Ok(())
    }
}

fn read_book(payload: &[u8]) -> Result<Option<Book>, Trouble> {
    if payload.is_empty() {
        return Ok(None);
    }
    match stored::read(payload) {
        Ok(book) => Ok(Some(book)),
        Err(stored::StoredError::TooNew(_)) => Err(Trouble::TooNew),
        Err(stored::StoredError::Malformed(_)) => Err(Trouble::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book_record(number: u64) -> Record {
        let payload = stored::write(&Book::default()).unwrap();
        Record { number, kind: Kind::Book, before: String::new(), payload }
    }

    fn edits_after(record: &Record) -> Record {
        Record {
            number: record.number + 1,
            kind: Kind::Edits,
            before: record.digest(),
            payload: b"[]".to_vec(),
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let record = book_record(7);
        assert_eq!(Record::decode(&record.encode()), Some(record));
    }

    #[test]
    fn a_flipped_byte_is_noticed_wherever_it_is() {
        let bytes = book_record(7).encode();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Record::decode(&damaged), None, "byte {at}");
        }
    }

    #[test]
    fn edits_behind_a_gap_are_reported_and_not_applied() {
        let book = book_record(3);
        let (first, second) = (edits_after(&book), edits_after(&edits_after(&book)));
        let chain = |records: &[&Record]| {
            replay(records.iter().map(|r| (r.number, r.encode())).collect::<Vec<_>>().into_iter())
        };
        let whole = chain(&[&book, &first, &second]);
        assert_eq!((whole.last.map(|(n, _)| n), whole.trouble), (Some(5), None));
        let gap = chain(&[&book, &second]);
        assert_eq!((gap.last.map(|(n, _)| n), gap.trouble), (Some(3), Some(Trouble::Damaged)));
    }
}
