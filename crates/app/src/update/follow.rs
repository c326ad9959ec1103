//! What a decision about a record leads to: a document or a sheet, filled in from the record, by one click.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::life::fold::fold;
use ledger::{Book, Change, Content, EntryId, Letter, Record};
use serde_json::Value;
use templates::{Pack, Scope, text_with};

use super::{change, compose};
use crate::effect::Effect;
use crate::life::{Known, Next, taken};
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::Tone;

/// The name of what an event leads to: whoever opens it, in whichever book, opens the same one.
fn name_of(next: Next<'_>, event: &EntryId) -> EntryId {
    EntryId::derived(next.name(), &[event])
}

/// What an event led to, when it is there: under its own name, or as the one document of its template about the record, which
/// somebody may have drafted on the record's page.
pub(crate) fn made(
    pack: &Pack,
    book: &Book,
    next: Next<'_>,
    event: &EntryId,
    record: &EntryId,
) -> Option<EntryId> {
    let own = name_of(next, event);
    if book.content(&own).is_some() {
        return Some(own);
    }
    let Next::Letter(name) = next else { return None };
    let template = pack.letter(name).ok()?;
    if template.about.repeats || template.about.scope != Scope::Kind {
        return None;
    }
    let same = |letter: &Letter| form_name(&letter.letter) == name && letter.about.first() == Some(record);
    book.letters().find(|(_, letter)| same(letter)).map(|(id, _)| id.clone())
}

/// What an event asks to be made.
struct Wanted {
    id: EntryId,
    /// Template or form, and whether it is a document.
    name: String,
    is_letter: bool,
    record: (EntryId, Record),
    /// First answers.
    filled: BTreeMap<String, Value>,
}

/// Opens what an event leads to; makes it first when it is not there yet.
pub(super) fn follow(state: &mut State, event: &EntryId, moment: &Moment) -> Vec<Effect> {
    let wanted = match wanted(state, event, moment) {
        Ok(Some(wanted)) => wanted,
        Ok(None) => {
            state.say_term(Tone::Warn, "life.not_now");
            return Vec::new();
        }
        Err(reason) => {
            state.say(Tone::Bad, reason);
            return Vec::new();
        }
    };
    let place = |id: EntryId| if wanted.is_letter { Route::Letter(id) } else { Route::Record(id, 0) };
    let name = wanted.name.as_str();
    let next = if wanted.is_letter { Next::Letter(name) } else { Next::Form(name) };
    let there = state.book.as_ref().and_then(|book| made(&state.pack, book, next, event, &wanted.record.0));
    if let Some(id) = there {
        state.route = place(id);
        return Vec::new();
    }
    let place = place(wanted.id.clone());
    let id = wanted.id.clone();
    let content = if wanted.is_letter { letter(state, wanted, moment) } else { sheet(state, wanted, moment) };
    match content {
        Ok(content) => {
            state.route = place;
            change(state, Change::Put { id, content: Box::new(content) }, moment)
        }
        Err(reason) => {
            state.say(Tone::Bad, reason);
            Vec::new()
        }
    }
}

/// What an event leads to; `None` when it leads to nothing, or did nothing.
fn wanted(state: &State, event: &EntryId, moment: &Moment) -> Result<Option<Wanted>, String> {
    let Some(book) = &state.book else { return Ok(None) };
    let Some(Content::Event(happened)) = book.content(event) else { return Ok(None) };
    let Some(record) = book.record(&happened.record) else { return Ok(None) };
    let Some(cycle) = state.pack.kinds().life(&record.form) else { return Ok(None) };
    let mut folded = fold(cycle, book.happened_to(&happened.record));
    let Some(way) = taken(cycle, &folded, event) else { return Ok(None) };
    // What came later fills nothing in: whoever opens it at whatever time finds the same.
    let place = folded.steps.iter().position(|step| step.happened.id == event);
    folded.steps.truncate(place.map_or(0, |place| place + 1));
    let Some(next) = Next::of(way) else { return Ok(None) };
    let known = Known::of(record, &folded, &happened.answers, moment.today);
    let filled = way.fills.iter().map(|(id, source)| {
        let value = known.value(&state.pack, source);
        let wrong = |error: expr::ExprError| {
            text_with("life.fills_wrong", &[("label", &way.label), ("field", id), ("why", &error.message())])
        };
        value.map(|value| (id.clone(), value)).map_err(wrong)
    });
    Ok(Some(Wanted {
        id: name_of(next, event),
        name: next.name().to_owned(),
        is_letter: matches!(next, Next::Letter(_)),
        record: (happened.record.clone(), record.clone()),
        filled: filled.collect::<Result<_, _>>()?,
    }))
}

fn letter(state: &mut State, wanted: Wanted, moment: &Moment) -> Result<Content, String> {
    let (about, record) = wanted.record;
    let is_about = state.pack.letter(&wanted.name).is_ok_and(|letter| letter.about.scope == Scope::Kind);
    // Questions are answered in words.
    let inputs = wanted.filled.into_iter().map(|(id, value)| (id, Value::from(in_words(&value)))).collect();
    let unit = Some(record.unit).filter(|unit| !unit.0.is_empty());
    let about = if is_about { vec![about] } else { Vec::new() };
    let mut letter = Letter { round: record.round, unit, about, inputs, ..Letter::default() };
    compose::fill(state, &wanted.name, &mut letter, moment).map_err(|error| error.message())?;
    Ok(Content::Letter(Box::new(letter)))
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn sheet(state: &mut State, wanted: Wanted, moment: &Moment) -> Result<Content, String> {
    let (about, record) = wanted.record;
    let State { book, pack, compiled, .. } = &mut *state;
    let definition = pack.form(&wanted.name).map_err(|error| error.message())?;
    let book = book.as_ref().ok_or_else(|| templates::text("notice.gone").to_owned())?;
    let mut sheet = Record {
        form: definition.form.clone(),
        number: pack.kinds().next_number(book, &wanted.name, &record.round, &record.unit),
        round: record.round,
        unit: record.unit,
        about: Some(about),
        ..Record::default()
    };
    sheet.answers = compiled.first_answers(pack, book, &sheet, moment.today);
    sheet.answers.extend(wanted.filled.into_iter().filter(|(_, value)| !value.is_null()));
    Ok(Content::Record(sheet))
}
