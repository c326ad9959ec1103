//! Columns of a grid come and go.

use super::{Grid, MOST_COLUMNS, cells, line_of, row_of};

impl Grid {
    /// Most columns it may have.
    pub const MOST_COLUMNS: usize = MOST_COLUMNS;

    /// Puts an empty column at the right of another; a cell that goes on at its right goes on through it. Nothing
    /// happens when the table has as many as it may have.
    pub fn add_right(&mut self, column: usize) {
        let columns = self.widths().len();
        if columns >= MOST_COLUMNS {
            return;
        }
        self.even(columns);
        let covered = self.covered();
        let delimiter = self.delimiter();
        for at in 0..self.rows.len() {
            let through = covered.get(&(at, column + 1)).is_some_and(|(_, owner)| *owner <= column);
            self.rewrite(at, delimiter, |raw| {
                let new = match raw.get(column) {
                    Some(width) if Some(at) == delimiter => width.clone(),
                    _ if through => " < ".to_owned(),
                    _ => "  ".to_owned(),
                };
                raw.insert((column + 1).min(raw.len()), new);
            });
        }
    }

    /// Takes a column out; what its cells say at its right goes to the next of them. The only column stays.
    pub fn remove_column(&mut self, column: usize) {
        let columns = self.widths().len();
        if columns < 2 || column >= columns {
            return;
        }
        self.even(columns);
        let (covered, delimiter) = (self.covered(), self.delimiter());
        let owner = |place| covered.get(&place).copied().unwrap_or(place);
        for at in 0..self.rows.len() {
            let begins = owner((at, column)).1 == column;
            let goes_on = begins && owner((at, column)) == owner((at, column + 1));
            self.rewrite(at, delimiter, |raw| {
                let gone = raw.remove(column);
                if let Some(next) = raw.get_mut(column).filter(|_| goes_on) {
                    *next = gone;
                }
            });
        }
    }

    /// Gives every line so many cells; a new column is as wide as the others are on an average.
    pub(super) fn even(&mut self, columns: usize) {
        let delimiter = self.delimiter();
        let widths = self.widths();
        let average = widths.iter().sum::<u32>() / u32::try_from(widths.len()).unwrap_or(1).max(1);
        let in_words = delimiter.and_then(|at| self.rows.get(at)).is_some_and(|line| line.contains('列'));
        let width = match (in_words, average.clamp(2, 99)) {
            (true, average) => format!(" 列宽{average} "),
            (false, average) => "-".repeat(average as usize),
        };
        for at in 0..self.rows.len() {
            let new = if Some(at) == delimiter { width.as_str() } else { "  " };
            self.rewrite(at, delimiter, |raw| {
                if raw.len() < columns {
                    raw.resize(columns, new.to_owned());
                }
            });
        }
    }

    /// Changes the raw cells of a line; `delimiter` is the line of widths. One that stays as it was stays as it was written.
    pub(super) fn rewrite(
        &mut self,
        at: usize,
        delimiter: Option<usize>,
        change: impl FnOnce(&mut Vec<String>),
    ) {
        let Some(line) = self.rows.get_mut(at) else { return };
        let before = cells(line);
        let mut raw = before.clone();
        change(&mut raw);
        if raw != before {
            *line = if Some(at) == delimiter { line_of(&raw) } else { row_of(raw) };
        }
    }
}
