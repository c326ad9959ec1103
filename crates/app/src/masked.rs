//! What leaves without personal particulars (R67): a document, a record, a book to look at.
//!
//! Names are learned from every field of the book that asks for people; numbers are known by their shape.

use std::collections::BTreeSet;

use form::{Field, Kind};
use ledger::book::form_name;
use ledger::{Book, Content, Entry, EntryId, Letter, Local, Record, Version, VersionId};
use redact::Masker;
use serde_json::Value;
use templates::{Pack, PackError};

/// How a form's definition marks a field that asks for people.
const PERSON: &str = "person";

/// A masker that knows the people of a book.
///
/// # Errors
/// When the rules are malformed.
pub(crate) fn masker<'p>(pack: &'p Pack, book: &Book) -> Result<Masker<'p>, PackError> {
    let mut masker = Masker::new(pack.redaction()?);
    masker.learn(&book.local.profile.person);
    for (_, round) in book.rounds() {
        masker.learn(&round.contact);
    }
    for version in book.entries.values().flat_map(|entry| entry.versions.values()) {
        masker.learn(&version.author.name);
    }
    for (_, record) in book.records() {
        if let Ok(definition) = pack.form(form_name(&record.form)) {
            let fields = definition.sections.iter().flat_map(|section| &section.fields);
            fields.for_each(|field| learn(&mut masker, field, record));
        }
    }
    Ok(masker)
}

fn learn(masker: &mut Masker<'_>, field: &Field, record: &Record) {
    let person = |field: &Field| field.appearance.as_deref() == Some(PERSON);
    let answer = record.answers.get(&field.id);
    match field.kind {
        Kind::Group => field.fields.iter().for_each(|inner| learn(masker, inner, record)),
        Kind::Table => {
            let rows = answer.and_then(Value::as_array).into_iter().flatten();
            for row in rows {
                let cells = field.columns.iter().filter(|column| person(column));
                cells.filter_map(|column| row.get(&column.id)?.as_str()).for_each(|cell| masker.learn(cell));
            }
        }
        Kind::Text | Kind::Number | Kind::Date | Kind::Time | Kind::Choice | Kind::Choices => {
            if let Some(answer) = answer.and_then(Value::as_str).filter(|_| person(field)) {
                masker.learn(answer);
            }
        }
    }
}

/// A document with its particulars masked.
pub(crate) fn letter(masker: &mut Masker<'_>, letter: &Letter) -> Letter {
    let mut masked = letter.clone();
    masked.head.values_mut().for_each(|value| masker.value(value));
    masked.inputs.values_mut().for_each(|value| masker.value(value));
    masked.text = masker.text(&letter.text);
    // What the template made before nobody needs any more, and pictures cannot be masked.
    masked.composed.clear();
    masked.composed_head.clear();
    masked.pictures.clear();
    masked
}

/// A copy of a book to look at: the versions of now with their particulars masked, and nothing that opens files.
///
/// Its versions have names of their own and come from nothing, so that taking it for the book it was made of shows as
/// a conflict and overwrites nothing.
pub(crate) fn book(masker: &mut Masker<'_>, book: &Book, replica: String) -> Book {
    let mut local = Local { replica, profile: book.local.profile.clone(), ..Local::default() };
    local.house.clone_from(&book.local.house);
    local.profile.person = masker.text(&local.profile.person);
    let mut copy = Book { local, ..Book::default() };
    for (id, entry) in &book.entries {
        let Some((_, version)) = entry.current() else { continue };
        let Some(content) = content(masker, &version.content) else { continue };
        copy.local.counter += 1;
        let name = VersionId(format!("{}-{}", copy.local.replica, copy.local.counter));
        let mut author = version.author.clone();
        author.name = masker.text(&author.name);
        let version =
            Version { parents: BTreeSet::new(), author, at: version.at.clone(), sealed: true, content };
        copy.entries
            .insert(id.clone(), Entry { id: EntryId(id.0.clone()), versions: [(name, version)].into() });
    }
    copy
}

/// Content with its particulars masked; `None` for what cannot be masked or is no longer there.
fn content(masker: &mut Masker<'_>, content: &Content) -> Option<Content> {
    let mut masked = content.clone();
    match &mut masked {
        Content::Record(record) => record.answers.values_mut().for_each(|value| masker.value(value)),
        Content::Letter(one) => **one = letter(masker, one),
        Content::Round(round) => {
            round.contact = masker.text(&round.contact);
            round.office_key.clear();
            round.fact_texts.values_mut().for_each(|text| *text = masker.text(text));
            round.facts.values_mut().flat_map(|facts| facts.values_mut()).for_each(|fact| masker.value(fact));
        }
        Content::Review(review) => review.reason = masker.text(&review.reason),
        Content::Unit(unit) => unit.note = masker.text(&unit.note),
        Content::Picture(_) | Content::Removed | _ => return None,
    }
    Some(masked)
}
