//! The two kinds of stanza known here, X25519 and scrypt: each wraps the file key for one kind of reader.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, Tag};
use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

use super::header::{Stanza, decode, encode};
use super::{AgeError, FileKey, Keys};
use crate::keys::{self, PublicKey, SecretKey};
use crate::limits;

const X25519: &str = "X25519";
const X25519_INFO: &[u8] = b"age-encryption.org/v1/X25519";
const SCRYPT: &str = "scrypt";
const SCRYPT_SALT: &[u8] = b"age-encryption.org/v1/scrypt";

/// A stanza whose form is right.
pub(super) enum FileLock {
    Passphrase { salt: [u8; 16], work_factor: u8, body: [u8; 32] },
    Identity { share: [u8; 32], body: [u8; 32] },
}

/// Wraps the file key for whoever knows the passphrase.
pub(super) fn with_passphrase(file_key: &FileKey, text: &str, work_factor: u8, salt: [u8; 16]) -> Stanza {
    let body = wrap(&passphrase_key(text, &salt, work_factor), file_key);
    Stanza { arguments: vec![SCRYPT.to_owned(), encode(&salt), work_factor.to_string()], body: body.to_vec() }
}

/// Wraps the file key for the owner of `recipient`.
pub(super) fn with_key(file_key: &FileKey, recipient: &PublicKey, ephemeral: [u8; 32]) -> Stanza {
    let ephemeral = Zeroizing::new(ephemeral);
    let share = x25519(*ephemeral, X25519_BASEPOINT_BYTES);
    let secret = keys::shared(*ephemeral, *recipient.as_bytes())
        .expect("a PublicKey is never a point of small order, so the secret is not zero");
    let body = wrap(&identity_key(&secret, &share, recipient), file_key);
    Stanza { arguments: vec![X25519.to_owned(), encode(&share)], body: body.to_vec() }
}

impl FileLock {
    /// The locks among the stanzas. A passphrase stands alone: otherwise somebody else could have added a reader.
    pub(super) fn read_all(stanzas: &[Stanza]) -> Result<Vec<Self>, AgeError> {
        let mut locks = Vec::new();
        for stanza in stanzas {
            locks.extend(Self::read(stanza)?);
        }
        let alone = stanzas.len() == 1 || !locks.iter().any(Self::is_passphrase);
        if stanzas.is_empty() || !alone {
            return Err(AgeError::Header);
        }
        if locks.len() > limits::RECIPIENTS { Err(AgeError::HeaderTooLong) } else { Ok(locks) }
    }

    /// A lock, or nothing for a type not known here.
    fn read(stanza: &Stanza) -> Result<Option<Self>, AgeError> {
        let body = || stanza.body.as_slice().try_into().map_err(|_| AgeError::Header);
        let arguments: Vec<&str> = stanza.arguments.iter().map(String::as_str).collect();
        match arguments.as_slice() {
            [X25519, share] => Ok(Some(Self::Identity { share: bytes(share)?, body: body()? })),
            [SCRYPT, salt, work_factor] => {
                let work_factor = parse_work_factor(work_factor)?;
                Ok(Some(Self::Passphrase { salt: bytes(salt)?, work_factor, body: body()? }))
            }
            [X25519 | SCRYPT, ..] => Err(AgeError::Header),
            _ => Ok(None),
        }
    }

    pub(super) fn is_passphrase(&self) -> bool {
        matches!(self, Self::Passphrase { .. })
    }

    /// The file key; nothing when none of the identities fits.
    pub(super) fn open(&self, keys: &Keys<'_>) -> Result<Option<FileKey>, AgeError> {
        match self {
            Self::Passphrase { salt, work_factor, body } => {
                let text = keys.passphrase.ok_or(AgeError::PassphraseNeeded)?;
                let key = passphrase_key(text, salt, *work_factor);
                unwrap(&key, body).ok_or(AgeError::PassphraseWrong).map(Some)
            }
            Self::Identity { share, body } => {
                for identity in keys.identities {
                    let key = shared_key(identity, share)?;
                    if let Some(file_key) = unwrap(&key, body) {
                        return Ok(Some(file_key));
                    }
                }
                Ok(None)
            }
        }
    }
}

fn shared_key(identity: &SecretKey, share: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>, AgeError> {
    let secret = identity.shared(*share).ok_or(AgeError::Header)?;
    Ok(identity_key(&secret, share, &identity.public()))
}

fn identity_key(secret: &[u8; 32], share: &[u8; 32], recipient: &PublicKey) -> Zeroizing<[u8; 32]> {
    let salt = [share.as_slice(), recipient.as_bytes()].concat();
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(&salt), secret)
        .expand(X25519_INFO, key.as_mut_slice())
        .expect("32 bytes are within HKDF's reach");
    key
}

/// Costs 2^`work_factor` KiB of memory; callers have checked the limit.
fn passphrase_key(text: &str, salt: &[u8; 16], work_factor: u8) -> Zeroizing<[u8; 32]> {
    let salt = [SCRYPT_SALT, salt].concat();
    let params = scrypt::Params::new(work_factor, 8, 1).expect("work factors 1 to 18 are valid parameters");
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(text.as_bytes(), &salt, &params, key.as_mut_slice()).expect("32 bytes are a valid output");
    key
}

/// A plain decimal number from 1; leading zeros or signs are refused, and so is too much work.
fn parse_work_factor(text: &str) -> Result<u8, AgeError> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.starts_with('0') {
        return Err(AgeError::Header);
    }
    let found = text.parse().map_err(|_| AgeError::Header)?;
    if found > limits::WORK_FACTOR_MAX { Err(AgeError::WorkFactor { found }) } else { Ok(found) }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], AgeError> {
    decode(text.as_bytes())?.try_into().map_err(|_| AgeError::Header)
}

/// The nonce is zero, because each wrapping key is used once.
fn wrap(key: &[u8; 32], file_key: &FileKey) -> [u8; 32] {
    let mut body = **file_key;
    let tag = ChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&Nonce::default(), b"", body.as_mut_slice().into())
        .expect("16 bytes can be encrypted");
    let mut out = [0; 32];
    for (slot, byte) in out.iter_mut().zip(body.into_iter().chain(tag)) {
        *slot = byte;
    }
    out
}

fn unwrap(key: &[u8; 32], body: &[u8; 32]) -> Option<FileKey> {
    let (wrapped, tag) = body.split_first_chunk::<16>()?;
    let tag = Tag::try_from(tag).ok()?;
    let mut file_key = Zeroizing::new(*wrapped);
    ChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(&Nonce::default(), b"", file_key.as_mut_slice().into(), &tag)
        .ok()?;
    Some(file_key)
}
