//! The shell: owns the state, hands it commands with the moment, performs effects, draws the place the user is at.

pub(crate) mod alarm;
mod book;
mod choices;
mod chrome;
mod clicks;
mod files;
mod intake;
mod keeping;
mod keyboard;
mod message;
mod rescue;
pub(crate) mod saving;
mod screens;

pub(crate) use choices::Choice;
pub(crate) use message::{BookMsg, Msg};

use app::ledger::Edit;
use app::state::Notice;
use app::{Command, Deed, Effect, State, update, view};
use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use store::{BookId, Event, Fork, Listed, Saving};
use templates::{text, text_with};
use yew::prelude::*;

use crate::ports::storage::keeper::Keeper;
use crate::ports::storage::turn::Place;
use crate::ports::storage::{self, Held, desk};
use crate::ports::{address, clock, files as outside, screen, typing};
use crate::widgets::decode;
use book::Found;
use saving::SavingLine;

/// Good news stays on screen this long, in milliseconds.
const NOTICE_MS: u32 = 7_000;
/// Time between the files of one command, in milliseconds.
const BETWEEN_FILES: u32 = 400;
/// After this long without an answer about what is stored the user is told, in milliseconds.
const STUCK_MS: u32 = 10_000;
/// Between two looks at whether the user should be reminded of his file, in milliseconds.
const REMIND_MS: u32 = 60_000;
/// How often the clock is looked at for a new day.
const CLOCK_MS: u32 = 5_000;
/// Looks at unexported changes after which the reminder comes: half an hour.
const REMIND_AFTER: u32 = 30;

/// Where the user is before a book is open, and with one.
enum At {
    /// What is stored is being read.
    Reading,
    /// The start page.
    Start,
    /// A book wants its passphrase.
    Locked { found: Box<Found>, wrong: bool, trying: bool },
    /// A book is not all there.
    Recovery(Box<Found>),
    /// The browser gives no answer about what is stored, or about one book.
    Stuck(Option<BookId>),
    /// Everything was removed.
    Destroyed,
    /// A book is open.
    Open,
}

/// A question that the core wants asked before a command.
struct Question {
    title: &'static str,
    message: String,
    yes: &'static str,
    command: Command,
}

/// The shell.
pub(crate) struct Shell {
    state: State,
    at: At,
    /// Books of this machine, the one opened last first.
    books: Vec<Listed>,
    keeper: Option<Keeper>,
    place: Option<Place>,
    /// Counts opened books, so that an answer for an earlier one is known as such.
    serial: u32,
    saving: Saving,
    line: SavingLine,
    /// Number of the last record that changed the book.
    changed: u64,
    /// The book comes from an earlier version and is not saved by this one yet.
    taking_over: bool,
    /// Edits that lie aside until the user settles them.
    forks: Vec<Fork>,
    /// Looks at unexported changes since the last file; the reminder is on screen from [`REMIND_AFTER`] on.
    unexported: u32,
    search: Option<String>,
    dragging: bool,
    intake: Option<(usize, usize)>,
    question: Option<Question>,
    /// Locked files the user chose to leave locked.
    left_locked: Vec<String>,
    /// Whether the team wants to say later what it is called.
    named_later: bool,
    /// Grows when a field must forget what was typed into it.
    redrawn: u32,
    /// How the place was come to that is not drawn yet.
    arriving: Option<screen::Arrival>,
    /// Whether the page has become lower, so that what is typed into may lie below its edge.
    squeezed: bool,
    /// What waits until that which was typed before it is on screen.
    waiting: Vec<Msg>,
    dispatch: Callback<Command>,
    _listeners: Vec<EventListener>,
    _reminder: Interval,
    _clock: Interval,
}

impl Component for Shell {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let remind = ctx.link().callback(|()| Msg::Remind);
        let look = ctx.link().callback(|()| Msg::LookAtClock);
        let shell = Self {
            state: State::new(clock::moment().today),
            at: At::Reading,
            books: Vec::new(),
            keeper: None,
            place: None,
            serial: 0,
            saving: Saving::Nothing,
            line: SavingLine::default(),
            changed: 0,
            taking_over: false,
            forks: Vec::new(),
            unexported: 0,
            search: None,
            dragging: false,
            intake: None,
            question: None,
            left_locked: Vec::new(),
            named_later: false,
            redrawn: 0,
            arriving: None,
            squeezed: false,
            waiting: Vec::new(),
            dispatch: ctx.link().callback(Msg::Do),
            _listeners: keyboard::listen(ctx.link()),
            _reminder: Interval::new(REMIND_MS, move || remind.emit(())),
            _clock: Interval::new(CLOCK_MS, move || look.emit(())),
        };
        shell.look_around(ctx);
        shell
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        if typing::pending() && message.waits_for_typing() {
            // What was typed comes first, and on screen before anything takes it back: a control is told only of what
            // it did not show when it was drawn last.
            typing::report_all();
            self.waiting.push(message);
            return true;
        }
        match message {
            Msg::Do(command) => self.carry_out(ctx, command),
            Msg::Store(serial, event) => return serial == self.serial && self.tell(ctx, event),
            Msg::Slow(serial, saving) => {
                return serial == self.serial && saving == self.saving && self.redraw_line();
            }
            Msg::Arrived(route) if route == self.state.route => return false,
            Msg::Arrived(route) => {
                self.carry_out(ctx, Command::Go(route));
                // Where the way was refused, the address names the place that is on screen again.
                self.follow();
            }
            Msg::Dragging(on) => return std::mem::replace(&mut self.dragging, on) != on,
            Msg::Dropped(chosen) => {
                self.dragging = false;
                self.left_locked.clear();
                intake::take(ctx.link().clone(), chosen);
            }
            Msg::Answered(command) => {
                self.question = None;
                command.into_iter().for_each(|command| self.carry_out(ctx, command));
            }
            Msg::Intake(progress) => self.intake = progress,
            Msg::Search(query) => self.search = query.filter(|_| self.state.book.is_some()),
            Msg::LeaveLocked(file) => self.left_locked.push(file),
            Msg::NameLater => self.named_later = true,
            Msg::Read(notice) if self.state.notice.as_ref() != Some(&notice) => return false,
            Msg::Read(_) => self.carry_out(ctx, Command::Dismiss),
            Msg::TypedInVain if !self.is_read_only() => return false,
            Msg::TypedInVain => self.warn("storage.looks_on", &[]),
            Msg::LookAtClock => return self.look_at_clock(),
            Msg::Remind => return self.remind(),
            Msg::Reminded => self.unexported = 0,
            Msg::Kept(kept, written) => self.note_kept(ctx, &kept, written),
            Msg::Book(message) => self.see_to_books(ctx, message),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.screen(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        self.mark();
        typing::note_drawn();
        ctx.link().send_message_batch(std::mem::take(&mut self.waiting));
        if std::mem::take(&mut self.squeezed) {
            screen::keep_in_sight();
        }
        match self.arriving.take() {
            Some(arrival) => screen::arrive(arrival),
            None => screen::keep_keyboard(),
        }
    }
}

impl Shell {
    /// What happens to books as a whole: found, opened, protected, removed.
    fn see_to_books(&mut self, ctx: &Context<Self>, message: BookMsg) {
        match message {
            BookMsg::Listed(Held { books, open, earlier }) => {
                self.books = books;
                // A book opened meanwhile, or a page that asks, stays.
                if matches!(self.at, At::Reading | At::Stuck(None)) && self.keeper.is_none() {
                    match (open, earlier) {
                        (Some(book), _) => self.look(ctx, book),
                        (None, Some(book)) => self.take_over_earlier(ctx, *book),
                        (None, None) => self.at = At::Start,
                    }
                }
            }
            BookMsg::Open(book) => self.look(ctx, book),
            BookMsg::Looked(serial, found) if serial == self.serial => self.judge(ctx, found),
            BookMsg::Stuck(serial, book) if serial == self.serial && matches!(self.at, At::Reading) => {
                self.at = At::Stuck(book);
            }
            BookMsg::Try(passphrase) => self.unlock(ctx, passphrase),
            BookMsg::Unlock(passphrase) => self.try_passphrase(ctx, &passphrase),
            BookMsg::Choose(choice) => self.choose(ctx, choice),
            BookMsg::Placed(serial, place) if serial == self.serial => self.place = Some(*place),
            BookMsg::Retry => {
                self.tell(ctx, Event::Retry);
            }
            BookMsg::Protect(passphrase) => self.protect(ctx, passphrase),
            BookMsg::Restore(number) => self.read_backup(ctx, number),
            BookMsg::Destroy(book) => self.destroy(ctx, book),
            BookMsg::Destroyed(book, outcome) => self.note_destroyed(ctx, book, outcome),
            BookMsg::SettleFork(at, fate) => self.settle_fork(ctx, at, fate),
            BookMsg::Returned => {
                if let Some(book) = self.keeper.as_ref().map(Keeper::book) {
                    self.look(ctx, book);
                }
            }
            BookMsg::Restored(serial, book) if serial == self.serial => {
                self.restore(ctx, book.map(|book| *book));
            }
            // An answer for a book that was left meanwhile.
            BookMsg::Stuck(..) | BookMsg::Looked(..) | BookMsg::Placed(..) | BookMsg::Restored(..) => {}
        }
    }

    /// Says so when the browser gives no answer: a page that reads for ever looks like a dead one.
    fn watch(&self, ctx: &Context<Self>, book: Option<BookId>) {
        let (serial, link) = (self.serial, ctx.link().clone());
        Timeout::new(STUCK_MS, move || link.send_message(Msg::Book(BookMsg::Stuck(serial, book)))).forget();
    }

    /// Reads which books are here.
    fn look_around(&self, ctx: &Context<Self>) {
        self.watch(ctx, None);
        ctx.link().send_future(async { Msg::Book(BookMsg::Listed(storage::list().await)) });
    }

    fn carry_out(&mut self, ctx: &Context<Self>, command: Command) {
        if self.may_not(&command) {
            self.warn("storage.looks_on", &[]);
            // What was typed into a field must not look as if it were taken in.
            self.redrawn += 1;
            return;
        }
        if matches!(command, Command::CloseBook | Command::LoadSample(_) | Command::Start { .. }) {
            self.left_locked.clear();
            self.named_later = false;
        }
        if let Command::TakeIn { bytes, .. } = &command
            && self.verifies(ctx, bytes)
        {
            return;
        }
        let before = self.state.route.clone();
        let goes = matches!(command, Command::Go(_));
        self.search = None;
        let told = self.state.notice.clone();
        let effects = update(&mut self.state, command, &clock::moment());
        let focused = effects.iter().any(|effect| matches!(effect, Effect::Focus(_)));
        self.perform(ctx, effects);
        self.follow_title(ctx);
        if told != self.state.notice {
            self.time_notice(ctx);
            // The notice takes room from the page.
            self.squeezed = true;
        }
        if before != self.state.route {
            // Nothing leaves without a name, so there it is asked for again.
            self.named_later &= self.state.route != app::Route::HandOver;
            self.follow();
            if before.at_section(0) == self.state.route.clone().at_section(0) {
                self.arriving = Some(screen::Arrival::Section);
            }
            if focused {
                self.arriving = None;
            }
        } else if goes {
            self.arriving = Some(screen::Arrival::Place);
        }
    }

    /// Tells the core when the clock shows another day, so that open forms, lists and lights follow it. Whether there is
    /// anything to draw.
    fn look_at_clock(&mut self) -> bool {
        let now = clock::moment();
        if now.today == self.state.today {
            return false;
        }
        update(&mut self.state, Command::NewDay, &now);
        true
    }

    /// Whether this window may not write the book.
    fn is_read_only(&self) -> bool {
        matches!(self.saving, Saving::ReadOnly(_))
    }

    /// Whether a command has no place in a window that only looks on.
    fn may_not(&self, command: &Command) -> bool {
        self.is_read_only() && command.changes_book()
    }

    /// Says, in the words of a key, what the user should know of.
    fn warn(&mut self, key: &'static str, facts: &[(&str, &str)]) {
        self.state.notice = Some(Notice { tone: view::Tone::Warn, text: text_with(key, facts) });
    }

    /// Good news goes by itself; what needs the user stays until it is closed.
    fn time_notice(&self, ctx: &Context<Self>) {
        let Some(notice) = self.state.notice.clone() else { return };
        // What offers a way back stays while that way is open.
        if matches!(notice.tone, view::Tone::Good | view::Tone::Plain) && !self.state.offers_undo() {
            let link = ctx.link().clone();
            Timeout::new(NOTICE_MS, move || link.send_message(Msg::Read(notice))).forget();
        }
    }

    fn perform(&mut self, ctx: &Context<Self>, effects: Vec<Effect>) {
        // The edits of one command are one record: a whole book asked for in between would hold some of them twice.
        let mut edits: Vec<Edit> = Vec::new();
        let mut how = Deed::Done;
        let mut downloads: u32 = 0;
        for effect in effects {
            match effect {
                Effect::Log(deed, more) => {
                    how = deed;
                    edits.extend(more);
                }
                Effect::Begin => {
                    edits.clear();
                    self.begin_book(ctx);
                }
                Effect::Restart => {
                    edits.clear();
                    self.store_whole(ctx);
                }
                Effect::Leave => {
                    self.leave();
                    desk::note(None);
                    self.at = At::Start;
                    self.look_around(ctx);
                }
                Effect::Keep { name, bytes } => self.keep_file(ctx, name, bytes),
                Effect::Download { name, mime, bytes } if downloads == 0 => {
                    downloads = 1;
                    self.hand_over(&name, mime, &bytes);
                }
                // A browser takes several files at once for one, unless there is some time between them.
                Effect::Download { name, mime, bytes } => {
                    let later = move || drop(outside::download(&name, mime, &bytes));
                    Timeout::new(downloads * BETWEEN_FILES, later).forget();
                    downloads += 1;
                }
                Effect::Focus(id) => screen::focus_later(id),
                Effect::Print => screen::print(),
                Effect::Decode { name, bytes } => {
                    let text = decode::text(&bytes);
                    ctx.link().send_message(Msg::Do(Command::TakeInText { name, text }));
                }
                Effect::Ask { title, message, yes, command } => {
                    self.question = Some(Question { title, message, yes, command: *command });
                }
            }
        }
        if !edits.is_empty() {
            self.append(ctx, how, &edits);
        }
    }

    fn hand_over(&mut self, name: &str, mime: &str, bytes: &[u8]) {
        if outside::download(name, mime, bytes).is_err() {
            self.state.notice =
                Some(Notice { tone: view::Tone::Bad, text: text("files.download_refused").to_owned() });
        }
    }

    /// Makes address and title follow the place.
    fn follow(&mut self) {
        self.arriving = Some(screen::Arrival::Place);
        address::write(&self.state.route);
        let title = self.state.book.as_ref().map(|book| book.local.profile.title.clone()).unwrap_or_default();
        screen::title(&format!("{title} {}", text("brand.name")));
    }
}
