//! Last year's answers taken over (采用去年): one, or those that fill the gaps of the part on screen.

use std::collections::BTreeMap;

use form::Path;
use ledger::Change;
use serde_json::Value;
use templates::text_with;

use super::{change, records};
use crate::effect::Effect;
use crate::last_year::{answer, gaps};
use crate::moment::Moment;
use crate::state::State;
use crate::view::{Tone, section_on_screen};

/// Times that gaps are looked for: what an answer asks for is filled in after it.
const ROUNDS: usize = 4;

/// Takes over last year's answer to a field.
pub(super) fn take(state: &mut State, field: &str, moment: &Moment) -> Vec<Effect> {
    let last = state.open_form.as_ref().and_then(|open| answer(&open.live.field(field)?).cloned());
    last.map(|last| records::answer(state, field, last, moment)).unwrap_or_default()
}

/// Fills the gaps of the part on screen, in one step.
pub(super) fn take_part(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let section = section_on_screen(&state.route);
    let Some(open) = state.open_form.as_mut() else { return Vec::new() };
    let mut taken: BTreeMap<String, Value> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let found = gaps(open, section);
        if found.is_empty() {
            break;
        }
        for (field, value) in found {
            let Ok(path) = field.parse::<Path>() else { continue };
            taken.insert(field, open.set(&path, Some(value)));
        }
    }
    if taken.is_empty() {
        return Vec::new();
    }
    let (id, count) = (open.id.clone(), taken.len().to_string());
    let answer = |(field, value)| Change::Answer { id: id.clone(), field, value };
    let effects = change(state, Change::Several { changes: taken.into_iter().map(answer).collect() }, moment);
    if let (Some(open), Some(book)) = (state.open_form.as_mut(), state.book.as_ref()) {
        open.note_version(book);
    }
    state.say(Tone::Good, text_with("form.took_last_year", &[("count", &count)]));
    effects
}
