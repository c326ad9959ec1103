//! What leaves in another shape than it is kept: masked copies, and the word about marks of secrets.

use templates::text_with;

use super::{book, letters};
use crate::command::Masked;
use crate::effect::{DOCX, DUCHA, Effect, file_name};
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;
use crate::{draft, masked};

/// Hands out a copy without personal particulars.
pub(super) fn export_masked(state: &mut State, what: &Masked, moment: &Moment) -> Vec<Effect> {
    match what {
        Masked::Letter => letter(state),
        Masked::Record(id) => match letters::record_as_letter(state, id) {
            Some((name, record)) => hand_over(state, &name, &record),
            None => Vec::new(),
        },
        Masked::Book(passphrase) => whole_book(state, passphrase.as_deref(), moment),
    }
}

fn letter(state: &mut State) -> Vec<Effect> {
    let Some((_, letter)) = letters::on_screen(state) else { return Vec::new() };
    hand_over(state, &letters::title(&letter), &letter)
}

fn hand_over(state: &mut State, name: &str, letter: &ledger::Letter) -> Vec<Effect> {
    let Some(open) = state.book.as_ref() else { return Vec::new() };
    let made = masked::masker(&state.pack, open).map_err(draft::DraftError::from).and_then(|mut masker| {
        let name = masker.text(name);
        let masked = masked::letter(&mut masker, letter);
        Ok((name, draft::docx(&state.pack, open, &masked)?, masker.masked()))
    });
    match made {
        Ok((name, bytes, count)) => {
            let name = file_name(&text_with("file_name.masked", &[("name", &name)]), "docx");
            say_masked(state, &name, count);
            vec![Effect::Download { name, mime: DOCX, bytes }]
        }
        Err(error) => {
            state.say(Tone::Bad, error.message());
            Vec::new()
        }
    }
}

fn whole_book(state: &mut State, passphrase: Option<&str>, moment: &Moment) -> Vec<Effect> {
    let Some(open) = state.book.as_ref() else { return Vec::new() };
    let made = masked::masker(&state.pack, open).map(|mut masker| {
        let copy = masked::book(&mut masker, open, moment.replica());
        (copy, masker.masked())
    });
    match made {
        Ok((copy, count)) => {
            let title = text_with("file_name.masked", &[("name", &copy.local.profile.title)]);
            let Some((name, bytes)) = book::file_of(state, &copy, &title, passphrase, moment) else {
                return Vec::new();
            };
            say_masked(state, &name, count);
            vec![Effect::Download { name, mime: DUCHA, bytes }]
        }
        Err(error) => {
            state.say(Tone::Bad, error.message());
            Vec::new()
        }
    }
}

fn say_masked(state: &mut State, file: &str, count: usize) {
    state.say(Tone::Warn, text_with("masked.done", &[("file", file), ("count", &count.to_string())]));
}

/// Warns when what leaves bears the mark of a state secret; it must not have got here in the first place.
pub(super) fn warn_of_secrets(state: &mut State, leaving: &str) {
    let found: Vec<String> = state
        .pack
        .redaction()
        .map(|rules| rules.secrets(leaving).into_iter().map(|word| format!("“{word}”")).collect())
        .unwrap_or_default();
    if !found.is_empty() {
        state.say(Tone::Bad, text_with("secret.found", &[("words", &found.join(""))]));
    }
}
