//! Figures: every number that people see has one definition.

use std::collections::{BTreeMap, BTreeSet};

use expr::Expression;
use serde::Deserialize;

use crate::query::{Names, OneOrMany, QueryError, Reader, Rows, Written};

/// A number with its definition.
#[derive(Debug)]
pub struct Figure {
    /// Name under which letters and screens read it.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What is behind its number, such as 个.
    pub unit: String,
    /// How it comes about.
    pub counts: Counting,
    /// Ways of breaking it down, each by the name of what it is broken down by.
    pub by: Vec<(String, Expression)>,
    /// Whether more of it is better; absent when neither is.
    pub good: Option<Good>,
    /// How it stands among the numbers on top of the overview; absent when it does not.
    pub card: Option<Card>,
}

/// A number on top of the overview.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// A figure that has to be more than nought for it to be there; absent when it always is.
    #[serde(default)]
    pub when: Option<String>,
    /// The figure that stands beside it.
    pub beside: String,
    /// In which words it stands there, `{count}` for its number.
    pub words: String,
}

/// How a figure comes about.
#[derive(Debug)]
pub enum Counting {
    /// A walk through the book.
    Walk(Box<Walk>),
    /// Worked out of figures that are walks.
    Of(Expression),
}

/// What is counted, and how.
#[derive(Debug)]
pub struct Walk {
    /// What is gone through.
    pub rows: Rows,
    /// What has to hold of those that are the part of a share.
    pub part: Option<Expression>,
    /// What makes two of them one, such as their unit; absent when each counts.
    pub distinct: Option<Expression>,
    /// What is added up; absent when they are counted.
    pub value: Option<Expression>,
    /// As what the number is given.
    pub shown: GivenAs,
}

/// As what a number is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GivenAs {
    /// How many.
    #[default]
    Count,
    /// All values together.
    Sum,
    /// The mean of the values.
    Mean,
    /// The share of the part in a hundred.
    Percent,
}

/// What is better of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Good {
    /// More.
    High,
    /// Less.
    Low,
}

/// A figure as its author writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenFigure {
    pub(crate) id: String,
    label: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    from: OneOrMany,
    #[serde(default, rename = "where")]
    filter: Option<String>,
    #[serde(default)]
    also: BTreeMap<String, String>,
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    distinct: Option<String>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default, rename = "as")]
    shown: GivenAs,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    good: Option<Good>,
    #[serde(default)]
    card: Option<Card>,
    /// Of what it is worked out, instead of all of the above.
    #[serde(default)]
    of: Option<String>,
}

impl WrittenFigure {
    /// Checks a figure. One that is worked out of others reads those alone that are walks.
    pub(crate) fn read(self, reader: &Reader<'_>, walks: &BTreeSet<String>) -> Result<Figure, QueryError> {
        let mut reads = BTreeSet::new();
        let shape = |reason| QueryError::Shape { place: self.id.clone(), reason };
        let (counts, names) = if let Some(of) = &self.of {
            if self.from != OneOrMany::None || !self.by.is_empty() {
                return Err(shape("one of from and of"));
            }
            let of = reader.expression(&self.id, "of", of, None, &mut reads)?;
            let figures = of.paths().filter_map(|path| path.strip_prefix("figures."));
            if figures.filter_map(|path| path.split('.').next()).any(|name| !walks.contains(name)) {
                return Err(shape("it is worked out of a figure that is worked out itself"));
            }
            (Counting::Of(of), BTreeSet::new())
        } else {
            let written = Written {
                name: self.id.clone(),
                from: self.from.clone(),
                filter: self.filter.clone(),
                also: self.also.clone(),
                ..Written::default()
            };
            let rows = reader.rows(&written, &mut reads)?;
            let mut names = reader.sources.names_of(&rows.kinds, rows.units);
            names.extend(self.also.keys().cloned());
            let mut optional = |key: &str, text: &Option<String>| {
                let read = |text: &String| {
                    reader.expression(&self.id, key, text, Some(Names::These(&names)), &mut reads)
                };
                text.as_ref().map(read).transpose()
            };
            let part = optional("part", &self.part)?;
            let distinct = optional("distinct", &self.distinct)?;
            let value = optional("value", &self.value)?;
            if value.is_some() != matches!(self.shown, GivenAs::Sum | GivenAs::Mean) {
                return Err(shape("a sum and a mean have a value, and nothing else has"));
            }
            if part.is_some() != (self.shown == GivenAs::Percent) {
                return Err(shape("a share has a part, and nothing else has"));
            }
            if reads.contains("figures") {
                return Err(shape("a walk reads no figures"));
            }
            (Counting::Walk(Box::new(Walk { rows, part, distinct, value, shown: self.shown })), names)
        };
        let by = self.by.iter().map(|by| {
            // What a record is broken down by is its own, or its unit's.
            let text = if by.starts_with("unit.") { format!("it.links.{by}") } else { format!("it.{by}") };
            let expression =
                reader.expression(&self.id, "by", &text, Some(Names::These(&names)), &mut reads)?;
            Ok((by.clone(), expression))
        });
        let by = by.collect::<Result<_, _>>()?;
        for other in self.card.iter().flat_map(|card| card.when.iter().chain([&card.beside])) {
            reader.figure(&self.id, "card", other)?;
        }
        Ok(Figure {
            id: self.id,
            label: self.label,
            unit: self.unit,
            counts,
            by,
            good: self.good,
            card: self.card,
        })
    }

    /// Whether it goes through the book itself.
    pub(crate) fn is_walk(&self) -> bool {
        self.of.is_none()
    }
}

/// Figures in the order of their files, by name.
#[derive(Debug, Default)]
pub struct Figures {
    all: Vec<Figure>,
    places: BTreeMap<String, usize>,
}

impl Figures {
    pub(crate) fn new(all: Vec<Figure>) -> Self {
        let places = all.iter().enumerate().map(|(place, figure)| (figure.id.clone(), place)).collect();
        Self { all, places }
    }

    /// The figure of a name.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&Figure> {
        self.all.get(*self.places.get(id)?)
    }

    /// All of them, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.all.iter()
    }
}
