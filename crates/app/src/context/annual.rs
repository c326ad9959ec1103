//! Data of the annual supervision report (D35): every number of the round, counted, never typed.

use std::collections::{BTreeMap, BTreeSet};

use expr::Date;
use ledger::finding::{answer_text, has_measures};
use ledger::progress::{SelfCheckStage, UnitProgress, VERIFICATION, coverage, is_known};
use ledger::stats::{NO_BRANCH, RoundStats, stats_of};
use ledger::{Book, EntryId, Finding, Record, Round};
use serde_json::{Value, json};
use templates::Pack;

use super::finding::{rectifications, standing};
use super::self_check_facts;

/// Units named in the text when their self-check is missing; the rest are counted.
const NAMED_UNITS: usize = 10;
/// Titles quoted for an area in the text; the rest stand in the annex.
const QUOTED_TITLES: usize = 5;
/// Register that good practices of the self-checks feed, as the catalogue names it.
const GOOD_PRACTICES: &str = "先进典型库";

/// Data for the annual report of a round.
#[must_use]
pub fn annual(pack: &Pack, book: &Book, round_id: &EntryId, today: Date) -> Value {
    let Some(round) = super::round_of(book, round_id) else { return Value::Null };
    let rows = coverage(book, pack.kinds(), round_id, round, today);
    let stats = stats_of(book, round_id, &rows);
    let mut data = super::common(book, Some(round), None, today);
    let missing: Vec<&str> = rows
        .iter()
        .filter(|row| !row.stage.reported() && row.stage != SelfCheckStage::Returned)
        .map(|row| row.unit.short_name.as_str())
        .collect();
    let order = crate::forms::area_names(pack, Some(round));
    let mut counted = stats_data(pack, book, &rows, &stats, &order);
    let rectified = rectifications(book);
    let told = book.told();
    let known = |finding: &Finding| is_known(book, &told, finding);
    super::extend(&mut counted, more_stats(book, round, &rows, &rectified, today));
    super::extend(
        &mut data,
        json!({
            "stats": counted,
            "units": rows.iter().map(|row| unit_row(row)).collect::<Vec<_>>(),
            "unreported": missing.iter().take(NAMED_UNITS).collect::<Vec<_>>(),
            "unreported_more": missing.len() > NAMED_UNITS,
            "areas": areas(&rows, &stats, &order),
            "findings": rows.iter().flat_map(|row| finding_rows(row, &rectified, known, today)).collect::<Vec<_>>(),
            "examples": examples(pack, book, round_id, round, &rows),
        }),
    );
    data
}

/// Counts that a sentence needs for being true: who got the self-check back, and which findings were really sent or have
/// measures in their rectification record.
fn more_stats(
    book: &Book,
    round: &Round,
    rows: &[UnitProgress<'_>],
    rectified: &BTreeMap<&EntryId, &Record>,
    today: Date,
) -> Value {
    let due: Option<Date> = round.self_check_due.parse().ok();
    let told = book.told();
    let planned = |finding: &Finding| rectified.get(&finding.id).is_some_and(|record| has_measures(record));
    let findings = || rows.iter().flat_map(|row| &row.findings);
    json!({
        "returned": rows.iter().filter(|row| row.stage == SelfCheckStage::Returned).count(),
        "sent": findings().filter(|finding| told.tells(finding)).count(),
        "in_ledger": findings().filter(|finding| planned(finding)).count(),
        "due_passed": due.is_some_and(|due| due < today),
    })
}

fn stats_data(
    pack: &Pack,
    book: &Book,
    rows: &[UnitProgress<'_>],
    stats: &RoundStats,
    order: &[String],
) -> Value {
    let mut methods = stats.records.clone();
    methods.retain(|form, _| pack.kinds().is_common(form));
    let total: usize = methods.values().sum();
    let kinds: Vec<Value> = ranked(&methods, &[])
        .iter()
        .map(|(form, count)| json!({ "name": super::form_title(pack, form), "count": count }))
        .collect();
    let by_area = ranked(&stats.by_area, order);
    let (average, grades) = scores(book, rows);
    json!({
        "units": stats.units, "reported": stats.reported, "late": stats.late, "unfinished": stats.unfinished,
        "on_site": stats.on_site, "desk": stats.desk, "inspected": stats.inspected(),
        "record_total": total, "record_kinds": kinds,
        "papers": stats.records.get("working-paper").copied().unwrap_or(0),
        "discussed_people": stats.discussed_people,
        "discussed_uncountable": stats.discussed_people >= ledger::stats::UNCOUNTABLE,
        "findings": stats.findings, "recurrent": stats.recurrent, "suggestions": stats.suggestions,
        "letters": stats.letters, "issued": stats.issued, "closed": stats.closed, "overdue": stats.overdue,
        "by_area": named(&by_area),
        "by_severity": named(&worst_first(&stats.by_severity)), "by_nature": named(&ranked(&stats.by_nature, &[])),
        "by_branch": branches(rows, stats),
        "average_score": average, "grades": grades,
    })
}

/// Branches in the order in which the roster first names them.
fn branches(rows: &[UnitProgress<'_>], stats: &RoundStats) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for name in rows.iter().map(|row| branch_of(row)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let row = |name: &str| {
        let b = stats.by_branch.get(name)?;
        Some(json!({
            "name": name, "units": b.units, "reported": b.reported, "inspected": b.inspected,
            "findings": b.findings, "closed": b.closed,
        }))
    };
    names.into_iter().filter_map(row).collect()
}

fn branch_of<'a>(row: &'a UnitProgress<'_>) -> &'a str {
    if row.unit.branch.is_empty() { NO_BRANCH } else { row.unit.branch.as_str() }
}

/// Greatest first; equal counts in the given order, then by name, so that it never depends on the data's way in.
fn ranked(counts: &BTreeMap<String, usize>, order: &[String]) -> Vec<(String, usize)> {
    let place = |name: &str| order.iter().position(|own| own == name).unwrap_or(order.len());
    let mut list: Vec<(String, usize)> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
    list.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), place(name), name.clone()));
    list
}

/// Severities from 重大 down, those without findings left out.
fn worst_first(counts: &BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let severities = [ledger::Severity::Major, ledger::Severity::Serious, ledger::Severity::Ordinary];
    severities.iter().filter_map(|s| Some((s.label().to_owned(), *counts.get(s.label())?))).collect()
}

fn named(list: &[(String, usize)]) -> Vec<Value> {
    list.iter().map(|(name, count)| json!({ "name": name, "count": count })).collect()
}

/// Average self-score (one decimal, as text) and how many units fall into each grade.
fn scores(book: &Book, rows: &[UnitProgress<'_>]) -> (String, Vec<Value>) {
    let facts: Vec<_> = reported(rows).filter_map(|id| self_check_facts(book, id)).collect();
    let scored: Vec<f64> = facts.iter().filter_map(|f| f.score).collect();
    if scored.is_empty() {
        return (String::new(), Vec::new());
    }
    let mean = scored.iter().sum::<f64>() / scored.len() as f64;
    let mut grades: Vec<(String, usize)> = Vec::new();
    for grade in facts.iter().filter_map(|f| f.grade.clone()) {
        match grades.iter_mut().find(|(name, _)| *name == grade) {
            Some((_, count)) => *count += 1,
            None => grades.push((grade, 1)),
        }
    }
    grades.sort_by_key(|(name, _)| ["好", "较好", "一般", "差"].iter().position(|g| g == name));
    (format!("{mean:.1}"), named(&grades))
}

/// Self-checks that count as reported: what was returned is not yet.
fn reported<'a>(rows: &'a [UnitProgress<'_>]) -> impl Iterator<Item = &'a EntryId> {
    rows.iter().filter(|row| row.stage.reported()).filter_map(|row| row.self_check)
}

/// Good practices the units reported, and whether a team verified what the unit wrote as true.
fn examples(
    pack: &Pack,
    book: &Book,
    round_id: &EntryId,
    round: &Round,
    rows: &[UnitProgress<'_>],
) -> Vec<Value> {
    let items = crate::forms::item_ids(pack, round, GOOD_PRACTICES);
    let counts = |(_, record): &(&EntryId, &Record)| record.round == *round_id && record.is_finished();
    let mut verdicts: BTreeMap<&EntryId, Vec<String>> = BTreeMap::new();
    for (_, record) in book.records_of(VERIFICATION).filter(counts) {
        let given = items.iter().map(|item| answer_text(record, &format!("{item}_verdict")));
        verdicts.entry(&record.unit).or_default().extend(given.filter(|verdict| !verdict.is_empty()));
    }
    let verified = |unit: &EntryId| {
        verdicts.get(unit).is_some_and(|all| !all.is_empty() && all.iter().all(|verdict| verdict == "属实"))
    };
    reported(rows)
        .filter_map(|id| {
            let text = self_check_facts(book, id)?.example;
            let record = book.record(id)?;
            let unit = book.unit(&record.unit)?;
            let verified = verified(&record.unit);
            (!text.is_empty()).then(|| json!({ "unit": unit.short_name, "text": text, "verified": verified }))
        })
        .collect()
}

fn areas(rows: &[UnitProgress<'_>], stats: &RoundStats, order: &[String]) -> Vec<Value> {
    let findings: Vec<&Finding> = rows.iter().flat_map(|row| &row.findings).collect();
    ranked(&stats.by_area, order)
        .into_iter()
        .map(|(area, count)| {
            let own = || findings.iter().filter(|f| f.area == area);
            let units: BTreeSet<&EntryId> = own().map(|f| &f.unit).collect();
            let mut titles: Vec<&str> = Vec::new();
            for finding in own() {
                if !titles.contains(&finding.title.as_str()) {
                    titles.push(&finding.title);
                }
            }
            let more = titles.len() > QUOTED_TITLES;
            titles.truncate(QUOTED_TITLES);
            json!({ "name": area, "count": count, "units": units.len(), "titles": titles, "more": more })
        })
        .collect()
}

fn unit_row(row: &UnitProgress<'_>) -> Value {
    json!({
        "name": row.unit.short_name, "branch": branch_of(row), "stage": stage_label(row.stage, row.late_by),
        "method": method(row), "findings": row.findings.len(), "closed": row.closed,
    })
}

fn method(row: &UnitProgress<'_>) -> &'static str {
    match (row.on_site, row.desk) {
        (true, _) => "实地",
        (false, true) => "书面",
        (false, false) => "—",
    }
}

/// A stage of the self-check in a few characters, for tables; `late_by` is how many days after the deadline it came.
#[must_use]
pub fn stage_label(stage: SelfCheckStage, late_by: Option<i64>) -> String {
    let late = late_by.map(|days| format!("（逾期{days}天）")).unwrap_or_default();
    match stage {
        SelfCheckStage::NotStarted => "未报送".to_owned(),
        SelfCheckStage::Overdue(days) => format!("未报送（逾期{days}天）"),
        SelfCheckStage::Filling => "填报中".to_owned(),
        SelfCheckStage::Submitted(on) | SelfCheckStage::Late(on) | SelfCheckStage::Accepted(on) => {
            format!("{}报送{late}", on.chinese_short())
        }
        SelfCheckStage::Returned => "退回修改".to_owned(),
    }
}

fn finding_rows(
    row: &UnitProgress<'_>,
    rectified: &BTreeMap<&EntryId, &Record>,
    known: impl Fn(&Finding) -> bool,
    today: Date,
) -> Vec<Value> {
    row.findings
        .iter()
        .map(|finding| {
            let mut data = super::finding_data(finding, super::tier(row.unit));
            super::extend(
                &mut data,
                standing(finding, rectified.get(&finding.id).copied(), known(finding), today),
            );
            super::extend(&mut data, json!({ "unit": row.unit.short_name }));
            data
        })
        .collect()
}
