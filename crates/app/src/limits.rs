//! How much a user's own typing and pasting may put into a book, so that the book can always be saved and opened again.
//!
//! What comes in files is limited where it is read: `exchange::limits`, `import_docx::limits`, `ledger::roster`.

/// Longest text, in bytes of UTF-8: some 330,000 Hanzi. Exchange files refuse texts above 1 MiB.
pub(crate) const TEXT: usize = 1_000_000;

/// All pictures of a book, in bytes. In a file they take a third more, and a file's document ends at 64 MiB.
pub(crate) const PICTURES: usize = 36 << 20;

/// All files that wait until somebody gives their passphrase or asks their sender, in bytes.
pub(crate) const HELD: usize = 128 << 20;

/// Shortest passphrase that is taken for anything sealed here, in characters.
pub(crate) const PASSPHRASE: usize = 6;

/// Whether a passphrase may seal a book or a file: long enough, and not of blanks alone.
#[must_use]
pub fn good_passphrase(phrase: &str) -> bool {
    phrase.chars().count() >= PASSPHRASE && !expr::says_nothing(phrase)
}
