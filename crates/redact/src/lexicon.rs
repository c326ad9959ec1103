//! Common words of two characters: what is a word, and no part of a name.

use std::collections::{BTreeMap, BTreeSet};

/// Words by their first character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    words: BTreeMap<char, BTreeSet<char>>,
}

impl Lexicon {
    /// Reads the list: a line holds a first character and every second character that makes a word with it.
    #[must_use]
    pub fn read(list: &str) -> Self {
        let mut words: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
        for line in list.lines() {
            let mut chars = line.chars();
            if let Some(first) = chars.next() {
                words.entry(first).or_default().extend(chars);
            }
        }
        Self { words }
    }

    /// Whether two characters are a word.
    pub(crate) fn has(&self, first: Option<char>, second: Option<char>) -> bool {
        match (first, second) {
            (Some(first), Some(second)) => {
                self.words.get(&first).is_some_and(|seconds| seconds.contains(&second))
            }
            _ => false,
        }
    }

    /// Words that lie side by side or overlap in a text.
    pub(crate) fn count(&self, text: &[char]) -> usize {
        text.windows(2).filter(|pair| self.has(pair.first().copied(), pair.last().copied())).count()
    }
}
