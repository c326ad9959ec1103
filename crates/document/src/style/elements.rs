//! Numbers of the text, the imprint and the furniture.

use serde::{Deserialize, Serialize};

use crate::flow::Twips;

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
    /// Names and endings of organs: a line may well end after one, and the words before it belong to its name.
    pub organs: String,
    /// What ends a person's name: the characters before it belong to it.
    pub persons: String,
    /// Words that govern what follows: a line may end before one, hardly after one.
    pub verbs: String,
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

/// 出席, 请假 and 列席 of minutes (10.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttendanceStyle {
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
    /// White between two rows of seals, which must not touch.
    pub seal_gap: Twips,
    /// Blank lines above a chop (签名章).
    pub chop_blank: usize,
    /// White right of a chop, in characters.
    pub chop_right_cells: i32,
    /// White between a signer's title and the chop, in characters.
    pub chop_gap_cells: i32,
    /// Width of the room for a chop.
    pub chop_width: Twips,
    /// Height of the room for a chop.
    pub chop_height: Twips,
    /// White between two chops.
    pub chop_row_gap: Twips,
    /// Blank lines between the last chop and the date.
    pub chop_date_blank: usize,
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
    /// Whether 印数 stands below the printing office instead of above it.
    pub copies_last: bool,
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

fn yes() -> bool {
    true
}
