//! Forms in use: compiled once per round, opened over a record, kept in step with the book.

use std::collections::BTreeMap;

use expr::Date;
use form::{Answers, Catalogue, Form, Live, Path, Severity};
use ledger::book::form_name;
use ledger::kinds::{Kinds, Part};
use ledger::{Book, EntryId, Record, RecordState, Round, Unit, VersionId};
use serde_json::{Value, json};
use templates::{Pack, text};

use crate::view::Drawn;

/// Compiled forms by form, round and wording, each with the catalogue it was made from: another one, as a later task file
/// brings it, makes another form. Compiling a self-check takes far longer than opening one.
#[derive(Default)]
pub struct CompiledForms {
    forms: BTreeMap<(String, EntryId, String), (Value, Form)>,
}

/// Why the self-check of a round cannot be made, in words; `None` when it can.
pub(crate) fn fault_of_round(pack: &Pack, round: &Round) -> Option<String> {
    compile(pack, pack.kinds().form(Part::SelfCheck), Some(round), None).err()
}

/// A form with the items of a round, in the words of a kind of unit; or why there is none.
fn compile(pack: &Pack, name: &str, round: Option<&Round>, kind: Option<&str>) -> Result<Form, String> {
    let definition = pack.form(name).map_err(|error| error.message())?;
    pack.form_data(name).map_err(|error| error.message())?;
    let catalogue = catalogue(pack, round).ok_or(text("form.catalogue_unread"))?;
    let expanded = form::expand(&definition, &catalogue, kind).map_err(|error| error.message())?;
    Form::new(expanded).map_err(|error| error.message())
}

/// Rows of a table on screen at a time. The tables of the forms have fewer; a file may bring a thousand.
const ROWS_ON_SCREEN: usize = 50;

/// A record opened as a live form.
pub(crate) struct OpenForm {
    pub(crate) id: EntryId,
    pub(crate) live: Live,
    /// First row on screen of each table of which it is not the first one.
    turned: BTreeMap<String, usize>,
    /// The version and content the live form was made from or last wrote.
    seen: Option<(VersionId, BTreeMap<String, Value>)>,
    /// Whether nothing happened to the book since the two were made the same.
    in_step: bool,
    pub(crate) drawn: Drawn,
}

impl CompiledForms {
    /// The compiled form of a record; `None` when its template is missing or faulty.
    pub(crate) fn form(&mut self, pack: &Pack, book: &Book, record: &Record) -> Option<Form> {
        self.compiled(pack, book, record).ok()
    }

    /// The same, or why there is none, in words.
    fn compiled(&mut self, pack: &Pack, book: &Book, record: &Record) -> Result<Form, String> {
        let name = form_name(&record.form).to_owned();
        let kind = book.unit(&record.unit).map(|unit| unit.kind.clone()).unwrap_or_default();
        let key = (name.clone(), record.round.clone(), kind.clone());
        let round = book.round(&record.round);
        let catalogue = round.map_or(&Value::Null, |round| &round.catalogue);
        if let Some((_, form)) = self.forms.get(&key).filter(|(made_from, _)| made_from == catalogue) {
            return Ok(form.clone());
        }
        let form = compile(pack, &name, round, Some(&kind))?;
        self.forms.insert(key, (catalogue.clone(), form.clone()));
        Ok(form)
    }

    /// Whether an open form is what the record's form is now.
    pub(crate) fn is_current(&mut self, pack: &Pack, book: &Book, open: &OpenForm) -> bool {
        let record = book.record(&open.id);
        let form = record.and_then(|record| self.form(pack, book, record));
        form.is_some_and(|form| form.is_same(open.live.form()))
    }

    /// Why a record cannot be opened, in words; `None` when it can.
    pub(crate) fn fault(&mut self, pack: &Pack, book: &Book, record: &Record) -> Option<String> {
        self.compiled(pack, book, record).err()
    }

    /// Opens a record.
    pub(crate) fn open(&mut self, pack: &Pack, book: &Book, id: &EntryId, today: Date) -> Option<OpenForm> {
        let mut open = self.open_record(pack, book, id, book.record(id)?, today)?;
        open.note_version(book);
        Some(open)
    }

    /// Opens a record that need not be in the book.
    pub(crate) fn open_record(
        &mut self,
        pack: &Pack,
        book: &Book,
        id: &EntryId,
        record: &Record,
        today: Date,
    ) -> Option<OpenForm> {
        let form = self.form(pack, book, record)?;
        let context = context(pack, book, record, Some(id), judged_on(record, today));
        let answers = Answers(record.answers.clone());
        let live = form.open(answers, &context);
        Some(OpenForm {
            id: id.clone(),
            live,
            turned: BTreeMap::new(),
            seen: None,
            in_step: false,
            drawn: Drawn::default(),
        })
    }

    /// Answers a new record starts with. Asked once, when it is made: a default the user clears stays cleared.
    pub(crate) fn first_answers(
        &mut self,
        pack: &Pack,
        book: &Book,
        record: &Record,
        today: Date,
    ) -> BTreeMap<String, Value> {
        let context = context(pack, book, record, None, today);
        self.form(pack, book, record).map(|form| form.fresh_answers(&context).0).unwrap_or_default()
    }
}

/// The day a record is judged by: the day it was handed in, so that a deadline that has since passed is no error in it.
fn judged_on(record: &Record, today: Date) -> Date {
    match record.state {
        RecordState::Submitted => record.submitted_on.parse().unwrap_or(today),
        RecordState::Filling | RecordState::AwaitingSignature => today,
    }
}

/// The catalogue of a round, or the shipped one.
pub(crate) fn catalogue(pack: &Pack, round: Option<&Round>) -> Option<Catalogue> {
    let own = round.map(|round| round.catalogue.clone()).filter(Value::is_object);
    own.or_else(|| pack.catalogue("default").ok()).and_then(|value| serde_json::from_value(value).ok())
}

/// What a form's expressions may read about the day, the round, the unit and last year.
fn context(
    pack: &Pack,
    book: &Book,
    record: &Record,
    id: Option<&EntryId>,
    today: Date,
) -> BTreeMap<String, Value> {
    let round = book.round(&record.round);
    let year = round.map_or(today.year(), |round| round.year);
    let own = [
        ("user", json!(book.local.profile.person)),
        ("role", json!(book.local.profile.role)),
        ("last_year", json!(last_year(pack.kinds(), book, record, year))),
        ("finding", about(pack.kinds(), book, record)),
    ];
    let mut all = common_context(pack, round, book.unit(&record.unit), record, today);
    all.extend(own.map(|(name, value)| (name.to_owned(), value)));
    all.extend(crate::query::form_data(pack, book, record, id, today));
    all
}

/// The part of the context that costs no look through the whole book.
pub(crate) fn common_context(
    pack: &Pack,
    round: Option<&Round>,
    unit: Option<&Unit>,
    record: &Record,
    today: Date,
) -> BTreeMap<String, Value> {
    let unit = unit.cloned().unwrap_or_default();
    let mut facts: BTreeMap<String, Value> =
        round.and_then(|round| round.facts.get(&record.unit)).cloned().unwrap_or_default();
    facts.entry("kind".to_owned()).or_insert_with(|| Value::from(unit.kind.clone()));
    let year = round.map_or(today.year(), |round| round.year);
    let entries = [
        ("today", json!(today)),
        ("year", json!(year)),
        ("period_start", json!(round.map(|r| r.period_start.as_str()).filter(|day| !day.is_empty()))),
        ("period_end", json!(round.map(|r| r.period_end.as_str()).filter(|day| !day.is_empty()))),
        ("record_number", json!(record.number)),
        ("unit", crate::context::unit_data(&unit)),
        ("unit_facts", json!(facts)),
        ("round", json!({ "year": year, "title": round.map(|r| r.title.clone()) })),
        ("areas", json!(area_names(pack, round))),
        ("items", json!(item_numbers(pack, round))),
    ];
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Names of the catalogue's areas, read without parsing the rest of it.
pub(crate) fn area_names(pack: &Pack, round: Option<&Round>) -> Vec<String> {
    of_areas(pack, round, |area| vec![area.get("name")])
}

/// Numbers of the catalogue's items, such as `A03-02`, read without parsing the rest of it.
fn item_numbers(pack: &Pack, round: Option<&Round>) -> Vec<String> {
    of_areas(pack, round, |area| {
        let items = area.get("items").and_then(Value::as_array).into_iter().flatten();
        items.map(|item| item.get("id")).collect()
    })
}

/// What is to be said of a round's list of items: that it is a sample, until the office has confirmed it; empty then.
pub(crate) fn catalogue_status(round: &Round) -> String {
    round.catalogue.get("status").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Texts of the areas of a round's catalogue, or of the shipped one.
fn of_areas(pack: &Pack, round: Option<&Round>, texts: fn(&Value) -> Vec<Option<&Value>>) -> Vec<String> {
    let all = |catalogue: &Value| -> Vec<String> {
        let areas = catalogue.get("areas").and_then(Value::as_array).into_iter().flatten();
        areas.flat_map(texts).filter_map(|text| Some(text?.as_str()?.to_owned())).collect()
    };
    match round.map(|round| &round.catalogue).filter(|own| own.is_object()) {
        Some(own) => all(own),
        None => pack.catalogue("default").map(|shipped| all(&shipped)).unwrap_or_default(),
    }
}

/// Ids of the catalogue's items by the register that they feed, as the fields of forms are named after them (`a10_04`).
pub(crate) fn registers(pack: &Pack, round: Option<&Round>) -> BTreeMap<String, Vec<String>> {
    let shipped;
    let catalogue = match round.map(|round| &round.catalogue).filter(|own| own.is_object()) {
        Some(own) => own,
        None => {
            shipped = pack.catalogue("default").unwrap_or_default();
            &shipped
        }
    };
    let areas = catalogue.get("areas").and_then(Value::as_array).into_iter().flatten();
    let items = areas.filter_map(|area| area.get("items")?.as_array()).flatten();
    let mut registers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in items {
        let text = |key: &str| item.get(key).and_then(Value::as_str);
        if let (Some(register), Some(id)) = (text("feeds"), text("id")) {
            let field = form::item_field(id);
            registers.entry(register.to_owned()).or_default().push(field);
        }
    }
    registers
}

/// Answers of the same form about the same unit in the round of the year before.
fn last_year(kinds: &Kinds, book: &Book, record: &Record, year: i32) -> BTreeMap<String, Value> {
    if !kinds.plays(&record.form, Part::SelfCheck) {
        return BTreeMap::new();
    }
    let earlier = |r: &Record| book.round(&r.round).is_some_and(|round| round.year == year.saturating_sub(1));
    let mut own = book.records_of(kinds.form(Part::SelfCheck));
    let Some((_, last)) = own.find(|(_, r)| r.unit == record.unit && earlier(r)) else {
        return BTreeMap::new();
    };
    let otherwise = crate::last_year::asked_otherwise(book.round(&record.round), book.round(&last.round));
    let asks_same = |field: &String| !otherwise.iter().any(|item| field.starts_with(item));
    last.answers.iter().filter(|(field, _)| asks_same(field)).map(|(f, v)| (f.clone(), v.clone())).collect()
}

/// The finding a rectification record is about.
fn about(kinds: &Kinds, book: &Book, record: &Record) -> Value {
    record
        .about
        .as_ref()
        .and_then(|id| Some(ledger::Finding::read(kinds, id, book.record(id)?)))
        .map_or(Value::Null, |finding| crate::context::finding_data(&finding, ""))
}

impl OpenForm {
    /// Answers a field; returns the stored value of the whole field (a table for a cell).
    pub(crate) fn set(&mut self, path: &Path, value: Option<Value>) -> Value {
        let changed = self.live.set(&path.to_string(), value);
        self.drawn.forget(changed.fields.iter().chain(&changed.groups));
        self.live.answers().0.get(&path.field).cloned().unwrap_or(Value::Null)
    }

    /// Remembers that the live form and the book say the same.
    pub(crate) fn note_version(&mut self, book: &Book) {
        let current = book.entries.get(&self.id).and_then(ledger::Entry::current).map(|(id, _)| id.clone());
        self.seen = current.zip(book.record(&self.id).map(|record| record.answers.clone()));
    }

    /// Remembers that the book took over an answer, and nothing else happened to it.
    pub(crate) fn note_answer(&mut self, book: &Book, field: &str) {
        let current = book.entries.get(&self.id).and_then(ledger::Entry::current).map(|(id, _)| id);
        let value = book.record(&self.id).and_then(|record| record.answers.get(field));
        self.in_step = false;
        let Some(((version, answers), current)) = self.seen.as_mut().zip(current) else { return };
        version.clone_from(current);
        match value {
            Some(value) => answers.insert(field.to_owned(), value.clone()),
            None => answers.remove(field),
        };
        self.in_step = true;
    }

    /// Whether nothing but an answer of this form happened to the book since it was asked last: then nothing need be compared,
    /// which would cost at each key what the form is long.
    pub(crate) fn is_in_step(&mut self) -> bool {
        std::mem::take(&mut self.in_step)
    }

    /// Whether the book still says what the live form says.
    pub(crate) fn matches(&self, book: &Book) -> bool {
        let current = book.entries.get(&self.id).and_then(ledger::Entry::current).map(|(id, _)| id);
        match &self.seen {
            Some((version, answers)) => {
                current == Some(version) && book.record(&self.id).is_some_and(|r| r.answers == *answers)
            }
            None => false,
        }
    }

    /// Shows the rows of a table among which one is.
    pub(crate) fn turn_to(&mut self, table: &str, row: usize) {
        self.turned.insert(table.to_owned(), row - row % ROWS_ON_SCREEN);
        let groups = self.live.groups_around(table).map(|group| group.field.id.clone()).collect::<Vec<_>>();
        self.drawn.forget(groups.iter().chain([&table.to_owned()]));
    }

    /// The same rows on screen as before, of the same record opened anew.
    pub(crate) fn turned_as(mut self, before: Option<Self>) -> Self {
        self.turned =
            before.filter(|before| before.id == self.id).map(|before| before.turned).unwrap_or_default();
        self
    }

    /// The rows of a table that are on screen, out of so many.
    pub(crate) fn rows_on_screen(&self, table: &str, all: usize) -> std::ops::Range<usize> {
        let last = all.saturating_sub(1);
        let from = self.turned.get(table).copied().unwrap_or_default().min(last - last % ROWS_ON_SCREEN);
        from..all.min(from + ROWS_ON_SCREEN)
    }

    /// How many rows a table may have; `None` when there is no such table.
    pub(crate) fn most_rows(&self, table: &str) -> Option<usize> {
        let mut fields = self.live.sections().flat_map(|section| section.fields().collect::<Vec<_>>());
        fields.find_map(|field| {
            let mut all = std::iter::once(field).chain(field.children());
            all.find(|field| field.field.id == table).map(|field| field.most_rows())
        })
    }

    /// Section that holds a field, by number.
    pub(crate) fn section_of(&self, field: &str) -> Option<usize> {
        self.live.sections().position(|section| {
            section
                .fields()
                .any(|view| view.field.id == field || view.children().any(|child| child.field.id == field))
        })
    }

    /// The first field of an item (`a01_06`); `None` when no item is called so, or a field is.
    pub(crate) fn first_of_item(&self, item: &str) -> Option<String> {
        let named = |field: &String| field.strip_prefix(item).is_some_and(|rest| rest.starts_with('_'));
        let fields =
            || self.live.sections().flat_map(|section| section.fields()).map(|view| view.field.id.clone());
        if fields().any(|field| field == item) { None } else { fields().find(named) }
    }

    /// The next place where something required is missing, from a section on.
    pub(crate) fn next_unanswered(&self, section: usize) -> Option<(usize, String)> {
        let earlier = section.checked_sub(1).and_then(|earlier| self.live.sections().nth(earlier));
        let before = earlier.and_then(|section| section.fields().last()).map(|view| view.field.id.clone());
        let path = self.live.next_unanswered(before.as_deref())?;
        let field = path.split('.').next().unwrap_or_default();
        Some((self.section_of(field)?, path))
    }

    /// Problems that forbid handing it in.
    pub(crate) fn errors(&self) -> usize {
        self.live.problems().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// The first problem that forbids handing it in: the path of its field, empty when it is about the whole form, and what
    /// is wrong in words.
    pub(crate) fn first_error(&self) -> Option<(String, String)> {
        let first = self.live.problems().find(|problem| problem.severity == Severity::Error)?;
        let message = first.message.trim_end_matches('。');
        // What is missing is named by what it asks for.
        let words = if first.label.is_empty() || message.contains(&first.label) {
            message.to_owned()
        } else {
            templates::text_with("form.first_error", &[("label", &first.label), ("message", message)])
        };
        Some((first.path.clone(), words))
    }

    /// Figures kept with a submitted self-check: score, grade, counts and the texts that feed other registers.
    pub(crate) fn figures(&self) -> BTreeMap<String, Value> {
        figures(&self.live)
    }
}

/// See [`OpenForm::figures`].
pub(crate) fn figures(live: &Live) -> BTreeMap<String, Value> {
    let score = live.score();
    let counts = crate::context::counts(live);
    let mut figures = BTreeMap::from([
        ("score".to_owned(), json!(score.total)),
        ("grade".to_owned(), json!(score.grade)),
        ("counts".to_owned(), counts),
    ]);
    for (key, register) in [("example", "先进典型库"), ("suggestion", "政策完善建议库")] {
        figures.insert(key.to_owned(), json!(crate::context::feeding(live, register)));
    }
    figures.retain(|_, value| !value.is_null() && *value != json!(""));
    figures
}
