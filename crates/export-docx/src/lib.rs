//! A typeset document becomes .docx bytes: valid, small, and the same bytes on every machine.
//!
//! [`docx`] takes the typeset [`Flow`] and nothing else. docx-rs builds the markup of body, furniture
//! and styles from it ([`paragraph`], [`table`], [`section`], [`styles`]); [`finish`] is the one place that makes
//! the result valid, adds what docx-rs cannot say, and packs it. [`check`] reads a finished file back and lists
//! what is wrong with it, without Word.
//!
//! What is deliberately absent: any idea of what the document means, any measure that is not in the flow, and
//! any docx-rs type in a signature.

mod check;
mod error;
mod finish;
mod limits;
mod order;
mod paragraph;
mod picture;
mod section;
mod styles;
mod table;
mod text;

pub use check::{Defect, Fault, check};
pub use error::DocxError;

use document::flow::Flow;

/// Writes `flow` as a .docx file.
///
/// The same flow gives the same bytes in every process, natively and in wasm: ids come from document order and
/// the archive carries a fixed time. Lengths outside what the format can say are clamped; characters XML
/// forbids are dropped.
///
/// # Errors
///
/// [`DocxError::NoSections`] for a flow without pages, [`DocxError::TooManyColumns`] for a table no word
/// processor opens. The other variants report a defect of this crate, never of the document.
pub fn docx(flow: &Flow) -> Result<Vec<u8>, DocxError> {
    let styles = styles::Styles::learn(flow);
    let body = section::body(flow, &styles)?;
    finish::package(flow, &styles, &body)
}
