//! What the office should think of every file, said once more in the plainest way: a log of what was accepted, and rules read
//! from it. Nothing here is shared with the application.

use std::collections::{BTreeMap, BTreeSet};

use ledger::merge::Bundle;
use ledger::{EntryId, Version};

use super::world::File;

/// What should become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Merged, whatever it turned out to bring.
    In,
    /// Nothing new.
    Same,
    Older,
    Forked,
    Held,
    Refused,
}

/// Every verdict there is.
pub(crate) const ALL: [Verdict; 6] =
    [Verdict::In, Verdict::Same, Verdict::Older, Verdict::Forked, Verdict::Held, Verdict::Refused];

struct Accepted {
    unit: usize,
    key: String,
    content: String,
    previous: String,
    sequence: u64,
}

/// The office in the model's eyes.
#[derive(Default)]
pub(crate) struct Model {
    /// Keys in the order in which they came to be a unit's: the last is the one that counts.
    keys: BTreeMap<usize, Vec<String>>,
    log: Vec<Accepted>,
    digests: BTreeSet<String>,
    /// Every state of every entry that was accepted.
    pub(crate) states: BTreeMap<EntryId, BTreeSet<String>>,
}

/// A version as it is when it has left its book.
pub(crate) fn state(version: &Version) -> String {
    let closed = Version { sealed: true, parents: BTreeSet::new(), ..version.clone() };
    format!("{:?} {}", version.parents, serde_json::to_string(&closed).expect("a version can be written"))
}

/// All states a file carries.
pub(crate) fn states(file: &File) -> Vec<(EntryId, String)> {
    let Some(parcel) = &file.parcel else { return Vec::new() };
    let bundle: Bundle = serde_json::from_slice(&parcel.payload).expect("files carry bundles");
    let versions = bundle.entries.iter().flat_map(|e| e.versions.values().map(|v| (e.id.clone(), state(v))));
    versions.collect()
}

impl Model {
    /// Judges a file, and remembers it when it is let in. `asked` is the telephone call.
    pub(crate) fn judge(&mut self, file: &File, asked: bool) -> Verdict {
        let Some(parcel) = &file.parcel else { return Verdict::Refused };
        if file.strays {
            return Verdict::Refused;
        }
        if self.digests.contains(&file.digest) {
            return Verdict::Same;
        }
        let mine = self.keys.get(&file.unit).and_then(|keys| keys.last()).cloned();
        let of_another =
            |key: &String| self.keys.iter().any(|(unit, keys)| *unit != file.unit && keys.contains(key));
        let let_in = match (&file.key, &mine) {
            // Nothing proves whom it is from: it may bring something, and change nothing.
            (None, None) => asked || !self.renews(file),
            (None, Some(_)) => asked,
            (Some(key), Some(mine)) if key == mine => true,
            (Some(key), _) if of_another(key) => false,
            (Some(_), None) => true,
            (Some(_), Some(_)) => asked,
        };
        if !let_in {
            return Verdict::Held;
        }
        let states = states(file);
        let new =
            states.iter().any(|(id, state)| !self.states.get(id).is_some_and(|known| known.contains(state)));
        let previous = parcel.about.get("previous").cloned().unwrap_or_default();
        let verdict = self.place(file, parcel.sequence, &previous, new);
        if let Some(key) = &file.key {
            self.remember(file, key, parcel.sequence, previous);
        }
        if !matches!(verdict, Verdict::Same | Verdict::Older) {
            self.digests.insert(file.digest.clone());
            for (id, state) in states {
                self.states.entry(id).or_default().insert(state);
            }
        }
        verdict
    }

    /// Whether it changes an entry that was accepted before.
    fn renews(&self, file: &File) -> bool {
        states(file).iter().any(|(id, state)| self.states.get(id).is_some_and(|known| !known.contains(state)))
    }

    fn place(&self, file: &File, sequence: u64, previous: &str, new: bool) -> Verdict {
        let in_or_same = if new { Verdict::In } else { Verdict::Same };
        let Some(key) = &file.key else { return in_or_same };
        let mine: Vec<&Accepted> = self.log.iter().filter(|a| a.unit == file.unit && a.key == *key).collect();
        if mine.iter().any(|a| a.content == file.content) {
            return in_or_same;
        }
        let before: Vec<&&Accepted> = mine.iter().filter(|a| a.sequence + 1 == sequence).collect();
        let forked = mine.iter().any(|a| a.sequence == sequence)
            || mine.iter().any(|a| a.sequence == sequence + 1 && a.previous != file.content)
            || (!before.is_empty() && before.iter().all(|a| a.content != previous));
        let older = mine.iter().any(|a| a.sequence > sequence);
        match (forked, older, new) {
            (true, ..) | (_, true, true) => Verdict::Forked,
            (_, true, false) => Verdict::Older,
            _ => in_or_same,
        }
    }

    fn remember(&mut self, file: &File, key: &str, sequence: u64, previous: String) {
        let keys = self.keys.entry(file.unit).or_default();
        if keys.last().map(String::as_str) != Some(key) {
            keys.push(key.to_owned());
        }
        if !self.log.iter().any(|a| a.unit == file.unit && a.content == file.content) {
            let (unit, key, content) = (file.unit, key.to_owned(), file.content.clone());
            self.log.push(Accepted { unit, key, content, previous, sequence });
        }
    }
}
