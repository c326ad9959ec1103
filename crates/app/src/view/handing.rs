//! What waits to be sent to units, and what the file for one of them will hold.

use std::collections::BTreeSet;

use ledger::Part;
use ledger::authority::Writer;
use ledger::merge::Purpose;
use ledger::progress::latest_review;
use ledger::{Book, Content, EntryId, Kinds, Letter, LetterState, ReviewDecision, Role};
use templates::{text, text_with};

use crate::command::HandOut;
use crate::state::State;

/// The question how a file is to be protected.
#[derive(Debug, Clone, PartialEq)]
pub struct Handing {
    /// The file.
    pub what: HandOut,
    /// Title of the question.
    pub title: String,
    /// What the file is for.
    pub about: &'static str,
    /// What it will hold, one thing a line; for files for several units, whose they are.
    pub holds: Vec<String>,
    /// Whether there is anything to make a file of.
    pub ready: bool,
    /// Labels of the days in it that nobody has confirmed, joined; empty when it sets none.
    pub proposed_days: String,
    /// Whether no protection is what is advised: the file holds nothing that anybody filled in.
    pub plain_first: bool,
    /// Words on the button that makes it.
    pub action: &'static str,
}

/// The question on screen; `None` when there is none.
#[must_use]
pub fn handing(state: &State) -> Option<Handing> {
    let what = state.handing.clone()?;
    match &what {
        HandOut::Task => Some(arrangement(state, what, ("round.task", "round.task_protect"))),
        HandOut::Team => Some(arrangement(state, what, ("round.team", "round.team_protect"))),
        HandOut::Feedback(unit) => {
            let title = text_with("send.title", &[("unit", &state.unit_name(unit))]);
            Some(to_units(contents(state, unit), title, what, "send.about"))
        }
        HandOut::AllFeedback => {
            let units = units_to_send(state);
            let title = text_with("send.title_all", &[("count", &units.len().to_string())]);
            let holds = units.iter().map(|unit| line(state, unit)).collect();
            Some(to_units(holds, title, what, "send.about_all"))
        }
        // These two have pages of their own, on which it is chosen.
        HandOut::Submission | HandOut::Records => None,
    }
}

/// What goes to everybody, or to a team.
fn arrangement(state: &State, what: HandOut, (title, about): (&'static str, &'static str)) -> Handing {
    let round = state.book.as_ref().and_then(|book| book.current_round());
    let proposed_days = round.map(|(_, round)| super::proposed_days(round)).unwrap_or_default();
    let action = text(if proposed_days.is_empty() { "round.make_file" } else { "round.task_anyway" });
    let plain_first = what == HandOut::Task;
    let (title, about) = (text(title).to_owned(), text(about));
    // Without the office's key the units have nothing to seal to.
    let no_key = round.is_some_and(|(_, round)| round.office_key.is_empty());
    let holds = if no_key { vec![text("round.task_no_key").to_owned()] } else { Vec::new() };
    Handing { what, title, about, holds, ready: true, proposed_days, plain_first, action }
}

fn to_units(holds: Vec<String>, title: String, what: HandOut, about: &'static str) -> Handing {
    let ready = !holds.is_empty();
    Handing {
        what,
        title,
        about: text(if ready { about } else { "feedback.nothing" }),
        holds,
        ready,
        proposed_days: String::new(),
        plain_first: false,
        action: text("send.make"),
    }
}

/// A unit and what its file will hold, in one line.
fn line(state: &State, unit: &EntryId) -> String {
    let holds = contents(state, unit).join("、");
    text_with("send.line", &[("unit", &state.unit_name(unit)), ("holds", &holds)])
}

/// Units of the round for which something waits to be sent.
pub(crate) fn units_to_send(state: &State) -> Vec<EntryId> {
    let round = state.book.as_ref().and_then(|book| Some((book, book.current_round()?.0)));
    round
        .map(|(book, round)| to_send(book, state.pack.kinds(), round).into_iter().cloned().collect())
        .unwrap_or_default()
}

/// Documents by their titles, findings counted, the decision in words.
fn contents(state: &State, unit: &EntryId) -> Vec<String> {
    let Some(book) = &state.book else { return Vec::new() };
    let Some((round, _)) = book.current_round() else { return Vec::new() };
    let (mut lines, mut findings, mut events, mut decision) = (Vec::new(), 0, 0, None);
    for id in crate::update::for_unit(book, state.pack.kinds(), round, unit) {
        match book.content(&id) {
            Some(content @ Content::Letter(_)) => lines.push(super::entry_name(state, &id, content)),
            Some(Content::Record(record)) if state.pack.kinds().plays(&record.form, Part::Finding) => {
                findings += 1;
            }
            Some(content @ Content::Record(_)) => lines.push(super::entry_name(state, &id, content)),
            Some(Content::Event(_)) => events += 1,
            Some(Content::Review(review)) => decision = latest_review(book, &review.record),
            _ => {}
        }
    }
    if findings > 0 {
        lines.push(text_with("send.findings", &[("count", &findings.to_string())]));
    }
    if events > 0 {
        lines.push(text_with("send.events", &[("count", &events.to_string())]));
    }
    if let Some(review) = decision {
        lines.push(text_with("send.decision", &[("decision", decision_in_words(review.decision))]));
    }
    lines
}

/// A decision about a self-check as the buttons call it.
pub(super) fn decision_in_words(decision: ReviewDecision) -> &'static str {
    text(match decision {
        ReviewDecision::Accepted => "review.accept",
        ReviewDecision::Returned => "review.return",
    })
}

/// Units for which something was issued or decided that has left the book in no file for them yet.
pub(super) fn to_send<'a>(book: &'a Book, kinds: &Kinds, round: &EntryId) -> BTreeSet<&'a EntryId> {
    let unsealed = |id: &EntryId| book.version(id).is_some_and(|version| !version.sealed);
    // What a team issued has left for the office before it leaves for the unit.
    let waits = |id: &EntryId, letter: &Letter| {
        let never = letter.unit.as_ref().is_some_and(|unit| !crate::update::was_sent(book, round, unit));
        let team = book.local.profile.role == Role::Inspector && book.first_writer(id) == Writer::Here;
        unsealed(id) || (team && never)
    };
    let issued = |letter: &Letter| letter.round == *round && letter.state == LetterState::Issued;
    let letters = book.letters().filter(|(id, letter)| issued(letter) && waits(id, letter));
    let decided = book.reviews().filter(|(id, _)| unsealed(id));
    let about = decided.filter_map(|(_, review)| book.record(&review.record));
    let about = about.filter(|record| record.round == *round).map(|record| &record.unit);
    // A record is sent when something was decided about it, and that is news each time.
    let happened = book.events().filter(|(id, _)| unsealed(id));
    let happened = happened.filter_map(|(_, event)| book.record(&event.record));
    let happened = happened.filter(|record| kinds.travels(&record.form, Purpose::Feedback));
    let happened = happened.map(|record| &record.unit);
    letters.filter_map(|(_, letter)| letter.unit.as_ref()).chain(about).chain(happened).collect()
}
