//! After an error: freeze, see whether there is room, look at what is there, write all anew from memory, read it back.

use std::collections::BTreeMap;

use super::{Effect, Expect, Phase, Put, Rebuilt, Role, Saver, Why};
use crate::boot::{Disk, Slot};
use crate::fault::Fault;
use crate::frame::{self, Refusal};
use crate::head::Head;
use crate::id::Digest;
use crate::journal::JournalKey;
use crate::limits;
use crate::record::{Keep, Kind, Record};
use crate::retention;

/// Room looked for before anything is deleted, in bytes, besides what will be written.
const SPARE: usize = 1024 * 1024;
/// Conflicts in a row without any visible reason after which the store counts as faulty.
const CONFLICTS: u32 = 3;

/// What the log holds, compared with what this window knows.
enum Found {
    /// Somebody else wrote.
    Foreign,
    Newer,
    /// Only what this window knows; the good records by number.
    Ours(BTreeMap<u64, Vec<u8>>),
}

impl Saver {
    /// An error of the storage.
    pub(super) fn trouble(&mut self, fault: Fault, out: &mut Vec<Effect>) {
        match fault {
            Fault::TooNew => self.leave(Why::Newer, out),
            // Not an error of the storage yet: first see who was there.
            Fault::Conflict => self.inspect(out),
            Fault::Absent => self.freeze(fault, out),
            Fault::Full
            | Fault::Blocked
            | Fault::Closed
            | Fault::Aborted
            | Fault::Hung
            | Fault::Unfaithful
            | Fault::Other => self.cure(fault, out),
        }
    }

    pub(super) fn cure(&mut self, fault: Fault, out: &mut Vec<Effect>) {
        self.offer(fault, out);
        self.fault = Some(fault);
        self.probe(out);
    }

    fn offer(&self, fault: Fault, out: &mut Vec<Effect>) {
        if self.fault.is_none() {
            out.push(Effect::OfferFile(fault));
        }
    }

    fn freeze(&mut self, fault: Fault, out: &mut Vec<Effect>) {
        self.offer(fault, out);
        self.fault = Some(fault);
        self.phase = Phase::Frozen;
        out.push(Effect::RetryLater);
    }

    pub(super) fn take_closed(&mut self, out: &mut Vec<Effect>) {
        match self.phase {
            Phase::Idle | Phase::Writing => {
                self.flight = 0;
                if self.role == Role::Writer {
                    self.cure(Fault::Closed, out);
                } else {
                    out.push(Effect::Reload);
                }
            }
            Phase::CatchingUp => out.push(Effect::Reload),
            // What is under way will report by itself.
            Phase::Frozen
            | Phase::Probing
            | Phase::Inspecting
            | Phase::WantsBook
            | Phase::Rebuilding
            | Phase::Verifying
            | Phase::Out(_) => {}
        }
    }

    pub(super) fn retry(&mut self, out: &mut Vec<Effect>) {
        match self.phase {
            Phase::Frozen => self.probe(out),
            Phase::WantsBook => {
                self.book_due = false;
                self.need_book(out);
            }
            Phase::Idle
            | Phase::Writing
            | Phase::Probing
            | Phase::Inspecting
            | Phase::Rebuilding
            | Phase::Verifying
            | Phase::CatchingUp
            | Phase::Out(_) => {}
        }
    }

    pub(super) fn probe(&mut self, out: &mut Vec<Effect>) {
        let carried: usize = self.carry.values().map(Vec::len).sum();
        let queued: usize = self.queue.iter().map(|pending| pending.bytes.len()).sum();
        let book = self.keeps.last().map_or(0, |keep| keep.size as usize);
        let ticket = self.next_ticket();
        self.phase = Phase::Probing;
        out.push(Effect::Probe(ticket, SPARE + carried + queued + 2 * book));
    }

    fn inspect(&mut self, out: &mut Vec<Effect>) {
        let ticket = self.next_ticket();
        self.phase = Phase::Inspecting;
        out.push(Effect::Reread(ticket));
    }

    pub(super) fn go_on_curing(&mut self, outcome: Result<(), Fault>, out: &mut Vec<Effect>) {
        match (self.phase, outcome) {
            (_, Err(Fault::TooNew)) => self.leave(Why::Newer, out),
            // Somebody wrote since the log was inspected.
            (_, Err(Fault::Conflict)) => self.inspect(out),
            (_, Err(fault)) => self.freeze(fault, out),
            (Phase::Probing, Ok(())) => self.inspect(out),
            (_, Ok(())) => {
                let ticket = self.next_ticket();
                self.phase = Phase::Verifying;
                out.push(Effect::Reread(ticket));
            }
        }
    }

    pub(super) fn take_reading(&mut self, disk: Disk, out: &mut Vec<Effect>) {
        match (self.phase, disk) {
            (Phase::CatchingUp, disk) => self.catch_up(disk, out),
            (Phase::Inspecting | Phase::Verifying, Disk::Failed(fault)) => self.take_unreadable(fault, out),
            (Phase::Inspecting, Disk::Read { head, records }) => self.take_inspection(head, records, out),
            (Phase::Verifying, Disk::Read { head, records }) => self.take_verification(head, records, out),
            (
                Phase::Idle
                | Phase::Writing
                | Phase::Frozen
                | Phase::Probing
                | Phase::WantsBook
                | Phase::Rebuilding
                | Phase::Out(_),
                _,
            ) => {}
        }
    }

    /// A log that cannot be read may hold what another window or a newer app wrote. Only the user gives it up.
    fn take_unreadable(&mut self, fault: Fault, out: &mut Vec<Effect>) {
        match fault {
            Fault::TooNew => self.leave(Why::Newer, out),
            Fault::Absent | Fault::Blocked | Fault::Hung => self.freeze(fault, out),
            Fault::Full
            | Fault::Conflict
            | Fault::Closed
            | Fault::Aborted
            | Fault::Unfaithful
            | Fault::Other => {
                if self.abandoned && self.phase == Phase::Inspecting {
                    self.inspected = None;
                    self.want_book(out);
                } else {
                    self.freeze(fault, out);
                }
            }
        }
    }

    fn take_inspection(&mut self, head: Option<Vec<u8>>, records: Vec<Slot>, out: &mut Vec<Effect>) {
        self.abandoned = false;
        let last = records.iter().max_by_key(|slot| slot.number);
        let last = last.and_then(|slot| Some((slot.number, frame::claimed(slot.bytes.as_deref()?)?)));
        let found = Expect { head: head.as_deref().and_then(frame::claimed), last };
        let same_head = found.head == self.expect.head;
        self.inspected = Some(found);
        let good = match self.compare(head, records) {
            Found::Foreign => return self.leave(Why::Conflict, out),
            Found::Newer => return self.leave(Why::Newer, out),
            Found::Ours(good) => good,
        };
        if self.fault.is_none() && !self.fresh {
            // Only a conflict brought us here. Perhaps our own transaction was carried out and reported as failed.
            let done = last.and_then(|last| self.queue.iter().position(|p| (p.number, p.digest) == last));
            let all = |count: usize| {
                self.puts(count).all(|p| good.get(&p.number).is_some_and(|bytes| *bytes == p.bytes))
            };
            if let Some(count) = done.map(|at| at + 1).filter(|count| all(*count)) {
                self.phase = Phase::Idle;
                return self.confirm(count, out);
            }
            if last == self.expect.last && same_head && self.conflicts < CONFLICTS {
                self.conflicts += 1;
                self.phase = Phase::Idle;
                return;
            }
            self.offer(Fault::Unfaithful, out);
            self.fault = Some(Fault::Unfaithful);
        }
        self.carry.extend(good);
        self.want_book(out);
    }

    fn want_book(&mut self, out: &mut Vec<Effect>) {
        self.phase = Phase::WantsBook;
        self.book_due = false;
        self.need_book(out);
    }

    fn compare(&self, head: Option<Vec<u8>>, records: Vec<Slot>) -> Found {
        if let Some(bytes) = head {
            let known = frame::claimed(&bytes).is_some_and(|digest| self.heads.contains(&digest));
            match Head::read(&bytes) {
                Err(Refusal::TooNew(_)) => return Found::Newer,
                Ok(_) if !known => return Found::Foreign,
                Ok(_) | Err(Refusal::Damaged | Refusal::OtherKey) => {}
            }
        }
        let mut good = BTreeMap::new();
        for Slot { number, bytes } in records {
            let Some(bytes) = bytes else { continue };
            match Record::read(&bytes) {
                Err(Refusal::TooNew(_)) => return Found::Newer,
                Err(Refusal::Damaged | Refusal::OtherKey) => {}
                Ok(record) if !self.is_ours(number, record.digest()) => return Found::Foreign,
                Ok(record) if record.about.number == number && !self.islands.contains_key(&number) => {
                    good.insert(number, bytes);
                }
                Ok(_) => {}
            }
        }
        Found::Ours(good)
    }

    fn is_ours(&self, number: u64, digest: Digest) -> bool {
        let is = |map: &BTreeMap<u64, Digest>| map.get(&number) == Some(&digest);
        is(&self.known)
            || is(&self.islands)
            || self.unread.contains(&number)
            || self.rebuilt.as_ref().is_some_and(|rebuilt| is(&rebuilt.slots))
    }

    /// Writes everything anew: the head, what could be carried over, what was not confirmed, and the book from memory.
    pub(super) fn rebuild(&mut self, payload: &[u8], day: u32, out: &mut Vec<Effect>) {
        if self.fresh {
            self.carry.clear();
        }
        let queued: BTreeMap<u64, Vec<u8>> = if self.fresh { BTreeMap::new() } else { self.queued() };
        let there = |number: u64| self.carry.contains_key(&number) || queued.contains_key(&number);
        let listed: Vec<Keep> = self.keeps.iter().copied().filter(|keep| there(keep.number)).collect();
        let keep = self.keep_of(payload, day);
        let kept = retention::keep(&listed, keep, self.session_start);
        let newest = listed.last().map_or(0, |keep| keep.number);
        let meta = self.meta(None, kept.clone());
        let Some(book) = self.make(Kind::Book, payload, day, Some(meta)) else {
            return self.freeze(Fault::Full, out);
        };
        let pending = self.note(&book, Vec::new());
        self.rescue(&book, out);
        let wanted = |number: &u64| *number >= newest || kept.iter().any(|keep| keep.number == *number);
        let carried = self.carry.iter().filter(|(number, _)| wanted(number));
        let mut slots: BTreeMap<u64, Vec<u8>> = carried.map(|(n, bytes)| (*n, bytes.clone())).collect();
        slots.extend(queued.into_iter().filter(|(number, _)| wanted(number)));
        slots.insert(pending.number, pending.bytes);
        let digests = slots.iter().filter_map(|(n, bytes)| Some((*n, frame::claimed(bytes)?)));
        self.rebuilt = Some(Rebuilt {
            slots: digests.collect(),
            number: pending.number,
            digest: pending.digest,
            point: pending.point,
        });
        self.keeps = kept;
        self.keeps.push(keep);
        (self.edits, self.edit_bytes) = (0, 0);
        let head = Put { slot: 0, bytes: self.head.write().0 };
        // With the log gone for a moment, the entry beside it is of no use without the lock it was sealed under.
        out.push(Effect::HeadCopy(head.bytes.clone()));
        let records = slots.into_iter().map(|(slot, bytes)| Put { slot, bytes });
        let ticket = self.next_ticket();
        self.phase = Phase::Rebuilding;
        out.push(Effect::Rebuild(ticket, self.inspected, std::iter::once(head).chain(records).collect()));
    }

    /// Between deleting and writing anew only memory has the book; an entry beside the log covers a tab that dies there.
    fn rescue(&mut self, book: &Record, out: &mut Vec<Effect>) {
        let size = book.bytes().len();
        if self.ring.admits(size, true) {
            self.journal(book, out);
        } else if size <= limits::RESCUE {
            let key = JournalKey::of(book);
            self.rescued.push(key);
            out.push(Effect::Journal(key, book.bytes().to_vec()));
        }
    }

    fn queued(&self) -> BTreeMap<u64, Vec<u8>> {
        self.queue.iter().map(|pending| (pending.number, pending.bytes.clone())).collect()
    }

    fn take_verification(&mut self, head: Option<Vec<u8>>, records: Vec<Slot>, out: &mut Vec<Effect>) {
        let same_head = head.as_deref().and_then(frame::claimed) == Some(self.head.write().1);
        let count = records.len();
        let good = match self.compare(head, records) {
            Found::Foreign => return self.leave(Why::Conflict, out),
            Found::Newer => return self.leave(Why::Newer, out),
            Found::Ours(good) => good,
        };
        let Some(rebuilt) = self.rebuilt.take() else { return self.freeze(Fault::Unfaithful, out) };
        // `compare` checked every digest; what is missing or damaged is not among the good ones.
        let same = same_head && count == good.len() && good.keys().eq(rebuilt.slots.keys());
        if !same {
            self.rebuilt = Some(rebuilt);
            return self.freeze(Fault::Unfaithful, out);
        }
        self.settle(rebuilt, out);
    }

    /// The log is as it was written: everything up to the new book is saved.
    fn settle(&mut self, rebuilt: Rebuilt, out: &mut Vec<Effect>) {
        self.queue.retain(|pending| pending.number > rebuilt.number);
        self.known = rebuilt.slots;
        self.known.extend(self.queue.iter().map(|pending| (pending.number, pending.digest)));
        self.islands.clear();
        self.unread.clear();
        self.carry.clear();
        self.fault = None;
        self.expect = self.expect_rebuilt(rebuilt.number, rebuilt.digest);
        (self.confirmed, self.confirmed_point) = (rebuilt.number, rebuilt.point);
        (self.head_due, self.head_flight) = (false, None);
        self.phase = Phase::Idle;
        out.push(Effect::HeadCopy(self.head.write().0));
        if std::mem::take(&mut self.fresh) {
            // They are sealed with the key of before, or not at all. The queue holds what is newer.
            out.push(Effect::Forget(self.ring.empty()));
        }
        self.settled.append(&mut self.rescued);
        self.confirm(0, out);
        out.push(Effect::Announce(self.confirmed));
    }
}
