//! Carrying out one expression of a form: values for its names, and what a failure means.

use std::cell::Cell;
use std::collections::BTreeMap;

use expr::{Expression, Operand};

use crate::live::State;

/// A compiled expression and where its names come from.
#[derive(Debug)]
pub(crate) struct Formula {
    pub(crate) expression: Expression,
    pub(crate) reads: BTreeMap<String, Source>,
}

/// Where a name's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Node(usize),
    Context(usize),
    Column(usize),
    RowNumber,
}

/// What came out.
pub(crate) enum Outcome {
    Value(Operand),
    /// Something it needs is not known yet.
    Unknown,
    /// All is known and it fails nevertheless: the author's mistake.
    Broken,
}

/// The values an expression may see.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) states: &'a [State],
    pub(crate) context: &'a [Operand],
    /// The cells of the row and its place from 0, inside a table.
    pub(crate) row: Option<(&'a [Operand], usize)>,
}

impl Formula {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = usize> {
        self.reads.values().filter_map(|source| match source {
            Source::Node(node) => Some(*node),
            Source::Context(_) | Source::Column(_) | Source::RowNumber => None,
        })
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.reads.values().filter_map(|source| match source {
            Source::Column(column) => Some(*column),
            Source::Node(_) | Source::Context(_) | Source::RowNumber => None,
        })
    }
}

impl Scope<'_> {
    pub(crate) fn run(&self, formula: &Formula) -> Outcome {
        let met_blank = Cell::new(false);
        let result = formula.expression.evaluate(|name| {
            let value = self.value(*formula.reads.get(name)?)?;
            met_blank.set(met_blank.get() || value.is_blank());
            Some(value)
        });
        match result {
            Ok(value) => Outcome::Value(value),
            Err(_) if met_blank.get() => Outcome::Unknown,
            Err(_) => Outcome::Broken,
        }
    }

    fn value(&self, source: Source) -> Option<Operand> {
        match source {
            Source::Node(node) => self.states.get(node).map(|state| state.operand.clone()),
            Source::Context(place) => self.context.get(place).cloned(),
            Source::Column(column) => self.row.and_then(|(cells, _)| cells.get(column)).cloned(),
            Source::RowNumber => self.row.map(|(_, place)| Operand::from(&(place + 1).into())),
        }
    }

    /// Whether a condition holds; `unless_known` is the answer while it cannot be told. Sets `broken` on a defect.
    pub(crate) fn holds(&self, formula: Option<&Formula>, unless_known: bool, broken: &mut bool) -> bool {
        match formula.map(|formula| self.run(formula)) {
            None => unless_known,
            Some(Outcome::Value(value)) => value.is_true(),
            Some(Outcome::Unknown) => unless_known,
            Some(Outcome::Broken) => {
                *broken = true;
                unless_known
            }
        }
    }

    /// The value of a calculation, blank while it cannot be told.
    pub(crate) fn calculated(&self, formula: &Formula, broken: &mut bool) -> Operand {
        match self.run(formula) {
            Outcome::Value(value) => value,
            Outcome::Unknown => Operand::blank(),
            Outcome::Broken => {
                *broken = true;
                Operand::blank()
            }
        }
    }
}
