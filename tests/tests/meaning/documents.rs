//! What documents tell, and what they leave with.

use crate::person::Person;
use crate::{TODAY, asked, errors, feedback, issue, issued, reports, sample};
use app::view::{form_page, issuing, letter_page};
use app::{Command, Masked, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::{EntryId, LetterState, Role};

#[test]
fn an_unfinished_paper_becomes_no_document_and_what_is_missing_is_named() {
    let (mut office, paper) = feedback("2026-12-31");
    let number = office.book().record(&paper).expect("the paper").number.clone();
    let unit = office.book().record(&paper).expect("the paper").unit.clone();
    let Route::Letter(drafted) = office.state.route.clone() else { panic!("{}", office.told()) };
    office.does(Command::Record(paper.clone(), RecordEvent::Reopen));
    office.does(Command::Go(Route::Record(paper.clone(), 0)));
    office.answers("approver", serde_json::Value::Null);
    // Drafted before it was opened again: it is not issued, and nobody is asked whether it should be.
    office.does(Command::Go(Route::Letter(drafted.clone())));
    issue(&mut office, TODAY);
    assert!(!issued(&office) && issuing(&office.state).is_none());
    assert!(office.told().contains(&number) && office.told().contains("审签人"), "{}", office.told());
    office.does(Command::Letter(LetterEvent::Approve));
    assert!(office.told().contains("审签人"), "{}", office.told());
    // Nor does it leave on another way.
    for way in [Command::ExportDocx, Command::ExportMasked(Masked::Letter), Command::Print] {
        let effects = office.does(way.clone());
        assert!(effects.is_empty() && office.told().contains("审签人"), "{way:?}: {}", office.told());
    }
    // Nor drafted from it, whatever the letter.
    office.does(Command::Remove(drafted));
    let before = office.book().letters().count();
    for letter in ["feedback-letter", "supervision-letter"] {
        let (unit, findings) = (Some(unit.clone()), vec![paper.clone()]);
        office.does(Command::Compose { letter: letter.into(), unit, findings });
        assert_eq!(office.book().letters().count(), before, "{letter}");
        assert!(office.told().contains(&number) && office.told().contains("审签人"), "{}", office.told());
    }
}

#[test]
fn an_item_that_falls_short_stands_in_the_report_without_a_problem_named() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Fill(0)));
    for (field, value) in [("a01_04_part", 17.into()), ("a01_04_whole", 20.into())] {
        unit.answers(field, value);
    }
    unit.answers("a01_04_problem", serde_json::Value::Null);
    reports(&mut unit);
    let page = letter_page(&unit.state).expect("on screen");
    let problems = page.text.split("存在的主要问题").nth(1).expect("its part");
    let problems = problems.split("\n四、").next().expect("before the next");
    assert!(problems.contains("85%"), "{problems}");
}

#[test]
fn what_feeds_a_register_is_told_once_in_its_own_place_and_not_as_a_task_done() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Fill(0)));
    let (practice, wish) =
        ("党支部与野外台站结对共建，形成可推广的做法", "建议督查材料统一以电子版报送，减少重复填报");
    unit.answers("a10_04_answer", practice.into());
    unit.answers("a10_05_answer", wish.into());
    reports(&mut unit);
    let page = letter_page(&unit.state).expect("on screen");
    let body = page.text.split("\n附件").next().expect("before the annex");
    let (before, after) = body.split_once("存在的主要问题").expect("its part");
    assert!(!before.contains(wish), "{before}");
    assert_eq!(after.matches(wish).count(), 1, "{after}");
    assert!(body.matches(practice).count() <= 1 && !after.contains(practice), "{body}");
}

#[test]
fn that_the_list_of_items_is_a_sample_is_said_to_the_office_alone() {
    let status = |person: &mut Person, route: Route| {
        person.does(Command::Go(route));
        form_page(&person.state).expect("a form").catalogue_status
    };
    let mut office = sample(Role::Office);
    let record = office.book().records_of("self-check").map(|(id, _)| id.clone()).next().expect("one");
    assert!(status(&mut office, Route::Record(record, 0)).contains("默认样本"));
    let mut unit = sample(Role::Unit);
    assert_eq!(status(&mut unit, Route::Fill(0)), "");
}

#[test]
fn the_sample_has_no_draft_that_contradicts_itself() {
    for role in [Role::Office, Role::Unit] {
        let mut person = sample(role);
        let drafts = person.book().letters().filter(|(_, letter)| letter.state != LetterState::Issued);
        let drafts: Vec<EntryId> = drafts.map(|(id, _)| id.clone()).collect();
        for draft in drafts {
            person.does(Command::Go(Route::Letter(draft.clone())));
            let page = letter_page(&person.state).expect("on screen");
            assert!(page.doubts.is_empty(), "{role:?} {draft}: {:?}", page.doubts);
        }
    }
}

#[test]
fn what_leaves_with_a_doubt_says_it() {
    let mut office = sample(Role::Office);
    office.does(Command::Compose { letter: "circular".into(), unit: None, findings: Vec::new() });
    office.does(Command::LetterHead { key: "dated".into(), value: "2026-12-30".into() });
    let (file, _) = office.gets_file(Command::ExportDocx).expect("a Word file");
    let told = office.told();
    assert!(told.contains(&file) && told.contains("成文日期2026年12月30日晚于今天"), "{told}");
}

#[test]
fn a_number_of_another_document_is_asked_about_however_it_is_typed() {
    for typed in ["党督函〔2026〕1号", "党督函［２０２６］1号", " 党督函(2026) 1号"] {
        let (mut office, _) = feedback("2026-12-31");
        let Route::Letter(first) = office.state.route.clone() else { panic!("a letter is on screen") };
        issue(&mut office, TODAY);
        assert!(issued(&office), "{}", asked(&office));
        office.does(Command::Compose { letter: "circular".into(), unit: None, findings: Vec::new() });
        office.does(Command::LetterHead { key: "document_number".into(), value: typed.into() });
        let title = office.book().letter(&first).expect("the first").head["title"]
            .as_str()
            .unwrap_or_default()
            .replace('\n', "");
        let (_, words) = errors(&office);
        assert!(words.contains(&title), "{words}");
        let page = letter_page(&office.state).expect("on screen");
        assert!(page.doubts.iter().any(|doubt| doubt.contains(&title)), "{:?}", page.doubts);
        office.does(Command::LetterHead { key: "dated".into(), value: TODAY.into() });
        office.does(Command::Letter(LetterEvent::Issue { numbered: true }));
        assert!(!issued(&office) && asked(&office).contains(&title), "{}", asked(&office));
        office.does(Command::IssueAnyway);
        assert!(issued(&office), "a person may decide so");
    }
}
