//! Compiling a definition once: every expression parsed, every name resolved, the order of calculation known.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expr::{Engine, Operand};
use serde_json::{Value as Json, json};

use crate::evaluate::Formula;
use crate::flatten::Flat;
use crate::items::Items;
use crate::order::topological;
use crate::resolve::{ITEMS, Names, Site};
use crate::{Definition, DefinitionError, Field};

/// Most fields of a form, columns included: those of two thousand items of the self-check, of whichever pattern.
pub const MAX_FIELDS: usize = 40_000;

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
    /// What its items have in common.
    pub(crate) items: Items,
    /// Vertices in order of calculation, and each one's place in it. Vertices are the nodes, then the series of the items.
    pub(crate) order: Vec<usize>,
    pub(crate) rank: Vec<usize>,
    /// Who must recalculate its value when this vertex changes.
    pub(crate) value_readers: Vec<Vec<usize>>,
    /// Who must be checked again when this vertex changes.
    pub(crate) check_readers: Vec<Vec<usize>>,
    /// Which rules over the whole form must be looked at when this vertex changes.
    pub(crate) rule_readers: Vec<Vec<usize>>,
    /// The expressions of the checks, in their order.
    pub(crate) checks: Vec<Option<Formula>>,
    /// Section and node of whatever stands in a section itself, in order; and which of these each node is part of.
    pub(crate) tops: Vec<(usize, usize)>,
    pub(crate) top_of: Vec<usize>,
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
    pub fn new(mut definition: Definition) -> Result<Self, DefinitionError> {
        let mut flat = Flat::default();
        for section in &mut definition.sections {
            if section.items_from.is_some() {
                return Err(DefinitionError::NotExpanded { section: section.title.clone() });
            }
            let top = flat.add_all(&mut section.fields, None, section.relevant.as_deref())?;
            flat.sections.push(top);
        }
        let Flat { nodes, index, sections, .. } = flat;
        let context = context(&definition);
        let mut items = Items::new(&nodes);
        let parsed = RefCell::default();
        let names = Names {
            index: &index,
            nodes: &nodes,
            context: &context,
            items: &items,
            engine: Engine::new(),
            parsed,
        };
        let compiled: Vec<(Formulas, Vec<Formulas>)> =
            nodes.iter().map(|node| names.node(node)).collect::<Result<_, _>>()?;
        let site = Site { field: "checks", row: None, item: None };
        let checks = definition
            .checks
            .iter()
            .map(|check| names.formula(site, "when", check.when.as_deref()))
            .collect::<Result<Vec<_>, _>>()?;
        let mut nodes = nodes;
        for (node, (formulas, columns)) in nodes.iter_mut().zip(compiled) {
            node.formulas = formulas;
            node.columns = columns;
        }
        let count = nodes.len();
        items.retain(&read_series(&nodes, &checks, count));
        let of_nodes = nodes.iter().map(|node| value_needs(node, count));
        let of_series = items.series.iter().map(|fields| fields.iter().copied().collect());
        let needs: Vec<BTreeSet<usize>> = of_nodes.chain(of_series).collect();
        let called = |vertex: &usize| match nodes.get(*vertex) {
            Some(node) => Some(node.field.id.clone()),
            None => Some(format!("{ITEMS}.{}", items.name(vertex.checked_sub(count)?)?)),
        };
        let order = topological(&needs).map_err(|circle| DefinitionError::Cycle {
            fields: circle.iter().filter_map(called).collect(),
        })?;
        let mut rank = vec![0; order.len()];
        for (place, vertex) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*vertex) {
                *rank = place;
            }
        }
        let vertices = needs.len();
        let value_readers = reversed(needs.into_iter(), vertices);
        let check_readers = reversed(nodes.iter().map(|node| check_needs(node, count)), vertices);
        let read = |check: &Option<Formula>| check.iter().flat_map(|own| own.vertices(count)).collect();
        let rule_readers = reversed(checks.iter().map(read), vertices);
        let (tops, top_of) = tops(&nodes, &sections);
        Ok(Self(Arc::new(Compiled {
            definition,
            nodes,
            index,
            sections,
            context,
            items,
            order,
            rank,
            value_readers,
            check_readers,
            rule_readers,
            checks,
            tops,
            top_of,
        })))
    }

    /// Whether both are copies of one compilation.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
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

/// The series that an expression reads.
fn read_series(nodes: &[Node], checks: &[Option<Formula>], count: usize) -> BTreeSet<usize> {
    let formulas = nodes.iter().flat_map(|node| std::iter::once(&node.formulas).chain(&node.columns));
    let formulas = formulas.flat_map(|own| {
        [&own.relevant, &own.required, &own.value, &own.constraint, &own.caution, &own.score, &own.default]
    });
    let vertices = formulas.chain(checks).flatten().flat_map(|formula| formula.vertices(count));
    vertices.filter_map(|vertex| vertex.checked_sub(count)).collect()
}

/// What the value of a node rests on: its parent's relevance and what its own conditions and values read.
fn value_needs(node: &Node, count: usize) -> BTreeSet<usize> {
    let all = std::iter::once(&node.formulas).chain(&node.columns);
    let reads = all.flat_map(|formulas| [&formulas.relevant, &formulas.value]).flatten();
    reads.flat_map(|formula| formula.vertices(count)).chain(node.parent).collect()
}

/// What the problems and the score of a node rest on, itself apart.
fn check_needs(node: &Node, count: usize) -> BTreeSet<usize> {
    let all = std::iter::once(&node.formulas).chain(&node.columns);
    let rules = all.flat_map(|f| [&f.required, &f.constraint, &f.caution, &f.score]).flatten();
    rules.flat_map(|formula| formula.vertices(count)).collect()
}

/// Who needs each of so many vertices.
fn reversed(needs: impl Iterator<Item = BTreeSet<usize>>, vertices: usize) -> Vec<Vec<usize>> {
    let mut readers = vec![Vec::new(); vertices];
    for (reader, wanted) in needs.enumerate() {
        for vertex in wanted {
            if let Some(list) = readers.get_mut(vertex) {
                list.push(reader);
            }
        }
    }
    readers
}

/// See [`Compiled::tops`].
fn tops(nodes: &[Node], sections: &[Vec<usize>]) -> (Vec<(usize, usize)>, Vec<usize>) {
    let all = sections.iter().enumerate();
    let tops: Vec<(usize, usize)> =
        all.flat_map(|(section, items)| items.iter().map(move |item| (section, *item))).collect();
    // A node stands behind its parent, and all of an item before the next one.
    let begins = |(place, node): (usize, &Node)| usize::from(node.parent.is_none() && place > 0);
    let top_of = nodes.iter().enumerate().map(begins).scan(0, |last, step| {
        *last += step;
        Some(*last)
    });
    let top_of = top_of.collect();
    (tops, top_of)
}

impl Compiled {
    /// The groups around a node, from the inside out.
    pub(crate) fn around(&self, node: usize) -> impl Iterator<Item = usize> {
        let parent = |node: usize| self.nodes.get(node).and_then(|node| node.parent);
        std::iter::successors(parent(node), move |group| parent(*group))
    }

    /// The context values in the form's order: what the application says, else the default.
    pub(crate) fn context_values(&self, given: &BTreeMap<String, Json>) -> Vec<Operand> {
        let value = |(name, default): &(String, Json)| {
            Operand::from(given.get(name).filter(|value| !value.is_null()).unwrap_or(default))
        };
        self.context.iter().map(value).collect()
    }
}
