//! 节假日安排: what the office entered of each year, what was read of it, and what else working days are counted on.

use std::collections::BTreeSet;

use expr::Date;
use ledger::Calendar;
use ledger::workdays::Arrangement;

use super::{Badge, HeadField, Tone};
use crate::state::State;

/// The arrangement of holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearOfHolidays {
    /// The field it is entered in.
    pub field: HeadField,
    /// Where working days of the year are counted from, and whether that is an arrangement.
    pub stands: Badge,
    /// Days off and days that work, as read; empty when nothing was.
    pub read: String,
    /// Why what was entered is not adopted.
    pub faults: Vec<String>,
}

/// The arrangements that deadlines of a round may be counted through, and those entered.
pub(super) fn holidays(state: &State, book: &ledger::Book, round: &ledger::Round) -> Vec<YearOfHolidays> {
    let (shipped, entered) = (state.pack.calendar(), crate::calendar::entered(book));
    let now = [round.year, round.year + 1, state.today.year(), state.today.year() + 1];
    let mut years: BTreeSet<i32> = now.into();
    years.extend(entered.keys());
    years.into_iter().map(|year| year_of_holidays(year, &shipped, entered.get(&year).copied())).collect()
}

fn year_of_holidays(year: i32, shipped: &Calendar, words: Option<&str>) -> YearOfHolidays {
    let own = words.map(|words| Arrangement::read(year, words, &shipped.by_law));
    let known = shipped.years.contains(&year);
    let (tone, key) = match (&own, known) {
        (Some(own), _) if own.faults.is_empty() => (Tone::Good, "calendar.adopted"),
        (Some(_), _) => (Tone::Bad, "calendar.not_adopted"),
        (None, true) => (Tone::Good, "calendar.shipped"),
        (None, false) => (Tone::Warn, "calendar.by_law"),
    };
    let of_year = |days: &BTreeSet<Date>| days.iter().copied().filter(|day| day.year() == year).collect();
    let (off, work): (BTreeSet<Date>, BTreeSet<Date>) = match &own {
        Some(own) => (own.holidays.clone(), own.workdays.clone()),
        None if known => (of_year(&shipped.holidays), of_year(&shipped.workdays)),
        None => (of_year(&shipped.by_law), BTreeSet::new()),
    };
    let facts = [
        ("off", off.len().to_string()),
        ("days", crate::calendar::stretches(&off)),
        ("work", work.len().to_string()),
        ("workdays", crate::calendar::stretches(&work)),
    ];
    let facts = facts.each_ref().map(|(key, value)| (*key, value.as_str()));
    let read = if off.is_empty() {
        String::new()
    } else {
        templates::text_with(if work.is_empty() { "calendar.read_off" } else { "calendar.read" }, &facts)
    };
    YearOfHolidays {
        field: HeadField {
            key: format!("holidays-{year}"),
            label: templates::text_with("calendar.year", &[("year", &year.to_string())]),
            value: words.unwrap_or_default().to_owned(),
            kind: "long",
            ..HeadField::default()
        },
        stands: Badge::new(tone, templates::text(key)),
        read,
        faults: own.map(|own| own.faults.iter().map(crate::calendar::in_words).collect()).unwrap_or_default(),
    }
}
