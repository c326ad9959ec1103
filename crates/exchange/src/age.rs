//! The age format, version 1 (`age-encryption.org/v1`): X25519 and scrypt recipients, binary, from primitives.
//!
//! Written out here, because the existing library asks the system for randomness and brings ten times the code into the
//! browser. Tests hold it against that library and against the public vectors.

mod header;
mod lock;
mod stream;

use zeroize::Zeroizing;

use crate::entropy::Seed;
use crate::keys::{PublicKey, SecretKey};
use crate::limits;
use header::Header;

/// Who can open what is encrypted.
#[derive(Debug, Clone, Copy)]
pub enum To<'a> {
    /// Whoever knows the passphrase, after 2^`work_factor` rounds of scrypt.
    Passphrase {
        /// Taken exactly, as UTF-8.
        text: &'a str,
        /// 1 … [`limits::WORK_FACTOR_MAX`]; greater ones are lowered to that.
        work_factor: u8,
    },
    /// Each owner of one of these keys.
    Recipients(&'a [PublicKey]),
}

/// What a reader has to open with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keys<'a> {
    /// The passphrase, if one was asked for.
    pub passphrase: Option<&'a str>,
    /// Secret keys to try.
    pub identities: &'a [SecretKey],
}

/// Which kind of key opens a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// A passphrase.
    Passphrase,
    /// A secret key.
    Identity,
}

/// Why an age file could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgeError {
    /// Not an age header of version 1.
    #[error("the age header is malformed")]
    Header,
    /// The header is longer or has more recipients than allowed.
    #[error("the age header is too long")]
    HeaderTooLong,
    /// Opening would need more memory and time than a machine should give.
    #[error("work factor {found} is above {}", limits::WORK_FACTOR_MAX)]
    WorkFactor {
        /// The exponent found in the file.
        found: u8,
    },
    /// A passphrase is needed and none was given.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("the passphrase does not open it")]
    PassphraseWrong,
    /// None of the identities opens it.
    #[error("no identity opens it")]
    NoMatch,
    /// The header was changed.
    #[error("the age header was changed")]
    HeaderMac,
    /// The encrypted part was changed or cut.
    #[error("the age payload was changed or cut")]
    Payload,
}

/// The 16 bytes everything else in an age file is derived from.
type FileKey = Zeroizing<[u8; 16]>;

/// Encrypts. The same plaintext, readers and entropy give the same bytes.
#[must_use]
pub fn encrypt(plaintext: &[u8], to: To<'_>, entropy: [u8; 32]) -> Vec<u8> {
    let seed = seed(plaintext, to, entropy);
    let file_key: FileKey = Zeroizing::new(seed.bytes("file key", 0));
    let stanzas = match to {
        To::Passphrase { text, work_factor } => {
            let work_factor = work_factor.clamp(1, limits::WORK_FACTOR_MAX);
            vec![lock::with_passphrase(&file_key, text, work_factor, seed.bytes("scrypt salt", 0))]
        }
        To::Recipients(keys) => keys
            .iter()
            .enumerate()
            .map(|(index, key)| lock::with_key(&file_key, key, seed.bytes("ephemeral key", index)))
            .collect(),
    };
    let mut file = header::write(&stanzas, &file_key);
    stream::encrypt(plaintext, &file_key, seed.bytes("payload nonce", 0), &mut file);
    file
}

fn seed(plaintext: &[u8], to: To<'_>, entropy: [u8; 32]) -> Seed {
    match to {
        To::Passphrase { text, work_factor } => {
            Seed::new(entropy, &[b"passphrase", text.as_bytes(), &[work_factor], plaintext])
        }
        To::Recipients(keys) => {
            let keys: Vec<u8> = keys.iter().flat_map(|key| *key.as_bytes()).collect();
            Seed::new(entropy, &[b"recipients", &keys, plaintext])
        }
    }
}

/// A parsed age file, not opened yet.
pub struct Sealed<'a> {
    header: Header<'a>,
    payload: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Reads the header and checks its form, including that of every recipient of a known type.
    ///
    /// # Errors
    /// [`AgeError::Header`], [`AgeError::HeaderTooLong`] or [`AgeError::WorkFactor`]; nothing was derived yet.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, AgeError> {
        let (header, payload) = header::parse(bytes)?;
        if payload.len() < stream::NONCE {
            return Err(AgeError::Header);
        }
        Ok(Self { header, payload })
    }

    /// Which kind of key opens it.
    #[must_use]
    pub fn lock(&self) -> Lock {
        if self.header.locks.iter().any(lock::FileLock::is_passphrase) {
            Lock::Passphrase
        } else {
            Lock::Identity
        }
    }

    /// The plaintext, all of it verified.
    ///
    /// # Errors
    /// Any [`AgeError`] but those of [`Sealed::parse`].
    pub fn open(&self, keys: &Keys<'_>) -> Result<Vec<u8>, AgeError> {
        let file_key = self.file_key(keys)?;
        self.header.verify(&file_key)?;
        stream::decrypt(self.payload, &file_key)
    }

    fn file_key(&self, keys: &Keys<'_>) -> Result<FileKey, AgeError> {
        for lock in &self.header.locks {
            if let Some(key) = lock.open(keys)? {
                return Ok(key);
            }
        }
        Err(AgeError::NoMatch)
    }
}
