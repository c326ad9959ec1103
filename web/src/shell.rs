//! The shell: owns the state, hands it commands with the moment, performs effects, draws the place the user is at.

pub(crate) mod alarm;
mod chrome;
mod intake;
mod keyboard;

use app::ledger::Edit;
use app::state::{Fate, Notice};
use app::{Command, Effect, Route, State, update, view};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::{self, SettingsPage, welcome::Welcome};
use crate::ports::storage::{Found, Storage, Trouble};
use crate::ports::{address, clock, files, screen};
use crate::widgets::dialog::AskPassphrase;
use crate::widgets::file_drop::gather::Chosen;
use crate::widgets::palette::Palette;
use chrome::{Nav, Top};

/// Good news stays on screen this long, in milliseconds.
const NOTICE_MS: u32 = 7_000;

/// What can happen to the shell.
pub(crate) enum Msg {
    /// The storage was read.
    Opened(Box<(Storage, Found)>),
    /// The user did something.
    Do(Command),
    /// Edits are on disk, or why they are not.
    Stored(Result<(), Trouble>),
    /// The address bar names a place.
    Arrived(Route),
    /// Something is dragged over the window, or no longer.
    Dragging(bool),
    /// Files were dropped.
    Dropped(Chosen),
    /// How far a batch of files is; `None` when it is done.
    Intake(Option<(usize, usize)>),
    /// The search is open with a query; `None` closes it.
    Search(Option<String>),
    /// The user does not want to unlock a file now.
    LeaveLocked(String),
    /// A notice has been on screen long enough.
    Read(Notice),
}

/// State of saving.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Saving {
    /// Nothing to save yet.
    Nothing,
    /// On its way to the disk; what was on the disk before stays named.
    Running,
    /// On disk since.
    Saved(String),
    /// Not on disk.
    Failed,
}

impl Saving {
    fn words(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Running => text("saving.running").to_owned(),
            Self::Saved(at) => text_with("saving.saved", &[("time", at)]),
            Self::Failed => text("saving.failed").to_owned(),
        }
    }

    fn class(&self) -> &'static str {
        match self {
            Self::Nothing | Self::Running => "running",
            Self::Saved(_) => "good",
            Self::Failed => "bad",
        }
    }
}

/// The shell.
pub(crate) struct Shell {
    state: State,
    /// `None` until the storage was read.
    storage: Option<Storage>,
    saving: Saving,
    /// Writes that have not settled.
    under_way: usize,
    trouble: Option<Trouble>,
    search: Option<String>,
    dragging: bool,
    intake: Option<(usize, usize)>,
    /// Locked files the user chose to leave locked.
    left_locked: Vec<String>,
    dispatch: Callback<Command>,
    _listeners: Vec<EventListener>,
}

impl Component for Shell {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_future(async { Msg::Opened(Box::new(Storage::open().await)) });
        Self {
            state: State::new(clock::moment().today),
            storage: None,
            saving: Saving::Nothing,
            under_way: 0,
            trouble: None,
            search: None,
            dragging: false,
            intake: None,
            left_locked: Vec::new(),
            dispatch: ctx.link().callback(Msg::Do),
            _listeners: keyboard::listen(ctx.link()),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Opened(opened) => self.begin(*opened),
            Msg::Do(command) => self.carry_out(ctx, command),
            Msg::Stored(outcome) => return self.note_stored(outcome),
            Msg::Arrived(route) => {
                if route == self.state.route {
                    return false;
                }
                self.carry_out(ctx, Command::Go(route));
            }
            Msg::Dragging(on) => {
                if self.dragging == on {
                    return false;
                }
                self.dragging = on;
            }
            Msg::Dropped(chosen) => {
                self.dragging = false;
                self.left_locked.clear();
                intake::take(ctx.link().clone(), chosen);
            }
            Msg::Intake(progress) => self.intake = progress,
            Msg::Search(query) => self.search = query.filter(|_| self.state.book.is_some()),
            Msg::LeaveLocked(file) => self.left_locked.push(file),
            Msg::Read(notice) => {
                if self.state.notice.as_ref() != Some(&notice) {
                    return false;
                }
                self.carry_out(ctx, Command::Dismiss);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let chrome = view::chrome(&self.state);
        let dispatch = &self.dispatch;
        let body = match &chrome {
            None => html! { <Welcome dispatch={dispatch.clone()} reading={self.storage.is_none()} /> },
            Some(_) => pages::page(&self.state, self.settings(), dispatch),
        };
        html! {
            <div class={classes!("screen", chrome.is_none().then_some("start"))}>
                <Top chrome={chrome.clone()} saving={self.saving.clone()} dispatch={dispatch.clone()} on_search={Self::search_callback(ctx)} />
                { chrome.map(|chrome| html! { <Nav {chrome} dispatch={dispatch.clone()} /> }) }
                <main id="main" class="main" tabindex="-1">
                    { self.messages(dispatch, ctx) }
                    { body }
                </main>
                <footer class="banner">{ text("chrome.banner") }</footer>
                { self.palette(ctx) }
                { self.unlock(ctx) }
                { self.drop_veil() }
            </div>
        }
    }
}

impl Shell {
    /// Takes over what the storage held.
    fn begin(&mut self, (storage, found): (Storage, Found)) {
        self.storage = Some(storage);
        self.trouble = found.trouble;
        let now = clock::moment();
        if let Some(book) = found.book {
            let wanted = address::read();
            self.state = State::with_book(book, now.today);
            self.state.unsaved_to_file = !found.exported;
            if let Some(route) = wanted.filter(|route| *route != Route::Welcome) {
                // Going somewhere changes nothing, so there is no effect to perform.
                let _ = update(&mut self.state, Command::Go(route), &now);
            }
            self.saving = if found.trouble.is_some() { Saving::Failed } else { Saving::Saved(now.clock()) };
        }
        self.follow();
    }

    fn carry_out(&mut self, ctx: &Context<Self>, command: Command) {
        if matches!(command, Command::CloseBook | Command::LoadSample(_) | Command::Start { .. }) {
            self.left_locked.clear();
            self.saving = Saving::Nothing;
        }
        let before = self.state.route.clone();
        self.search = None;
        let told = self.state.notice.clone();
        let effects = update(&mut self.state, command, &clock::moment());
        for effect in effects {
            self.perform(ctx, effect);
        }
        if !self.state.unsaved_to_file {
            self.storage.iter().for_each(Storage::note_exported);
        }
        if told != self.state.notice {
            self.time_notice(ctx);
        }
        if before != self.state.route {
            screen::to_top();
            self.follow();
        }
    }

    /// Good news goes by itself; what needs the user stays until it is closed.
    fn time_notice(&self, ctx: &Context<Self>) {
        let Some(notice) = self.state.notice.clone() else { return };
        if matches!(notice.tone, view::Tone::Good | view::Tone::Plain) {
            let link = ctx.link().clone();
            Timeout::new(NOTICE_MS, move || link.send_message(Msg::Read(notice))).forget();
        }
    }

    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        match effect {
            Effect::Log(edits) => self.log(ctx, &edits),
            Effect::Restart => {
                self.begin_write();
                let done = ctx.link().callback(Msg::Stored);
                if let Some(storage) = &mut self.storage {
                    storage.replace(self.state.book.as_ref(), done);
                }
            }
            Effect::Download { name, mime, bytes } => {
                if files::download(&name, mime, &bytes).is_err() {
                    self.state.unsaved_to_file = true;
                    self.state.notice = Some(Notice {
                        tone: view::Tone::Bad,
                        text: text("files.download_refused").to_owned(),
                    });
                }
            }
            Effect::Focus(id) => screen::focus_later(id),
            Effect::Print => screen::print(),
        }
    }

    fn log(&mut self, ctx: &Context<Self>, edits: &[Edit]) {
        self.begin_write();
        let done = ctx.link().callback(Msg::Stored);
        if let (Some(storage), Some(book)) = (&mut self.storage, &self.state.book) {
            storage.append(edits, book, done);
        }
    }

    fn begin_write(&mut self) {
        self.under_way += 1;
        if self.saving == Saving::Nothing {
            self.saving = Saving::Running;
        }
    }

    fn note_stored(&mut self, outcome: Result<(), Trouble>) -> bool {
        self.under_way = self.under_way.saturating_sub(1);
        match outcome {
            Err(trouble) => {
                self.trouble = Some(trouble);
                self.saving = Saving::Failed;
            }
            // A later write still under way is named when it has settled itself.
            Ok(()) if self.under_way > 0 => return false,
            Ok(()) => {
                self.trouble = None;
                self.saving = Saving::Saved(clock::moment().clock());
            }
        }
        true
    }

    /// Makes address and title follow the place.
    fn follow(&self) {
        address::write(&self.state.route);
        let title = self.state.book.as_ref().map(|book| book.local.profile.title.clone()).unwrap_or_default();
        screen::title(&format!("{title} {}", text("brand.name")));
    }

    fn trouble(&self) -> Option<&'static str> {
        self.trouble.map(Trouble::text)
    }

    fn settings(&self) -> SettingsPage {
        let book = self.state.book.as_ref();
        SettingsPage {
            profile: book.map(|book| book.local.profile.clone()).unwrap_or_default(),
            house: view::house_page(&self.state),
            saved: self.saving.words(),
            exported: !self.state.unsaved_to_file,
            trouble: self.trouble().unwrap_or_default(),
        }
    }

    fn palette(&self, ctx: &Context<Self>) -> Html {
        let Some(query) = &self.search else { return html! {} };
        let hits = view::search(&self.state, query);
        html! {
            <Palette {hits} on_query={ctx.link().callback(|query| Msg::Search(Some(query)))}
                on_choose={self.dispatch.clone()} on_close={ctx.link().callback(|()| Msg::Search(None))} />
        }
    }

    /// Asks for the passphrase of a locked file, one after the other; the inbox has a place of its own for this.
    fn unlock(&self, ctx: &Context<Self>) -> Html {
        let waits = |outcome: &&app::state::FileOutcome| {
            outcome.fate == Fate::Locked && !self.left_locked.contains(&outcome.file)
        };
        let locked = self.state.inbox.iter().find(waits).filter(|_| self.state.route != Route::Inbox);
        let Some(locked) = locked else { return html! {} };
        let (file, name) = (locked.file.clone(), locked.file.clone());
        let message = text_with("unlock.message", &[("file", &locked.file), ("message", &locked.message)]);
        let on_yes = self.dispatch.reform(move |phrase| Command::TakeIn {
            name: name.clone(),
            bytes: Vec::new(),
            passphrase: Some(phrase),
        });
        html! {
            <AskPassphrase title={text("unlock.title")} {message}
                yes={text("unlock.open")} {on_yes} on_close={ctx.link().callback(move |()| Msg::LeaveLocked(file.clone()))} />
        }
    }
}
