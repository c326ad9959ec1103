//! Hostile input made here: what a stranger would make who knows the formats.

use app::{Command, Fate};
use exchange::{Parcel, Seal, seal};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::office::Office;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("a bundle with names no book gives is refused by name", strange_names),
        Trial::test("a bundle about a year outside history is refused by name", strange_year),
        Trial::test(
            "a task with names as long as names can be begins a unit's book that can be kept",
            long_names,
        ),
        Trial::test("a text that could not be saved is not taken", long_texts),
        Trial::test("a large picture is saved with the book and comes back", large_picture),
        Trial::test(
            "more pictures than a file holds are not taken, and the book can still be saved",
            many_pictures,
        ),
        Trial::test("locked files are kept for their passphrase up to a limit", locked_files),
        Trial::test("what looks like a formula in a roster stays a name", formulas),
    ]
}

/// A submission with one entry.
fn bundle(office: &Office, entry: &Value) -> Vec<u8> {
    let (round, unit) = whose(office);
    let bundle = json!({"format": "ducha.bundle/1", "purpose": "submission", "round": round, "unit": unit,
        "entries": [entry]});
    let payload = serde_json::to_vec(&bundle).unwrap();
    let parcel = Parcel { kind: "submission".to_owned(), sequence: 1, payload, ..Parcel::default() };
    seal(&parcel, Seal::Plain, None, [0; 32]).unwrap()
}

/// The round, and a unit that reports to the office.
fn whose(office: &Office) -> (String, String) {
    let book = office.state.book.as_ref().unwrap();
    (book.current_round().unwrap().0.to_string(), book.units().next().unwrap().0.to_string())
}

fn entry(id: &str, content: &Value) -> Value {
    let version =
        json!({"author": {"name": "", "organ": ""}, "at": "2026-11-20T09:00:00", "content": content});
    json!({"id": id, "versions": {"r9-1": version}})
}

fn refused(office: &mut Office, entry: &Value) -> Result<(), Failed> {
    let file = bundle(office, entry);
    match office.takes_in("报送.ducha", file) {
        (Fate::Refused, message) if message.contains("年度或编号") => Ok(()),
        (fate, message) => Err(format!("{fate:?} {message}").into()),
    }
}

fn strange_names() -> Result<(), Failed> {
    let unit =
        json!({"type": "unit", "name": "甲所", "short_name": "甲", "party_name": "甲党委", "kind": ""});
    let mut office = Office::new();
    ["", "../../x", "<img src=x onerror=alert(1)>", "constructor()", "单位", "a\u{202e}b"]
        .iter()
        .try_for_each(|id| refused(&mut office, &entry(id, &unit)))?;
    let (round, of) = whose(&office);
    let record =
        json!({"type": "record", "form": "rectification/1", "round": round, "unit": of, "answers": {}});
    let file = bundle(&office, &entry("rectification-9", &record));
    let (fate, message) = office.takes_in("报送.ducha", file);
    if fate == Fate::Taken { Ok(()) } else { Err(format!("{fate:?} {message}").into()) }
}

fn strange_year() -> Result<(), Failed> {
    let round = |year: i32| {
        json!({"type": "round", "year": year, "title": "", "office": "", "self_check_due": "", "period_start": "",
            "period_end": "", "catalogue": {}})
    };
    let mut office = Office::new();
    let mut years = [i32::MIN, -1, 0, 99_999, i32::MAX].iter();
    years.try_for_each(|year| refused(&mut office, &entry("round-9", &round(*year))))
}

/// A task file about a round and a unit with these names.
fn task(round: &str, unit: &str) -> Vec<u8> {
    let round_content = json!({"type": "round", "year": 2027, "title": "", "office": "", "self_check_due": "2027-12-01",
        "period_start": "2027-01-01", "period_end": "2027-11-30", "catalogue": null});
    let unit_content =
        json!({"type": "unit", "name": "甲所", "short_name": "甲", "party_name": "甲党委", "kind": ""});
    let bundle = json!({"format": "ducha.bundle/1", "purpose": "task", "round": round,
        "entries": [entry(round, &round_content), entry(unit, &unit_content)]});
    let payload = serde_json::to_vec(&bundle).unwrap();
    let parcel = Parcel { kind: "task".to_owned(), sequence: 1, payload, ..Parcel::default() };
    seal(&parcel, Seal::Plain, None, [0; 32]).unwrap()
}

/// Ids that are made of ids must fit, whatever length the ids have that came.
fn long_names() -> Result<(), Failed> {
    for length in [1, 60, 99, 100, 119, 120, 121, 127, 128, 129] {
        let (round, unit) = ("r".repeat(length), "u".repeat(length));
        let mut office = Office::new();
        office.does(Command::CloseBook);
        office.does(Command::TakeIn {
            name: "任务.ducha".to_owned(),
            bytes: task(&round, &unit),
            passphrase: None,
        });
        if length > 128 {
            let told = office.state.inbox.last().map(|outcome| (outcome.fate, outcome.message.clone()));
            let refused =
                told.is_some_and(|(fate, words)| fate == Fate::Refused && words.contains("年度或编号"));
            if !refused || office.state.book.is_some() {
                return Err(format!("{length}: {}", office.told()).into());
            }
            continue;
        }
        office.does(Command::ChooseUnit(unit.as_str().into()));
        if reopened(&mut office)?.records_of("self-check").count() != 1 {
            return Err(format!("{length}: {}", office.told()).into());
        }
    }
    // The file that once ended the program.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/suite/hostile/task-round-id-120.ducha");
    let mut unit = Office::new();
    unit.does(Command::CloseBook);
    unit.does(Command::Start {
        role: ledger::Role::Unit,
        person: String::new(),
        organ: String::new(),
        unit: Some("unit-001".into()),
    });
    let (fate, message) = unit.takes_in("任务.ducha", std::fs::read(path)?);
    let own = |book: &ledger::Book| {
        book.records_of("self-check").filter(|(_, record)| record.round.0.len() == 120).count()
    };
    let kept = reopened(&mut unit)?;
    if fate == Fate::Taken && own(&kept) == 1 { Ok(()) } else { Err(format!("{fate:?} {message}").into()) }
}

fn long_texts() -> Result<(), Failed> {
    let mut office = Office::writing();
    let long = "督".repeat(400_000);
    for command in [
        Command::LetterText(long.clone()),
        Command::LetterHead { key: "title".to_owned(), value: long.clone() },
        Command::EditProfile { field: "organ".to_owned(), value: long.clone() },
        Command::EditRound { field: "title".to_owned(), value: long },
    ] {
        let before = office.book();
        office.does(command);
        if office.book() != before || !office.told().contains("未写入") {
            return Err(office.told().into());
        }
    }
    // The longest text that is taken can be saved and opened.
    office.does(Command::LetterText("督查。\n".repeat(90_000)));
    reopened(&mut office).map(drop)
}

/// Saves the book and opens the file.
fn reopened(office: &mut Office) -> Result<ledger::Book, Failed> {
    let file = office.gets(Command::SaveBook(None))?;
    let opened = exchange::open(&file, &exchange::Keys::default()).map_err(|error| error.code())?;
    Ok(ledger::stored::read(&opened.parcel.payload).map_err(|error| error.to_string())?)
}

/// A file that begins as a PNG and is as long as wanted; its bytes hardly compress, as those of a picture.
fn picture(bytes: usize) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\x01\0\x08\x02\0\0\0".to_vec();
    let mut state = 1_u32;
    file.extend((0..bytes).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    }));
    file
}

fn large_picture() -> Result<(), Failed> {
    let mut office = Office::writing();
    let bytes = picture(9 << 20);
    office.does(Command::AddPicture { name: "现场.png".to_owned(), bytes: bytes.clone() });
    let book = reopened(&mut office)?;
    let shown = book.letters().find_map(|(_, letter)| book.picture(letter, "现场.png"));
    if shown == Some(bytes) { Ok(()) } else { Err("the picture is another one".into()) }
}

fn many_pictures() -> Result<(), Failed> {
    let mut office = Office::writing();
    for number in 0..5 {
        office.does(Command::AddPicture { name: format!("{number}.png"), bytes: picture(9 << 20) });
    }
    if !office.told().contains("36 MB") {
        return Err(office.told().into());
    }
    reopened(&mut office).map(drop)
}

fn formulas() -> Result<(), Failed> {
    let mut office = Office::new();
    let name = "=HYPERLINK(\"http://x\",\"甲\")";
    let cell = name.replace('"', "\"\"");
    let text = format!("unit_name,short_name,kind\n\"{cell}\",@甲,院属单位党委\n");
    office.does(Command::TakeInText { name: "名册.csv".to_owned(), text });
    office.does(Command::TakeRoster { only: false });
    let book = reopened(&mut office)?;
    let kept = book.units().any(|(_, unit)| unit.name == name && unit.short_name == "@甲");
    if kept { Ok(()) } else { Err(office.told().into()) }
}

/// Files of 60 MB that begin as one with a passphrase does: the third is more than is kept.
fn locked_files() -> Result<(), Failed> {
    let parcel =
        Parcel { kind: "book".to_owned(), sequence: 1, payload: b"{}".to_vec(), ..Parcel::default() };
    let sealed = seal(&parcel, Seal::Passphrase("口令"), None, [0; 32]).unwrap();
    let mut office = Office::new();
    office.does(Command::ClearInbox);
    for number in 0..3_u8 {
        let mut bytes = sealed.clone();
        bytes.resize(60_000_000, number);
        office.does(Command::TakeIn { name: format!("{number}.ducha"), bytes, passphrase: None });
    }
    let fates: Vec<Fate> = office.state.inbox.iter().map(|outcome| outcome.fate).collect();
    if fates == [Fate::Locked, Fate::Locked, Fate::Refused] {
        Ok(())
    } else {
        Err(format!("{fates:?}").into())
    }
}
