//! The write side as a state machine: what happened comes in, what the shell must do comes out.
//!
//! The log is written by one transaction at a time, each naming the state it expects to find. 已保存 is shown only when
//! the last transaction is complete and nothing is wrong. The first error counts as a poisoned store: nothing is called
//! saved until the log was written anew from memory and read back the same.

mod cure;
mod follow;
mod write;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::RangeInclusive;

use crate::boot::{Disk, Mend, Resume, Step};
use crate::fault::Fault;
use crate::frame;
use crate::head::Head;
use crate::id::{BookId, Digest, Epoch, Session, TabId};
use crate::journal::{JournalKey, Ring};
use crate::record::{Keep, Kind};
use crate::seal::{BookKey, Sealer};
use crate::witness::Witness;

/// What a transaction expects to find in the log; otherwise it must do nothing and report [`Fault::Conflict`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expect {
    pub(crate) head: Option<Digest>,
    pub(crate) last: Option<(u64, Digest)>,
}

impl Expect {
    /// Whether slot 0 and the highest slot are as expected. Both must be read in the transaction that writes.
    #[must_use]
    pub fn holds(&self, head: Option<&[u8]>, last: Option<(u64, &[u8])>) -> bool {
        let same = |found: Option<&[u8]>, expected: Option<Digest>| match (found, expected) {
            (None, None) => true,
            (Some(bytes), Some(digest)) => frame::claimed(bytes) == Some(digest),
            (Some(_), None) | (None, Some(_)) => false,
        };
        same(head, self.head)
            && last.map(|(number, _)| number) == self.last.map(|(number, _)| number)
            && same(last.map(|(_, bytes)| bytes), self.last.map(|(_, digest)| digest))
    }
}

/// A slot to be written; slot 0 is the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Its number.
    pub slot: u64,
    /// What goes in.
    pub bytes: Vec<u8>,
}

/// Writes to be made in one strict transaction, all or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// What must be there before.
    pub expect: Expect,
    /// Slots to be emptied, before anything is put.
    pub drop: Vec<RangeInclusive<u64>>,
    /// Slots to be written.
    pub put: Vec<Put>,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The user edited: [`Kind::Edits`], or [`Kind::Undo`] and [`Kind::Redo`] when steps were taken back or brought back.
    Append {
        /// Which.
        kind: Kind,
        /// The edits, as the shell writes them.
        payload: Vec<u8>,
        /// Day by the machine's clock.
        day: u32,
    },
    /// The answer to [`Effect::NeedBook`]: the whole book, with every edit appended so far.
    Book {
        /// The book, as the shell writes it.
        payload: Vec<u8>,
        /// Day by the machine's clock.
        day: u32,
    },
    /// Another content takes the book's place: a new book, a backup, a file. Begins a new line.
    Replace {
        /// The book, as the shell writes it.
        payload: Vec<u8>,
        /// Day by the machine's clock.
        day: u32,
    },
    /// A request settled. The shell reports [`Fault::Hung`] for one that does not.
    Settled {
        /// Which.
        ticket: u64,
        /// Whether it is complete, for a transaction: on the disk.
        outcome: Result<(), Fault>,
    },
    /// A reading came back.
    Read {
        /// Which.
        ticket: u64,
        /// What the log answered.
        disk: Disk,
    },
    /// The connection was closed by the browser, not by us.
    Closed,
    /// A newer version of the app in another window wants to change the database. One that deletes it in order to write it
    /// anew is reported as [`Event::Closed`], after closing the connection.
    VersionAsked,
    /// Another window says that it wrote. Only a hint: it may come from anybody.
    Wrote {
        /// Its last number.
        number: u64,
    },
    /// This window became the one that writes (`true`), or another did.
    Lease(bool),
    /// The user, or a timer, asks to try again.
    Retry,
    /// The log cannot be read, the book is in a file, and the user agrees that what is in the log is given up.
    Abandon,
    /// The user's own file was read back and holds everything up to a record, see [`Saver::last`].
    Exported {
        /// The record.
        number: u64,
    },
    /// The passphrase changed and the key did not.
    Relocked(Head),
    /// The book is sealed from now on, or no more, or with another key.
    Resealed {
        /// The new head.
        head: Head,
        /// The new key; `None` to lie in clear.
        key: Option<BookKey>,
    },
}

/// What the shell must do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write an entry beside the log, synchronously.
    Journal(JournalKey, Vec<u8>),
    /// Remove entries.
    Forget(Vec<JournalKey>),
    /// Write the witness, synchronously.
    Witness(Vec<u8>),
    /// Write the copy of the head beside the journal, synchronously.
    HeadCopy(Vec<u8>),
    /// Make a strict transaction; report [`Event::Settled`].
    Write(u64, Transaction),
    /// Write this many bytes to a scratch database, strictly, and remove them; report [`Event::Settled`]. Nothing is
    /// deleted before it is known that there is room to write it again.
    Probe(u64, usize),
    /// Close the connection, open it again, read everything of this book; report [`Event::Read`].
    Reread(u64),
    /// Read the head and what lies behind a number; report [`Event::Read`].
    ReadSince(u64, u64),
    /// Unless the log is other than expected (then report [`Fault::Conflict`]): delete this book's database, make it again
    /// and write these slots in one strict transaction; report [`Event::Settled`]. Nothing is expected of a log that
    /// cannot be read and was given up.
    Rebuild(u64, Option<Expect>, Vec<Put>),
    /// Hand in the whole book with [`Event::Book`].
    NeedBook,
    /// Offer the user to save the book as a file now.
    OfferFile(Fault),
    /// Send [`Event::Retry`] in a while, and offer it as a button.
    RetryLater,
    /// Tell other windows that this number is written.
    Announce(u64),
    /// Apply what another window wrote.
    Apply(Vec<Step>),
    /// Take a new inventory, assess it and begin a new saver.
    Reload,
    /// Close the connection.
    Close,
    /// Show the state of saving.
    Show(Saving),
}

/// The state of saving, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Nothing to save yet.
    Nothing,
    /// On its way.
    Running {
        /// Last record that is safe.
        saved: u64,
    },
    /// Everything up to this record is safe.
    Saved {
        /// The record.
        number: u64,
    },
    /// The storage failed. Only memory, the journal and the user's file can be relied on.
    Frozen {
        /// How.
        fault: Fault,
        /// Whether it is being written anew right now.
        repairing: bool,
        /// Whether the newest edits are not even in the journal.
        uncovered: bool,
    },
    /// This window may not write.
    ReadOnly(Why),
}

/// Why a window may not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Another window has the book open; this one follows.
    OtherWindow,
    /// Another window wrote at the same time. What was edited here since is in the journal and shown at the next start.
    Conflict,
    /// A newer version of the app is open or has written.
    Newer,
}

/// Whether this window writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It holds the lock or the lease.
    Writer,
    /// It follows the window that does.
    Follower,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Idle,
    Writing,
    Frozen,
    Probing,
    Inspecting,
    WantsBook,
    Rebuilding,
    Verifying,
    CatchingUp,
    Out(Why),
}

/// A record made and not yet confirmed.
#[derive(Debug, Clone)]
struct Pending {
    number: u64,
    digest: Digest,
    point: Digest,
    bytes: Vec<u8>,
    drop: Vec<RangeInclusive<u64>>,
}

/// The write side of one book in one window.
#[derive(Debug)]
pub struct Saver {
    session: Session,
    sealer: Sealer,
    book: BookId,
    head: Head,
    role: Role,
    phase: Phase,
    ticket: u64,
    /// The line and its newest point, with everything made so far.
    epoch: Option<Epoch>,
    point: Digest,
    last: u64,
    /// What the log holds for certain.
    expect: Expect,
    confirmed: u64,
    confirmed_point: Digest,
    /// Made and not yet confirmed; the first `flight` of them are in the transaction under way.
    queue: VecDeque<Pending>,
    flight: usize,
    head_due: bool,
    /// Digest of the head in the transaction under way.
    head_flight: Option<Digest>,
    heads: BTreeSet<Digest>,
    known: BTreeMap<u64, Digest>,
    islands: BTreeMap<u64, Digest>,
    unread: BTreeSet<u64>,
    carry: BTreeMap<u64, Vec<u8>>,
    /// The log as it was when it was last inspected.
    inspected: Option<Expect>,
    /// After a change of key nothing old is carried over.
    fresh: bool,
    rebuilt: Option<Rebuilt>,
    keeps: Vec<Keep>,
    session_start: Option<u64>,
    /// The latest writers and the last record of each in the history.
    holds: BTreeMap<TabId, u64>,
    edits: usize,
    edit_bytes: usize,
    book_due: bool,
    ring: Ring,
    settled: Vec<JournalKey>,
    /// Books put beside the log while it is written anew.
    rescued: Vec<JournalKey>,
    uncovered: bool,
    exported: u64,
    opened: u64,
    fault: Option<Fault>,
    /// The user gave up what is in a log that cannot be read.
    abandoned: bool,
    conflicts: u32,
    yielding: bool,
    shown: Option<Saving>,
}

/// A log written anew, to be found like this when read back.
#[derive(Debug)]
struct Rebuilt {
    slots: BTreeMap<u64, Digest>,
    number: u64,
    digest: Digest,
    point: Digest,
}

impl Saver {
    /// Goes on where an assessment left off. `head` is the head to be used from now on, as a rule the one found; `opened`
    /// is one more than the highest of the catalogue. Where something was lost the user must have agreed first.
    ///
    /// The actions must be carried out before anything else. An empty inventory needs [`Event::Replace`] next.
    #[must_use]
    pub fn resume(
        resume: Resume,
        head: Head,
        key: Option<BookKey>,
        session: Session,
        role: Role,
        opened: u64,
    ) -> (Self, Vec<Effect>) {
        let sealer = Sealer::new(key, &session);
        let (head_bytes, head_digest) = head.write();
        let (last_on_disk, head_on_disk) = (resume.last_on_disk, resume.head_on_disk);
        let session_start = resume.keeps.last().map(|keep| keep.number);
        let mut saver = Self {
            sealer,
            session,
            book: resume.book,
            role,
            phase: Phase::Idle,
            ticket: 0,
            epoch: resume.epoch,
            point: resume.point,
            // One that follows counts as far as it knows; one that writes gives no number twice.
            last: if role == Role::Writer { resume.highest } else { resume.tail },
            expect: Expect { head: head_on_disk, last: last_on_disk },
            confirmed: last_on_disk.map_or(0, |(number, _)| number),
            confirmed_point: resume.point,
            queue: VecDeque::new(),
            flight: 0,
            head_due: head_on_disk != Some(head_digest),
            head_flight: None,
            heads: head_on_disk.into_iter().chain([head_digest]).collect(),
            known: resume.known,
            islands: resume.islands,
            unread: resume.unread,
            carry: BTreeMap::new(),
            inspected: None,
            fresh: false,
            rebuilt: None,
            keeps: resume.keeps,
            session_start,
            holds: resume.holds,
            edits: resume.edits,
            edit_bytes: resume.edit_bytes,
            book_due: false,
            ring: Ring::default(),
            settled: Vec::new(),
            rescued: Vec::new(),
            uncovered: false,
            exported: resume.exported,
            opened: opened.max(resume.opened),
            fault: None,
            abandoned: false,
            conflicts: 0,
            yielding: false,
            shown: None,
            head,
        };
        let mut out = Vec::new();
        if role == Role::Writer {
            out.push(Effect::HeadCopy(head_bytes));
            for (key, size) in resume.ring {
                saver.ring.inherit(key, size);
            }
            saver.settled = resume.settled;
            saver.begin(resume.mend, &mut out);
        }
        saver.finish(&mut out);
        (saver, out)
    }

    fn begin(&mut self, mend: Mend, out: &mut Vec<Effect>) {
        match mend {
            Mend::Nothing => {
                if self.expect.last.is_some() {
                    self.witness(out);
                    self.tidy(out);
                }
                if self.edits > 0 {
                    // The state the session began with becomes a backup.
                    self.need_book(out);
                }
            }
            Mend::Append(records) => {
                for record in records {
                    let (number, digest, point) = (record.about.number, record.digest(), record.point());
                    let bytes = record.bytes().to_vec();
                    self.queue.push_back(Pending { number, digest, point, bytes, drop: Vec::new() });
                }
                self.need_book(out);
            }
            Mend::Rebuild => self.cure(Fault::Unfaithful, out),
        }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        match event {
            Event::Append { kind, payload, day } => self.append(kind, &payload, day, &mut out),
            Event::Book { payload, day } => self.take_book(&payload, day, &mut out),
            Event::Replace { payload, day } => self.replace(&payload, day, &mut out),
            Event::Settled { ticket, outcome } if ticket == self.ticket => {
                self.take_outcome(outcome, &mut out);
            }
            Event::Read { ticket, disk } if ticket == self.ticket => self.take_reading(disk, &mut out),
            Event::Settled { .. } | Event::Read { .. } => {}
            Event::Closed => self.take_closed(&mut out),
            Event::VersionAsked => {
                out.push(Effect::Close);
                self.leave(Why::Newer, &mut out);
            }
            Event::Wrote { number } => self.take_hint(number, &mut out),
            Event::Lease(held) => self.take_lease(held, &mut out),
            Event::Retry => self.retry(&mut out),
            Event::Abandon => {
                self.abandoned = true;
                self.retry(&mut out);
            }
            Event::Exported { number } => {
                self.exported = self.exported.max(number.min(self.last));
                self.witness(&mut out);
            }
            Event::Relocked(head) => self.relock(head),
            Event::Resealed { head, key } => self.reseal(head, key),
        }
        self.finish(&mut out);
        out
    }

    fn finish(&mut self, out: &mut Vec<Effect>) {
        if self.fresh && self.phase == Phase::Idle && self.role == Role::Writer {
            self.probe(out);
        }
        self.pump(out);
        let saving = self.saving();
        if self.shown != Some(saving) {
            self.shown = Some(saving);
            out.push(Effect::Show(saving));
        }
    }

    /// The last record made, confirmed or not: what a file written now holds.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The last record the user's own file holds.
    #[must_use]
    pub fn exported(&self) -> u64 {
        self.exported
    }

    /// This run's name.
    #[must_use]
    pub fn tab(&self) -> TabId {
        self.session.tab()
    }

    /// Snapshots kept, the oldest first.
    #[must_use]
    pub fn backups(&self) -> &[Keep] {
        &self.keeps
    }

    /// The state of saving.
    #[must_use]
    pub fn saving(&self) -> Saving {
        let repairing = |phase| {
            matches!(
                phase,
                Phase::Probing | Phase::Inspecting | Phase::WantsBook | Phase::Rebuilding | Phase::Verifying
            )
        };
        if let Phase::Out(why) = self.phase {
            return Saving::ReadOnly(why);
        }
        if self.role == Role::Follower {
            return Saving::ReadOnly(Why::OtherWindow);
        }
        if let Some(fault) = self.fault {
            return Saving::Frozen { fault, repairing: repairing(self.phase), uncovered: self.uncovered };
        }
        if !self.queue.is_empty() || self.head_due && self.epoch.is_some() || repairing(self.phase) {
            return Saving::Running { saved: self.confirmed };
        }
        if self.confirmed == 0 { Saving::Nothing } else { Saving::Saved { number: self.confirmed } }
    }

    fn next_ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Notes how far the log reaches.
    fn witness(&self, out: &mut Vec<Effect>) {
        let (Some((number, last)), Some(epoch), Role::Writer) = (self.expect.last, self.epoch, self.role)
        else {
            return;
        };
        if self.fault.is_some() || matches!(self.phase, Phase::Out(_)) {
            return;
        }
        let (point, exported, opened) = (self.confirmed_point, self.exported, self.opened);
        out.push(Effect::Witness(
            Witness { book: self.book, epoch, number, last, point, exported, opened }.write(),
        ));
    }

    /// Removes entries of no more use and those beyond what is kept.
    fn tidy(&mut self, out: &mut Vec<Effect>) {
        let mut gone = std::mem::take(&mut self.settled);
        gone.extend(self.ring.trim(self.confirmed));
        if !gone.is_empty() {
            out.push(Effect::Forget(gone));
        }
    }

    /// From now on this window writes no more.
    fn leave(&mut self, why: Why, out: &mut Vec<Effect>) {
        if !matches!(self.phase, Phase::Out(_)) {
            if !self.queue.is_empty() || self.fault.is_some() {
                let fault = if why == Why::Newer { Fault::TooNew } else { Fault::Conflict };
                out.push(Effect::OfferFile(fault));
            }
            // A transaction under way may still settle and is then noted.
            self.phase = Phase::Out(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two logs written anew by two windows may end in the same number with other content.
    #[test]
    fn a_transaction_expects_content_and_not_only_numbers() {
        let frame = |text: &[u8]| frame::close(text.to_vec());
        let ((head, head_digest), (last, last_digest)) = (frame(b"head"), frame(b"last"));
        let other = frame(b"other").0;
        let expect = Expect { head: Some(head_digest), last: Some((7, last_digest)) };
        assert!(expect.holds(Some(&head), Some((7, &last))));
        assert!(!expect.holds(Some(&head), Some((8, &last))));
        assert!(!expect.holds(Some(&head), Some((7, &other))));
        assert!(!expect.holds(Some(&other), Some((7, &last))));
        assert!(!expect.holds(None, Some((7, &last))) && !expect.holds(Some(&head), None));
        assert!(Expect::default().holds(None, None) && !Expect::default().holds(Some(&head), None));
    }
}
