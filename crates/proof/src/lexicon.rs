//! What rules know of the world: words and phrases, read from data.

mod kinds;
mod structure;
mod text;
mod vocabulary;

use serde::Deserialize;

pub(crate) use kinds::{Direction, DocumentKind};
pub(crate) use structure::Structure;
pub(crate) use text::TextWords;
pub(crate) use vocabulary::Vocabulary;

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
    /// Common words and what is typed in their place.
    #[serde(skip)]
    pub(crate) vocabulary: Vocabulary,
}

/// The lexicon could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LexiconError(String);

impl Lexicon {
    /// Reads the words for the rules and the vocabulary (`templates/rules/{proof,vocabulary}.json`).
    ///
    /// # Errors
    /// When one of them is not JSON of the expected shape.
    pub fn from_json(words: &str, vocabulary: &str) -> Result<Self, LexiconError> {
        let failed = |error: serde_json::Error| LexiconError(error.to_string());
        let lexicon: Self = serde_json::from_str(words).map_err(failed)?;
        Ok(Self { vocabulary: Vocabulary::from_json(vocabulary).map_err(failed)?, ..lexicon })
    }
}
