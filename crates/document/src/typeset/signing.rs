//! Rows for who signs: nobody signs a page with nothing else on it.

use super::Setter;
use crate::flow::{Align, Borders, Cell, Item, Merge, Paragraph, Role, Row, Table, Twips, VerticalAlign};

/// Most lines, blank ones included, between the rows for who signs and a table whose last rows stay with them.
const LINES_ABOVE: usize = 6;

/// Rows of a high table that stay with those for who signs.
const ROWS_ABOVE: usize = 2;

/// Edges of columns that lie closer than this become one.
const SNAP: Twips = 100;

/// Most columns of a table made of two.
const MOST_COLUMNS: usize = 60;

impl Setter<'_> {
    /// The table of those who sign. `low` is the height up to which a row stays with its neighbour.
    ///
    /// In a form its rows become rows of the table above, with the lines between them: word processors agree on rows
    /// that stay together, and not on a table that stays with the lines below it. Elsewhere the lines above and the
    /// last rows of the table above them stay with it.
    pub(super) fn signing(&mut self, mut table: Table, low: Twips) {
        let last = table.rows.len().saturating_sub(1);
        table.rows.iter_mut().take(last).for_each(keep_row);
        let lines = self.items.iter().rev().take_while(|item| matches!(item, Item::Paragraph(_))).count();
        if lines > LINES_ABOVE {
            self.items.push(Item::Table(table));
            return;
        }
        let at = self.items.len() - lines;
        if self.is_form() && self.joins(at, &table) {
            let between = self.items.split_off(at);
            if let Some(Item::Table(mut above)) = self.items.pop() {
                self.keep_last_rows(&mut above, low);
                table = joined(above, between, table, self.sheet.grid.line / 3);
            }
        } else {
            self.keep_lines_from(at, low);
        }
        self.items.push(Item::Table(table));
    }

    /// Whether the table that ends before `at` can take these rows: it is as wide, and nothing but plain lines lies between.
    fn joins(&self, at: usize, below: &Table) -> bool {
        let sum = |table: &Table| table.columns.iter().sum::<Twips>();
        let plain =
            |item: &Item| matches!(item, Item::Paragraph(p) if p.role == Role::Body && p.anchor.is_none());
        let above = at.checked_sub(1).and_then(|above| self.items.get(above));
        let fits = matches!(above, Some(Item::Table(above)) if above.float.is_none()
            && sum(above) == sum(below)
            && above.columns.len() + below.columns.len() <= MOST_COLUMNS);
        fits && self.items.iter().skip(at).all(plain)
    }

    /// The last rows of a table stay together and with what follows them.
    fn keep_last_rows(&self, table: &mut Table, low: Twips) {
        let rows = table.rows.iter_mut().zip(&self.heights).rev();
        rows.take_while(|(_, height)| **height <= low).take(ROWS_ABOVE).for_each(|(row, _)| keep_row(row));
    }

    /// The lines from `at` on and the last rows of the table above them stay with what follows. A low table comes along
    /// as a whole, for some word processors keep a table whole or not at all.
    fn keep_lines_from(&mut self, at: usize, low: Twips) {
        let all = self.heights.iter().map(|height| (*height).max(self.sheet.table.min_row));
        let whole = all.fold(0, Twips::saturating_add) <= self.page.text_height() / 4;
        for item in self.items.iter_mut().skip(at) {
            if let Item::Paragraph(p) = item {
                (p.keep_next, p.keep_lines) = (true, true);
            }
        }
        let above = at.checked_sub(1).and_then(|at| self.items.get_mut(at));
        let Some(Item::Table(table)) = above else { return };
        let rows = table.rows.iter_mut().zip(&self.heights).rev();
        rows.take_while(|(_, height)| **height <= low)
            .take(if whole { usize::MAX } else { ROWS_ABOVE })
            .for_each(|(row, _)| keep_row(row));
    }
}

/// A row that stays with the next, or the last one with what follows the table.
pub(super) fn keep_row(row: &mut Row) {
    row.cells.iter_mut().flat_map(|cell| &mut cell.paragraphs).for_each(|p| p.keep_next = true);
}

/// One table of two and the lines between them, which become a row without rules, `air` of white above and below them.
fn joined(above: Table, between: Vec<Item>, below: Table, air: Twips) -> Table {
    let upper = stops(&above.columns);
    let lower = snapped(stops(&below.columns), &upper);
    let mut all: Vec<Twips> = upper.iter().chain(&lower).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut rows = above.rows;
    rows.iter_mut().for_each(|row| respan(row, &upper, &all));
    rows.extend(row_of_lines(between, all.len(), air));
    let signed = below.rows.into_iter().map(|mut row| {
        respan(&mut row, &lower, &all);
        row
    });
    rows.extend(signed);
    let mut from = 0;
    let columns = all.iter().map(|stop| stop - std::mem::replace(&mut from, *stop)).collect();
    Table { columns, rows, ..above }
}

/// Right edges of columns.
fn stops(columns: &[Twips]) -> Vec<Twips> {
    let mut edge = 0;
    let stop = |width: &Twips| {
        edge += width;
        edge
    };
    columns.iter().map(stop).collect()
}

/// Edges moved to those of the other table that are close.
fn snapped(stops: Vec<Twips>, others: &[Twips]) -> Vec<Twips> {
    let mut out: Vec<Twips> = Vec::with_capacity(stops.len());
    for stop in stops {
        let near = others.iter().copied().filter(|other| (other - stop).abs() < SNAP);
        let near = near.min_by_key(|other| (other - stop).abs()).unwrap_or(stop);
        let last = out.last().copied().unwrap_or(0);
        out.push(if near > last { near } else { stop.max(last + 1) });
    }
    out
}

/// Counts the columns of a row's cells anew: from those that end at `old` to those that end at `new`.
fn respan(row: &mut Row, old: &[Twips], new: &[Twips]) {
    let (mut column, mut from) = (0, 0);
    for cell in &mut row.cells {
        column += cell.span.max(1);
        let to = old.get(column - 1).or(old.last()).copied().unwrap_or(from);
        cell.span = new.iter().filter(|stop| **stop > from && **stop <= to).count().max(1);
        from = to;
    }
}

fn row_of_lines(items: Vec<Item>, span: usize, air: Twips) -> Option<Row> {
    let line = |item| match item {
        Item::Paragraph(p) if !p.runs.is_empty() => {
            Some(Paragraph { align: Align::Left, keep_next: true, ..p })
        }
        Item::Paragraph(_) | Item::Table(_) => None,
    };
    let mut paragraphs: Vec<Paragraph> = items.into_iter().filter_map(line).collect();
    if let Some(first) = paragraphs.first_mut() {
        first.before = air;
    }
    if let Some(last) = paragraphs.last_mut() {
        last.after = air;
    }
    let cell = Cell {
        span,
        merge: Merge::None,
        borders: Borders::default(),
        valign: VerticalAlign::Middle,
        paragraphs,
    };
    let row = Row { height: None, exact: false, may_split: false, cells: vec![cell] };
    row.cells.iter().any(|cell| !cell.paragraphs.is_empty()).then_some(row)
}
