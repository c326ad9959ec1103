//! A civil date: what deadlines, visits and 成文日期 are written in. Knows no clock and no time zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the Gregorian calendar between the years 1 and 9999, written `YYYY-MM-DD` in data, where only the years from
/// 1949 to 2099 are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// The text is not a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar date in the form YYYY-MM-DD")]
pub struct NotADate;

/// Years that a date in data may have. Every other year is a slip of the keyboard: a date box takes six digits for a year.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2099;
/// First and last day that a date in data may be, as the limits of a date box.
pub const DAYS: [&str; 2] = ["1949-01-01", "2099-12-31"];
/// What stands in a document in the place of a date that is none. Proof-reading knows its words as a gap to be filled.
const NO_DAY: &str = "（日期有误，请填写）";

impl Date {
    /// The given day, or an error when the calendar has no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, NotADate> {
        if !(1..=9999).contains(&year) {
            return Err(NotADate);
        }
        let month = time::Month::try_from(month).map_err(|_| NotADate)?;
        time::Date::from_calendar_date(year, month, day).map(Self).map_err(|_| NotADate)
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// Day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// Day of the week, Monday = 1 … Sunday = 7.
    #[must_use]
    pub fn weekday(self) -> u8 {
        self.0.weekday().number_from_monday()
    }

    /// The day so many days later (earlier when negative); stays at the calendar's edge instead of overflowing.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let fallback = if days < 0 { time::Date::MIN } else { time::Date::MAX };
        let moved = self.0.checked_add(time::Duration::days(days.clamp(-4_000_000, 4_000_000)));
        let edge = moved.unwrap_or(fallback);
        if edge.year() < 1 { Self::new(1, 1, 1).unwrap_or(self) } else { Self(edge) }
    }

    /// Days from `self` to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    /// As documents write it: 2026年11月3日 (GB/T 9704-2012 7.3.5.4: full year, no padding).
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// A date of data as documents write it. What is written like one and is none (`142026-11-12`) is said to be wrong
    /// instead of being printed; other words (长期坚持) pass unchanged.
    #[must_use]
    pub fn in_words(text: &str) -> String {
        Self::written(text, Self::chinese)
    }

    /// The same in another way of writing.
    pub(crate) fn written(text: &str, write: impl Fn(Self) -> String) -> String {
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '-');
        match text.parse() {
            Ok(day) => write(day),
            Err(NotADate) if text.contains('-') && digits(text) => NO_DAY.to_owned(),
            Err(NotADate) => text.to_owned(),
        }
    }

    /// As running text writes a date of the same year: 11月3日.
    #[must_use]
    pub fn chinese_short(self) -> String {
        format!("{}月{}日", self.month(), self.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADate);
        };
        let digits = |part: &str, len: usize| {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i32>().ok())
        };
        let number = |part, len| digits(part, len).flatten().ok_or(NotADate);
        let month = u8::try_from(number(month, 2)?).map_err(|_| NotADate)?;
        let day = u8::try_from(number(day, 2)?).map_err(|_| NotADate)?;
        let year = number(year, 4)?;
        if YEARS.contains(&year) { Self::new(year, month, day) } else { Err(NotADate) }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for bad in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "20260101",
            "2026-01-01x",
            "0000-01-01",
            "142026-11-12",
            "122026-12-25",
            "1948-12-31",
            "2100-01-01",
            "0206-11-12",
            "",
            "２０26-01-01",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        assert_eq!("2024-02-29".parse::<Date>().map(Date::chinese), Ok("2024年2月29日".to_owned()));
    }

    #[test]
    fn what_is_written_like_a_date_and_is_none_is_never_printed() {
        assert_eq!(Date::in_words("2026-11-03"), "2026年11月3日");
        for bad in ["142026-11-12", "2026-02-30", "0020-11-12", "-"] {
            assert_eq!(Date::in_words(bad), NO_DAY);
        }
        assert_eq!(Date::in_words("长期坚持"), "长期坚持");
        assert_eq!(DAYS.map(|day| day.parse::<Date>().is_ok()), [true; 2]);
    }

    #[test]
    fn moving_past_the_calendar_stops_at_its_edge() {
        let day: Date = "2026-11-23".parse().unwrap();
        assert_eq!(day.plus_days(i64::MAX).year(), 9999);
        assert_eq!(day.plus_days(i64::MIN).year(), 1);
        assert_eq!(day.plus_days(-365).to_string(), "2025-11-23");
        assert_eq!(day.days_until(day.plus_days(40)), 40);
    }
}
