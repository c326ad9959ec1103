//! DT-12: a span of days that ends before it begins.

use document::Date;

use super::mention::{self, Mention};
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};

/// DT-12: 11月30日至10月15日, 2026年11月至3月, 10月15日至10日.
pub(super) fn reversed(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let days = mention::days(line.chars);
        for pair in days.windows(2) {
            let [first, last] = pair else { continue };
            if is_joined(line.chars, first.end, last.start) && backwards(first, last) {
                tell(line, first.start, last.end, report);
            }
        }
        for day in &days {
            within_month(line, day, report);
        }
        months(line, report);
        clock(line, report);
    }
}

/// 14:30至13:30: two times of one day.
fn clock(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    let time = |from: usize| {
        let colon = scan::run_end(chars, from, |c| c.is_ascii_digit());
        let end = scan::run_end(chars, colon + 1, |c| c.is_ascii_digit());
        let hour = chars.get(from..colon).and_then(scan::number).filter(|h| *h <= 24)?;
        let minute = chars.get(colon + 1..end).filter(|m| m.len() == 2).and_then(scan::number)?;
        matches!(at(chars, colon), Some(':' | '：')).then_some((hour * 60 + minute, end))
    };
    let mut from = 0;
    while let Some(start) = (from..chars.len()).find(|i| chars.get(*i).is_some_and(char::is_ascii_digit)) {
        from = scan::run_end(chars, start, |c| c.is_ascii_digit());
        let Some((first, end)) = time(start) else { continue };
        from = end;
        let joint =
            scan::run_end(chars, end, |c| matches!(c, '至' | '到' | '—' | '－' | '-' | '～' | '~' | '–'));
        let Some((last, to)) = time(joint).filter(|_| joint == end + 1) else { continue };
        // A night shift ends in the early morning.
        if last <= first && !(first >= 18 * 60 && last <= 9 * 60) {
            report.add(line.place(start, to), "起止时间颠倒，请核对；跨日的，写明“次日”。");
        }
    }
}

fn tell(line: &Line<'_>, from: usize, to: usize, report: &mut Report<'_>) {
    report.add(line.place(from, to), "起止日期颠倒，请核对；跨年的，写明后一个日期的年份或“次年”。");
}

/// Whether nothing but 至 and the like stands between two days.
fn is_joined(chars: &[char], from: usize, to: usize) -> bool {
    let between: String = chars.get(from..to).unwrap_or_default().iter().collect();
    matches!(
        between.as_str(),
        "至" | "到" | "—" | "－" | "-" | "～" | "~" | "–" | "起至" | "起到" | "起，至" | "开始至"
    )
}

fn backwards(first: &Mention, last: &Mention) -> bool {
    let date = |year: i32, day: &Mention| Date::new(year, day.month, day.day).ok();
    // Without years any leap year will do.
    let year = first.year.or(last.year).unwrap_or(2024);
    let ends = date(last.year.unwrap_or(year), last);
    date(year, first).zip(ends).is_some_and(|(first, last)| last.days_until(first) > 0)
}

/// 10月15日至10日: the second day has no month of its own.
fn within_month(line: &Line<'_>, day: &Mention, report: &mut Report<'_>) {
    let chars = line.chars;
    let from =
        scan::run_end(chars, day.end, |c| matches!(c, '至' | '到' | '—' | '－' | '-' | '～' | '~' | '–'));
    let end = scan::run_end(chars, from, |c| c.is_ascii_digit());
    let last = chars.get(from..end).and_then(scan::number);
    if from == day.end + 1
        && at(chars, end) == Some('日')
        && last.is_some_and(|last| last < u32::from(day.day))
    {
        tell(line, day.start, end + 1, report);
    }
}

/// 2026年11月至3月: the year is written and holds for both.
fn months(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    let number = |from: usize| {
        let end = scan::run_end(chars, from, |c| c.is_ascii_digit());
        let value = chars.get(from..end).and_then(scan::number)?;
        (at(chars, end) == Some('月') && value <= 12).then_some((value, end + 1))
    };
    for year in scan::find_all(chars, "年") {
        let written = year.checked_sub(4).and_then(|from| chars.get(from..year)).and_then(scan::number);
        let (Some(_), Some((first, end))) = (written, number(year + 1)) else { continue };
        let joint =
            scan::run_end(chars, end, |c| matches!(c, '至' | '到' | '—' | '－' | '-' | '～' | '~' | '–'));
        let Some((last, to)) = number(joint).filter(|_| joint == end + 1) else { continue };
        if last < first {
            tell(line, year - 4, to, report);
        }
    }
}
