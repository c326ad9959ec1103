//! The book on this machine: memory, a synchronous journal and IndexedDB with strict durability.

mod database;
mod journal;
mod log;

use std::cell::RefCell;
use std::rc::Rc;

use app::ledger::{Book, Edit, stored};
use yew::Callback;

use database::{Database, Write};
use log::{Kind, Record};

/// Edits after which the book is stored whole again, so that opening it stays quick.
const EDITS_PER_BOOK: usize = 300;

/// Why the book is not safely on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The browser has no storage for this page, or refuses it.
    Absent,
    /// The disk or the browser's share of it is full.
    Full,
    /// Another window of this browser has the book open and wrote first.
    Elsewhere,
    /// Written by a newer version of the app.
    TooNew,
    /// What was read does not hold together; what was good is on screen.
    Damaged,
    /// Less was read than was once written.
    Lost,
    /// Anything else.
    Failed,
}

impl Trouble {
    /// Key of the words that say what happened and what to do.
    pub(crate) fn text(self) -> &'static str {
        templates::text(match self {
            Self::Absent => "storage.absent",
            Self::Full => "storage.full",
            Self::Elsewhere => "storage.elsewhere",
            Self::TooNew => "storage.too_new",
            Self::Damaged => "storage.damaged",
            Self::Lost => "storage.lost",
            Self::Failed => "storage.failed",
        })
    }

    /// Whether writing again could harm what is stored by somebody else.
    fn forbids_writing(self) -> bool {
        matches!(self, Self::Elsewhere | Self::TooNew)
    }
}

/// What was stored when the app started.
#[derive(Default)]
pub(crate) struct Found {
    /// The book; `None` when none was open.
    pub(crate) book: Option<Book>,
    /// What is wrong with it.
    pub(crate) trouble: Option<Trouble>,
    /// Whether the user's own file holds everything.
    pub(crate) exported: bool,
}

/// The storage. Writes are queued in the order they are asked for.
pub(crate) struct Storage {
    database: Option<Database>,
    /// Number and digest of the last record written or on its way.
    last: (u64, String),
    edits: usize,
    /// Set when a write failed: the next one stores the whole book again.
    broken: Rc<RefCell<Option<Trouble>>>,
}

impl Storage {
    /// Opens the storage and reads what it holds.
    pub(crate) async fn open() -> (Self, Found) {
        let mut storage = Self { database: None, last: (0, String::new()), edits: 0, broken: Rc::default() };
        let found = match storage.read().await {
            Ok(found) => found,
            Err(trouble) => {
                *storage.broken.borrow_mut() = Some(trouble);
                Found { trouble: Some(trouble), ..Found::default() }
            }
        };
        (storage, found)
    }

    async fn read(&mut self) -> Result<Found, Trouble> {
        let database = Database::open().await?;
        self.database = Some(database.clone());
        let mut replayed = log::replay(database.read().await?.into_iter());
        let rescued = rescue(&mut replayed);
        self.last = replayed.last.clone().unwrap_or_default();
        self.edits = replayed.edits;
        let witness = journal::witness().unwrap_or(0);
        let trouble = replayed.trouble.or((witness > self.last.0).then_some(Trouble::Lost));
        if trouble.is_some() {
            *self.broken.borrow_mut() = trouble;
            // Numbers once used are not used again, whatever was lost with them.
            self.last.0 = self.last.0.max(witness);
        } else if !rescued.is_empty() {
            database.write(&rescued, |_| {});
        }
        let exported = trouble.is_none() && journal::exported().is_some_and(|number| number >= self.last.0);
        Ok(Found { book: replayed.book, trouble, exported })
    }

    /// Appends edits; `done` learns when they are on disk, or why not. `book` is the book after them.
    pub(crate) fn append(&mut self, edits: &[Edit], book: &Book, done: Callback<Result<(), Trouble>>) {
        self.edits += edits.len();
        let mend = self.broken.borrow().is_some_and(|trouble| !trouble.forbids_writing());
        if mend || self.edits >= EDITS_PER_BOOK {
            // The journal holds the edits while the whole book is on its way.
            self.journal(edits);
            self.replace(Some(book), done);
            return;
        }
        let record = self.journal(edits);
        self.write(&[Write::Add(record.number, record.encode())], record.number, done);
    }

    fn journal(&mut self, edits: &[Edit]) -> Record {
        let payload = serde_json::to_vec(edits).expect("edits are plain data");
        let record = self.next(Kind::Edits, payload);
        journal::put(record.number, &record.encode());
        record
    }

    fn next(&mut self, kind: Kind, payload: Vec<u8>) -> Record {
        let before = if kind == Kind::Book { String::new() } else { self.last.1.clone() };
        let record = Record { number: self.last.0 + 1, kind, before, payload };
        self.last = (record.number, record.digest());
        record
    }

    /// Stores the whole book in place of everything stored; `None` when no book is open.
    pub(crate) fn replace(&mut self, book: Option<&Book>, done: Callback<Result<(), Trouble>>) {
        let payload = match book.map(stored::write).transpose() {
            Ok(payload) => payload.unwrap_or_default(),
            Err(_) => return done.emit(Err(Trouble::Failed)),
        };
        let record = self.next(Kind::Book, payload);
        self.edits = 0;
        // The first write fails when another window took the number, and then nothing is cleared.
        let writes =
            [Write::Add(record.number, Vec::new()), Write::Clear, Write::Add(record.number, record.encode())];
        self.write(&writes, record.number, done);
    }

    /// Notes that the user's own file holds everything written so far.
    pub(crate) fn note_exported(&self) {
        journal::set_exported(self.last.0);
    }

    fn write(&self, writes: &[Write], number: u64, done: Callback<Result<(), Trouble>>) {
        let broken = self.broken.clone();
        let standing = *broken.borrow();
        if let Some(trouble) = standing.filter(|trouble| trouble.forbids_writing()) {
            return done.emit(Err(trouble));
        }
        let Some(database) = &self.database else {
            return done.emit(Err(standing.unwrap_or(Trouble::Absent)));
        };
        let whole = writes.iter().any(|write| matches!(write, Write::Clear));
        database.write(writes, move |outcome| {
            match outcome {
                Ok(()) => {
                    journal::trim(number);
                    journal::bear_witness(number);
                    if whole {
                        *broken.borrow_mut() = None;
                    }
                }
                Err(trouble) => {
                    if trouble.forbids_writing() {
                        // The other window's record has this number; ours must not replace it after a restart.
                        journal::drop_entry(number);
                    }
                    *broken.borrow_mut() = Some(trouble);
                }
            }
            done.emit(outcome);
        });
    }
}

/// Takes from the journal what the database did not get in time, and says what to add to the database.
fn rescue(replayed: &mut log::Replayed) -> Vec<Write> {
    let mut writes = Vec::new();
    for (number, bytes) in journal::entries() {
        let newer = replayed.last.as_ref().is_some_and(|(last, _)| number > *last);
        let record = Record::decode(&bytes).filter(|record| newer && record.number == number);
        match record {
            Some(record) if replayed.take(&record).is_ok() => writes.push(Write::Add(number, bytes)),
            // Older than the database, of another book, or damaged: of no use to anybody.
            Some(_) | None => journal::drop_entry(number),
        }
    }
    writes
}
