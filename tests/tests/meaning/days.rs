//! Days: a document leaves with none that is no day, and with none that contradicts another unless somebody was asked.

use crate::person::Person;
use crate::{TODAY, asked, errors, feedback, issue, issued, reports, sample};
use app::view::{issuing, letter_page, round_page};
use app::{Command, HandOut, Protection, Route};
use ledger::Role;
use ledger::life::LetterEvent;

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
