//! What an answer changes: values in their order, then problems, counts and rules of what was reached, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use expr::Operand;
use serde_json::Value as Json;

use crate::check::{Asked, broken_finding};
use crate::compile::{Compiled, Node};
use crate::evaluate::Scope;
use crate::live::{Changed, State, blank_series};
use crate::table::{self, empty, problem_at, required};
use crate::typed::typed;
use crate::{Kind, Live, Problem, is_blank};

impl Live {
    pub(crate) fn recalculate_all(&mut self) {
        let form = self.form.clone();
        let compiled = &form.0;
        self.series = blank_series(compiled, &self.states);
        for vertex in &compiled.order {
            self.calculate(compiled, *vertex);
        }
        for place in 0..compiled.nodes.len() {
            self.check(compiled, place);
            self.note_copies(compiled, place);
        }
        self.count_all();
        self.whole = (0..compiled.checks.len()).map(|rule| self.problems_of_rule(rule)).collect();
    }

    /// Recalculates from one node on: first values in order, then the problems of all that were reached.
    pub(crate) fn changed_at(&mut self, place: usize) -> Changed {
        let form = self.form.clone();
        let compiled = &form.0;
        let mut reached = Reached::default();
        reached.waiting.insert((rank(compiled, place), place));
        reached.to_check.insert(place);
        while let Some((_, vertex)) = reached.waiting.pop_first() {
            if self.calculate_again(compiled, vertex, &mut reached) {
                reached.readers_of(compiled, vertex);
            }
        }
        for node in &reached.to_check {
            if let Some(state) = self.states.get(*node) {
                reached.before.entry(*node).or_insert_with(|| state.clone());
            }
            self.check(compiled, *node);
        }
        let drawn_again = |(node, old): &(usize, State)| {
            *node == place || self.states.get(*node).is_some_and(|new| new != old)
        };
        let changed: Vec<usize> =
            reached.before.into_iter().filter(drawn_again).map(|(node, _)| node).collect();
        let copies = changed.iter().filter(|node| self.note_copies(compiled, **node)).count() > 0;
        self.count_again(&changed);
        let whole_form = self.rules_again(&reached.rules, copies);
        let ids = |nodes: &mut dyn Iterator<Item = usize>| -> Vec<String> {
            nodes.filter_map(|node| compiled.nodes.get(node)).map(|node| node.field.id.clone()).collect()
        };
        let groups: BTreeSet<usize> = changed.iter().flat_map(|node| compiled.around(*node)).collect();
        Changed {
            fields: ids(&mut changed.iter().copied()),
            groups: ids(&mut groups.into_iter()),
            whole_form,
        }
    }

    /// Recalculates a vertex; whether those that read it must follow. A series is kept by its members, and comes only after
    /// one of them.
    fn calculate_again(&mut self, compiled: &Compiled, vertex: usize, reached: &mut Reached) -> bool {
        let Some(old) = self.states.get(vertex).cloned() else { return true };
        self.calculate(compiled, vertex);
        let same = self.states.get(vertex).is_some_and(|new| {
            new.relevant == old.relevant && new.operand == old.operand && new.rows == old.rows
        });
        reached.before.entry(vertex).or_insert(old);
        reached.to_check.insert(vertex);
        !same
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
        let Some(state) = self.states.get_mut(place) else { return };
        if let Some((series, own)) = compiled.items.of(place).filter(|_| state.operand != operand)
            && let Some(series) = self.series.get_mut(series)
        {
            series.set(own, &operand);
        }
        *state = State { relevant, computed, operand, rows, broken, ..state.clone() };
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

    pub(crate) fn scope(&self) -> Scope<'_> {
        Scope { states: &self.states, context: &self.context, series: &self.series, row: None }
    }
}

/// What a change has reached so far.
#[derive(Default)]
struct Reached {
    /// States of nodes as they were.
    before: BTreeMap<usize, State>,
    to_check: BTreeSet<usize>,
    /// Vertices to recalculate, by their place in the order.
    waiting: BTreeSet<(usize, usize)>,
    /// Rules over the whole form.
    rules: BTreeSet<usize>,
}

impl Reached {
    fn readers_of(&mut self, compiled: &Compiled, vertex: usize) {
        let readers = compiled.value_readers.get(vertex).into_iter().flatten();
        self.waiting.extend(readers.map(|reader| (rank(compiled, *reader), *reader)));
        self.to_check.extend(compiled.check_readers.get(vertex).into_iter().flatten());
        self.rules.extend(compiled.rule_readers.get(vertex).into_iter().flatten());
    }
}

fn rank(compiled: &Compiled, vertex: usize) -> usize {
    compiled.rank.get(vertex).copied().unwrap_or(usize::MAX)
}
