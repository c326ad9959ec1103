//! An opened file becomes part of the book, waits until somebody has asked its sender, or stays outside.

mod account;
mod waiting;

use std::rc::Rc;

use exchange::Opened;
use exchange::hex;
use ledger::authority::{Judged, Then};
use ledger::merge::{Bundle, MergeReport, Purpose};
use ledger::{Change, Import, Kinds, Role};
use templates::{text, text_with};

use super::files::{put, refuse};
use super::vouch::{self, Vetted};
use super::{book, change, judge, reckoned, reserved};
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::{Fate, FileOutcome, State};

use waiting::Stop;
pub(super) use waiting::{accept_held, ask_later, leave_held};

/// A file on its way into the book.
pub(super) struct Arriving<'a> {
    /// File name as it came.
    pub(super) name: &'a str,
    /// What was opened.
    pub(super) opened: Rc<Opened>,
    /// What it carries.
    pub(super) bundle: Bundle,
    /// What somebody said yes to.
    pub(super) asked: Asked,
}

/// What somebody who lets a file in has said yes to. A yes to one question is none to a graver one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// Nothing.
    No,
    /// That it is the first of its sender.
    First,
    /// What it does, after a telephone call.
    Content,
    /// Its key, after comparing it over the telephone.
    Key,
}

impl Arriving<'_> {
    /// The digest it is known by.
    fn digest(&self) -> String {
        hex(&self.opened.digest)
    }

    /// What became of it, beside who vouches for it.
    fn outcome(&self, kinds: &Kinds, fate: Fate, message: String, vetted: &Vetted) -> FileOutcome {
        FileOutcome {
            digest: self.digest(),
            code: account::check_code_of(kinds, &self.bundle),
            vouched: Some(vetted.vouched.clone()),
            ..FileOutcome::of(self.name, fate, message)
        }
    }

    /// Something odd about it.
    fn incident(
        &self,
        state: &State,
        vetted: &Vetted,
        what: &str,
        moment: &Moment,
        accepted: bool,
    ) -> Change {
        let who = vouch::who(state, &vetted.vouched.sender);
        vouch::incident(self.name, &who, what, &self.digest(), moment, accepted)
    }
}

/// Takes in the entries of a file, holds it back, or refuses it. What it may do is in the table; every file passes it.
pub(super) fn merge(state: &mut State, mut file: Arriving<'_>, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let Some(sender) = vouch::sender(&file.opened, &file.bundle) else {
        return refuse(state, file.name, text("file.contradicts_itself").to_owned());
    };
    let beside = judge::set_beside(book, &file.opened, &mut file.bundle, &sender);
    let judged = judge::judge(state, &file.opened, &file.bundle, &sender);
    let mut told = judge::refusals(state, &file.bundle, &sender, &judged);
    file.bundle.entries.retain(|entry| !judged.leaves_out(&entry.id));
    let report = book.foresee(&file.bundle.entries);
    let vetted = vouch::vet(book, &file.opened, &file.bundle, sender, !report.nothing_new());
    if judged.then() == Some(Then::Refuse) || judged.nothing_left() {
        return refuse_strays(state, &file, &vetted, &told, moment);
    }
    // What is in the book already is no news, whatever became of its key since.
    let seen = book.local.imports.contains_key(&file.digest()) && report.nothing_new();
    // An unsigned file that changes nothing proves nothing and does nothing; a signed one would still pin its key.
    let idle = vetted.key().is_empty() && report.nothing_new();
    let stop =
        waiting::stop(&vetted.vouched, &judged, file.asked).filter(|stop| *stop != Stop::First || !idle);
    if let Some(stop) = stop.filter(|_| !seen) {
        let does = judge::does(state, &judged);
        return waiting::hold(state, &file, &vetted, stop, (does, &told), moment);
    }
    if file.asked >= Asked::Content {
        told = judge::refusals(state, &file.bundle, &vetted.vouched.sender, &left_out(&judged));
    }
    let fate = account::fate(&report, seen, vetted.vouched.place);
    let news = !matches!(fate, Fate::Same | Fate::Older);
    let mut words = vec![account::account(state, &report, &file, fate, &vetted)];
    if beside > 0 && fate != Fate::Same {
        words.push(text_with("file.beside", &[("count", &beside.to_string())]));
    }
    let mut changes = if seen { Vec::new() } else { changes(state, &file, fate, &vetted, moment) };
    if news {
        words.extend(put_right(state, &file, &report, &mut changes, moment));
    }
    if !told.is_empty() {
        words.push(told);
        changes.push(file.incident(state, &vetted, "left-out", moment, true));
    }
    let outcome = file.outcome(state.pack.kinds(), fate, words.join("。"), &vetted);
    put(state, outcome);
    if changes.is_empty() {
        return Vec::new();
    }
    let before = current_round(state);
    let mut effects = change(state, Change::Several { changes }, moment);
    // What is sent to a unit brings its round along, for one that has no task yet.
    let other_round = file.bundle.purpose == Purpose::Feedback && current_round(state) != before;
    if (file.bundle.purpose == Purpose::Task && fate != Fate::Same) || other_round {
        effects.extend(follow_task(state, moment));
    }
    if file.bundle.purpose == Purpose::Feedback {
        effects.extend(name_unit(state, &file.bundle, moment));
    }
    effects
}

/// What of a file's news counts otherwise than it says: figures, times, and answers that are others' to give. Each in words.
fn put_right(
    state: &mut State,
    file: &Arriving<'_>,
    report: &MergeReport,
    changes: &mut Vec<Change>,
    moment: &Moment,
) -> Vec<String> {
    let reckoned = reckoned::reckon(state, &file.bundle);
    changes.extend(reckoned.changes);
    let mut words = vec![reckoned.told, account::clock_is_ahead(&file.bundle, moment)];
    if let Some(book) = state.book.as_ref() {
        let instead = reserved::answers(&state.pack, book, &file.bundle, report);
        words.extend(instead.first().map(reserved::Instead::message));
        changes.extend(instead.iter().map(reserved::Instead::change));
    }
    words.retain(|words| !words.is_empty());
    words
}

/// A unit's book that does not know its unit yet learns it from what was sent to it.
fn name_unit(state: &mut State, bundle: &Bundle, moment: &Moment) -> Vec<Effect> {
    let unnamed = state
        .book
        .as_ref()
        .is_some_and(|book| book.local.profile.role == Role::Unit && book.local.profile.unit.is_none());
    let Some(unit) = bundle.unit.as_ref().filter(|_| unnamed) else { return Vec::new() };
    let notice = state.notice.take();
    let effects = super::own_unit::choose(state, unit, moment);
    state.notice = notice;
    effects
}

/// What stays outside although somebody decided to take the file in.
fn left_out(judged: &Judged) -> Judged {
    let refused = judged.refused.iter().filter(|refusal| refusal.then == Then::LeaveOut);
    Judged { refused: refused.cloned().collect(), ..Judged::default() }
}

/// What an accepted file changes: what is known of its sender, what was odd about it, and the entries.
fn changes(state: &State, file: &Arriving<'_>, fate: Fate, vetted: &Vetted, moment: &Moment) -> Vec<Change> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let vouched = &vetted.vouched;
    let mut changes: Vec<Change> = vetted.known(book, file.asked == Asked::Key, moment).into_iter().collect();
    let asked = match file.asked {
        Asked::Key => Some(vouched.standing.name()),
        Asked::Content => Some("content"),
        Asked::First | Asked::No => None,
    };
    let odd = match fate {
        Fate::Older => Some("older"),
        Fate::Forked => Some("fork"),
        Fate::Taken
        | Fate::Same
        | Fate::Newer
        | Fate::Conflict
        | Fate::Held
        | Fate::Locked
        | Fate::Refused => asked,
    };
    changes.extend(odd.map(|what| file.incident(state, vetted, what, moment, asked.is_some())));
    if !matches!(fate, Fate::Same | Fate::Older) {
        let entries = file.bundle.entries.clone();
        let import = Import {
            file: file.name.to_owned(),
            kind: file.opened.parcel.kind.clone(),
            sender: file.opened.parcel.sender.clone(),
            at: moment.stamp(),
            made: file.opened.parcel.made.clone(),
            entries: entries.iter().map(|entry| entry.id.clone()).collect(),
            from: Some(vouched.sender.clone()),
            key: vetted.key(),
            ..Import::default()
        };
        changes.push(Change::Merge { entries, digest: file.digest(), import });
    }
    changes
}

/// A file with entries that its sender has no business with.
fn refuse_strays(
    state: &mut State,
    file: &Arriving<'_>,
    vetted: &Vetted,
    told: &str,
    moment: &Moment,
) -> Vec<Effect> {
    let why = text_with("file.strays", &[("why", told)]);
    let outcome = file.outcome(state.pack.kinds(), Fate::Refused, why, vetted);
    put(state, outcome);
    change(state, file.incident(state, vetted, "strays", moment, false), moment)
}

fn current_round(state: &State) -> Option<ledger::EntryId> {
    state.book.as_ref()?.current_round().map(|(id, _)| id.clone())
}

/// A unit that is already known gets its self-check in the new round at once.
fn follow_task(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(unit) = state.book.as_ref().and_then(|book| book.local.profile.unit.clone()) else {
        return Vec::new();
    };
    book::open_self_check(state, &unit, moment);
    vec![Effect::Restart]
}
