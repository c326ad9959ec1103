//! Characters that show nothing: a text of nothing but them is no answer.

/// Whether a character leaves no trace on the page: format characters (Cf), Hangul fillers, the blank of Braille,
/// variation selectors, tags and what else Unicode lets a font ignore. White space and controls are not among them.
#[must_use]
pub fn invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}'
        | '\u{8E2}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
        | '\u{13430}'..='\u{13438}' | '\u{16FE4}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a text says nothing: empty, or of white space, controls and invisible characters alone.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_says_nothing() {
        for c in [
            '\u{200B}',
            '\u{FEFF}',
            '\u{3164}',
            '\u{FFA0}',
            '\u{115F}',
            '\u{2800}',
            '\u{AD}',
            '\u{200D}',
            '\u{2060}',
            '\u{180E}',
            '\u{FE0F}',
            '\u{E0020}',
            '\u{E0100}',
            '\u{3000}',
            '\u{A0}',
            '\u{0}',
            '\u{85}',
        ] {
            assert!(says_nothing(&format!(" {c}{c}\n")), "{c:?}");
            assert!(!says_nothing(&format!("{c}甲")), "{c:?}");
        }
        for said in ["0", "—", "。", "𠮷", "\u{301}", "□"] {
            assert!(!says_nothing(said), "{said}");
        }
    }
}
