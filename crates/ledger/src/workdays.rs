//! Working days: every deadline of the product is counted on the calendar of its year (R74).

use std::collections::BTreeSet;

use expr::Date;
use serde::{Deserialize, Serialize};

/// Public holidays and make-up working days. A day that is in neither list works Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Years this calendar knows; outside them only weekends rest.
    pub years: BTreeSet<i32>,
    /// Where the lists come from.
    #[serde(default)]
    pub source: String,
    /// 法定节假日 and bridge days.
    pub holidays: BTreeSet<Date>,
    /// 调休上班: weekend days that work.
    pub workdays: BTreeSet<Date>,
}

impl Calendar {
    /// Whether people work on this day.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        self.workdays.contains(&day) || (day.weekday() <= 5 && !self.holidays.contains(&day))
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

    /// Adds what another year's calendar knows.
    pub fn extend(&mut self, other: Calendar) {
        self.years.extend(other.years);
        self.holidays.extend(other.holidays);
        self.workdays.extend(other.workdays);
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
        assert_eq!(calendar.plus_workdays(day("2026-09-30"), 1), day("2026-10-05"));
    }
}
