//! A case: who is asked, what they answer, what the teams find, and the numbers at the end of the year.

use expr::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

/// `case.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// Day on which the office begins.
    pub(crate) today: Date,
    /// Parts of the round the office sets.
    pub(crate) round: Map<String, Value>,
    /// Units that take part in the play.
    pub(crate) units: Vec<UnitCase>,
    /// Records of the team.
    pub(crate) records: Vec<RecordCase>,
    /// Number of the feedback letter to the first unit.
    pub(crate) letter_number: String,
    /// Answers to the rectification form of the first unit.
    pub(crate) rectification: Map<String, Value>,
    /// What the office answers there to close the problem.
    pub(crate) closing: Map<String, Value>,
    /// What must come out.
    pub(crate) expect: Expect,
}

/// A unit and what it answers; whatever else its form asks is answered somehow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitCase {
    pub(crate) name: String,
    /// Day on which it submits.
    pub(crate) on: Date,
    pub(crate) answers: Map<String, Value>,
}

/// A record the team writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordCase {
    pub(crate) unit: String,
    pub(crate) form: String,
    #[serde(default)]
    pub(crate) answers: Map<String, Value>,
}

/// Numbers and sentences.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    pub(crate) units: usize,
    pub(crate) reported: usize,
    pub(crate) late: usize,
    pub(crate) on_site: usize,
    pub(crate) desk: usize,
    pub(crate) findings: usize,
    pub(crate) recurrent: usize,
    pub(crate) suggestions: usize,
    pub(crate) closed: usize,
    /// Findings of the first unit's feedback.
    pub(crate) fed_back: usize,
    /// What the first unit's self-check report says.
    pub(crate) self_check_report: Vec<String>,
    /// What the feedback letter says.
    pub(crate) letter: Vec<String>,
    /// What the annual report says.
    pub(crate) annual_report: Vec<String>,
}
