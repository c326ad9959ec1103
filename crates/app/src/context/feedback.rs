//! Data of the feedback letter (D22) and its list of findings (D23).

use expr::Date;
use ledger::book::form_name;
use ledger::finding::answer_text;
use ledger::kinds::Counts;
use ledger::progress::{SelfCheckStage, self_check_stage};
use ledger::{Book, Calendar, Disposition, EntryId, Finding, Kinds, Round};
use serde_json::{Value, json};
use templates::Pack;

use super::finding::{rectifications, standing};

/// Days after which the rectification plan is due, counted in working days ([def] in the rule book: 15 days).
const PLAN_DAYS: u32 = 15;
/// Calendar days after which the rectification report is due (two months).
const REPORT_DAYS: i64 = 60;
/// Calendar days after which a written reply is due.
const REPLY_DAYS: i64 = 14;

/// Data for a letter to a unit about its findings. `chosen` limits the findings; empty takes all that are marked 列入反馈.
#[must_use]
pub fn feedback(
    pack: &Pack,
    book: &Book,
    round_id: &EntryId,
    unit_id: &EntryId,
    chosen: &[EntryId],
    today: Date,
) -> Value {
    let (round, unit) = (super::round_of(book, round_id), book.unit(unit_id).cloned().unwrap_or_default());
    let mut data = super::common(book, round, Some(&unit), today);
    let findings = chosen_findings(pack, book, round_id, unit_id, chosen);
    let kinds = pack.kinds();
    let inspected = inspected(kinds, book, round_id, unit_id);
    let (first, last) = visit_days(kinds, &inspected);
    let due = Due::of(&crate::calendar::of(pack, book), book, &findings, today);
    let rectified = rectifications(book);
    let row = |finding: &Finding| {
        let mut row = super::finding_data(finding, super::tier(&unit));
        super::extend(&mut row, standing(finding, rectified.get(&finding.id).copied(), true, today));
        row
    };
    super::extend(
        &mut data,
        json!({
            "findings": findings.iter().map(row).collect::<Vec<_>>(),
            "chosen": !chosen.is_empty(),
            "methods": methods(kinds, &inspected, |_| true),
            "daily_methods": methods(kinds, &inspected, |counts| counts == Some(Counts::Daily)),
            "visit_first": first,
            "visit_last": last,
            "plan_due": due.plan,
            "report_due": due.report,
            "reply_due": due.reply,
            "silent_days": silent_days(book, round, round_id, unit_id, today),
        }),
    );
    data
}

/// Days since the deadline of the self-check while the unit has handed in none; 0 when it has, or has time.
fn silent_days(book: &Book, round: Option<&Round>, round_id: &EntryId, unit: &EntryId, today: Date) -> i64 {
    let stage = round.map(|round| self_check_stage(book, round_id, round, unit, today));
    if let Some(SelfCheckStage::Overdue(days)) = stage { days } else { 0 }
}

/// Days that a letter written today proposes, working days all of them.
struct Due {
    plan: Date,
    report: Date,
    reply: Date,
}

impl Due {
    /// The plan comes before the first limit of a finding that is not put right at once, the report not before the last
    /// limit of any, so that no day of the letter contradicts another.
    fn of(calendar: &Calendar, book: &Book, findings: &[Finding], today: Date) -> Self {
        let at_once = |finding: &Finding| {
            book.record(&finding.id).is_some_and(|paper| answer_text(paper, "on_the_spot") == "是")
        };
        let limit = |finding: &Finding| finding.due.parse::<Date>().ok().filter(|limit| *limit > today);
        let first = findings.iter().filter(|finding| !at_once(finding)).filter_map(limit).min();
        let last = findings.iter().filter_map(limit).max();
        let usual = calendar.plus_workdays(today, PLAN_DAYS);
        let next = calendar.plus_workdays(today, 1);
        let plan = first.filter(|first| *first < usual).map(|first| calendar.workday_until(first).max(next));
        let plan = plan.unwrap_or(usual);
        let report = today.plus_days(REPORT_DAYS).max(last.unwrap_or(today)).max(plan);
        Self {
            plan,
            report: calendar.workday_from(report),
            reply: calendar.workday_from(today.plus_days(REPLY_DAYS)),
        }
    }
}

/// Findings in the order the drafter chose, or all that go into feedback in the order of the catalogue's areas.
fn chosen_findings(
    pack: &Pack,
    book: &Book,
    round: &EntryId,
    unit: &EntryId,
    chosen: &[EntryId],
) -> Vec<Finding> {
    if !chosen.is_empty() {
        let finished = |id: &EntryId| book.record(id).filter(|record| record.is_finished());
        let read = |id: &EntryId| finished(id).map(|record| Finding::read(id, record));
        return chosen.iter().filter_map(read).collect();
    }
    let areas = crate::forms::area_names(pack, super::round_of(book, round));
    let mut findings: Vec<Finding> = book
        .finished_findings()
        .into_iter()
        .filter(|f| f.unit == *unit && f.round == *round && f.disposition == Some(Disposition::Feedback))
        .collect();
    findings.sort_by_key(|f| areas.iter().position(|area| *area == f.area).unwrap_or(areas.len()));
    findings
}

/// Form and day of every finished record of an inspection of the unit in the round.
fn inspected(kinds: &Kinds, book: &Book, round: &EntryId, unit: &EntryId) -> Vec<(String, String)> {
    book.records()
        .filter(|(_, record)| record.unit == *unit && record.round == *round && record.is_finished())
        .map(|(_, record)| (form_name(&record.form).to_owned(), kinds.day(record)))
        .collect()
}

/// Names of the methods whose records exist, of those that count as is wanted.
fn methods<'k>(
    kinds: &'k Kinds,
    inspected: &[(String, String)],
    wanted: impl Fn(Option<Counts>) -> bool,
) -> Vec<&'k str> {
    let used = |form: &str| inspected.iter().any(|(own, _)| own == form);
    let all = kinds.in_order().into_iter().filter(|(form, kind)| wanted(kind.counts) && used(form));
    all.filter_map(|(_, kind)| kind.method.as_deref()).collect()
}

/// First and last day on which the team looked at the unit, from the dates of the records; empty when there are none.
fn visit_days(kinds: &Kinds, inspected: &[(String, String)]) -> (String, String) {
    let visiting = |form: &str| kinds.counts(form).is_some_and(|counts| counts != Counts::Daily);
    let days = inspected.iter().filter(|(form, day)| visiting(form) && !day.is_empty()).map(|(_, day)| day);
    (days.clone().min().cloned().unwrap_or_default(), days.max().cloned().unwrap_or_default())
}
