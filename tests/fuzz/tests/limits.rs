//! Files with one thing at its limit or one beyond: refused by name, or taken in and then as good as any other: what was
//! opened can be worked with, looked at, saved and opened again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use app::{Command, Effect, HandOut, Moment, Protection, Route, State, update, view};
use exchange::{Keys, Parcel, Seal};
use fuzz::limits::variants;
use fuzz::runs::once;
use fuzz::targets::TARGETS;
use ledger::life::RecordEvent;
use ledger::stored;
use serde_json::{Value, json};

const TODAY: &str = "2026-11-23";

/// Of so many variants one is run; with `DUCHA_LIMITS=all` every one, which takes minutes.
fn one_in(usual: usize) -> usize {
    if std::env::var_os("DUCHA_LIMITS").is_some() { 1 } else { usual }
}

/// Somebody with the application open.
struct Person {
    state: State,
    deeds: u32,
}

impl Person {
    fn new() -> Self {
        Self { state: State::new(TODAY.parse().unwrap()), deeds: 0 }
    }

    fn does(&mut self, command: Command) -> Vec<Effect> {
        self.deeds += 1;
        let mut entropy = [7; 32];
        entropy[..4].copy_from_slice(&self.deeds.to_le_bytes());
        let moment = Moment { today: TODAY.parse().unwrap(), seconds: 9 * 3600 + self.deeds, entropy };
        update(&mut self.state, command, &moment)
    }

    fn takes(&mut self, kind: &str, payload: &Value) {
        let payload = serde_json::to_vec(payload).unwrap();
        let parcel = Parcel { kind: kind.to_owned(), sequence: 1, payload, ..Parcel::default() };
        // What cannot even be sealed cannot come.
        let Ok(bytes) = exchange::seal(&parcel, Seal::Plain, None, [0; 32]) else { return };
        self.does(Command::TakeIn { name: "来件.ducha".to_owned(), bytes, passphrase: None });
        for first in view::first_files(&self.state) {
            self.does(Command::Accept(first.digest));
        }
    }

    /// Looks at every page.
    fn looks_around(&self) {
        let state = &self.state;
        let _ =
            (view::chrome(state), view::task_page(state), view::submit_page(state), view::roster_page(state));
        let _ = (view::units_page(state), view::register_page(state, "records"), view::letters_page(state));
        let _ = (view::round_page(state), view::overview_page(state), view::findings_page(state));
        let _ = (view::rectification_page(state), view::inbox_page(state), view::hand_over_page(state));
        let _ =
            (view::form_page(state), view::problems_page(state), view::search(state, "甲", &|_| Vec::new()));
    }

    /// Saves the book: it must open again, and say the same.
    fn saves(&mut self) {
        let Some(book) = self.state.book.clone() else { return };
        let effects = self.does(Command::SaveBook(None));
        let bytes = effects
            .into_iter()
            .find_map(|effect| if let Effect::Keep { bytes, .. } = effect { Some(bytes) } else { None });
        // A book that cannot be sealed is told; it must still be readable as it is kept on the machine.
        let payload = match bytes {
            Some(bytes) => {
                exchange::open(&bytes, &Keys::default()).expect("a saved book opens").parcel.payload
            }
            None => stored::write(&book).expect("a book can be written"),
        };
        assert!(self.state.notice.is_some() || !payload.is_empty());
        let again = stored::read(&payload).expect("a book that was kept can be read");
        assert_eq!(again.entries, book.entries, "a book is not what was saved of it");
    }
}

fn unit() -> Value {
    json!({"type": "unit", "name": "甲研究所", "short_name": "甲所", "party_name": "甲所党委", "branch": "北京分院",
        "kind": "院属单位党委", "supervised_by": "北京分院分党组", "city": "北京", "note": ""})
}

fn entry(id: &str, version: &str, content: &Value) -> Value {
    let version_content = json!({"author": {"name": "王敏", "organ": "办公室"}, "at": "2026-11-20T09:00:00", "sealed": true,
        "parents": [], "content": content});
    json!({"id": id, "versions": {version: version_content}})
}

fn round() -> Value {
    json!({"type": "round", "year": 2026, "title": "2026年度督查", "office": "办公室", "issuer": "办公室",
        "self_check_due": "2026-12-05", "period_start": "2026-01-01", "period_end": "2026-11-30", "contact": "王敏",
        "units": ["unit-001"], "facts": {"unit-001": {"inspected": true}},
        "catalogue": {"title": "督查内容", "version": "2026.1", "year": 2026, "scoring": {"bands": [{"grade": "好", "min": 90}]},
            "profile_fields": [
                {"key": "kind", "label": "单位类别", "type": "enum", "values": ["院属单位党委"], "required": true},
                {"key": "party_members", "label": "党员总数", "type": "int", "required": true},
                {"key": "branches", "label": "党支部数", "type": "int", "required": true},
                {"key": "research_branches", "label": "科研一线支部数", "type": "int", "required": false},
                {"key": "general_branches", "label": "党总支数", "type": "int", "required": false}],
            "areas": [{"id": "A01", "name": "学习", "weight": 100, "items": [
                {"id": "A01-01", "text": "组织学习", "basis": "条例", "answer_type": "ynp", "weight": 100,
                 "condition": {"text": "全部适用", "expr": null},
                 "options": ["是", "部分", "否", "不适用"], "min_evidence": 1}]}]}})
}

fn task() -> Value {
    json!({"format": "ducha.bundle/1", "purpose": "task", "round": "round-2026-aa",
        "entries": [entry("round-2026-aa", "aa-1", &round()), entry("unit-001", "aa-2", &unit())]})
}

/// Runs what must not end the program, and says with what input it did.
fn holds(what: &str, input: &Value, run: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(run)) {
        let words = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|w| (*w).to_owned()));
        let text: String = input.to_string().chars().take(1500).collect();
        panic!("{what}: {}\n{text}", words.unwrap_or_default());
    }
}

#[test]
fn a_task_at_its_limits_begins_a_book_that_can_be_worked_with() {
    let mut begun = 0;
    let all = variants(&task(), one_in(7));
    for task in &all {
        holds("task", task, || {
            let mut person = Person::new();
            person.takes("task", task);
            let Some(book) = person.state.book.as_ref() else { return };
            begun += 1;
            let chosen = book.units().next().map(|(id, _)| id.clone());
            person.saves();
            let Some(chosen) = chosen else { return };
            person.does(Command::ChooseUnit(chosen));
            let own =
                person.state.book.as_ref().and_then(|book| book.records().next()).map(|(id, _)| id.clone());
            if let Some(own) = own {
                person.does(Command::Go(Route::Record(own.clone(), 0)));
                person.does(Command::Answer { path: "filler".to_owned(), value: "王敏".into() });
                person.does(Command::Record(own, RecordEvent::Submit { errors: 0 }));
            }
            person.looks_around();
            let out = HandOut::Submission;
            person.does(Command::HandOut { what: out, protection: Protection::Plain });
            person.saves();
        });
    }
    assert!(begun > all.len() / 4, "{begun} of {} began a book", all.len());
}

#[test]
fn a_book_at_its_limits_that_opens_can_be_saved_and_opened_again() {
    let book = json!({"format": "ducha.book/1",
        "local": {"replica": "r-1", "counter": 7, "exports": 2,
            "profile": {"role": "office", "person": "王敏", "organ": "办公室", "title": "工作簿"},
            "sent": {"task/round-2026-aa/": {"sequence": 1, "content": "00"}},
            "imports": {"00": {"file": "f", "kind": "task", "sender": "s", "at": "2026-11-20T09:00:00", "entries": ["unit-001"]}},
            "house": {}},
        "entries": [entry("round-2026-aa", "r-1-1", &round()), entry("unit-001", "r-1-2", &unit()),
            entry("record-r-1-3", "r-1-3", &json!({"type": "record", "form": "phone-call/1", "round": "round-2026-aa",
                "unit": "unit-001", "number": "DH-2026-001", "state": "filling", "submitted_on": "", "answers":
                {"called_on": "2026-11-20", "rows": [{"a": 1}]}})),
            entry("letter-r-1-4", "r-1-4", &json!({"type": "letter", "letter": "blank/1", "round": "round-2026-aa",
                "head": {"style": "document", "title": "关于督查的通知"}, "text": "正文。", "state": "draft"}))]});
    let mut opened = 0;
    let all = variants(&book, one_in(11));
    for book in &all {
        holds("book", book, || {
            let mut person = Person::new();
            person.takes("book", book);
            if person.state.book.is_none() {
                return;
            }
            opened += 1;
            person.looks_around();
            person.saves();
            let unit =
                person.state.book.as_ref().and_then(|book| book.units().next()).map(|(id, _)| id.clone());
            if let Some(unit) = unit {
                person.does(Command::NewRecord { form: "phone-call".to_owned(), unit, about: None });
            }
            person.does(Command::EditProfile { field: "person".to_owned(), value: "李红".to_owned() });
            person.does(Command::HandOut { what: HandOut::Task, protection: Protection::Plain });
            person.looks_around();
            person.saves();
        });
    }
    assert!(opened > all.len() / 4, "{opened} of {} opened", all.len());
}

/// The targets of the fuzzer hold every law they know over values at their limits.
#[test]
fn forms_catalogues_bundles_and_books_at_their_limits_hold_the_laws() {
    let run = |name: &str, input: &Value| {
        let target = TARGETS.iter().find(|target| target.name == name).unwrap();
        let bytes = serde_json::to_vec(input).unwrap();
        if let Err(what) = once(target, &bytes) {
            let text: String = input.to_string().chars().take(1500).collect();
            panic!("{name}: {what}\n{text}");
        }
    };
    let form = json!({"form": "x/1", "title": "t", "confidential": false, "sections": [{"id": "s", "title": "s", "fields": [
        {"id": "a", "kind": "text", "label": "a", "required": true, "default": "today", "min_length": 1, "max_length": 9},
        {"id": "b", "kind": "number", "label": "b", "value": "c|length", "min": 0, "max": 9, "unit": "次"},
        {"id": "c", "kind": "table", "label": "c", "relevant": "a", "min": 1, "max": 3, "columns": [
            {"id": "a2", "kind": "date", "label": "x", "constraint": "a2 <= today", "message": "m"}]},
        {"id": "d", "kind": "choice", "label": "d", "choices": ["x", "y"]}]}],
        "checks": [{"when": "b > 3", "severity": "error", "message": "m"}], "bands": [{"grade": "好", "min": 90}]});
    variants(&form, one_in(5)).iter().for_each(|form| run("json_form", form));
    variants(&round()["catalogue"], one_in(5)).iter().for_each(|catalogue| run("json_form", catalogue));
    variants(&task(), one_in(5)).iter().for_each(|bundle| run("book", bundle));
}

#[test]
fn a_roster_at_its_limits_is_read_or_told() {
    let target = TARGETS.iter().find(|target| target.name == "roster_csv").unwrap();
    let head = "单位全称,简称,分院,类别,督查单位,所在地,备注";
    let mut texts = Vec::new();
    for length in [0, 1, 127, 128, 129, 499, 500, 501, 5000] {
        for column in 0..7 {
            let mut cells = ["甲所", "甲", "", "", "", "", ""].map(str::to_owned);
            cells[column] = "督".repeat(length);
            texts.push(format!("{head}\n{}\n", cells.join(",")));
        }
        texts.push(format!("{}\n甲所\n", "名".repeat(length)));
    }
    for columns in [1, 99, 100, 101, 1000] {
        texts.push(format!("{head}{}\n甲所{}\n", ",x".repeat(columns), ",y".repeat(columns)));
        texts.push(format!("{}单位全称\n{}甲所\n", "x,".repeat(columns), "y,".repeat(columns)));
    }
    for rows in [4999, 5000, 5001] {
        texts.push(format!(
            "{head}\n{}",
            (0..rows).map(|row| format!("所{row},所{row}\n")).collect::<String>()
        ));
    }
    for size in [(4 << 20) - 1, 4 << 20, (4 << 20) + 1] {
        texts.push(format!("{head}\n{}", "x".repeat(size - head.len() - 1)));
    }
    for text in texts {
        let what = once(target, text.as_bytes());
        assert!(what.is_ok(), "{what:?}: {}", text.chars().take(200).collect::<String>());
    }
}

/// The header of a file: what stands in it is refused by name beyond its limits.
#[test]
fn a_header_at_its_limits_is_refused_by_name_or_opens() {
    let target = TARGETS.iter().find(|target| target.name == "exchange_file").unwrap();
    let parcel = Parcel {
        kind: "task".to_owned(),
        sender: "办公室".to_owned(),
        sequence: 1,
        made: "2026-11-20T09:00:00".to_owned(),
        about: [("round".to_owned(), "round-2026-aa".to_owned())].into(),
        payload: b"{}".to_vec(),
        ..Parcel::default()
    };
    let file = exchange::seal(&parcel, Seal::Plain, None, [0; 32]).unwrap();
    let content = file.splitn(3, |byte| *byte == b'\n').nth(2).unwrap();
    let length = usize::try_from(u32::from_be_bytes(*content.first_chunk().unwrap())).unwrap();
    let (header, rest) = content[4..].split_at(length);
    for header in variants(&serde_json::from_slice(header).unwrap(), 1) {
        let header = serde_json::to_vec(&header).unwrap();
        let length = u32::try_from(header.len()).unwrap().to_be_bytes();
        let input = [b"C".as_slice(), &length, &header, rest].concat();
        let what = once(target, &input);
        assert!(
            what.is_ok(),
            "{what:?}: {}",
            String::from_utf8_lossy(&header).chars().take(600).collect::<String>()
        );
    }
}
