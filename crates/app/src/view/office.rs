//! The office's pages: the round, who stands where, findings.

use ledger::EntryId;
use ledger::progress::{SelfCheckStage, UnitProgress, coverage};
use ledger::stats::{RoundStats, round_stats, stats_of};

use super::above::above;
use super::catalogue::{self, CatalogueArea};
use super::flaws::visible;
use super::handing::to_send;
use super::holidays::{YearOfHolidays, holidays};
use super::inbox::{InboxItem, inbox_items};
use super::lists::{PaperItem, branch, paper_item, stage_badge};
use super::next_step::{NextStep, next_step, urging};
use super::origin::Origins;
use super::{Badge, HeadField, Tone};
use crate::command::Command;
use crate::query::FigureBook;
use crate::state::State;

/// 年度安排.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundPage {
    /// Year of the current round; `None` when none is open.
    pub year: Option<i32>,
    /// Parts of the arrangement to edit.
    pub fields: Vec<HeadField>,
    /// Facts about units that the office sets, one unit a line.
    pub facts: Vec<HeadField>,
    /// Lines of the facts that name no unit.
    pub unknown_units: Vec<String>,
    /// The list of items.
    pub areas: Vec<CatalogueArea>,
    /// That the catalogue is a sample nobody has confirmed; empty once the office has.
    pub catalogue_status: String,
    /// Labels of the days that the product proposed and nobody has confirmed, joined; empty once the office has.
    pub proposed_days: String,
    /// That these were worked out for a year whose arrangement of holidays is not known; empty when it is, or none are.
    pub proposed_by_law: String,
    /// Units that take part.
    pub units: usize,
    /// Fingerprint of the office's key; empty when none was made.
    pub key: String,
    /// Fingerprint of the key the office signs with; empty before the first file.
    pub fingerprint: String,
    /// What the office above has handed down for this year, in words; empty when it has not.
    pub above: String,
    /// A year a round can be opened for.
    pub next_year: i32,
    /// Arrangements of holidays, by year.
    pub holidays: Vec<YearOfHolidays>,
}

/// 进度总览.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewPage {
    /// Numbers on top; none before there is anything to count.
    pub kpis: Vec<Kpi>,
    /// What to do first, in words, as long as there are no numbers; empty when there are.
    pub first: &'static str,
    /// Units, most urgent first.
    pub rows: Vec<OverviewRow>,
    /// Branches to filter by.
    pub branches: Vec<String>,
    /// Findings by area, greatest first.
    pub areas: Vec<AreaBar>,
    /// Outcomes of the files dropped last.
    pub received: Vec<InboxItem>,
    /// Units for which something waits to be sent.
    pub to_send: usize,
    /// Whether a round is open.
    pub has_round: bool,
    /// What the office above has handed down for this year, in words; empty when it has not.
    pub above: String,
}

/// A number with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kpi {
    /// The figure's name, which leads to what it counts.
    pub id: String,
    /// Meaning.
    pub label: String,
    /// Number.
    pub value: String,
    /// What stands behind it.
    pub of: String,
}

/// A row of the coverage matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewRow {
    /// Unit.
    pub id: EntryId,
    /// Short name.
    pub name: String,
    /// Branch.
    pub branch: String,
    /// Self-check.
    pub self_check: Badge,
    /// The self-check's record, when there is one.
    pub record: Option<EntryId>,
    /// Inspection.
    pub inspection: Badge,
    /// Feedback.
    pub feedback: Badge,
    /// Rectification.
    pub rectification: Badge,
    /// Whether versions wait to be settled.
    pub in_conflict: bool,
    /// What the office would do next; `None` when others have to act.
    pub next: Option<NextStep>,
    /// Urgency: smaller is more urgent.
    pub rank: u8,
}

/// A bar of the findings chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaBar {
    /// Area.
    pub name: String,
    /// Findings.
    pub count: usize,
    /// Length in percent of the longest.
    pub percent: usize,
}

/// 问题分析.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingsPage {
    /// Working papers.
    pub items: Vec<PaperItem>,
    /// By area.
    pub areas: Vec<AreaBar>,
    /// By nature.
    pub natures: Vec<AreaBar>,
    /// By branch.
    pub branches: Vec<AreaBar>,
}

/// Parts of a round to edit: field, label, kind.
const ROUND_FIELDS: [(&str, &str, &str); 8] = [
    ("title", "round.field_title", "text"),
    ("theme", "round.field_theme", "text"),
    ("office", "round.field_office", "text"),
    ("issuer", "round.field_issuer", "text"),
    ("contact", "round.field_contact", "text"),
    ("period_start", "round.field_start", "date"),
    ("period_end", "round.field_end", "date"),
    ("self_check_due", "round.field_due", "date"),
];

/// What is wrong with a day of the round; empty when nothing is.
fn wrong_day(kind: &str, label: &str, value: &str) -> String {
    if kind != "date" || !crate::doubts::entries::is_wrong(value) {
        return String::new();
    }
    templates::text_with("letter.no_day", &[("part", label), ("value", value)])
}

/// The first day of a round that is none, in words.
pub(crate) fn wrong_day_of(round: &ledger::Round) -> Option<String> {
    let days = [&round.period_start, &round.period_end, &round.self_check_due];
    let labels = ["round.field_start", "round.field_end", "round.field_due"];
    let words = labels.iter().zip(days).map(|(label, day)| wrong_day("date", templates::text(label), day));
    words.into_iter().find(|words| !words.is_empty())
}

/// The page of the round.
#[must_use]
pub fn round_page(state: &State) -> Option<RoundPage> {
    let book = state.book.as_ref()?;
    let round = book.current_round().map(|(_, round)| round);
    let newest = book.newest_round().map_or(state.today.year() - 1, |(_, round)| round.year);
    let fields = round.map(|round| {
        let value = |field: &str| match field {
            "title" => &round.title,
            "theme" => &round.theme,
            "office" => &round.office,
            "issuer" => &round.issuer,
            "contact" => &round.contact,
            "period_start" => &round.period_start,
            "period_end" => &round.period_end,
            _ => &round.self_check_due,
        };
        ROUND_FIELDS
            .iter()
            .map(|(field, label, kind)| HeadField {
                key: (*field).to_owned(),
                label: templates::text(label).to_owned(),
                value: value(field).clone(),
                kind,
                problem: wrong_day(kind, templates::text(label), value(field)),
                ..HeadField::default()
            })
            .collect()
    });
    let key = round.and_then(|round| round.office_key.parse::<exchange::PublicKey>().ok());
    let (facts, unknown_units) = round.map(|round| office_facts(state, book, round)).unwrap_or_default();
    Some(RoundPage {
        facts,
        unknown_units,
        year: round.map(|round| round.year),
        fields: fields.unwrap_or_default(),
        areas: catalogue::areas(&state.pack, round),
        catalogue_status: round.map(crate::forms::catalogue_status).unwrap_or_default(),
        proposed_days: round.map(proposed_days).unwrap_or_default(),
        proposed_by_law: round.map(|round| proposed_by_law(state, round)).unwrap_or_default(),
        units: round.map_or(0, |round| book.units_in(round).len()),
        key: key.map(|key| key.fingerprint()).unwrap_or_default(),
        fingerprint: super::unit::own_fingerprint(book),
        above: above(state),
        next_year: newest + 1,
        holidays: round.map(|round| holidays(state, book, round)).unwrap_or_default(),
    })
}

/// Labels of the days of a round that nobody has confirmed, joined.
pub(crate) fn proposed_days(round: &ledger::Round) -> String {
    let labels: Vec<&str> = crate::update::proposed_days(round).iter().map(|(label, _)| *label).collect();
    labels.join("、")
}

/// See [`RoundPage::proposed_by_law`].
fn proposed_by_law(state: &State, round: &ledger::Round) -> String {
    let known = crate::calendar::here(state).years.contains(&round.year);
    if known || round.proposed.is_empty() {
        return String::new();
    }
    templates::text_with("round.days_by_law", &[("years", &round.year.to_string())])
}

/// The facts the office sets as it typed them, and the lines among them that name no unit.
fn office_facts(state: &State, book: &ledger::Book, round: &ledger::Round) -> (Vec<HeadField>, Vec<String>) {
    let mut unknown = Vec::new();
    let fields = crate::facts::set_by_office(&state.pack, round).into_iter().map(|fact| {
        let text = round.fact_texts.get(&fact.key).cloned().unwrap_or_default();
        unknown.extend(crate::facts::read(book, round, &fact.kind, &text).1);
        let key = format!("fact-{}", fact.key);
        HeadField { key, label: fact.label, value: text, kind: "list", ..HeadField::default() }
    });
    (fields.collect(), unknown)
}

/// The coverage matrix.
#[must_use]
pub fn overview_page(state: &State) -> Option<OverviewPage> {
    let book = state.book.as_ref()?;
    let Some((id, round)) = book.current_round() else {
        return Some(OverviewPage {
            kpis: Vec::new(),
            first: "",
            rows: Vec::new(),
            branches: Vec::new(),
            areas: Vec::new(),
            received: Vec::new(),
            to_send: 0,
            has_round: false,
            above: String::new(),
        });
    };
    let units = coverage(book, state.pack.kinds(), id, round, state.today);
    let stats = stats_of(book, state.pack.kinds(), id, &units);
    let (urging, to_send) = (urging(state.pack.kinds(), book), to_send(book, state.pack.kinds(), id));
    // Nobody is pressed for what was due in a year that is over.
    let over = book.looks_back();
    let next = |row: &UnitProgress<'_>| {
        let late = matches!(row.stage, SelfCheckStage::Overdue(_));
        let step = next_step(state.pack.kinds(), row, urging.get(row.id).copied(), to_send.contains(row.id));
        step.filter(|step| !(over && late && matches!(step.command, Command::Compose { .. })))
    };
    let mut rows: Vec<OverviewRow> = units.iter().map(|row| overview_row(row, next(row))).collect();
    rows.sort_by_key(|row| row.rank);
    let mut branches: Vec<String> = rows.iter().map(|row| row.branch.clone()).collect();
    branches.sort();
    branches.dedup();
    Some(OverviewPage {
        to_send: to_send.len(),
        first: first_step(&stats),
        kpis: kpis(state, book, id, &stats),
        rows,
        branches,
        areas: bars(&stats.by_area),
        received: inbox_items(state),
        has_round: true,
        above: above(state),
    })
}

/// What to do before there is anything to count.
fn first_step(stats: &RoundStats) -> &'static str {
    match stats {
        RoundStats { units: 0, .. } => templates::text("overview.first_units"),
        stats if is_untouched(stats) => templates::text("overview.first_send"),
        _ => "",
    }
}

/// Whether nothing has come in, nobody was inspected and nothing was written: zeros would be figures about nothing.
fn is_untouched(stats: &RoundStats) -> bool {
    let done = [stats.reported, stats.inspected(), stats.findings, stats.letters, stats.unfinished];
    done.iter().all(|count| *count == 0) && stats.records.values().all(|count| *count == 0)
}

/// The figures that stand on top, as far as there is something to tell.
fn kpis(state: &State, book: &ledger::Book, round: &EntryId, stats: &RoundStats) -> Vec<Kpi> {
    let figures = FigureBook::of_round(&state.pack, book, round, state.today);
    let Some(figures) = figures.ok().filter(|_| stats.units > 0 && !is_untouched(stats)) else {
        return Vec::new();
    };
    let cards = figures.figures().iter().filter_map(|figure| Some((figure, figure.card.as_ref()?)));
    let there = cards.filter(|(_, card)| card.when.as_ref().is_none_or(|when| figures.count(when) > 0));
    there
        .map(|(figure, card)| Kpi {
            id: figure.id.clone(),
            label: figure.label.clone(),
            value: figures.get(&figure.id).number,
            of: card.words.replace("{count}", &figures.get(&card.beside).number),
        })
        .collect()
}

fn overview_row(row: &UnitProgress<'_>, next: Option<NextStep>) -> OverviewRow {
    let dash = || Badge::new(Tone::Plain, "—");
    let inspection = match (row.on_site, row.desk) {
        (true, _) => Badge::new(Tone::Good, templates::text("overview.on_site")),
        (false, true) => Badge::new(Tone::Good, templates::text("overview.desk")),
        (false, false) if row.records > 0 => Badge::new(Tone::Warn, templates::text("overview.daily")),
        (false, false) if row.unfinished > 0 => {
            let count = row.unfinished.to_string();
            Badge::new(Tone::Warn, templates::text_with("overview.unfinished", &[("count", &count)]))
        }
        (false, false) => dash(),
    };
    let feedback = row.feedback.map_or_else(dash, |state| {
        let issued = state == ledger::LetterState::Issued;
        Badge::new(if issued { Tone::Good } else { Tone::Warn }, state.label())
    });
    let total = row.findings.len();
    let rectification = match (total, row.overdue) {
        (0, _) => dash(),
        (_, 0) if row.closed == total => Badge::new(Tone::Good, format!("{total}/{total} 已销号")),
        (_, 0) => Badge::new(Tone::Good, format!("{}/{total}", row.closed)),
        (_, overdue) => Badge::new(Tone::Bad, format!("{overdue} 项逾期")),
    };
    let self_check = if row.in_conflict {
        Badge::new(Tone::Bad, templates::text("overview.conflict"))
    } else {
        stage_badge(row)
    };
    let bad = |badge: &Badge, tone: Tone| badge.tone == tone;
    let rank = if bad(&self_check, Tone::Bad) {
        0
    } else if bad(&rectification, Tone::Bad) {
        1
    } else if bad(&feedback, Tone::Warn) || bad(&self_check, Tone::Warn) {
        2
    } else {
        // Who waits for a step of the office comes before those who wait for nothing.
        3 + u8::from(next.is_none())
    };
    OverviewRow {
        id: row.id.clone(),
        name: visible(&row.unit.short_name),
        branch: branch(&row.unit.branch),
        self_check,
        record: row.self_check.cloned(),
        inspection,
        feedback,
        rectification,
        in_conflict: row.in_conflict,
        next,
        rank,
    }
}

/// Bars from counts, greatest first.
fn bars(counts: &std::collections::BTreeMap<String, usize>) -> Vec<AreaBar> {
    let longest = counts.values().copied().max().unwrap_or(1).max(1);
    let mut bars: Vec<AreaBar> = counts
        .iter()
        .map(|(name, count)| AreaBar { name: name.clone(), count: *count, percent: count * 100 / longest })
        .collect();
    bars.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    bars
}

/// Findings of the current round that go into feedback: what figures and charts count, and nothing else.
pub(super) fn counted_findings(kinds: &ledger::Kinds, book: &ledger::Book) -> Vec<ledger::Finding> {
    let round = book.current_round().map(|(id, _)| id);
    let mut findings = super::rectification::to_be_rectified(kinds, book);
    findings.retain(|finding| Some(&finding.round) == round);
    findings
}

/// Findings and their distribution.
#[must_use]
pub fn findings_page(state: &State) -> FindingsPage {
    let Some(book) = &state.book else {
        return FindingsPage {
            items: Vec::new(),
            areas: Vec::new(),
            natures: Vec::new(),
            branches: Vec::new(),
        };
    };
    let origins = Origins::of(state, book);
    let items = counted_findings(state.pack.kinds(), book)
        .iter()
        .filter_map(|finding| Some(paper_item(state, &origins, finding, book.record(&finding.id)?)))
        .collect();
    let stats = book
        .current_round()
        .map(|(id, round)| round_stats(book, state.pack.kinds(), id, round, state.today))
        .unwrap_or_default();
    let branches = stats
        .by_branch
        .iter()
        .filter(|(_, b)| b.findings > 0)
        .map(|(n, b)| (n.clone(), b.findings))
        .collect();
    FindingsPage {
        items,
        areas: bars(&stats.by_area),
        natures: bars(&stats.by_nature),
        branches: bars(&branches),
    }
}
