//! Plays whole years through `app::update`: office, units and team on machines of their own, who only hand each other files.
//!
//! Every folder of `suite/rounds` is a year (`case.json`). Nothing is reached around the application: whatever happens is a
//! command, whatever leaves is a file, whatever is asserted is in a book, on a page or in a document.

mod rounds {
    pub(crate) mod case;
    pub(crate) mod person;
}

use std::collections::BTreeMap;
use std::path::Path;

use app::{Command, Fate, HandOut, Protection, Route};
use ledger::life::{LetterEvent, RecordEvent};
use ledger::progress::coverage;
use ledger::stats::round_stats;
use ledger::{Book, EntryId, ReviewDecision, Role, stored};
use libtest_mimic::{Arguments, Failed, Trial};
use rounds::case::Case;
use rounds::person::Person;

type Checked<T = ()> = Result<T, Failed>;
/// A file that somebody hands over: name and bytes.
type File = (String, Vec<u8>);

fn main() {
    let arguments = Arguments::from_args();
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/rounds");
    let mut trials = Vec::new();
    for folder in std::fs::read_dir(&suite).into_iter().flatten().flatten() {
        let (name, path) =
            (folder.file_name().to_string_lossy().into_owned(), folder.path().join("case.json"));
        trials.push(Trial::test(name, move || {
            let json =
                std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let case: Case =
                serde_json::from_str(&json).map_err(|error| format!("{}: {error}", path.display()))?;
            play(&case)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// The year, in the order people live through it.
fn play(case: &Case) -> Checked {
    let (mut office, task) = office_begins(case)?;
    let begun = stored::write(office.book()).map_err(|error| error.to_string())?;
    let mut units = Vec::new();
    let mut submissions = Vec::new();
    for unit in &case.units {
        let (person, file) = unit_submits(case, unit, &task)?;
        units.push(person);
        submissions.push(file);
    }
    one_report(case, units.first_mut().ok_or("a year needs a unit")?)?;
    for (unit, file) in case.units.iter().zip(&submissions) {
        // The day a file comes is the office's own knowledge: no earlier than the day it was handed in.
        office.on(unit.on);
        takes(&mut office, file, Fate::Taken)?;
        let first = submissions.first().is_some_and(|first| first == file);
        if first {
            paper_matches_data(&office, units.first().ok_or("a year needs a unit")?)?;
        }
    }
    office.on(case.today);
    refuses_by_name(&mut office, &submissions, &task)?;
    let (team, records) = team_works(case, &mut office)?;
    takes(&mut office, &records, Fate::Taken)?;
    takes(&mut office, &records, Fate::Same)?;
    any_order(case, &begun, &office, &submissions, &records)?;
    drop(team);
    back_to_the_unit(case, &mut office, &mut units)?;
    the_year_in_numbers(case, &mut office)
}

/// The office opens the round, makes its key and the task file.
fn office_begins(case: &Case) -> Checked<(Person, File)> {
    let mut office = Person::new("office", case.today);
    let organ = "院党建工作领导小组办公室".to_owned();
    office.does(Command::Start { role: Role::Office, person: "李晓燕".into(), organ, unit: None });
    for (field, value) in &case.round {
        let value = value.as_str().unwrap_or_default().to_owned();
        office.does(Command::EditRound { field: field.clone(), value });
    }
    office.does(Command::MakeKey);
    let task = office.gets_file(Command::HandOut { what: HandOut::Task, protection: Protection::Plain })?;
    Ok((office, task))
}

/// A unit begins from the task file, names itself, fills in, submits, and seals its file to the office.
fn unit_submits(case: &Case, unit: &rounds::case::UnitCase, task: &File) -> Checked<(Person, File)> {
    let name: &'static str = Box::leak(unit.name.clone().into_boxed_str());
    let mut person = Person::new(name, case.today);
    person.takes_in(Command::TakeIn { name: task.0.clone(), bytes: task.1.clone(), passphrase: None });
    let id = unit_id(person.book(), &unit.name)?;
    person.does(Command::ChooseUnit(id));
    person.does(Command::EditProfile { field: "person".into(), value: "赵宏".into() });
    person.on(unit.on);
    person.does(Command::Go(Route::Fill(0)));
    let record = record_of(person.book(), "self-check", &unit.name)?;
    // A form that is not complete is not taken, whatever the shell says.
    person.does(Command::Record(record.clone(), RecordEvent::Submit { errors: 0 }));
    holds(person.told().contains("请先处理"), "an empty self-check was submitted")?;
    person.fills(&unit.answers)?;
    person.does(Command::Record(record.clone(), RecordEvent::Submit { errors: 0 }));
    let figures = person.book().record(&record).map(|record| record.figures.len()).unwrap_or_default();
    holds(figures >= 3, "a submitted self-check keeps its figures")?;
    let file =
        person.gets_file(Command::HandOut { what: HandOut::Submission, protection: Protection::Office })?;
    let sealed = exchange::inspect(&file.1).map_err(|error| error.to_string())?.sealing;
    holds(sealed == exchange::Sealing::Recipient, "the submission is sealed to the office")?;
    Ok((person, file))
}

/// The unit's report, as text and as a Word file.
fn one_report(case: &Case, unit: &mut Person) -> Checked {
    let own = unit.book().local.profile.unit.clone();
    unit.does(Command::Compose { letter: "self-check-report".into(), unit: own, findings: Vec::new() });
    says(unit, &case.expect.self_check_report)?;
    whole_docx(unit)
}

/// The code on the unit's paper is the one the office sees beside the file and on the record.
fn paper_matches_data(office: &Person, unit: &Person) -> Checked {
    let Route::Letter(id) = &unit.state.route else { return Err("no report is on screen".into()) };
    let paper = unit.book().letter(id).map(|letter| letter.text.clone()).unwrap_or_default();
    let page = app::view::inbox_page(&office.state);
    let code = page.items.last().map(|item| item.code.clone()).unwrap_or_default();
    holds(
        !code.is_empty() && paper.contains(&format!("数据校验码：{code}")),
        &format!("no {code} on\n{paper}"),
    )
}

/// Whatever should not be taken is refused with a reason people understand, and nothing changes.
fn refuses_by_name(office: &mut Person, submissions: &[File], task: &File) -> Checked {
    let before = office.book().entries.clone();
    let first = submissions.first().ok_or("a year needs a submission")?;
    takes(office, first, Fate::Same)?;
    let mut damaged = first.clone();
    damaged.0 = "damaged.ducha".into();
    if let Some(byte) = damaged.1.iter_mut().rev().nth(40) {
        *byte ^= 1;
    }
    let foreign_office = foreign(&first.1, task)?;
    let bad = [
        (damaged, "已损坏或不完整"),
        (("short.ducha".into(), first.1.iter().take(first.1.len() / 2).copied().collect()), "已损坏或不完整"),
        (("letter.docx".into(), b"PK\x03\x04 a Word file".to_vec()), "这是 Word 文件"),
        (("empty.ducha".into(), b" ".to_vec()), "文件内容不是督查数据"),
        (foreign_office.0, "不是加密给本工作簿的"),
        (foreign_office.1, "无权新增督查安排"),
    ];
    for (file, reason) in bad {
        let message = takes(office, &file, Fate::Refused)?;
        holds(message.contains(reason), &format!("{}: “{message}” does not say “{reason}”", file.0))?;
    }
    holds(office.book().entries == before, "a refused file changed the book")
}

/// Files of another office: one sealed to its key, one of its round in plain.
fn foreign(submission: &[u8], task: &File) -> Checked<(File, File)> {
    let opened = exchange::open(&task.1, &exchange::Keys::default()).map_err(|error| error.to_string())?;
    let other = exchange::derive_secret_key([7; 32]);
    let seal = exchange::Seal::Recipients(&[other.public()]);
    let sealed = exchange::seal(&opened.parcel, seal, None, [9; 32]).map_err(|error| error.to_string())?;
    let mut parcel = opened.parcel;
    let bundle = String::from_utf8(parcel.payload).map_err(|error| error.to_string())?;
    parcel.payload = bundle.replace("round-", "round-elsewhere-").into_bytes();
    parcel.about.values_mut().for_each(|claim| *claim = claim.replace("round-", "round-elsewhere-"));
    let plain =
        exchange::seal(&parcel, exchange::Seal::Plain, None, [9; 32]).map_err(|error| error.to_string())?;
    holds(plain != submission, "the two files differ")?;
    Ok((("sealed-to-others.ducha".into(), sealed), ("other-round.ducha".into(), plain)))
}

/// The office accepts a submission and packs everything for the team; the team verifies, records, writes papers and the
/// letter, and hands its records back.
fn team_works(case: &Case, office: &mut Person) -> Checked<(Person, File)> {
    let first = &case.units.first().ok_or("a year needs a unit")?.name;
    let accepted = record_of(office.book(), "self-check", first)?;
    let accept = ReviewDecision::Accepted;
    office.does(Command::Review { record: accepted, decision: accept, reason: String::new() });
    let short = Protection::Passphrase("12345".to_owned());
    let weak = office.gets_file(Command::HandOut { what: HandOut::Team, protection: short });
    holds(weak.is_err() && office.told().contains("至少输入 6 个字符"), "a short passphrase was taken")?;
    let phrase = "青山绿水 2026".to_owned();
    let protection = Protection::Passphrase(phrase.clone());
    let pack = office.gets_file(Command::HandOut { what: HandOut::Team, protection })?;
    let mut team = Person::new("team", case.today);
    team.takes_in(Command::TakeIn {
        name: pack.0.clone(),
        bytes: pack.1.clone(),
        passphrase: Some("wrong".into()),
    });
    holds(team.state.book.is_none(), "a wrong passphrase opened the team's file")?;
    team.takes_in(Command::TakeIn { name: pack.0, bytes: pack.1, passphrase: Some(phrase) });
    team.does(Command::EditProfile { field: "organ".into(), value: "第一督查组".into() });
    team.does(Command::EditProfile { field: "person".into(), value: "王敏".into() });
    for record in &case.records {
        team_records(&mut team, record)?;
    }
    feedback_letter(case, &mut team, first)?;
    confidential_stays(&mut team)?;
    let records =
        team.gets_file(Command::HandOut { what: HandOut::Records, protection: Protection::Office })?;
    Ok((team, records))
}

/// Talks in confidence leave in no file that somebody else than the office may open, and not in a copy to show around.
fn confidential_stays(team: &mut Person) -> Checked {
    let kept = team.book().records_of("interview").count();
    if kept == 0 {
        return Ok(());
    }
    let phrase = Protection::Passphrase("青山绿水 2026".to_owned());
    for protection in [Protection::Plain, phrase] {
        let before = stored::write(team.book()).map_err(|error| error.to_string())?;
        let file = team.gets_file(Command::HandOut { what: HandOut::Records, protection });
        let told = team.told();
        holds(file.is_err() && told.contains("须保密") && told.contains("个别访谈"), &told)?;
        let after = stored::write(team.book()).map_err(|error| error.to_string())?;
        holds(before == after, "a file that was refused changed the book")?;
    }
    let (_, masked) = team.gets_file(Command::ExportMasked(app::Masked::Book(None)))?;
    let told = team.told();
    holds(told.contains(&format!("{kept}份须保密")), &told)?;
    let opened = exchange::open(&masked, &exchange::Keys::default()).map_err(|error| error.code())?;
    let copy = stored::read(&opened.parcel.payload).map_err(|error| error.to_string())?;
    holds(copy.records_of("interview").count() == 0, "a masked copy carries talks in confidence")?;
    holds(copy.records_of("phone-call").count() > 0, "a masked copy lost what may be shown")
}

fn team_records(team: &mut Person, case: &rounds::case::RecordCase) -> Checked {
    let unit = unit_id(team.book(), &case.unit)?;
    let verification = case.form == "verification";
    let about = if verification { Some(record_of(team.book(), "self-check", &case.unit)?) } else { None };
    let before = team.book().records_of(&case.form).count();
    team.does(Command::NewRecord { form: case.form.clone(), unit: unit.clone(), about });
    holds(team.book().records_of(&case.form).count() == before + 1, &format!("no {} was begun", case.form))?;
    if verification {
        team.does(Command::Go(Route::Verify(unit, 0)));
        let page = app::view::form_page(&team.state).ok_or("no verification is on screen")?;
        let shown =
            page.beside.iter().any(|(_, answers)| answers.iter().any(|(label, _)| label == "自查结论"));
        holds(shown, "the unit's own answers stand beside the verification")?;
    }
    team.fills(&case.answers)?;
    let id = app::view::form_page(&team.state).ok_or("the form left the screen")?.id;
    team.does(Command::Record(id.clone(), RecordEvent::Submit { errors: 0 }));
    let state = team.book().record(&id).map(|record| record.state);
    holds(state == Some(ledger::RecordState::Submitted), &format!("{}: {}", case.form, team.told()))?;
    // Every record prints.
    let (_, bytes) = team.gets_file(Command::ExportRecord(id))?;
    holds(export_docx::check(&bytes).is_empty(), &format!("{} prints with defects", case.form))
}

fn feedback_letter(case: &Case, team: &mut Person, unit: &str) -> Checked {
    let unit = unit_id(team.book(), unit)?;
    team.does(Command::Compose { letter: "feedback-letter".into(), unit: Some(unit), findings: Vec::new() });
    team.does(Command::LetterInput { id: "contact".into(), value: "王敏，010-00000000".into() });
    // What the team writes by hand outlives a refresh.
    let Route::Letter(id) = team.state.route.clone() else { return Err(team.told().into()) };
    let text = team.book().letter(&id).map(|letter| letter.text.clone()).unwrap_or_default();
    team.does(Command::LetterText(text.replace("督查中发现以下", "督查中发现需要重视的")));
    team.does(Command::LetterRefresh);
    team.does(Command::Letter(LetterEvent::Issue { numbered: true }));
    holds(team.told().contains("发文字号"), "a letter without a number was issued")?;
    team.does(Command::LetterHead { key: "document_number".into(), value: case.letter_number.clone() });
    team.does(Command::Letter(LetterEvent::Approve));
    team.does(Command::Letter(LetterEvent::Issue { numbered: true }));
    let issued = team.book().letter(&id).map(|letter| letter.state);
    holds(issued == Some(ledger::LetterState::Issued), &team.told())?;
    says(team, &case.expect.letter)?;
    whole_docx(team)
}

/// Whatever the order in which the files arrive, the book is the same.
fn any_order(case: &Case, begun: &[u8], office: &Person, submissions: &[File], records: &File) -> Checked {
    let mut files: Vec<&File> = submissions.iter().collect();
    files.push(records);
    let mut wanted: Option<ledger::Entries> = None;
    for order in permutations(files.len()) {
        let book = stored::read(begun).map_err(|error| error.to_string())?;
        let mut again = Person::with_book("again", book, case.today);
        for file in order.iter().filter_map(|at| files.get(*at)) {
            takes(&mut again, file, Fate::Taken)?;
        }
        let entries = again.book().entries.clone();
        holds(
            *wanted.get_or_insert_with(|| entries.clone()) == entries,
            &format!("order {order:?} gives another book"),
        )?;
    }
    // Beside its own decisions, the office has the same book.
    let mut own = office.book().entries.clone();
    own.retain(|_, entry| !matches!(entry.content(), Some(ledger::Content::Review(_))));
    let sealed = |entries: ledger::Entries| -> BTreeMap<EntryId, Option<ledger::Content>> {
        entries.iter().map(|(id, entry)| (id.clone(), entry.content().cloned())).collect()
    };
    holds(wanted.map(&sealed) == Some(sealed(own)), "the office's own book differs")
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for next in 0..count {
        let longer = |order: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..=order.len())
                .map(|place| {
                    let mut order = order.clone();
                    order.insert(place, next);
                    order
                })
                .collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// The office sends the letter back; the unit answers with a measure; the office sees the finding closed.
fn back_to_the_unit(case: &Case, office: &mut Person, units: &mut [Person]) -> Checked {
    let name = &case.units.first().ok_or("a year needs a unit")?.name;
    let id = unit_id(office.book(), name)?;
    let what = HandOut::Feedback(id);
    let file = office.gets_file(Command::HandOut { what, protection: Protection::Plain })?;
    let [first, second, ..] = units else { return Err("a year needs two units".into()) };
    let message = takes(second, &file, Fate::Refused)?;
    holds(message.contains(&format!("发给{name}")), &message)?;
    takes(first, &file, Fate::Taken)?;
    let findings = first.book().findings(templates::Pack::shipped().kinds());
    holds(findings.len() == case.expect.fed_back, &format!("{} findings came back", findings.len()))?;
    holds(first.book().records_of("interview").count() == 0, "confidential talks went to the unit")?;
    let finding = findings.first().ok_or("no finding came back")?;
    let (unit, about) = (finding.unit.clone(), Some(finding.id.clone()));
    first.does(Command::NewRecord { form: "rectification".into(), unit, about });
    first.fills(&case.rectification)?;
    let file =
        first.gets_file(Command::HandOut { what: HandOut::Submission, protection: Protection::Office })?;
    takes(office, &file, Fate::Taken)?;
    closes(case, office)
}

/// A unit can only ask for a problem to be closed; the office looks at it and closes it.
fn closes(case: &Case, office: &mut Person) -> Checked {
    let record =
        office.book().records_of("rectification").next().map(|(id, record)| (id.clone(), record.clone()));
    let (id, record) = record.ok_or("no rectification came")?;
    holds(ledger::finding::answer_text(&record, "state") == "申请销号", "the unit closed it itself")?;
    if record.state == ledger::RecordState::Submitted {
        office.does(Command::Record(id.clone(), ledger::life::RecordEvent::Reopen));
    }
    office.does(Command::Go(Route::Record(id.clone(), 0)));
    office.fills(&case.closing)?;
    // What is only chosen closes nothing: the sheet is finished, with everything it asks about the verification.
    office.does(Command::Record(id, ledger::life::RecordEvent::Submit { errors: 0 }));
    Ok(())
}

/// The numbers on the office's pages and in the annual report.
fn the_year_in_numbers(case: &Case, office: &mut Person) -> Checked {
    let expect = &case.expect;
    let (round, stats, in_conflict) = {
        let book = office.book();
        let (id, round) = book.current_round().ok_or("the office has no round")?;
        let pack = templates::Pack::shipped();
        let kinds = pack.kinds();
        let rows = coverage(book, kinds, id, round, case.today);
        (id.clone(), round_stats(book, kinds, id, round, case.today), rows.iter().any(|row| row.in_conflict))
    };
    holds(!in_conflict, "work of different people is in conflict")?;
    let found = [
        ("units", stats.units, expect.units),
        ("reported", stats.reported, expect.reported),
        ("late", stats.late, expect.late),
        ("on site", stats.on_site, expect.on_site),
        ("desk", stats.desk, expect.desk),
        ("findings", stats.findings, expect.findings),
        ("recurrent", stats.recurrent, expect.recurrent),
        ("suggestions", stats.suggestions, expect.suggestions),
        ("closed", stats.closed, expect.closed),
    ];
    let wrong: Vec<String> = found
        .iter()
        .filter(|(_, found, wanted)| found != wanted)
        .map(|(name, found, wanted)| format!("{name}: {found}, expected {wanted}"))
        .collect();
    holds(wrong.is_empty(), &format!("{round}: {}", wrong.join("; ")))?;
    office.does(Command::Compose { letter: "annual-report".into(), unit: None, findings: Vec::new() });
    says(office, &expect.annual_report)?;
    whole_docx(office)
}

/// Takes in a file and says what the person was told about it.
fn takes(person: &mut Person, file: &File, fate: Fate) -> Checked<String> {
    person.does(Command::ClearInbox);
    person.takes_in(Command::TakeIn { name: file.0.clone(), bytes: file.1.clone(), passphrase: None });
    let outcome = person.state.inbox.last().ok_or_else(|| format!("{} left no trace", file.0))?;
    let message = outcome.message.clone();
    let reckoned = templates::text("file.reckoned").split('{').next().unwrap_or_default();
    holds(!message.contains(reckoned), &format!("{}: honest figures are called wrong: {message}", file.0))?;
    holds(outcome.fate == fate, &format!("{}: {:?} instead of {fate:?}: {message}", file.0, outcome.fate))?;
    Ok(message)
}

/// The letter on screen contains these words.
fn says(person: &Person, wanted: &[String]) -> Checked {
    let Route::Letter(id) = &person.state.route else {
        return Err(format!("no letter: {}", person.told()).into());
    };
    let letter = person.book().letter(id).ok_or("the letter is not in the book")?;
    let whole = format!("{}\n{}", serde_json::Value::Object(letter.head.clone()), letter.text);
    let missing: Vec<&String> = wanted.iter().filter(|words| !whole.contains(words.as_str())).collect();
    holds(missing.is_empty(), &format!("the document lacks {missing:?}:\n{whole}"))
}

/// The document on screen becomes a Word file without defects, the same one every time.
fn whole_docx(person: &mut Person) -> Checked {
    let (name, bytes) = person.gets_file(Command::ExportDocx)?;
    let (_, again) = person.gets_file(Command::ExportDocx)?;
    holds(bytes == again, &format!("{name} differs from time to time"))?;
    let defects = export_docx::check(&bytes);
    holds(defects.is_empty(), &format!("{name}: {defects:?}"))
}

fn unit_id(book: &Book, name: &str) -> Checked<EntryId> {
    let found = book.units().find(|(_, unit)| unit.short_name == name).map(|(id, _)| id.clone());
    found.ok_or_else(|| format!("no unit {name}").into())
}

fn record_of(book: &Book, form: &str, unit: &str) -> Checked<EntryId> {
    let unit = unit_id(book, unit)?;
    let found = book.records_of(form).find(|(_, record)| record.unit == unit).map(|(id, _)| id.clone());
    found.ok_or_else(|| format!("no {form}").into())
}

fn holds(condition: bool, otherwise: &str) -> Checked {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}
