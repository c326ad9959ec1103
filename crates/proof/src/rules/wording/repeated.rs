//! WD-01: the same character or word typed twice.

use crate::context::Context;
use crate::lexicon::{TextWords, Vocabulary};
use crate::rules::Report;
use crate::scan::{self, at, is_han};
use crate::words::excused;

/// Longest stretch that is looked for twice.
const LONGEST: usize = 8;

/// Numerals repeat rightly: 一项一项, 逐个逐个.
const COUNTING: &str = "一二三四五六七八九十两几每逐百千万亿零〇";

/// WD-01: 的的, 进行进行, 党建工作党建工作.
pub(super) fn doubled(context: &Context<'_>, report: &mut Report<'_>) {
    let text = &context.lexicon.text;
    for line in context.prose() {
        let chars = line.chars;
        // Most lines have no character twice in a row, and need not be held against any word that may end so.
        let twice = chars.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
        let mut free = 0;
        for (i, c) in chars.iter().enumerate() {
            if i < free {
                continue;
            }
            if at(chars, i + 1) == Some(*c) && text.doubled.contains(*c) {
                if !excused(chars, i, i + 2, &text.longer) {
                    report.fix(line.place(i, i + 2), format!("“{c}”字重复。"), *c);
                }
                free = i + 2;
            } else if let Some(end) =
                twice.then(|| ended_twice(text, &context.lexicon.vocabulary, chars, i)).flatten()
            {
                let word: String = chars.get(i..end).unwrap_or_default().iter().collect();
                let last = word.chars().last().unwrap_or_default();
                report.fix(line.place(i, end + 1), format!("“{last}”字重复。"), word);
                free = end + 1;
            } else if let Some(size) = repeated(text, &context.lexicon.vocabulary, chars, i)
                .filter(|n| !excused(chars, i, i + 2 * n, &text.longer))
            {
                let word: String = chars.get(i..i + size).unwrap_or_default().iter().collect();
                report.fix(line.place(i, i + 2 * size), format!("“{word}”重复。"), word.clone());
                free = i + 2 * size;
            }
        }
    }
}

/// Where a word ends whose last character follows once more and begins no other word: 之前前, but not 之前前期.
fn ended_twice(text: &TextWords, vocabulary: &Vocabulary, chars: &[char], i: usize) -> Option<usize> {
    let word = text.doubled_ends.iter().find(|word| scan::stands(chars, i, word))?;
    let end = i + word.chars().count();
    let again = at(chars, end).is_some_and(|c| at(chars, end - 1) == Some(c));
    let begins = chars.get(end..end + 2).is_some_and(|pair| vocabulary.is_word(pair));
    (again && !begins && !excused(chars, i, end + 1, &text.longer)).then_some(end)
}

/// Length of the stretch of Hanzi that stands twice from `i`, the longest one; two characters at least.
fn repeated(text: &TextWords, vocabulary: &Vocabulary, chars: &[char], i: usize) -> Option<usize> {
    let first = at(chars, i).filter(|c| is_han(*c))?;
    (2..=LONGEST)
        .rev()
        .find(|size| {
            at(chars, i + size) == Some(first) && {
                let once = chars.get(i..i + size).unwrap_or_default();
                let again = chars.get(i + size..i + 2 * size).unwrap_or_default();
                let words = once.iter().all(|c| is_han(*c)) && !once.iter().all(|c| *c == first);
                once == again && words && !(*size <= 3 && COUNTING.contains(first))
            }
        })
        .filter(|size| *size > 2 || is_word(text, vocabulary, chars, i) && !reduplicates(chars, i))
}

/// Two characters twice are a slip only when they are a word: 企业创业创新 is none.
fn is_word(text: &TextWords, vocabulary: &Vocabulary, chars: &[char], i: usize) -> bool {
    let pair = chars.get(i..i + 2).unwrap_or_default();
    vocabulary.is_word(pair) || text.doubled_words.iter().any(|word| scan::stands(chars, i, word))
}

/// Verbs that are said twice on purpose are followed by nothing but a mark: 研究研究。
fn reduplicates(chars: &[char], i: usize) -> bool {
    at(chars, i + 4).is_none_or(scan::is_stop)
}
