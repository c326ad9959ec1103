//! Working days: every deadline of the product is counted on the calendar of its year (R74).

mod notice;

use std::collections::BTreeSet;

use expr::Date;
pub use notice::{Arrangement, Fault};
use serde::{Deserialize, Serialize};

/// Public holidays and make-up working days. A day that is in neither list works Monday to Friday, but the days that are
/// free by law rest also in years whose arrangement is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Years whose arrangement of holidays this calendar knows; outside them weekends and [`Calendar::by_law`] rest.
    pub years: BTreeSet<i32>,
    /// Where the lists come from.
    #[serde(default)]
    pub source: String,
    /// 法定节假日 and bridge days.
    pub holidays: BTreeSet<Date>,
    /// 调休上班: weekend days that work.
    pub workdays: BTreeSet<Date>,
    /// Days that are free by law (全体公民放假的节日), for years whose arrangement is not known.
    #[serde(skip)]
    pub by_law: BTreeSet<Date>,
}

/// Days that are free by law over many years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutoryDays {
    /// The law, and how the days of the lunar calendar were found.
    pub source: String,
    /// The days.
    pub days: BTreeSet<Date>,
}

impl Calendar {
    /// Whether people work on this day.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        let by_law = !self.years.contains(&day.year()) && self.by_law.contains(&day);
        self.workdays.contains(&day) || (day.weekday() <= 5 && !self.holidays.contains(&day) && !by_law)
    }

    /// Years between two days, both included, whose arrangement is not known: what is counted through them rests on the
    /// days that are free by law alone.
    #[must_use]
    pub fn unknown_years(&self, from: Date, to: Date) -> Vec<i32> {
        (from.year()..=to.year()).filter(|year| !self.years.contains(year)).collect()
    }

    /// The day that is so many working days after `from`, not counting `from` itself.
    #[must_use]
    pub fn plus_workdays(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days.min(2_000);
        while left > 0 {
            let next = day.plus_days(1);
            if next == day {
                return day;
            }
            day = next;
            if self.is_workday(day) {
                left -= 1;
            }
        }
        day
    }

    /// The day itself when people work on it, else the next one on which they do.
    #[must_use]
    pub fn workday_from(&self, day: Date) -> Date {
        if self.is_workday(day) { day } else { self.plus_workdays(day, 1) }
    }

    /// The day itself when people work on it, else the last one before it on which they do.
    #[must_use]
    pub fn workday_until(&self, day: Date) -> Date {
        let days = (0..=30).map(|back| day.plus_days(-back));
        days.into_iter().find(|day| self.is_workday(*day)).unwrap_or(day)
    }

    /// Puts another arrangement in the place of what this calendar knows of a year.
    pub fn replace(&mut self, year: i32, other: Calendar) {
        self.holidays.retain(|day| day.year() != year);
        self.workdays.retain(|day| day.year() != year);
        self.extend(other);
    }

    /// Adds what another year's calendar knows.
    pub fn extend(&mut self, other: Calendar) {
        self.years.extend(other.years);
        self.holidays.extend(other.holidays);
        self.workdays.extend(other.workdays);
        self.by_law.extend(other.by_law);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_make_up_sunday_counts_and_a_holiday_does_not() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let calendar = Calendar {
            holidays: [day("2026-10-01"), day("2026-10-02")].into(),
            workdays: [day("2026-09-27")].into(),
            ..Calendar::default()
        };
        assert_eq!(calendar.plus_workdays(day("2026-09-25"), 1), day("2026-09-27"));
        assert_eq!(calendar.workday_from(day("2026-09-27")), day("2026-09-27"));
        assert_eq!(calendar.workday_from(day("2026-10-01")), day("2026-10-05"));
        assert_eq!(calendar.workday_until(day("2026-10-04")), day("2026-09-30"));
        assert_eq!(calendar.plus_workdays(day("2026-09-30"), 1), day("2026-10-05"));
    }

    #[test]
    fn the_days_of_the_law_rest_until_the_arrangement_of_their_year_is_known() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mut calendar = Calendar {
            years: [2026].into(),
            by_law: [day("2026-05-01"), day("2027-01-01")].into(),
            ..Calendar::default()
        };
        assert!(calendar.is_workday(day("2026-05-01")));
        assert!(!calendar.is_workday(day("2027-01-01")));
        assert_eq!(calendar.unknown_years(day("2026-12-28"), day("2027-01-19")), [2027]);
        calendar.extend(Calendar { years: [2027].into(), ..Calendar::default() });
        assert_eq!(calendar.unknown_years(day("2026-12-28"), day("2027-01-19")), Vec::<i32>::new());
    }
}
