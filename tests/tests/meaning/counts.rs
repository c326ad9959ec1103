//! What counts: looking writes nothing, and only what is finished, or was told, is in lists and figures.

use crate::person::Person;
use crate::{TODAY, asked, feedback, issue, issued, sample};
use app::view::{figure_page, letter_page, overview_page, rectification_page, register_page, sort_rows};
use app::{Command, HandOut, Protection, Route};
use ledger::life::RecordEvent;
use ledger::{LetterState, ReviewDecision, Role};

/// The same with one problem that nobody has answered.
fn with_an_open_problem(role: Role) -> Person {
    let mut person = sample(role);
    let answered = person.book().records_of("rectification").map(|(id, _)| id.clone()).next();
    person.does(Command::Remove(answered.expect("the sample has answers")));
    person
}

fn entries(person: &Person) -> usize {
    person.book().entries.len()
}

#[test]
fn looking_at_a_problem_in_the_ledger_writes_nothing() {
    for role in [Role::Office, Role::Unit] {
        let mut person = with_an_open_problem(role);
        let before = entries(&person);
        let items = rectification_page(&person.state).items;
        let unreported: Vec<_> = items.iter().filter(|item| item.can_begin).collect();
        assert!(!unreported.is_empty(), "the sample has problems nobody answered");
        for item in &items {
            if let Some(route) = item.open.clone() {
                person.does(Command::Go(route.clone()));
                assert_eq!(person.state.route, route);
            }
        }
        assert_eq!(entries(&person), before, "{role:?}");
        // The unit may not open the team's paper; the office may.
        assert_eq!(unreported[0].open.is_some(), role == Role::Office);
    }
}

#[test]
fn a_rectification_record_that_was_only_begun_changes_no_list() {
    let mut unit = with_an_open_problem(Role::Unit);
    let before = rectification_page(&unit.state);
    let item = before.items.iter().find(|item| item.can_begin).expect("one without a record").clone();
    unit.does(Command::NewRecord {
        form: "rectification".into(),
        unit: item.unit_id.clone(),
        about: Some(item.finding.clone()),
    });
    let Route::Record(begun, _) = unit.state.route.clone() else { panic!("{}", unit.told()) };
    let after = rectification_page(&unit.state);
    assert_eq!(after.counts, before.counts);
    let now = after.items.iter().find(|other| other.finding == item.finding).expect("still there");
    assert_eq!((&now.measure, &now.due, &now.state), (&item.measure, &item.due, &item.state));
    // Whoever comes back goes on with the same sheet.
    assert_eq!(now.open, Some(Route::Record(begun, 0)));
    assert!(!now.can_begin);
}

#[test]
fn a_paper_that_is_opened_again_is_in_no_list_of_problems_unless_its_unit_was_told() {
    let mut office = sample(Role::Office);
    let count = |person: &Person| rectification_page(&person.state).items.len();
    let opened_again = |office: &mut Person, told: bool| {
        let book = office.book();
        let mut findings = book.finished_findings(templates::Pack::shipped().kinds());
        findings.retain(|finding| finding.means(ledger::kinds::Meaning::Feedback));
        let paper =
            findings.into_iter().find(|finding| book.told().tells(finding) == told).expect("a paper").id;
        let before = count(office);
        office.does(Command::Record(paper.clone(), RecordEvent::Reopen));
        assert!(!office.book().record(&paper).expect("the paper").is_finished(), "{}", office.told());
        before - count(office)
    };
    assert_eq!(opened_again(&mut office, false), 1);
    assert_eq!(opened_again(&mut office, true), 0, "what was told does not vanish");
}

#[test]
fn a_unit_that_joins_the_roster_during_the_year_is_counted_and_pressed_with_one_click() {
    let mut office = sample(Role::Office);
    let count = |person: &Person| overview_page(&person.state).expect("a page").rows.len();
    let before = count(&office);
    let text = "全称,简称,类别\n中国科学院示例新所,示例新所,院属单位党委\n";
    office.does(Command::TakeInText { name: "名册.csv".into(), text: text.into() });
    office.does(Command::TakeRoster { only: false });
    assert_eq!(count(&office), before + 1, "{}", office.told());
    let row = |person: &Person| {
        let rows = overview_page(&person.state).expect("a page").rows;
        rows.into_iter().find(|row| row.name == "示例新所").expect("the new unit")
    };
    let new = row(&office);
    assert!(new.self_check.text.contains("未报送（逾期"), "{:?}", new.self_check);
    let step = new.next.expect("a step");
    assert_eq!(step.label, "催报");
    office.does(step.command);
    let page = letter_page(&office.state).expect("a letter is on screen");
    assert!(
        page.text.contains("未按规定时限报送年度党建工作自查情况") && page.text.contains("已逾期"),
        "{}",
        page.text
    );
    assert!(page.doubts.is_empty(), "{:?}", page.doubts);
    // What was begun is gone on with, not begun twice.
    let letters = office.book().letters().count();
    let step = row(&office).next.expect("a step");
    assert_eq!(step.label, "办理催报函");
    office.does(step.command);
    assert_eq!(office.book().letters().count(), letters);
    // All of it is one step to take back.
    office.does(Command::Go(Route::Letters));
    office.does(Command::Undo);
    office.does(Command::Undo);
    assert_eq!(count(&office), before);
}

#[test]
fn who_was_late_stays_late_after_the_office_passed_the_self_check() {
    let mut office = sample(Role::Office);
    let late = |person: &Person| {
        let rows = overview_page(&person.state).expect("a page").rows;
        rows.into_iter().find(|row| {
            row.self_check.text.contains("报送（逾期") && row.record.is_some() && !row.in_conflict
        })
    };
    let row = late(&office).expect("the sample has one");
    let record = row.record.expect("its self-check");
    office.does(Command::Review { record, decision: ReviewDecision::Accepted, reason: String::new() });
    let rows = overview_page(&office.state).expect("a page").rows;
    let now = rows.into_iter().find(|other| other.id == row.id).expect("still there");
    assert!(now.self_check.text.contains("审核通过（逾期"), "{:?}", now.self_check);
}

#[test]
fn nobody_is_pressed_unasked_about_what_no_letter_told_them() {
    let (mut office, paper) = feedback("2026-12-31");
    let unit = office.book().record(&paper).expect("the paper").unit.clone();
    let press = |office: &mut Person| {
        let (letter, findings) = ("supervision-letter".to_owned(), vec![paper.clone()]);
        office.does(Command::Compose { letter, unit: Some(unit.clone()), findings });
        letter_page(&office.state).expect("on screen").doubts
    };
    let told = office.state.route.clone();
    let before = press(&mut office);
    assert!(before.iter().any(|doubt| doubt.contains("尚未印发反馈意见")), "{before:?}");
    office.does(Command::Go(told));
    issue(&mut office, TODAY);
    assert!(issued(&office), "{}", asked(&office));
    let after = press(&mut office);
    assert!(after.is_empty(), "{after:?}");
}

#[test]
fn a_later_draft_takes_nothing_back_that_was_issued_and_the_ledger_says_what_was_not_told_yet() {
    let mut office = sample(Role::Office);
    let rows = overview_page(&office.state).expect("a page").rows;
    let issued = rows.iter().filter(|row| row.feedback.text == LetterState::Issued.label()).count();
    assert!(issued > 0, "the sample has letters that were issued: {:?}", rows.first());
    let told: Vec<_> = office
        .book()
        .letters()
        .filter(|(_, l)| {
            l.state == LetterState::Issued && ledger::book::form_name(&l.letter) == "feedback-letter"
        })
        .filter_map(|(_, l)| l.unit.clone())
        .collect();
    for unit in told {
        office.does(Command::Compose {
            letter: "feedback-letter".into(),
            unit: Some(unit),
            findings: Vec::new(),
        });
    }
    let rows = overview_page(&office.state).expect("a page").rows;
    let after = rows.iter().filter(|row| row.feedback.text == LetterState::Issued.label()).count();
    assert_eq!(after, issued);
    let book = office.book();
    let untold = templates::text("light.untold");
    let items = rectification_page(&office.state).items;
    assert!(items.iter().any(|item| item.state.text == untold));
    for item in items.iter().filter(|item| item.state.text != templates::text("light.closed")) {
        let finding = book
            .finished_findings(templates::Pack::shipped().kinds())
            .into_iter()
            .find(|f| f.id == item.finding)
            .expect("a finding");
        assert_eq!(book.told().tells(&finding), item.state.text != untold, "{}", item.title);
    }
}

#[test]
fn before_anything_came_in_the_overview_says_what_to_do_and_shows_no_zeros() {
    let mut office = Person::new("office", TODAY.parse().expect("a date"));
    let (person, organ) = ("王敏".to_owned(), "直属机关党委办公室".to_owned());
    office.does(Command::Start { role: Role::Office, person, organ, unit: None });
    office.does(Command::OpenRound { year: 2026 });
    let page = overview_page(&office.state).expect("a page");
    assert!(page.has_round && page.kpis.is_empty(), "{:?}", page.kpis);
    assert!(page.first.contains("年度安排"), "{}", page.first);
    let page = overview_page(&sample(Role::Office).state).expect("a page");
    assert_eq!((page.first, page.kpis.len()), ("", 5));
}

#[test]
fn the_list_of_records_gives_days_as_people_write_them_newest_first() {
    let office = sample(Role::Office);
    let page = register_page(&office.state, "records").expect("a register");
    let (column, descending) = page.sort.expect("an order");
    let mut rows: Vec<_> = page.rows.iter().collect();
    sort_rows(&mut rows, Some((column, descending)));
    let days: Vec<String> = rows.into_iter().map(|row| row.cells[column].text.clone()).collect();
    let read = |day: &String| {
        let numbers: Vec<u32> = day.split(['年', '月', '日']).filter_map(|part| part.parse().ok()).collect();
        (numbers.len() == 3).then_some(numbers)
    };
    let known: Vec<Vec<u32>> =
        days.iter().filter(|day| !day.is_empty()).map(|day| read(day).expect(day)).collect();
    assert!(known.len() > 5 && known.is_sorted_by(|newer, older| newer >= older), "{days:?}");
}

/// What is asked of a unit stands in the round and the roster: a team that has both from one file works out the same figures.
#[test]
fn a_team_sees_the_score_that_the_office_sees() {
    use app::view::units_page;
    let mut office = sample(Role::Office);
    let file = office.gets_file(Command::HandOut { what: HandOut::Team, protection: Protection::Plain });
    let (name, bytes) = file.expect("a pack");
    let mut team = Person::new("team", TODAY.parse().expect("a date"));
    let (person, organ) = ("李立新".to_owned(), "第一督查组".to_owned());
    team.does(Command::Start { role: Role::Inspector, person, organ, unit: None });
    team.takes_in(Command::TakeIn { name, bytes, passphrase: None });
    let scores: Vec<(String, String)> =
        units_page(&team.state).units.into_iter().map(|unit| (unit.name, unit.score)).collect();
    assert!(scores.iter().filter(|(_, score)| !score.is_empty()).count() > 10, "{scores:?} {}", team.told());
    assert!(!team.told().contains("核算"), "{}", team.told());
    let book = office.book();
    for (name, score) in scores.iter().filter(|(_, score)| !score.is_empty()) {
        let unit = book.units().find(|(_, unit)| unit.short_name == *name).map(|(id, _)| id.clone());
        let own = book
            .records_of("self-check")
            .filter(|(_, record)| Some(&record.unit) == unit.as_ref())
            .filter(|(_, record)| Some(&record.round) == book.current_round().map(|(id, _)| id));
        let figures = own.filter_map(|(id, _)| book.figures(id)?.get("score")?.as_f64()).next();
        let wanted = figures.map(|score| format!("{score:.1}")).expect("the office has it");
        assert!(score.starts_with(&wanted), "{name}: {score}, not {wanted}");
    }
}

/// A bar is clicked on to see what it counts.
#[test]
fn the_bars_of_the_findings_count_what_the_list_beneath_them_holds() {
    use app::view::findings_page;
    let mut office = sample(Role::Office);
    for year in [2026, 2027] {
        office.does(Command::OpenRound { year });
        let page = findings_page(&office.state);
        let listed = page.items.len();
        for (bars, of) in [(&page.areas, 0), (&page.natures, 1)] {
            for bar in bars {
                let own = |item: &&app::view::PaperItem| {
                    bar.name == if of == 0 { item.area.as_str() } else { item.nature.as_str() }
                };
                assert_eq!(page.items.iter().filter(own).count(), bar.count, "{}", bar.name);
            }
            assert_eq!(bars.iter().map(|bar| bar.count).sum::<usize>(), listed);
        }
        assert_eq!(listed == 0, year == 2027, "a new year has no findings yet");
    }
}

/// Every figure on top of the overview leads to what it counts: as many as it says, each where it is shown.
#[test]
fn a_figure_leads_to_what_it_counts() {
    let mut office = sample(Role::Office);
    let kpis = overview_page(&office.state).expect("a page").kpis;
    assert!(kpis.len() >= 4);
    for kpi in kpis {
        let place = Route::Figure(kpi.id.clone());
        office.does(Command::Go(place.clone()));
        assert_eq!(office.state.route, place);
        let page = figure_page(&office.state).expect("a figure");
        assert_eq!(page.title, kpi.label);
        if let Ok(count) = kpi.value.parse::<usize>() {
            assert_eq!(page.rows.len(), count, "{}", kpi.id);
        }
        assert!(page.about.contains(&kpi.value) && page.about.contains(&page.rows.len().to_string()));
        let routes =
            page.rows.iter().flat_map(|row| row.because.iter().map(|(_, open)| open).chain([&row.open]));
        for route in routes.cloned().collect::<Vec<_>>() {
            let route = route.expect("the office sees everything");
            office.does(Command::Go(route.clone()));
            assert_eq!(office.state.route, route);
        }
    }
    office.does(Command::Go(Route::Figure("nothing".into())));
    assert_eq!(figure_page(&office.state), None);
    let mut unit = sample(Role::Unit);
    let before = unit.state.route.clone();
    unit.does(Command::Go(Route::Figure("findings".into())));
    assert_eq!(unit.state.route, before, "a unit has no figures of a round");
}
