//! Working days of a book: the shipped calendars, and the arrangements of holidays that the office entered.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::workdays::Fault;
use ledger::{Book, Calendar};
use templates::{Pack, text, text_with};

use crate::state::State;

/// The calendar that deadlines are counted on. An arrangement the office entered stands in the place of a shipped one; one
/// that cannot be adopted is left out.
pub(crate) fn of(pack: &Pack, book: &Book) -> Rc<Calendar> {
    pack.calendar_with(&entered(book))
}

/// The calendar of the open book; the shipped one while no book is open.
pub(crate) fn here(state: &State) -> Rc<Calendar> {
    let entered = state.book.as_ref().map(entered).unwrap_or_default();
    state.pack.calendar_with(&entered)
}

/// What was entered, by year; where rounds differ, what the newest of them says.
pub(crate) fn entered(book: &Book) -> BTreeMap<i32, &str> {
    let mut rounds: Vec<_> = book.rounds().map(|(_, round)| round).collect();
    rounds.sort_by_key(|round| round.year);
    let texts = rounds.into_iter().flat_map(|round| &round.holidays);
    let told = texts.filter(|(_, words)| !expr::says_nothing(words));
    told.filter_map(|(year, words)| Some((year.parse().ok()?, words.as_str()))).collect()
}

/// Why an arrangement cannot be adopted, in words.
pub(crate) fn in_words(fault: &Fault) -> String {
    let days =
        |days: &[expr::Date]| days.iter().map(|day| day.chinese_short()).collect::<Vec<_>>().join("、");
    match fault {
        Fault::Empty => text("calendar.empty").to_owned(),
        Fault::Unread(words) => text_with("calendar.unread", &[("words", words)]),
        Fault::NotADay(words) => text_with("calendar.not_a_day", &[("words", words)]),
        Fault::OtherYear(day) => text_with("calendar.other_year", &[("day", &day.chinese())]),
        Fault::Stretch(from, to) => {
            text_with("calendar.stretch", &[("from", &from.chinese_short()), ("to", &to.chinese_short())])
        }
        Fault::Weekday(day) => text_with("calendar.weekday", &[("day", &day.chinese_short())]),
        Fault::Count(first, said, counted) => text_with(
            "calendar.count",
            &[
                ("day", &first.chinese_short()),
                ("said", &said.to_string()),
                ("counted", &counted.to_string()),
            ],
        ),
        Fault::WorksAnyway(day) => text_with("calendar.works_anyway", &[("day", &day.chinese_short())]),
        Fault::Both(day) => text_with("calendar.both", &[("day", &day.chinese_short())]),
        Fault::Missing(missing) => text_with("calendar.missing", &[("days", &days(missing))]),
    }
}

/// Days in a row as one: 1月1日至3日 is `1月1日至1月3日`.
pub(crate) fn stretches(days: &BTreeSet<expr::Date>) -> String {
    let mut rows: Vec<(expr::Date, expr::Date)> = Vec::new();
    for day in days {
        match rows.last_mut() {
            Some((_, last)) if last.plus_days(1) == *day => *last = *day,
            Some(_) | None => rows.push((*day, *day)),
        }
    }
    let words = |(first, last): &(expr::Date, expr::Date)| {
        let to = [("from", first.chinese_short()), ("to", last.chinese_short())];
        let to = to.each_ref().map(|(key, day)| (*key, day.as_str()));
        if first == last { first.chinese_short() } else { text_with("calendar.from_to", &to) }
    };
    rows.iter().map(words).collect::<Vec<_>>().join("、")
}
