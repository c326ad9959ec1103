//! The content of a file: header, document, attachments, signature, padding, one after the other.

use std::collections::BTreeMap;

use crate::attachment::{self, Attachment};
use crate::deflate;
use crate::digest::{digest, hex, unhex};
use crate::error::OpenError;
use crate::header::{AttachmentPart, DocumentPart, Header};
use crate::json;
use crate::keys::{SigningKey, VerifyingKey};
use crate::limits;

/// What travels: a document, attachments, and a few words about them. Nothing here is judged beyond its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parcel {
    /// Purpose, a kebab-case label such as `submission`.
    pub kind: String,
    /// Unit or team that made it, as it calls itself; may be empty. A claim, unless the signing key is known.
    pub sender: String,
    /// How many files this sender has made for this task; lets a reader notice an older one. At most 2^53−1.
    pub sequence: u64,
    /// When it was made, as the sender's machine claims; may be empty.
    pub made: String,
    /// Program that wrote it, with its version; may be empty.
    pub app: String,
    /// What it belongs to, such as `task`, `book` or `unit`.
    pub about: BTreeMap<String, String>,
    /// The document: JSON bytes, strict as [`json::DOCUMENT`] says, meaning unknown here.
    pub payload: Vec<u8>,
    /// Files beside the document.
    pub attachments: Vec<Attachment>,
}

/// Who vouches for a parcel. A signature that does not verify is a refusal, so it does not appear here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// Nobody.
    None,
    /// The owner of this key. Whose key it is, the reader has to know.
    Valid {
        /// The signing key's public half.
        public_key: VerifyingKey,
    },
}

const SIGNED: &[u8] = b"ducha-exchange/1 signed header\n";
const SIGNATURE: usize = 64;

/// Writes the content without padding; also returns the hash it is known by.
///
/// # Errors
/// Whatever a reader would refuse.
pub(crate) fn write(parcel: &Parcel, signer: Option<&SigningKey>) -> Result<(Vec<u8>, [u8; 32]), OpenError> {
    check_parts(&parcel.payload, &parcel.attachments)?;
    let document = deflate::deflate(&parcel.payload);
    let header = describe(parcel, &document, signer)?;
    let header = header.to_bytes();
    let length = u32::try_from(header.len()).ok().filter(|length| *length as usize <= limits::HEADER);
    let length = length.ok_or(OpenError::TooLarge { what: "header", limit: limits::HEADER })?;

    let mut out = length.to_be_bytes().to_vec();
    out.extend_from_slice(&header);
    out.extend_from_slice(&document);
    for attachment in &parcel.attachments {
        out.extend_from_slice(&attachment.bytes);
    }
    if let Some(signer) = signer {
        out.extend_from_slice(&signer.sign(&[SIGNED, &header].concat()));
    }
    Ok((out, digest(&header)))
}

fn describe(parcel: &Parcel, document: &[u8], signer: Option<&SigningKey>) -> Result<Header, OpenError> {
    let attachments = parcel
        .attachments
        .iter()
        .map(|one| AttachmentPart {
            name: one.name.clone(),
            sha256: hex(&digest(&one.bytes)),
            size: length(&one.bytes),
        })
        .collect();
    let header = Header {
        about: parcel.about.clone(),
        app: parcel.app.clone(),
        attachments,
        document: DocumentPart {
            inflated: length(&parcel.payload),
            sha256: hex(&digest(document)),
            size: length(document),
        },
        kind: parcel.kind.clone(),
        made: parcel.made.clone(),
        sender: parcel.sender.clone(),
        sequence: parcel.sequence,
        signer: signer.map(|key| hex(key.public().as_bytes())),
        later: BTreeMap::new(),
    };
    header.check()?;
    Ok(header)
}

/// A length for the header; one too great for it is far above every limit and is refused there.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// Rules for document and attachments that writer and reader share.
fn check_parts(payload: &[u8], attachments: &[Attachment]) -> Result<(), OpenError> {
    json::check(payload, json::DOCUMENT).map_err(OpenError::DocumentRefused)?;
    match attachment::first_fault(attachments) {
        Some((number, why)) => Err(OpenError::AttachmentRefused { number, why }),
        None => Ok(()),
    }
}

/// Takes the content apart, in the order of SPEC.md section 9.
pub(crate) fn read(bytes: &[u8], sealed: bool) -> Result<(Parcel, Signature, [u8; 32]), OpenError> {
    let mut parts = Parts(bytes);
    let length = parts.take(4)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    if length > limits::HEADER {
        return Err(OpenError::TooLarge { what: "header", limit: limits::HEADER });
    }
    let header_bytes = parts.take(length)?;
    let header = Header::parse(header_bytes)?;
    let document = parts.take(header.document.size as usize)?;
    let attachments = header
        .attachments
        .iter()
        .map(|part| parts.take(part.size as usize))
        .collect::<Result<Vec<_>, _>>()?;
    let signature = if header.signer.is_some() { parts.take(SIGNATURE)? } else { &[] };
    parts.only_padding(sealed)?;

    let hashes = header.attachments.iter().map(|part| &part.sha256).zip(&attachments);
    check_hash(&header.document.sha256, document)?;
    hashes.into_iter().try_for_each(|(sha256, bytes)| check_hash(sha256, bytes))?;
    let signature = verify(header.signer.as_deref(), header_bytes, signature)?;

    let payload = deflate::inflate(document, header.document.inflated as usize)?;
    let attachments = header.attachments.into_iter().zip(attachments);
    let attachments: Vec<Attachment> =
        attachments.map(|(part, bytes)| Attachment { name: part.name, bytes: bytes.to_vec() }).collect();
    check_parts(&payload, &attachments)?;
    let Header { about, app, kind, made, sender, sequence, .. } = header;
    let parcel = Parcel { kind, sender, sequence, made, app, about, payload, attachments };
    Ok((parcel, signature, digest(header_bytes)))
}

fn check_hash(expected: &str, bytes: &[u8]) -> Result<(), OpenError> {
    let expected = unhex(expected).ok_or(OpenError::HeaderRefused { what: "sha256" })?;
    if digest(bytes) == expected { Ok(()) } else { Err(OpenError::Damaged) }
}

fn verify(signer: Option<&str>, header: &[u8], signature: &[u8]) -> Result<Signature, OpenError> {
    let Some(signer) = signer else { return Ok(Signature::None) };
    let signer = unhex(signer).ok_or(OpenError::HeaderRefused { what: "signer" })?;
    let public_key = VerifyingKey::from_bytes(signer);
    let signature = signature.try_into().map_err(|_| OpenError::Damaged)?;
    let valid = public_key.verifies(&[SIGNED, header].concat(), signature);
    if valid { Ok(Signature::Valid { public_key }) } else { Err(OpenError::SignatureInvalid) }
}

/// The bytes not read yet.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], OpenError> {
        let (part, rest) = self.0.split_at_checked(length).ok_or(OpenError::Damaged)?;
        self.0 = rest;
        Ok(part)
    }

    fn only_padding(&self, sealed: bool) -> Result<(), OpenError> {
        let fine = if sealed { self.0.iter().all(|byte| *byte == 0) } else { self.0.is_empty() };
        if fine { Ok(()) } else { Err(OpenError::Damaged) }
    }
}

/// Appends zeros so that the length tells little about the content.
pub(crate) fn pad(content: &mut Vec<u8>) {
    let eighth = (content.len() / 8).max(1);
    let step = (1_usize << eighth.ilog2()).max(4096);
    content.resize(content.len().next_multiple_of(step), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_hides_the_length_and_costs_an_eighth() {
        for (length, padded) in [(1, 4096), (4096, 4096), (4097, 8192), (33_000, 36_864), (100_000, 106_496)]
        {
            let mut content = vec![1; length];
            pad(&mut content);
            assert_eq!(content.len(), padded, "{length}");
        }
    }
}
