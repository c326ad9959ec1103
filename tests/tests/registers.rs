//! Lists of records and the page of a unit: what they hold is what the book holds, sorted and narrowed as it was asked.

#![allow(clippy::indexing_slicing, reason = "a list without the column it is asked for should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use app::view::{RegisterPage, about_unit_page, chrome, register_page, sort_rows};
use app::{Command, Route};
use ledger::{EntryId, Role};
use person::Person;

fn sample(role: Role) -> Person {
    let mut person = Person::new("sample", "2026-11-23".parse().expect("a date"));
    person.does(Command::LoadSample(role));
    person
}

fn texts<'a>(page: &'a RegisterPage, column: &str) -> Vec<&'a str> {
    let at = page.columns.iter().position(|known| known.label == column).expect("a column");
    page.rows.iter().map(|row| row.cells[at].text.as_str()).collect()
}

/// Every record of the book stands in exactly one place: a register, or a page of its own.
#[test]
fn every_record_stands_in_one_list() {
    let office = sample(Role::Office);
    let listed: Vec<EntryId> = templates::names("registers")
        .flat_map(|name| register_page(&office.state, name).expect("a register").rows)
        .map(|row| row.id.clone())
        .collect();
    let own_page = ["self-check", "verification", "rectification"];
    let all: Vec<EntryId> = office
        .book()
        .records()
        .filter(|(_, record)| !own_page.contains(&ledger::book::form_name(&record.form)))
        .map(|(id, _)| id.clone())
        .collect();
    let (mut sorted, mut wanted) = (listed, all);
    sorted.sort();
    wanted.sort();
    assert!(wanted.len() > 60);
    assert_eq!(sorted, wanted);
}

#[test]
fn a_register_shows_answers_in_words_colours_what_its_template_marks_and_sorts_by_any_column() {
    let team = sample(Role::Inspector);
    let page = register_page(&team.state, "papers").expect("a register");
    let severity = page.columns.iter().position(|column| column.label == "严重程度").expect("a column");
    let coloured = page.rows.iter().filter(|row| row.cells[severity].tone == Some(app::view::Tone::Warn));
    assert!(coloured.clone().count() > 0);
    assert!(coloured.clone().all(|row| row.cells[severity].text == "较重"));
    assert!(texts(&page, "整改时限").iter().all(|due| due.is_empty() || due.contains('年')));
    let due = page.columns.iter().position(|column| column.label == "整改时限").expect("a column");
    for descending in [false, true] {
        let mut rows: Vec<_> = page.rows.iter().collect();
        sort_rows(&mut rows, Some((due, descending)));
        let keys: Vec<&str> =
            rows.iter().map(|row| row.cells[due].key()).filter(|key| !key.is_empty()).collect();
        let in_order = keys.is_sorted_by(|a, b| if descending { a >= b } else { a <= b });
        assert!(in_order && keys.len() > 3, "{keys:?}");
        let gaps: Vec<bool> = rows.iter().map(|row| row.cells[due].text.is_empty()).collect();
        assert!(gaps.is_sorted(), "those without a day come last");
    }
    let filter = page.filters.iter().find(|filter| filter.label == "严重程度").expect("a filter");
    assert!(filter.options.len() > 1 && filter.chosen.is_empty(), "{filter:?}");
}

#[test]
fn of_two_years_the_present_one_is_shown_at_first() {
    let mut office = sample(Role::Office);
    let page = |office: &Person| register_page(&office.state, "records").expect("a register");
    let years = |office: &Person| page(office).filters.into_iter().find(|filter| filter.label == "年度");
    assert_eq!(years(&office).expect("a filter").options.len(), 1, "one year is no choice");
    office.does(Command::OpenRound { year: 2027 });
    let unit = office.book().units().map(|(id, _)| id.clone()).next().expect("a unit");
    office.does(Command::NewRecord { form: "phone-call".into(), unit, about: None });
    let years = years(&office).expect("a filter");
    assert_eq!(years.options.len(), 2);
    assert!(years.chosen.contains("2027"), "{years:?}");
}

#[test]
fn a_role_has_the_registers_of_its_places_and_begins_there_what_it_fills_in() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Register("papers".into())));
    assert_ne!(unit.state.route, Route::Register("papers".into()));
    let team = sample(Role::Inspector);
    let places = chrome(&team.state).expect("a frame").nav.into_iter().flat_map(|group| group.items);
    let names: Vec<String> = places.map(|place| place.label).collect();
    assert!(names.contains(&"工作底稿".to_owned()) && !names.contains(&"督办事项".to_owned()), "{names:?}");
    let office = sample(Role::Office);
    let begins = |register: &str| {
        register_page(&office.state, register).and_then(|page| page.begins).expect("forms to begin").0
    };
    assert_eq!(begins("matters").len(), 1);
    assert!(begins("records").iter().all(|(form, _)| form != "supervision-matter"));
}

#[test]
fn the_page_of_a_unit_holds_all_that_is_about_it_and_nothing_else() {
    let mut office = sample(Role::Office);
    let (unit, other): (EntryId, EntryId) = {
        let findings = office.book().findings(templates::Pack::shipped().kinds());
        let unit = findings[0].unit.clone();
        let other = findings.iter().map(|finding| finding.unit.clone()).find(|other| *other != unit);
        (unit, other.expect("another unit"))
    };
    office.does(Command::Go(Route::AboutUnit(unit.clone())));
    let page = about_unit_page(&office.state).expect("a page");
    let book = office.book();
    let records = book.records().filter(|(_, record)| record.unit == unit).count();
    let letters = book.letters().filter(|(_, letter)| letter.unit.as_ref() == Some(&unit)).count();
    let decisions = page.course.iter().filter(|entry| entry.what == "自查审核").count();
    assert_eq!(page.course.len(), records + letters + decisions);
    let years: Vec<String> = page.years.iter().map(|year| year.title.chars().take(4).collect()).collect();
    assert!(records > 1 && !page.facts.is_empty());
    assert_eq!(years, ["2026", "2025"]);
    let foreign = book.records().filter(|(_, record)| record.unit == other).map(|(id, _)| id);
    assert!(foreign.into_iter().all(|id| page.course.iter().all(|entry| entry.id != *id)));
    // A unit has no page about another.
    let mut own = sample(Role::Unit);
    own.does(Command::Go(Route::AboutUnit(unit)));
    assert!(about_unit_page(&own.state).is_none());
}

#[test]
fn the_office_chooses_who_takes_part_and_a_roster_may_choose_for_it() {
    let mut office = Person::new("office", "2026-11-23".parse().expect("a date"));
    let (person, organ) = ("王敏".to_owned(), "直属机关党委办公室".to_owned());
    office.does(Command::Start { role: Role::Office, person, organ, unit: None });
    office.does(Command::OpenRound { year: 2026 });
    let taking = |office: &Person| app::view::roster_page(&office.state).taking_part.expect("a round").len();
    let all = taking(&office);
    let first: Vec<EntryId> = office.book().units().map(|(id, _)| id.clone()).take(2).collect();
    office.does(Command::TakePart { units: first.clone(), takes: false });
    assert_eq!(taking(&office), all - 2);
    office.does(Command::TakePart { units: first, takes: true });
    assert!(office.book().current_round().expect("a round").1.units.is_empty(), "everybody again");
    let everybody: Vec<EntryId> = office.book().units().map(|(id, _)| id.clone()).collect();
    office.does(Command::TakePart { units: everybody, takes: false });
    assert_eq!(taking(&office), all, "{}", office.told());
    assert!(office.told().contains("至少"), "{}", office.told());
    let text = "单位全称,简称,类别\n云溪材料研究所,云溪材料所,院属单位党委\n海棠观测研究所,海棠观测所,院属单位党委\n";
    office.does(Command::TakeInText { name: "名册.csv".into(), text: text.into() });
    office.does(Command::TakeRoster { only: true });
    assert_eq!(taking(&office), 2, "{}", office.told());
    assert_eq!(office.book().units().count(), all + 2, "nobody is removed");
    assert!(office.told().contains(&format!("{all}个单位不参加")), "{}", office.told());
    let rows = app::view::overview_page(&office.state).expect("a page").rows;
    assert_eq!(rows.len(), 2);
    // What was done in one step is taken back in one, and whoever sees it stays where he is.
    office.does(Command::Go(Route::Roster));
    office.does(Command::Undo);
    assert_eq!((taking(&office), office.book().units().count()), (all, all));
    assert_eq!(office.state.route, Route::Roster);
}

fn begins(person: &mut Person, form: &str, unit: &EntryId, answers: &[(&str, serde_json::Value)]) -> EntryId {
    person.does(Command::NewRecord { form: form.into(), unit: unit.clone(), about: None });
    let Route::Record(id, _) = person.state.route.clone() else { panic!("no record: {}", person.told()) };
    for (path, value) in answers {
        person.does(Command::Answer { path: (*path).to_owned(), value: value.clone() });
    }
    id
}

#[test]
fn a_person_of_the_pool_belongs_to_no_unit_and_no_year_and_goes_in_no_file() {
    let mut office = sample(Role::Office);
    office.does(Command::OpenRound { year: 2027 });
    let name = [("name", "赵宏".into()), ("status", "暂停".into())];
    let id = begins(&mut office, "inspector", &EntryId::default(), &name);
    let record = office.book().record(&id).expect("a record").clone();
    assert_eq!((record.unit.0.as_str(), record.round.0.as_str(), record.number.as_str()), ("", "", "员-01"));
    let page = register_page(&office.state, "inspectors").expect("a register");
    let (forms, units) = page.begins.clone().expect("forms to begin");
    assert_eq!((forms.len(), units), (1, None));
    assert_eq!(texts(&page, "姓名"), ["赵宏"]);
    let state = page.rows[0].cells.iter().find(|cell| cell.text == "暂停").expect("a state");
    assert_eq!(state.tone, Some(app::view::Tone::Warn));
    let title = app::view::form_page(&office.state).expect("a page").subtitle;
    assert_eq!(title, "员-01", "no unit is named");
    let kinds = office.state.pack.kinds();
    assert!(["inspector", "research-topic"].iter().all(|form| {
        kinds
            .of(form)
            .is_some_and(|kind| kind.travels.as_ref().is_some_and(std::collections::BTreeSet::is_empty))
    }));
}

#[test]
fn two_inspections_of_a_unit_that_are_near_each_other_are_told_by_name() {
    let mut office = sample(Role::Office);
    let units: Vec<EntryId> = office.book().units().map(|(id, _)| id.clone()).take(2).collect();
    let plan = |body: &str, name: &str, from: &str, to: &str| {
        [("body", body), ("name", name), ("from_day", from), ("to_day", to)]
            .map(|(id, said)| (id, said.into()))
    };
    let near = |office: &Person| {
        let problems = app::view::form_page(&office.state).expect("a page").side.problems;
        problems
            .iter()
            .any(|told| told.message.contains("院巡视办“专项巡视”") && told.message.contains("合并进行"))
    };
    begins(
        &mut office,
        "inspection-plan",
        &units[0],
        &plan("院巡视办", "专项巡视", "2026-11-01", "2026-11-20"),
    );
    assert!(!near(&office), "it is alone");
    let audit = plan("院审计部门", "专项审计", "2027-01-10", "2027-01-12");
    begins(&mut office, "inspection-plan", &units[1], &audit);
    assert!(!near(&office), "that is another unit");
    begins(&mut office, "inspection-plan", &units[0], &audit);
    assert!(near(&office), "51 days later, at the same unit");
    office.does(Command::Answer { path: "from_day".into(), value: "2027-03-01".into() });
    office.does(Command::Answer { path: "to_day".into(), value: "2027-03-05".into() });
    assert!(!near(&office), "101 days later");
}

#[test]
fn the_limit_of_a_matter_moves_in_the_list_when_it_is_extended_and_has_its_colour() {
    let mut office = sample(Role::Office);
    let unit = office.book().units().map(|(id, _)| id.clone()).next().expect("a unit");
    let matter = begins(&mut office, "supervision-matter", &unit, &[]);
    let days = [("due", "2026-11-25"), ("reply_due", "2026-12-15")];
    office
        .fills(&days.map(|(field, day)| (field.to_owned(), day.into())).into_iter().collect())
        .expect("a form");
    let happens = |office: &mut Person, does: &str, answers: &[(&str, &str)]| {
        let answers = answers.iter().map(|(id, said)| ((*id).to_owned(), (*said).to_owned())).collect();
        office.does(Command::Happen { record: matter.clone(), does: does.into(), answers });
        office.told()
    };
    let cell = |office: &Person| {
        let page = register_page(&office.state, "matters").expect("a register");
        let at = page.columns.iter().position(|column| column.label == "办理时限").expect("a column");
        let row = page.rows.iter().find(|row| row.id == matter).expect("the matter");
        (row.cells[at].text.clone(), row.cells[at].tone)
    };
    assert_eq!(cell(&office), ("2026年11月25日".to_owned(), None), "nothing was assigned");
    happens(&mut office, "assign", &[]);
    assert_eq!(cell(&office).1, Some(app::view::Tone::Warn), "two days are left");
    happens(&mut office, "extend", &[("until", "2026-12-20"), ("reason", "会议延期")]);
    assert_eq!(cell(&office), ("2026年12月20日".to_owned(), None));
    let early = [("received_on", "2026-11-22"), ("received_by", "赵宏")];
    assert_eq!(happens(&mut office, "receive", &early), "签收日期不得早于送达日期、交办日期。");
    let late = [("received_on", "2026-11-24"), ("received_by", "赵宏")];
    assert_eq!(happens(&mut office, "receive", &late), "签收日期不得晚于今天。");
    happens(&mut office, "receive", &[("received_on", "2026-11-23"), ("received_by", "赵宏")]);
    let reply = [("replied_on", "2026-11-22"), ("situation", "已办理。"), ("signed_by", "赵宏")];
    assert_eq!(happens(&mut office, "reply", &reply), "回复日期不得早于签收日期、交办日期。");
}
