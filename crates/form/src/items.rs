//! The items of a form side by side: all answers to one question, as expressions read them (`items.problem`).

use std::collections::{BTreeMap, BTreeSet};

use crate::Kind;
use crate::compile::Node;

/// The questions that items have in common. An item is a group of a section; its field `a01_01_problem` of the item
/// `a01_01` answers the question `problem`, as in [`crate::Live::data`].
#[derive(Debug, Default)]
pub(crate) struct Items {
    places: BTreeMap<String, usize>,
    /// The fields of each question, in the order of the form.
    pub(crate) fields: Vec<Vec<usize>>,
    /// The same for questions that an expression reads; nothing for the others.
    pub(crate) series: Vec<Vec<usize>>,
    /// The series of each field and its place there.
    of_field: BTreeMap<usize, (usize, usize)>,
}

impl Items {
    pub(crate) fn new(nodes: &[Node]) -> Self {
        let mut items = Self::default();
        let groups = nodes.iter().filter(|node| node.parent.is_none() && node.field.kind == Kind::Group);
        for group in groups {
            for child in &group.children {
                let Some(field) = nodes.get(*child).map(|node| &node.field) else { continue };
                let own =
                    field.id.strip_prefix(group.field.id.as_str()).and_then(|rest| rest.strip_prefix('_'));
                if let Some(own) = own.filter(|_| field.kind != Kind::Group) {
                    items.add(own, *child);
                }
            }
        }
        items
    }

    fn add(&mut self, question: &str, field: usize) {
        let place = match self.places.get(question) {
            Some(place) => *place,
            None => {
                self.places.insert(question.to_owned(), self.fields.len());
                self.fields.push(Vec::new());
                self.fields.len() - 1
            }
        };
        if let Some(fields) = self.fields.get_mut(place) {
            self.of_field.insert(field, (place, fields.len()));
            fields.push(field);
        }
    }

    /// Keeps series of the questions that somebody reads.
    pub(crate) fn retain(&mut self, read: &BTreeSet<usize>) {
        self.of_field.retain(|_, (place, _)| read.contains(place));
        self.series = self
            .fields
            .iter()
            .enumerate()
            .map(|(place, fields)| if read.contains(&place) { fields.clone() } else { Vec::new() })
            .collect();
    }

    /// The place of a question's series.
    pub(crate) fn place(&self, question: &str) -> Option<usize> {
        self.places.get(question).copied()
    }

    /// What the questions are called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The name of a series.
    pub(crate) fn name(&self, place: usize) -> Option<&str> {
        self.places.iter().find(|(_, own)| **own == place).map(|(name, _)| name.as_str())
    }

    /// The series a field is in, and its place there.
    pub(crate) fn of(&self, field: usize) -> Option<(usize, usize)> {
        self.of_field.get(&field).copied()
    }
}
