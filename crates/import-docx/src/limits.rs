//! How much of a stranger's file is read before anything is done with it.

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Most entries of the archive.
pub(crate) const MOST_ENTRIES: usize = 2000;

/// Most unpacked bytes of all parts that are read.
pub(crate) const MOST_UNPACKED: u64 = 100 * 1024 * 1024;

/// Most unpacked bytes of one XML part: markup takes about ten times as much in memory.
pub(crate) const MOST_MARKUP: u64 = 40 * 1024 * 1024;

/// A part larger than this may not be packed tighter than [`TIGHTEST`].
pub(crate) const RATIO_FROM: u64 = 4 * 1024 * 1024;

/// Greatest ratio of unpacked to packed bytes; the markup of real documents stays below 100.
pub(crate) const TIGHTEST: u64 = 400;

/// Deepest nesting of elements.
pub(crate) const DEEPEST: usize = 256;

/// Most elements of one part.
pub(crate) const MOST_ELEMENTS: usize = 3_000_000;

/// Most characters of text.
pub(crate) const MOST_CHARACTERS: usize = 5_000_000;
