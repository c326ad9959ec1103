//! Numbers of the page and the head: paper, grid, fonts, mark, number, rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::flow::{Fonts, Rgb, Twips};

/// Paper and margins (5.1, 5.2.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStyle {
    /// Source.
    pub clause: String,
    /// Paper width.
    pub width: Twips,
    /// Paper height.
    pub height: Twips,
    /// 天头.
    pub top: Twips,
    /// Bottom white.
    pub bottom: Twips,
    /// 订口.
    pub left: Twips,
    /// Right white.
    pub right: Twips,
    /// Header distance from the top edge.
    pub header: Twips,
    /// Footer distance from the bottom edge.
    pub footer: Twips,
    /// Upper edge of the 版心 below the paper's edge (37 mm), which the mark is measured from; the top white is
    /// less where the half-leading of the first line is made up for.
    pub area_top: Twips,
    /// Lower edge of the 版心 above the paper's edge (35 mm), where the imprint's last rule lies.
    pub area_bottom: Twips,
    /// Whether left and right white change places on even pages.
    pub mirrored: bool,
}

/// Lines and characters (5.2.2, 5.2.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridStyle {
    /// Source.
    pub clause: String,
    /// Exact line height and grid pitch.
    pub line: Twips,
    /// Width of one body character with its tracking.
    pub cell: Twips,
    /// Tracking of body-size runs.
    pub tracking: Twips,
}

/// Families of the font roles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FontStyle {
    /// Source.
    pub clause: String,
    /// Which preset is in force.
    pub preset: String,
    /// Families by preset name.
    pub presets: BTreeMap<String, Fonts>,
    /// Family of digits and Latin letters where they have their own; absent means that of the Hanzi.
    #[serde(default)]
    pub latin: Option<String>,
}

/// Running text (7.3.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyStyle {
    /// Source.
    pub clause: String,
    /// Size in half-points.
    pub half_pt: u16,
    /// First-line indent in characters.
    pub indent_cells: i32,
    /// The same of headings of the first level on a line of their own; absent means as other paragraphs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_indent_cells: Option<i32>,
}

/// 版头 as a whole (7.2, 10.1–10.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadStyle {
    /// Source.
    pub clause: String,
    /// Arrangement.
    pub layout: HeadLayout,
}

/// Arrangement of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadLayout {
    /// No red head: forms and records.
    None,
    /// Mark, number, red rule in the text (7.2).
    Document,
    /// Mark and double rules in the first page's furniture (10.1).
    Letter,
    /// Mark, issue, organ and date, red rule: minutes (10.3) and bulletins.
    Issue,
    /// Mark and number, no rule (10.2).
    Order,
}

/// 发文机关标志 (7.2.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkStyle {
    /// Source.
    pub clause: String,
    /// Top of the ink below the text area; in letters below the paper's edge.
    pub top: Twips,
    /// Where the first header starts in letters; unused elsewhere.
    #[serde(default)]
    pub header: Twips,
    /// Exact line height in percent of the size.
    pub line_percent: i32,
    /// Ink of Hanzi above the baseline in percent of the size.
    pub ink_top_percent: i32,
    /// Ink of Hanzi below the baseline in percent of the size.
    pub ink_bottom_percent: i32,
    /// Largest size in points.
    pub max_pt: i32,
    /// Smallest size in points; longer marks are narrowed instead.
    pub min_pt: i32,
    /// Most height of the names of a joint mark together.
    pub joint_height: Twips,
    /// Colour.
    #[serde(with = "hex")]
    pub colour: Rgb,
}

/// 发文字号 and 签发人 (7.2.5, 7.2.6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberStyle {
    /// Source.
    pub clause: String,
    /// Blank lines between mark and number.
    pub blank_before: usize,
    /// Whether the number stands left and 签发人 right.
    pub upward: bool,
    /// White on both sides of an upward line, in characters.
    pub side_cells: i32,
}

/// 红色分隔线 (7.2.7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedRuleStyle {
    /// Source.
    pub clause: String,
    /// Exact line of the empty paragraph whose lower border is the rule: 4 mm less the white under the glyphs.
    pub spacer_line: Twips,
    /// Thickness in eighths of a point.
    pub eighths: u16,
    /// Distance between ink and rule (4 mm), for marks that stand directly above one.
    pub below: Twips,
}

/// Double rules of 信函格式 (10.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterStyle {
    /// Source.
    pub clause: String,
    /// Left and right indent of the rules; negative reaches into the margins.
    pub rule_indent: Twips,
    /// Gap between the two rules.
    pub rule_line: Twips,
    /// Thick rule in eighths of a point.
    pub thick: u16,
    /// Thin rule in eighths of a point.
    pub thin: u16,
}

/// Issue line of bulletins and minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueStyle {
    /// Source.
    pub clause: String,
    /// Blank lines between mark and issue.
    pub blank_before: usize,
    /// Blank lines between issue and the line of organ and date.
    pub blank_between: usize,
    /// Whether the copy number stands right, on the row of the marking.
    pub copy_right: bool,
    /// Blank lines above 编者按.
    pub note_blank: usize,
    /// White left of the organ and right of the date, in characters.
    pub side_cells: i32,
}

/// A colour as six hex digits in data.
pub(super) mod hex {
    use serde::de::Error as _;

    use super::{Deserialize, Deserializer, Rgb, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(colour: &Rgb, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&colour.hex())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rgb, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not six hex digits")))
    }

    fn parse(text: &str) -> Option<Rgb> {
        u32::from_str_radix(text, 16).ok().filter(|_| text.len() == 6).map(Rgb)
    }

    /// The same where a colour may be absent.
    pub(crate) mod option {
        use super::{Deserialize, Deserializer, Rgb, Serialize, Serializer};

        pub(crate) fn serialize<S: Serializer>(
            colour: &Option<Rgb>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            colour.map(Rgb::hex).serialize(serializer)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Rgb>, D::Error> {
            use serde::de::Error as _;
            let text = Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty());
            let colour = |text: String| {
                super::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not six hex digits")))
            };
            text.map(colour).transpose()
        }
    }
}
