//! What everything stored has in common, in every version for ever: it says what it is and ends in its own digest.
//!
//! `"DCST"`, a version byte, a byte for what it is, the content, SHA-256 of all that. Because this holds in later
//! versions too, a damaged byte is told apart from a newer version: only the newer version has the right digest.

use crate::id::Digest;
use crate::limits;

const MAGIC: &[u8; 4] = b"DCST";
/// The version written today.
pub const VERSION: u8 = 1;
const HEAD: usize = 6;
const DIGEST: usize = 32;

/// Why stored bytes cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not what was written.
    #[error("damaged")]
    Damaged,
    /// Written by a newer version of the app, and intact.
    #[error("written in version {0}, newer than this app reads")]
    TooNew(u8),
    /// Whole, but sealed with another key than the one given.
    #[error("sealed with another key")]
    OtherKey,
}

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Record,
    Head,
    Witness,
    Lease,
}

impl What {
    fn byte(self) -> u8 {
        match self {
            Self::Record => 1,
            Self::Head => 2,
            Self::Witness => 3,
            Self::Lease => 4,
        }
    }
}

/// Begins a frame.
pub(crate) fn open(what: What) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend([VERSION, what.byte()]);
    bytes
}

/// Ends a frame with its digest.
pub(crate) fn close(mut bytes: Vec<u8>) -> (Vec<u8>, Digest) {
    let digest = Digest::of(&bytes);
    bytes.extend(digest.0);
    (bytes, digest)
}

/// The digest stored bytes end in, unchecked; `None` when they are too short to have one.
pub(crate) fn claimed(bytes: &[u8]) -> Option<Digest> {
    bytes.last_chunk::<DIGEST>().map(|digest| Digest(*digest))
}

/// Checks a frame and returns its content and digest.
pub(crate) fn check(bytes: &[u8], what: What) -> Result<(Reader<'_>, Digest), Refusal> {
    if bytes.len() > limits::RECORD || bytes.len() < HEAD + DIGEST {
        return Err(Refusal::Damaged);
    }
    let (framed, digest) = bytes.split_last_chunk::<DIGEST>().ok_or(Refusal::Damaged)?;
    if Digest::of(framed).0 != *digest {
        return Err(Refusal::Damaged);
    }
    let mut reader = Reader { rest: framed, at: 0 };
    if reader.array()? != *MAGIC {
        return Err(Refusal::Damaged);
    }
    let version = reader.byte()?;
    if version > VERSION {
        return Err(Refusal::TooNew(version));
    }
    if version == 0 || reader.byte()? != what.byte() {
        return Err(Refusal::Damaged);
    }
    Ok((reader, Digest(*digest)))
}

/// Reads the content of a frame from the front; running out of bytes is damage.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Bytes read so far, counted from the beginning of the frame.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Refusal::Damaged)?;
        self.rest = rest;
        self.at += length;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        self.take(N)?.try_into().map_err(|_| Refusal::Damaged)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Refusal> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Refusal> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Refusal> {
        self.array().map(u64::from_be_bytes)
    }

    /// A record number.
    pub(crate) fn number(&mut self) -> Result<u64, Refusal> {
        self.u64()
            .and_then(|number| if number <= limits::NUMBER { Ok(number) } else { Err(Refusal::Damaged) })
    }

    /// Nothing may follow what was read.
    pub(crate) fn end(&self) -> Result<(), Refusal> {
        if self.rest.is_empty() { Ok(()) } else { Err(Refusal::Damaged) }
    }
}
