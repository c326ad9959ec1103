//! What waits to be sent to units, and what the file for one of them will hold.

use std::collections::BTreeSet;

use ledger::progress::latest_review;
use ledger::{Book, Content, EntryId, LetterState, ReviewDecision};
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
    /// What it will hold, one thing a line.
    pub holds: Vec<String>,
}

/// The question on screen; `None` when there is none.
#[must_use]
pub fn handing(state: &State) -> Option<Handing> {
    let what = state.handing.clone()?;
    let HandOut::Feedback(unit) = &what else { return None };
    let title = text_with("send.title", &[("unit", &state.unit_name(unit))]);
    let holds = contents(state, unit);
    let about = text(if holds.is_empty() { "feedback.nothing" } else { "send.about" });
    Some(Handing { title, about, holds, what })
}

/// Documents by their titles, findings counted, the decision in words.
fn contents(state: &State, unit: &EntryId) -> Vec<String> {
    let Some(book) = &state.book else { return Vec::new() };
    let Some((round, _)) = book.current_round() else { return Vec::new() };
    let (mut lines, mut findings, mut decision) = (Vec::new(), 0, None);
    for id in crate::update::for_unit(book, round, unit) {
        match book.content(&id) {
            Some(content @ Content::Letter(_)) => lines.push(super::entry_name(state, &id, content)),
            Some(Content::Record(_)) => findings += 1,
            Some(Content::Review(review)) => decision = latest_review(book, &review.record),
            _ => {}
        }
    }
    if findings > 0 {
        lines.push(text_with("send.findings", &[("count", &findings.to_string())]));
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

/// Units for which something was issued or decided that has left the book in no file yet.
pub(super) fn to_send<'a>(book: &'a Book, round: &EntryId) -> BTreeSet<&'a EntryId> {
    let unsealed = |id: &EntryId| book.version(id).is_some_and(|version| !version.sealed);
    let letters = book
        .letters()
        .filter(|(id, letter)| letter.round == *round && letter.state == LetterState::Issued && unsealed(id));
    let decided = book.reviews().filter(|(id, _)| unsealed(id));
    let about = decided.filter_map(|(_, review)| book.record(&review.record));
    let about = about.filter(|record| record.round == *round).map(|record| &record.unit);
    letters.filter_map(|(_, letter)| letter.unit.as_ref()).chain(about).collect()
}
