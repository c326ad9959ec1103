//! Documents: drafting, editing, refreshing, exporting.

use std::rc::Rc;

use ledger::book::form_name;
use ledger::life::LetterEvent;
use ledger::{Book, Change, Content, EntryId, Letter, LetterState, Record, Role};
use serde_json::Value;
use templates::{Pack, Scope};

use super::change;
use super::compose::{fill, is_stale};
use crate::doubts::{self, Doubt};
use crate::effect::{DOCX, Effect, file_name};
use crate::moment::Moment;
use crate::route::Route;
use crate::state::{Issuing, State};
use crate::view::Tone;
use crate::{context, draft, fields};

/// Drafts a document and opens it. A unit's own report that exists already is opened instead.
pub(super) fn compose(
    state: &mut State,
    name: &str,
    unit: Option<EntryId>,
    findings: Vec<EntryId>,
    moment: &Moment,
) -> Vec<Effect> {
    let Some(round) = state.book.as_ref().and_then(Book::current_round).map(|(id, _)| id.clone()) else {
        state.say_term(Tone::Warn, "round.none");
        return Vec::new();
    };
    begin(state, name, Letter { round, unit, findings, ..Letter::default() }, moment)
}

/// Drafts a document about a record and opens it; one that exists already is opened instead, unless its template repeats.
/// Nothing happens when there is no such record, or the template is about no such records.
pub(super) fn compose_about(state: &mut State, name: &str, record: &EntryId, moment: &Moment) -> Vec<Effect> {
    let found = state.book.as_ref().and_then(|book| book.record(record));
    let Some(Record { form, round, unit, .. }) = found.cloned() else { return Vec::new() };
    let subject = state.pack.letter(name).ok().and_then(|template| template.about.subject.clone());
    if subject.as_deref() != Some(form_name(&form)) {
        return Vec::new();
    }
    let unit = Some(unit).filter(|unit| !unit.0.is_empty());
    begin(state, name, Letter { round, unit, about: vec![record.clone()], ..Letter::default() }, moment)
}

/// Fills a new letter and opens it, or opens the one there is about the same.
fn begin(state: &mut State, name: &str, mut letter: Letter, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let repeats = state.pack.letter(name).is_ok_and(|template| template.about.repeats);
    let about = |letter: &Letter| (letter.round.clone(), letter.unit.clone(), letter.about.clone());
    let existing = book
        .letters()
        .find(|(_, l)| !repeats && form_name(&l.letter) == name && about(l) == about(&letter))
        .map(|(id, there)| (id.clone(), letter.findings.is_empty() || there.findings == letter.findings));
    if let Some((id, same)) = existing {
        state.route = Route::Letter(id);
        if !same {
            state.say_term(Tone::Warn, "letter.there_already");
        }
        return Vec::new();
    }
    if let Some(words) = unfinished_papers(state, &letter.findings) {
        state.say(Tone::Bad, words);
        return Vec::new();
    }
    if let Err(error) = fill(state, name, &mut letter, moment) {
        state.say(Tone::Bad, error.message());
        return Vec::new();
    }
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let id = book.make_id(name);
    state.route = Route::Letter(id.clone());
    change(state, Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) }, moment)
}

/// Why chosen working papers cannot become a document yet.
fn unfinished_papers(state: &mut State, papers: &[EntryId]) -> Option<String> {
    let State { pack, book, compiled, today, .. } = state;
    doubts::unfinished(pack, book.as_ref()?, compiled, papers, *today)
}

/// Changes the letter on screen through a function of it.
pub(super) fn edit(state: &mut State, moment: &Moment, apply: impl FnOnce(&mut Letter)) -> Vec<Effect> {
    let Some((id, letter)) = on_screen(state) else { return Vec::new() };
    if letter.state == LetterState::Issued {
        state.say_term(Tone::Warn, "letter.issued_locked");
        return Vec::new();
    }
    let mut edited = letter.clone();
    apply(&mut edited);
    // What changed nothing is nothing to undo.
    if edited == letter {
        return Vec::new();
    }
    let letter = edited;
    change(state, Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) }, moment)
}

pub(super) fn on_screen(state: &State) -> Option<(EntryId, Letter)> {
    let Route::Letter(id) = &state.route else { return None };
    Some((id.clone(), state.book.as_ref()?.letter(id)?.clone()))
}

/// Edits the text.
pub(super) fn text(state: &mut State, text: String, moment: &Moment) -> Vec<Effect> {
    edit(state, moment, |letter| letter.text = text)
}

/// Edits a head field; a field that holds a list takes one name per line.
pub(super) fn head(state: &mut State, key: &str, value: &str, moment: &Moment) -> Vec<Effect> {
    let Some(field) = fields::of(key) else { return Vec::new() };
    edit(state, moment, |letter| {
        letter.head.insert(key.to_owned(), field.value(value));
    })
}

/// Something happened to the letter on screen. Issuing it is asked about while something speaks against it.
pub(super) fn event(state: &mut State, event: LetterEvent, moment: &Moment) -> Vec<Effect> {
    let issues = matches!(event, LetterEvent::Issue { .. });
    let ready = on_screen(state).filter(|(_, letter)| issues && numbered(letter));
    let ready = ready.filter(|(_, letter)| letter.state != LetterState::Issued);
    if ready.is_some_and(|(id, letter)| speaks_against(state, id, &letter)) {
        return Vec::new();
    }
    if event == LetterEvent::Approve && is_forbidden(state) {
        return Vec::new();
    }
    happened(state, event, moment)
}

/// Whether something speaks against issuing a letter: what forbids it is told, the rest is asked about.
fn speaks_against(state: &mut State, id: EntryId, letter: &Letter) -> bool {
    let doubts = doubts_about(state, &id, letter);
    if tells_what_forbids(state, &doubts) {
        return true;
    }
    let asks = !doubts.is_empty();
    state.issuing = asks.then(|| Issuing { letter: id, doubts: Rc::new(doubts) });
    asks
}

/// What speaks against issuing a letter, that its data changed among it.
fn doubts_about(state: &mut State, id: &EntryId, letter: &Letter) -> Vec<Doubt> {
    let mut doubts = doubts_but_stale(state, id, letter);
    if is_stale(state, letter) {
        doubts.push(Doubt::question(templates::text("doubt.stale").to_owned()));
    }
    doubts
}

/// The same without composing the letter anew to see whether its data changed: that forbids nothing.
fn doubts_but_stale(state: &mut State, id: &EntryId, letter: &Letter) -> Vec<Doubt> {
    let State { pack, book, compiled, today, .. } = state;
    book.as_ref().map(|book| doubts::of(pack, book, compiled, (id, letter), *today)).unwrap_or_default()
}

/// Issues the letter on screen in spite of what was shown; when something else speaks against it now, that is asked first.
pub(super) fn issue_anyway(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let (Some(asked), Some((id, letter))) = (state.issuing.take(), on_screen(state)) else {
        return Vec::new();
    };
    let same = asked.letter == id && *asked.doubts == doubts_about(state, &id, &letter);
    if !same && speaks_against(state, id, &letter) {
        return Vec::new();
    }
    happened(state, LetterEvent::Issue { numbered: true }, moment)
}

fn happened(state: &mut State, event: LetterEvent, moment: &Moment) -> Vec<Effect> {
    let Some((id, mut letter)) = on_screen(state) else { return Vec::new() };
    let event = match event {
        LetterEvent::Issue { .. } => LetterEvent::Issue { numbered: numbered(&letter) },
        LetterEvent::Approve | LetterEvent::Reopen => event,
    };
    let before = letter.state;
    let lacks = missing(&letter);
    if matches!(event, LetterEvent::Issue { .. })
        && before != LetterState::Issued
        && let Some(first) = lacks.first()
    {
        let labels: Vec<&str> =
            lacks.iter().filter_map(|key| Some(templates::text(fields::of(key)?.label))).collect();
        state
            .say(Tone::Bad, templates::text_with("letter.issue_missing", &[("missing", &labels.join("和"))]));
        return vec![Effect::Focus(format!("head-{first}"))];
    }
    match before.apply(event) {
        Err(refused) => {
            state.say(Tone::Bad, refused.message);
            Vec::new()
        }
        Ok(next) => {
            letter.state = next;
            if next == LetterState::Issued {
                letter.agreed = before == LetterState::Approved;
            } else if before == LetterState::Issued && std::mem::take(&mut letter.agreed) {
                // Only the mark is taken back, not what was agreed before.
                letter.state = LetterState::Approved;
            }
            let now = letter.state;
            // What an issued document rests on is kept as it was told: a later wording is a version of its own.
            let rests_on = if now == LetterState::Issued { letter.findings.clone() } else { Vec::new() };
            let put = Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) };
            let all = if rests_on.is_empty() {
                put
            } else {
                Change::Several { changes: vec![put, Change::Seal { ids: rests_on }] }
            };
            let effects = change(state, all, moment);
            if !effects.is_empty() {
                told(state, before, now);
            }
            effects
        }
    }
}

/// Says what follows from issuing a letter, or where it stands after the mark was revoked.
fn told(state: &mut State, before: LetterState, now: LetterState) {
    if now == LetterState::Issued {
        let unit = state.book.as_ref().is_some_and(|book| book.local.profile.role == Role::Unit);
        let to_unit = on_screen(state).is_some_and(|(_, letter)| letter.unit.is_some());
        let key = match (unit, to_unit) {
            (true, _) => "letter.issued_unit",
            (false, true) => "letter.issued_send",
            (false, false) => "letter.issued",
        };
        state.say_term(Tone::Good, key);
    } else if before == LetterState::Issued {
        state.say(Tone::Good, templates::text_with("letter.revoked", &[("state", now.label())]));
    }
}

/// Keys of what a letter needs before it is issued and does not have.
fn missing(letter: &Letter) -> Vec<&'static str> {
    let blank = |key: &str| letter.head.get(key).and_then(Value::as_str).is_none_or(|t| t.trim().is_empty());
    let needed = ["document_number", "dated"].into_iter();
    needed.filter(|key| blank(key) && (*key == "dated" || letter.head.contains_key(*key))).collect()
}

fn numbered(letter: &Letter) -> bool {
    missing(letter).is_empty()
}

/// Hands the letter on screen to the user as a Word file: what leaves may be signed whatever it is marked as, so what speaks
/// against issuing it is told here, too.
pub(super) fn export(state: &mut State) -> Vec<Effect> {
    let Some((id, letter)) = on_screen(state) else { return Vec::new() };
    if is_forbidden(state) {
        return Vec::new();
    }
    let effects = hand_over(state, &title(&letter), &letter);
    let file = effects.iter().find_map(|effect| {
        if let Effect::Download { name, .. } = effect { Some(name.clone()) } else { None }
    });
    if let (Some(file), None, LetterState::Draft | LetterState::Approved) =
        (file, &state.notice, letter.state)
    {
        let doubts: Vec<String> =
            doubts_about(state, &id, &letter).into_iter().map(|doubt| doubt.words).collect();
        if !doubts.is_empty() {
            let facts = [("file", file.as_str()), ("doubts", &doubts.join("；"))];
            state.say(Tone::Warn, templates::text_with("issue.exported", &facts));
        }
    }
    effects
}

/// Prints the letter on screen.
pub(super) fn print(state: &mut State) -> Vec<Effect> {
    if is_forbidden(state) { Vec::new() } else { vec![Effect::Print] }
}

/// Whether the letter on screen may not leave, which is told: a working paper in it is not finished.
pub(super) fn is_forbidden(state: &mut State) -> bool {
    let open = on_screen(state).filter(|(_, letter)| letter.state != LetterState::Issued);
    let Some((id, letter)) = open else { return false };
    let doubts = doubts_but_stale(state, &id, &letter);
    tells_what_forbids(state, &doubts)
}

fn tells_what_forbids(state: &mut State, doubts: &[Doubt]) -> bool {
    let forbidding = doubts.iter().find(|doubt| doubt.forbids);
    if let Some(doubt) = forbidding {
        state.say(Tone::Bad, doubt.words.clone());
    }
    forbidding.is_some()
}

/// Hands a filled form to the user as a Word file.
pub(super) fn export_record(state: &mut State, id: &EntryId) -> Vec<Effect> {
    match record_as_letter(state, id) {
        Some((name, letter)) => hand_over(state, &name, &letter),
        None => Vec::new(),
    }
}

/// Makes the Word file of a letter. A mark of a state secret in it is told, for it must not be here.
fn hand_over(state: &mut State, name: &str, letter: &Letter) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    match draft::docx(&state.pack, book, letter) {
        Ok(bytes) => {
            let head = Value::Object(letter.head.clone()).to_string();
            super::leaving::warn_of_secrets(state, &format!("{head}\n{}", letter.text));
            vec![Effect::Download { name: file_name(name, "docx"), mime: DOCX, bytes }]
        }
        Err(error) => {
            state.say(Tone::Bad, error.message());
            Vec::new()
        }
    }
}

/// A letter's title on one line.
pub(super) fn title(letter: &Letter) -> String {
    letter.head.get("title").and_then(Value::as_str).unwrap_or_default().replace('\n', "")
}

/// A filled form as a document, with the name of its file.
pub(super) fn record_as_letter(state: &mut State, id: &EntryId) -> Option<(String, Letter)> {
    let today = state.today;
    let State { pack, book, compiled, .. } = state;
    let book = book.as_ref()?;
    let data = context::record(pack, book, compiled, id, today)?;
    match draft::compose(pack, pack.letter_about(Scope::Record)?, &data) {
        Ok(c) => {
            let letter = Letter { head: c.head, text: c.text, ..Letter::default() };
            Some((record_file_name(book, id), letter))
        }
        Err(error) => {
            state.say(Tone::Bad, error.message());
            None
        }
    }
}

fn record_file_name(book: &Book, id: &EntryId) -> String {
    let number = book.record(id).map(|record| record.number.clone()).unwrap_or_default();
    if number.is_empty() { id.to_string() } else { number }
}

/// Templates a role may draft.
pub(crate) fn offered(pack: &Pack, role: Role) -> Vec<(String, Rc<templates::LetterTemplate>)> {
    pack.letter_names()
        .filter_map(|name| Some((name.to_owned(), pack.letter(name).ok()?)))
        .filter(|(_, t)| matches!(t.about.scope, Scope::Unit | Scope::Round) && is_for(t, role))
        .collect()
}

/// Documents about records of a form that a role may draft: their templates, with what people call them.
pub(crate) fn offered_about(pack: &Pack, form: &str, role: Role) -> Vec<(String, String)> {
    let all = pack.letter_names().filter_map(|name| Some((name, pack.letter(name).ok()?)));
    let own = all.filter(|(_, t)| t.about.subject.as_deref() == Some(form_name(form)) && is_for(t, role));
    own.map(|(name, template)| (name.to_owned(), template.about.name.clone())).collect()
}

/// Whether a role may start documents of its own (自拟公文).
pub(crate) fn may_write_own(pack: &Pack, role: Role) -> bool {
    let blank = pack.letter_about(Scope::Free);
    blank.is_some_and(|blank| pack.letter(blank).is_ok_and(|template| is_for(&template, role)))
}

fn is_for(template: &templates::LetterTemplate, role: Role) -> bool {
    let role = crate::rights::role_name(role);
    template.about.roles.iter().any(|r| r == role)
}
