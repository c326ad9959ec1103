//! Records that must not get around: their form says so (`kind.confidential`), and they leave sealed to the office alone.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::{Book, Content, Entry, EntryId, Record, Version};
use templates::Pack;

use crate::context::form_title;

/// Tells confidential entries from others; each form is looked up once.
pub(crate) struct Judge<'p> {
    pack: &'p Pack,
    known: BTreeMap<String, bool>,
}

impl<'p> Judge<'p> {
    /// By the forms of a pack.
    pub(crate) fn new(pack: &'p Pack) -> Self {
        Self { pack, known: BTreeMap::new() }
    }

    /// Whether an entry is a confidential record or what was decided about one, or was so in any of its versions: they all
    /// travel.
    pub(crate) fn entry(&mut self, book: &Book, entry: &Entry) -> bool {
        let form = |version: &Version| {
            if let Content::Event(event) = &version.content {
                // Of a record that is not here nobody knows the form.
                return Some(form_of(book, &event.record).unwrap_or_default());
            }
            record_of(&version.content).map(|record| record.form.clone())
        };
        // All of them are looked at, so that each is named.
        let found = entry.versions.values().filter_map(form).filter(|form| self.form(form)).count();
        found > 0
    }

    /// Whether a form's records are confidential. Of a form that is not known nobody can say that they are not.
    fn form(&mut self, form: &str) -> bool {
        let name = form_name(form);
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let confidential = self.pack.kinds().of(name).is_none_or(|kind| kind.confidential);
        self.known.insert(name.to_owned(), confidential);
        confidential
    }

    /// What people call the confidential forms met so far.
    pub(crate) fn names(&self) -> String {
        let names = self.known.iter().filter(|(_, confidential)| **confidential);
        names.map(|(form, _)| form_title(self.pack, form)).collect::<Vec<_>>().join("、")
    }
}

/// The form of a record, of one that was removed as well.
fn form_of(book: &Book, id: &EntryId) -> Option<String> {
    let versions = book.entries.get(id)?.versions.values().rev();
    versions.filter_map(|version| record_of(&version.content)).map(|record| record.form.clone()).next()
}

fn record_of(content: &Content) -> Option<&Record> {
    if let Content::Record(record) = content { Some(record) } else { None }
}
