//! The entries of a book as one value that is shared while somebody reads it, with the index that is built once per state.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use crate::entry::{Entry, EntryId};
use crate::index::Index;

/// All entries by name. Reading is reading a map; the first change after a reading drops the index, so that it never tells of
/// another state than the one it was built from. Copies share the map until one of them changes.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    map: Arc<BTreeMap<EntryId, Entry>>,
    index: OnceLock<Arc<Index>>,
}

impl Entries {
    /// The same entries, held for as long as somebody reads them, whatever becomes of the book.
    #[must_use]
    pub fn shared(&self) -> Arc<BTreeMap<EntryId, Entry>> {
        Arc::clone(&self.map)
    }

    /// The entries themselves, in order of their names.
    pub fn into_values(self) -> impl Iterator<Item = Entry> {
        Arc::unwrap_or_clone(self.map).into_values()
    }

    /// What is where, built when it is first asked for after a change.
    pub fn index(&self) -> &Arc<Index> {
        self.index.get_or_init(|| Arc::new(Index::of(&self.map)))
    }
}

impl Deref for Entries {
    type Target = BTreeMap<EntryId, Entry>;

    fn deref(&self) -> &Self::Target {
        &self.map
    }
}

impl DerefMut for Entries {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.index.take();
        Arc::make_mut(&mut self.map)
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}

impl From<BTreeMap<EntryId, Entry>> for Entries {
    fn from(map: BTreeMap<EntryId, Entry>) -> Self {
        Self { map: Arc::new(map), index: OnceLock::new() }
    }
}

impl<'a> IntoIterator for &'a Entries {
    type Item = (&'a EntryId, &'a Entry);
    type IntoIter = std::collections::btree_map::Iter<'a, EntryId, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.map.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Content, Unit};

    #[test]
    fn the_index_follows_every_change_and_a_reader_keeps_what_it_read() {
        let unit = |name: &str| Entry::shipped(name.into(), Content::Unit(Unit::default()));
        let mut entries = Entries::default();
        entries.insert("u-1".into(), unit("u-1"));
        assert_eq!(entries.index().units().len(), 1);
        let before = entries.shared();
        entries.insert("u-2".into(), unit("u-2"));
        assert_eq!((entries.index().units().len(), before.len()), (2, 1));
        assert!(Arc::ptr_eq(entries.index(), entries.index()));
    }
}
