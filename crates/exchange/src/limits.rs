//! Every limit of the format in one place; each is checked before the bytes it bounds are used.

/// A whole file, in bytes.
pub const FILE: usize = 64 << 20;
/// The first line, in bytes.
pub const LINE: usize = 128;
/// The age header up to and including its MAC line, in bytes.
pub const AGE_HEADER: usize = 64 << 10;
/// Recipients of one file.
pub const RECIPIENTS: usize = 64;
/// scrypt work factor a writer uses, as a power of two: 64 MiB of memory, half a second in a browser.
pub const WORK_FACTOR: u8 = 16;
/// scrypt work factor a reader accepts: 256 MiB of memory. Above it a file could stop the machine.
pub const WORK_FACTOR_MAX: u8 = 18;
/// The JSON header of the content, in bytes.
pub const HEADER: usize = 64 << 10;
/// A text of the header, in characters.
pub const TEXT: usize = 256;
/// A label or key of the header, in bytes.
pub const LABEL: usize = 64;
/// Entries of `about`.
pub const ABOUT: usize = 32;
/// Greatest sequence number: the greatest integer every JSON reader can hold.
pub const SEQUENCE: u64 = (1 << 53) - 1;
/// The document after inflating, in bytes.
pub const DOCUMENT: usize = 64 << 20;
/// Bytes that may always come out of inflating, however few went in.
pub const INFLATE_FREE: usize = 1 << 20;
/// Bytes that may come out for each byte that went in, above [`INFLATE_FREE`].
pub const INFLATE_RATIO: usize = 200;
/// Attachments of one file.
pub const ATTACHMENTS: usize = 64;
/// One attachment, in bytes.
pub const ATTACHMENT: usize = 16 << 20;
/// An attachment's name, in characters.
pub const NAME: usize = 100;
/// An attachment's name, in UTF-16 units, because that is what file systems count.
pub const NAME_UTF16: usize = 120;

/// Bytes that inflating `size` bytes may yield.
#[must_use]
pub fn inflated(size: usize) -> usize {
    size.saturating_mul(INFLATE_RATIO).saturating_add(INFLATE_FREE).min(DOCUMENT)
}
