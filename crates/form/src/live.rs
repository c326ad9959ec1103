//! The live form: answers in, everything the screen needs out, recalculating only what a change touches.

use std::collections::{BTreeMap, BTreeSet};

use expr::Operand;
use serde_json::{Map, Value as Json};

use crate::check::{Asked, broken_finding};
use crate::compile::{Compiled, Node};
use crate::evaluate::Scope;
use crate::lists::Lists;
use crate::table::{self, RowState, empty, problem_at, required};
use crate::typed::{kept, typed};
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
    pub(crate) whole: Vec<Problem>,
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
    broken: bool,
}

/// What an answer changed: the ids of the fields to draw again, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Fields whose value, relevance, obligation, problems or score are new.
    pub fields: Vec<String>,
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
            whole: Vec::new(),
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
        let scope = Scope { states: &states, context: &values, row: None };
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

    fn compiled(&self) -> &Compiled {
        &self.form.0
    }

    fn recalculate_all(&mut self) {
        let form = self.form.clone();
        for place in &form.0.order {
            self.calculate(&form.0, *place);
        }
        for place in 0..form.0.nodes.len() {
            self.check(&form.0, place);
        }
        self.whole = self.whole_form_problems();
    }

    /// Recalculates from one node on: first values in order, then the problems of all that were reached.
    fn changed_at(&mut self, place: usize) -> Changed {
        let form = self.form.clone();
        let compiled = &form.0;
        let mut before: BTreeMap<usize, State> = BTreeMap::new();
        let mut to_check = BTreeSet::from([place]);
        let mut waiting = BTreeSet::from([(rank(compiled, place), place)]);
        while let Some((_, node)) = waiting.pop_first() {
            let Some(old) = self.states.get(node).cloned() else { continue };
            self.calculate(compiled, node);
            let same = self.states.get(node).is_some_and(|new| {
                new.relevant == old.relevant && new.operand == old.operand && new.rows == old.rows
            });
            before.entry(node).or_insert(old);
            to_check.insert(node);
            if !same {
                let readers = compiled.value_readers.get(node).into_iter().flatten();
                waiting.extend(readers.map(|reader| (rank(compiled, *reader), *reader)));
                to_check.extend(compiled.check_readers.get(node).into_iter().flatten());
            }
        }
        for node in &to_check {
            if let Some(state) = self.states.get(*node) {
                before.entry(*node).or_insert_with(|| state.clone());
            }
            self.check(compiled, *node);
        }
        let whole = self.whole_form_problems();
        let whole_form = whole != self.whole;
        self.whole = whole;
        let drawn_again = |(node, old): &(usize, State)| {
            *node == place || self.states.get(*node).is_some_and(|new| new != old)
        };
        let fields = before.into_iter().filter(drawn_again);
        let fields =
            fields.filter_map(|(node, _)| compiled.nodes.get(node)).map(|node| node.field.id.clone());
        Changed { fields: fields.collect(), whole_form }
    }

    /// Relevance and value of one node, from nodes before it in the order.
    fn calculate(&mut self, compiled: &Compiled, place: usize) {
        let Some(node) = compiled.nodes.get(place) else { return };
        let parent =
            node.parent.is_none_or(|parent| self.states.get(parent).is_some_and(|state| state.relevant));
        let scope = self.scope();
        let mut broken = false;
        let relevant = parent
            && (node.formulas.relevant.is_none()
                || scope.holds(node.formulas.relevant.as_ref(), false, &mut broken));
        let mut computed = None;
        let mut rows = Vec::new();
        let mut operand = empty(&node.field);
        let stored = self.answers.0.get(&node.field.id);
        if relevant {
            if let Some(value) = &node.formulas.value {
                operand = scope.calculated(value, &mut broken);
                computed = Some(operand.to_json());
            } else if node.field.kind == Kind::Table {
                rows = table::rows(node, stored, &scope, &self.lists);
                operand = table::operand(node, &rows);
            } else {
                operand = self.stored_operand(node, stored);
            }
        }
        if let Some(state) = self.states.get_mut(place) {
            *state = State { relevant, computed, operand, rows, broken, ..state.clone() };
        }
    }

    fn stored_operand(&self, node: &Node, stored: Option<&Json>) -> Operand {
        let stored = stored.filter(|stored| !is_blank(stored));
        let value = stored.and_then(|stored| typed(&node.field, self.lists.of(&node.field), stored).ok());
        value.map_or_else(|| empty(&node.field), |value| Operand::from(&value))
    }

    /// Obligation, problems and score of one node, from values all known.
    fn check(&mut self, compiled: &Compiled, place: usize) {
        let Some(node) = compiled.nodes.get(place) else { return };
        let Some(mut state) = self.states.get(place).cloned() else { return };
        state.problems = Vec::new();
        state.required = false;
        state.coefficient = None;
        if state.relevant {
            let scope = self.scope();
            let mut broken = state.broken;
            state.required = required(&node.field, &node.formulas, &scope, &mut broken);
            state.coefficient = node.formulas.score.as_ref().and_then(|score| {
                let coefficient = scope.calculated(score, &mut broken).to_json().as_f64();
                coefficient.map(|coefficient| coefficient.clamp(0.0, 1.0))
            });
            let stored = self.answers.0.get(&node.field.id);
            table::check(node, stored, &mut state.rows, &scope, &self.lists);
            state.problems = self.problems_of(node, &state, stored, broken);
        }
        if let Some(slot) = self.states.get_mut(place) {
            *slot = state;
        }
    }

    fn problems_of(
        &self,
        node: &Node,
        state: &State,
        stored: Option<&Json>,
        mut broken: bool,
    ) -> Vec<Problem> {
        let asked = Asked {
            field: &node.field,
            formulas: &node.formulas,
            lists: &self.lists,
            answer: state.computed.as_ref().or(stored),
            required: state.required && node.field.kind != Kind::Group,
        };
        let mut findings = asked.findings(&self.scope(), &mut broken);
        if broken {
            findings.push(broken_finding(&node.field));
        }
        let place = |finding| problem_at(finding, node.field.id.clone(), node.full_label.clone());
        findings.into_iter().map(place).collect()
    }

    fn scope(&self) -> Scope<'_> {
        Scope { states: &self.states, context: &self.context, row: None }
    }
}

fn rank(compiled: &Compiled, node: usize) -> usize {
    compiled.rank.get(node).copied().unwrap_or(usize::MAX)
}
