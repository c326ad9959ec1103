//! Every request of a session fails once, in every way; the passphrase comes and goes; backups stay.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use common::{BOOK, Chance, Lid, Machine, Misbehave, Tab, open, replay};
use store::{BookKey, Disk, Effect, Event, Fault, Head, Lock, Role, Saving, State, assess};

/// A session: new book, edits, snapshots. Returns how many requests it made.
fn session(machine: &mut Machine, chance: &mut Chance, lid: &Lid) -> (Tab, usize) {
    let (_, mut tab) = open(machine, lid, chance);
    for id in 1..=12 {
        tab.type_in(machine, id, 0);
        if id % 4 == 0 {
            tab.snapshot(machine, id);
        }
        tab.settle(machine);
    }
    let executed = machine.executed;
    (tab, executed)
}

#[test]
fn each_request_may_fail_once_in_every_way() {
    let (_, requests) = session(&mut Machine::default(), &mut Chance(1), &Lid::clear());
    assert!(requests > 12);
    let faults = [Fault::Full, Fault::Aborted, Fault::Closed, Fault::Blocked, Fault::Other, Fault::Absent];
    let ways = faults
        .into_iter()
        .flat_map(|fault| [Misbehave::Fail(fault), Misbehave::DoneButFail(fault)])
        .chain([Misbehave::Hang, Misbehave::DoneButHang, Misbehave::Close, Misbehave::Fail(Fault::Conflict)]);
    for way in ways {
        // Beyond the session's own requests lie those that repair it.
        for at in 0..requests + 4 {
            let mut machine = Machine::default();
            machine.misbehave.insert(at, way);
            machine.misbehave.insert(at + 2, way);
            let (tab, _) = session(&mut machine, &mut Chance(1), &Lid::clear());
            assert!(matches!(tab.shown, Saving::Saved { .. }), "{way:?} at {at}: {:?}", tab.shown);
            machine.kill();
            let assessment = assess(&machine.inventory(), None);
            assert_eq!(replay(&assessment.steps), (1..=12).collect::<Vec<u32>>(), "{way:?} at {at}");
        }
    }
}

/// A full disk at every write position, freed, then the machine stops.
#[test]
fn a_disk_full_at_any_write_costs_nothing_saved() {
    for at in 0..20 {
        let mut machine = Machine::default();
        let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(at));
        for id in 1..=20 {
            machine.full = u64::from(id) == at;
            tab.type_in(&mut machine, id, 0);
            for _ in 0..6 {
                machine.execute(0);
                tab.deliver(&mut machine);
            }
            if machine.full {
                assert!(matches!(tab.shown, Saving::Frozen { fault: Fault::Full, .. }), "{:?}", tab.shown);
                assert!(tab.offered);
            }
        }
        machine.full = false;
        tab.settle(&mut machine);
        assert!(matches!(tab.shown, Saving::Saved { .. }));
        machine.kill();
        let assessment = assess(&machine.inventory(), None);
        assert_eq!(replay(&assessment.steps).len(), 20, "full at {at}: {:?}", assessment.state);
    }
}

#[test]
fn every_flipped_byte_of_the_log_is_noticed_or_without_effect() {
    let mut machine = Machine::default();
    let (mut tab, _) = session(&mut machine, &mut Chance(3), &Lid::clear());
    for id in 13..=14 {
        tab.type_in(&mut machine, id, 0);
        tab.settle(&mut machine);
    }
    let whole = machine.inventory();
    assert_eq!(assess(&whole, None).state, State::Whole);
    let Disk::Read { records, .. } = &whole.disk else { panic!("it can be read") };
    let mut needed = 0;
    for (slot, record) in records.iter().enumerate() {
        for at in 0..record.bytes.as_ref().unwrap().len() {
            let mut inventory = whole.clone();
            let Disk::Read { records, .. } = &mut inventory.disk else { panic!("it can be read") };
            records[slot].bytes.as_mut().unwrap()[at] ^= 0x10;
            let with_journal = assess(&inventory, None);
            assert_eq!(with_journal.state, State::Recovered, "slot {slot} byte {at}");
            assert_eq!(replay(&with_journal.steps).len(), 14, "the journal has it");
            inventory.journal.clear();
            let without = assess(&inventory, None);
            assert_ne!(without.state, State::Whole, "slot {slot} byte {at}");
            let all = replay(&without.steps).len() == 14;
            needed += usize::from(!all);
            assert!(all || without.state == State::Damaged, "slot {slot} byte {at}: {:?}", without.state);
        }
    }
    assert!(needed > 100, "some of them are needed");
}

#[test]
fn an_emptied_storage_is_a_loss_and_never_a_new_book() {
    let mut machine = Machine::default();
    session(&mut machine, &mut Chance(4), &Lid::clear());
    let whole = machine.inventory();
    let mut only_witness = whole.clone();
    only_witness.disk = Disk::Read { head: None, records: Vec::new() };
    assert_eq!(
        assess(&only_witness, None).state,
        State::Recovered,
        "a small book comes back from the journal"
    );
    only_witness.journal.clear();
    assert_eq!(assess(&only_witness, None).state, State::Lost);
    only_witness.head_copy = None;
    assert_eq!(assess(&only_witness, None).state, State::Lost);
    only_witness.witness = None;
    assert_eq!(assess(&only_witness, None).state, State::Empty);
    let mut failed = whole;
    failed.disk = Disk::Failed(Fault::Other);
    assert_eq!(assess(&failed, None).state, State::Unreadable(Fault::Other));
    failed.disk = Disk::Failed(Fault::TooNew);
    assert_eq!(assess(&failed, None).state, State::TooNew);
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The disk and the store beside it, byte by byte.
fn leaks(machine: &Machine, needle: &[u8]) -> bool {
    machine.disk.slots.values().chain(machine.beside.values()).any(|b| contains(b, needle))
}

fn sealed_lid(passphrase: &str, key: u8) -> Lid {
    let key = BookKey::new([key; 32]);
    let lock = Lock::new(passphrase, &key, BOOK, [8; 32], 10);
    Lid { head: Head { book: BOOK, label: "1".to_owned(), lock: Some(lock) }, key: Some(key) }
}

#[test]
fn a_book_sealed_later_leaves_nothing_in_clear() {
    let mut machine = Machine::default();
    let (mut tab, _) = session(&mut machine, &mut Chance(5), &Lid::clear());
    let needle = [0, 0, 0, 11];
    assert!(leaks(&machine, &needle));
    let Lid { head, key } = sealed_lid("口令", 5);
    tab.event(&mut machine, Event::Resealed { head, key });
    tab.type_in(&mut machine, 13, 0);
    tab.settle(&mut machine);
    assert!(matches!(tab.shown, Saving::Saved { .. }), "{:?}", tab.shown);
    assert!(!leaks(&machine, &needle) && !leaks(&machine, &[0, 0, 0, 13]));
    let locked = assess(&machine.inventory(), None);
    assert_eq!(locked.state, State::Locked);
    let lock = locked.head.unwrap().lock.unwrap();
    assert!(lock.open("错", BOOK).is_err());
    let key = lock.open("口令", BOOK).unwrap();
    let opened = assess(&machine.inventory(), Some(&key));
    assert_eq!((opened.state, replay(&opened.steps).len()), (State::Whole, 13));
}

/// The tab dies at every step of sealing: the book is there before and after, under the lid that lies on it.
#[test]
fn sealing_may_be_cut_off_anywhere() {
    // A heavy book has no room in the journal but for the moment it is written anew.
    for (steps, weight) in (0..14).flat_map(|steps| [(steps, 0), (steps, 40_000)]) {
        let mut machine = Machine::default();
        let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(6));
        tab.weight = weight;
        for id in 1..=12 {
            tab.type_in(&mut machine, id, weight / 2);
            if id % 4 == 0 {
                tab.snapshot(&mut machine, id);
            }
            tab.settle(&mut machine);
        }
        let lid = sealed_lid("口令", 5);
        tab.event(&mut machine, Event::Resealed { head: lid.head.clone(), key: lid.key.clone() });
        for step in 0..steps {
            if step % 2 == 0 {
                machine.execute(0);
            } else {
                tab.deliver(&mut machine);
            }
        }
        machine.beside_flushed = machine.beside.clone();
        machine.kill();
        let first = assess(&machine.inventory(), None);
        let assessment =
            if first.state == State::Locked { assess(&machine.inventory(), lid.key.as_ref()) } else { first };
        assert_eq!(replay(&assessment.steps).len(), 12, "{steps} steps, {weight}: {:?}", assessment.state);
    }
}

#[test]
fn a_changed_passphrase_rewrites_only_the_head() {
    let mut machine = Machine::default();
    let lid = sealed_lid("旧", 5);
    let (mut tab, _) = session(&mut machine, &mut Chance(7), &lid);
    let before = machine.disk.slots.clone();
    let head = sealed_lid("新", 5).head;
    tab.event(&mut machine, Event::Relocked(head));
    tab.settle(&mut machine);
    assert!(matches!(tab.shown, Saving::Saved { .. }));
    assert_eq!(machine.disk.slots, before);
    let lock = assess(&machine.inventory(), None).head.unwrap().lock.unwrap();
    assert!(lock.open("旧", BOOK).is_err() && lock.open("新", BOOK).is_ok());
}

/// Somebody else's page can write into our storage. What it puts in clear into a sealed book is not taken for ours.
#[test]
fn nothing_in_clear_gets_into_a_sealed_book() {
    let (mut ours, mut theirs) = (Machine::default(), Machine::default());
    let lid = sealed_lid("口令", 5);
    session(&mut ours, &mut Chance(8), &lid);
    let (tab, _) = session(&mut theirs, &mut Chance(9), &Lid::clear());
    drop(tab);
    let mut inventory = ours.inventory();
    inventory.journal.extend(theirs.inventory().journal);
    let assessment = assess(&inventory, lid.key.as_ref());
    assert_eq!(replay(&assessment.steps), (1..=12).collect::<Vec<u32>>());
    assert!(assessment.forks.is_empty());
}

#[test]
fn an_earlier_snapshot_can_be_put_in_the_books_place() {
    let mut machine = Machine::default();
    let (mut tab, _) = session(&mut machine, &mut Chance(10), &Lid::clear());
    assert!(tab.saver.backups().len() >= 3);
    tab.book = vec![1, 2, 3, 4];
    tab.event(&mut machine, Event::Replace { payload: common::payload(&[1, 2, 3, 4], 0), day: 9 });
    tab.type_in(&mut machine, 50, 0);
    tab.settle(&mut machine);
    machine.kill();
    let (state, tab) = open(&mut machine, &Lid::clear(), &mut Chance(11));
    assert_eq!((state, tab.book.as_slice()), (State::Whole, [1, 2, 3, 4, 50].as_slice()));
    assert!(!tab.saver.backups().is_empty(), "what was replaced is still a backup");
}

/// The tab is closed before the log has the new line at all: what the user put in the book's place stands.
#[test]
fn a_book_put_in_place_of_another_stands_even_when_only_the_journal_has_it() {
    let mut machine = Machine::default();
    let (mut tab, _) = session(&mut machine, &mut Chance(17), &Lid::clear());
    tab.book = vec![1, 2];
    tab.event(&mut machine, Event::Replace { payload: common::payload(&[1, 2], 0), day: 9 });
    tab.type_in(&mut machine, 50, 0);
    machine.beside_flushed = machine.beside.clone();
    machine.kill();
    let (state, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(18));
    assert_eq!((state, tab.book.as_slice()), (State::Recovered, [1, 2, 50].as_slice()));
    tab.settle(&mut machine);
    assert!(matches!(tab.shown, Saving::Saved { .. }));
    machine.kill();
    let (state, tab) = open(&mut machine, &Lid::clear(), &mut Chance(19));
    assert_eq!((state, tab.book.as_slice()), (State::Whole, [1, 2, 50].as_slice()));
}

/// Two snapshots in one transaction: what the second makes unnecessary is not written after it was dropped.
#[test]
fn a_transaction_leaves_nothing_behind_that_it_drops() {
    let mut machine = Machine::default();
    let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(20));
    tab.settle(&mut machine);
    for id in 1..=4 {
        tab.type_in(&mut machine, id, 0);
        tab.snapshot(&mut machine, 1);
    }
    tab.settle(&mut machine);
    let edits = |bytes: &Vec<u8>| store::Record::read(bytes).unwrap().about.kind == store::Kind::Edits;
    assert_eq!(machine.disk.slots.values().filter(|bytes| edits(bytes)).count(), 1, "the last window");
    // And nothing on the disk is taken for somebody else's.
    machine.misbehave.insert(machine.executed, Misbehave::Fail(Fault::Conflict));
    tab.type_in(&mut machine, 5, 0);
    tab.settle(&mut machine);
    assert!(matches!(tab.shown, Saving::Saved { .. }), "{:?}", tab.shown);
}

/// Thousands of edits: the log stays short, the journal within its bounds, and opening needs few records.
#[test]
fn a_long_life_stays_small() {
    let mut machine = Machine::default();
    let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(12));
    for id in 1..=3_000 {
        tab.type_in(&mut machine, id, 300);
        machine.execute(0);
        tab.deliver(&mut machine);
    }
    tab.settle(&mut machine);
    assert!(machine.disk.slots.len() < 700, "{} records", machine.disk.slots.len());
    let beside: usize = machine.beside.values().map(Vec::len).sum();
    assert!(beside < 100 * 1024, "{beside} bytes beside the log");
    machine.beside_flushed = machine.beside.clone();
    machine.kill();
    let assessment = assess(&machine.inventory(), None);
    assert_eq!(assessment.state, State::Whole);
    assert!(assessment.steps.len() <= 301 && !assessment.window.is_empty());
    assert_eq!(replay(&assessment.steps).len(), 3_000);
    // The tail of the log vanishes: the newest edits come back from the journal.
    let gone: Vec<u64> = machine.disk.slots.keys().rev().take(40).copied().collect();
    machine.disk.slots.retain(|number, _| !gone.contains(number));
    let assessment = assess(&machine.inventory(), None);
    assert_eq!((assessment.state, replay(&assessment.steps).len()), (State::Recovered, 3_000));
}

/// A store that confirms what it does not keep is found out when the log written anew is read back.
#[test]
fn a_rebuilt_log_that_reads_back_otherwise_is_not_called_saved() {
    let mut machine = Machine::default();
    let (mut tab, executed) = session(&mut machine, &mut Chance(16), &Lid::clear());
    machine.misbehave.insert(executed, Misbehave::Fail(Fault::Aborted));
    tab.type_in(&mut machine, 13, 0);
    let mut rebuilt = 0;
    for _ in 0..30 {
        let rewriting = matches!(machine.requests.front(), Some((_, _, common::Request::Recreate(_))));
        machine.execute(0);
        if rewriting {
            rebuilt += 1;
            if rebuilt == 1 {
                machine.disk.slots.pop_first();
            }
        }
        tab.deliver(&mut machine);
        if rebuilt == 1 {
            assert!(!matches!(tab.shown, Saving::Saved { .. }));
        }
        if std::mem::take(&mut tab.retry) {
            assert!(matches!(tab.shown, Saving::Frozen { fault: Fault::Unfaithful, .. }), "{:?}", tab.shown);
            tab.event(&mut machine, Event::Retry);
        }
    }
    assert_eq!(rebuilt, 2);
    assert!(matches!(tab.shown, Saving::Saved { .. }));
}

/// A log that cannot be read stays as it is until the user gives it up.
#[test]
fn an_unreadable_log_is_deleted_only_when_the_user_agrees() {
    let mut machine = Machine::default();
    let (mut tab, executed) = session(&mut machine, &mut Chance(15), &Lid::clear());
    for at in executed..executed + 40 {
        machine.misbehave.insert(at, Misbehave::Fail(Fault::Other));
    }
    tab.type_in(&mut machine, 13, 0);
    let before = machine.disk.clone();
    for _ in 0..10 {
        // The probe goes well, the reading never.
        let odd = machine.requests.iter().any(|(_, _, request)| matches!(request, common::Request::Probe));
        if odd {
            machine.misbehave.remove(&machine.executed);
        }
        machine.execute(0);
        tab.deliver(&mut machine);
        if std::mem::take(&mut tab.retry) {
            tab.event(&mut machine, Event::Retry);
        }
    }
    assert!(matches!(tab.shown, Saving::Frozen { fault: Fault::Other, .. }) && tab.offered);
    assert_eq!(machine.disk, before);
    tab.event(&mut machine, Event::Abandon);
    machine.misbehave.clear();
    tab.settle(&mut machine);
    assert!(matches!(tab.shown, Saving::Saved { .. }));
}

/// Nothing is called saved before the transaction is complete.
#[test]
fn saved_is_shown_only_after_the_disk_has_it() {
    let mut machine = Machine::default();
    let (_, mut tab) = open(&mut machine, &Lid::clear(), &mut Chance(13));
    tab.settle(&mut machine);
    let actions = tab.saver.handle(Event::edits(common::payload(&[1], 0), 1));
    let journal = actions.iter().position(|a| matches!(a, Effect::Journal(..))).unwrap();
    let write = actions.iter().position(|a| matches!(a, Effect::Write(..))).unwrap();
    assert!(journal < write, "the journal comes first");
    assert!(!actions.iter().any(|a| matches!(a, Effect::Show(Saving::Saved { .. }))));
    let Effect::Write(ticket, _) = actions[write] else { panic!("a write") };
    let late = tab.saver.handle(Event::Settled { ticket: ticket + 7, outcome: Ok(()) });
    assert!(late.is_empty(), "somebody else's answer");
    let done = tab.saver.handle(Event::Settled { ticket, outcome: Ok(()) });
    assert!(matches!(done.last(), Some(Effect::Show(Saving::Saved { .. }))));
}

#[test]
fn the_file_is_current_until_the_next_edit() {
    let mut machine = Machine::default();
    let (mut tab, _) = session(&mut machine, &mut Chance(14), &Lid::clear());
    let number = tab.saver.last();
    tab.event(&mut machine, Event::Exported { number });
    assert_eq!(tab.saver.exported(), tab.saver.last());
    tab.type_in(&mut machine, 13, 0);
    tab.settle(&mut machine);
    assert!(tab.saver.exported() < tab.saver.last());
    let assessment = assess(&machine.inventory(), None);
    assert_eq!(assessment.exported, number);
    let tab = Tab::open(&mut machine, 0, assessment, &Lid::clear(), Role::Writer, [77; 32]);
    assert!(tab.saver.exported() < tab.saver.last());
}
