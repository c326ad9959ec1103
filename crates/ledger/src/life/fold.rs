//! The state of a record as its events make it: a function of the set of events, whatever way they came together.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::cycle::{Cycle, Transition};
use crate::book::Book;
use crate::content::Event;
use crate::entry::EntryId;

/// Hexadecimal digits of the digest in an event's name.
const DIGITS: usize = 16;

/// An event with its place in time.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// The event's entry.
    pub id: &'a EntryId,
    /// When it was written down, by the clock of the book that made it.
    pub at: &'a str,
    /// What happened.
    pub event: &'a Event,
    /// Whether it speaks of another unit or round than its record.
    pub strays: bool,
}

/// Where a record stands, and how it got there.
#[derive(Debug, Clone)]
pub struct Folded<'a> {
    /// The state.
    pub state: &'a str,
    /// Everything that happened, in order.
    pub steps: Vec<Step<'a>>,
}

impl<'a> Folded<'a> {
    /// The state that a decision led to; `None` while none did.
    #[must_use]
    pub fn decided(&self) -> Option<&'a str> {
        self.decision().map(|_| self.state)
    }

    /// The last decision that led to a state.
    #[must_use]
    pub fn decision(&self) -> Option<&'a Event> {
        let leads = |step: &&Step<'_>| step.taken.as_ref().is_ok_and(|way| way.to.is_some());
        self.steps.iter().rev().find(leads).map(|step| step.happened.event)
    }
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
    /// It speaks of another unit or round than its record.
    Elsewhere,
    /// Its maker's role may not take it.
    NotTheirs,
    /// It does not lead from the state that was reached before it.
    NotFrom(&'a str),
}

/// Puts events in their order and applies each whose transition leads from the state reached.
#[must_use]
pub fn fold<'a>(cycle: &'a Cycle, events: Vec<Happened<'a>>) -> Folded<'a> {
    let (mut state, mut steps) = (cycle.begins(), Vec::with_capacity(events.len()));
    for happened in in_order(events) {
        let taken = take(cycle, state, &happened);
        if let Ok(way) = taken {
            state = way.to.as_deref().unwrap_or(state);
        }
        steps.push(Step { happened, taken });
    }
    Folded { state, steps }
}

/// Events in order: each after the one it was decided upon, and those that were decided apart by day, then time, then name.
fn in_order(mut events: Vec<Happened<'_>>) -> Vec<Happened<'_>> {
    events.sort_by(|a, b| (&a.event.on, a.at, a.id).cmp(&(&b.event.on, b.at, b.id)));
    let mut followers: BTreeMap<&EntryId, Vec<usize>> = BTreeMap::new();
    let known: BTreeSet<&EntryId> = events.iter().map(|happened| happened.id).collect();
    let mut waiting = BTreeSet::new();
    for (place, happened) in events.iter().enumerate() {
        if let Some(before) = happened.event.after.as_ref().filter(|before| known.contains(before)) {
            followers.entry(before).or_default().push(place);
            waiting.insert(place);
        }
    }
    let mut ready: BTreeSet<usize> = (0..events.len()).filter(|place| !waiting.contains(place)).collect();
    let mut order = Vec::with_capacity(events.len());
    // Only a forged file makes events that wait for each other in a circle: the earliest of them goes first.
    while let Some(place) = ready.pop_first().or_else(|| waiting.pop_first()) {
        let Some(happened) = events.get(place) else { continue };
        order.push(*happened);
        let freed = followers.remove(happened.id).unwrap_or_default();
        ready.extend(freed.into_iter().filter(|place| waiting.remove(place)));
    }
    order
}

/// The transition that an event takes from a state, or why it takes none.
fn take<'a>(cycle: &'a Cycle, state: &'a str, happened: &Happened<'a>) -> Result<&'a Transition, Idle<'a>> {
    let way = cycle.transition(&happened.event.does).ok_or(Idle::Unknown)?;
    if happened.strays {
        return Err(Idle::Elsewhere);
    }
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

    /// The id of a new event: no two are called alike, though copies of this book may each make one under the same number.
    pub fn make_event_id(&mut self, event: &Event, at: &str) -> EntryId {
        let EntryId(mut id) = self.make_id("event");
        let said = serde_json::to_string(&(event, at, self.author())).unwrap_or_default();
        let mut digest = base16ct::lower::encode_string(&Sha256::digest(said));
        digest.truncate(DIGITS);
        id.push('-');
        id.push_str(&digest);
        EntryId(id)
    }

    fn dated<'a>(&'a self, id: &'a EntryId, event: &'a Event) -> Happened<'a> {
        let at = self.version(id).map(|version| version.at.as_str()).unwrap_or_default();
        let strays = self.record(&event.record).is_some_and(|record| event.strays_from(record));
        Happened { id, at, event, strays }
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
        let happened =
            events.iter().map(|(id, event)| Happened { id, at: "", event, strays: false }).collect();
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

    /// The clock of the unit is a day behind, and what it decided still comes after what it decided upon; what two decide
    /// apart comes by their clocks, and a circle of forged events loses none.
    #[test]
    fn what_was_decided_upon_comes_before_whatever_the_clocks_say() {
        let after = |event: Event, id: &str| Event { after: Some(id.into()), ..event };
        let mut events = vec![
            (EntryId::from("e1"), event("issue", Role::Office, 2)),
            ("e2".into(), after(event("receive", Role::Unit, 1), "e1")),
            ("e3".into(), after(event("reply", Role::Unit, 1), "e2")),
            ("e4".into(), after(event("urge", Role::Office, 3), "e1")),
        ];
        let (state, steps, idle) = told(&cycle(), &events);
        assert_eq!((state.as_str(), steps, idle), ("已复函", strings(&["e1", "e2", "e3"]), strings(&["e4"])));
        events[0].1.after = Some("e3".into());
        let (_, steps, idle) = told(&cycle(), &events);
        assert_eq!(steps.len() + idle.len(), 4);
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    proptest! {
        /// Two people's events give the same state in whatever order they come together.
        #[test]
        fn the_state_follows_from_the_set_of_events(
            made in prop::collection::vec((0_usize..6, any::<bool>(), 1_u32..9, 0_usize..16), 0..12),
            keys in prop::collection::vec(any::<u64>(), 12),
        ) {
            let ways = ["issue", "receive", "reply", "again", "urge", "close"];
            let cycle = cycle();
            let events: Vec<(EntryId, Event)> = made.iter().enumerate().map(|(index, (way, office, on, after))| {
                let by = if *office { Role::Office } else { Role::Unit };
                (EntryId::from(format!("e-{index}").as_str()), Event { after: Some(format!("e-{after}").as_str().into()), ..event(ways[*way], by, *on) })
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
