//! How wide the columns of a table are: by the shares its author gave, else by what stands in them.

use crate::document::{TableBlock, TableCell};
use crate::flow::Twips;
use crate::measure::text_half_ems;

/// Most half ems of one cell that count: a column of long texts takes what is left anyway.
const LONGEST: i32 = 60;

/// Words of a cell that are never parted where it can be helped, in half ems: a label of four characters.
const LABEL: i32 = 8;

/// A date or a figure stays on one line up to this length, in half ems.
const FIGURE: i32 = 24;

/// What a column holds, in half ems.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    /// Its longest piece that should not be parted.
    least: i32,
    /// Its longest line.
    most: i32,
}

/// Widths of `count` columns that together are `width`. `half` is half an em of the table's text, `padding` the white
/// at each side of a cell.
pub(super) fn widths(
    table: &TableBlock,
    width: Twips,
    count: usize,
    half: Twips,
    padding: Twips,
) -> Vec<Twips> {
    let contents = contents(table, count);
    let wide = |half_ems: i32| half_ems.saturating_mul(half) + 2 * padding + 1;
    let least: Vec<Twips> = contents.iter().map(|c| wide(c.least)).collect();
    let wanted: Vec<Twips> = if given(table, count) {
        shared(width, &table.widths, count)
    } else {
        contents.iter().map(|c| wide(c.most)).collect()
    };
    fit(width, &least, &wanted)
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

/// What stands in the columns; cells over several of them do not count.
fn contents(table: &TableBlock, count: usize) -> Vec<Content> {
    let mut contents = vec![Content { least: 2, most: 4 }; count];
    // Cells that others cover are left out of their rows, so that only rows of full length tell their columns.
    for row in table.rows.iter().filter(|row| row.len() == count && row.iter().all(|c| c.span <= 1)) {
        for (content, cell) in contents.iter_mut().zip(row) {
            for line in cell.text.split('\n') {
                let length = text_half_ems(line.trim());
                let least = if is_figure(line) && length <= FIGURE { length } else { length.min(LABEL) };
                content.least = content.least.max(least);
                content.most = content.most.max(length.min(LONGEST));
            }
        }
    }
    contents
}

/// Whether a cell holds a figure, a date or a sign for nothing, and so is centred.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let part =
        |c: char| c.is_ascii_digit() || "０１２３４５６７８９.,．，%％‰+-－—±/年月日:：~～".contains(c);
    !text.is_empty() && text.chars().all(part)
}

/// Whether a cell is centred because of what it holds.
pub(super) fn centres(cell: &TableCell) -> bool {
    text_half_ems(cell.text.trim()) <= FIGURE && is_figure(&cell.text)
}

/// Widths near the wanted ones, none below its least where that can be, together as wide as the table.
fn fit(width: Twips, least: &[Twips], wanted: &[Twips]) -> Vec<Twips> {
    let sum = |widths: &[Twips]| widths.iter().map(|w| i64::from(*w)).sum::<i64>().max(1);
    let room = i64::from(width);
    let scaled = |widths: &[Twips]| -> Vec<Twips> {
        let total = sum(widths);
        widths.iter().map(|w| Twips::try_from(room * i64::from(*w) / total).unwrap_or(1).max(1)).collect()
    };
    let needed = sum(least);
    let mut columns = if needed >= room {
        scaled(least)
    } else {
        let over: Vec<Twips> = wanted.iter().zip(least).map(|(w, l)| (w - l).max(0)).collect();
        let spare = room - needed;
        match over.iter().map(|w| i64::from(*w)).sum::<i64>() {
            0 => scaled(least),
            total => least
                .iter()
                .zip(&over)
                .map(|(l, o)| l + Twips::try_from(spare * i64::from(*o) / total).unwrap_or(0))
                .collect(),
        }
    };
    let rest = width - columns.iter().sum::<Twips>();
    if let Some(last) = columns.last_mut() {
        *last = (*last + rest).max(1);
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(widths: &[u32], rows: &[&[&str]]) -> TableBlock {
        let cell = |text: &&str| TableCell { text: (*text).to_owned(), ..TableCell::default() };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        TableBlock { widths: widths.to_vec(), rows, ..TableBlock::default() }
    }

    #[test]
    fn columns_are_as_wide_as_what_stands_in_them() {
        let rows: [&[&str]; 3] = [
            &["序号", "整改措施", "完成时限", "备注"],
            &["1", "修订差旅报销管理办法，逐笔核对凭证并组织财务人员集中学习", "2026年10月31日", ""],
            &["2", "补开组织生活会", "2026年11月5日", ""],
        ];
        let columns = widths(&table(&[3, 3, 3, 3], &rows), 8844, 4, 105, 85);
        let [number, measure, day, note] = columns.as_slice() else { unreachable!("four columns") };
        assert_eq!(columns.iter().sum::<i32>(), 8844);
        assert!(number < day && note < day && day < measure, "{columns:?}");
        assert!(*day >= 14 * 105 + 170, "a date stays on one line: {columns:?}");
    }

    #[test]
    fn given_shares_hold_unless_a_date_would_be_parted() {
        let rows: [&[&str]; 1] = [&["1", "甲", "2026年10月31日"]];
        let columns = widths(&table(&[10, 80, 10], &rows), 8844, 3, 105, 85);
        let [number, words, day] = columns.as_slice() else { unreachable!("three columns") };
        assert!(*day >= 14 * 105 && *words > 4 * number, "{columns:?}");
    }

    #[test]
    fn figures_are_centred_and_words_are_not() {
        assert!(is_figure("1,286") && is_figure("98.9%") && is_figure("2026年10月31日") && is_figure("—"));
        assert!(!is_figure("青石镇") && !is_figure("") && !is_figure("3个"));
    }
}
