//! Tables in the text: full measure, half-point rules, head row in 黑体 repeated on every page.

use super::signing::keep_row;
use super::{Setter, columns};
use crate::document::{TableBlock, TableCell};
use crate::flow::{
    Align, Borders, Cell, FontRole, Item, Merge, Paragraph, Rgb, Role, Row, Rule, Table, Twips, VerticalAlign,
};
use crate::measure::text_half_ems;
use crate::style::HeadLayout;

/// Most columns a table may have; what lies beyond is set into the last one.
const MOST_COLUMNS: usize = 60;

/// The part of a page, as one of so many, from which a row counts as tall.
const TALL: Twips = 5;

/// Most lines of a row that stays with its neighbour.
const LOW_LINES: Twips = 4;

/// 小五, in half-points.
const SMALL: u16 = 18;

/// 六号, in half-points.
const SMALLEST: u16 = 15;

/// Size of a table's text in half-points and the height of its lines.
#[derive(Clone, Copy)]
struct Size {
    half_pt: u16,
    line: Twips,
}

impl Setter<'_> {
    /// A table as wide as the text area.
    pub(super) fn table(&mut self, table: &TableBlock) {
        let count = column_count(table);
        if table.rows.is_empty() || count == 0 {
            return;
        }
        let width = self.page.text_width() - 1;
        let size = self.size(table, count, width);
        let columns = columns::widths(table, width, count, self.table_measure(size));
        let header_rows = table.header_rows.min(table.rows.len());
        let mut grid = Grid { figures: columns::figures(table, count), ..Grid::new(count) };
        let mut rows: Vec<Row> = Vec::new();
        let mut heights = Vec::new();
        let rows_left = |r: usize| table.rows.len().saturating_sub(r);
        for (r, source) in table.rows.iter().enumerate() {
            let mut row = Row {
                height: Some(self.sheet.table.min_row),
                exact: false,
                may_split: false,
                cells: Vec::new(),
            };
            let mut tallest = 0;
            for slot in grid.row(source, rows_left(r)) {
                let line = table.row_lines.get(r).copied().filter(|line| *line > 0);
                let cell = self.cell(&slot, r < header_rows, line, size);
                tallest = tallest.max(self.height(&slot, &columns, size));
                row.cells.push(cell);
            }
            // A row taller than half a page would leave a hole: it may break. A lower one where it does leave one.
            row.may_split = tallest > self.page.text_height() / 2;
            self.tall |= tallest > self.page.text_height() / TALL;
            if heads_rows(&row, count) && r + 1 < table.rows.len() {
                keep_row(&mut row);
            }
            heights.push(tallest);
            rows.push(row);
        }
        self.keep_ends(&mut rows, &heights, header_rows);
        self.keep_groups(&mut rows, &heights, count);
        // Word does not repeat header rows that break over pages, and such a head would fill every page.
        let header_rows =
            if rows.iter().take(header_rows).any(|row| row.may_split) { 0 } else { header_rows };
        let padding = self.sheet.table.padding;
        let made = Table { columns, left: 0, rows, header_rows, float: None, padding };
        if columns::is_signed(table, count) {
            self.signing(made, LOW_LINES * self.sheet.table.line);
        } else {
            self.items.push(Item::Table(made));
        }
        self.heights = heights;
    }

    /// Whether the pages are those of a form or a record, which has no head and is mostly tables.
    pub(super) fn is_form(&self) -> bool {
        self.sheet.head.layout == HeadLayout::None
    }

    /// Whether a table is too wide for upright pages.
    pub(super) fn is_wide(&self, table: &TableBlock) -> bool {
        let upright = self.sheet.portrait().text_width() - 1;
        columns::needs(table, column_count(table), self.table_measure(self.usual())).exceed(upright)
    }

    /// Whether a table is too wide for upright pages even in the smaller size.
    pub(super) fn must_turn(&self, table: &TableBlock) -> bool {
        let upright = self.sheet.portrait().text_width() - 1;
        columns::needs(table, column_count(table), self.table_measure(self.smaller(SMALL))).exceed(upright)
    }

    fn usual(&self) -> Size {
        Size { half_pt: self.sheet.table.half_pt, line: self.sheet.table.line }
    }

    /// A smaller size for tables whose columns do not fit in the usual one, with lines in proportion.
    fn smaller(&self, half_pt: u16) -> Size {
        let (usual, half_pt) = (self.usual(), self.sheet.table.half_pt.min(half_pt));
        Size { half_pt, line: usual.line * i32::from(half_pt) / i32::from(usual.half_pt.max(1)) }
    }

    /// The size in which a table is not too wide for its pages; the smallest only where a day or a code would be cut.
    fn size(&self, table: &TableBlock, count: usize, width: Twips) -> Size {
        let usual = self.usual();
        let needs = |size: Size| columns::needs(table, count, self.table_measure(size));
        if !needs(usual).exceed(width) {
            return usual;
        }
        let smaller = self.smaller(SMALL);
        if needs(smaller).least > width { self.smaller(SMALLEST) } else { smaller }
    }

    fn table_measure(&self, size: Size) -> columns::Measure {
        columns::Measure { half: i32::from(size.half_pt) * 5, padding: self.sheet.table.padding }
    }

    /// No row stands by itself below the head or on the next page: the first two stay together, and the last two.
    /// Tall rows do not, for they would leave a hole. In a form, which is one small table after another, the first row
    /// may stand below the head alone.
    fn keep_ends(&self, rows: &mut [Row], heights: &[Twips], header_rows: usize) {
        let last = rows.len().saturating_sub(2);
        let low =
            |r: usize| heights.get(r).is_some_and(|height| *height <= LOW_LINES * self.sheet.table.line);
        let first = (!self.is_form()).then_some(header_rows);
        for at in first.into_iter().chain([last]) {
            if at >= header_rows
                && at + 1 < rows.len()
                && low(at)
                && low(at + 1)
                && let Some(row) = rows.get_mut(at)
            {
                keep_row(row);
            }
        }
    }

    /// The rows below a row that heads them stay together with it where they are low, as far as the next such row.
    fn keep_groups(&self, rows: &mut [Row], heights: &[Twips], count: usize) {
        let heads: Vec<usize> =
            (0..rows.len()).filter(|r| rows.get(*r).is_some_and(|row| heads_rows(row, count))).collect();
        for (at, from) in heads.iter().enumerate() {
            let to = heads.get(at + 1).copied().unwrap_or(rows.len());
            let height =
                |r| heights.get(r).map_or(0, |height: &Twips| (*height).max(self.sheet.table.min_row));
            let whole = (*from..to).map(height).fold(0, Twips::saturating_add);
            if whole <= self.page.text_height() / 4 {
                rows.iter_mut().take(to.saturating_sub(1)).skip(*from).for_each(keep_row);
            }
        }
    }

    fn cell(&mut self, slot: &Slot<'_>, header: bool, line: Option<u32>, size: Size) -> Cell {
        let style = &self.sheet.table;
        let (half_pt, eighths) = (size.half_pt, style.eighths);
        let rule = Some(Rule { eighths, colour: Rgb::BLACK });
        let borders = Borders { top: rule, bottom: rule, left: rule, right: rule };
        let label = header || slot.cell.is_some_and(|c| c.label);
        let centred = label || slot.cell.is_some_and(|c| c.centred || slot.figures && columns::centres(c));
        let font = if label { FontRole::HeiTi } else { FontRole::FangSong };
        let column = u16::try_from(slot.column).ok();
        let mut paragraphs = Vec::new();
        for words in super::clean::lines(&slot.text(), &mut self.dropped) {
            let mut paragraph = self.cell_line(size);
            paragraph.align = if centred { Align::Centre } else { Align::Left };
            paragraph.keep_next = header;
            paragraph.runs = self.sized(&words, font, half_pt);
            if !words.is_empty() {
                paragraph.source_line = line;
                paragraph.source_column = line.and(column);
            }
            paragraphs.push(paragraph);
        }
        // Exact lines would let the first one touch the rule above.
        if let Some(first) = paragraphs.first_mut() {
            first.before = style.air;
        }
        if let Some(last) = paragraphs.last_mut() {
            last.after = style.air;
        }
        Cell { span: slot.span, merge: slot.merge, borders, valign: VerticalAlign::Middle, paragraphs }
    }

    fn cell_line(&self, size: Size) -> Paragraph {
        let mut line = self.plain(Role::Cell);
        line.line = size.line;
        line.mark_half_pt = size.half_pt;
        line
    }

    /// Estimated height of a cell's own text.
    fn height(&self, slot: &Slot<'_>, columns: &[Twips], size: Size) -> Twips {
        let style = &self.sheet.table;
        let width: Twips = columns.iter().skip(slot.column).take(slot.span).sum();
        let half = i32::from(size.half_pt) * 5;
        let fit = ((width - 2 * style.padding) / half.max(1)).max(1);
        if slot.merge != Merge::None {
            return 0;
        }
        let text = slot.text();
        let lines: i32 = text.split('\n').map(|l| (text_half_ems(l) + fit - 1) / fit).map(|n| n.max(1)).sum();
        lines.saturating_mul(size.line).saturating_add(2 * style.air)
    }
}

/// Whether a row is one cell over all columns: the heading of the rows below it.
fn heads_rows(row: &Row, count: usize) -> bool {
    count > 1 && !row.may_split && matches!(row.cells.as_slice(), [cell] if cell.merge == Merge::None)
}

/// Columns the rows ask for, what merged cells above cover included.
fn column_count(table: &TableBlock) -> usize {
    let own = |row: &Vec<TableCell>| row.iter().map(|c| c.span.clamp(1, MOST_COLUMNS)).sum::<usize>();
    let asked = table.rows.iter().map(own).max().unwrap_or(0).max(table.widths.len()).min(MOST_COLUMNS);
    let mut grid = Grid::new(asked);
    let mut widest = asked;
    for (r, row) in table.rows.iter().enumerate() {
        let covered = grid.below.iter().filter(|n| **n > 0).count();
        widest = widest.max((covered + own(row)).min(MOST_COLUMNS));
        grid.row(row, table.rows.len() - r);
    }
    widest
}

/// A place in a row: a cell of the source, a continuation of a merged one, or a filler.
struct Slot<'t> {
    cell: Option<&'t TableCell>,
    /// Cells beyond the last column; their text joins this one's so that nothing is lost.
    beyond: &'t [TableCell],
    column: usize,
    span: usize,
    merge: Merge,
    /// Whether its column holds figures.
    figures: bool,
}

impl Slot<'_> {
    fn text(&self) -> String {
        let texts = self.cell.into_iter().chain(self.beyond).map(|c| c.text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    }
}

/// Which columns are still covered by merged cells above.
struct Grid {
    /// Rows still covered, per column.
    below: Vec<usize>,
    /// Span of the covering cell at the column where it starts, 0 elsewhere.
    spans: Vec<usize>,
    /// Which columns hold figures.
    figures: Vec<bool>,
}

impl Grid {
    fn new(columns: usize) -> Self {
        Self { below: vec![0; columns], spans: vec![0; columns], figures: Vec::new() }
    }

    fn covered(&self, column: usize) -> bool {
        self.below.get(column).is_some_and(|n| *n > 0)
    }

    /// Slots of one row from left to right, filling every column.
    fn row<'t>(&mut self, source: &'t [TableCell], rows_left: usize) -> Vec<Slot<'t>> {
        let count = self.below.len();
        let mut slots = Vec::new();
        let mut started = Vec::new();
        let mut cells = source.iter();
        let mut column = 0;
        while column < count {
            if self.covered(column) {
                let span = self.spans.get(column).copied().unwrap_or(1).max(1);
                slots.push(Slot {
                    cell: None,
                    beyond: &[],
                    column,
                    span,
                    merge: Merge::Continue,
                    figures: false,
                });
                column += span;
                continue;
            }
            let cell = cells.next();
            let wanted = cell.map_or(1, |c| c.span.max(1));
            let free = (column..count).take_while(|c| !self.covered(*c)).count();
            let span = wanted.min(free).max(1);
            let rows = cell.map_or(1, |c| c.rows.max(1)).min(rows_left);
            let merge = if rows > 1 { Merge::Start } else { Merge::None };
            let figures = self.figures.get(column).copied().unwrap_or(false);
            slots.push(Slot { cell, beyond: &[], column, span, merge, figures });
            if rows > 1 {
                started.push((column, span, rows - 1));
            }
            column += span;
        }
        if let Some(slot) = slots.last_mut().filter(|s| s.merge != Merge::Continue) {
            slot.beyond = cells.as_slice();
        }
        self.below.iter_mut().for_each(|n| *n = n.saturating_sub(1));
        for (column, span, rows) in started {
            for (i, slot) in self.below.iter_mut().enumerate().skip(column).take(span) {
                *slot = rows;
                if let Some(s) = self.spans.get_mut(i) {
                    *s = if i == column { span } else { 0 };
                }
            }
        }
        slots
    }
}
