//! The office's own roster: what it would change is shown, and then it is taken in whole or left.

use std::rc::Rc;

use ledger::roster::Proposal;
use ledger::{Book, Change, Content, EntryId};
use templates::{text, text_with};

use super::{change, taking_part};
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::{ProposedRoster, State};
use crate::view::Tone;

/// Reads a roster and shows what it would change. The book stays as it is.
pub(super) fn propose(state: &mut State, file: String, text: &str) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let proposal = Rc::new(book.propose_roster(text));
    state.notice = None;
    state.proposed_roster = Some(ProposedRoster { file, text: Rc::from(text), proposal });
    Vec::new()
}

/// Takes in the roster that is shown; with `only` the units that it does not list take no part in the current round. When the book has changed since, what it would do now is shown instead.
pub(super) fn take(state: &mut State, only: bool, moment: &Moment) -> Vec<Effect> {
    let (Some(shown), Some(book)) = (state.proposed_roster.take(), state.book.as_mut()) else {
        return Vec::new();
    };
    let now = book.propose_roster(&shown.text);
    if now != *shown.proposal {
        state.proposed_roster = Some(ProposedRoster { proposal: Rc::new(now), ..shown });
        state.say_term(Tone::Warn, "roster.changed_meanwhile");
        return Vec::new();
    }
    let missing = now.missing.clone();
    let leaves_out = only && !missing.is_empty();
    if !now.changes_anything() && !leaves_out {
        state.say_term(Tone::Plain, "roster.nothing_new");
        return Vec::new();
    }
    let count = |fate: fn(&ledger::roster::Fate) -> bool| {
        now.lines.iter().filter(|line| fate(&line.fate)).count().to_string()
    };
    let new = count(|fate| matches!(fate, ledger::roster::Fate::New(_)));
    let changed = count(|fate| matches!(fate, ledger::roster::Fate::Changed(..)));
    let left = count(|fate| matches!(fate, ledger::roster::Fate::Left(_)));
    let taken = joining(book, now);
    let (taken, out) = if only { only_listed(book, taken, &missing) } else { (taken, 0) };
    let effects = change(state, taken, moment);
    if effects.is_empty() {
        return effects;
    }
    let mut words = text_with("roster.taken", &[("new", &new), ("changed", &changed)]);
    if left != "0" {
        words.push_str(&text_with("roster.taken_left", &[("count", &left)]));
    }
    if out > 0 {
        words.push_str(&text_with("roster.taken_out", &[("count", &out.to_string())]));
    }
    state.say(if left == "0" { Tone::Good } else { Tone::Warn }, words);
    effects
}

/// The change that takes in a roster. A round that lists its units takes the new ones in as well: a unit that comes during
/// the year is asked, pressed and counted like the others.
fn joining(book: &mut Book, proposal: Proposal) -> Change {
    let taken = book.take_roster(proposal);
    let Change::Several { mut changes } = taken else { return taken };
    let put = |change: &Change| if let Change::Put { id, .. } = change { Some(id.clone()) } else { None };
    let new: Vec<EntryId> = changes.iter().filter_map(put).filter(|id| book.unit(id).is_none()).collect();
    let listed = book.current_round().filter(|(_, round)| !round.units.is_empty());
    if let Some((id, round)) = listed.filter(|_| !new.is_empty()) {
        let (id, mut round) = (id.clone(), round.clone());
        round.units.extend(new);
        changes.push(Change::Put { id, content: Box::new(Content::Round(Box::new(round))) });
    }
    Change::Several { changes }
}

/// The same change, after which only units of the roster take part in the current round: one step to take back. And how many
/// no longer take part.
fn only_listed(book: &Book, taken: Change, missing: &[String]) -> (Change, usize) {
    let mut then = book.clone();
    let edit = then.edit(String::new(), taken.clone());
    if then.apply(&edit).is_err() {
        return (taken, 0);
    }
    let is_missing = |unit: &ledger::Unit| missing.contains(&unit.name);
    let listed = then.units().filter(|(_, unit)| !is_missing(unit)).map(|(id, _)| id.clone()).collect();
    let Some(put) = taking_part::listing(&then, listed) else { return (taken, 0) };
    let round = book.current_round();
    let out = round.map_or(0, |(_, round)| {
        book.units_in(round).into_iter().filter(|(_, unit)| is_missing(unit)).count()
    });
    let mut changes = if let Change::Several { changes } = taken { changes } else { vec![taken] };
    // The round is put once, with all that changes in it.
    changes.retain(
        |change| !matches!((change, round), (Change::Put { id, .. }, Some((round, _))) if id == round),
    );
    changes.push(put);
    (Change::Several { changes }, out)
}

/// Leaves the roster that is shown.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    if state.proposed_roster.take().is_some() {
        state.say(Tone::Plain, text("roster.left"));
    }
    Vec::new()
}
