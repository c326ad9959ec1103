//! Raw DEFLATE within bounds that are counted on the bytes that really come out.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};

use crate::error::OpenError;
use crate::limits;

/// Deflates; what would compress better than a reader accepts is stored instead.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let small = deflate_at(bytes, Compression::new(6));
    if bytes.len() <= limits::inflated(small.len()) { small } else { deflate_at(bytes, Compression::none()) }
}

fn deflate_at(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).expect("writing into a Vec does not fail");
    encoder.finish().expect("writing into a Vec does not fail")
}

/// Inflates to exactly `expected` bytes, consuming all of `bytes`.
///
/// # Errors
/// [`OpenError::InflatesTooMuch`] when more than `expected` or than the limits allow comes out, [`OpenError::Damaged`]
/// when the stream is broken, too short, or followed by something.
pub(crate) fn inflate(bytes: &[u8], expected: usize) -> Result<Vec<u8>, OpenError> {
    if expected > limits::inflated(bytes.len()) {
        return Err(OpenError::InflatesTooMuch);
    }
    let mut stream = Decompress::new(false);
    let mut out = Vec::with_capacity(expected);
    let mut scratch = vec![0; 64 << 10];
    loop {
        let (read, written) = (position(stream.total_in()), stream.total_out());
        let input = bytes.get(read..).unwrap_or_default();
        let status =
            stream.decompress(input, &mut scratch, FlushDecompress::None).map_err(|_| OpenError::Damaged)?;
        let came = position(stream.total_out() - written);
        out.extend_from_slice(scratch.get(..came).unwrap_or_default());
        if out.len() > expected {
            return Err(OpenError::InflatesTooMuch);
        }
        if status == Status::StreamEnd {
            break;
        }
        if came == 0 && position(stream.total_in()) == read {
            return Err(OpenError::Damaged);
        }
    }
    let all = position(stream.total_in()) == bytes.len() && out.len() == expected;
    if all { Ok(out) } else { Err(OpenError::Damaged) }
}

/// A count of bytes already in memory fits the address space.
fn position(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for text in [String::new(), "督查".repeat(100_000), "x".repeat(9_000_000)] {
            let small = deflate(text.as_bytes());
            assert_eq!(inflate(&small, text.len()).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn a_bomb_is_stopped_whatever_it_declares() {
        let bomb = deflate_at(&vec![b' '; 32 << 20], Compression::best());
        assert!(matches!(inflate(&bomb, 32 << 20), Err(OpenError::InflatesTooMuch)));
        assert!(matches!(inflate(&bomb, 10), Err(OpenError::InflatesTooMuch)));
    }

    #[test]
    fn cut_or_followed_streams_are_damaged() {
        let small = deflate(b"some text that is deflated");
        for cut in 0..small.len() {
            assert!(inflate(&small[..cut], 26).is_err(), "{cut}");
        }
        let followed = [small.as_slice(), b"x"].concat();
        assert!(matches!(inflate(&followed, 26), Err(OpenError::Damaged)));
        assert!(matches!(inflate(&small, 27), Err(OpenError::Damaged)));
    }
}
