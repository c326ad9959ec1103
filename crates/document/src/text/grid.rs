//! The parts of a text that is edited: running text, and tables as grids of cells without the codes of the grammar.
//!
//! What nobody edits stays as it was written, character by character.

mod columns;
mod paste;
mod rows;

use std::collections::BTreeMap;

use super::table::{self, MOST_COLUMNS};
use crate::document::TableBlock;

/// A part of a text: [`parts`] cuts, [`joined`] puts together again.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Lines of running text.
    Text(String),
    /// Room before or behind a table at an end of the text: no line as long as nothing is written in it.
    Gap(String),
    /// The rows of a table.
    Table(Grid),
}

impl Part {
    /// How many lines of the text it is.
    #[must_use]
    pub fn lines(&self) -> usize {
        match self {
            Self::Text(text) => text.matches('\n').count() + 1,
            Self::Gap(text) if text.is_empty() => 0,
            Self::Gap(text) => text.matches('\n').count() + 1,
            Self::Table(grid) => grid.rows.len(),
        }
    }
}

/// Cuts a text at its tables. The first part and the last are text, so that one can write before and behind a table.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines: Vec<&str> = text.split('\n').collect();
    while let Some(first) = lines.first() {
        let in_table = is_row(first);
        let count = lines.iter().take_while(|line| is_row(line) == in_table).count();
        let rest = lines.split_off(count);
        let grid = in_table.then(|| Grid::read(&lines)).flatten();
        match (grid, parts.last_mut()) {
            (Some(grid), _) => parts.push(Part::Table(grid)),
            (None, Some(Part::Text(before))) => {
                before.push('\n');
                before.push_str(&lines.join("\n"));
            }
            (None, _) => parts.push(Part::Text(lines.join("\n"))),
        }
        lines = rest;
    }
    if matches!(parts.first(), Some(Part::Table(_))) {
        parts.insert(0, Part::Gap(String::new()));
    }
    if matches!(parts.last(), Some(Part::Table(_))) {
        parts.push(Part::Gap(String::new()));
    }
    parts
}

/// The text of its parts.
#[must_use]
pub fn joined(parts: &[Part]) -> String {
    let text = |part: &Part| match part {
        Part::Gap(text) if text.is_empty() => None,
        Part::Text(text) | Part::Gap(text) => Some(text.clone()),
        Part::Table(grid) => Some(grid.source()),
    };
    parts.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// A table of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Its lines as written.
    rows: Vec<String>,
}

/// Line of a table and column, from 0.
type Place = (usize, usize);

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Which line of the table it is, from 0; the line of widths is counted and not shown.
    pub at: usize,
    /// Whether it is a row of the head.
    pub head: bool,
    /// Its cells; those that another cell covers are left out.
    pub cells: Vec<GridCell>,
}

/// A cell as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Column of its left edge, from 0.
    pub column: usize,
    /// Its words, without codes; a line break is one.
    pub text: String,
    /// Columns it covers.
    pub span: usize,
    /// Rows it covers.
    pub rows: usize,
    /// Whether it is a label, which is printed in another type.
    pub label: bool,
}

impl Grid {
    /// A table from its lines; `None` when it is wider than a table may be and stays text.
    fn read(lines: &[&str]) -> Option<Self> {
        let rows: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let narrow = rows.iter().all(|row| cells(row).len() <= MOST_COLUMNS);
        narrow.then_some(Self { rows })
    }

    /// The table as text.
    #[must_use]
    pub fn source(&self) -> String {
        self.rows.join("\n")
    }

    /// Its rows as they are shown, merged as they are printed.
    #[must_use]
    pub fn rows(&self) -> Vec<GridRow> {
        let table = self.parsed();
        let delimiter = self.delimiter();
        let at = (0..self.rows.len()).filter(|at| Some(*at) != delimiter);
        // Columns that cells of earlier rows cover, and for how many rows more.
        let mut covered = vec![0; table.widths.len()];
        let mut rows = Vec::new();
        for (number, (at, merged)) in at.zip(&table.rows).enumerate() {
            let raw = self.rows.get(at).map(|row| cells(row)).unwrap_or_default();
            let mut shown = Vec::new();
            let mut column = 0;
            for cell in merged {
                column += covered.iter().skip(column).take_while(|rows| **rows > 0).count();
                let (span, down) = (cell.span, cell.rows);
                covered.iter_mut().skip(column).take(span).for_each(|rows| *rows = down);
                let text = raw.get(column).map(|raw| words(raw)).unwrap_or_default();
                shown.push(GridCell { column, text, span, rows: down, label: cell.label });
                column += span;
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            rows.push(GridRow { at, head: number < table.header_rows, cells: shown });
        }
        rows
    }

    /// How wide its columns are against each other.
    #[must_use]
    pub fn widths(&self) -> Vec<u32> {
        self.parsed().widths
    }

    fn parsed(&self) -> TableBlock {
        table::parse((1..).zip(self.rows.iter().map(|row| row.trim()))).0
    }

    /// The column in which a character of a line stands, counted in characters from 0.
    #[must_use]
    pub fn column_at(&self, row: usize, character: usize) -> usize {
        let Some(row) = self.rows.get(row) else { return 0 };
        let before: String = row.trim_start().chars().take(character).collect();
        cells(&before).len().saturating_sub(1)
    }

    /// Writes words into a cell, whatever they look like.
    pub fn set(&mut self, row: usize, column: usize, value: &str) {
        let Some(line) = self.rows.get_mut(row) else { return };
        let mut raw = cells(line);
        let Some(cell) = raw.get_mut(column) else { return };
        if words(cell) == value {
            return;
        }
        write(cell, value);
        *line = row_of(raw);
    }

    /// Places that another cell covers, each with the place of that cell: line of the table and column.
    fn covered(&self) -> BTreeMap<Place, Place> {
        let rows = self.rows();
        let mut covered = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            for cell in row.cells.iter().filter(|cell| cell.span > 1 || cell.rows > 1) {
                let owner = (row.at, cell.column);
                let under = rows.iter().skip(number).take(cell.rows).map(|row| row.at);
                let places =
                    under.flat_map(|at| (cell.column..cell.column + cell.span).map(move |c| (at, c)));
                covered.extend(places.filter(|place| *place != owner).map(|place| (place, owner)));
            }
        }
        covered
    }

    /// The line of widths.
    fn delimiter(&self) -> Option<usize> {
        self.rows.iter().position(|row| table::is_delimiter(&cells(row)))
    }
}

/// Raw cells of a line.
fn cells(line: &str) -> Vec<String> {
    table::split_row(line.trim())
}

/// A row of words as a line: whatever it says, it is not the line of widths.
pub(super) fn row_of(mut raw: Vec<String>) -> String {
    if table::is_delimiter(&raw)
        && let Some(first) = raw.first_mut()
    {
        *first = format!(" \\{}", first.trim_start());
    }
    line_of(&raw)
}

/// Writes words into a raw cell; a label stays one.
fn write(cell: &mut String, value: &str) {
    *cell = coded(value, is_strong(cell));
}

fn line_of(cells: &[String]) -> String {
    format!("|{}|", cells.join("|"))
}

fn is_strong(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() > 4 && cell.starts_with("**") && cell.ends_with("**")
}

/// The words of a raw cell. All but the space at either end belong to them, so that one that is just typed stays.
fn words(raw: &str) -> String {
    let text = raw.strip_prefix(' ').unwrap_or(raw);
    let text = text.strip_suffix(' ').unwrap_or(text);
    let core = text.trim();
    let Some((before, after)) = text.split_once(core).filter(|_| !core.is_empty()) else {
        return text.to_owned();
    };
    let inner = core.strip_prefix("**").and_then(|core| core.strip_suffix("**"));
    let core = inner.filter(|_| is_strong(core)).unwrap_or(core);
    format!("{before}{}{after}", table::unescape(core))
}

/// Words as a raw cell.
fn coded(value: &str, strong: bool) -> String {
    let core = value.trim_matches(|c: char| c.is_whitespace() && c != '\n');
    let Some((before, after)) = value.split_once(core).filter(|_| !core.is_empty()) else {
        return format!(" {value} ");
    };
    let breaks = |text: &str| text.replace('\n', "\\n");
    let lines = core.len() - core.trim_start_matches('\n').len();
    let (first, rest) = core.split_at(lines);
    let tail = rest.len() - rest.trim_end_matches('\n').len();
    let (rest, last) = rest.split_at(rest.len() - tail);
    let mut core = format!("{}{}{}", breaks(first), table::cell_text(rest), breaks(last));
    if strong && !rest.is_empty() {
        core = format!("**{core}**");
    }
    format!(" {before}{core}{after} ")
}

#[cfg(test)]
mod tests;
