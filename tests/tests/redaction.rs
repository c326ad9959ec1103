//! What is masked where something leaves (R67), case by case and through the application.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

#[path = "hostile/office.rs"]
#[expect(dead_code, reason = "the suite of hostile input asks more of it")]
mod office;

use std::collections::BTreeSet;

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
    let file = office.gets(Command::MaskAlso(Masked::Book(None), BTreeSet::new())).unwrap();
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
    // Nothing but where the file went.
    assert!(office.told().starts_with("已生成") && !office.told().contains("涉密"), "{}", office.told());
}

/// One way to write a name or a number, or words that are neither.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    people: String,
    text: String,
    /// What a reader must not find any more, in whatever width and with whatever between.
    gone: Vec<String>,
    /// What must stand there as before.
    stays: Vec<String>,
}

/// A text without what does not change who is meant: width, spaces, dots, dashes, what is invisible.
fn bare(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap(),
        _ => c,
    };
    text.chars().map(narrow).filter(|c| c.is_alphanumeric() || matches!(c, '*' | '|' | '、')).collect()
}

#[test]
fn of_all_kinds_of_names_and_numbers_98_in_100_are_masked_and_words_are_left_alone() {
    let file = include_str!("../suite/redaction/kinds.json");
    let kinds: Vec<Kind> = serde_json::from_str(file).unwrap();
    assert!(kinds.len() >= 300);
    let pack = Pack::shipped();
    let rules = pack.redaction().unwrap();
    let mut wrong = Vec::new();
    for kind in &kinds {
        let mut masker = Masker::new(rules);
        masker.learn(&kind.people);
        let masked = masker.text(&kind.text);
        let leaks = kind.gone.iter().any(|gone| bare(&masked).contains(&bare(gone)));
        let hurt = kind.stays.iter().any(|stays| !masked.contains(stays.as_str()));
        if leaks || hurt {
            wrong.push(format!("{}: {:?} -> {masked:?}", kind.kind, kind.text));
        }
    }
    assert!(
        wrong.len() * 100 <= kinds.len() * 2,
        "{} of {}:\n{}",
        wrong.len(),
        kinds.len(),
        wrong.join("\n")
    );
}

/// Every text of a value, with the place it stands at.
fn texts(value: &serde_json::Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => found.push((at.to_owned(), text.clone())),
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, item)| texts(item, &format!("{at}/{nth}"), found));
        }
        serde_json::Value::Object(parts) => {
            parts.iter().for_each(|(key, part)| texts(part, &format!("{at}/{key}"), found));
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// The contents of a book's entries, as texts.
fn contents(book: &ledger::Book) -> std::collections::BTreeMap<String, String> {
    let mut found = Vec::new();
    for (id, entry) in &book.entries {
        if let Some((_, version)) = entry.current() {
            texts(&serde_json::to_value(&version.content).unwrap(), &id.0, &mut found);
        }
    }
    found.into_iter().collect()
}

#[test]
fn of_the_sample_nobody_leaves_in_clear_and_at_most_one_text_in_100_is_masked_for_nothing() {
    let mut office = Office::new();
    let book = office.state.book.clone().unwrap();
    let mut people = BTreeSet::new();
    for (_, record) in book.records() {
        for (key, answer) in &record.answers {
            // By the names of the fields, not by how the forms declare them.
            let asks = |key: &str| {
                let words =
                    ["person", "recorder", "interviewee", "caller", "host", "reporter", "reader", "provider"];
                words.contains(&key)
                    || key.ends_with("_person")
                    || ["filler", "checker", "leader"].contains(&key)
            };
            let mut found = Vec::new();
            texts(answer, key, &mut found);
            let named = found.iter().filter(|(at, _)| {
                let last = at.rsplit('/').next().unwrap();
                asks(last) || (last == "name" && (key == "interviewers" || key == "inspectors"))
            });
            people.extend(named.map(|(_, name)| name.clone()));
        }
    }
    people.retain(|name| (2..=4).contains(&name.chars().count()));
    assert!(people.len() > 150, "{}", people.len());
    let file = office.gets(Command::MaskAlso(Masked::Book(None), BTreeSet::new())).unwrap();
    let opened = exchange::open(&file, &exchange::Keys::default()).unwrap();
    let (plain, masked) = (contents(&book), contents(&ledger::stored::read(&opened.parcel.payload).unwrap()));
    let mut for_nothing = Vec::new();
    for (at, after) in &masked {
        let before = &plain[at];
        let left = people.iter().find(|name| after.contains(name.as_str()));
        assert_eq!(left, None, "{at}: {after}");
        let reason = people.iter().any(|name| before.contains(name.as_str()))
            || before.chars().filter(char::is_ascii_digit).count() >= 7;
        if before != after && !reason {
            for_nothing.push(format!("{before} -> {after}"));
        }
    }
    assert!(masked.len() > 3000, "{}", masked.len());
    assert!(
        for_nothing.len() * 100 <= masked.len(),
        "{} of {}:\n{}",
        for_nothing.len(),
        masked.len(),
        for_nothing.join("\n")
    );
}

#[test]
fn before_a_masked_copy_leaves_what_was_left_in_it_is_asked_about() {
    let (mut office, _) = writing_about_a_person();
    office.does(Command::LetterText("卢志远表示同意，编号A13812345678。".to_owned()));
    assert!(office.gets(Command::ExportMasked(Masked::Letter)).is_err());
    let asked = app::view::masking(&office.state).unwrap();
    let left: Vec<&str> = asked.suspects.iter().map(|suspect| suspect.text.as_str()).collect();
    assert_eq!(left, ["13812345678", "卢志远"]);
    let also = asked.suspects.iter().map(|suspect| suspect.text.clone()).collect();
    let masked = import_docx::text(&office.gets(Command::MaskAlso(asked.what, also)).unwrap()).unwrap().text;
    assert!(masked.contains("卢某某表示同意") && !masked.contains("13812345678"), "{masked}");
    assert!(app::view::masking(&office.state).is_none());
    // Any other command ends the question.
    office.does(Command::ExportMasked(Masked::Letter));
    assert!(app::view::masking(&office.state).is_some());
    office.does(Command::LeaveMasked);
    assert!(app::view::masking(&office.state).is_none());
}

#[test]
fn names_are_learned_from_heads_and_inputs_of_documents_too() {
    let mut office = Office::writing();
    office.does(Command::LetterHead {
        key: "present".to_owned(),
        value: "院领导：卢志远、严明辉\n沈阳分院 穆青山".to_owned(),
    });
    office.does(Command::LetterHead {
        key: "note".to_owned(),
        value: "（联系人：付晓光，电话：010-60001234）".to_owned(),
    });
    office.does(Command::LetterText("会上卢志远讲话，穆青山作了汇报，付晓光记录，沈阳分院参加。".to_owned()));
    let also = BTreeSet::new();
    let masked =
        import_docx::text(&office.gets(Command::MaskAlso(Masked::Letter, also)).unwrap()).unwrap().text;
    assert!(masked.contains("会上卢某某讲话，穆某某作了汇报，付某某记录，沈阳分院参加"), "{masked}");
    let told = ["志远", "明辉", "青山", "晓光", "60001234"];
    assert!(told.iter().all(|name| !masked.contains(name)), "{masked}");
}
