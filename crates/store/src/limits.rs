//! Limits, checked before anything is allocated or derived.

/// Longest stored record, in bytes: the longest exchange file and its book fit.
pub const RECORD: usize = 64 * 1024 * 1024;
/// Highest record number: the largest whole number every browser key can hold.
pub const NUMBER: u64 = (1 << 53) - 1;
/// Longest label of a book, in bytes of UTF-8.
pub const LABEL: usize = 256;
/// Most backups a book record lists.
pub const KEEPS: usize = 32;
/// Most writers a book record lists.
pub const WRITERS: usize = 16;
/// Bytes of the journal that are kept even after IndexedDB confirmed them, as a second copy of the latest edits.
pub const RING: usize = 64 * 1024;
/// Bytes of the journal in all; only edits that IndexedDB does not take may grow it beyond [`RING`].
pub const JOURNAL: usize = 256 * 1024;
/// Longest book, in bytes, that is put beside the log while the log is written anew.
pub const RESCUE: usize = 2 * 1024 * 1024;
/// Bytes of all backups together; the two newest are kept whatever they weigh.
pub const BACKUPS: u64 = 64 * 1024 * 1024;
/// scrypt work factor of a writer, as a power of two: 64 MiB of memory, a third of a second in a browser.
pub const WORK: u8 = 16;
/// Lowest and highest work factor a reader accepts. 2^18 takes 256 MiB; above it a header could stop the machine.
pub const WORKS: std::ops::RangeInclusive<u8> = 10..=18;
/// Edits after which the book is stored whole again, so that opening it stays quick.
pub const EDITS_PER_BOOK: usize = 300;
/// Bytes of edits after which the book is stored whole again.
pub const BYTES_PER_BOOK: usize = 1024 * 1024;
/// Records of one transaction.
pub const BATCH: usize = 256;
