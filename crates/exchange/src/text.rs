//! Which texts a header may hold: nothing that lets one name look like another.

use crate::limits;

/// Whether `text` is short enough and every character of it can be seen for what it is (SPEC.md section 5).
#[must_use]
pub fn is_clean(text: &str) -> bool {
    text.chars().count() <= limits::TEXT && text.chars().all(is_plain)
}

/// `[a-z][a-z0-9-]*`, at most 64 bytes; with `underscore` also `_`, as keys of `about` may have.
#[must_use]
pub(crate) fn is_label(text: &str, underscore: bool) -> bool {
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || (underscore && c == '_');
    text.len() <= limits::LABEL
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(rest)
}

/// Whether a character stands for itself: no control, no direction mark, not invisible, not a noncharacter.
#[must_use]
pub fn is_plain(c: char) -> bool {
    !(c.is_control() || is_invisible(c) || is_noncharacter(c))
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_and_punctuation_are_clean() {
        assert!(is_clean("中共某某研究所委员会（党办）·“甲”—2026 ①"));
        assert!(is_clean(""));
        assert!(is_clean("𠮷野家"));
    }

    #[test]
    fn characters_that_deceive_are_not_clean() {
        for bad in [
            "a\nb",
            "\u{202E}fdp",
            "党\u{200B}办",
            "\u{FEFF}x",
            "\u{7F}",
            "\u{85}",
            "\u{FFFF}",
            "\u{E0041}",
            "\u{2028}",
        ] {
            assert!(!is_clean(bad), "{bad:?}");
        }
        assert!(!is_clean(&"长".repeat(257)));
    }

    #[test]
    fn labels_are_kebab_case() {
        assert!(is_label("rectification-report", false));
        assert!(is_label("unit_id", true));
        for bad in ["", "Task", "1a", "-a", "a b", "任务", "unit_id"] {
            assert!(!is_label(bad, false), "{bad:?}");
        }
    }
}
