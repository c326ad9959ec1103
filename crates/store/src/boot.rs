//! What was found when the app starts, and what it amounts to: never an empty book where there once was one.

mod path;
mod pool;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::fault::Fault;
use crate::head::Head;
use crate::id::{BookId, Digest, Epoch, TabId};
use crate::journal::JournalKey;
use crate::record::{Keep, Kind, Record};
use crate::seal::BookKey;
use path::{Chain, Path};
use pool::{Node, Pool};

/// A slot of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its number; records have theirs from 1.
    pub number: u64,
    /// What is in it; `None` when it was not read because it is history. Everything from the second newest book on must be
    /// read; reading everything is always right.
    pub bytes: Option<Vec<u8>>,
}

/// What the log answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disk {
    /// It could be read; it may be empty.
    Read {
        /// Slot 0.
        head: Option<Vec<u8>>,
        /// The other slots in the order of their numbers.
        records: Vec<Slot>,
    },
    /// It could not be opened or read. That is no statement about what is in it.
    Failed(Fault),
}

/// Everything this machine holds of one book.
#[derive(Debug, Clone)]
pub struct Inventory {
    /// The book.
    pub book: BookId,
    /// The log.
    pub disk: Disk,
    /// Entries of the journals of all tabs.
    pub journal: Vec<(JournalKey, Vec<u8>)>,
    /// The witness.
    pub witness: Option<Vec<u8>>,
    /// The copy of the head beside the journal.
    pub head_copy: Option<Vec<u8>>,
}

/// What was found, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is here and nothing says that there ever was: a new book may begin.
    Empty,
    /// Everything that was ever confirmed is here.
    Whole,
    /// Everything that was ever confirmed is here, but not all of it where it belongs: the journal completed it, or
    /// something not needed is damaged.
    Recovered,
    /// The log ends before what it once held.
    Short,
    /// Records that are needed are damaged; what is good is given.
    Damaged,
    /// There was a book, and nothing of it can be shown.
    Lost,
    /// The passphrase is needed first. Nothing about losses is said yet unless all is lost.
    Locked,
    /// A newer version of the app wrote here. Nothing is read and nothing must be written.
    TooNew,
    /// The browser did not let us look.
    Unreadable(Fault),
}

/// A record to be replayed.
#[derive(Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub number: u64,
    /// What it carries.
    pub kind: Kind,
    /// Day by the machine's clock.
    pub day: u32,
    /// The payload.
    pub payload: Vec<u8>,
}

impl fmt::Debug for Step {
    /// Without what it says: that belongs to the user, and not into a message about an error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} ({} bytes)", self.kind, self.number, self.payload.len())
    }
}

/// Edits, or a whole book put in place of another, that are not part of the book's history: another window's, or behind
/// a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// Number of the first of its edits.
    pub from: u64,
    /// The book they were made on and the edits before them; empty when that is not here any more.
    pub base: Vec<Step>,
    /// The edits themselves.
    pub steps: Vec<Step>,
    /// Where they lie, to be forgotten once the user has settled them; empty when they lie in the log.
    pub entries: Vec<JournalKey>,
}

/// Figures that go with a state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Last number that could be replayed.
    pub tail: u64,
    /// Last number that is known to have been confirmed or used.
    pub promised: u64,
    /// Records that came back from a journal.
    pub from_journal: usize,
    /// Slots of the log that are damaged, needed or not.
    pub damaged: Vec<u64>,
    /// Journal entries beyond the tail that are damaged: edits that had not been confirmed.
    pub damaged_entries: usize,
    /// The head was taken from its copy, or is gone.
    pub head_gone: bool,
}

/// What the start amounts to.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// In a word.
    pub state: State,
    /// In figures.
    pub facts: Facts,
    /// The head, if it could be read; its lock takes the passphrase.
    pub head: Option<Head>,
    /// A book, then the edits since. Empty when there is none to show.
    pub steps: Vec<Step>,
    /// The book before that one and the edits that lead to it, to rebuild undo; may be empty.
    pub window: Vec<Step>,
    /// Edits that are not in `steps`.
    pub forks: Vec<Fork>,
    /// Snapshots kept in the log, the oldest first, without the one `steps` begins with.
    pub backups: Vec<Keep>,
    /// The last record the user's own file holds, as far as is known.
    pub exported: u64,
    /// Everything a [`crate::Saver`] needs to go on; `None` when nothing may be written.
    pub resume: Option<Resume>,
}

/// Where the log stands, to be handed to [`crate::Saver::resume`].
#[derive(Debug, Clone)]
pub struct Resume {
    pub(crate) book: BookId,
    pub(crate) head_on_disk: Option<Digest>,
    pub(crate) last_on_disk: Option<(u64, Digest)>,
    pub(crate) epoch: Option<Epoch>,
    pub(crate) point: Digest,
    /// Last number of the history.
    pub(crate) tail: u64,
    /// Highest number ever seen anywhere.
    pub(crate) highest: u64,
    /// Good records of the log that belong to the history.
    pub(crate) known: BTreeMap<u64, Digest>,
    /// Good records of the log that do not.
    pub(crate) islands: BTreeMap<u64, Digest>,
    /// Slots that were not read because they are history.
    pub(crate) unread: BTreeSet<u64>,
    /// Snapshots kept, the newest last.
    pub(crate) keeps: Vec<Keep>,
    /// The latest writers and the last record of each in the history.
    pub(crate) holds: BTreeMap<TabId, u64>,
    pub(crate) edits: usize,
    pub(crate) edit_bytes: usize,
    pub(crate) exported: u64,
    pub(crate) opened: u64,
    /// Entries on the path, oldest first, with their sizes.
    pub(crate) ring: Vec<(JournalKey, usize)>,
    /// Entries of no more use.
    pub(crate) settled: Vec<JournalKey>,
    pub(crate) mend: Mend,
}

/// What the log needs before it can be written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mend {
    Nothing,
    /// Records that only the journal has, in order.
    Append(Vec<Record>),
    /// It must be written anew.
    Rebuild,
}

/// Compares log, journals and witness. With the key of a sealed book its payloads are given too.
#[must_use]
pub fn assess(inventory: &Inventory, key: Option<&BookKey>) -> Assessment {
    let pool = Pool::gather(inventory, key);
    if pool.too_new || matches!(inventory.disk, Disk::Failed(Fault::TooNew)) {
        return Assessment::bare(State::TooNew, pool.head);
    }
    if let Disk::Failed(fault) = inventory.disk {
        return Assessment::bare(State::Unreadable(fault), pool.head);
    }
    let chain = Chain::new(&pool);
    let Some(path) = path::main(&pool, &chain) else {
        return without_book(inventory, &pool);
    };
    if pool.sealed && key.is_none() {
        if pool.head.as_ref().is_none_or(|head| head.lock.is_none()) {
            // Sealed, and the lock is gone: no passphrase helps.
            return without_book(inventory, &pool);
        }
        return Assessment::bare(State::Locked, pool.head.clone());
    }
    Report { inventory, pool: &pool, chain: &chain, path: &path }.write()
}

fn without_book(inventory: &Inventory, pool: &Pool) -> Assessment {
    let seen = pool.highest_slot.max(pool.witness.map_or(0, |witness| witness.number));
    let highest = inventory.journal.iter().map(|(key, _)| key.number).fold(seen, u64::max);
    // A journal entry is a trace whatever its number is: a damaged one may have lost that too.
    let traces = highest > 0
        || !inventory.journal.is_empty()
        || pool.head.is_some()
        || inventory.head_copy.is_some()
        || inventory.witness.is_some();
    let bytes_on_disk =
        matches!(&inventory.disk, Disk::Read { head, records } if head.is_some() || !records.is_empty());
    let state = if traces || bytes_on_disk { State::Lost } else { State::Empty };
    let mut assessment = Assessment::bare(state, pool.head.clone());
    assessment.facts.promised = highest;
    assessment.facts.damaged = pool.damaged.iter().copied().collect();
    assessment.exported = pool.witness.map_or(0, |witness| witness.exported);
    assessment.forks = forks(pool, &BTreeSet::new(), &BTreeMap::new(), None).0;
    assessment.resume = Some(Resume {
        book: inventory.book,
        head_on_disk: pool.head_on_disk,
        last_on_disk: pool.last_on_disk,
        epoch: None,
        point: Digest([0; 32]),
        tail: 0,
        highest,
        known: BTreeMap::new(),
        islands: on_disk(pool, |_| true),
        unread: pool.unread.clone(),
        keeps: Vec::new(),
        holds: BTreeMap::new(),
        edits: 0,
        edit_bytes: 0,
        exported: assessment.exported,
        opened: pool.witness.map_or(0, |witness| witness.opened),
        ring: Vec::new(),
        settled: Vec::new(),
        mend: if bytes_on_disk { Mend::Rebuild } else { Mend::Nothing },
    });
    assessment
}

fn on_disk(pool: &Pool, wanted: impl Fn(&Node) -> bool) -> BTreeMap<u64, Digest> {
    let nodes = pool.nodes.values().filter(|node| node.on_disk && wanted(node));
    nodes.map(|node| (node.record.about.number, node.record.digest())).collect()
}

impl Assessment {
    fn bare(state: State, head: Option<Head>) -> Self {
        Self {
            state,
            facts: Facts::default(),
            head,
            steps: Vec::new(),
            window: Vec::new(),
            forks: Vec::new(),
            backups: Vec::new(),
            exported: 0,
            resume: None,
        }
    }
}

fn step(node: &Node) -> Step {
    let about = &node.record.about;
    let payload = node.payload.clone().unwrap_or_default();
    Step { number: about.number, kind: about.kind, day: about.day, payload }
}

/// Everything needed to write the assessment of a book that is there.
struct Report<'a> {
    inventory: &'a Inventory,
    pool: &'a Pool,
    chain: &'a Chain<'a>,
    path: &'a Path<'a>,
}

impl Report<'_> {
    fn write(&self) -> Assessment {
        let (pool, path) = (self.pool, self.path);
        let before = self.before();
        let mut on_path: BTreeSet<Digest> = path.points.iter().copied().collect();
        on_path.extend(ancestors(pool, path.book.record.about.before));
        let holds = self.holds();
        let (forks, stale) = forks(pool, &on_path, &holds, Some(path.book));
        let facts = self.facts();
        let state = self.state(&facts);
        let steps = std::iter::once(path.book).chain(path.edits.iter().copied()).map(step).collect();
        let resume = self.resume(&on_path, holds, stale, state, &facts);
        Assessment {
            state,
            facts,
            head: pool.head.clone(),
            steps,
            window: before.map(|path| self.window(&path)).unwrap_or_default(),
            forks,
            backups: self.backups(),
            exported: resume.exported,
            resume: Some(resume),
        }
    }

    /// The path from the book before, if it leads to this book.
    fn before(&self) -> Option<Path<'_>> {
        let book = &self.path.book.record;
        let earlier = |node: &&Node| {
            node.record.about.number < book.about.number && node.record.about.epoch == book.about.epoch
        };
        let mut paths = self.pool.books().into_iter().filter(earlier).map(|node| self.chain.follow(node));
        paths.find(|path| path.points.contains(&book.about.before))
    }

    fn window(&self, path: &Path<'_>) -> Vec<Step> {
        let until = self.path.book.record.about.before;
        let length = path.points.iter().position(|point| *point == until).unwrap_or(0);
        std::iter::once(path.book).chain(path.edits.iter().take(length).copied()).map(step).collect()
    }

    fn facts(&self) -> Facts {
        let (pool, path) = (self.pool, self.path);
        let nodes = std::iter::once(&path.book).chain(&path.edits);
        let witnessed = pool.witness.map_or(0, |witness| witness.number);
        Facts {
            tail: path.tail,
            promised: pool.highest_slot.max(witnessed),
            from_journal: nodes.filter(|node| !node.on_disk).count(),
            damaged: pool.damaged.iter().copied().collect(),
            damaged_entries: pool.damaged_entries.iter().filter(|key| key.number > path.tail).count(),
            head_gone: pool.head_on_disk.is_none(),
        }
    }

    fn state(&self, facts: &Facts) -> State {
        let kept = self.promise_kept();
        let missing = facts.tail < facts.promised && !self.only_a_snapshot_is_missing();
        let damage = facts.damaged.iter().any(|slot| *slot > facts.tail)
            || self.pool.nodes.values().any(|node| self.beyond(node));
        if missing && damage {
            State::Damaged
        } else if missing || !kept {
            State::Short
        } else if facts.from_journal > 0
            || !facts.damaged.is_empty()
            || facts.damaged_entries > 0
            || facts.head_gone
            || facts.tail < facts.promised
        {
            State::Recovered
        } else {
            State::Whole
        }
    }

    /// A good record of the log that the path does not reach.
    fn beyond(&self, node: &Node) -> bool {
        node.on_disk && node.record.about.number > self.path.tail
    }

    /// What the witness saw is on the path, or so old that the path begins after it.
    fn promise_kept(&self) -> bool {
        self.pool.witness.is_none_or(|witness| {
            witness.number < self.path.book.record.about.number || self.path.points.contains(&witness.point)
        })
    }

    /// The last number belongs to a snapshot that cannot be read; the witness says that no edits came after the tail.
    fn only_a_snapshot_is_missing(&self) -> bool {
        self.pool.witness.is_some_and(|witness| {
            witness.point == self.path.point() && witness.number >= self.pool.highest_slot
        })
    }

    /// Snapshots that can still be opened, as the book lists them and as they were found.
    fn backups(&self) -> Vec<Keep> {
        let mut backups: BTreeMap<u64, Keep> = BTreeMap::new();
        let there = |number: &u64| {
            self.pool.unread.contains(number)
                || self.pool.books().iter().any(|node| node.on_disk && node.record.about.number == *number)
        };
        for book in self.pool.books().into_iter().filter(|node| node.on_disk) {
            let about = &book.record.about;
            let size = u32::try_from(book.record.bytes().len()).unwrap_or(u32::MAX);
            let listed = about.meta.iter().flat_map(|meta| meta.keeps.iter().copied());
            for keep in listed.chain([Keep { number: about.number, day: about.day, size }]) {
                if there(&keep.number) {
                    backups.insert(keep.number, keep);
                }
            }
        }
        let own = &self.path.book;
        backups.remove(&if own.on_disk { own.record.about.number } else { 0 });
        backups.into_values().collect()
    }

    /// The last record of each writer that the history holds, as its book says and its edits show.
    fn holds(&self) -> BTreeMap<TabId, u64> {
        let said = self.path.book.record.about.meta.iter().flat_map(|meta| meta.holds.iter().copied());
        let nodes = std::iter::once(&self.path.book).chain(&self.path.edits);
        let shown = nodes.map(|node| (node.record.about.writer, node.record.about.number));
        let mut holds = BTreeMap::new();
        for (writer, number) in said.chain(shown) {
            let last = holds.entry(writer).or_insert(number);
            *last = number.max(*last);
        }
        holds
    }

    fn resume(
        &self,
        on_path: &BTreeSet<Digest>,
        holds: BTreeMap<TabId, u64>,
        settled: Vec<JournalKey>,
        state: State,
        facts: &Facts,
    ) -> Resume {
        let (pool, path) = (self.pool, self.path);
        let belongs =
            |node: &Node| on_path.contains(&node.record.point()) || node.record.about.kind == Kind::Book;
        let nodes: Vec<&Node> = std::iter::once(path.book).chain(path.edits.iter().copied()).collect();
        let mut known = on_disk(pool, belongs);
        known.extend(nodes.iter().map(|node| (node.record.about.number, node.record.digest())));
        let ring =
            nodes.iter().flat_map(|node| node.entries.iter().map(|key| (*key, node.record.bytes().len())));
        let mut keeps = self.backups();
        if path.book.on_disk {
            let size = u32::try_from(path.book.record.bytes().len()).unwrap_or(u32::MAX);
            let about = &path.book.record.about;
            keeps.push(Keep { number: about.number, day: about.day, size });
            keeps.sort_by_key(|keep| keep.number);
        }
        let journaled = self.inventory.journal.iter().map(|(key, _)| key.number);
        let exported = pool.witness.map_or(0, |witness| witness.exported);
        Resume {
            book: self.inventory.book,
            head_on_disk: pool.head_on_disk,
            last_on_disk: pool.last_on_disk,
            epoch: Some(path.book.record.about.epoch),
            point: path.point(),
            tail: path.tail,
            highest: journaled.fold(facts.promised.max(path.tail), u64::max),
            known,
            islands: on_disk(pool, |node| !belongs(node)),
            unread: pool.unread.clone(),
            keeps,
            holds,
            edits: path.edits.len(),
            edit_bytes: path.edits.iter().map(|node| node.record.bytes().len()).sum(),
            exported,
            opened: pool.witness.map_or(0, |witness| witness.opened),
            ring: ring.collect(),
            settled,
            mend: self.mend(&nodes, state, facts),
        }
    }

    fn mend(&self, nodes: &[&Node], state: State, facts: &Facts) -> Mend {
        let last = self.pool.last_on_disk.map_or(0, |(number, _)| number);
        let added: Vec<&&Node> = nodes.iter().filter(|node| !node.on_disk).collect();
        let behind = added.iter().all(|node| node.record.about.number > last);
        let good =
            matches!(state, State::Whole | State::Recovered) && facts.damaged.is_empty() && !facts.head_gone;
        if !good || !behind || facts.tail < facts.promised {
            return Mend::Rebuild;
        }
        if added.is_empty() {
            return Mend::Nothing;
        }
        Mend::Append(added.into_iter().map(|node| node.record.clone()).collect())
    }
}

/// What is not on the path: branches to show, and entries of no more use.
///
/// A writer's entry that is not on the path was taken in all the same when the history holds a later record of the same
/// writer: a tab that loses a race for a number never writes under its name again.
fn forks(
    pool: &Pool,
    on_path: &BTreeSet<Digest>,
    holds: &BTreeMap<TabId, u64>,
    main: Option<&Node>,
) -> (Vec<Fork>, Vec<JournalKey>) {
    let (main, start) = main.map_or((None, 0), |node| (Some(node.record.digest()), node.record.about.number));
    let taken_in = |node: &Node| {
        let about = &node.record.about;
        node.on_disk || holds.get(&about.writer).is_some_and(|number| *number >= about.number)
    };
    let (mut stray, mut stale) = (Vec::new(), pool.damaged_entries.clone());
    for node in pool.nodes.values() {
        let about = &node.record.about;
        if about.kind == Kind::Book {
            let restates = on_path.contains(&about.before);
            if main == Some(node.record.digest()) {
                continue;
            }
            if about.number >= start && !restates && !taken_in(node) {
                stray.push(node);
            } else {
                stale.extend(&node.entries);
            }
        } else if !on_path.contains(&node.record.digest()) {
            let island = node.on_disk && about.number > start;
            if island || !taken_in(node) {
                stray.push(node);
            } else {
                stale.extend(&node.entries);
            }
        } else if about.number < start {
            stale.extend(&node.entries);
        }
    }
    stray.sort_by_key(|node| node.record.about.number);
    (chains(pool, &stray), stale)
}

/// The points that lead to a point, as far as their edits are here.
fn ancestors(pool: &Pool, point: Digest) -> Vec<Digest> {
    let mut points = vec![point];
    let mut at = point;
    while let Some(node) = pool.nodes.get(&at).filter(|node| node.record.about.kind != Kind::Book) {
        at = node.record.about.before;
        points.push(at);
    }
    points
}

/// Puts strays that follow one another together.
fn chains(pool: &Pool, stray: &[&Node]) -> Vec<Fork> {
    let mut ends: BTreeMap<Digest, usize> = BTreeMap::new();
    let mut forks: Vec<Fork> = Vec::new();
    for node in stray {
        let about = &node.record.about;
        let at = match ends.remove(&about.before) {
            Some(at) => at,
            None => {
                forks.push(Fork {
                    from: about.number,
                    base: base(pool, about.before),
                    steps: Vec::new(),
                    entries: Vec::new(),
                });
                forks.len() - 1
            }
        };
        if let Some(fork) = forks.get_mut(at) {
            fork.steps.push(step(node));
            fork.entries.extend(&node.entries);
        }
        ends.insert(node.record.point(), at);
    }
    forks
}

/// The book and edits that lead to a point, found backwards.
fn base(pool: &Pool, point: Digest) -> Vec<Step> {
    let books = pool.books();
    let (mut at, mut edits) = (point, Vec::new());
    loop {
        if let Some(book) = books.iter().find(|book| book.record.about.before == at) {
            return std::iter::once(step(book)).chain(edits.into_iter().rev()).collect();
        }
        // A digest cannot contain itself, so it ends.
        let Some(node) = pool.nodes.get(&at).filter(|node| node.record.about.kind != Kind::Book) else {
            return Vec::new();
        };
        edits.push(step(node));
        at = node.record.about.before;
    }
}
