//! An entry and its versions: the unit of exchange and merge.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::content::Content;

/// Hexadecimal digits that stand for names too long to be written out.
const DIGEST: usize = 32;
/// Digits of the hash in the name of a version that comes with the program.
const SHIPPED_DIGITS: usize = 32;
/// Beginning of the name of such a version.
pub(crate) const SHIPPED: &str = "shipped-";

/// Names an entry in every book that holds it. Made once, never reused: `kind-replica-number` or a roster's own id.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);

impl EntryId {
    /// Longest name of an entry or a version, in bytes. Files with longer ones are refused.
    pub const LONGEST: usize = 128;

    /// The name of an entry that belongs to others and is found by theirs, the same in every book: `kind-one-other`.
    ///
    /// Names that came in a file may be as long as a name can be; where the whole would be too long, a digest of them
    /// stands in their place.
    #[must_use]
    pub fn derived(kind: &str, of: &[&Self]) -> Self {
        let names: Vec<&str> = of.iter().map(|id| id.0.as_str()).collect();
        let whole = format!("{kind}-{}", names.join("-"));
        if whole.len() <= Self::LONGEST {
            return Self(whole);
        }
        // No name holds a line break, so no two lists of names give the same text.
        let mut digest = base16ct::lower::encode_string(&Sha256::digest(names.join("\n")));
        digest.truncate(DIGEST);
        Self(format!("{kind}-{digest}"))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for EntryId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Names one version: the replica that wrote it and that replica's running number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionId(pub String);

/// Who wrote a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// The person's name as entered; empty when the book has none yet.
    pub name: String,
    /// The unit, team or office the person writes for.
    pub organ: String,
}

/// One state of an entry, immutable once it has left the book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Versions this one was made from; empty for the first.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parents: BTreeSet<VersionId>,
    /// Who wrote it.
    pub author: Author,
    /// When it was last changed, `YYYY-MM-DDTHH:MM:SS` by the writer's clock. A claim, never used to decide a merge by itself.
    pub at: String,
    /// The day it came, by this book's clock, if the writer's clock was ahead of it: then this counts. It never travels.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub received: String,
    /// Whether it has been exported; from then on a change makes a new version.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// What it says.
    pub content: Content,
}

impl Version {
    /// The moment that counts for it: a clock that is ahead wins nothing.
    #[must_use]
    pub fn counts_from(&self) -> &str {
        if self.received.is_empty() { &self.at } else { self.at.as_str().min(&self.received) }
    }
}

/// Whether a writer's moment lies more than a day behind the reader's, or is none and would still sort behind it. A reader
/// without a clock finds nothing.
#[must_use]
pub fn is_ahead(at: &str, now: &str) -> bool {
    let day = |moment: &str| moment.get(..10).and_then(|day| day.parse::<expr::Date>().ok());
    match (day(at), day(now)) {
        (_, None) => false,
        (None, Some(_)) => at > now,
        (Some(at), Some(now)) => at > now.plus_days(1),
    }
}

/// An entry with all its known versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Every known version.
    pub versions: BTreeMap<VersionId, Version>,
}

impl Entry {
    /// An entry that comes with the program: its version is named after what it says, so that every book begins with the
    /// same one and a change of it by one person is a newer version for everybody else.
    #[must_use]
    pub fn shipped(id: EntryId, content: Content) -> Self {
        let state = serde_json::to_vec(&content).unwrap_or_default();
        let mut name = base16ct::lower::encode_string(&Sha256::digest(state));
        name.truncate(SHIPPED_DIGITS);
        let (parents, author, at) = (BTreeSet::new(), Author::default(), String::new());
        let version = Version { parents, author, at, received: String::new(), sealed: true, content };
        Self { id, versions: [(VersionId(format!("{SHIPPED}{name}")), version)].into() }
    }

    /// Versions that no other version was made from: one when all is settled, more when people worked apart.
    ///
    /// Only a forged file makes versions that come from each other in a circle. They are all shown as a conflict then: an
    /// entry must not vanish because of what somebody sent.
    #[must_use]
    pub fn heads(&self) -> Vec<(&VersionId, &Version)> {
        let parents: BTreeSet<&VersionId> = self.versions.values().flat_map(|v| &v.parents).collect();
        let heads: Vec<_> = self.versions.iter().filter(|(id, _)| !parents.contains(id)).collect();
        if heads.is_empty() { self.versions.iter().collect() } else { heads }
    }

    /// The version shown: the only head, or of several the one last changed (ties by id), the same in every book.
    #[must_use]
    pub fn current(&self) -> Option<(&VersionId, &Version)> {
        if self.versions.len() == 1 {
            return self.versions.first_key_value();
        }
        self.heads()
            .into_iter()
            .max_by(|(a_id, a), (b_id, b)| (a.counts_from(), a_id).cmp(&(b.counts_from(), b_id)))
    }

    /// Whether people changed it apart from each other, to different ends, and nobody has settled it yet. Versions that say
    /// the same leave nothing to settle, whoever wrote them.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        if self.versions.len() < 2 {
            return false;
        }
        let heads = self.heads();
        let mut heads = heads.iter().map(|(_, version)| &version.content);
        let first = heads.next();
        first.is_some_and(|first| heads.any(|other| !first.says_the_same(other)))
    }

    /// The current content; `None` for an entry without versions or one that was removed.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.current().map(|(_, version)| &version.content).filter(|content| **content != Content::Removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_name_fits_however_long_the_names_it_comes_from() {
        let named = |round: &str, unit: &str| EntryId::derived("self-check", &[&round.into(), &unit.into()]);
        assert_eq!(named("round-2026-00ff00ff", "unit-001").0, "self-check-round-2026-00ff00ff-unit-001");
        for length in [99, 100, 101, 119, 120, 127, 128] {
            let (long, other) = ("r".repeat(length), "s".repeat(length));
            let id = named(&long, &long);
            assert_eq!(crate::sound::name(&id.0), Ok(()), "{length}");
            assert_eq!(id, named(&long, &long));
            assert_ne!(id, named(&long, &other));
            assert_eq!(crate::sound::name(&named(&long, "unit-001").0), Ok(()), "{length}");
        }
    }

    #[test]
    fn versions_in_a_circle_are_a_conflict_and_do_not_vanish() {
        let version = |parent: &str| Version {
            parents: BTreeSet::from([VersionId(parent.to_owned())]),
            author: Author::default(),
            at: String::new(),
            received: String::new(),
            sealed: true,
            content: Content::Unit(crate::Unit { name: parent.to_owned(), ..crate::Unit::default() }),
        };
        let versions =
            [("a-1", "b-1"), ("b-1", "a-1")].map(|(id, from)| (VersionId(id.to_owned()), version(from)));
        let entry = Entry { id: "unit-1".into(), versions: versions.into() };
        assert!(entry.content().is_some() && entry.in_conflict());
    }

    #[test]
    fn versions_that_say_the_same_are_no_conflict() {
        let version = |name: &str, note: &str| {
            let unit = crate::Unit { name: "所".into(), note: note.into(), ..crate::Unit::default() };
            let author = Author { name: name.to_owned(), organ: name.to_owned() };
            let content = Content::Unit(unit);
            let (parents, at, received) = (BTreeSet::new(), name.to_owned(), String::new());
            Version { parents, author, at, received, sealed: true, content }
        };
        let entry = |versions: [(&str, Version); 2]| Entry {
            id: "unit-1".into(),
            versions: versions.map(|(id, version)| (VersionId(id.to_owned()), version)).into(),
        };
        assert!(!entry([("a-1", version("甲", "")), ("b-1", version("乙", ""))]).in_conflict());
        assert!(entry([("a-1", version("甲", "")), ("b-1", version("乙", "注"))]).in_conflict());
    }
}
