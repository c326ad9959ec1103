//! What is masked where something leaves (R67), case by case and through the application.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

#[path = "hostile/office.rs"]
#[expect(dead_code, reason = "the suite of hostile input asks more of it")]
mod office;

use app::{Command, Masked};
use ledger::Content;
use redact::Masker;
use serde::Deserialize;
use templates::Pack;

use office::Office;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    claim: String,
    #[serde(default)]
    people: Vec<String>,
    text: String,
    masked: String,
    #[serde(default)]
    secrets: Vec<String>,
}

#[test]
fn every_case_is_masked_as_it_says() {
    let file = include_str!("../suite/redaction/cases.json");
    let cases: Vec<Case> = serde_json::from_str(file).unwrap();
    let pack = Pack::shipped();
    let rules = pack.redaction().unwrap();
    for case in cases {
        let mut masker = Masker::new(rules);
        case.people.iter().for_each(|people| masker.learn(people));
        assert_eq!(masker.text(&case.text), case.masked, "{}", case.claim);
        assert_eq!(masker.masked() > 0, case.text != case.masked, "{}", case.claim);
        assert_eq!(rules.secrets(&case.text), case.secrets, "{}", case.claim);
    }
}

/// Where the office writes about somebody it has a record of.
fn writing_about_a_person() -> (Office, String) {
    let mut office = Office::new();
    let unit = office.state.book.as_ref().unwrap().units().next().unwrap().0.clone();
    office.does(Command::NewRecord { form: "interview".to_owned(), unit, about: None });
    let form = office.state.pack.form("interview").unwrap();
    let mut fields = form.sections.iter().flat_map(|section| &section.fields);
    let person = fields.find(|field| field.appearance.as_deref() == Some("person")).unwrap().id.clone();
    let name = "令狐怀瑾".to_owned();
    office.does(Command::Answer { path: person, value: name.as_str().into() });
    office.does(Command::NewDocument { style: "document".to_owned() });
    office.does(Command::LetterHead { key: "title".to_owned(), value: format!("关于{name}的函") });
    office.does(Command::LetterText(format!("{name}，电话13812345678。")));
    (office, name)
}

#[test]
fn a_masked_letter_holds_no_name_and_no_number_and_the_kept_one_holds_both() {
    let (mut office, name) = writing_about_a_person();
    let plain = import_docx::text(&office.gets(Command::ExportDocx).unwrap()).unwrap().text;
    assert!(plain.contains(&name) && plain.contains("13812345678"), "{plain}");
    let masked =
        import_docx::text(&office.gets(Command::ExportMasked(Masked::Letter)).unwrap()).unwrap().text;
    assert!(masked.contains("关于令狐某某的函") && masked.contains("138****5678"), "{masked}");
    assert!(!masked.contains("怀瑾"), "{masked}");
    assert!(office.told().contains("复核"), "{}", office.told());
    let again = import_docx::text(&office.gets(Command::ExportDocx).unwrap()).unwrap().text;
    assert_eq!(again, plain);
}

#[test]
fn a_masked_book_holds_no_name_and_no_key_and_overwrites_nothing_of_the_book_it_was_made_of() {
    let (mut office, name) = writing_about_a_person();
    office.does(Command::MakeKey);
    let before = office.state.book.clone().unwrap();
    let file = office.gets(Command::ExportMasked(Masked::Book(None))).unwrap();
    assert_eq!(office.state.book.as_ref().unwrap().entries, before.entries);
    let opened = exchange::open(&file, &exchange::Keys::default()).unwrap();
    let text = String::from_utf8(opened.parcel.payload.clone()).unwrap();
    assert!(!text.contains(&name) && !text.contains("13812345678"));
    assert!(!before.local.secret_key.is_empty() && !text.contains("AGE-SECRET-KEY"));
    let copy = ledger::stored::read(&opened.parcel.payload).unwrap();
    assert!(copy.entries.values().all(|entry| entry.versions.len() == 1));
    let letters = |book: &ledger::Book| book.letters().count();
    assert_eq!(letters(&copy), letters(&before));
    for (id, entry) in &copy.entries {
        assert!(entry.versions.keys().all(|version| !before.entries[id].versions.contains_key(version)));
        assert!(!matches!(entry.content(), None | Some(Content::Picture(_))));
    }
}

#[test]
fn a_mark_of_a_state_secret_is_told_whenever_something_leaves() {
    let mut office = Office::writing();
    office.does(Command::LetterText("机密★5年\n有关事项。".to_owned()));
    for command in [Command::ExportDocx, Command::SaveBook(None)] {
        office.does(Command::Dismiss);
        office.gets(command).unwrap();
        assert!(office.told().contains("如涉及国家秘密"), "{}", office.told());
    }
    office.does(Command::LetterText("做好保密工作。".to_owned()));
    office.does(Command::Dismiss);
    office.gets(Command::ExportDocx).unwrap();
    assert_eq!(office.told(), "");
}
