//! How much of a stranger's file is read before anything is done with it.

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Most entries of the archive.
pub(crate) const MOST_ENTRIES: usize = 2000;

/// Most unpacked bytes of all parts that are read.
pub(crate) const MOST_UNPACKED: u64 = 100 * 1024 * 1024;

/// Most unpacked bytes of one XML part: markup takes about ten times as much in memory.
pub(crate) const MOST_MARKUP: u64 = 32 * 1024 * 1024;

/// A part larger than this may not be packed tighter than [`TIGHTEST`].
pub(crate) const RATIO_FROM: u64 = 1024 * 1024;

/// Greatest ratio of unpacked to packed bytes; the markup of real documents stays below 100.
pub(crate) const TIGHTEST: u64 = 200;

/// Deepest nesting of elements.
pub(crate) const DEEPEST: usize = 256;

/// Most elements of one part: a report of 300 pages has some 200,000, and each takes about a hundred bytes of memory.
pub(crate) const MOST_ELEMENTS: usize = 1_000_000;

/// Most characters of text: what a stored document may hold, which no office's document comes near to.
pub(crate) const MOST_CHARACTERS: usize = 300_000;
