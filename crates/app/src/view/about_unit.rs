//! Everything about one unit: what it is, where it stood in each year, and what was written and decided, newest first.

use std::cmp::Reverse;

use ledger::book::form_name;
use ledger::progress::{UnitProgress, coverage};
use ledger::{Book, EntryId, Letter, Record, Review, ReviewDecision, Role, Round};
use templates::text;

use super::handing::to_send;
use super::lists::{branch, day_in_words, letter_badge, score, stage_badge};
use super::next_step::{NextStep, next_step, urging};
use super::origin::{Origin, Origins};
use super::{Badge, Tone, register};
use crate::context::form_title;
use crate::route::Route;
use crate::state::State;

/// The page of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AboutUnitPage {
    /// Unit.
    pub id: EntryId,
    /// Short name.
    pub name: String,
    /// What the roster says of it: label and value.
    pub facts: Vec<(&'static str, String)>,
    /// Years it took part in, the newest first.
    pub years: Vec<UnitYear>,
    /// What the office would do next; `None` when others have to act.
    pub next: Option<NextStep>,
    /// Everything that was written and decided about it, newest first; what has no day comes first.
    pub course: Vec<UnitEntry>,
    /// Forms the user may begin about it: name and title.
    pub forms: Vec<(String, String)>,
}

/// Where a unit stood in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitYear {
    /// Name of the round.
    pub title: String,
    /// Self-check.
    pub self_check: Badge,
    /// Self-score with grade; empty when unknown.
    pub score: String,
    /// Finished inspection records.
    pub records: usize,
    /// Findings for feedback.
    pub findings: usize,
    /// Findings closed.
    pub closed: usize,
    /// Findings past their deadline.
    pub overdue: usize,
    /// Feedback letter.
    pub feedback: Badge,
}

/// Something that was written or decided about a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitEntry {
    /// Its name for the shell.
    pub id: EntryId,
    /// Day in words; empty when it gives none.
    pub day: String,
    /// What it is: the name of a form, of a kind of document, a decision.
    pub what: String,
    /// Its title or number.
    pub title: String,
    /// Where it stands.
    pub state: Badge,
    /// Where it can be looked at.
    pub route: Route,
    /// Who wrote it, and what stands behind the name.
    pub origin: Origin,
}

/// The page of the unit on screen; `None` elsewhere, and when there is no such unit.
#[must_use]
pub fn about_unit_page(state: &State) -> Option<AboutUnitPage> {
    let (Route::AboutUnit(id), Some(book)) = (&state.route, &state.book) else { return None };
    let unit = book.unit(id)?;
    let facts = [
        ("about_unit.name", unit.name.clone()),
        ("about_unit.party_name", unit.party_name.clone()),
        ("about_unit.kind", unit.kind.clone()),
        ("about_unit.branch", branch(&unit.branch)),
        ("about_unit.supervised_by", unit.supervised_by.clone()),
        ("about_unit.city", unit.city.clone()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows(state, book, id);
    let is_office = book.local.profile.role == Role::Office;
    let current = book.current_round().map(|(round, _)| round);
    Some(AboutUnitPage {
        id: id.clone(),
        name: super::visible(&unit.short_name),
        facts: facts.map(|(key, value)| (text(key), super::visible(&value))).collect(),
        years: rows.iter().map(|(_, round, row)| year(book, round.title.clone(), row)).collect(),
        next: rows
            .iter()
            .find(|(round, ..)| is_office && current == Some(*round))
            .and_then(|(round, _, row)| next(state, book, round, row)),
        course: course(state, book, id),
        forms: register::all_forms(state),
    })
}

fn next(state: &State, book: &Book, round: &EntryId, row: &UnitProgress<'_>) -> Option<NextStep> {
    let waits = to_send(book, state.pack.kinds(), round).contains(row.id);
    next_step(state.pack.kinds(), row, urging(state.pack.kinds(), book).get(row.id).copied(), waits)
}

/// The unit's row of every round it took part in, the newest first.
fn rows<'b>(
    state: &'b State,
    book: &'b Book,
    unit: &EntryId,
) -> Vec<(&'b EntryId, &'b Round, UnitProgress<'b>)> {
    let mut rounds: Vec<_> = book.rounds().collect();
    rounds.sort_by_key(|(_, round)| Reverse(round.year));
    let row = |(id, round)| {
        let rows = coverage(book, state.pack.kinds(), id, round, state.today);
        Some((id, round, rows.into_iter().find(|row| row.id == unit)?))
    };
    rounds.into_iter().filter_map(row).collect()
}

fn year(book: &Book, title: String, row: &UnitProgress<'_>) -> UnitYear {
    UnitYear {
        title,
        self_check: stage_badge(row),
        score: score(book, row.self_check),
        records: row.records,
        findings: row.findings.len(),
        closed: row.closed,
        overdue: row.overdue,
        feedback: row.feedback.map_or(Badge::new(Tone::Plain, "—"), letter_badge),
    }
}

fn course(state: &State, book: &Book, unit: &EntryId) -> Vec<UnitEntry> {
    let origins = Origins::of(state, book);
    let mut happened = book.happened();
    let records = book.records().filter(|(_, record)| record.unit == *unit);
    let mut all: Vec<(String, UnitEntry)> = records
        .map(|(id, record)| {
            let reached = register::reached(state, record, happened.remove(id).unwrap_or_default());
            of_record(state, &origins, (id, record), register::stands(state.pack.kinds(), record, reached))
        })
        .collect();
    let letters = book.letters().filter(|(_, letter)| letter.unit.as_ref() == Some(unit));
    all.extend(letters.map(|(id, letter)| of_letter(state, &origins, (id, letter))));
    let own = |review: &Review| book.record(&review.record).is_some_and(|record| record.unit == *unit);
    let reviews = book.reviews().filter(|(_, review)| own(review));
    all.extend(reviews.map(|(id, review)| of_review(&origins, (id, review))));
    // A draft without a day is what is being worked on.
    all.sort_by_key(|(day, entry)| (!day.is_empty(), Reverse(day.clone()), entry.id.clone()));
    all.into_iter().map(|(_, entry)| entry).collect()
}

fn of_record(
    state: &State,
    origins: &Origins<'_>,
    (id, record): (&EntryId, &Record),
    stands: Badge,
) -> (String, UnitEntry) {
    let day = state.pack.kinds().day(record);
    let title = ["title", "matter"].map(|field| ledger::finding::answer_text(record, field));
    let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_else(|| record.number.clone());
    let entry = UnitEntry {
        id: id.clone(),
        day: day_in_words(&day),
        what: form_title(&state.pack, &record.form),
        title,
        state: stands,
        route: Route::Record(id.clone(), 0),
        origin: origins.shown(id),
    };
    (day, entry)
}

fn of_letter(state: &State, origins: &Origins<'_>, (id, letter): (&EntryId, &Letter)) -> (String, UnitEntry) {
    let head = |key: &str| {
        letter.head.get(key).and_then(|value| value.as_str()).unwrap_or_default().replace('\n', "")
    };
    let template = state.pack.letter(form_name(&letter.letter));
    let day = head("dated");
    let entry = UnitEntry {
        id: id.clone(),
        day: day_in_words(&day),
        what: template.map_or_else(|_| letter.letter.clone(), |template| template.about.name.clone()),
        title: format!("{} {}", head("title"), head("document_number")).trim().to_owned(),
        state: letter_badge(letter.state),
        route: Route::Letter(id.clone()),
        origin: origins.shown(id),
    };
    (day, entry)
}

fn decision(decision: ReviewDecision) -> Badge {
    match decision {
        ReviewDecision::Accepted => Badge::new(Tone::Good, text("review.accept")),
        ReviewDecision::Returned => Badge::new(Tone::Warn, text("review.return")),
    }
}

fn of_review(origins: &Origins<'_>, (id, review): (&EntryId, &Review)) -> (String, UnitEntry) {
    let entry = UnitEntry {
        id: id.clone(),
        day: day_in_words(&review.on),
        what: text("about_unit.decision").to_owned(),
        title: review.reason.clone(),
        state: decision(review.decision),
        route: Route::Record(review.record.clone(), 0),
        origin: origins.shown(id),
    };
    (review.on.clone(), entry)
}
