//! Cells of a spreadsheet that are pasted into a grid.

use std::collections::BTreeMap;

use super::{Grid, MOST_COLUMNS, Place, words, write};

impl Grid {
    /// Writes cells over those from a place on; rows and columns are added as far as they are needed. A joined cell comes
    /// apart where something is written over what it covers. Whether it was done: not when the table would be wider than a
    /// table may be.
    pub fn paste(&mut self, row: usize, column: usize, pasted: &[Vec<String>]) -> bool {
        let end = column + pasted.iter().map(Vec::len).max().unwrap_or(0);
        if row >= self.rows.len() || end > MOST_COLUMNS {
            return false;
        }
        let columns = self.widths().len().max(end);
        self.even(columns);
        let mut covered = self.covered();
        let delimiter = self.delimiter();
        for (at, line) in (row..).filter(|at| Some(*at) != delimiter).zip(pasted) {
            if at >= self.rows.len() {
                self.rows.push(super::line_of(&vec!["  ".to_owned(); columns]));
            }
            for (place, _) in (column..).zip(line).filter(|(_, value)| !value.is_empty()) {
                if let Some(owner) = covered.get(&(at, place)).copied() {
                    self.part(&mut covered, owner);
                }
            }
            self.rewrite(at, delimiter, |raw| {
                for (place, value) in (column..).zip(line) {
                    let joined = covered.contains_key(&(at, place));
                    if let Some(cell) = raw.get_mut(place).filter(|cell| !joined && words(cell) != *value) {
                        write(cell, value);
                    }
                }
            });
        }
        true
    }

    /// Lets a joined cell come apart: its words stay where it begins.
    fn part(&mut self, covered: &mut BTreeMap<Place, Place>, owner: Place) {
        for (at, column) in covered.iter().filter(|(_, whose)| **whose == owner).map(|(place, _)| *place) {
            // No cell covers the line of widths.
            self.rewrite(at, None, |raw| {
                if let Some(cell) = raw.get_mut(column) {
                    "  ".clone_into(cell);
                }
            });
        }
        covered.retain(|_, whose| *whose != owner);
    }
}
