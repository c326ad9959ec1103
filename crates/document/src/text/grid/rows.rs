//! Rows of a grid come and go.

use super::{Grid, cells, line_of};

impl Grid {
    /// Puts an empty row below another, of the same cells; a cell that goes on below it goes on through it. Returns the
    /// place of the new row.
    pub fn add_below(&mut self, row: usize) -> usize {
        let delimiter = self.delimiter();
        let at = if Some(row + 1) == delimiter { row + 2 } else { row + 1 };
        let at = at.min(self.rows.len());
        let above = self.rows.get(row).map(|line| cells(line)).unwrap_or_default();
        let below = self.rows.get(at).map(|line| cells(line)).unwrap_or_default();
        let through = |column: usize| {
            let mark = |raw: Option<&String>| raw.map(|raw| raw.trim().to_owned()).unwrap_or_default();
            match (mark(below.get(column)).as_str(), mark(above.get(column)).as_str()) {
                ("^", _) => " ^ ".to_owned(),
                ("<", _) if goes_through(&below, column) => " < ".to_owned(),
                (_, "<") if !goes_through(&above, column) => " < ".to_owned(),
                _ => "  ".to_owned(),
            }
        };
        let line = line_of(&(0..above.len()).map(through).collect::<Vec<_>>());
        self.rows.insert(at, line);
        at
    }

    /// Takes a row out; what its cells say in the rows below goes to the next of them. The only row stays.
    pub fn remove(&mut self, row: usize) {
        if self.rows().len() < 2 || Some(row) == self.delimiter() || row >= self.rows.len() {
            return;
        }
        let gone = cells(&self.rows.remove(row));
        let Some(next) = self.rows.get_mut(row) else { return };
        let mut raw = cells(next);
        let mut moved = false;
        for (column, cell) in raw.iter_mut().enumerate() {
            if cell.trim() == "^"
                && let Some(owner) = gone.get(column).filter(|owner| owner.trim() != "^")
            {
                owner.clone_into(cell);
                moved = true;
            }
        }
        if moved {
            *next = line_of(&raw);
        }
    }
}

/// Whether a cell marked as joined to its left belongs to one that is joined to the row above.
fn goes_through(row: &[String], column: usize) -> bool {
    let mut before = row.iter().take(column + 1).rev().map(|cell| cell.trim());
    before.find(|cell| *cell != "<") == Some("^")
}
