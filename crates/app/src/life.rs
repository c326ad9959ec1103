//! Expressions of life cycles: when a transition is offered, what it needs, and what it fills in next.

use std::collections::BTreeMap;

use expr::{Date, ExprError, Expression};
use ledger::life::cycle::{Cycle, Transition};
use ledger::life::fold::Folded;
use ledger::{Book, EntryId, Event, Record};
use serde_json::{Map, Value};
use templates::{Pack, PackError};

/// What the expressions of a life cycle read.
pub(crate) struct Known {
    /// What the life cycle knows ([`ledger::life::cycle::READS`]), which counts before answers of the same name.
    read: Map<String, Value>,
    /// The answers of the record.
    answers: Map<String, Value>,
}

impl Known {
    /// Of a record and what happened to it; `asked` is what the transition at hand asked and was told.
    pub(crate) fn of(
        record: &Record,
        folded: &Folded<'_>,
        asked: &BTreeMap<String, String>,
        today: Date,
    ) -> Self {
        let mut read = Map::new();
        let events = folded.steps.iter().filter(|step| step.taken.is_ok()).map(|step| step.happened.event);
        let said: Map<String, Value> = events.clone().flat_map(|event| texts(&event.answers)).collect();
        let days = events.map(|event| (event.does.clone(), Value::from(event.on.as_str())));
        read.insert("said".to_owned(), Value::Object(said));
        read.insert("taken_on".to_owned(), Value::Object(days.collect()));
        read.insert("asked".to_owned(), Value::Object(texts(asked).collect()));
        read.insert("today".to_owned(), Value::from(today.to_string()));
        read.insert("state".to_owned(), Value::from(folded.state));
        read.insert("number".to_owned(), Value::from(record.number.as_str()));
        Self { read, answers: record.answers.clone().into_iter().collect() }
    }

    /// What an expression makes of it. A field that is not filled in is blank.
    pub(crate) fn value(&self, pack: &Pack, source: &str) -> Result<Value, ExprError> {
        let parsed = Expression::parse(pack.engine(), source)?;
        let named = |name: &String| (name.clone(), self.named(name));
        parsed.eval(&Value::Object(parsed.names().iter().map(named).collect()))
    }

    fn named(&self, name: &str) -> Value {
        if name == "answer" {
            return Value::Object(self.answers.clone());
        }
        self.read.get(name).or_else(|| self.answers.get(name)).cloned().unwrap_or_default()
    }

    pub(crate) fn holds(&self, pack: &Pack, source: &str) -> bool {
        match self.value(pack, source) {
            Ok(Value::Bool(holds)) => holds,
            Ok(Value::String(text)) => !expr::says_nothing(&text),
            Ok(Value::Array(list)) => !list.is_empty(),
            Ok(Value::Number(number)) => number.as_f64() != Some(0.0),
            Ok(Value::Object(_)) => true,
            Ok(Value::Null) | Err(_) => false,
        }
    }

    /// Whether a transition is offered.
    pub(crate) fn offers(&self, pack: &Pack, way: &Transition) -> bool {
        way.when.as_ref().is_none_or(|when| self.holds(pack, when))
    }

    /// What stands against taking a transition, in words; `None` when nothing does.
    pub(crate) fn lacks<'w>(&self, pack: &Pack, way: &'w Transition) -> Option<&'w str> {
        way.needs.iter().find(|need| !self.holds(pack, &need.that)).map(|need| need.say.as_str())
    }
}

fn texts(answers: &BTreeMap<String, String>) -> impl Iterator<Item = (String, Value)> {
    answers.iter().map(|(id, said)| (id.clone(), Value::from(said.as_str())))
}

/// What a transition leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next<'w> {
    /// A document of this template.
    Letter(&'w str),
    /// A sheet of this form.
    Form(&'w str),
}

impl<'w> Next<'w> {
    /// Of a transition; `None` when nothing comes next.
    pub(crate) fn of(way: &'w Transition) -> Option<Self> {
        way.letter.as_deref().map(Self::Letter).or(way.form.as_deref().map(Self::Form))
    }

    /// Its template or form.
    pub(crate) fn name(self) -> &'w str {
        match self {
            Self::Letter(name) | Self::Form(name) => name,
        }
    }

    /// What people call it.
    pub(crate) fn title(self, pack: &Pack) -> Result<String, PackError> {
        match self {
            Self::Letter(name) => Ok(pack.letter(name)?.about.name.clone()),
            Self::Form(name) => Ok(pack.form(name)?.title.clone()),
        }
    }
}

/// What an event was asked and told, in the order of the questions; an answer to a question of another version comes last
/// under its name.
pub(crate) fn said(way: Option<&Transition>, event: &Event) -> Vec<(String, String)> {
    let asks = way.map(|way| way.asks.as_slice()).unwrap_or_default();
    let asked = asks.iter().filter_map(|ask| Some((ask.label.clone(), event.answers.get(&ask.id)?)));
    let others = event.answers.iter().filter(|(id, _)| asks.iter().all(|ask| ask.id != **id));
    let all = asked.chain(others.map(|(id, said)| (id.clone(), said)));
    all.map(|(label, said)| (label, Date::in_words(said))).collect()
}

/// Who wrote an event down; empty when nobody said.
pub(crate) fn author(book: &Book, event: &EntryId) -> String {
    let author = book.version(event).map(|version| &version.author);
    let who = author.map(|author| [author.organ.as_str(), author.name.as_str()].join(" "));
    who.unwrap_or_default().trim().to_owned()
}

/// The transition that an event of a record of this life cycle took; `None` when it changed nothing.
pub(crate) fn taken<'c>(
    cycle: &'c Cycle,
    folded: &Folded<'_>,
    event: &ledger::EntryId,
) -> Option<&'c Transition> {
    let step = folded.steps.iter().find(|step| step.happened.id == event)?;
    step.taken.is_ok().then(|| cycle.transition(&step.happened.event.does)).flatten()
}

#[cfg(test)]
mod tests {
    use ledger::life::fold::fold;

    use super::*;

    #[test]
    fn a_transition_is_offered_and_taken_when_its_conditions_hold() {
        let cycle: Cycle = serde_json::from_str(
            r#"{"states": ["办理中", "办结"], "transitions": [
                {"id": "urge", "label": "催办", "from": ["办理中"], "by": ["office"], "when": "(said.until or due) < today"},
                {"id": "extend", "label": "延期", "from": ["办理中"], "by": ["office"],
                 "needs": [{"that": "asked.until > due", "say": "延至的日期应晚于办理时限。"}]},
                {"id": "again", "label": "再催", "from": ["办理中"], "by": ["office"], "when": "taken_on.extend and taken_on.extend < today"},
                {"id": "close", "label": "办结", "from": ["办理中"], "to": "办结", "by": ["office"], "when": "state == '办理中' and not owner"}]}"#,
        )
        .unwrap();
        let pack = Pack::shipped();
        let way = |id: &str| cycle.transition(id).unwrap();
        let answers = [("due".to_owned(), Value::from("2026-12-10"))].into();
        let record = Record { answers, ..Record::default() };
        let extended = ledger::Event {
            does: "extend".into(),
            by: ledger::Role::Office,
            answers: [("until".to_owned(), "2026-12-20".to_owned())].into(),
            on: "2026-12-10".into(),
            ..ledger::Event::default()
        };
        let id = ledger::EntryId::from("event-1");
        let known = |happened: bool, asked: &str, today: &str| {
            let event = ledger::life::fold::Happened { id: &id, at: "", event: &extended, strays: false };
            let folded = fold(&cycle, if happened { vec![event] } else { Vec::new() });
            let asked = [("until".to_owned(), asked.to_owned())].into();
            Known::of(&record, &folded, &asked, today.parse().unwrap())
        };
        assert!(!known(false, "", "2026-12-10").offers(&pack, way("urge")));
        assert!(known(false, "", "2026-12-11").offers(&pack, way("urge")));
        assert!(!known(true, "", "2026-12-11").offers(&pack, way("urge")), "the time was extended");
        assert!(
            known(true, "", "2026-12-11").offers(&pack, way("close")),
            "a field nobody filled in is blank"
        );
        assert!(!known(true, "", "2026-12-10").offers(&pack, way("again")));
        assert!(known(true, "", "2026-12-11").offers(&pack, way("again")), "it was extended yesterday");
        assert!(!known(false, "", "2026-12-11").offers(&pack, way("again")), "it was never extended");
        let early = known(false, "2026-12-01", "2026-11-23");
        assert_eq!(early.lacks(&pack, way("extend")), Some("延至的日期应晚于办理时限。"));
        assert_eq!(known(false, "2026-12-20", "2026-11-23").lacks(&pack, way("extend")), None);
    }
}
