//! NU-15: ranges whose first figure is the larger one.

use super::figures;
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};

/// NU-15: 20%—10%, 5至3人, 第8条至第3条.
pub(super) fn reversed(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let all = figures(line.chars);
        for pair in all.windows(2) {
            let [a, b] = pair else { continue };
            let (Some(left), Some(right)) =
                (value(line.chars, a.start, a.end), value(line.chars, b.start, b.end))
            else {
                continue;
            };
            if left > right && is_range(line, a.start, a.end, b.start, b.end) {
                report.add(line.place(a.start, b.end), "范围的起点大于终点，请核对。");
            }
        }
    }
}

fn value(chars: &[char], start: usize, end: usize) -> Option<f64> {
    let text: String = chars.get(start..end)?.iter().filter(|c| **c != ',').collect();
    (text.len() <= 9).then(|| text.parse().ok()).flatten()
}

/// Whether the two figures are the ends of one range with one unit.
fn is_range(line: &Line<'_>, start: usize, end: usize, next: usize, last: usize) -> bool {
    let chars = line.chars;
    let between = chars.get(end..next).unwrap_or_default();
    let (unit, rest) = match between {
        [mark] if is_mark(*mark) => (None, [].as_slice()),
        [unit, mark, rest @ ..] if is_mark(*mark) && !unit.is_ascii_digit() => (Some(*unit), rest),
        _ => return false,
    };
    let ordinal = matches!(rest, ['第']);
    let before = start.checked_sub(1).and_then(|i| at(chars, i));
    let unit_behind = at(chars, last);
    let same = unit.is_none_or(|unit| Some(unit) == unit_behind);
    // Hours and months run over into the next day and year; days are told by the rule about dates.
    let runs_over =
        unit_behind.is_some_and(|c| matches!(c, '月' | '日' | '时' | '点' | '号' | '：' | ':' | '/'));
    // Numbers of telephones, standards and documents.
    let part = before
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '—' | '/' | '〔' | '：'))
        || unit_behind.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '—' | '－'));
    let falls =
        chars.get(..start).unwrap_or_default().iter().rev().take(8).any(|c| matches!(c, '降' | '减' | '缩'));
    let plain = unit_behind.is_some_and(|c| scan::is_han(c) || c == '%' || c == '℃');
    (rest.is_empty() || ordinal) && same && plain && !runs_over && !part && !falls
}

fn is_mark(c: char) -> bool {
    matches!(c, '—' | '～' | '~' | '至' | '－' | '–')
}
