//! The day a self-check counts as handed in, file by file: `suite/authority/handed.json` says what a file gives for days and what
//! follows from them. The book is closed and opened once more before it is asked, for what it has to keep of a file.

use std::collections::BTreeSet;
use std::path::Path;

use app::{Command, Fate};
use exchange::{Parcel, Seal, derive_signing_key};
use ledger::handed::Arrivals;
use ledger::merge::Purpose;
use ledger::{Book, Content, Entry, EntryId, Record, RecordState, Sender, VersionId};
use libtest_mimic::Failed;
use serde::Deserialize;

use super::attack::{bundle, prepared, written};
use super::desk::Desk;

const ROUND: &str = "round-2026-office";
const UNIT: &str = "unit-010";
const ID: &str = "self-check-round-2026-office-unit-010";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    opened: String,
    due: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    claim: String,
    /// The day the unit gives.
    says: String,
    /// Day of the version, and of the file.
    written: String,
    made: String,
    /// Days on which the office takes the file in.
    came: Vec<String>,
    /// The day that counts, and whether the unit's own is shown beside it.
    counts: String,
    both: bool,
}

pub(crate) fn run(folder: &Path) -> Result<(), Failed> {
    let suite: Suite = serde_json::from_str(&std::fs::read_to_string(folder.join("handed.json"))?)?;
    let office = std::fs::read(folder.join("office-sample.ducha"))?;
    for case in &suite.cases {
        let mut desk = prepared(office.clone());
        begin(desk.state.book.as_mut().expect("the office has a book"), &suite);
        for came in &case.came {
            desk.state.today = came.parse()?;
            let (fate, said) = desk.takes("自查.ducha", file(case));
            if !matches!(fate, Fate::Taken | Fate::Same) {
                return Err(format!("{}: {fate:?}: {said}", case.claim).into());
            }
        }
        let book = opened_again(desk)?;
        let record = book.record(&ID.into()).ok_or("the self-check is not there")?;
        let round = (&EntryId::from(ROUND), book.round(&ROUND.into()).ok_or("the round is not there")?);
        let handed = Arrivals::of(&book).handed(&book, round, &ID.into(), record);
        let handed = handed.ok_or_else(|| format!("{}: no day", case.claim))?;
        if (handed.on.to_string(), handed.claimed.is_some()) != (case.counts.clone(), case.both) {
            return Err(format!("{}: {handed:?}", case.claim).into());
        }
    }
    Ok(())
}

/// The round as if it had been opened on that day, with that deadline.
fn begin(book: &mut Book, suite: &Suite) {
    for entry in book.entries.values_mut().filter(|entry| entry.id.0 == ROUND) {
        for version in entry.versions.values_mut() {
            version.at = format!("{}T09:00:00", suite.opened);
            if let Content::Round(round) = &mut version.content {
                round.self_check_due.clone_from(&suite.due);
            }
        }
    }
}

fn file(case: &Case) -> Vec<u8> {
    let record = Record {
        form: "self-check/1".into(),
        round: ROUND.into(),
        unit: UNIT.into(),
        state: RecordState::Submitted,
        submitted_on: case.says.clone(),
        ..Record::default()
    };
    let mut version = written("某", BTreeSet::new(), Content::Record(record));
    version.at = format!("{}T10:00:00", case.written);
    let entry = Entry { id: ID.into(), versions: [(VersionId("u-1".into()), version)].into() };
    let bundle = bundle(Purpose::Submission, Some(UNIT.into()), vec![entry]);
    let about = [("role", "unit"), ("round", ROUND), ("unit", UNIT)];
    let parcel = Parcel {
        kind: "submission".into(),
        made: if case.made.is_empty() { String::new() } else { format!("{}T10:30:00", case.made) },
        sequence: 1,
        about: about.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        payload: serde_json::to_vec(&bundle).expect("a bundle can be written"),
        ..Parcel::default()
    };
    let number = super::attack::key_of(&Sender::unit(&UNIT.into()));
    let key = derive_signing_key([number.wrapping_add(100); 32]);
    exchange::seal(&parcel, Seal::Plain, Some(&key), [5; 32]).expect("it can be sealed")
}

/// The book after it was saved as a file and opened on another machine.
fn opened_again(mut desk: Desk) -> Result<Book, Failed> {
    let kept = desk
        .does(Command::SaveBook(None))
        .into_iter()
        .find_map(|effect| if let app::Effect::Keep { bytes, .. } = effect { Some(bytes) } else { None });
    let bytes = kept.ok_or("the book gives no file")?;
    Ok(Desk::with(bytes).book().clone())
}
