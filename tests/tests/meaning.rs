//! What records mean, told as work at a desk: looking writes nothing, what is not finished is in no document, and no document
//! leaves with dates that contradict each other unless somebody was asked.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use app::view::rectification_page;
use app::{Command, Route};
use ledger::{EntryId, Role};
use person::Person;

const TODAY: &str = "2026-11-23";

fn sample(role: Role) -> Person {
    let mut person = Person::new("sample", TODAY.parse().expect("a date"));
    person.does(Command::LoadSample(role));
    person
}

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

/// A finished working paper of a unit that goes into feedback.
fn paper_of(person: &Person) -> (EntryId, EntryId) {
    let findings = person.book().finished_findings();
    let wanted = findings.iter().find(|f| f.disposition == Some(ledger::Disposition::Feedback));
    let finding = wanted.expect("a finding");
    (finding.unit.clone(), finding.id.clone())
}

#[test]
fn a_paper_that_is_opened_again_is_in_no_list_of_problems() {
    let mut office = sample(Role::Office);
    let (_, paper) = paper_of(&office);
    let count = |person: &Person| rectification_page(&person.state).items.len();
    let before = count(&office);
    office.does(Command::Record(paper, ledger::life::RecordEvent::Reopen));
    assert_eq!(count(&office), before - 1);
}
