//! A finding (问题): the typed reading of a filled working paper (督查工作底稿, one matter one sheet).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::book::Book;
use crate::content::Record;
use crate::entry::EntryId;
use crate::kinds::{Kinds, Meaning, Part};
use crate::told::Told;

/// A problem found in supervision.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The working paper.
    pub id: EntryId,
    /// Its number, printed nowhere in the letter but kept for tracing.
    pub number: String,
    /// Round.
    pub round: EntryId,
    /// Unit.
    pub unit: EntryId,
    /// Area of the catalogue (所属领域), by name.
    pub area: String,
    /// 问题标题, a judgement of at most 40 characters.
    pub title: String,
    /// 事实描述.
    pub facts: String,
    /// 违反或不符的依据.
    pub basis: String,
    /// 性质.
    pub nature: String,
    /// 落实问题 or 政策完善建议 (R6).
    pub category: String,
    /// 严重程度, in the words of the form; empty when none was chosen.
    pub severity: String,
    /// 整改建议.
    pub suggestion: String,
    /// 建议时限, `YYYY-MM-DD`; empty when none was set.
    pub due: String,
    /// What its answers mean: what becomes of it, how grave it is.
    pub means: BTreeSet<Meaning>,
}

impl Finding {
    /// Reads a working paper. Blank answers become empty texts; nothing fails.
    #[must_use]
    pub fn read(kinds: &Kinds, id: &EntryId, record: &Record) -> Self {
        let text = |field: &str| answer_text(record, field);
        Self {
            id: id.clone(),
            number: record.number.clone(),
            round: record.round.clone(),
            unit: record.unit.clone(),
            area: text("area"),
            title: text("title"),
            facts: text("facts"),
            basis: text("basis"),
            nature: text("nature"),
            category: text("category"),
            severity: text("severity"),
            suggestion: text("suggestion"),
            due: text("due"),
            means: kinds.meanings(record),
        }
    }

    /// Whether its paper says something of it.
    #[must_use]
    pub fn means(&self, meaning: Meaning) -> bool {
        self.means.contains(&meaning)
    }
}

/// Whether a rectification record says what will be done about its finding, or how far that is.
#[must_use]
pub fn has_measures(kinds: &Kinds, record: &Record) -> bool {
    let state = answer_text(record, "state");
    !answer_text(record, "measure").is_empty()
        || !(state.is_empty() || kinds.means(&record.form, "state", &state, Meaning::Unsaid))
}

/// Whether somebody wrote anything on a rectification record about a finding. The product itself fills in the limit of the
/// finding, the first state and that nothing was put off; a record with no more than that says nothing.
#[must_use]
pub fn is_answered(book: &Book, kinds: &Kinds, finding: &EntryId, record: &Record) -> bool {
    says_more_than(kinds, book.record(finding), record)
}

/// The same, beside the paper it is about; `None` when the book does not have that.
#[must_use]
pub fn says_more_than(kinds: &Kinds, paper: Option<&Record>, record: &Record) -> bool {
    // Another unit's record answers nothing.
    if paper.is_some_and(|paper| paper.unit != record.unit) {
        return false;
    }
    let own = record.answers.iter().filter(|(_, value)| !says_nothing(value)).any(|(field, value)| {
        let text = value.as_str().unwrap_or_default().trim();
        field != "due" && !kinds.means(&record.form, field, text, Meaning::Unsaid)
    });
    let due = || answer_text(record, "due");
    let limit = || paper.map(|paper| answer_text(paper, "due")).unwrap_or_default();
    own || (!due().is_empty() && due() != limit())
}

/// Whether a stored value holds nothing that anybody wrote, such as a table of empty rows.
#[must_use]
pub fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => expr::says_nothing(text),
        Value::Array(list) => list.iter().all(says_nothing),
        Value::Object(map) => map.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Book {
    /// All findings, in order of unit, then working paper.
    #[must_use]
    pub fn findings(&self, kinds: &Kinds) -> Vec<Finding> {
        let papers = self.records_of(kinds.form(Part::Finding));
        let mut findings: Vec<Finding> =
            papers.map(|(id, record)| Finding::read(kinds, id, record)).collect();
        findings.sort_by(|a, b| (&a.unit, &a.number, &a.id).cmp(&(&b.unit, &b.number, &b.id)));
        findings
    }

    /// Findings on working papers that are finished: those that letters, figures and ledgers may speak of.
    #[must_use]
    pub fn finished_findings(&self, kinds: &Kinds) -> Vec<Finding> {
        let (mut findings, told) = (self.findings(kinds), self.told());
        findings.retain(|finding| {
            self.record(&finding.id).is_some_and(|paper| counts(kinds, &told, &finding.id, paper))
        });
        findings
    }
}

/// Whether a record of the round counts: it is finished, or it is a paper whose finding was told already.
pub(crate) fn counts(kinds: &Kinds, told: &Told<'_>, id: &EntryId, record: &Record) -> bool {
    record.is_finished()
        || (kinds.plays(&record.form, Part::Finding) && told.tells(&Finding::read(kinds, id, record)))
}

/// An answer as plain text: strings as they are, numbers written out, lists joined with 、; blank is empty.
#[must_use]
pub fn answer_text(record: &Record, field: &str) -> String {
    match record.answers.get(field) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        _ => String::new(),
    }
}
