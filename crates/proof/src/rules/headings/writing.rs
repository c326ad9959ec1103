//! How ordinals and headings are written.

use super::super::Report;
use crate::context::{Context, Kind, Line, Zone};
use crate::scan::{self, Form, Ordinal};

/// The numbered lines of running text.
fn ordinals<'c, 'a>(cx: &'c Context<'a>) -> impl Iterator<Item = (&'c Line<'a>, Ordinal)> {
    cx.prose().filter_map(|l| Some((l, l.ordinal?)))
}

pub(super) fn mark(cx: &Context<'_>, report: &mut Report<'_>) {
    for (line, o) in ordinals(cx) {
        let Some(mark) = o.mark.filter(|m| !matches!(m, ')' | '）')) else { continue };
        let ratio = mark == '：' && scan::at(line.chars, o.bare_end + 1).is_some_and(|c| c.is_ascii_digit());
        let (right, sort) = match o.form {
            Form::Han => ("、", "汉字数字"),
            Form::Digit => (".", "阿拉伯数字"),
            Form::HanBracket | Form::DigitBracket | Form::Circled | Form::Letter | Form::Clause(_) => {
                continue;
            }
        };
        let wide = o.form == Form::Digit && mark == '．';
        if !right.contains(mark) && !wide && !ratio {
            let message = format!("{sort}序数后用“{right}”，不用“{mark}”。");
            report.fix(line.place(o.bare_end, o.bare_end + 1), message, right);
        }
    }
}

pub(super) fn after_bracket(cx: &Context<'_>, report: &mut Report<'_>) {
    for (line, o) in ordinals(cx) {
        if let (Form::HanBracket | Form::DigitBracket, Some(mark)) = (o.form, o.mark) {
            let message = format!("带括号的序数后不加标点，请删去“{mark}”。");
            report.fix(line.place(o.bare_end, o.bare_end + 1), message, "");
        }
    }
}

pub(super) fn half_bracket(cx: &Context<'_>, report: &mut Report<'_>) {
    for (line, o) in ordinals(cx).filter(|(_, o)| o.half) {
        let inner = line.whole().part(line.from + 1, o.bare_end - 1).text();
        let message = format!("层次序数的括号用全角：（{inner}）。");
        report.fix(line.place(line.from, o.bare_end), message, format!("（{inner}）"));
    }
}

/// 1） and 一）.
pub(super) fn lone_bracket(cx: &Context<'_>, report: &mut Report<'_>) {
    for (line, o) in ordinals(cx) {
        let plain = matches!(o.form, Form::Han | Form::Digit);
        if let (true, Some(')' | '）')) = (plain, o.mark) {
            let number = line.whole().part(line.from, o.bare_end).text();
            let message = format!("序数的括号要成对：（{number}）。");
            report.fix(line.place(line.from, o.bare_end + 1), message, format!("（{number}）"));
        }
    }
}

pub(super) fn blank(cx: &Context<'_>, report: &mut Report<'_>) {
    for (line, o) in ordinals(cx) {
        let tight = matches!(o.form, Form::Han | Form::HanBracket | Form::DigitBracket);
        let after = o.bare_end + usize::from(o.mark.is_some());
        if tight && o.end > after && o.end < line.to {
            report.fix(line.place(after, o.end), "序数与文字之间不空格。", "");
        }
    }
}

/// A short heading on a line of its own, with what it heads below it.
pub(super) fn end(cx: &Context<'_>, report: &mut Report<'_>) {
    let lines: Vec<&Line<'_>> = cx.prose().collect();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let Some(ordinal) = line.ordinal else { continue };
        let Some(level) = ordinal.level().filter(|_| line.zone == next.zone) else { continue };
        let deeper = match next.ordinal.and_then(|o| o.level()) {
            Some(below) => below > level,
            None => next.kind == Kind::Plain,
        };
        let words = line.whole().part(ordinal.end, line.to);
        let kept = words.chars.len() - words.chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
        let sentence = words.chars.iter().take(kept).any(|c| matches!(c, '。' | '；' | '，' | '：'));
        let short = kept > 0 && kept <= 25;
        // Published documents end a second heading on its own line with a full stop as often as not.
        let usual = level == 2 && matches!(words.chars.get(kept..), Some(['。']));
        if level <= 2
            && !usual
            && deeper
            && short
            && !sentence
            && kept < words.chars.len()
            && !brothers_are_sentences(&lines, line, ordinal)
        {
            report.fix(words.place(kept, words.chars.len()), "独占一行的标题末尾不加标点。", "");
        }
    }
}

/// Whether another item with the same kind of ordinal goes on behind its first clause: these are items of text and no
/// headings, and a short one among them is a sentence as well.
fn brothers_are_sentences(lines: &[&Line<'_>], item: &Line<'_>, ordinal: Ordinal) -> bool {
    lines.iter().filter(|l| l.zone == item.zone && l.number != item.number).any(|line| {
        let same = line.ordinal.filter(|o| o.form == ordinal.form);
        same.is_some_and(|o| {
            let words = line.whole().part(o.end, line.to).chars;
            words.len() > 25 && scan::ends(words, "。")
        })
    })
}

pub(super) fn form(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut last = 0;
    for (line, o) in ordinals(cx).filter(|(l, _)| l.zone == Zone::Main) {
        if let Some(level) = o.level() {
            last = level;
        }
        if matches!(o.form, Form::Circled | Form::Letter) && last < 4 {
            let message = "结构层次序数依次用“一、”“（一）”“1.”“（1）”，第四层以下才用其他形式。";
            report.add(line.place(line.from, o.bare_end), message);
        }
    }
}

/// 1.1 and 2.3.1 as headings; one alone may well be a figure.
pub(super) fn decimal(cx: &Context<'_>, report: &mut Report<'_>) {
    let found: Vec<(&Line<'_>, usize)> = cx.prose().filter_map(|l| Some((l, decimal_end(l)?))).collect();
    if found.len() < 2 {
        return;
    }
    // A plan that is numbered so throughout (emergency plans are) hears it once.
    let most = if found.len() > 9 { 1 } else { found.len() };
    for (line, end) in found.into_iter().take(most) {
        let message = "公文不用“1.1”式编号，结构层次序数依次用“一、”“（一）”“1.”“（1）”。";
        report.add(line.place(line.from, end), message);
    }
}

fn decimal_end(line: &Line<'_>) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit();
    let mut end = scan::run_end(line.chars, line.from, digit);
    let mut parts = usize::from(end > line.from && end - line.from <= 2);
    while parts > 0 && scan::at(line.chars, end) == Some('.') {
        let next = scan::run_end(line.chars, end + 1, digit);
        if next == end + 1 || next > end + 3 {
            break;
        }
        end = next;
        parts += 1;
    }
    let blank = scan::at(line.chars, end).is_some_and(|c| matches!(c, ' ' | '\u{3000}' | '、'));
    let word = scan::at(line.chars, end + 1).or(scan::at(line.chars, end)).filter(|c| scan::is_han(*c))?;
    let unit = "万亿元个年月日人次项倍米吨公平".contains(word);
    (parts >= 2 && !unit && (blank || parts >= 3)).then_some(end)
}

/// 第一、 and 首先、 take a comma.
pub(super) fn spoken(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in cx.prose() {
        let words = line.words();
        for at in scan::find_all(words.chars, "、") {
            let Some(before) = words.chars.get(..at) else { continue };
            let Some(word) = spoken_word(before) else { continue };
            let opens = word.is_none_or(|i| matches!(scan::at(before, i), Some('。' | '；' | '：')));
            let next = scan::at(words.chars, at + 1);
            let list = next.is_none_or(|c| "第一二三四五六七八九十".contains(c));
            if opens && !list {
                let message = "“第一”“首先”“其次”之后用逗号，不用顿号。";
                report.fix(words.place(at, at + 1), message, "，");
            }
        }
    }
}

/// The character before 第一, 首先… that ends `before`: `Some(None)` when the word opens the line.
fn spoken_word(before: &[char]) -> Option<Option<usize>> {
    let words = ["首先", "其次", "再次", "最后", "第一", "第二", "第三", "第四", "第五", "第六"];
    let word = words.into_iter().find(|w| scan::ends(before, w))?;
    Some((before.len() - word.chars().count()).checked_sub(1))
}
