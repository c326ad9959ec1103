//! The rules, as an office can read and change them.

use serde::Deserialize;

use crate::lexicon::Lexicon;

/// What is masked and what is warned of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Characters that are compared as others, in pairs: the first is read as the second.
    pub(crate) same: String,
    /// Numbers, by shape; the first that fits counts.
    pub(crate) numbers: Vec<Number>,
    /// What stands before and after numbers.
    pub(crate) around: Around,
    /// How names look and what stands for them.
    pub(crate) names: Names,
    /// Marks of state secrets, which this tool must not handle.
    pub(crate) secrets: Secrets,
    /// Common words, which are no names where they stand as words.
    #[serde(skip)]
    pub(crate) lexicon: Lexicon,
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
    /// Fewest and most characters between two separators; a number written in one go or digit by digit fits always.
    pub(crate) groups: (usize, usize),
    /// What else must hold.
    #[serde(default)]
    pub(crate) only: Only,
}

/// What must hold of a number besides its shape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Only {
    /// Nothing.
    #[default]
    Always,
    /// A day of birth stands where identity numbers have it.
    Born,
    /// One of `labels` stands before it.
    Labelled,
    /// The code of the country stands before it.
    Abroad,
    /// One of `labels` stands before it, or it is written in one go and is no day, amount or count.
    Local,
}

/// One way to write a number, and what becomes of each of its characters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    /// `#` is a digit, `L` a digit from 2 to 8, `P` one from 3 to 9, `X` a digit or an X, `@` a letter; anything else
    /// stands for itself. Separators are left out.
    pub(crate) from: String,
    /// As long: `*` masks the character, anything else leaves it.
    pub(crate) to: String,
}

/// What stands before and after numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    /// What may part the digits of a number.
    pub(crate) separators: String,
    /// Words before a telephone number or the number of a card or paper.
    pub(crate) labels: Vec<String>,
    /// Words before an account of any form (微信, QQ): what follows is masked whatever its shape.
    pub(crate) accounts: Vec<String>,
    /// Words before numbers of organs and papers, which are nobody's.
    pub(crate) public: Vec<String>,
    /// Words between a telephone number and its extension.
    pub(crate) extensions: Vec<String>,
    /// Characters after an amount, a count or a year.
    pub(crate) units: String,
    /// First characters of car plates.
    pub(crate) provinces: String,
}

/// Names of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    /// Surnames of one character, in one text.
    pub(crate) surnames: String,
    /// Surnames of two characters.
    pub(crate) compound: Vec<String>,
    /// Posts and forms of address: cut off before and after a name.
    pub(crate) posts: Vec<String>,
    /// Words for groups and for nobody: never a name, nor part of one.
    pub(crate) nobody: Vec<String>,
    /// Characters at the end of an organ's name.
    pub(crate) organs: String,
    /// What stands for each character of a given name.
    pub(crate) mask: char,
    /// What parts the names of a list.
    pub(crate) between: String,
    /// Words that join two names.
    pub(crate) joins: Vec<String>,
    /// What people do: after a name, and not after a thing.
    pub(crate) says: Vec<String>,
    /// Words before a name (请, 由, 向).
    pub(crate) leads: Vec<String>,
    /// Surnames that are also prepositions and the like (向, 于).
    pub(crate) particles: String,
    /// Labels before a name (联系人).
    pub(crate) labels: Vec<String>,
    /// Parts of labels of fields whose answers may say something of people; such fields must be declared.
    pub(crate) fields: Vec<String>,
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
    /// Reads the rules' JSON and the list of common words ([`Lexicon::read`]).
    ///
    /// # Errors
    /// When it is malformed.
    pub fn read(text: &str, words: &str) -> Result<Self, RulesError> {
        let mut rules: Self =
            serde_json::from_str(text).map_err(|error| RulesError::Malformed(error.to_string()))?;
        rules.lexicon = Lexicon::read(words);
        // The longest first: 副书记 before 书记.
        for list in [&mut rules.names.posts, &mut rules.names.compound, &mut rules.names.joins] {
            list.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        }
        let mut shapes = rules.numbers.iter().flat_map(|number| &number.shapes);
        match shapes.find(|shape| shape.from.chars().count() != shape.to.chars().count()) {
            Some(uneven) => Err(RulesError::Uneven(uneven.from.clone())),
            None => Ok(rules),
        }
    }

    /// Whether a field with this label may hold something of people, so that its template must say what it holds.
    #[must_use]
    pub fn sounds_like_people(&self, label: &str) -> bool {
        self.names.fields.iter().any(|part| label.contains(part.as_str()))
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
