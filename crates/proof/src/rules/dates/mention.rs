//! Reads dates as people write them, rightly or not.

use document::Date;

use crate::scan;

/// A day in running text: 2021年10月8日 or 10月8日, calendar not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// First character.
    pub(super) start: usize,
    /// Behind 日.
    pub(super) end: usize,
    /// Year, when it is written.
    pub(super) year: Option<i32>,
    /// First digit of the month.
    pub(super) month_at: usize,
    /// Month.
    pub(super) month: u8,
    /// Day.
    pub(super) day: u8,
}

/// Every day of a text that is written with Arabic digits.
pub(super) fn days(chars: &[char]) -> Vec<Mention> {
    let months = chars.iter().enumerate().filter(|(_, c)| **c == '月').map(|(i, _)| i);
    months.filter_map(|at| day_around(chars, at)).collect()
}

fn day_around(chars: &[char], month: usize) -> Option<Mention> {
    let month_at = digits_before(chars, month)?;
    let day_end = scan::run_end(chars, month + 1, |c| c.is_ascii_digit());
    if scan::at(chars, day_end) != Some('日') {
        return None;
    }
    let small = |from: usize, to: usize| u8::try_from(scan::number(chars.get(from..to)?)?).ok();
    let year = year_before(chars, month_at);
    Some(Mention {
        start: year.map_or(month_at, |(start, _)| start),
        end: day_end + 1,
        year: year.map(|(_, year)| year),
        month_at,
        month: small(month_at, month)?,
        day: small(month + 1, day_end)?,
    })
}

/// Where the one or two digits before `end` start.
pub(super) fn digits_before(chars: &[char], end: usize) -> Option<usize> {
    let run = chars.get(..end)?.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    (1..=2).contains(&run).then(|| end - run)
}

/// A year of four digits with 年 right before `end`.
fn year_before(chars: &[char], end: usize) -> Option<(usize, i32)> {
    let sign = end.checked_sub(1).filter(|i| scan::at(chars, *i) == Some('年'))?;
    let start = sign.checked_sub(4)?;
    let year = scan::number(chars.get(start..sign)?)?;
    let longer = start.checked_sub(1).and_then(|i| scan::at(chars, i)).is_some_and(|c| c.is_ascii_digit());
    (!longer).then(|| i32::try_from(year).ok()).flatten().map(|year| (start, year))
}

/// Hanzi that years are written with.
pub(super) fn year_digit(c: char) -> Option<u32> {
    if matches!(c, '〇' | '○' | '零') {
        return Some(0);
    }
    "一二三四五六七八九".chars().zip(1..).find(|(d, _)| *d == c).map(|(_, n)| n)
}

/// A year of four Hanzi right before `end`: where it starts and its value, when it is one people live in.
pub(super) fn han_year(chars: &[char], end: usize) -> Option<(usize, u32)> {
    let start = end.checked_sub(4)?;
    let longer = start.checked_sub(1).and_then(|i| scan::at(chars, i)).and_then(year_digit).is_some();
    let digits = chars.get(start..end)?;
    let year = digits.iter().try_fold(0, |sum, c| Some(sum * 10 + year_digit(*c)?))?;
    (!longer && (1800..2200).contains(&year)).then_some((start, year))
}

/// A month or day in Hanzi that ends with `sign`: its value and what follows.
pub(super) fn han_part(chars: &[char], from: usize, sign: char, most: u32) -> Option<(u32, usize)> {
    let end = scan::run_end(chars, from, |c| year_digit(c).is_some() || c == '十');
    let value = scan::han_number(chars.get(from..end)?).filter(|n| (1..=most).contains(n))?;
    (scan::at(chars, end) == Some(sign)).then_some((value, end + 1))
}

/// A whole text that is one date in whatever form: 2021年10月08日, 二〇二一年十月八日, 2021-10-08, 2021 年 10 月 8 日.
pub(super) fn only_date(text: &[char]) -> Option<(u32, u32, u32)> {
    let bare: Vec<char> = text.iter().copied().filter(|c| !c.is_whitespace()).collect();
    han_date(&bare).or_else(|| digit_date(&bare))
}

fn han_date(chars: &[char]) -> Option<(u32, u32, u32)> {
    let (_, year) = (scan::at(chars, 4) == Some('年')).then(|| han_year(chars, 4)).flatten()?;
    let (month, at) = han_part(chars, 5, '月', 12)?;
    let (day, end) = han_part(chars, at, '日', 31)?;
    (end == chars.len()).then_some((year, month, day))
}

fn digit_date(chars: &[char]) -> Option<(u32, u32, u32)> {
    let part = |from: usize| {
        let end = scan::run_end(chars, from, |c| c.is_ascii_digit());
        Some((scan::number(chars.get(from..end)?)?, end))
    };
    let (year, first) = part(0).filter(|(_, end)| *end == 4)?;
    let (month, second) = part(first + 1)?;
    let (day, end) = part(second + 1)?;
    let marks = (scan::at(chars, first)?, scan::at(chars, second)?);
    let rest: String = chars.get(end..)?.iter().collect();
    let right = match marks {
        ('年', '月') => rest == "日" || rest == "号",
        ('.', '.') | ('-', '-') | ('/', '/') | ('．', '．') => rest.is_empty(),
        _ => false,
    };
    right.then_some((year, month, day))
}

/// The day, when the calendar has it.
pub(super) fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_date_is_known_in_every_form_people_write() {
        for text in [
            "2021年10月08日",
            "2021 年 10 月 8 日",
            "二〇二一年十月八日",
            "二零二一年十月八日",
            "2021-10-08",
            "2021.10.8",
        ] {
            assert_eq!(only_date(&chars(text)), Some((2021, 10, 8)), "{text}");
        }
        assert_eq!(only_date(&chars("2021年10月8日前")), None);
        assert_eq!(
            days(&chars("10月8日至2021年11月3日")).iter().map(|d| d.year).collect::<Vec<_>>(),
            [None, Some(2021)]
        );
    }
}
