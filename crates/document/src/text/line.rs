//! What one line of text is: a heading of some level, a placed line, a label, a date, a list item.

use expr::Date;

use super::placed;
use crate::document::{Placement, TextBlock};

/// Hanzi that numbers are written with.
const NUMERALS: &str = "〇零一二三四五六七八九十百";

/// Longest line that may be a title, in characters.
const LONGEST_TITLE: usize = 100;

/// The paragraph a line makes.
pub(super) fn paragraph(text: &str, number: u32) -> TextBlock {
    let (placement, rest) = placed(text);
    if placement != Placement::Indented {
        return TextBlock { text: rest.to_owned(), placement, source_line: number, ..TextBlock::default() };
    }
    if let Some(block) = regulation(text, number).or_else(|| attendance(text, number)) {
        return block;
    }
    let level = numbered_level(text);
    let (heading, rest) = if level.is_some() { split_heading(text) } else { ("", text) };
    TextBlock { level, heading: heading.to_owned(), text: rest.to_owned(), placement, source_line: number }
}

/// Level 1–4 of a line that opens with 一、 （一） 1. （1）, half-width variants included.
#[must_use]
pub fn numbered_level(text: &str) -> Option<u8> {
    let mut chars = text.chars();
    match chars.next()? {
        '（' | '(' => {
            let inner: String = chars.by_ref().take_while(|c| !matches!(c, '）' | ')')).collect();
            let closed = text.contains(['）', ')']);
            let short = (1..=4).contains(&inner.chars().count());
            if !closed || !short {
                None
            } else if inner.chars().all(|c| NUMERALS.contains(c)) {
                Some(2)
            } else {
                inner.chars().all(|c| c.is_ascii_digit()).then_some(4)
            }
        }
        c if NUMERALS.contains(c) => {
            let rest = text.trim_start_matches(|c| NUMERALS.contains(c));
            let digits = text.chars().count() - rest.chars().count();
            (digits <= 4 && rest.starts_with('、')).then_some(1)
        }
        c if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = text.chars().count() - rest.chars().count();
            let mut rest = rest.chars();
            let dot = matches!(rest.next(), Some('.' | '．' | '、'));
            // 1.5万元 is an amount, not a heading.
            let amount = rest.next().is_some_and(|c| c.is_ascii_digit());
            (digits <= 3 && dot && !amount).then_some(3)
        }
        _ => None,
    }
}

/// Heading and rest of a numbered line.
///
/// A line without final punctuation is a heading by itself. Otherwise the heading ends at the first 。 outside
/// brackets and quotes if more follows; a line that is one sentence is text and has no heading.
#[must_use]
pub fn split_heading(text: &str) -> (&str, &str) {
    if !text.ends_with([
        '。', '；', '：', '，', '、', '！', '？', '…', ';', ':', ',', '!', '?', '.', '”', '）', ')',
    ]) && first_stop(text).is_none()
    {
        return (text, "");
    }
    match first_stop(text) {
        Some(at) => {
            let (heading, rest) = text.split_at(at);
            if rest.trim().is_empty() { ("", text) } else { (heading, rest) }
        }
        // 一、总体评价（试评） ends with a bracket but is a heading nevertheless.
        None if text.ends_with(['）', ')', '”']) => (text, ""),
        None => ("", text),
    }
}

/// Byte position after the first 。 at the outer level.
fn first_stop(text: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            '《' | '“' | '‘' | '（' | '(' | '〈' | '【' => depth += 1,
            '》' | '”' | '’' | '）' | ')' | '〉' | '】' => depth = (depth - 1).max(0),
            '。' if depth == 0 => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// 第一章 总则 (centred) and 第一条 …: the numbering of regulations.
fn regulation(text: &str, number: u32) -> Option<TextBlock> {
    let rest = text.strip_prefix('第')?;
    let after = rest.trim_start_matches(|c: char| NUMERALS.contains(c) || c.is_ascii_digit());
    let kind = after.chars().next().filter(|_| after.len() < rest.len())?;
    let tail = after.strip_prefix(kind)?;
    if !tail.is_empty() && !tail.starts_with([' ', '\u{3000}', '\t']) {
        return None;
    }
    let block = TextBlock { source_line: number, ..TextBlock::default() };
    match kind {
        '章' | '编' | '节' if !text.ends_with('。') => Some(TextBlock {
            level: Some(1),
            heading: text.to_owned(),
            placement: Placement::Centred,
            ..block
        }),
        '条' => {
            let (heading, tail) = text.split_at(text.len() - tail.len());
            Some(TextBlock { heading: heading.to_owned(), text: tail.to_owned(), ..block })
        }
        _ => None,
    }
}

/// 出席：, 请假：, 列席： lists of minutes (10.3).
fn attendance(text: &str, number: u32) -> Option<TextBlock> {
    let label = ["出席：", "请假：", "列席："].into_iter().find(|l| text.starts_with(l))?;
    let names = text.strip_prefix(label)?;
    Some(TextBlock {
        heading: label.to_owned(),
        text: names.to_owned(),
        source_line: number,
        ..TextBlock::default()
    })
}

/// Number of the annex a line opens, and whether it is the text a notice issues: 附件, 附件1, 【印发】.
pub(super) fn annex_label(text: &str) -> Option<(Option<u32>, bool)> {
    if text == "【印发】" {
        return Some((None, true));
    }
    let rest = text.strip_prefix("附件")?.trim();
    if rest.is_empty() {
        return Some((None, false));
    }
    let short = rest.len() <= 3 && rest.bytes().all(|b| b.is_ascii_digit());
    short.then(|| rest.parse().ok()).flatten().map(|n| (Some(n), false))
}

/// What follows 附件： on its line.
pub(super) fn attachment_label(text: &str) -> Option<&str> {
    text.strip_prefix("附件：").or_else(|| text.strip_prefix("附件:")).map(str::trim)
}

/// The name in a list line with this number.
pub(super) fn list_item(text: &str, number: usize) -> Option<&str> {
    let rest = text.strip_prefix(&number.to_string())?;
    let name = rest.strip_prefix(['.', '．', '、'])?.trim();
    (!name.is_empty()
        && !name
            .starts_with(|c: char| c.is_ascii_digit() && rest.starts_with('.') && !rest.starts_with(". ")))
    .then_some(name)
}

/// A title has no final punctuation, no number and no placement mark, and is not a table row.
pub(super) fn may_be_title(text: &str) -> bool {
    let plain = !text.starts_with(['|', '【']) && numbered_level(text).is_none();
    let closed = text.ends_with(['。', '，', '、', '；', '：', '？', '！', '.', ',', ';', ':', '?', '!']);
    plain && !closed && attachment_label(text).is_none() && text.chars().count() <= LONGEST_TITLE
}

/// The title of an annex follows the same rules; the label line itself is none.
pub(super) fn may_be_annex_title(text: &str) -> bool {
    may_be_title(text) && annex_label(text).is_none()
}

/// Names in a line like 各分院分党组、院属各单位党委： — `None` when it is a sentence.
pub(super) fn addressees(text: &str) -> Option<Vec<String>> {
    let names = text.strip_suffix(['：', ':'])?.trim();
    let sentence = ["如下", "现将", "根据", "按照", "为了", "。", "；", "？", "！", "："];
    if names.is_empty() || names.chars().count() > 300 || sentence.iter().any(|s| names.contains(s)) {
        return None;
    }
    let last = names.rsplit(['、', '，', '；']).next().unwrap_or(names).trim_end_matches(['）', ')']);
    let organ = last.starts_with('各') || ORGAN_ENDINGS.iter().any(|e| last.ends_with(e));
    if !organ || numbered_level(text).is_some() {
        return None;
    }
    // A comma separates classes of organs; then the line stays as it was written.
    let whole = names.contains(['，', '；']);
    let list = if whole {
        vec![names.to_owned()]
    } else {
        names.split('、').map(|n| n.trim().to_owned()).collect()
    };
    Some(list)
}

/// How names of organs end.
const ORGAN_ENDINGS: [&str; 29] = [
    "党组",
    "党委",
    "党支部",
    "支部",
    "党总支",
    "党组织",
    "纪委",
    "委员会",
    "小组",
    "办公室",
    "办公厅",
    "分院",
    "研究院",
    "研究所",
    "所",
    "院",
    "局",
    "厅",
    "部",
    "处",
    "室",
    "中心",
    "学校",
    "大学",
    "公司",
    "单位",
    "台",
    "馆",
    "园",
];

/// A line that may stand above the date: a name without sentence punctuation.
pub(super) fn may_be_organ(text: &str) -> bool {
    let named = ORGAN_ENDINGS.iter().any(|e| text.ends_with(e));
    let plain = !text.contains(['。', '，', '；', '：', '？', '！', '|', '【', '、']);
    named && plain && text.chars().count() <= 40 && numbered_level(text).is_none()
}

/// （此件主动公开） — a whole line in brackets.
pub(super) fn bracketed(text: &str) -> bool {
    let open = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
    open && numbered_level(text).is_none()
        && text.chars().count() > 2
        && !matches!(text, "（代章）" | "(代章)")
}

/// A line that is one full date: 2021年10月8日.
pub(super) fn date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let digits = |part: &str, most: usize| {
        let plain = !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i32>().ok()).flatten()
    };
    let year = digits(year, 4).filter(|_| year.len() == 4)?;
    let month = u8::try_from(digits(month, 2)?).ok()?;
    let day = u8::try_from(digits(day, 2)?).ok()?;
    // A padded date (08日) is a matter for proof-reading, so it must stay as typed.
    let date = Date::new(year, month, day).ok()?;
    (date.chinese() == text).then_some(date)
}
