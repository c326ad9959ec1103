//! Pipe tables: rows of `| a | b |`, a delimiter row for head and widths, `^` and `<` for merged cells.

use std::ops::Range;

use crate::document::{TableBlock, TableCell};

/// What a cell of the source asks for.
#[derive(Debug, Clone, PartialEq)]
enum Asked {
    /// Words; `**words**` marks a label as Markdown marks strong text.
    Text { words: String, strong: bool },
    /// `^` alone: joined to the cell above.
    Up,
    /// `<` alone: joined to the cell at its left.
    Left,
}

/// Where a grid place belongs: row and column of the cell that covers it.
type Owner = (usize, usize);

/// A table from its lines, each of which begins with a pipe and has its number in the text, and whether all rows have as
/// many cells.
pub(super) fn parse<'t>(lines: impl Iterator<Item = (u32, &'t str)>) -> (TableBlock, bool) {
    let (mut numbers, mut rows): (Vec<u32>, Vec<Vec<String>>) =
        lines.map(|(number, line)| (number, split_row(line))).unzip();
    let delimiter = rows.iter().position(|r| is_delimiter(r));
    let number = numbers.first().copied().unwrap_or_default();
    let mut table = TableBlock { source_line: number, ..TableBlock::default() };
    let mut centred = Vec::new();
    if let Some(at) = delimiter {
        let row = rows.remove(at);
        numbers.remove(at);
        table.header_rows = at;
        table.widths = row.iter().map(|c| width(c)).collect();
        // As in Markdown a colon at the right end centres or right-aligns; numbers and dates are centred here.
        centred = row.iter().map(|c| is_centred(c)).collect();
    }
    if delimiter.is_none() && rows.len() > 1 && rows.first().is_some_and(|r| counts_rows(r)) {
        table.header_rows = 1;
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(table.widths.len());
    let even = rows.iter().all(|r| r.len() == columns);
    table.widths.resize(columns, 3);
    let asked: Vec<Vec<Asked>> = rows.iter().map(|r| r.iter().map(|c| ask(c)).collect()).collect();
    table.rows = merge(&asked, &centred, table.header_rows);
    table.row_lines = numbers;
    (table, even)
}

/// Most columns of a table: no word processor takes more.
pub(super) const MOST_COLUMNS: usize = 63;

/// Whether a row has more cells than a table may have.
pub(super) fn is_too_wide(line: &str) -> bool {
    line.matches('|').count() > MOST_COLUMNS && split_row(line).len() > MOST_COLUMNS
}

/// Raw cell texts of a row; a pipe after a backslash does not separate.
pub(super) fn split_row(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.len() > 1 && cells.last().is_some_and(|c| c.trim().is_empty()) {
        cells.pop();
    }
    cells
}

/// Where the cells of a row stand in its line as written, with or without pipes, in characters from 0.
#[must_use]
pub fn cell_ranges(line: &str) -> Vec<Range<usize>> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let piped = line.trim_start().starts_with('|');
    let mut from = if piped { indent + 1 } else { 0 };
    let mut cells = Vec::new();
    let mut escaped = false;
    let parts = |c: char, escaped: bool| if piped { c == '|' && !escaped } else { c == '\t' };
    for (at, c) in line.chars().enumerate() {
        if at >= from && parts(c, escaped) {
            cells.push(from..at);
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(from..line.chars().count());
    cells
}

/// A row that begins with 序号 is a head, told by a line of dashes or not.
fn counts_rows(row: &[String]) -> bool {
    row.first().is_some_and(|cell| cell.trim().trim_matches('*') == "序号")
}

pub(super) fn is_delimiter(row: &[String]) -> bool {
    let dashed = |cell: &String| {
        let inner = cell.trim();
        let inner = inner.strip_prefix(':').unwrap_or(inner);
        let inner = inner.strip_suffix(':').unwrap_or(inner);
        inner.len() >= 2 && inner.bytes().all(|b| b == b'-')
    };
    !row.is_empty() && (row.iter().all(dashed) || row.iter().all(|cell| in_words(cell).is_some()))
}

/// What a column's width is called in words.
pub(super) const WIDTH: &str = "列宽";
/// What follows the width of a column whose cells are centred.
pub(super) const CENTRED: &str = "居中";

/// The width of `列宽3` or `列宽3居中`.
fn in_words(cell: &str) -> Option<u32> {
    let digits = cell.trim().strip_prefix(WIDTH)?;
    let digits = digits.strip_suffix(CENTRED).unwrap_or(digits);
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|width| plain && *width > 0)
}

fn width(cell: &str) -> u32 {
    let dashes = || u32::try_from(cell.chars().filter(|c| *c == '-').count()).unwrap_or(1).max(1);
    in_words(cell).unwrap_or_else(dashes)
}

fn is_centred(cell: &str) -> bool {
    cell.trim().ends_with(':') || cell.trim().ends_with(CENTRED)
}

/// The text with the lines of dashes of its tables in words, as people who edit it can read them.
#[must_use]
pub fn widths_in_words(text: &str) -> String {
    let line = |line: &str| {
        let row = if line.starts_with('|') { split_row(line) } else { Vec::new() };
        // A width of three digits would not be read back.
        if !is_delimiter(&row) || row.iter().any(|cell| width(cell) > 99) {
            return line.to_owned();
        }
        let cells = row.iter().map(|cell| {
            let centred = if is_centred(cell) { CENTRED } else { "" };
            format!(" {WIDTH}{}{centred} |", width(cell))
        });
        format!("|{}", cells.collect::<String>())
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn ask(raw: &str) -> Asked {
    match raw.trim() {
        "^" => Asked::Up,
        "<" => Asked::Left,
        text => {
            let strong = text.strip_prefix("**").and_then(|t| t.strip_suffix("**")).filter(|t| !t.is_empty());
            Asked::Text { words: unescape(strong.unwrap_or(text)), strong: strong.is_some() }
        }
    }
}

/// A value as text of a cell: it parts no cells, joins none and breaks its line only inside.
pub(super) fn cell_text(value: &str) -> String {
    let value = value.trim().replace("\r\n", "\n").replace('\\', "\\\\").replace('|', "\\|");
    let value = value.replace('\n', "\\n").replace(super::source::BREAKS, "\\n");
    let mark = matches!(value.as_str(), "^" | "<") || value.starts_with("**");
    if mark { format!("\\{value}") } else { value }
}

/// The row, when its values do not make more of it than is meant; else with a backslash before its first cell, so that
/// it is neither the line of widths nor the head of a table without one.
pub(super) fn kept(row: &str, meant: &str) -> String {
    let what = |row: &str| {
        let cells = split_row(row);
        (is_delimiter(&cells), counts_rows(&cells))
    };
    if what(row) == what(meant) {
        return row.to_owned();
    }
    let cell = row.trim_start().trim_start_matches('|').trim_start();
    let (before, _) = row.split_at(row.len() - cell.len());
    format!("{before}\\{cell}")
}

/// `\n` is a line break, a backslash before `|`, `^`, `<`, `*` or itself vanishes, and so does one before any other
/// character at the start of a cell; any other stays.
pub(super) fn unescape(text: &str) -> String {
    let text = match text.strip_prefix('\\') {
        Some(rest) if !rest.is_empty() && !rest.starts_with(['n', '\\', '|']) => rest,
        Some(_) | None => text,
    };
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match (c, next) {
            ('\\', Some('n')) => {
                out.push('\n');
                chars.next();
            }
            ('\\', Some(special @ ('|' | '\\' | '^' | '<' | '*'))) => {
                out.push(special);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Cells with their spans; a mark that would make a ragged merge stays as text.
fn merge(asked: &[Vec<Asked>], centred: &[bool], header_rows: usize) -> Vec<Vec<TableCell>> {
    let mut cells: Vec<Vec<Option<TableCell>>> = Vec::new();
    let mut above: Vec<Option<Owner>> = Vec::new();
    for (r, row) in asked.iter().enumerate() {
        let mut owners: Vec<Option<Owner>> = Vec::new();
        let mut made: Vec<Option<TableCell>> = Vec::new();
        let mut c = 0;
        while let Some(wish) = row.get(c) {
            let up = (*wish == Asked::Up).then(|| reach_up(row, c, &above, &cells)).flatten();
            if let Some((owner, span)) = up {
                grow_down(&mut cells, owner);
                owners.extend(std::iter::repeat_n(Some(owner), span));
                made.extend(std::iter::repeat_n(None, span));
                c += span;
                continue;
            }
            let left = owners.last().copied().flatten().filter(|(row, _)| *wish == Asked::Left && *row == r);
            if let Some((_, column)) = left {
                if let Some(Some(cell)) = made.get_mut(column) {
                    cell.span += 1;
                }
                owners.push(left);
                made.push(None);
            } else {
                owners.push(Some((r, c)));
                made.push(Some(cell(wish, centred.get(c).copied().unwrap_or(false), r < header_rows)));
            }
            c += 1;
        }
        cells.push(made);
        above = owners;
    }
    cells.into_iter().map(|row| row.into_iter().flatten().collect()).collect()
}

/// The cell above and its width, when the marks in this row cover exactly that width.
fn reach_up(
    row: &[Asked],
    at: usize,
    above: &[Option<Owner>],
    cells: &[Vec<Option<TableCell>>],
) -> Option<(Owner, usize)> {
    let owner = above.get(at).copied().flatten()?;
    let span = above.iter().filter(|o| **o == Some(owner)).count();
    let begins = above.iter().position(|o| *o == Some(owner)) == Some(at);
    let marks = row.get(at..at + span)?.iter().all(|a| matches!(a, Asked::Up | Asked::Left));
    let exists = cells.get(owner.0).and_then(|r| r.get(owner.1)).is_some_and(Option::is_some);
    (begins && marks && exists).then_some((owner, span))
}

fn grow_down(cells: &mut [Vec<Option<TableCell>>], owner: Owner) {
    if let Some(Some(cell)) = cells.get_mut(owner.0).and_then(|r| r.get_mut(owner.1)) {
        cell.rows += 1;
    }
}

fn cell(wish: &Asked, centred: bool, header: bool) -> TableCell {
    let (text, strong) = match wish {
        Asked::Text { words, strong } => (words.clone(), *strong),
        Asked::Up => ("^".to_owned(), false),
        Asked::Left => ("<".to_owned(), false),
    };
    let label = header || strong;
    TableCell { text, span: 1, rows: 1, label, centred: centred || label }
}
