//! Files that come in: opened, checked, merged; each gets a plain account of what became of it.

use std::rc::Rc;

use exchange::{Keys, OpenError, Opened};
use ledger::merge::{Bundle, BundleError, MergeReport, Outcome, Purpose};
use ledger::{Change, EntryId, Import, Role, stored};
use templates::{text, text_with};

use super::{book, change};
use crate::effect::Effect;
use crate::limits;
use crate::moment::Moment;
use crate::state::{Fate, FileOutcome, State};
use crate::view::Tone;

/// Takes in one file. Whatever it is, nothing else is disturbed and the user is told what became of it.
pub(super) fn take_in(
    state: &mut State,
    name: &str,
    bytes: Vec<u8>,
    passphrase: Option<&str>,
    moment: &Moment,
) -> Vec<Effect> {
    // A second try with a passphrase replaces the first outcome of the same file.
    let held: Rc<[u8]> = if bytes.is_empty() { held(state, name) } else { bytes.into() };
    state.inbox.retain(|outcome| !(outcome.file == name && outcome.fate == Fate::Locked));
    match open(state, &held, passphrase) {
        Err(refusal) if refusal.locked && held_bytes(state) + held.len() > limits::HELD => {
            refuse(state, name, text("file.too_many_locked").to_owned())
        }
        Err(refusal) => {
            let locked = refusal.locked;
            let fate = if locked { Fate::Locked } else { Fate::Refused };
            tell(state, name, fate, refusal.message, locked.then_some(held));
            Vec::new()
        }
        Ok(opened) => accept(state, name, &opened, moment),
    }
}

fn held(state: &State, name: &str) -> Rc<[u8]> {
    let found = state.inbox.iter().find(|o| o.file == name && o.held.is_some());
    found.and_then(|outcome| outcome.held.clone()).unwrap_or_else(|| Rc::from(Vec::new()))
}

/// Bytes of the files that wait for a passphrase.
fn held_bytes(state: &State) -> usize {
    state.inbox.iter().filter_map(|outcome| outcome.held.as_ref()).map(|held| held.len()).sum()
}

struct Refusal {
    locked: bool,
    message: String,
}

fn open(state: &State, bytes: &[u8], passphrase: Option<&str>) -> Result<Opened, Refusal> {
    let secret = state.book.as_ref().map(|book| book.local.secret_key.as_str()).unwrap_or_default();
    let identities: Vec<exchange::SecretKey> = secret.parse().into_iter().collect();
    // `exchange::open` has checked size, depth, counts and duplicate keys of the document before anybody reads it.
    exchange::open(bytes, &Keys { passphrase, identities: &identities })
        .map_err(|error| Refusal { locked: can_be_unlocked(&error), message: error.message().to_string() })
}

/// Whether another passphrase may open the file.
fn can_be_unlocked(error: &OpenError) -> bool {
    matches!(error, OpenError::PassphraseNeeded | OpenError::PassphraseWrong)
}

fn accept(state: &mut State, name: &str, opened: &Opened, moment: &Moment) -> Vec<Effect> {
    if opened.parcel.kind == "book" {
        return open_book(state, name, opened);
    }
    let bundle = match Bundle::read(&opened.parcel.payload) {
        Ok(bundle) => bundle,
        Err(BundleError::Malformed) => return refuse(state, name, text("file.not_a_bundle").to_owned()),
        Err(BundleError::TooNew) => return refuse(state, name, text("file.too_new").to_owned()),
        Err(BundleError::Unsound(_)) => return refuse(state, name, text("file.unsound").to_owned()),
    };
    if state.book.is_none() {
        // On the start page a task file begins a book; anything else needs one first.
        return begin_from_task(state, name, opened, bundle, moment);
    }
    if let Some(reason) = misplaced(state, &bundle) {
        return refuse(state, name, reason.to_owned());
    }
    merge(state, name, opened, bundle, moment)
}

fn open_book(state: &mut State, name: &str, opened: &Opened) -> Vec<Effect> {
    if state.book.is_some() {
        return refuse(state, name, text("file.book_while_open").to_owned());
    }
    match stored::read(&opened.parcel.payload) {
        Ok(read) => {
            let role = read.local.profile.role;
            state.book = Some(read);
            let effects = book::begin(state, role);
            state.unsaved_to_file = false;
            effects
        }
        Err(stored::StoredError::TooNew(_)) => refuse(state, name, text("file.too_new").to_owned()),
        Err(stored::StoredError::Malformed(_)) => refuse(state, name, text("file.not_a_book").to_owned()),
    }
}

/// A task or team file on the start page begins an inspector's book, or waits for the unit to name itself.
fn begin_from_task(
    state: &mut State,
    name: &str,
    opened: &Opened,
    bundle: Bundle,
    moment: &Moment,
) -> Vec<Effect> {
    let role = match bundle.purpose {
        Purpose::Task => Role::Unit,
        Purpose::Team => Role::Inspector,
        Purpose::Submission | Purpose::Records | Purpose::Feedback => {
            return refuse(state, name, text("file.needs_a_book").to_owned());
        }
    };
    let mut fresh = ledger::Book::default();
    fresh.local.replica = moment.replica();
    fresh.local.profile.role = role;
    fresh.local.profile.title = text("book.untitled").to_owned();
    state.book = Some(fresh);
    merge(state, name, opened, bundle, moment);
    let effects = book::begin(state, role);
    state.say_term(Tone::Good, if role == Role::Unit { "task.choose_unit" } else { "team.begun" });
    effects
}

/// Why a file does not belong in this book; `None` when it does.
fn misplaced(state: &State, bundle: &Bundle) -> Option<&'static str> {
    let book = state.book.as_ref()?;
    match (book.local.profile.role, bundle.purpose) {
        (Role::Unit, Purpose::Submission | Purpose::Records | Purpose::Team) => {
            Some(text("file.not_for_unit"))
        }
        (Role::Unit, Purpose::Feedback) if bundle.unit != book.local.profile.unit => {
            Some(text("file.other_unit"))
        }
        (Role::Unit | Role::Inspector, Purpose::Task | Purpose::Team | Purpose::Feedback)
        | (Role::Inspector, Purpose::Submission | Purpose::Records) => None,
        (Role::Office, _) if book.round(&bundle.round).is_none() => Some(text("file.other_round")),
        (Role::Office, _) => None,
    }
}

fn merge(state: &mut State, name: &str, opened: &Opened, bundle: Bundle, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let digest: String = opened.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let report = book.foresee(&bundle.entries);
    let fate = fate(&report, book.local.imports.contains_key(&digest));
    let message = account(state, &report, &bundle, fate, opened);
    tell(state, name, fate, message, None);
    if fate == Fate::Same {
        return Vec::new();
    }
    let import = Import {
        file: name.to_owned(),
        kind: opened.parcel.kind.clone(),
        sender: opened.parcel.sender.clone(),
        at: moment.stamp(),
        entries: bundle.entries.iter().map(|entry| entry.id.clone()).collect(),
    };
    let mut effects = change(state, Change::Merge { entries: bundle.entries, digest, import }, moment);
    if bundle.purpose == Purpose::Task {
        effects.extend(follow_task(state, moment));
    }
    effects
}

/// A unit that is already known gets its self-check in the new round at once.
fn follow_task(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(unit) = state.book.as_ref().and_then(|book| book.local.profile.unit.clone()) else {
        return Vec::new();
    };
    book::open_self_check(state, &unit, moment);
    vec![Effect::Restart]
}

fn fate(report: &MergeReport, seen: bool) -> Fate {
    let has = |wanted: fn(&Outcome) -> bool| report.outcomes.values().any(wanted);
    if seen || report.nothing_new() {
        Fate::Same
    } else if has(|o| *o == Outcome::Conflict) {
        Fate::Conflict
    } else if has(|o| matches!(o, Outcome::Newer { .. })) {
        Fate::Newer
    } else {
        Fate::Taken
    }
}

fn account(state: &State, report: &MergeReport, bundle: &Bundle, fate: Fate, opened: &Opened) -> String {
    let differences: usize = report
        .outcomes
        .values()
        .map(|outcome| if let Outcome::Newer { differences } = outcome { *differences } else { 0 })
        .sum();
    let new = report.outcomes.values().filter(|o| **o == Outcome::New).count();
    let who = bundle.unit.as_ref().map_or_else(|| opened.parcel.sender.clone(), |unit| state.unit_name(unit));
    let facts =
        [("who", who.as_str()), ("count", &new.to_string()), ("differences", &differences.to_string())];
    let key = match fate {
        Fate::Same => "file.same",
        Fate::Newer => "file.newer",
        Fate::Conflict => "file.conflict",
        Fate::Taken | Fate::Locked | Fate::Refused => "file.taken",
    };
    text_with(key, &facts)
}

fn refuse(state: &mut State, name: &str, reason: String) -> Vec<Effect> {
    tell(state, name, Fate::Refused, reason, None);
    Vec::new()
}

fn tell(state: &mut State, name: &str, fate: Fate, message: String, held: Option<Rc<[u8]>>) {
    // On pages without a list of files the same words stand in the notice.
    let tone = match fate {
        Fate::Taken | Fate::Newer => Tone::Good,
        Fate::Same => Tone::Plain,
        Fate::Conflict | Fate::Locked => Tone::Warn,
        Fate::Refused => Tone::Bad,
    };
    state.say(tone, format!("{name}：{message}"));
    state.inbox.push(FileOutcome { file: name.to_owned(), fate, message, held });
}

/// The unit of a book that began from a task file names itself.
pub(super) fn choose_unit(state: &mut State, unit: &EntryId, moment: &Moment) -> Vec<Effect> {
    let Some(known) = state.book.as_ref().and_then(|book| book.unit(unit)).cloned() else {
        return Vec::new();
    };
    if let Some(book) = state.book.as_mut() {
        book.local.profile.unit = Some(unit.clone());
        book.local.profile.organ.clone_from(&known.party_name);
        book.local.profile.title = known.party_name;
    }
    book::open_self_check(state, unit, moment);
    state.notice = None;
    vec![Effect::Restart]
}
