//! Text that must fit a table cell, a line or a sentence.

use minijinja::Value;

use super::text_of;

/// Marks that end a sentence.
const FULL_STOPS: [char; 3] = ['。', '！', '？'];
/// Marks that may stand at the end of what someone typed.
const END_MARKS: [char; 14] = ['。', '！', '？', '；', '，', '、', '：', '.', '!', '?', ';', ',', ':', '…'];

/// Text for a cell of a pipe table: backslash, bar and line break are escaped.
pub(super) fn cell(value: &Value) -> String {
    let text = text_of(value).replace("\r\n", "\n");
    text.trim().replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], "\\n")
}

/// Several lines as one, joined by ；.
pub(super) fn oneline(value: &Value) -> String {
    let text = text_of(value);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let Some((last, before)) = lines.split_last() else { return String::new() };
    let mut out = String::new();
    for line in before {
        out.push_str(without_end(line));
        out.push('；');
    }
    out.push_str(last);
    out
}

/// The text with exactly one full stop (。！？) at its end; a blank stays blank.
pub(super) fn sentence(value: &Value) -> String {
    let text = text_of(value);
    let text = text.trim();
    let core = without_end(text);
    if core.is_empty() {
        return String::new();
    }
    let stop = text.chars().next_back().filter(|last| FULL_STOPS.contains(last)).unwrap_or('。');
    format!("{core}{stop}")
}

/// The text without punctuation at its end.
pub(super) fn strip_end(value: &Value) -> String {
    without_end(text_of(value).trim()).to_owned()
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
        assert_eq!(cell(&value("甲|乙\\丙\r\n丁\n")), "甲\\|乙\\\\丙\\n丁");
        assert_eq!(oneline(&value("甲。\n\n 乙；\n丙。")), "甲；乙；丙。");
        for (text, expect) in [
            ("甲", "甲。"),
            ("甲。", "甲。"),
            ("甲！！", "甲！"),
            ("甲；", "甲。"),
            (" 甲.", "甲。"),
            ("", ""),
            ("。", ""),
        ] {
            assert_eq!(sentence(&value(text)), expect, "{text}");
        }
        assert_eq!(strip_end(&value("及时整改。；")), "及时整改");
        assert_eq!(cell(&Value::from(())), "");
    }
}
