//! WD-10: words of official texts with a character in them that looks or sounds like the right one.

use crate::context::{Context, Stretch};
use crate::lexicon::Vocabulary;
use crate::rules::Report;
use crate::words::excused;

/// WD-10: 贯切, 侯选, 名列前矛.
pub(super) fn slips(context: &Context<'_>, report: &mut Report<'_>) {
    let text = &context.lexicon.text;
    let vocabulary = &context.lexicon.vocabulary;
    for stretch in context.stretches() {
        let mut found = idioms(&stretch, vocabulary);
        for hit in vocabulary.slips.find(stretch.chars) {
            let within = found.iter().any(|(from, to, _)| hit.start >= *from && hit.end <= *to);
            if !within && !of_two_words(stretch.chars, hit.start, vocabulary) {
                found.push((hit.start, hit.end, hit.value.iter().collect()));
            }
        }
        for (start, end, right) in found {
            let wrong: String = stretch.chars.get(start..end).unwrap_or_default().iter().collect();
            // A list of its own may know the word, and what it stands for.
            let known = text.misspelt.contains_key(&wrong) || text.confused.contains_key(&wrong);
            if !known && !excused(stretch.chars, start, end, &text.longer) {
                let message = format!("“{wrong}”疑为“{right}”之误，请核对。");
                report.fix(stretch.place(start, end), message, right);
            }
        }
    }
}

/// Whether the two characters are the end of one word and the beginning of the next: 一贯切实.
fn of_two_words(chars: &[char], start: usize, vocabulary: &Vocabulary) -> bool {
    let word = |from: usize| chars.get(from..from + 2).is_some_and(|pair| vocabulary.is_word(pair));
    start.checked_sub(1).is_some_and(word) || word(start + 1)
}

/// Whether the half of an idiom with the slip in it is a word, or part of one with a neighbour: 人才提出, 通行证有效.
fn of_other_words(chars: &[char], half: usize, vocabulary: &Vocabulary) -> bool {
    let word = |from: usize| chars.get(from..from + 2).is_some_and(|pair| vocabulary.is_word(pair));
    word(half) || half.checked_sub(1).is_some_and(word) || word(half + 1)
}

/// Idioms with one character that is another.
fn idioms(stretch: &Stretch<'_>, vocabulary: &Vocabulary) -> Vec<(usize, usize, String)> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for hit in vocabulary.halves.find_each(stretch.chars) {
        let (idiom, is_first) = hit.value;
        let Some(start) = (if is_first { Some(hit.start) } else { hit.start.checked_sub(2) }) else {
            continue;
        };
        let Some(written) = stretch.chars.get(start..start + 4) else { continue };
        let slips = written.iter().zip(&idiom).filter(|(a, b)| a != b).count();
        let han = written.iter().all(|c| crate::scan::is_han(*c));
        let slipped = if is_first { start + 2 } else { start };
        let sound = vocabulary.is_right(written) || of_other_words(stretch.chars, slipped, vocabulary);
        if slips == 1 && han && !sound && found.iter().all(|(from, ..)| *from != start) {
            found.push((start, start + 4, idiom.iter().collect()));
        }
    }
    found
}
