//! The second year begins with what the first one settled.

use crate::sample;
use app::view::round_page;
use app::{Command, HandOut, Protection};
use ledger::{Role, Round};

fn round(person: &crate::person::Person) -> Round {
    person.book().current_round().map(|(_, round)| round.clone()).expect("a round")
}

#[test]
fn a_new_year_keeps_the_key_the_organs_the_units_and_the_list_and_counts_what_was_told() {
    let mut office = sample(Role::Office);
    office.does(Command::MakeKey);
    office.does(Command::EditRound { field: "contact".into(), value: "王敏，010-66660000".into() });
    office.does(Command::ConfirmCatalogue);
    let before = round(&office);
    office.does(Command::OpenRound { year: before.year + 1 });
    let after = round(&office);
    assert_eq!(after.year, before.year + 1);
    assert_eq!(
        (&after.office, &after.issuer, &after.contact),
        (&before.office, &before.issuer, &before.contact)
    );
    assert_eq!(after.units, before.units);
    assert!(!after.office_key.is_empty());
    assert_eq!(after.office_key, before.office_key);
    assert_eq!(after.catalogue["areas"], before.catalogue["areas"]);
    let status = round_page(&office.state).expect("a page").catalogue_status;
    assert!(status.contains(&before.year.to_string()) && status.contains("核定"), "{status}");
    let told = office.book().told();
    let findings = office.book().findings(templates::Pack::shipped().kinds());
    let counted: u64 = after.facts.values().filter_map(|facts| facts.get("prior_findings")?.as_u64()).sum();
    let of_last_year = findings.iter().filter(|finding| told.tells(finding)).count();
    assert!(of_last_year > 0);
    assert_eq!(counted, of_last_year as u64);
    // The task of the new year carries the key.
    let task = office.gets_file(Command::HandOut { what: HandOut::Task, protection: Protection::Plain });
    assert!(task.is_ok(), "{task:?}");
}
