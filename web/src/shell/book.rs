//! The book that is open: found, unlocked, taken over, kept, followed, left.

use app::ledger::{Book, Edit, stored};
use app::{Deed, Replay, Route, State, update, view};
use gloo::timers::callback::Timeout;
use store::{
    Assessment, BookId, BookKey, Event, Head, Inventory, Kind, Lock, Role, Saving, Session, Step, Why,
    assess, limits,
};
use templates::{text, text_with};
use yew::prelude::*;

use super::saving::SavingLine;
use super::{At, BookMsg, Msg, Shell, rescue};
use crate::ports::storage::desk;
use crate::ports::storage::inventory::{self, NoBook};
use crate::ports::storage::keeper::{Keeper, Opening, Wish};
use crate::ports::storage::turn::Place;
use crate::ports::{address, clock, entropy, leaving, screen};

/// A saving that takes longer than this is shown as under way, in milliseconds. Shorter ones would only flicker.
const SLOW_MS: u32 = 400;

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
                    let facts = [("count", recovered.to_string())];
                    self.say_later("recovery.from_journal", &facts.each_ref().map(|(k, v)| (*k, v.as_str())));
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
    pub(super) fn take_over(&mut self, ctx: &Context<Self>, found: Found) {
        let Some(Ok(replay)) = found.replay else { return };
        let Some(resume) = found.assessment.resume else { return };
        let steps = found.assessment.window.iter().chain(&found.assessment.steps);
        self.changed = last_change(steps);
        rescue_from(&replay);
        let now = clock::moment();
        let wanted = address::read();
        self.state = State::resumed(replay, now.today);
        self.forks = found.assessment.forks;
        let head = found.assessment.head.unwrap_or_else(|| self.fresh_head(found.inventory.book));
        let role = if found.place.is_mine() { Role::Writer } else { Role::Follower };
        let opened = self.next_opening();
        let opening = Opening { resume, head, key: found.key, session: found.session, role, opened };
        self.place = Some(found.place);
        self.begin_keeping(ctx, opening);
        if let Some(route) = wanted.filter(|route| *route != Route::Welcome) {
            // Going somewhere changes nothing, so there is no effect to perform.
            let _ = update(&mut self.state, app::Command::Go(route), &now);
        }
        self.note_exported();
        self.follow();
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

    /// Another content takes the place of what was found: a file, a backup.
    pub(super) fn replace_found(&mut self, ctx: &Context<Self>, found: Found, book: Book) {
        let Some(resume) = found.assessment.resume else { return };
        self.state = State::with_book(book, clock::moment().today);
        let head = found.assessment.head.unwrap_or_else(|| self.fresh_head(found.inventory.book));
        let role = if found.place.is_mine() { Role::Writer } else { Role::Follower };
        let opened = self.next_opening();
        let opening = Opening { resume, head, key: found.key, session: found.session, role, opened };
        self.place = Some(found.place);
        self.begin_keeping(ctx, opening);
        self.store_whole(ctx);
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
        self.offer = None;
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

    /// Hands an event to the keeper and does what it wishes. Returns whether the screen changes.
    pub(super) fn tell(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let Some(keeper) = &mut self.keeper else { return false };
        let wishes = keeper.handle(event);
        self.grant(ctx, wishes)
    }

    pub(super) fn grant(&mut self, ctx: &Context<Self>, wishes: Vec<Wish>) -> bool {
        let mut redraw = false;
        for wish in wishes {
            redraw |= match wish {
                Wish::Book => match self.payload() {
                    Some(payload) => self.tell(ctx, Event::Book { payload, day: clock::day() }),
                    None => false,
                },
                Wish::Show(saving) => self.show(ctx, saving),
                Wish::OfferFile(fault) => {
                    self.offer = Some(fault);
                    true
                }
                Wish::Apply(steps) => self.apply(ctx, &steps),
                Wish::Reload => {
                    if let Some(book) = self.keeper.as_ref().map(Keeper::book) {
                        self.look(ctx, book);
                    }
                    true
                }
            };
        }
        self.mark();
        redraw
    }

    /// The whole book as it is stored.
    fn payload(&self) -> Option<Vec<u8>> {
        let payload = stored::write(self.state.book.as_ref()?).ok()?;
        rescue::note_book(&payload);
        Some(payload)
    }

    /// Stores the book in the place of what was stored of it.
    pub(super) fn store_whole(&mut self, ctx: &Context<Self>) {
        if let Some(payload) = self.payload() {
            self.tell(ctx, Event::Replace { payload, day: clock::day() });
            self.changed = self.newest();
            self.note_exported();
        }
    }

    /// Stores edits of one command.
    pub(super) fn append(&mut self, ctx: &Context<Self>, deed: Deed, edits: &[Edit]) {
        let Ok(payload) = serde_json::to_vec(edits) else { return };
        rescue::note_edits(&payload);
        let kind = match deed {
            Deed::Done => Kind::Edits,
            Deed::TakenBack => Kind::Undo,
            Deed::BroughtBack => Kind::Redo,
        };
        // A book may follow in the same breath, so the number of the edits themselves is the next one.
        self.changed = self.newest() + 1;
        self.tell(ctx, Event::Append { kind, payload, day: clock::day() });
        self.note_exported();
    }

    /// Takes over what another window wrote.
    fn apply(&mut self, ctx: &Context<Self>, steps: &[Step]) -> bool {
        let fits = steps
            .iter()
            .all(|step| inventory::edits(step).is_some_and(|(deed, edits)| self.state.follow(deed, &edits)));
        if !fits && let Some(book) = self.keeper.as_ref().map(Keeper::book) {
            self.look(ctx, book);
        }
        true
    }

    fn show(&mut self, ctx: &Context<Self>, saving: Saving) -> bool {
        let before = std::mem::replace(&mut self.saving, saving);
        leaving::hold(matches!(saving, Saving::Frozen { .. }));
        match saving {
            Saving::Running { .. } if matches!(before, Saving::Saved { .. } | Saving::Running { .. }) => {
                let (serial, link) = (self.serial, ctx.link().clone());
                Timeout::new(SLOW_MS, move || link.send_message(Msg::Slow(serial, saving))).forget();
                return false;
            }
            Saving::Saved { .. } => {
                self.offer = None;
                if std::mem::take(&mut self.taking_over) {
                    desk::note_taken_over();
                }
            }
            Saving::Nothing | Saving::Running { .. } | Saving::Frozen { .. } | Saving::ReadOnly(_) => {}
        }
        self.redraw_line()
    }

    /// Says what the state of saving is now; `false` when it says so already.
    pub(super) fn redraw_line(&mut self) -> bool {
        let line = SavingLine::of(self.saving, &clock::moment().clock());
        let changed = line != self.line;
        self.line = line;
        changed
    }

    /// Marks at the state of saving which record is the newest and which is on the disk, for whoever measures.
    pub(super) fn mark(&self) {
        let Some(keeper) = &self.keeper else { return };
        let busy = !matches!(self.saving, Saving::Saved { .. });
        let saved = match self.saving {
            Saving::Saved { number } | Saving::Running { saved: number } => number,
            Saving::Nothing | Saving::Frozen { .. } | Saving::ReadOnly(_) => 0,
        };
        screen::mark_saved(saved, keeper.saver().last(), busy);
    }

    /// Whether the user's own file holds everything, as far as is known.
    pub(super) fn note_exported(&mut self) {
        if let Some(keeper) = &self.keeper {
            self.state.unsaved_to_file = self.changed > keeper.saver().exported();
        }
    }

    /// The user's own file holds everything up to a record.
    pub(super) fn exported(&mut self, ctx: &Context<Self>, number: u64) {
        self.tell(ctx, Event::Exported { number });
        self.note_exported();
    }

    /// The newest record.
    pub(super) fn newest(&self) -> u64 {
        self.keeper.as_ref().map_or(0, |keeper| keeper.saver().last())
    }

    /// Sets, changes or takes away the passphrase of the open book.
    pub(super) fn protect(&mut self, ctx: &Context<Self>, passphrase: Option<String>) {
        let Some(keeper) = &mut self.keeper else { return };
        let mut head = keeper.head().clone();
        let lock =
            |phrase: &str, key: &BookKey| Lock::new(phrase, key, head.book, entropy::bytes(), limits::WORK);
        let wishes = match (passphrase, keeper.key().cloned()) {
            (Some(phrase), Some(key)) => {
                head.lock = Some(lock(&phrase, &key));
                keeper.relock(head)
            }
            (Some(phrase), None) => {
                let key = BookKey::new(entropy::bytes());
                let lock = lock(&phrase, &key);
                let today = clock::moment().today.to_string();
                head = Head {
                    lock: Some(lock),
                    label: text_with("books.sealed_label", &[("day", &today)]),
                    ..head
                };
                keeper.reseal(head, Some(key))
            }
            (None, _) => {
                let label = self.state.book.as_ref().map(|book| book.local.profile.title.clone());
                head = Head { lock: None, label: label.unwrap_or_default(), ..head };
                keeper.reseal(head, None)
            }
        };
        self.grant(ctx, wishes);
    }

    /// The name on the first screen follows the book's title; a sealed book keeps its neutral one.
    pub(super) fn follow_title(&mut self, ctx: &Context<Self>) {
        let (Some(keeper), Some(book)) = (&mut self.keeper, &self.state.book) else { return };
        let (head, title) = (keeper.head(), &book.local.profile.title);
        if head.lock.is_some() || head.label == *title || keeper.saver().saving() == Saving::Nothing {
            return;
        }
        let head = Head { label: title.clone(), ..head.clone() };
        let wishes = keeper.relock(head);
        self.grant(ctx, wishes);
    }

    fn say_later(&mut self, key: &'static str, facts: &[(&str, &str)]) {
        let notice = app::state::Notice { tone: view::Tone::Warn, text: text_with(key, facts) };
        self.state.notice = Some(notice);
    }

    /// Puts a backup in the place of the open book. The book of now becomes a backup itself.
    pub(super) fn restore(&mut self, ctx: &Context<Self>, book: Option<Book>) {
        let Some(book) = book else {
            self.say_later("backups.unreadable", &[]);
            return;
        };
        if let Some(payload) = self.payload() {
            self.tell(ctx, Event::Book { payload, day: clock::day() });
        }
        self.state = State::with_book(book, clock::moment().today);
        self.store_whole(ctx);
        self.state.notice =
            Some(app::state::Notice { tone: view::Tone::Good, text: text("backups.restored").to_owned() });
        self.follow();
    }
}

/// What a defect would be answered with, from now on.
fn rescue_from(replay: &Replay) {
    if let Ok(payload) = stored::write(replay.book()) {
        rescue::note_book(&payload);
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
