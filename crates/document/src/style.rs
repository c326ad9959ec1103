//! The style sheet: every number of how a document looks, read from data with its clause of GB/T 9704-2012.

mod load;

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::flow::{Fonts, PageSetup, Rgb, Twips};

/// A style sheet could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No sheet has this name.
    #[error("unknown style `{0}`")]
    Unknown(String),
    /// The sheet is not JSON, lacks a number or has a key that nothing reads.
    #[error("style `{name}`: {reason}")]
    Malformed {
        /// Name of the sheet.
        name: String,
        /// What the reader found.
        reason: String,
    },
    /// Sheets extend each other in a circle or too deep.
    #[error("style `{0}` extends too deep")]
    TooDeep(String),
}

/// All numbers of one format. Lengths are twips unless a name says otherwise; `clause` cites the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleSheet {
    /// Name by which documents ask for it.
    pub style: String,
    /// Name for readers.
    pub name: String,
    /// Paper and margins.
    pub page: PageStyle,
    /// Lines and characters.
    pub grid: GridStyle,
    /// Families of the font roles.
    pub fonts: FontStyle,
    /// 正文.
    pub body: BodyStyle,
    /// 版头 as a whole.
    pub head: HeadStyle,
    /// 发文机关标志.
    pub mark: MarkStyle,
    /// 发文字号 and 签发人.
    pub number: NumberStyle,
    /// 红色分隔线.
    pub red_rule: RedRuleStyle,
    /// Double rules of 信函格式.
    pub letter: LetterStyle,
    /// Issue line of bulletins and minutes.
    pub issue: IssueStyle,
    /// 标题.
    pub title: TitleStyle,
    /// 主送机关.
    pub addressees: AddresseeStyle,
    /// 附件说明.
    pub attachment_note: AttachmentNoteStyle,
    /// 署名, 成文日期 and room for the seal.
    pub signature: SignatureStyle,
    /// 附件 pages.
    pub annex: AnnexStyle,
    /// 版记.
    pub imprint: ImprintStyle,
    /// 页码.
    pub page_number: PageNumberStyle,
    /// Tables in the text.
    pub table: TableStyle,
}

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
    /// Blank lines between mark and issue, and between issue and the organ line.
    pub blank_before: usize,
    /// White left of the organ and right of the date, in characters.
    pub side_cells: i32,
}

/// 标题 (7.3.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    /// Source.
    pub clause: String,
    /// Size in half-points.
    pub half_pt: u16,
    /// Exact line height.
    pub line: Twips,
    /// Blank lines above, when there is a head above.
    pub blank_before: usize,
    /// Most characters in a line.
    pub max_cells: i32,
    /// 文种, which stay with the 的 before them; separated by spaces like the two lists below.
    pub kinds: String,
    /// Names and endings of organs: a line may well end after one.
    pub organs: String,
    /// Other words that titles are made of: no line ends inside one.
    pub words: String,
}

/// 主送机关 (7.3.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddresseeStyle {
    /// Source.
    #[serde(default)]
    pub clause: String,
    /// Blank lines between the title and what follows it.
    pub blank_before: usize,
}

/// 附件说明 (7.3.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentNoteStyle {
    /// Source.
    pub clause: String,
    /// Blank lines above.
    pub blank_before: usize,
    /// Indent in characters.
    pub indent_cells: i32,
}

/// 署名, 成文日期 and room for the seal (7.3.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureStyle {
    /// Source.
    pub clause: String,
    /// Whether the block is drawn; minutes and bulletins print organ and date in the head.
    #[serde(default = "yes")]
    pub drawn: bool,
    /// Blank lines above a sealed signature.
    pub sealed_blank: usize,
    /// White right of a sealed date, in characters.
    pub sealed_right_cells: i32,
    /// Blank lines above an unsealed signature.
    pub unsealed_blank: usize,
    /// White right of an unsealed organ, in characters.
    pub unsealed_right_cells: i32,
    /// Height of a seal (42 mm): room between rows of joint issuers.
    pub seal_height: Twips,
    /// Blank lines above when nothing stands above the signature on the same text (a record's last table).
    pub blank_without_text: usize,
}

/// 附件 pages (7.3.7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexStyle {
    /// Source.
    pub clause: String,
    /// Size of the annex title in half-points.
    pub half_pt: u16,
    /// Exact line height of the annex title.
    pub line: Twips,
}

/// 版记 (7.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintStyle {
    /// Source.
    pub clause: String,
    /// Size in half-points.
    pub half_pt: u16,
    /// Exact line height.
    pub line: Twips,
    /// One character on both sides.
    pub indent: Twips,
    /// Where wrapped lines of 抄送 start.
    pub wrap_left: Twips,
    /// Width of the block.
    pub width: Twips,
    /// Outer rules in eighths of a point.
    pub thick: u16,
    /// Inner rules in eighths of a point.
    pub thin: u16,
    /// Whether rules are drawn.
    pub rules: bool,
    /// Whether printing office and date are printed.
    pub printer: bool,
    /// Whether the block is moved to an even page.
    pub even_page: bool,
}

/// 页码 (7.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageNumberStyle {
    /// Source.
    pub clause: String,
    /// What is written.
    pub form: PageNumberForm,
    /// Where.
    pub place: PageNumberPlace,
    /// Size in half-points.
    pub half_pt: u16,
    /// Exact line height.
    pub line: Twips,
    /// White at the outer side.
    pub indent: Twips,
    /// Empty line below the number, 0 for none.
    pub filler: Twips,
    /// Whether the first page shows one.
    pub first_page: bool,
}

/// What a page number looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageNumberForm {
    /// — 1 —
    Dashes,
    /// 第1页 共2页
    OfTotal,
}

/// Where a page number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageNumberPlace {
    /// Right on odd pages, left on even ones.
    Outside,
    /// In the middle of all pages.
    Centre,
}

/// Tables in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// Source.
    pub clause: String,
    /// Size in half-points.
    pub half_pt: u16,
    /// Exact line height.
    pub line: Twips,
    /// Least row height.
    pub min_row: Twips,
    /// Cell padding left and right.
    pub padding: Twips,
    /// White above and below a cell's text.
    pub air: Twips,
    /// Rules in eighths of a point.
    pub eighths: u16,
}

impl StyleSheet {
    /// Reads the sheet `name`, following `extends`. `source` finds a sheet's JSON by its name.
    pub fn load(name: &str, source: &dyn Fn(&str) -> Option<String>) -> Result<Self, StyleError> {
        let merged = load::read_merged(name, source, 0)?;
        serde_json::from_value(merged)
            .map_err(|e| StyleError::Malformed { name: name.to_owned(), reason: e.to_string() })
    }

    /// Families of the preset in force; the first preset when the named one is missing.
    #[must_use]
    pub fn families(&self) -> Fonts {
        let presets = &self.fonts.presets;
        presets.get(&self.fonts.preset).or_else(|| presets.values().next()).cloned().unwrap_or_else(|| {
            Fonts {
                fang_song: "仿宋".to_owned(),
                kai_ti: "楷体".to_owned(),
                hei_ti: "黑体".to_owned(),
                song_ti: "宋体".to_owned(),
                xiao_biao_song: "方正小标宋简体".to_owned(),
            }
        })
    }

    /// The same sheet with another font preset.
    #[must_use]
    pub fn with_fonts(mut self, preset: &str) -> Self {
        preset.clone_into(&mut self.fonts.preset);
        self
    }

    /// Page set-up of the sheet's own pages, upright unless its paper is wider than high.
    #[must_use]
    pub fn portrait(&self) -> PageSetup {
        let p = &self.page;
        PageSetup {
            width: p.width,
            height: p.height,
            landscape: p.width > p.height,
            top: p.top,
            bottom: p.bottom,
            left: p.left,
            right: p.right,
            header: p.header,
            footer: p.footer,
            line_pitch: Some(self.grid.line),
        }
    }

    /// Page set-up of pages turned a quarter counter-clockwise: the portrait left edge becomes the top (clause 8).
    #[must_use]
    pub fn landscape(&self) -> PageSetup {
        let p = &self.page;
        PageSetup {
            width: p.height,
            height: p.width,
            landscape: true,
            top: p.left,
            bottom: p.right,
            left: p.bottom,
            right: p.top,
            header: p.header,
            // The number stands between text area and edge; 737 keeps it clear of both.
            footer: p.right / 2,
            line_pitch: Some(self.grid.line),
        }
    }
}

fn yes() -> bool {
    true
}

/// A colour as six hex digits in data.
mod hex {
    use super::{Deserialize, Deserializer, Rgb, Serializer};

    pub(super) fn serialize<S: Serializer>(colour: &Rgb, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&colour.hex())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rgb, D::Error> {
        let text = String::deserialize(deserializer)?;
        let value = u32::from_str_radix(&text, 16).ok().filter(|_| text.len() == 6);
        value.map(Rgb).ok_or_else(|| super::not_a_colour::<D>(&text))
    }
}

fn not_a_colour<'de, D: Deserializer<'de>>(text: &str) -> D::Error {
    D::Error::custom(format!("`{text}` is not six hex digits"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The sheets as shipped.
    pub(crate) fn sheet(name: &str) -> StyleSheet {
        StyleSheet::load(name, &shipped).unwrap()
    }

    fn shipped(name: &str) -> Option<String> {
        let text = match name {
            "document" => include_str!("../../../templates/styles/document.json"),
            "upward" => include_str!("../../../templates/styles/upward.json"),
            "letter" => include_str!("../../../templates/styles/letter.json"),
            "form" => include_str!("../../../templates/styles/form.json"),
            "minutes" => include_str!("../../../templates/styles/minutes.json"),
            "bulletin" => include_str!("../../../templates/styles/bulletin.json"),
            "order" => include_str!("../../../templates/styles/order.json"),
            _ => return None,
        };
        Some(text.to_owned())
    }

    #[test]
    fn every_shipped_sheet_reads_and_keeps_the_type_area() {
        for name in ["document", "upward", "letter", "form", "minutes", "bulletin", "order"] {
            let sheet = sheet(name);
            assert_eq!(sheet.style, name);
            assert_eq!((sheet.portrait().text_width(), sheet.portrait().text_height()), (8845, 12756));
            assert_eq!((sheet.landscape().text_width(), sheet.landscape().text_height()), (12756, 8845));
        }
        assert_eq!(sheet("letter").title.half_pt, 44, "inherited");
    }

    #[test]
    fn circles_and_unknown_keys_are_refused() {
        let circle = |_: &str| Some(r#"{"extends":"a"}"#.to_owned());
        assert_eq!(StyleSheet::load("a", &circle), Err(StyleError::TooDeep("a".to_owned())));
        assert_eq!(StyleSheet::load("none", &shipped), Err(StyleError::Unknown("none".to_owned())));
        let typo = |name: &str| match name {
            "x" => Some(r#"{"extends":"document","page":{"widht":1}}"#.to_owned()),
            other => shipped(other),
        };
        assert!(matches!(StyleSheet::load("x", &typo), Err(StyleError::Malformed { .. })));
    }
}
