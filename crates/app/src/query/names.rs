//! What a letter reads: the names of its matter, and those its queries give.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use expr::{Date, ExprError, Lazy, Operand, Scope};
use ledger::book::form_name;
use ledger::{Book, Calendar, EntryId, Record};
use serde_json::{Value, json};
use templates::{Gives, LetterTemplate, Pack, PackError, Query, QueryError};

use super::figures::FigureBook;
use super::row::Row;
use super::{Reading, run};

impl<'a> About<'a> {
    /// A whole round.
    #[must_use]
    pub fn round(round: &'a EntryId) -> Self {
        Self { round, unit: None, record: None, chosen: &[] }
    }
}

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Round.
    pub round: &'a EntryId,
    /// Unit; absent for letters about the whole round.
    pub unit: Option<&'a EntryId>,
    /// Record; absent for letters about no single one.
    pub record: Option<&'a EntryId>,
    /// Records its writer chose, in order.
    pub chosen: &'a [EntryId],
}

/// The names that a letter reads, those of its queries among them as far as anything reads them.
///
/// # Errors
/// When a query cannot be carried out, with its place.
pub fn letter_names(
    pack: &Pack,
    book: &Book,
    template: &LetterTemplate,
    about: About<'_>,
    today: Date,
) -> Result<Scope, PackError> {
    let needed = needed(template);
    let mut scope = matter(pack, book, about, &needed, today);
    let reading = Reading::of(pack, book, Some(about.round), today);
    if let Some(record) = about.record.and_then(|record| reading.thing(&Arc::new(record.clone()))) {
        scope.insert("record", record);
    }
    if needed.contains("calendar") {
        scope.insert("calendar", Operand::lazy(Days(Calendar::clone(&crate::calendar::of(pack, book)))));
    }
    if needed.contains("figures") {
        scope.insert("figures", FigureBook::new(pack, &reading, book)?.into());
    }
    for query in template.queries.iter().filter(|query| needed.contains(&query.name)) {
        let value = carry_out(&reading, query, &scope).map_err(|error| {
            let path = template.about.letter.clone();
            PackError::Query { path, error: QueryError::Expression { place: query.name.clone(), error } }
        })?;
        scope.insert(&query.name, value);
    }
    Ok(scope)
}

/// The names that a form's queries give, written out: of a list the names in `also` of each, of whole records nothing.
/// `id` is the record's own name, absent while it is not in the book yet.
pub(crate) fn form_data(
    pack: &Pack,
    book: &Book,
    record: &Record,
    id: Option<&EntryId>,
    today: Date,
) -> BTreeMap<String, Value> {
    let Ok(queries) = pack.form_data(form_name(&record.form)) else { return BTreeMap::new() };
    if queries.is_empty() {
        return BTreeMap::new();
    }
    let reading = Reading::of(pack, book, Some(&record.round), today);
    let mut scope = Scope::from(&json!({
        "today": today, "round": { "id": record.round }, "unit": { "id": record.unit }, "record": { "id": id },
    }));
    if let Some(own) = id.and_then(|id| reading.thing(&Arc::new(id.clone()))) {
        scope.insert("record", own);
    }
    let mut found = BTreeMap::new();
    for query in queries.iter() {
        // What cannot be worked out is what the form says holds without it.
        let Ok(value) = carry_out(&reading, query, &scope) else { continue };
        found.insert(query.name.clone(), written_out(query, &value));
        scope.insert(&query.name, value);
    }
    found
}

fn written_out(query: &Query, value: &Operand) -> Value {
    let part = |of: &Operand, name: &str| (name.to_owned(), of.part(name).to_json());
    match &query.gives {
        Gives::Rows(rows) => {
            let row =
                |it: Operand| Value::Object(rows.also.iter().map(|(name, _)| part(&it, name)).collect());
            value.items().into_iter().map(row).collect()
        }
        Gives::Value(_) => value.to_json(),
        Gives::Parts(parts) => Value::Object(parts.iter().map(|(name, _)| part(value, name)).collect()),
    }
}

/// Everything that a letter's queries give, written out.
///
/// # Errors
/// When there is no such letter or a query cannot be carried out.
pub fn letter_data(
    pack: &Pack,
    book: &Book,
    name: &str,
    about: About<'_>,
    today: Date,
) -> Result<Value, PackError> {
    let mut template = pack.letter(name)?.as_ref().clone();
    template.about.needs.extend(template.queries.iter().map(|query| query.name.clone()));
    Ok(letter_names(pack, book, &template, about, today)?.to_json())
}

fn matter(pack: &Pack, book: &Book, about: About<'_>, needed: &BTreeSet<String>, today: Date) -> Scope {
    let round = crate::context::round_of(book, about.round);
    let unit = about.unit.map(|id| (id, book.unit(id).cloned().unwrap_or_default()));
    let unit = unit.as_ref().map(|(id, unit)| (*id, unit));
    let mut data = crate::context::common(book, round, unit.map(|(_, unit)| unit), today);
    if let Some(own) = data.get_mut("round") {
        crate::context::extend(own, json!({ "id": about.round }));
        if needed.contains("round.areas") {
            crate::context::extend(own, json!({ "areas": crate::forms::area_names(pack, round) }));
        }
        if needed.contains("round.registers") {
            crate::context::extend(own, json!({ "registers": crate::forms::registers(pack, round) }));
        }
    }
    if let (Some(own), Some((id, _))) = (data.get_mut("unit"), unit) {
        crate::context::extend(own, json!({ "id": id }));
    }
    let mut scope = Scope::from(&templates::said(&data));
    if about.unit.is_some() {
        scope.insert("chosen", (!about.chosen.is_empty()).into());
        scope.insert("picked", Operand::list(about.chosen.iter().map(|id| Operand::text(&id.0))));
    }
    scope
}

/// Names that the template's texts read, what it must have, and what its queries read for these.
fn needed(template: &LetterTemplate) -> BTreeSet<String> {
    let mut needed: BTreeSet<String> = BTreeSet::clone(&Rc::clone(&template.reads));
    needed.extend(template.about.needs.iter().cloned());
    for query in template.queries.iter().rev() {
        if needed.contains(&query.name) {
            needed.extend(query.reads.iter().cloned());
            let is_read = |part: &String| {
                template.reads.contains(part) || needed.contains(&format!("{}.{part}", query.name))
            };
            let parts = query.parts_read.iter().filter(|(part, _)| is_read(part));
            let parts: Vec<String> = parts.flat_map(|(_, reads)| reads.clone()).collect();
            needed.extend(parts);
        }
    }
    needed
}

fn carry_out(reading: &Arc<Reading>, query: &Query, scope: &Scope) -> Result<Operand, ExprError> {
    match &query.gives {
        Gives::Rows(rows) => Ok(Operand::list(run::rows(reading, rows, scope)?)),
        Gives::Value(value) => value.over(scope, &Operand::blank()),
        Gives::Parts(parts) => Ok(Operand::lazy(Row::new(Operand::blank(), parts, scope))),
    }
}

/// The working days, asked for by name.
#[derive(Debug)]
struct Days(Calendar);

impl Lazy for Days {
    fn get(&self, _: &str) -> Option<Operand> {
        None
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// `after(day, n)`: so many working days later; `from(day)`, `until(day)`: the day, or the next or last working day.
    fn call(&self, name: &str, arguments: &[Operand]) -> Option<Operand> {
        let day: Option<Date> = arguments.first().and_then(Operand::as_str).and_then(|day| day.parse().ok());
        let count =
            arguments.get(1).and_then(Operand::as_f64).filter(|count| (0.0..=1_000.0).contains(count));
        let found = match (name, day) {
            ("after", Some(day)) => self.0.plus_workdays(day, count.unwrap_or_default() as u32),
            ("from", Some(day)) => self.0.workday_from(day),
            ("until", Some(day)) => self.0.workday_until(day),
            ("after" | "from" | "until", None) => return Some(Operand::blank()),
            _ => return None,
        };
        Some(Operand::text(&found.to_string()))
    }
}
