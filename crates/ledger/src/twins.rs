//! Twins: two states under one version name.
//!
//! They come from a backup that was put back and worked on, from a copy of a book on a second machine, or from a forger. All
//! of them are kept, each under the name with its hash, and no version made from the bare name settles any of them, for
//! nobody can tell which one it was made from. The set of states and whether the name is spoilt decide everything, so the
//! order in which they arrive does not.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::entry::{Entry, Version, VersionId, is_ahead};

/// What parts a version's name from the hash of its state.
const MARK: char = '#';

/// Length of that hash, in hexadecimal digits.
pub(crate) const HASH: usize = 32;

/// The name a version was made under.
#[must_use]
pub fn bare(id: &VersionId) -> &str {
    id.0.split(MARK).next().unwrap_or(&id.0)
}

/// The hash behind the name; `None` for a version that is alone under its name.
pub(crate) fn hash(id: &VersionId) -> Option<&str> {
    id.0.split_once(MARK).map(|(_, hash)| hash)
}

/// The name of one of several states.
fn name_of_twin(bare: &str, version: &Version) -> VersionId {
    let state = serde_json::to_vec(&closed(version)).unwrap_or_default();
    let mut hash = base16ct::lower::encode_string(&Sha256::digest(state));
    hash.truncate(HASH);
    VersionId(format!("{bare}{MARK}{hash}"))
}

/// A version that has left its book.
fn closed(version: &Version) -> Version {
    Version { sealed: true, received: String::new(), ..version.clone() }
}

/// How a file's version is remembered: by name and state, whatever other states come under its name later.
#[must_use]
pub fn trace(id: &VersionId, version: &Version) -> VersionId {
    name_of_twin(bare(id), &closed(version))
}

/// Whether the entry has this version in this state.
pub(crate) fn holds(entry: &Entry, id: &VersionId, version: &Version) -> bool {
    let mut same = of_name(&entry.versions, bare(id));
    same.any(|(_, known)| closed(known) == closed(version))
}

fn of_name<'a>(
    versions: &'a BTreeMap<VersionId, Version>,
    bare: &'a str,
) -> impl Iterator<Item = (&'a VersionId, &'a Version)> {
    // Names are in order, and all that begin alike stand together.
    let from = versions.range(VersionId(bare.to_owned())..);
    from.take_while(move |(id, _)| id.0.starts_with(bare)).filter(move |(id, _)| self::bare(id) == bare)
}

/// Takes a version in; returns its name when it is new. A version that came from somebody has left its book, so it is
/// closed, even when this book wrote it and had forgotten that.
/// One whose writer's clock is ahead of `now` counts from now on.
pub(crate) fn take_in(entry: &mut Entry, id: &VersionId, version: &Version, now: &str) -> Option<VersionId> {
    // The day alone: files of one day give the same book in whatever order they come.
    let day = now.get(..10).unwrap_or(now);
    let received = if is_ahead(&version.at, now) { day.to_owned() } else { String::new() };
    let incoming = Version { received, ..closed(version) };
    if let Some(known) = entry.versions.get_mut(id).filter(|known| closed(known) == closed(&incoming)) {
        known.sealed = true;
        return None;
    }
    if of_name(&entry.versions, bare(id)).next().is_none() {
        entry.versions.insert(id.clone(), incoming);
        return Some(id.clone());
    }
    let name = bare(id).to_owned();
    let new = !holds(entry, id, version);
    let before: Vec<VersionId> = of_name(&entry.versions, &name).map(|(id, _)| id.clone()).collect();
    let known = before.iter().filter_map(|id| entry.versions.remove(id)).collect::<Vec<_>>();
    let known = known.into_iter().map(|state| Version { sealed: true, ..state });
    for state in [incoming.clone()].into_iter().chain(known) {
        entry.versions.insert(name_of_twin(&name, &state), state);
    }
    new.then(|| name_of_twin(&name, &incoming))
}

/// Gives a state that is left alone its bare name back.
pub(crate) fn part(entry: &mut Entry, removed: &[VersionId]) {
    let names: BTreeSet<&str> = removed.iter().filter(|id| id.0.contains(MARK)).map(bare).collect();
    for name in names {
        let left: Vec<VersionId> = of_name(&entry.versions, name).map(|(id, _)| id.clone()).collect();
        let [alone] = left.as_slice() else { continue };
        if let Some(version) = entry.versions.remove(alone) {
            entry.versions.insert(VersionId(name.to_owned()), version);
        }
    }
}
