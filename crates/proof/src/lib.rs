//! Proof-reading (校对): what is wrong with an official document before it is signed, and how to put it right.
//!
//! [`proofread`] is pure and quick: it runs at every key press. A rule is one function; what it knows of the world
//! (organs, set phrases, closings) comes from a [`Lexicon`], which is data.

mod finding;
mod lexicon;
mod rules;
mod subject;

pub use finding::{Finding, Fix, Place, Severity, Span};
pub use lexicon::{Lexicon, LexiconError};
pub use subject::Subject;

/// Everything that is wrong with a document, in reading order: the head first, then the text line by line, then
/// what concerns pages and the whole.
#[must_use]
pub fn proofread(subject: &Subject<'_>, lexicon: &Lexicon) -> Vec<Finding> {
    let mut findings = rules::run(subject, lexicon);
    findings.sort_by(|a, b| a.place.cmp(&b.place).then(a.rule.cmp(b.rule)));
    findings
}
