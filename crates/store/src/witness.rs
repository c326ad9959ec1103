//! The witness: a few bytes outside the log that say how far the log once reached, so that a shorter one is noticed.
//!
//! It is not sealed: a loss must be noticed before anybody gives a passphrase, and it tells nothing but how much was
//! written. It does not count the records: the chain and the last number already say whether one is missing.

use crate::frame::{self, Refusal, What};
use crate::id::{BookId, Digest, Epoch};

/// How far the log reached when the browser last confirmed a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Witness {
    /// The book.
    pub book: BookId,
    /// The line.
    pub epoch: Epoch,
    /// Number of the last record confirmed.
    pub number: u64,
    /// Its digest.
    pub last: Digest,
    /// The point after it.
    pub point: Digest,
    /// The last record the user's own file holds; 0 when there is no file.
    pub exported: u64,
    /// How often books of this machine were opened up to now; orders the first screen without a clock.
    pub opened: u64,
}

impl Witness {
    /// The stored form.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = frame::open(What::Witness);
        bytes.extend(self.book.0);
        bytes.extend(self.epoch.0);
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.last.0);
        bytes.extend(self.point.0);
        bytes.extend(self.exported.to_be_bytes());
        bytes.extend(self.opened.to_be_bytes());
        frame::close(bytes).0
    }

    /// Reads a stored witness.
    ///
    /// # Errors
    /// [`Refusal::TooNew`] for an intact witness of a later version, [`Refusal::Damaged`] for anything else.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let (mut reader, _) = frame::check(bytes, What::Witness)?;
        let witness = Self {
            book: BookId(reader.array()?),
            epoch: Epoch(reader.array()?),
            number: reader.number()?,
            last: Digest(reader.array()?),
            point: Digest(reader.array()?),
            exported: reader.number()?,
            opened: reader.u64()?,
        };
        reader.end()?;
        Ok(witness)
    }
}
