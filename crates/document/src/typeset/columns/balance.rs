//! Widths that make the rows of a table low.

use super::content::Content;
use super::{Measure, Twips, above, scaled};

/// Rounds of balancing; the widths hardly change after them.
const ROUNDS: usize = 8;

/// What the highest cell of a row counts as, in the fixed point of the shares.
const ONE: i64 = 256;

/// Lines of all rows: those of each row's highest cell.
pub(super) fn lines(contents: &[Content], columns: &[Twips], measure: Measure) -> i64 {
    let rows = contents.iter().map(|c| c.rows.len()).max().unwrap_or(0);
    let room = |width: &Twips| ((width - 2 * measure.padding) * 10 / measure.half.max(1)).max(1);
    let rooms: Vec<i32> = columns.iter().map(room).collect();
    let cell = |(content, room): (&Content, &i32), row: usize| -> i64 {
        let lines = content.rows.get(row).into_iter().flatten();
        lines.map(|line| i64::from((line + room - 1) / room).max(1)).sum()
    };
    let highest = |row: usize| contents.iter().zip(&rooms).map(|pair| cell(pair, row)).max().unwrap_or(1);
    (0..rows).map(highest).sum::<i64>().max(1)
}

/// Widths with which the rows are about as low as they can be, none below its floor.
///
/// Where the height of all rows is least, each column is as wide as the share of that height it answers for: a step
/// goes half of the way there.
pub(super) fn balanced(contents: &[Content], width: Twips, floor: &[Twips], measure: Measure) -> Vec<Twips> {
    let longest = |c: &Content| c.rows.iter().map(|row| row.iter().sum::<i32>()).max().unwrap_or(0);
    let start: Vec<Twips> = contents.iter().map(|c| measure.wide(longest(c).min(600))).collect();
    let mut columns = above(width, floor, &start);
    for _ in 0..ROUNDS {
        let answers = answers(contents, &columns, measure);
        let total = answers.iter().sum::<i64>().max(1);
        let wanted: Vec<Twips> = columns
            .iter()
            .zip(&answers)
            .map(|(column, answer)| {
                let due = Twips::try_from(i64::from(width) * answer / total).unwrap_or(0);
                (column + due) / 2
            })
            .collect();
        columns = above(width, floor, &wanted);
    }
    if columns.is_empty() { scaled(width, floor) } else { columns }
}

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
