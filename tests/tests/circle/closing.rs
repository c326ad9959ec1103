//! What becomes of a finding: its unit asks for it to be closed, the office decides, and the unit gets to know.

use app::view::{RectificationItem, Standing, rectification_page};

use super::*;

/// Where a finding stands in somebody's ledger.
fn stands(person: &Person, finding: &EntryId) -> Standing {
    row(person, finding).standing
}

fn row(person: &Person, finding: &EntryId) -> RectificationItem {
    let page = rectification_page(&person.state);
    page.items.into_iter().find(|item| item.finding == *finding).expect("it is in the ledger")
}

fn sheet_of(person: &Person, finding: &EntryId) -> EntryId {
    let about = |record: &ledger::Record| record.about.as_ref() == Some(finding);
    let mut sheets = person.book().records_of("rectification").filter(|(_, record)| about(record));
    sheets.next().map(|(id, _)| id.clone()).expect("a sheet")
}

/// The unit says what was done, and asks for the finding to be closed.
fn asks(unit: &mut Person, finding: &EntryId, unit_id: &EntryId) -> EntryId {
    let about = Some(finding.clone());
    unit.does(Command::NewRecord { form: "rectification".into(), unit: unit_id.clone(), about });
    let given = [
        ("person", "赵宏"),
        ("state", "申请销号"),
        ("extended", "否"),
        ("mode", "限期整改"),
        ("due", "2026-12-31"),
    ];
    let given = given.map(|(field, value)| (field.to_owned(), value.into()));
    unit.fills(&given.into_iter().collect()).expect("the form can be filled");
    sheet_of(unit, finding)
}

/// An office, a unit, and a finding that the unit was told.
fn told() -> (Person, Person, EntryId, EntryId) {
    let mut office = started("office", Role::Office, None);
    let unit_id = office.book().units().next().map(|(id, _)| id.clone()).expect("a roster");
    let task = office.gets_file(plain(HandOut::Task)).expect("a task");
    let mut unit = started("unit", Role::Unit, Some(unit_id.clone()));
    takes(&mut unit, &task);
    let finding = told_finding(&mut office, &unit_id);
    let (_, file) = sends(&mut office, &unit_id);
    takes(&mut unit, &file);
    (office, unit, unit_id, finding)
}

const VERIFIED: [(&str, &str); 3] =
    [("method", "查阅材料"), ("checker", "王敏"), ("result", "已核对会议记录，整改到位。")];

#[test]
fn a_finding_is_asked_for_refused_closed_looked_back_at_and_opened_again_and_its_unit_knows() {
    let (mut office, mut unit, unit_id, finding) = told();
    let sheet = asks(&mut unit, &finding, &unit_id);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
    assert_eq!(stands(&office, &finding), Standing::Applied, "{}", office.told());
    let verify = Command::Go(Route::Record(sheet.clone(), 0));
    assert_eq!(next(&mut office, &unit_id), Some(verify.clone()), "it waits for the office");
    office.does(verify);
    assert_eq!(ways(&office), ["核验销号", "销号不予通过"]);
    let looked = [("looked_on", TODAY), ("looked_by", "王敏"), ("found", "未反弹。")];
    for (does, answers, wanted, words) in [
        ("refuse", VERIFIED.as_slice(), Standing::Running, "销号未通过"),
        ("close", VERIFIED.as_slice(), Standing::Closed, "已销号"),
        ("look-back", &looked, Standing::Closed, "已销号"),
        ("reopen", &[("why", "问题反弹。")], Standing::Running, "继续整改"),
    ] {
        office.does(Command::Go(Route::Record(sheet.clone(), 0)));
        happens(&mut office, &sheet, does, answers);
        let (holds, file) = sends(&mut office, &unit_id);
        assert!(holds.iter().any(|line| line.starts_with("办理情况")), "{holds:?}");
        takes(&mut unit, &file);
        for person in [&office, &unit] {
            let row = row(person, &finding);
            assert_eq!((row.standing, row.state.text.as_str()), (wanted, words), "{does}: {}", person.told());
        }
        unit.does(Command::Go(Route::Record(sheet.clone(), 0)));
        let page = form_page(&unit.state).expect("the sheet");
        assert_eq!(page.editable, wanted != Standing::Closed, "{does}");
        assert!(page.course.expect("a course").next.is_empty(), "a unit decides nothing");
    }
}

/// What is late and waits to be verified is counted among both: nobody overlooks it there.
#[test]
fn a_late_finding_that_waits_to_be_verified_is_found_under_both() {
    let (mut office, mut unit, unit_id, finding) = told();
    asks(&mut unit, &finding, &unit_id);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
    office.on("2027-01-04".parse().expect("a date"));
    office.does(Command::Go(Route::Rectification));
    let page = rectification_page(&office.state);
    let counts = |standing| {
        let one = page.counts.iter().find(|one| one.standing == standing).expect("it is counted");
        (one.count, one.alone)
    };
    assert_eq!((counts(Standing::Overdue), counts(Standing::Applied)), ((1, 1), (1, 0)));
    assert!(
        page.items.iter().all(|item| item.is_among(Standing::Overdue) && item.is_among(Standing::Applied))
    );
}

/// What stands on a sheet that was made a Word file.
fn printed(person: &mut Person, sheet: &EntryId) -> String {
    let made = person.does(Command::ExportRecord(sheet.clone()));
    let docx = made
        .into_iter()
        .find_map(|effect| if let Effect::Download { bytes, .. } = effect { Some(bytes) } else { None });
    import_docx::text(&docx.expect("a document")).expect("it is one of ours").text
}

/// The sheet on paper says what was decided, and a copy without particulars names nobody.
#[test]
fn what_was_decided_is_printed_with_the_sheet() {
    let (mut office, mut unit, unit_id, finding) = told();
    let sheet = asks(&mut unit, &finding, &unit_id);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
    office.does(Command::Go(Route::Record(sheet.clone(), 0)));
    assert!(!printed(&mut office, &sheet).contains("办理经过"), "nothing was decided");
    happens(&mut office, &sheet, "close", &VERIFIED);
    let text = printed(&mut office, &sheet);
    for part in ["办理经过", "核验销号", "核验人：王敏", "核验结论：已核对会议记录"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn nobody_verifies_his_own_work_a_faulty_sheet_or_by_a_way_that_is_not_offered() {
    let (mut office, mut unit, unit_id, finding) = told();
    let sheet = asks(&mut unit, &finding, &unit_id);
    unit.answers("measure", serde_json::Value::Null);
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
    office.does(Command::Go(Route::Record(sheet.clone(), 0)));
    happens(&mut office, &sheet, "close", &VERIFIED);
    assert!(office.told().contains("整改措施"), "{}", office.told());
    unit.answers("measure", "补开专题会议并完善记录。".into());
    takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
    office.does(Command::Go(Route::Record(sheet.clone(), 0)));
    happens(
        &mut office,
        &sheet,
        "close",
        &[("method", "查阅材料"), ("checker", "赵宏"), ("result", "属实。")],
    );
    assert_eq!(office.told(), "核验人不得是整改责任人。");
    happens(&mut office, &sheet, "close", &[("method", "听说"), ("checker", "王敏"), ("result", "属实。")]);
    assert!(office.told().contains("核验方式"), "{}", office.told());
    assert_eq!(stands(&office, &finding), Standing::Applied);
}

/// What is decided about a finding of the year before goes to its unit with the new year's file, again and again.
#[test]
fn a_finding_of_the_year_before_is_closed_in_the_next_one() {
    let (mut office, mut unit, unit_id, finding) = told();
    office.on("2027-01-11".parse().expect("a date"));
    office.does(Command::OpenRound { year: 2027 });
    unit.on("2027-01-12".parse().expect("a date"));
    takes(&mut unit, &office.gets_file(plain(HandOut::Task)).expect("a task"));
    let sheet = asks(&mut unit, &finding, &unit_id);
    for (day, said) in [("2027-01-13", "已补开会议。"), ("2027-01-14", "已完善记录。")] {
        unit.on(day.parse().expect("a date"));
        unit.answers("cause", said.into());
        takes(&mut office, &unit.gets_file(plain(HandOut::Submission)).expect("what was written"));
        let arrived = office.book().record(&sheet).and_then(|record| record.answers.get("cause").cloned());
        assert_eq!(arrived, Some(said.into()), "{}", office.told());
    }
    office.on("2027-01-15".parse().expect("a date"));
    office.does(Command::Go(Route::Record(sheet.clone(), 0)));
    happens(&mut office, &sheet, "close", &VERIFIED);
    assert_eq!(stands(&office, &finding), Standing::Closed, "{}", office.told());
    takes(&mut unit, &sends(&mut office, &unit_id).1);
    assert_eq!(stands(&unit, &finding), Standing::Closed, "{}", unit.told());
}
