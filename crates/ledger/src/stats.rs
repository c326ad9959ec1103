//! Numbers for reports: coverage, findings by area, branch, nature and severity, rectification, daily work.

use std::collections::{BTreeMap, BTreeSet};

use expr::Date;
use serde_json::Value;

use crate::book::{Book, form_name};
use crate::content::{Letter, LetterState, Record, Round};
use crate::entry::EntryId;
use crate::finding::{Disposition, Finding, Severity, WORKING_PAPER, answer_text, counts};
use crate::kinds::Kinds;
use crate::progress::{FEEDBACK_LETTER, UnitProgress, coverage};

/// Numbers of a round.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RoundStats {
    /// Units that take part.
    pub units: usize,
    /// Units whose self-check has arrived.
    pub reported: usize,
    /// Of these, after the deadline.
    pub late: usize,
    /// Units that were inspected on site (a hearing, discussion, interview, reading or branch check).
    pub on_site: usize,
    /// Units reviewed on paper (desk review or verified self-check) and not on site.
    pub desk: usize,
    /// Finished records by form name.
    pub records: BTreeMap<String, usize>,
    /// Records and working papers somebody began and has not finished.
    pub unfinished: usize,
    /// People at discussions, as the records count them; [`UNCOUNTABLE`] when they are that many or more.
    pub discussed_people: u64,
    /// Findings that went into feedback.
    pub findings: usize,
    /// Of these, by area in catalogue order of first use.
    pub by_area: BTreeMap<String, usize>,
    /// By branch (直管 for units without one).
    pub by_branch: BTreeMap<String, BranchStats>,
    /// By nature.
    pub by_nature: BTreeMap<String, usize>,
    /// By severity.
    pub by_severity: BTreeMap<String, usize>,
    /// Repeated findings.
    pub recurrent: usize,
    /// Working papers turned into policy suggestions (R6).
    pub suggestions: usize,
    /// Feedback letters to the units of the round, in whatever state: letters, not units, of which one may have several.
    pub letters: usize,
    /// Of these, issued.
    pub issued: usize,
    /// Findings that an issued document told their units.
    pub told: usize,
    /// Findings closed.
    pub closed: usize,
    /// Findings overdue.
    pub overdue: usize,
}

/// Numbers of one branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BranchStats {
    /// Units.
    pub units: usize,
    /// Self-checks that arrived.
    pub reported: usize,
    /// Units inspected on site or on paper.
    pub inspected: usize,
    /// Findings.
    pub findings: usize,
    /// Findings closed.
    pub closed: usize,
}

/// More people than all discussions of a year can have: from here on a number is a slip, and is told and not printed.
pub const UNCOUNTABLE: u64 = 1_000_000;

/// Name of the group of units without a branch.
pub const NO_BRANCH: &str = "院直管单位";

/// Counts a round.
#[must_use]
pub fn round_stats(book: &Book, kinds: &Kinds, round_id: &EntryId, round: &Round, today: Date) -> RoundStats {
    stats_of(book, round_id, &coverage(book, kinds, round_id, round, today))
}

/// Counts a round whose coverage is at hand already; gathering it is most of the work.
#[must_use]
pub fn stats_of(book: &Book, round_id: &EntryId, rows: &[UnitProgress<'_>]) -> RoundStats {
    let mut stats = RoundStats::default();
    count_records(book, round_id, &mut stats);
    count_letters(book, round_id, rows, &mut stats);
    for row in rows {
        count_unit(row, &mut stats);
    }
    stats
}

fn count_records(book: &Book, round_id: &EntryId, stats: &mut RoundStats) {
    let told = book.told();
    for (id, record) in
        book.records().filter(|(id, record)| record.round == *round_id && counts(&told, id, record))
    {
        let form = form_name(&record.form);
        *stats.records.entry(form.to_owned()).or_default() += 1;
        if form == WORKING_PAPER {
            let suggestion = answer_text(record, "category") == "政策完善建议"
                || Finding::read(id, record).disposition == Some(Disposition::Suggestion);
            stats.suggestions += usize::from(suggestion);
        }
        if form == "discussion" {
            stats.discussed_people =
                stats.discussed_people.saturating_add(attendees(record)).min(UNCOUNTABLE);
        }
    }
}

fn count_letters(book: &Book, round_id: &EntryId, rows: &[UnitProgress<'_>], stats: &mut RoundStats) {
    let units: BTreeSet<&EntryId> = rows.iter().map(|row| row.id).collect();
    let feedback = |letter: &Letter| {
        letter.round == *round_id
            && form_name(&letter.letter) == FEEDBACK_LETTER
            && letter.unit.as_ref().is_some_and(|unit| units.contains(unit))
    };
    for (_, letter) in book.letters().filter(|(_, letter)| feedback(letter)) {
        stats.letters += 1;
        stats.issued += usize::from(letter.state == LetterState::Issued);
    }
}

/// People at a discussion: the sum over the kinds of people who came.
fn attendees(record: &Record) -> u64 {
    let rows = record.answers.get("attendees").and_then(Value::as_array).into_iter().flatten();
    let counts = rows.filter_map(|row| row.get("count").and_then(Value::as_u64));
    counts.fold(0, |sum: u64, count| sum.saturating_add(count).min(UNCOUNTABLE))
}

fn count_unit(row: &UnitProgress<'_>, stats: &mut RoundStats) {
    let branch_name = if row.unit.branch.is_empty() { NO_BRANCH } else { &row.unit.branch };
    let branch = stats.by_branch.entry(branch_name.to_owned()).or_default();
    let reported = row.stage.reported();
    stats.units += 1;
    branch.units += 1;
    stats.reported += usize::from(reported);
    branch.reported += usize::from(reported);
    stats.late += usize::from(row.late_by.is_some());
    stats.unfinished += row.unfinished;
    stats.on_site += usize::from(row.on_site);
    stats.desk += usize::from(row.desk && !row.on_site);
    branch.inspected += usize::from(row.on_site || row.desk);
    stats.told += row.told;
    stats.closed += row.closed;
    stats.overdue += row.overdue;
    branch.closed += row.closed;
    stats.findings += row.findings.len();
    branch.findings += row.findings.len();
    for finding in &row.findings {
        *stats.by_area.entry(finding.area.clone()).or_default() += 1;
        *stats.by_nature.entry(finding.nature.clone()).or_default() += 1;
        *stats.by_severity.entry(finding.severity.label().to_owned()).or_default() += 1;
        stats.recurrent += usize::from(finding.recurrent);
    }
}

impl RoundStats {
    /// Units inspected in either way.
    #[must_use]
    pub fn inspected(&self) -> usize {
        self.on_site + self.desk
    }

    /// Major findings.
    #[must_use]
    pub fn major(&self) -> usize {
        self.by_severity.get(Severity::Major.label()).copied().unwrap_or(0)
    }
}
