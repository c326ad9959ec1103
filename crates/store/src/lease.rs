//! The lease for browsers without locks: who writes, told by a counter that goes on and never by a clock.
//!
//! The lease lies beside the logs and is only ever changed by a transaction that finds it as it was read. It keeps two
//! windows from disturbing each other; that nothing is lost does not rest on it, but on [`crate::Expect`].

use crate::frame::{self, Refusal, What};
use crate::id::{BookId, TabId};

/// Looks at an unchanged lease after which its holder counts as gone, where it can be asked: one, before which it did not
/// answer. A window in the background beats only once a minute, but answers at once.
const LOOKS_ASKED: u32 = 1;
/// The same where nobody can be asked. With a look every five seconds that is 15 seconds. Either way a holder that comes
/// back must look before it writes.
const LOOKS_UNASKED: u32 = 3;

/// Who writes a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The book.
    pub book: BookId,
    /// Who.
    pub owner: TabId,
    /// Grows with every sign of life.
    pub beat: u64,
}

impl Lease {
    /// The stored form.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = frame::open(What::Lease);
        bytes.extend(self.book.0);
        bytes.extend(self.owner.0);
        bytes.extend(self.beat.to_be_bytes());
        frame::close(bytes).0
    }

    /// Reads a stored lease.
    ///
    /// # Errors
    /// [`Refusal::TooNew`] for an intact lease of a later version, [`Refusal::Damaged`] for anything else.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let (mut reader, _) = frame::check(bytes, What::Lease)?;
        let lease =
            Self { book: BookId(reader.array()?), owner: TabId(reader.array()?), beat: reader.u64()? };
        reader.end()?;
        Ok(lease)
    }
}

/// What to do about the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// We hold it: write this in its place, if it is still what was read.
    Hold(Lease),
    /// Nobody does: write this in its place, if it is still what was read.
    Take(Lease),
    /// Somebody else does: ask whether it still lives.
    Wait,
    /// A newer version of the app does.
    Newer,
}

/// One window's view of the lease, looked at every few seconds.
#[derive(Debug)]
pub struct Watch {
    book: BookId,
    me: TabId,
    patience: u32,
    seen: Option<(Lease, u32)>,
}

impl Watch {
    /// A window that has not looked yet, and whether it can ask the others.
    #[must_use]
    pub fn new(book: BookId, me: TabId, asks: bool) -> Self {
        Self { book, me, patience: if asks { LOOKS_ASKED } else { LOOKS_UNASKED }, seen: None }
    }

    /// The holder answered: it lives, whatever its lease looks like.
    pub fn answered(&mut self) {
        self.seen = None;
    }

    /// Looks at the stored lease of the book.
    pub fn look(&mut self, stored: Option<&[u8]>) -> Turn {
        let lease = match stored.map(Lease::read) {
            None | Some(Err(Refusal::Damaged | Refusal::OtherKey)) => return Turn::Take(self.mine(0)),
            Some(Err(Refusal::TooNew(_))) => return Turn::Newer,
            Some(Ok(lease)) => lease,
        };
        if lease.owner == self.me {
            return Turn::Hold(self.mine(lease.beat));
        }
        let looks = match self.seen {
            Some((seen, looks)) if seen == lease => looks + 1,
            Some(_) | None => 0,
        };
        self.seen = Some((lease, looks));
        if looks >= self.patience { Turn::Take(self.mine(lease.beat)) } else { Turn::Wait }
    }

    fn mine(&self, beat: u64) -> Lease {
        Lease { book: self.book, owner: self.me, beat: beat.wrapping_add(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: BookId = BookId([1; 16]);
    const ONE: TabId = TabId([1; 8]);
    const TWO: TabId = TabId([2; 8]);

    #[test]
    fn a_lease_that_lives_is_not_taken_and_one_that_stopped_is() {
        for (asks, looks) in [(false, LOOKS_UNASKED), (true, LOOKS_ASKED)] {
            let (mut one, mut two) = (Watch::new(BOOK, ONE, asks), Watch::new(BOOK, TWO, asks));
            let Turn::Take(mut lease) = one.look(None) else { panic!("nobody held it") };
            for _ in 0..20 {
                assert_eq!(two.look(Some(&lease.write())), Turn::Wait);
                let Turn::Hold(next) = one.look(Some(&lease.write())) else { panic!("it was taken") };
                lease = next;
            }
            let stopped = lease.write();
            let waited = (0..10).take_while(|_| two.look(Some(&stopped)) == Turn::Wait).count();
            assert_eq!(waited, looks as usize);
        }
    }

    /// The browser lets a window in the background beat once a minute only.
    #[test]
    fn a_holder_that_answers_keeps_its_lease_without_a_beat() {
        let mut two = Watch::new(BOOK, TWO, true);
        let stopped = Lease { book: BOOK, owner: ONE, beat: 5 }.write();
        for _ in 0..20 {
            assert_eq!(two.look(Some(&stopped)), Turn::Wait);
            two.answered();
        }
    }

    #[test]
    fn a_damaged_lease_is_nobodys() {
        let mut bytes = Lease { book: BOOK, owner: ONE, beat: 5 }.write();
        bytes[20] ^= 1;
        assert!(matches!(Watch::new(BOOK, TWO, true).look(Some(&bytes)), Turn::Take(_)));
    }
}
