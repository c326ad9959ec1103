//! Text as OOXML wants it: no illegal character, breaks and tabs as elements of their own.

use crate::limits;

/// One piece of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Characters that may stand in `w:t`.
    Text(String),
    /// A line break.
    Break,
    /// A tab.
    Tab,
}

/// Cuts text at newlines and tabs and drops what XML forbids.
///
/// `\r\n` is one break; U+2028 and U+2029 are breaks too, because Word shows them as boxes.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut current = String::new();
    let mut after_return = false;
    for character in text.chars() {
        let piece = match character {
            '\n' if after_return => None,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(Piece::Break),
            '\t' => Some(Piece::Tab),
            other => {
                if is_xml(other) {
                    current.push(other);
                }
                None
            }
        };
        after_return = character == '\r';
        if let Some(piece) = piece {
            flush(&mut current, &mut pieces);
            pieces.push(piece);
        }
    }
    flush(&mut current, &mut pieces);
    pieces
}

fn flush(current: &mut String, pieces: &mut Vec<Piece>) {
    if !current.is_empty() {
        pieces.push(Piece::Text(std::mem::take(current)));
    }
}

/// One line of characters that may stand in an attribute or a property.
pub(crate) fn line(text: &str) -> String {
    text.chars().filter(|character| is_xml(*character) && !matches!(character, '\n' | '\r' | '\t')).collect()
}

/// A font family's name, no longer than Word allows.
pub(crate) fn family_name(text: &str) -> String {
    let mut left = limits::FAMILY_NAME;
    let fits = |character: &char| {
        let taken = left.checked_sub(character.len_utf16());
        left = taken.unwrap_or_default();
        taken.is_some()
    };
    line(text).chars().take_while(fits).collect()
}

/// The same with XML's own characters escaped, for parts written as text.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Whether XML 1.0 allows the character (its `Char` production).
pub(crate) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newlines_of_every_kind_become_one_break_each() {
        let found = pieces("a\r\nb\nc\rd\u{2028}e");
        let breaks = found.iter().filter(|piece| **piece == Piece::Break).count();
        assert_eq!(breaks, 4);
        assert_eq!(found.first(), Some(&Piece::Text("a".into())));
    }

    #[test]
    fn characters_xml_forbids_are_dropped_and_the_rest_is_kept() {
        assert_eq!(pieces("甲\u{0}\u{B}\u{FFFE}\u{FFFF}乙😀"), [Piece::Text("甲乙😀".into())]);
        assert_eq!(line("一\n二\u{1}"), "一二");
        assert_eq!(escaped("<&>\"'"), "&lt;&amp;&gt;&quot;'");
    }
}
