//! What records mean, told as work at a desk: looking writes nothing, what is not finished is in no document, and no document
//! leaves with dates that contradict each other unless somebody was asked.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use std::sync::OnceLock;

use app::view::{form_page, issuing, letter_page, overview_page, rectification_page, round_page};
use app::{Command, HandOut, Masked, Protection, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::{Book, EntryId, LetterState, ReviewDecision, Role};
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
fn a_paper_that_is_opened_again_is_in_no_list_of_problems_unless_its_unit_was_told() {
    let mut office = sample(Role::Office);
    let count = |person: &Person| rectification_page(&person.state).items.len();
    let opened_again = |office: &mut Person, told: bool| {
        let book = office.book();
        let mut findings = book.finished_findings();
        findings.retain(|finding| finding.disposition == Some(ledger::Disposition::Feedback));
        let paper = findings.into_iter().find(|finding| book.has_told(finding) == told).expect("a paper").id;
        let before = count(office);
        office.does(Command::Record(paper.clone(), RecordEvent::Reopen));
        assert!(!office.book().record(&paper).expect("the paper").is_finished(), "{}", office.told());
        before - count(office)
    };
    assert_eq!(opened_again(&mut office, false), 1);
    assert_eq!(opened_again(&mut office, true), 0, "what was told does not vanish");
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

fn answer(person: &mut Person, id: &str, value: &str) {
    person.does(Command::LetterInput { id: id.into(), value: value.into() });
}

#[test]
fn a_letter_dated_in_the_future_is_asked_about_before_it_is_issued() {
    let mut office = sample(Role::Office);
    office.does(Command::Compose { letter: "circular".into(), unit: None, findings: Vec::new() });
    office.does(Command::LetterHead { key: "dated".into(), value: "2026-12-30".into() });
    let page = letter_page(&office.state).expect("on screen");
    assert!(page.doubts.iter().any(|doubt| doubt.contains("晚于今天")), "{:?}", page.doubts);
    issue(&mut office, "2026-12-30");
    assert!(
        !issued(&office) && asked(&office).contains("成文日期2026年12月30日晚于今天"),
        "{}",
        asked(&office)
    );
    office.does(Command::LeaveIssue);
    assert!(!issued(&office) && issuing(&office.state).is_none());
    // What was left is not issued by an answer that comes late.
    office.does(Command::IssueAnyway);
    assert!(!issued(&office));
    issue(&mut office, "2026-12-30");
    office.does(Command::IssueAnyway);
    assert!(issued(&office), "{}", office.told());
}

#[test]
fn a_letter_dated_before_what_it_tells_of_is_asked_about() {
    let mut office = sample(Role::Office);
    office.does(Command::Compose { letter: "annual-report".into(), unit: None, findings: Vec::new() });
    issue(&mut office, "2026-01-15");
    assert!(!issued(&office) && asked(&office).contains("成文日期2026年1月15日早于"), "{}", asked(&office));
    let (mut office, _) = feedback("2026-12-31");
    answer(&mut office, "visit_end", "2026-11-20");
    issue(&mut office, "2026-11-18");
    assert!(asked(&office).contains("早于督查结束日期（2026年11月20日）"), "{}", asked(&office));
}

#[test]
fn a_letter_gives_time_after_its_own_day_only() {
    let (mut office, _) = feedback("2026-12-31");
    issue(&mut office, TODAY);
    assert!(issued(&office), "{}", asked(&office));
    let (mut office, _) = feedback("2026-12-31");
    answer(&mut office, "plan_due", TODAY);
    issue(&mut office, TODAY);
    let told = asked(&office);
    assert!(told.contains("报送整改方案日期（2026年11月23日）不晚于成文日期"), "{told}");
    assert!(told.contains("正文要求于2026年11月23日前办理"), "{told}");
    let (mut office, _) = feedback("2026-12-31");
    answer(&mut office, "report_due", "2026-12-01");
    issue(&mut office, TODAY);
    let told = asked(&office);
    assert!(told.contains("报送整改情况报告日期（2026年12月1日）早于报送整改方案日期"), "{told}");
    assert!(told.contains("晚于报送整改情况报告日期（2026年12月1日）"), "{told}");
}

#[test]
fn the_days_a_letter_proposes_agree_with_the_limits_of_its_findings() {
    for limit in ["2026-12-02", "2026-12-31", "2027-03-06"] {
        let (mut office, _) = feedback(limit);
        let Route::Letter(id) = office.state.route.clone() else { panic!("{}", office.told()) };
        let letter = office.book().letter(&id).expect("the letter").clone();
        let day = |input: &str| letter.inputs[input].as_str().expect("a day").to_owned();
        assert!(
            day("plan_due").as_str() <= limit && limit <= day("report_due").as_str(),
            "{limit}: {:?}",
            letter.inputs
        );
        let weekday = |text: String| text.parse::<expr::Date>().expect("a day").weekday();
        assert!(weekday(day("plan_due")) <= 5 && weekday(day("report_due")) <= 5);
        issue(&mut office, TODAY);
        assert!(issued(&office), "{limit}: {}", asked(&office));
    }
    let (mut office, _) = feedback("2026-12-31");
    answer(&mut office, "plan_due", "2027-01-05");
    issue(&mut office, TODAY);
    assert!(asked(&office).contains("早于报送整改方案日期（2027年1月5日）"), "{}", asked(&office));
}

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
fn the_days_of_a_new_round_are_working_days_and_proposals_until_the_office_confirms_them() {
    let mut office = Person::new("office", TODAY.parse().expect("a date"));
    let (role, organ) = (Role::Office, "院党的建设工作领导小组办公室".to_owned());
    office.does(Command::Start { role, person: "钱程".into(), organ, unit: None });
    let due = |person: &Person| person.book().current_round().expect("a round").1.self_check_due.clone();
    // 5 December 2026 is a Saturday.
    assert_eq!(due(&office), "2026-12-07");
    let proposed = |person: &Person| round_page(&person.state).expect("a page").proposed_days;
    assert_eq!(proposed(&office), "自查期起、自查期止、报送截止日期");
    let task = office.gets_file(Command::HandOut { what: HandOut::Task, protection: Protection::Plain });
    assert!(office.told().contains("尚未核定"), "{}", office.told());
    let mut unit = Person::new("unit", TODAY.parse().expect("a date"));
    let (name, bytes) = task.expect("a task");
    unit.takes_in(Command::TakeIn { name, bytes, passphrase: None });
    let facts = app::view::task_page(&unit.state).expect("a page").facts;
    assert!(facts.iter().any(|(_, value)| value == "2026年12月7日（默认建议，尚未核定）"), "{facts:?}");
    office.does(Command::Compose { letter: "inspection-notice".into(), unit: None, findings: Vec::new() });
    issue(&mut office, TODAY);
    assert!(!issued(&office) && asked(&office).contains("默认建议，尚未核定"), "{}", asked(&office));
    office.does(Command::LeaveIssue);
    office.does(Command::ConfirmDays);
    assert_eq!(proposed(&office), "");
    issue(&mut office, TODAY);
    assert!(issued(&office), "{}", asked(&office));
    // A day the office sets itself is no proposal either.
    office.does(Command::Undo);
    office.does(Command::Undo);
    office.does(Command::EditRound { field: "self_check_due".into(), value: "2026-12-09".into() });
    assert!(!proposed(&office).contains("报送截止日期"));
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
fn a_unit_that_joins_the_roster_during_the_year_is_counted_and_pressed_with_one_click() {
    let mut office = sample(Role::Office);
    let count = |person: &Person| overview_page(&person.state).expect("a page").rows.len();
    let before = count(&office);
    let text = "全称,简称,类别\n中国科学院示例新所,示例新所,院属单位党委\n";
    office.does(Command::TakeInText { name: "名册.csv".into(), text: text.into() });
    office.does(Command::TakeRoster);
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
fn a_report_of_a_unit_agrees_with_its_self_check_in_days() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Fill(0)));
    unit.answers("filled_on", "2026-11-20".into());
    reports(&mut unit);
    let doubts = |unit: &mut Person, dated: &str| {
        unit.does(Command::LetterHead { key: "dated".into(), value: dated.into() });
        letter_page(&unit.state).expect("on screen").doubts.join("；")
    };
    assert_eq!(doubts(&mut unit, TODAY), "");
    let early = doubts(&mut unit, "2026-11-10");
    assert!(early.contains("成文日期2026年11月10日早于自查填报日期（2026年11月20日）"), "{early}");
    let late = doubts(&mut unit, "2027-11-20");
    assert!(late.contains("整改时限") && late.contains("不晚于成文日期"), "{late}");
}

/// How many errors the checks of the letter on screen count, and their words.
fn errors(person: &Person) -> (usize, String) {
    let proof = letter_page(&person.state).expect("on screen").proof;
    (proof.errors, proof.items.iter().map(|item| item.finding.message.as_str()).collect())
}

/// A date box of a browser takes six digits for a year.
#[test]
fn a_year_of_six_digits_is_no_day_in_a_letter_and_nothing_prints_it() {
    let (mut office, _) = feedback("2026-12-31");
    let before = errors(&office).0;
    answer(&mut office, "plan_due", "142026-11-12");
    let page = letter_page(&office.state).expect("on screen");
    assert!(
        !page.text.contains("142026") && page.text.contains("请于（请填写日期）前报送整改方案"),
        "{}",
        page.text
    );
    let field = page.inputs.iter().find(|field| field.key == "plan_due").expect("the question");
    assert!(field.problem.contains("“142026-11-12”不是有效日期"), "{}", field.problem);
    let (count, words) = errors(&office);
    assert!(count > before && words.contains("报送整改方案日期"), "{count} {words}");
    issue(&mut office, TODAY);
    assert!(!issued(&office) && asked(&office).is_empty(), "it cannot be issued all the same");
    assert!(office.told().contains("不是有效日期"), "{}", office.told());
    assert_eq!(office.does(Command::ExportDocx), Vec::new());
    answer(&mut office, "plan_due", "2026-12-30");
    issue(&mut office, TODAY);
    assert!(!office.told().contains("不是有效日期"), "{}", office.told());
}

#[test]
fn a_wrong_day_in_the_head_counts_as_an_error_and_leaves_the_pages_on_screen() {
    for (key, value) in [("dated", "122026-11-23"), ("dated", "0026-11-23"), ("printed", "2199-11-23")] {
        let (mut office, _) = feedback("2026-12-31");
        office.does(Command::LetterHead {
            key: "document_number".into(), value: "党督函〔2026〕1号".into()
        });
        office.does(Command::LetterHead { key: "dated".into(), value: TODAY.into() });
        office.does(Command::LetterHead { key: key.into(), value: value.into() });
        let page = letter_page(&office.state).expect("on screen");
        assert!(page.typeset.is_some() && page.error.is_none(), "{key} {value}");
        assert!(page.proof.in_field(key).any(|item| item.finding.message.contains(value)), "{key} {value}");
        assert!(page.proof.errors > 0);
        office.does(Command::Letter(LetterEvent::Issue { numbered: true }));
        assert!(!issued(&office) && asked(&office).is_empty());
        office.does(Command::IssueAnyway);
        assert!(!issued(&office), "{key} {value}");
    }
}

#[test]
fn a_task_with_a_day_that_is_none_does_not_go_out() {
    let mut office = sample(Role::Office);
    let task = Command::HandOut { what: app::HandOut::Task, protection: app::Protection::Plain };
    office.does(Command::EditRound { field: "self_check_due".into(), value: "122026-12-04".into() });
    let page = app::view::round_page(&office.state).expect("a round");
    let field = page.fields.iter().find(|field| field.key == "self_check_due").expect("the field");
    assert!(field.problem.contains("不是有效日期"), "{}", field.problem);
    assert_eq!(office.does(task.clone()), Vec::new());
    assert!(office.told().contains("不是有效日期"), "{}", office.told());
    office.does(Command::EditRound { field: "self_check_due".into(), value: "2026-12-04".into() });
    assert!(!office.does(task).is_empty(), "{}", office.told());
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
        let finding = book.finished_findings().into_iter().find(|f| f.id == item.finding).expect("a finding");
        assert_eq!(book.has_told(&finding), item.state.text != untold, "{}", item.title);
    }
}
