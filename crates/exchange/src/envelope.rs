//! The whole file: first line, then a checksum or an age file, around the content.

use crate::age::{self, AgeError, Lock, To};
use crate::content::{self, Parcel, Signature};
use crate::digest::{digest, hex};
use crate::error::{OpenError, SealError};
use crate::keys::{PublicKey, SigningKey};
use crate::limits;
use crate::line::{self, Sealing};

pub use crate::age::Keys;

/// Who may read a file.
#[derive(Debug, Clone, Copy)]
pub enum Seal<'a> {
    /// Everybody.
    Plain,
    /// Whoever knows the passphrase, taken exactly as UTF-8.
    Passphrase(&'a str),
    /// Each owner of one of these keys.
    Recipients(&'a [PublicKey]),
}

/// What can be known about a file without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Version of the format.
    pub version: u16,
    /// Name of the suite.
    pub suite: &'static str,
    /// How it is sealed, and so what to ask the user for.
    pub sealing: Sealing,
    /// Length in bytes.
    pub size: usize,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
}

/// A file that was opened, all of it verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it held.
    pub parcel: Parcel,
    /// Who vouches for it.
    pub signature: Signature,
    /// How it was sealed.
    pub sealing: Sealing,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// SHA-256 of the header and so of the whole content; the same when the content is sealed again for somebody else.
    pub content: [u8; 32],
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// What [`Opened::content`] will be: the next file of this sender names it as the one before.
    pub content: [u8; 32],
}

/// Makes a file. The same parcel, readers, signer and entropy give the same bytes.
///
/// With [`Seal::Passphrase`] this takes a noticeable part of a second, on purpose.
///
/// # Errors
/// An empty passphrase, no recipient, or anything [`open`] would refuse afterwards.
pub fn seal(
    parcel: &Parcel,
    seal: Seal<'_>,
    signer: Option<&SigningKey>,
    entropy: [u8; 32],
) -> Result<Vec<u8>, SealError> {
    make(parcel, seal, signer, entropy).map(|made| made.bytes)
}

/// Makes a file as [`seal`] does, and says by which hash its content will be known.
///
/// # Errors
/// As [`seal`].
pub fn make(
    parcel: &Parcel,
    seal: Seal<'_>,
    signer: Option<&SigningKey>,
    entropy: [u8; 32],
) -> Result<Made, SealError> {
    let (bytes, content) = content::write(parcel, signer)?;
    Ok(Made { bytes: close(bytes, seal, entropy)?, content })
}

fn close(mut content: Vec<u8>, seal: Seal<'_>, entropy: [u8; 32]) -> Result<Vec<u8>, SealError> {
    let (sealing, to) = match seal {
        Seal::Plain => return within_limit(plain(&content)),
        Seal::Passphrase("") => return Err(SealError::PassphraseEmpty),
        Seal::Passphrase(text) => {
            (Sealing::Passphrase, To::Passphrase { text, work_factor: limits::WORK_FACTOR })
        }
        Seal::Recipients([]) => return Err(SealError::RecipientMissing),
        Seal::Recipients(keys) if keys.len() > limits::RECIPIENTS => {
            return Err(OpenError::TooLarge { what: "recipients", limit: limits::RECIPIENTS }.into());
        }
        Seal::Recipients(keys) => (Sealing::Recipient, To::Recipients(keys)),
    };
    content::pad(&mut content);
    let mut file = line::write(sealing);
    file.append(&mut age::encrypt(&content, to, entropy));
    within_limit(file)
}

fn plain(content: &[u8]) -> Vec<u8> {
    let mut file = line::write(Sealing::Plain);
    file.extend_from_slice(checksum_line(content).as_bytes());
    file.extend_from_slice(content);
    file
}

fn checksum_line(content: &[u8]) -> String {
    hex(&digest(content)) + "\n"
}

fn within_limit(file: Vec<u8>) -> Result<Vec<u8>, SealError> {
    if file.len() > limits::FILE {
        return Err(OpenError::TooLarge { what: "file", limit: limits::FILE }.into());
    }
    Ok(file)
}

/// Looks at a file from outside.
///
/// # Errors
/// Not ours, too new, too large, or of an unknown suite. Damage further inside is found by [`open`].
pub fn inspect(bytes: &[u8]) -> Result<Outline, OpenError> {
    let (sealing, _) = line::read(bytes)?;
    Ok(Outline {
        version: line::VERSION,
        suite: line::SUITE,
        sealing,
        size: bytes.len(),
        digest: digest(bytes),
    })
}

/// Opens a file: everything in it has been verified, or it is refused by name.
///
/// # Errors
/// See [`OpenError`].
pub fn open(bytes: &[u8], keys: &Keys<'_>) -> Result<Opened, OpenError> {
    let (sealing, body) = line::read(bytes)?;
    let (parcel, signature, content) = match sealing {
        Sealing::Plain => content::read(check_sum(body)?, false)?,
        Sealing::Passphrase => content::read(&unlock(body, Lock::Passphrase, keys)?, true)?,
        Sealing::Recipient => content::read(&unlock(body, Lock::Identity, keys)?, true)?,
    };
    Ok(Opened { parcel, signature, sealing, digest: digest(bytes), content })
}

fn check_sum(body: &[u8]) -> Result<&[u8], OpenError> {
    let (sum, content) = body.split_first_chunk::<65>().ok_or(OpenError::Damaged)?;
    if sum.as_slice() == checksum_line(content).as_bytes() { Ok(content) } else { Err(OpenError::Damaged) }
}

/// Decrypts, if the lock is the one the first line promised.
fn unlock(body: &[u8], promised: Lock, keys: &Keys<'_>) -> Result<Vec<u8>, OpenError> {
    let sealed = age::Sealed::parse(body).map_err(refusal)?;
    if sealed.lock() != promised {
        return Err(OpenError::Damaged);
    }
    sealed.open(keys).map_err(refusal)
}

fn refusal(error: AgeError) -> OpenError {
    match error {
        AgeError::Header | AgeError::HeaderMac | AgeError::Payload => OpenError::Damaged,
        AgeError::HeaderTooLong => OpenError::TooLarge { what: "age-header", limit: limits::AGE_HEADER },
        AgeError::WorkFactor { found } => {
            OpenError::WorkFactorTooHigh { found, max: limits::WORK_FACTOR_MAX }
        }
        AgeError::PassphraseNeeded => OpenError::PassphraseNeeded,
        AgeError::PassphraseWrong => OpenError::PassphraseWrong,
        AgeError::NoMatch => OpenError::NotForUs,
    }
}
