//! Set phrases of the party's and the state's language: they read as approved, or they are wrong.

use crate::context::Context;
use crate::rules::Report;
use crate::scan;
use crate::words::{Hit, Words, excused};

/// Shorter phrases are too like other words to be told from a slip by one character.
const SHORTEST: usize = 6;

/// A phrase cut in two: with one slip in it, one half is still as it should be.
struct Halves {
    whole: Vec<char>,
    middle: usize,
}

/// NM-02: known slips, and phrases that differ from an approved one by a single character.
pub(super) fn near_misses(context: &Context<'_>, report: &mut Report<'_>) {
    let text = &context.lexicon.text;
    let slips = Words::new(text.slips.iter().map(|(wrong, right)| (wrong.as_str(), right.as_str())));
    let phrases: Vec<Halves> = text
        .phrases
        .iter()
        .map(|phrase| phrase.chars().collect::<Vec<char>>())
        .filter(|whole| whole.len() >= SHORTEST)
        .map(|whole| Halves { middle: whole.len() / 2, whole })
        .collect();
    let halves: Vec<(String, (usize, bool))> = phrases
        .iter()
        .enumerate()
        .flat_map(|(i, phrase)| {
            let (first, second) = phrase.whole.split_at(phrase.middle);
            [(first.iter().collect(), (i, true)), (second.iter().collect(), (i, false))]
        })
        .collect();
    let halves = Words::new(halves.iter().map(|(half, value)| (half.as_str(), *value)));
    for stretch in context.stretches() {
        let known =
            slips.find(stretch.chars).into_iter().map(|hit| (hit.start, hit.end, hit.value.to_owned()));
        let near = halves.find_each(stretch.chars).into_iter().filter_map(|hit| {
            let (index, is_first) = hit.value;
            let phrase = phrases.get(index)?;
            let (start, end) = if is_first {
                (hit.start, slip_behind(stretch.chars, hit.end, phrase)?)
            } else {
                (slip_before(stretch.chars, hit.start, phrase)?, hit.end)
            };
            Some((start, end, phrase.whole.iter().collect::<String>()))
        });
        let mut found: Vec<(usize, usize, String)> = known
            .chain(near)
            .chain(sessions(stretch.chars))
            .filter(|(start, end, _)| !excused(stretch.chars, *start, *end, &text.longer))
            .collect();
        // A slip in a long phrase is one in the shorter phrases within it, too; the long one says it best.
        found.sort_by_key(|(start, end, _)| (std::cmp::Reverse(end - start), *start));
        let mut told: Vec<(usize, usize)> = Vec::new();
        for (start, end, right) in found {
            if told.iter().all(|(from, to)| end <= *from || start >= *to) {
                told.push((start, end));
                let shown = right.replace('“', "‘").replace('”', "’");
                report.fix(stretch.place(start, end), format!("规范表述是“{shown}”。"), right);
            }
        }
    }
}

/// 二十大三中全会: a plenary session is one of a term of the committee, 二十届三中全会.
fn sessions(chars: &[char]) -> Vec<(usize, usize, String)> {
    let ordinal = |c: char| "一二三四五六七八九十".contains(c);
    let mut found = Vec::new();
    for tail in scan::find_all(chars, "中全会") {
        let before = chars.get(..tail).unwrap_or_default();
        let session = before.iter().rev().take_while(|c| ordinal(**c)).count();
        let Some(place) = tail.checked_sub(session + 1).filter(|i| chars.get(*i) == Some(&'大')) else {
            continue;
        };
        let term = chars.get(..place).unwrap_or_default().iter().rev().take_while(|c| ordinal(**c)).count();
        if session > 0 && term > 0 {
            let text = |from: usize, to: usize| -> String {
                chars.get(from..to).unwrap_or_default().iter().collect()
            };
            let right = format!("{}届{}中全会", text(place - term, place), text(place + 1, tail));
            found.push((place - term, tail + 3, right));
        }
    }
    found
}

/// Where the second half with one slip in it ends; `None` when it is right or quite another text.
fn slip_behind(chars: &[char], from: usize, phrase: &Halves) -> Option<usize> {
    let wanted = phrase.whole.get(phrase.middle..)?;
    let rest = chars.get(from..)?;
    let length = one_slip(rest.iter(), wanted.iter())?;
    Some(from + length)
}

/// Where the first half with one slip in it starts.
fn slip_before(chars: &[char], to: usize, phrase: &Halves) -> Option<usize> {
    let wanted = phrase.whole.get(..phrase.middle)?;
    let before = chars.get(..to)?;
    let length = one_slip(before.iter().rev(), wanted.iter().rev())?;
    Some(to - length)
}

/// How many characters of `text` stand for `wanted` when one of them is another, too many or missing. The far end
/// must be right, so that a text that merely begins like the phrase is left alone.
fn one_slip<'c>(
    text: impl Iterator<Item = &'c char> + Clone,
    wanted: impl ExactSizeIterator<Item = &'c char> + Clone,
) -> Option<usize> {
    let size = wanted.len();
    let same = text.clone().zip(wanted.clone()).take_while(|(a, b)| a == b).count();
    if same >= size.saturating_sub(1) {
        return None;
    }
    let goes_on = |skip_text: usize, skip_wanted: usize| {
        let left = size - same - skip_wanted;
        let rest = text.clone().skip(same + skip_text);
        left > 0
            && rest.clone().take(left).count() == left
            && rest.zip(wanted.clone().skip(same + skip_wanted)).all(|(a, b)| a == b)
    };
    if goes_on(1, 1) {
        Some(size)
    } else if goes_on(0, 1) {
        Some(size - 1)
    } else {
        goes_on(1, 0).then_some(size + 1)
    }
}

/// NM-04: phrases that stand in quotation marks.
pub(super) fn unquoted(context: &Context<'_>, report: &mut Report<'_>) {
    let quoted = &context.lexicon.text.quoted;
    let words = Words::new(quoted.iter().map(|(word, followers)| (word.as_str(), followers)));
    for stretch in context.stretches() {
        for hit in words.find(stretch.chars) {
            let followed =
                hit.value.is_empty() || hit.value.iter().any(|f| scan::stands(stretch.chars, hit.end, f));
            let excusable = excused(stretch.chars, hit.start, hit.end, &context.lexicon.text.longer);
            if followed && !excusable && !is_quoted(stretch.chars, hit.start) {
                let word: String = stretch.chars.get(hit.start..hit.end).unwrap_or_default().iter().collect();
                let right = format!("“{word}”");
                report.fix(stretch.place(hit.start, hit.end), format!("宜加引号，即{right}。"), right);
            }
        }
    }
}

/// Whether a place is inside quotation marks or a title.
fn is_quoted(chars: &[char], place: usize) -> bool {
    let mut quotes = 0i32;
    for c in chars.iter().take(place) {
        match c {
            '“' | '‘' | '《' | '〈' | '「' => quotes += 1,
            '”' | '’' | '》' | '〉' | '」' => quotes = (quotes - 1).max(0),
            _ => {}
        }
    }
    // A straight quotation mark before it is PN-03's to put right.
    quotes > 0 || place.checked_sub(1).and_then(|i| scan::at(chars, i)) == Some('"')
}

/// NM-05: phrases with a fixed order, one right behind the other.
pub(super) fn order(context: &Context<'_>, report: &mut Report<'_>) {
    let lists = context.lexicon.text.ordered.iter().enumerate();
    let members = lists.flat_map(|(list, words)| {
        words.iter().enumerate().map(move |(rank, word)| (word.as_str(), (list, rank)))
    });
    let words = Words::new(members);
    for stretch in context.stretches() {
        let hits = words.find_each(stretch.chars);
        for left in &hits {
            let mark = scan::at(stretch.chars, left.end).filter(|c| matches!(c, '、' | '，'));
            let follows = |h: &&Hit<(usize, usize)>| {
                h.start == left.end + 1 && h.value.0 == left.value.0 && h.value.1 < left.value.1
            };
            if let (Some(mark), Some(right)) = (mark, hits.iter().find(follows)) {
                let text = |from: usize, to: usize| -> String {
                    stretch.chars.get(from..to).unwrap_or_default().iter().collect()
                };
                let turned = format!("{}{mark}{}", text(right.start, right.end), text(left.start, left.end));
                report.fix(
                    stretch.place(left.start, right.end),
                    format!("规范的顺序是“{}”。", turned.replace('“', "‘").replace('”', "’")),
                    turned,
                );
            }
        }
    }
}
