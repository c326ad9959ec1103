//! The page of one document: fields and text at the left, exact pages at the right.

use std::rc::Rc;

use ledger::{EntryId, Letter};
use serde_json::Value;
use templates::text;

use super::{Badge, Tone};
use crate::draft::Typeset;
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
    /// Whether it is a draft that can be marked as agreed (待签发).
    pub can_approve: bool,
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
    /// Why there is no preview.
    pub error: Option<String>,
    /// What was left out because it cannot be printed.
    pub dropped: Vec<String>,
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
            && (&self.id, &self.name, &self.state, self.editable, self.can_approve, self.stale)
                == (&other.id, &other.name, &other.state, other.editable, other.can_approve, other.stale)
            && (&self.inputs, &self.head, &self.text, &self.error, &self.dropped)
                == (&other.inputs, &other.head, &other.text, &other.error, &other.dropped)
    }
}

/// A field of a document's head or a question of its template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadField {
    /// Key for commands.
    pub key: String,
    /// Label.
    pub label: String,
    /// Value as edited; lists have one name per line.
    pub value: String,
    /// `text`, `long`, `list` or `date`.
    pub kind: &'static str,
}

/// Head keys in the order people fill them, with label key and kind.
const HEAD: [(&str, &str, &str); 13] = [
    ("title", "letter.title", "text"),
    ("addressees", "letter.addressees", "list"),
    ("issuer_mark", "letter.issuer_mark", "text"),
    ("document_number", "letter.document_number", "text"),
    ("signatories", "letter.signatories", "list"),
    ("issuers", "letter.issuers", "list"),
    ("dated", "letter.dated", "date"),
    ("urgency", "letter.urgency", "text"),
    ("attachments", "letter.attachments", "list"),
    ("note", "letter.note", "text"),
    ("cc", "letter.cc", "list"),
    ("printer", "letter.printer", "text"),
    ("printed", "letter.printed", "date"),
];

/// The page of the letter on screen; `None` when none is.
#[must_use]
pub fn letter_page(state: &State) -> Option<LetterPage> {
    let open = state.open_letter.as_ref()?;
    let letter = state.book.as_ref()?.letter(&open.id)?;
    let template = state.pack.letter(ledger::book::form_name(&letter.letter)).ok();
    let tone = if letter.state == ledger::LetterState::Issued { Tone::Good } else { Tone::Warn };
    Some(LetterPage {
        id: open.id.clone(),
        name: template.as_ref().map_or_else(|| letter.letter.clone(), |t| t.about.name.clone()),
        state: Badge::new(tone, letter.state.label()),
        editable: letter.state != ledger::LetterState::Issued,
        can_approve: letter.state == ledger::LetterState::Draft,
        inputs: template.map(|t| inputs(&t.about.inputs, letter)).unwrap_or_default(),
        head: HEAD
            .iter()
            .filter(|(key, ..)| letter.head.contains_key(*key))
            .map(|h| head_field(h, letter))
            .collect(),
        text: letter.text.clone(),
        stale: open.stale,
        dropped: open.typeset.as_ref().map(|t| t.dropped.clone()).unwrap_or_default(),
        typeset: open.typeset.clone(),
        error: open.error.clone(),
    })
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
        })
        .collect()
}

fn head_field((key, label, kind): &(&'static str, &'static str, &'static str), letter: &Letter) -> HeadField {
    HeadField {
        key: (*key).to_owned(),
        label: text(label).to_owned(),
        value: letter.head.get(*key).map(plain).unwrap_or_default(),
        kind,
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
