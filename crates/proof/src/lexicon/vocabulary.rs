//! Words that official texts are made of, and what people type in their place: characters that look or sound alike.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::words::Words;

/// A word of two characters.
pub(crate) type Pair = [char; 2];
/// A set phrase of four characters.
pub(crate) type Idiom = [char; 4];

/// The shape of `templates/rules/spelling.json`. Words of one length stand one behind the other without a mark.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Source {
    /// Words of two characters that are common in official texts.
    core: String,
    /// Groups of characters that are typed for one another.
    alike: Vec<String>,
    /// Words of two characters that official texts cannot do without: every character that sounds alike is looked for.
    main: String,
    /// Groups of characters that sound alike, for the main words.
    sounds: Vec<String>,
    /// Pairs that come of a core word and a group but stand in sound texts, too, as a word or where two words meet.
    real: String,
    /// Set phrases of four characters.
    idioms: String,
    /// Phrases that differ from an idiom by one character and are right as well.
    also: String,
    /// Groups of characters that sound alike in people's names.
    names: Vec<String>,
}

/// The vocabulary, ready to be looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Vocabulary {
    core: BTreeSet<Pair>,
    /// Misspelt words of two characters and what they stand for.
    pub(crate) slips: Words<Pair>,
    right: BTreeSet<Idiom>,
    /// Halves of idioms: the idiom and whether it is the first half.
    pub(crate) halves: Words<(Idiom, bool)>,
    alike: BTreeMap<char, BTreeSet<char>>,
    names: Vec<Vec<char>>,
}

impl Vocabulary {
    /// Reads the JSON and works out the misspelt words.
    pub(super) fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let source: Source = serde_json::from_str(text)?;
        let core: BTreeSet<Pair> = cut(&source.core).into_iter().collect();
        let real: BTreeSet<Pair> = cut(&source.real).into_iter().collect();
        let alike = alike(&source.alike);
        let sounds = self::alike(&source.sounds);
        let main: Vec<Pair> = cut(&source.main);
        let common = core.iter().flat_map(|word| misspelt(*word, &alike));
        let slips: Vec<(String, Pair)> = common
            .chain(main.iter().flat_map(|word| misspelt(*word, &sounds)))
            .filter(|(wrong, _)| !core.contains(wrong) && !real.contains(wrong))
            .map(|(wrong, right)| (wrong.iter().collect(), right))
            .collect();
        let idioms: Vec<Idiom> = cut(&source.idioms);
        let halves: Vec<(String, (Idiom, bool))> = idioms
            .iter()
            .flat_map(|idiom| {
                let [a, b, c, d] = *idiom;
                [([a, b].iter().collect(), (*idiom, true)), ([c, d].iter().collect(), (*idiom, false))]
            })
            .collect();
        Ok(Self {
            slips: Words::new(slips.iter().map(|(wrong, right)| (wrong.as_str(), *right))),
            halves: Words::new(halves.iter().map(|(half, value)| (half.as_str(), *value))),
            right: idioms.iter().copied().chain(cut(&source.also)).collect(),
            alike,
            names: source.names.iter().map(|g| g.chars().collect()).collect(),
            core,
        })
    }

    /// Whether these characters, two of them, are a common word.
    pub(crate) fn is_word(&self, chars: &[char]) -> bool {
        chars.try_into().is_ok_and(|pair| self.core.contains::<Pair>(&pair))
    }

    /// Whether a phrase of four characters is known to be right.
    pub(crate) fn is_right(&self, chars: &[char]) -> bool {
        chars.try_into().is_ok_and(|idiom| self.right.contains::<Idiom>(&idiom))
    }

    /// Whether two characters are typed for one another.
    pub(crate) fn are_alike(&self, a: char, b: char) -> bool {
        self.alike.get(&a).is_some_and(|others| others.contains(&b)) || self.sound_alike(a, b)
    }

    /// Whether two characters sound alike in names.
    pub(crate) fn sound_alike(&self, a: char, b: char) -> bool {
        self.names.iter().any(|group| group.contains(&a) && group.contains(&b))
    }
}

/// Words of one length out of a text without marks; what is left over at its end is dropped.
fn cut<const N: usize>(text: &str) -> Vec<[char; N]> {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks_exact(N).filter_map(|word| word.try_into().ok()).collect()
}

/// What each character is typed for.
fn alike(groups: &[String]) -> BTreeMap<char, BTreeSet<char>> {
    let mut alike: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    for group in groups {
        for a in group.chars() {
            alike.entry(a).or_default().extend(group.chars().filter(|b| *b != a));
        }
    }
    alike
}

/// The word with one of its characters replaced by one that is typed for it, and the word itself.
fn misspelt(word: Pair, alike: &BTreeMap<char, BTreeSet<char>>) -> Vec<(Pair, Pair)> {
    let [a, b] = word;
    let others = |c: char| alike.get(&c).into_iter().flatten().copied();
    let wrong = others(a).map(|other| [other, b]).chain(others(b).map(|other| [a, other]));
    wrong.map(|wrong| (wrong, word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_come_of_characters_that_are_alike() {
        let source =
            r#"{"core":"贯彻一彻","alike":["彻切"],"real":"一切","idioms":"名列前茅","names":["建健"]}"#;
        let vocabulary = Vocabulary::from_json(source).expect("the source is sound");
        let found = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            vocabulary.slips.find(&chars).len()
        };
        assert_eq!(found("贯切"), 1);
        assert_eq!(found("一切"), 0, "a word of its own");
        assert!(
            vocabulary.is_right(&['名', '列', '前', '茅']) && !vocabulary.is_right(&['名', '列', '前', '矛'])
        );
        assert!(vocabulary.sound_alike('建', '健') && !vocabulary.sound_alike('建', '国'));
    }
}
