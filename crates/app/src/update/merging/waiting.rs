//! A file that waits until somebody has asked its sender, and what a yes to it means.

use ledger::authority::{Judged, Then};
use ledger::trust::Standing;
use templates::text;

use super::super::change;
use super::super::files::{self, bundle, put, tell};
use super::super::vouch::{self, Vetted};
use super::{Arriving, Asked, merge};
use crate::effect::Effect;
use crate::limits;
use crate::moment::Moment;
use crate::state::{Fate, FileOutcome, State, Vouched, Waiting};
use crate::view::Tone;

/// Why a file waits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Its signature is not the sender's.
    Signature,
    /// Nothing of this sender came before.
    First,
    /// Something in it needs a telephone call.
    Content,
}

/// Why a file waits before it is taken in; `None` when it need not, or when somebody decided already.
pub(super) fn stop(vouched: &Vouched, judged: &Judged, asked: Asked) -> Option<Stop> {
    let standing = &vouched.standing;
    let compared = asked == Asked::Key && standing.can_be_accepted();
    if !(standing.lets_in() || compared) {
        return Some(Stop::Signature);
    }
    if judged.then() == Some(Then::Hold) && asked < Asked::Content {
        return Some(Stop::Content);
    }
    (vouched.is_first() && asked < Asked::First).then_some(Stop::First)
}

/// Leaves a file outside until somebody has decided. What is odd about it stays noted when the list of files is gone.
pub(super) fn hold(
    state: &mut State,
    file: &Arriving<'_>,
    vetted: &Vetted,
    stop: Stop,
    (does, told): (String, &str),
    moment: &Moment,
) -> Vec<Effect> {
    let digest = file.digest();
    let waits = |outcome: &FileOutcome| outcome.fate == Fate::Held && outcome.digest == digest;
    if stop == Stop::First && state.inbox.iter().any(waits) {
        state.asking = true;
        tell(state, file.name, Fate::Same, text("file.waits").to_owned());
        return Vec::new();
    }
    state.inbox.retain(|outcome| !waits(outcome));
    let message = match stop {
        Stop::Signature => {
            let remark = vouch::remark(state, &vetted.vouched, file.opened.parcel.sequence);
            if told.is_empty() { remark } else { format!("{remark}。{told}") }
        }
        Stop::First => vouch::question(state, &vetted.vouched, &does),
        // That nobody signed it is said among the reasons.
        Stop::Content if vetted.vouched.standing == Standing::First => {
            format!("{told}。{}", vouch::question(state, &vetted.vouched, &does))
        }
        Stop::Content => told.to_owned(),
    };
    let what = match stop {
        Stop::Signature | Stop::First => vetted.vouched.standing.name(),
        Stop::Content => "content",
    };
    let can_be_accepted = stop != Stop::Signature || vetted.vouched.standing.can_be_accepted();
    let held = can_be_accepted.then(|| Waiting::Held(file.opened.clone()));
    // Beyond the room for waiting files only the note stays; the file can be given again when it was asked about.
    let held = held.filter(|held| files::held_bytes(state) + held.size() <= limits::HELD);
    let question = (stop == Stop::First).then_some(does);
    let asks = question.is_some();
    let outcome = file.outcome(state.pack.kinds(), Fate::Held, message, vetted);
    put(state, FileOutcome { question, held, ..outcome });
    if asks {
        state.asking = true;
        return Vec::new();
    }
    let known = state.book.as_ref().is_some_and(|book| book.local.trust.incidents.contains_key(&digest));
    if known {
        return Vec::new();
    }
    change(state, file.incident(state, vetted, what, moment, false), moment)
}

/// Takes in a file that was held back.
pub(in crate::update) fn accept_held(state: &mut State, digest: &str, moment: &Moment) -> Vec<Effect> {
    let waits = |outcome: &FileOutcome| match &outcome.held {
        Some(Waiting::Held(opened)) if outcome.digest == digest => {
            Some((outcome.file.clone(), opened.clone(), asked(state, outcome)))
        }
        Some(Waiting::Held(_) | Waiting::Locked(_)) | None => None,
    };
    let Some((name, opened, asked)) = state.inbox.iter().find_map(waits) else {
        state.say_term(Tone::Warn, "vouch.choose_again");
        return Vec::new();
    };
    let Ok(bundle) = bundle(&opened) else { return Vec::new() };
    leave_held(state, digest);
    if state.book.is_none() {
        return files::begin_from_file(state, &name, opened, bundle, asked, moment);
    }
    merge(state, Arriving { name: &name, opened, bundle, asked }, moment)
}

/// What a file waits for, and what a yes to it means.
fn asked(state: &State, outcome: &FileOutcome) -> Asked {
    // The office above counts by its key alone.
    let key = outcome
        .vouched
        .as_ref()
        .is_some_and(|vouched| vouched.standing.can_be_accepted() || vouch::is_above(state, &vouched.sender));
    match (&outcome.question, key) {
        (Some(_), _) => Asked::First,
        (None, true) => Asked::Key,
        (None, false) => Asked::Content,
    }
}

/// Takes a file that was held back off the list.
pub(in crate::update) fn leave_held(state: &mut State, digest: &str) -> Vec<Effect> {
    state.inbox.retain(|outcome| !(outcome.fate == Fate::Held && outcome.digest == digest));
    state.notice = None;
    Vec::new()
}

/// Leaves the question about first files for later; where there is no list to find them in, they are forgotten.
pub(in crate::update) fn ask_later(state: &mut State) -> Vec<Effect> {
    state.asking = false;
    if state.book.is_none() {
        state.inbox.clear();
        state.notice = None;
    }
    Vec::new()
}
