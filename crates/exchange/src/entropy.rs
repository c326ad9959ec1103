//! All randomness of a file, derived from one seed that the caller hands in.

use hkdf::Hkdf;
use sha2::{Digest, Sha256};

/// A source of independent secrets.
pub(crate) struct Seed(Hkdf<Sha256>);

impl Seed {
    /// Mixes the seed with everything that goes into the file.
    ///
    /// A caller who hands in the same seed twice would otherwise encrypt two different contents under one key and nonce. So
    /// the same seed gives the same bytes only for the same content and the same readers.
    pub(crate) fn new(entropy: [u8; 32], bound_to: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in bound_to {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(Hkdf::new(Some(&hash.finalize()), &entropy))
    }

    /// The secret for one purpose; `index` tells apart several of the same purpose.
    pub(crate) fn bytes<const N: usize>(&self, purpose: &str, index: usize) -> [u8; N] {
        let mut out = [0; N];
        let index = (index as u64).to_be_bytes();
        self.0
            .expand_multi_info(&[b"ducha exchange ", purpose.as_bytes(), &index], &mut out)
            .expect("HKDF-SHA256 gives up to 8160 bytes and no secret here is longer than 32");
        out
    }
}
