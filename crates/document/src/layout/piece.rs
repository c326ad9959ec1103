//! The pieces a page is filled with: paragraphs and tables with their lines broken.

use super::line::{Numbers, Reader};
use super::table::{Laid, LaidParagraph, lay};
use crate::flow::{Flow, Item, Paragraph, Role, Row, Twips};

/// One thing to place.
pub(super) enum Piece<'f> {
    Paragraph(LaidParagraph<'f>),
    Table(Laid<'f>),
}

/// How much closer than written the lines of running text stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Closer {
    /// Height of a line of running text as written; other lines stay as they are.
    pub(crate) line: Twips,
    /// Twips taken from each of them; negative moves them apart.
    pub(crate) by: Twips,
    /// Whether blank lines of the head and the title give way, too, and those above a signature as far as a seal lets
    /// them.
    pub(crate) tight: bool,
    /// Twips taken from the least height of a row of a table in the text; negative makes rows higher.
    pub(crate) rows: Twips,
}

impl Closer {
    /// Least height of a blank line above a signature: two of them and half a name hold half a seal of 42 mm.
    const BLANK: Twips = 430;

    /// What a line of a title gives, which is higher than its characters by a half.
    const TITLE: Twips = 80;

    /// Least height of a row.
    pub(crate) fn row_of(self, row: &Row) -> Option<Twips> {
        let text = row.cells.first().and_then(|cell| cell.paragraphs.first());
        let given = if text.is_some_and(|p| p.role == Role::Cell) { self.rows } else { 0 };
        row.height.map(|height| height - given)
    }

    /// Height of a paragraph's lines.
    pub(crate) fn line_of(self, p: &Paragraph) -> Twips {
        let usual = p.line == self.line;
        match p.role {
            Role::Body
            | Role::Addressees
            | Role::Heading1
            | Role::Heading2
            | Role::Heading3
            | Role::Heading4
            | Role::AttachmentNote
            | Role::Signature
            | Role::Note
            | Role::ContentsTitle
            | Role::Contents1
            | Role::Contents2 => match usual {
                true if self.tight && p.role == Role::Signature && p.runs.is_empty() => Self::BLANK,
                true => p.line - self.by,
                false => p.line,
            },
            Role::Head | Role::Title if self.tight && usual => p.line - self.by,
            Role::Title if self.tight && p.line > self.line => p.line - Self::TITLE,
            // Rows of one line have room to spare, those of more grow and shrink with their lines.
            Role::Cell => p.line - if self.rows > 0 { self.rows } else { self.rows / 2 },
            Role::Head | Role::Title | Role::IssuerMark | Role::Annex | Role::Imprint | Role::Furniture => {
                p.line
            }
        }
    }
}

/// A flow whose lines are broken as one reader breaks them. Where they stand is another matter: the same lines fill
/// pages at any line height.
pub(crate) struct Broken<'f> {
    pub(super) flow: &'f Flow,
    /// Numbers are not known while heights are computed; one digit stands in.
    pub(super) unknown: Numbers,
    /// By section.
    pub(super) pieces: Vec<Vec<Piece<'f>>>,
}

impl<'f> Broken<'f> {
    /// Breaks all lines.
    pub(crate) fn new(flow: &'f Flow, reader: Reader) -> Self {
        let unknown = Numbers { page: 1, total: 1, reader };
        let pieces = flow.sections.iter().map(|section| {
            let width = section.page.text_width();
            let piece = |item: &'f Item| match item {
                Item::Paragraph(p) => Piece::Paragraph(LaidParagraph::new(p, width, unknown)),
                Item::Table(t) => Piece::Table(lay(t, unknown)),
            };
            section.items.iter().map(piece).collect()
        });
        Self { flow, unknown, pieces: pieces.collect() }
    }

    /// Sets the lines of running text closer than they are written, or further apart.
    pub(super) fn set_closer(&mut self, closer: Closer) {
        for piece in self.pieces.iter_mut().flatten() {
            match piece {
                Piece::Paragraph(p) => p.set_closer(closer),
                Piece::Table(t) if t.table.float.is_none() => t.set_closer(closer),
                Piece::Table(_) => {}
            }
        }
    }
}

impl Piece<'_> {
    pub(super) fn keeps_next(&self) -> bool {
        match self {
            Self::Paragraph(p) => p.paragraph.keep_next,
            Self::Table(t) => t.rows.last().is_some_and(|r| r.keep_next),
        }
    }

    /// Whether it is a table with a place of its own.
    pub(super) fn floats(&self) -> bool {
        matches!(self, Self::Table(t) if t.table.float.is_some())
    }

    pub(super) fn keeps_lines(&self) -> bool {
        match self {
            Self::Paragraph(p) => p.paragraph.keep_lines,
            Self::Table(_) => false,
        }
    }

    pub(super) fn height(&self) -> Twips {
        match self {
            Self::Paragraph(p) => p.height(),
            Self::Table(t) => t.height(),
        }
    }

    /// Height of the part that must not be parted from what stands before it, on a page that is `whole` high.
    pub(super) fn least_height(&self, whole: Twips) -> Twips {
        match self {
            Self::Paragraph(p) if p.paragraph.keep_lines => p.height(),
            Self::Paragraph(p) => p.paragraph.before + p.line,
            Self::Table(t) if t.table.float.is_some() => 0,
            Self::Table(t) => {
                let first = t.rows.first().map_or(0, |row| row.height);
                first.saturating_add(t.kept_after(0, whole))
            }
        }
    }
}
