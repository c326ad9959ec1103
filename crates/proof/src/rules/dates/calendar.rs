//! Dates against the calendar and against the date of the document.

use std::collections::BTreeSet;

use document::Date;

use super::closing::stands_alone;
use super::mention::{self, Mention};
use crate::Severity;
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan;
use crate::words::{Words, excused};

/// Days of the week in the order of the calendar; 天 is 日.
const WEEKDAYS: &str = "一二三四五六日";

/// How long before the document's own date a deadline without a year still counts as past and not as next year's.
const PAST_DAYS: i64 = 90;

/// DT-04: a deadline before the document's date, a weekday that the calendar does not give.
pub(super) fn deadlines_and_weekdays(context: &Context<'_>, report: &mut Report<'_>) {
    let mut years: BTreeSet<i32> = context.dated.into_iter().flat_map(|d| [d.year(), d.year() + 1]).collect();
    let title = scan::find_all(&context.title.chars, "年");
    years.extend(title.into_iter().filter_map(|at| year_at(&context.title.chars, at)));
    for line in context.prose() {
        for day in mention::days(line.chars) {
            years.extend(day.year);
            deadline(context, line, &day, report);
            weekday(line, &day, &years, report);
        }
    }
}

fn year_at(chars: &[char], end: usize) -> Option<i32> {
    let year = scan::number(chars.get(end.checked_sub(4)?..end)?)?;
    i32::try_from(year).ok().filter(|y| (1900..2200).contains(y))
}

fn deadline(context: &Context<'_>, line: &Line<'_>, day: &Mention, report: &mut Report<'_>) {
    let Some(dated) = context.dated else { return };
    let before = ["前", "之前", "以前"].into_iter().any(|word| scan::stands(line.chars, day.end, word));
    if !before || !asks(line.chars, day.start) {
        return;
    }
    let Ok(date) = Date::new(day.year.unwrap_or(dated.year()), day.month, day.day) else { return };
    let late = date.days_until(dated);
    if late > 0 && (day.year.is_some() || late <= PAST_DAYS) {
        report.add(
            line.place(day.start, day.end),
            format!("要求的期限早于成文日期{}，请核对。", dated.chinese()),
        );
    }
}

/// Whether the sentence before `at` asks somebody to do something.
fn asks(chars: &[char], at: usize) -> bool {
    let before = chars.get(..at).unwrap_or_default();
    let from = before.iter().rposition(|c| matches!(c, '。' | '；')).map_or(0, |i| i + 1);
    let sentence = before.get(from..).unwrap_or_default();
    sentence.contains(&'请') || scan::find(sentence, 0, "务必").is_some() || scan::ends(sentence, "须于")
}

/// What a day of the week is called before its number.
const WEEK: [&str; 3] = ["星期", "周", "礼拜"];

/// The day of the week behind a date: where it ends and what it is called. 12月4日（星期五）.
fn weekday_behind(chars: &[char], day: &Mention) -> Option<(usize, char)> {
    let from = day.end + usize::from(matches!(scan::at(chars, day.end), Some('（' | '(' | '，')));
    let word = WEEK.into_iter().find(|w| scan::stands(chars, from, w))?;
    let at = from + word.chars().count();
    Some((at + 1, scan::at(chars, at)?))
}

/// The day of the week before a date: where it starts and what it is called. 星期五（12月4日）.
fn weekday_before(chars: &[char], day: &Mention) -> Option<(usize, char)> {
    let bracket = matches!(scan::at(chars, day.start.checked_sub(1)?), Some('（' | '(' | '，'));
    let at = day.start.checked_sub(1 + usize::from(bracket))?;
    let before = chars.get(..at)?;
    let word = WEEK.into_iter().find(|w| scan::ends(before, w))?;
    Some((at - word.chars().count(), scan::at(chars, at)?))
}

fn weekday(line: &Line<'_>, day: &Mention, years: &BTreeSet<i32>, report: &mut Report<'_>) {
    let behind = weekday_behind(line.chars, day).map(|(end, name)| (day.start, end, name));
    let before = || weekday_before(line.chars, day).map(|(start, name)| (start, day.end, name));
    let Some((start, end, name)) = behind.or_else(before) else { return };
    let name = if name == '天' { '日' } else { name };
    let Some(written) = WEEKDAYS.chars().position(|d| d == name) else { return };
    let candidates: Vec<i32> = day.year.map_or_else(|| years.iter().copied().collect(), |y| vec![y]);
    let dates: Vec<Date> =
        candidates.into_iter().filter_map(|y| Date::new(y, day.month, day.day).ok()).collect();
    let fits = dates.iter().any(|d| usize::from(d.weekday()) == written + 1);
    let Some(first) = dates.first().filter(|_| !fits) else { return };
    let right = WEEKDAYS.chars().nth(usize::from(first.weekday()).saturating_sub(1)).unwrap_or(name);
    report.add(line.place(start, end), format!("{}是星期{right}，日期与星期不符，请核对。", first.chinese()));
}

/// DT-05: words that mean another time for every reader; each is mentioned once.
pub(super) fn relative(context: &Context<'_>, report: &mut Report<'_>) {
    let text = &context.lexicon.text;
    let words = Words::new(text.relative.iter().map(String::as_str).zip(0..));
    let mut seen = BTreeSet::new();
    for line in context.main() {
        for hit in words.find(line.chars) {
            let word: String = line.chars.get(hit.start..hit.end).unwrap_or_default().iter().collect();
            // 30日前 and 当日前 count from a day; 日前 alone opens a clause.
            let before = hit.start.checked_sub(1).and_then(|i| scan::at(line.chars, i));
            let counts =
                word.starts_with('日') && before.is_some_and(|c| !scan::is_stop(c) && !c.is_whitespace());
            if counts
                || inside_words(context, line.chars, hit.start, hit.end)
                || excused(line.chars, hit.start, hit.end, &text.longer)
                || !seen.insert(hit.value)
            {
                continue;
            }
            report.add_as(
                Severity::Hint,
                line.place(hit.start, hit.end),
                format!("“{word}”是相对时间，宜写明具体时间。"),
            );
        }
    }
}

/// Whether the first and the last character belong to other words: 项目前期, 失去年轻干部.
fn inside_words(context: &Context<'_>, chars: &[char], start: usize, end: usize) -> bool {
    let word = |from: Option<usize>| {
        let pair = from.and_then(|from| chars.get(from..from + 2));
        pair.is_some_and(|pair| context.lexicon.vocabulary.is_word(pair))
    };
    word(start.checked_sub(1)) && word(end.checked_sub(1))
}

/// DT-07: a day the calendar does not have.
pub(super) fn impossible(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose().filter(|l| !stands_alone(context, l)) {
        for day in mention::days(line.chars) {
            // Without a year the 29th of February may exist.
            if Date::new(day.year.unwrap_or(2024), day.month, day.day).is_err() {
                report.add(line.place(day.start, day.end), "日历上没有这一天，请核对。");
            }
        }
    }
}
