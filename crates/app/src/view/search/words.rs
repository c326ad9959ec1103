//! What a query means: characters however wide, without marks and spaces, and letters as initials of pinyin.

/// The initials each character of a name may be typed as; nothing for what is no Chinese character. The shell knows them.
pub type Spell<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// A query, ready to be compared.
pub(super) struct Query {
    words: Vec<String>,
    /// Whether every word is of letters, so that it may be the initials of pinyin.
    letters: bool,
}

/// How well something fits a query; less is better.
pub(super) type Rank = u8;

impl Query {
    pub(super) fn new(query: &str) -> Self {
        let words: Vec<String> =
            query.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
        let letters = words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase()));
        Self { words, letters }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a name fits, with what else is known of the thing; `None` when it does not. Other words that people use
    /// for the same are told by `also`: pairs of a word and those that stand for it.
    pub(super) fn rank(
        &self,
        name: &str,
        more: &str,
        also: &[(String, String)],
        spell: Spell<'_>,
    ) -> Option<Rank> {
        if self.is_empty() {
            return Some(0);
        }
        let (name_plain, more) = (plain(name), plain(more));
        let joined = self.words.concat();
        if name_plain == joined {
            return Some(0);
        }
        if name_plain.starts_with(&joined) {
            return Some(1);
        }
        if self.words.iter().all(|word| name_plain.contains(word.as_str())) {
            return Some(2);
        }
        let here = |word: &String| {
            name_plain.contains(word.as_str())
                || more.contains(word.as_str())
                || also
                    .iter()
                    .any(|(own, others)| name_plain.contains(own.as_str()) && others.contains(word.as_str()))
        };
        if self.words.iter().all(here) || name_plain.contains(&joined) {
            return Some(3);
        }
        let spelt = || spell(name);
        if self.letters && begins_with_initials(&joined, name, &spelt()) {
            return Some(4);
        }
        // Some of the characters of a short name, in their order: 沈化 is 沈阳化学所.
        (self.words.len() == 1 && joined.chars().count() > 1 && name_plain.chars().count() <= SHORT)
            .then(|| is_within(&joined, &name_plain).then_some(5))
            .flatten()
    }
}

/// Longest name that may be found by some of its characters.
const SHORT: usize = 12;

/// Whether initials, typed without spaces, follow one another somewhere in a name.
fn begins_with_initials(query: &str, name: &str, spelt: &[String]) -> bool {
    let sounds: Vec<String> = name
        .chars()
        .zip(spelt)
        .map(|(c, initials)| {
            if initials.is_empty() && c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase().to_string()
            } else {
                initials.clone()
            }
        })
        .filter(|sound| !sound.is_empty())
        .collect();
    let wanted: Vec<char> = query.chars().collect();
    sounds
        .windows(wanted.len().max(1))
        .any(|part| part.iter().zip(&wanted).all(|(sound, c)| sound.contains(*c)))
}

fn is_within(query: &str, name: &str) -> bool {
    let mut at = name.chars();
    query.chars().all(|wanted| at.any(|c| c == wanted))
}

/// A text as it is compared: letters and digits of half width, small, without marks and spaces.
pub(super) fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Other words for the same, one word a line: `另存=保存、备份`.
pub(super) fn others(lines: &str) -> Vec<(String, String)> {
    let pair = |line: &str| line.split_once('=').map(|(own, others)| (plain(own), others.to_lowercase()));
    lines.lines().filter_map(pair).collect()
}
