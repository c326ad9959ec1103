//! The first line: magic, version, suite and sealing, in words a person can read in any viewer.

use crate::error::OpenError;
use crate::limits;

const MAGIC: &[u8] = b"ducha-exchange/";
/// The version this crate writes and the greatest it reads.
pub(crate) const VERSION: u16 = 1;
/// The suite this crate knows.
pub(crate) const SUITE: &str = "age/1";

/// How a file is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sealing {
    /// Not at all: everybody can read it.
    Plain,
    /// With a passphrase.
    Passphrase,
    /// To the public keys of its readers.
    Recipient,
}

impl Sealing {
    /// The word in the first line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sealing::Plain => "plain",
            Sealing::Passphrase => "passphrase",
            Sealing::Recipient => "recipient",
        }
    }
}

/// The line a writer begins with.
pub(crate) fn write(sealing: Sealing) -> Vec<u8> {
    format!("ducha-exchange/{VERSION} {SUITE} {}\n", sealing.name()).into_bytes()
}

/// Reads the first line; returns the sealing and everything after the line.
///
/// # Errors
/// By name: too large, empty, not ours, version too new, suite unknown, damaged.
pub(crate) fn read(bytes: &[u8]) -> Result<(Sealing, &[u8]), OpenError> {
    if bytes.is_empty() {
        return Err(OpenError::Empty);
    }
    if bytes.len() > limits::FILE {
        return Err(OpenError::TooLarge { what: "file", limit: limits::FILE });
    }
    let rest = bytes.strip_prefix(MAGIC).ok_or(OpenError::NotOurs)?;
    let (version, rest) = word(rest, b' ')?;
    check_version(version)?;
    let (suite, rest) = word(rest, b' ')?;
    let (sealing, rest) = word(rest, b'\n')?;
    let known = [Sealing::Plain, Sealing::Passphrase, Sealing::Recipient];
    let found = known.into_iter().find(|known| suite == SUITE && known.name() == sealing);
    match found {
        Some(sealing) => Ok((sealing, rest)),
        None if is_suite(suite) && crate::text::is_label(sealing, false) && sealing.len() <= 32 => {
            Err(OpenError::SuiteUnknown { suite: suite.to_owned(), sealing: sealing.to_owned() })
        }
        None => Err(OpenError::Damaged),
    }
}

/// The word up to `end`, which must come within the line's limit.
fn word(bytes: &[u8], end: u8) -> Result<(&str, &[u8]), OpenError> {
    let at = bytes.iter().take(limits::LINE).position(|byte| *byte == end).ok_or(OpenError::Damaged)?;
    let (word, rest) = bytes.split_at_checked(at).ok_or(OpenError::Damaged)?;
    let word = std::str::from_utf8(word).map_err(|_| OpenError::Damaged)?;
    Ok((word, rest.get(1..).unwrap_or_default()))
}

fn check_version(text: &str) -> Result<(), OpenError> {
    let found: u16 = text.parse().map_err(|_| OpenError::Damaged)?;
    if found == 0 || found.to_string() != text {
        return Err(OpenError::Damaged);
    }
    if found > VERSION { Err(OpenError::VersionTooNew { found, max: VERSION }) } else { Ok(()) }
}

/// `[a-z0-9]+/[1-9][0-9]*`, at most 32 bytes.
fn is_suite(text: &str) -> bool {
    let Some((name, version)) = text.split_once('/') else { return false };
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let numbered =
        version.bytes().all(|b| b.is_ascii_digit()) && !version.is_empty() && !version.starts_with('0');
    text.len() <= 32 && named && numbered
}
