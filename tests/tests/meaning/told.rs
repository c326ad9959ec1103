//! What was told to a unit stays told, nothing is told twice unasked, and a draft follows the records it tells of.

use crate::{TODAY, asked, feedback, issue, issued, sample};
use app::view::{letter_page, rectification_page};
use app::{Command, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::{EntryId, LetterState, Role};

#[test]
fn a_finding_that_was_told_stays_in_the_ledger_however_its_paper_is_reworded() {
    let (mut office, paper) = feedback("2026-12-31");
    issue(&mut office, TODAY);
    office.does(Command::IssueAnyway);
    assert!(issued(&office), "{}", office.told());
    let state = |office: &crate::person::Person| {
        let items = rectification_page(&office.state).items;
        items.into_iter().find(|item| item.finding == paper).map(|item| item.state.text)
    };
    let before = state(&office).expect("it stands in the ledger");
    assert_ne!(before, "尚未反馈");
    office.does(Command::Record(paper.clone(), RecordEvent::Reopen));
    assert!(office.told().contains("已印发"), "{}", office.told());
    office.does(Command::Go(Route::Record(paper.clone(), 0)));
    office.answers("title", "制度执行有差距".into());
    office.does(Command::Record(paper.clone(), RecordEvent::Submit { errors: 0 }));
    assert_eq!(state(&office), Some(before));
    // Nor is it removed from under its letter.
    office.does(Command::Remove(paper.clone()));
    assert!(
        office.book().record(&paper).is_some() && office.told().contains("不能删除"),
        "{}",
        office.told()
    );
}

#[test]
fn a_second_letter_of_a_kind_to_one_unit_is_asked_about() {
    let (mut office, paper) = feedback("2026-12-31");
    issue(&mut office, TODAY);
    office.does(Command::IssueAnyway);
    let Route::Letter(first) = office.state.route.clone() else { panic!("{}", office.told()) };
    let letter = office.book().letter(&first).expect("a letter").clone();
    office.does(Command::Compose {
        letter: "feedback-letter".into(),
        unit: letter.unit.clone(),
        findings: vec![paper],
    });
    assert!(!office.told().contains("勾选"), "{}", office.told());
    let (unit, findings) = (letter.unit.clone(), vec!["working-paper-other-1".into()]);
    office.does(Command::Compose { letter: "feedback-letter".into(), unit, findings });
    assert!(office.told().contains("勾选的底稿没有另行起草"), "{}", office.told());
    // Drafting leads to the one that is there; another book's draft comes in beside it.
    if office.state.route == Route::Letter(first) {
        let copy = ledger::Letter { state: LetterState::Draft, ..letter };
        let mut book = office.book().clone();
        let put = ledger::Change::Put {
            id: "feedback-letter-other-1".into(),
            content: Box::new(ledger::Content::Letter(Box::new(copy))),
        };
        book.apply(&book.edit(String::new(), put)).expect("it is put in");
        office = crate::person::Person::with_book("office", book, TODAY.parse().expect("a date"));
        office.does(Command::Go(Route::Letter("feedback-letter-other-1".into())));
    }
    office
        .does(Command::LetterHead { key: "document_number".into(), value: "党督函〔2026〕2号".into() });
    office.does(Command::Letter(LetterEvent::Issue { numbered: true }));
    assert!(!issued(&office) && asked(&office).contains("党督函〔2026〕1号"), "{}", asked(&office));
}

/// A visit that is recorded after the letter was drafted: its day is the letter's, unless the writer gave another.
#[test]
fn a_draft_takes_over_the_days_of_its_records_and_a_stale_one_is_asked_about() {
    let (mut office, paper) = feedback("2026-12-31");
    let Route::Letter(letter) = office.state.route.clone() else { panic!("{}", office.told()) };
    let unit = office.book().record(&paper).expect("the paper").unit.clone();
    let day = |office: &crate::person::Person, input: &str| {
        office.book().letter(&letter).expect("a letter").inputs.get(input).cloned().unwrap_or_default()
    };
    let before = day(&office, "visit_end");
    let visit = office
        .book()
        .records()
        .find(|(_, record)| {
            let days = ["held_on", "checked_on"];
            record.unit == unit && days.iter().any(|day| record.answers.get(*day) == Some(&before))
        })
        .map(|(id, record)| (id.clone(), record.clone()));
    let (visit, record) = visit.expect("the visit that the day is of");
    let field = if record.answers.contains_key("held_on") { "held_on" } else { "checked_on" };
    office.does(Command::Record(visit.clone(), RecordEvent::Reopen));
    office.does(Command::Go(Route::Record(visit.clone(), 0)));
    office.answers(field, "2026-11-20".into());
    office.does(Command::Record(visit, RecordEvent::Submit { errors: 0 }));
    office.does(Command::Go(Route::Letter(letter.clone())));
    assert!(letter_page(&office.state).expect("on screen").stale);
    issue(&mut office, TODAY);
    assert!(asked(&office).contains("更新数据"), "{}", asked(&office));
    office.does(Command::LeaveIssue);
    office.does(Command::Letter(LetterEvent::Approve));
    office.does(Command::LetterRefresh);
    assert_eq!(day(&office, "visit_end"), "2026-11-20");
    assert_eq!(office.book().letter(&letter).expect("a letter").state, LetterState::Draft);
    assert!(letter_page(&office.state).expect("on screen").text.contains("11月20日"));
    // What the writer settled stays.
    office.does(Command::LetterInput { id: "visit_end".into(), value: "2026-11-19".into() });
    office.does(Command::LetterRefresh);
    assert_eq!(day(&office, "visit_end"), "2026-11-19");
    assert_eq!(office.book().local.profile.role, Role::Office);
}

/// Nothing is called clean while a record of the visit doubts something that became no finding.
#[test]
fn a_letter_without_findings_praises_nothing_that_a_record_doubts() {
    let mut office = sample(Role::Office);
    let unit = {
        let book = office.book();
        let found: std::collections::BTreeSet<EntryId> = book
            .findings(templates::Pack::shipped().kinds())
            .into_iter()
            .map(|finding| finding.unit)
            .collect();
        let doubts = |record: &ledger::Record| {
            let rows = record.answers.get("items").and_then(|rows| rows.as_array());
            rows.is_some_and(|rows| rows.iter().any(|row| row["opinion"] == "存疑"))
        };
        let doubted = book.records_of("desk-review").filter(|(_, record)| doubts(record));
        let unit = doubted.map(|(_, record)| record.unit.clone()).find(|unit| !found.contains(unit));
        unit.expect("a unit of which a record doubts something and no paper was written")
    };
    let drafts: Vec<EntryId> = office
        .book()
        .letters()
        .filter(|(_, letter)| letter.unit.as_ref() == Some(&unit))
        .map(|(id, _)| id.clone())
        .collect();
    drafts.into_iter().for_each(|draft| drop(office.does(Command::Remove(draft))));
    office.does(Command::Compose {
        letter: "feedback-letter".into(),
        unit: Some(unit),
        findings: Vec::new(),
    });
    let text = letter_page(&office.state).expect("on screen").text;
    assert!(text.contains("请核对") && !text.contains("总体落实较好"), "{text}");
    assert!(!text.contains("未发现需要反馈的问题"), "{text}");
}
