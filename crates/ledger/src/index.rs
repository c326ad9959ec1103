//! What is where in a book: records by kind and round, by unit and by what they are about; what happened to each.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::form_name;
use crate::content::Content;
use crate::entry::{Entry, EntryId};

/// A name that several lists of the index share.
pub type Name = Arc<EntryId>;

/// Names of entries by what somebody looks for. Names stand in their order everywhere.
#[derive(Debug, Default)]
pub struct Index {
    /// Records and documents by form or template, then by round.
    by_kind: BTreeMap<String, BTreeMap<EntryId, Vec<Name>>>,
    /// Records and documents by unit, then by form or template.
    by_unit: BTreeMap<EntryId, BTreeMap<String, Vec<Name>>>,
    /// Documents by unit.
    letters: BTreeMap<EntryId, Vec<Name>>,
    /// Records by what they are about.
    about: BTreeMap<EntryId, Vec<Name>>,
    /// Events and reviews by their record.
    happened: BTreeMap<EntryId, Vec<Name>>,
    units: Vec<Name>,
}

impl Index {
    /// Goes through the entries once.
    pub(crate) fn of(entries: &BTreeMap<EntryId, Entry>) -> Self {
        let mut index = Self::default();
        for (id, entry) in entries {
            if let Some(content) = entry.content() {
                index.add(id, content);
            }
        }
        index
    }

    fn add(&mut self, id: &EntryId, content: &Content) {
        let name = Arc::new(id.clone());
        match content {
            Content::Record(record) => {
                self.place(&name, form_name(&record.form), &record.round, Some(&record.unit));
                if let Some(about) = &record.about {
                    self.about.entry(about.clone()).or_default().push(name);
                }
            }
            Content::Letter(letter) => {
                if let Some(unit) = &letter.unit {
                    self.letters.entry(unit.clone()).or_default().push(Arc::clone(&name));
                }
                self.place(&name, form_name(&letter.letter), &letter.round, letter.unit.as_ref());
            }
            Content::Review(review) => self.happened.entry(review.record.clone()).or_default().push(name),
            Content::Event(event) => self.happened.entry(event.record.clone()).or_default().push(name),
            Content::Unit(_) => self.units.push(name),
            Content::Round(_) | Content::Picture(_) | Content::Removed => {}
        }
    }

    fn place(&mut self, name: &Name, kind: &str, round: &EntryId, unit: Option<&EntryId>) {
        let rounds = slot(&mut self.by_kind, kind);
        rounds.entry(round.clone()).or_default().push(Arc::clone(name));
        if let Some(unit) = unit {
            let kinds = self.by_unit.entry(unit.clone()).or_default();
            slot(kinds, kind).push(Arc::clone(name));
        }
    }

    /// Records of a form, or documents of a template, of one round.
    #[must_use]
    pub fn of_round(&self, kind: &str, round: &EntryId) -> &[Name] {
        self.by_kind.get(kind).and_then(|rounds| rounds.get(round)).map_or(&[], Vec::as_slice)
    }

    /// The same of all rounds, round by round.
    pub fn of_kind<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Name> {
        self.by_kind.get(kind).into_iter().flat_map(BTreeMap::values).flatten()
    }

    /// The same of one unit, whatever the round.
    #[must_use]
    pub fn of_unit(&self, kind: &str, unit: &EntryId) -> &[Name] {
        self.by_unit.get(unit).and_then(|kinds| kinds.get(kind)).map_or(&[], Vec::as_slice)
    }

    /// Documents about one unit, of every template.
    #[must_use]
    pub fn letters_of(&self, unit: &EntryId) -> &[Name] {
        self.letters.get(unit).map_or(&[], Vec::as_slice)
    }

    /// Records about an entry.
    #[must_use]
    pub fn about(&self, entry: &EntryId) -> &[Name] {
        self.about.get(entry).map_or(&[], Vec::as_slice)
    }

    /// Events and reviews of a record.
    #[must_use]
    pub fn happened(&self, record: &EntryId) -> &[Name] {
        self.happened.get(record).map_or(&[], Vec::as_slice)
    }

    /// All units.
    #[must_use]
    pub fn units(&self) -> &[Name] {
        &self.units
    }
}

/// The slot of a name, which is copied only when it is new.
fn slot<'a, T: Default>(map: &'a mut BTreeMap<String, T>, name: &str) -> &'a mut T {
    if !map.contains_key(name) {
        map.insert(name.to_owned(), T::default());
    }
    map.entry(name.to_owned()).or_default()
}
