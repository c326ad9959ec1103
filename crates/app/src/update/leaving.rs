//! What leaves in another shape than it is kept: masked copies, and the word about marks of secrets.

use std::collections::BTreeSet;
use std::rc::Rc;

use redact::Suspect;
use templates::text_with;

use super::{book, letters};
use crate::command::Masked;
use crate::confidential::Judge;
use crate::effect::{DOCX, DUCHA, Effect, file_name};
use crate::moment::Moment;
use crate::state::{Masking, State};
use crate::view::Tone;
use crate::{draft, masked};

/// Hands out a copy without personal particulars, or asks first about what looks like one and was not masked.
pub(super) fn export_masked(state: &mut State, what: Masked, moment: &Moment) -> Vec<Effect> {
    let Some(made) = make(state, &what, &BTreeSet::new(), moment) else { return Vec::new() };
    if made.suspects.is_empty() {
        return hand_over(state, made);
    }
    state.masking = Some(Masking { what, suspects: Rc::new(made.suspects) });
    Vec::new()
}

/// Hands out the copy, with what a human chose masked as well.
pub(super) fn mask_also(
    state: &mut State,
    what: &Masked,
    also: &BTreeSet<String>,
    moment: &Moment,
) -> Vec<Effect> {
    make(state, what, also, moment).map_or_else(Vec::new, |made| hand_over(state, made))
}

/// A masked copy, ready to leave.
struct Made {
    name: String,
    mime: &'static str,
    bytes: Vec<u8>,
    masked: usize,
    suspects: Vec<Suspect>,
    /// Confidential records that are not in it.
    left_out: usize,
    /// Whether there are pictures, which are never in it.
    pictures: bool,
}

fn make(state: &mut State, what: &Masked, also: &BTreeSet<String>, moment: &Moment) -> Option<Made> {
    match what {
        Masked::Letter => {
            let (_, letter) = letters::on_screen(state)?;
            if letters::is_forbidden(state) {
                return None;
            }
            document(state, &letters::title(&letter), &letter, also)
        }
        Masked::Record(id) => {
            let (name, record) = letters::record_as_letter(state, id)?;
            document(state, &name, &record, also)
        }
        Masked::Book(passphrase) => whole_book(state, passphrase.as_deref(), also, moment),
    }
}

fn document(state: &mut State, name: &str, letter: &ledger::Letter, also: &BTreeSet<String>) -> Option<Made> {
    let open = state.book.as_ref()?;
    let made = masked::masker(&state.pack, open).map_err(draft::DraftError::from).and_then(|mut masker| {
        also.iter().for_each(|text| masker.also(text));
        let name = masker.text(name);
        let copy = masked::letter(&mut masker, letter);
        let bytes = draft::docx(&state.pack, open, &copy)?;
        let name = file_name(&text_with("file_name.masked", &[("name", &name)]), "docx");
        Ok(Made {
            name,
            mime: DOCX,
            bytes,
            masked: masker.masked(),
            suspects: masker.suspects(),
            left_out: 0,
            pictures: !letter.pictures.is_empty(),
        })
    });
    made.map_err(|error| state.say(Tone::Bad, error.message())).ok()
}

fn whole_book(
    state: &mut State,
    passphrase: Option<&str>,
    also: &BTreeSet<String>,
    moment: &Moment,
) -> Option<Made> {
    let open = state.book.as_ref()?;
    // Who spoke in confidence is known by what was said; without names it must not get around either.
    let mut shown = open.clone();
    let mut judge = Judge::new(&state.pack);
    shown.entries.retain(|_, entry| !judge.entry(open, entry));
    let left_out = open.entries.len() - shown.entries.len();
    let pictures = open.letters().any(|(_, letter)| !letter.pictures.is_empty());
    let made = masked::masker(&state.pack, open).map(|mut masker| {
        also.iter().for_each(|text| masker.also(text));
        let copy = masked::book(&mut masker, &state.pack, &shown, moment.replica());
        (copy, masker.masked(), masker.suspects())
    });
    let (copy, masked, suspects) = made.map_err(|error| state.say(Tone::Bad, error.message())).ok()?;
    let title = text_with("file_name.masked", &[("name", &copy.local.profile.title)]);
    let (name, bytes) = book::file_of(state, &copy, &title, passphrase, moment)?;
    Some(Made { name, mime: DUCHA, bytes, masked, suspects, left_out, pictures })
}

fn hand_over(state: &mut State, made: Made) -> Vec<Effect> {
    say_masked(state, &made.name, made.masked);
    say_left_out(state, made.left_out);
    if let Some(notice) = state.notice.as_mut().filter(|_| made.pictures) {
        notice.text.push_str(templates::text("masked.pictures"));
    }
    vec![Effect::Download { name: made.name, mime: made.mime, bytes: made.bytes }]
}

fn say_masked(state: &mut State, file: &str, count: usize) {
    state.say(Tone::Warn, text_with("masked.done", &[("file", file), ("count", &count.to_string())]));
}

/// Adds to the notice how many confidential records are not in the copy.
fn say_left_out(state: &mut State, count: usize) {
    let Some(notice) = state.notice.as_mut().filter(|_| count > 0) else { return };
    notice.text.push_str(&text_with("masked.left_out", &[("count", &count.to_string())]));
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
