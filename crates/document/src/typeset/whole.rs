//! What no line may cut in two: the names of a list, electronic addresses.

use super::{Setter, columns};
use crate::flow::Twips;
use crate::measure::{half_ems, text_half_ems};

/// A run of Latin letters of this many half ems leaves a hole in its line, which must not be stretched over.
const LONG: i32 = 20;

impl Setter<'_> {
    /// Names, each with the mark behind it, and a line break where the next one would be cut. `room` is the width of a
    /// line.
    pub(super) fn names_in_lines(&self, names: &[String], room: Twips) -> String {
        let mut text = String::new();
        let mut used = 0;
        for name in names {
            let wide = self.width(name);
            if used > 0 && used + wide > room {
                text.push('\n');
                used = 0;
            }
            text.push_str(name);
            used += wide;
        }
        text
    }
}

/// The names of a list that 、 ， or ； parts, each with the mark behind it, `end` behind the last one.
pub(super) fn listed(names: &str, end: &str) -> Vec<String> {
    let mut names: Vec<String> = names.split_inclusive(['、', '，', '；']).map(str::to_owned).collect();
    if let Some(last) = names.last_mut() {
        last.push_str(end);
    }
    names
}

/// Longest entry of a list of names, in half ems: a post and a name.
const ENTRY: i32 = 32;

/// White between two things told on one line: 编号：甲　　单位：乙.
const GAP: &str = "\u{3000}\u{3000}";

/// The text with a line break for the white before each thing that a line would cut: the name of a unit behind its
/// label. `measure` is the width of a line in half ems.
pub(super) fn keep_pieces(text: &str, measure: i32) -> String {
    let (measure, gap) = (measure.saturating_mul(10), columns::length(GAP));
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    for (i, piece) in text.split(GAP).enumerate() {
        let wide = columns::length(piece);
        let cut = used + gap + wide > measure && wide <= measure && used <= measure;
        if i > 0 && cut {
            out.push('\n');
            used = wide;
        } else {
            out.push_str(if i > 0 { GAP } else { "" });
            used += wide + if i > 0 { gap } else { 0 };
        }
        out.push_str(piece);
    }
    out
}

/// Whether a text lists names: short entries and no sentence.
pub(super) fn is_list(text: &str) -> bool {
    let short = |entry: &str| text_half_ems(entry) <= ENTRY;
    let text = text.trim_end_matches('。');
    !text.contains(['。', '：']) && text.split(['、', '，', '；']).all(short)
}

/// Whether a text has a run of Latin letters so long that the line before it is left half empty.
pub(super) fn has_long_latin(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_graphic()).any(|run| text_half_ems(run) >= LONG)
}

/// The text with a line break before each e-mail address that a line would cut at one of its hyphens. `measure` is the
/// width of a line and `indent` what the first one leaves free, in half ems.
pub(super) fn keep_addresses(text: &str, measure: i32, indent: i32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut used = indent;
    for token in tokens(text) {
        let wide = text_half_ems(token);
        let fits = used + wide <= measure;
        if !fits && token.contains('@') && token.contains('-') && wide <= measure && used > 0 {
            out.push('\n');
            used = 0;
        } else if !fits {
            used = 0;
        }
        out.push_str(token);
        used += wide;
    }
    out
}

/// Runs of Latin letters, and everything else character by character.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let latin = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
        let end = if half_ems(first) == 1 && latin > 0 { latin } else { first.len_utf8() };
        let (token, after) = rest.split_at(end);
        out.push(token);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_one_line_goes_to_the_next_whole() {
        let (number, unit) = ("编号：座-2026-示例28所-01", "单位：中国科学院示例研究所（28）");
        assert_eq!(keep_pieces(&format!("{number}　　{unit}"), 56), format!("{number}\n{unit}"));
        let short = "编号：甲-01　　单位：示例所　　日期：2026年3月5日";
        assert_eq!(keep_pieces(short, 56), short);
        let long = "单".repeat(60);
        assert_eq!(keep_pieces(&format!("{number}　　{long}"), 56), format!("{number}　　{long}"));
    }

    #[test]
    fn addresses_are_not_cut_and_other_text_is_left_alone() {
        let text = format!("{}ipv6-office@example.gov.cn。", "请".repeat(20));
        assert_eq!(
            keep_addresses(&text, 56, 4),
            format!("{}\nipv6-office@example.gov.cn。", "请".repeat(20))
        );
        let short = "请发至ipv6-office@example.gov.cn。";
        assert_eq!(keep_addresses(short, 56, 4), short);
        assert!(
            has_long_latin("登录https://portal.example.gov.cn/a填报") && !has_long_latin("IPv6（2026）SM4")
        );
    }
}
