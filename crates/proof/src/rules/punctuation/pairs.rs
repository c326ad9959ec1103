//! Marks that come in pairs: brackets, quotation marks, book title marks.

use super::blanks::{is_continued, openings};
use super::marks::named;
use super::texts;
use crate::context::{Context, Kind, Line};
use crate::rules::Report;
use crate::scan::{self, at, is_han};

fn positions(chars: &[char], is: impl Fn(char) -> bool) -> Vec<usize> {
    chars.iter().enumerate().filter(|(_, c)| is(**c)).map(|(i, _)| i).collect()
}

fn text(chars: &[char], from: usize, to: usize) -> String {
    chars.get(from..to).unwrap_or_default().iter().collect()
}

/// PN-02: half-width brackets around Hanzi, and pairs of one half-width and one full-width bracket.
pub(super) fn half_brackets(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        let chars = line.chars;
        for open in positions(chars, |c| matches!(c, '(' | '（')) {
            // (一) as an ordinal is HL-05.
            if line.ordinal.is_some_and(|o| o.half && open < o.bare_end) {
                continue;
            }
            let inner = scan::run_end(chars, open + 1, |c| !matches!(c, '(' | ')' | '（' | '）'));
            let (Some(left), Some(right)) = (at(chars, open), at(chars, inner)) else { continue };
            if !matches!(right, ')' | '）') {
                continue;
            }
            let words = chars.get(open + 1..inner).unwrap_or_default();
            let wrong = match (left, right) {
                ('(', ')') => words.iter().any(|c| is_han(*c)),
                ('（', '）') => false,
                _ => true,
            };
            if wrong {
                let right = format!("（{}）", text(chars, open + 1, inner));
                report.fix(line.place(open, inner + 1), "中文里用全角括号“（ ）”。", right);
            }
        }
    }
}

/// PN-03: straight quotation marks beside Hanzi, replaced in pairs so that each gets its side.
pub(super) fn straight_quotes(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context).filter(|l| l.chars.iter().any(|c| is_han(*c))) {
        for (straight, open, close) in [('"', '“', '”'), ('\'', '‘', '’')] {
            straight_pairs(line, straight, open, close, report);
        }
    }
}

fn straight_pairs(line: &Line<'_>, straight: char, open: char, close: char, report: &mut Report<'_>) {
    let chars = line.chars;
    let message = || format!("中文里用弯引号，成对使用{}和{}。", named(open), named(close));
    let mut pending: Option<(usize, char)> = None;
    for i in positions(chars, |c| c == straight || c == open || c == close) {
        // don't and 6' are no quotation marks.
        let left = i.checked_sub(1).and_then(|i| at(chars, i));
        if straight == '\'' && left.is_some_and(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        let Some(here) = at(chars, i) else { continue };
        match pending.take() {
            None if here == close => {}
            None => pending = Some((i, here)),
            Some((from, first)) if first == straight && here == straight => {
                let words = text(chars, from + 1, i);
                report.fix(line.place(from, i + 1), message(), format!("{open}{words}{close}"));
            }
            Some((from, first)) if first == straight && here == close => {
                report.fix(line.place(from, from + 1), message(), open);
            }
            Some((_, first)) if first == open && here == straight => {
                report.fix(line.place(i, i + 1), message(), close);
            }
            Some((from, first)) if first == straight => {
                report.add(line.place(from, from + 1), message());
                pending = Some((i, here));
            }
            Some(_) => {}
        }
    }
    if let Some((from, _)) = pending.filter(|(_, first)| *first == straight) {
        report.add(line.place(from, from + 1), message());
    }
}

/// Pairs that must be balanced, half-width brackets among them because they close full-width ones now and then.
const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('【', '】'),
    ('〔', '〕'),
    ('「', '」'),
];

/// A mark of a pair and where it stands.
#[derive(Clone, Copy)]
struct Mark<'l, 'a> {
    line: &'l Line<'a>,
    at: usize,
    mark: char,
}

/// PN-05: a paragraph's marks open and close in turn.
pub(super) fn unbalanced(context: &Context<'_>, report: &mut Report<'_>) {
    let openings = openings(context);
    let mut marks: Vec<Mark<'_, '_>> = Vec::new();
    for line in texts(context) {
        if !is_continued(&openings, line) {
            balance(&std::mem::take(&mut marks), report);
        }
        marks.extend(marks_of(line));
    }
    balance(&marks, report);
}

fn marks_of<'l, 'a>(line: &'l Line<'a>) -> impl Iterator<Item = Mark<'l, 'a>> {
    let ordinal = line.ordinal.map_or(0, |o| o.end);
    line.chars.iter().enumerate().filter_map(move |(i, c)| {
        let mark = match c {
            '(' => '（',
            ')' => '）',
            other => *other,
        };
        let known = PAIRS.iter().any(|(open, close)| mark == *open || mark == *close);
        (known && i >= ordinal && !is_apostrophe(line.chars, i) && !is_item(line.chars, i)).then_some(Mark {
            line,
            at: i,
            mark,
        })
    })
}

fn is_apostrophe(chars: &[char], i: usize) -> bool {
    let letter = |i: Option<usize>| i.and_then(|i| at(chars, i)).is_some_and(|c| c.is_ascii_alphanumeric());
    at(chars, i) == Some('’') && letter(i.checked_sub(1))
}

/// 1） and a) in running text: a number closed by a bracket that nothing opened.
fn is_item(chars: &[char], i: usize) -> bool {
    if !matches!(at(chars, i), Some('）' | ')')) {
        return false;
    }
    let before = chars.get(..i).unwrap_or_default();
    let digits = before.iter().rev().take_while(|c| c.is_ascii_alphanumeric()).count();
    let opened = before.iter().rev().find(|c| matches!(c, '（' | '(' | '）' | ')'));
    (1..=2).contains(&digits) && !matches!(opened, Some('（' | '('))
}

fn balance(marks: &[Mark<'_, '_>], report: &mut Report<'_>) {
    let mut open: Vec<Mark<'_, '_>> = Vec::new();
    let mut lost: Vec<Mark<'_, '_>> = Vec::new();
    for mark in marks {
        let Some((opening, _)) = PAIRS.iter().find(|(_, close)| *close == mark.mark) else {
            open.push(*mark);
            continue;
        };
        match open.iter().rposition(|m| m.mark == *opening) {
            Some(found) => {
                lost.extend(open.drain(found + 1..));
                open.pop();
            }
            None => lost.push(*mark),
        }
    }
    lost.extend(open);
    if lost.iter().any(|m| matches!(m.mark, '“' | '”'))
        && let Some(turned) = turned_quote(marks)
    {
        lost.retain(|m| !matches!(m.mark, '“' | '”'));
        let right = if turned.mark == '“' { '”' } else { '“' };
        report.fix(
            turned.line.place(turned.at, turned.at + 1),
            format!("引号方向反了，应为{}。", named(right)),
            right,
        );
    }
    for mark in lost {
        let opens = PAIRS.iter().any(|(open, _)| *open == mark.mark);
        let message = if opens {
            format!("{}没有对应的后一半。", named(mark.mark))
        } else {
            format!("{}没有对应的前一半。", named(mark.mark))
        };
        let narrow = at(mark.line.chars, mark.at).is_some_and(|c| c.is_ascii());
        // (x alone may be a formula; it is only said of Chinese marks.
        if !narrow {
            report.add(mark.line.place(mark.at, mark.at + 1), message);
        }
    }
}

/// The one quotation mark that, turned round, makes all of them alternate: “四个意识“.
fn turned_quote<'l, 'a>(marks: &[Mark<'l, 'a>]) -> Option<Mark<'l, 'a>> {
    let quotes: Vec<&Mark<'_, '_>> = marks.iter().filter(|m| matches!(m.mark, '“' | '”')).collect();
    if quotes.len() % 2 == 1 {
        return None;
    }
    let mut wrong = quotes.iter().enumerate().filter(|(i, m)| (m.mark == '“') != (i % 2 == 0));
    let (_, first) = wrong.next()?;
    wrong.next().is_none().then_some(**first)
}

/// PN-13: inside “ ” stand ‘ ’, inside 《 》 stand 〈 〉.
pub(super) fn nested(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context) {
        for (open, close, inner_open, inner_close) in [('“', '”', '‘', '’'), ('《', '》', '〈', '〉')]
        {
            for (from, to) in inner_pairs(line.chars, open, close) {
                let words = text(line.chars, from + 1, to);
                let right = format!("{inner_open}{words}{inner_close}");
                report.fix(
                    line.place(from, to + 1),
                    if open == '“' {
                        "双引号里再用引号，改为单引号。"
                    } else {
                        "书名号里再用书名号，改为单书名号“〈〉”。"
                    },
                    right,
                );
            }
        }
    }
}

/// Pairs directly inside a pair of the same marks, when the line is balanced.
fn inner_pairs(chars: &[char], open: char, close: char) -> Vec<(usize, usize)> {
    let mut stack = Vec::new();
    let mut pairs = Vec::new();
    for i in positions(chars, |c| c == open || c == close) {
        if at(chars, i) == Some(open) {
            stack.push(i);
        } else if let Some(from) = stack.pop() {
            if stack.len() == 1 {
                pairs.push((from, i));
            }
        } else {
            return Vec::new();
        }
    }
    if stack.is_empty() { pairs } else { Vec::new() }
}

/// PN-15: <<规定>> and <规定>.
pub(super) fn angles(context: &Context<'_>, report: &mut Report<'_>) {
    for line in texts(context).filter(|l| l.kind != Kind::Table) {
        let chars = line.chars;
        let mut free = 0;
        for open in positions(chars, |c| matches!(c, '<' | '＜')) {
            if open < free {
                continue;
            }
            let first = scan::run_end(chars, open, |c| matches!(c, '<' | '＜'));
            let last = scan::run_end(chars, first, |c| !matches!(c, '<' | '>' | '＜' | '＞'));
            let end = scan::run_end(chars, last, |c| matches!(c, '>' | '＞'));
            let words = chars.get(first..last).unwrap_or_default();
            let named = words.first().is_some_and(|c| is_han(*c))
                && words.last().is_some_and(|c| is_han(*c) || *c == '）');
            if end > last && named && first - open <= 2 && end - last <= 2 {
                free = end;
                let right = format!("《{}》", text(chars, first, last));
                report.fix(line.place(open, end), "书名号用“《 》”。", right);
            }
        }
    }
}
