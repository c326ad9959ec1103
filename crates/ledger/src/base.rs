//! What versions that people wrote apart were made from, and which of them is proposed for a part.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::entry::{Entry, Version, VersionId};

impl Entry {
    /// The version that all heads were made from, the nearest there is; `None` when they have none in common.
    #[must_use]
    pub fn base(&self) -> Option<&Version> {
        let mut common: Option<BTreeSet<&VersionId>> = None;
        for (head, _) in self.heads() {
            let known = self.made_from(head);
            common = Some(match common {
                None => known,
                Some(before) => before.intersection(&known).copied().collect(),
            });
        }
        let common = common?;
        // What a common version was made from is common, too: the nearest is the parent of none. Of several the same in
        // every book.
        let versions = common.iter().filter_map(|id| self.versions.get(*id));
        let older: BTreeSet<&VersionId> = versions.flat_map(|version| &version.parents).collect();
        let nearest = common.iter().find(|id| !older.contains(*id))?;
        self.versions.get(*nearest)
    }

    /// All versions that one was made from, itself aside.
    fn made_from<'a>(&'a self, id: &VersionId) -> BTreeSet<&'a VersionId> {
        let mut known = BTreeSet::new();
        let mut open: Vec<&VersionId> =
            self.versions.get(id).into_iter().flat_map(|version| &version.parents).collect();
        while let Some(id) = open.pop() {
            if let Some((id, version)) = self.versions.get_key_value(id)
                && known.insert(id)
            {
                open.extend(&version.parents);
            }
        }
        known
    }
}

/// Which of several values of a part is proposed: the only one that somebody changed, or the only one that says anything.
/// `None` where people changed it differently: then a person chooses. What somebody left blank takes no answer away.
#[must_use]
pub fn proposed(base: Option<&Value>, said: &[Option<&Value>]) -> Option<usize> {
    let says = |value: &Option<&Value>| value.is_some_and(|value| !is_blank(value));
    let only = |wanted: &dyn Fn(&Option<&Value>) -> bool| {
        let found: Vec<usize> = (0..said.len()).filter(|at| said.get(*at).is_some_and(wanted)).collect();
        let distinct: BTreeSet<String> =
            found.iter().filter_map(|at| said.get(*at)?.map(Value::to_string)).collect();
        found.first().copied().filter(|_| distinct.len() == 1)
    };
    let changed = |value: &Option<&Value>| *value != base && says(value);
    if said.iter().any(changed) { only(&changed) } else { said.iter().position(says).or(Some(0)) }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => expr::says_nothing(text),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(map) => map.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::content::Record;
    use crate::{Content, EntryId};

    fn version(parents: &[&str]) -> Version {
        Version {
            parents: parents.iter().map(|id| VersionId((*id).to_owned())).collect(),
            author: crate::Author::default(),
            at: String::new(),
            received: String::new(),
            sealed: true,
            content: Content::Record(Record::default()),
        }
    }

    fn entry(versions: &[(&str, &[&str])]) -> Entry {
        let versions =
            versions.iter().map(|(id, parents)| (VersionId((*id).to_owned()), version(parents))).collect();
        Entry { id: EntryId::from("record-1"), versions }
    }

    #[test]
    fn the_nearest_common_version_is_the_base() {
        let apart = entry(&[("a", &[]), ("b", &["a"]), ("c", &["b"]), ("d", &["b"])]);
        assert_eq!(apart.base().map(|base| base.parents.clone()), Some(version(&["a"]).parents));
        assert!(entry(&[("a", &[]), ("b", &[])]).base().is_none());
        let circle = entry(&[("a", &["b"]), ("b", &["a"])]);
        assert!(circle.base().is_none_or(|base| !base.parents.is_empty()));
    }

    #[test]
    fn the_one_that_was_changed_is_proposed_and_a_blank_takes_nothing_away() {
        let (old, new, other, blank) = (json!("旧"), json!("新"), json!("另"), json!(" "));
        let choose = |base: Option<&Value>, said: &[Option<&Value>]| proposed(base, said);
        assert_eq!(choose(Some(&old), &[Some(&old), Some(&new)]), Some(1));
        assert_eq!(choose(Some(&old), &[Some(&new), Some(&old)]), Some(0));
        assert_eq!(choose(None, &[None, Some(&new)]), Some(1));
        assert_eq!(choose(Some(&old), &[None, Some(&old)]), Some(1), "a blank takes no answer away");
        assert_eq!(choose(Some(&old), &[Some(&blank), Some(&new)]), Some(1));
        assert_eq!(choose(Some(&old), &[Some(&new), Some(&other)]), None, "both changed it");
        assert_eq!(choose(None, &[Some(&new), Some(&other)]), None, "nothing tells which came first");
        assert_eq!(choose(Some(&old), &[Some(&new), Some(&new)]), Some(0), "both made the same of it");
    }
}
