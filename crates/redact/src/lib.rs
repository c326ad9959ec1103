//! Personal particulars and marks of secrets in a text: found, and masked where they leave (R67).
//!
//! What counts as a particular is data, `templates/rules/redaction.json`. Numbers are known by their shape. Names cannot be
//! known by theirs: they are learned from the fields that ask for people and then masked wherever they stand.

mod mask;
mod rules;

pub use mask::Masker;
pub use rules::{Rules, RulesError};
