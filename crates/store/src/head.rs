//! The head of a book's log: whose log it is, what to call it before it is unlocked, and its lock.
//!
//! It lies in slot 0 of the log and, as a copy, beside the journal: without it a sealed book is lost.

use crate::frame::{self, Refusal, What};
use crate::id::{BookId, Digest};
use crate::limits;
use crate::seal::Lock;

/// The head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The book.
    pub book: BookId,
    /// What to call the book on the first screen, in clear even when the book is sealed.
    ///
    /// It must be readable before anybody gives a passphrase, because the passphrase asked for depends on the book chosen.
    /// So it is not the book's title, which stays inside: for a sealed book the shell proposes a neutral name (a number).
    pub label: String,
    /// How to unlock it; `None` when the book lies in clear.
    pub lock: Option<Lock>,
}

impl Head {
    /// The stored form and its digest. A label too long is cut.
    #[must_use]
    pub fn write(&self) -> (Vec<u8>, Digest) {
        let mut bytes = frame::open(What::Head);
        bytes.extend(self.book.0);
        let mut label = String::new();
        for c in self.label.chars() {
            if label.len() + c.len_utf8() > limits::LABEL {
                break;
            }
            label.push(c);
        }
        bytes.extend(u16::try_from(label.len()).expect("cut to 256").to_be_bytes());
        bytes.extend(label.as_bytes());
        bytes.push(u8::from(self.lock.is_some()));
        if let Some(lock) = &self.lock {
            lock.write(&mut bytes);
        }
        frame::close(bytes)
    }

    /// Reads a stored head.
    ///
    /// # Errors
    /// [`Refusal::TooNew`] for an intact head of a later version, [`Refusal::Damaged`] for anything else.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let (mut reader, _) = frame::check(bytes, What::Head)?;
        let book = BookId(reader.array()?);
        let length = usize::from(u16::from_be_bytes(reader.array()?));
        if length > limits::LABEL {
            return Err(Refusal::Damaged);
        }
        let label = std::str::from_utf8(reader.take(length)?).map_err(|_| Refusal::Damaged)?.to_owned();
        let lock = match reader.byte()? {
            0 => None,
            1 => Some(Lock::read(&mut reader)?),
            _ => return Err(Refusal::Damaged),
        };
        reader.end()?;
        Ok(Self { book, label, lock })
    }
}

/// A book of this machine, as the first screen lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The book.
    pub book: BookId,
    /// Its head; `Err` when neither the log nor the copy can be read.
    pub head: Result<Head, Refusal>,
    /// Whether the log has gone and only traces beside it speak of the book.
    pub traces_only: bool,
    /// When it was opened last, as a count that grows with every opening; 0 when unknown.
    pub opened: u64,
}

/// What is known of one book without reading its records.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Slot 0 of its log.
    pub head: Option<Vec<u8>>,
    /// The copy beside the journal.
    pub head_copy: Option<Vec<u8>>,
    /// Its witness.
    pub witness: Option<Vec<u8>>,
}

/// The books of this machine, the one opened last first. The list is made of what the books themselves say, so there is
/// no catalogue that could be lost, differ from them, or be fought over by two windows.
#[must_use]
pub fn catalogue(traces: impl IntoIterator<Item = (BookId, Trace)>) -> Vec<Listed> {
    let mut books: Vec<Listed> = traces.into_iter().map(|(book, trace)| listed(book, &trace)).collect();
    books.sort_by(|a, b| b.opened.cmp(&a.opened).then(a.book.cmp(&b.book)));
    books
}

fn listed(book: BookId, trace: &Trace) -> Listed {
    let read = |bytes: &Option<Vec<u8>>| {
        let head = Head::read(bytes.as_deref().ok_or(Refusal::Damaged)?)?;
        if head.book == book { Ok(head) } else { Err(Refusal::Damaged) }
    };
    let head = match read(&trace.head) {
        Err(Refusal::Damaged | Refusal::OtherKey) => read(&trace.head_copy),
        first => first,
    };
    let witness = trace.witness.as_deref().and_then(|bytes| crate::Witness::read(bytes).ok());
    Listed {
        book,
        head,
        traces_only: trace.head.is_none(),
        opened: witness.map_or(0, |witness| witness.opened),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::BookKey;
    use crate::{Epoch, Witness};

    fn head(lock: bool) -> Head {
        let book = BookId([1; 16]);
        let lock = lock.then(|| Lock::new("p", &BookKey::new([1; 32]), book, [2; 32], 10));
        Head { book, label: "台账一".to_owned(), lock }
    }

    #[test]
    fn a_head_reads_back_and_every_flipped_bit_is_refused() {
        for lock in [false, true] {
            let bytes = head(lock).write().0;
            assert_eq!(Head::read(&bytes), Ok(head(lock)));
            for bit in 0..bytes.len() * 8 {
                let mut bad = bytes.clone();
                bad[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Head::read(&bad), Err(Refusal::Damaged), "bit {bit}");
            }
        }
    }

    #[test]
    fn a_lock_that_would_take_too_much_memory_is_refused_before_it_is_tried() {
        let mut bytes = head(true).write().0;
        let at = 6 + 16 + 2 + "台账一".len() + 1;
        bytes[at] = 30;
        bytes.truncate(bytes.len() - 32);
        assert_eq!(Head::read(&frame::close(bytes).0), Err(Refusal::Damaged));
    }

    #[test]
    fn a_long_label_is_cut_between_characters() {
        let long = Head { label: "督".repeat(200), ..head(false) };
        assert_eq!(Head::read(&long.write().0).map(|head| head.label.chars().count()), Ok(85));
    }

    #[test]
    fn books_are_listed_by_what_they_say_themselves() {
        let bytes = head(true).write().0;
        let witness = Witness {
            book: BookId([2; 16]),
            epoch: Epoch([0; 16]),
            number: 1,
            last: Digest([0; 32]),
            point: Digest([0; 32]),
            exported: 0,
            opened: 9,
        };
        let listed = catalogue([
            (
                BookId([1; 16]),
                Trace { head: Some(b"damaged".to_vec()), head_copy: Some(bytes), witness: None },
            ),
            (BookId([2; 16]), Trace { witness: Some(witness.write()), ..Trace::default() }),
        ]);
        assert_eq!(
            listed.iter().map(|l| (l.book.0[0], l.traces_only)).collect::<Vec<_>>(),
            [(2, true), (1, false)]
        );
        assert_eq!(listed[1].head, Ok(head(true)));
        assert_eq!(listed[0].head, Err(Refusal::Damaged));
    }
}
