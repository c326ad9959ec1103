//! The parts of a text that is edited: running text, and tables as grids of cells without the codes of the grammar.
//!
//! What nobody edits stays as it was written, character by character.

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
        let strong = is_strong(cell);
        *cell = coded(value, strong);
        if table::is_delimiter(&raw)
            && let Some(first) = raw.first_mut()
        {
            *first = format!(" \\{}", first.trim_start());
        }
        *line = line_of(&raw);
    }

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

    /// The line of widths.
    fn delimiter(&self) -> Option<usize> {
        self.rows.iter().position(|row| table::is_delimiter(&cells(row)))
    }
}

/// Raw cells of a line.
fn cells(line: &str) -> Vec<String> {
    table::split_row(line.trim())
}

fn line_of(cells: &[String]) -> String {
    format!("|{}|", cells.join("|"))
}

/// Whether a cell marked as joined to its left belongs to one that is joined to the row above.
fn goes_through(row: &[String], column: usize) -> bool {
    let mut before = row.iter().take(column + 1).rev().map(|cell| cell.trim());
    before.find(|cell| *cell != "<") == Some("^")
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
mod tests {
    use super::*;

    const TABLE: &str =
        "| 序号 | 问题 | 期限 |\n| 列宽2居中 | 列宽8 | 列宽3居中 |\n| 1 | 台账\\n不全 | ^ |\n| 2 |甲 | 乙|";

    fn grid(text: &str) -> Grid {
        let found = parts(text).into_iter().find_map(|part| match part {
            Part::Table(grid) => Some(grid),
            Part::Text(_) | Part::Gap(_) => None,
        });
        found.expect("a table")
    }

    fn shown(grid: &Grid) -> Vec<Vec<String>> {
        let texts = |row: GridRow| row.cells.into_iter().map(|cell| cell.text).collect();
        grid.rows().into_iter().map(texts).collect()
    }

    #[test]
    fn what_nobody_edits_stays_as_written() {
        let texts = ["", "\n", "一段。", TABLE, "\n| a |", "前\n|a|b\n\n后\n", "|\n|\n", "  | a |\n\r\n| b"];
        for text in texts {
            assert_eq!(joined(&parts(text)), text, "{text:?}");
        }
        let wide = format!("前\n{}\n后", "| a ".repeat(70));
        assert_eq!(parts(&wide), [Part::Text(wide.clone())], "wider than a table may be: text");
        let lines: usize = parts("前\n\n| a |\n| b |").iter().map(Part::lines).sum();
        assert_eq!(lines, 4);
    }

    #[test]
    fn codes_are_not_shown_and_stay() {
        let mut grid = grid(TABLE);
        assert_eq!(shown(&grid)[1..], [vec!["1", "台账\n不全"], vec!["2", "甲", "乙"]]);
        grid.set(2, 1, "台账\n不全|缺页");
        assert_eq!(grid.source().lines().nth(2), Some("| 1 | 台账\\n不全\\|缺页 | ^ |"));
        assert_eq!(grid.source().lines().nth(1), TABLE.lines().nth(1));
        assert_eq!(grid.column_at(2, 7), 1);
    }

    #[test]
    fn what_is_typed_into_a_cell_is_its_words_whatever_it_looks_like() {
        let typed = [
            "甲 ",
            " 甲",
            "^",
            "<",
            "**甲**",
            "**",
            "\\",
            "\\n",
            "甲\n",
            "\n甲",
            "甲\n\n乙",
            "|",
            "---",
            "列宽3",
            "",
            " ",
            "\\|",
            "*",
            "甲\\",
            "\n",
            " ^",
            "\\^",
            "**\n",
            "a\\nb",
            "序号",
        ];
        for value in typed {
            for raw in ["| 甲 | 乙 |", "| **甲** | 乙 |", "| 甲 |"] {
                let mut grid = Grid::read(&[raw, "| 一 | 二 |"]).expect("a table");
                grid.set(0, 0, value);
                let again =
                    Grid::read(&grid.rows.iter().map(String::as_str).collect::<Vec<_>>()).expect("a table");
                assert_eq!(shown(&again).len(), 2, "{value:?} in {raw:?}: {}", grid.source());
                assert_eq!(shown(&again)[0][0], value, "{value:?} in {raw:?}: {}", grid.source());
            }
        }
    }

    #[test]
    fn rows_come_and_go_and_merged_cells_stay_whole() {
        let text = "| 单位 | 问题 | < |\n|--|--|--|\n| 甲 | 一 | 二 |\n| ^ | 三 | 四 |";
        let mut grid = grid(text);
        let unit = |grid: &Grid| grid.rows()[1].cells[0].clone();
        assert_eq!((unit(&grid).rows, grid.rows()[0].cells.len()), (2, 2));
        assert_eq!(grid.add_below(2), 3);
        assert_eq!((unit(&grid).rows, unit(&grid).text.as_str()), (3, "甲"));
        assert_eq!(shown(&grid)[2], ["", ""]);
        grid.remove(3);
        assert_eq!(grid.source(), text);
        grid.remove(2);
        assert_eq!(shown(&grid)[1], ["甲", "三", "四"], "the unit stays with its last row");
        assert_eq!(grid.add_below(0), 2, "below the head is below its line of widths");
        let mut single = Grid::read(&["| a |"]).expect("a table");
        single.remove(0);
        assert_eq!(single.source(), "| a |");
    }
}
