//! What the names in expressions stand for: a column of the row, a field of the form, a context value.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use expr::{Engine, ExprError, Expression, nearest, renamed};
use serde_json::Value as Json;

use crate::compile::{Formulas, Node};
use crate::evaluate::{Formula, Source};
use crate::items::Items;
use crate::{Condition, DefinitionError, Field, Kind};

/// The name of a row's number, from 1, in the columns of a table.
pub(crate) const ROW_NUMBER: &str = "row_number";

/// The name of the answers of all items: `items.problem` holds those of every field `…_problem`.
pub(crate) const ITEMS: &str = "items";

/// Everything an expression may name.
pub(crate) struct Names<'a> {
    pub(crate) index: &'a BTreeMap<String, usize>,
    pub(crate) nodes: &'a [Node],
    pub(crate) context: &'a [(String, Json)],
    pub(crate) items: &'a Items,
    pub(crate) engine: Engine,
    /// What was parsed already, by its text.
    pub(crate) parsed: RefCell<BTreeMap<String, Arc<Expression>>>,
}

/// Where an expression stands: the field or `checks`, the key, the columns around it, the item it is part of.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) field: &'a str,
    pub(crate) row: Option<&'a [Field]>,
    pub(crate) item: Option<&'a str>,
}

impl Names<'_> {
    pub(crate) fn node(&self, node: &Node) -> Result<(Formulas, Vec<Formulas>), DefinitionError> {
        let field = &node.field;
        let parent = node.parent.and_then(|parent| self.nodes.get(parent)).map(|parent| &parent.field);
        let item = parent.or(Some(field).filter(|field| field.kind == Kind::Group));
        let item = item.map(|item| item.id.as_str());

        if self.context.iter().any(|(name, _)| *name == field.id) {
            return Err(DefinitionError::DuplicateId { id: field.id.clone() });
        }
        let own = self.formulas(Site { field: &field.id, row: None, item }, field)?;
        let columns = field.columns.iter().enumerate();
        let columns = columns
            .map(|(place, column)| {
                let formulas =
                    self.formulas(Site { field: &column.id, row: Some(&field.columns), item }, column)?;
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

    fn formulas(&self, site: Site<'_>, field: &Field) -> Result<Formulas, DefinitionError> {
        let parse = |place, source: &Option<String>| self.formula(site, place, source.as_deref());
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
        site: Site<'_>,
        place: &'static str,
        source: Option<&str>,
    ) -> Result<Option<Formula>, DefinitionError> {
        let Some(source) = source else { return Ok(None) };
        let (expression, item) = self
            .parsed(site.item, source)
            .map_err(|error| DefinitionError::Expression { field: site.field.to_owned(), place, error })?;
        let reads = expression.names().iter().map(|short| {
            let name = match item.filter(|_| short.starts_with('_')) {
                Some(item) => format!("{item}{short}"),
                None => short.clone(),
            };
            self.resolve(site.row, &name, &expression)
                .ok_or_else(|| self.unknown(site, place, &name, &expression))
        });
        let reads = reads.collect::<Result<_, _>>()?;
        Ok(Some(Formula { expression, reads }))
    }

    /// Parses a text once. In an item the names of its own fields are cut to their ends (`a01_01_answer` → `_answer`), so
    /// that two thousand items of one pattern have one expression; then the item comes with it. No id begins with `_`; a text
    /// that has such a name stays as it is.
    fn parsed<'s>(
        &self,
        item: Option<&'s str>,
        source: &str,
    ) -> Result<(Arc<Expression>, Option<&'s str>), ExprError> {
        let taken = Cell::new(false);
        let short = item.map(|item| {
            renamed(source, |name| {
                taken.set(taken.get() || name.starts_with('_'));
                Some(name.strip_prefix(item)?.to_owned()).filter(|rest| rest.starts_with('_'))
            })
        });
        let (text, item) = match short.as_deref().filter(|_| !taken.get()) {
            Some(short) => (short, item),
            None => (source, None),
        };
        if let Some(known) = self.parsed.borrow().get(text) {
            return Ok((known.clone(), item));
        }
        let parsed = Expression::parse(&self.engine, text);
        // The mistakes of a text are told in its own words.
        let parsed =
            parsed.map_err(|error| Expression::parse(&self.engine, source).err().unwrap_or(error))?;
        let parsed = Arc::new(parsed);
        self.parsed.borrow_mut().insert(text.to_owned(), parsed.clone());
        Ok((parsed, item))
    }

    fn unknown(
        &self,
        site: Site<'_>,
        place: &'static str,
        name: &str,
        expression: &Expression,
    ) -> DefinitionError {
        let of_items: Vec<String> = self.items.names().map(|own| format!("{ITEMS}.{own}")).collect();
        let attributes = expression.attributes(name).unwrap_or_default();
        let wrong = attributes.into_iter().find(|own| name == ITEMS && self.items.place(own).is_none());
        let name = wrong.map_or_else(|| name.to_owned(), |own| format!("{ITEMS}.{own}"));
        let all = self.all(site.row).chain(of_items.iter().map(String::as_str));
        let nearest = nearest(&name, all).map(str::to_owned);
        DefinitionError::UnknownName { field: site.field.to_owned(), place, name, nearest }
    }

    /// A column shadows a field, a field shadows nothing: ids and context names never meet. `items` is what all items
    /// answered where nothing else is called so.
    fn resolve(&self, row: Option<&[Field]>, name: &str, expression: &Expression) -> Option<Source> {
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
        if let Some(node) = field {
            return Some(Source::Node(*node));
        }
        if let Some(place) = self.context.iter().position(|(known, _)| known == name) {
            return Some(Source::Context(place));
        }
        let read = expression.attributes(name).filter(|read| name == ITEMS && !read.is_empty())?;
        let places = read.into_iter().map(|own| Some((own.to_owned(), self.items.place(own)?)));
        places.collect::<Option<_>>().map(Source::Items)
    }

    fn all<'a>(&'a self, row: Option<&'a [Field]>) -> impl Iterator<Item = &'a str> {
        let columns = row.unwrap_or_default().iter().map(|column| column.id.as_str());
        let context = self.context.iter().map(|(name, _)| name.as_str());
        columns.chain(self.index.keys().map(String::as_str)).chain(context)
    }
}
