//! Several years in one book: what belongs to which, and what goes on.

use app::view::{chrome, rectification_page};

use super::*;

/// The titles of the rounds to choose from, the one on screen marked.
fn rounds(person: &Person) -> Vec<(String, bool)> {
    let chrome = chrome(&person.state).expect("a book is open");
    chrome.rounds.into_iter().map(|(_, title, on)| (title, on)).collect()
}

fn badge(person: &Person, route: &Route) -> String {
    let nav = chrome(&person.state).expect("a book is open").nav;
    let items = nav.into_iter().flat_map(|group| group.items);
    items.filter(|item| item.route == *route).map(|item| item.badge).next().expect("it is a place")
}

/// Letters by title, with the year of those that are of another one.
fn letters(person: &Person) -> Vec<(EntryId, String)> {
    let page = letters_page(&person.state).expect("a book is open");
    page.letters.into_iter().map(|item| (item.id, item.round)).collect()
}

#[test]
fn a_new_year_begins_with_what_is_open_and_the_one_before_is_one_choice_away() {
    let mut office = started("office", Role::Office, None);
    assert_eq!(rounds(&office), [], "there is nothing to choose");
    let unit = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let finding = told_finding(&mut office, &unit);
    let issued = letters(&office).pop().expect("a letter").0;
    office.does(Command::NewDocument { style: "letter".into() });
    let Route::Letter(draft) = office.state.route.clone() else { panic!("no draft: {}", office.told()) };
    let before = office.book().current_round().map(|(id, _)| id.clone()).expect("a round");
    office.on("2027-01-11".parse().expect("a date"));
    office.does(Command::OpenRound { year: 2027 });
    let [new, old] = ["2027年度党建工作督查", "2026年度党建工作督查"].map(str::to_owned);
    assert_eq!(rounds(&office), [(new.clone(), true), (old.clone(), false)]);
    let earlier = "2026年度".to_owned();
    assert_eq!(letters(&office), [(draft.clone(), earlier.clone())], "what was issued lies with its year");
    let ledger = rectification_page(&office.state).items;
    assert_eq!(
        ledger.iter().map(|item| (&item.finding, &item.round)).collect::<Vec<_>>(),
        [(&finding, &earlier)]
    );
    assert_eq!(badge(&office, &Route::Rectification), "逾期 1", "its limit was the year's end");
    assert_eq!(badge(&office, &Route::Letters), "1");
    // Looking back: the same places tell of that year, and what is begun there is of it.
    office.does(Command::ShowRound(before.clone()));
    assert_eq!(rounds(&office), [(new.clone(), false), (old.clone(), true)]);
    assert!(chrome(&office.state).expect("a book is open").looks_back);
    let both: Vec<EntryId> = letters(&office).into_iter().map(|(id, _)| id).collect();
    assert!(both.contains(&issued) && both.contains(&draft), "{both:?}");
    assert!(rectification_page(&office.state).items.iter().all(|item| item.round.is_empty()));
    let overview = |office: &mut Person| {
        office.does(Command::Go(Route::Overview));
        let page = overview_page(&office.state).expect("a page");
        page.rows.into_iter().find(|row| row.id == unit).map(|row| row.feedback.text)
    };
    assert_eq!(overview(&mut office), Some("已印发".into()));
    office.does(Command::NewRecord { form: "interview".into(), unit: unit.clone(), about: None });
    let Route::Record(record, _) = office.state.route.clone() else { panic!("no record: {}", office.told()) };
    assert_eq!(office.book().record(&record).map(|record| record.round.clone()), Some(before));
    // What comes in is of the newest year, and so is a book that is opened anew.
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    takes(&mut office, &task);
    assert_eq!(rounds(&office), [(new, true), (old, false)]);
    assert_eq!(overview(&mut office), Some("—".into()));
}

/// What was said last year is one click away: word by word, or where a part is blank; figures and days tell of their year,
/// and what an item asks otherwise now is not answered by what it asked then.
#[test]
fn last_years_words_are_taken_over_where_this_years_form_is_blank() {
    let (mut office, mut unit, _) = handed_in();
    let before = self_check(&unit);
    let old = unit.book().record(&before).expect("a self-check").answers.clone();
    office.on("2027-01-11".parse().expect("a date"));
    office.does(Command::OpenRound { year: 2027 });
    unit.on("2027-01-12".parse().expect("a date"));
    takes(&mut unit, &office.gets_file(plain(HandOut::Task)).expect("a task"));
    unit.does(Command::Go(Route::Fill(1)));
    let page = form_page(&unit.state).expect("the new self-check");
    assert_ne!(page.id, before, "a form of its own");
    let all = |page: &app::view::FormPage| -> Vec<std::rc::Rc<app::view::FieldView>> {
        page.fields().flat_map(|field| std::iter::once(field).chain(&field.fields)).cloned().collect()
    };
    let field =
        all(&page).into_iter().find(|field| field.takes_last_year).expect("something was said last year");
    let (path, last) = (field.path.clone(), field.last_year.clone());
    unit.does(Command::TakeLastYear(path.clone()));
    let new = page.id;
    let said = |unit: &Person| unit.book().record(&new).expect("the new self-check").answers.clone();
    assert_eq!(said(&unit).get(&path), old.get(&path), "{last}");
    let page = form_page(&unit.state).expect("the new self-check");
    assert!(!all(&page).iter().any(|field| field.path == path && field.takes_last_year), "it is taken");
    let first = said(&unit);
    let (known, gaps) = (first.len(), page.last_years);
    assert!(gaps > 0, "there is more to take over");
    unit.does(Command::TakeLastYears);
    let after = said(&unit);
    assert!(after.len() >= known + gaps, "{} {known} {gaps}", after.len());
    let mut taken = after.iter().filter(|(field, _)| !first.contains_key(*field));
    assert!(taken.all(|(field, value)| old.get(field) == Some(value)));
    assert_eq!(form_page(&unit.state).expect("the new self-check").last_years, 0);
    assert!(unit.told().contains("核对"), "{}", unit.told());
    unit.does(Command::Undo);
    assert_eq!(said(&unit).len(), known, "one step");
}

/// Lists by year show the year on screen, its count beside the place; what goes on by decisions is shown whole.
#[test]
fn lists_of_a_new_year_are_empty_and_what_goes_on_is_there() {
    let (mut office, _, _, matter) = assigned();
    let unit = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    office.does(Command::NewRecord { form: "interview".into(), unit, about: None });
    let places = ["records", "matters"].map(|name| Route::Register(name.into()));
    let badges = |office: &Person| places.each_ref().map(|place| badge(office, place));
    assert_eq!(badges(&office), ["1", "1"]);
    office.on("2027-01-11".parse().expect("a date"));
    office.does(Command::OpenRound { year: 2027 });
    assert_eq!(badges(&office), ["", "1"]);
    let chosen = |name: &str| {
        let page = register_page(&office.state, name).expect("a register");
        let by_year =
            page.filters.iter().find(|filter| filter.label == "年度").expect("a choice of the year");
        by_year.chosen.clone()
    };
    assert_eq!([chosen("records"), chosen("matters")], ["2027年度党建工作督查", ""]);
    assert!(
        register_page(&office.state, "matters").expect("a register").rows.iter().any(|row| row.id == matter)
    );
}

/// A year that is over presses nobody, and what waits of another year says so.
#[test]
fn an_earlier_year_presses_nobody() {
    let mut office = started("office", Role::Office, None);
    let before = office.book().current_round().map(|(id, _)| id.clone()).expect("a round");
    office.on("2027-01-11".parse().expect("a date"));
    let presses = |office: &mut Person| {
        office.does(Command::Go(Route::Overview));
        let rows = overview_page(&office.state).expect("a page").rows;
        let steps = rows.into_iter().filter_map(|row| row.next);
        steps.filter(|step| matches!(step.command, Command::Compose { .. })).count()
    };
    assert!(presses(&mut office) > 0, "the deadline has passed");
    office.does(Command::OpenRound { year: 2027 });
    assert!(office.told().contains("2027年度"), "{}", office.told());
    office.does(Command::ShowRound(before));
    assert_eq!(presses(&mut office), 0);
}
