//! Pagination: where every line, rule and page of a flow falls, as Word and `LibreOffice` break them.
//!
//! Exact line heights and a measure of 28 Hanzi make this computable without a font: a Hanzi is one em wide, an
//! ASCII character half of one, a baseline stands at four fifths of its line. [`Pages`] is plain data that a
//! preview draws as it is.

mod draw;
mod fandol;
mod furniture;
mod holes;
mod kinsoku;
mod line;
mod paginate;
mod piece;
mod sketch;
mod spill;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::flow::{Flow, FontRole, Fonts, Rgb, Role, Twips};

pub(crate) use draw::picture_foot;
pub(crate) use holes::open_rows;
pub(crate) use kinsoku::hangs;
pub use line::Reader;
pub(crate) use paginate::sketch;
pub use paginate::{layout, layout_for};
pub(crate) use piece::{Broken, Closer};
pub(crate) use sketch::{Part, SketchPage};

/// All pages of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// Families for the font roles of the marks.
    pub fonts: Fonts,
    /// Pages in order; never empty.
    pub pages: Vec<Page>,
    /// For every anchor of the flow, the number of the page on which its paragraph starts.
    pub anchors: BTreeMap<u32, u32>,
}

/// One page and what stands on it. The origin is the paper's upper left corner, y grows downwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Paper width.
    pub width: Twips,
    /// Paper height.
    pub height: Twips,
    /// The number a footer shows.
    pub number: u32,
    /// Index of the flow's section.
    pub section: usize,
    /// Lowest edge of the text on this page, from the top of the paper; the page's first text line when empty.
    pub text_bottom: Twips,
    /// Text.
    pub marks: Vec<Mark>,
    /// Rules.
    pub rules: Vec<RuleMark>,
    /// Pictures.
    pub pictures: Vec<PictureMark>,
}

/// A stretch of text of one look on one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Left edge; the baseline of turned text.
    pub x: Twips,
    /// Baseline; the upper end of turned text.
    pub y: Twips,
    /// Whether the text reads downwards, turned a quarter clockwise about (`x`, `y`).
    pub turned: bool,
    /// Width the text takes, tracking and justification included.
    pub width: Twips,
    /// Characters.
    pub text: String,
    /// Typeface class.
    pub font: FontRole,
    /// Size in half-points.
    pub half_pt: u16,
    /// Character scale in percent.
    pub scale_percent: u16,
    /// Bold.
    pub bold: bool,
    /// Colour.
    pub colour: Rgb,
    /// What the paragraph is.
    pub role: Role,
    /// 1-based line of the source text, when it came from there.
    pub source_line: Option<u32>,
    /// Column of the source table, from 0, when it came from a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_column: Option<u16>,
}

/// A picture on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureMark {
    /// Left edge.
    pub x: Twips,
    /// Upper edge.
    pub y: Twips,
    /// Width.
    pub width: Twips,
    /// Height.
    pub height: Twips,
    /// Index in [`Flow::pictures`].
    pub picture: usize,
    /// 1-based line of the source text, when it came from there.
    pub source_line: Option<u32>,
}

/// A horizontal or vertical rule: a filled bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleMark {
    /// Left edge.
    pub x: Twips,
    /// Top edge.
    pub y: Twips,
    /// Width.
    pub width: Twips,
    /// Height.
    pub height: Twips,
    /// Colour.
    pub colour: Rgb,
}

impl Pages {
    /// Text of each page's lines from top to bottom: one string a line, furniture left out. For tests and search.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<String>> {
        self.pages.iter().map(Page::lines).collect()
    }
}

impl Page {
    /// Text of the page's lines from top to bottom, furniture left out.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|m| m.role != Role::Furniture).collect();
        marks.sort_by_key(|m| (m.y, m.x));
        let mut lines: Vec<(Twips, String)> = Vec::new();
        for mark in marks {
            match lines.last_mut() {
                Some((y, line)) if *y == mark.y => line.push_str(&mark.text),
                _ => lines.push((mark.y, mark.text.clone())),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// Pages of a flow, as a count only.
#[must_use]
pub fn page_count(flow: &Flow) -> usize {
    layout(flow).pages.len()
}

#[cfg(test)]
mod tests;
