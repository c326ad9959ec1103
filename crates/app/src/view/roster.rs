//! The roster, and what a file would change in it.

use std::collections::BTreeSet;

use ledger::roster::{Column, Difference, Fate, Proposal};
use ledger::{EntryId, Unit};
use templates::{text, text_with};

use super::{Badge, visible};
use crate::state::{ProposedRoster, State};
use crate::view::Tone;

/// 单位与人员.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterPage {
    /// Units.
    pub units: Vec<(EntryId, Unit)>,
    /// Those that take part in the current round; `None` when no round is open.
    pub taking_part: Option<BTreeSet<EntryId>>,
    /// Whether the office has confirmed it; until then it is an example.
    pub confirmed: bool,
    /// What the file that was given would change, until it is taken in or left.
    pub preview: Option<RosterPreview>,
}

/// What a file would change, before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPreview {
    /// Name of the file.
    pub file: String,
    /// Each heading as written, and what it was taken for; empty when it is not used.
    pub headings: Vec<(String, String)>,
    /// How many lines of each kind, in words, and how many units of the book the file does not have.
    pub counts: Vec<Badge>,
    /// Lines that are new, changed or left out, in order.
    pub lines: Vec<RosterLine>,
    /// Units of the book that the file does not have, in one line. They stay.
    pub missing: String,
    /// Whether taking it in changes anything.
    pub takes: bool,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    /// Its number.
    pub line: usize,
    /// The unit; empty when none could be read.
    pub name: String,
    /// What becomes of it.
    pub fate: Badge,
    /// Values that change or are entered, or why it is left out, in one line.
    pub details: String,
}

/// The roster.
#[must_use]
pub fn roster_page(state: &State) -> RosterPage {
    let units = state.book.iter().flat_map(|book| book.units()).map(|(id, unit)| (id.clone(), seen(unit)));
    let confirmed = state.book.as_ref().is_some_and(|book| book.local.roster_confirmed);
    let preview = state.proposed_roster.as_ref().map(preview);
    let round = state.book.as_ref().and_then(|book| Some((book, book.current_round()?.1)));
    let taking_part =
        round.map(|(book, round)| book.units_in(round).into_iter().map(|(id, _)| id.clone()).collect());
    RosterPage { units: units.collect(), taking_part, confirmed, preview }
}

/// A unit as it is shown: what cannot be seen in its names is.
fn seen(unit: &Unit) -> Unit {
    let mut unit = unit.clone();
    let names = [&mut unit.name, &mut unit.short_name, &mut unit.party_name, &mut unit.branch];
    let facts = [&mut unit.kind, &mut unit.city, &mut unit.supervised_by, &mut unit.note];
    names.into_iter().chain(facts).for_each(|said| *said = visible(said));
    unit
}

fn preview(proposed: &ProposedRoster) -> RosterPreview {
    let proposal = &proposed.proposal;
    let heading = |(written, column): &(String, Option<Column>)| {
        (visible(written), column.map(|column| label(Some(column)).to_owned()).unwrap_or_default())
    };
    RosterPreview {
        file: visible(&proposed.file),
        headings: proposal.headings.iter().map(heading).collect(),
        counts: counts(proposal),
        lines: proposal.lines.iter().filter_map(line).collect(),
        missing: visible(&proposal.missing.join("、")),
        takes: proposal.changes_anything(),
    }
}

fn counts(proposal: &Proposal) -> Vec<Badge> {
    let of = |wanted: &str| {
        proposal.lines.iter().filter(|line| fate(&line.fate).is_some_and(|(key, _)| key == wanted)).count()
    };
    let same = proposal.lines.iter().filter(|line| line.fate == Fate::Same).count();
    let all = [
        ("roster.count_new", of("roster.fate_new"), Tone::Good),
        ("roster.count_changed", of("roster.fate_changed"), Tone::Warn),
        ("roster.count_same", same, Tone::Plain),
        ("roster.count_left", of("roster.fate_left"), Tone::Bad),
        ("roster.count_missing", proposal.missing.len(), Tone::Plain),
    ];
    let shown = all.into_iter().filter(|(_, count, _)| *count > 0);
    shown
        .map(|(key, count, tone)| Badge { text: text_with(key, &[("count", &count.to_string())]), tone })
        .collect()
}

/// Term and colour of a line's fate; `None` for one that is not listed.
fn fate(fate: &Fate) -> Option<(&'static str, Tone)> {
    match fate {
        Fate::New(_) => Some(("roster.fate_new", Tone::Good)),
        Fate::Changed(..) => Some(("roster.fate_changed", Tone::Warn)),
        Fate::Left(_) => Some(("roster.fate_left", Tone::Bad)),
        Fate::Same => None,
    }
}

fn line(line: &ledger::roster::Line) -> Option<RosterLine> {
    let (key, tone) = fate(&line.fate)?;
    let details = match &line.fate {
        Fate::New(unit) => entered(unit),
        Fate::Changed(_, _, differences) => differences.iter().map(from_to).collect(),
        Fate::Left(why) => vec![why.clone()],
        Fate::Same => Vec::new(),
    };
    let details = visible(&details.join("；"));
    let fate = Badge { text: text(key).to_owned(), tone };
    Some(RosterLine { line: line.line, name: visible(&line.name), fate, details })
}

/// What a new unit gets; how it will be addressed always, because that is worked out and nobody wrote it.
fn entered(unit: &Unit) -> Vec<String> {
    let value = |column: Option<Column>, value: &str| {
        text_with("roster.value", &[("label", label(column)), ("value", value)])
    };
    let columns = Column::all().filter(|column| *column != Column::Name);
    let given = columns.map(|column| (column, column.of(unit))).filter(|(_, value)| !value.is_empty());
    let mut all: Vec<String> = given.map(|(column, given)| value(Some(column), given)).collect();
    all.push(value(None, &unit.party_name));
    if unit.kind.is_empty() {
        all.push(text("roster.no_kind").to_owned());
    }
    all
}

fn from_to(difference: &Difference) -> String {
    let from = if difference.from.is_empty() { text("roster.blank") } else { &difference.from };
    let facts = [("label", label(difference.column)), ("from", from), ("to", &difference.to)];
    text_with("roster.from_to", &facts)
}

fn label(column: Option<Column>) -> &'static str {
    text(match column {
        None => "roster.party_name",
        Some(Column::Name) => "roster.name",
        Some(Column::ShortName) => "roster.short_name",
        Some(Column::Branch) => "overview.branch",
        Some(Column::Kind) => "roster.kind",
        Some(Column::SupervisedBy) => "roster.supervised_by",
        Some(Column::City) => "roster.city",
        Some(Column::Certainty) => "roster.certainty",
        Some(Column::Successor) => "roster.successor",
        Some(Column::Note) => "roster.note",
    })
}
