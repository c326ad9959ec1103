//! The state of a record as its events make it: a function of the set of events, whatever way they came together.

use std::collections::BTreeMap;

use super::cycle::{Cycle, Transition};
use crate::book::Book;
use crate::content::Event;
use crate::entry::EntryId;

/// An event with its place in time.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// The event's entry.
    pub id: &'a EntryId,
    /// When it was written down, by the clock of the book that made it.
    pub at: &'a str,
    /// What happened.
    pub event: &'a Event,
}

/// Where a record stands, and how it got there.
#[derive(Debug, Clone)]
pub struct Folded<'a> {
    /// The state.
    pub state: &'a str,
    /// Everything that happened, in order.
    pub steps: Vec<Step<'a>>,
}

/// Something that happened, and what it did.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// What happened.
    pub happened: Happened<'a>,
    /// The transition that was taken by it, or why it changes nothing (未生效).
    pub taken: Result<&'a Transition, Idle<'a>>,
}

/// Why an event changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idle<'a> {
    /// The life cycle has no such transition (any more).
    Unknown,
    /// Its maker's role may not take it.
    NotTheirs,
    /// It does not lead from the state that was reached before it.
    NotFrom(&'a str),
}

/// Sorts events by day, then time, then name, and applies each whose transition leads from the state reached.
#[must_use]
pub fn fold<'a>(cycle: &'a Cycle, mut events: Vec<Happened<'a>>) -> Folded<'a> {
    events.sort_by(|a, b| (&a.event.on, a.at, a.id).cmp(&(&b.event.on, b.at, b.id)));
    let (mut state, mut steps) = (cycle.begins(), Vec::with_capacity(events.len()));
    for happened in events {
        let taken = take(cycle, state, &happened);
        if let Ok(way) = taken {
            state = way.to.as_deref().unwrap_or(state);
        }
        steps.push(Step { happened, taken });
    }
    Folded { state, steps }
}

/// The transition that an event takes from a state, or why it takes none.
fn take<'a>(cycle: &'a Cycle, state: &'a str, happened: &Happened<'a>) -> Result<&'a Transition, Idle<'a>> {
    let way = cycle.transition(&happened.event.does).ok_or(Idle::Unknown)?;
    if !way.by.contains(&happened.event.by) {
        return Err(Idle::NotTheirs);
    }
    if way.from.contains(state) { Ok(way) } else { Err(Idle::NotFrom(state)) }
}

impl Book {
    /// Everything that happened to records, by record.
    #[must_use]
    pub fn happened(&self) -> BTreeMap<&EntryId, Vec<Happened<'_>>> {
        let mut all: BTreeMap<&EntryId, Vec<Happened<'_>>> = BTreeMap::new();
        for (id, event) in self.events() {
            all.entry(&event.record).or_default().push(self.dated(id, event));
        }
        all
    }

    fn dated<'a>(&'a self, id: &'a EntryId, event: &'a Event) -> Happened<'a> {
        let at = self.version(id).map(|version| version.at.as_str()).unwrap_or_default();
        Happened { id, at, event }
    }

    /// What happened to one record.
    #[must_use]
    pub fn happened_to(&self, record: &EntryId) -> Vec<Happened<'_>> {
        let own = self.events().filter(|(_, event)| event.record == *record);
        own.map(|(id, event)| self.dated(id, event)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::book::Role;

    fn cycle() -> Cycle {
        let text = r#"{"states": ["拟稿", "已签发", "办理中", "已复函", "办结"], "transitions": [
            {"id": "issue", "label": "签发", "from": ["拟稿"], "to": "已签发", "by": ["office"], "closes": true},
            {"id": "receive", "label": "签收", "from": ["已签发"], "to": "办理中", "by": ["unit"]},
            {"id": "reply", "label": "复函", "from": ["办理中"], "to": "已复函", "by": ["unit"]},
            {"id": "again", "label": "退回", "from": ["已复函"], "to": "办理中", "by": ["office"]},
            {"id": "urge", "label": "催办", "from": ["已签发", "办理中"], "by": ["office"]},
            {"id": "close", "label": "办结", "from": ["已复函"], "to": "办结", "by": ["office"]}]}"#;
        serde_json::from_str(text).unwrap()
    }

    fn event(does: &str, by: Role, on: u32) -> Event {
        Event {
            record: "r-1".into(),
            does: does.to_owned(),
            by,
            on: format!("2026-11-{on:02}"),
            ..Event::default()
        }
    }

    /// State, names of the steps, names of the idle ones.
    fn told(cycle: &Cycle, events: &[(EntryId, Event)]) -> (String, Vec<String>, Vec<String>) {
        let happened = events.iter().map(|(id, event)| Happened { id, at: "", event }).collect();
        let folded = fold(cycle, happened);
        let names = |taken: bool| {
            let steps = folded.steps.iter().filter(|step| step.taken.is_ok() == taken);
            steps.map(|step| step.happened.id.to_string()).collect()
        };
        (folded.state.to_owned(), names(true), names(false))
    }

    #[test]
    fn a_matter_goes_its_way_and_what_does_not_apply_is_kept_aside() {
        let (office, unit) = (Role::Office, Role::Unit);
        let events = [
            ("e1", event("issue", office, 1)),
            ("e2", event("receive", unit, 2)),
            ("e3", event("urge", office, 3)),
            ("e4", event("close", unit, 4)),
            ("e5", event("close", office, 4)),
            ("e6", event("reply", unit, 5)),
            ("e7", event("close", office, 6)),
            ("e8", event("burn", office, 7)),
        ];
        let events = events.map(|(id, event)| (id.into(), event));
        let (state, steps, idle) = told(&cycle(), &events);
        assert_eq!(state, "办结");
        assert_eq!(steps, ["e1", "e2", "e3", "e6", "e7"]);
        assert_eq!(idle, ["e4", "e5", "e8"]);
    }

    proptest! {
        /// Two people's events give the same state in whatever order they come together.
        #[test]
        fn the_state_follows_from_the_set_of_events(
            made in prop::collection::vec((0_usize..6, any::<bool>(), 1_u32..9), 0..12),
            keys in prop::collection::vec(any::<u64>(), 12),
        ) {
            let ways = ["issue", "receive", "reply", "again", "urge", "close"];
            let cycle = cycle();
            let events: Vec<(EntryId, Event)> = made.iter().enumerate().map(|(index, (way, office, on))| {
                let by = if *office { Role::Office } else { Role::Unit };
                (EntryId::from(format!("e-{index}").as_str()), event(ways[*way], by, *on))
            }).collect();
            let mut other: Vec<_> = events.iter().cloned().zip(keys).collect();
            other.sort_by_key(|(_, key)| *key);
            let other: Vec<_> = other.into_iter().map(|(event, _)| event).collect();
            let (state, steps, idle) = told(&cycle, &events);
            prop_assert_eq!(steps.len() + idle.len(), events.len());
            prop_assert_eq!((state, steps, idle), told(&cycle, &other));
        }
    }
}
