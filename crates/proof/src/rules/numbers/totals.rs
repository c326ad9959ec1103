//! NU-03: totals that do not add up, in tables and in the text.

use super::quantity::{Quantity, quantities, thousandths};
use crate::Severity;
use crate::context::{Context, Kind, Line, Stretch};
use crate::rules::Report;
use crate::scan;

/// Labels of a row that sums up all rows above.
const TOTALS: [&str; 5] = ["合计", "总计", "共计", "总数", "合 计"];

/// Labels of a row that sums up a part and is no summand itself.
const SUBTOTALS: [&str; 2] = ["小计", "其中"];

/// Words before the total of what was told one by one.
const TOTALLED: [&str; 7] = ["共计", "合计", "总计", "以上共", "以上各项共", "总共", "一共"];

/// NU-03.
pub(super) fn sums(context: &Context<'_>, report: &mut Report<'_>) {
    let mut rows: Vec<&Line<'_>> = Vec::new();
    for line in &context.lines {
        if line.kind == Kind::Table {
            rows.push(line);
            continue;
        }
        table(&std::mem::take(&mut rows), report);
        if line.is_prose() {
            among(line, report);
            totalled(line, report);
        }
    }
    table(&rows, report);
}

/// The cells of a row, without the bars at both ends.
fn cells<'a>(line: &Line<'a>) -> Vec<Stretch<'a>> {
    let words = line.words();
    let mut cells = Vec::new();
    let mut from = 0;
    for (i, _) in words.chars.iter().enumerate().filter(|(_, c)| **c == '|') {
        cells.push(words.part(from, i).trimmed());
        from = i + 1;
    }
    cells.push(words.part(from, words.chars.len()).trimmed());
    let last = cells.len().saturating_sub(1);
    cells
        .into_iter()
        .enumerate()
        .filter(|(i, c)| !((*i == 0 || *i == last) && c.chars.is_empty()))
        .map(|(_, c)| c)
        .collect()
}

/// A cell's value in thousandths; empty cells and dashes count as nothing.
fn value(cell: &Stretch<'_>) -> Option<i128> {
    let text = cell.text();
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '—' | '/')) {
        return Some(0);
    }
    let digits = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    digits.then(|| thousandths(&text)).flatten().map(|(value, _)| value)
}

fn shown(thousandths: i128) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Columns of a table against its row of totals, which must be the last one that counts.
fn table(rows: &[&Line<'_>], report: &mut Report<'_>) {
    let rows: Vec<Vec<Stretch<'_>>> = rows.iter().map(|l| cells(l)).collect();
    let label = |row: &[Stretch<'_>]| row.first().map(Stretch::text).unwrap_or_default();
    let Some(total_at) = rows.iter().rposition(|r| TOTALS.contains(&label(r).as_str())) else { return };
    let Some((total, above)) = rows.get(total_at).zip(rows.get(..total_at)) else { return };
    // Joined cells shift columns; parts that are summed twice make any sum meaningless.
    let joined = above.iter().flatten().any(|c| matches!(c.chars, ['<' | '^']));
    let parts = above.iter().any(|r| {
        let label = label(r);
        TOTALS.iter().chain(&SUBTOTALS).any(|word| label.starts_with(word))
    });
    if joined || parts || above.iter().any(|r| r.len() != total.len()) {
        return;
    }
    for (column, cell) in total.iter().enumerate().skip(1) {
        let Some(stated) = value(cell).filter(|_| cell.chars.iter().any(char::is_ascii_digit)) else {
            continue;
        };
        // The heading, the rule below it and anything that is no figure are not summands, but only above the figures.
        let column: Vec<Option<i128>> =
            above.iter().map(|row| row.get(column).and_then(value_or_rule)).collect();
        let figures: Vec<Option<i128>> = column.into_iter().skip_while(Option::is_none).collect();
        let counted: Option<i128> = figures.iter().copied().sum();
        if let Some(sum) = counted.filter(|sum| figures.len() >= 2 && *sum != stated) {
            report.add(
                cell.whole(),
                format!("合计与上面各行之和不符：各行相加是{}，这里是{}。", shown(sum), shown(stated)),
            );
        }
    }
}

/// Like [`value`], but the rule below a heading (---) is no figure.
fn value_or_rule(cell: &Stretch<'_>) -> Option<i128> {
    let rule = cell.chars.len() >= 2 && cell.chars.iter().all(|c| matches!(c, '-' | ':'));
    if rule { None } else { value(cell) }
}

/// 共12个，其中A类5个、B类8个: parts that are more than the whole.
fn among(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    for at in scan::find_all(chars, "其中") {
        let sentence_end = scan::run_end(chars, at, |c| !matches!(c, '。' | '；'));
        let before = chars.get(..at).unwrap_or_default();
        let start = before.iter().rposition(|c| matches!(c, '。' | '；' | '：')).map_or(0, |i| i + 1);
        let Some(whole) = quantities(chars, start, at).pop() else { continue };
        let parts: Vec<Quantity> =
            quantities(chars, at, sentence_end).into_iter().filter(|a| a.unit == whole.unit).collect();
        let sum: i128 = parts.iter().map(|a| a.value).sum();
        let doubled =
            scan::find(chars.get(at..sentence_end).unwrap_or_default(), 0, "其中").is_some_and(|i| {
                scan::find(chars.get(at + i + 2..sentence_end).unwrap_or_default(), 0, "其中").is_some()
            });
        if parts.len() < 2 || doubled || !is_listing(chars, &parts) {
            continue;
        }
        let place = line.place(whole.start, whole.end);
        let told = format!("其中各项相加是{}，与总数{}不符，请核对。", shown(sum), shown(whole.value));
        if sum > whole.value || nearly_all(sum, whole.value) {
            report.add(place, told);
        } else if sum < whole.value && chars.get(start..whole.start).is_some_and(|c| c.contains(&'共')) {
            // Some of the parts may be left out on purpose.
            report.add_as(Severity::Hint, place, told);
        }
    }
}

/// A类5个、B类8个，共计12个: parts told first, their total behind them.
fn totalled(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    for word in TOTALLED {
        for at in scan::find_all(chars, word) {
            let before = chars.get(..at).unwrap_or_default();
            let start = before.iter().rposition(|c| matches!(c, '。' | '；' | '：')).map_or(0, |i| i + 1);
            let end = scan::run_end(chars, at, |c| !matches!(c, '。' | '；' | '，'));
            let Some(total) = quantities(chars, at, end)
                .first()
                .copied()
                .filter(|a| a.start <= at + word.chars().count() + 1)
            else {
                continue;
            };
            let parts: Vec<Quantity> =
                quantities(chars, start, at).into_iter().filter(|a| a.unit == total.unit).collect();
            let sum: i128 = parts.iter().map(|a| a.value).sum();
            if parts.len() >= 2 && sum != total.value && is_listing(chars, &parts) {
                let told =
                    format!("前面各项相加是{}，与{word}{}不符，请核对。", shown(sum), shown(total.value));
                report.add(line.place(total.start, total.end), told);
            }
        }
    }
}

/// Parts that are told one by one and come so near the whole are meant to be all of it.
fn nearly_all(sum: i128, whole: i128) -> bool {
    sum < whole && sum.saturating_mul(4) >= whole.saturating_mul(3)
}

/// Whether the parts are told one after the other with the same kind of gap, not as figures of different things.
fn is_listing(chars: &[char], parts: &[Quantity]) -> bool {
    parts.windows(2).all(|pair| match pair {
        [a, b] => {
            let between = chars.get(a.end..b.start).unwrap_or_default();
            between.len() <= 24 && !between.iter().any(|c| matches!(c, '%' | '（' | '占'))
        }
        _ => false,
    })
}
