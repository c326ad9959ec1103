//! Merging is a law, not a procedure: over random histories of several people neither order nor grouping nor repetition
//! of files makes a difference, down to the stored bytes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

use ledger::content::{Record, RecordState};
use ledger::{Book, Change, Content, Edit, Entry, EntryId, Import, stored};
use proptest::prelude::*;

const PEOPLE: usize = 4;
const IDS: [&str; 4] = ["record-1", "record-2", "record-3", "letter-1"];

/// What somebody does.
#[derive(Debug, Clone)]
enum Act {
    /// Writes an entry anew, or removes it.
    Put { who: usize, id: usize, removed: bool, at: u8 },
    /// Answers a question of a record.
    Answer { who: usize, id: usize, field: u8, value: u8, at: u8 },
    /// Hands out some entries, or all.
    HandOut { who: usize, first: usize, all: bool },
    /// Takes in a file that was handed out.
    TakeIn { who: usize, file: usize },
    /// Puts a copy of the book aside.
    Keep { who: usize },
    /// Goes back to that copy, and forgets what came after: the same version names may be given twice.
    GoBack { who: usize },
    /// Takes the last file back.
    Undo { who: usize },
}

fn act() -> impl Strategy<Value = Act> {
    let (who, id) = (0..PEOPLE, 0..IDS.len());
    prop_oneof![
        2 => (who.clone(), id.clone(), any::<bool>(), 0..4_u8)
            .prop_map(|(who, id, removed, at)| Act::Put { who, id, removed, at }),
        6 => (who.clone(), id, 0..3_u8, 0..5_u8, 0..4_u8)
            .prop_map(|(who, id, field, value, at)| Act::Answer { who, id, field, value, at }),
        4 => (who.clone(), 0..IDS.len(), any::<bool>())
            .prop_map(|(who, first, all)| Act::HandOut { who, first, all }),
        4 => (who.clone(), any::<usize>()).prop_map(|(who, file)| Act::TakeIn { who, file }),
        1 => who.clone().prop_map(|who| Act::Keep { who }),
        1 => who.clone().prop_map(|who| Act::GoBack { who }),
        1 => who.prop_map(|who| Act::Undo { who }),
    ]
}

struct Person {
    book: Book,
    kept: Book,
    undo: Option<Change>,
}

/// People, and the files that lie around.
struct World {
    people: Vec<Person>,
    files: Vec<Vec<Entry>>,
}

fn book(replica: &str) -> Book {
    let mut book = Book::default();
    replica.clone_into(&mut book.local.replica);
    book
}

fn at(minute: u8) -> String {
    format!("2026-11-24T09:0{minute}:00")
}

fn apply(book: &mut Book, minute: u8, change: Change) -> Option<Change> {
    let edit = book.edit(at(minute), change);
    book.apply(&edit).ok()
}

fn take_in(book: &mut Book, entries: &[Entry], digest: &str) -> Change {
    let change =
        Change::Merge { entries: entries.to_vec(), digest: digest.to_owned(), import: Import::default() };
    book.apply(&Edit { at: at(0), change, counter: 0, goes_on: false }).unwrap()
}

/// All of a book, handed out.
fn handed_out(book: &Book) -> Vec<Entry> {
    let mut book = book.clone();
    let ids = book.entries.keys().cloned().collect();
    apply(&mut book, 0, Change::Seal { ids });
    book.entries.into_values().collect()
}

impl World {
    fn new() -> Self {
        let person = |number| {
            let book = book(&format!("r{number}"));
            Person { kept: book.clone(), book, undo: None }
        };
        Self { people: (0..PEOPLE).map(person).collect(), files: Vec::new() }
    }

    fn after(acts: &[Act]) -> Self {
        let mut world = Self::new();
        acts.iter().for_each(|act| world.act(act));
        world
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Put { who, id, removed, at } => {
                let record = Record { state: RecordState::Submitted, ..Record::default() };
                let content = if removed { Content::Removed } else { Content::Record(record) };
                let change = Change::Put { id: IDS[id].into(), content: Box::new(content) };
                apply(&mut self.people[who].book, at, change);
            }
            Act::Answer { who, id, field, value, at } => {
                // The last value clears the answer, the one before is an average.
                let value = match value {
                    4 => serde_json::Value::Null,
                    3 => (100.0 / f64::from(field + 3)).into(),
                    value => value.into(),
                };
                let change = Change::Answer { id: IDS[id].into(), field: format!("f{field}"), value };
                apply(&mut self.people[who].book, at, change);
            }
            Act::HandOut { who, first, all } => self.hand_out(who, first, all),
            Act::TakeIn { who, file } => {
                if let Some(entries) = self.files.get(file % self.files.len().max(1)) {
                    let person = &mut self.people[who];
                    person.undo = Some(take_in(&mut person.book, entries, &format!("file {file}")));
                }
            }
            Act::Keep { who } => self.people[who].kept = self.people[who].book.clone(),
            Act::GoBack { who } => self.people[who].book = self.people[who].kept.clone(),
            Act::Undo { who } => {
                let person = &mut self.people[who];
                if let Some(change) = person.undo.take() {
                    apply(&mut person.book, 0, change);
                }
            }
        }
    }

    fn hand_out(&mut self, who: usize, first: usize, all: bool) {
        let book = &mut self.people[who].book;
        let wanted = |id: &EntryId| all || id.0 == IDS[first];
        let ids: Vec<EntryId> = book.entries.keys().filter(|id| wanted(id)).cloned().collect();
        apply(book, 0, Change::Seal { ids: ids.clone() });
        self.files.push(ids.iter().map(|id| book.entries[id].clone()).collect());
    }

    /// Everything that could reach an office: the files, and what everybody has in the end.
    fn everything(&self) -> Vec<Vec<Entry>> {
        self.files.iter().cloned().chain(self.people.iter().map(|person| handed_out(&person.book))).collect()
    }
}

/// The stored bytes of an office's book after these files, each named by its number.
fn merged(files: &[Vec<Entry>], order: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let mut office = book("office");
    for number in order {
        take_in(&mut office, &files[number], &format!("file {number}"));
    }
    stored::write(&office).unwrap()
}

/// The entries of a book that took in these files, as the next file.
fn together(files: &[&[Entry]]) -> Vec<Entry> {
    let mut all = Book::default();
    for entries in files {
        take_in(&mut all, entries, "");
    }
    all.entries.into_values().collect()
}

fn history() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_makes_no_difference(
        acts in history(),
        shuffle in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let files = World::after(&acts).everything();
        let count = files.len();
        // Any start, forwards and backwards, and by a scattering key: many of the orders there are.
        let from = shuffle.index(count);
        let mut scattered: Vec<usize> = (0..count).collect();
        scattered.sort_by_key(|number| (*number as u64 + 1).wrapping_mul(seed | 1) >> 7);
        let expected = merged(&files, 0..count);
        prop_assert!(merged(&files, (0..count).rev()) == expected);
        prop_assert!(merged(&files, (from..count).chain(0..from)) == expected);
        prop_assert!(merged(&files, scattered) == expected);
    }

    #[test]
    fn a_file_taken_in_again_makes_no_difference(acts in history(), again in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let files = World::after(&acts).everything();
        let more: Vec<usize> = again.iter().map(|index| index.index(files.len())).collect();
        let once = merged(&files, 0..files.len());
        prop_assert!(merged(&files, (0..files.len()).chain(more.clone())) == once);
        prop_assert!(merged(&files, more.iter().copied().chain(0..files.len())) == once);
        let mut office = stored::read(&once).unwrap();
        prop_assert!(files.iter().all(|entries| office.foresee(entries).nothing_new()));
        let own = handed_out(&office);
        take_in(&mut office, &own, "file 0");
        prop_assert!(stored::write(&office).unwrap() == once);
    }

    #[test]
    fn grouping_makes_no_difference(acts in history(), cuts in (any::<prop::sample::Index>(), any::<prop::sample::Index>())) {
        let files = World::after(&acts).everything();
        let files: Vec<&[Entry]> = files.iter().map(Vec::as_slice).collect();
        let (one, two) = (cuts.0.index(files.len() + 1), cuts.1.index(files.len() + 1));
        let (one, two) = (one.min(two), one.max(two));
        let (a, b, c) = (together(&files[..one]), together(&files[one..two]), together(&files[two..]));
        let all = together(&files);
        let (ab, bc) = (together(&[&a, &b]), together(&[&b, &c]));
        prop_assert!(together(&[&ab, &c]) == all);
        prop_assert!(together(&[&a, &bc]) == all);
    }

    /// People who took in each other's files see the same, whoever they are and whatever they had before.
    #[test]
    fn whoever_has_every_file_shows_the_same(acts in history()) {
        let world = World::after(&acts);
        let files = world.everything();
        let shown = |book: &Book| -> Vec<(EntryId, Option<Content>, bool)> {
            let mut book = book.clone();
            files.iter().for_each(|entries| drop(take_in(&mut book, entries, "")));
            book.entries.values().map(|e| (e.id.clone(), e.content().cloned(), e.in_conflict())).collect()
        };
        let first = shown(&world.people[0].book);
        for person in &world.people {
            prop_assert!(shown(&person.book) == first);
        }
    }

    /// Whatever anybody handed out, in whatever copy of a book, is there in the end: settled, superseded or side by side.
    #[test]
    fn no_state_is_lost(acts in history()) {
        let files = World::after(&acts).everything();
        let office = stored::read(&merged(&files, 0..files.len())).unwrap();
        for entry in files.iter().flatten() {
            let held = &office.entries[&entry.id].versions;
            for version in entry.versions.values() {
                prop_assert!(held.values().any(|known| known.content == version.content && known.at == version.at));
            }
        }
    }

    /// Two books that know the same versions show the same heads, and a book that took everything in and then wrote once
    /// has no conflict left in what it wrote.
    #[test]
    fn a_new_version_settles_whatever_stood_side_by_side(acts in history()) {
        let files = World::after(&acts).everything();
        let mut office = stored::read(&merged(&files, 0..files.len())).unwrap();
        let ids: Vec<EntryId> = office.entries.keys().cloned().collect();
        for id in ids {
            let content = Box::new(Content::Record(Record::default()));
            apply(&mut office, 5, Change::Put { id: id.clone(), content });
            prop_assert!(!office.entries[&id].in_conflict());
        }
    }

    #[test]
    fn what_was_merged_is_stored_and_read_back_byte_for_byte(acts in history()) {
        let files = World::after(&acts).everything();
        let bytes = merged(&files, 0..files.len());
        prop_assert!(stored::write(&stored::read(&bytes).unwrap()).unwrap() == bytes);
    }
}

/// The same name for two states comes from a backup put back and worked on. Both are kept, whoever came first, and stand
/// side by side until somebody settles them.
#[test]
fn two_states_under_one_version_name_are_both_kept_in_every_order() {
    let answer = |book: &mut Book, value: i32, minute| {
        let change = Change::Answer { id: IDS[0].into(), field: "a".to_owned(), value: value.into() };
        apply(book, minute, change).unwrap();
    };
    let mut start = book("r1");
    apply(
        &mut start,
        0,
        Change::Put { id: IDS[0].into(), content: Box::new(Content::Record(Record::default())) },
    );
    for (one, two) in [((1, 1), (2, 1)), ((1, 1), (1, 2))] {
        let [first, second] = [one, two].map(|(value, minute)| {
            let mut book = start.clone();
            answer(&mut book, value, minute);
            handed_out(&book)
        });
        let files = [first, second];
        let together = merged(&files, [0, 1]);
        assert_eq!(together, merged(&files, [1, 0]), "{one:?} {two:?}");
        let mut office = stored::read(&together).unwrap();
        let entry = &office.entries[&IDS[0].into()];
        assert_eq!(entry.heads().len(), 2);
        let chosen = entry.heads()[0].1.content.clone();
        apply(&mut office, 2, Change::Put { id: IDS[0].into(), content: Box::new(chosen.clone()) });
        assert!(!office.entries[&IDS[0].into()].in_conflict());
        // Settled, it stays so when the files come again, and the settled version travels.
        files.iter().for_each(|file| drop(take_in(&mut office, file, "again")));
        assert!(!office.entries[&IDS[0].into()].in_conflict());
        let mut other = book("r9");
        for entries in [&files[0], &handed_out(&office), &files[1]] {
            take_in(&mut other, entries, "any");
        }
        assert!(!other.entries[&IDS[0].into()].in_conflict());
        assert_eq!(other.entries[&IDS[0].into()].content(), Some(&chosen));
    }
}

/// Whoever takes a file back has what was there before, also when it brought another state under a known name.
#[test]
fn a_file_taken_back_leaves_no_trace() {
    let mut mine = book("r1");
    let put = |value: i32| Change::Answer { id: IDS[0].into(), field: "a".to_owned(), value: value.into() };
    let first = Change::Put { id: IDS[0].into(), content: Box::new(Content::Record(Record::default())) };
    apply(&mut mine, 0, first);
    let mut copy = mine.clone();
    apply(&mut mine, 1, put(1));
    apply(&mut copy, 1, put(2));
    let file = handed_out(&copy);
    mine = stored::read(&merged(&[handed_out(&mine)], [0])).unwrap();
    let before = mine.clone();
    let undo = take_in(&mut mine, &file, "copy");
    assert!(mine.entries[&IDS[0].into()].in_conflict());
    let redo = apply(&mut mine, 2, undo).unwrap();
    assert_eq!(mine, before);
    apply(&mut mine, 2, redo);
    assert!(mine.entries[&IDS[0].into()].in_conflict());
}

/// A book put back from before a version was handed out must not go on changing that version.
#[test]
fn a_version_that_comes_back_from_others_is_closed() {
    let mut mine = book("r1");
    apply(
        &mut mine,
        0,
        Change::Put { id: IDS[0].into(), content: Box::new(Content::Record(Record::default())) },
    );
    let handed = handed_out(&mine);
    take_in(&mut mine, &handed, "mine");
    apply(&mut mine, 1, Change::Answer { id: IDS[0].into(), field: "a".to_owned(), value: 1.into() });
    let entry = &mine.entries[&IDS[0].into()];
    assert_eq!(entry.versions.len(), 2, "the version handed out was changed");
}

/// An average has seventeen digits. Read back as its neighbour, it would differ from what others hold of the same version.
#[test]
fn every_number_is_read_back_as_it_was_written() {
    let mut book = book("r1");
    let averages = (1..120_u32).flat_map(|of| (1..120_u32).map(move |all| f64::from(of) / f64::from(all)));
    let figures = averages.enumerate().map(|(at, value)| (format!("f{at}"), value.into())).collect();
    let record = Content::Record(Record { figures, ..Record::default() });
    apply(&mut book, 0, Change::Put { id: IDS[0].into(), content: Box::new(record) });
    let bytes = stored::write(&book).unwrap();
    assert!(stored::read(&bytes).unwrap() == book);
}
