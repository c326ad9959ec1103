//! Looks for many words at once: one pass over the characters, whatever the number of words.

use std::collections::BTreeMap;

use crate::scan;

/// Words with what each of them stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words<T> {
    /// One bit for the first two characters of each word, mixed, so that most places cost one look.
    first: Vec<u64>,
    /// Words of one character.
    alone: Vec<char>,
    words: BTreeMap<char, Vec<(Vec<char>, T)>>,
}

/// A word that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit<T> {
    /// First character.
    pub(crate) start: usize,
    /// Behind the last character.
    pub(crate) end: usize,
    /// What the word stands for.
    pub(crate) value: T,
}

impl<T: Copy> Default for Words<T> {
    fn default() -> Self {
        Self::new([])
    }
}

impl<T: Copy> Words<T> {
    /// The words; empty ones are left out.
    pub(crate) fn new<'w>(list: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let mut words: BTreeMap<char, Vec<(Vec<char>, T)>> = BTreeMap::new();
        let mut first = vec![0u64; 1024];
        let mut alone = Vec::new();
        for (word, value) in list {
            let chars: Vec<char> = word.chars().collect();
            let Some(c) = chars.first().copied() else { continue };
            let Some(second) = chars.get(1) else {
                alone.push(c);
                words.entry(c).or_default().push((chars, value));
                continue;
            };
            let (slot, bit) = place(c, *second);
            if let Some(bits) = first.get_mut(slot) {
                *bits |= bit;
            }
            words.entry(c).or_default().push((chars, value));
        }
        for list in words.values_mut() {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { first, alone, words }
    }

    /// Where words stand, the longest at each place, overlapping ones left out.
    pub(crate) fn find(&self, chars: &[char]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        let mut free = 0;
        for (start, c) in chars.iter().enumerate() {
            if start < free || !self.may_start(*c, chars.get(start + 1)) {
                continue;
            }
            if let Some(hit) = self.at(chars, start) {
                free = hit.end;
                hits.push(hit);
            }
        }
        hits
    }

    /// Every word at every place.
    pub(crate) fn find_each(&self, chars: &[char]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for (start, c) in chars.iter().enumerate() {
            if !self.may_start(*c, chars.get(start + 1)) {
                continue;
            }
            let Some(rest) = chars.get(start..) else { continue };
            let here = self.words.get(c).into_iter().flatten();
            let fitting = here.filter(|(word, _)| rest.starts_with(word));
            hits.extend(fitting.map(|(word, value)| Hit { start, end: start + word.len(), value: *value }));
        }
        hits
    }

    fn at(&self, chars: &[char], start: usize) -> Option<Hit<T>> {
        let rest = chars.get(start..)?;
        let (word, value) = self.words.get(rest.first()?)?.iter().find(|(w, _)| rest.starts_with(w))?;
        Some(Hit { start, end: start + word.len(), value: *value })
    }

    fn may_start(&self, c: char, second: Option<&char>) -> bool {
        if self.alone.contains(&c) {
            return true;
        }
        let Some(second) = second else { return false };
        let (slot, bit) = place(c, *second);
        self.first.get(slot).is_some_and(|bits| bits & bit != 0)
    }
}

/// Slot and bit of two characters.
fn place(c: char, second: char) -> (usize, u64) {
    let low = (u32::from(c) ^ u32::from(second).wrapping_mul(0x9e5)) & 0xffff;
    (usize::try_from(low >> 6).unwrap_or(0), 1 << (low & 63))
}

/// Whether the characters `start..end` are only a part of one of these longer words, or begin with the end of one that
/// starts before them (化学反应 in 化学反应情况), and so mean something else.
pub(crate) fn excused(chars: &[char], start: usize, end: usize, longer: &[String]) -> bool {
    longer.iter().any(|word| {
        let len = word.chars().count();
        (0..=start.min(len)).any(|back| {
            let from = start - back;
            let covers = from + len >= end || back > 0 && from + len >= start + 2;
            covers && scan::stands(chars, from, word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_and_parts_of_longer_words_are_excused() {
        let words = Words::new([("按装", 1), ("按装好", 2), ("", 3)]);
        let chars: Vec<char> = "设备按装好，再按装".chars().collect();
        let found: Vec<_> = words.find(&chars).iter().map(|h| (h.start, h.end, h.value)).collect();
        assert_eq!(found, [(2, 5, 2), (7, 9, 1)]);
        assert_eq!(words.find_each(&chars).len(), 3);
        assert!(excused(&chars, 2, 4, &["备按装好".to_owned()]));
        assert!(!excused(&chars, 7, 9, &["备按装好".to_owned()]));
    }
}
