//! What records mean, told as work at a desk: looking writes nothing, what is not finished is in no document, and no document
//! leaves with dates that contradict each other unless somebody was asked.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

mod meaning {
    mod counts;
    mod days;
    mod documents;
    mod told;
    mod years;
}

use std::sync::OnceLock;

use app::view::{issuing, letter_page};
use app::{Command, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::{Book, EntryId, LetterState, Role};
use person::Person;

const TODAY: &str = "2026-11-23";

/// The sample as a role sees it, made once a role.
fn sample(role: Role) -> Person {
    static BOOKS: [OnceLock<Book>; 2] = [const { OnceLock::new() }; 2];
    let today = TODAY.parse().expect("a date");
    let book = BOOKS[usize::from(role == Role::Unit)].get_or_init(|| {
        let mut person = Person::new("sample", today);
        person.does(Command::LoadSample(role));
        person.state.book.clone().expect("the sample")
    });
    Person::with_book("sample", book.clone(), today)
}

/// A finished working paper of a unit that goes into feedback.
fn paper_of(person: &Person) -> (EntryId, EntryId) {
    let findings = person.book().finished_findings(templates::Pack::shipped().kinds());
    let wanted = findings.iter().find(|f| f.means(ledger::kinds::Meaning::Feedback));
    let finding = wanted.expect("a finding");
    (finding.unit.clone(), finding.id.clone())
}

/// Gives the letter on screen a number and a day, and tries to issue it.
fn issue(person: &mut Person, dated: &str) {
    person
        .does(Command::LetterHead { key: "document_number".into(), value: "党督函〔2026〕1号".into() });
    person.does(Command::LetterHead { key: "dated".into(), value: dated.into() });
    person.does(Command::Letter(LetterEvent::Issue { numbered: true }));
}

fn issued(person: &Person) -> bool {
    let Route::Letter(id) = &person.state.route else { panic!("no letter: {}", person.told()) };
    person.book().letter(id).expect("the letter").state == LetterState::Issued
}

/// What is asked before the letter on screen is issued.
fn asked(person: &Person) -> String {
    let asked = issuing(&person.state);
    asked.map(|asked| asked.doubts.iter().map(|doubt| doubt.words.clone()).collect()).unwrap_or_default()
}

/// A letter of feedback to a unit about one paper, with the unit's limit set to this day.
fn feedback(limit: &str) -> (Person, EntryId) {
    let mut office = sample(Role::Office);
    let (unit, paper) = paper_of(&office);
    office.does(Command::Record(paper.clone(), RecordEvent::Reopen));
    office.does(Command::Go(Route::Record(paper.clone(), 0)));
    office.answers("due", limit.into());
    office.does(Command::Record(paper.clone(), RecordEvent::Submit { errors: 0 }));
    assert!(office.book().record(&paper).expect("the paper").is_finished(), "{}", office.told());
    let letters = office.book().letters().filter(|(_, letter)| letter.unit.as_ref() == Some(&unit));
    let before: Vec<EntryId> = letters.map(|(id, _)| id.clone()).collect();
    for letter in before {
        office.does(Command::Remove(letter));
    }
    let findings = vec![paper.clone()];
    office.does(Command::Compose { letter: "feedback-letter".into(), unit: Some(unit), findings });
    (office, paper)
}

/// Drafts the unit's report anew from its self-check.
fn reports(unit: &mut Person) {
    let own = unit.book().local.profile.unit.clone();
    let drafts: Vec<EntryId> = unit.book().letters().map(|(id, _)| id.clone()).collect();
    for draft in drafts {
        unit.does(Command::Remove(draft));
    }
    unit.does(Command::Compose { letter: "self-check-report".into(), unit: own, findings: Vec::new() });
}

/// How many errors the checks of the letter on screen count, and their words.
fn errors(person: &Person) -> (usize, String) {
    let proof = letter_page(&person.state).expect("on screen").proof;
    (proof.errors, proof.items.iter().map(|item| item.finding.message.as_str()).collect())
}
