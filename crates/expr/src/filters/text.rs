//! Text that must fit a table cell, a line or a sentence.

use minijinja::Value;

use super::text_of;

/// Marks that end a sentence.
const FULL_STOPS: [char; 3] = ['。', '！', '？'];
/// Marks that may stand at the end of what someone typed.
const END_MARKS: [char; 14] = ['。', '！', '？', '；', '，', '、', '：', '.', '!', '?', ';', ',', ':', '…'];

/// What ends a line of what somebody typed, in any system.
const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The lines of a text, whatever ends them.
pub(crate) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    // A carriage return before a line feed makes a blank line more, which nobody who asks here keeps.
    text.split(BREAKS)
}

/// The text without blanks at both ends. A value is safe in a table without it.
pub(super) fn cell(value: &Value) -> String {
    text_of(value).trim().to_owned()
}

/// Several lines as one, joined by ；.
pub(super) fn oneline(value: &Value) -> String {
    in_one_line(&text_of(value))
}

/// Several lines as one, joined by ；; blank lines and the marks that end a line before the last vanish.
#[must_use]
pub fn in_one_line(text: &str) -> String {
    let lines: Vec<&str> = lines_of(text).map(str::trim).filter(|line| !line.is_empty()).collect();
    let Some((last, before)) = lines.split_last() else { return String::new() };
    let mut out = String::new();
    for line in before {
        out.push_str(without_end(line));
        out.push('；');
    }
    out.push_str(last);
    out
}

/// The lines of a text as a list; a line that is blank stays one.
pub(super) fn lines(value: &Value) -> Vec<String> {
    lines_of(&text_of(value).replace("\r\n", "\n")).map(str::to_owned).collect()
}

/// Each line as a paragraph of its own.
pub(super) fn paragraphs(value: &Value) -> Value {
    crate::pieces::paragraphs(&text_of(value))
}

/// The text with other words in place of some.
pub(super) fn replace(value: &Value, from: &Value, to: &Value) -> String {
    let from = text_of(from);
    if from.is_empty() { text_of(value) } else { text_of(value).replace(&from, &text_of(to)) }
}

/// The text with exactly one full stop (。！？) at its end; a blank stays blank, and what is all punctuation stays as it is.
/// No line vanishes: of the last one only the marks behind its words go.
pub(super) fn sentence(value: &Value) -> String {
    let text = text_of(value);
    let text = text.trim();
    let core = without_last_end(text);
    if without_end(last_line(text)).is_empty() {
        return text.to_owned();
    }
    let stop = text.chars().next_back().filter(|last| FULL_STOPS.contains(last)).unwrap_or('。');
    format!("{core}{stop}")
}

/// The text without punctuation at its end. What is all punctuation stays: a value that says something never becomes
/// nothing, or a paragraph would go with it.
pub(super) fn strip_end(value: &Value) -> String {
    without_last_end(text_of(value).trim()).to_owned()
}

fn last_line(text: &str) -> &str {
    text.rsplit(BREAKS).next().unwrap_or(text)
}

/// A text without the marks behind the words of its last line, where that has words.
fn without_last_end(text: &str) -> &str {
    let last = last_line(text);
    let marks = last.len() - without_end(last).len();
    if marks == last.len() { text } else { text.get(..text.len() - marks).unwrap_or(text) }
}

fn without_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || END_MARKS.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_where_it_is_put() {
        let value = |text: &str| Value::from(text);
        assert_eq!(cell(&value(" 甲|乙\n")), "甲|乙");
        assert_eq!(oneline(&value("甲。\n\n 乙；\n丙。")), "甲；乙；丙。");
        assert_eq!(
            oneline(&value("甲\r\n乙\u{b}丙\u{c}丁\u{85}戊\u{2028}己\u{2029}庚\r")),
            "甲；乙；丙；丁；戊；己；庚"
        );
        for (text, expect) in [
            ("甲", "甲。"),
            ("甲。", "甲。"),
            ("甲！！", "甲！"),
            ("甲；", "甲。"),
            (" 甲.", "甲。"),
            ("", ""),
            ("。", "。"),
            ("甲\n、", "甲\n、"),
            ("甲。\n乙；", "甲。\n乙。"),
        ] {
            assert_eq!(sentence(&value(text)), expect, "{text}");
        }
        assert_eq!(strip_end(&value("及时整改。；")), "及时整改");
        assert_eq!(strip_end(&value(" 、。")), "、。");
        assert_eq!(cell(&Value::from(())), "");
    }
}
