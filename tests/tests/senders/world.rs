//! An office, three units with machines of their own, and somebody who gets hold of their files.

use app::{Command, Effect, Fate, HandOut, Moment, Protection, Route, State, update};
use exchange::hex;
use exchange::{Parcel, Seal, SigningKey, derive_signing_key};
use expr::Date;
use ledger::merge::Bundle;
use ledger::{Book, Change, Content, EntryId, RecordState, Role, Sender, Version, VersionId};
use serde::Deserialize;

/// Units of the play.
pub(crate) const UNITS: usize = 3;

/// Something that happens.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Act {
    /// A unit changes an answer and makes a file.
    Submit { unit: usize },
    /// A unit makes a file again without a change.
    Repeat { unit: usize },
    /// A unit lost its book and begins anew from the task file.
    Renew { unit: usize },
    /// A unit keeps a copy of its book.
    Keep { unit: usize },
    /// A unit goes on from that copy.
    GoBack { unit: usize },
    /// Somebody writes other answers into a file and signs it with a key of his own.
    Forge { file: usize },
    /// Somebody writes other answers into a file and leaves the signature out.
    Strip { file: usize },
    /// A bit of a file flips.
    Flip { file: usize },
    /// A unit makes a file in another's name, signed with its own key.
    Borrow { by: usize, file: usize },
    /// A unit hides an entry of another unit in its own file.
    Smuggle { by: usize, file: usize },
    /// The office takes a file in.
    Arrive { file: usize },
    /// The office asks on the telephone and accepts a file that was held back.
    Accept { file: usize },
    /// The office compares a unit's key.
    Confirm { unit: usize },
}

/// A file that lies around.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) unit: usize,
    pub(crate) bytes: Vec<u8>,
    /// What it carries; `None` when it cannot be opened.
    pub(crate) parcel: Option<Parcel>,
    /// Key that signed it.
    pub(crate) key: Option<String>,
    pub(crate) content: String,
    pub(crate) digest: String,
    /// Whether it carries what its sender has no business with.
    pub(crate) strays: bool,
}

struct Person {
    state: State,
    kept: Book,
}

/// Everybody, and the files made so far.
pub(crate) struct World {
    pub(crate) office: State,
    units: Vec<Person>,
    begun: (Book, Vec<Book>),
    ids: Vec<EntryId>,
    task: Vec<u8>,
    pub(crate) files: Vec<File>,
    deeds: u32,
    texts: u32,
}

fn today() -> Date {
    "2026-11-26".parse().expect("a day")
}

fn moment(deeds: &mut u32) -> Moment {
    *deeds += 1;
    let mut entropy = [7; 32];
    entropy.iter_mut().zip(deeds.to_le_bytes()).for_each(|(byte, from)| *byte = from);
    Moment { today: today(), seconds: *deeds % 86_400, entropy }
}

/// A unit begins from the task file.
fn begin(state: &mut State, task: &[u8], unit: &EntryId, deeds: &mut u32) {
    state.book = None;
    let take = Command::TakeIn { name: "task".into(), bytes: task.to_vec(), passphrase: None };
    tests::first::take_in(state, take, &moment(deeds));
    update(state, Command::ChooseUnit(unit.clone()), &moment(deeds));
    // Nobody looks at the form; it need not be worked out after every step.
    state.route = Route::Inbox;
}

fn download(effects: Vec<Effect>) -> Option<Vec<u8>> {
    effects
        .into_iter()
        .find_map(|effect| if let Effect::Download { bytes, .. } = effect { Some(bytes) } else { None })
}

impl World {
    /// The office has made its key and the task file; every unit has begun from it.
    pub(crate) fn new() -> Self {
        let mut deeds = 0;
        let mut office = State::new(today());
        let start =
            Command::Start {
                role: Role::Office, person: "李".into(), organ: "办公室".into(), unit: None
            };
        update(&mut office, start, &moment(&mut deeds));
        update(&mut office, Command::MakeKey, &moment(&mut deeds));
        let out = Command::HandOut { what: HandOut::Task, protection: Protection::Plain };
        let task = download(update(&mut office, out, &moment(&mut deeds))).expect("the task file is made");
        let book = office.book.clone().expect("the office has a book");
        let ids: Vec<EntryId> = book.units().take(UNITS).map(|(id, _)| id.clone()).collect();
        let mut world = Self {
            office,
            units: Vec::new(),
            begun: (book, Vec::new()),
            ids,
            task,
            files: Vec::new(),
            deeds,
            texts: 0,
        };
        for unit in 0..UNITS {
            let mut state = State::new(today());
            begin(&mut state, &world.task, &world.ids[unit], &mut world.deeds);
            let kept = state.book.clone().expect("a unit has a book");
            world.begun.1.push(kept.clone());
            world.units.push(Person { state, kept });
        }
        world
    }

    /// Back to the beginning, with everything that was made forgotten.
    pub(crate) fn again(&mut self) {
        self.office.book = Some(self.begun.0.clone());
        self.office.inbox.clear();
        for (person, book) in self.units.iter_mut().zip(&self.begun.1) {
            person.state.book = Some(book.clone());
            person.kept = book.clone();
        }
        self.files.clear();
    }

    pub(crate) fn sender(&self, unit: usize) -> Sender {
        Sender::unit(&self.ids[unit])
    }

    pub(crate) fn office_book(&self) -> &Book {
        self.office.book.as_ref().expect("the office has a book")
    }

    fn file(&self, number: usize) -> Option<&File> {
        self.files.get(number.checked_rem(self.files.len())?)
    }

    /// Does it. What is not possible does not happen.
    pub(crate) fn act(&mut self, act: Act) {
        match act {
            Act::Submit { unit } => {
                self.edit(unit);
                self.hand_out(unit);
            }
            Act::Repeat { unit } => self.hand_out(unit),
            Act::Renew { unit } => {
                begin(&mut self.units[unit].state, &self.task, &self.ids[unit], &mut self.deeds);
            }
            Act::Keep { unit } => {
                let person = &mut self.units[unit];
                person.kept = person.state.book.clone().expect("a unit has a book");
            }
            Act::GoBack { unit } => {
                let person = &mut self.units[unit];
                person.state.book = Some(person.kept.clone());
            }
            Act::Forge { file } => self.forge(file, Some(derive_signing_key([99; 32]))),
            Act::Strip { file } => self.forge(file, None),
            Act::Borrow { by, file } => {
                let key =
                    self.units[by].state.book.as_ref().and_then(|book| book.local.signing_key.parse().ok());
                if let Some(key) = key {
                    self.forge(file, Some(key));
                }
            }
            Act::Smuggle { by, file } => self.smuggle(by, file),
            Act::Flip { file } => self.flip(file),
            Act::Arrive { .. } | Act::Accept { .. } | Act::Confirm { .. } => {}
        }
    }

    /// The office takes a file in; what became of it.
    pub(crate) fn arrives(&mut self, number: usize) -> Option<(Fate, String)> {
        let bytes = self.file(number)?.bytes.clone();
        let take = Command::TakeIn { name: format!("{number}.ducha"), bytes, passphrase: None };
        tests::first::take_in(&mut self.office, take, &moment(&mut self.deeds));
        self.office.inbox.last().map(|outcome| (outcome.fate, outcome.message.clone()))
    }

    /// The office accepts a file that it holds back; `None` when it still holds it back or never did.
    pub(crate) fn accepts(&mut self, number: usize) -> Option<(Fate, String)> {
        let digest = self.file(number)?.digest.clone();
        let held = |office: &State| office.inbox.iter().any(|o| o.fate == Fate::Held && o.digest == digest);
        let before = held(&self.office);
        update(&mut self.office, Command::Accept(digest.clone()), &moment(&mut self.deeds));
        let outcome = self.office.inbox.last().filter(|_| before && !held(&self.office))?;
        Some((outcome.fate, outcome.message.clone()))
    }

    pub(crate) fn confirms(&mut self, unit: usize) {
        let sender = self.sender(unit);
        update(&mut self.office, Command::ConfirmKey(sender), &moment(&mut self.deeds));
    }

    fn edit(&mut self, unit: usize) {
        self.texts += 1;
        let (at, text) = (moment(&mut self.deeds).stamp(), format!("第{}稿", self.texts));
        let book = self.units[unit].state.book.as_mut().expect("a unit has a book");
        let found = book.records_of("self-check").next();
        let (id, mut record) = found.map(|(id, record)| (id.clone(), record.clone())).expect("it was begun");
        record.state = RecordState::Submitted;
        record.answers.insert("a01_01_note".into(), text.into());
        let edit = book.edit(at, Change::Put { id, content: Box::new(Content::Record(record)) });
        book.apply(&edit).expect("a record can be written");
    }

    fn hand_out(&mut self, unit: usize) {
        let out = Command::HandOut { what: HandOut::Submission, protection: Protection::Office };
        let effects = update(&mut self.units[unit].state, out, &moment(&mut self.deeds));
        if let Some(bytes) = download(effects) {
            self.add(unit, bytes, false);
        }
    }

    fn add(&mut self, unit: usize, bytes: Vec<u8>, strays: bool) {
        let secret = self.begun.0.local.secret_key.parse().expect("the office has a key");
        let opened = exchange::open(&bytes, &exchange::Keys { passphrase: None, identities: &[secret] }).ok();
        let key = opened.as_ref().and_then(|opened| match opened.signature {
            exchange::Signature::Valid { public_key } => Some(public_key.to_string()),
            exchange::Signature::None => None,
        });
        let content = opened.as_ref().map(|opened| hex(&opened.content)).unwrap_or_default();
        let digest = hex(&exchange::digest(&bytes));
        self.files.push(File { unit, bytes, parcel: opened.map(|o| o.parcel), key, content, digest, strays });
    }

    /// The file with another answer in a version of its own, under whatever key.
    fn forge(&mut self, file: usize, key: Option<SigningKey>) {
        self.texts += 1;
        let text = format!("伪造{}", self.texts);
        let Some(made) = self.file(file).cloned() else { return };
        let Some(mut parcel) = made.parcel else { return };
        let mut bundle: Bundle = serde_json::from_slice(&parcel.payload).expect("files carry bundles");
        for entry in &mut bundle.entries {
            let Some((id, version)) = entry.current().map(|(id, version)| (id.clone(), version.clone()))
            else {
                continue;
            };
            let mut content = version.content.clone();
            if let Content::Record(record) = &mut content {
                record.answers.insert("a01_01_note".into(), text.clone().into());
            }
            let forged = Version { parents: [id].into(), content, ..version };
            entry.versions.insert(VersionId(format!("forged-{}", self.texts)), forged);
        }
        parcel.payload = serde_json::to_vec(&bundle).expect("a bundle can be written");
        self.seal(made.unit, &parcel, key.as_ref(), made.strays);
    }

    /// An entry of the file's unit, inside a file of another's own.
    fn smuggle(&mut self, by: usize, file: usize) {
        let Some(foreign) = self.file(file).cloned().filter(|file| file.unit != by && !file.strays) else {
            return;
        };
        let Some(own) = self.files.iter().rev().find(|file| file.unit == by && !file.strays).cloned() else {
            return;
        };
        let key = self.units[by].state.book.as_ref().and_then(|book| book.local.signing_key.parse().ok());
        let (Some(foreign), Some(mut parcel)) = (foreign.parcel, own.parcel) else { return };
        let stolen: Bundle = serde_json::from_slice(&foreign.payload).expect("files carry bundles");
        let mut bundle: Bundle = serde_json::from_slice(&parcel.payload).expect("files carry bundles");
        bundle.entries.extend(stolen.entries);
        parcel.payload = serde_json::to_vec(&bundle).expect("a bundle can be written");
        self.seal(by, &parcel, key.as_ref(), true);
    }

    fn seal(&mut self, unit: usize, parcel: &Parcel, key: Option<&SigningKey>, strays: bool) {
        let entropy = moment(&mut self.deeds).entropy;
        let bytes = exchange::seal(parcel, Seal::Plain, key, entropy).expect("forged files are well made");
        self.add(unit, bytes, strays);
    }

    fn flip(&mut self, file: usize) {
        let Some(mut made) = self.file(file).cloned() else { return };
        if let Some(byte) = made.bytes.iter_mut().rev().nth(20) {
            *byte ^= 4;
        }
        self.add(made.unit, made.bytes, false);
    }
}
