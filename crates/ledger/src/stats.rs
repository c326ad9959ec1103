//! Numbers for reports: coverage, findings by area, branch, nature and severity, rectification, daily work.

use std::collections::{BTreeMap, BTreeSet};

use expr::Date;

use crate::book::{Book, form_name};
use crate::content::{Letter, LetterState, Round};
use crate::entry::EntryId;
use crate::finding::counts;
use crate::kinds::{Kinds, Meaning, Part};
use crate::progress::{UnitProgress, coverage};

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
    /// Findings that went into feedback.
    pub findings: usize,
    /// Of these, by area in catalogue order of first use.
    pub by_area: BTreeMap<String, usize>,
    /// By branch (直管 for units without one).
    pub by_branch: BTreeMap<String, BranchStats>,
    /// By nature.
    pub by_nature: BTreeMap<String, usize>,
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

/// Name of the group of units without a branch.
pub const NO_BRANCH: &str = "院直管单位";

/// Counts a round.
#[must_use]
pub fn round_stats(book: &Book, kinds: &Kinds, round_id: &EntryId, round: &Round, today: Date) -> RoundStats {
    stats_of(book, kinds, round_id, &coverage(book, kinds, round_id, round, today))
}

/// Counts a round whose coverage is at hand already; gathering it is most of the work.
#[must_use]
pub fn stats_of(book: &Book, kinds: &Kinds, round_id: &EntryId, rows: &[UnitProgress<'_>]) -> RoundStats {
    let mut stats = RoundStats::default();
    count_records(book, kinds, round_id, &mut stats);
    count_letters(book, kinds.letter(Part::Finding), (round_id, rows), &mut stats);
    for row in rows {
        count_unit(row, &mut stats);
    }
    stats
}

fn count_records(book: &Book, kinds: &Kinds, round_id: &EntryId, stats: &mut RoundStats) {
    let told = book.told();
    for (_, record) in
        book.records().filter(|(id, record)| record.round == *round_id && counts(kinds, &told, id, record))
    {
        *stats.records.entry(form_name(&record.form).to_owned()).or_default() += 1;
        stats.suggestions += usize::from(kinds.says(record, Meaning::Suggestion));
    }
}

fn count_letters(
    book: &Book,
    template: &str,
    (round_id, rows): (&EntryId, &[UnitProgress<'_>]),
    stats: &mut RoundStats,
) {
    let units: BTreeSet<&EntryId> = rows.iter().map(|row| row.id).collect();
    let feedback = |letter: &Letter| {
        letter.round == *round_id
            && form_name(&letter.letter) == template
            && letter.unit.as_ref().is_some_and(|unit| units.contains(unit))
    };
    for (_, letter) in book.letters().filter(|(_, letter)| feedback(letter)) {
        stats.letters += 1;
        stats.issued += usize::from(letter.state == LetterState::Issued);
    }
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
        stats.recurrent += usize::from(finding.means(Meaning::Recurrent));
    }
}

impl RoundStats {
    /// Units inspected in either way.
    #[must_use]
    pub fn inspected(&self) -> usize {
        self.on_site + self.desk
    }
}
