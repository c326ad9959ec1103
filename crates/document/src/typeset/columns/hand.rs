//! Columns that are filled by hand on paper: the blanks beside the labels of who signs and when.

use super::content::Content;
use super::{Measure, Twips, above, fits, sum, whole};
use crate::document::TableBlock;

/// What a signature, a chop or a day needs: 3.5 cm.
const HAND: Twips = 1985;

/// What a word or a name written under a head needs: 2.5 cm.
const WORD: Twips = 1417;

/// Which columns have nothing below their head, in a table that has something below others.
pub(super) fn unfilled(table: &TableBlock, contents: &[Content]) -> Vec<bool> {
    let head = table.header_rows;
    let empty = |c: &Content| c.rows.iter().skip(head).flatten().all(|line| *line == 0);
    let rows = contents.iter().map(|c| c.rows.len()).max().unwrap_or(0);
    let empty: Vec<bool> = contents.iter().map(|c| rows > head && empty(c)).collect();
    if empty.contains(&false) { empty } else { vec![false; contents.len()] }
}

/// The floors of columns, those that nothing fills yet with room for a word where the width has it.
pub(super) fn with_room(floor: Vec<Twips>, unfilled: &[bool], width: Twips) -> Vec<Twips> {
    let raised: Vec<Twips> =
        floor.iter().zip(unfilled).map(|(f, empty)| if *empty { WORD.max(*f) } else { *f }).collect();
    if fits(&raised, width / 3 * 2) { raised } else { floor }
}

/// Which of `count` columns are left blank for writing: they have no head, and half of their cells are empty or more.
fn blanks(table: &TableBlock, count: usize) -> Vec<bool> {
    let full = || table.rows.iter().filter(|row| row.len() == count && row.iter().all(|c| c.span <= 1));
    let empty = |row: &Vec<crate::document::TableCell>, column: usize| {
        row.get(column).is_some_and(|cell| cell.text.trim().is_empty())
    };
    let blank = |column: usize| {
        let filled = full().filter(|row| !empty(row, column)).count();
        full().next().is_some_and(|head| empty(head, column)) && filled * 2 <= full().count()
    };
    (0..count).map(blank).collect()
}

/// Whether people write into a table by hand: it has labels, and blanks beside them.
pub(in crate::typeset) fn is_signed(table: &TableBlock, count: usize) -> bool {
    let blanks = blanks(table, count);
    blanks.contains(&true) && blanks.contains(&false)
}

/// Widths of a table with blanks: labels as wide as they are, the blanks share the rest. `None` for other tables.
pub(super) fn widths(
    table: &TableBlock,
    contents: &[Content],
    decent: &[Twips],
    width: Twips,
    measure: Measure,
) -> Option<Vec<Twips>> {
    let blanks = blanks(table, contents.len());
    if !is_signed(table, contents.len()) {
        return None;
    }
    let longest = |c: &Content| c.rows.iter().flatten().copied().max().unwrap_or(0);
    let natural = |c: &Content| measure.wide(longest(c).min(10_000));
    let columns = || contents.iter().zip(decent).zip(&blanks);
    // What stands beside a label already, such as the name of a unit, is not cut where there is room for it.
    let term = |c: &Content| c.terms.iter().map(|(_, term)| measure.wide(*term)).max().unwrap_or(0);
    // Labels wrap before a blank is too small to sign in, but no word of them is cut.
    let floor: Vec<Twips> = columns().map(|((_, d), blank)| if *blank { HAND.max(*d) } else { *d }).collect();
    let wanted: Vec<Twips> = columns()
        .map(|((c, d), blank)| if *blank { HAND.max(*d).max(term(c)) } else { natural(c).max(*d) })
        .collect();
    if !fits(&wanted, width) {
        return Some(above(width, &floor, &wanted));
    }
    let count = Twips::try_from(blanks.iter().filter(|blank| **blank).count()).unwrap_or(1).max(1);
    let each = (i64::from(width) - sum(&wanted)) / i64::from(count);
    let each = Twips::try_from(each).unwrap_or(0);
    Some(whole(width, wanted.iter().zip(&blanks).map(|(w, b)| if *b { w + each } else { *w }).collect()))
}
