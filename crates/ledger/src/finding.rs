//! A finding (问题): the typed reading of a filled working paper (督查工作底稿, one matter one sheet).

use serde_json::Value;

use crate::book::{Book, form_name};
use crate::content::Record;
use crate::entry::EntryId;
use crate::told::Told;

/// Form that findings are written on.
pub const WORKING_PAPER: &str = "working-paper";
/// Form that rectification of a finding is kept on.
pub const RECTIFICATION: &str = "rectification";

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
    /// 严重程度.
    pub severity: Severity,
    /// 是否屡查屡犯.
    pub recurrent: bool,
    /// 整改建议.
    pub suggestion: String,
    /// 建议时限, `YYYY-MM-DD`; empty when none was set.
    pub due: String,
    /// 处理: what became of it.
    pub disposition: Option<Disposition>,
}

/// 严重程度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 一般.
    Ordinary,
    /// 较重.
    Serious,
    /// 重大.
    Major,
}

/// 处理 of a working paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disposition {
    /// 列入反馈.
    Feedback,
    /// 口头提醒.
    Reminded,
    /// 不列入.
    Dropped,
    /// 转为政策完善建议 (earlier 转建议).
    Suggestion,
    /// 移交问题线索 (earlier 移交).
    HandedOver,
}

impl Severity {
    /// As people write it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "一般",
            Self::Serious => "较重",
            Self::Major => "重大",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "重大" => Self::Major,
            "较重" => Self::Serious,
            _ => Self::Ordinary,
        }
    }
}

impl Disposition {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "列入反馈" => Some(Self::Feedback),
            "口头提醒" => Some(Self::Reminded),
            "不列入" => Some(Self::Dropped),
            "转为政策完善建议" | "转建议" => Some(Self::Suggestion),
            "移交问题线索" | "移交" => Some(Self::HandedOver),
            _ => None,
        }
    }
}

impl Finding {
    /// Reads a working paper. Blank answers become empty texts; nothing fails.
    #[must_use]
    pub fn read(id: &EntryId, record: &Record) -> Self {
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
            severity: Severity::parse(&text("severity")),
            recurrent: text("recurrent") == "是",
            suggestion: text("suggestion"),
            due: text("due"),
            disposition: Disposition::parse(&text("disposition")),
        }
    }
}

/// States of rectification before anybody said anything, today's word and the earlier one.
pub const FIRST_STATES: [&str; 2] = ["待报措施", "待制定"];

/// Whether a rectification record says what will be done about its finding, or how far that is.
#[must_use]
pub fn has_measures(record: &Record) -> bool {
    let state = answer_text(record, "state");
    !answer_text(record, "measure").is_empty()
        || !(state.is_empty() || FIRST_STATES.contains(&state.as_str()))
}

/// Whether somebody wrote anything on a rectification record about a finding. The product itself fills in the limit of the
/// finding, the first state and that nothing was put off; a record with no more than that says nothing.
#[must_use]
pub fn is_answered(book: &Book, finding: &EntryId, record: &Record) -> bool {
    says_more_than(book.record(finding), record)
}

/// The same, beside the paper it is about; `None` when the book does not have that.
#[must_use]
pub fn says_more_than(paper: Option<&Record>, record: &Record) -> bool {
    // Another unit's record answers nothing.
    if paper.is_some_and(|paper| paper.unit != record.unit) {
        return false;
    }
    let own = record.answers.iter().filter(|(_, value)| !says_nothing(value)).any(|(field, value)| {
        let text = value.as_str().unwrap_or_default().trim();
        match field.as_str() {
            "due" => false,
            "state" => !FIRST_STATES.contains(&text),
            "extended" => text != "否",
            _ => true,
        }
    });
    let due = || answer_text(record, "due");
    let limit = || paper.map(|paper| answer_text(paper, "due")).unwrap_or_default();
    own || (!due().is_empty() && due() != limit())
}

/// Whether a stored value holds nothing that anybody wrote, such as a table of empty rows.
fn says_nothing(value: &Value) -> bool {
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
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.records_of(WORKING_PAPER).map(|(id, record)| Finding::read(id, record)).collect();
        findings.sort_by(|a, b| (&a.unit, &a.number, &a.id).cmp(&(&b.unit, &b.number, &b.id)));
        findings
    }

    /// Findings on working papers that are finished: those that letters, figures and ledgers may speak of.
    #[must_use]
    pub fn finished_findings(&self) -> Vec<Finding> {
        let (mut findings, told) = (self.findings(), self.told());
        findings.retain(|finding| {
            self.record(&finding.id).is_some_and(|paper| counts(&told, &finding.id, paper))
        });
        findings
    }
}

/// Whether a record of the round counts: it is finished, or it is a paper whose finding was told already.
pub(crate) fn counts(told: &Told<'_>, id: &EntryId, record: &Record) -> bool {
    record.is_finished()
        || (form_name(&record.form) == WORKING_PAPER && told.tells(&Finding::read(id, record)))
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
