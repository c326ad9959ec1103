//! What was decided about a record so far, and what can be decided now.

use ledger::life::cycle::{AskKind, Cycle, Transition};
use ledger::life::fold::{Idle, Step, fold};
use ledger::{EntryId, Event};
use templates::{text, text_with};

use super::{Badge, Tone};
use crate::state::State;

/// The course of a matter (办理经过).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub state: Badge,
    /// What happened, oldest first.
    pub steps: Vec<CourseStep>,
    /// Whether nothing was decided yet, so that the record may still be changed.
    pub open: bool,
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
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseWay {
    /// Name for the command.
    pub does: String,
    /// What people call it.
    pub label: String,
    /// What is asked: name, words, `text`, `long` or `date`, and whether it must be answered.
    pub asks: Vec<(String, String, &'static str, bool)>,
}

/// The course of a record; `None` when its kind has no life cycle.
pub(super) fn course(state: &State, id: &EntryId) -> Option<Course> {
    let book = state.book.as_ref()?;
    let cycle = state.pack.kinds().life(&book.record(id)?.form)?;
    let folded = fold(cycle, book.happened_to(id));
    let next = cycle.next(folded.state, book.local.profile.role).map(way).collect();
    Some(Course {
        state: badge(cycle, folded.state),
        steps: folded.steps.iter().map(|step| told(state, cycle, step)).collect(),
        open: folded.state == cycle.begins(),
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

/// Badge of a state: the first is nothing yet, one that nothing leads away from is the end.
pub(super) fn badge(cycle: &Cycle, state: &str) -> Badge {
    let goes_on = cycle.transitions.iter().any(|way| way.from.contains(state));
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
    let asks = way.map(|way| way.asks.as_slice()).unwrap_or_default();
    // In the order of the questions; an answer to a question of another version comes last under its name.
    let asked = asks.iter().filter_map(|ask| Some((ask.label.clone(), event.answers.get(&ask.id)?)));
    let others = event.answers.iter().filter(|(id, _)| asks.iter().all(|ask| ask.id != **id));
    let all = asked.chain(others.map(|(id, said)| (id.clone(), said)));
    let said = all.map(|(label, said)| (label, expr::Date::in_words(said))).collect();
    let author = state.book.as_ref().and_then(|book| book.version(id)).map(|version| &version.author);
    let who = author.map(|author| [author.organ.as_str(), author.name.as_str()].join(" "));
    CourseStep {
        day: expr::Date::in_words(&event.on),
        label: way.map_or_else(|| event.does.clone(), |way| way.label.clone()),
        who: who.unwrap_or_default().trim().to_owned(),
        answers: said,
        idle,
    }
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
    let kind = |kind| match kind {
        AskKind::Text => "text",
        AskKind::Long => "long",
        AskKind::Date => "date",
    };
    let asks = way.asks.iter().map(|ask| (ask.id.clone(), ask.label.clone(), kind(ask.kind), ask.required));
    CourseWay { does: way.id.clone(), label: way.label.clone(), asks: asks.collect() }
}
