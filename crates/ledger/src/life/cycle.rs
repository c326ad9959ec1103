//! Life cycles as data: the states a matter goes through, and who may take it from one to the next.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::book::Role;

/// States in order, the first one is where a record begins, and the ways between them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Cycle {
    /// What the states are called.
    pub states: Vec<String>,
    /// States in which the writer of a record goes on writing it; the first one always is.
    pub open: BTreeSet<String>,
    /// States in which nothing is left to do, although something may lead away from them.
    pub done: BTreeSet<String>,
    /// Ways from state to state.
    pub transitions: Vec<Transition>,
}

/// A way from one state to another that somebody decides to take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Name under which events are kept; never changes.
    pub id: String,
    /// What people call it; stands on the button.
    pub label: String,
    /// States it leads from.
    pub from: BTreeSet<String>,
    /// State it leads to; absent means that the state stays and the event is noted.
    #[serde(default)]
    pub to: Option<String>,
    /// Who may take it.
    pub by: BTreeSet<Role>,
    /// Whether the record has to be complete and without errors, and is closed to changes by it.
    #[serde(default)]
    pub closes: bool,
    /// Whether the record has to be without errors; it stays as its writer left it.
    #[serde(default)]
    pub faultless: bool,
    /// What is asked on the way.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// Expression that holds while it is offered; absent means always.
    #[serde(default)]
    pub when: Option<String>,
    /// What has to hold before it is taken.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Document that comes next, by its template.
    #[serde(default)]
    pub letter: Option<String>,
    /// Sheet that comes next, by its form.
    #[serde(default)]
    pub form: Option<String>,
    /// First answers of what comes next: an expression for each of its questions or fields that follow from the record.
    #[serde(default)]
    pub fills: BTreeMap<String, String>,
}

/// What the expressions of a life cycle read beside the answers of the record: the day, the state it is in, its number, what
/// the transition at hand asked, what those before it were told last, and on which day each was taken last; and all answers by
/// field, for a field that is called like one of these.
pub const READS: [&str; 7] = ["today", "state", "number", "asked", "said", "taken_on", "answer"];

/// A condition of a transition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Expression.
    pub that: String,
    /// What is wrong while it does not hold, and what to do.
    pub say: String,
}

impl Transition {
    /// Everything in it that is an expression, each with its place.
    pub fn expressions(&self) -> impl Iterator<Item = (String, &str)> {
        let when = self.when.iter().map(|source| ("when".to_owned(), source.as_str()));
        let needs = self.needs.iter().map(|need| ("needs".to_owned(), need.that.as_str()));
        let fills = self.fills.iter().map(|(id, source)| (format!("fills.{id}"), source.as_str()));
        when.chain(needs).chain(fills)
    }
}

/// A question that a transition asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Name under which the answer is kept.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether the answer is a line, a longer text, a day or a choice.
    #[serde(default)]
    pub kind: AskKind,
    /// The options of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether the answer names people, for whoever masks it.
    #[serde(default)]
    pub people: bool,
    /// Whether a blank will not do.
    #[serde(default)]
    pub required: bool,
}

/// What kind of answer a question wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskKind {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Long,
    /// A day.
    Date,
    /// One of some options.
    Choice,
}

/// A cycle as it is written, before it is held against itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    states: Vec<String>,
    #[serde(default)]
    open: BTreeSet<String>,
    #[serde(default)]
    done: BTreeSet<String>,
    transitions: Vec<Transition>,
}

impl TryFrom<Written> for Cycle {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { states, open, done, transitions } = written;
        let cycle = Self { states, open, done, transitions };
        cycle.check()?;
        Ok(cycle)
    }
}

impl Cycle {
    /// The state in which a record begins.
    #[must_use]
    pub fn begins(&self) -> &str {
        self.states.first().map(String::as_str).unwrap_or_default()
    }

    /// Whether a record in this state may be written on.
    #[must_use]
    pub fn is_open(&self, state: &str) -> bool {
        state == self.begins() || self.open.contains(state)
    }

    /// Whether a decision finishes the record, and not its writer's word.
    #[must_use]
    pub fn finishes(&self) -> bool {
        self.transitions.iter().any(|way| way.closes)
    }

    /// A transition by its name.
    #[must_use]
    pub fn transition(&self, id: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id == id)
    }

    /// Transitions that a role may take from a state.
    pub fn next<'a>(&'a self, state: &'a str, role: Role) -> impl Iterator<Item = &'a Transition> {
        self.transitions
            .iter()
            .filter(move |transition| transition.from.contains(state) && transition.by.contains(&role))
    }

    fn check(&self) -> Result<(), String> {
        if self.states.is_empty() {
            return Err("life: there are no states".to_owned());
        }
        let mut ids = BTreeSet::new();
        for transition in &self.transitions {
            let id = &transition.id;
            if !ids.insert(id) {
                return Err(format!("life: two transitions are called {id}"));
            }
            if transition.by.is_empty() || transition.from.is_empty() {
                return Err(format!("life.{id}: nobody can ever take it"));
            }
            if transition.letter.is_some() && transition.form.is_some() {
                return Err(format!("life.{id}: one thing comes next, a letter or a form"));
            }
            if transition.asks.iter().any(|ask| (ask.kind == AskKind::Choice) == ask.choices.is_empty()) {
                return Err(format!("life.{id}: a choice has options, and nothing else has"));
            }
            transition.from.iter().chain(&transition.to).try_for_each(|state| self.known(id, state))?;
        }
        self.open.iter().try_for_each(|state| self.known("open", state))?;
        self.done.iter().try_for_each(|state| self.known("done", state))?;
        let reached = |state: &String| self.transitions.iter().any(|way| way.to.as_ref() == Some(state));
        match self.states.iter().skip(1).find(|state| !reached(state)) {
            Some(lost) => Err(format!("life: nothing leads to the state {lost}")),
            None => Ok(()),
        }
    }

    fn known(&self, transition: &str, state: &String) -> Result<(), String> {
        if self.states.contains(state) {
            return Ok(());
        }
        let nearest = expr::nearest(state, self.states.iter().map(String::as_str)).unwrap_or("none");
        Err(format!("life.{transition}: no state {state}; the nearest is {nearest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Cycle, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_cycle_that_cannot_work_is_told_with_the_place() {
        let way = |id: &str, from: &str, to: &str| {
            format!(r#"{{"id": "{id}", "label": "", "from": ["{from}"], "to": "{to}", "by": ["office"]}}"#)
        };
        let cycle = |states: &str, ways: &[String]| {
            read(&format!(r#"{{"states": [{states}], "transitions": [{}]}}"#, ways.join(",")))
        };
        assert!(cycle(r#""拟稿", "已签发""#, &[way("issue", "拟稿", "已签发")]).is_ok());
        let misspelt = cycle(r#""拟稿", "已签发""#, &[way("issue", "拟搞", "已签发")]).unwrap_err();
        assert!(misspelt.contains("life.issue") && misspelt.contains("the nearest is 拟稿"), "{misspelt}");
        let lost = cycle(r#""拟稿", "已签发", "办结""#, &[way("issue", "拟稿", "已签发")]).unwrap_err();
        assert!(lost.contains("办结"), "{lost}");
        let twice = cycle(r#""甲", "乙""#, &[way("a", "甲", "乙"), way("a", "乙", "甲")]).unwrap_err();
        assert!(twice.contains("two transitions"), "{twice}");
        assert!(cycle("", &[]).is_err());
    }
}
