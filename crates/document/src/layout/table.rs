//! Tables on pages: heights of rows, merged cells, rules.

use std::ops::Range;

use super::Page;
use super::draw;
use super::line::{Atom, Line, Numbers, atoms, break_lines};
use super::piece::Closer;
use crate::flow::{Cell, Merge, Paragraph, Rule, Table, Twips, VerticalAlign};

/// A table with all its lines broken.
pub(super) struct Laid<'f> {
    pub(super) table: &'f Table,
    pub(super) rows: Vec<LaidRow<'f>>,
}

/// The part of a page, as one of so many, that a row which breaks over pages begins with at least.
pub(super) const PART: Twips = 4;

/// One row: its height and its cells.
pub(super) struct LaidRow<'f> {
    pub(super) height: Twips,
    pub(super) keep_next: bool,
    pub(super) may_split: bool,
    cells: Vec<LaidCell<'f>>,
}

struct LaidCell<'f> {
    cell: &'f Cell,
    left: Twips,
    width: Twips,
    column: usize,
    paragraphs: Vec<LaidParagraph<'f>>,
}

/// A paragraph with its lines broken.
pub(super) struct LaidParagraph<'f> {
    pub(super) paragraph: &'f Paragraph,
    pub(super) atoms: Vec<Atom>,
    pub(super) lines: Vec<Line>,
    /// Height of each line.
    pub(super) line: Twips,
}

impl<'f> LaidParagraph<'f> {
    pub(super) fn new(paragraph: &'f Paragraph, width: Twips, numbers: Numbers) -> Self {
        let mut atoms = atoms(&paragraph.runs, numbers);
        let lines = break_lines(paragraph, &mut atoms, width, numbers.reader);
        Self { paragraph, atoms, lines, line: paragraph.line }
    }

    /// Sets its lines closer than written when they are of running text.
    pub(super) fn set_closer(&mut self, closer: Closer) {
        self.line = closer.line_of(self.paragraph);
    }

    /// Height with the white and the rules around it.
    pub(super) fn height(&self) -> Twips {
        self.height_of(&(0..self.lines.len()))
    }

    /// Height of some of its lines, with what stands above the first and below the last.
    pub(super) fn height_of(&self, lines: &Range<usize>) -> Twips {
        let p = self.paragraph;
        let count = Twips::try_from(lines.len()).unwrap_or(Twips::MAX);
        let above = if lines.start == 0 { p.before + draw::thickness(p.rule_above) } else { 0 };
        let below = if lines.end == self.lines.len() { p.after + draw::thickness(p.rule_below) } else { 0 };
        count.saturating_mul(self.line).saturating_add(above + below)
    }
}

/// Lays a table out; heights of merged cells go to their last row.
pub(super) fn lay(table: &Table, numbers: Numbers) -> Laid<'_> {
    let rows: Vec<LaidRow<'_>> = table
        .rows
        .iter()
        .map(|row| {
            let mut cells = Vec::new();
            let (mut column, mut left) = (0, 0);
            for cell in &row.cells {
                let span = cell.span.max(1);
                let width: Twips = table.columns.iter().skip(column).take(span).sum();
                let inner = (width - 2 * table.padding).max(1);
                let lay = |p| LaidParagraph::new(p, inner, numbers);
                let paragraphs = if cell.merge == Merge::Continue {
                    Vec::new()
                } else {
                    cell.paragraphs.iter().map(lay).collect()
                };
                cells.push(LaidCell { cell, left, width, column, paragraphs });
                column += span;
                left += width;
            }
            let keep_next = row.cells.iter().any(|c| c.paragraphs.iter().any(|p| p.keep_next));
            LaidRow { height: 0, keep_next, may_split: row.may_split, cells }
        })
        .collect();
    let mut laid = Laid { table, rows };
    laid.reckon(Closer::default());
    laid
}

/// Rules inside a ruled table take their own height beside the rows'.
fn between(table: &Table) -> Twips {
    let first = table.rows.first().and_then(|r| r.cells.first());
    if table.float.is_some() { 0 } else { draw::thickness(first.and_then(|c| c.borders.top)) }
}

fn stretch_for_merged(rows: &mut [LaidRow<'_>]) {
    let mut wanted = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|c| c.cell.merge == Merge::Start) {
            wanted.push((r, covered(rows, r, cell.column), cell.content()));
        }
    }
    for (first, count, content) in wanted {
        let have: Twips = rows.iter().skip(first).take(count).map(|r| r.height).sum();
        if let Some(last) = rows.get_mut(first + count - 1) {
            last.height = last.height.saturating_add((content - have).max(0));
        }
    }
}

/// Rows a merged cell covers, its own included.
fn covered(rows: &[LaidRow<'_>], first: usize, column: usize) -> usize {
    let continues =
        |row: &LaidRow<'_>| row.cells.iter().any(|c| c.column == column && c.cell.merge == Merge::Continue);
    1 + rows.iter().skip(first + 1).take_while(|r| continues(r)).count()
}

impl LaidRow<'_> {
    /// Every paragraph of the row.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.cells.iter().flat_map(|c| &c.cell.paragraphs)
    }
}

impl LaidCell<'_> {
    fn content(&self) -> Twips {
        self.paragraphs.iter().map(LaidParagraph::height).fold(0, Twips::saturating_add)
    }
}

impl Laid<'_> {
    /// Sets lines of running text closer than written; the rows follow.
    pub(super) fn set_closer(&mut self, closer: Closer) {
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        cells.flat_map(|cell| &mut cell.paragraphs).for_each(|p| p.set_closer(closer));
        self.reckon(closer);
    }

    /// Heights of the rows.
    fn reckon(&mut self, closer: Closer) {
        let between = between(self.table);
        for (row, source) in self.rows.iter_mut().zip(&self.table.rows) {
            let own = row.cells.iter().filter(|c| c.cell.merge == Merge::None).map(LaidCell::content).max();
            let wanted = closer.row_of(source).unwrap_or(0);
            let height = if source.exact { wanted } else { wanted.max(own.unwrap_or(0)) };
            row.height = height.saturating_add(between);
        }
        stretch_for_merged(&mut self.rows);
    }

    /// Height of all rows.
    pub(super) fn height(&self) -> Twips {
        self.rows.iter().map(|r| r.height).fold(0, Twips::saturating_add)
    }

    /// Thickness of all rules across, which `LibreOffice` adds to the height of the rows.
    pub(super) fn rules(&self) -> Twips {
        let thickest =
            |rules: &mut dyn Iterator<Item = Option<Rule>>| rules.map(draw::thickness).max().unwrap_or(0);
        let cells = |row: &LaidRow<'_>, rule: fn(&Cell) -> Option<Rule>| {
            thickest(&mut row.cells.iter().map(|cell| rule(cell.cell)))
        };
        let top = self.rows.first().map_or(0, |row| cells(row, |cell| cell.borders.top));
        self.rows.iter().map(|row| cells(row, |cell| cell.borders.bottom)).fold(top, Twips::saturating_add)
    }

    /// Height of the rows that row `r` holds on its page, which is `whole` high; a last one that may break needs only
    /// the part that it begins with.
    pub(super) fn kept_after(&self, r: usize, whole: Twips) -> Twips {
        let kept = self.rows.iter().skip(r).take_while(|row| row.keep_next).count();
        let height = |row: &LaidRow<'_>| match row.may_split && !row.keep_next {
            true => row.height.min(whole / PART + 1),
            false => row.height,
        };
        self.rows.iter().skip(r + 1).take(kept).map(height).fold(0, Twips::saturating_add)
    }

    /// Height of the rows that repeat on every page.
    pub(super) fn header_height(&self) -> Twips {
        self.rows.iter().take(self.table.header_rows).map(|r| r.height).sum()
    }

    /// Draws row `r` at `y`; `top` also draws the rule above it, `bottom` limits merged cells to the page.
    pub(super) fn draw(&self, page: &mut Page, r: usize, x: Twips, y: Twips, top: bool, bottom: Twips) {
        let Some(row) = self.rows.get(r) else { return };
        let x = x + self.table.left;
        for cell in &row.cells {
            let count = if cell.cell.merge == Merge::Start { covered(&self.rows, r, cell.column) } else { 1 };
            let height: Twips = self.rows.iter().skip(r).take(count).map(|row| row.height).sum();
            let height = height.min(bottom.saturating_sub(y).max(row.height));
            self.draw_text(page, cell, x + cell.left, y, height);
            self.draw_rules(page, cell, r, x, y, top);
        }
    }

    fn draw_text(&self, page: &mut Page, cell: &LaidCell<'_>, x: Twips, y: Twips, height: Twips) {
        let free = (height - cell.content()).max(0);
        let mut y = y + match cell.cell.valign {
            VerticalAlign::Top => 0,
            VerticalAlign::Middle => free / 2,
            VerticalAlign::Bottom => free,
        };
        for laid in &cell.paragraphs {
            y = draw::paragraph(page, laid, 0..laid.lines.len(), x + self.table.padding, cell.width, y);
        }
    }

    fn draw_rules(&self, page: &mut Page, cell: &LaidCell<'_>, r: usize, x: Twips, y: Twips, top: bool) {
        let borders = cell.cell.borders;
        let Some(row) = self.rows.get(r) else { return };
        let (left, width) = (x + cell.left, cell.width);
        if let Some(rule) = borders.top.filter(|_| top) {
            draw::horizontal(page, left, y, width, rule);
        }
        if let Some(rule) = borders.left.filter(|_| cell.column == 0) {
            draw::vertical(page, left, y, row.height, rule);
        }
        if let Some(rule) = borders.right {
            draw::vertical(page, left + width, y, row.height, rule);
        }
        if let Some(rule) = self.rule_below(r, cell) {
            let y = y + row.height;
            // The last rule of a block at the foot of the text area ends on its edge.
            let lift = if self.table.float.is_some() && r + 1 == self.rows.len() {
                draw::thickness(Some(rule))
            } else {
                0
            };
            draw::horizontal(page, left, y - lift, width, rule);
        }
    }

    /// The rule under a cell: its own, or that of the cell below; none inside a merged cell.
    fn rule_below(&self, r: usize, cell: &LaidCell<'_>) -> Option<Rule> {
        let below = self.rows.get(r + 1).and_then(|row| {
            row.cells.iter().find(|c| c.column <= cell.column && cell.column < c.column + c.cell.span.max(1))
        });
        match below {
            Some(next) if next.cell.merge == Merge::Continue && next.column == cell.column => None,
            Some(next) => cell.cell.borders.bottom.or(next.cell.borders.top),
            None => cell.cell.borders.bottom,
        }
    }
}
