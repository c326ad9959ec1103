//! The unit of a unit's book: chosen once, and corrected while nobody else has seen anything of it.

use std::collections::BTreeMap;

use ledger::{Book, Change, Content, EntryId, Record};
use serde_json::Value;

use super::{book, change};
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::State;
use crate::view::{Tone, own_self_check};

/// Whether another unit can still be chosen: nothing was handed over, and nothing came that is about this one.
pub(crate) fn may_change(kinds: &ledger::Kinds, book: &Book) -> bool {
    book.local.sent.is_empty() && book.findings(kinds).is_empty()
}

/// The unit of a book that began from a task file names itself, or corrects its choice.
pub(super) fn choose(state: &mut State, unit: &EntryId, moment: &Moment) -> Vec<Effect> {
    let Some(open) = state.book.as_ref() else { return Vec::new() };
    let Some(known) = open.unit(unit).cloned() else { return Vec::new() };
    match open.local.profile.unit.clone() {
        Some(before) if before == *unit => return Vec::new(),
        Some(before) => return correct(state, &before, unit, moment),
        None => {}
    }
    if let Some(book) = state.book.as_mut() {
        book.local.profile.unit = Some(unit.clone());
        book.local.profile.organ.clone_from(&known.party_name);
        book.local.profile.title = known.party_name;
    }
    book::open_self_check(state, unit, moment);
    state.notice = None;
    vec![Effect::Restart]
}

/// Another unit takes the place of the one chosen by mistake; what was typed goes along, and drafts in the wrong name go.
/// One step of undo brings all of it back.
fn correct(state: &mut State, before: &EntryId, unit: &EntryId, moment: &Moment) -> Vec<Effect> {
    let State { book, pack, compiled, .. } = &mut *state;
    let Some(book) = book.as_ref() else { return Vec::new() };
    if !may_change(pack.kinds(), book) {
        state.say_term(Tone::Warn, "task.unit_fixed");
        return Vec::new();
    }
    let (Some(known), Some((round, _))) = (book.unit(unit), book.current_round()) else { return Vec::new() };
    let mut profile = book.local.profile.clone();
    profile.unit = Some(unit.clone());
    profile.organ.clone_from(&known.party_name);
    profile.title.clone_from(&known.party_name);
    let mut record = Record {
        form: book::self_check_form(pack),
        round: round.clone(),
        unit: unit.clone(),
        ..Record::default()
    };
    record.answers = compiled.first_answers(pack, book, &record, moment.today);
    let wrong = own_self_check(pack, book);
    if let Some(old) = wrong.as_ref().and_then(|id| book.record(id)) {
        let given = compiled.first_answers(pack, book, old, moment.today);
        record.answers.extend(typed(old, &given));
    }
    let gone = book.records().filter(|(_, r)| r.unit == *before).map(|(id, _)| id);
    let drafts = book.letters().filter(|(_, l)| l.unit.as_ref() == Some(before)).map(|(id, _)| id);
    let removed = gone.chain(drafts).map(|id| put(id.clone(), Content::Removed));
    let mut changes: Vec<Change> = removed.collect();
    changes.push(Change::Profile { profile });
    changes.push(put(book::self_check_id(pack, round, unit), Content::Record(record)));
    let effects = change(state, Change::Several { changes }, moment);
    if !effects.is_empty() {
        let name = state.unit_name(unit);
        state.say(Tone::Good, templates::text_with("task.unit_changed", &[("unit", &name)]));
    }
    effects
}

/// Answers that somebody gave, without what the form began with.
fn typed<'a>(
    record: &'a Record,
    given: &'a BTreeMap<String, Value>,
) -> impl Iterator<Item = (String, Value)> + 'a {
    let own = record.answers.iter().filter(|(field, value)| given.get(*field) != Some(*value));
    own.map(|(field, value)| (field.clone(), value.clone()))
}

fn put(id: EntryId, content: Content) -> Change {
    Change::Put { id, content: Box::new(content) }
}
