//! What people meet on the screens, without a screen: whose papers can be opened, what a notice says and when it goes, that
//! nothing is made twice, and that nothing stands there which nobody said.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use app::view::{SearchHit, chrome, form_page, inbox_page, roster_page, submit_page, task_page};
use app::{Command, Effect, HandOut, Protection, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::{Content, EntryId, LetterState, ReviewDecision, Role};
use person::Person;

const TODAY: &str = "2026-11-23";

fn sample(role: Role) -> Person {
    let mut person = Person::new("sample", TODAY.parse().expect("a date"));
    person.does(Command::LoadSample(role));
    person
}

fn started(name: &'static str, role: Role, unit: Option<EntryId>) -> Person {
    let mut person = Person::new(name, TODAY.parse().expect("a date"));
    person.does(Command::Start { role, person: "王敏".into(), organ: "第二督查组".into(), unit });
    person
}

fn unit_called(person: &Person, short: &str) -> EntryId {
    let mut units = person.book().units();
    units.find(|(_, unit)| unit.short_name == short).map(|(id, _)| id.clone()).expect("a unit of the roster")
}

/// What the search finds by characters alone.
fn search(state: &app::State, query: &str) -> Vec<SearchHit> {
    app::view::search(state, query, &|_| Vec::new())
}

fn record_of(person: &Person, form: &str) -> EntryId {
    person.book().records_of(form).map(|(id, _)| id.clone()).next().expect("a record of the form")
}

fn badges(person: &Person) -> Vec<String> {
    let nav = chrome(&person.state).expect("a book is open").nav;
    nav.into_iter().flat_map(|group| group.items).map(|item| item.badge).collect()
}

fn task_file(office: &mut Person) -> (String, Vec<u8>) {
    office.gets_file(Command::HandOut { what: HandOut::Task, protection: Protection::Plain }).expect("a task")
}

fn takes(person: &mut Person, file: &(String, Vec<u8>)) {
    person.takes_in(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: None });
}

/// The unit's part of a unit's book as it began before any task.
fn waiting_unit() -> Person {
    let unit = unit_called(&started("roster", Role::Office, None), "金属所");
    started("unit", Role::Unit, Some(unit))
}

#[test]
fn a_unit_neither_opens_nor_removes_what_the_team_wrote() {
    let mut unit = sample(Role::Unit);
    let paper = record_of(&unit, "working-paper");
    let before = unit.state.route.clone();
    unit.does(Command::Go(Route::Record(paper.clone(), 0)));
    assert_eq!(unit.state.route, before);
    assert!(!unit.told().is_empty(), "it is said why");
    for command in [
        Command::Remove(paper.clone()),
        Command::Record(paper.clone(), RecordEvent::Reopen),
        Command::ExportRecord(paper.clone()),
        Command::Go(Route::Register("papers".into())),
        Command::Go(Route::Overview),
    ] {
        assert_eq!(unit.does(command.clone()), Vec::new(), "{command:?}");
    }
    assert!(unit.book().record(&paper).is_some());
    let title = ledger::finding::answer_text(unit.book().record(&paper).expect("it is there"), "title");
    let hits = search(&unit.state, &title);
    let found = hits.iter().find(|hit| hit.label == title).expect("the finding is found by its title");
    assert_eq!(found.command, Command::Go(Route::Rectification));
}

#[test]
fn a_unit_reads_the_letter_it_received_and_leaves_it_as_it_is() {
    let mut unit = sample(Role::Unit);
    let own = unit.book().local.profile.unit.clone();
    let received = ledger::Letter {
        letter: "feedback-letter/1".into(),
        unit: own,
        text: "现将有关情况反馈如下。".into(),
        ..ledger::Letter::default()
    };
    let mut book = unit.book().clone();
    let id = EntryId::from("feedback-1");
    book.entries.insert(id.clone(), ledger::Entry::shipped(id.clone(), Content::Letter(Box::new(received))));
    unit.state = app::State::with_book(book, TODAY.parse().expect("a date"));
    unit.does(Command::Go(Route::Letter(id.clone())));
    let page = app::view::letter_page(&unit.state).expect("it is on screen");
    assert!(!page.editable && !page.own);
    assert_eq!(unit.does(Command::LetterText("另一回事。".into())), Vec::new());
    assert_eq!(unit.does(Command::Remove(id)), Vec::new());
}

#[test]
fn the_office_opens_and_removes_what_is_its_own() {
    let mut office = sample(Role::Office);
    let paper = record_of(&office, "working-paper");
    office.does(Command::Go(Route::Record(paper.clone(), 0)));
    assert_eq!(office.state.route, Route::Record(paper.clone(), 0));
    assert!(!office.does(Command::Remove(paper.clone())).is_empty());
    // Back in the list it stood in, with a way back.
    assert_eq!(office.state.route, Route::Register("papers".into()));
    assert!(office.state.offers_undo());
    office.does(Command::Undo);
    assert!(office.book().record(&paper).is_some());
    assert!(!office.state.offers_undo() && office.told() != templates::text("record.removed"));
}

#[test]
fn a_removed_row_can_be_taken_back_until_something_else_is_done() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Fill(0)));
    let page = form_page(&unit.state).expect("the self-check is on screen");
    assert!(page.editable, "the sample's own unit is still filling");
    unit.does(Command::AddRow("highlights".into()));
    unit.does(Command::RemoveRow("highlights.0".into()));
    assert!(unit.state.offers_undo());
    unit.does(Command::AddRow("highlights".into()));
    assert!(!unit.state.offers_undo(), "undo would now take back something else");
}

#[test]
fn counts_at_the_left_are_the_same_everywhere() {
    let mut unit = sample(Role::Unit);
    let there = badges(&unit);
    let finding = record_of(&unit, "working-paper");
    let own = unit.book().local.profile.unit.clone().expect("a unit");
    for route in [Route::Letters, Route::Settings, Route::Rectification, Route::Submit] {
        unit.does(Command::Go(route.clone()));
        assert_eq!(badges(&unit), there, "{route:?}");
    }
    // Another form on screen does not lend its progress to the self-check.
    let about = Some(finding);
    unit.does(Command::NewRecord { form: "rectification".into(), unit: own, about });
    assert!(matches!(unit.state.route, Route::Record(..)));
    assert_eq!(badges(&unit), there);
    // What is answered counts at once, and from elsewhere too.
    unit.does(Command::Go(Route::Fill(0)));
    let before = badges(&unit);
    unit.answers("a01_01_answer", serde_json::Value::Null);
    let after = badges(&unit);
    assert_ne!(before, after);
    unit.does(Command::Go(Route::Settings));
    assert_eq!(badges(&unit), after);
}

#[test]
fn a_decision_about_a_self_check_is_said_and_shown_and_made_once() {
    let mut office = sample(Role::Office);
    let book = office.book();
    let (round, about) = book.current_round().expect("a round");
    let pack = templates::Pack::shipped();
    let waiting =
        ledger::progress::coverage(book, pack.kinds(), round, about, TODAY.parse().expect("a date"));
    let submitted = |row: &&ledger::progress::UnitProgress<'_>| {
        matches!(row.stage, ledger::progress::SelfCheckStage::Submitted(_)) && !row.in_conflict
    };
    let row = waiting.iter().find(submitted).expect("a submission that waits");
    let (record, name) = (row.self_check.cloned().expect("its self-check"), row.unit.short_name.clone());
    office.does(Command::Go(Route::Record(record.clone(), 0)));
    assert!(!form_page(&office.state).expect("on screen").passed);
    let accept = Command::Review { record, decision: ReviewDecision::Accepted, reason: String::new() };
    office.does(accept.clone());
    assert!(office.told().contains(&name) && office.told().contains("审核通过"), "{}", office.told());
    let page = form_page(&office.state).expect("on screen");
    assert!(page.passed);
    assert_eq!(page.review.map(|badge| badge.text), Some("审核通过".to_owned()));
    let decisions = office.book().reviews().count();
    office.does(accept);
    assert_eq!(office.book().reviews().count(), decisions, "a second click decides nothing anew");
}

#[test]
fn a_wrong_unit_is_changed_with_all_that_was_filled_in() {
    let mut office = started("office", Role::Office, None);
    let task = task_file(&mut office);
    let mut unit = Person::new("unit", TODAY.parse().expect("a date"));
    takes(&mut unit, &task);
    let (wrong, right) = (unit_called(&unit, "金属所"), unit_called(&unit, "物理所"));
    unit.does(Command::ChooseUnit(wrong.clone()));
    unit.does(Command::Go(Route::Fill(0)));
    unit.answers("a01_01_answer", "是".into());
    let typed = |person: &Person| {
        let open = record_of(person, "self-check");
        let record = person.book().record(&open).expect("a self-check").clone();
        (record.unit.clone(), record.answers.get("a01_01_answer").cloned())
    };
    assert!(!task_page(&unit.state).expect("a page").choices.is_empty());
    unit.does(Command::ChooseUnit(right.clone()));
    assert_eq!(typed(&unit), (right.clone(), Some("是".into())));
    assert_eq!(unit.book().records_of("self-check").count(), 1);
    assert_eq!(unit.book().local.profile.unit, Some(right.clone()));
    unit.does(Command::Undo);
    assert_eq!(typed(&unit).0, wrong);
    assert_eq!(unit.book().local.profile.unit, Some(wrong.clone()));
    unit.does(Command::Redo);
    // What was handed over stands.
    unit.fills(&serde_json::Map::new()).expect("the form can be filled");
    let record = record_of(&unit, "self-check");
    unit.does(Command::Record(record, RecordEvent::Submit { errors: 0 }));
    unit.gets_file(Command::HandOut { what: HandOut::Submission, protection: Protection::Plain })
        .expect("a submission");
    unit.does(Command::ChooseUnit(wrong));
    assert_eq!(unit.book().local.profile.unit, Some(right));
    assert!(unit.told().contains("不能再更换"), "{}", unit.told());
    assert!(task_page(&unit.state).expect("a page").choices.is_empty());
}

#[test]
fn a_team_begun_from_a_pack_says_who_it_is_before_anything_leaves() {
    let mut office = started("office", Role::Office, None);
    let pack = Command::HandOut { what: HandOut::Team, protection: Protection::Plain };
    let pack = office.gets_file(pack).expect("a pack");
    let mut team = Person::new("team", TODAY.parse().expect("a date"));
    takes(&mut team, &pack);
    assert!(chrome(&team.state).expect("a book").unnamed);
    let records = Command::HandOut { what: HandOut::Records, protection: Protection::Plain };
    assert!(team.gets_file(records.clone()).is_err());
    assert!(team.told().contains("督查组名称"), "{}", team.told());
    team.does(Command::NameTeam { organ: "  ".into(), person: "王敏".into() });
    assert!(chrome(&team.state).expect("a book").unnamed);
    team.does(Command::NameTeam { organ: "第二督查组".into(), person: "王敏".into() });
    assert!(!chrome(&team.state).expect("a book").unnamed);
    let file = team.gets_file(records).expect("records");
    assert!(file.0.contains("第二督查组"), "{}", file.0);
}

#[test]
fn a_refusal_goes_when_what_it_asked_for_is_done() {
    let mut unit = sample(Role::Unit);
    unit.does(Command::Go(Route::Fill(0)));
    let record = form_page(&unit.state).expect("the self-check is on screen").id;
    unit.does(Command::Record(record, RecordEvent::Submit { errors: 0 }));
    assert!(unit.told().contains("请先处理：请填写“审核人”"), "{}", unit.told());
    unit.answers("leader", "陈建国".into());
    assert_eq!(unit.told(), "", "the count in it is no longer true");
    // A file that waits for a passphrase is told of until it is opened.
    let mut office = started("office", Role::Office, None);
    let sealed = Command::HandOut {
        what: HandOut::Task,
        protection: Protection::Passphrase("长一点的口令".into()),
    };
    let file = office.gets_file(sealed).expect("a task");
    takes(&mut unit, &file);
    unit.does(Command::Go(Route::Settings));
    assert!(unit.told().contains(&file.0));
    let opened = Some("长一点的口令".to_owned());
    unit.takes_in(Command::TakeIn { name: file.0.clone(), bytes: Vec::new(), passphrase: opened });
    assert!(!inbox_page(&unit.state).items.iter().any(|item| item.locked));
}

#[test]
fn whatever_is_made_says_its_file() {
    let mut office = sample(Role::Office);
    let letter = office.book().letters().map(|(id, _)| id.clone()).next().expect("a document");
    office.does(Command::Go(Route::Letter(letter)));
    let file = office.gets_file(Command::ExportDocx).expect("a Word file");
    assert!(office.told().contains(&file.0) && office.told().contains("下载"), "{}", office.told());
    let paper = record_of(&office, "working-paper");
    let file = office.gets_file(Command::ExportRecord(paper)).expect("a Word file");
    assert!(office.told().contains(&file.0), "{}", office.told());
}

#[test]
fn what_was_just_begun_is_not_begun_twice() {
    let mut office = started("office", Role::Office, None);
    let unit = unit_called(&office, "金属所");
    let call = Command::NewRecord { form: "phone-call".into(), unit, about: None };
    office.does(call.clone());
    let first = office.state.route.clone();
    office.does(call.clone());
    assert_eq!(office.state.route, first);
    assert_eq!(office.book().records_of("phone-call").count(), 1);
    office.answers("called", "张三".into());
    office.answers("connected", "占线".into());
    office.does(call);
    assert_eq!(office.book().records_of("phone-call").count(), 2, "one that holds something is another call");
}

#[test]
fn a_working_paper_takes_over_the_item_it_was_started_on() {
    let mut team = sample(Role::Inspector);
    let unit = team.book().records_of("verification").map(|(_, r)| r.unit.clone()).next().expect("one begun");
    team.does(Command::Go(Route::Verify(unit.clone(), 0)));
    team.does(Command::ShowField("a03_02".into()));
    let page = form_page(&team.state).expect("the verification is on screen");
    let item = page.fields().find(|field| field.path == "a03_02").cloned().expect("the item");
    team.answers("a03_02_verdict", "部分属实".into());
    let page = form_page(&team.state).expect("the verification is on screen");
    let ways =
        page.fields().flat_map(|field| &field.fields).find(|field| field.path == "a03_02_way").cloned();
    team.answers("a03_02_way", serde_json::json!(["座谈交流", "查阅材料"]));
    team.answers("a03_02_finding", "抽查4个支部，1个没有记录。".into());
    team.does(Command::StartPaper("a03_02".into()));
    let Route::Record(paper, _) = team.state.route.clone() else { panic!("no paper is on screen") };
    let record = team.book().record(&paper).expect("a working paper").clone();
    let says = |field: &str| ledger::finding::answer_text(&record, field);
    assert_eq!(record.unit, unit);
    assert_eq!(says("item_number"), item.number);
    assert_eq!(says("facts"), "抽查4个支部，1个没有记录。");
    assert_eq!(says("basis"), item.basis);
    assert!(!item.basis.is_empty());
    let form = form_page(&team.state).expect("the paper is on screen");
    assert_eq!(says("sources"), "座谈交流、查阅材料");
    let sources = form.fields().find(|field| field.path == "sources").expect("its sources");
    let ways = &ways.expect("how the item was looked into").choices;
    assert!(
        ways.iter().all(|way| sources.choices.contains(way)),
        "{ways:?} are called otherwise in {:?}",
        sources.choices
    );
    let area = form.fields().find(|field| field.path == "area").expect("its area");
    assert!(area.choices.contains(&area.value), "{} is none of {:?}", area.value, area.choices);
}

#[test]
fn before_the_task_nobody_has_set_a_deadline() {
    let mut unit = waiting_unit();
    let page = task_page(&unit.state).expect("a page");
    assert!(!page.has_task);
    assert!(page.facts.iter().all(|(_, value)| !value.contains("月")), "{:?}", page.facts);
    assert!(badges(&unit).iter().all(|badge| !badge.contains("截止")), "{:?}", badges(&unit));
    assert_eq!(submit_page(&unit.state).expect("a page").due, "");
    let own = unit.book().local.profile.unit.clone();
    for letter in ["self-check-table", "self-check-report"] {
        unit.does(Command::Compose { letter: letter.into(), unit: own.clone(), findings: Vec::new() });
        assert!(matches!(unit.state.route, Route::Letter(_)), "{letter}: {}", unit.told());
    }
}

#[test]
fn a_unit_that_began_before_its_task_has_nothing_to_settle() {
    let mut office = started("office", Role::Office, None);
    let changed = unit_called(&office, "物理所");
    let mut roster = office.book().unit(&changed).expect("a unit").clone();
    roster.note = "联系人已更换".into();
    let csv = ledger::roster::parse(templates::Pack::shipped().roster());
    assert!(csv.1.is_empty());
    let put = ledger::Change::Put { id: changed.clone(), content: Box::new(Content::Unit(roster)) };
    let edit = office.book().edit("2026-11-23T09:00:00".into(), put);
    office.state.book.as_mut().expect("a book").apply(&edit).expect("the roster can be changed");
    let task = task_file(&mut office);
    let mut unit = waiting_unit();
    unit.does(Command::Go(Route::Fill(0)));
    unit.answers("a01_01_answer", "是".into());
    takes(&mut unit, &task);
    assert_eq!(inbox_page(&unit.state).conflicts, Vec::new());
    // The office's word counts where it differs, and what was filled in is still there.
    assert_eq!(unit.book().unit(&changed).map(|unit| unit.note.as_str()), Some("联系人已更换"));
    let open = form_page(&unit.state).map(|page| page.id).or_else(|| Some(record_of(&unit, "self-check")));
    let record = unit.book().record(&open.expect("a self-check")).expect("it is there");
    assert_eq!(record.answers.get("a01_01_answer"), Some(&"是".into()));
    assert!(task_page(&unit.state).expect("a page").has_task);
}

#[test]
fn the_search_finds_commands_and_runs_them() {
    let mut office = sample(Role::Office);
    let words = templates::text("search.command");
    let found = search(&office.state, "年度督查工作报告");
    let draft = found.iter().find(|hit| hit.detail == words).expect("a command").command.clone();
    office.does(draft);
    assert!(matches!(office.state.route, Route::Letter(_)), "{}", office.told());
    let export = search(&office.state, "导出 docx");
    let export = export.iter().find(|hit| hit.detail == words).expect("a command").command.clone();
    assert!(office.does(export).iter().any(|effect| matches!(effect, Effect::Download { .. })));
    let unit = sample(Role::Unit);
    assert!(search(&unit.state, "").iter().any(|hit| hit.command == Command::SaveBook(None)));
    assert!(search(&unit.state, "通报").iter().all(|hit| !matches!(hit.command, Command::Compose { .. })));
}

fn told(person: &Person) -> String {
    person.state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn drops(person: &mut Person, name: &str, bytes: &[u8]) -> Vec<Effect> {
    person.does(Command::TakeIn { name: name.to_owned(), bytes: bytes.to_vec(), passphrase: None })
}

#[test]
fn a_file_is_taken_where_it_is_dropped_or_said_what_it_is() {
    let roster = "单位全称,简称,类别\n示例新所,新所,院属单位党委\n";
    let mut office = sample(Role::Office);
    for place in [Route::Overview, Route::Roster, Route::Letters, Route::Inbox] {
        office.does(Command::Go(place));
        let effects = drops(&mut office, "名册.csv", roster.as_bytes());
        let decode = effects.into_iter().any(|effect| matches!(effect, Effect::Decode { .. }));
        assert!(decode, "the shell finds out how a text is encoded");
        office.does(Command::TakeInText { name: "名册.csv".to_owned(), text: roster.to_owned() });
        assert_eq!(office.state.route, Route::Roster);
        let preview = roster_page(&office.state).preview.expect("a preview");
        assert_eq!(preview.file, "名册.csv");
        office.does(Command::LeaveRoster);
    }
    let note =
        || Command::TakeInText { name: "记事.txt".to_owned(), text: "一、第一件事".to_owned() };
    office.does(Command::Go(Route::Overview));
    office.does(note());
    assert!(told(&office).contains("记事.txt") && told(&office).contains("列名"), "{}", told(&office));
    // Where documents are listed a text begins one; in an empty document it is its text; a text that is there is asked about.
    office.does(Command::Go(Route::Letters));
    let before = office.book().letters().count();
    office.does(note());
    assert_eq!(office.book().letters().count(), before + 1);
    let Route::Letter(id) = office.state.route.clone() else { panic!("{:?}", office.state.route) };
    assert!(office.book().letter(&id).expect("it is there").text.contains("第一件事"));
    let effects = office.does(note());
    assert!(matches!(effects.as_slice(), [Effect::Ask { .. }]), "{effects:?}");
    // What is not read is named, with what to do.
    office.does(Command::Go(Route::Inbox));
    for (name, bytes, says) in [
        ("名册.xlsx", b"PK\x03\x04....".as_slice(), "CSV"),
        ("报告.docx", b"PK\x03\x04....".as_slice(), "公文起草"),
        ("报告.doc", b"\xD0\xCF\x11\xE0....".as_slice(), "DOCX"),
        ("扫描件.pdf", b"%PDF-1.7".as_slice(), "不能读取"),
        ("照片.jpg", b"\xFF\xD8\xFF....".as_slice(), "图片"),
    ] {
        drops(&mut office, name, bytes);
        assert!(told(&office).contains(name) && told(&office).contains(says), "{}", told(&office));
    }
    let mut unit = sample(Role::Unit);
    unit.does(Command::TakeInText { name: "名册.csv".to_owned(), text: roster.to_owned() });
    assert!(told(&unit).contains("由办公室维护"), "{}", told(&unit));
    assert_ne!(unit.state.route, Route::Roster);
}

#[test]
fn a_file_for_somebody_else_says_what_it_is_and_for_whom() {
    let mut office = sample(Role::Office);
    let task = task_file(&mut office);
    takes(&mut office, &task);
    assert!(
        told(&office).contains("本工作簿生成的任务文件") && told(&office).contains("发送"),
        "{}",
        told(&office)
    );
    let pack = Command::HandOut {
        what: HandOut::Team,
        protection: Protection::Passphrase("口令口令口令".to_owned()),
    };
    let pack = office.gets_file(pack).expect("a pack");
    let mut unit = sample(Role::Unit);
    let phrase = Some("口令口令口令".to_owned());
    unit.does(Command::TakeIn { name: pack.0, bytes: pack.1, passphrase: phrase });
    assert!(
        told(&unit).contains("督查组工作包") && told(&unit).contains("应由督查组接收"),
        "{}",
        told(&unit)
    );
    // A file sealed to the office's key is told as such wherever it cannot be opened.
    let key = exchange::derive_secret_key([9; 32]).public();
    let parcel = exchange::Parcel {
        kind: "submission".to_owned(),
        sequence: 1,
        payload: b"{}".to_vec(),
        ..Default::default()
    };
    let sealed = exchange::seal(&parcel, exchange::Seal::Recipients(&[key]), None, [1; 32]).expect("a file");
    for (role, says) in
        [(Role::Unit, "本单位生成的报送文件，请直接发送"), (Role::Inspector, "督查组工作簿不能打开")]
    {
        let mut person = sample(role);
        drops(&mut person, "报送.ducha", &sealed);
        assert!(told(&person).contains("加密给办公室") && told(&person).contains(says), "{}", told(&person));
    }
}

#[test]
fn what_needs_a_look_at_a_place_is_not_told_at_the_next() {
    let mut office = sample(Role::Office);
    office.does(Command::Go(Route::Roster));
    let text = "单位全称,简称,类别\n示例新所,新所,院属单位党委\n,无名,院属单位党委\n".to_owned();
    office.does(Command::TakeInText { name: "名册.csv".to_owned(), text });
    office.does(Command::TakeRoster { only: false });
    assert!(told(&office).contains("未读入"), "{}", told(&office));
    office.does(Command::Go(Route::Roster));
    assert!(told(&office).contains("未读入"), "the place is the same");
    office.does(Command::Go(Route::Overview));
    assert_eq!(told(&office), "");
}

fn letters(person: &Person) -> usize {
    person.book().letters().count()
}

/// What was drafted before the task came is the draft of the task's round: it is opened again, and handed in.
#[test]
fn a_report_drafted_before_the_task_is_not_drafted_again() {
    let mut office = started("office", Role::Office, None);
    let task = task_file(&mut office);
    let mut unit = waiting_unit();
    let own = unit.book().local.profile.unit.clone();
    let draft = Command::Compose { letter: "self-check-report".into(), unit: own, findings: Vec::new() };
    unit.does(draft.clone());
    assert_eq!(letters(&unit), 1, "{}", unit.told());
    let Route::Letter(first) = unit.state.route.clone() else { panic!("{}", unit.told()) };
    unit.does(Command::LetterText("本单位自己的话。".into()));
    takes(&mut unit, &task);
    assert!(task_page(&unit.state).expect("a page").has_task);
    unit.does(draft);
    assert_eq!(unit.state.route, Route::Letter(first.clone()));
    assert_eq!(letters(&unit), 1);
    let letter = unit.book().letter(&first).expect("the draft");
    assert_eq!(letter.text, "本单位自己的话。");
    assert_eq!(unit.book().current_round().map(|(id, _)| id), Some(&letter.round));
}

/// Taking the mark back brings back what was before it, and both are said.
#[test]
fn a_revoked_mark_brings_back_the_state_before_and_both_are_said() {
    for agreed in [true, false] {
        let mut office = sample(Role::Office);
        office.does(Command::Compose { letter: "circular".into(), unit: None, findings: Vec::new() });
        let Route::Letter(id) = office.state.route.clone() else { panic!("{}", office.told()) };
        let state = |office: &Person| office.book().letter(&id).expect("the letter").state;
        if agreed {
            office.does(Command::Letter(LetterEvent::Approve));
        }
        let before = state(&office);
        office.does(Command::LetterHead { key: "dated".into(), value: TODAY.into() });
        let number = Command::LetterHead { key: "document_number".into(), value: String::new() };
        office.does(number);
        let issue = Command::Letter(LetterEvent::Issue { numbered: true });
        office.does(issue.clone());
        assert!(
            office.told().contains("发文字号") && !office.told().contains("成文日期"),
            "{}",
            office.told()
        );
        office.does(Command::LetterHead {
            key: "document_number".into(), value: "党督〔2026〕99号".into()
        });
        office.does(issue);
        office.does(Command::IssueAnyway);
        assert_eq!(state(&office), LetterState::Issued, "{}", office.told());
        assert!(office.told().contains("已标记为印发"), "{}", office.told());
        office.does(Command::Letter(LetterEvent::Reopen));
        assert_eq!(state(&office), before);
        assert!(office.told().contains(before.label()), "{}", office.told());
    }
}

#[test]
fn the_count_at_the_ledger_of_a_unit_is_that_of_its_page() {
    let mut unit = sample(Role::Unit);
    // A paper that is only begun, and one that stays with an oral reminder, are in no ledger.
    let paper = record_of(&unit, "working-paper");
    let mut reminded = unit.book().record(&paper).expect("a paper").clone();
    reminded.answers.insert("disposition".into(), "口头提醒".into());
    let mut book = unit.book().clone();
    let id = EntryId::from("working-paper-reminded");
    book.entries.insert(id.clone(), ledger::Entry::shipped(id, Content::Record(reminded)));
    unit.state = app::State::with_book(book, TODAY.parse().expect("a date"));
    let listed = app::view::rectification_page(&unit.state).items.len();
    let nav = chrome(&unit.state).expect("a book is open").nav;
    let mut places = nav.into_iter().flat_map(|group| group.items);
    let badge = places.find(|item| item.route == Route::Rectification).expect("the ledger").badge;
    assert_eq!(badge, if listed == 0 { String::new() } else { listed.to_string() });
}

#[test]
fn what_is_removed_and_what_is_taken_back_is_called_by_its_name() {
    let mut office = sample(Role::Office);
    let paper = record_of(&office, "working-paper");
    let unit = office.book().record(&paper).expect("a paper").unit.clone();
    let name = office.book().unit(&unit).expect("its unit").short_name.clone();
    office.does(Command::Remove(paper));
    assert!(office.told().contains(&name) && office.told().contains("工作底稿"), "{}", office.told());
    let text = "全称,简称,类别\n中国科学院示例新所,示例新所,院属单位党委\n";
    office.does(Command::TakeInText { name: "名册.csv".into(), text: text.into() });
    office.does(Command::TakeRoster { only: false });
    assert!(office.told().contains("新增"), "{}", office.told());
    office.does(Command::Go(Route::Letters));
    office.does(Command::Undo);
    assert!(office.told().contains("采用名册"), "{}", office.told());
    assert_eq!(office.state.route, Route::Roster);
}

#[test]
fn a_task_with_days_nobody_confirmed_says_so_in_one_voice() {
    let mut office = started("office", Role::Office, None);
    task_file(&mut office);
    let told = office.told();
    assert!(told.contains("尚未核定") && told.contains("暂不发送"), "{told}");
    assert!(!told.contains("请发送给收件方"), "{told}");
}

#[test]
fn the_search_leads_to_items_and_to_what_was_typed() {
    let mut unit = sample(Role::Unit);
    let found = search(&unit.state, "A03-02");
    assert!(found.iter().any(|hit| hit.command == Command::ShowField("a03_02".into())), "{found:?}");
    unit.does(Command::Go(Route::Fill(0)));
    unit.does(Command::Go(Route::Settings));
    for (role, leads) in [(Role::Office, Route::Round), (Role::Inspector, Route::Units)] {
        let found = search(&sample(role).state, "A03-02");
        assert!(found.iter().any(|hit| hit.command == Command::Go(leads.clone())), "{found:?}");
    }
    let (_, record) = unit
        .book()
        .records_of("rectification")
        .find(|(_, record)| !ledger::finding::answer_text(record, "person").is_empty())
        .expect("a sheet with a name");
    let person = ledger::finding::answer_text(record, "person");
    assert!(!search(&unit.state, &person).is_empty(), "{person}");
    for words in ["逾期", "登记整改", "打印"] {
        assert!(!search(&unit.state, words).is_empty(), "{words}");
    }
}

#[test]
fn a_section_that_asks_nothing_counts_nothing_and_stays_in_the_list() {
    let mut unit = sample(Role::Unit);
    let sheet = unit.book().records_of("rectification").map(|(id, _)| id.clone()).next().expect("a sheet");
    for section in 0..2 {
        unit.does(Command::Go(Route::Record(sheet.clone(), section)));
        let sections = form_page(&unit.state).expect("a form").sections;
        let told = &sections[0];
        assert_eq!((told.title.as_str(), told.shown, told.relevant), ("反馈问题", true, 0));
        assert!(sections[1].relevant > 0);
        assert!(!sections.last().expect("sections").shown, "what is the office's is not shown to a unit");
    }
}

#[test]
fn every_row_of_a_table_is_called_by_its_number() {
    let mut unit = sample(Role::Unit);
    let sheet = unit.book().records_of("rectification").map(|(id, _)| id.clone()).next().expect("a sheet");
    unit.does(Command::Go(Route::Record(sheet, 2)));
    let rows = |unit: &Person| {
        let page = form_page(&unit.state).expect("a form");
        page.fields().find(|field| field.path == "progress").expect("a table").rows.clone()
    };
    for _ in rows(&unit).len()..3 {
        unit.does(Command::AddRow("progress".into()));
    }
    for (at, row) in rows(&unit).iter().enumerate() {
        let name = format!("第{}行", at + 1);
        assert_eq!(row.name, name);
        let spoken: Vec<&str> = row.cells.iter().map(|cell| cell.spoken.as_str()).collect();
        assert_eq!(spoken, ["日期", "进展内容", "完成比例"].map(|label| format!("{name} {label}")));
    }
    unit.does(Command::Answer { path: "progress.1.percent".into(), value: 200.into() });
    let problems = form_page(&unit.state).expect("a form").side.problems;
    let labels: Vec<&str> = problems.iter().map(|problem| problem.label.as_str()).collect();
    assert!(labels.contains(&"阶段进展第2行 完成比例"), "{labels:?}");
}
