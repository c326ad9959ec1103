//! What rules know of the world: words and phrases, read from data.

use serde::Deserialize;

/// Words and phrases for the rules, from `templates/rules/proof.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {}

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
