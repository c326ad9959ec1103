//! The four kinds of keys, how they are written, and the digits people compare over the telephone.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

use crate::entropy::Seed;

const PUBLIC: &str = "age";
const SECRET: &str = "age-secret-key-";
const VERIFYING: &str = "ducha-sign";
const SIGNING: &str = "ducha-sign-secret-";

/// A text that is not a key of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key of this kind")]
pub struct KeyTextError;

/// To whom a file is sealed: an X25519 point, written `age1…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

/// What opens a file sealed to its [`PublicKey`]: an X25519 scalar, written `AGE-SECRET-KEY-1…`.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

/// Who signed: an Ed25519 public key, written `ducha-sign1…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerifyingKey([u8; 32]);

/// What signs: an Ed25519 seed, written `DUCHA-SIGN-SECRET-1…`.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A new secret key from fresh entropy. Two keys must never come from the same entropy.
#[must_use]
pub fn derive_secret_key(entropy: [u8; 32]) -> SecretKey {
    SecretKey(Zeroizing::new(Seed::new(entropy, &[]).bytes("x25519 identity", 0)))
}

/// A new signing key from fresh entropy; from the same entropy it is unrelated to [`derive_secret_key`]'s.
#[must_use]
pub fn derive_signing_key(entropy: [u8; 32]) -> SigningKey {
    SigningKey::from_seed(&Seed::new(entropy, &[]).bytes("ed25519 seed", 0))
}

impl PublicKey {
    /// The point with these coordinates; `None` for the few points that make every shared secret zero.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Option<Self> {
        // Any scalar will do: a point of small order times a clamped scalar is zero.
        (x25519([0x55; 32], bytes) != [0; 32]).then_some(Self(bytes))
    }

    /// The 32 bytes of the point.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Four groups of six digits, to be read over the telephone.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint("ducha fingerprint x25519\n", &self.0)
    }
}

impl SecretKey {
    /// The key that others seal to.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(x25519(*self.0, X25519_BASEPOINT_BYTES))
    }

    /// `AGE-SECRET-KEY-1…`; keep it as one keeps a password.
    #[must_use]
    pub fn to_text(&self) -> String {
        write(SECRET, self.0.as_slice()).to_ascii_uppercase()
    }

    /// The secret shared with the owner of `point`; `None` when it would be the same for everybody.
    pub(crate) fn shared(&self, point: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        shared(*self.0, point)
    }
}

/// X25519, refusing the all-zero result as RFC 7748 and age ask.
pub(crate) fn shared(scalar: [u8; 32], point: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    let secret = Zeroizing::new(x25519(scalar, point));
    (*secret != [0; 32]).then_some(secret)
}

impl VerifyingKey {
    /// The 32 bytes of the key; whether they are a point is seen when a signature is checked.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Four groups of six digits, to be read over the telephone.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint("ducha fingerprint ed25519\n", &self.0)
    }

    /// Strict verification: no small-order keys or points, one signature per message.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl SigningKey {
    fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The key others know the signer by.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// `DUCHA-SIGN-SECRET-1…`; keep it as one keeps a password.
    #[must_use]
    pub fn to_text(&self) -> String {
        write(SIGNING, self.0.as_bytes()).to_ascii_uppercase()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

fn fingerprint(purpose: &str, key: &[u8; 32]) -> String {
    let hash = Sha256::new().chain_update(purpose).chain_update(key).finalize();
    let number = hash.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let group = |position: u32| format!("{:06}", number / 10_u128.pow(position * 6) % 1_000_000);
    [group(3), group(2), group(1), group(0)].join(" ")
}

fn write(prefix: &str, bytes: &[u8]) -> String {
    let prefix = Hrp::parse(prefix).expect("the four prefixes are valid");
    bech32::encode_lower::<Bech32>(prefix, bytes).expect("32 bytes are within Bech32's length")
}

/// Reads one kind of key; `case` is the form the whole text must already have.
fn read(prefix: &str, text: &str, case: fn(&str) -> String) -> Result<[u8; 32], KeyTextError> {
    let parsed = CheckedHrpstring::new::<Bech32>(text).map_err(|_| KeyTextError)?;
    if case(text) != text || parsed.hrp().as_str().to_ascii_lowercase() != prefix {
        return Err(KeyTextError);
    }
    let bytes: Vec<u8> = parsed.byte_iter().collect();
    // Writing it again catches padding bits that are not zero.
    if write(prefix, &bytes) != text.to_ascii_lowercase() {
        return Err(KeyTextError);
    }
    bytes.try_into().map_err(|_| KeyTextError)
}

impl FromStr for PublicKey {
    type Err = KeyTextError;
    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        Self::from_bytes(read(PUBLIC, text, str::to_ascii_lowercase)?).ok_or(KeyTextError)
    }
}

impl FromStr for SecretKey {
    type Err = KeyTextError;
    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        read(SECRET, text, str::to_ascii_uppercase).map(|bytes| Self(Zeroizing::new(bytes)))
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyTextError;
    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        read(VERIFYING, text, str::to_ascii_lowercase).map(Self)
    }
}

impl FromStr for SigningKey {
    type Err = KeyTextError;
    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        read(SIGNING, text, str::to_ascii_uppercase).map(|seed| Self::from_seed(&Zeroizing::new(seed)))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(PUBLIC, &self.0))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(VERIFYING, &self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Secrets don't reach logs.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {}", self.public())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.public())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_their_texts() {
        let (secret, signing) = (derive_secret_key([7; 32]), derive_signing_key([7; 32]));
        assert_eq!(secret.to_text().parse::<SecretKey>().unwrap().public(), secret.public());
        assert_eq!(secret.public().to_string().parse(), Ok(secret.public()));
        assert_eq!(signing.to_text().parse::<SigningKey>().unwrap().public(), signing.public());
        assert_eq!(signing.public().to_string().parse(), Ok(signing.public()));
        assert!(secret.to_text().starts_with("AGE-SECRET-KEY-1"));
        assert!(signing.to_text().starts_with("DUCHA-SIGN-SECRET-1"));
    }

    #[test]
    fn a_changed_letter_or_another_kind_is_no_key() {
        let text = derive_secret_key([7; 32]).public().to_string();
        for (at, letter) in text.char_indices() {
            let other = if letter == 'q' { "p" } else { "q" };
            let mut changed = text.clone();
            changed.replace_range(at..=at, other);
            assert!(changed.parse::<PublicKey>().is_err(), "{at}");
        }
        assert!(text.to_uppercase().parse::<PublicKey>().is_err());
        assert!(text.parse::<VerifyingKey>().is_err());
        assert!(derive_secret_key([7; 32]).to_text().to_lowercase().parse::<SecretKey>().is_err());
    }

    #[test]
    fn points_of_small_order_are_no_recipients() {
        let mut one = [0; 32];
        one[0] = 1;
        assert!(PublicKey::from_bytes([0; 32]).is_none());
        assert!(PublicKey::from_bytes(one).is_none());
    }

    #[test]
    fn a_fingerprint_is_four_groups_of_six_digits() {
        let print = derive_secret_key([1; 32]).public().fingerprint();
        let groups: Vec<&str> = print.split(' ').collect();
        assert_eq!(groups.len(), 4);
        assert!(groups.iter().all(|group| group.len() == 6 && group.bytes().all(|b| b.is_ascii_digit())));
        assert_ne!(print, derive_secret_key([2; 32]).public().fingerprint());
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let secret = derive_secret_key([7; 32]);
        assert!(!format!("{secret:?}").to_uppercase().contains("AGE-SECRET"));
    }
}
