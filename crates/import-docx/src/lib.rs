//! The text of an existing .docx, as the text grammar writes it: one paragraph a line, tables with pipes.
//!
//! A .docx comes from a stranger: [`package`] reads the archive within limits, [`xml`] its parts without entities
//! and without depth. [`read`] walks the body with the numbers that Word would draw ([`numbering`]), [`table`] and
//! [`lines`] write what they find. What the grammar cannot say is a [`Notice`], never silence.
//!
//! What is deliberately absent: fonts and sizes beyond telling a title from a line, and any idea of what the text
//! means: that is the text grammar's.

mod error;
mod inline;
mod limits;
mod lines;
mod notice;
mod numbering;
mod package;
mod read;
mod scripts;
mod styles;
mod table;
mod xml;

pub use error::{ImportError, OtherFormat};
pub use limits::MOST_BYTES;
pub use notice::{Notice, NoticeKind};

/// What a .docx holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Its text. Pictures stand in it as `【图：name】`, a table of contents as `【目录】`.
    pub text: String,
    /// What could not be taken over as it was.
    pub notices: Vec<Notice>,
    /// Files of the pictures, by the name the text gives them, in order of appearance.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Reads the text of a .docx.
///
/// Same bytes, same text. Insertions of tracked changes are taken, deletions left out; macros are never looked at.
///
/// # Errors
/// [`ImportError`] says by name why a file cannot be read: not a .docx, damaged, beyond the limits.
pub fn text(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut package = package::Package::open(bytes)?;
    read::read(&mut package)
}
