//! What one line of text is: a heading of some level, a placed line, a label, a picture, a list item.

use super::names::{counted, labelled};
use super::{PLAIN, TITLE, placed};
use crate::document::{Placement, TextBlock};

/// Hanzi that numbers are written with.
const NUMERALS: &str = "〇零一二三四五六七八九十百";

/// Longest line that may be a title, in characters.
const LONGEST_TITLE: usize = 100;

/// Longest chapter heading without a blank behind its number, in characters.
const LONGEST_CHAPTER: usize = 24;

/// What the lines around tell about a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The text is a regulation: articles follow each other, and （一） opens an item (项), not a heading.
    pub(super) articles: bool,
}

impl Around {
    /// Two articles make a regulation.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let articles =
            lines.filter(|l| l.starts_with('第') && clause(l).is_some_and(|(kind, _)| kind == '条'));
        Self { articles: articles.take(2).count() == 2 }
    }
}

/// The paragraph a line makes.
pub(super) fn paragraph(text: &str, number: u32, around: Around) -> TextBlock {
    if let Some(text) = text.strip_prefix(PLAIN) {
        return words(text.trim_start(), number);
    }
    let (placement, rest) = placed(text);
    if placement != Placement::Indented {
        return TextBlock { text: rest.to_owned(), placement, source_line: number, ..TextBlock::default() };
    }
    if let Some(block) = regulation(text, number, around).or_else(|| attendance(text, number)) {
        return block;
    }
    let level = numbered_level(text).filter(|level| !(around.articles && *level > 1));
    let (heading, rest) = if level.is_some() { split_heading(text) } else { ("", text) };
    let (heading, text) = (heading.to_owned(), rest.to_owned());
    TextBlock { level, heading, text, placement, source_line: number, plain: false }
}

/// A plain paragraph of these words.
pub(super) fn words(text: &str, number: u32) -> TextBlock {
    TextBlock { text: text.to_owned(), plain: true, source_line: number, ..TextBlock::default() }
}

/// Level 1–4 of a line that opens with 一、 （一） 1. （1）, and with what people type instead: 一． (一) 1、 １． ㈠ ⑴.
#[must_use]
pub fn numbered_level(text: &str) -> Option<u8> {
    let first = text.chars().next()?;
    match first {
        '（' | '(' => bracketed_level(text),
        '\u{3220}'..='\u{3229}' => Some(2),
        '\u{2474}'..='\u{2487}' => Some(4),
        c if NUMERALS.contains(c) => {
            let rest = text.trim_start_matches(|c| NUMERALS.contains(c));
            let digits = text.chars().count() - rest.chars().count();
            (digits <= 4 && rest.starts_with(['、', '.', '．'])).then_some(1)
        }
        c if decimal(c) => {
            let rest = text.trim_start_matches(decimal);
            let digits = text.chars().count() - rest.chars().count();
            let mut rest = rest.chars();
            let dot = matches!(rest.next(), Some('.' | '．' | '、'));
            // 1.5万元 is an amount, not a heading.
            let amount = rest.next().is_some_and(decimal);
            (digits <= 3 && dot && !amount).then_some(3)
        }
        _ => None,
    }
}

fn decimal(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// （一） or （1）, half-width variants included.
fn bracketed_level(text: &str) -> Option<u8> {
    let inner = text.strip_prefix(['（', '('])?;
    let (inner, _) = inner.split_once(['）', ')'])?;
    if !(1..=4).contains(&inner.chars().take(5).count()) {
        None
    } else if inner.chars().all(|c| NUMERALS.contains(c)) {
        Some(2)
    } else {
        inner.chars().all(decimal).then_some(4)
    }
}

/// A number that opens a line but is none of the four levels: 1.1, 1), 1）, A.; ① is common as a fifth level.
pub(super) fn foreign_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text.strip_suffix(rest)?;
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if !(1..=4).contains(&digits) || number.contains("..") || number.starts_with('.') {
        return None;
    }
    if let Some(after) = rest.strip_prefix([')', '）']) {
        return (!number.contains('.')).then(|| text.strip_suffix(after)).flatten();
    }
    // 1.1 总体情况, but neither 1.5万元 nor a date.
    let spaced = rest.starts_with([' ', '\u{3000}', '\t']);
    let outline = number.contains('.') && spaced && !number.ends_with('.');
    outline.then_some(number)
}

/// Heading and rest of a numbered line.
///
/// A line without final punctuation is a heading by itself. Otherwise the heading ends at the first 。 outside
/// brackets and quotes if more follows; a line that is one sentence is text and has no heading.
#[must_use]
pub fn split_heading(text: &str) -> (&str, &str) {
    let stop = first_stop(text);
    let closed = text.ends_with([
        '。', '；', '：', '，', '、', '！', '？', '…', ';', ':', ',', '!', '?', '.', '”', '）', ')',
    ]);
    match stop {
        Some(at) => {
            let (heading, rest) = text.split_at(at);
            if rest.trim().is_empty() { ("", text) } else { (heading, rest) }
        }
        None if !closed => (text, ""),
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

/// 章, 条 … after 第N at the start of a line, and what follows it.
pub(super) fn clause(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix('第')?;
    let after = rest.trim_start_matches(|c: char| NUMERALS.contains(c) || c.is_ascii_digit() || c == '千');
    let kind = after.chars().next().filter(|_| after.len() < rest.len())?;
    matches!(kind, '编' | '章' | '节' | '条').then(|| after.strip_prefix(kind)).flatten().map(|t| (kind, t))
}

/// Whether a line opens a chapter or an article.
pub(super) fn opens_regulation(text: &str) -> bool {
    clause(text).is_some_and(|(_, tail)| tail.is_empty() || tail.starts_with(char::is_whitespace))
}

/// 第一章 总则 (centred) and 第一条 …: the numbering of regulations. Whatever blank was typed, one of a character's
/// width parts number and words: a narrow one would be stretched with its line.
fn regulation(text: &str, number: u32, around: Around) -> Option<TextBlock> {
    let (kind, tail) = clause(text)?;
    let spaced = tail.is_empty() || tail.starts_with(char::is_whitespace);
    let block = TextBlock { source_line: number, ..TextBlock::default() };
    if kind == '条' {
        // Without a blank only a text that numbers its articles is believed: 第三条规定了… may open any sentence.
        let label = text.strip_suffix(tail).filter(|_| spaced || around.articles)?;
        let words = tail.trim_start();
        let text = if words.is_empty() { String::new() } else { format!("\u{3000}{words}") };
        return Some(TextBlock { heading: label.to_owned(), text, ..block });
    }
    let heading = !text.ends_with(['。', '；', '，', '：']);
    let short = around.articles && text.chars().count() <= LONGEST_CHAPTER && !text.contains(['。', '，']);
    let words: Vec<&str> = tail.split_whitespace().collect();
    let label = text.strip_suffix(tail)?;
    (heading && (spaced || short)).then(|| TextBlock {
        level: Some(1),
        heading: std::iter::once(label).chain(words).collect::<Vec<_>>().join("\u{3000}"),
        placement: Placement::Centred,
        ..block
    })
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

/// What opens an annex page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnnexLabel<'t> {
    pub(super) number: Option<u32>,
    /// The text a notice issues: 【印发】.
    pub(super) issued: bool,
    /// Title on the label's own line: 附件1：问题清单.
    pub(super) title: Option<&'t str>,
}

/// The label a line is: 附件, 附件1, 附件一, 附 件 1：, 【印发】, or 附件1：名称.
pub(super) fn annex_label(text: &str) -> Option<AnnexLabel<'_>> {
    if text == "【印发】" {
        return Some(AnnexLabel { number: None, issued: true, title: None });
    }
    let rest = text.strip_prefix('附')?.trim_start().strip_prefix('件')?;
    let rest = rest.trim_start();
    let after = rest.trim_start_matches(|c: char| decimal(c) || NUMERALS.contains(c));
    let digits = rest.strip_suffix(after)?;
    let number = number(digits);
    if after.is_empty() {
        return (digits.is_empty() || number.is_some()).then_some(AnnexLabel {
            number,
            issued: false,
            title: None,
        });
    }
    number?;
    let title = match after.strip_prefix(['：', ':', '.', '．', '、']) {
        Some(title) => title.trim(),
        None if after.starts_with(char::is_whitespace) => after.trim(),
        None => return None,
    };
    // 附件1、附件2均已报送。 is a sentence.
    (!title.contains(['。', '，', '；'])).then_some(AnnexLabel {
        number,
        issued: false,
        title: Some(title).filter(|t| !t.is_empty()),
    })
}

/// A number of at most three digits or in Hanzi.
fn number(digits: &str) -> Option<u32> {
    let plain: String = digits
        .chars()
        .map(|c| char::from_u32(u32::from(c) - if c >= '０' { 0xFEE0 } else { 0 }).unwrap_or(c))
        .collect();
    match plain.parse::<u32>() {
        Ok(n) => (plain.len() <= 3).then_some(n),
        Err(_) => counted(digits).and_then(|n| u32::try_from(n).ok()),
    }
}

/// What follows 附件： on its line, and whether the label was cut short to 附：.
pub(super) fn attachment_label(text: &str) -> Option<(&str, bool)> {
    labelled(text, "附件").map(|name| (name, false)).or_else(|| labelled(text, "附").map(|name| (name, true)))
}

/// The name in a list line with this number: 1. 名称, 1、名称, （1）名称, ①名称, 附件1：名称.
pub(super) fn list_item(text: &str, number: usize) -> Option<&str> {
    if let Some(label) = annex_label(text) {
        return label.title.filter(|_| label.number.and_then(|n| usize::try_from(n).ok()) == Some(number));
    }
    if let Some(name) = circled(number).and_then(|c| text.strip_prefix(c)) {
        return Some(name.trim()).filter(|n| !n.is_empty());
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let name = rest.strip_prefix(&number.to_string())?.strip_prefix(['）', ')'])?.trim();
        return (!name.is_empty()).then_some(name);
    }
    let rest = text.strip_prefix(&number.to_string())?;
    let name = rest.trim_start().strip_prefix(['.', '．', '、'])?;
    let decimals = name.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with('.');
    Some(name.trim()).filter(|n| !n.is_empty() && !decimals)
}

/// ① … ⑳.
fn circled(number: usize) -> Option<char> {
    let offset = u32::try_from(number.checked_sub(1)?).ok().filter(|n| *n < 20)?;
    char::from_u32(0x2460 + offset)
}

/// A title has no final punctuation, no number and no placement mark, and is not a table row.
pub(super) fn may_be_title(text: &str) -> bool {
    let plain = !text.starts_with(['|', '【']) && numbered_level(text).is_none() && !opens_regulation(text);
    let closed = text.ends_with(['。', '，', '、', '；', '：', '？', '！', '.', ',', ';', ':', '?', '!']);
    plain && !closed && attachment_label(text).is_none() && text.chars().count() <= LONGEST_TITLE
}

/// The title of an annex follows the same rules; the label line itself is none.
pub(super) fn may_be_annex_title(text: &str) -> bool {
    may_be_title(text) && annex_label(text).is_none()
}

/// The title of an annex that a line gives.
pub(super) fn annex_title(text: &str) -> Option<&str> {
    text.strip_prefix(TITLE).map(str::trim_start).or_else(|| may_be_annex_title(text).then_some(text))
}

/// （此件主动公开） — a whole line in brackets.
pub(super) fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    // （一）…（二） opens and closes twice.
    let single = !inner.contains(['（', '('])
        || !inner.split(['（', '(']).next().unwrap_or_default().contains(['）', ')']);
    (single && !inner.trim().is_empty() && numbered_level(text).is_none() && !is_proxy(text)).then_some(inner)
}

/// （代章） on a line of its own.
pub(super) fn is_proxy(text: &str) -> bool {
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).take(5).collect();
    matches!(tight.as_str(), "（代章）" | "(代章)" | "（代章)" | "(代章）")
}

/// A line drawn with dashes and the like.
pub(super) fn is_rule(text: &str) -> bool {
    let mut count = 0;
    text.chars().all(|c| {
        count += 1;
        matches!(c, '-' | '—' | '_' | '＿' | '=' | '─' | '━' | '═' | '－' | '*' | '+' | '…')
    }) && count >= 4
}

/// A mark of Markdown in a line.
pub(super) fn markdown(text: &str) -> Option<&'static str> {
    let hashes = text.trim_start_matches('#');
    let depth = text.len() - hashes.len();
    if (1..=6).contains(&depth) && hashes.starts_with(' ') {
        return Some("#");
    }
    [("```", "```"), ("> ", ">"), ("- ", "-"), ("* ", "*"), ("+ ", "+")]
        .into_iter()
        .find_map(|(prefix, mark)| text.starts_with(prefix).then_some(mark))
        .or_else(|| text.contains("](").then_some("[]()"))
        .or_else(|| (text.matches("**").nth(1).is_some()).then_some("**"))
        .or_else(|| (text.matches('`').nth(1).is_some()).then_some("`"))
}
