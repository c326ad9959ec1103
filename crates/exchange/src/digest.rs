//! Hashes of files and parts, and how they are written for people.

use base16ct::{lower, upper};
use sha2::{Digest, Sha256};

/// SHA-256 of all bytes of a file: its identity in the office's import list.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The first eight bytes of a digest as printed on a receipt: `1A2B-3C4D-5E6F-7081`.
#[must_use]
pub fn short_code(digest: &[u8; 32]) -> String {
    let groups: Vec<String> = digest.chunks(2).take(4).map(upper::encode_string).collect();
    groups.join("-")
}

/// Lower-case hexadecimal, as digests stand in files and lists.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    lower::encode_string(bytes)
}

/// Reads 64 lower-case hexadecimal digits; `None` for anything else.
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    lower::decode_vec(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_comes_back_and_has_one_form() {
        let hash = digest(b"ducha");
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        assert_eq!(unhex(&hex(&hash).to_uppercase()), None);
        assert_eq!(unhex(&hex(&hash[..31])), None);
        assert_eq!(unhex(""), None);
    }

    #[test]
    fn the_paper_code_is_the_start_of_the_digest() {
        assert_eq!(short_code(&digest(b"")), "E3B0-C442-98FC-1C14");
    }
}
