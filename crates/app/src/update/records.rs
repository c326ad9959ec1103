//! Filled forms: answering, rows, submitting, reviewing, settling.

use std::collections::BTreeMap;

use form::Path;
use ledger::kinds::Subject;
use ledger::life::RecordEvent;
use ledger::life::cycle::Cycle;
use ledger::{Change, Content, EntryId, Part, Record, RecordState, Review, ReviewDecision};
use serde_json::{Value, json};
use templates::text_with;

use super::change;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::Tone;

/// Answers a field of the record on screen. A cell of a table is stored with its whole table, so that one answer is one value.
pub(super) fn answer(state: &mut State, path: &str, value: Value, moment: &Moment) -> Vec<Effect> {
    let Ok(path) = path.parse::<Path>() else { return Vec::new() };
    let Some(open) = state.open_form.as_mut() else { return Vec::new() };
    let value = if blank(&value) { None } else { Some(value) };
    let stored = open.set(&path, value);
    let id = open.id.clone();
    let known = state.book.as_ref().and_then(|book| book.record(&id)?.answers.get(&path.field));
    // What changed nothing is nothing to undo.
    if known.unwrap_or(&Value::Null) == &stored {
        return Vec::new();
    }
    let field = path.field.clone();
    let effects = change(state, Change::Answer { id, field: path.field, value: stored }, moment);
    if let (Some(open), Some(book)) = (state.open_form.as_mut(), state.book.as_ref()) {
        open.note_answer(book, &field);
    }
    effects
}

fn blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// Adds an empty row to a table of the record on screen.
pub(super) fn add_row(state: &mut State, table: &str, moment: &Moment) -> Vec<Effect> {
    let rows = table_rows(state, table);
    let mut rows = rows.unwrap_or_default();
    if rows.len() >= form::MAX_ROWS {
        let most = form::MAX_ROWS.to_string();
        state.say(Tone::Warn, text_with("form.too_many_rows", &[("max", &most)]));
        return Vec::new();
    }
    rows.push(json!({}));
    let row = format!("{table}.{}", rows.len() - 1);
    turn_to(state, table, rows.len() - 1);
    let mut effects = answer(state, table, Value::Array(rows), moment);
    effects.push(Effect::Focus(row));
    effects
}

/// Removes a row such as `evidence.2`.
pub(super) fn remove_row(state: &mut State, row: &str, moment: &Moment) -> Vec<Effect> {
    let Some((table, index)) = row.rsplit_once('.') else { return Vec::new() };
    let (Ok(index), Some(mut rows)) = (index.parse::<usize>(), table_rows(state, table)) else {
        return Vec::new();
    };
    if index >= rows.len() {
        return Vec::new();
    }
    rows.remove(index);
    // The keyboard goes to the row that takes the place of this one, or to the button for a new one.
    let next = match rows.len().checked_sub(1) {
        Some(last) => format!("{table}.{}", index.min(last)),
        None => table.to_owned(),
    };
    let mut effects = answer(state, table, Value::Array(rows), moment);
    if !effects.is_empty() {
        state.say_term(Tone::Plain, "form.row_removed");
    }
    effects.push(Effect::Focus(next));
    effects
}

/// Removes the rows of a table beyond those it may have, as one step.
pub(super) fn keep_rows(state: &mut State, table: &str, moment: &Moment) -> Vec<Effect> {
    let most = state.open_form.as_ref().and_then(|open| open.most_rows(table));
    let (Some(most), Some(mut rows)) = (most, table_rows(state, table)) else { return Vec::new() };
    let over = rows.len().saturating_sub(most);
    if over == 0 {
        return Vec::new();
    }
    rows.truncate(most);
    turn_to(state, table, 0);
    let mut effects = answer(state, table, Value::Array(rows), moment);
    if !effects.is_empty() {
        state.say(Tone::Plain, text_with("form.rows_removed", &[("count", &over.to_string())]));
    }
    effects.push(Effect::Focus(table.to_owned()));
    effects
}

/// Shows the rows among which one is.
fn turn_to(state: &mut State, table: &str, row: usize) {
    if let Some(open) = state.open_form.as_mut() {
        open.turn_to(table, row);
    }
}

fn table_rows(state: &State, table: &str) -> Option<Vec<Value>> {
    let open = state.open_form.as_ref()?;
    let record = state.book.as_ref()?.record(&open.id)?;
    record.answers.get(table).and_then(Value::as_array).cloned()
}

/// Goes to the next item without an answer, over section borders.
pub(super) fn next_unanswered(state: &mut State) -> Vec<Effect> {
    let Some(next) = state.open_form.as_ref().and_then(|open| open.next_unanswered(state.route.section()))
    else {
        state.say_term(Tone::Good, "form.all_answered");
        return Vec::new();
    };
    show(state, next)
}

/// Goes to a field named in a problem.
pub(super) fn show_field(state: &mut State, path: &str) -> Vec<Effect> {
    let Ok(mut path) = path.parse::<Path>() else { return Vec::new() };
    let own =
        state.book.as_ref().is_some_and(|book| crate::view::own_self_check(&state.pack, book).is_some());
    if state.open_form.is_none() && own {
        state.route = Route::Fill(0);
        state.refresh_form();
    }
    if let Some(first) = state.open_form.as_ref().and_then(|open| open.first_of_item(&path.field)) {
        path = Path::field(&first);
    }
    let Some(section) = state.open_form.as_ref().and_then(|open| open.section_of(&path.field)) else {
        return Vec::new();
    };
    if let Some((row, _)) = &path.cell {
        turn_to(state, &path.field, *row);
    }
    show(state, (section, path.to_string()))
}

fn show(state: &mut State, (section, field): (usize, String)) -> Vec<Effect> {
    state.route = std::mem::take(&mut state.route).at_section(section);
    vec![Effect::Focus(field)]
}

/// Starts a working paper on an item of the form on screen.
pub(super) fn start_paper(state: &mut State, item: &str, moment: &Moment) -> Vec<Effect> {
    let record = state.open_form.as_ref().and_then(|open| state.book.as_ref()?.record(&open.id));
    let Some(unit) = record.map(|record| record.unit.clone()) else { return Vec::new() };
    let from = taken_over(state, item);
    let form = state.pack.kinds().form(Part::Finding).to_owned();
    new_record(state, &form, &unit, None, from, moment)
}

/// Starts a record, with these answers beside its defaults, and opens it. A verification or rectification of something that has one already opens that one.
pub(super) fn new_record(
    state: &mut State,
    form: &str,
    unit: &EntryId,
    about: Option<EntryId>,
    from: BTreeMap<String, Value>,
    moment: &Moment,
) -> Vec<Effect> {
    let State { book, pack, compiled, .. } = &mut *state;
    let Some(book) = book.as_mut() else { return Vec::new() };
    let subject = pack.kinds().subject(form);
    // What is written about a record belongs to the year of that record, whichever year is on.
    let of_record = about.as_ref().and_then(|about| book.record(about)).map(|about| about.round.clone());
    let round = match of_record.or_else(|| book.current_round().map(|(id, _)| id.clone())) {
        _ if subject == Subject::Nothing => EntryId::default(),
        Some(round) => round,
        None => {
            state.say_term(Tone::Warn, "round.none");
            return Vec::new();
        }
    };
    let no_unit = EntryId::default();
    let unit = if subject == Subject::Unit { unit } else { &no_unit };
    let existing = about.as_ref().and_then(|about| {
        if pack.kinds().plays(form, Part::Rectification) {
            return book.rectified(pack.kinds()).get(about).map(|all| all.id.clone());
        }
        book.records_of(form).find(|(_, r)| r.about.as_ref() == Some(about)).map(|(id, _)| id.clone())
    });
    if let Some(id) = existing {
        state.route = Route::Record(id, 0);
        return Vec::new();
    }
    let Ok(definition) = pack.form(form) else {
        state.say_term(Tone::Bad, "form.unknown");
        return Vec::new();
    };
    let mut record = Record {
        form: definition.form.clone(),
        number: pack.kinds().next_number(book, form, &round, unit),
        round,
        unit: unit.clone(),
        about,
        ..Record::default()
    };
    record.answers = compiled.first_answers(pack, book, &record, moment.today);
    record.answers.extend(from);
    // Who asks twice for the same, with a second click or because the first sheet was left blank, gets the blank one.
    let untouched = book.records_of(form).find(|(_, other)| {
        let same = (&other.round, &other.unit, &other.about) == (&record.round, &record.unit, &record.about);
        same && other.state == RecordState::Filling && other.answers == record.answers
    });
    if let Some(id) = untouched.map(|(id, _)| id.clone()) {
        state.route = Route::Record(id, 0);
        return Vec::new();
    }
    let id = book.make_id(form);
    if !pack.kinds().plays(form, Part::Verification) {
        state.route = Route::Record(id.clone(), 0);
    }
    change(state, Change::Put { id, content: Box::new(Content::Record(record)) }, moment)
}

/// What a working paper takes over from an item: its area and number, how it was looked into, what was found, and what it
/// goes against.
fn taken_over(state: &State, item: &str) -> BTreeMap<String, Value> {
    let Some(open) = &state.open_form else { return BTreeMap::new() };
    let found = open.live.sections().find_map(|section| {
        let field = section.fields().find(|field| field.field.id == item)?;
        let number = field.field.number.clone().unwrap_or_default();
        let said = |end: &str| {
            let id = format!("{item}{end}");
            field.children().find(|child| child.field.id == id).and_then(|child| child.value.cloned())
        };
        Some([
            ("area", Some(Value::from(section.section.title.clone()))),
            ("item_number", Some(Value::from(number))),
            ("sources", said("_way")),
            ("facts", said("_finding")),
            ("basis", field.field.basis.clone().map(Value::from)),
        ])
    });
    let kept = found.into_iter().flatten().filter_map(|(field, value)| Some((field.to_owned(), value?)));
    kept.filter(|(_, value)| !blank(value)).collect()
}

/// Whether nothing was decided about a record that a life cycle would keep.
fn is_open(state: &State, id: &EntryId) -> bool {
    let record = state.book.as_ref().and_then(|book| Some((book, book.record(id)?)));
    record.is_none_or(|(book, record)| super::events::is_open(&state.pack, book, id, record))
}

/// Removes a record or a draft. It can be undone.
pub(super) fn remove(state: &mut State, id: EntryId, moment: &Moment) -> Vec<Effect> {
    if !is_open(state, &id) {
        state.say_term(Tone::Warn, "life.stays");
        return Vec::new();
    }
    if is_told(state, &id) {
        state.say_term(Tone::Warn, "record.told_stays");
        return Vec::new();
    }
    if matches!(state.route, Route::Record(..)) {
        // Back to the list that the record stood in.
        state.route = crate::view::place(state);
    } else if matches!(state.route, Route::Letter(_)) {
        state.route = Route::Letters;
    }
    let content = state.book.as_ref().and_then(|book| book.content(&id));
    let name = content.map(|content| crate::view::entry_name(state, &id, content)).unwrap_or_default();
    state.say(Tone::Plain, templates::text_with("record.removed", &[("name", &name)]));
    change(state, Change::Put { id, content: Box::new(Content::Removed) }, moment)
}

/// Whether a record is a finding that a unit was told of.
fn is_told(state: &State, id: &EntryId) -> bool {
    let Some(book) = &state.book else { return false };
    let kinds = state.pack.kinds();
    let record = book.record(id).filter(|record| kinds.plays(&record.form, Part::Finding));
    record.is_some_and(|record| book.told().tells(&ledger::Finding::read(kinds, id, record)))
}

/// Something happened to a record: presented, submitted, reopened.
pub(super) fn event(state: &mut State, id: &EntryId, event: RecordEvent, moment: &Moment) -> Vec<Effect> {
    let Some(mut record) = state.book.as_ref().and_then(|book| book.record(id)).cloned() else {
        return Vec::new();
    };
    if state.pack.kinds().life(&record.form).is_some_and(Cycle::finishes) {
        state.say_term(Tone::Warn, "life.by_steps");
        return Vec::new();
    }
    let event = match event {
        // The core counts the errors itself; a shell cannot talk it into taking a faulty form.
        RecordEvent::Submit { .. } => RecordEvent::Submit { errors: errors(state, id) },
        RecordEvent::Present | RecordEvent::Reopen => event,
    };
    match record.state.apply(event) {
        Err(refused) => {
            let gap = matches!(event, RecordEvent::Submit { .. }).then(|| first_gap(state, id)).flatten();
            let Some((first, effects)) = gap else {
                state.say(Tone::Bad, refused.message);
                return Vec::new();
            };
            state.say(Tone::Bad, text_with("record.not_clean", &[("first", &first)]));
            effects
        }
        Ok(next) => {
            if next == RecordState::Submitted {
                record.submitted_on = moment.today.to_string();
                record.figures = figures(state, id);
            }
            record.state = next;
            if event == RecordEvent::Reopen && is_told(state, id) {
                state.say_term(Tone::Warn, "record.reopened_told");
            }
            change(state, Change::Put { id: id.clone(), content: Box::new(Content::Record(record)) }, moment)
        }
    }
}

/// Goes to the first field of a record that is missing or wrong, and names it; `None` when the record has no errors.
pub(super) fn first_gap(state: &mut State, id: &EntryId) -> Option<(String, Vec<Effect>)> {
    if errors(state, id) == 0 {
        return None;
    }
    if state.open_form.as_ref().is_none_or(|open| open.id != *id) {
        state.route = Route::Record(id.clone(), 0);
        state.refresh_form();
    }
    let (path, first) = state.open_form.as_ref()?.first_error()?;
    let effects = if path.is_empty() { Vec::new() } else { show_field(state, &path) };
    Some((first, effects))
}

fn errors(state: &mut State, id: &EntryId) -> usize {
    let Some(book) = state.book.as_ref() else { return 0 };
    state.compiled.open(&state.pack, book, id, state.today).map_or(0, |open| open.errors())
}

pub(super) fn figures(state: &mut State, id: &EntryId) -> std::collections::BTreeMap<String, Value> {
    let Some(book) = state.book.as_ref() else { return Default::default() };
    let is_self_check =
        book.record(id).is_some_and(|record| state.pack.kinds().plays(&record.form, Part::SelfCheck));
    if !is_self_check {
        return Default::default();
    }
    state.compiled.open(&state.pack, book, id, state.today).map(|open| open.figures()).unwrap_or_default()
}

/// The office decides about the version of a submission it sees.
pub(super) fn review(
    state: &mut State,
    record: &EntryId,
    decision: ReviewDecision,
    reason: String,
    moment: &Moment,
) -> Vec<Effect> {
    if decision == ReviewDecision::Returned && expr::says_nothing(&reason) {
        state.say_term(Tone::Bad, "review.reason_needed");
        return Vec::new();
    }
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let Some(version) = book.entries.get(record).and_then(ledger::Entry::current).map(|(id, _)| id.0.clone())
    else {
        return Vec::new();
    };
    let latest =
        ledger::progress::latest_review(book, record).map(|review| (&review.version, review.decision));
    if latest == Some((&version, decision)) {
        state.say_term(Tone::Plain, "review.decided");
        return Vec::new();
    }
    let id = book.make_id("review");
    let unit = book.record(record).map(|record| record.unit.clone()).unwrap_or_default();
    let review = Review { record: record.clone(), version, decision, reason, on: moment.today.to_string() };
    let effects = change(state, Change::Put { id, content: Box::new(Content::Review(review)) }, moment);
    if !effects.is_empty() {
        let key = match decision {
            ReviewDecision::Accepted => "review.accepted",
            ReviewDecision::Returned => "review.returned",
        };
        let unit = state.unit_name(&unit);
        state.say(Tone::Good, templates::text_with(key, &[("unit", &unit)]));
    }
    effects
}
