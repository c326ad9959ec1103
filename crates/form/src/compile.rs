//! Compiling a definition once: every expression parsed, every name resolved, the order of calculation known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expr::{Engine, Expression, Operand, nearest};
use serde_json::{Value as Json, json};

use crate::evaluate::{Formula, Source};
use crate::order::topological;
use crate::{Condition, Definition, DefinitionError, Field, Kind};

/// Most fields of a form, columns included.
pub const MAX_FIELDS: usize = 5_000;

/// Names every form may read. What the application does not provide is blank, or an empty map for the last four.
///
/// `today` (date), `year` (number), `period_start` and `period_end` (dates), `record_number` (text), `user`
/// (text), `unit` (map), `facts` (unit facts known beforehand), `last_year` (last year's answers by field id),
/// `round` (map).
pub const STANDARD_CONTEXT: [&str; 10] = [
    "today",
    "year",
    "period_start",
    "period_end",
    "record_number",
    "user",
    "unit",
    "facts",
    "last_year",
    "round",
];
const MAPS: [&str; 4] = ["unit", "facts", "last_year", "round"];

/// The name of a row's number, from 1, in the columns of a table.
const ROW_NUMBER: &str = "row_number";

/// A compiled form, ready to be opened with answers. Copies share the same compilation.
#[derive(Debug, Clone)]
pub struct Form(pub(crate) Arc<Compiled>);

#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) definition: Definition,
    pub(crate) nodes: Vec<Node>,
    /// Node of every id, groups included.
    pub(crate) index: BTreeMap<String, usize>,
    /// Top-level nodes of each section.
    pub(crate) sections: Vec<Vec<usize>>,
    /// Context names with what holds when the application is silent.
    pub(crate) context: Vec<(String, Json)>,
    /// Nodes in order of calculation, and each node's place in it.
    pub(crate) order: Vec<usize>,
    pub(crate) rank: Vec<usize>,
    /// Who must recalculate its value when this node changes.
    pub(crate) value_readers: Vec<BTreeSet<usize>>,
    /// Who must be checked again when this node changes.
    pub(crate) check_readers: Vec<BTreeSet<usize>>,
    /// The expressions of the checks, in their order.
    pub(crate) checks: Vec<Option<Formula>>,
}

/// A field in its place, with its expressions.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) field: Field,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    /// What problems call it: the number of the item and the label.
    pub(crate) full_label: String,
    pub(crate) formulas: Formulas,
    pub(crate) columns: Vec<Formulas>,
}

/// The expressions of a field or column.
#[derive(Debug, Default)]
pub(crate) struct Formulas {
    pub(crate) relevant: Option<Formula>,
    pub(crate) required: Option<Formula>,
    pub(crate) value: Option<Formula>,
    pub(crate) constraint: Option<Formula>,
    pub(crate) caution: Option<Formula>,
    pub(crate) score: Option<Formula>,
    pub(crate) default: Option<Formula>,
}

impl Form {
    /// Compiles a definition.
    ///
    /// # Errors
    /// The first mistake of its author, with field and place.
    pub fn new(definition: Definition) -> Result<Self, DefinitionError> {
        let mut flat = Flat::default();
        for section in &definition.sections {
            if section.items_from.is_some() {
                return Err(DefinitionError::NotExpanded { section: section.title.clone() });
            }
            let top = flat.add_all(&section.fields, None, section.relevant.as_deref())?;
            flat.sections.push(top);
        }
        let Flat { nodes, index, sections, .. } = flat;
        let context = context(&definition);
        let names = Names { index: &index, nodes: &nodes, context: &context, engine: Engine::new() };
        let compiled: Vec<(Formulas, Vec<Formulas>)> =
            nodes.iter().map(|node| names.node(&node.field)).collect::<Result<_, _>>()?;
        let checks = definition
            .checks
            .iter()
            .map(|check| names.formula(None, "checks", "when", check.when.as_deref()))
            .collect::<Result<Vec<_>, _>>()?;
        let mut nodes = nodes;
        for (node, (formulas, columns)) in nodes.iter_mut().zip(compiled) {
            node.formulas = formulas;
            node.columns = columns;
        }
        let needs: Vec<BTreeSet<usize>> = nodes.iter().map(value_needs).collect();
        let order = topological(&needs).map_err(|circle| DefinitionError::Cycle {
            fields: circle.iter().filter_map(|i| nodes.get(*i)).map(|node| node.field.id.clone()).collect(),
        })?;
        let mut rank = vec![0; order.len()];
        for (place, node) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*node) {
                *rank = place;
            }
        }
        let value_readers = reversed(&needs);
        let check_readers = reversed(&nodes.iter().map(check_needs).collect::<Vec<_>>());
        Ok(Self(Arc::new(Compiled {
            definition,
            nodes,
            index,
            sections,
            context,
            order,
            rank,
            value_readers,
            check_readers,
            checks,
        })))
    }

    /// The definition it was compiled from.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.0.definition
    }
}

fn context(definition: &Definition) -> Vec<(String, Json)> {
    let standard = |name: &&str| {
        let default = if MAPS.contains(name) { json!({}) } else { Json::Null };
        ((*name).to_owned(), default)
    };
    let mut all: BTreeMap<String, Json> = STANDARD_CONTEXT.iter().map(standard).collect();
    all.extend(definition.context.clone());
    all.into_iter().collect()
}

/// What the value of a node rests on: its parent's relevance and what its own conditions and values read.
fn value_needs(node: &Node) -> BTreeSet<usize> {
    let all = std::iter::once(&node.formulas).chain(&node.columns);
    let reads =
        all.flat_map(|formulas| [&formulas.relevant, &formulas.value]).flatten().flat_map(Formula::nodes);
    reads.chain(node.parent).collect()
}

/// What the problems and the score of a node rest on, itself apart.
fn check_needs(node: &Node) -> BTreeSet<usize> {
    let all = std::iter::once(&node.formulas).chain(&node.columns);
    let rules = all.flat_map(|f| [&f.required, &f.constraint, &f.caution, &f.score]).flatten();
    rules.flat_map(Formula::nodes).collect()
}

fn reversed(needs: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let mut readers = vec![BTreeSet::new(); needs.len()];
    for (node, wanted) in needs.iter().enumerate() {
        for other in wanted {
            if let Some(list) = readers.get_mut(*other) {
                list.insert(node);
            }
        }
    }
    readers
}

/// The fields in one row, as the definition nests them.
#[derive(Default)]
struct Flat {
    nodes: Vec<Node>,
    index: BTreeMap<String, usize>,
    sections: Vec<Vec<usize>>,
    columns: usize,
}

impl Flat {
    fn add_all(
        &mut self,
        fields: &[Field],
        parent: Option<usize>,
        section_relevant: Option<&str>,
    ) -> Result<Vec<usize>, DefinitionError> {
        fields.iter().map(|field| self.add(field, parent, section_relevant)).collect()
    }

    fn add(
        &mut self,
        field: &Field,
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
        let children = self.add_all(&field.fields, Some(place), None)?;
        if let Some(node) = self.nodes.get_mut(place) {
            node.children = children;
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
        return Err(DefinitionError::WrongParts { field: field.id.clone(), kind: kind_name(field.kind) });
    }
    let mut seen = BTreeSet::new();
    for column in &field.columns {
        check_parts(column)?;
        if matches!(column.kind, Kind::Table | Kind::Group) {
            return Err(DefinitionError::WrongParts {
                field: column.id.clone(),
                kind: kind_name(column.kind),
            });
        }
        if !seen.insert(&column.id) {
            return Err(DefinitionError::DuplicateId { id: format!("{}.{}", field.id, column.id) });
        }
    }
    Ok(())
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::Choice => "choice",
        Kind::Choices => "choices",
        Kind::Table => "table",
        Kind::Group => "group",
    }
}

/// Everything an expression may name.
struct Names<'a> {
    index: &'a BTreeMap<String, usize>,
    nodes: &'a [Node],
    context: &'a [(String, Json)],
    engine: Engine,
}

impl Names<'_> {
    fn node(&self, field: &Field) -> Result<(Formulas, Vec<Formulas>), DefinitionError> {
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

    fn formula(
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

impl Compiled {
    /// The context values in the form's order: what the application says, else the default.
    pub(crate) fn context_values(&self, given: &BTreeMap<String, Json>) -> Vec<Operand> {
        let value = |(name, default): &(String, Json)| {
            Operand::from(given.get(name).filter(|value| !value.is_null()).unwrap_or(default))
        };
        self.context.iter().map(value).collect()
    }
}
