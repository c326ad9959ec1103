//! The big list of naughty strings, typed into every field of every form and, in turns, into the questions, the title and the text of every letter.

use std::path::Path;
use std::sync::Arc;

use app::ledger::{Content, EntryId};
use app::view::letter_page;
use app::{Command, Route};
use form::{Field, Kind};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use templates::{LetterTemplate, Pack, Scope};

use crate::office::Office;
use crate::package;

/// A trial for each form and each letter.
pub(crate) fn trials(corpora: &Path) -> Vec<Trial> {
    let list = std::fs::read_to_string(corpora.join("naughty-strings.json")).unwrap();
    let texts: Arc<Vec<String>> = Arc::new(serde_json::from_str(&list).unwrap());
    let forms: Vec<&str> = templates::names("forms").collect();
    let letters: Vec<&str> = Pack::shipped().letter_names().filter(|name| *name != "record").collect();
    let mut trials = Vec::new();
    for (at, name) in forms.iter().copied().enumerate() {
        let (texts, every) = (Arc::clone(&texts), forms.len());
        trials
            .push(Trial::test(format!("{name}: naughty strings are answers and nothing else"), move || {
                typed(name, texts.iter().skip(at).step_by(every))
            }));
    }
    for (at, name) in letters.iter().copied().enumerate() {
        let (texts, every) = (Arc::clone(&texts), letters.len());
        trials.push(Trial::test(format!("{name}: naughty strings are words and nothing else"), move || {
            written(name, texts.iter().skip(at).step_by(every))
        }));
    }
    trials
}

/// Each text goes into every text field of a record of its own; the last book holds all of them.
fn typed<'a>(form: &'static str, texts: impl Iterator<Item = &'a String>) -> Result<(), Failed> {
    let definition = Pack::shipped().form(form).map_err(|error| error.message())?;
    let fields: Vec<&Field> = definition.sections.iter().flat_map(|section| &section.fields).collect();
    let mut office = Office::new();
    let unit = office.state.book.as_ref().unwrap().units().next().unwrap().0.clone();
    let mut made: Vec<(EntryId, Vec<(String, Value)>)> = Vec::new();
    for text in texts {
        let record = Command::NewRecord { form: form.to_owned(), unit: unit.clone(), about: None };
        office.does(record);
        let Route::Record(id, _) = office.state.route.clone() else {
            // The self-check has a page of its own and is begun with the round.
            return Ok(());
        };
        let mut given = Vec::new();
        for (path, table) in fields.iter().flat_map(|field| paths(field)) {
            if let Some(table) = table {
                office.does(Command::AddRow(table));
            }
            office.does(Command::Answer { path: path.clone(), value: text.as_str().into() });
            given.push((path, Value::from(text.as_str())));
        }
        let file = office.gets(Command::ExportRecord(id.clone()))?;
        if let Some(fault) = package::fault(&file) {
            return Err(format!("{text:?}: {fault}").into());
        }
        made.push((id, given));
    }
    let kept = kept(&mut office)?;
    for (id, given) in made {
        let Some(Content::Record(record)) = kept.content(&id) else {
            return Err(format!("{id} is gone").into());
        };
        let answers = form::Answers(record.answers.clone());
        for (path, value) in given.iter().filter(|(_, value)| value != "") {
            let found = answers.get(&path.parse().map_err(|_| "no path")?).cloned();
            if found.as_ref() != Some(value) {
                return Err(format!("{path}: {value} became {found:?}").into());
            }
        }
    }
    Ok(())
}

/// Paths of a field that take text, each with the table that needs a row first.
fn paths(field: &Field) -> Vec<(String, Option<String>)> {
    let free = |field: &&Field| field.kind == Kind::Text && field.value.is_none();
    match field.kind {
        Kind::Table => {
            let columns: Vec<&Field> = field.columns.iter().filter(free).collect();
            let path = |(at, column): (usize, &&Field)| {
                (format!("{}.0.{}", field.id, column.id), (at == 0).then(|| field.id.clone()))
            };
            columns.iter().enumerate().map(path).collect()
        }
        Kind::Group => field.fields.iter().flat_map(paths).collect(),
        Kind::Text | Kind::Number | Kind::Date | Kind::Time | Kind::Choice | Kind::Choices => {
            if free(&field) { vec![(field.id.clone(), None)] } else { Vec::new() }
        }
    }
}

/// Saves the book and opens what was saved on another machine.
fn kept(office: &mut Office) -> Result<ledger::Book, Failed> {
    let file = office.gets(Command::SaveBook(None))?;
    let opened = exchange::open(&file, &exchange::Keys::default()).map_err(|error| error.code())?;
    Ok(ledger::stored::read(&opened.parcel.payload).map_err(|error| error.to_string())?)
}

/// An empty record of the kind that a letter is about.
fn begun(office: &mut Office, letter: &LetterTemplate, unit: EntryId) -> Result<EntryId, Failed> {
    let kind = letter.about.subject.clone().ok_or("a letter about no kind")?;
    office.does(Command::NewRecord { form: kind, unit, about: None });
    if let Route::Record(id, _) = office.state.route.clone() { Ok(id) } else { Err(office.told().into()) }
}

/// Each text goes into a question or the title, and into the text, of a letter.
fn written<'a>(letter: &'static str, texts: impl Iterator<Item = &'a String>) -> Result<(), Failed> {
    let mut office = Office::new();
    let unit = office.state.book.as_ref().unwrap().units().next().unwrap().0.clone();
    let template = Pack::shipped().letter(letter).map_err(|error| error.message())?;
    let name = letter.to_owned();
    let command = match template.about.scope {
        Scope::Free => Command::NewDocument { style: "document".to_owned() },
        Scope::Kind => Command::ComposeAbout { letter: name, record: begun(&mut office, &template, unit)? },
        Scope::Unit | Scope::Round | Scope::Record => {
            Command::Compose { letter: name, unit: Some(unit), findings: Vec::new() }
        }
    };
    office.does(command);
    let page =
        letter_page(&office.state).ok_or_else(|| format!("{letter} is not on screen: {}", office.told()))?;
    let questions: Vec<&str> =
        page.inputs.iter().filter(|input| input.kind != "date").map(|input| input.key.as_str()).collect();
    for (number, text) in texts.enumerate() {
        // Each text is an answer or a title, in turns; every field of the head takes every text in the suite of documents.
        match questions.get(number % (questions.len() + 1)) {
            Some(id) => office.does(Command::LetterInput { id: (*id).to_owned(), value: text.clone() }),
            None => office.does(Command::LetterHead { key: "title".to_owned(), value: text.clone() }),
        };
        office.does(Command::LetterText(format!(
            "{text}\n一、{text}\n（一）{text}\n|{text}|甲|\n|--|--|\n|{text}|乙|"
        )));
        let file = office.gets(Command::ExportDocx)?;
        if let Some(fault) = package::fault(&file) {
            return Err(format!("{text:?}: {fault}").into());
        }
        // What can be printed is there: the file read back holds it, or says which characters were left out.
        let back = import_docx::text(&file).map_err(|error| error.to_string())?;
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c));
        if plain && !back.text.contains(text.as_str()) {
            return Err(format!("{text:?} is lost").into());
        }
    }
    Ok(())
}
