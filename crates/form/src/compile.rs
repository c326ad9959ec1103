//! Compiling a definition once: every expression parsed, every name resolved, the order of calculation known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expr::{Engine, Operand};
use serde_json::{Value as Json, json};

use crate::evaluate::Formula;
use crate::flatten::Flat;
use crate::order::topological;
use crate::resolve::Names;
use crate::{Definition, DefinitionError, Field};

/// Most fields of a form, columns included.
pub const MAX_FIELDS: usize = 5_000;

/// Names every form may read. What the application does not provide is blank, or an empty map for the last four.
///
/// `today` (date), `year` (number), `period_start` and `period_end` (dates), `record_number` (text), `user` (text),
/// `role` (whose book it is: `unit`, `inspector` or `office`; blank is nobody in particular), `unit` (map), `unit_facts` (facts about the unit known beforehand, by key), `last_year` (last year's answers by field id),
/// `round` (map).
pub const STANDARD_CONTEXT: [&str; 11] = [
    "today",
    "year",
    "period_start",
    "period_end",
    "record_number",
    "user",
    "role",
    "unit",
    "unit_facts",
    "last_year",
    "round",
];
const MAPS: [&str; 4] = ["unit", "unit_facts", "last_year", "round"];

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

impl Compiled {
    /// The context values in the form's order: what the application says, else the default.
    pub(crate) fn context_values(&self, given: &BTreeMap<String, Json>) -> Vec<Operand> {
        let value = |(name, default): &(String, Json)| {
            Operand::from(given.get(name).filter(|value| !value.is_null()).unwrap_or(default))
        };
        self.context.iter().map(value).collect()
    }
}
