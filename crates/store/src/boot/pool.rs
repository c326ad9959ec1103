//! Everything found at the start, read and checked: good records by digest, and what was not good.

use std::collections::{BTreeMap, BTreeSet};

use super::{Disk, Inventory};
use crate::frame::Refusal;
use crate::head::Head;
use crate::id::Digest;
use crate::journal::JournalKey;
use crate::record::{Kind, Record};
use crate::seal::BookKey;
use crate::witness::Witness;

/// A good record and where it was found.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) record: Record,
    /// What it carries; `None` before the book is unlocked.
    pub(super) payload: Option<Vec<u8>>,
    pub(super) on_disk: bool,
    /// Entries of the journal that hold it.
    pub(super) entries: Vec<JournalKey>,
}

/// What was found, sorted out.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub(super) nodes: BTreeMap<Digest, Node>,
    pub(super) head: Option<Head>,
    /// Slot 0 of the log as it is, if it is good.
    pub(super) head_on_disk: Option<Digest>,
    pub(super) witness: Option<Witness>,
    /// Slots of the log that hold no good record.
    pub(super) damaged: BTreeSet<u64>,
    /// Slots that were not read because they are history.
    pub(super) unread: BTreeSet<u64>,
    /// Highest slot in use.
    pub(super) highest_slot: u64,
    /// Number and digest of the record in it, as far as it has one.
    pub(super) last_on_disk: Option<(u64, Digest)>,
    /// Journal entries that hold no good record.
    pub(super) damaged_entries: Vec<JournalKey>,
    pub(super) too_new: bool,
    /// Whether something is there that only a key could read.
    pub(super) sealed: bool,
}

impl Pool {
    pub(super) fn gather(inventory: &Inventory, key: Option<&BookKey>) -> Self {
        let mut pool = Self::default();
        pool.take_heads(inventory);
        pool.take_witness(inventory);
        pool.sealed = pool.head.as_ref().is_some_and(|head| head.lock.is_some());
        // A log whose head is gone may still be sealed.
        let trusted = pool.head.is_some();
        if let Disk::Read { records, .. } = &inventory.disk {
            for slot in records.iter().filter(|slot| slot.number > 0) {
                pool.highest_slot = pool.highest_slot.max(slot.number);
                let Some(bytes) = &slot.bytes else {
                    pool.unread.insert(slot.number);
                    continue;
                };
                if let Err(()) = pool.take_slot(inventory, slot.number, bytes, trusted, key) {
                    pool.damaged.insert(slot.number);
                }
            }
            let last = records.iter().max_by_key(|slot| slot.number).filter(|slot| slot.number > 0);
            pool.last_on_disk =
                last.and_then(|slot| Some((slot.number, crate::frame::claimed(slot.bytes.as_deref()?)?)));
        }
        for (entry, bytes) in &inventory.journal {
            if let Err(()) = pool.take_entry(inventory, *entry, bytes, trusted, key) {
                pool.damaged_entries.push(*entry);
            }
        }
        pool
    }

    fn take_heads(&mut self, inventory: &Inventory) {
        let on_disk = match &inventory.disk {
            Disk::Read { head, .. } => head.as_deref(),
            Disk::Failed(_) => None,
        };
        for (bytes, disk) in [(on_disk, true), (inventory.head_copy.as_deref(), false)] {
            let Some(bytes) = bytes else { continue };
            match Head::read(bytes) {
                Ok(head) if head.book == inventory.book => {
                    if disk {
                        self.head_on_disk = crate::frame::claimed(bytes);
                    }
                    self.head.get_or_insert(head);
                }
                Err(Refusal::TooNew(_)) => self.too_new = true,
                Ok(_) | Err(Refusal::Damaged | Refusal::OtherKey) => {}
            }
        }
    }

    fn take_witness(&mut self, inventory: &Inventory) {
        match inventory.witness.as_deref().map(Witness::read) {
            Some(Ok(witness)) if witness.book == inventory.book => self.witness = Some(witness),
            Some(Err(Refusal::TooNew(_))) => self.too_new = true,
            None | Some(Ok(_) | Err(Refusal::Damaged | Refusal::OtherKey)) => {}
        }
    }

    fn take_slot(
        &mut self,
        inventory: &Inventory,
        number: u64,
        bytes: &[u8],
        trusted: bool,
        key: Option<&BookKey>,
    ) -> Result<(), ()> {
        let node = self.read(inventory, bytes, trusted, key)?;
        if node.record.about.number != number {
            return Err(());
        }
        self.nodes.insert(node.record.digest(), Node { on_disk: true, ..node });
        Ok(())
    }

    fn take_entry(
        &mut self,
        inventory: &Inventory,
        entry: JournalKey,
        bytes: &[u8],
        trusted: bool,
        key: Option<&BookKey>,
    ) -> Result<(), ()> {
        let node = self.read(inventory, bytes, trusted, key)?;
        if JournalKey::of(&node.record) != entry {
            return Err(());
        }
        self.nodes.entry(node.record.digest()).or_insert(node).entries.push(entry);
        Ok(())
    }

    fn read(
        &mut self,
        inventory: &Inventory,
        bytes: &[u8],
        trusted: bool,
        key: Option<&BookKey>,
    ) -> Result<Node, ()> {
        let record = match Record::read(bytes) {
            Ok(record) if record.about.book == inventory.book => record,
            Err(Refusal::TooNew(_)) => {
                self.too_new = true;
                return Err(());
            }
            Ok(_) | Err(Refusal::Damaged | Refusal::OtherKey) => return Err(()),
        };
        // What lies in clear in a sealed book was put there by somebody else, or is left from before it was sealed.
        if trusted && record.is_sealed() != self.sealed {
            return Err(());
        }
        self.sealed |= record.is_sealed();
        let payload = if record.is_sealed() && key.is_none() {
            None
        } else {
            Some(record.payload(key).map_err(|_| ())?)
        };
        Ok(Node { record, payload, on_disk: false, entries: Vec::new() })
    }

    /// Good books, the highest number first.
    pub(super) fn books(&self) -> Vec<&Node> {
        let mut books: Vec<&Node> =
            self.nodes.values().filter(|node| node.record.about.kind == Kind::Book).collect();
        books.sort_by_key(|node| std::cmp::Reverse((node.record.about.number, node.record.digest())));
        books
    }
}
