//! Decisions about records, by the life cycles of their kinds.

use std::collections::BTreeMap;

use ledger::life::cycle::{AskKind, Transition};
use ledger::life::fold::fold;
use ledger::{Book, Change, Content, EntryId, Event, Record, RecordState, Role};
use templates::{Pack, text, text_with};

use super::{change, records};
use crate::effect::Effect;
use crate::life::Known;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// Whether nothing has been decided about a record that would keep its writer from changing it.
pub(super) fn is_open(pack: &Pack, book: &Book, id: &EntryId, record: &Record) -> bool {
    let cycle = pack.kinds().life(&record.form);
    cycle.is_none_or(|cycle| cycle.is_open(fold(cycle, book.happened_to(id)).state))
}

/// Takes a transition, with the answers to what it asks.
pub(super) fn happen(
    state: &mut State,
    id: &EntryId,
    does: &str,
    answers: BTreeMap<String, String>,
    moment: &Moment,
) -> Vec<Effect> {
    let Some((way, record, after)) = possible(state, id, does) else {
        state.say_term(Tone::Warn, "life.not_now");
        return Vec::new();
    };
    let answers = match answered(&way, answers) {
        Ok(answers) => answers,
        Err(reason) => {
            state.say(Tone::Bad, reason);
            return Vec::new();
        }
    };
    if let Some((first, effects)) =
        (way.closes || way.faultless).then(|| records::first_gap(state, id)).flatten()
    {
        let facts = [("label", way.label.as_str()), ("first", &first)];
        state.say(Tone::Bad, text_with("life.not_clean", &facts));
        return effects;
    }
    if let Some(reason) = lacks(state, id, &way, &answers) {
        state.say(Tone::Bad, reason);
        return Vec::new();
    }
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let version = book.entries.get(id).and_then(ledger::Entry::current).map(|(id, _)| id.0.clone());
    let event = Event {
        record: id.clone(),
        unit: Some(record.unit.clone()),
        round: Some(record.round.clone()),
        version: version.unwrap_or_default(),
        after,
        does: way.id.clone(),
        by: book.local.profile.role,
        on: moment.today.to_string(),
        answers,
    };
    let mut changes = Vec::new();
    if way.closes && record.state != RecordState::Submitted {
        let submitted_on = moment.today.to_string();
        let closed = Record { state: RecordState::Submitted, submitted_on, ..record };
        changes.push(Change::Put { id: id.clone(), content: Box::new(Content::Record(closed)) });
    }
    let event_id = book.make_event_id(&event, &moment.stamp());
    changes.push(Change::Put { id: event_id, content: Box::new(Content::Event(event)) });
    let effects = change(state, Change::Several { changes }, moment);
    if !effects.is_empty() {
        let done = done(state, &way);
        state.say(Tone::Good, done);
    }
    effects
}

/// That a transition was taken; a unit is told how the office gets to know.
fn done(state: &State, way: &Transition) -> String {
    let round = state.book.as_ref().filter(|book| book.local.profile.role == Role::Unit);
    let Some((_, round)) = round.and_then(|book| book.current_round()) else {
        return text_with("life.done", &[("label", &way.label)]);
    };
    let office = if round.office.is_empty() { text("submit.the_office") } else { &round.office };
    text_with("life.done_unit", &[("label", &way.label), ("office", office)])
}

/// The transition, its record and what happened to that last, when the user's role may take it now.
fn possible(state: &State, id: &EntryId, does: &str) -> Option<(Transition, Record, Option<EntryId>)> {
    let book = state.book.as_ref()?;
    let record = book.record(id)?;
    let cycle = state.pack.kinds().life(&record.form)?;
    let folded = fold(cycle, book.happened_to(id));
    let known = Known::of(record, &folded, &BTreeMap::new(), state.today);
    let mut ways = cycle.next(folded.state, book.local.profile.role);
    let way = ways.find(|way| way.id == does && known.offers(&state.pack, way))?;
    let last = folded.steps.last().map(|step| step.happened.id.clone());
    Some((way.clone(), record.clone(), last))
}

/// What stands against taking a transition with these answers, in words.
fn lacks(
    state: &State,
    id: &EntryId,
    way: &Transition,
    answers: &BTreeMap<String, String>,
) -> Option<String> {
    let book = state.book.as_ref()?;
    let record = book.record(id)?;
    let folded = fold(state.pack.kinds().life(&record.form)?, book.happened_to(id));
    let known = Known::of(record, &folded, answers, state.today);
    known.lacks(&state.pack, way).map(str::to_owned)
}

/// The answers that were asked for, or what is missing or is no day.
fn answered(
    way: &Transition,
    mut given: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    let mut kept = BTreeMap::new();
    for ask in &way.asks {
        let answer = given.remove(&ask.id).unwrap_or_default().trim().to_owned();
        if expr::says_nothing(&answer) {
            if ask.required {
                return Err(text_with("life.missing", &[("label", &ask.label)]));
            }
            continue;
        }
        if ask.kind == AskKind::Date && answer.parse::<expr::Date>().is_err() {
            return Err(text_with("life.no_day", &[("label", &ask.label)]));
        }
        if ask.kind == AskKind::Choice && !ask.choices.contains(&answer) {
            return Err(text_with("life.missing", &[("label", &ask.label)]));
        }
        kept.insert(ask.id.clone(), answer);
    }
    Ok(kept)
}
