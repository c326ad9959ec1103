//! Who stands where: the coverage of a round, unit by unit and step by step (R36, R54).

use std::collections::BTreeMap;

use expr::Date;

use crate::book::{Book, Role, form_name};
use crate::content::{Letter, LetterState, Record, RecordState, Review, ReviewDecision, Round, Unit};
use crate::entry::{Entry, EntryId};
use crate::finding::{Finding, answer_text, counts};
use crate::handed::{Arrivals, Handed};
use crate::kinds::{Counts, Kinds, Meaning, Part};
use crate::life::Light;
use crate::rectified::Rectified;
use crate::told::Told;

/// Where a unit stands with its self-check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfCheckStage {
    /// Nothing came and the deadline has not passed.
    NotStarted,
    /// Nothing was handed in and the deadline passed so many days ago.
    Overdue(i64),
    /// In this book, not submitted (a unit's own book), and the deadline has not passed.
    Filling,
    /// Submitted on this day, as far as that is believed ([`crate::handed`]).
    Submitted(Date),
    /// Submitted, but after the deadline.
    Late(Date),
    /// Returned for correction.
    Returned,
    /// Accepted by the office.
    Accepted(Date),
}

/// One row of the coverage matrix.
#[derive(Debug, Clone)]
pub struct UnitProgress<'a> {
    /// Unit.
    pub id: &'a EntryId,
    /// Unit.
    pub unit: &'a Unit,
    /// The self-check in the book, when there is one.
    pub self_check: Option<&'a EntryId>,
    /// Where it stands.
    pub stage: SelfCheckStage,
    /// Whether the entry has unsettled versions.
    pub in_conflict: bool,
    /// Days after the deadline on which the self-check was handed in that counts, whatever became of it since; `None` when
    /// it was in time or nothing was handed in.
    pub late_by: Option<i64>,
    /// The day on which the unit says it handed in, where another one counts.
    pub claimed: Option<Date>,
    /// Finished inspection records (not self-checks, verifications or rectifications).
    pub records: usize,
    /// Records and working papers of inspections that somebody began and has not finished. They count nowhere else.
    pub unfinished: usize,
    /// Whether a team was on site.
    pub on_site: bool,
    /// Whether papers were reviewed: a desk review, or the self-check verified item by item.
    pub desk: bool,
    /// Findings that go into feedback, on finished working papers.
    pub findings: Vec<Finding>,
    /// State of the feedback letter, when one was drafted.
    pub feedback: Option<LetterState>,
    /// Findings closed.
    pub closed: usize,
    /// Rectification records whose unit asks for the finding to be closed, and which nobody has verified.
    pub applied: Vec<&'a EntryId>,
    /// Findings past their deadline and not closed, of those that the unit knows of.
    pub overdue: usize,
    /// Findings that an issued document told the unit.
    pub told: usize,
}

/// Everything known of each unit, gathered in one pass over the book.
#[derive(Default)]
struct Gathered<'a> {
    self_check: Option<(&'a EntryId, &'a Record)>,
    records: usize,
    unfinished: usize,
    on_site: bool,
    desk: bool,
    findings: Vec<Finding>,
    feedback: Option<&'a Letter>,
}

/// What is known of the whole book, for its single units.
struct Known<'a> {
    rectified: BTreeMap<&'a EntryId, Rectified<'a>>,
    told: Told<'a>,
    reviews: BTreeMap<&'a EntryId, &'a Review>,
    arrivals: Arrivals<'a>,
}

/// The coverage matrix of a round. One pass over the book, so a thousand units cost no more than their records.
#[must_use]
pub fn coverage<'a>(
    book: &'a Book,
    kinds: &'a Kinds,
    round_id: &EntryId,
    round: &'a Round,
    today: Date,
) -> Vec<UnitProgress<'a>> {
    let mut by_unit: BTreeMap<&EntryId, Gathered<'a>> = BTreeMap::new();
    let rectified = book.rectified(kinds);
    let told = book.told();
    for (id, record) in book.records().filter(|(_, record)| record.round == *round_id) {
        let slot = by_unit.entry(&record.unit).or_default();
        let form = form_name(&record.form);
        match kinds.of(form).and_then(|kind| kind.part) {
            Some(Part::SelfCheck) => slot.self_check = Some((id, record)),
            Some(Part::Rectification) => {}
            Some(Part::Finding) if counts(kinds, &told, id, record) => {
                slot.findings.push(Finding::read(kinds, id, record));
            }
            Some(Part::Finding | Part::Verification) | None if !record.is_finished() => slot.unfinished += 1,
            Some(Part::Finding | Part::Verification) | None => {
                slot.records += usize::from(kinds.is_common(form));
                slot.on_site |= kinds.counts(form) == Some(Counts::OnSite);
                slot.desk |= kinds.counts(form) == Some(Counts::Desk);
            }
        }
    }
    let feedback = kinds.letter(Part::Finding);
    let own = |letter: &Letter| letter.round == *round_id && form_name(&letter.letter) == feedback;
    for (_, letter) in book.letters().filter(|(_, letter)| own(letter)) {
        if let Some(unit) = &letter.unit {
            let slot = by_unit.entry(unit).or_default();
            // What was issued stands, whatever is drafted after it.
            if slot.feedback.is_none_or(|before| before.state != LetterState::Issued) {
                slot.feedback = Some(letter);
            }
        }
    }
    let reviews = latest_reviews(book);
    let arrivals = Arrivals::of(book);
    let known = Known { rectified, told, reviews, arrivals };
    book.units_in(round)
        .into_iter()
        .map(|(id, unit)| {
            let gathered = by_unit.remove(id).unwrap_or_default();
            row(book, id, unit, gathered, &known, (round_id, round), today)
        })
        .collect()
}

/// The decision that counts for one record; `None` while there is none.
#[must_use]
pub fn latest_review<'a>(book: &'a Book, record: &EntryId) -> Option<&'a Review> {
    let about = book.reviews().filter(|(_, review)| review.record == *record);
    about.max_by_key(|(id, review)| (&review.on, *id)).map(|(_, review)| review)
}

/// What was decided about the version of a record that is shown; `None` when nothing was, or it was about another one.
#[must_use]
pub fn decided(book: &Book, record: &EntryId) -> Option<ReviewDecision> {
    latest_review(book, record).filter(|review| is_about(book, record, review)).map(|review| review.decision)
}

/// The decision that counts for each record: the last by day, ties by entry.
fn latest_reviews(book: &Book) -> BTreeMap<&EntryId, &Review> {
    let mut latest: BTreeMap<&EntryId, (&EntryId, &Review)> = BTreeMap::new();
    for (id, review) in book.reviews() {
        let slot = latest.entry(&review.record).or_insert((id, review));
        if (&review.on, id) > (&slot.1.on, slot.0) {
            *slot = (id, review);
        }
    }
    latest.into_iter().map(|(record, (_, review))| (record, review)).collect()
}

fn row<'a>(
    book: &'a Book,
    id: &'a EntryId,
    unit: &'a Unit,
    gathered: Gathered<'a>,
    known: &Known<'a>,
    (round_id, round): (&EntryId, &Round),
    today: Date,
) -> UnitProgress<'a> {
    let findings: Vec<Finding> =
        gathered.findings.into_iter().filter(|finding| finding.means(Meaning::Feedback)).collect();
    let Known { rectified, told, reviews, arrivals } = known;
    let answer = |finding: &Finding| rectified.get(&finding.id).filter(|all| all.answered);
    let lights: Vec<Light> = findings.iter().map(|finding| light(finding, answer(finding), today)).collect();
    let red = findings.iter().zip(&lights).filter(|(_, light)| **light == Light::Red);
    let overdue = red.filter(|(finding, _)| is_known(book, told, finding)).count();
    let handed =
        gathered.self_check.and_then(|(id, record)| arrivals.handed(book, (round_id, round), id, record));
    let stage = stage(book, gathered.self_check, handed, reviews, round, today);
    UnitProgress {
        id,
        unit,
        self_check: gathered.self_check.map(|(id, _)| id),
        stage,
        late_by: late_by(stage, round),
        claimed: handed.and_then(|handed| handed.claimed).filter(|_| stage.reported()),
        in_conflict: gathered
            .self_check
            .is_some_and(|(id, _)| book.entries.get(id).is_some_and(crate::Entry::in_conflict)),
        records: gathered.records,
        unfinished: gathered.unfinished,
        on_site: gathered.on_site,
        desk: gathered.desk,
        feedback: gathered.feedback.map(|letter| letter.state),
        closed: lights.iter().filter(|light| **light == Light::Grey).count(),
        applied: findings.iter().filter_map(answer).filter(|all| all.applied).map(|all| all.id).collect(),
        overdue,
        told: findings.iter().filter(|finding| told.tells(finding)).count(),
        findings,
    }
}

/// Whether the unit of a finding knows of it: nobody can be late with what he was not told. Only the office has findings that
/// no document told; what others have of them came with one.
#[must_use]
pub fn is_known(book: &Book, told: &Told<'_>, finding: &Finding) -> bool {
    book.local.profile.role != Role::Office || told.tells(finding)
}

/// The light of a finding's rectification: closed by its record, due by the record or else by the finding.
#[must_use]
pub fn light(finding: &Finding, rectification: Option<&Rectified<'_>>, today: Date) -> Light {
    let closed = rectification.is_some_and(|one| one.closed);
    let due = rectification
        .map(|one| answer_text(one.record, "due"))
        .filter(|due| !due.is_empty())
        .unwrap_or_else(|| finding.due.clone());
    Light::of(closed, due.parse().ok(), today)
}

fn stage(
    book: &Book,
    self_check: Option<(&EntryId, &Record)>,
    handed: Option<Handed>,
    reviews: &BTreeMap<&EntryId, &Review>,
    round: &Round,
    today: Date,
) -> SelfCheckStage {
    let due: Option<Date> = round.self_check_due.parse().ok();
    let Some((id, record)) = self_check else {
        return match due {
            Some(due) if due < today => SelfCheckStage::Overdue(due.days_until(today)),
            _ => SelfCheckStage::NotStarted,
        };
    };
    let decision = reviews.get(id).filter(|review| is_about(book, id, review));
    match (decision.map(|review| review.decision), record.state, handed.map(|handed| handed.on)) {
        (Some(ReviewDecision::Returned), _, _) => SelfCheckStage::Returned,
        (Some(ReviewDecision::Accepted), _, Some(on)) => SelfCheckStage::Accepted(on),
        (_, RecordState::Submitted, Some(on)) if due.is_some_and(|due| on > due) => SelfCheckStage::Late(on),
        (_, RecordState::Submitted, Some(on)) => SelfCheckStage::Submitted(on),
        (Some(ReviewDecision::Accepted), _, None) | (None, _, _) => match due {
            Some(due) if due < today => SelfCheckStage::Overdue(due.days_until(today)),
            _ => SelfCheckStage::Filling,
        },
    }
}

/// How many days after the deadline the self-check came, when it came late.
fn late_by(stage: SelfCheckStage, round: &Round) -> Option<i64> {
    let due: Date = round.self_check_due.parse().ok()?;
    match stage {
        SelfCheckStage::Submitted(on) | SelfCheckStage::Late(on) | SelfCheckStage::Accepted(on) => {
            Some(due.days_until(on)).filter(|days| *days > 0)
        }
        SelfCheckStage::NotStarted
        | SelfCheckStage::Overdue(_)
        | SelfCheckStage::Filling
        | SelfCheckStage::Returned => None,
    }
}

/// What some decisions say about the version of a record that is shown: the last of them by day, ties by name.
#[must_use]
pub fn decision<'a>(
    entry: &Entry,
    reviews: impl Iterator<Item = (&'a EntryId, &'a Review)>,
) -> Option<ReviewDecision> {
    let (_, last) = reviews.max_by_key(|(id, review)| (&review.on, *id))?;
    says_of(entry, last).then_some(last.decision)
}

/// Whether a decision is about what is shown: the same version, or one that says the same.
fn is_about(book: &Book, id: &EntryId, review: &Review) -> bool {
    book.entries.get(id).is_some_and(|entry| says_of(entry, review))
}

fn says_of(entry: &Entry, review: &Review) -> bool {
    let Some((current, shown)) = entry.current() else { return false };
    current.0 == review.version
        || entry
            .heads()
            .into_iter()
            .any(|(head, version)| head.0 == review.version && version.content.says_the_same(&shown.content))
}

impl SelfCheckStage {
    /// Whether the self-check has reached the office.
    #[must_use]
    pub fn reported(self) -> bool {
        matches!(self, Self::Submitted(_) | Self::Late(_) | Self::Accepted(_))
    }
}
