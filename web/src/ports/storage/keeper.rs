//! Keeps one open book: hands events to `store::Saver` and carries out what it asks for.

use gloo::timers::callback::Timeout;
use store::{BookId, BookKey, Disk, Effect, Event, Fault, Head, Resume, Role, Saver, Saving, Session, Step};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::channel::Channel;
use super::database::{self, Broken, Database};
use super::{beside, database_name, desk};

/// A request that has not settled by then counts as failed, in milliseconds. Old disks take seconds, not this.
const PATIENCE_MS: u32 = 20_000;
/// Until the storage is tried again by itself, in milliseconds.
const RETRY_MS: u32 = 5_000;

/// What the shell must do for the keeper.
#[derive(Debug)]
pub(crate) enum Request {
    /// Hand in the whole book.
    Book,
    /// Show the state of saving.
    Show(Saving),
    /// Apply what another window wrote.
    Apply(Vec<Step>),
    /// Open the book again from what is stored.
    Reload,
}

/// One open book.
pub(crate) struct Keeper {
    book: BookId,
    saver: Saver,
    database: Database,
    channel: Channel,
    on_event: Callback<Event>,
    head: Head,
    key: Option<BookKey>,
}

/// What a keeper begins with.
pub(crate) struct Opening {
    /// Where the log stands.
    pub(crate) resume: Resume,
    /// The head to be used from now on.
    pub(crate) head: Head,
    /// The key of a sealed book.
    pub(crate) key: Option<BookKey>,
    /// This run.
    pub(crate) session: Session,
    /// Whether this window writes.
    pub(crate) role: Role,
    /// One more than books of this machine were opened up to now.
    pub(crate) opened: u64,
}

impl Keeper {
    /// Goes on where an assessment left off. Events come to `on_event` and belong into [`Keeper::handle`].
    pub(crate) fn begin(opening: Opening, on_event: Callback<Event>) -> (Self, Vec<Request>) {
        let Opening { resume, head, key, session, role, opened } = opening;
        let book = head.book;
        let database = Database::new(&database_name(book));
        database.tell(on_event.reform(|broken| match broken {
            Broken::Closed => Event::Closed,
            Broken::VersionAsked => Event::VersionAsked,
        }));
        let channel = Channel::open(&format!("ducha:{book}"), {
            let on_event = on_event.clone();
            Callback::from(move |word: String| {
                if let Ok(number) = word.parse() {
                    on_event.emit(Event::Wrote { number });
                }
            })
        });
        let (saver, actions) = Saver::resume(resume, head.clone(), key.clone(), session, role, opened);
        desk::note(Some(book));
        let keeper = Self { book, saver, database, channel, on_event, head, key };
        let wishes = keeper.perform(actions);
        (keeper, wishes)
    }

    /// The book.
    pub(crate) fn book(&self) -> BookId {
        self.book
    }

    /// The write side.
    pub(crate) fn saver(&self) -> &Saver {
        &self.saver
    }

    /// The head in use.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The key of a sealed book.
    pub(crate) fn key(&self) -> Option<&BookKey> {
        self.key.as_ref()
    }

    /// The book gets a new lock, or none, and a new key with it.
    pub(crate) fn reseal(&mut self, head: Head, key: Option<BookKey>) -> Vec<Request> {
        (self.head, self.key) = (head.clone(), key.clone());
        self.handle(Event::Resealed { head, key })
    }

    /// The passphrase changes, the key does not.
    pub(crate) fn relock(&mut self, head: Head) -> Vec<Request> {
        self.head = head.clone();
        self.handle(Event::Relocked(head))
    }

    /// Takes in what happened.
    pub(crate) fn handle(&mut self, event: Event) -> Vec<Request> {
        let actions = self.saver.handle(event);
        self.perform(actions)
    }

    fn perform(&self, actions: Vec<Effect>) -> Vec<Request> {
        let mut wishes = Vec::new();
        for action in actions {
            match action {
                Effect::Journal(key, bytes) => beside::put_entry(key, &bytes),
                Effect::Forget(keys) => keys.into_iter().for_each(beside::forget_entry),
                Effect::Witness(bytes) => beside::put_witness(self.book, &bytes),
                Effect::HeadCopy(bytes) => beside::put_head(self.book, &bytes),
                Effect::Write(ticket, transaction) => {
                    let database = self.database.clone();
                    self.settle(ticket, async move { database.write(&transaction).await });
                }
                Effect::Probe(ticket, size) => self.settle(ticket, database::probe(size)),
                Effect::Rebuild(ticket, expect, puts) => {
                    let database = self.database.clone();
                    self.settle(ticket, async move { database.rebuild(expect.as_ref(), &puts).await });
                }
                Effect::Reread(ticket) => {
                    self.database.close();
                    self.read(ticket, 0);
                }
                Effect::ReadSince(ticket, after) => self.read(ticket, after),
                Effect::NeedBook => wishes.push(Request::Book),
                // The standing message of a state in which nothing is saved offers it as long as that lasts.
                Effect::OfferFile(_) => {}
                Effect::RetryLater => self.later(RETRY_MS, || Event::Retry),
                Effect::Announce(number) => self.channel.say(&number.to_string()),
                Effect::Apply(steps) => wishes.push(Request::Apply(steps)),
                Effect::Reload => wishes.push(Request::Reload),
                Effect::Close => self.database.close(),
                Effect::Show(saving) => wishes.push(Request::Show(saving)),
            }
        }
        wishes
    }

    fn settle(&self, ticket: u64, request: impl Future<Output = Result<(), Fault>> + 'static) {
        self.later(PATIENCE_MS, move || Event::Settled { ticket, outcome: Err(Fault::Hung) });
        let on_event = self.on_event.clone();
        spawn_local(async move {
            let outcome = request.await;
            on_event.emit(Event::Settled { ticket, outcome });
        });
    }

    fn read(&self, ticket: u64, after: u64) {
        self.later(PATIENCE_MS, move || Event::Read { ticket, disk: Disk::Failed(Fault::Hung) });
        let (database, on_event) = (self.database.clone(), self.on_event.clone());
        spawn_local(async move {
            let disk = database.read(after).await;
            on_event.emit(Event::Read { ticket, disk });
        });
    }

    /// An event after a while. A ticket that has settled by then is no longer waited for, so it does no harm.
    fn later(&self, milliseconds: u32, event: impl FnOnce() -> Event + 'static) {
        let on_event = self.on_event.clone();
        Timeout::new(milliseconds, move || on_event.emit(event())).forget();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.database.close();
    }
}
