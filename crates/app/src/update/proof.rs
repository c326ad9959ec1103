//! Proof-reading of the letter on screen: putting right, leaving alone.

use proof::Finding;
use templates::text_with;

use super::letters::{edit, on_screen};
use crate::correct;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// Puts one finding right.
pub(super) fn correct(state: &mut State, finding: &Finding, moment: &Moment) -> Vec<Effect> {
    // A place is only good for the text it was found in.
    let typeset = state.open_letter.as_ref().and_then(|open| open.typeset.clone());
    if !typeset.is_some_and(|typeset| typeset.findings.contains(finding)) {
        state.say_term(Tone::Plain, "proof.moved");
        return Vec::new();
    }
    edit(state, moment, |letter| {
        correct::correct(letter, finding);
    })
}

/// Puts everything right that certainly can be, as one change.
pub(super) fn correct_all(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some((_, mut corrected)) = on_screen(state) else { return Vec::new() };
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let done = correct::correct_all(&state.pack, book, &mut corrected);
    let effects = edit(state, moment, |letter| *letter = corrected);
    if !effects.is_empty() {
        state.say(Tone::Good, text_with("proof.corrected", &[("count", &done.to_string())]));
    }
    effects
}

/// Leaves a finding as it is, in this letter.
pub(super) fn ignore(state: &mut State, trace: String, moment: &Moment) -> Vec<Effect> {
    edit(state, moment, |letter| {
        letter.ignored.insert(trace);
    })
}

/// Looks at an ignored finding again.
pub(super) fn unignore(state: &mut State, trace: &str, moment: &Moment) -> Vec<Effect> {
    edit(state, moment, |letter| {
        letter.ignored.remove(trace);
    })
}
