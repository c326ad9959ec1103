//! Words about the running text: set phrases, names, misspellings, relative times.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Words about the running text.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TextWords {
    /// Words that name a time only for who knows when the text was written: 近日, 去年.
    pub(crate) relative: Vec<String>,
    /// Words for the time that a figure is compared with.
    pub(crate) past: Vec<String>,
    /// Words for the time that the compared figure is of.
    pub(crate) present: Vec<String>,
    /// Misspelt words and their right form.
    pub(crate) misspelt: BTreeMap<String, String>,
    /// Two spellings of one word: the one official texts do not use, and the one they do.
    pub(crate) variants: BTreeMap<String, String>,
    /// Words taken for a neighbour in sound or meaning, in the company that shows it: 截止目前, 招聘启示.
    pub(crate) confused: BTreeMap<String, String>,
    /// Words that say a thing twice, and what is left without the doubling.
    pub(crate) redundant: BTreeMap<String, String>,
    /// Characters that never stand twice in a row except in `longer` words.
    pub(crate) doubled: String,
    /// Words of two characters that never stand twice in a row except in `longer` words.
    pub(crate) doubled_words: Vec<String>,
    /// Words of two characters whose last one is typed twice: 之前前.
    pub(crate) doubled_ends: Vec<String>,
    /// Units that are not legal, and the legal ones.
    pub(crate) units: BTreeMap<String, String>,
    /// Longer words in which a suspicious word is right.
    pub(crate) longer: Vec<String>,
    /// Set phrases, as they must read.
    pub(crate) phrases: Vec<String>,
    /// Known slips in set phrases, and the right form.
    pub(crate) slips: BTreeMap<String, String>,
    /// Phrases that have a fixed order when listed one after the other.
    pub(crate) ordered: Vec<Vec<String>>,
    /// Phrases that stand in quotation marks; what must follow for that, nothing when they always do.
    pub(crate) quoted: BTreeMap<String, Vec<String>>,
    /// Organs that go by several names.
    pub(crate) organs: Vec<Organ>,
}

/// An organ and the names it goes by.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organ {
    /// The name documents use.
    pub(crate) name: String,
    /// Other names for it.
    pub(crate) others: Vec<String>,
}
