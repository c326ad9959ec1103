//! Files of every version ever shipped open, and nothing in them is lost.
//!
//! `suite/stored/<format>/` holds files as some version wrote them; they are never made anew. A book is read and written again:
//! whatever stood in it stands in what is written. An exchange file is taken in by whoever gets such files: every version it
//! carries is in their book afterwards.

#![allow(clippy::unwrap_used, reason = "a test that meets a surprise should stop there")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::{Command, Fate, Moment, State, update};
use form::{Answers, Catalogue, Code, Form, expand};
use ledger::book::form_name;
use ledger::{Book, Bundle, EntryId, stored};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use templates::Pack;

/// Files there have ever been. A file that is missing is a version that is no longer opened.
const FILES: usize = 19;

fn main() {
    let arguments = Arguments::from_args();
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/stored");
    let mut paths: Vec<PathBuf> = folders(&suite).iter().flat_map(|folder| files(folder)).collect();
    paths.sort();
    assert!(paths.len() >= FILES, "the suite has shrunk to {} files", paths.len());
    let trials = paths.into_iter().map(|path| {
        let name = path.strip_prefix(&suite).unwrap_or(&path).display().to_string();
        Trial::test(name, move || opens(&path))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the suite is there").flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the suite").flatten();
    let all = entries.map(|entry| entry.path());
    all.filter(|path| path.extension().is_some_and(|extension| extension == "ducha")).collect()
}

fn moment() -> Moment {
    Moment { today: "2026-12-01".parse().expect("a day"), seconds: 36_000, entropy: [5; 32] }
}

fn opens(path: &Path) -> Result<(), Failed> {
    let bytes = std::fs::read(path)?;
    let opened = exchange::open(&bytes, &exchange::Keys::default()).map_err(|error| error.to_string())?;
    if opened.parcel.kind == "book" {
        book_opens(bytes, &opened.parcel.payload)
    } else {
        bundle_is_taken_in(path, bytes, &opened.parcel.payload)
    }
}

/// The book comes on screen, and is written with everything it held.
fn book_opens(bytes: Vec<u8>, payload: &[u8]) -> Result<(), Failed> {
    let mut state = State::new(moment().today);
    update(&mut state, Command::TakeIn { name: "book".into(), bytes, passphrase: None }, &moment());
    let book = state.book.as_ref().ok_or_else(|| format!("not opened: {:?}", state.notice))?;
    if book.entries.is_empty() {
        return Err("the book is empty".into());
    }
    words_are_known(book)?;
    let (before, after) = (value(payload)?, value(&stored::write(book).map_err(|error| error.to_string())?)?);
    lost(&before, &after, "book").map_or(Ok(()), |what| Err(format!("lost: {what}").into()))
}

/// Options are called otherwise from time to time; whatever was chosen under an earlier name is still an option.
fn words_are_known(book: &Book) -> Result<(), Failed> {
    let pack = Pack::shipped();
    let mut unknown = Vec::new();
    for (id, record) in book.records() {
        let round = book.round(&record.round).ok_or_else(|| format!("{id} has no round"))?;
        let definition = pack.form(form_name(&record.form)).map_err(|error| error.message())?;
        let catalogue: Catalogue = serde_json::from_value(round.catalogue.clone())?;
        let form =
            expand(&definition, &catalogue, None).and_then(Form::new).map_err(|error| error.to_string())?;
        let today = BTreeMap::from([("today".to_owned(), Value::from("2026-12-01"))]);
        let live = form.open(Answers(record.answers.clone()), &today);
        let lost = live.problems().filter(|problem| problem.code == Code::NotAChoice);
        unknown.extend(lost.map(|problem| format!("{id} {}", problem.path)));
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(format!("no option any more: {}", unknown.join(", ")).into())
    }
}

fn value(bytes: &[u8]) -> Result<Value, Failed> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string().into())
}

/// What stands in one value and not in the other; a later version may write more, never less.
fn lost(before: &Value, after: &Value, at: &str) -> Option<String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => before.iter().find_map(|(key, value)| {
            let at = format!("{at}.{key}");
            after.get(key).map_or_else(|| Some(at.clone()), |after| lost(value, after, &at))
        }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(number, (a, b))| lost(a, b, &format!("{at}[{number}]")))
        }
        _ => (before != after).then(|| format!("{at}: {before} became {after}")),
    }
}

/// What earlier versions sent along and nobody takes in any more: units sent the letters back that they had received.
const LEFT_OUT: [(&str, &str); 2] = [
    ("bundle-1/submission-signed.ducha", "feedback-letter-office-142"),
    ("bundle-1/submission-unsigned.ducha", "feedback-letter-office-142"),
];

/// Whoever gets such files takes it in; every version it carries is in their book, as it was.
fn bundle_is_taken_in(path: &Path, bytes: Vec<u8>, payload: &[u8]) -> Result<(), Failed> {
    let bundle: Bundle = serde_json::from_slice(payload).map_err(|error| error.to_string())?;
    let mut state = State::new(moment().today);
    let reader = match bundle.purpose {
        ledger::Purpose::Task | ledger::Purpose::Team => None,
        ledger::Purpose::Submission | ledger::Purpose::Records => Some("office.ducha"),
        ledger::Purpose::Feedback => Some("unit.ducha"),
    };
    if let Some(reader) = reader {
        let bytes = std::fs::read(path.with_file_name("readers").join(reader))?;
        update(&mut state, Command::TakeIn { name: reader.into(), bytes, passphrase: None }, &moment());
    }
    let file = Command::TakeIn { name: "file".into(), bytes, passphrase: None };
    tests::first::take_in(&mut state, file, &moment());
    let fate = state.inbox.last().map(|outcome| (outcome.fate, outcome.message.clone()));
    let wrong = fate.filter(|(fate, _)| !matches!(fate, Fate::Taken | Fate::Newer | Fate::Conflict));
    if let Some((fate, message)) = wrong {
        return Err(format!("{fate:?}: {message}").into());
    }
    let book = state.book.as_ref().ok_or("no book")?;
    let left_out = LEFT_OUT.iter().filter(|(file, _)| path.ends_with(file));
    let left_out: Vec<EntryId> = left_out.map(|(_, id)| (*id).into()).collect();
    if left_out.iter().any(|id| book.entries.contains_key(id)) {
        return Err("a letter of the office came from a unit".into());
    }
    holds(book, &Bundle { entries: without(bundle.entries, &left_out), ..bundle })
}

fn without(entries: Vec<ledger::Entry>, left_out: &[EntryId]) -> Vec<ledger::Entry> {
    entries.into_iter().filter(|entry| !left_out.contains(&entry.id)).collect()
}

fn holds(book: &Book, bundle: &Bundle) -> Result<(), Failed> {
    if bundle.entries.is_empty() {
        return Err("the file is empty".into());
    }
    for entry in &bundle.entries {
        let held = book.entries.get(&entry.id).ok_or_else(|| format!("{} is not in the book", entry.id))?;
        for (id, version) in &entry.versions {
            let found = held.versions.get(id).is_some_and(|known| known.content == version.content);
            if !found {
                return Err(format!("{} {} is not as it was", entry.id, id.0).into());
            }
        }
    }
    Ok(())
}
