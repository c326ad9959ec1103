//! Edits and books become records; records become transactions, one at a time.

use std::ops::RangeInclusive;

use super::{Effect, Event, Expect, Pending, Phase, Put, Role, Saver, Transaction};
use crate::fault::Fault;
use crate::head::Head;
use crate::id::{Digest, Epoch, TabId};
use crate::journal::JournalKey;
use crate::limits;
use crate::record::{About, BookMeta, Keep, Kind, Record};
use crate::retention;
use crate::saver::Why;
use crate::seal::BookKey;

impl Saver {
    pub(super) fn append(&mut self, kind: Kind, payload: &[u8], day: u32, out: &mut Vec<Effect>) {
        if self.role == Role::Follower {
            // The screen should not have let this happen. The edit is kept as a branch, and shown at the next start.
            self.leave(Why::OtherWindow, out);
        }
        if kind == Kind::Book {
            return self.take_book(payload, day, out);
        }
        let Some(record) = self.make(kind, payload, day, None) else { return self.too_large(out) };
        self.edits += 1;
        self.edit_bytes += record.bytes().len();
        self.enqueue(record, Vec::new(), out);
        if self.edits >= limits::EDITS_PER_BOOK || self.edit_bytes >= limits::BYTES_PER_BOOK {
            self.need_book(out);
        }
    }

    pub(super) fn need_book(&mut self, out: &mut Vec<Effect>) {
        if !self.book_due && !matches!(self.phase, Phase::Out(_)) {
            self.book_due = true;
            out.push(Effect::NeedBook);
        }
    }

    pub(super) fn take_book(&mut self, payload: &[u8], day: u32, out: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Out(_)) || self.role == Role::Follower {
            return;
        }
        self.book_due = false;
        if self.phase == Phase::WantsBook {
            return self.rebuild(payload, day, out);
        }
        self.add_book(payload, day, None, out);
    }

    pub(super) fn replace(&mut self, payload: &[u8], day: u32, out: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Out(_)) || self.role == Role::Follower {
            return;
        }
        let instead_of = self.epoch.map(|epoch| (epoch, self.point));
        self.begin_line();
        self.add_book(payload, day, instead_of, out);
    }

    pub(super) fn begin_line(&mut self) {
        let epoch = self.session.epoch();
        self.epoch = Some(epoch);
        self.point = Digest::genesis(self.book, epoch);
    }

    fn add_book(
        &mut self,
        payload: &[u8],
        day: u32,
        instead_of: Option<(Epoch, Digest)>,
        out: &mut Vec<Effect>,
    ) {
        let keep = self.keep_of(payload, day);
        let kept = retention::keep(&self.keeps, keep, self.session_start);
        let drop = self.keeps.last().map(|newest| retention::droppable(&kept, newest.number));
        let meta = self.meta(instead_of, kept.clone());
        let Some(record) = self.make(Kind::Book, payload, day, Some(meta)) else {
            return self.too_large(out);
        };
        self.keeps = kept;
        self.keeps.push(keep);
        self.session_start.get_or_insert(keep.number);
        (self.edits, self.edit_bytes) = (0, 0);
        self.enqueue(record, drop.unwrap_or_default(), out);
    }

    /// What a book says besides the book, with the latest writers.
    pub(super) fn meta(&self, instead_of: Option<(Epoch, Digest)>, keeps: Vec<Keep>) -> BookMeta {
        let mut holds: Vec<(TabId, u64)> = self.holds.iter().map(|(tab, number)| (*tab, *number)).collect();
        holds.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        holds.truncate(limits::WRITERS);
        BookMeta { instead_of, keeps, holds }
    }

    /// How the next record is listed among the backups.
    pub(super) fn keep_of(&self, payload: &[u8], day: u32) -> Keep {
        Keep { number: self.last + 1, day, size: u32::try_from(payload.len()).unwrap_or(u32::MAX) }
    }

    /// Makes the next record, without noting it.
    pub(super) fn make(
        &mut self,
        kind: Kind,
        payload: &[u8],
        day: u32,
        meta: Option<BookMeta>,
    ) -> Option<Record> {
        if self.epoch.is_none() {
            self.begin_line();
        }
        let about = About {
            book: self.book,
            epoch: self.epoch?,
            number: self.last + 1,
            writer: self.session.tab(),
            kind,
            day,
            before: self.point,
            meta,
        };
        Record::make(about, payload, &mut self.sealer)
    }

    fn enqueue(&mut self, record: Record, drop: Vec<RangeInclusive<u64>>, out: &mut Vec<Effect>) {
        let pending = self.note(&record, drop);
        self.journal(&record, out);
        if !matches!(self.phase, Phase::Out(_)) {
            self.queue.push_back(pending);
        }
    }

    /// Counts a record as made.
    pub(super) fn note(&mut self, record: &Record, drop: Vec<RangeInclusive<u64>>) -> Pending {
        let (number, digest, point) = (record.about.number, record.digest(), record.point());
        self.last = number;
        self.point = point;
        self.known.insert(number, digest);
        self.holds.insert(record.about.writer, number);
        Pending { number, digest, point, bytes: record.bytes().to_vec(), drop }
    }

    pub(super) fn journal(&mut self, record: &Record, out: &mut Vec<Effect>) {
        let (size, book) = (record.bytes().len(), record.about.kind == Kind::Book);
        if self.ring.admits(size, book) {
            let key = JournalKey::of(record);
            self.ring.inherit(key, size);
            out.push(Effect::Journal(key, record.bytes().to_vec()));
        } else if !book && !self.uncovered {
            self.uncovered = true;
            if let Some(fault) = self.fault {
                out.push(Effect::OfferFile(fault));
            }
        }
    }

    fn too_large(&mut self, out: &mut Vec<Effect>) {
        self.fault = Some(Fault::Full);
        self.phase = Phase::Frozen;
        out.push(Effect::OfferFile(Fault::Full));
    }

    /// Begins the next transaction when nothing is under way.
    pub(super) fn pump(&mut self, out: &mut Vec<Effect>) {
        if self.phase != Phase::Idle || self.role != Role::Writer {
            return;
        }
        let head_due = self.head_due && self.epoch.is_some();
        if self.queue.is_empty() && !head_due {
            if self.yielding {
                self.role = Role::Follower;
            }
            return;
        }
        self.flight = self.queue.len().min(limits::BATCH);
        let drop = self.drops(self.flight).cloned().collect();
        let head = head_due.then(|| self.head.write());
        self.head_flight = head.as_ref().map(|(_, digest)| *digest);
        let head = head.map(|(bytes, _)| Put { slot: 0, bytes });
        let records =
            self.puts(self.flight).map(|pending| Put { slot: pending.number, bytes: pending.bytes.clone() });
        let put = head.into_iter().chain(records).collect();
        let ticket = self.next_ticket();
        self.phase = Phase::Writing;
        out.push(Effect::Write(ticket, Transaction { expect: self.expect, drop, put }));
    }

    fn drops(&self, count: usize) -> impl Iterator<Item = &RangeInclusive<u64>> {
        self.queue.iter().take(count).flat_map(|pending| &pending.drop)
    }

    /// What is to be written of the first records of the queue: a book among them may make earlier ones unnecessary.
    pub(super) fn puts(&self, count: usize) -> impl Iterator<Item = &Pending> {
        let needed =
            move |pending: &&Pending| !self.drops(count).any(|range| range.contains(&pending.number));
        self.queue.iter().take(count).filter(needed)
    }

    pub(super) fn take_outcome(&mut self, outcome: Result<(), Fault>, out: &mut Vec<Effect>) {
        match (self.phase, outcome) {
            (Phase::Writing, Ok(())) => {
                self.phase = Phase::Idle;
                self.confirm(self.flight, out);
            }
            (Phase::Out(_), Ok(())) if self.flight > 0 => self.confirm(self.flight, out),
            (Phase::Writing, Err(fault)) => {
                self.flight = 0;
                self.trouble(fault, out);
            }
            (Phase::Probing | Phase::Rebuilding, outcome) => self.go_on_curing(outcome, out),
            // Nothing is waited for, or only a reading.
            (
                Phase::Idle
                | Phase::Frozen
                | Phase::Inspecting
                | Phase::WantsBook
                | Phase::Verifying
                | Phase::CatchingUp
                | Phase::Out(_),
                _,
            ) => {}
        }
    }

    /// The first records of the queue are on the disk.
    pub(super) fn confirm(&mut self, count: usize, out: &mut Vec<Effect>) {
        if let Some(digest) = self.head_flight.take() {
            let (bytes, current) = self.head.write();
            self.expect.head = Some(digest);
            // It may have been changed again meanwhile.
            self.head_due = digest != current;
            out.push(Effect::HeadCopy(bytes));
        }
        self.flight = 0;
        self.conflicts = 0;
        for _ in 0..count {
            let Some(done) = self.queue.pop_front() else { break };
            self.expect.last = Some((done.number, done.digest));
            (self.confirmed, self.confirmed_point) = (done.number, done.point);
            for range in done.drop {
                self.known.retain(|number, _| !range.contains(number));
                self.unread.retain(|number| !range.contains(number));
            }
        }
        self.uncovered &= !self.queue.is_empty();
        self.witness(out);
        self.tidy(out);
        if count > 0 {
            out.push(Effect::Announce(self.confirmed));
        }
    }

    pub(super) fn relock(&mut self, head: Head) {
        self.heads.insert(head.write().1);
        self.head = head;
        // The transaction under way carries the head it was begun with.
        self.head_due = true;
    }

    pub(super) fn reseal(&mut self, head: Head, key: Option<BookKey>) {
        if matches!(self.phase, Phase::Out(_)) || self.role == Role::Follower {
            return;
        }
        self.relock(head);
        self.sealer.change(key);
        self.fresh = true;
    }

    /// What a log written anew with this head expects next.
    pub(super) fn expect_rebuilt(&self, number: u64, digest: Digest) -> Expect {
        Expect { head: Some(self.head.write().1), last: Some((number, digest)) }
    }
}

impl Event {
    /// Edits of today.
    #[must_use]
    pub fn edits(payload: Vec<u8>, day: u32) -> Self {
        Self::Append { kind: Kind::Edits, payload, day }
    }
}
