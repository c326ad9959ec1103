//! Reading the book as templates do: records, documents and units whose parts are read when somebody asks for them, and the
//! queries and figures that go through them.

mod figures;
mod names;
mod record;
mod row;
mod run;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::BTreeMap;
use std::sync::Arc;

use expr::{Date, Operand};
use ledger::book::{WorkedOut, form_name};
use ledger::handed::Arrivals;
use ledger::index::{Index, Name};
use ledger::kinds::Part;
use ledger::{Book, Content, Entry, EntryId, Kinds, Letter, Record, Role, Round, Shared, Unit};
use serde_json::{Value, json};
use templates::{Pack, Sources};

pub use figures::{Counted, FigureBook};
pub(crate) use names::form_data;
pub use names::{About, letter_data, letter_names};

/// A book as it is now, held while values of it are read. It costs nothing to make: entries and index are the book's own.
#[derive(Debug)]
pub(crate) struct Reading {
    entries: Arc<BTreeMap<EntryId, Entry>>,
    index: Arc<Index>,
    worked_out: Shared<WorkedOut>,
    /// Days on which the self-checks of the round were handed in, as far as they can be shown.
    handed: BTreeMap<EntryId, Date>,
    /// Whether the book is an office's: only there are findings that nobody was told.
    is_office: bool,
    kinds: Arc<Kinds>,
    sources: Arc<Sources>,
    /// The round at hand, in which units take part or not.
    round: Option<EntryId>,
    today: Date,
}

impl Reading {
    /// Reads a book in a round.
    pub(crate) fn of(pack: &Pack, book: &Book, round: Option<&EntryId>, today: Date) -> Arc<Self> {
        Arc::new(Self {
            entries: book.entries.shared(),
            index: Arc::clone(book.entries.index()),
            worked_out: book.local.figures.clone(),
            handed: round.map(|round| handed(book, pack.kinds(), round)).unwrap_or_default(),
            is_office: book.local.profile.role == Role::Office,
            kinds: Arc::clone(pack.kinds_held()),
            sources: Arc::clone(pack.sources()),
            round: round.cloned(),
            today,
        })
    }

    fn content(&self, id: &EntryId) -> Option<&Content> {
        self.entries.get(id)?.content()
    }

    fn record(&self, id: &EntryId) -> Option<&Record> {
        if let Some(Content::Record(record)) = self.content(id) { Some(record) } else { None }
    }

    fn letter(&self, id: &EntryId) -> Option<&Letter> {
        if let Some(Content::Letter(letter)) = self.content(id) { Some(letter) } else { None }
    }

    fn unit(&self, id: &EntryId) -> Option<&Unit> {
        if let Some(Content::Unit(unit)) = self.content(id) { Some(unit) } else { None }
    }

    fn round(&self, id: &EntryId) -> Option<&Round> {
        if let Some(Content::Round(round)) = self.content(id) { Some(round) } else { None }
    }

    /// Whether a unit is in the book and takes part in a round.
    fn takes_part(&self, unit: &EntryId, round: &EntryId) -> bool {
        let asked = |round: &Round| round.units.is_empty() || round.units.contains(unit);
        self.unit(unit).is_some() && self.round(round).is_some_and(asked)
    }

    /// A record, document or unit as templates read it; `None` when the book has none of that name.
    pub(crate) fn thing(self: &Arc<Self>, id: &Name) -> Option<Operand> {
        let reading = Arc::clone(self);
        let id = Arc::clone(id);
        match self.content(&id)? {
            Content::Record(_) => Some(Operand::lazy(record::RecordRow { reading, id })),
            Content::Letter(_) => Some(Operand::lazy(record::LetterRow { reading, id })),
            Content::Unit(_) => Some(Operand::lazy(unit::UnitRow { reading, id })),
            Content::Round(_)
            | Content::Review(_)
            | Content::Event(_)
            | Content::Picture(_)
            | Content::Removed
            | _ => None,
        }
    }

    /// What is called by the name of a form or a letter; empty for units and anything else.
    fn kind(&self, id: &EntryId) -> &str {
        match self.content(id) {
            Some(Content::Record(record)) => form_name(&record.form),
            Some(Content::Letter(letter)) => form_name(&letter.letter),
            Some(_) | None => "",
        }
    }
}

/// Days that count for the self-checks of a round, see [`Arrivals`].
fn handed(book: &Book, kinds: &Kinds, id: &EntryId) -> BTreeMap<EntryId, Date> {
    let Some(round) = book.round(id) else { return BTreeMap::new() };
    let arrivals = Arrivals::of(book);
    let own = book.entries.index().of_round(kinds.form(Part::SelfCheck), id).iter();
    let days = own.filter_map(|own| {
        let day = arrivals.handed(book, (id, round), own, book.record(own)?)?;
        Some((EntryId::clone(own), day.on))
    });
    days.collect()
}

/// A round as templates read it, with its name.
fn round_named(id: Option<&EntryId>, round: Option<&Round>, today: Date) -> Operand {
    let mut data = crate::context::round_data(round, today);
    crate::context::extend(&mut data, json!({ "id": id }));
    Operand::from(&templates::said(&data))
}

/// A stored value as templates read it: without blanks around a text, and empty when there is nothing but blanks.
fn stored(value: &Value) -> Operand {
    match value {
        Value::String(text) if expr::says_nothing(text) => Operand::text(""),
        Value::String(text) => Operand::text(text.trim()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Operand::from(value),
        Value::Array(_) | Value::Object(_) => Operand::from(&templates::said(value)),
    }
}
