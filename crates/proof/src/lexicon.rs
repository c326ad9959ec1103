//! What rules know of the world: words and phrases, read from data.

mod kinds;
mod structure;
mod text;

use serde::Deserialize;

pub(crate) use kinds::{Direction, DocumentKind};
pub(crate) use structure::Structure;
pub(crate) use text::TextWords;

/// Words and phrases for the rules, from `templates/rules/proof.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lexicon {
    /// The 文种 of the regulations.
    pub(crate) kinds: Vec<DocumentKind>,
    /// Words about head and structure.
    pub(crate) structure: Structure,
    /// Words about the running text.
    pub(crate) text: TextWords,
}

/// The lexicon could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LexiconError(String);

impl Lexicon {
    /// Reads the lexicon's JSON.
    ///
    /// # Errors
    /// When it is not JSON of the expected shape.
    pub fn from_json(text: &str) -> Result<Self, LexiconError> {
        serde_json::from_str(text).map_err(|error| LexiconError(error.to_string()))
    }
}
