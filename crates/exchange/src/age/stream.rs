//! The encrypted payload: 64 KiB chunks, each with its number and whether it is the last in its nonce.
//!
//! So chunks can't be cut off, added, left out or put in another order without being noticed.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, Tag};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{AgeError, FileKey};

const CHUNK: usize = 64 << 10;
const TAG: usize = 16;
/// Random bytes before the first chunk.
pub(super) const NONCE: usize = 16;

/// Appends nonce and encrypted chunks to `out`.
pub(super) fn encrypt(plaintext: &[u8], file_key: &FileKey, nonce: [u8; NONCE], out: &mut Vec<u8>) {
    let cipher = cipher(file_key, &nonce);
    out.reserve(NONCE + plaintext.len() + (plaintext.len() / CHUNK + 1) * TAG);
    out.extend_from_slice(&nonce);
    // An empty plaintext is one empty chunk.
    let count = plaintext.len().div_ceil(CHUNK).max(1);
    for number in 0..count {
        let from = number * CHUNK;
        let chunk = plaintext.get(from..plaintext.len().min(from + CHUNK)).unwrap_or_default();
        let mut chunk = chunk.to_vec();
        let tag = cipher
            .encrypt_inout_detached(
                &chunk_nonce(number, number + 1 == count),
                b"",
                chunk.as_mut_slice().into(),
            )
            .expect("64 KiB can be encrypted");
        out.extend_from_slice(&chunk);
        out.extend_from_slice(&tag);
    }
}

/// All of the plaintext, or nothing.
pub(super) fn decrypt(payload: &[u8], file_key: &FileKey) -> Result<Vec<u8>, AgeError> {
    let (nonce, chunks) = payload.split_first_chunk::<NONCE>().ok_or(AgeError::Payload)?;
    let cipher = cipher(file_key, nonce);
    let count = chunks.len().div_ceil(CHUNK + TAG);
    let mut out = Vec::with_capacity(chunks.len());
    for (number, chunk) in chunks.chunks(CHUNK + TAG).enumerate() {
        let (body, tag) = chunk.split_last_chunk::<TAG>().ok_or(AgeError::Payload)?;
        let empty_but_not_alone = body.is_empty() && number > 0;
        if empty_but_not_alone {
            return Err(AgeError::Payload);
        }
        let mut body = body.to_vec();
        cipher
            .decrypt_inout_detached(
                &chunk_nonce(number, number + 1 == count),
                b"",
                body.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| AgeError::Payload)?;
        out.append(&mut body);
    }
    if count == 0 { Err(AgeError::Payload) } else { Ok(out) }
}

fn cipher(file_key: &FileKey, nonce: &[u8; NONCE]) -> ChaCha20Poly1305 {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(nonce), file_key.as_slice())
        .expand(b"payload", key.as_mut_slice())
        .expect("32 bytes are within HKDF's reach");
    ChaCha20Poly1305::new((&*key).into())
}

/// Eleven bytes of counter, big-endian, then 1 for the last chunk and 0 for others.
fn chunk_nonce(number: usize, last: bool) -> Nonce {
    let counter = (number as u128) << 8 | u128::from(last);
    let mut nonce = [0; 12];
    for (slot, byte) in nonce.iter_mut().zip(counter.to_be_bytes().into_iter().skip(4)) {
        *slot = byte;
    }
    nonce.into()
}
