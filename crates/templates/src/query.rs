//! Queries: what a letter, a report or a figure reads of the book, held against the forms when the template is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use expr::{Engine, Expression, conjuncts, nearest};
use serde::Deserialize;

use crate::sources::Sources;

/// A query as its author writes it: `[[data]]` in a front matter or in a file of `queries/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Name under which the template reads it.
    pub name: String,
    /// What it goes through: kinds of records, documents, `unit`.
    #[serde(default)]
    pub from: OneOrMany,
    /// What has to hold of `it`.
    #[serde(default, rename = "where")]
    pub filter: Option<String>,
    /// Any other list it goes through instead, worked out of the names before it.
    #[serde(default)]
    pub each: Option<String>,
    /// What it is sorted by, the most important first; a `-` before it turns the order round.
    #[serde(default)]
    pub sort: Vec<String>,
    /// More names of each, worked out when they are read.
    #[serde(default)]
    pub also: BTreeMap<String, String>,
    /// One value instead, worked out of the names before it.
    #[serde(default)]
    pub value: Option<String>,
    /// Several values under one name, each worked out when it is read.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
}

/// One name or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
    /// None.
    #[default]
    None,
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Expressions under names, each after those of the others that it reads.
pub type Named = Arc<[(String, Expression)]>;

/// A query that was checked.
#[derive(Debug)]
pub struct Query {
    /// Name under which the template reads it.
    pub name: String,
    /// What it gives.
    pub gives: Gives,
    /// Names beside `it` that it reads, and the parts of them that are written out (`round.areas`).
    pub reads: BTreeSet<String>,
    /// What each of its parts reads alone, for a query of parts.
    pub parts_read: BTreeMap<String, BTreeSet<String>>,
    written: Written,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

/// What a query gives.
#[derive(Debug)]
pub enum Gives {
    /// A list of records, documents or units.
    Rows(Box<Rows>),
    /// A value.
    Value(Expression),
    /// Values under names.
    Parts(Named),
}

/// A walk through the records, documents or units of some kinds.
#[derive(Debug)]
pub struct Rows {
    /// Forms and letters, by name, in the order in which they are gone through.
    pub kinds: Vec<String>,
    /// Whether units are gone through, too.
    pub units: bool,
    /// A list that is gone through instead.
    pub each: Option<Expression>,
    /// Whether only those of the round at hand can hold, so that no other need be looked at.
    pub of_round: bool,
    /// Whether only those of the unit at hand can hold.
    pub of_unit: bool,
    /// A list of names, of which it must be one.
    pub among: Option<String>,
    /// What has to hold.
    pub filter: Option<Expression>,
    /// Whether the condition reads one of the names in `also`.
    pub filter_reads_more: bool,
    /// What they are sorted by, and whether the greatest comes first.
    pub sort: Vec<(Expression, bool)>,
    /// More names of each.
    pub also: Named,
}

/// Why a query could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// A name that nothing has.
    #[error("{place}: no {name}; the nearest is {}", nearest.as_deref().unwrap_or("none"))]
    Unknown {
        /// Query and part of it, such as `findings, where`.
        place: String,
        /// The name.
        name: String,
        /// The closest name that exists.
        nearest: Option<String>,
    },
    /// The expression breaks the grammar.
    #[error("{place}: {error}")]
    Expression {
        /// Query and part of it.
        place: String,
        /// What is wrong.
        error: expr::ExprError,
    },
    /// Its parts do not go together.
    #[error("{place}: {reason}")]
    Shape {
        /// Query.
        place: String,
        /// Why not.
        reason: &'static str,
    },
}

impl QueryError {
    /// A name that nothing has, with the nearest that something has.
    pub(crate) fn unknown(place: &str, name: &str, known: impl IntoIterator<Item = String>) -> Self {
        let known: Vec<String> = known.into_iter().collect();
        let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        Self::Unknown { place: place.to_owned(), name: name.to_owned(), nearest }
    }

    /// What happened and what to do, in Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Unknown { place, name, nearest: Some(nearest) } => {
                format!("“{place}”用到的名称“{name}”不存在。是否应为“{nearest}”？请改正后重试。")
            }
            Self::Unknown { place, name, nearest: None } => {
                format!("“{place}”用到的名称“{name}”不存在。请改用已有的名称。")
            }
            Self::Expression { place, error } => format!("“{place}”处：{}", error.message()),
            Self::Shape { place, .. } => format!("“{place}”的写法有误，请对照说明改正。"),
        }
    }
}

/// Names that `it` has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names<'a> {
    /// Nobody knows.
    Any,
    /// These alone.
    These(&'a BTreeSet<String>),
}

/// Names that every query may read beside `it`, whatever its letter is about.
const ALWAYS: [&str; 6] = ["today", "number", "sender", "round", "calendar", "figures"];

/// Names that a query may read, and what it may go through.
pub(crate) struct Reader<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) sources: &'a Sources,
    /// Names beside `it`, earlier queries among them.
    pub(crate) known: Vec<String>,
    /// The form of the record that is read as `record`, where it is known.
    pub(crate) record: Option<String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(engine: &'a Engine, sources: &'a Sources, more: &[&str]) -> Self {
        let known = ALWAYS.iter().chain(more).map(|name| (*name).to_owned()).collect();
        Self { engine, sources, known, record: None }
    }

    /// Reads a query; those after it may read it.
    pub(crate) fn read(&mut self, written: &Written) -> Result<Query, QueryError> {
        let mut reads = BTreeSet::new();
        let gives = self.gives(written, &mut reads)?;
        let mut parts_read = BTreeMap::new();
        for (part, text) in &written.parts {
            let mut own = BTreeSet::new();
            self.expression(&written.name, part, text, None, &mut own)?;
            parts_read.insert(part.clone(), own);
        }
        if !parts_read.is_empty() {
            reads.clear();
        }
        self.known.push(written.name.clone());
        Ok(Query { name: written.name.clone(), gives, reads, parts_read, written: written.clone() })
    }

    fn gives(&self, written: &Written, reads: &mut BTreeSet<String>) -> Result<Gives, QueryError> {
        let place = written.name.as_str();
        let shape = |reason| Err(QueryError::Shape { place: place.to_owned(), reason });
        let rows = !written.from.all().is_empty() || written.each.is_some();
        let walks = written.filter.is_some() || !written.sort.is_empty() || !written.also.is_empty();
        match (&written.value, rows, written.parts.is_empty()) {
            (Some(_), true, _) | (Some(_), _, false) | (None, true, false) => {
                shape("one of from, each, value and parts")
            }
            (None, false, true) => shape("it gives nothing: there is no from, each, value or parts"),
            (Some(_), false, true) | (None, false, false) if walks => {
                shape("only a walk has where, sort and also")
            }
            (Some(value), false, true) => {
                Ok(Gives::Value(self.expression(place, "value", value, None, reads)?))
            }
            (None, false, false) => Ok(Gives::Parts(self.named(place, &written.parts, None, reads)?)),
            (None, true, true) => Ok(Gives::Rows(Box::new(self.rows(written, reads)?))),
        }
    }

    pub(crate) fn rows(&self, written: &Written, reads: &mut BTreeSet<String>) -> Result<Rows, QueryError> {
        let place = written.name.as_str();
        let mut kinds = Vec::new();
        let mut units = false;
        for source in written.from.all() {
            let found = self
                .sources
                .kinds_of(source)
                .ok_or_else(|| unknown(place, "from", source, self.sources.names()))?;
            units |= source == crate::sources::UNIT;
            kinds.extend(found);
        }
        let mut parts: Vec<&str> = Vec::new();
        let mut seen = BTreeSet::new();
        kinds.retain(|kind: &String| seen.insert(kind.clone()));
        let each = written.each.as_deref();
        if each.is_some() != written.from.all().is_empty() {
            return Err(QueryError::Shape { place: place.to_owned(), reason: "one of from and each" });
        }
        let each = each.map(|text| self.expression(place, "each", text, None, reads)).transpose()?;
        let own: BTreeSet<String> = self.sources.names_of(&kinds, units);
        let names: BTreeSet<String> = own.iter().chain(written.also.keys()).cloned().collect();
        // Of a list that was worked out nobody knows which names its rows have.
        let names = if each.is_some() { Names::Any } else { Names::These(&names) };
        let filter = written.filter.as_deref();
        parts.extend(filter.map(conjuncts).unwrap_or_default());
        let filter =
            filter.map(|text| self.expression(place, "where", text, Some(names), reads)).transpose()?;
        let more = |path: &str| {
            let part = path.strip_prefix("it.").map(|rest| rest.split('.').next().unwrap_or(rest));
            part.is_some_and(|part| written.also.contains_key(part))
        };
        let filter_reads_more = filter.as_ref().is_some_and(|filter| filter.paths().any(more));
        let also = self.named(place, &written.also, Some(names), reads)?;
        let sort = |text: &String| {
            let (text, falls) = text.strip_prefix('-').map_or((text.as_str(), false), |rest| (rest, true));
            Ok((self.expression(place, "sort", text, Some(names), reads)?, falls))
        };
        let sort = written.sort.iter().map(sort).collect::<Result<_, _>>()?;
        let among = parts.iter().find_map(|part| part.strip_prefix("it.id in ")).map(str::trim);
        let among = among.filter(|name| self.known.iter().any(|known| known == name)).map(str::to_owned);
        reads.extend(among.clone());
        Ok(Rows {
            kinds,
            units,
            each,
            filter_reads_more,
            of_round: parts.contains(&"it.round == round.id"),
            of_unit: parts.contains(&"it.unit == unit.id"),
            among,
            filter,
            sort,
            also,
        })
    }

    /// Expressions that may read each other, ordered so that each stands after those it reads.
    fn named(
        &self,
        place: &str,
        written: &BTreeMap<String, String>,
        names: Option<Names<'_>>,
        reads: &mut BTreeSet<String>,
    ) -> Result<Named, QueryError> {
        let mut waiting = Vec::new();
        for (name, text) in written {
            waiting.push((name.clone(), self.expression(place, name, text, names, reads)?));
        }
        let mut done: Vec<(String, Expression)> = Vec::new();
        while !waiting.is_empty() {
            let needs = |(own, expression): &(String, Expression)| {
                let mut parts = expression.paths().filter_map(|path| path.strip_prefix("it."));
                parts.any(|part| {
                    let part = part.split('.').next().unwrap_or(part);
                    part != own && waiting.iter().any(|(name, _)| name == part)
                })
            };
            let Some(next) = waiting.iter().position(|one| !needs(one)) else {
                return Err(QueryError::Shape {
                    place: place.to_owned(),
                    reason: "names that read each other",
                });
            };
            done.push(waiting.swap_remove(next));
        }
        Ok(done.into())
    }

    /// Reads an expression. `names` are those of `it`; `None` when there is no `it`.
    pub(crate) fn expression(
        &self,
        query: &str,
        part: &str,
        text: &str,
        names: Option<Names<'_>>,
        reads: &mut BTreeSet<String>,
    ) -> Result<Expression, QueryError> {
        let place = || format!("{query}, {part}");
        let parsed = match names {
            Some(_) => Expression::parse_query(self.engine, text),
            None => Expression::parse(self.engine, text),
        };
        let expression = parsed.map_err(|error| QueryError::Expression { place: place(), error })?;
        for path in expression.paths() {
            let mut parts = path.split('.');
            let (top, next) = (parts.next().unwrap_or(path), parts.next());
            match names.filter(|_| top == "it") {
                Some(names) => self.known_part(query, part, names, next, parts.next())?,
                None if self.known.iter().any(|known| known == top) => {
                    reads.insert(top.to_owned());
                    reads.extend(next.map(|next| format!("{top}.{next}")));
                    if let (Some(kind), Some(name), "record") = (&self.record, next, top) {
                        let names = self.sources.names_of(std::slice::from_ref(kind), false);
                        self.known_part(query, part, Names::These(&names), Some(name), None)?;
                    }
                    if let Some(figure) = next.filter(|_| top == "figures") {
                        self.figure(query, part, figure)?;
                    }
                }
                None => return Err(unknown(query, part, top, self.known.iter().cloned())),
            }
        }
        for kind in linked(text) {
            if self.sources.kinds_of(kind).is_none() {
                return Err(unknown(query, part, kind, self.sources.names()));
            }
        }
        Ok(expression)
    }

    /// Whether there is a figure of that name.
    pub(crate) fn figure(&self, query: &str, part: &str, name: &str) -> Result<(), QueryError> {
        self.sources.check_figure(name).map_err(|known| unknown(query, part, name, known))
    }

    fn known_part(
        &self,
        query: &str,
        part: &str,
        names: Names<'_>,
        name: Option<&str>,
        link: Option<&str>,
    ) -> Result<(), QueryError> {
        let (Some(name), Names::These(names)) = (name, names) else { return Ok(()) };
        if !names.contains(name) && !self.sources.is_of_item(name) {
            return Err(unknown(query, part, name, names.iter().cloned()));
        }
        match link.filter(|link| name == "links" && !crate::sources::LINKS.contains(link)) {
            Some(link) => Err(unknown(query, part, link, crate::sources::LINKS.map(str::to_owned))),
            None => Ok(()),
        }
    }
}

fn unknown(query: &str, part: &str, name: &str, known: impl IntoIterator<Item = String>) -> QueryError {
    QueryError::unknown(&format!("{query}, {part}"), name, known)
}

/// Kinds that an expression follows links from, as far as they are written out: `linked_from('rectification')`.
fn linked(text: &str) -> impl Iterator<Item = &str> {
    text.split("linked_from(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
        rest.get(1..)?.split(quote).next()
    })
}
