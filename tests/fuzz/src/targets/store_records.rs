//! What lies on this machine: single records, and whole logs with journals and witnesses that are assessed at the start.
//!
//! Stored bytes end in their own digest, so blind changes stop there. The first byte says what the rest is: bytes as they
//! are, content that gets a right digest, or a script that lays records, holes, forks and witnesses.

use store::lease::Lease;
use store::{
    BookId, Digest, Disk, Epoch, Head, Inventory, JournalKey, Kind, Record, Slot, State, TabId, Witness,
    assess, journal,
};

use crate::Target;

pub(super) const TARGET: Target = Target {
    name: "store_records",
    run,
    seeds,
    words: &["DCST\x01\x01", "DCST\x01\x02", "DCST\x02\x01", "S\0\0\0\0\0", "\0\0\0\0\0\0", "督查"],
    longest: 2048,
    short: 3000,
};

const BOOK: BookId = BookId([1; 16]);
const RECORD: u8 = 1;

fn run(bytes: &[u8]) -> &'static str {
    match bytes.split_first() {
        Some((b'S', script)) => assessed(script),
        Some((b'R', content)) => {
            single(&frame(RECORD, content));
            single(&frame(2, content));
            single(&frame(3, content))
        }
        Some(_) | None => single(bytes),
    }
}

fn frame(what: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = b"DCST\x01".to_vec();
    bytes.push(what);
    bytes.extend_from_slice(content);
    let digest = Digest::of(&bytes);
    bytes.extend(digest.0);
    bytes
}

fn single(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let key = JournalKey::parse(&text);
    assert!(key.is_none_or(|key| key.to_text() == text), "a key reads back otherwise");
    let _ = (Lease::read(bytes), journal::from_text(&text));
    if let Ok(head) = Head::read(bytes) {
        assert_eq!(Head::read(&head.write().0).as_ref(), Ok(&head), "a head reads back otherwise");
        return "head";
    }
    if let Ok(witness) = Witness::read(bytes) {
        assert_eq!(witness.write(), bytes, "a witness reads back otherwise");
        return "witness";
    }
    let Ok(record) = Record::read(bytes) else { return "damaged" };
    assert_eq!(record.bytes(), bytes, "a record reads back otherwise");
    let payload = record.payload(None);
    assert!(payload.as_ref().map_or(0, Vec::len) <= bytes.len(), "a payload longer than its record");
    assert_eq!(payload.is_err(), record.is_sealed());
    if record.is_sealed() { "sealed record" } else { "record" }
}

/// What a script has laid so far.
struct Laid {
    inventory: Inventory,
    records: Vec<Record>,
    traces: bool,
}

/// Lays what six bytes say: what to lay, where, on what, with which number, how damaged, how long.
fn lay(laid: &mut Laid, step: [u8; 6]) {
    let [what, on, number, damage, writer, size] = step;
    let Disk::Read { head, records } = &mut laid.inventory.disk else { return };
    laid.traces = true;
    match what % 8 {
        4 => laid.inventory.witness = witness(&laid.records, on).map(|witness| witness.write()),
        5 => *head = Some(head_bytes(damage)),
        6 => laid.inventory.head_copy = Some(head_bytes(damage)),
        7 => records.push(Slot { number: number.into(), bytes: None }),
        _ => {
            let Some(record) = record(&laid.records, what, on, number, writer, size) else { return };
            let mut bytes = record.bytes().to_vec();
            if damage > 200 {
                let at = usize::from(damage) % bytes.len();
                bytes[at] ^= 1;
            }
            if what & 0x80 == 0 {
                records.push(Slot { number: record.about.number, bytes: Some(bytes) });
            } else {
                laid.inventory.journal.push((JournalKey::of(&record), bytes));
            }
            laid.records.push(record);
        }
    }
}

fn genesis(epoch: Epoch) -> Digest {
    Digest::of(&[b"ducha store line\n".as_slice(), &BOOK.0, &epoch.0].concat())
}

fn record(known: &[Record], what: u8, on: u8, number: u8, writer: u8, size: u8) -> Option<Record> {
    let last = known.last();
    let epoch = Epoch([writer >> 6; 16]);
    let before = match on {
        0..=99 => last.map(Record::point),
        100..=199 => known.get(usize::from(on) % known.len().max(1)).map(Record::point),
        _ => None,
    };
    let number =
        if number < 128 { last.map_or(1, |last| last.about.number + 1) } else { u64::from(number % 16) };
    let kind = [2, 2, 1, 2, 3, 4, 2, 1][usize::from(what >> 4) % 8];
    let kind = if last.is_none() { 1 } else { kind };
    let mut content = [BOOK.0, epoch.0].concat();
    content.extend(number.to_be_bytes());
    content.extend([writer % 4; 8]);
    content.extend([kind, 0, 0, 0, 0, 0]);
    content.extend(before.unwrap_or(genesis(epoch)).0);
    if kind == 1 {
        content.extend([0, 0, 0]);
    }
    content.extend(u32::from(size % 32).to_be_bytes());
    content.extend(vec![size; usize::from(size % 32)]);
    Record::read(&frame(RECORD, &content)).ok()
}

fn witness(known: &[Record], on: u8) -> Option<Witness> {
    let record = known.get(usize::from(on) % known.len().max(1))?;
    let (number, epoch) = (record.about.number, record.about.epoch);
    let (last, point) = (record.digest(), record.point());
    Some(Witness { book: BOOK, epoch, number, last, point, exported: 0, opened: 1 })
}

fn head_bytes(damage: u8) -> Vec<u8> {
    let mut bytes = Head { book: BOOK, label: "台账".to_owned(), lock: None }.write().0;
    if damage > 200 {
        let at = usize::from(damage) % bytes.len();
        bytes[at] ^= 1;
    }
    bytes
}

fn assessed(script: &[u8]) -> &'static str {
    let disk = Disk::Read { head: None, records: Vec::new() };
    let inventory = Inventory { book: BOOK, disk, journal: Vec::new(), witness: None, head_copy: None };
    let mut laid = Laid { inventory, records: Vec::new(), traces: false };
    for step in script.chunks_exact(6).take(120) {
        lay(&mut laid, step.try_into().expect("a chunk has six bytes"));
    }
    let Laid { mut inventory, traces, .. } = laid;
    if let Disk::Read { records, .. } = &mut inventory.disk {
        records.sort_by_key(|slot| slot.number);
        records.dedup_by_key(|slot| slot.number);
    }
    let something = match &inventory.disk {
        Disk::Read { head, records } => head.is_some() || !records.is_empty(),
        Disk::Failed(_) => true,
    };
    let something = something
        || inventory.witness.is_some()
        || inventory.head_copy.is_some()
        || !inventory.journal.is_empty();
    let found = assess(&inventory, None);
    assert!(!(something && found.state == State::Empty), "a book was taken for an empty one");
    assert!(traces || found.state == State::Empty, "nothing was taken for a book");
    if let Some(first) = found.steps.first() {
        assert_eq!(first.kind, Kind::Book, "the steps do not begin with a book");
        assert!(found.steps.iter().skip(1).all(|step| step.kind != Kind::Book), "a book among the edits");
    }
    if found.state == State::Whole {
        assert!(!found.steps.is_empty(), "whole without a book");
        assert!(found.facts.damaged.is_empty() || !found.steps.is_empty());
    }
    let again = assess(&inventory, None);
    assert_eq!((again.state, &again.steps, &again.facts), (found.state, &found.steps, &found.facts));
    name(found.state)
}

fn name(state: State) -> &'static str {
    match state {
        State::Empty => "empty",
        State::Whole => "whole",
        State::Recovered => "recovered",
        State::Short => "short",
        State::Damaged => "damaged log",
        State::Lost => "lost",
        State::Locked => "locked",
        State::TooNew => "too new",
        State::Unreadable(_) => "unreadable",
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let book = [0x20, 0, 0, 0, 0, 9];
    let edit = [0x00, 0, 0, 0, 0, 5];
    let log: Vec<u8> = [[5, 0, 0, 0, 0, 0], book, edit, edit, edit, book, edit, [4, 5, 0, 0, 0, 0]].concat();
    let journal: Vec<u8> =
        [[5, 0, 0, 0, 0, 0], book, edit, [0x80, 0, 0, 0, 1, 5], [0x80, 0, 0, 0, 1, 5]].concat();
    let one = record(&[], 0x20, 0, 0, 0, 9).expect("a record of ours is sound");
    let head = head_bytes(0);
    let witness = witness(std::slice::from_ref(&one), 0).expect("there is a record").write();
    let key = JournalKey { book: BOOK, tab: TabId([2; 8]), number: 7 }.to_text();
    let content = |bytes: &[u8]| [b"R".as_slice(), &bytes[6..bytes.len() - 32]].concat();
    vec![
        [b"S".as_slice(), &log].concat(),
        [b"S".as_slice(), &journal].concat(),
        [b"S".as_slice(), &log, &journal].concat(),
        content(one.bytes()),
        content(&head),
        content(&witness),
        one.bytes().to_vec(),
        head,
        witness,
        key.into_bytes(),
    ]
}
