//! What an office may settle for itself without writing a style sheet: profile, fonts, mark, duplex habits.

use serde::{Deserialize, Serialize};

use super::page::hex;
use super::{StyleError, StyleSheet, load};
use crate::flow::Rgb;

/// Family of digits and Latin letters where the house sets them in Times New Roman.
const TIMES: &str = "Times New Roman";

/// An office's own choices, put over any sheet. The default changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HouseStyle {
    /// Margins and line pitch.
    pub profile: Profile,
    /// Name of a font preset (`gb2312`, `windows`); absent keeps the sheet's own.
    pub fonts: Option<String>,
    /// Largest size of the red mark in points; absent keeps the sheet's own.
    pub mark_pt: Option<i32>,
    /// Colour of the red mark and the red rules as six hex digits; absent keeps the sheet's own.
    #[serde(with = "hex::option")]
    pub mark_colour: Option<Rgb>,
    /// Whether even pages bind at the right (对称页边距).
    pub mirrored: bool,
    /// Whether 版记 is moved to an even page.
    pub imprint_even_page: bool,
    /// Typeface of digits and Latin letters.
    pub latin: Latin,
}

/// Margins and line pitch; the numbers are in `templates/styles/profiles`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Profile {
    /// The standard's margins, 28.95 pt.
    #[default]
    A,
    /// The standard's margins, 28 pt.
    B,
    /// Margins that let the ink fill the 版心 exactly, 29.6 pt.
    C,
}

impl Profile {
    /// Name of the overlay that holds its numbers; `None` for the sheets' own.
    fn overlay(self) -> Option<&'static str> {
        match self {
            Self::A => None,
            Self::B => Some("profiles/b"),
            Self::C => Some("profiles/c"),
        }
    }
}

/// Typeface of digits and Latin letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Latin {
    /// That of the Hanzi around them.
    #[default]
    Same,
    /// Times New Roman.
    Times,
}

impl StyleSheet {
    /// Reads the sheet `name` as [`StyleSheet::load`] does and puts the house's choices over it. A profile is
    /// found by `source` as `profiles/b` or `profiles/c`.
    ///
    /// # Errors
    /// As [`StyleSheet::load`], and for a profile without numbers or a font preset that the sheet does not have.
    pub fn load_for(
        name: &str,
        source: &dyn Fn(&str) -> Option<String>,
        house: &HouseStyle,
    ) -> Result<Self, StyleError> {
        let merged = load::read_merged(name, source, house.profile.overlay())?;
        let mut sheet: Self = serde_json::from_value(merged)
            .map_err(|e| StyleError::Malformed { name: name.to_owned(), reason: e.to_string() })?;
        if let Some(preset) = &house.fonts {
            if !sheet.fonts.presets.contains_key(preset) {
                let reason = format!("no font preset `{preset}`");
                return Err(StyleError::Malformed { name: name.to_owned(), reason });
            }
            sheet.fonts.preset.clone_from(preset);
        }
        if let Some(size) = house.mark_pt {
            sheet.mark.max_pt = size.clamp(10, 200);
            sheet.mark.min_pt = sheet.mark.min_pt.min(sheet.mark.max_pt);
        }
        if let Some(colour) = house.mark_colour {
            sheet.mark.colour = colour;
        }
        sheet.page.mirrored |= house.mirrored;
        sheet.imprint.even_page |= house.imprint_even_page;
        sheet.fonts.latin = match house.latin {
            Latin::Same => None,
            Latin::Times => Some(TIMES.to_owned()),
        };
        Ok(sheet)
    }
}
