//! The semantic official document: what it says and who says it, never how it looks.
//!
//! Order of zones and elements follows GB/T 9704-2012 clause 7: head (版头), main (主体), imprint (版记).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use expr::Date;

/// An official document (公文). Fully determined by its fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// 版头.
    pub head: Head,
    /// 主体.
    pub main: Main,
    /// 版记; `None` for drafts, records and tables.
    pub imprint: Option<Imprint>,
    /// Words at the head of every page that belong to no organ's paper, such as 示例; `None` for a real document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_head: Option<String>,
    /// Picture files by the name the text gives them. The caller supplies them; they are never stored with the text.
    #[serde(skip)]
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// 版头, GB/T 9704-2012 7.2.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// 份号, six digits (7.2.1). Only for classified papers, which this product refuses, or on demand.
    pub copy_number: Option<String>,
    /// Handling mark such as 内部 or 工作秘密; state-secret grades are refused before they get here (7.2.2).
    pub marking: Option<String>,
    /// 紧急程度: 特急 or 加急 (7.2.3).
    pub urgency: Option<String>,
    /// 发文机关标志 (7.2.4), one per organ; joint issue lists the 主办 first. Empty means no red mark.
    pub issuer_marks: Vec<String>,
    /// 发文字号 such as 直党字〔2021〕25号 (7.2.5).
    pub document_number: Option<String>,
    /// 签发人 of an upward document (7.2.6).
    pub signatories: Vec<String>,
    /// Issue line of a bulletin (第3期) or number of minutes; `None` elsewhere.
    pub issue: Option<String>,
}

/// 主体, GB/T 9704-2012 7.3.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Main {
    /// 标题 (7.3.1). A newline forces a line break; otherwise lines are chosen at word boundaries.
    pub title: String,
    /// 主送机关 (7.3.2), without the colon.
    pub addressees: Vec<String>,
    /// 正文 (7.3.3).
    pub body: Vec<Block>,
    /// 附件说明 (7.3.4): names without numbers and punctuation.
    pub attachment_notes: Vec<String>,
    /// 编者按 of a bulletin, without its label; newlines part paragraphs.
    #[serde(default)]
    pub editor_note: Option<String>,
    /// 出席, 请假 and 列席 of minutes (10.3).
    #[serde(default)]
    pub attendance: Attendance,
    /// 发文机关署名 (7.3.5), the 主办 first. Empty means no signature block.
    pub issuers: Vec<String>,
    /// Titles in full (职务) of those whose chops the document carries (7.3.5.3), the 主办's first; one row each.
    #[serde(default)]
    pub signer_titles: Vec<String>,
    /// How the document is authenticated, which decides the signature block's place.
    pub seal: Seal,
    /// （代章）: the seal of another organ is used.
    pub proxy_seal: bool,
    /// 成文日期 (7.3.5.4); `None` leaves it out (drafts print ×).
    pub dated: Option<Date>,
    /// 附注 (7.3.6), without brackets, such as 此件主动公开.
    pub note: Option<String>,
    /// 附件 bound with the text (7.3.7).
    pub annexes: Vec<Annex>,
}

/// Who was at a meeting (10.3). Each entry is a person as minutes name them: unit and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attendance {
    /// 出席.
    pub present: Vec<String>,
    /// 请假.
    pub absent: Vec<String>,
    /// 列席.
    pub observers: Vec<String>,
}

/// How a document is authenticated (7.3.5.1–7.3.5.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seal {
    /// 加盖印章: the date stands four characters from the right, the organ is centred on it.
    #[default]
    Sealed,
    /// 不加盖印章.
    Unsealed,
    /// 加盖签发人签名章: room for the chop, the signer's title (职务) left of it, the date below (7.3.5.3).
    Chop,
}

/// 附件 bound with the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// Number when there are several; `None` prints 附件 alone.
    pub number: Option<u32>,
    /// Title on the annex page; empty prints none.
    pub title: String,
    /// Whether the annex lies on its side (wide tables, clause 8).
    pub landscape: bool,
    /// Text that a notice issues (印发): it follows on a new page under its own title, without the label 附件.
    #[serde(default)]
    pub issued: bool,
    /// Content.
    pub body: Vec<Block>,
}

/// 版记, GB/T 9704-2012 7.4; the 报尾 of a bulletin.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// 主送机关 that found no room above the text (7.3.2, 7.4.2).
    pub addressees: Vec<String>,
    /// 报：the superiors a bulletin goes up to.
    pub report_to: Vec<String>,
    /// 送：the peers a bulletin goes to.
    pub send_to: Vec<String>,
    /// 发：the subordinates a bulletin goes down to.
    pub distribute_to: Vec<String>,
    /// 抄送机关, without label and full stop.
    pub cc: Vec<String>,
    /// 印发机关; `None` in 信函格式.
    pub printer: Option<String>,
    /// 印发日期.
    pub printed: Option<Date>,
    /// 印数: a number (printed as 共印N份) or words of one's own.
    pub copies: Option<String>,
}

/// One block of body text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph or a heading.
    Paragraph(TextBlock),
    /// A table.
    Table(TableBlock),
    /// A picture.
    Picture(PictureBlock),
}

/// A paragraph of running text, possibly opened by a heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TextBlock {
    /// Heading level 1–4 when the paragraph opens with 一、 （一） 1. （1）; `None` for plain text.
    pub level: Option<u8>,
    /// Heading text with its number as written (一、总体评价), or empty. For a run-in heading it ends with 。 and
    /// `text` follows on the same line.
    pub heading: String,
    /// The rest of the paragraph.
    pub text: String,
    /// How it stands in the measure.
    pub placement: Placement,
    /// 1-based line of the source text; 0 when it came from elsewhere.
    pub source_line: u32,
    /// Nothing but words, whatever they look like: no table of contents, no reference, no label is read from them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
}

/// A picture on a line of its own, centred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureBlock {
    /// Name of the file in [`Document::pictures`].
    pub name: String,
    /// Line set below the picture; empty for none.
    pub caption: String,
    /// 1-based line of the source text; 0 when it came from elsewhere.
    pub source_line: u32,
}

/// How a paragraph stands in the measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// First line indented by two characters, justified.
    #[default]
    Indented,
    /// Flush left, no indent (form lines, "单位：… 日期：…").
    Flush,
    /// Centred (chapter titles of issued texts, table captions).
    Centred,
    /// Flush right (unit and date line above a table).
    Right,
}

/// A table in the text or in an annex.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableBlock {
    /// Relative column widths; as many as columns.
    pub widths: Vec<u32>,
    /// How many first rows are headings and repeat on each page.
    pub header_rows: usize,
    /// Rows of cells.
    pub rows: Vec<Vec<TableCell>>,
    /// 1-based line of the source text; 0 when it came from elsewhere.
    pub source_line: u32,
    /// 1-based line of the source text of each row; empty when they came from elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row_lines: Vec<u32>,
}

/// A cell of a [`TableBlock`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// Text; newlines start a new paragraph in the cell.
    pub text: String,
    /// Columns covered; 0 and 1 both mean one.
    pub span: usize,
    /// Rows covered downwards; 0 and 1 both mean one. Covered cells are left out of their rows.
    pub rows: usize,
    /// Whether the text is a label (黑体, centred) rather than content.
    pub label: bool,
    /// Whether content is centred (numbers, dates, short answers).
    pub centred: bool,
}
