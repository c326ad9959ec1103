//! The way of a book to the screen: found, unlocked, taken over, begun, left.

use app::ledger::Book;
use app::{Replay, Route, State, update};
use gloo::timers::callback::Timeout;
use store::{
    Assessment, BookId, BookKey, Event, Head, Inventory, Kind, Role, Saving, Session, Step, Why, assess,
};
use yew::prelude::*;

use super::saving::SavingLine;
use super::{At, BookMsg, Msg, Shell, rescue};
use crate::ports::storage::inventory::{self, NoBook};
use crate::ports::storage::keeper::{Keeper, Opening};
use crate::ports::storage::turn::Place;
use crate::ports::{address, clock, entropy, leaving};

/// Everything found of a book, before anything is decided about it.
pub(crate) struct Found {
    pub(super) inventory: Inventory,
    pub(super) assessment: Assessment,
    pub(super) key: Option<BookKey>,
    pub(super) session: Session,
    pub(super) place: Place,
    /// The book as far as it is here; `None` when there is none to show.
    pub(super) replay: Option<Result<Replay, NoBook>>,
}

impl Found {
    fn new(inventory: Inventory, session: Session, place: Place) -> Self {
        let assessment = assess(&inventory, None);
        let mut found = Self { inventory, assessment, key: None, session, place, replay: None };
        found.put_together();
        found
    }

    fn put_together(&mut self) {
        let (window, steps) = (&self.assessment.window, &self.assessment.steps);
        self.replay = (!steps.is_empty()).then(|| inventory::replay(window, steps));
    }

    /// Tries a passphrase; `false` when it is another one.
    fn unlock(&mut self, passphrase: &str) -> bool {
        let lock = self.assessment.head.as_ref().and_then(|head| head.lock.as_ref());
        let Some(Ok(key)) = lock.map(|lock| lock.open(passphrase, self.inventory.book)) else { return false };
        self.assessment = assess(&self.inventory, Some(&key));
        self.key = Some(key);
        self.put_together();
        true
    }
}

impl Shell {
    /// Looks at everything this machine holds of a book.
    pub(super) fn look(&mut self, ctx: &Context<Self>, book: BookId) {
        let on_screen = self.keeper.as_ref().is_some_and(|keeper| keeper.book() == book);
        self.leave();
        if on_screen {
            // It stays on screen, and nothing typed meanwhile is taken in: it would be replaced by what is read.
            self.saving = Saving::ReadOnly(Why::OtherWindow);
            self.redraw_line();
        } else {
            self.at = At::Reading;
        }
        let serial = self.serial;
        self.watch(ctx, Some(book));
        let link = ctx.link().clone();
        ctx.link().send_future(async move {
            let session = Session::new(entropy::bytes());
            let on_turn = link.callback(move |mine| Msg::Store(serial, Event::Lease(mine)));
            let place = Place::ask(book, session.tab(), on_turn).await;
            Msg::Book(BookMsg::Looked(
                serial,
                Box::new(Found::new(inventory::gather(book).await, session, place)),
            ))
        });
    }

    /// Goes on when all is well, and asks the user when it is not.
    pub(super) fn judge(&mut self, ctx: &Context<Self>, found: Box<Found>) {
        use store::State as S;
        match found.assessment.state {
            S::Whole | S::Recovered if matches!(found.replay, Some(Ok(_))) => {
                let recovered = found.assessment.facts.from_journal;
                self.take_over(ctx, *found);
                if recovered > 0 {
                    self.warn("recovery.from_journal", &[("count", &recovered.to_string())]);
                }
            }
            S::Empty => {
                // It was begun and nothing of it was ever called saved.
                self.leave();
                self.at = At::Start;
                self.look_around(ctx);
            }
            S::Locked => self.at = At::Locked { found, wrong: false, trying: false },
            S::Whole | S::Recovered | S::Short | S::Damaged | S::Lost | S::TooNew | S::Unreadable(_) => {
                self.at = At::Recovery(found);
            }
        }
    }

    /// Shows that a passphrase is being tried, then tries it: it takes a third of a second and longer on old machines.
    pub(super) fn unlock(&mut self, ctx: &Context<Self>, passphrase: String) {
        if let At::Locked { trying, .. } = &mut self.at {
            *trying = true;
            let link = ctx.link().clone();
            Timeout::new(50, move || link.send_message(Msg::Book(BookMsg::Unlock(passphrase)))).forget();
        }
    }

    /// Tries a passphrase.
    pub(super) fn try_passphrase(&mut self, ctx: &Context<Self>, passphrase: &str) {
        let At::Locked { mut found, .. } = std::mem::replace(&mut self.at, At::Reading) else { return };
        if found.unlock(passphrase) {
            self.judge(ctx, found);
        } else {
            self.at = At::Locked { found, wrong: true, trying: false };
        }
    }

    /// Opens the book as it was found; what was lost is accepted.
    pub(super) fn take_over(&mut self, ctx: &Context<Self>, mut found: Found) {
        let Some(Ok(replay)) = found.replay.take() else { return };
        rescue::note_steps(&found.assessment.steps);
        let now = clock::moment();
        let wanted = address::read();
        let changed = last_change(found.assessment.window.iter().chain(&found.assessment.steps));
        let forks = std::mem::take(&mut found.assessment.forks);
        if !self.keep_found(ctx, found, State::resumed(replay, now.today)) {
            return;
        }
        (self.changed, self.forks) = (changed, forks);
        if let Some(route) = wanted.filter(|route| *route != Route::Welcome) {
            // Going somewhere changes nothing, so there is no effect to perform.
            let _ = update(&mut self.state, app::Command::Go(route), &now);
        }
        self.note_exported();
        self.follow();
    }

    /// Another content takes the place of what was found: a backup.
    pub(super) fn replace_found(&mut self, ctx: &Context<Self>, found: Found, book: Book) {
        let state = State::with_book(book, clock::moment().today);
        if self.keep_found(ctx, found, state) {
            self.store_whole(ctx);
            self.follow();
        }
    }

    /// Keeps a book where its log was found. `false` when nothing may be written there.
    fn keep_found(&mut self, ctx: &Context<Self>, found: Found, state: State) -> bool {
        let Some(resume) = found.assessment.resume else { return false };
        self.state = state;
        let head = found.assessment.head.unwrap_or_else(|| self.fresh_head(found.inventory.book));
        let role = if found.place.is_mine() { Role::Writer } else { Role::Follower };
        let opened = self.next_opening();
        self.place = Some(found.place);
        self.begin_keeping(
            ctx,
            Opening { resume, head, key: found.key, session: found.session, role, opened },
        );
        true
    }

    /// A book that this machine does not hold yet.
    pub(super) fn begin_book(&mut self, ctx: &Context<Self>) {
        self.leave();
        let book = new_id();
        let session = Session::new(entropy::bytes());
        let nothing = store::Disk::Read { head: None, records: Vec::new() };
        let inventory =
            Inventory { book, disk: nothing, journal: Vec::new(), witness: None, head_copy: None };
        let Some(resume) = assess(&inventory, None).resume else { return };
        let (head, opened) = (self.fresh_head(book), self.next_opening());
        let me = session.tab();
        self.begin_keeping(ctx, Opening { resume, head, key: None, session, role: Role::Writer, opened });
        self.store_whole(ctx);
        if !self.state.unsaved_to_file {
            // It came out of a file, which holds it.
            self.exported(ctx, self.newest());
        }
        let (serial, link) = (self.serial, ctx.link().clone());
        ctx.link().send_future(async move {
            let on_turn = link.callback(move |mine| Msg::Store(serial, Event::Lease(mine)));
            Msg::Book(BookMsg::Placed(serial, Box::new(Place::ask(book, me, on_turn).await)))
        });
    }

    /// The book of an earlier version becomes one of this version.
    pub(super) fn take_over_earlier(&mut self, ctx: &Context<Self>, book: Book) {
        self.state = State::with_book(book, clock::moment().today);
        self.state.unsaved_to_file = true;
        self.begin_book(ctx);
        self.taking_over = true;
        self.follow();
    }

    fn begin_keeping(&mut self, ctx: &Context<Self>, opening: Opening) {
        let serial = self.serial;
        let on_event = ctx.link().callback(move |event| Msg::Store(serial, event));
        let (keeper, wishes) = Keeper::begin(opening, on_event);
        self.keeper = Some(keeper);
        self.at = At::Open;
        self.grant(ctx, wishes);
    }

    /// Lets go of the open book. Whatever it still waits for no longer concerns the shell.
    pub(super) fn leave(&mut self) {
        self.serial += 1;
        (self.keeper, self.place) = (None, None);
        (self.saving, self.line) = (Saving::Nothing, SavingLine::default());
        leaving::hold(false);
        self.taking_over = false;
        self.forks.clear();
        self.changed = 0;
        rescue::forget();
    }

    fn fresh_head(&self, book: BookId) -> Head {
        let title = self.state.book.as_ref().map(|book| book.local.profile.title.clone());
        Head { book, label: title.unwrap_or_default(), lock: None }
    }

    fn next_opening(&self) -> u64 {
        self.books.iter().map(|listed| listed.opened).max().unwrap_or(0) + 1
    }
}

/// Number of the last record that changed the book. A whole book only says again what is there, unless it is all there is.
fn last_change<'a>(steps: impl Iterator<Item = &'a Step>) -> u64 {
    let (mut edits, mut book) = (0, 0);
    for step in steps {
        let last = if step.kind == Kind::Book { &mut book } else { &mut edits };
        *last = step.number.max(*last);
    }
    if edits > 0 { edits } else { book }
}

fn new_id() -> BookId {
    let mut id = [0; 16];
    id.iter_mut().zip(entropy::bytes()).for_each(|(to, from)| *to = from);
    BookId(id)
}
