//! The way back: what the office issued and decided reaches the unit through controls that are on screen.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

#[path = "circle/closing.rs"]
mod closing;

#[path = "circle/years.rs"]
mod years;

use std::collections::BTreeMap;

use app::view::{
    form_page, handing, letter_page, letters_page, overview_page, received_page, register_page, submit_page,
    task_page,
};
use app::{Command, Effect, HandOut, Protection, Route};
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
fn an_earlier_file_after_a_later_one_changes_nothing_and_is_called_earlier() {
    let (mut office, mut unit, _) = handed_in();
    let record = self_check(&unit);
    let (first, lost) = {
        let mut file = || unit.gets_file(plain(HandOut::Submission)).expect("a submission");
        (file(), file())
    };
    takes(&mut office, &first);
    unit.does(Command::Record(record.clone(), RecordEvent::Reopen));
    unit.does(Command::Go(Route::Fill(1)));
    unit.answers("a01_06_answer", "经核对会议记录和文件，补充如下。".repeat(10).into());
    hand_in(&mut unit, &mut office);
    let later = office.book().record(&record).cloned();
    // One that was taken in before, and one that comes late.
    for (file, told) in [(&first, "较早的版本"), (&lost, "旧文件")] {
        takes(&mut office, file);
        assert_eq!(office.book().record(&record), later.as_ref());
        assert!(office.told().contains(told), "{}", office.told());
    }
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

fn happens(person: &mut Person, record: &EntryId, does: &str, answers: &[(&str, &str)]) {
    let answers: BTreeMap<String, String> =
        answers.iter().map(|(id, said)| ((*id).to_owned(), (*said).to_owned())).collect();
    person.does(Command::Happen { record: record.clone(), does: does.to_owned(), answers });
}

/// State and buttons of the matter on screen.
fn course(person: &Person) -> (String, Vec<String>) {
    let course = form_page(&person.state).expect("a form is on screen").course.expect("a life cycle");
    (course.state.expect("a state").text, ways(person))
}

/// The buttons of the record on screen.
fn ways(person: &Person) -> Vec<String> {
    let course = form_page(&person.state).expect("a form is on screen").course.expect("a life cycle");
    course.next.into_iter().map(|way| way.label).collect()
}

/// An office with a matter about a unit that it assigned, and the unit that has its task.
fn assigned() -> (Person, Person, EntryId, EntryId) {
    let mut office = started("office", Role::Office, None);
    let unit_id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let mut unit = started("unit", Role::Unit, Some(unit_id.clone()));
    takes(&mut unit, &task);
    office.does(Command::NewRecord { form: "supervision-matter".into(), unit: unit_id.clone(), about: None });
    let Route::Record(matter, _) = office.state.route.clone() else { panic!("no matter: {}", office.told()) };
    assert!(office.gets_file(plain(HandOut::Feedback(unit_id.clone()))).is_err(), "nothing was assigned yet");
    let days = [("due", "2026-12-10"), ("reply_due", "2026-12-15")];
    let days = days.map(|(field, day)| (field.to_owned(), day.into()));
    office.fills(&days.into_iter().collect()).expect("the form can be filled");
    happens(&mut office, &matter, "assign", &[]);
    (office, unit, unit_id, matter)
}

/// The matter in somebody's list, opened there.
fn opens(person: &mut Person, matter: &EntryId) {
    let chrome = app::view::chrome(&person.state).expect("a book is open");
    let place = Route::Register("matters".into());
    assert!(
        chrome.nav.iter().flat_map(|group| &group.items).any(|item| item.route == place),
        "it has a place"
    );
    person.does(Command::Go(place.clone()));
    assert_eq!(person.state.route, place, "{}", person.told());
    let page = register_page(&person.state, "matters").expect("a register");
    assert!(page.rows.iter().any(|row| row.id == *matter), "it is in the list");
    person.does(Command::Go(Route::Record(matter.clone(), 0)));
}

#[test]
fn a_matter_goes_to_its_unit_and_comes_back_answered() {
    let (mut office, mut unit, unit_id, matter) = assigned();
    let (holds, file) = sends(&mut office, &unit_id);
    assert!(
        holds.iter().any(|line| line.contains("督")) && holds.contains(&"办理情况1条".to_owned()),
        "{holds:?}"
    );
    takes(&mut unit, &file);
    opens(&mut unit, &matter);
    assert_eq!(course(&unit), ("已交办".into(), vec!["签收".into(), "回复".into()]));
    let page = form_page(&unit.state).expect("the matter");
    assert!(!page.editable && !page.own, "it is the office's");
    happens(&mut unit, &matter, "close", &[("opinion", "同意办结。")]);
    assert_eq!(course(&unit).0, "已交办", "it is the office's to close");
    assert!(unit.gets_file(plain(HandOut::Submission)).is_err(), "there is nothing to report yet");
    happens(&mut unit, &matter, "sign", &[("received_by", "赵宏")]);
    assert!(unit.told().contains("报送"), "{}", unit.told());
    let answer = [("situation", "已召开专题会议研究落实。"), ("signed_by", "赵宏")];
    happens(&mut unit, &matter, "answer", &answer);
    unit.does(Command::Go(Route::Submit));
    assert_eq!(submit_page(&unit.state).expect("a page").decided, (2, 2));
    let back = unit.gets_file(plain(HandOut::Submission)).expect("a file before the self-check is submitted");
    assert_eq!(submit_page(&unit.state).expect("a page").decided, (2, 0));
    takes(&mut office, &back);
    assert!(office.book().records_of("self-check").next().is_none(), "an unfinished self-check stays");
    opens(&mut office, &matter);
    assert_eq!(course(&office).0, "已回复", "{}", office.told());
    let steps = form_page(&office.state).expect("a form").course.expect("a course").steps;
    let told: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!(told, ["交办", "签收", "回复"]);
    happens(&mut office, &matter, "again", &[("reason", "缺少佐证材料。")]);
    let (_, file) = sends(&mut office, &unit_id);
    takes(&mut unit, &file);
    opens(&mut unit, &matter);
    assert_eq!(course(&unit), ("办理中".into(), vec!["回复".into()]));
}

/// The document that a step leads to is there by one click, filled in from the matter; the second click opens the same one,
/// and so does a colleague's in a copy of the book.
#[test]
fn a_step_leads_to_its_letter_filled_in() {
    let (mut office, mut unit, unit_id, matter) = assigned();
    let mut colleague = Person::with_book("colleague", office.book().clone(), TODAY.parse().expect("a date"));
    let step = |person: &mut Person| {
        person.does(Command::Go(Route::Record(matter.clone(), 0)));
        let steps = form_page(&person.state).expect("the matter").course.expect("a course").steps;
        steps.last().and_then(|step| step.next.clone())
    };
    let (event, label) = step(&mut office).expect("a letter comes next");
    assert_eq!(label, "起草督办函");
    let drafts = |person: &mut Person| {
        person.does(Command::Follow(event.clone()));
        let Route::Letter(id) = person.state.route.clone() else { panic!("no letter: {}", person.told()) };
        let letter = person.book().letter(&id).expect("a draft").clone();
        (id, letter)
    };
    let (id, letter) = drafts(&mut office);
    let record = office.book().record(&matter).expect("the matter").clone();
    let said =
        |field: &str| record.answers.get(field).and_then(|value| value.as_str()).expect("a text").to_owned();
    assert_eq!(letter.unit, Some(unit_id.clone()));
    assert_eq!(letter.inputs.get("matter"), record.answers.get("matter"));
    assert!(letter.text.contains(said("situation").trim_end_matches('。')), "{}", letter.text);
    assert!(letter.text.contains("请于2026年12月15日前"), "{}", letter.text);
    let asked = record.answers.get("requirements").and_then(|rows| rows.pointer("/0/what")?.as_str());
    assert!(letter.text.contains(asked.expect("a requirement").trim_end_matches('。')), "{}", letter.text);
    assert!(!letter.text.contains("次督办"), "it is the first: {}", letter.text);
    assert_eq!(step(&mut office).expect("it is there").1, "查看督办函");
    assert_eq!((drafts(&mut office).0, office.book().letters().count()), (id.clone(), 1));
    assert_eq!(drafts(&mut colleague).0, id, "a copy of the book opens the same one");
    let (_, file) = sends(&mut office, &unit_id);
    takes(&mut unit, &file);
    happens(&mut office, &matter, "urge", &[("how", "电话催办承办人")]);
    let (urged, _) = step(&mut office).expect("a letter comes next");
    office.does(Command::Follow(urged));
    let Route::Letter(urging) = office.state.route.clone() else { panic!("no letter: {}", office.told()) };
    let urging = office.book().letter(&urging).expect("a draft").text.clone();
    assert!(urging.contains("办理时限为2026年12月10日") && !urging.contains("次督办"), "{urging}");
    assert_eq!(step(&mut unit), None, "the letter is not the unit's to draft");
    let route = unit.state.route.clone();
    unit.does(Command::Follow(event.clone()));
    assert_eq!((unit.state.route, unit.state.book.expect("a book").letters().count()), (route, 0));
}

/// What is taken back after it was handed out is taken back everywhere.
#[test]
fn a_decision_that_was_sent_is_taken_back_where_it_came() {
    let (mut office, mut unit, unit_id, matter) = assigned();
    let (_, file) = sends(&mut office, &unit_id);
    takes(&mut unit, &file);
    happens(&mut unit, &matter, "sign", &[("received_by", "赵宏")]);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("a file"));
    opens(&mut office, &matter);
    assert_eq!(course(&office).0, "办理中");
    unit.does(Command::Undo);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("a file that takes it back"));
    opens(&mut office, &matter);
    assert_eq!(course(&office).0, "已交办", "{}", office.told());
}

#[test]
fn a_matter_is_assigned_answered_sent_back_and_closed() {
    let mut office = started("office", Role::Office, None);
    let unit = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    office.does(Command::NewRecord { form: "supervision-matter".into(), unit, about: None });
    let Route::Record(matter, _) = office.state.route.clone() else { panic!("no matter: {}", office.told()) };
    assert_eq!(course(&office), ("拟办".into(), vec!["交办".into()]));
    office.does(Command::Go(Route::Overview));
    let assign = Command::Happen { record: matter.clone(), does: "assign".into(), answers: BTreeMap::new() };
    let effects = office.does(assign);
    assert!(
        office.told().contains("还有未填写") && office.told().contains("请先处理："),
        "{}",
        office.told()
    );
    let Some(Effect::Focus(gap)) = effects.last() else { panic!("it leads nowhere: {effects:?}") };
    let page = form_page(&office.state).expect("the matter is on screen");
    let field = page.fields().find(|field| field.path == *gap).expect("the gap is on screen");
    assert!(office.told().contains(&format!("“{}”", field.label)), "{}", office.told());
    let days = [("due", "2026-12-10"), ("reply_due", "2026-12-15")];
    let days = days.map(|(field, day)| (field.to_owned(), day.into()));
    office.fills(&days.into_iter().collect()).expect("the form can be filled");
    office.does(Command::Record(matter.clone(), RecordEvent::Submit { errors: 0 }));
    assert_eq!(course(&office).0, "拟办", "it goes by its own steps only");
    happens(&mut office, &matter, "assign", &[]);
    let ways = ["登记签收", "登记回复", "登记催办", "同意延期"].map(str::to_owned).to_vec();
    assert_eq!(course(&office), ("已交办".into(), ways));
    assert!(!form_page(&office.state).expect("a form").editable, "what was assigned stays");
    office.does(Command::Remove(matter.clone()));
    assert!(office.book().record(&matter).is_some(), "{}", office.told());
    happens(
        &mut office,
        &matter,
        "reply",
        &[("replied_on", "2026-11-23"), ("situation", " "), ("signed_by", "张某")],
    );
    assert!(office.told().contains("办理情况"), "{}", office.told());
    happens(&mut office, &matter, "extend", &[("until", "2026-13-45"), ("reason", "会议延期")]);
    assert!(office.told().contains("延至"), "{}", office.told());
    happens(&mut office, &matter, "extend", &[("until", "2026-12-10"), ("reason", "会议延期")]);
    assert_eq!(office.told(), "延至的日期应晚于现在的办理时限。");
    happens(&mut office, &matter, "extend", &[("until", "2026-12-20"), ("reason", "会议延期")]);
    happens(&mut office, &matter, "extend", &[("until", "2026-12-20"), ("reason", "会议又延期")]);
    assert_eq!(office.told(), "延至的日期应晚于现在的办理时限。", "it was extended to that day already");
    let reply =
        [("replied_on", "2026-11-23"), ("situation", "已召开专题会议研究落实。"), ("signed_by", "张某")];
    happens(&mut office, &matter, "reply", &reply);
    happens(&mut office, &matter, "again", &[("reason", "缺少佐证材料。")]);
    assert_eq!(course(&office).0, "办理中");
    happens(&mut office, &matter, "close", &[("opinion", "同意办结。")]);
    assert_eq!(course(&office).0, "办理中", "{}", office.told());
    happens(&mut office, &matter, "reply", &reply);
    happens(&mut office, &matter, "close", &[("opinion", "同意办结。")]);
    assert_eq!(course(&office), ("办结".into(), Vec::new()));
    let listed = register_page(&office.state, "matters").expect("a register");
    let row = listed.rows.iter().find(|row| row.id == matter).expect("the matter is listed");
    let state = listed.columns.iter().position(|column| column.label == "状态").expect("a column");
    assert!(!row.removable);
    assert_eq!(row.cells[state].text, "办结");
    let steps = form_page(&office.state).expect("a form").course.expect("a course").steps;
    let told: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!(told, ["交办", "同意延期", "登记回复", "退回重办", "登记回复", "办结"]);
    office.does(Command::Undo);
    assert_eq!(course(&office).0, "已回复");
    assert!(office.told().contains("办结"), "{}", office.told());
}

/// A letter to a unit that was issued.
fn issued(office: &mut Person, unit: &EntryId, number: &str) -> EntryId {
    office.does(Command::Compose {
        letter: "supervision-letter".into(),
        unit: Some(unit.clone()),
        findings: Vec::new(),
    });
    let Route::Letter(letter) = office.state.route.clone() else { panic!("no draft: {}", office.told()) };
    office.does(Command::LetterHead { key: "document_number".into(), value: number.into() });
    office.does(Command::Letter(ledger::life::LetterEvent::Issue { numbered: true }));
    office.does(Command::IssueAnyway);
    assert_eq!(office.book().letter(&letter).map(|letter| letter.state), Some(LetterState::Issued));
    letter
}

/// What left is listed with its day, its receiver and what it holds; sender and receiver name it by the same code.
#[test]
fn a_file_that_was_sent_is_listed_and_its_receipt_noted() {
    let (mut office, mut unit, unit_id, _) = assigned();
    let (_, file) = sends(&mut office, &unit_id);
    takes(&mut unit, &file);
    let listed = |person: &Person| app::view::handed_items(&person.state);
    let [sent, task] = listed(&office).try_into().expect("two files");
    let short = office.book().unit(&unit_id).expect("a unit").short_name.clone();
    assert_eq!((sent.name.as_str(), sent.to.as_str()), (file.0.as_str(), short.as_str()));
    assert_eq!(task.to, "各单位、督查组");
    assert!(sent.when.starts_with("2026年11月23日"), "{}", sent.when);
    assert!(sent.holds.contains("督办事项") && sent.holds.contains("办理情况1项"), "{}", sent.holds);
    let came = app::view::inbox_page(&unit.state).history;
    let came = came.iter().find(|(name, ..)| *name == sent.name).expect("it came");
    assert_eq!(came.3, sent.code);
    let receipt = "赵宏，11月23日".to_owned();
    office.does(Command::NoteReceipt { file: sent.file.clone(), receipt: receipt.clone() });
    assert_eq!(listed(&office)[0].receipt, receipt);
    office.does(Command::NoteReceipt { file: "nothing".into(), receipt });
    assert_eq!(listed(&office).len(), 2);
}

/// A letter to a unit that was issued, and the file with it, by the button that stands on the letter.
fn issued_and_sent(office: &mut Person, unit: &EntryId, number: &str) -> (EntryId, (String, Vec<u8>)) {
    let letter = issued(office, unit, number);
    let page = letter_page(&office.state).expect("the letter is on screen");
    assert_eq!(page.send_to, Some((unit.clone(), true)));
    office.does(Command::AskHandOut(HandOut::Feedback(unit.clone())));
    let asked = handing(&office.state).expect("it is asked how the file is to be protected");
    let file = office.gets_file(plain(asked.what)).expect("a file for the unit");
    let page = letter_page(&office.state).expect("the letter is on screen");
    assert_eq!(page.send_to, Some((unit.clone(), false)), "it can be sent again, and does not wait");
    (letter, file)
}

#[test]
fn everything_that_waits_is_sent_at_once_a_file_for_each_unit() {
    let mut office = started("office", Role::Office, None);
    let units: Vec<EntryId> = office.book().units().take(3).map(|(id, _)| id.clone()).collect();
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let letters: Vec<EntryId> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| issued(&mut office, unit, &format!("科党督〔2026〕{}号", at + 1)))
        .collect();
    office.does(Command::Go(Route::Overview));
    assert_eq!(overview_page(&office.state).expect("a page").to_send, 3);
    office.does(Command::AskHandOut(HandOut::AllFeedback));
    let asked = handing(&office.state).expect("it is asked how the files are to be protected");
    assert_eq!(asked.holds.len(), 3);
    let protection = Protection::Passphrase("发给各单位的口令".into());
    let effects = office.does(Command::HandOut { what: asked.what, protection });
    let files: Vec<(String, Vec<u8>)> = effects
        .into_iter()
        .filter_map(|effect| {
            if let Effect::Download { name, bytes, .. } = effect { Some((name, bytes)) } else { None }
        })
        .collect();
    assert_eq!(files.len(), 3, "{}", office.told());
    assert_eq!(overview_page(&office.state).expect("a page").to_send, 0);
    for (unit, (file, letter)) in units.iter().zip(files.iter().zip(&letters)) {
        let name = office.book().unit(unit).expect("a unit").short_name.clone();
        assert!(file.0.contains(&name), "{}", file.0);
        let mut person = started("unit", Role::Unit, Some(unit.clone()));
        takes(&mut person, &task);
        let phrase = Some("发给各单位的口令".into());
        person.takes_in(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: phrase });
        assert!(person.book().letter(letter).is_some(), "{}", person.told());
        let others = letters.iter().filter(|other| *other != letter);
        assert!(others.into_iter().all(|other| person.book().letter(other).is_none()));
    }
    let mut first = started("first", Role::Unit, Some(units[0].clone()));
    first.does(Command::AskHandOut(HandOut::AllFeedback));
    assert_eq!(handing(&first.state), None, "a unit sends to nobody but the office");
}

#[test]
fn a_team_sends_its_letter_to_the_unit_itself() {
    let mut team = Person::new("team", TODAY.parse().expect("a date"));
    let mut office = started("office", Role::Office, None);
    let phrase = "督查组一组口令".to_owned();
    let pack = Command::HandOut { what: HandOut::Team, protection: Protection::Passphrase(phrase.clone()) };
    let pack = office.gets_file(pack).expect("a pack");
    team.takes_in(Command::TakeIn { name: pack.0, bytes: pack.1, passphrase: Some(phrase) });
    team.does(Command::NameTeam { organ: "第一督查组".into(), person: "王敏".into() });
    let unit_id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let waits = |team: &Person| {
        let units = app::view::units_page(&team.state).units;
        units.into_iter().filter(|unit| unit.to_send).map(|unit| unit.id).collect::<Vec<_>>()
    };
    assert_eq!(waits(&team), Vec::new());
    issued(&mut team, &unit_id, "督一函〔2026〕1号");
    // What went to the office has not gone to the unit.
    team.gets_file(plain(HandOut::Records)).expect("records");
    assert_eq!(waits(&team), std::slice::from_ref(&unit_id));
    let (letter, _) = team.book().letters().next().expect("a letter");
    let letter = letter.clone();
    team.does(Command::Go(Route::Letter(letter.clone())));
    assert_eq!(letter_page(&team.state).expect("a page").send_to, Some((unit_id.clone(), true)));
    let file = team.gets_file(plain(HandOut::Feedback(unit_id.clone()))).expect("a file");
    assert_eq!(waits(&team), Vec::new());
    let mut unit = started("unit", Role::Unit, Some(unit_id));
    takes(&mut unit, &file);
    is_received_and_stays(&mut unit, &letter, "督一函〔2026〕1号");
}

#[test]
fn what_was_sent_to_a_unit_begins_its_book_and_lies_among_what_it_received() {
    let (mut office, _, unit_id) = handed_in();
    let short = office.book().unit(&unit_id).expect("a unit").short_name.clone();
    let (letter, file) = issued_and_sent(&mut office, &unit_id, "科党督〔2026〕1号");
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    // On the start page of a machine that knows nothing yet.
    let mut fresh = Person::new("fresh", TODAY.parse().expect("a date"));
    fresh.does(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: None });
    assert!(fresh.state.book.is_none(), "it is asked first");
    takes(&mut fresh, &file);
    assert_eq!(fresh.book().local.profile.unit.as_ref(), Some(&unit_id));
    assert_eq!(fresh.state.route, Route::Received);
    assert!(fresh.told().contains(&short), "{}", fresh.told());
    is_received_and_stays(&mut fresh, &letter, "科党督〔2026〕1号");
    // The task that comes afterwards finds the same unit, and the letter is still there.
    takes(&mut fresh, &task);
    assert!(task_page(&fresh.state).expect("a page").has_task);
    is_received_and_stays(&mut fresh, &letter, "科党督〔2026〕1号");
    // A book that was begun from the task and has not named itself learns it from the letter.
    let mut unnamed = Person::new("unnamed", TODAY.parse().expect("a date"));
    takes(&mut unnamed, &task);
    takes(&mut unnamed, &file);
    assert_eq!(unnamed.book().local.profile.unit.as_ref(), Some(&unit_id));
    assert!(form_page(&unnamed.state).is_some() || task_page(&unnamed.state).is_some());
    is_received_and_stays(&mut unnamed, &letter, "科党督〔2026〕1号");
    // Anybody else is told whose it is.
    let other = office.book().units().map(|(id, _)| id.clone()).find(|id| *id != unit_id).expect("a unit");
    let mut wrong = started("wrong", Role::Unit, Some(other));
    takes(&mut wrong, &file);
    assert!(wrong.told().contains(&short), "{}", wrong.told());
}

fn is_received_and_stays(unit: &mut Person, letter: &EntryId, number: &str) {
    let listed = |state: &app::State| received_page(state).expect("a book is open").items;
    let item = listed(&unit.state)
        .into_iter()
        .find(|item| item.id == *letter)
        .unwrap_or_else(|| panic!("it is not listed: {} {:?}", unit.told(), unit.state.inbox));
    assert_eq!((item.number.as_str(), item.prints), (number, true));
    assert!(item.when.starts_with("2026年") && !item.from.is_empty(), "{item:?}");
    let drafts = letters_page(&unit.state).expect("a book is open").letters;
    assert!(drafts.iter().all(|draft| draft.id != *letter), "it is no draft of the unit's");
    unit.does(Command::Go(item.open));
    let page = letter_page(&unit.state).expect("it is on screen");
    assert!(page.received && !page.own && !page.editable);
    let places = app::view::chrome(&unit.state).expect("a book is open").nav;
    let here = places.into_iter().flat_map(|group| group.items).find(|place| place.active);
    assert_eq!(here.map(|place| place.route), Some(Route::Received));
    let before = unit.book().letter(letter).cloned();
    for command in [
        Command::LetterText("另一回事。".into()),
        Command::Letter(ledger::life::LetterEvent::Reopen),
        Command::Remove(letter.clone()),
    ] {
        unit.does(command);
        assert_eq!(unit.book().letter(letter).cloned(), before);
    }
}

#[test]
fn what_a_team_issued_lies_among_what_the_office_received_and_its_drafts_do_not() {
    let mut office = started("office", Role::Office, None);
    let pack = Command::HandOut {
        what: HandOut::Team,
        protection: Protection::Passphrase("督查组一组口令".to_owned()),
    };
    let pack = office.gets_file(pack).expect("a pack");
    let mut team = Person::new("team", TODAY.parse().expect("a date"));
    let opens =
        Command::TakeIn { name: pack.0, bytes: pack.1, passphrase: Some("督查组一组口令".into()) };
    team.takes_in(opens);
    team.does(Command::NameTeam { organ: "第一督查组".into(), person: "王敏".into() });
    let draft = |team: &mut Person| {
        team.does(Command::NewDocument { style: "letter".into() });
        let Route::Letter(id) = team.state.route.clone() else { panic!("no draft: {}", team.told()) };
        for (key, value) in
            [("title", "关于工作安排的函"), ("document_number", "督一函〔2026〕1号"), ("dated", TODAY)]
        {
            team.does(Command::LetterHead { key: key.into(), value: value.into() });
        }
        team.does(Command::LetterText("请予支持。".into()));
        id
    };
    let (issued, open) = (draft(&mut team), draft(&mut team));
    team.does(Command::Go(Route::Letter(issued.clone())));
    team.does(Command::Letter(ledger::life::LetterEvent::Issue { numbered: true }));
    team.does(Command::IssueAnyway);
    assert_eq!(team.book().letter(&issued).map(|letter| letter.state), Some(LetterState::Issued));
    let records = team.gets_file(plain(HandOut::Records)).expect("records");
    takes(&mut office, &records);
    assert!(office.book().letter(&issued).is_some(), "{}", office.told());
    is_received_and_stays(&mut office, &issued, "督一函〔2026〕1号");
    assert!(received_page(&office.state).expect("a book").items.iter().all(|item| item.id != open));
    let drafts = letters_page(&office.state).expect("a book is open").letters;
    assert!(drafts.iter().any(|letter| letter.id == open), "the office goes on with a draft");
}

/// The first thing a unit ever gets may be the opinion on it. Its answer goes back at once, in the round of the opinion, and the
/// task that comes later finds one round and nothing to settle.
#[test]
fn a_unit_answers_what_it_was_sent_before_its_task_came() {
    let mut office = started("office", Role::Office, None);
    let unit = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let finding = told_finding(&mut office, &unit);
    let file = office.gets_file(plain(HandOut::Feedback(unit.clone()))).expect("a file for the unit");
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let round = office.book().current_round().map(|(id, _)| id.clone());
    let mut fresh = Person::new("fresh", TODAY.parse().expect("a date"));
    takes(&mut fresh, &file);
    assert_eq!(fresh.book().current_round().map(|(id, _)| id.clone()), round, "{}", fresh.told());
    let about = Some(finding.clone());
    fresh.does(Command::NewRecord { form: "rectification".into(), unit: unit.clone(), about });
    fresh.answers("measure", "补开专题会议并完善记录。".into());
    let answer = fresh.gets_file(plain(HandOut::Submission)).expect("an answer");
    takes(&mut office, &answer);
    let arrived = office
        .book()
        .rectified(templates::Pack::shipped().kinds())
        .get(&finding)
        .map(|sheet| sheet.record.answers["measure"].clone());
    assert_eq!(arrived, Some("补开专题会议并完善记录。".into()), "{}", office.told());
    takes(&mut fresh, &task);
    assert!(fresh.book().entries.values().all(|entry| !entry.in_conflict()), "{}", fresh.told());
    assert_eq!(fresh.book().current_round().map(|(id, _)| id.clone()), round);
}

/// A finding of the year before is put right in the next one: the answer goes up with the new year's file and lies with its year.
#[test]
fn a_unit_reports_on_findings_of_the_year_before() {
    let mut office = started("office", Role::Office, None);
    let unit_id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let finding = told_finding(&mut office, &unit_id);
    let told = office.gets_file(plain(HandOut::Feedback(unit_id.clone()))).expect("a file for the unit");
    let before = office.book().current_round().map(|(id, _)| id.clone()).expect("a round");
    office.on("2027-01-11".parse().expect("a date"));
    office.does(Command::OpenRound { year: 2027 });
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let mut unit = started("unit", Role::Unit, Some(unit_id.clone()));
    takes(&mut unit, &told);
    unit.on("2027-01-12".parse().expect("a date"));
    takes(&mut unit, &task);
    assert_eq!(unit.book().current_round().map(|(_, round)| round.year), Some(2027), "{}", unit.told());
    let about = Some(finding.clone());
    unit.does(Command::NewRecord { form: "rectification".into(), unit: unit_id.clone(), about });
    unit.answers("measure", "补开专题会议并完善记录。".into());
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("an answer"));
    let sheet = office
        .book()
        .rectified(templates::Pack::shipped().kinds())
        .get(&finding)
        .map(|sheet| sheet.record.clone());
    let sheet = sheet.unwrap_or_else(|| panic!("it did not arrive: {}", office.told()));
    assert_eq!((sheet.round, &sheet.answers["measure"]), (before, &"补开专题会议并完善记录。".into()));
}

/// A finding about a unit that an issued feedback letter told it.
fn told_finding(office: &mut Person, unit: &EntryId) -> EntryId {
    office.does(Command::NewRecord { form: "working-paper".into(), unit: unit.clone(), about: None });
    let Route::Record(paper, _) = office.state.route.clone() else { panic!("no paper: {}", office.told()) };
    let given = [("title", "专题研究会议记录不完整"), ("disposition", "列入反馈"), ("due", "2026-12-31")];
    let given = given.map(|(field, value)| (field.to_owned(), value.into()));
    office.fills(&given.into_iter().collect()).expect("the form can be filled");
    office.does(Command::Record(paper.clone(), RecordEvent::Submit { errors: 0 }));
    office.does(Command::Compose {
        letter: "feedback-letter".into(),
        unit: Some(unit.clone()),
        findings: vec![paper.clone()],
    });
    for (key, value) in [("document_number", "科党督〔2026〕1号"), ("dated", TODAY)] {
        office.does(Command::LetterHead { key: key.into(), value: value.into() });
    }
    office.does(Command::Letter(ledger::life::LetterEvent::Issue { numbered: true }));
    office.does(Command::IssueAnyway);
    let finding = office
        .book()
        .findings(templates::Pack::shipped().kinds())
        .into_iter()
        .find(|finding| finding.id == paper)
        .expect("a finding");
    assert!(office.book().told().tells(&finding), "{}", office.told());
    paper
}

/// Another office's roster may call another unit by the same id: its file begins no book of somebody else.
#[test]
fn a_file_for_a_unit_of_another_roster_begins_no_book_of_a_unit_of_this_one() {
    let mut office = Person::new("office", TODAY.parse().expect("a date"));
    office.does(Command::LoadSample(Role::Office));
    let sent = office.book().letters().find(|(_, letter)| letter.state == LetterState::Issued);
    let unit = sent.and_then(|(_, letter)| letter.unit.clone()).expect("an issued letter");
    let file = office.gets_file(plain(HandOut::Feedback(unit.clone()))).expect("a file");
    let name = office.book().unit(&unit).expect("the unit").short_name.clone();
    let mut fresh = Person::new("fresh", TODAY.parse().expect("a date"));
    takes(&mut fresh, &file);
    assert!(fresh.state.book.is_none(), "{}", fresh.told());
    assert!(fresh.told().contains(&name), "{}", fresh.told());
}

/// What a unit wrote about its findings does not wait for its self-check.
#[test]
fn rectification_goes_to_the_office_before_the_self_check_is_handed_in() {
    let mut unit = Person::new("unit", TODAY.parse().expect("a date"));
    unit.does(Command::LoadSample(Role::Unit));
    assert!(submit_page(&unit.state).is_none_or(|page| !page.submitted));
    let own = unit.book().local.profile.unit.clone().expect("a unit");
    let file = unit.gets_file(plain(HandOut::Submission)).expect("a file of what was written");
    let opened = exchange::open(&file.1, &exchange::Keys::default()).expect("it opens");
    let bundle: ledger::Bundle = serde_json::from_slice(&opened.parcel.payload).expect("a bundle");
    assert_eq!(bundle.unit, Some(own));
    let forms: Vec<String> = bundle
        .entries
        .iter()
        .filter_map(|entry| {
            if let Some(ledger::Content::Record(record)) = entry.content() {
                Some(record.form.clone())
            } else {
                None
            }
        })
        .collect();
    assert!(!forms.is_empty() && forms.iter().all(|form| form.starts_with("rectification/")), "{forms:?}");
}
