//! Many people's files become one book: a set union of versions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::content::Content;
use crate::entry::{Entry, EntryId, VersionId};
use crate::sound::{self, Unsound};
use crate::twins;

/// What travels in an exchange file: why, and the entries with their versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// Format and version, [`BUNDLE_FORMAT`].
    pub format: String,
    /// Why it was made.
    pub purpose: Purpose,
    /// Round it belongs to; empty when it carries none.
    pub round: EntryId,
    /// Unit it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<EntryId>,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// Why bytes are not a bundle that can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Not JSON of the expected shape.
    #[error("not a bundle")]
    Malformed,
    /// Of a later version.
    #[error("a bundle of a later version")]
    TooNew,
    /// It holds what no book makes.
    #[error("{0}")]
    Unsound(#[from] Unsound),
}

impl Bundle {
    /// Reads a bundle out of the document of an exchange file.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        let bundle: Self = serde_json::from_slice(bytes).map_err(|_| BundleError::Malformed)?;
        if bundle.format != BUNDLE_FORMAT {
            return Err(BundleError::TooNew);
        }
        // What it says of itself becomes names and keys as well; a file about no round leaves that empty.
        let about = Some(&bundle.round).filter(|round| !round.0.is_empty()).into_iter().chain(&bundle.unit);
        about.map(|id| sound::name(&id.0)).collect::<Result<Vec<()>, Unsound>>()?;
        sound::check(&bundle.entries)?;
        Ok(bundle)
    }
}

/// Format name written to bundles of this version.
pub const BUNDLE_FORMAT: &str = "ducha.bundle/1";

/// Why a bundle was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// 任务包: office → unit.
    Task,
    /// 督查组工作包: office → team, with submissions.
    Team,
    /// 报送: unit → office or team.
    Submission,
    /// 督查记录: team → office.
    Records,
    /// 反馈: findings and letter, office or team → unit.
    Feedback,
}

/// What taking in one entry did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing new.
    Same,
    /// The book did not have the entry.
    New,
    /// A newer version of a known entry; the number of values that differ.
    Newer {
        /// Answers, or other parts, that differ from the version shown before.
        differences: usize,
    },
    /// An older version than the one shown, or another that says the same: kept, and nothing looks different.
    Older,
    /// Changed on both sides; both are kept until somebody settles it.
    Conflict,
}

/// What taking in a bundle did, entry by entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Outcome by entry.
    pub outcomes: BTreeMap<EntryId, Outcome>,
}

impl MergeReport {
    /// Whether nothing in the bundle was new.
    #[must_use]
    pub fn nothing_new(&self) -> bool {
        self.outcomes.values().all(|outcome| *outcome == Outcome::Same)
    }
}

impl Book {
    /// Adds the versions this book lacks and returns their names.
    ///
    /// `now` is this book's clock; empty where there is none.
    pub(crate) fn merge_entry(&mut self, incoming: &Entry, now: &str) -> Vec<VersionId> {
        let entry = self
            .entries
            .entry(incoming.id.clone())
            .or_insert_with(|| Entry { id: incoming.id.clone(), versions: BTreeMap::new() });
        let versions = incoming.versions.iter();
        versions.filter_map(|(id, version)| twins::take_in(entry, id, version, now)).collect()
    }

    /// What taking in these entries would do, without doing it.
    #[must_use]
    pub fn foresee(&self, entries: &[Entry]) -> MergeReport {
        let outcomes = entries.iter().map(|entry| (entry.id.clone(), self.outcome(entry))).collect();
        MergeReport { outcomes }
    }

    fn outcome(&self, incoming: &Entry) -> Outcome {
        let Some(known) = self.entries.get(&incoming.id) else { return Outcome::New };
        if incoming.versions.iter().all(|(id, version)| twins::holds(known, id, version)) {
            return Outcome::Same;
        }
        let mut merged = Book::default();
        merged.merge_entry(known, "");
        merged.merge_entry(incoming, "");
        let Some(after) = merged.entries.get(&incoming.id) else { return Outcome::Same };
        if after.in_conflict() {
            return Outcome::Conflict;
        }
        let shown_before = known.current().map(|(id, _)| id);
        let shown_after = after.current().map(|(id, _)| id);
        let alike = match (known.current(), after.current()) {
            (Some((_, before)), Some((_, after))) => before.content.says_the_same(&after.content),
            _ => false,
        };
        if shown_before == shown_after || alike {
            return Outcome::Older;
        }
        Outcome::Newer { differences: differences(known.content(), after.content()) }
    }
}

/// How many values differ between two contents: answers of a record, otherwise top-level parts.
#[must_use]
pub fn differences(before: Option<&Content>, after: Option<&Content>) -> usize {
    if let (Some(Content::Record(a)), Some(Content::Record(b))) = (before, after) {
        let keys: std::collections::BTreeSet<&String> = a.answers.keys().chain(b.answers.keys()).collect();
        return keys.into_iter().filter(|key| a.answers.get(*key) != b.answers.get(*key)).count();
    }
    let value = |content: Option<&Content>| serde_json::to_value(content).unwrap_or_default();
    match (value(before), value(after)) {
        (serde_json::Value::Object(a), serde_json::Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().filter(|key| a.get(*key) != b.get(*key)).count()
        }
        (a, b) => usize::from(a != b),
    }
}
