//! What is not seen: blanks, full-width figures, invisible characters, the missing full stop.

use std::collections::BTreeSet;

use document::Block;

use super::texts;
use crate::context::{Context, Kind, Line};
use crate::rules::Report;
use crate::scan::{self, at, is_han};

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\t' | '\u{a0}')
}

/// Runs of blanks within a line, those at both ends left out.
fn gaps(line: &Line<'_>) -> Vec<(usize, usize)> {
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    for i in line.from..line.to {
        if at(line.chars, i).is_some_and(is_blank) {
            match gaps.last_mut() {
                Some((_, end)) if *end == i => *end = i + 1,
                _ => gaps.push((i, i + 1)),
            }
        }
    }
    // The blank behind 第一条 or 1. belongs to the number.
    let body = line.ordinal.map_or(line.from, |o| o.end);
    gaps.retain(|(from, _)| *from >= body);
    gaps
}

/// Whether it is a sentence; lists of names and headings are set out with blanks on purpose.
fn is_sentence(line: &Line<'_>) -> bool {
    let last = line.to.checked_sub(1).and_then(|i| at(line.chars, i));
    line.is_prose() && last.is_some_and(|c| matches!(c, '。' | '；' | '，' | '！' | '？'))
}

/// Whether single Hanzi stand on both sides, as in names and labels that are spread: 张 三, 主 任.
fn is_spread(line: &Line<'_>, from: usize, to: usize) -> bool {
    let left = from.checked_sub(2).and_then(|i| at(line.chars, i)).is_none_or(|c| !is_han(c));
    let right = at(line.chars, to + 1).is_none_or(|c| !is_han(c));
    left && right
}

/// Whether a place is inside 《》: the names of organs that issue a document jointly are parted by a blank there.
fn is_titled(line: &Line<'_>, place: usize) -> bool {
    let before = line.chars.get(..place).unwrap_or_default();
    before.iter().rev().find(|c| matches!(c, '《' | '》')) == Some(&'《')
}

/// PN-09: blanks between Hanzi, figures and letters of full width.
pub(super) fn inside(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        if is_sentence(line) {
            for (from, to) in gaps(line) {
                let left = from.checked_sub(1).and_then(|i| at(line.chars, i));
                let right = at(line.chars, to);
                let beside = |c: char| is_han(c) || "，。、；：“”（）《》".contains(c);
                let joined = left.is_some_and(beside) && right.is_some_and(beside);
                let han = left.is_some_and(is_han) || right.is_some_and(is_han);
                if joined && han && !is_spread(line, from, to) && !is_titled(line, from) {
                    report.fix(line.place(from, to), "汉字之间不留空格。", "");
                }
            }
        }
        wide_figures(line, report);
    }
}

fn wide_figures(line: &Line<'_>, report: &mut Report<'_>) {
    let wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％');
    let mut free = 0;
    for i in line.from..line.to {
        if i < free || !at(line.chars, i).is_some_and(wide) {
            continue;
        }
        let end = scan::run_end(line.chars, i, wide);
        free = end;
        let narrow: String = line.chars.get(i..end).unwrap_or_default().iter().map(|c| narrow(*c)).collect();
        report.fix(line.place(i, end), "数字、字母和百分号用半角。", narrow);
    }
}

/// The ASCII character of a full-width one.
fn narrow(c: char) -> char {
    u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
}

/// PN-14: 2021 年, 使用 WPS 编辑.
pub(super) fn beside_figures(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context).filter(|l| is_sentence(l)) {
        for (from, to) in gaps(line) {
            let left = from.checked_sub(1).and_then(|i| at(line.chars, i));
            let right = at(line.chars, to);
            let figure = |c: char| c.is_ascii_alphanumeric() || c == '%';
            let mixed = left.is_some_and(is_han) && right.is_some_and(figure)
                || left.is_some_and(figure) && right.is_some_and(is_han);
            // 1.2.1 at the start of a line is a number of its own kind.
            let opens = line
                .chars
                .get(line.from..from)
                .is_some_and(|c| c.iter().all(|c| c.is_ascii_digit() || *c == '.'));
            if mixed && !opens {
                report.fix(line.place(from, to), "汉字与数字、字母之间不留空格。", "");
            }
        }
    }
}

/// PN-10: a paragraph of sentences that ends without a mark.
pub(super) fn open_end(context: &Context<'_>, report: &mut Report<'_>) {
    let openings = openings(context);
    let mut lines = context.lines.iter().filter(|l| l.kind != Kind::Blank).peekable();
    while let Some(line) = lines.next() {
        // A line the grammar joined to the one before has no block of its own; its predecessor ends nothing.
        let goes_on = lines.peek().is_some_and(|next| is_continued(&openings, next));
        let last = line.to.checked_sub(1).and_then(|i| at(line.chars, i));
        let words = line.chars.get(line.from..line.to).unwrap_or_default();
        let sentences = words.iter().any(|c| matches!(c, '。' | '；')) && words.len() >= 15;
        let labelled = words.iter().take(12).any(|c| matches!(c, '：' | ':'));
        let open = last.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
        if line.kind == Kind::Plain && sentences && open && !labelled && !goes_on {
            report.add(line.place(line.to - 1, line.to), "段末没有标点，请核对是否漏了句号。");
        }
    }
}

/// The lines that open a paragraph. Running text that is not among them was joined to the paragraph above.
pub(super) fn openings(context: &Context<'_>) -> BTreeSet<u32> {
    let main = &context.document.main;
    let blocks = main.body.iter().chain(main.annexes.iter().flat_map(|a| &a.body));
    blocks
        .filter_map(|block| match block {
            Block::Paragraph(text) => Some(text.source_line),
            Block::Table(_) | Block::Picture(_) => None,
        })
        .collect()
}

/// Whether a line carries on the paragraph above.
pub(super) fn is_continued(openings: &BTreeSet<u32>, line: &Line<'_>) -> bool {
    line.kind == Kind::Plain && !openings.contains(&line.number)
}
