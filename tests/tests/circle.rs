//! The way back: what the office issued and decided reaches the unit through controls that are on screen.

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use app::view::{handing, overview_page, task_page};
use app::{Command, HandOut, Protection, Route};
use ledger::life::RecordEvent;
use ledger::{EntryId, LetterState, ReviewDecision, Role};
use person::Person;

const TODAY: &str = "2026-11-23";

fn started(name: &'static str, role: Role, unit: Option<EntryId>) -> Person {
    let mut person = Person::new(name, TODAY.parse().expect("a date"));
    person.does(Command::Start {
        role, person: "王敏".into(), organ: "直属机关党委办公室".into(), unit
    });
    person
}

fn takes(person: &mut Person, file: &(String, Vec<u8>)) {
    person.takes_in(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: None });
}

fn plain(what: HandOut) -> Command {
    Command::HandOut { what, protection: Protection::Plain }
}

/// What the overview offers to do next about a unit.
fn next(office: &mut Person, unit: &EntryId) -> Option<Command> {
    office.does(Command::Go(Route::Overview));
    let page = overview_page(&office.state).expect("a book is open");
    page.rows.into_iter().find(|row| row.id == *unit)?.next.map(|next| next.command)
}

/// Presses what the overview offers for a unit and makes the file it asks about.
fn sends(office: &mut Person, unit: &EntryId) -> (Vec<String>, (String, Vec<u8>)) {
    let ask = Command::AskHandOut(HandOut::Feedback(unit.clone()));
    assert_eq!(next(office, unit), Some(ask.clone()));
    office.does(ask);
    let asked = handing(&office.state).expect("it is asked how the file is to be protected");
    let file = office.gets_file(plain(asked.what)).expect("a file for the unit");
    assert_eq!(handing(&office.state), None);
    assert!(!matches!(next(office, unit), Some(Command::AskHandOut(_))), "nothing is left to send");
    (asked.holds, file)
}

/// An office and a unit of its roster that has handed in its self-check.
fn handed_in() -> (Person, Person, EntryId) {
    let mut office = started("office", Role::Office, None);
    let unit_id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let mut unit = started("unit", Role::Unit, Some(unit_id.clone()));
    takes(&mut unit, &task);
    hand_in(&mut unit, &mut office);
    (office, unit, unit_id)
}

fn self_check(person: &Person) -> EntryId {
    person.book().records_of("self-check").map(|(id, _)| id.clone()).next().expect("a self-check")
}

fn hand_in(unit: &mut Person, office: &mut Person) {
    unit.does(Command::Go(Route::Fill(0)));
    unit.fills(&serde_json::Map::new()).expect("the form can be filled");
    let record = self_check(unit);
    unit.does(Command::Record(record, RecordEvent::Submit { errors: 0 }));
    takes(office, &unit.gets_file(plain(HandOut::Submission)).expect("a submission"));
}

#[test]
fn a_returned_self_check_goes_back_and_comes_again() {
    let (mut office, mut unit, unit_id) = handed_in();
    let record = self_check(&office);
    let (decision, reason) = (ReviewDecision::Returned, "请补充A01-06的佐证材料。".to_owned());
    office.does(Command::Review { record: record.clone(), decision, reason: reason.clone() });
    let (holds, file) = sends(&mut office, &unit_id);
    assert_eq!(holds, ["自查审核意见：退回修改"]);
    takes(&mut unit, &file);
    assert_eq!(task_page(&unit.state).expect("a page").returned, reason);
    unit.does(Command::Record(record.clone(), RecordEvent::Reopen));
    unit.does(Command::Go(Route::Fill(1)));
    let more = "经核对会议记录和文件，补充如下。".repeat(10);
    unit.answers("a01_06_answer", more.clone().into());
    hand_in(&mut unit, &mut office);
    let arrived = office.book().record(&record).and_then(|record| record.answers.get("a01_06_answer"));
    assert_eq!(arrived, Some(&more.into()));
    let review = Command::Go(Route::Record(record, 0));
    assert_eq!(next(&mut office, &unit_id), Some(review), "it is to be looked at again");
}

#[test]
fn a_unit_gets_what_was_issued_to_it_and_no_draft() {
    let (mut office, mut unit, unit_id) = handed_in();
    let nothing = office.gets_file(plain(HandOut::Feedback(unit_id.clone())));
    assert!(nothing.is_err() && office.told().contains("没有可以发给该单位的内容"), "{}", office.told());
    office.does(Command::Compose {
        letter: "supervision-letter".into(),
        unit: Some(unit_id.clone()),
        findings: Vec::new(),
    });
    let Route::Letter(draft) = office.state.route.clone() else { panic!("no draft: {}", office.told()) };
    assert!(office.gets_file(plain(HandOut::Feedback(unit_id.clone()))).is_err(), "a draft stays");
    office
        .does(Command::LetterHead { key: "document_number".into(), value: "科党督〔2026〕1号".into() });
    office.does(Command::Letter(ledger::life::LetterEvent::Issue { numbered: true }));
    office.does(Command::IssueAnyway);
    assert_eq!(
        office.book().letter(&draft).map(|letter| letter.state),
        Some(LetterState::Issued),
        "{}",
        office.told()
    );
    let (holds, file) = sends(&mut office, &unit_id);
    assert_eq!(holds.len(), 1, "{holds:?}");
    takes(&mut unit, &file);
    assert_eq!(unit.book().letter(&draft).map(|letter| letter.state), Some(LetterState::Issued));
    let other = Command::AskHandOut(HandOut::Feedback(unit_id));
    assert_eq!(unit.does(other), Vec::new());
    assert_eq!(handing(&unit.state), None, "a unit sends to the office and to nobody else");
}
