//! Sealing at rest: one random key per book, wrapped by the passphrase, so that a passphrase changes without rewriting.
//!
//! `XChaCha20-Poly1305` throughout. A nonce is 16 bytes drawn by the run of the app and the count of what this run has
//! sealed. It never depends on a record's number: after a crash, a lost race or a rebuild the same number is written
//! again with other content, and the older ciphertext may still lie on the disk.

use std::fmt;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::frame::{Reader, Refusal};
use crate::id::{BookId, Session};
use crate::limits;

/// Length of a nonce, in bytes.
pub(crate) const NONCE: usize = 24;
/// What sealing adds to a payload, in bytes.
pub(crate) const TAG: usize = 16;
const R: u8 = 8;
const P: u8 = 1;

/// The passphrase is not the one this book was locked with.
///
/// A damaged lock never gets here: its digest is checked first. So it is the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("another passphrase")]
pub struct WrongPassphrase;

/// The key of a book, in memory only.
#[derive(Clone)]
pub struct BookKey {
    root: Zeroizing<[u8; 32]>,
    content: Zeroizing<[u8; 32]>,
}

impl BookKey {
    /// A new key from fresh entropy.
    #[must_use]
    pub fn new(entropy: [u8; 32]) -> Self {
        let root = Zeroizing::new(entropy);
        let mut content = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(b"ducha store book key"), root.as_slice())
            .expand(b"content", content.as_mut_slice())
            .expect("32 bytes are within HKDF's reach");
        Self { root, content }
    }

    /// The payload sealed in `body`; `None` when it was not sealed with this key for this place.
    pub(crate) fn open(&self, nonce: &[u8; NONCE], place: &[u8], body: &[u8]) -> Option<Vec<u8>> {
        decrypt(&self.content, nonce, place, body)
    }
}

impl fmt::Debug for BookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BookKey(..)")
    }
}

/// Seals with a book's key, or leaves in clear when there is none. There is one per run of the app, it outlives a change
/// of key and it cannot be copied, so no nonce comes twice.
pub(crate) struct Sealer {
    key: Option<BookKey>,
    prefix: [u8; 16],
    count: u64,
}

impl Sealer {
    /// The sealer of a run.
    pub(crate) fn new(key: Option<BookKey>, session: &Session) -> Self {
        Self { key, prefix: session.nonce_prefix(), count: 0 }
    }

    pub(crate) fn key(&self) -> Option<&BookKey> {
        self.key.as_ref()
    }

    /// Changes the key. The count goes on.
    pub(crate) fn change(&mut self, key: Option<BookKey>) {
        self.key = key;
    }

    /// The next nonce; `None` when nothing is sealed.
    pub(crate) fn nonce(&mut self) -> Option<[u8; NONCE]> {
        self.key.as_ref()?;
        self.count += 1;
        let mut nonce = [0; NONCE];
        for (slot, byte) in nonce.iter_mut().zip(self.prefix.into_iter().chain(self.count.to_be_bytes())) {
            *slot = byte;
        }
        Some(nonce)
    }

    /// The payload sealed for its place, or as it is.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE], place: &[u8], payload: &[u8]) -> Vec<u8> {
        match &self.key {
            Some(key) => encrypt(&key.content, nonce, place, payload),
            None => payload.to_vec(),
        }
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("count", &self.count).finish_non_exhaustive()
    }
}

/// A book's key wrapped by a passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    work: u8,
    salt: [u8; 16],
    nonce: [u8; NONCE],
    wrapped: [u8; 32 + TAG],
}

impl Lock {
    /// Wraps the key of a book. `work` is scrypt's N as a power of two, [`limits::WORK`] outside tests; it is brought
    /// within [`limits::WORKS`]. The entropy must be fresh.
    #[must_use]
    pub fn new(passphrase: &str, key: &BookKey, book: BookId, entropy: [u8; 32], work: u8) -> Self {
        let work = work.clamp(*limits::WORKS.start(), *limits::WORKS.end());
        let seed = Hkdf::<Sha256>::new(Some(b"ducha store lock"), Zeroizing::new(entropy).as_slice());
        let (mut salt, mut nonce) = ([0; 16], [0; NONCE]);
        seed.expand(b"salt", &mut salt).expect("16 bytes are within HKDF's reach");
        seed.expand(b"nonce", &mut nonce).expect("24 bytes are within HKDF's reach");
        let wrapped = encrypt(&derive(passphrase, &salt, work), &nonce, &place(book), key.root.as_slice());
        let wrapped = wrapped.try_into().expect("32 bytes and a tag went out");
        Self { work, salt, nonce, wrapped }
    }

    /// The key, after one derivation.
    ///
    /// # Errors
    /// When the passphrase is not the right one.
    pub fn open(&self, passphrase: &str, book: BookId) -> Result<BookKey, WrongPassphrase> {
        let wrapping = derive(passphrase, &self.salt, self.work);
        let root = decrypt(&wrapping, &self.nonce, &place(book), &self.wrapped).map(Zeroizing::new);
        let root: Option<[u8; 32]> = root.and_then(|root| root.as_slice().try_into().ok());
        root.map(BookKey::new).ok_or(WrongPassphrase)
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend([self.work, R, P]);
        out.extend(self.salt);
        out.extend(self.nonce);
        out.extend(self.wrapped);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let [work, r, p] = reader.array()?;
        if !limits::WORKS.contains(&work) || r != R || p != P {
            return Err(Refusal::Damaged);
        }
        Ok(Self { work, salt: reader.array()?, nonce: reader.array()?, wrapped: reader.array()? })
    }
}

fn place(book: BookId) -> Vec<u8> {
    [b"ducha store lock".as_slice(), &book.0].concat()
}

fn derive(passphrase: &str, salt: &[u8; 16], work: u8) -> Zeroizing<[u8; 32]> {
    let params =
        scrypt::Params::new(work, R.into(), P.into()).expect("work factors 10 to 18 are valid parameters");
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(passphrase.as_bytes(), salt, &params, key.as_mut_slice())
        .expect("32 bytes are a valid output");
    key
}

fn encrypt(key: &[u8; 32], nonce: &[u8; NONCE], place: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut body = payload.to_vec();
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(*nonce), place, body.as_mut_slice().into())
        .expect("payloads are far shorter than the cipher's 256 GiB");
    body.extend(tag);
    body
}

fn decrypt(key: &[u8; 32], nonce: &[u8; NONCE], place: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let (body, tag) = body.split_last_chunk::<TAG>()?;
    let mut payload = body.to_vec();
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(&XNonce::from(*nonce), place, payload.as_mut_slice().into(), &Tag::from(*tag))
        .ok()?;
    Some(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: BookId = BookId([7; 16]);

    #[test]
    fn a_passphrase_opens_what_it_locked_and_no_other_does() {
        let key = BookKey::new([1; 32]);
        let lock = Lock::new("督查2026", &key, BOOK, [2; 32], 10);
        assert_eq!(lock.open("督查2026", BOOK).map(|key| *key.root), Ok([1; 32]));
        assert!(lock.open("督查2025", BOOK).is_err());
        assert!(lock.open("督查2026", BookId([8; 16])).is_err(), "a lock carried to another book");
    }

    #[test]
    fn a_changed_passphrase_wraps_the_same_key() {
        let key = BookKey::new([1; 32]);
        let first = Lock::new("one", &key, BOOK, [2; 32], 10);
        let second = Lock::new("two", &first.open("one", BOOK).unwrap(), BOOK, [3; 32], 10);
        assert_eq!(second.open("two", BOOK).map(|key| *key.root), Ok([1; 32]));
        assert!(second.open("one", BOOK).is_err());
    }

    #[test]
    fn no_nonce_comes_twice() {
        let mut sealer = Sealer::new(Some(BookKey::new([1; 32])), &Session::new([1; 32]));
        let mut other = Sealer::new(Some(BookKey::new([1; 32])), &Session::new([2; 32]));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..1000 {
            assert!(seen.insert(sealer.nonce().unwrap()) && seen.insert(other.nonce().unwrap()));
        }
        for key in [None, Some(BookKey::new([3; 32])), None, Some(BookKey::new([1; 32]))] {
            sealer.change(key);
            assert!(sealer.nonce().is_none_or(|nonce| seen.insert(nonce)));
        }
    }

    #[test]
    fn a_sealed_payload_opens_only_in_its_place() {
        let key = BookKey::new([1; 32]);
        let mut sealer = Sealer::new(Some(key.clone()), &Session::new([1; 32]));
        let nonce = sealer.nonce().unwrap();
        let body = sealer.seal(&nonce, b"place", b"payload");
        assert_eq!(key.open(&nonce, b"place", &body).as_deref(), Some(b"payload".as_slice()));
        assert_eq!(key.open(&nonce, b"other", &body), None);
    }
}
