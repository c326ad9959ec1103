//! How dates in running text are written: Arabic digits, full years, no padding, the right sign between two of them.

use super::closing::stands_alone;
use super::mention;
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};
use crate::words::excused;

/// Paragraphs and headings that are not the 成文日期, which DT-01 looks after.
fn running<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = &'c Line<'a>> {
    context.prose().filter(|line| !stands_alone(context, line))
}

fn positions(chars: &[char], wanted: char) -> impl Iterator<Item = usize> + '_ {
    chars.iter().enumerate().filter(move |(_, c)| **c == wanted).map(|(i, _)| i)
}

/// DT-02: 二〇二一年十月八日 in running text.
pub(super) fn han_years(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        let chars = line.chars;
        for sign in positions(chars, '年') {
            let Some((start, year)) = mention::han_year(chars, sign) else { continue };
            // Titles of books and quotations stay as they are, and so do the names of goals.
            if quoted(chars, start) || excused(chars, start, sign + 1, &context.lexicon.text.longer) {
                continue;
            }
            let mut right = format!("{year}年");
            let mut end = sign + 1;
            if let Some((month, next)) = mention::han_part(chars, end, '月', 12) {
                right.push_str(&format!("{month}月"));
                end = next;
                if let Some((day, next)) = mention::han_part(chars, end, '日', 31) {
                    right.push_str(&format!("{day}日"));
                    end = next;
                }
            }
            report.fix(line.place(start, end), format!("日期用阿拉伯数字，宜写作“{right}”。"), right);
        }
    }
}

/// Whether a place is inside 《》 or “”.
fn quoted(chars: &[char], place: usize) -> bool {
    let depth = chars.iter().take(place).fold(0i32, |depth, c| match c {
        '《' | '“' => depth + 1,
        '》' | '”' => (depth - 1).max(0),
        _ => depth,
    });
    depth > 0
}

/// DT-06: 10月8号, 21年10月, 21年底.
pub(super) fn shortened(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        day_numbers(line, report);
        short_years(line, report);
    }
}

fn day_numbers(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    for month in positions(chars, '月') {
        let end = scan::run_end(chars, month + 1, |c| c.is_ascii_digit());
        let dated = mention::digits_before(chars, month).is_some() && (1..=2).contains(&(end - month - 1));
        let other = matches!(at(chars, end + 1), Some('文' | '楼' | '线' | '令'));
        if dated && at(chars, end) == Some('号') && !other {
            report.fix(line.place(end, end + 1), "日期写“日”，不写“号”。", "日");
        }
    }
}

fn short_years(line: &Line<'_>, report: &mut Report<'_>) {
    let chars = line.chars;
    for sign in positions(chars, '年') {
        let Some(start) = mention::digits_before(chars, sign).filter(|start| sign - start == 2) else {
            continue;
        };
        // 满20年1月 and 第10年底 are spans, 2019-21年 is a range: only a year that opens its clause is surely one.
        let before = start.checked_sub(1).and_then(|i| at(chars, i));
        let opens = before.is_none_or(|c| {
            scan::is_stop(c)
                || c.is_whitespace()
                || matches!(c, '于' | '在' | '自' | '从' | '到' | '至' | '截')
        });
        let month = scan::run_end(chars, sign + 1, |c| c.is_ascii_digit());
        let dated = month > sign + 1 && at(chars, month) == Some('月')
            || matches!(at(chars, sign + 1), Some('底' | '初' | '末'));
        let Some(year) = chars.get(start..sign).and_then(scan::number).filter(|_| opens && dated) else {
            continue;
        };
        let full = if year < 70 { 2000 + year } else { 1900 + year };
        report.fix(line.place(start, sign), format!("年份应写全四位数字，即“{full}年”。"), full.to_string());
    }
}

/// DT-08: 2021-2022年, 8日-10日, 1~3月: a span of time is joined by 一字线.
pub(super) fn ranges(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        let chars = line.chars;
        let marks =
            chars.iter().enumerate().filter(|(_, c)| matches!(c, '-' | '–' | '~' | '～' | '－' | '−'));
        for (sign, _) in marks.filter(|(sign, _)| is_time_range(chars, *sign)) {
            report.fix(line.place(sign, sign + 1), "时间起止用一字线“—”（或“至”）连接。", "—");
        }
    }
}

fn is_time_range(chars: &[char], sign: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let end = scan::run_end(chars, sign + 1, digit);
    let right_digits = end - sign - 1;
    let Some(left_end) = sign.checked_sub(1) else { return false };
    let unit_left = at(chars, left_end).filter(|c| matches!(c, '年' | '月' | '日'));
    let number_end = if unit_left.is_some() { left_end } else { sign };
    let left_digits = chars.iter().take(number_end).rev().take_while(|c| digit(**c)).count();
    let before = number_end.checked_sub(left_digits + 1).and_then(|i| at(chars, i));
    // 2021-10-08, GB-12-3日 and 12.5-8年 are something else.
    let clean =
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '—' | '–'));
    let unit = at(chars, end);
    let school_year = scan::stands(chars, end, "学年");
    let calendar = match unit {
        Some('年') => right_digits == 4 && left_digits == 4,
        Some('月') => right_digits <= 2 && (left_digits <= 2 || unit_left == Some('年')),
        // 3-5日 may be a stretch of days as well as two dates; after 月 or with 日 on both sides it is dates.
        Some('日') => right_digits <= 2 && (unit_left == Some('日') || before == Some('月')),
        _ => school_year && left_digits == 4,
    };
    clean && left_digits > 0 && right_digits > 0 && (calendar || school_year && right_digits == 4)
}

/// DT-09: 2021年10月08日.
pub(super) fn padded(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        for day in mention::days(line.chars) {
            let zero = |i: usize| at(line.chars, i) == Some('0');
            let day_at = scan::run_end(line.chars, day.month_at, |c| c.is_ascii_digit()) + 1;
            if zero(day.month_at) || zero(day_at) {
                let right = format!("{}月{}日", day.month, day.day);
                report.fix(
                    line.place(day.month_at, day.end),
                    format!("月、日不编虚位，应为“{right}”。"),
                    right,
                );
            }
        }
    }
}

/// DT-10: 2021年十月八日, 10月八日.
pub(super) fn mixed(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        let chars = line.chars;
        for sign in chars.iter().enumerate().filter(|(_, c)| matches!(c, '年' | '月')).map(|(i, _)| i) {
            let Some(before) = sign.checked_sub(1).and_then(|i| at(chars, i)) else { continue };
            let (month, from) = match at(chars, sign) {
                Some('年') => match mention::han_part(chars, sign + 1, '月', 12) {
                    Some((month, next)) => (Some(month), next),
                    None => continue,
                },
                _ => (None, sign + 1),
            };
            let day = mention::han_part(chars, from, '日', 31);
            if !before.is_ascii_digit() || month.or(day.map(|(d, _)| d)).is_none() {
                continue;
            }
            let end = day.map_or(from, |(_, end)| end);
            let right: String = month
                .map(|m| format!("{m}月"))
                .into_iter()
                .chain(day.map(|(d, _)| format!("{d}日")))
                .collect();
            report.fix(line.place(sign + 1, end), "同一个日期不混用阿拉伯数字和汉字数字。", right);
        }
    }
}

/// DT-11: 2021-10-08, 2021.10.8, 2021/10/8.
pub(super) fn separated(context: &Context<'_>, report: &mut Report<'_>) {
    for line in running(context) {
        let chars = line.chars;
        let mut from = 0;
        while let Some(start) = (from..chars.len()).find(|i| chars.get(*i).is_some_and(char::is_ascii_digit))
        {
            let end =
                scan::run_end(chars, start, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'));
            from = end.max(start + 1);
            let joined = start
                .checked_sub(1)
                .and_then(|i| at(chars, i))
                .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '/' | '_' | '〔' | '['));
            let Some(word) = chars.get(start..end).filter(|_| !joined) else { continue };
            let Some((year, month, day)) = mention::only_date(word) else { continue };
            let Some(date) = mention::date(year, month, day).filter(|d| (1900..2200).contains(&d.year()))
            else {
                continue;
            };
            let right = date.chinese();
            report.fix(line.place(start, end), format!("日期应写作“{right}”。"), right);
        }
    }
}
