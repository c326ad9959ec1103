//! Composing a document from its template: for the first time, and again when its data or an answer changed.

use expr::{Date, Scope as Names};
use ledger::book::form_name;
use ledger::{Change, Content, EntryId, Letter, LetterState};
use serde_json::{Map, Value};
use templates::{Composed, LetterTemplate, Pack, PackError, Scope, text_with};

use super::change;
use super::letters::on_screen;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;
use crate::{context, doubts, draft, query};

/// Fills a letter from its template for the first time: questions with their defaults, head, text.
pub(super) fn fill(
    state: &mut State,
    name: &str,
    letter: &mut Letter,
    moment: &Moment,
) -> Result<(), PackError> {
    let template = state.pack.letter(name)?;
    letter.letter.clone_from(&template.about.letter);
    let mut data = data(state, letter, &template, moment.today)?;
    let mut inputs = template.defaults_over(state.pack.engine(), &data)?;
    letter.composed_inputs = happened_on(&template, inputs.clone());
    // What the letter was made with stands instead of the template's own first answers.
    let given = std::mem::take(&mut letter.inputs);
    inputs.extend(
        given.into_iter().filter(|(id, _)| template.about.inputs.iter().any(|input| input.id == *id)),
    );
    letter.inputs = inputs.clone().into_iter().collect();
    data.extend(&templates::said(&Value::Object(inputs)));
    let composed = draft::compose_from(&state.pack, &template, &data)?;
    letter.composed_head.clone_from(&composed.head);
    letter.head = composed.head;
    letter.composed.clone_from(&composed.text);
    letter.text = composed.text;
    Ok(())
}

/// What a letter is composed from.
fn data(
    state: &mut State,
    letter: &Letter,
    template: &LetterTemplate,
    today: Date,
) -> Result<Names, PackError> {
    let State { pack, book, compiled, .. } = state;
    let Some(book) = book.as_ref() else { return Ok(Names::default()) };
    let about = &template.about;
    let plain = |data: Value| Ok(Names::from(&templates::said(&data)));
    match (about.scope, &letter.unit) {
        (Scope::Free, _) => {
            let format = letter.head.get("style").and_then(Value::as_str).unwrap_or("document");
            plain(context::own(book, &letter.round, format, today))
        }
        (Scope::Kind, unit) => {
            let (round, record, chosen) = (&letter.round, letter.about.first(), [].as_slice());
            let about = query::About { round, unit: unit.as_ref(), record, chosen };
            query::letter_names(pack, book, template, about, today)
        }
        (Scope::Round | Scope::Record, _) | (Scope::Unit, None) => {
            query::letter_names(pack, book, template, query::About::round(&letter.round), today)
        }
        (Scope::Unit, Some(unit)) if about.needs.iter().any(|need| need == "self_check") => {
            plain(context::self_check(pack, book, compiled, &letter.round, unit, today))
        }
        (Scope::Unit, Some(unit)) => {
            let (round, chosen) = (&letter.round, letter.findings.as_slice());
            let about = query::About { round, unit: Some(unit), record: None, chosen };
            query::letter_names(pack, book, template, about, today)
        }
    }
}

/// Composes a letter from the data and the answers of now; days on which something happened follow the data first.
fn composed_now(state: &mut State, letter: &mut Letter, today: Date) -> Result<Composed, PackError> {
    let template = state.pack.letter(form_name(&letter.letter))?;
    let mut data = data(state, letter, &template, today)?;
    follow_data(&state.pack, &template, letter, &data);
    data.extend(&templates::said(&Value::Object(answers(&template, letter))));
    draft::compose_from(&state.pack, &template, &data)
}

/// Answers to a letter's questions as its text takes them: a day that is none is not there.
fn answers(template: &LetterTemplate, letter: &Letter) -> Map<String, Value> {
    let inputs = template.about.inputs.iter();
    let mut answers: Map<String, Value> = letter.inputs.clone().into_iter().collect();
    for input in inputs.filter(|input| doubts::entries::wrong_answer(input, letter).is_some()) {
        answers.insert(input.id.clone(), Value::from(""));
    }
    answers
}

/// Answers a question of the template and brings the text up to date with it.
pub(super) fn input(state: &mut State, id: &str, value: String, moment: &Moment) -> Vec<Effect> {
    let Some((entry, mut letter)) = on_screen(state) else { return Vec::new() };
    letter.inputs.insert(id.to_owned(), Value::String(value));
    put_refreshed(state, entry, letter, moment)
}

/// Composes the letter on screen again from the data of now. What was agreed to is another text then, and is agreed to anew.
pub(super) fn recompose(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some((entry, mut letter)) = on_screen(state) else { return Vec::new() };
    let agreed = letter.state == LetterState::Approved;
    if agreed {
        letter.state = LetterState::Draft;
    }
    let before = letter.text.clone();
    let effects = put_refreshed(state, entry, letter, moment);
    if state.notice.is_none() {
        match on_screen(state).and_then(|(_, now)| draft::changes(&before, &now.text)) {
            _ if agreed => state.say_term(Tone::Warn, "letter.agree_anew"),
            Some(changes) => state.say(Tone::Good, in_words(&changes)),
            None => state.say_term(Tone::Good, "letter.refreshed_none"),
        }
    }
    effects
}

/// What a refresh changed, as people are told.
fn in_words(changes: &draft::Changes) -> String {
    let term = match (changes.old.is_empty(), changes.new.is_empty()) {
        (true, _) => "letter.refreshed_in",
        (false, true) => "letter.refreshed_out",
        (false, false) => "letter.refreshed",
    };
    let count = changes.count.to_string();
    text_with(term, &[("count", &count), ("old", &changes.old), ("new", &changes.new)])
}

/// The days on which something happened, out of a template's answers.
fn happened_on(template: &LetterTemplate, mut answers: Map<String, Value>) -> Map<String, Value> {
    let happened = |id: &str| template.about.inputs.iter().any(|input| input.happened && input.id == id);
    answers.retain(|id, _| happened(id));
    answers
}

/// Brings the days on which something happened up to date with the data, where the writer left them as they were given.
fn follow_data(pack: &Pack, template: &LetterTemplate, letter: &mut Letter, data: &Names) {
    let Ok(given) = template.defaults_over(pack.engine(), data) else { return };
    for (id, day) in happened_on(template, given) {
        if letter.composed_inputs.get(&id).is_some_and(|before| letter.inputs.get(&id) == Some(before)) {
            letter.inputs.insert(id.clone(), day.clone());
            letter.composed_inputs.insert(id, day);
        }
    }
}

fn put_refreshed(state: &mut State, id: EntryId, mut letter: Letter, moment: &Moment) -> Vec<Effect> {
    if letter.state == LetterState::Issued {
        state.say_term(Tone::Warn, "letter.issued_locked");
        return Vec::new();
    }
    match composed_now(state, &mut letter, moment.today) {
        Err(error) => state.say(Tone::Bad, error.message()),
        Ok(composed) => {
            if !draft::refresh(&mut letter, composed) {
                state.say_term(Tone::Warn, "letter.refresh_conflict");
            }
        }
    }
    change(state, Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) }, moment)
}

/// Whether the data of now would make another text or head of a letter than it was made from.
pub(crate) fn is_stale(state: &mut State, letter: &Letter) -> bool {
    // Issued documents stay as they are; a letter of an earlier version does not know what it was made from.
    let unknown = letter.composed.is_empty() && letter.composed_head.is_empty();
    if letter.state == LetterState::Issued || unknown {
        return false;
    }
    let template = state.pack.letter(form_name(&letter.letter));
    if template.is_ok_and(|template| template.about.scope == Scope::Free) {
        return false;
    }
    let mut followed = letter.clone();
    composed_now(state, &mut followed, state.today).is_ok_and(|composed| draft::differs(letter, &composed))
}
