//! The live form: answers in, everything the screen needs out, recalculating only what a change touches.

use std::collections::BTreeMap;

use expr::{Operand, Series};
use serde_json::{Map, Value as Json};

use crate::compile::Compiled;
use crate::copies::Copies;
use crate::evaluate::Scope;
use crate::lists::Lists;
use crate::table::{RowState, empty};
use crate::tally::Tally;
use crate::typed::kept;
use crate::{Answers, Field, Form, Kind, MAX_ROWS, Path, Problem, is_blank};

/// A form being filled. Copying it copies the answers, not the compilation.
#[derive(Debug, Clone)]
pub struct Live {
    pub(crate) form: Form,
    pub(crate) answers: Answers,
    pub(crate) context: Vec<Operand>,
    pub(crate) last_year: Json,
    pub(crate) lists: Lists,
    pub(crate) states: Vec<State>,
    /// The answers of all items, by question.
    pub(crate) series: Vec<Series>,
    /// The problems of the whole form, by rule.
    pub(crate) whole: Vec<Vec<Problem>>,
    pub(crate) copies: Copies,
    pub(crate) tally: Tally,
}

/// What is known about a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    pub(crate) relevant: bool,
    pub(crate) required: bool,
    pub(crate) computed: Option<Json>,
    /// The value as expressions see it: blank when hidden or unreadable.
    pub(crate) operand: Operand,
    pub(crate) rows: Vec<RowState>,
    pub(crate) problems: Vec<Problem>,
    /// Share of an item's weight that is earned; absent when it doesn't count.
    pub(crate) coefficient: Option<f64>,
    pub(crate) broken: bool,
}

/// What an answer changed: the ids of the fields to draw again, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Fields whose value, relevance, obligation, problems or score are new.
    pub fields: Vec<String>,
    /// Groups that hold one of them, whether or not they are new themselves.
    pub groups: Vec<String>,
    /// Whether the problems of the whole form are new.
    pub whole_form: bool,
}

impl Form {
    /// Opens the form over stored answers and the application's context values (see
    /// [`crate::STANDARD_CONTEXT`]). Answers that fit no field are kept and not shown.
    #[must_use]
    pub fn open(&self, answers: Answers, context: &BTreeMap<String, Json>) -> Live {
        let compiled = &self.0;
        let mut live = Live {
            form: self.clone(),
            answers: compiled.in_todays_words(answers),
            context: compiled.context_values(context),
            last_year: context.get("last_year").cloned().unwrap_or_default(),
            lists: Lists::new(compiled, context),
            states: compiled.nodes.iter().map(|node| State::new(&node.field)).collect(),
            series: Vec::new(),
            whole: Vec::new(),
            copies: Copies::default(),
            tally: Tally::default(),
        };
        live.recalculate_all();
        live
    }

    /// The answers a new form starts with: the defaults of its fields.
    #[must_use]
    pub fn fresh_answers(&self, context: &BTreeMap<String, Json>) -> Answers {
        let compiled = &self.0;
        let states: Vec<State> = compiled.nodes.iter().map(|node| State::new(&node.field)).collect();
        let values = compiled.context_values(context);
        let series = blank_series(compiled, &states);
        let scope = Scope { states: &states, context: &values, series: &series, row: None };
        let mut answers = Answers::default();
        for node in &compiled.nodes {
            let Some(default) = &node.formulas.default else { continue };
            let value = scope.calculated(default, &mut false).to_json();
            if !is_blank(&value) {
                answers.set(&Path::field(&node.field.id), Some(value));
            }
        }
        answers
    }
}

impl State {
    fn new(field: &Field) -> Self {
        Self {
            relevant: false,
            required: false,
            computed: None,
            operand: empty(field),
            rows: Vec::new(),
            problems: Vec::new(),
            coefficient: None,
            broken: false,
        }
    }
}

impl Live {
    /// The compiled form.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Everything stored, hidden answers included: what is saved.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Answers a field or a cell (`summary`, `evidence.2.number`), or clears it, and recalculates what depends on
    /// it. Paths the form doesn't know and computed fields change nothing.
    pub fn set(&mut self, path: &str, value: Option<Json>) -> Changed {
        let Some((path, place)) = self.writable(path) else { return Changed::default() };
        let value = value.map(|value| {
            let said = self.compiled().said_today(place, &path, value);
            self.kept(place, &path, said)
        });
        if self.answers.get(&path) == value.as_ref() {
            return Changed::default();
        }
        self.answers.set(&path, value);
        self.changed_at(place)
    }

    /// An answer as it is stored: see [`crate::typed::kept`].
    fn kept(&self, place: usize, path: &Path, value: Json) -> Json {
        let Some(node) = self.compiled().nodes.get(place) else { return value };
        match &path.cell {
            None => kept(&node.field, value),
            Some((_, column)) => match node.field.columns.iter().find(|own| own.id == *column) {
                Some(column) => kept(column, value),
                None => value,
            },
        }
    }

    /// Adds an empty row at the end of a table.
    pub fn add_row(&mut self, table: &str) -> Changed {
        self.edit_rows(table, |rows| {
            if rows.len() < MAX_ROWS {
                rows.push(Json::Object(Map::new()));
            }
        })
    }

    /// Removes a row of a table, counted from 0.
    pub fn remove_row(&mut self, table: &str, row: usize) -> Changed {
        self.edit_rows(table, |rows| {
            if row < rows.len() {
                rows.remove(row);
            }
        })
    }

    fn edit_rows(&mut self, table: &str, edit: impl FnOnce(&mut Vec<Json>)) -> Changed {
        let Some((path, place)) = self.writable(table) else { return Changed::default() };
        if self.compiled().nodes.get(place).is_none_or(|node| node.field.kind != Kind::Table) {
            return Changed::default();
        }
        let mut rows = match self.answers.get(&path) {
            Some(Json::Array(rows)) => rows.clone(),
            Some(_) | None => Vec::new(),
        };
        edit(&mut rows);
        self.answers.set(&path, Some(Json::Array(rows)));
        self.changed_at(place)
    }

    /// The place a path leads to, if an answer may be written there.
    fn writable(&self, path: &str) -> Option<(Path, usize)> {
        let path: Path = path.parse().ok()?;
        let place = *self.compiled().index.get(&path.field)?;
        let field = &self.compiled().nodes.get(place)?.field;
        let fits = match &path.cell {
            None => field.kind != Kind::Group && field.value.is_none(),
            Some((_, column)) => field.columns.iter().any(|own| own.id == *column && own.value.is_none()),
        };
        fits.then_some((path, place))
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.form.0
    }
}

/// The answers of all items while none is given.
pub(crate) fn blank_series(compiled: &Compiled, states: &[State]) -> Vec<Series> {
    let blanks = |fields: &Vec<usize>| {
        fields.iter().filter_map(|node| states.get(*node)).map(|state| state.operand.clone()).collect()
    };
    compiled.items.series.iter().map(blanks).collect()
}
