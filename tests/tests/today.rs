//! Today: what is on screen follows the clock, and days counted in working days say what they rest on.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

use app::view::{self, letter_page};
use app::{Command, Moment, Route, State, update};
use expr::Date;
use ledger::{EntryId, Role};
use templates::Pack;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An office with the sample book of a day.
fn office(today: &str) -> State {
    let mut state = State::new(day(today));
    at(&mut state, today, Command::LoadSample(Role::Office));
    state
}

/// Does something on a day.
fn at(state: &mut State, today: &str, command: Command) {
    let entropy = [state.book.as_ref().map_or(1, |book| book.local.counter as u8); 32];
    update(state, command, &Moment { today: day(today), seconds: 10, entropy });
}

fn first_unit(state: &State) -> EntryId {
    state.book.as_ref().unwrap().units().next().unwrap().0.clone()
}

fn problems(state: &State) -> Vec<String> {
    let page = view::form_page(state).unwrap();
    page.side.problems.iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn a_form_that_stands_open_over_midnight_takes_the_new_day_for_today() {
    let mut state = office("2026-11-30");
    let unit = first_unit(&state);
    at(&mut state, "2026-11-30", Command::NewRecord { form: "phone-call".to_owned(), unit, about: None });
    let answer = Command::Answer { path: "called_on".to_owned(), value: "2026-12-01".into() };
    at(&mut state, "2026-11-30", answer);
    let late = || "通话日期不得晚于今天。".to_owned();
    assert!(problems(&state).contains(&late()));
    // Nobody does anything; the clock goes on.
    at(&mut state, "2026-12-01", Command::NewDay);
    assert!(!problems(&state).contains(&late()), "{:?}", problems(&state));
    // Somebody types on, two nights later, before the shell looked at the clock.
    let answer = Command::Answer { path: "called_on".to_owned(), value: "2026-12-03".into() };
    at(&mut state, "2026-12-03", answer);
    assert!(!problems(&state).contains(&late()));
    // A clock that was wrong and is put right is followed, too.
    at(&mut state, "2026-12-02", Command::NewDay);
    assert!(problems(&state).contains(&late()));
}

#[test]
fn a_new_day_changes_nothing_but_what_is_judged_by_it() {
    let mut state = office("2026-11-30");
    at(&mut state, "2026-11-30", Command::Go(Route::Rectification));
    let before = (state.book.clone().unwrap().entries, state.route.clone(), state.notice.clone());
    let overdue = |state: &State| {
        let counts = view::rectification_page(state).counts;
        let overdue = counts.into_iter().find(|one| one.standing == view::Standing::Overdue);
        overdue.map_or(0, |one| one.count)
    };
    let red = overdue(&state);
    at(&mut state, "2027-11-30", Command::NewDay);
    assert_eq!((state.book.clone().unwrap().entries, state.route.clone(), state.notice.clone()), before);
    assert!(overdue(&state) > red, "{red} before, {} after a year", overdue(&state));
}

#[test]
fn the_ledger_counts_each_finding_once_and_as_late_what_the_overview_counts_as_late() {
    let mut state = office("2026-11-23");
    let mut seen = std::collections::BTreeSet::new();
    for today in ["2026-11-01", "2026-11-23", "2026-12-20", "2027-02-01", "2027-11-30"] {
        at(&mut state, today, Command::NewDay);
        let page = view::rectification_page(&state);
        let all: usize = page.counts.iter().map(|one| one.alone).sum();
        assert_eq!(all, page.items.len(), "{today}");
        for one in &page.counts {
            let listed = page.items.iter().filter(|item| item.is_among(one.standing)).count();
            assert_eq!(listed, one.count, "{today} {}", one.badge.text);
            let stand = page.items.iter().filter(|item| item.standing == one.standing).count();
            assert_eq!(stand, one.alone, "{today} {}", one.badge.text);
            seen.extend((one.count > 0).then_some(one.standing));
        }
        let book = state.book.as_ref().unwrap();
        let (id, round) = book.current_round().unwrap();
        let rows = ledger::progress::coverage(book, state.pack.kinds(), id, round, today.parse().unwrap());
        let late: usize = rows.iter().map(|row| row.overdue).sum();
        let overdue = |item: &&view::RectificationItem| item.standing == view::Standing::Overdue;
        let of_round = |item: &&view::RectificationItem| {
            book.record(&item.finding).is_some_and(|paper| paper.round == *id)
        };
        assert_eq!(page.items.iter().filter(overdue).filter(of_round).count(), late, "{today}");
    }
    assert!(seen.len() >= 5, "the sample shows most standings: {seen:?}");
}

/// The feedback letter drafted on a day: when the plan is due, and what is said of it.
fn drafted(today: &str) -> (String, Vec<String>) {
    drafted_in(&mut office(today), today)
}

/// The same in a book.
fn drafted_in(state: &mut State, today: &str) -> (String, Vec<String>) {
    let book = state.book.as_ref().unwrap();
    let written: Vec<_> = book.letters().filter_map(|(_, letter)| letter.unit.clone()).collect();
    let unit = book.units().map(|(id, _)| id.clone()).find(|id| !written.contains(id)).unwrap();
    let letter = "feedback-letter".to_owned();
    at(state, today, Command::Compose { letter, unit: Some(unit), findings: Vec::new() });
    let page = letter_page(state).unwrap();
    let due = page.inputs.iter().find(|input| input.key == "plan_due").unwrap().value.clone();
    (due, page.days)
}

#[test]
fn a_day_counted_through_a_year_without_an_arrangement_takes_the_days_of_the_law_off_and_says_so() {
    // 1 January 2027 is a Friday; the eve and the third day of the Spring Festival are a Friday and a Monday.
    for (drafted_on, due) in [("2026-12-28", "2027-01-19"), ("2027-01-25", "2027-02-17")] {
        let (plan, said) = drafted(drafted_on);
        assert_eq!(plan, due, "drafted on {drafted_on}");
        assert!(said.len() == 1 && said[0].contains("2027") && said[0].contains("法定节假日"), "{said:?}");
    }
    // All of 2026 is known: make-up days work, and nothing needs to be said.
    assert_eq!(drafted("2026-09-10"), ("2026-10-08".to_owned(), Vec::new()));
}

#[test]
fn the_days_of_the_law_are_those_of_the_calendars_that_were_entered_and_of_every_year_to_2050() {
    let calendar = Pack::shipped().calendar();
    let of = |year: i32| calendar.by_law.iter().filter(move |day| day.year() == year).copied();
    for year in [2025, 2026] {
        assert!(calendar.years.contains(&year));
        let working: Vec<Date> = of(year).filter(|day| calendar.is_workday(*day)).collect();
        assert_eq!(working, Vec::<Date>::new());
    }
    for year in 2025..=2050 {
        // 13 days; 12 when the Mid-Autumn Festival is one of the first three of October.
        assert!((12..=13).contains(&of(year).count()), "{year}");
        assert!(of(year).all(|free| !calendar.unknown_years(free, free).is_empty() || year <= 2026));
    }
    let festival = |year: i32, days: [&str; 7]| {
        for day_of in days {
            assert!(calendar.by_law.contains(&day(&format!("{year}-{day_of}"))), "{year}-{day_of}");
        }
    };
    // Eve, first and third day of the Spring Festival, Qingming, second of May, Dragon Boat, Mid-Autumn.
    festival(2027, ["02-05", "02-06", "02-08", "04-05", "05-02", "06-09", "09-15"]);
    festival(2034, ["02-18", "02-19", "02-21", "04-05", "05-02", "06-20", "09-27"]);
    festival(2050, ["01-22", "01-23", "01-25", "04-04", "05-02", "06-23", "09-30"]);
    // Nothing is made up: a Saturday stays one.
    assert!(!calendar.is_workday(day("2027-02-20")) && calendar.is_workday(day("2027-02-09")));
}

/// A made-up arrangement that holds the days of the law.
const OF_2027: &str = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日至5日放假，共3天。四、劳动节：5月1日至5日放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。";

#[test]
fn an_arrangement_that_the_office_enters_counts_at_once_and_can_be_taken_back() {
    let enter = |state: &mut State, text: &str| {
        let (field, value) = ("holidays-2027".to_owned(), text.to_owned());
        at(state, "2027-01-25", Command::EditRound { field, value });
    };
    let year = |state: &State| {
        let page = view::round_page(state).unwrap();
        page.holidays.into_iter().find(|year| year.field.key == "holidays-2027").unwrap()
    };
    let mut state = office("2027-01-25");
    enter(&mut state, OF_2027);
    assert_eq!(year(&state).faults, Vec::<String>::new());
    assert!(year(&state).read.contains("2月5日至2月11日"), "{}", year(&state).read);
    // 31 January and 14 February work, 5 to 11 February do not; by the law alone it would be the 17th.
    assert_eq!(drafted_in(&mut state, "2027-01-25"), ("2027-02-18".to_owned(), Vec::new()));
    // It travels with the round, and is in the book when that is opened again.
    let stored = ledger::stored::write(state.book.as_ref().unwrap()).unwrap();
    let again = State::with_book(ledger::stored::read(&stored).unwrap(), day("2027-01-25"));
    assert_eq!(year(&again).faults, Vec::<String>::new());
    // What contradicts itself is told and does not count.
    enter(&mut state, &OF_2027.replace("共7天", "共8天"));
    assert!(year(&state).faults.len() == 2 && year(&state).faults[0].contains("8天"), "{:?}", year(&state));
    assert_eq!(view::letter_page(&state).unwrap().days.len(), 1);
    at(&mut state, "2027-01-25", Command::Undo);
    assert_eq!(year(&state).faults, Vec::<String>::new());
    assert_eq!(state.route, Route::Round);
}

#[test]
fn an_arrangement_of_the_office_stands_in_the_place_of_the_shipped_one() {
    let mut state = office("2026-09-10");
    let before = drafted_in(&mut state, "2026-09-10").0;
    let text = "1月1日放假。2月16日至19日放假。4月5日放假。5月1日、2日放假。6月19日放假。9月25日放假。10月1日至3日放假。9月14日至18日休息";
    let (field, value) = ("holidays-2026".to_owned(), text.to_owned());
    at(&mut state, "2026-09-10", Command::EditRound { field, value });
    let after = drafted_in(&mut state, "2026-09-10").0;
    assert_ne!(before, after, "a week off in September");
}
