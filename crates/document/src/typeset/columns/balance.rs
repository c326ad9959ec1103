//! Widths that make the rows of a table low.

use super::content::Content;
use super::{Measure, Twips, above, fits};

/// Rounds of balancing; each goes a smaller step.
const ROUNDS: i32 = 24;

/// What the highest cell of a row counts as, in the fixed point of the shares.
const ONE: i64 = 256;

/// What widths cost in half lines: the height of the rows, and a line for each short term that is cut, half a line more
/// where two characters or fewer stand on its last line. In a row that is high anyway a second line costs little. A text that
/// runs down a narrow column costs a line more: names and labels beside it take a second line rather.
pub(super) fn cost(contents: &[Content], columns: &[Twips], measure: Measure) -> i64 {
    let heights = heights(contents, columns, measure);
    // The first row is a head, whose words stand by themselves however high it is.
    let high = |row: usize| row > 0 && heights.get(row).is_some_and(|lines| *lines >= HIGH);
    let cut = |(content, width): (&Content, &Twips)| -> i64 {
        let room = room(*width, measure);
        let cost = |(row, term): &(usize, i32)| match term % room {
            _ if *term <= room => 0,
            1..=ORPHAN if high(*row) => 2,
            1..=ORPHAN => 3,
            _ if high(*row) => 1,
            _ => 2,
        };
        content.terms.iter().map(cost).sum()
    };
    // A line more of a high row is worse than one of a low row.
    let above = |lines: &i64, most: i64| (lines - most).max(0);
    let of = |lines: &i64| 2 * (lines + above(lines, HIGH) + above(lines, 2 * HIGH));
    let rows = heights.iter().map(of).sum::<i64>();
    let squeezed = |(content, width): (&Content, &Twips)| -> i64 {
        let room = room(*width, measure);
        let runs_down = |row: &&Vec<i32>| row.iter().any(|line| *line > 2 * room);
        let texts = content.rows.iter().skip(1).filter(|_| room < NARROW);
        2 * i64::try_from(texts.filter(runs_down).count()).unwrap_or(i64::MAX / 4)
    };
    let each = contents.iter().zip(columns).map(|pair| cut(pair) + squeezed(pair));
    rows.max(2) + each.sum::<i64>()
}

/// Seven characters, in tenths of half an em: a column of texts that holds fewer is narrow.
const NARROW: i32 = 140;

/// Lines of a row that is high.
const HIGH: i64 = 4;

/// Two characters, in tenths of half an em.
const ORPHAN: i32 = 40;

/// What a column of this width holds on a line, in tenths of half an em.
fn room(width: Twips, measure: Measure) -> i32 {
    ((width - 2 * measure.padding) * 10 / measure.half.max(1)).max(1)
}

/// Lines of each row: those of its highest cell.
fn heights(contents: &[Content], columns: &[Twips], measure: Measure) -> Vec<i64> {
    let rows = contents.iter().map(|c| c.rows.len()).max().unwrap_or(0);
    let rooms: Vec<i32> = columns.iter().map(|width| room(*width, measure)).collect();
    let cell = |(content, room): (&Content, &i32), row: usize| -> i64 {
        let lines = content.rows.get(row).into_iter().flatten();
        lines.map(|line| i64::from((line + room - 1) / room).max(1)).sum()
    };
    (0..rows).map(|row| contents.iter().zip(&rooms).map(|pair| cell(pair, row)).max().unwrap_or(1)).collect()
}

/// Widths with which the rows are about as low as they can be, none below its floor.
///
/// Where the height of all rows is least, each column is as wide as the share of that height it answers for: a step
/// goes a part of the way there. The way leads past the best widths now and then, so they are remembered.
pub(super) fn balanced(contents: &[Content], width: Twips, floor: &[Twips], measure: Measure) -> Vec<Twips> {
    let longest = |c: &Content| c.rows.iter().map(|row| row.iter().sum::<i32>()).max().unwrap_or(0);
    let start: Vec<Twips> = contents.iter().map(|c| measure.wide(longest(c).min(600))).collect();
    let mut columns = above(width, floor, &start);
    let mut best = (cost(contents, &columns, measure), columns.clone());
    for round in 0..ROUNDS {
        let answers = answers(contents, &columns, measure);
        let total = answers.iter().sum::<i64>().max(1);
        let wanted: Vec<Twips> = columns
            .iter()
            .zip(&answers)
            .map(|(column, answer)| {
                let due = Twips::try_from(i64::from(width) * answer / total).unwrap_or(0);
                column + (due - column) * 2 / (4 + round)
            })
            .collect();
        columns = above(width, floor, &wanted);
        let cost = cost(contents, &columns, measure);
        if cost < best.0 {
            best = (cost, columns.clone());
        }
    }
    best.1
}

/// The widths with room for the terms of a column where that costs less: the name of an organ on one line.
pub(super) fn with_terms(
    contents: &[Content],
    columns: Vec<Twips>,
    floor: &[Twips],
    measure: Measure,
) -> Vec<Twips> {
    let width = columns.iter().copied().fold(0, Twips::saturating_add);
    let mut best = (cost(contents, &columns, measure), columns);
    let mut floor = floor.to_vec();
    for (at, content) in contents.iter().enumerate() {
        let mut terms: Vec<i32> = content.terms.iter().map(|(_, term)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        // The longest that pays.
        for term in terms.iter().rev().take(MOST_TERMS) {
            let mut raised = floor.clone();
            let Some(least) = raised.get_mut(at).filter(|least| **least < measure.wide(*term)) else {
                continue;
            };
            *least = measure.wide(*term);
            if !fits(&raised, width) {
                continue;
            }
            let wanted = above(width, &raised, &best.1);
            let cost = cost(contents, &wanted, measure);
            if cost <= best.0 {
                best = (cost, wanted);
                floor = raised;
                break;
            }
        }
    }
    best.1
}

/// Lengths of terms that are tried in a column.
const MOST_TERMS: usize = 4;

/// How much of the rows' heights each column answers for: all of a row whose highest cell is much higher than the
/// others, a part where several are about as high.
fn answers(contents: &[Content], columns: &[Twips], measure: Measure) -> Vec<i64> {
    let rows = contents.iter().map(|c| c.rows.len()).max().unwrap_or(0);
    let mut answers = vec![0_i64; contents.len()];
    for row in 0..rows {
        let heights: Vec<i64> = contents
            .iter()
            .zip(columns)
            .map(|(content, width)| {
                let room = i64::from((width - 2 * measure.padding).max(1));
                let length: i32 = content.rows.get(row).into_iter().flatten().sum();
                i64::from(length) * i64::from(measure.half) * ONE / 10 / room
            })
            .collect();
        let highest = heights.iter().copied().max().unwrap_or(0).max(1);
        let weights: Vec<i64> = heights.iter().map(|h| (h * ONE / highest).pow(4) >> 16).collect();
        let all = weights.iter().sum::<i64>().max(1);
        for (answer, weight) in answers.iter_mut().zip(&weights) {
            *answer += highest * weight / all;
        }
    }
    answers
}
