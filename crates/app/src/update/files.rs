//! Files that come in: opened, and sent where they belong; each gets a plain account of what became of it.

use std::rc::Rc;

use exchange::{Keys, OpenError, Opened};
use ledger::merge::{Bundle, BundleError, Purpose};
use ledger::{EntryId, Role, stored};
use templates::{text, text_with};

use super::merging::{Arriving, Asked};
use super::{addressed, book, dropped, merging};
use crate::effect::Effect;
use crate::limits;
use crate::moment::Moment;
use crate::state::{Fate, FileOutcome, State, Waiting};
use crate::view::Tone;

/// Takes in one file. Whatever it is, nothing else is disturbed and the user is told what became of it.
pub(super) fn take_in(
    state: &mut State,
    name: &str,
    bytes: Vec<u8>,
    passphrase: Option<&str>,
    moment: &Moment,
) -> Vec<Effect> {
    let kind = dropped::kind(name, &bytes);
    if kind != dropped::Kind::Exchange {
        return dropped::take(state, name, kind, bytes, moment);
    }
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
            let held = locked.then_some(Waiting::Locked(held));
            put(state, FileOutcome { held, ..FileOutcome::of(name, fate, refusal.message) });
            Vec::new()
        }
        Ok(opened) => accept(state, name, Rc::new(opened), moment),
    }
}

fn held(state: &State, name: &str) -> Rc<[u8]> {
    let waits = |outcome: &FileOutcome| match &outcome.held {
        Some(Waiting::Locked(bytes)) if outcome.file == name => Some(bytes.clone()),
        Some(Waiting::Locked(_) | Waiting::Held(_)) | None => None,
    };
    state.inbox.iter().find_map(waits).unwrap_or_else(|| Rc::from(Vec::new()))
}

/// Bytes of the files that wait for the user.
pub(super) fn held_bytes(state: &State) -> usize {
    state.inbox.iter().filter_map(|outcome| outcome.held.as_ref()).map(Waiting::size).sum()
}

struct Refusal {
    locked: bool,
    message: String,
}

fn open(state: &State, bytes: &[u8], passphrase: Option<&str>) -> Result<Opened, Refusal> {
    let local = state.book.as_ref().map(|book| &book.local);
    let secrets =
        local.into_iter().flat_map(|local| std::iter::once(&local.secret_key).chain(&local.former_keys));
    let identities: Vec<exchange::SecretKey> = secrets.flat_map(|secret| secret.parse()).collect();
    // `exchange::open` has checked size, depth, counts and duplicate keys of the document before anybody reads it.
    exchange::open(bytes, &Keys { passphrase, identities: &identities }).map_err(|error| {
        let others = error == OpenError::NotForUs;
        let message = others.then(|| addressed::sealed_to_others(state, bytes)).flatten();
        let message = message.unwrap_or_else(|| error.message().to_string());
        Refusal { locked: can_be_unlocked(&error), message }
    })
}

/// Whether another passphrase may open the file.
fn can_be_unlocked(error: &OpenError) -> bool {
    matches!(error, OpenError::PassphraseNeeded | OpenError::PassphraseWrong)
}

fn accept(state: &mut State, name: &str, opened: Rc<Opened>, moment: &Moment) -> Vec<Effect> {
    if opened.parcel.kind == "book" {
        return open_book(state, name, &opened);
    }
    let bundle = match bundle(&opened) {
        Ok(bundle) => bundle,
        Err(reason) => return refuse(state, name, reason.to_owned()),
    };
    if state.book.is_none() {
        // On the start page a task file begins a book; anything else needs one first.
        return begin_from_file(state, name, opened, bundle, Asked::No, moment);
    }
    if let Some(reason) = misplaced(state, &opened, &bundle) {
        return refuse(state, name, reason);
    }
    merging::merge(state, Arriving { name, opened, bundle, asked: Asked::No }, moment)
}

/// The entries a file carries, or why it carries none that can be read.
pub(super) fn bundle(opened: &Opened) -> Result<Bundle, &'static str> {
    Bundle::read(&opened.parcel.payload).map_err(|error| {
        text(match error {
            BundleError::Malformed => "file.not_a_bundle",
            BundleError::TooNew => "file.too_new",
            BundleError::Unsound(_) => "file.unsound",
        })
    })
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

/// A file on the start page begins a book: a task file one of a unit that has to name itself, what was sent to a unit the
/// book of that unit, a pack one of a team. Before that somebody is `asked` whether it is from the office.
pub(super) fn begin_from_file(
    state: &mut State,
    name: &str,
    opened: Rc<Opened>,
    bundle: Bundle,
    asked: Asked,
    moment: &Moment,
) -> Vec<Effect> {
    let role = match bundle.purpose {
        Purpose::Task => Role::Unit,
        Purpose::Team => Role::Inspector,
        Purpose::Submission | Purpose::Records | Purpose::Feedback => {
            let to_unit = bundle.purpose == Purpose::Feedback;
            if let Some(unit) = to_unit.then(|| addressed::unit_on_roster(state, &opened, &bundle)).flatten()
            {
                return begin_from_feedback(state, unit, Arriving { name, opened, bundle, asked }, moment);
            }
            let reason = addressed::account(state, "file.needs_a_book", &opened, &bundle);
            return refuse(state, name, reason);
        }
    };
    let mut fresh = ledger::Book::default();
    fresh.local.replica = moment.replica();
    fresh.local.profile.role = role;
    fresh.local.profile.title = text("book.untitled").to_owned();
    state.book = Some(fresh);
    merging::merge(state, Arriving { name, opened, bundle, asked }, moment);
    if !came_in(state) {
        state.book = None;
        return Vec::new();
    }
    let effects = book::begin(state, role);
    state.say_term(Tone::Good, if role == Role::Unit { "task.choose_unit" } else { "team.begun" });
    effects
}

/// Whether the first file of a book is in it: one that waits or is refused begins none, however often it is given.
fn came_in(state: &State) -> bool {
    state.book.as_ref().is_some_and(|book| !book.local.imports.is_empty())
}

/// What was sent to a unit says whose it is: it begins that unit's book, as the unit itself would before its task came.
fn begin_from_feedback(state: &mut State, unit: EntryId, file: Arriving<'_>, moment: &Moment) -> Vec<Effect> {
    let inbox = std::mem::take(&mut state.inbox);
    book::start(state, Role::Unit, String::new(), String::new(), Some(unit.clone()), moment);
    state.inbox = inbox;
    merging::merge(state, file, moment);
    if !came_in(state) {
        state.book = None;
        state.route = crate::route::Route::Welcome;
        return Vec::new();
    }
    let effects = book::begin(state, Role::Unit);
    state.route = crate::route::Route::Received;
    let unit = state.unit_name(&unit);
    state.say(Tone::Good, text_with("received.begun", &[("unit", &unit)]));
    effects
}

/// Why a file does not belong in this book; `None` when it does.
fn misplaced(state: &State, opened: &Opened, bundle: &Bundle) -> Option<String> {
    let book = state.book.as_ref()?;
    if addressed::is_own(book, opened, bundle) {
        return Some(addressed::account(state, "file.own", opened, bundle));
    }
    match (book.local.profile.role, bundle.purpose) {
        (Role::Unit, Purpose::Submission | Purpose::Records | Purpose::Team) => {
            Some(addressed::account(state, "file.misplaced", opened, bundle))
        }
        // A unit that has not named itself yet is named by what is sent to it.
        (Role::Unit, Purpose::Feedback)
            if bundle.unit != book.local.profile.unit
                && (book.local.profile.unit.is_some() || addressed::known_unit(book, bundle).is_none()) =>
        {
            let unit = addressed::unit_of(state, opened, bundle);
            Some(text_with("file.other_unit", &[("unit", &unit)]))
        }
        (Role::Unit | Role::Inspector, Purpose::Task | Purpose::Team | Purpose::Feedback)
        | (Role::Inspector, Purpose::Submission | Purpose::Records) => None,
        // A task brings its round: whether the office above may do that, the table says.
        (Role::Office, purpose) if purpose != Purpose::Task && book.round(&bundle.round).is_none() => {
            Some(text("file.other_round").to_owned())
        }
        (Role::Office, _) => None,
    }
}

pub(super) fn refuse(state: &mut State, name: &str, reason: String) -> Vec<Effect> {
    tell(state, name, Fate::Refused, reason);
    Vec::new()
}

/// What became of a file that was not opened, or says nothing beside it.
pub(super) fn tell(state: &mut State, name: &str, fate: Fate, message: String) {
    put(state, FileOutcome::of(name, fate, message));
}

/// Adds what became of a file to the list, and says it.
pub(super) fn put(state: &mut State, outcome: FileOutcome) {
    // On pages without a list of files the same words stand in the notice.
    let tone = match outcome.fate {
        Fate::Taken | Fate::Newer => Tone::Good,
        Fate::Same | Fate::Older => Tone::Plain,
        Fate::Conflict | Fate::Forked | Fate::Locked => Tone::Warn,
        Fate::Held | Fate::Refused => Tone::Bad,
    };
    state.say(tone, format!("{}：{}", outcome.file, outcome.message));
    state.inbox.push(outcome);
}
