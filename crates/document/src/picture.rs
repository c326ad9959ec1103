//! Picture files: what is accepted, and how large a picture is, read from the first bytes of its file.
//!
//! Nothing is decoded here. A word processor or a browser draws the file as it is; the typesetter only needs its
//! format and its pixels, and a bounded reader that no file can mislead.

use crate::flow::PictureKind;

/// Largest file taken, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// Longest side taken, in pixels.
pub const MOST_PIXELS: u32 = 20_000;

/// What a picture file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureFacts {
    /// Format.
    pub kind: PictureKind,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
}

/// Why a picture is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureRefusal {
    /// No file of this name was supplied.
    Missing,
    /// The file is larger than [`MOST_BYTES`].
    TooLarge,
    /// The file is neither PNG nor JPEG, or is damaged where its size stands.
    NotAPicture,
    /// A side is longer than [`MOST_PIXELS`], or has no pixel.
    OddSize,
}

impl PictureRefusal {
    /// Why, and what to do, for the person at the screen.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => "没有找到这张图片，请重新选择图片文件",
            Self::TooLarge => "图片文件超过10 MB，请压缩后重新选择",
            Self::NotAPicture => "不是有效的PNG或JPEG图片，请另存为这两种格式后重新选择",
            Self::OddSize => "图片的边长为零或超过20000像素，请缩小后重新选择",
        }
    }
}

/// Format and size of a picture file.
///
/// # Errors
/// [`PictureRefusal`] when the file is too large, not a picture, or of a size nobody prints.
pub fn inspect(bytes: &[u8]) -> Result<PictureFacts, PictureRefusal> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureRefusal::TooLarge);
    }
    let facts = png(bytes).or_else(|| jpeg(bytes)).ok_or(PictureRefusal::NotAPicture)?;
    let fits = |side: u32| (1..=MOST_PIXELS).contains(&side);
    if fits(facts.width) && fits(facts.height) { Ok(facts) } else { Err(PictureRefusal::OddSize) }
}

/// A PNG says its size in its first chunk.
fn png(bytes: &[u8]) -> Option<PictureFacts> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let side = |at: usize| rest.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some(PictureFacts { kind: PictureKind::Png, width: side(0)?, height: side(4)? })
}

/// A JPEG says its size in its frame header; the segments before it are stepped over by their lengths.
fn jpeg(bytes: &[u8]) -> Option<PictureFacts> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8")?;
    loop {
        let (&0xFF, after) = rest.split_first()? else { return None };
        let (&marker, segment) = after.split_first()?;
        match marker {
            // Filling before a marker.
            0xFF => rest = after,
            // Markers that stand alone.
            0x01 | 0xD0..=0xD7 => rest = segment,
            // Frame headers of every coding; C4, C8 and CC are tables.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let side = |at: usize| Some(u32::from(two(segment.get(at..)?)?));
                return Some(PictureFacts { kind: PictureKind::Jpeg, width: side(5)?, height: side(3)? });
            }
            // The picture's data or its end before any frame.
            0xD8..=0xDA => return None,
            _ => rest = segment.get(usize::from(two(segment)?.max(2))..)?,
        }
    }
}

fn two(bytes: &[u8]) -> Option<u16> {
    bytes.get(..2)?.try_into().ok().map(u16::from_be_bytes)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The head of a PNG of this size: enough for everything that does not draw it.
    pub(crate) fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0]);
        bytes
    }

    fn jpeg_of(width: u16, height: u16, before: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
        bytes.extend(before);
        bytes.extend(b"\xFF\xC2\0\x11\x08");
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    fn size(bytes: &[u8]) -> Result<(PictureKind, u32, u32), PictureRefusal> {
        inspect(bytes).map(|f| (f.kind, f.width, f.height))
    }

    #[test]
    fn size_and_format_are_read_from_the_first_bytes() {
        assert_eq!(size(&png_of(640, 480)), Ok((PictureKind::Png, 640, 480)));
        assert_eq!(size(&jpeg_of(640, 480, b"")), Ok((PictureKind::Jpeg, 640, 480)));
        // Filling, a comment and a table with a marker-like value stand before the frame.
        let before = b"\xFF\xFF\xFE\0\x04\xFF\xC0\xFF\xC4\0\x03\x01";
        assert_eq!(size(&jpeg_of(3, 4, before)), Ok((PictureKind::Jpeg, 3, 4)));
    }

    #[test]
    fn other_files_and_odd_sizes_are_refused_by_name() {
        assert_eq!(size(b"GIF89a\x01\0\x01\0"), Err(PictureRefusal::NotAPicture));
        assert_eq!(size(&png_of(1, 1)[..20]), Err(PictureRefusal::NotAPicture));
        assert_eq!(size(b"\xFF\xD8\xFF\xDA\0\x02"), Err(PictureRefusal::NotAPicture));
        assert_eq!(size(&png_of(0, 5)), Err(PictureRefusal::OddSize));
        assert_eq!(size(&png_of(20_001, 5)), Err(PictureRefusal::OddSize));
        assert_eq!(size(&vec![0; MOST_BYTES + 1]), Err(PictureRefusal::TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fail(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), png in any::<bool>()) {
            let _ = inspect(&bytes);
            let head: &[u8] = if png { b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" } else { b"\xFF\xD8\xFF\xE1" };
            bytes.splice(0..0, head.iter().copied());
            let _ = inspect(&bytes);
        }
    }
}
