//! Carrying out one expression of a form: values for its names, and what a failure means.

use std::cell::Cell;
use std::sync::Arc;

use expr::{Expression, Operand, Series};

use crate::live::State;

/// A compiled expression and where the values of its names come from, in their order. Fields that were written by one
/// pattern share their expressions.
#[derive(Debug)]
pub(crate) struct Formula {
    pub(crate) expression: Arc<Expression>,
    pub(crate) reads: Vec<Source>,
}

/// Where a name's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Node(usize),
    Context(usize),
    Column(usize),
    RowNumber,
    /// The answers of all items, by name: the places of their series.
    Items(Vec<(String, usize)>),
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
    pub(crate) series: &'a [Series],
    /// The cells of the row and its place from 0, inside a table.
    pub(crate) row: Option<(&'a [Operand], usize)>,
}

impl Formula {
    /// The vertices it reads: fields, and behind the so many fields, series.
    pub(crate) fn vertices(&self, fields: usize) -> impl Iterator<Item = usize> {
        self.reads.iter().flat_map(move |source| match source {
            Source::Node(node) => vec![*node],
            Source::Items(series) => series.iter().map(|(_, place)| fields + place).collect(),
            Source::Context(_) | Source::Column(_) | Source::RowNumber => Vec::new(),
        })
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.reads.iter().filter_map(|source| match source {
            Source::Column(column) => Some(*column),
            Source::Node(_) | Source::Context(_) | Source::RowNumber | Source::Items(_) => None,
        })
    }
}

impl Scope<'_> {
    pub(crate) fn run(&self, formula: &Formula) -> Outcome {
        let met_blank = Cell::new(false);
        let values = formula.reads.iter().map_while(|source| {
            let (value, blank) = self.value(source)?;
            met_blank.set(met_blank.get() || blank);
            Some(value)
        });
        match formula.expression.evaluate(values) {
            Ok(value) => Outcome::Value(value),
            Err(_) if met_blank.get() => Outcome::Unknown,
            Err(_) => Outcome::Broken,
        }
    }

    /// The value of a name, and whether it is blank or holds a blank.
    fn value(&self, source: &Source) -> Option<(Operand, bool)> {
        let value = match source {
            Source::Node(node) => self.states.get(*node).map(|state| state.operand.clone()),
            Source::Context(place) => self.context.get(*place).cloned(),
            Source::Column(column) => self.row.and_then(|(cells, _)| cells.get(*column)).cloned(),
            Source::RowNumber => self.row.map(|(_, place)| Operand::from(&(place + 1).into())),
            Source::Items(named) => {
                let all =
                    named.iter().filter_map(|(name, place)| Some((name.as_str(), self.series.get(*place)?)));
                let blank = all.clone().any(|(_, series)| series.has_blank());
                return Some((Operand::map_of(all), blank));
            }
        }?;
        let blank = value.is_blank();
        Some((value, blank))
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
