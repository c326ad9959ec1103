//! The fields of a definition in one row, each checked for having the parts its kind needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::{Formulas, MAX_FIELDS, Node};
use crate::resolve::ROW_NUMBER;
use crate::{DefinitionError, Field, Kind};

/// The fields in one row, as the definition nests them.
#[derive(Default)]
pub(crate) struct Flat {
    pub(crate) nodes: Vec<Node>,
    pub(crate) index: BTreeMap<String, usize>,
    pub(crate) sections: Vec<Vec<usize>>,
    columns: usize,
}

impl Flat {
    pub(crate) fn add_all(
        &mut self,
        fields: &mut [Field],
        parent: Option<usize>,
        section_relevant: Option<&str>,
    ) -> Result<Vec<usize>, DefinitionError> {
        fields.iter_mut().map(|field| self.add(field, parent, section_relevant)).collect()
    }

    fn add(
        &mut self,
        field: &mut Field,
        parent: Option<usize>,
        section_relevant: Option<&str>,
    ) -> Result<usize, DefinitionError> {
        check_parts(field)?;
        self.columns += field.columns.len();
        let found = self.nodes.len() + self.columns + 1;
        if found > MAX_FIELDS {
            return Err(DefinitionError::TooManyFields { found, max: MAX_FIELDS });
        }
        let place = self.nodes.len();
        if self.index.insert(field.id.clone(), place).is_some() {
            return Err(DefinitionError::DuplicateId { id: field.id.clone() });
        }
        // The fields of a group are nodes of their own; a copy of them here would double a large form.
        let mut children = std::mem::take(&mut field.fields);
        let mut own = field.clone();
        if let Some(section) = section_relevant {
            own.relevant = Some(match &field.relevant {
                Some(own) => format!("({section}) and ({own})"),
                None => section.to_owned(),
            });
        }
        let number = field.number.as_deref().or_else(|| self.number_of(parent));
        let full_label =
            number.map_or_else(|| field.label.clone(), |number| format!("{number} {}", field.label));
        self.nodes.push(Node {
            field: own,
            parent,
            children: Vec::new(),
            full_label,
            formulas: Formulas::default(),
            columns: Vec::new(),
        });
        let added = self.add_all(&mut children, Some(place), None)?;
        field.fields = children;
        if let Some(node) = self.nodes.get_mut(place) {
            node.children = added;
        }
        Ok(place)
    }

    fn number_of(&self, node: Option<usize>) -> Option<&str> {
        self.nodes.get(node?)?.field.number.as_deref()
    }
}

fn is_id(id: &str) -> bool {
    let first = id.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    first && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether the keys fit the kind. Tables hold plain columns only: one level is what paper has.
fn check_parts(field: &Field) -> Result<(), DefinitionError> {
    if !is_id(&field.id) || field.id == ROW_NUMBER {
        return Err(DefinitionError::BadId { id: field.id.clone() });
    }
    let has_choices = !field.choices.is_empty() || field.choices_from.is_some();
    let right = match field.kind {
        Kind::Text | Kind::Number | Kind::Date | Kind::Time => !has_choices,
        Kind::Choice | Kind::Choices => has_choices,
        Kind::Table => !field.columns.is_empty() && !has_choices && field.value.is_none(),
        Kind::Group => !field.fields.is_empty() && !has_choices && field.value.is_none(),
    };
    let parts = (field.kind == Kind::Table || field.columns.is_empty())
        && (field.kind == Kind::Group || field.fields.is_empty());
    if !(right && parts) {
        return Err(DefinitionError::WrongParts { field: field.id.clone(), kind: field.kind.name() });
    }
    let mut seen = BTreeSet::new();
    for column in &field.columns {
        check_parts(column)?;
        if matches!(column.kind, Kind::Table | Kind::Group) {
            return Err(DefinitionError::WrongParts { field: column.id.clone(), kind: column.kind.name() });
        }
        if !seen.insert(&column.id) {
            return Err(DefinitionError::DuplicateId { id: format!("{}.{}", field.id, column.id) });
        }
    }
    Ok(())
}
