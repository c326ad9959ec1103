//! Widths of characters: Hanzi are one em, ASCII half an em, as in 仿宋, 楷体, 黑体 and 宋体 of Windows.

/// Width of a character in half ems: 0, 1 or 2.
///
/// The Chinese fonts of Windows draw every ASCII character half an em wide. Fandol, which stands in for them
/// where they are missing, does so for digits; its letters differ a little.
#[must_use]
pub fn half_ems(c: char) -> i32 {
    match u32::from(c) {
        // GB 2312 holds these signs of Latin-1 as full-width characters.
        0xA4 | 0xA7 | 0xA8 | 0xB0 | 0xB1 | 0xB7 | 0xD7 | 0xF7 => 2,
        0xAD
        | 0x300..=0x36F
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0xFE00..=0xFE0F
        | 0xFEFF => 0,
        0..=0x24F | 0xFF61..=0xFFDC | 0xFFE8..=0xFFEE => 1,
        _ => 2,
    }
}

/// Width of a text in half ems.
#[must_use]
pub fn text_half_ems(text: &str) -> i32 {
    text.chars().map(half_ems).fold(0, i32::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_six_and_a_half_characters_wide() {
        assert_eq!(text_half_ems("2021年10月8日"), 13);
        assert_eq!(text_half_ems("“ab”——·"), 2 + 2 + 2 + 4 + 2);
    }
}
