//! The typeset flow: concrete paragraphs and tables that every writer takes as its only input.
//!
//! `typeset` turns a semantic [`crate::Document`] and a [`crate::StyleSheet`] into a [`Flow`]. The paginator,
//! the DOCX writer and the HTML writer all read this one value, so preview, print and file cannot drift apart.
//! All lengths are twips (1/20 pt, 1/1440 inch) unless a name says otherwise.

mod picture;

use serde::{Deserialize, Serialize};

pub use picture::{Picture, PictureKind};

/// A length in twips (1/20 pt).
pub type Twips = i32;

/// A whole typeset document: metadata for the file and its sections in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Document title for the file's properties; empty when the document has none.
    pub title: String,
    /// Author written to the file's properties: the issuing organ, never the template's author.
    pub author: String,
    /// Family names for each font role, from the style sheet.
    pub fonts: Fonts,
    /// Whether odd and even pages carry different furniture (page number right / left).
    pub odd_and_even: bool,
    /// Whether left and right margins change sides on even pages: `left` is the inner margin (双面印刷).
    #[serde(default)]
    pub mirrored: bool,
    /// Pictures that runs show by their index.
    #[serde(default)]
    pub pictures: Vec<Picture>,
    /// Sections in order; never empty.
    pub sections: Vec<Section>,
}

/// Family name written for each font role (the Chinese family name, as Word and WPS match it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fonts {
    /// 仿宋: body text.
    pub fang_song: String,
    /// 楷体: second-level headings, names of signatories.
    pub kai_ti: String,
    /// 黑体: first-level headings, labels.
    pub hei_ti: String,
    /// 宋体: page numbers.
    pub song_ti: String,
    /// 小标宋: issuer mark and title.
    pub xiao_biao_song: String,
    /// Digits and Latin letters outside page numbers, where the house sets them apart; absent means the family
    /// of the Hanzi around them.
    #[serde(default)]
    pub latin: Option<String>,
}

/// Typeface class of a run; the standard names classes, the style sheet names families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FontRole {
    /// 仿宋.
    FangSong,
    /// 楷体.
    KaiTi,
    /// 黑体.
    HeiTi,
    /// 宋体.
    SongTi,
    /// 小标宋.
    XiaoBiaoSong,
}

/// A run of pages with one page set-up and one set of headers and footers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Paper, margins and grid.
    pub page: PageSetup,
    /// Where the section starts.
    pub start: SectionStart,
    /// Furniture of the first page when it differs (信函格式); `None` means odd/even apply to it too.
    pub first: Option<Furniture>,
    /// Furniture of odd pages (of all pages when `Flow::odd_and_even` is false).
    pub odd: Furniture,
    /// Furniture of even pages.
    pub even: Furniture,
    /// Page number to restart at; `None` continues.
    pub restart_page_number: Option<u32>,
    /// Body content in reading order.
    pub items: Vec<Item>,
}

/// Where a section starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionStart {
    /// On a new page.
    NextPage,
    /// On the next even page (版记置于偶数页).
    EvenPage,
    /// On the same page.
    Continuous,
}

/// Paper, margins and line grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageSetup {
    /// Paper width as printed (already swapped for landscape).
    pub width: Twips,
    /// Paper height as printed.
    pub height: Twips,
    /// Whether the paper lies on its side.
    pub landscape: bool,
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
    /// Line grid pitch (`w:docGrid type="lines"`); `None` writes no grid.
    pub line_pitch: Option<Twips>,
}

impl PageSetup {
    /// Width of the text area.
    #[must_use]
    pub fn text_width(&self) -> Twips {
        self.width - self.left - self.right
    }

    /// Height of the text area.
    #[must_use]
    pub fn text_height(&self) -> Twips {
        self.height - self.top - self.bottom
    }
}

/// Header and footer content of one kind of page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Furniture {
    /// Header paragraphs.
    pub header: Vec<Paragraph>,
    /// Footer paragraphs.
    pub footer: Vec<Paragraph>,
    /// A line that stands at a fixed place of the paper and reads turned; `None` on upright pages.
    #[serde(default)]
    pub turned: Option<Turned>,
}

/// One line turned a quarter clockwise at a fixed place of the paper: the page number of a page that lies on its
/// side stands where it stands on the other pages (GB/T 9704-2012, clause 8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// Left edge of the line's box, from the paper's left edge; the box is as wide as the line is high.
    pub x: Twips,
    /// Upper edge of the box, from the paper's upper edge.
    pub y: Twips,
    /// Length of the box downwards: the measure of the line.
    pub length: Twips,
    /// The line; its left is the upper end of the box.
    pub paragraph: Paragraph,
}

/// One thing in the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table in the text.
    Table(Table),
}

/// What a paragraph is; becomes the named paragraph style in the file, and a class in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 正文.
    Body,
    /// 发文机关标志.
    IssuerMark,
    /// 版头 lines: copy number, urgency, document number, rules, blank lines of the head.
    Head,
    /// 标题.
    Title,
    /// 主送机关.
    Addressees,
    /// 一、 headings.
    Heading1,
    /// （一） headings.
    Heading2,
    /// 1. headings.
    Heading3,
    /// （1） headings.
    Heading4,
    /// 附件说明.
    AttachmentNote,
    /// 署名 and 成文日期.
    Signature,
    /// 附注.
    Note,
    /// 附件 label and title on an annex page.
    Annex,
    /// 目录 above the table of contents.
    ContentsTitle,
    /// A line of the table of contents for a first-level heading.
    Contents1,
    /// A line of the table of contents for a second-level heading.
    Contents2,
    /// 版记 text.
    Imprint,
    /// Text in a table cell.
    Cell,
    /// Page numbers and furniture.
    Furniture,
}

/// One paragraph with everything that decides its look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// What it is.
    pub role: Role,
    /// Exact line height.
    pub line: Twips,
    /// Extra white above, outside the line grid (0 for most).
    pub before: Twips,
    /// Extra white below.
    pub after: Twips,
    /// Alignment.
    pub align: Align,
    /// Indents.
    pub indent: Indent,
    /// Stays on the page of the next paragraph.
    pub keep_next: bool,
    /// Its lines stay together.
    pub keep_lines: bool,
    /// Starts a new page.
    pub page_break_before: bool,
    /// Tab stops.
    pub tabs: Vec<Tab>,
    /// Rule above the paragraph's line box.
    pub rule_above: Option<Rule>,
    /// Rule below the paragraph's line box.
    pub rule_below: Option<Rule>,
    /// Content; empty for a blank line.
    pub runs: Vec<Run>,
    /// Size in half-points that decides the paragraph mark (and so the height of a blank line).
    pub mark_half_pt: u16,
    /// 1-based line of the source text this came from; `None` for furniture and computed lines.
    pub source_line: Option<u32>,
    /// Column of the source table, from 0; `None` outside of tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_column: Option<u16>,
    /// Number by which runs ask for this paragraph's page; unique in the flow, `None` when none asks.
    #[serde(default)]
    pub anchor: Option<u32>,
}

impl Table {
    /// Every paragraph of its cells.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs)
    }

    /// The same, to be changed.
    pub(crate) fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        self.rows.iter_mut().flat_map(|row| &mut row.cells).flat_map(|cell| &mut cell.paragraphs)
    }
}

/// Alignment of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Flush left.
    Left,
    /// Centred.
    Centre,
    /// Flush right.
    Right,
    /// Justified, last line flush left.
    Justify,
    /// Spread over the whole measure (names of joint issuers).
    Distribute,
}

/// Indents of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indent {
    /// From the left edge of the text area (may be negative: letter rules).
    pub left: Twips,
    /// From the right edge of the text area.
    pub right: Twips,
    /// First line relative to `left`; negative hangs.
    pub first_line: Twips,
    /// First line in hundredths of a character (200 = 2 字), written beside `first_line` so that Word keeps
    /// two characters when the size changes; `None` writes only twips.
    pub first_line_chars: Option<i32>,
}

/// A tab stop measured from the left edge of the text area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tab {
    /// Position.
    pub at: Twips,
    /// Text after the tab ends here (right) or starts here (left).
    pub align: TabAlign,
    /// Whether dots lead up to the stop (contents).
    #[serde(default)]
    pub leader: bool,
}

/// Alignment of a tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TabAlign {
    /// Text starts at the stop.
    Left,
    /// Text ends at the stop.
    Right,
    /// Text is centred on the stop.
    Centre,
}

/// A horizontal or vertical rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Thickness in eighths of a point (`w:sz`).
    pub eighths: u16,
    /// Colour.
    pub colour: Rgb,
}

/// A colour as 0xRRGGBB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rgb(pub u32);

impl Rgb {
    /// Black, the default of the standard.
    pub const BLACK: Self = Self(0);
    /// Six upper-case hex digits, as OOXML and CSS want them (without `#`).
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:06X}", self.0 & 0xFF_FFFF)
    }
}

/// A stretch of text in one look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What stands there.
    pub content: RunContent,
    /// Typeface class.
    pub font: FontRole,
    /// Size in half-points.
    pub half_pt: u16,
    /// Colour.
    pub colour: Rgb,
    /// Tracking added after every character (`w:spacing`), negative tightens.
    pub tracking: Twips,
    /// Character scale in percent (`w:w`), 100 = as designed.
    pub scale_percent: u16,
    /// Bold; the standard never asks for it, table heads of some houses do.
    pub bold: bool,
}

/// Content of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunContent {
    /// Characters without newlines, tabs or XML-illegal characters.
    Text(String),
    /// To the next tab stop.
    Tab,
    /// A line break inside the paragraph.
    LineBreak,
    /// The number of the current page.
    PageNumber,
    /// The number of pages of the document.
    PageCount,
    /// The number of the page on which the paragraph with this anchor starts.
    PageOf {
        /// The paragraph's [`Paragraph::anchor`].
        anchor: u32,
        /// The number as last laid out: what is shown until a word processor counts again.
        page: u32,
    },
    /// A picture standing on the line like one large character. Its paragraph's line height is a minimum then.
    Picture {
        /// Index in [`Flow::pictures`].
        picture: usize,
        /// Width on paper.
        width: Twips,
        /// Height on paper.
        height: Twips,
    },
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column widths; their sum is the table's width.
    pub columns: Vec<Twips>,
    /// Distance of the table's left edge from the text area's left edge.
    pub left: Twips,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// How many first rows repeat on every page.
    pub header_rows: usize,
    /// Where it stands; `None` means in the text.
    pub float: Option<TableFloat>,
    /// Cell padding left and right.
    pub padding: Twips,
}

/// Position of a table outside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableFloat {
    /// At the foot of the text area of the page its anchor falls on (版记): `tblpPr` margin/bottom.
    FootOfTextArea,
}

/// A table row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Minimum height; `None` fits the content.
    pub height: Option<Twips>,
    /// Whether `height` is exact rather than a minimum.
    pub exact: bool,
    /// Whether the row may break over pages.
    pub may_split: bool,
    /// Cells from left to right; spans included they fill every column.
    pub cells: Vec<Cell>,
}

/// A table cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Columns covered, at least 1.
    pub span: usize,
    /// Vertical merge.
    pub merge: Merge,
    /// Rules around the cell.
    pub borders: Borders,
    /// Vertical alignment.
    pub valign: VerticalAlign,
    /// Content; at least one paragraph.
    pub paragraphs: Vec<Paragraph>,
}

/// Vertical merge state of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merge {
    /// Not merged.
    None,
    /// First of merged cells.
    Start,
    /// Continues the cell above.
    Continue,
}

/// Rules on the four sides of a cell; `None` draws nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borders {
    /// Above.
    pub top: Option<Rule>,
    /// Below.
    pub bottom: Option<Rule>,
    /// Left.
    pub left: Option<Rule>,
    /// Right.
    pub right: Option<Rule>,
}

/// Vertical alignment in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerticalAlign {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}
