//! What the names in expressions stand for: a column of the row, a field of the form, a context value.

use std::collections::BTreeMap;

use expr::{Engine, Expression, nearest};
use serde_json::Value as Json;

use crate::compile::{Formulas, Node};
use crate::evaluate::{Formula, Source};
use crate::{Condition, DefinitionError, Field, Kind};

/// The name of a row's number, from 1, in the columns of a table.
pub(crate) const ROW_NUMBER: &str = "row_number";

/// Everything an expression may name.
pub(crate) struct Names<'a> {
    pub(crate) index: &'a BTreeMap<String, usize>,
    pub(crate) nodes: &'a [Node],
    pub(crate) context: &'a [(String, Json)],
    pub(crate) engine: Engine,
}

impl Names<'_> {
    pub(crate) fn node(&self, field: &Field) -> Result<(Formulas, Vec<Formulas>), DefinitionError> {
        if self.context.iter().any(|(name, _)| *name == field.id) {
            return Err(DefinitionError::DuplicateId { id: field.id.clone() });
        }
        let own = self.formulas(None, field)?;
        let columns = field.columns.iter().enumerate();
        let columns = columns
            .map(|(place, column)| {
                let formulas = self.formulas(Some(&field.columns), column)?;
                // Conditions and values of a row are calculated from left to right.
                let reads =
                    [&formulas.relevant, &formulas.value].into_iter().flatten().flat_map(Formula::columns);
                match reads.filter(|read| *read >= place).min() {
                    Some(_) => {
                        Err(DefinitionError::Cycle { fields: vec![format!("{}.{}", field.id, column.id)] })
                    }
                    None => Ok(formulas),
                }
            })
            .collect::<Result<_, _>>()?;
        Ok((own, columns))
    }

    fn formulas(&self, row: Option<&[Field]>, field: &Field) -> Result<Formulas, DefinitionError> {
        let parse = |place, source: &Option<String>| self.formula(row, &field.id, place, source.as_deref());
        let required = match &field.required {
            Condition::Fixed(_) => None,
            Condition::When(source) => Some(source.clone()),
        };
        Ok(Formulas {
            relevant: parse("relevant", &field.relevant)?,
            required: parse("required", &required)?,
            value: parse("value", &field.value)?,
            constraint: parse("constraint", &field.constraint)?,
            caution: parse("caution", &field.caution)?,
            score: parse("score", &field.score)?,
            default: parse("default", &field.default)?,
        })
    }

    pub(crate) fn formula(
        &self,
        row: Option<&[Field]>,
        field: &str,
        place: &'static str,
        source: Option<&str>,
    ) -> Result<Option<Formula>, DefinitionError> {
        let Some(source) = source else { return Ok(None) };
        let expression = Expression::parse(&self.engine, source)
            .map_err(|error| DefinitionError::Expression { field: field.to_owned(), place, error })?;
        let mut reads = BTreeMap::new();
        for name in expression.names() {
            let source = self.resolve(row, name).ok_or_else(|| DefinitionError::UnknownName {
                field: field.to_owned(),
                place,
                name: name.clone(),
                nearest: nearest(name, self.all(row)).map(str::to_owned),
            })?;
            reads.insert(name.clone(), source);
        }
        Ok(Some(Formula { expression, reads }))
    }

    /// A column shadows a field, a field shadows nothing: ids and context names never meet.
    fn resolve(&self, row: Option<&[Field]>, name: &str) -> Option<Source> {
        if let Some(columns) = row {
            if name == ROW_NUMBER {
                return Some(Source::RowNumber);
            }
            if let Some(column) = columns.iter().position(|column| column.id == name) {
                return Some(Source::Column(column));
            }
        }
        let field = self
            .index
            .get(name)
            .filter(|i| self.nodes.get(**i).is_some_and(|node| node.field.kind != Kind::Group));
        match field {
            Some(node) => Some(Source::Node(*node)),
            None => self.context.iter().position(|(known, _)| known == name).map(Source::Context),
        }
    }

    fn all<'a>(&'a self, row: Option<&'a [Field]>) -> impl Iterator<Item = &'a str> {
        let columns = row.unwrap_or_default().iter().map(|column| column.id.as_str());
        let context = self.context.iter().map(|(name, _)| name.as_str());
        columns.chain(self.index.keys().map(String::as_str)).chain(context)
    }
}
