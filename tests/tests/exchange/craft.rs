//! Writes exchange files piece by piece, right or wrong, from SPEC.md and not with the writer under test.

use std::io::Write;

use exchange::age::{To, encrypt};
use exchange::{SecretKey, SigningKey, derive_secret_key, derive_signing_key};
use flate2::Compression;
use flate2::write::DeflateEncoder;

use exchange::hex;

pub(crate) const PASSPHRASE: &str = "督查 2026";

/// The reader all vectors are made for.
pub(crate) fn reader() -> SecretKey {
    derive_secret_key([1; 32])
}

/// Somebody else.
pub(crate) fn stranger() -> SecretKey {
    derive_secret_key([2; 32])
}

pub(crate) fn signer() -> SigningKey {
    derive_signing_key([3; 32])
}

/// The parts of a content; every one can be made wrong.
#[derive(Clone)]
pub(crate) struct Content {
    /// Values of the header by key, in the order they are written, each as JSON.
    pub(crate) header: Vec<(String, String)>,
    pub(crate) document: Vec<u8>,
    pub(crate) attachments: Vec<Vec<u8>>,
    pub(crate) signature: Vec<u8>,
    pub(crate) padding: Vec<u8>,
}

pub(crate) const JSON: &str = r#"{"answers":{"a1":"是","a2":"部分"}}"#;

/// A right content around this document.
pub(crate) fn content(json: &[u8]) -> Content {
    deflated(&deflate(json), json.len())
}

/// A content around these deflated bytes, claiming this length.
pub(crate) fn deflated(document: &[u8], inflated: usize) -> Content {
    let header = [
        ("about", r#"{"task":"2026","unit":"u01"}"#.to_owned()),
        ("app", r#""ducha 0.1.0""#.to_owned()),
        ("attachments", "[]".to_owned()),
        ("document", document_part(document, inflated)),
        ("kind", r#""submission""#.to_owned()),
        ("made", r#""2026-11-20T10:00:00+08:00""#.to_owned()),
        ("sender", r#""某研究所党委""#.to_owned()),
        ("sequence", "3".to_owned()),
    ];
    Content {
        header: header.map(|(key, value)| (key.to_owned(), value)).to_vec(),
        document: document.to_vec(),
        attachments: Vec::new(),
        signature: Vec::new(),
        padding: Vec::new(),
    }
}

fn document_part(document: &[u8], inflated: usize) -> String {
    let sha256 = hex(&exchange::digest(document));
    format!(r#"{{"inflated":{inflated},"sha256":"{sha256}","size":{}}}"#, document.len())
}

impl Content {
    /// Sets a header value, or adds the key at the end.
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        match self.header.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => value.clone_into(old),
            None => self.header.push((key.to_owned(), value.to_owned())),
        }
        self
    }

    pub(crate) fn without(mut self, key: &str) -> Self {
        self.header.retain(|(known, _)| known != key);
        self
    }

    /// Adds attachments and describes them rightly; `name` is written as JSON.
    pub(crate) fn attach(mut self, files: &[(&str, &[u8])]) -> Self {
        let parts: Vec<String> = files
            .iter()
            .map(|(name, bytes)| {
                let name = serde_json::to_string(name).expect("a string is JSON");
                let sha256 = hex(&exchange::digest(bytes));
                format!(r#"{{"name":{name},"sha256":"{sha256}","size":{}}}"#, bytes.len())
            })
            .collect();
        self.attachments = files.iter().map(|(_, bytes)| bytes.to_vec()).collect();
        self.with("attachments", &format!("[{}]", parts.join(",")))
    }

    pub(crate) fn header_json(&self) -> String {
        let fields: Vec<String> =
            self.header.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.bytes_with_header(self.header_json().as_bytes())
    }

    /// The content with other bytes for its header.
    pub(crate) fn bytes_with_header(&self, header: &[u8]) -> Vec<u8> {
        let length = u32::try_from(header.len()).expect("headers are short");
        let parts = [
            &length.to_be_bytes(),
            header,
            &self.document,
            &self.attachments.concat(),
            &self.signature,
            &self.padding,
        ];
        parts.concat()
    }

    pub(crate) fn plain(&self) -> Vec<u8> {
        plain(&self.bytes())
    }
}

/// A plain file with a right checksum.
pub(crate) fn plain(content: &[u8]) -> Vec<u8> {
    line("plain", format!("{}\n", hex(&exchange::digest(content))).as_bytes(), content)
}

/// A file sealed to the reader.
pub(crate) fn to_reader(content: &[u8]) -> Vec<u8> {
    line("recipient", &encrypt(content, To::Recipients(&[reader().public()]), [4; 32]), b"")
}

/// A file sealed with the passphrase, at little cost.
pub(crate) fn with_passphrase(content: &[u8], work_factor: u8) -> Vec<u8> {
    line("passphrase", &encrypt(content, To::Passphrase { text: PASSPHRASE, work_factor }, [5; 32]), b"")
}

/// A first line and what follows.
pub(crate) fn line(sealing: &str, body: &[u8], more: &[u8]) -> Vec<u8> {
    [format!("ducha-exchange/1 age/1 {sealing}\n").as_bytes(), body, more].concat()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).expect("a Vec takes everything");
    encoder.finish().expect("a Vec takes everything")
}

/// DEFLATE without compression: one stored block.
pub(crate) fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a stored block is short");
    [&[1], length.to_le_bytes().as_slice(), &(!length).to_le_bytes(), bytes].concat()
}

/// Replaces `from`, which must be there, by `to`.
pub(crate) fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from).expect("what is replaced is there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// Flips the lowest bit of the byte at `at`, counted from the end when negative.
pub(crate) fn flip(bytes: &[u8], at: isize) -> Vec<u8> {
    let mut touched = bytes.to_vec();
    let index = if at < 0 { touched.len() - at.unsigned_abs() } else { at.unsigned_abs() };
    touched[index] ^= 1;
    touched
}
