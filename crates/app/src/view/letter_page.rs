//! The page of one document: fields and text at the left, exact pages at the right.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::{EntryId, Letter};
use serde_json::Value;
use templates::text;

use super::origin::{Origin, Origins};
use super::{Badge, Proof, Tone};
use crate::draft::Typeset;
use crate::fields::{self, Field, Kind};
use crate::state::State;

/// What the letter page shows.
#[derive(Debug, Clone)]
pub struct LetterPage {
    /// The letter.
    pub id: EntryId,
    /// Name of the template.
    pub name: String,
    /// Draft, approved or issued.
    pub state: Badge,
    /// Whether it can still be edited.
    pub editable: bool,
    /// Whether it is the user's to issue, open again or remove.
    pub own: bool,
    /// Whether somebody else sent it.
    pub received: bool,
    /// The unit it can be sent to, once it is issued to one, and whether it waits for that.
    pub send_to: Option<(EntryId, bool)>,
    /// Whether it is a draft that can be marked as agreed (待签发).
    pub can_approve: bool,
    /// Whether it was made from data and can follow them; a document of the writer's own (自拟公文) cannot.
    pub has_data: bool,
    /// Questions of the template.
    pub inputs: Vec<HeadField>,
    /// Head of the document.
    pub head: Vec<HeadField>,
    /// Body text.
    pub text: String,
    /// Whether data behind it changed since it was composed.
    pub stale: bool,
    /// Typeset pages; `None` when it cannot be typeset, `error` then says why.
    pub typeset: Option<Rc<Typeset>>,
    /// What proof-reading says.
    pub proof: Rc<Proof>,
    /// Why there is no preview.
    pub error: Option<String>,
    /// What was left out because it cannot be printed.
    pub dropped: Vec<String>,
    /// What the grammar did not understand: line and words.
    pub notices: Vec<(u32, String)>,
    /// What the last file taken in could not bring along.
    pub imported: Vec<String>,
    /// Which of its days were counted without the arrangement of holidays of their year, in words.
    pub days: Vec<String>,
    /// What speaks against issuing it, in words.
    pub doubts: Vec<String>,
    /// Who wrote it as it is, and what stands behind the name; nothing while it is the user's to edit.
    pub origin: Origin,
}

impl PartialEq for LetterPage {
    /// Pages are compared by identity: a letter is typeset once per edit.
    fn eq(&self, other: &Self) -> bool {
        let same_pages = match (&self.typeset, &other.typeset) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_pages
            && (Rc::ptr_eq(&self.proof, &other.proof) || self.proof == other.proof)
            && (&self.id, &self.name, &self.state, self.editable, self.can_approve, self.stale)
                == (&other.id, &other.name, &other.state, other.editable, other.can_approve, other.stale)
            && (&self.inputs, &self.head, &self.text, &self.error, &self.dropped)
                == (&other.inputs, &other.head, &other.text, &other.error, &other.dropped)
            && (self.has_data, self.own, &self.notices, &self.imported, &self.days, &self.doubts)
                == (other.has_data, other.own, &other.notices, &other.imported, &other.days, &other.doubts)
            && (self.received, &self.send_to, &self.origin) == (other.received, &other.send_to, &other.origin)
    }
}

/// A field of a document's head or a question of its template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadField {
    /// Key for commands.
    pub key: String,
    /// Label.
    pub label: String,
    /// Value as edited; lists have one name per line, yes is `true`.
    pub value: String,
    /// `text`, `long`, `list`, `date`, `choice` or `flag`.
    pub kind: &'static str,
    /// What a choice offers: value and words.
    pub choices: Vec<(String, String)>,
    /// Whether it is shown without being asked for.
    pub shown: bool,
    /// What is wrong with its value, in words; empty when nothing is, or when proof-reading says it.
    pub problem: String,
}

/// The page of the letter on screen; `None` when none is.
#[must_use]
pub fn letter_page(state: &State) -> Option<LetterPage> {
    let open = state.open_letter.as_ref()?;
    let letter = state.book.as_ref()?.letter(&open.id)?;
    let template = state.pack.letter(ledger::book::form_name(&letter.letter)).ok();
    let has_data = template.as_ref().is_none_or(|t| t.about.scope != templates::Scope::Free);
    let tone = if letter.state == ledger::LetterState::Issued { Tone::Good } else { Tone::Warn };
    let book = state.book.as_ref()?;
    let received = crate::received::is_received(&state.pack, book, &open.id);
    let own = !received && crate::rights::drafts(&state.pack, book.local.profile.role, &letter.letter);
    Some(LetterPage {
        id: open.id.clone(),
        name: template.as_ref().map_or_else(|| letter.letter.clone(), |t| t.about.name.clone()),
        state: Badge::new(tone, letter.state.label()),
        editable: own && letter.state != ledger::LetterState::Issued,
        can_approve: own && letter.state == ledger::LetterState::Draft,
        own,
        send_to: send_to(book, state.pack.kinds(), &open.id, letter).filter(|_| own),
        received,
        origin: origin(state, &open.id, own && letter.state != ledger::LetterState::Issued),
        days: template.as_ref().map(|t| days_by_law(state, &t.about.inputs, letter)).unwrap_or_default(),
        inputs: template.map(|t| inputs(&t.about.inputs, letter)).unwrap_or_default(),
        has_data,
        head: fields::all().map(|field| head_field(field, letter)).collect(),
        text: letter.text.clone(),
        stale: open.stale.unwrap_or_default(),
        doubts: open.doubts.iter().filter(|_| own).map(|doubt| doubt.words.clone()).collect(),
        proof: Rc::clone(&open.proof),
        notices: open.typeset.as_ref().map(|t| t.notices.clone()).unwrap_or_default(),
        imported: open.imported.clone(),
        dropped: open.typeset.as_ref().map(|t| t.dropped.clone()).unwrap_or_default(),
        typeset: open.typeset.clone(),
        error: open.error.clone(),
    })
}

/// See [`LetterPage::send_to`].
fn send_to(
    book: &ledger::Book,
    kinds: &ledger::Kinds,
    id: &EntryId,
    letter: &Letter,
) -> Option<(EntryId, bool)> {
    let unit = letter.unit.as_ref().filter(|_| book.local.profile.role != ledger::Role::Unit)?;
    let issued = letter.state == ledger::LetterState::Issued;
    let current = book.current_round().is_some_and(|(round, _)| *round == letter.round);
    let new = book.version(id).is_some_and(|version| !version.sealed);
    let waits = new || super::handing::to_send(book, kinds, &letter.round).contains(unit);
    (issued && current).then(|| (unit.clone(), waits))
}

/// See [`LetterPage::origin`].
fn origin(state: &State, id: &EntryId, edited: bool) -> Origin {
    let Some(book) = state.book.as_ref() else { return Origin::default() };
    // Who wrote it is not asked while it is written, what is wrong with it is.
    if edited { super::flaws::shown(state, book, id) } else { Origins::of(state, book).shown(id) }
}

/// How far back the counting of a day reaches at most, in days: three weeks hold fifteen working days, feasts more.
const COUNTED: i64 = 21;

/// Says which days are counted in working days through a year that has no arrangement of holidays yet.
fn days_by_law(state: &State, inputs: &[templates::Input], letter: &Letter) -> Vec<String> {
    let mut counted = inputs.iter().filter(|input| input.workdays).peekable();
    if letter.state == ledger::LetterState::Issued || counted.peek().is_none() {
        return Vec::new();
    }
    let Some(book) = &state.book else { return Vec::new() };
    let calendar = crate::calendar::of(&state.pack, book);
    let mut labels: BTreeMap<Vec<i32>, Vec<String>> = BTreeMap::new();
    for input in counted {
        let day = letter.inputs.get(&input.id).and_then(|day| day.as_str()?.parse::<expr::Date>().ok());
        let years = day.map(|day| calendar.unknown_years(day.plus_days(-COUNTED), day)).unwrap_or_default();
        if !years.is_empty() {
            labels.entry(years).or_default().push(format!("“{}”", input.label));
        }
    }
    let words = |(years, labels): (&Vec<i32>, &Vec<String>)| {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        templates::text_with("workdays.by_law", &[("labels", &labels.concat()), ("years", &years.join("、"))])
    };
    labels.iter().map(words).collect()
}

fn inputs(inputs: &[templates::Input], letter: &Letter) -> Vec<HeadField> {
    inputs
        .iter()
        .map(|input| HeadField {
            key: input.id.clone(),
            label: input.label.clone(),
            value: letter.inputs.get(&input.id).map(plain).unwrap_or_default(),
            kind: match input.kind.as_str() {
                "long" => "long",
                "date" => "date",
                _ => "text",
            },
            choices: Vec::new(),
            shown: true,
            problem: crate::doubts::entries::wrong_answer(input, letter).unwrap_or_default(),
        })
        .collect()
}

fn head_field(field: &Field, letter: &Letter) -> HeadField {
    let value = letter.head.get(field.key).map(plain).unwrap_or_default();
    let words = |(value, term): &(&'static str, &'static str)| ((*value).to_owned(), text(term).to_owned());
    let mut choices: Vec<(String, String)> = match field.kind {
        Kind::Choice(choices) => choices.iter().map(words).collect(),
        Kind::Text | Kind::Long | Kind::List | Kind::Date | Kind::Flag => Vec::new(),
    };
    // A value of another program or version stays visible and stays chosen.
    if !choices.is_empty() && !value.is_empty() && choices.iter().all(|(known, _)| *known != value) {
        choices.push((value.clone(), value.clone()));
    }
    HeadField {
        key: field.key.to_owned(),
        label: text(field.label).to_owned(),
        value,
        kind: match field.kind {
            Kind::Text => "text",
            Kind::Long => "long",
            Kind::List => "list",
            Kind::Date => "date",
            Kind::Choice(_) => "choice",
            Kind::Flag => "flag",
        },
        choices,
        shown: field.shown(letter),
        problem: String::new(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
