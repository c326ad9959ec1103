//! Figures with the unit behind them.

use super::{Figure, figures};
use crate::scan::{self, at};

/// A figure and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quantity {
    /// First digit.
    pub(super) start: usize,
    /// Behind the unit.
    pub(super) end: usize,
    /// Value in thousandths, 万 and 亿 counted in.
    pub(super) value: i128,
    /// The unit's first character; `%` for shares.
    pub(super) unit: char,
    /// Decimal places as written.
    pub(super) places: u32,
}

/// Every figure in `from..to` with a unit behind it; years, months and days are no quantities.
pub(super) fn quantities(chars: &[char], from: usize, to: usize) -> Vec<Quantity> {
    let inside = chars.get(..to).unwrap_or_default();
    // No figure stands across the mark before a sentence, so the line need not be read anew for each of them.
    let here = figures(inside.get(from..).unwrap_or_default());
    let placed = here.into_iter().map(|f| Figure { start: f.start + from, end: f.end + from });
    placed.filter_map(|f| quantity(inside, f)).collect()
}

fn quantity(chars: &[char], figure: Figure) -> Option<Quantity> {
    let (digits, places) = thousandths(&figure.text(chars))?;
    let mut end = figure.end;
    let mut value = digits;
    while let Some(factor) = at(chars, end).and_then(factor) {
        value = value.checked_mul(factor)?;
        end += 1;
    }
    let unit = at(chars, end)?;
    let dated = matches!(unit, '年' | '月' | '日' | '号' | '时' | '点');
    if dated || !(scan::is_han(unit) || unit == '%') {
        return None;
    }
    // 第3个 and 12月 name a place in a row, not how many.
    let ordinal = figure.before(chars) == Some('第');
    (!ordinal).then_some(Quantity { start: figure.start, end: end + 1, value, unit, places })
}

fn factor(c: char) -> Option<i128> {
    match c {
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// The value of a figure as written, in thousandths, and its decimal places; `None` when it is finer or longer than
/// anyone counts.
pub(super) fn thousandths(text: &str) -> Option<(i128, u32)> {
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    if whole.len() > 12 || part.len() > 3 || part.contains('.') {
        return None;
    }
    let places = u32::try_from(part.len()).ok()?;
    Some((format!("{whole}{part:0<3}").parse().ok()?, places))
}

/// The stretches of a line that one full stop or semicolon ends, as `from..to`.
pub(super) fn sentences(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (i, _) in chars.iter().enumerate().filter(|(_, c)| matches!(c, '。' | '；' | '！' | '？')) {
        found.push((from, i));
        from = i + 1;
    }
    found.push((from, chars.len()));
    found
}
