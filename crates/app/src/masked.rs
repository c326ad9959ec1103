//! What leaves without personal particulars (R67): a document, a record, a book to look at.
//!
//! Names are learned from every field of the book that asks for people; numbers are known by their shape.

use std::collections::BTreeSet;

use ledger::book::form_name;
use ledger::{Book, Content, Entry, EntryId, Event, Letter, Local, Record, Version, VersionId};
use redact::Masker;
use serde_json::Value;
use templates::{Holds, Pack, PackError, People};

use crate::fields;

/// A masker that knows the people of a book, of now and of earlier versions.
///
/// # Errors
/// When the rules are malformed.
pub(crate) fn masker<'p>(pack: &'p Pack, book: &Book) -> Result<Masker<'p>, PackError> {
    let mut masker = Masker::new(pack.redaction()?);
    masker.learn(&book.local.profile.person);
    for version in book.entries.values().flat_map(|entry| entry.versions.values()) {
        masker.learn(&version.author.name);
        match &version.content {
            Content::Record(record) => {
                answers(&pack.people(form_name(&record.form)), record, |holds, answer| {
                    if holds == Holds::People {
                        masker.learn(answer);
                    }
                });
            }
            Content::Letter(letter) => learn_letter(&mut masker, pack, letter),
            Content::Round(round) => masker.learn_mixed(&round.contact),
            Content::Event(event) => learn_event(&mut masker, pack, book, event),
            Content::Unit(_) | Content::Review(_) | Content::Picture(_) | Content::Removed | _ => {}
        }
    }
    Ok(masker)
}

/// Learns from the answers to a transition that name people.
fn learn_event(masker: &mut Masker<'_>, pack: &Pack, book: &Book, event: &Event) {
    let cycle = book.record(&event.record).and_then(|record| pack.kinds().life(&record.form));
    let way = cycle.and_then(|cycle| cycle.transition(&event.does));
    let asks = way.map(|way| way.asks.as_slice()).unwrap_or_default();
    let people = asks.iter().filter(|ask| ask.people).filter_map(|ask| event.answers.get(&ask.id));
    people.for_each(|answer| masker.learn_mixed(answer));
}

/// Learns from the parts of a document's head and from the inputs that name people.
fn learn_letter(masker: &mut Masker<'_>, pack: &Pack, letter: &Letter) {
    let template = pack.letter(form_name(&letter.letter)).ok();
    let inputs = template.iter().flat_map(|template| &template.about.inputs);
    let inputs = inputs.filter(|input| input.holds == Some(Holds::People));
    let inputs = inputs.filter_map(|input| letter.inputs.get(&input.id));
    let head =
        fields::all().filter(|field| field.names_people()).filter_map(|field| letter.head.get(field.key));
    for value in inputs.chain(head) {
        match value {
            Value::Array(lines) => {
                lines.iter().filter_map(Value::as_str).for_each(|line| masker.learn_mixed(line));
            }
            Value::String(text) => masker.learn_mixed(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
        }
    }
}

/// The names of people that a record gives, as far as its form declares them; `people` is what the form says of people.
pub(crate) fn names_in(people: &People, record: &Record) -> String {
    let mut names = String::new();
    answers(people, record, |holds, answer| {
        if holds == Holds::People {
            names.push_str(answer);
            names.push(' ');
        }
    });
    names
}

/// Every answer of a record that is declared to say something of people.
fn answers(people: &People, record: &Record, mut tell: impl FnMut(Holds, &str)) {
    for (key, answer) in &record.answers {
        match answer {
            Value::String(text) => {
                if let Some(holds) = people.of(key) {
                    tell(holds, text);
                }
            }
            Value::Array(rows) => {
                let cells = rows.iter().filter_map(Value::as_object).flatten();
                for (column, cell) in cells {
                    if let (Some(holds), Some(text)) = (people.of_cell(key, column), cell.as_str()) {
                        tell(holds, text);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
        }
    }
}

/// A record's answers with their particulars masked, each as what it is declared to be.
fn mask_answers(masker: &mut Masker<'_>, people: &People, record: &mut Record) {
    for (key, answer) in &mut record.answers {
        mask_answer(masker, answer, people.of(key));
        for row in answer.as_array_mut().into_iter().flatten() {
            for (column, cell) in row.as_object_mut().into_iter().flatten() {
                mask_answer(masker, cell, people.of_cell(key, column));
            }
        }
    }
}

/// Masks a text as what it is declared to be, and the texts of a list of choices; the cells of rows are for the caller.
fn mask_answer(masker: &mut Masker<'_>, answer: &mut Value, holds: Option<Holds>) {
    match answer {
        Value::String(text) => *text = masked(masker, holds, text),
        Value::Array(items) => {
            items.iter_mut().filter(|item| item.is_string()).for_each(|item| masker.value(item));
        }
        Value::Object(_) => masker.value(answer),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn masked(masker: &mut Masker<'_>, holds: Option<Holds>, text: &str) -> String {
    match holds {
        Some(Holds::People) => masker.people(text),
        Some(Holds::Contact) => masker.contact(text),
        Some(Holds::Nobody) | None => masker.text(text),
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
    masked.composed_inputs.clear();
    masked.pictures.clear();
    masked
}

/// A copy of a book to look at: the versions of now with their particulars masked, and nothing that opens files.
///
/// Its versions have names of their own and come from nothing, so that taking it for the book it was made of shows as
/// a conflict and overwrites nothing.
pub(crate) fn book(masker: &mut Masker<'_>, pack: &Pack, book: &Book, replica: String) -> Book {
    let mut local = Local { replica, profile: book.local.profile.clone(), ..Local::default() };
    local.house.clone_from(&book.local.house);
    local.profile.person = masker.people(&local.profile.person);
    let mut copy = Book { local, ..Book::default() };
    for (id, entry) in &book.entries {
        let Some((_, version)) = entry.current() else { continue };
        let Some(content) = content(masker, pack, &version.content) else { continue };
        copy.local.counter += 1;
        let name = VersionId(format!("{}-{}", copy.local.replica, copy.local.counter));
        let mut author = version.author.clone();
        author.name = masker.people(&author.name);
        let version = Version {
            parents: BTreeSet::new(),
            author,
            at: version.at.clone(),
            received: String::new(),
            sealed: true,
            content,
        };
        copy.entries
            .insert(id.clone(), Entry { id: EntryId(id.0.clone()), versions: [(name, version)].into() });
    }
    copy
}

/// Content with its particulars masked; `None` for what cannot be masked or is no longer there.
fn content(masker: &mut Masker<'_>, pack: &Pack, content: &Content) -> Option<Content> {
    let mut masked = content.clone();
    match &mut masked {
        Content::Record(record) => mask_answers(masker, &pack.people(form_name(&record.form)), record),
        Content::Letter(one) => **one = letter(masker, one),
        Content::Round(round) => {
            round.contact = masker.text(&round.contact);
            round.office_key.clear();
            round.fact_texts.values_mut().for_each(|text| *text = masker.text(text));
            round.facts.values_mut().flat_map(|facts| facts.values_mut()).for_each(|fact| masker.value(fact));
        }
        Content::Event(event) => event.answers.values_mut().for_each(|answer| *answer = masker.text(answer)),
        Content::Review(review) => review.reason = masker.text(&review.reason),
        Content::Unit(unit) => unit.note = masker.text(&unit.note),
        Content::Picture(_) | Content::Removed | _ => return None,
    }
    Some(masked)
}
