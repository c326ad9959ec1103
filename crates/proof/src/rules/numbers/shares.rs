//! NU-13: percentages that the figures beside them do not give.

use super::quantity::{Quantity, quantities, sentences};
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan;

/// NU-13.
pub(super) fn shares(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for (from, to) in sentences(line.chars) {
            let all = quantities(line.chars, from, to);
            of_counts(line, from, &all, report);
            of_done(line, &all, report);
            of_growth(line, &all, report);
            beyond_all(line, &all, report);
        }
    }
}

/// 12个单位中9个完成整改，占65%.
fn of_counts(line: &Line<'_>, from: usize, all: &[Quantity], report: &mut Report<'_>) {
    let Some(at) = all.iter().position(|q| q.unit == '%') else { return };
    let Some((counts, share)) = all.get(..at).zip(all.get(at)) else { return };
    let single = all.iter().filter(|q| q.unit == '%').count() == 1;
    let unit = counts.first().map(|q| q.unit);
    let [a, b] = counts else { return };
    if !single || unit != Some(b.unit) || a.value <= 0 || b.value <= 0 || !is_share(line.chars, from, share) {
        return;
    }
    let (whole, part) = (a.value.max(b.value), a.value.min(b.value));
    let told = share.value;
    let fits = |part: i128| fits(told, part.saturating_mul(100_000) / whole, share.places);
    // The rest may be meant: 应到12人，实到9人，缺席率25%.
    if !fits(part) && !fits(whole - part) {
        let right = part.saturating_mul(1_000) / whole;
        let message =
            format!("按前面的两个数计算约为{}.{}%，与这里的百分数不符，请核对。", right / 10, right % 10);
        report.add(line.place(share.start, share.end), message);
    }
}

/// 受理120件，办结110件，办结率95%: what was done of how many, told in figures and as a rate of the same name.
fn of_done(line: &Line<'_>, all: &[Quantity], report: &mut Report<'_>) {
    for three in all.windows(3) {
        let [a, b, rate] = three else { continue };
        let said = line.chars.get(b.end..rate.start).unwrap_or_default();
        let name = said.iter().position(|c| *c == '率').and_then(|at| said.get(at.checked_sub(2)?..at));
        let done = line.chars.get(a.end..b.start).unwrap_or_default();
        let same = name.is_some_and(|name| done.len() <= 8 && done.ends_with(name)) && said.len() <= 8;
        if !same || a.unit != b.unit || rate.unit != '%' || a.value <= 0 || b.value > a.value {
            continue;
        }
        // Two counts alone are looked at by `of_counts`.
        let first = all.first().is_some_and(|first| first.start == a.start);
        if !first && !fits(rate.value, b.value.saturating_mul(100_000) / a.value, rate.places) {
            let right = b.value.saturating_mul(1_000) / a.value;
            let message =
                format!("按前面的两个数计算约为{}.{}%，与这里的百分数不符，请核对。", right / 10, right % 10);
            report.add(line.place(rate.start, rate.end), message);
        }
    }
}

/// Whether a percentage is said to be the share of something: 占65%, 到会率为65%.
fn is_share(chars: &[char], from: usize, share: &Quantity) -> bool {
    let before = chars.get(from..share.start).unwrap_or_default();
    let clause = before.iter().rposition(|c| matches!(c, '，' | '、' | '（' | '：')).map_or(0, |i| i + 1);
    let clause = before.get(clause..).unwrap_or_default();
    let grows = ["增长", "增加", "提高", "上升", "下降", "减少", "降低", "同比", "环比"];
    let share = clause.iter().any(|c| matches!(c, '占' | '率')) || scan::find(clause, 0, "比例").is_some();
    share && !grows.iter().any(|word| scan::find(clause, 0, word).is_some())
}

/// 由80个增加到100个，增长20%.
fn of_growth(line: &Line<'_>, all: &[Quantity], report: &mut Report<'_>) {
    for three in all.windows(3) {
        let [a, b, rate] = three else { continue };
        let before = line.chars.get(..a.start).unwrap_or_default();
        let from = before.iter().rev().take(8).any(|c| matches!(c, '由' | '从'));
        let between = line.chars.get(a.end..b.start).unwrap_or_default();
        let to = between.len() <= 12 && between.iter().any(|c| matches!(c, '到' | '至'));
        let said = line.chars.get(b.end..rate.start).unwrap_or_default();
        let grown = ["增长", "增加", "提高", "上升", "增幅", "下降", "减少", "降低", "降幅", "压减"];
        let told = said.len() <= 10 && grown.iter().any(|word| scan::find(said, 0, word).is_some());
        if !(from && to && told) || a.unit != b.unit || a.unit == '%' || rate.unit != '%' || a.value <= 0 {
            continue;
        }
        let right = (b.value - a.value).abs().saturating_mul(100_000) / a.value;
        if !fits(rate.value, right, rate.places) {
            let message = format!(
                "按前面的两个数计算，变化约为{}.{}%，与这里不符，请核对。",
                right / 1_000,
                right / 100 % 10
            );
            report.add(line.place(rate.start, rate.end), message);
        }
    }
}

/// 占60%、占30%、占20%: parts of one whole that are more than it.
fn beyond_all(line: &Line<'_>, all: &[Quantity], report: &mut Report<'_>) {
    let parts: Vec<&Quantity> = all
        .iter()
        .filter(|q| q.unit == '%' && scan::ends(line.chars.get(..q.start).unwrap_or_default(), "占"))
        .collect();
    let sum: i128 = parts.iter().map(|q| q.value).sum();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    if parts.len() >= 2 && sum > 101_000 {
        let message = format!("各项占比相加为{}%，超过100%，请核对。", sum / 1_000);
        report.add(line.place(first.start, last.end), message);
    }
}

/// Whether a percentage in thousandths is the computed one, rounded or cut to the places it is written with.
fn fits(told: i128, right: i128, places: u32) -> bool {
    let step = match places {
        0 => 1_000,
        1 => 100,
        2 => 10,
        _ => 1,
    };
    (told - right).abs() <= step
}
