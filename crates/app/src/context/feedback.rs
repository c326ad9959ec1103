//! Data of the feedback letter (D22) and its list of findings (D23).

use expr::Date;
use ledger::book::form_name;
use ledger::finding::answer_text;
use ledger::{Book, Calendar, Disposition, EntryId, Finding};
use serde_json::{Value, json};
use templates::Pack;

/// Days after which the rectification plan is due, counted in working days ([def] in the rule book: 15 days).
const PLAN_DAYS: u32 = 15;
/// Calendar days after which the rectification report is due (two months).
const REPORT_DAYS: i64 = 60;

/// Forms that show how a unit was inspected, with the name of the method.
const METHODS: [(&str, &str); 10] = [
    ("desk-review", "书面审核"),
    ("verification", "核查自查情况"),
    ("online-check", "网络抽查"),
    ("phone-call", "电话随访"),
    ("hearing", "听取汇报"),
    ("discussion", "座谈交流"),
    ("interview", "个别访谈"),
    ("reading-list", "查阅材料"),
    ("branch-check", "支部抽查"),
    ("spot-visit", "实地抽查"),
];

/// Data for a unit's feedback letter. `chosen` limits the findings; empty takes all that are marked 列入反馈.
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
    let findings = chosen_findings(book, round_id, unit_id, chosen);
    let (first, last) = visit_days(book, round_id, unit_id);
    let due = |calendar: &Calendar| calendar.plus_workdays(today, PLAN_DAYS);
    super::extend(
        &mut data,
        json!({
            "findings": findings.iter().map(|f| super::finding_data(f, super::tier(&unit))).collect::<Vec<_>>(),
            "methods": methods(book, round_id, unit_id),
            "visit_first": first,
            "visit_last": last,
            "plan_due": due(&pack.calendar()),
            "report_due": today.plus_days(REPORT_DAYS),
        }),
    );
    data
}

fn chosen_findings(book: &Book, round: &EntryId, unit: &EntryId, chosen: &[EntryId]) -> Vec<Finding> {
    if !chosen.is_empty() {
        let read = |id: &EntryId| book.record(id).map(|record| Finding::read(id, record));
        return chosen.iter().filter_map(read).collect();
    }
    book.findings()
        .into_iter()
        .filter(|f| f.unit == *unit && f.round == *round && f.disposition == Some(Disposition::Feedback))
        .collect()
}

fn methods(book: &Book, round: &EntryId, unit: &EntryId) -> Vec<&'static str> {
    let used = |form: &str| {
        book.records().any(|(_, r)| r.round == *round && r.unit == *unit && form_name(&r.form) == form)
    };
    METHODS.iter().filter(|(form, _)| used(form)).map(|(_, name)| *name).collect()
}

/// First and last day on which the unit was inspected, from the dates of the records; empty when there are none.
fn visit_days(book: &Book, round: &EntryId, unit: &EntryId) -> (String, String) {
    let mut days: Vec<String> = book
        .records()
        .filter(|(_, r)| r.round == *round && r.unit == *unit)
        .filter(|(_, r)| METHODS.iter().any(|(form, _)| *form == form_name(&r.form)))
        .map(|(_, r)| answer_text(r, "date"))
        .filter(|day| day.parse::<Date>().is_ok())
        .collect();
    days.sort();
    (days.first().cloned().unwrap_or_default(), days.last().cloned().unwrap_or_default())
}
