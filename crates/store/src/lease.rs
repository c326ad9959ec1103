//! The lease for browsers without locks: who writes, told by a counter that goes on and never by a clock.
//!
//! The lease lies beside the logs and is only ever changed by a transaction that finds it as it was read. It keeps two
//! windows from disturbing each other; that nothing is lost does not rest on it, but on [`crate::Expect`].

use crate::frame::{self, Refusal, What};
use crate::id::{BookId, TabId};

/// Looks at an unchanged lease after which its holder counts as gone. With a look every five seconds that is 15 seconds:
/// a window in the background may beat only once a minute, so a holder that comes back must look before it writes.
const LOOKS: u32 = 3;

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
    /// Somebody else does.
    Wait,
    /// A newer version of the app does.
    Newer,
}

/// One window's view of the lease, looked at every few seconds.
#[derive(Debug)]
pub struct Watch {
    book: BookId,
    me: TabId,
    seen: Option<(Lease, u32)>,
}

impl Watch {
    /// A window that has not looked yet.
    #[must_use]
    pub fn new(book: BookId, me: TabId) -> Self {
        Self { book, me, seen: None }
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
        if looks >= LOOKS { Turn::Take(self.mine(lease.beat)) } else { Turn::Wait }
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
        let (mut one, mut two) = (Watch::new(BOOK, ONE), Watch::new(BOOK, TWO));
        let Turn::Take(mut lease) = one.look(None) else { panic!("nobody held it") };
        for _ in 0..20 {
            assert_eq!(two.look(Some(&lease.write())), Turn::Wait);
            let Turn::Hold(next) = one.look(Some(&lease.write())) else { panic!("it was taken") };
            lease = next;
        }
        let stopped = lease.write();
        let turns: Vec<bool> =
            (0..=LOOKS).map(|_| matches!(two.look(Some(&stopped)), Turn::Take(_))).collect();
        assert_eq!(turns, [false, false, false, true]);
    }

    #[test]
    fn a_damaged_lease_is_nobodys() {
        let mut bytes = Lease { book: BOOK, owner: ONE, beat: 5 }.write();
        bytes[20] ^= 1;
        assert!(matches!(Watch::new(BOOK, TWO).look(Some(&bytes)), Turn::Take(_)));
    }
}
