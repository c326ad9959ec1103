//! Dates, which data carry as `YYYY-MM-DD`. Words pass unchanged; what is written like a date and is none becomes a gap
//! to be filled: a letter with a typing error in it can be corrected, one that refuses to appear cannot.

use minijinja::Value;

use super::text_of;
use crate::Date;

/// `2026-11-03` → `2026年11月3日` (GB/T 9704-2012 7.3.5.4).
pub(super) fn date(value: &Value) -> Value {
    written(value, Date::chinese)
}

/// `2026-11-03` → `11月3日`.
pub(super) fn date_short(value: &Value) -> Value {
    written(value, Date::chinese_short)
}

/// From a day to another one, without repeating the year or the month: `2026年12月1日至5日`. One day stands alone; a blank end
/// leaves the beginning as it is.
pub(super) fn days_to(value: &Value, until: &Value) -> Value {
    let end = text_of(until);
    let (from, to) = (parsed(value), parsed(until));
    let end = match (from, to) {
        (Some(from), Some(to)) if from == to => String::new(),
        (Some(from), Some(to)) if (from.year(), from.month()) == (to.year(), to.month()) => {
            format!("{}日", to.day())
        }
        (Some(from), Some(to)) if from.year() == to.year() => to.chinese_short(),
        _ => Date::written(&end, Date::chinese),
    };
    let begin = date(value);
    if end.is_empty() {
        return begin;
    }
    let words = format!("{begin}至{end}");
    // Only days are the template's own words; what somebody typed in the place of one is printed and no more.
    if from.is_some() && to.is_some() { Value::from_safe_string(words) } else { Value::from(words) }
}

/// The day so many days later; a blank when the first argument is no date.
pub(super) fn add_days(value: &Value, days: &Value) -> Value {
    let moved = parsed(value).zip(days.as_i64()).map(|(date, days)| date.plus_days(days).to_string());
    Value::from(moved)
}

/// The same day of the month so many months later, or the month's last day; a blank when it is no date.
pub(super) fn add_months(value: &Value, months: &Value) -> Value {
    let moved = parsed(value).zip(months.as_i64()).and_then(|(date, months)| plus_months(date, months));
    Value::from(moved.map(|date| date.to_string()))
}

/// Days from the first date to the second, negative when the second is earlier; a blank unless both are dates.
pub(super) fn days_between(from: &Value, to: &Value) -> Value {
    Value::from(parsed(from).zip(parsed(to)).map(|(from, to)| from.days_until(to)))
}

/// The year as a number; a blank when it is no date.
pub(super) fn year_of(value: &Value) -> Value {
    Value::from(parsed(value).map(Date::year))
}

/// The month, 1 to 12; a blank when it is no date.
pub(super) fn month_of(value: &Value) -> Value {
    Value::from(parsed(value).map(Date::month))
}

fn parsed(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

fn written(value: &Value, write: impl Fn(Date) -> String) -> Value {
    let text = text_of(value);
    let words = Date::written(&text, write);
    if words == text { Value::from(text) } else { Value::from_safe_string(words) }
}

fn plus_months(date: Date, months: i64) -> Option<Date> {
    let count = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let count = count.checked_add(months)?;
    let year = i32::try_from(count.div_euclid(12)).ok()?;
    let month = u8::try_from(count.rem_euclid(12) + 1).ok()?;
    (1..=date.day()).rev().take(4).find_map(|day| Date::new(year, month, day).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_and_moved() {
        assert_eq!(date(&Value::from("2026-11-03")), Value::from("2026年11月3日"));
        assert_eq!(date_short(&Value::from("2026-11-03")), Value::from("11月3日"));
        assert_eq!(date(&Value::from("下周")), Value::from("下周"));
        assert_eq!(date(&Value::from("142026-11-12")), Value::from("（日期有误，请填写）"));
        assert_eq!(date_short(&Value::from("2026-02-30")), Value::from("（日期有误，请填写）"));
        assert_eq!(date(&Value::from(())), Value::from(""));
        let span = |from: &str, to: &str| days_to(&Value::from(from), &Value::from(to)).to_string();
        assert_eq!(span("2026-12-01", "2026-12-05"), "2026年12月1日至5日");
        assert_eq!(span("2026-11-24", "2026-12-08"), "2026年11月24日至12月8日");
        assert_eq!(span("2026-12-30", "2027-01-02"), "2026年12月30日至2027年1月2日");
        assert_eq!(span("2026-12-01", "2026-12-01"), "2026年12月1日");
        assert_eq!(span("2026-12-01", "月底"), "2026年12月1日至月底");
        let months = |from: &str, by: i64| add_months(&Value::from(from), &Value::from(by)).to_string();
        assert_eq!(months("2024-02-29", 60), "2029-02-28");
        assert_eq!(months("2026-01-31", -2), "2025-11-30");
        assert!(add_months(&Value::from("2026-01-31"), &Value::from(i64::MAX)).is_none());
        assert!(add_days(&Value::from(""), &Value::from(3)).is_none());
        assert!(days_between(&Value::from("2026-11-03"), &Value::from(7)).is_none());
    }
}
