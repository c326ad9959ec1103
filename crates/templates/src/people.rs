//! Which answers of a form say something of people, by the names they are stored under.

use std::collections::BTreeMap;

use form::{Definition, Field, Holds};
use serde_json::Value;

use crate::Pack;

/// What the fields of one form say of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// By field, and by table and column with a dot between.
    fields: BTreeMap<String, Holds>,
    /// By the end of the name, for fields that are written out for every item of a catalogue.
    ends: Vec<(String, Holds)>,
}

impl People {
    fn read(definition: &Definition) -> Self {
        let mut people = Self::default();
        for field in definition.sections.iter().flat_map(|section| &section.fields) {
            people.add(field);
        }
        for field in definition.patterns.values().flat_map(|pattern| &pattern.fields) {
            let id = field.get("id").and_then(Value::as_str).and_then(|id| id.strip_prefix("{id}"));
            if let (Some(end), Some(holds)) = (id, pattern_holds(field)) {
                people.ends.push((end.to_owned(), holds));
            }
        }
        people
    }

    fn add(&mut self, field: &Field) {
        if let Some(holds) = field.says_of_people() {
            self.fields.insert(field.id.clone(), holds);
        }
        field.fields.iter().for_each(|inner| self.add(inner));
        for column in &field.columns {
            if let Some(holds) = column.says_of_people() {
                self.fields.insert(format!("{}.{}", field.id, column.id), holds);
            }
        }
    }

    /// What the answer to a field says of people; `None` when nothing.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<Holds> {
        let end = || self.ends.iter().find(|(end, _)| field.ends_with(end)).map(|(_, holds)| *holds);
        self.fields.get(field).copied().or_else(end)
    }

    /// What a cell of a table says of people; `None` when nothing.
    #[must_use]
    pub fn of_cell(&self, table: &str, column: &str) -> Option<Holds> {
        self.fields.get(&format!("{table}.{column}")).copied()
    }
}

/// What a field of a pattern says of people, read as it is written: its numbers may still be placeholders.
fn pattern_holds(field: &Value) -> Option<Holds> {
    let declared = field.get("holds").and_then(|holds| serde_json::from_value(holds.clone()).ok());
    let person = field.get("appearance").and_then(Value::as_str) == Some(form::PERSON);
    declared.or_else(|| person.then_some(Holds::People))
}

impl Pack {
    /// Which answers of a form say something of people; of an unknown form none.
    #[must_use]
    pub fn people(&self, form: &str) -> People {
        self.form(form).map(|definition| People::read(&definition)).unwrap_or_default()
    }
}
