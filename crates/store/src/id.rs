//! Names of books, lines, tabs and records: plain bytes, compared and printed as hexadecimal.

use std::fmt;

use base16ct::{HexDisplay, lower};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// SHA-256 of a stored record; what binds the next one to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

/// A book on this machine, drawn at random when it is made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BookId(pub [u8; 16]);

/// One line of history of a book. Edits follow one another within a line; putting another content in the book's place
/// (a backup, a file) begins a new line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(pub [u8; 16]);

/// One run of the app in one tab. Never used again after a reload or after a lost race for a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TabId(pub [u8; 8]);

macro_rules! hexadecimal {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:x}", HexDisplay(&self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:.8}", self.to_string())
            }
        }
        impl $name {
            /// Reads the lower-case hexadecimal form; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                lower::decode_vec(text).ok()?.try_into().ok().map(Self)
            }
        }
    )*};
}

hexadecimal!(Digest, BookId, Epoch, TabId);

impl Digest {
    /// Digest of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Where a line begins: the point its first book and its first edits hang on.
    #[must_use]
    pub(crate) fn genesis(book: BookId, epoch: Epoch) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"ducha store line\n");
        hash.update(book.0);
        hash.update(epoch.0);
        Self(hash.finalize().into())
    }
}

/// What one run of the app draws from its entropy. Two runs must never get the same 32 bytes: nonces come from here.
pub struct Session {
    seed: Hkdf<Sha256>,
    tab: TabId,
    epochs: u64,
}

impl Session {
    /// A run from fresh entropy.
    #[must_use]
    pub fn new(entropy: [u8; 32]) -> Self {
        let entropy = Zeroizing::new(entropy);
        let seed = Hkdf::new(Some(b"ducha store session"), entropy.as_slice());
        let mut session = Self { seed, tab: TabId([0; 8]), epochs: 0 };
        session.tab = TabId(session.draw(b"tab", 0));
        session
    }

    /// The tab's name.
    #[must_use]
    pub fn tab(&self) -> TabId {
        self.tab
    }

    /// What all nonces of this run begin with.
    pub(crate) fn nonce_prefix(&self) -> [u8; 16] {
        self.draw(b"nonce prefix", 0)
    }

    /// A fresh line.
    pub(crate) fn epoch(&mut self) -> Epoch {
        self.epochs += 1;
        Epoch(self.draw(b"epoch", self.epochs))
    }

    fn draw<const N: usize>(&self, purpose: &[u8], index: u64) -> [u8; N] {
        let mut out = [0; N];
        self.seed
            .expand_multi_info(&[purpose, &index.to_be_bytes()], &mut out)
            .expect("HKDF-SHA256 gives up to 8160 bytes and no name is longer than 32");
        out
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("tab", &self.tab()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_nothing_else_does() {
        let id = BookId([0xa5; 16]);
        assert_eq!(BookId::parse(&id.to_string()), Some(id));
        let text = id.to_string();
        for bad in
            ["", text.trim_end_matches('5'), &text.to_uppercase(), "督督督督督督督督督督xx", &"+1".repeat(16)]
        {
            assert_eq!(BookId::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_runs_share_no_name() {
        let (mut one, mut two) = (Session::new([1; 32]), Session::new([2; 32]));
        assert_ne!(one.tab(), two.tab());
        assert_ne!(one.nonce_prefix(), two.nonce_prefix());
        let epochs = [one.epoch(), one.epoch(), two.epoch()];
        assert!(epochs[0] != epochs[1] && epochs[0] != epochs[2]);
    }
}
