//! The textual header of an age file: version line, stanzas, MAC line.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::lock::FileLock;
use super::{AgeError, FileKey};
use crate::limits;

const VERSION: &[u8] = b"age-encryption.org/v1";
/// Columns of base64 in a full line of a stanza's body.
const COLUMNS: usize = 64;

/// One wrapped copy of the file key, as written: its arguments, the first being its type, and its body.
pub(super) struct Stanza {
    pub(super) arguments: Vec<String>,
    pub(super) body: Vec<u8>,
}

/// A header whose form is right; nothing in it is verified yet.
pub(super) struct Header<'a> {
    /// The stanzas of known types; others are ignored, as the format demands.
    pub(super) locks: Vec<FileLock>,
    /// What the MAC covers: from the first byte through `---`.
    covered: &'a [u8],
    mac: [u8; 32],
}

impl Header<'_> {
    /// Checks the MAC, which also proves that the file key is the right one.
    pub(super) fn verify(&self, file_key: &FileKey) -> Result<(), AgeError> {
        mac(file_key, self.covered).verify_slice(&self.mac).map_err(|_| AgeError::HeaderMac)
    }
}

/// Writes a header for these stanzas.
pub(super) fn write(stanzas: &[Stanza], file_key: &FileKey) -> Vec<u8> {
    let mut out = [VERSION, b"\n"].concat();
    for stanza in stanzas {
        out.extend_from_slice(format!("-> {}\n", stanza.arguments.join(" ")).as_bytes());
        // A body is 32 bytes here, 43 columns: always one short line.
        out.extend_from_slice(BASE64.encode(&stanza.body).as_bytes());
        out.push(b'\n');
    }
    out.extend_from_slice(b"---");
    let mac = mac(file_key, &out).finalize().into_bytes();
    out.extend_from_slice(format!(" {}\n", BASE64.encode(mac)).as_bytes());
    out
}

fn mac(file_key: &FileKey, covered: &[u8]) -> Hmac<Sha256> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, file_key.as_slice())
        .expand(b"header", key.as_mut_slice())
        .expect("32 bytes are within HKDF's reach");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length");
    mac.update(covered);
    mac
}

/// Reads the header; returns it and the bytes after it.
pub(super) fn parse(bytes: &[u8]) -> Result<(Header<'_>, &[u8]), AgeError> {
    let mut lines = Lines { bytes, at: 0 };
    if lines.next()? != VERSION {
        return Err(AgeError::Header);
    }
    let mut stanzas = Vec::new();
    loop {
        let from = lines.at;
        let line = lines.next()?;
        if let Some(mac) = line.strip_prefix(b"---") {
            let covered = bytes.get(..from + 3).ok_or(AgeError::Header)?;
            let mac = parse_mac(mac)?;
            let header = Header { locks: FileLock::read_all(&stanzas)?, covered, mac };
            return Ok((header, bytes.get(lines.at..).unwrap_or_default()));
        }
        stanzas.push(parse_stanza(line, &mut lines)?);
    }
}

fn parse_mac(bytes: &[u8]) -> Result<[u8; 32], AgeError> {
    let text = bytes.strip_prefix(b" ").ok_or(AgeError::Header)?;
    decode(text)?.try_into().map_err(|_| AgeError::Header)
}

fn parse_stanza(line: &[u8], lines: &mut Lines<'_>) -> Result<Stanza, AgeError> {
    let line = line.strip_prefix(b"-> ").ok_or(AgeError::Header)?;
    let arguments = line.split(|byte| *byte == b' ').map(argument).collect::<Result<_, _>>()?;
    let mut body = Vec::new();
    loop {
        let line = lines.next()?;
        if line.len() > COLUMNS {
            return Err(AgeError::Header);
        }
        body.extend(decode(line)?);
        if line.len() < COLUMNS {
            return Ok(Stanza { arguments, body });
        }
    }
}

/// One or more visible ASCII characters.
fn argument(bytes: &[u8]) -> Result<String, AgeError> {
    let visible = !bytes.is_empty() && bytes.iter().all(u8::is_ascii_graphic);
    if visible { Ok(bytes.iter().copied().map(char::from).collect()) } else { Err(AgeError::Header) }
}

/// Canonical base64 without padding; anything else is refused.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, AgeError> {
    BASE64.decode(text).map_err(|_| AgeError::Header)
}

/// Base64 as age writes it.
pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Lines that end in a line feed, all within the limit of the header.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a [u8], AgeError> {
        let end = self.bytes.len().min(limits::AGE_HEADER);
        let rest = self.bytes.get(self.at..end).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n') else {
            let long = self.bytes.len() > limits::AGE_HEADER;
            return Err(if long { AgeError::HeaderTooLong } else { AgeError::Header });
        };
        self.at += length + 1;
        Ok(rest.get(..length).unwrap_or_default())
    }
}
