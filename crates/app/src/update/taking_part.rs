//! Which units take part in the current round. A round that lists none is everybody's, units that come later included.

use std::collections::BTreeSet;

use ledger::{Book, Change, Content, EntryId};
use templates::text_with;

use super::change;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// Lets units take part, or leaves them out. One at least takes part.
pub(super) fn choose(state: &mut State, chosen: &[EntryId], takes: bool, moment: &Moment) -> Vec<Effect> {
    let Some(book) = &state.book else { return Vec::new() };
    let Some((_, round)) = book.current_round() else {
        state.say_term(Tone::Warn, "round.none");
        return Vec::new();
    };
    let mut taking: BTreeSet<EntryId> = book.units_in(round).into_iter().map(|(id, _)| id.clone()).collect();
    for id in chosen {
        if takes {
            taking.insert(id.clone());
        } else {
            taking.remove(id);
        }
    }
    if taking.is_empty() {
        state.say_term(Tone::Warn, "taking_part.nobody");
        return Vec::new();
    }
    let left_out: Vec<EntryId> = if takes { Vec::new() } else { chosen.to_vec() };
    let Some(put) = listing(book, taking) else { return Vec::new() };
    let kept = begun(book, &left_out);
    let effects = change(state, put, moment);
    if !effects.is_empty() && kept > 0 {
        state.say(Tone::Warn, text_with("taking_part.kept", &[("count", &kept.to_string())]));
    }
    effects
}

/// The change that makes a round list these units, or none when that is all of them; `None` when it does already.
pub(super) fn listing(book: &Book, taking: BTreeSet<EntryId>) -> Option<Change> {
    let (id, round) = book.current_round()?;
    let (id, mut round) = (id.clone(), round.clone());
    let all = book.units().all(|(unit, _)| taking.contains(unit));
    let units = if all { BTreeSet::new() } else { taking };
    if round.units == units {
        return None;
    }
    round.units = units;
    Some(Change::Put { id, content: Box::new(Content::Round(Box::new(round))) })
}

/// Records and documents of the round about units that are left out: they stay, and count no more.
fn begun(book: &Book, left_out: &[EntryId]) -> usize {
    let Some((round, _)) = book.current_round() else { return 0 };
    let records =
        book.records().filter(|(_, record)| record.round == *round && left_out.contains(&record.unit));
    let about = |unit: &Option<EntryId>| unit.as_ref().is_some_and(|unit| left_out.contains(unit));
    let letters = book.letters().filter(|(_, letter)| letter.round == *round && about(&letter.unit));
    records.count() + letters.count()
}
