//! Bytes of any kind: nothing panics, nothing is taken for what it is not, memory stays within the bytes given.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use common::{BOOK, Chance, Lid, Machine, open};
use proptest::prelude::*;
use store::lease::Lease;
use store::{Digest, Disk, Head, Inventory, JournalKey, Record, Slot, State, Witness, assess, journal};

/// Frames whose digest is right, so that the reader behind it is reached.
fn framed() -> impl Strategy<Value = Vec<u8>> {
    (1..5_u8, prop::collection::vec(any::<u8>(), 0..400)).prop_map(|(what, content)| {
        let mut bytes = b"DCST\x01".to_vec();
        bytes.push(what);
        bytes.extend(content);
        let digest = Digest::of(&bytes);
        bytes.extend(digest.0);
        bytes
    })
}

/// A real machine after some work.
fn worked(seed: u64) -> Machine {
    let (mut machine, mut chance) = (Machine::default(), Chance(seed));
    let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut chance);
    for id in 1..20 {
        tab.type_in(&mut machine, id, 0);
        if chance.one_in(4) {
            tab.snapshot(&mut machine, id);
        }
        if chance.one_in(3) {
            tab.settle(&mut machine);
        }
    }
    machine
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop_oneof![prop::collection::vec(any::<u8>(), 0..600), framed()]) {
        if let Ok(record) = Record::read(&bytes) {
            prop_assert_eq!(record.bytes(), bytes.as_slice());
            prop_assert!(record.payload(None).map_or(0, |payload| payload.len()) <= bytes.len());
        }
        let _ = (Head::read(&bytes), Witness::read(&bytes), Lease::read(&bytes));
        let text = String::from_utf8_lossy(&bytes);
        let _ = (JournalKey::parse(&text), journal::from_text(&text));
    }

    #[test]
    fn any_inventory_is_assessed(
        slots in prop::collection::vec((0..20_u64, framed()), 0..8),
        head in prop::option::of(framed()),
        witness in prop::option::of(framed()),
    ) {
        let records = slots.into_iter().map(|(number, bytes)| Slot { number, bytes: Some(bytes) }).collect();
        let something = head.is_some() || witness.is_some();
        let disk = Disk::Read { head, records };
        let journal = Vec::new();
        let assessment = assess(&Inventory { book: BOOK, disk, journal, witness, head_copy: None }, None);
        prop_assert!(!(something && assessment.state == State::Empty));
    }

    /// Real records, some missing, some out of place: whatever is called whole is whole.
    #[test]
    fn a_log_with_holes_is_never_called_whole(seed in 0..50_u64, holes in prop::collection::vec(any::<prop::sample::Index>(), 1..6)) {
        let machine = worked(seed);
        let mut inventory = machine.inventory();
        inventory.journal.clear();
        let Disk::Read { records, .. } = &mut inventory.disk else { panic!("it can be read") };
        if records.is_empty() {
            return Ok(());
        }
        let all = assess(&machine.inventory(), None);
        for hole in holes {
            if !records.is_empty() {
                let at = hole.index(records.len());
                records.remove(at);
            }
        }
        let found = assess(&inventory, None);
        let (found_ids, all_ids) = (common::replay(&found.steps), common::replay(&all.steps));
        prop_assert!(all_ids.starts_with(&found_ids));
        let witnessed = machine.witnessed();
        let promised: Vec<_> = all.steps.iter().filter(|step| step.number <= witnessed).cloned().collect();
        if found_ids.len() < common::replay(&promised).len() {
            prop_assert!(matches!(found.state, State::Short | State::Damaged | State::Lost), "{:?}", found.state);
        }
    }
}

/// Hostile lists of books and edits must not make opening slow.
#[test]
fn thousands_of_books_and_edits_are_assessed_at_once() {
    let machine = worked(1);
    let mut inventory = machine.inventory();
    let Disk::Read { records, .. } = &mut inventory.disk else { panic!("it can be read") };
    let some: Vec<Slot> = records.clone();
    for copy in 0..200 {
        // Right digests in wrong places.
        records
            .extend(some.iter().map(|slot| Slot { number: slot.number + 1000 * (copy + 1), ..slot.clone() }));
    }
    assert_ne!(assess(&inventory, None).state, State::Whole);
}
