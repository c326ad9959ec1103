//! What taking in a roster would do to a book, told line by line before anything is done.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, complete, key, party_name, read};
use crate::book::Book;
use crate::change::Change;
use crate::content::{Content, Unit};
use crate::entry::EntryId;

/// What a file would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Headings as written, and the column each was taken for; `None` for one that is not used.
    pub headings: Vec<(String, Option<Column>)>,
    /// Every line and what would become of it, in order.
    pub lines: Vec<Line>,
    /// Names of the book's units that the file does not have. They stay.
    pub missing: Vec<String>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// The unit; empty where none could be read.
    pub name: String,
    /// What would become of it.
    pub fate: Fate,
}

/// What would become of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A unit the book does not have.
    New(Unit),
    /// A unit that gets other values.
    Changed(EntryId, Unit, Vec<Difference>),
    /// A unit that stays as it is.
    Same,
    /// A unit that an earlier line was about, or a line that cannot be read: why, in Chinese.
    Left(String),
}

/// A value that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where; `None` is the salutation of its party organisation, which follows from its short name and kind.
    pub column: Option<Column>,
    /// As it is.
    pub from: String,
    /// As it would be.
    pub to: String,
}

impl Proposal {
    /// Whether taking it in would change anything.
    #[must_use]
    pub fn changes_anything(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.fate, Fate::New(_) | Fate::Changed(..)))
    }
}

impl Book {
    /// What taking in this roster would do. Units are matched by full name; what the file leaves blank stays as it is.
    #[must_use]
    pub fn propose_roster(&self, text: &str) -> Proposal {
        let read = read(text);
        let mut known: BTreeMap<String, (&EntryId, &Unit)> = BTreeMap::new();
        for (id, unit) in self.units() {
            known.entry(key(&unit.name)).or_insert((id, unit));
        }
        let mut met = BTreeSet::new();
        let mut lines: Vec<Line> = Vec::new();
        for (line, unit) in read.units {
            let name = unit.name.clone();
            let fate = match known.get(&key(&name)) {
                None => Fate::New(complete(unit)),
                Some((id, before)) => {
                    met.insert((*id).clone());
                    changed(id, before, unit)
                }
            };
            lines.push(Line { line, name, fate });
        }
        lines.extend(read.doubled.into_iter().map(|doubled| {
            let why = doubled.message();
            Line { line: doubled.line, name: doubled.name, fate: Fate::Left(why) }
        }));
        lines.extend(read.problems.into_iter().map(|problem| Line {
            line: problem.line,
            name: String::new(),
            fate: Fate::Left(problem.message),
        }));
        lines.sort_by_key(|line| line.line);
        let readable = !read.headings.is_empty();
        let missing = self.units().filter(|(id, _)| readable && !met.contains(*id));
        let missing = missing.map(|(_, unit)| unit.name.clone()).collect();
        Proposal { headings: read.headings, lines, missing }
    }

    /// The change that takes in a proposal, whole or not at all.
    pub fn take_roster(&mut self, proposal: Proposal) -> Change {
        let mut changes = Vec::new();
        for line in proposal.lines {
            let (id, unit) = match line.fate {
                Fate::New(unit) => (self.make_id("unit"), unit),
                Fate::Changed(id, unit, _) => (id, unit),
                Fate::Same | Fate::Left(_) => continue,
            };
            changes.push(Change::Put { id, content: Box::new(Content::Unit(unit)) });
        }
        Change::Several { changes }
    }
}

/// A known unit with what a row says of it. Its name is left as the book has it: it is how the row was found.
fn changed(id: &EntryId, before: &Unit, row: Unit) -> Fate {
    let mut after = before.clone();
    let mut differences = Vec::new();
    for column in Column::all().filter(|column| *column != Column::Name) {
        let (from, to) = (column.of(before), column.of(&row));
        if !to.is_empty() && from != to {
            differences.push(Difference { column: Some(column), from: from.to_owned(), to: to.to_owned() });
            to.clone_into(column.slot(&mut after));
        }
    }
    // A salutation that somebody chose stays.
    if before.party_name == party_name(&before.short_name, &before.kind) {
        after.party_name = party_name(&after.short_name, &after.kind);
    }
    if after.party_name != before.party_name {
        let (from, to) = (before.party_name.clone(), after.party_name.clone());
        differences.push(Difference { column: None, from, to });
    }
    if differences.is_empty() { Fate::Same } else { Fate::Changed(id.clone(), after, differences) }
}
