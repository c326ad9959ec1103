//! Text that a file may hold: control characters leave, and the caller learns which.

use serde::Serialize;

/// A character that was left out because XML and word processors refuse it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Code point, such as 0x0B for a vertical tab.
    pub code: u32,
    /// The text around it, cleaned and shortened, to find the place.
    pub near: String,
}

/// Most characters of context kept with a dropped one.
const CONTEXT: usize = 24;

/// Most dropped characters reported; a binary pasted by mistake needs no longer list.
const MOST: usize = 200;

/// The text in lines without control characters; a tab becomes a space, any line separator a new line.
pub(super) fn lines(text: &str, dropped: &mut Vec<Dropped>) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut bad = Vec::new();
    let mut previous = '\0';
    for c in text.chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(String::new()),
            '\t' => push(&mut out, ' '),
            _ if forbidden(c) => bad.push(u32::from(c)),
            _ => push(&mut out, c),
        }
        previous = c;
    }
    if let Some(first) = out.first() {
        let near: String = first.chars().take(CONTEXT).collect();
        let room = MOST.saturating_sub(dropped.len());
        dropped.extend(bad.into_iter().take(room).map(|code| Dropped { code, near: near.clone() }));
    }
    out
}

/// The text on one line: a title in the file's properties, a name.
pub(super) fn one_line(text: &str, dropped: &mut Vec<Dropped>) -> String {
    lines(text, dropped).concat()
}

fn push(lines: &mut [String], c: char) {
    if let Some(line) = lines.last_mut() {
        line.push(c);
    }
}

/// XML 1.0 excludes C0 but for tab and newlines, and the two non-characters; C1 has no meaning in a document. What cannot be
/// seen would turn the writing round on paper, or hide in what is signed; selectors of a form of a character belong to it.
fn forbidden(c: char) -> bool {
    let selects = matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    matches!(u32::from(c), 0..=0x1F | 0x7F..=0x9F | 0xFFFE | 0xFFFF) || (expr::invisible(c) && !selects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_left_out_and_named() {
        let mut dropped = Vec::new();
        let lines = lines("甲\u{b}乙\t丙\r\n丁\u{2028}戊\u{0}\u{202e}己\u{200b}庚葛\u{e0100}", &mut dropped);
        assert_eq!(lines, ["甲乙 丙", "丁", "戊己庚葛\u{e0100}"]);
        assert_eq!(dropped.iter().map(|d| d.code).collect::<Vec<_>>(), [0xB, 0, 0x202E, 0x200B]);
        assert_eq!(dropped[0].near, "甲乙 丙");
    }
}
