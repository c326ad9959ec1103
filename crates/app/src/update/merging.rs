//! An opened file becomes part of the book, or is held back until somebody has asked its sender.

use std::rc::Rc;

use exchange::Opened;
use exchange::hex;
use ledger::authority::{Judged, Then};
use ledger::entry::is_ahead;
use ledger::merge::{Bundle, MergeReport, Outcome, Purpose};
use ledger::trust::{Place, Standing};
use ledger::{Change, Content, Import, Role, VersionId};
use ledger::{Kinds, Part};
use templates::{text, text_with};

use super::files::{self, bundle, refuse, tell};
use super::vouch::{self, Vetted};
use super::{book, change, judge, reckoned, reserved};
use crate::context::check_code;
use crate::effect::Effect;
use crate::limits;
use crate::moment::Moment;
use crate::state::{Fate, FileOutcome, State, Vouched, Waiting};
use crate::view::Tone;

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
    let seen = book.local.imports.contains_key(&hex(&file.opened.digest)) && report.nothing_new();
    // An unsigned file that changes nothing proves nothing and does nothing; a signed one would still pin its key.
    let idle = vetted.key().is_empty() && report.nothing_new();
    let stop = stop(&vetted.vouched, &judged, file.asked).filter(|stop| *stop != Stop::First || !idle);
    if let Some(stop) = stop.filter(|_| !seen) {
        let does = judge::does(state, &judged);
        return hold(state, &file, vetted, stop, (&does, &told), moment);
    }
    if file.asked >= Asked::Content {
        told = judge::refusals(state, &file.bundle, &vetted.vouched.sender, &left_out(&judged));
    }
    let fate = fate(&report, seen, vetted.vouched.place);
    let mut message = account(state, &report, &file, fate, &vetted);
    if beside > 0 && !seen && fate != Fate::Same {
        message = format!("{message}。{}", text_with("file.beside", &[("count", &beside.to_string())]));
    }
    let mut changes = if seen { Vec::new() } else { changes(state, &file, fate, &vetted, moment) };
    if !seen && !matches!(fate, Fate::Same | Fate::Older) {
        let reckoned = reckoned::reckon(state, &file.bundle);
        changes.extend(reckoned.changes);
        let ahead = clock_is_ahead(&file.bundle, moment);
        let remarks = [reckoned.told, ahead].into_iter().filter(|words| !words.is_empty());
        remarks.for_each(|words| message = format!("{message}。{words}"));
    }
    if !seen
        && !matches!(fate, Fate::Same | Fate::Older)
        && let Some(book) = state.book.as_ref()
    {
        let instead = reserved::answers(&state.pack, book, &file.bundle, &report);
        instead.iter().take(1).for_each(|first| message = format!("{message}。{}", first.message()));
        changes.extend(instead.iter().map(reserved::Instead::change));
    }
    if !told.is_empty() {
        message = format!("{message}。{told}");
        let who = vouch::who(state, &vetted.vouched.sender);
        changes.push(vouch::incident(file.name, &who, "left-out", &hex(&file.opened.digest), moment, true));
    }
    tell(state, file.name, fate, message);
    vouched(state, &file, &vetted, None);
    if changes.is_empty() {
        return Vec::new();
    }
    let mut effects = change(state, Change::Several { changes }, moment);
    if file.bundle.purpose == Purpose::Task && fate != Fate::Same {
        effects.extend(follow_task(state, moment));
    }
    if file.bundle.purpose == Purpose::Feedback {
        effects.extend(name_unit(state, &file.bundle, moment));
    }
    effects
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

/// That the sender's clock is ahead of this machine's; empty when it is not.
fn clock_is_ahead(bundle: &Bundle, moment: &Moment) -> String {
    let versions = bundle.entries.iter().flat_map(|entry| entry.versions.values());
    let ahead = versions.map(|version| version.at.as_str()).filter(|at| is_ahead(at, &moment.stamp()));
    let words = |at: &str| text_with("file.ahead", &[("at", &at.replace('T', " "))]);
    ahead.max().map(words).unwrap_or_default()
}

/// Why a file waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Its signature is not the sender's.
    Signature,
    /// Nothing of this sender came before.
    First,
    /// Something in it needs a telephone call.
    Content,
}

/// Why a file waits before it is taken in; `None` when it need not, or when somebody decided already.
fn stop(vouched: &Vouched, judged: &Judged, asked: Asked) -> Option<Stop> {
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

/// What stays outside although somebody decided to take the file in.
fn left_out(judged: &Judged) -> Judged {
    let refused = judged.refused.iter().filter(|refusal| refusal.then == Then::LeaveOut);
    Judged { refused: refused.cloned().collect(), ..Judged::default() }
}

/// What an accepted file changes: what is known of its sender, what was odd about it, and the entries.
fn changes(state: &State, file: &Arriving<'_>, fate: Fate, vetted: &Vetted, moment: &Moment) -> Vec<Change> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let digest = hex(&file.opened.digest);
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
    let who = vouch::who(state, &vetted.vouched.sender);
    changes.extend(odd.map(|what| vouch::incident(file.name, &who, what, &digest, moment, asked.is_some())));
    if !matches!(fate, Fate::Same | Fate::Older) {
        let entries = file.bundle.entries.clone();
        let import = Import {
            file: file.name.to_owned(),
            kind: file.opened.parcel.kind.clone(),
            sender: file.opened.parcel.sender.clone(),
            at: moment.stamp(),
            made: file.opened.parcel.made.clone(),
            entries: entries.iter().map(|entry| entry.id.clone()).collect(),
            from: Some(vetted.vouched.sender.clone()),
            key: vetted.key(),
            ..Import::default()
        };
        changes.push(Change::Merge { entries, digest, import });
    }
    changes
}

/// Leaves a file outside until somebody has decided. What is odd about it stays noted when the list of files is gone.
fn hold(
    state: &mut State,
    file: &Arriving<'_>,
    vetted: Vetted,
    stop: Stop,
    (does, told): (&str, &str),
    moment: &Moment,
) -> Vec<Effect> {
    let digest = hex(&file.opened.digest);
    let waits = |outcome: &FileOutcome| outcome.fate == Fate::Held && outcome.digest == digest;
    if stop == Stop::First && state.inbox.iter().any(waits) {
        state.asking = true;
        tell(state, file.name, Fate::Same, text("file.waits").to_owned());
        return Vec::new();
    }
    state.inbox.retain(|outcome| !waits(outcome));
    let who = vouch::who(state, &vetted.vouched.sender);
    let message = match stop {
        Stop::Signature => {
            let remark = vouch::remark(state, &vetted.vouched, file.opened.parcel.sequence);
            if told.is_empty() { remark } else { format!("{remark}。{told}") }
        }
        Stop::First => vouch::question(state, &vetted.vouched, does),
        // That nobody signed it is said among the reasons.
        Stop::Content if vetted.vouched.standing == Standing::First => {
            format!("{told}。{}", vouch::question(state, &vetted.vouched, does))
        }
        Stop::Content => told.to_owned(),
    };
    let what = match stop {
        Stop::Signature | Stop::First => vetted.vouched.standing.name(),
        Stop::Content => "content",
    };
    tell(state, file.name, Fate::Held, message);
    let can_be_accepted = stop != Stop::Signature || vetted.vouched.standing.can_be_accepted();
    let held = can_be_accepted.then(|| Waiting::Held(file.opened.clone()));
    // Beyond the room for waiting files only the note stays; the file can be given again when it was asked about.
    let held = held.filter(|held| files::held_bytes(state) + held.size() <= limits::HELD);
    vouched(state, file, &vetted, held);
    if stop == Stop::First {
        if let Some(outcome) = state.inbox.last_mut() {
            outcome.question = Some(does.to_owned());
        }
        state.asking = true;
        return Vec::new();
    }
    let known = state.book.as_ref().is_some_and(|book| book.local.trust.incidents.contains_key(&digest));
    if known {
        return Vec::new();
    }
    change(state, vouch::incident(file.name, &who, what, &digest, moment, false), moment)
}

/// A file with entries that its sender has no business with.
fn refuse_strays(
    state: &mut State,
    file: &Arriving<'_>,
    vetted: &Vetted,
    told: &str,
    moment: &Moment,
) -> Vec<Effect> {
    let who = vouch::who(state, &vetted.vouched.sender);
    refuse(state, file.name, text_with("file.strays", &[("why", told)]));
    vouched(state, file, vetted, None);
    let digest = hex(&file.opened.digest);
    change(state, vouch::incident(file.name, &who, "strays", &digest, moment, false), moment)
}

/// Notes at the newest outcome who vouches for the file.
fn vouched(state: &mut State, file: &Arriving<'_>, vetted: &Vetted, held: Option<Waiting>) {
    if let Some(outcome) = state.inbox.last_mut() {
        outcome.digest = hex(&file.opened.digest);
        outcome.code = code(state.pack.kinds(), &file.bundle);
        outcome.vouched = Some(vetted.vouched.clone());
        outcome.held = held;
    }
}

/// 数据校验码 of the self-check that a submission carries.
fn code(kinds: &Kinds, bundle: &Bundle) -> String {
    let record = |content: &Content| {
        if let Content::Record(record) = content { Some(record.clone()) } else { None }
    };
    let submission = bundle.purpose == Purpose::Submission;
    let contents = bundle.entries.iter().filter(|_| submission).filter_map(|entry| entry.content());
    let mut records = contents.filter_map(record);
    records
        .find(|record| kinds.plays(&record.form, Part::SelfCheck))
        .map(|record| check_code(&record))
        .unwrap_or_default()
}

/// Takes in a file that was held back.
pub(super) fn accept_held(state: &mut State, digest: &str, moment: &Moment) -> Vec<Effect> {
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
pub(super) fn leave_held(state: &mut State, digest: &str) -> Vec<Effect> {
    state.inbox.retain(|outcome| !(outcome.fate == Fate::Held && outcome.digest == digest));
    state.notice = None;
    Vec::new()
}

/// Leaves the question about first files for later; where there is no list to find them in, they are forgotten.
pub(super) fn ask_later(state: &mut State) -> Vec<Effect> {
    state.asking = false;
    if state.book.is_none() {
        state.inbox.clear();
        state.notice = None;
    }
    Vec::new()
}

/// A unit that is already known gets its self-check in the new round at once.
fn follow_task(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(unit) = state.book.as_ref().and_then(|book| book.local.profile.unit.clone()) else {
        return Vec::new();
    };
    book::open_self_check(state, &unit, moment);
    vec![Effect::Restart]
}

fn fate(report: &MergeReport, seen: bool, place: Place) -> Fate {
    let has = |wanted: fn(&Outcome) -> bool| report.outcomes.values().any(wanted);
    if seen {
        return Fate::Same;
    }
    if matches!(place, Place::Older { .. }) {
        Fate::Older
    } else if place == Place::Fork {
        Fate::Forked
    } else if report.nothing_new() {
        Fate::Same
    } else if has(|o| *o == Outcome::Conflict) {
        Fate::Conflict
    } else if has(|o| matches!(o, Outcome::Newer { .. })) {
        Fate::Newer
    } else {
        Fate::Taken
    }
}

/// Whether a file holds an earlier version of what the book has: all of it is known, and newer was written since.
fn is_outdated(state: &State, bundle: &Bundle) -> bool {
    let Some(book) = &state.book else { return false };
    bundle.entries.iter().any(|came| {
        let known = book.entries.get(&came.id);
        known.is_some_and(|known| {
            let heads = known.heads();
            let held = |id: &VersionId| known.versions.contains_key(id);
            came.heads().iter().any(|(id, _)| held(id) && heads.iter().all(|(head, _)| head != id))
        })
    })
}

fn account(state: &State, report: &MergeReport, file: &Arriving<'_>, fate: Fate, vetted: &Vetted) -> String {
    let differences: usize = report
        .outcomes
        .values()
        .map(|outcome| if let Outcome::Newer { differences } = outcome { *differences } else { 0 })
        .sum();
    let new = report.outcomes.values().filter(|o| **o == Outcome::New).count();
    let sender = &file.opened.parcel.sender;
    let who = file.bundle.unit.as_ref().map_or_else(|| sender.clone(), |unit| state.unit_name(unit));
    let facts =
        [("who", who.as_str()), ("count", &new.to_string()), ("differences", &differences.to_string())];
    let key = match fate {
        Fate::Same if is_outdated(state, &file.bundle) => Some("file.same_older"),
        Fate::Same => Some("file.same"),
        Fate::Newer => Some("file.newer"),
        Fate::Conflict => Some("file.conflict"),
        Fate::Taken | Fate::Locked | Fate::Refused | Fate::Held => Some("file.taken"),
        // What there is to say is said about the sender's other files.
        Fate::Older | Fate::Forked => None,
    };
    let remark = if file.asked == Asked::Key {
        text("vouch.accepted").to_owned()
    } else {
        vouch::remark(state, &vetted.vouched, file.opened.parcel.sequence)
    };
    let words: Vec<String> = key
        .map(|key| text_with(key, &facts))
        .into_iter()
        .chain(Some(remark).filter(|r| !r.is_empty()))
        .collect();
    words.join("。")
}
