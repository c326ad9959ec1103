//! How wide the columns of a table are: as their contents need, so that no figure is cut and the rows are low.

mod balance;
mod content;
mod hand;

use crate::document::{TableBlock, TableCell};
use crate::flow::Twips;
use crate::measure::text_half_ems;
use balance::{balanced, cost, with_terms};
use content::{Content, contents};
pub(super) use content::{length, roomy};
pub(super) use hand::is_signed;

/// A date or a figure stays on one line up to this length, in half ems.
const FIGURE: i32 = 24;

/// What the type of a table and its cells measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Half an em of the table's text.
    pub(super) half: Twips,
    /// The white at each side of a cell.
    pub(super) padding: Twips,
}

impl Measure {
    /// Width of a column that holds so many tenths of half an em.
    fn wide(self, tenths: i32) -> Twips {
        tenths.saturating_mul(self.half) / 10 + 2 * self.padding + 1
    }
}

/// How narrow a table can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Needs {
    /// No figure, date or code is cut.
    pub(super) least: Twips,
    /// No short word is cut either.
    pub(super) decent: Twips,
}

impl Needs {
    /// Whether a table is too wide for a measure: something would be cut, or most of its heads.
    pub(super) fn exceed(self, width: Twips) -> bool {
        self.least > width || i64::from(self.decent) * 10 > i64::from(width) * 11
    }
}

/// What a table of `count` columns needs.
pub(super) fn needs(table: &TableBlock, count: usize, measure: Measure) -> Needs {
    let contents = contents(table, count);
    let sum =
        |of: fn(&Content) -> i32| contents.iter().map(|c| measure.wide(of(c))).fold(0, Twips::saturating_add);
    Needs { least: sum(|c| c.least), decent: sum(|c| c.decent) }
}

/// Widths of `count` columns that together are `width`: the shares its author gave unless they make the table much
/// higher than it need be.
pub(super) fn widths(table: &TableBlock, width: Twips, count: usize, measure: Measure) -> Vec<Twips> {
    let contents = contents(table, count);
    let wide =
        |of: fn(&Content) -> i32| -> Vec<Twips> { contents.iter().map(|c| measure.wide(of(c))).collect() };
    let decent = wide(|c| c.decent);
    if let Some(columns) = hand::widths(table, &contents, &decent, width, measure) {
        return columns;
    }
    let unfilled = hand::unfilled(table, &contents);
    let floors =
        [wide(|c| c.roomy_decent), wide(|c| c.decent.max(c.roomy_least)), wide(|c| c.roomy_least), decent];
    let candidates = floors.into_iter().filter(|floor| fits(floor, width)).map(|floor| {
        let floor = hand::with_room(floor, &unfilled, width);
        let columns = with_terms(&contents, balanced(&contents, width, &floor, measure), &floor, measure);
        (cost(&contents, &columns, measure), floor, columns)
    });
    let candidates: Vec<(i64, Vec<Twips>, Vec<Twips>)> = candidates.collect();
    // A day inside a text and a short word stay whole unless that makes the rows much higher.
    let least_cost = candidates.iter().map(|(cost, ..)| *cost).min().unwrap_or(0);
    let chosen = candidates.into_iter().find(|(cost, ..)| *cost * 4 <= least_cost * 5);
    let (floor, best) = chosen.map_or_else(
        || {
            let floor = hand::with_room(floor(width, &wide(|c| c.least)), &unfilled, width);
            let columns = balanced(&contents, width, &floor, measure);
            (floor.clone(), with_terms(&contents, columns, &floor, measure))
        },
        |(_, floor, columns)| (floor, columns),
    );
    if !given(table, count) {
        return best;
    }
    // What is empty takes no room from what is full, whatever share it was given.
    let mut wanted = shared(width, &table.widths, count);
    for ((wanted, floor), _) in wanted.iter_mut().zip(&floor).zip(&unfilled).filter(|(_, empty)| **empty) {
        *wanted = *floor;
    }
    let theirs = with_terms(&contents, above(width, &floor, &wanted), &floor, measure);
    let cost = |columns: &[Twips]| cost(&contents, columns, measure);
    // Labels and answers twice beside each other look alike, as in all such tables of a form.
    let alike = (1..count).any(|at| (0..at).any(|other| same_head(table, count, at, other)));
    let (least, most) = if alike { (3, 4) } else { (8, 9) };
    if cost(&theirs) * least <= cost(&best) * most { theirs } else { best }
}

/// Whether two columns have the same words as their head.
fn same_head(table: &TableBlock, count: usize, one: usize, other: usize) -> bool {
    let head = table.rows.first().filter(|head| table.header_rows == 1 && head.len() == count);
    let words = |at: usize| head.and_then(|head| head.get(at)).map(|cell| cell.text.trim());
    words(one).is_some_and(|head| words(other) == Some(head))
}

/// Whether the author told the columns apart.
fn given(table: &TableBlock, count: usize) -> bool {
    table.widths.len() == count && table.widths.windows(2).any(|pair| matches!(pair, [a, b] if a != b))
}

/// The given shares of the whole.
fn shared(width: Twips, shares: &[u32], count: usize) -> Vec<Twips> {
    let share = |i: usize| i64::from(shares.get(i).copied().unwrap_or(1).clamp(1, 100_000));
    let total: i64 = (0..count).map(share).sum::<i64>().max(1);
    (0..count).map(|i| Twips::try_from(i64::from(width) * share(i) / total).unwrap_or(1).max(1)).collect()
}

/// Whether a cell holds a figure, a date or a sign for nothing, and so is centred.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let part =
        |c: char| c.is_ascii_digit() || "０１２３４５６７８９.．,，%％‰+-－—±/年月日:：~～".contains(c);
    !text.is_empty() && text.chars().all(part)
}

/// Which columns hold figures: nearly all of the cells below the head, those of columns with the same head taken
/// together. Elsewhere a figure stands as the words do.
pub(super) fn figures(table: &TableBlock, count: usize) -> Vec<bool> {
    let rows = || table.rows.iter().skip(table.header_rows).filter(|row| row.len() == count);
    let column = |at: usize| {
        let alike = move |other: &usize| *other == at || same_head(table, count, at, *other);
        let cells = || {
            let cells = rows().flat_map(move |row| (0..count).filter(alike).filter_map(|at| row.get(at)));
            cells.filter(|cell| !cell.text.trim().is_empty())
        };
        cells().filter(|cell| centres(cell)).count() * 4 >= cells().count() * 3
    };
    (0..count).map(column).collect()
}

/// Whether a cell is centred because of what it holds, in a column of figures.
pub(super) fn centres(cell: &TableCell) -> bool {
    text_half_ems(cell.text.trim()) <= FIGURE && is_figure(&cell.text)
}

fn sum(widths: &[Twips]) -> i64 {
    widths.iter().map(|w| i64::from(*w)).sum::<i64>().max(1)
}

fn fits(widths: &[Twips], width: Twips) -> bool {
    sum(widths) <= i64::from(width)
}

/// Widths in the proportion of these, together as wide as the table.
fn scaled(width: Twips, widths: &[Twips]) -> Vec<Twips> {
    let total = sum(widths);
    let part = |w: &Twips| Twips::try_from(i64::from(width) * i64::from(*w) / total).unwrap_or(1).max(1);
    whole(width, widths.iter().map(part).collect())
}

/// Gives the widest column what rounding left.
fn whole(width: Twips, mut columns: Vec<Twips>) -> Vec<Twips> {
    let rest = width - columns.iter().sum::<Twips>();
    if let Some(widest) = columns.iter_mut().max_by_key(|w| **w) {
        *widest = (*widest + rest).max(1);
    }
    columns
}

/// The widths below which no column goes where there is no room for days and codes in any font.
fn floor(width: Twips, least: &[Twips]) -> Vec<Twips> {
    if fits(least, width) { least.to_vec() } else { scaled(width, least) }
}

/// The wanted widths, those below the floor raised to it at the cost of the others.
fn above(width: Twips, floor: &[Twips], wanted: &[Twips]) -> Vec<Twips> {
    let over: Vec<Twips> = wanted.iter().zip(floor).map(|(w, f)| (w - f).max(0)).collect();
    let spare = i64::from(width) - sum(floor);
    let total = over.iter().map(|w| i64::from(*w)).sum::<i64>();
    if spare <= 0 || total == 0 {
        return scaled(width, floor);
    }
    let part = |(f, o): (&Twips, &Twips)| f + Twips::try_from(spare * i64::from(*o) / total).unwrap_or(0);
    whole(width, floor.iter().zip(&over).map(part).collect())
}

#[cfg(test)]
mod tests;
