//! NM-06: one organ, one document or one person, written in two ways.

use crate::context::{Context, Stretch};
use crate::lexicon::Vocabulary;
use crate::rules::Report;
use crate::scan::{self, at, is_han};

/// Shorter names differ by one character too easily.
const SHORTEST: usize = 6;

/// Names of organs that are looked for at the most.
const MOST: usize = 16;

/// Characters by which names of different things differ: numbers, levels, directions, sorts.
const DISTINCT: &str = "一二三四五六七八九十〇两第甲乙丙丁上下中东南西北前后左右大小男女省市县区镇乡村州旗盟院所厅部委局处室科组班正副总分新老";

/// What people are called by their office.
const POSTS: [&str; 12] =
    ["书记", "主任", "组长", "院长", "所长", "处长", "局长", "部长", "厅长", "司长", "委员", "主席"];

/// NM-06.
pub(super) fn written_otherwise(context: &Context<'_>, report: &mut Report<'_>) {
    organs(context, report);
    books(context, report);
    people(context, report);
}

/// Names of the head that stand in the text with one character more, less or another.
fn organs(context: &Context<'_>, report: &mut Report<'_>) {
    let mut names: Vec<Vec<char>> = Vec::new();
    for key in ["issuers", "issuer_mark", "addressees", "cc", "printer"] {
        for entry in context.field(key) {
            let name = entry.trimmed().chars;
            let name = name.strip_suffix(&['文', '件']).unwrap_or(name).to_vec();
            let several = name.first().is_some_and(|c| matches!(c, '各' | '有' | '全'));
            if !several && name.len() >= SHORTEST && name.iter().all(|c| is_han(*c)) && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
    names.truncate(MOST);
    for line in context.prose() {
        for name in &names {
            if let Some((from, to)) = near(line.chars, name).filter(|(from, to)| {
                let written = line.chars.get(*from..*to).unwrap_or_default();
                !names.iter().any(|n| n == written || contains(written, n))
            }) {
                let name: String = name.iter().collect();
                let message = format!("公文要素中写作“{name}”，这里的写法不同，请核对。");
                report.add(line.place(from, to), message);
            }
        }
    }
}

fn contains(chars: &[char], word: &[char]) -> bool {
    chars.windows(word.len().max(1)).any(|w| w == word)
}

/// Where a name stands with one character replaced, and no other name is meant.
fn near(chars: &[char], name: &[char]) -> Option<(usize, usize)> {
    chars.windows(name.len()).enumerate().find_map(|(from, window)| {
        let mut differing = window.iter().zip(name).filter(|(a, b)| a != b);
        let (a, b) = differing.next()?;
        let other = DISTINCT.contains(*a) && DISTINCT.contains(*b) || !is_han(*a);
        let last_differs = window.last() != name.last();
        // 办公室 and 办公厅 differ by the last character and are still one office.
        let office = last_differs && scan::ends(window.get(..window.len() - 1)?, "办公");
        (differing.next().is_none() && (!other && !last_differs || office))
            .then_some((from, from + name.len()))
    })
}

/// Two titles of documents that differ by one character.
fn books(context: &Context<'_>, report: &mut Report<'_>) {
    let mut first: Vec<Vec<char>> = Vec::new();
    for stretch in context.stretches() {
        for (from, to) in between(&stretch, '《', '》') {
            let name = stretch.chars.get(from..to).unwrap_or_default();
            if name.len() < SHORTEST || first.iter().any(|n| n.as_slice() == name) {
                continue;
            }
            if let Some(other) = first.iter().find(|n| is_slip(n, name, &context.lexicon.vocabulary)) {
                let other: String = other.iter().collect();
                let message = format!("前面写作《{other}》，这里的写法不同，请核对。");
                report.add(stretch.place(from - 1, to + 1), message);
            }
            first.push(name.to_vec());
        }
    }
}

fn between(stretch: &Stretch<'_>, open: char, close: char) -> Vec<(usize, usize)> {
    let opens = stretch.chars.iter().enumerate().filter(|(_, c)| **c == open).map(|(i, _)| i + 1);
    opens
        .map(|from| (from, scan::run_end(stretch.chars, from, |c| c != close && c != open)))
        .filter(|(_, to)| at(stretch.chars, *to) == Some(close))
        .collect()
}

/// Whether two names differ by one character that is typed for the other, or by a 和 or 的 more.
fn is_slip(a: &[char], b: &[char], vocabulary: &Vocabulary) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let front = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    let back = long.iter().rev().zip(short.iter().rev()).take_while(|(a, b)| a == b).count();
    let (Some(more), other) = (long.get(front), short.get(front)) else { return false };
    match long.len() - short.len() {
        0 => {
            let joint = |c: &char| matches!(c, '和' | '与' | '及');
            let alike = other.is_some_and(|c| vocabulary.are_alike(*more, *c) || joint(more) && joint(c));
            front + back + 1 == long.len() && alike
        }
        1 => front + back >= short.len() && matches!(more, '和' | '与' | '及' | '的'),
        _ => false,
    }
}

/// People who are named with their office, with a character that sounds alike in another place.
fn people(context: &Context<'_>, report: &mut Report<'_>) {
    let vocabulary = &context.lexicon.vocabulary;
    let mut known: Vec<Vec<char>> = Vec::new();
    for line in context.lines.iter().filter(|l| l.chars.len() <= crate::context::LONGEST_LINE) {
        let words = line.words();
        for (from, to) in named(words.chars) {
            let name = words.chars.get(from..to).unwrap_or_default();
            if known.iter().any(|n| n.as_slice() == name) {
                continue;
            }
            if let Some(other) = known.iter().find(|n| sounds_alike(n, name, vocabulary)) {
                let other: String = other.iter().collect();
                let message = format!("前面写作“{other}”，这里的写法不同，请核对是否同一人。");
                report.add(words.place(from, to), message);
            }
            known.push(name.to_vec());
        }
    }
}

/// The names behind 联系人： and the like, and before 同志.
fn named(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for label in
        ["联系人", "组长", "主任", "书记", "成员", "负责人", "记录", "主持人", "主持", "出席", "签发人"]
    {
        for start in scan::find_all(chars, label) {
            let mut from = start + label.chars().count();
            let behind = at(chars, from);
            if !matches!(behind, Some('：' | ':' | '由')) && !matches!(label, "组长" | "主任" | "书记")
            {
                continue;
            }
            from += usize::from(matches!(behind, Some('：' | ':' | '由')));
            loop {
                let to = scan::run_end(chars, from, is_han);
                let closed = at(chars, to)
                    .is_none_or(|c| scan::is_stop(c) || matches!(c, '（' | '）' | ' ' | '\u{3000}'));
                if !closed || !(2..=4).contains(&(to - from)) {
                    break;
                }
                found.push((from, to));
                if at(chars, to) != Some('、') {
                    break;
                }
                from = to + 1;
            }
        }
    }
    for end in scan::find_all(chars, "同志") {
        let before = chars.get(..end).unwrap_or_default();
        let run = before.iter().rev().take_while(|c| is_han(**c)).count();
        // A name begins the clause or follows a post.
        let opens = |len: &usize| {
            let rest = before.get(..end - len).unwrap_or_default();
            run == *len || run > *len && POSTS.iter().any(|post| scan::ends(rest, post))
        };
        found.extend([3, 2].into_iter().filter(|len| run >= *len).find(opens).map(|len| (end - len, end)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn sounds_alike(a: &[char], b: &[char], vocabulary: &Vocabulary) -> bool {
    let mut differing = a.iter().zip(b).skip(1).filter(|(a, b)| a != b);
    let one = differing.next();
    a.len() == b.len()
        && a.first() == b.first()
        && one.is_some_and(|(a, b)| vocabulary.sound_alike(*a, *b))
        && differing.next().is_none()
}
