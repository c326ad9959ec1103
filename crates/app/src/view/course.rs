//! What was decided about a record so far, and what can be decided now.

use std::collections::BTreeMap;

use ledger::life::cycle::{Ask, AskKind, Cycle, Transition};
use ledger::life::fold::{Idle, Step, fold};
use ledger::{EntryId, Event};
use templates::{text, text_with};

use super::{Badge, Tone};
use crate::life::{Known, Next, author, said};
use crate::state::State;

/// The course of a matter (办理经过).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Where it stands; `None` while that is for its writer to say.
    pub state: Option<Badge>,
    /// What happened, oldest first.
    pub steps: Vec<CourseStep>,
    /// Whether the record may still be changed.
    pub open: bool,
    /// Whether a decision finishes the record, and not its writer's word.
    pub finishes: bool,
    /// What the user can do now, in the order of the life cycle.
    pub next: Vec<CourseWay>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseStep {
    /// Day in words.
    pub day: String,
    /// What.
    pub label: String,
    /// By whom; empty when nobody said.
    pub who: String,
    /// What was asked and answered.
    pub answers: Vec<(String, String)>,
    /// Why it changes nothing (未生效), in words; empty when it does.
    pub idle: String,
    /// The document or sheet that comes next and that the user makes: the event for the command, and words for the button.
    pub next: Option<(EntryId, String)>,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseWay {
    /// Name for the command.
    pub does: String,
    /// What people call it.
    pub label: String,
    /// What is asked.
    pub asks: Vec<CourseAsk>,
}

/// Something that is asked on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseAsk {
    /// Name for the command.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What kind of answer it wants.
    pub kind: AskKind,
    /// The options of a choice.
    pub choices: Vec<String>,
    /// Whether it must be answered.
    pub required: bool,
}

/// The course of a record; `None` when its kind has no life cycle.
pub(super) fn course(state: &State, id: &EntryId) -> Option<Course> {
    let book = state.book.as_ref()?;
    let cycle = state.pack.kinds().life(&book.record(id)?.form)?;
    let folded = fold(cycle, book.happened_to(id));
    let record = book.record(id)?;
    let known = Known::of(record, &folded, &BTreeMap::new(), state.today);
    let ways = cycle.next(folded.state, book.local.profile.role);
    let next = ways.filter(|way| known.offers(&state.pack, way)).map(way).collect();
    Some(Course {
        state: (cycle.finishes() || folded.decided().is_some()).then(|| badge(cycle, folded.state)),
        steps: folded.steps.iter().map(|step| told(state, cycle, step)).collect(),
        open: cycle.is_open(folded.state),
        finishes: cycle.finishes(),
        next,
    })
}

/// What people call an event: the words on the button that made it.
pub(crate) fn event_name(state: &State, event: &Event) -> String {
    let record = state.book.as_ref().and_then(|book| book.record(&event.record));
    let cycle = record.and_then(|record| state.pack.kinds().life(&record.form));
    let way = cycle.and_then(|cycle| cycle.transition(&event.does));
    way.map_or_else(|| event.does.clone(), |way| way.label.clone())
}

/// Badge of a state: the first is nothing yet, one that nothing leads away from or that the cycle calls done is the end.
pub(super) fn badge(cycle: &Cycle, state: &str) -> Badge {
    let leads_on = cycle.transitions.iter().any(|way| way.from.contains(state));
    let goes_on = leads_on && !cycle.done.contains(state);
    let tone = match (state == cycle.begins(), goes_on) {
        (true, _) => Tone::Plain,
        (false, true) => Tone::Warn,
        (false, false) => Tone::Good,
    };
    Badge::new(tone, state)
}

fn told(state: &State, cycle: &Cycle, step: &Step<'_>) -> CourseStep {
    let (id, event) = (step.happened.id, step.happened.event);
    let idle = step.taken.as_ref().err().map(in_words).unwrap_or_default();
    let way = cycle.transition(&event.does);
    CourseStep {
        day: expr::Date::in_words(&event.on),
        label: way.map_or_else(|| event.does.clone(), |way| way.label.clone()),
        who: state.book.as_ref().map(|book| author(book, id)).unwrap_or_default(),
        answers: said(way, event),
        next: step.taken.as_ref().ok().and_then(|way| next(state, way, id)),
        idle,
    }
}

/// What comes after a step, when it is the user's to make.
fn next(state: &State, way: &Transition, event: &EntryId) -> Option<(EntryId, String)> {
    let (book, next) = (state.book.as_ref()?, Next::of(way)?);
    let name = next.title(&state.pack).ok()?;
    let Some(ledger::Content::Event(happened)) = book.content(event) else { return None };
    let is_there = crate::update::made_next(&state.pack, book, next, event, &happened.record).is_some();
    let key = match next {
        _ if is_there => "life.open",
        Next::Letter(_) => "life.draft",
        Next::Form(_) => "life.fill_in",
    };
    let makes = crate::rights::makes(&state.pack, book.local.profile.role, next);
    makes.then(|| (event.clone(), text_with(key, &[("name", &name)])))
}

fn in_words(idle: &Idle<'_>) -> String {
    match idle {
        Idle::Unknown => text("life.idle_unknown").to_owned(),
        Idle::Elsewhere => text("life.idle_elsewhere").to_owned(),
        Idle::NotTheirs => text("life.idle_not_theirs").to_owned(),
        Idle::NotFrom(state) => text_with("life.idle_not_from", &[("state", state)]),
    }
}

fn way(way: &Transition) -> CourseWay {
    let ask = |ask: &Ask| CourseAsk {
        id: ask.id.clone(),
        label: ask.label.clone(),
        kind: ask.kind,
        choices: ask.choices.clone(),
        required: ask.required,
    };
    CourseWay { does: way.id.clone(), label: way.label.clone(), asks: way.asks.iter().map(ask).collect() }
}
