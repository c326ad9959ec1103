//! The rules, as an office can read and change them.

use serde::Deserialize;

/// What is masked and what is warned of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Numbers, by shape; the first that fits counts.
    pub(crate) numbers: Vec<Number>,
    /// How names look and what stands for them.
    pub(crate) names: Names,
    /// Marks of state secrets, which this tool must not handle.
    pub(crate) secrets: Secrets,
}

/// A kind of number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Number {
    /// What it is, for whoever reads the rules.
    #[serde(rename = "name")]
    _name: String,
    /// Its shapes.
    pub(crate) shapes: Vec<Shape>,
}

/// One way to write a number, and what becomes of each of its characters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    /// `#` is a digit, `P` a digit from 3 to 9, `X` a digit or an X; anything else stands for itself.
    pub(crate) from: String,
    /// As long: `*` masks the character, anything else leaves it.
    pub(crate) to: String,
}

/// Names of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    /// Surnames of one character, in one text.
    pub(crate) surnames: String,
    /// Surnames of two characters.
    pub(crate) compound: Vec<String>,
    /// Posts and words for groups: cut off after a name, and no part of one.
    pub(crate) posts: Vec<String>,
    /// What stands for each character of a given name.
    pub(crate) mask: char,
    /// What parts the names of a list.
    pub(crate) between: String,
}

/// Marks of state secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    /// Words that mark a secret.
    pub(crate) words: Vec<String>,
    /// Phrases with such a word in them that mark none.
    pub(crate) harmless: Vec<String>,
}

/// The rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// Not JSON of the expected shape.
    #[error("{0}")]
    Malformed(String),
    /// A shape and what becomes of it differ in length.
    #[error("the shape {0} and its mask differ in length")]
    Uneven(String),
}

impl Rules {
    /// Reads the rules' JSON.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn from_json(text: &str) -> Result<Self, RulesError> {
        let rules: Self =
            serde_json::from_str(text).map_err(|error| RulesError::Malformed(error.to_string()))?;
        let mut shapes = rules.numbers.iter().flat_map(|number| &number.shapes);
        match shapes.find(|shape| shape.from.chars().count() != shape.to.chars().count()) {
            Some(uneven) => Err(RulesError::Uneven(uneven.from.clone())),
            None => Ok(rules),
        }
    }

    /// The marks of secrets in a text, each once, in the rules' order.
    #[must_use]
    pub fn secrets(&self, text: &str) -> Vec<&str> {
        let harmless = |at: usize, word: &str| {
            self.secrets.harmless.iter().any(|phrase| {
                phrase.match_indices(word).any(|(offset, _)| {
                    at.checked_sub(offset)
                        .and_then(|from| text.get(from..))
                        .is_some_and(|rest| rest.starts_with(phrase))
                })
            })
        };
        let marked = |word: &&String| text.match_indices(word.as_str()).any(|(at, _)| !harmless(at, word));
        self.secrets.words.iter().filter(marked).map(String::as_str).collect()
    }
}
