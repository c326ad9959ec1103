//! What an entry can be: a unit, a round, a filled form, a review of one, or a drafted document.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::book::Role;
use crate::entry::EntryId;

/// The content of one version of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Content {
    /// A supervised unit (督查对象).
    Unit(Unit),
    /// A year's supervision (批次).
    Round(Box<Round>),
    /// A filled form: self-check, verification, phone call, working paper, rectification.
    Record(Record),
    /// The office's decision about a submitted record.
    Review(Review),
    /// What somebody decided about a record, by the life cycle of its kind.
    Event(Event),
    /// A drafted or issued document.
    Letter(Box<Letter>),
    /// A picture that documents show.
    Picture(Picture),
    /// The entry was removed; kept so that a merge does not bring it back.
    Removed,
}

impl Content {
    /// Whether a reader would see no difference. What follows from the rest (figures, what a draft was composed from) and
    /// findings that somebody set aside are not looked at.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (Self::Record(one), Self::Record(other)) => {
                let figures = one.figures.clone();
                *one == Record { figures, ..other.clone() }
            }
            (Self::Letter(one), Self::Letter(other)) => {
                let (composed, composed_head) = (one.composed.clone(), one.composed_head.clone());
                let (composed_inputs, ignored) = (one.composed_inputs.clone(), one.ignored.clone());
                **one == Letter { composed, composed_head, composed_inputs, ignored, ..(**other).clone() }
            }
            _ => false,
        }
    }
}

/// 督查对象: a row of the roster. Roster columns keep their names so that a CSV maps one to one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// 全称.
    pub name: String,
    /// 规范化简称.
    pub short_name: String,
    /// 党组织称谓 used in letters (金属所党委).
    pub party_name: String,
    /// 分院 it belongs to; empty for units without one.
    #[serde(default)]
    pub branch: String,
    /// 分院分党组, 院属单位党委, 院直管单位 or 院机关党组织.
    pub kind: String,
    /// Organ that supervises it in the annual round (分级负责).
    #[serde(default)]
    pub supervised_by: String,
    /// City.
    #[serde(default)]
    pub city: String,
    /// How sure the roster is: 高, 中, 低.
    #[serde(default)]
    pub certainty: String,
    /// Branch that took over after a merger; empty when none.
    #[serde(default)]
    pub successor_branch: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

impl Unit {
    /// Whether people call the unit or its party organisation so.
    #[must_use]
    pub fn is_called(&self, organ: &str) -> bool {
        [&self.name, &self.short_name, &self.party_name].iter().any(|name| !name.is_empty() && *name == organ)
    }
}

/// 批次: one year's supervision as the office opened it. Travels to every unit in the task file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Year supervised.
    pub year: i32,
    /// Title shown everywhere (2026年度党建工作督查).
    pub title: String,
    /// 工作主题.
    #[serde(default)]
    pub theme: String,
    /// Office that runs the round and receives submissions.
    pub office: String,
    /// Organ that issues its documents.
    #[serde(default)]
    pub issuer: String,
    /// Last day for self-check submissions, `YYYY-MM-DD`.
    pub self_check_due: String,
    /// First day of the self-check period.
    pub period_start: String,
    /// Last day of the self-check period.
    pub period_end: String,
    /// The self-check catalogue of this round, whole, so that a later edition never changes a filed answer.
    pub catalogue: Value,
    /// Public key that submissions are sealed to; empty when the office chose plain files.
    #[serde(default)]
    pub office_key: String,
    /// Contact for questions.
    #[serde(default)]
    pub contact: String,
    /// Units that take part; empty means every unit of the roster.
    #[serde(default)]
    pub units: BTreeSet<EntryId>,
    /// Names of the days above that the product proposed and nobody has confirmed (`self_check_due`, `period_end`, …).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub proposed: BTreeSet<String>,
    /// Whether it is the round of the built-in sample: whoever gets a file of it is told that everything is made up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Facts the office sets for each unit (inspected, prior findings, urged), by unit then fact.
    #[serde(default)]
    pub facts: BTreeMap<EntryId, BTreeMap<String, Value>>,
    /// Arrangements of holidays as the office entered them, by year (`2027`), in the words of the published notice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holidays: BTreeMap<String, String>,
    /// The same facts as the office typed them, by fact: one unit a line.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fact_texts: BTreeMap<String, String>,
}

/// A filled form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Form and version (`phone-call/1`).
    pub form: String,
    /// Round it belongs to.
    pub round: EntryId,
    /// Unit it is about.
    pub unit: EntryId,
    /// Record this one is about (the submission a verification checks, the finding a rectification answers).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<EntryId>,
    /// 记录编号, `类-年-单位-流水`; empty for forms that have none.
    #[serde(default)]
    pub number: String,
    /// Life-cycle state.
    #[serde(default)]
    pub state: RecordState,
    /// Day it was submitted, `YYYY-MM-DD`; empty before.
    #[serde(default)]
    pub submitted_on: String,
    /// Answers by field id.
    pub answers: BTreeMap<String, Value>,
    /// Figures the form computed when it was submitted (score, counts), so that a report over a thousand units
    /// need not open a thousand forms.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, Value>,
}

impl Record {
    /// Whether its writer has finished it: complete, without errors, signed where its form asks for that. Only then does it
    /// count, in letters and figures alike; before, it is a sheet somebody works on.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.state == RecordState::Submitted
    }
}

/// State of a filled form in its writer's hands. What the office decides about it is a [`Review`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordState {
    /// 填报中.
    #[default]
    Filling,
    /// 待审签: complete, waiting for the person in charge.
    AwaitingSignature,
    /// 已提交.
    Submitted,
}

/// The office's decision about one version of a submitted record (受理 / 退回).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reviewed record.
    pub record: EntryId,
    /// The version that was looked at.
    pub version: String,
    /// What was decided.
    pub decision: ReviewDecision,
    /// Why, required when returned.
    #[serde(default)]
    pub reason: String,
    /// Day of the decision.
    pub on: String,
}

/// What one party decided about a record, by the life cycle of its kind. It never changes, so people who decide apart from
/// each other have nothing to settle; the state of the record follows from all of them ([`crate::life::fold`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The record.
    pub record: EntryId,
    /// Unit that the record is about; `None` for events of earlier versions, which no file carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<EntryId>,
    /// Round that the record belongs to; `None` as for the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<EntryId>,
    /// The version of it that was looked at.
    pub version: String,
    /// The newest thing that had happened to the record when this was decided: it comes after that, whatever the clocks of
    /// two machines say. `None` when nothing had, and for events of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<EntryId>,
    /// The transition that was taken, by its name.
    pub does: String,
    /// Role of whoever took it.
    pub by: Role,
    /// Day, `YYYY-MM-DD`.
    pub on: String,
    /// Answers to what the transition asks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
}

impl Event {
    /// Whether it speaks of another unit or round than its record: then it is about nothing that the record tells.
    #[must_use]
    pub fn strays_from(&self, record: &Record) -> bool {
        self.unit.as_ref().is_some_and(|unit| *unit != record.unit)
            || self.round.as_ref().is_some_and(|round| *round != record.round)
    }
}

/// What the office decided about a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewDecision {
    /// 已受理.
    Accepted,
    /// 退回修改.
    Returned,
}

/// A drafted document (反馈意见, 自查情况报告, 年度督查工作报告).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// Template and version (`feedback-letter/1`).
    pub letter: String,
    /// Round it belongs to.
    pub round: EntryId,
    /// Unit it is about; `None` for documents about the whole round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<EntryId>,
    /// Findings it carries, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<EntryId>,
    /// Records it is about; empty for documents about a unit or a round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<EntryId>,
    /// Head of the document as edited, keys of the plain-text head.
    pub head: serde_json::Map<String, Value>,
    /// Body as edited by the user, in the plain 公文 grammar.
    pub text: String,
    /// Body as the template last composed it, so that a refresh can keep the user's own edits.
    #[serde(default)]
    pub composed: String,
    /// Head as the template last composed it, for the same reason.
    #[serde(default)]
    pub composed_head: serde_json::Map<String, Value>,
    /// The days on which something happened as the data last gave them, by the question they answer, so that a day nobody
    /// changed follows the data.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub composed_inputs: serde_json::Map<String, Value>,
    /// Answers to the questions the template asks (`visit_start`, `conclusion`, …).
    #[serde(default)]
    pub inputs: BTreeMap<String, Value>,
    /// Findings of proof-reading the writer has decided to leave, each by its rule and the words around its place.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ignored: BTreeSet<String>,
    /// Pictures by the name the text gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, EntryId>,
    /// Where it stands.
    #[serde(default)]
    pub state: LetterState,
    /// Whether it was agreed to (待签发) before it was issued: revoking the mark brings that back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
}

/// A picture file. It is an entry of its own, so that a change of the text does not store it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Content of the file in Base64, stored in pieces that no reader's limit on texts refuses.
    #[serde(with = "pieces")]
    data: String,
}

/// A long text as a list of shorter ones; a text that is short enough stays one, as earlier versions wrote all of them.
mod pieces {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Longest piece, in characters of Base64. Readers refuse texts above 1 MiB.
    const PIECE: usize = 1 << 19;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        One(String),
        Many(Vec<String>),
    }

    pub(super) fn serialize<S: Serializer>(data: &str, serializer: S) -> Result<S::Ok, S::Error> {
        if data.len() <= PIECE {
            return serializer.serialize_str(data);
        }
        let pieces = data.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
        pieces.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        Ok(match Stored::deserialize(deserializer)? {
            Stored::One(data) => data,
            Stored::Many(pieces) => pieces.concat(),
        })
    }
}

impl Picture {
    /// Of a file's content.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self { data: STANDARD.encode(bytes) }
    }

    /// Length of what is stored, in bytes.
    #[must_use]
    pub fn stored_len(&self) -> usize {
        self.data.len()
    }

    /// The file's content; `None` when the entry was damaged.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.data).ok()
    }
}

/// Life cycle of a document: 草拟 → 审定 → 印发.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// 草拟.
    #[default]
    Draft,
    /// 审定: text agreed, waiting for seal and number.
    Approved,
    /// 印发.
    Issued,
}
