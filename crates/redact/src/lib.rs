//! Personal particulars and marks of secrets in a text: found, and masked where they leave (R67).
//!
//! What counts as a particular is data, `templates/rules/redaction.json`. A text is folded first (`fold`): one width, one
//! kind of dash and space, nothing invisible; masks are put over the text as it was written. Numbers are known by their
//! shape (`numbers`). Names cannot be known by theirs: they are learned from the fields that ask for people (`people`) and
//! masked wherever they stand (`names`), unless they are part of common words there (`lexicon`). What looks like a person
//! or a number and was left is listed (`suspects`), so that a human decides.

mod fold;
mod lexicon;
mod mask;
mod names;
mod numbers;
mod people;
mod reading;
mod rules;
mod suspects;

pub use lexicon::Lexicon;
pub use mask::{Masker, Suspect};
pub use rules::{Rules, RulesError};
