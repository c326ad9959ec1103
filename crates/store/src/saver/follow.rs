//! The window that does not write: it applies what the other one wrote, and takes over when that one is gone.

use super::{Effect, Phase, Role, Saver, Why};
use crate::boot::{Disk, Slot, Step};
use crate::fault::Fault;
use crate::frame::{self, Refusal};
use crate::record::{Kind, Record};

impl Saver {
    pub(super) fn take_hint(&mut self, number: u64, out: &mut Vec<Effect>) {
        // For a writer the transaction itself will find out.
        if self.role == Role::Follower && self.phase == Phase::Idle && number > self.confirmed {
            let ticket = self.next_ticket();
            self.phase = Phase::CatchingUp;
            out.push(Effect::ReadSince(ticket, self.confirmed));
        }
    }

    pub(super) fn take_lease(&mut self, held: bool, out: &mut Vec<Effect>) {
        match (self.role, held) {
            // The other window's journal may hold its last words, so everything is looked at again.
            (Role::Follower, true) => out.push(Effect::Reload),
            (Role::Writer, false) => self.yielding = true,
            (Role::Writer, true) => self.yielding = false,
            (Role::Follower, false) => {}
        }
    }

    pub(super) fn catch_up(&mut self, disk: Disk, out: &mut Vec<Effect>) {
        self.phase = Phase::Idle;
        let (head, records) = match disk {
            Disk::Read { head, records } => (head, records),
            Disk::Failed(Fault::TooNew) => return self.leave(Why::Newer, out),
            // The next hint tries again.
            Disk::Failed(_) => return,
        };
        if head.as_deref().and_then(frame::claimed) != self.expect.head {
            return out.push(Effect::Reload);
        }
        let mut steps = Vec::new();
        for slot in records {
            match self.step_of(&slot) {
                Ok(step) => steps.extend(step),
                Err(Refusal::TooNew(_)) => return self.leave(Why::Newer, out),
                Err(Refusal::Damaged | Refusal::OtherKey) => return out.push(Effect::Reload),
            }
        }
        if !steps.is_empty() {
            out.push(Effect::Apply(steps));
        }
    }

    /// The next record of the other window, if it is news and follows what is known here.
    fn step_of(&mut self, slot: &Slot) -> Result<Option<Step>, Refusal> {
        let record = Record::read(slot.bytes.as_deref().ok_or(Refusal::Damaged)?)?;
        let about = &record.about;
        let sealed = record.is_sealed() == self.sealer.key().is_some();
        if about.book != self.book || about.number != slot.number || !sealed {
            return Err(Refusal::Damaged);
        }
        if self.known.get(&about.number) != Some(&record.digest()) {
            let follows = about.number > self.last && about.before == self.point;
            if !follows || self.epoch != Some(about.epoch) {
                return Err(Refusal::Damaged);
            }
        }
        let news = about.number > self.last;
        let payload =
            if news && about.kind != Kind::Book { Some(record.payload(self.sealer.key())?) } else { None };
        self.known.insert(about.number, record.digest());
        (self.last, self.point) = if news { (about.number, record.point()) } else { (self.last, self.point) };
        (self.confirmed, self.confirmed_point) = (about.number, record.point());
        self.expect.last = Some((about.number, record.digest()));
        Ok(payload.map(|payload| Step { number: about.number, kind: about.kind, day: about.day, payload }))
    }
}
