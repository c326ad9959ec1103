//! Records that must not get around: their form says so (`kind.confidential`), and they leave sealed to the office alone.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::{Content, Entry, Version};
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

    /// Whether an entry is a confidential record, or was one in any of its versions: they all travel.
    pub(crate) fn entry(&mut self, entry: &Entry) -> bool {
        let form = |version: &Version| {
            if let Content::Record(record) = &version.content { Some(record.form.clone()) } else { None }
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
