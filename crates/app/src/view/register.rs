//! A register: the records of some kinds as a list, with the columns, filters and order that its template says.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::{Definition, Field};
use ledger::book::form_name;
use ledger::kinds::Subject;
use ledger::life::cycle::Cycle;
use ledger::life::fold::{Folded, Happened, fold};
use ledger::{Book, EntryId, Record};
use templates::{Column, Mark, Register, Shown, text};

use super::chrome::label;
use super::flaws::visible;
use super::lists::{answer_in_words, branch, day_in_words, state_in_words, unit_choices};
use super::origin::{Origin, Origins};
use super::{Badge, Tone, course};
use crate::context::form_title;
use crate::life::Known;
use crate::rights;
use crate::route::Route;
use crate::state::State;

/// A register on screen.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterPage {
    /// What people call it.
    pub title: String,
    /// What it is for; empty when the title says enough.
    pub about: String,
    /// Columns, from the left.
    pub columns: Vec<RegisterColumn>,
    /// The column that leads to the record.
    pub leads: usize,
    /// Records.
    pub rows: Vec<Rc<RegisterRow>>,
    /// What it can be narrowed by.
    pub filters: Vec<RegisterFilter>,
    /// The column it is sorted by at first, and whether the last comes first.
    pub sort: Option<(usize, bool)>,
    /// Forms one may begin beside it, name and title, and the units one may begin them about.
    pub begins: Option<Begins>,
    /// The document that is drafted about several records of one unit.
    pub together: Option<templates::Together>,
    /// Heading and words while it is empty, and the page where it is filled.
    pub empty: (String, String, Option<(Route, String)>),
}

/// Forms, by name and title, and units; `None` where no form is about one.
pub type Begins = (Vec<(String, String)>, Option<Vec<(EntryId, String)>>);

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterColumn {
    /// Heading.
    pub label: String,
    /// Whether its values are short and stay on one line: numbers and days.
    pub short: bool,
}

/// A choice that narrows a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFilter {
    /// What is chosen.
    pub label: String,
    /// The values that occur, in their order.
    pub options: Vec<String>,
    /// The value that is chosen at first; empty for all.
    pub chosen: String,
}

/// A record in a register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterRow {
    /// Record.
    pub id: EntryId,
    /// Its unit.
    pub unit: (EntryId, String),
    /// One for each column.
    pub cells: Vec<RegisterCell>,
    /// Its value for each filter.
    pub groups: Vec<String>,
    /// Who wrote it as it is, and what stands behind the name.
    pub origin: Origin,
    /// Whether versions wait to be settled.
    pub in_conflict: bool,
    /// Whether it can be removed: it is the user's, and nothing was decided about it that a life cycle keeps.
    pub removable: bool,
}

/// A value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterCell {
    /// Words.
    pub text: String,
    /// What it is sorted by; empty when that is the words.
    pub key: String,
    /// Its colour, when it is a state.
    pub tone: Option<Tone>,
}

impl RegisterCell {
    /// What it is sorted by.
    #[must_use]
    pub fn key(&self) -> &str {
        if self.key.is_empty() { &self.text } else { &self.key }
    }
}

/// How many records a register of the book has.
pub(crate) fn count(state: &State, book: &Book, register: &str) -> usize {
    records(state, book, register).count()
}

/// How many of them are of the year on screen, in a register that is shown year by year; elsewhere all.
pub(super) fn count_of_year(state: &State, book: &Book, register: &str) -> usize {
    let by_year =
        state.pack.register(register).is_ok_and(|register| register.filters.contains(&Shown::Round));
    let current = book.current_round().map(|(id, _)| id).filter(|_| by_year && !goes_on(state, register));
    let of_year = |record: &Record| current.is_none_or(|current| record.round == *current);
    records(state, book, register).filter(|(_, record)| of_year(record)).count()
}

/// Whether matters of a register go on by decisions, so that those of earlier years may be open: it shows all years at first.
fn goes_on(state: &State, register: &str) -> bool {
    let kinds = state.pack.kinds();
    kinds.in_order().into_iter().any(|(form, kind)| kind.life.is_some() && kinds.is_in(register, form))
}

fn records<'a>(
    state: &'a State,
    book: &'a Book,
    register: &'a str,
) -> impl Iterator<Item = (&'a EntryId, &'a Record)> {
    book.records().filter(move |(_, record)| state.pack.kinds().is_in(register, &record.form))
}

/// Forms that the user may begin in a register: name and title, in their order.
pub(super) fn forms_of(state: &State, register: &str) -> Vec<(String, String)> {
    let Some(book) = &state.book else { return Vec::new() };
    let (kinds, role) = (state.pack.kinds(), book.local.profile.role);
    let all = kinds.in_order().into_iter().map(|(name, _)| name);
    all.filter(|name| kinds.is_in(register, name) && rights::fills_in(&state.pack, role, name))
        .filter_map(|name| Some((name.to_owned(), state.pack.form(name).ok()?.title.clone())))
        .collect()
}

/// Forms about a unit that the user may begin in any register of the role.
pub(super) fn all_forms(state: &State) -> Vec<(String, String)> {
    let Some(places) = crate::places::of(state) else { return Vec::new() };
    let begins = |name: &&str| state.pack.register(name).is_ok_and(|register| register.begins);
    let forms = places.registers().filter(begins).flat_map(|name| forms_of(state, name));
    forms.filter(|(name, _)| is_about_a_unit(state, name)).collect()
}

fn is_about_a_unit(state: &State, form: &str) -> bool {
    state.pack.kinds().subject(form) == Subject::Unit
}

fn begins(state: &State, book: &Book, register: &str) -> Begins {
    let forms = forms_of(state, register);
    let asks = forms.iter().any(|(name, _)| is_about_a_unit(state, name));
    (forms, asks.then(|| unit_choices(book)))
}

/// The register of that name; `None` without a book, or when there is no such register.
#[must_use]
pub fn register_page(state: &State, name: &str) -> Option<RegisterPage> {
    let book = state.book.as_ref()?;
    let register = state.pack.register(name).ok()?;
    let reader = Reader::new(state, book, name);
    let mut happened = book.happened();
    let rows: Vec<Rc<RegisterRow>> = records(state, book, name)
        .map(|(id, record)| {
            Rc::new(reader.row(&register, (id, record), happened.remove(id).unwrap_or_default()))
        })
        .collect();
    let column = |shown: &Shown| register.columns.iter().position(|column| column.shown == *shown);
    Some(RegisterPage {
        title: register.title.clone(),
        about: register.about.clone(),
        columns: register.columns.iter().map(|column| reader.column(&column.shown)).collect(),
        leads: register.columns.iter().position(|column| column.leads).unwrap_or(0),
        filters: filters(&reader, (name, &register), &rows),
        rows,
        sort: register.sort.as_ref().and_then(|sort| Some((column(&sort.by)?, sort.descending))),
        begins: register.begins.then(|| begins(state, book, name)),
        together: register.together.clone(),
        empty: (
            register.empty_title.clone(),
            register.empty.clone(),
            register
                .empty_leads
                .as_deref()
                .and_then(Route::parse)
                .map(|page| (page.clone(), label(&state.pack, &page))),
        ),
    })
}

/// Sorts rows by a column; those without a value come last either way.
pub fn sort_rows(rows: &mut [&Rc<RegisterRow>], by: Option<(usize, bool)>) {
    let Some((column, descending)) = by else { return };
    let key = |row: &RegisterRow| row.cells.get(column).map(|cell| cell.key().to_owned()).unwrap_or_default();
    rows.sort_by_cached_key(|row| {
        let key = key(row);
        (key.is_empty(), key)
    });
    if descending {
        let filled = rows.partition_point(|row| !key(row).is_empty());
        if let Some(filled) = rows.get_mut(..filled) {
            filled.reverse();
        }
    }
}

fn filters(
    reader: &Reader<'_>,
    (name, register): (&str, &Register),
    rows: &[Rc<RegisterRow>],
) -> Vec<RegisterFilter> {
    let values = |at: usize| rows.iter().filter_map(move |row| row.groups.get(at));
    register
        .filters
        .iter()
        .enumerate()
        .map(|(at, shown)| {
            let options: BTreeSet<&String> = values(at).filter(|value| !value.is_empty()).collect();
            let mut options: Vec<String> = options.into_iter().cloned().collect();
            // The year on screen is shown at first, even while it has nothing and others have; not where matters go on.
            let current = reader.book.current_round().map(|(_, round)| round.title.clone());
            let by_year = *shown == Shown::Round && !options.is_empty() && !goes_on(reader.state, name);
            let chosen = current.filter(|_| by_year).unwrap_or_default();
            if !chosen.is_empty() && !options.contains(&chosen) {
                options.push(chosen.clone());
            }
            RegisterFilter { label: reader.column(shown).label, options, chosen }
        })
        .collect()
}

/// What is looked up for all rows of a register.
struct Reader<'a> {
    state: &'a State,
    book: &'a Book,
    origins: Origins<'a>,
    /// The register's forms, by name.
    forms: BTreeMap<&'a str, Rc<Definition>>,
}

impl<'a> Reader<'a> {
    fn new(state: &'a State, book: &'a Book, register: &str) -> Self {
        let kinds = state.pack.kinds();
        let names = kinds.in_order().into_iter().map(|(name, _)| name);
        let forms = names
            .filter(|name| kinds.is_in(register, name))
            .filter_map(|name| Some((name, state.pack.form(name).ok()?)))
            .collect();
        Self { state, book, origins: Origins::of(state, book), forms }
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.forms.values().find_map(|form| field_of(form, name))
    }

    fn column(&self, shown: &Shown) -> RegisterColumn {
        let (key, short) = match shown {
            Shown::Number => ("register.number", true),
            Shown::Kind => ("register.kind", false),
            Shown::Unit => ("register.unit", false),
            Shown::Branch => ("register.branch", false),
            Shown::Round => ("register.round", false),
            Shown::Day => ("register.day", true),
            Shown::Author => ("register.author", false),
            Shown::State => ("register.state", true),
            Shown::Field(name) => {
                let field = self.field(name);
                return RegisterColumn {
                    label: field.map(|field| field.label.clone()).unwrap_or_default(),
                    short: field.is_some_and(is_short),
                };
            }
        };
        RegisterColumn { label: text(key).to_owned(), short }
    }

    fn row(
        &self,
        register: &Register,
        (id, record): (&EntryId, &Record),
        happened: Vec<Happened<'a>>,
    ) -> RegisterRow {
        let cycle = self.state.pack.kinds().life(&record.form);
        let plain = plain_state(self.state.pack.kinds(), record);
        let folded = match cycle {
            Some(cycle) => fold(cycle, happened),
            None => Folded { state: &plain.text, steps: Vec::new() },
        };
        let reached = cycle.map(|cycle| (cycle, folded.state));
        let stands = stands(self.state.pack.kinds(), record, reached);
        let reads = register.columns.iter().any(Column::is_worked_out);
        let known = reads.then(|| Known::of(record, &folded, &BTreeMap::new(), self.state.today));
        let cell = |column: &Column| self.cell(column, (id, record), &stands, known.as_ref());
        let group = |shown: &Shown| self.value(shown, (id, record), &stands).text;
        let untouched = reached.is_none_or(|(cycle, reached)| reached == cycle.begins());
        let writes = |content| rights::writes(&self.state.pack, self.book, content);
        RegisterRow {
            id: id.clone(),
            unit: (record.unit.clone(), self.state.unit_name(&record.unit)),
            cells: register.columns.iter().map(cell).collect(),
            groups: register.filters.iter().map(group).collect(),
            origin: self.origins.shown(id),
            in_conflict: self.book.entries.get(id).is_some_and(ledger::Entry::in_conflict),
            removable: untouched && self.book.content(id).is_some_and(writes),
        }
    }

    fn cell(
        &self,
        column: &Column,
        row: (&EntryId, &Record),
        stands: &Badge,
        known: Option<&Known>,
    ) -> RegisterCell {
        let pack = &self.state.pack;
        let mut cell = match (&column.value, known) {
            (Some(source), Some(known)) => {
                self.answer(&column.shown, &known.value(pack, source).unwrap_or_default())
            }
            _ => self.value(&column.shown, row, stands),
        };
        let holds = |known: &Known| column.marks.iter().find(|(_, source)| known.holds(pack, source));
        let found = known.and_then(holds).map(|(mark, _)| tone(*mark));
        cell.tone = found.or(cell.tone);
        let mark = column.tones.get(&cell.text);
        if !column.tones.is_empty() && !cell.text.is_empty() {
            cell.tone = Some(mark.map_or(Tone::Plain, |mark| tone(*mark)));
        }
        cell.text = visible(&cell.text);
        if cell.text.is_empty() {
            cell.text.clone_from(&column.absent);
        }
        cell
    }

    fn value(&self, shown: &Shown, (id, record): (&EntryId, &Record), stands: &Badge) -> RegisterCell {
        let words = |text: String| RegisterCell { text, ..RegisterCell::default() };
        let day = |day: &str| RegisterCell { text: day_in_words(day), key: day.to_owned(), tone: None };
        let unit = || self.book.unit(&record.unit);
        match shown {
            Shown::Number => {
                RegisterCell { text: record.number.clone(), key: in_order(&record.number), tone: None }
            }
            Shown::Kind => words(match self.forms.get(form_name(&record.form)) {
                Some(form) => form.title.clone(),
                None => form_title(&self.state.pack, &record.form),
            }),
            Shown::Unit => words(self.state.unit_name(&record.unit)),
            Shown::Branch => words(unit().map(|unit| branch(&unit.branch)).unwrap_or_default()),
            Shown::Round => {
                words(self.book.round(&record.round).map(|round| round.title.clone()).unwrap_or_default())
            }
            Shown::Day => day(&self.state.pack.kinds().day(record)),
            Shown::Author => {
                words(self.book.first_author(id).map(|author| author.name.clone()).unwrap_or_default())
            }
            Shown::State => {
                RegisterCell { text: stands.text.clone(), key: String::new(), tone: Some(stands.tone) }
            }
            Shown::Field(name) => {
                record.answers.get(name).map(|answer| self.answer(shown, answer)).unwrap_or_default()
            }
        }
    }

    /// An answer in words: a day where the column shows days.
    fn answer(&self, shown: &Shown, answer: &serde_json::Value) -> RegisterCell {
        let days = matches!(shown, Shown::Field(name) if is_day(self.field(name)));
        match answer.as_str().filter(|_| days) {
            Some(day) => RegisterCell { text: day_in_words(day), key: day.to_owned(), tone: None },
            None => RegisterCell { text: answer_in_words(answer), ..RegisterCell::default() },
        }
    }
}

/// A number so that texts come in its order: 稿-2026-100 behind 稿-2026-99.
fn in_order(number: &str) -> String {
    let mut key = String::new();
    for part in number.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        let rest = part.get(digits.len()..).unwrap_or_default();
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>9}"));
        }
        key.push_str(rest);
    }
    key
}

/// The state that a record's life cycle has reached by what happened to it; `None` when its kind has none.
pub(super) fn reached<'a>(
    state: &'a State,
    record: &Record,
    happened: Vec<Happened<'a>>,
) -> Option<(&'a Cycle, &'a str)> {
    let cycle = state.pack.kinds().life(&record.form)?;
    Some((cycle, fold(cycle, happened).state))
}

/// Where a record stands: by its life cycle, when its kind has one.
pub(super) fn stands(kinds: &ledger::Kinds, record: &Record, reached: Option<(&Cycle, &str)>) -> Badge {
    reached.map_or_else(|| plain_state(kinds, record), |(cycle, reached)| course::badge(cycle, reached))
}

/// Longest option of a choice that stays on one line, in characters.
const SHORT: usize = 4;

/// Whether the values of a field are short: days, numbers, and a choice of a few characters.
fn is_short(field: &Field) -> bool {
    match field.kind {
        form::Kind::Number | form::Kind::Date | form::Kind::Time => true,
        form::Kind::Choice if field.choices.is_empty() => false,
        form::Kind::Choice => field.choices.iter().all(|choice| choice.chars().count() <= SHORT),
        form::Kind::Text | form::Kind::Choices | form::Kind::Table | form::Kind::Group => false,
    }
}

fn is_day(field: Option<&Field>) -> bool {
    field.is_some_and(|field| field.kind == form::Kind::Date)
}

fn field_of<'f>(form: &'f Definition, name: &str) -> Option<&'f Field> {
    let fields = form.sections.iter().flat_map(|section| &section.fields);
    fields.flat_map(|field| std::iter::once(field).chain(&field.fields)).find(|field| field.id == name)
}

/// Where a record without a life cycle stands: finished or not.
fn plain_state(kinds: &ledger::Kinds, record: &Record) -> Badge {
    let done = record.state == ledger::RecordState::Submitted;
    Badge::new(if done { Tone::Good } else { Tone::Warn }, state_in_words(kinds, record))
}

fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Good => Tone::Good,
        Mark::Warn => Tone::Warn,
        Mark::Bad => Tone::Bad,
    }
}
