//! What is on screen: the start page, the pages that ask about a book, the open book with what stands above it.

use app::ledger::Book;
use app::state::{Fate, Notice};
use app::{Command, Effect, Route, State, update, view};
use store::{BookId, Fault, Fork, Saving, Step, Why};
use templates::{text, text_with};
use yew::prelude::*;

use super::book::Found;
use super::chrome::{Nav, Top};
use super::{At, BookMsg, Msg, Shell, saving};
use crate::pages::machine::{Destroyed, Locked, Recovery, RecoveryView};
use crate::pages::{self, SettingsPage, welcome::Welcome};
use crate::ports::clock;
use crate::ports::storage::keeper::Keeper;
use crate::ports::storage::{beside, desk, destroy, inventory};
use crate::widgets::dialog::AskPassphrase;
use crate::widgets::palette::Palette;

/// What the user chooses about a book that is not all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Go on with what is here.
    GoOn,
    /// Go on with a backup.
    Backup(u64),
    /// Look again.
    Retry,
    /// Leave it for now.
    Back,
}

/// What the user does with edits that lie aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForkFate {
    /// Save the book with them as a file.
    Save,
    /// Put the book with them in the place of the open one.
    Use,
    /// Forget them.
    Drop,
}

impl Shell {
    pub(super) fn screen(&self, ctx: &Context<Self>) -> Html {
        let chrome = if matches!(self.at, At::Open) { view::chrome(&self.state) } else { None };
        let dispatch = &self.dispatch;
        let body = match &self.at {
            At::Reading | At::Start | At::Open if chrome.is_none() => self.start(ctx),
            At::Reading | At::Start | At::Open => {
                html! { <div class="page-frame" key={self.redrawn}>{ pages::page(&self.state, self.settings(ctx), dispatch) }</div> }
            }
            At::Locked { found, wrong, trying } => self.locked(ctx, found, (*wrong, *trying)),
            At::Recovery(found) => self.recovery(ctx, found),
            At::Stuck(_) => self.stuck(ctx),
            At::Destroyed => html! { <Destroyed /> },
        };
        html! {
            <div class={classes!("screen", chrome.is_none().then_some("start"))}>
                <Top chrome={chrome.clone()} saving={self.line.clone()} unverified={self.unverified()} dispatch={dispatch.clone()} on_search={Self::search_callback(ctx)} />
                { chrome.map(|chrome| html! { <Nav {chrome} dispatch={dispatch.clone()} /> }) }
                <main id="main" class="main" tabindex="-1">
                    { self.messages(dispatch, ctx) }
                    { body }
                </main>
                <footer class="banner">{ text("chrome.banner") }</footer>
                { self.palette(ctx) }
                { self.unlock_file(ctx) }
                { self.drop_veil() }
            </div>
        }
    }

    fn start(&self, ctx: &Context<Self>) -> Html {
        let reading = matches!(self.at, At::Reading);
        html! {
            <Welcome dispatch={self.dispatch.clone()} {reading} books={self.books.clone()}
                on_open={ctx.link().callback(|given| Msg::Book(BookMsg::Open(given)))} on_remove={ctx.link().callback(|book| Msg::Book(BookMsg::Destroy(Some(book))))}
                on_destroy={ctx.link().callback(|()| Msg::Book(BookMsg::Destroy(None)))} />
        }
    }

    fn locked(&self, ctx: &Context<Self>, found: &Found, (wrong, trying): (bool, bool)) -> Html {
        let label = found.assessment.head.as_ref().map(|head| head.label.clone()).unwrap_or_default();
        html! {
            <Locked {label} {wrong} {trying} on_try={ctx.link().callback(|given| Msg::Book(BookMsg::Try(given)))}
                on_back={ctx.link().callback(|()| Msg::Book(BookMsg::Choose(Choice::Back)))} />
        }
    }

    fn recovery(&self, ctx: &Context<Self>, found: &Found) -> Html {
        let there = found.replay.as_ref().and_then(|replay| replay.as_ref().ok());
        let view = RecoveryView {
            state: found.assessment.state,
            mine: found.place.is_mine(),
            newer: matches!(found.replay, Some(Err(inventory::NoBook::TooNew))),
            tail: found.assessment.facts.tail,
            promised: found.assessment.facts.promised,
            title: there.map(|replay| replay.book().local.profile.title.clone()),
            backups: found.assessment.backups.clone(),
            branches: found.assessment.forks.len(),
        };
        let take = self.dispatch.reform(|(name, bytes)| Command::TakeIn { name, bytes, passphrase: None });
        html! { <Recovery {view} on_choose={ctx.link().callback(|given| Msg::Book(BookMsg::Choose(given)))} on_file={take} /> }
    }

    fn stuck(&self, ctx: &Context<Self>) -> Html {
        let view = RecoveryView {
            state: store::State::Unreadable(Fault::Hung),
            mine: true,
            newer: false,
            tail: 0,
            promised: 0,
            title: None,
            backups: Vec::new(),
            branches: 0,
        };
        let take = self.dispatch.reform(|(name, bytes)| Command::TakeIn { name, bytes, passphrase: None });
        html! { <Recovery {view} on_choose={ctx.link().callback(|given| Msg::Book(BookMsg::Choose(given)))} on_file={take} /> }
    }

    pub(super) fn choose(&mut self, ctx: &Context<Self>, choice: Choice) {
        if let At::Stuck(book) = self.at {
            return self.choose_stuck(ctx, book, choice);
        }
        if !matches!(self.at, At::Recovery(_) | At::Locked { .. }) {
            return;
        }
        let found = match std::mem::replace(&mut self.at, At::Reading) {
            At::Recovery(found) | At::Locked { found, .. } => found,
            At::Reading | At::Start | At::Stuck(_) | At::Destroyed | At::Open => return,
        };
        match choice {
            Choice::GoOn if matches!(found.replay, Some(Ok(_))) => self.take_over(ctx, *found),
            Choice::GoOn => self.at = At::Recovery(found),
            Choice::Backup(number) => {
                match inventory::backup_in(&found.inventory, number, found.key.as_ref()) {
                    Ok(book) => self.replace_found(ctx, *found, book),
                    Err(_) => {
                        self.at = At::Recovery(found);
                        self.warn(text("backups.unreadable"));
                    }
                }
            }
            Choice::Retry => self.look(ctx, found.inventory.book),
            Choice::Back => self.back_to_start(ctx),
        }
    }

    fn choose_stuck(&mut self, ctx: &Context<Self>, book: Option<BookId>, choice: Choice) {
        match (choice, book) {
            (Choice::Retry, Some(book)) => self.look(ctx, book),
            (Choice::Retry, None) => {
                self.at = At::Reading;
                self.look_around(ctx);
            }
            (Choice::GoOn | Choice::Backup(_) | Choice::Back, _) => self.back_to_start(ctx),
        }
    }

    fn back_to_start(&mut self, ctx: &Context<Self>) {
        self.leave();
        self.state = State::new(clock::moment().today);
        desk::note(None);
        self.at = At::Start;
        self.look_around(ctx);
    }

    fn warn(&mut self, words: &str) {
        self.state.notice = Some(Notice { tone: view::Tone::Warn, text: words.to_owned() });
    }

    /// Reads a backup of the open book.
    pub(super) fn read_backup(&self, ctx: &Context<Self>, number: u64) {
        let Some(keeper) = &self.keeper else { return };
        let (book, key, serial) = (keeper.book(), keeper.key().cloned(), self.serial);
        ctx.link().send_future(async move {
            let read = inventory::backup(book, number, key.as_ref()).await;
            Msg::Book(BookMsg::Restored(serial, read.ok().map(Box::new)))
        });
    }

    /// Removes one book, or everything.
    pub(super) fn destroy(&mut self, ctx: &Context<Self>, book: Option<BookId>) {
        let open = self.keeper.as_ref().map(Keeper::book);
        if book.is_none() || book == open {
            self.leave();
            desk::note(None);
            self.state = State::new(clock::moment().today);
            self.at = At::Reading;
            self.follow();
        }
        ctx.link().send_future(async move {
            let outcome = match book {
                Some(book) => destroy::remove(book).await,
                None => destroy::everything().await,
            };
            Msg::Book(BookMsg::Destroyed(book, outcome))
        });
    }

    pub(super) fn note_destroyed(
        &mut self,
        ctx: &Context<Self>,
        book: Option<BookId>,
        outcome: Result<(), Fault>,
    ) {
        match (outcome, book) {
            (Err(fault), _) => {
                self.at = At::Start;
                let words = text_with("destroy.failed", &[("reason", saving::of_fault(fault))]);
                self.warn(&words);
            }
            (Ok(()), None) => {
                self.at = At::Destroyed;
                self.books.clear();
                // Looking around would make a store again.
                return;
            }
            (Ok(()), Some(_)) if self.keeper.is_none() => self.at = At::Start,
            (Ok(()), Some(_)) => {}
        }
        self.look_around(ctx);
    }

    /// Settles edits that lie aside.
    pub(super) fn settle_fork(&mut self, ctx: &Context<Self>, at: usize, fate: ForkFate) {
        let Some(fork) = self.forks.get(at) else { return };
        let book = fork_book(fork);
        if fate == ForkFate::Save {
            self.save_fork(book);
            return;
        }
        let fork = self.forks.remove(at);
        if fate == ForkFate::Use {
            self.restore(ctx, book);
        }
        fork.entries.into_iter().for_each(beside::forget_entry);
    }

    fn save_fork(&mut self, book: Option<Book>) {
        let Some(book) = book else { return };
        let now = clock::moment();
        let mut state = State::with_book(book, now.today);
        for effect in update(&mut state, Command::SaveBook(None), &now) {
            if let Effect::Keep { name, bytes } = effect {
                self.hand_over(&name, app::effect::DUCHA, &bytes);
            }
        }
    }

    /// Edits that lie aside, each with its ways out.
    pub(super) fn branches(&self, ctx: &Context<Self>) -> Html {
        html! { <>{ for self.forks.iter().enumerate().map(|(at, fork)| branch(ctx, at, fork)) }</> }
    }

    /// What stands above the page while the storage is in trouble or this window only looks on.
    pub(super) fn trouble(&self, dispatch: &Callback<Command>, ctx: &Context<Self>) -> Html {
        let Some(words) = saving::trouble(self.saving) else { return html! {} };
        let retry = ctx.link().callback(|_: MouseEvent| Msg::Book(BookMsg::Retry));
        let looks_on = matches!(self.saving, Saving::ReadOnly(Why::OtherWindow));
        let (class, id) = if looks_on { ("trouble quiet", "read-only") } else { ("trouble", "trouble") };
        html! {
            <div {class} {id} role="alert">
                <p>{ words }</p>
                if !looks_on {
                    <button type="button" class="button" id="offer-file" onclick={crate::widgets::link::act(dispatch, Command::SaveBook(None))}>{ text("settings.save_book") }</button>
                }
                if matches!(self.saving, Saving::Frozen { repairing: false, .. }) {
                    <button type="button" class="button" id="save-retry" onclick={retry}>{ text("storage.retry") }</button>
                }
            </div>
        }
    }

    fn settings(&self, ctx: &Context<Self>) -> SettingsPage {
        let book = self.state.book.as_ref();
        let keeper = self.keeper.as_ref();
        SettingsPage {
            profile: book.map(|book| book.local.profile.clone()).unwrap_or_default(),
            house: view::house_page(&self.state),
            saved: self.line.words.clone(),
            exported: !self.state.unsaved_to_file,
            trouble: saving::trouble(self.saving).unwrap_or_default(),
            sealed: keeper.is_some_and(|keeper| keeper.key().is_some()),
            looks_on: matches!(self.saving, Saving::ReadOnly(_)),
            backups: keeper.map(|keeper| keeper.saver().backups().to_vec()).unwrap_or_default(),
            on_protect: ctx.link().callback(|given| Msg::Book(BookMsg::Protect(given))),
            on_restore: ctx.link().callback(|given| Msg::Book(BookMsg::Restore(given))),
            on_remove: {
                let open = keeper.map(Keeper::book);
                ctx.link().batch_callback(move |()| open.map(|book| Msg::Book(BookMsg::Destroy(Some(book)))))
            },
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
    fn unlock_file(&self, ctx: &Context<Self>) -> Html {
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

fn branch(ctx: &Context<Shell>, at: usize, fork: &Fork) -> Html {
    let button = |fate: ForkFate, key: &'static str| {
        let onclick = ctx.link().callback(move |_: MouseEvent| Msg::Book(BookMsg::SettleFork(at, fate)));
        html! { <button type="button" class="button" {onclick}>{ text(key) }</button> }
    };
    let whole = fork_book(fork).is_some();
    html! {
        <div class="trouble quiet recovery-branch" role="alert">
            <p>{ text_with("branches.about", &[("count", &fork.steps.len().to_string())]) }</p>
            if whole {
                { button(ForkFate::Save, "branches.save") }
                { button(ForkFate::Use, "branches.use") }
            }
            { button(ForkFate::Drop, "branches.drop") }
        </div>
    }
}

/// The book with the edits that lie aside; `None` when what they were made on is gone.
fn fork_book(fork: &Fork) -> Option<Book> {
    let steps: Vec<Step> = fork.base.iter().chain(&fork.steps).cloned().collect();
    inventory::replay(&[], &steps).ok().map(|replay| replay.book().clone())
}
