//! Tables without pipes: lines parted by tabs, as WPS and Excel put them on the clipboard.

use super::table::MOST_COLUMNS;
use super::{Line, PLAIN};
use crate::document::{TableBlock, TableCell};
use crate::measure::text_half_ems;

/// What a run of tabbed lines is.
#[derive(Debug)]
pub(super) enum Columns {
    /// A table of so many lines.
    Table(TableBlock, usize),
    /// So many lines that look like a table but whose columns differ.
    Ragged(usize),
    /// So many lines in two columns: a list of labels as often as a table.
    Two(usize),
}

/// Fewest lines that make a table.
const FEWEST_ROWS: usize = 2;

/// Narrowest and widest column, as a share of the table's width in half ems.
const SHARE: std::ops::RangeInclusive<i32> = 4..=40;

/// What the lines from the first one on are; `None` when the first holds no tab between words.
pub(super) fn read(lines: &[Line<'_>]) -> Option<Columns> {
    let first = lines.first()?;
    let wanted = tabs(first)?;
    let count = lines.iter().take_while(|l| tabs(l).is_some()).count();
    let run = lines.get(..count)?;
    if count < FEWEST_ROWS {
        return None;
    }
    if wanted >= MOST_COLUMNS || run.iter().any(|l| tabs(l) != Some(wanted)) {
        return Some(Columns::Ragged(count));
    }
    if wanted < 2 {
        return (count > FEWEST_ROWS).then_some(Columns::Two(count));
    }
    Some(Columns::Table(table(run, first.number), count))
}

/// How many tabs part a line's words; leading blanks before a single word are an indent.
fn tabs(line: &Line<'_>) -> Option<usize> {
    (line.text.contains('\t') && !line.text.starts_with('|') && !line.text.starts_with(PLAIN))
        .then(|| line.raw.matches('\t').count())
}

fn table(lines: &[Line<'_>], number: u32) -> TableBlock {
    let rows: Vec<Vec<String>> =
        lines.iter().map(|l| l.raw.split('\t').map(|c| c.trim().to_owned()).collect()).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let shown: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    let header_rows = usize::from(has_head(&shown));
    let cell = |r: usize, text: &String| TableCell {
        text: text.clone(),
        span: 1,
        rows: 1,
        label: r < header_rows,
        centred: r < header_rows || is_figure(text),
    };
    TableBlock {
        widths: (0..columns).map(|c| width(&shown, c)).collect(),
        header_rows,
        rows: rows.iter().enumerate().map(|(r, row)| row.iter().map(|t| cell(r, t)).collect()).collect(),
        source_line: number,
        row_lines: lines.iter().map(|l| l.number).collect(),
    }
}

/// The share of a column, from its longest line.
pub(super) fn width(rows: &[&[String]], column: usize) -> u32 {
    let lines = rows.iter().filter_map(|row| row.get(column)).flat_map(|cell| cell.split('\n'));
    let widest = lines.map(text_half_ems).max().unwrap_or(0);
    u32::try_from(widest.clamp(*SHARE.start(), *SHARE.end())).unwrap_or(4)
}

/// Whether the first row is a head.
pub(super) fn has_head(rows: &[&[String]]) -> bool {
    rows.first().is_some_and(|row| row.iter().all(|cell| is_heading(cell)))
}

/// A heading of a column: short words, no figure.
fn is_heading(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 20 && !is_figure(text) && !text.contains('。')
}

/// A number, an amount, a share.
pub(super) fn is_figure(text: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '—' | '/');
    !text.is_empty() && text.chars().all(digits) && text.chars().any(|c| c.is_ascii_digit())
}
