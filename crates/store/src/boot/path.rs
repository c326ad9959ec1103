//! From a book along the chain of edits: which way history went, when more than one is there.

use std::collections::{BTreeMap, BTreeSet};

use super::pool::{Node, Pool};
use crate::id::{Digest, Epoch};
use crate::record::Kind;

/// Books tried as beginnings. A log keeps a dozen; more would be somebody's attempt to make opening slow.
const BEGINNINGS: usize = 64;

/// A book and the edits that follow it.
#[derive(Debug)]
pub(super) struct Path<'a> {
    pub(super) book: &'a Node,
    pub(super) edits: Vec<&'a Node>,
    /// Every point on the way, the book's own first.
    pub(super) points: Vec<Digest>,
    /// Highest number of the path and of the good books that state a point of it.
    pub(super) tail: u64,
    /// The same for what lies in the log.
    pub(super) on_disk: u64,
}

impl Path<'_> {
    pub(super) fn point(&self) -> Digest {
        self.points.last().copied().expect("a path has the point of its book")
    }
}

/// The edits of a pool by the point they continue, and how far each leads.
pub(super) struct Chain<'a> {
    children: BTreeMap<Digest, Vec<&'a Node>>,
    /// Whether the witness's point is reached from here, and the last number.
    reach: BTreeMap<Digest, (bool, u64)>,
    books: BTreeMap<Digest, Vec<&'a Node>>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(pool: &'a Pool) -> Self {
        let witnessed = pool.witness.map(|witness| witness.point);
        let mut edits: Vec<&Node> =
            pool.nodes.values().filter(|node| node.record.about.kind != Kind::Book).collect();
        edits.sort_by_key(|node| std::cmp::Reverse(node.record.about.number));
        let mut chain = Self { children: BTreeMap::new(), reach: BTreeMap::new(), books: BTreeMap::new() };
        // Children have higher numbers, so they were met before their parents.
        for node in edits {
            let (digest, number) = (node.record.digest(), node.record.about.number);
            let further = chain.children.get(&digest).into_iter().flatten();
            let further = further.filter_map(|child| chain.reach.get(&child.record.digest())).max().copied();
            let (witness, tail) = further.unwrap_or((false, number));
            chain.reach.insert(digest, (witness || witnessed == Some(digest), tail.max(number)));
            chain.children.entry(node.record.about.before).or_default().push(node);
        }
        for book in pool.books() {
            chain.books.entry(book.record.about.before).or_default().push(book);
        }
        chain
    }

    /// Follows a book as far as the chain holds. What lies in the log comes before what lies in a journal, then what the
    /// witness saw, then what is longer.
    pub(super) fn follow(&self, book: &'a Node) -> Path<'a> {
        let about = &book.record.about;
        let mut path = Path {
            book,
            edits: Vec::new(),
            points: vec![about.before],
            tail: about.number,
            on_disk: if book.on_disk { about.number } else { 0 },
        };
        let mut number = about.number;
        while let Some(next) = self.next(path.point(), number, about.epoch) {
            number = next.record.about.number;
            path.tail = path.tail.max(number);
            if next.on_disk {
                path.on_disk = path.on_disk.max(number);
            }
            path.points.push(next.record.digest());
            path.edits.push(next);
        }
        for book in path.points.iter().filter_map(|point| self.books.get(point)).flatten() {
            if book.on_disk {
                path.on_disk = path.on_disk.max(book.record.about.number);
                path.tail = path.tail.max(book.record.about.number);
            }
        }
        path
    }

    fn next(&self, point: Digest, number: u64, epoch: Epoch) -> Option<&'a Node> {
        let fits = |node: &&&Node| node.record.about.number > number && node.record.about.epoch == epoch;
        let rank = |node: &&&Node| {
            let reach = self.reach.get(&node.record.digest()).copied();
            (node.on_disk, reach, std::cmp::Reverse(node.record.digest()))
        };
        self.children.get(&point)?.iter().filter(fits).max_by_key(rank).copied()
    }
}

/// The path that is the book's history, if any book is there.
///
/// A line that another book was put in place of comes last. If the log ends before what the witness saw, a path that
/// leads to what it saw comes first. Then the one that has the newest record of the log, then the longest.
pub(super) fn main<'a>(pool: &'a Pool, chain: &Chain<'a>) -> Option<Path<'a>> {
    let superseded = superseded(pool);
    let behind = pool.witness.filter(|witness| {
        let current = |node: &&Node| node.on_disk && !superseded.contains(&node.record.about.epoch);
        let newest = pool.nodes.values().filter(current).map(|node| node.record.about.number).max();
        newest.unwrap_or(0) < witness.number
    });
    let rank = |path: &Path<'_>| {
        let about = &path.book.record.about;
        let seen = behind.is_some_and(|witness| path.points.contains(&witness.point));
        (
            !superseded.contains(&about.epoch),
            seen,
            path.on_disk,
            path.tail,
            about.number,
            path.book.record.digest(),
        )
    };
    pool.books().into_iter().take(BEGINNINGS).map(|book| chain.follow(book)).max_by_key(rank)
}

/// Lines in whose place another was put. A book that only a journal has counts when it was put in place of something
/// found here; otherwise it is somebody's branch.
fn superseded(pool: &Pool) -> BTreeSet<Epoch> {
    let known: BTreeSet<Digest> =
        pool.nodes.values().filter(|node| node.on_disk).map(|node| node.record.point()).collect();
    let newest = pool.nodes.values().filter(|node| node.on_disk).map(|node| node.record.about.number).max();
    let mut epochs = BTreeSet::new();
    for book in pool.books() {
        let Some((epoch, point)) = book.record.about.meta.as_ref().and_then(|meta| meta.instead_of) else {
            continue;
        };
        let last = newest.is_none_or(|newest| book.record.about.number > newest);
        if epoch != book.record.about.epoch && (book.on_disk || (last && known.contains(&point))) {
            epochs.insert(epoch);
        }
    }
    epochs
}
