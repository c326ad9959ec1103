//! A simulated machine: a log that fails like Chromium's, a store beside it that is lost on a kill, and tabs that type.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::{BTreeMap, VecDeque};

use store::{
    Assessment, BookId, BookKey, Disk, Effect, Event, Expect, Fault, Head, Inventory, JournalKey, Kind, Lock,
    Put, Role, Saver, Saving, Session, Slot, State, Step, Transaction, assess,
};

pub const BOOK: BookId = BookId([1; 16]);

/// Chance that repeats: splitmix64.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    pub fn entropy(&mut self) -> [u8; 32] {
        let mut out = [0; 32];
        for chunk in out.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_be_bytes());
        }
        out
    }
}

#[derive(Clone, Default, Debug, PartialEq)]
pub struct Log {
    pub head: Option<Vec<u8>>,
    pub slots: BTreeMap<u64, Vec<u8>>,
}

impl Log {
    fn apply(&mut self, transaction: &Transaction) {
        for range in &transaction.drop {
            self.slots.retain(|number, _| !range.contains(number));
        }
        self.put(&transaction.put);
    }
    fn put(&mut self, puts: &[Put]) {
        for put in puts {
            if put.slot == 0 {
                self.head = Some(put.bytes.clone());
            } else {
                self.slots.insert(put.slot, put.bytes.clone());
            }
        }
    }
    fn is(&self, expect: &Expect) -> bool {
        let last = self.slots.last_key_value().map(|(number, bytes)| (*number, bytes.as_slice()));
        expect.holds(self.head.as_deref(), last)
    }
    pub fn read(&self) -> Disk {
        let slot = |(number, bytes): (&u64, &Vec<u8>)| Slot { number: *number, bytes: Some(bytes.clone()) };
        Disk::Read { head: self.head.clone(), records: self.slots.iter().map(slot).collect() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beside {
    Entry(JournalKey),
    Witness,
    Head,
}

/// How one request misbehaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Misbehave {
    /// Nothing happens and it says so.
    Fail(Fault),
    /// It happens, and it says that it failed.
    DoneButFail(Fault),
    /// Nothing happens and nothing is said.
    Hang,
    /// It happens and nothing is said.
    DoneButHang,
    /// The connection is closed from outside; nothing happens.
    Close,
}

#[derive(Clone, Debug)]
pub enum Request {
    Write(Transaction),
    Probe,
    Reread,
    Since(u64),
    Delete(Option<Expect>, Vec<Put>),
    Recreate(Vec<Put>),
}

/// The machine: what is on the disk, what the browser pretends, what lies beside.
#[derive(Default)]
pub struct Machine {
    pub disk: Log,
    /// What pages see after an error of the disk: nothing of it survives.
    pub pretended: Option<Log>,
    pub writes_while_pretending: usize,
    pub full: bool,
    /// The store beside the log, as pages see it, and as it is on the disk.
    pub beside: BTreeMap<Beside, Vec<u8>>,
    pub beside_flushed: BTreeMap<Beside, Vec<u8>>,
    /// The log was deleted in order to be written anew, and was not yet.
    pub between: bool,
    /// The browser threw the log away.
    pub wiped: bool,
    pub requests: VecDeque<(usize, u64, Request)>,
    pub answers: VecDeque<(usize, Event)>,
    /// How many windows have the book open; 0 counts as one.
    pub windows: usize,
    pub executed: usize,
    pub misbehave: BTreeMap<usize, Misbehave>,
}

impl Machine {
    pub fn visible(&self) -> &Log {
        self.pretended.as_ref().unwrap_or(&self.disk)
    }

    fn log(&mut self) -> &mut Log {
        self.writes_while_pretending += usize::from(self.pretended.is_some());
        self.pretended.as_mut().unwrap_or(&mut self.disk)
    }

    fn run_out(&mut self) -> Fault {
        self.pretended.get_or_insert_with(|| self.disk.clone());
        Fault::Full
    }

    /// Carries out the oldest request of a tab.
    pub fn execute(&mut self, tab: usize) {
        let Some(at) = self.requests.iter().position(|(owner, _, _)| *owner == tab) else { return };
        let (_, ticket, request) = self.requests.remove(at).unwrap();
        let misbehave = self.misbehave.remove(&self.executed);
        self.executed += 1;
        let fail = |fault| match &request {
            Request::Reread | Request::Since(_) => Event::Read { ticket, disk: Disk::Failed(fault) },
            Request::Write(_) | Request::Probe | Request::Delete(..) | Request::Recreate(_) => {
                Event::Settled { ticket, outcome: Err(fault) }
            }
        };
        let answer = match misbehave {
            Some(Misbehave::Fail(fault)) => Some(fail(fault)),
            Some(Misbehave::Hang) => Some(fail(Fault::Hung)),
            Some(Misbehave::Close) => {
                self.answers.push_back((tab, Event::Closed));
                Some(fail(Fault::Closed))
            }
            Some(Misbehave::DoneButFail(fault)) => {
                self.carry_out(tab, ticket, &request);
                Some(fail(fault))
            }
            Some(Misbehave::DoneButHang) => {
                self.carry_out(tab, ticket, &request);
                Some(fail(Fault::Hung))
            }
            None => self.carry_out(tab, ticket, &request),
        };
        self.answers.extend(answer.map(|answer| (tab, answer)));
    }

    fn carry_out(&mut self, tab: usize, ticket: u64, request: &Request) -> Option<Event> {
        let settled = |outcome| Some(Event::Settled { ticket, outcome });
        match request {
            Request::Write(transaction) => {
                if !self.visible().is(&transaction.expect) {
                    return settled(Err(Fault::Conflict));
                }
                if self.full {
                    return settled(Err(self.run_out()));
                }
                self.log().apply(transaction);
                settled(Ok(()))
            }
            Request::Probe if self.full => settled(Err(self.run_out())),
            Request::Probe => {
                self.writes_while_pretending += usize::from(self.pretended.is_some());
                settled(Ok(()))
            }
            Request::Reread => Some(Event::Read { ticket, disk: self.visible().read() }),
            Request::Since(number) => {
                let mut log = self.visible().clone();
                log.slots = log.slots.split_off(&(number + 1));
                Some(Event::Read { ticket, disk: log.read() })
            }
            Request::Delete(expect, puts) => {
                if !expect.is_none_or(|expect| self.visible().is(&expect)) {
                    return settled(Err(Fault::Conflict));
                }
                if self.windows > 1 {
                    self.answers.push_back((1 - tab, Event::Closed));
                }
                self.disk = Log::default();
                (self.pretended, self.writes_while_pretending) = (None, 0);
                self.between = true;
                self.requests.push_front((tab, ticket, Request::Recreate(puts.clone())));
                None
            }
            Request::Recreate(_) if self.full => settled(Err(self.run_out())),
            Request::Recreate(puts) => {
                self.between = false;
                self.log().put(puts);
                settled(Ok(()))
            }
        }
    }

    /// The browser is killed, or the power fails.
    pub fn kill(&mut self) {
        if self.writes_while_pretending > 4 {
            self.disk = Log::default();
            self.wiped = true;
        }
        (self.pretended, self.writes_while_pretending) = (None, 0);
        self.beside = self.beside_flushed.clone();
        self.requests.clear();
        self.answers.clear();
    }

    /// One tab is gone; what it asked for may still be carried out.
    pub fn close_tab(&mut self, tab: usize, chance: &mut Chance) {
        while self.requests.iter().any(|(owner, _, _)| *owner == tab) && chance.one_in(2) {
            self.execute(tab);
        }
        self.requests.retain(|(owner, _, _)| *owner != tab);
        self.answers.retain(|(owner, _)| *owner != tab);
    }

    pub fn inventory(&self) -> Inventory {
        let mut inventory = Inventory {
            book: BOOK,
            disk: self.visible().read(),
            journal: Vec::new(),
            witness: None,
            head_copy: None,
        };
        for (place, bytes) in &self.beside {
            match place {
                Beside::Entry(key) => inventory.journal.push((*key, bytes.clone())),
                Beside::Witness => inventory.witness = Some(bytes.clone()),
                Beside::Head => inventory.head_copy = Some(bytes.clone()),
            }
        }
        inventory
    }

    pub fn witnessed(&self) -> u64 {
        let witness = self.beside.get(&Beside::Witness).and_then(|bytes| store::Witness::read(bytes).ok());
        witness.map_or(0, |witness| witness.number)
    }

    pub fn set_beside(&mut self, place: Beside, bytes: Vec<u8>) {
        self.beside.insert(place, bytes);
    }
}

/// Payloads of the model: a list of numbers that the user "typed", with some weight.
pub fn payload(ids: &[u32], weight: usize) -> Vec<u8> {
    let mut bytes = u32::try_from(ids.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(ids.iter().flat_map(|id| id.to_be_bytes()));
    bytes.resize(bytes.len() + weight, 7);
    bytes
}

pub fn ids(payload: &[u8]) -> Vec<u32> {
    let (count, rest) = payload.split_first_chunk::<4>().unwrap();
    let count = u32::from_be_bytes(*count) as usize;
    rest.chunks(4).take(count).map(|id| u32::from_be_bytes(id.try_into().unwrap())).collect()
}

/// The book that steps amount to.
pub fn replay(steps: &[Step]) -> Vec<u32> {
    let mut book = Vec::new();
    for step in steps {
        if step.kind == Kind::Book {
            book = ids(&step.payload);
        } else {
            book.extend(ids(&step.payload));
        }
    }
    book
}

/// How a book is opened: in clear or sealed.
#[derive(Clone)]
pub struct Lid {
    pub head: Head,
    pub key: Option<BookKey>,
}

impl Lid {
    pub fn clear() -> Self {
        Self { head: Head { book: BOOK, label: "1".to_owned(), lock: None }, key: None }
    }
    pub fn sealed() -> Self {
        let key = BookKey::new([9; 32]);
        let lock = Lock::new("passphrase", &key, BOOK, [8; 32], 10);
        Self { head: Head { book: BOOK, label: "1".to_owned(), lock: Some(lock) }, key: Some(key) }
    }
}

/// A tab with the book open.
pub struct Tab {
    pub number: usize,
    pub saver: Saver,
    /// The book in memory.
    pub book: Vec<u32>,
    pub shown: Saving,
    /// The book when it was last shown as saved.
    pub saved: Vec<u32>,
    pub retry: bool,
    pub offered: bool,
    pub reload: bool,
    pub uncovered: bool,
    pub weight: usize,
}

impl Tab {
    /// Opens the book as it was assessed; what was lost is accepted.
    pub fn open(
        machine: &mut Machine,
        number: usize,
        assessment: Assessment,
        lid: &Lid,
        role: Role,
        entropy: [u8; 32],
    ) -> Self {
        let book = replay(&assessment.steps);
        let new = assessment.steps.is_empty();
        let resume = assessment.resume.expect("may be written");
        let (saver, actions) =
            Saver::resume(resume, lid.head.clone(), lid.key.clone(), Session::new(entropy), role, 1);
        let mut tab = Self {
            number,
            saver,
            book,
            shown: Saving::Nothing,
            saved: Vec::new(),
            retry: false,
            offered: false,
            reload: false,
            uncovered: false,
            weight: 0,
        };
        tab.perform(machine, actions);
        if new {
            tab.event(machine, Event::Replace { payload: payload(&[], 0), day: 1 });
        }
        tab
    }

    pub fn type_in(&mut self, machine: &mut Machine, id: u32, weight: usize) {
        self.book.push(id);
        self.event(machine, Event::edits(payload(&[id], weight), 1));
    }

    pub fn snapshot(&mut self, machine: &mut Machine, day: u32) {
        let payload = payload(&self.book, self.weight);
        self.event(machine, Event::Book { payload, day });
    }

    pub fn event(&mut self, machine: &mut Machine, event: Event) {
        let actions = self.saver.handle(event);
        self.perform(machine, actions);
    }

    fn perform(&mut self, machine: &mut Machine, actions: Vec<Effect>) {
        let mut asked = false;
        for action in actions {
            let mut ask = |ticket, request| machine.requests.push_back((self.number, ticket, request));
            match action {
                Effect::Journal(key, bytes) => machine.set_beside(Beside::Entry(key), bytes),
                Effect::Forget(keys) => {
                    for key in keys {
                        machine.beside.remove(&Beside::Entry(key));
                    }
                }
                Effect::Witness(bytes) => machine.set_beside(Beside::Witness, bytes),
                Effect::HeadCopy(bytes) => machine.set_beside(Beside::Head, bytes),
                Effect::Write(ticket, transaction) => ask(ticket, Request::Write(transaction)),
                Effect::Probe(ticket, _) => ask(ticket, Request::Probe),
                Effect::Reread(ticket) => ask(ticket, Request::Reread),
                Effect::ReadSince(ticket, after) => ask(ticket, Request::Since(after)),
                Effect::Rebuild(ticket, expect, puts) => ask(ticket, Request::Delete(expect, puts)),
                Effect::NeedBook => asked = true,
                Effect::OfferFile(_) => self.offered = true,
                Effect::RetryLater => self.retry = true,
                Effect::Announce(number) => {
                    machine.answers.push_back((1 - self.number % 2, Event::Wrote { number }));
                }
                Effect::Apply(steps) => self.book.extend(replay(&steps)),
                Effect::Reload => self.reload = true,
                Effect::Close => {}
                Effect::Show(saving) => {
                    self.shown = saving;
                    if let Saving::Saved { .. } = saving {
                        self.saved.clone_from(&self.book);
                    }
                    if let Saving::Frozen { uncovered: true, .. } = saving {
                        self.uncovered = true;
                    }
                }
            }
        }
        if asked {
            self.snapshot(machine, 1);
        }
    }

    pub fn deliver(&mut self, machine: &mut Machine) -> bool {
        let Some(at) = machine.answers.iter().position(|(owner, _)| *owner == self.number) else {
            return false;
        };
        let (_, event) = machine.answers.remove(at).unwrap();
        self.event(machine, event);
        true
    }

    /// Lets everything settle.
    pub fn settle(&mut self, machine: &mut Machine) {
        for _ in 0..10_000 {
            machine.execute(self.number);
            if !self.deliver(machine) && !machine.requests.iter().any(|(owner, _, _)| *owner == self.number) {
                if !std::mem::take(&mut self.retry) {
                    return;
                }
                self.event(machine, Event::Retry);
            }
        }
        panic!("the saver never settles: {:?}", self.saver.saving());
    }
}

/// Opens the book of a machine in one tab.
pub fn open(machine: &mut Machine, lid: &Lid, chance: &mut Chance) -> (State, Tab) {
    let assessment = assess(&machine.inventory(), lid.key.as_ref());
    let state = assessment.state;
    (state, Tab::open(machine, 0, assessment, lid, Role::Writer, chance.entropy()))
}
