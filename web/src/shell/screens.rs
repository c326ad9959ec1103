//! What is on screen: the start page, the pages that ask about a book, the open book with what stands above it.

use app::state::Fate;
use app::{Command, Route, view};
use store::{Fault, Fork, Saving, Why};
use templates::{text, text_with};
use yew::prelude::*;

use super::book::Found;
use super::choices::{Choice, ForkFate, fork_book};
use super::chrome::{Nav, Top};
use super::{At, BookMsg, Msg, Question, Shell, saving};
use crate::pages::machine::{Destroyed, Locked, Recovery, RecoveryView};
use crate::pages::{self, SettingsPage, welcome::Welcome};
use crate::ports::storage::inventory;
use crate::ports::storage::keeper::Keeper;
use crate::ports::{initials, screen};
use crate::widgets::dialog::Confirm;
use crate::widgets::first_files::AskFirst;
use crate::widgets::handing::AskHandOut;
use crate::widgets::issuing::AskIssue;
use crate::widgets::looking_on::LookingOn;
use crate::widgets::masking::AskMasked;
use crate::widgets::name_team::NameTeam;
use crate::widgets::palette::Palette;
use crate::widgets::passphrase::AskPassphrase;

impl Shell {
    pub(super) fn screen(&self, ctx: &Context<Self>) -> Html {
        let chrome = if matches!(self.at, At::Open) { view::chrome(&self.state) } else { None };
        let dispatch = &self.dispatch;
        let unnamed = chrome.as_ref().is_some_and(|chrome| chrome.unnamed);
        let body = match &self.at {
            At::Reading | At::Start | At::Open if chrome.is_none() => self.start(ctx),
            At::Reading | At::Start | At::Open => {
                let looking_on = LookingOn(self.is_read_only());
                html! {
                    <ContextProvider<LookingOn> context={looking_on}>
                        <div class="page-frame" key={self.redrawn}>{ pages::page(&self.state, self.settings(ctx), dispatch) }</div>
                    </ContextProvider<LookingOn>>
                }
            }
            At::Locked { found, wrong, trying } => self.locked(ctx, found, (*wrong, *trying)),
            At::Recovery(found) => self.recovery(ctx, found),
            At::Stuck(_) => self.stuck(ctx),
            At::Destroyed => html! { <Destroyed /> },
        };
        // Beside a form the places fold, so that its fields have room.
        let filling = matches!(self.state.route, Route::Fill(_) | Route::Verify(..) | Route::Record(..));
        let to_main = Callback::from(|event: MouseEvent| {
            event.prevent_default();
            screen::to_heading();
        });
        html! {
            <div class={classes!("screen", chrome.is_none().then_some("start"), filling.then_some("filling"))}>
                <a class="skip" href="#main" onclick={to_main}>{ text("chrome.skip") }</a>
                <Top chrome={chrome.clone()} saving={self.line.clone()} unverified={self.unverified()} dispatch={dispatch.clone()} on_search={Self::search_callback(ctx)} />
                { chrome.map(|chrome| html! { <Nav {chrome} dispatch={dispatch.clone()} /> }) }
                <main id="main" class="main" tabindex="-1">
                    { self.messages(dispatch, ctx) }
                    { body }
                </main>
                <footer class="banner">{ text("chrome.banner") }</footer>
                { self.palette(ctx) }
                { self.unlock_file(ctx) }
                if let Some(asked) = view::masking(&self.state) {
                    <AskMasked {asked} dispatch={self.dispatch.clone()} />
                }
                if let Some(asked) = view::issuing(&self.state) {
                    <AskIssue {asked} dispatch={self.dispatch.clone()} />
                }
                if let Some(asked) = view::handing(&self.state) {
                    <AskHandOut {asked} dispatch={self.dispatch.clone()} />
                }
                { self.ask_first() }
                { self.name_team(ctx, unnamed) }
                { self.question(ctx) }
                { self.drop_veil() }
            </div>
        }
    }

    fn ask_first(&self) -> Html {
        let files = view::first_files(&self.state);
        if files.is_empty() {
            return html! {};
        }
        html! { <AskFirst {files} dispatch={self.dispatch.clone()} /> }
    }

    fn start(&self, ctx: &Context<Self>) -> Html {
        let reading = matches!(self.at, At::Reading);
        // While one of them is being opened the list would only flash by.
        let books = if reading { Vec::new() } else { self.books.clone() };
        html! {
            <Welcome dispatch={self.dispatch.clone()} {reading} {books}
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
            looks_on: self.is_read_only(),
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
        let hits = view::search(&self.state, query, &initials::of);
        html! {
            <Palette {hits} on_query={ctx.link().callback(|query| Msg::Search(Some(query)))}
                on_choose={self.dispatch.clone()} on_close={ctx.link().callback(|()| Msg::Search(None))} />
        }
    }

    /// Asks a team whose book began from a pack what it is called.
    fn name_team(&self, ctx: &Context<Self>, unnamed: bool) -> Html {
        if !unnamed || self.named_later || self.is_read_only() {
            return html! {};
        }
        let profile = self.state.book.as_ref().map(|book| book.local.profile.clone()).unwrap_or_default();
        html! {
            <NameTeam organ={profile.organ} person={profile.person} dispatch={self.dispatch.clone()}
                on_close={ctx.link().callback(|()| Msg::NameLater)} />
        }
    }

    /// Asks before a command is carried out that the core wants asked about.
    fn question(&self, ctx: &Context<Self>) -> Html {
        let Some(Question { title, message, yes, command }) = &self.question else { return html! {} };
        let command = command.clone();
        let on_yes = ctx.link().callback(move |()| Msg::Answered(Some(command.clone())));
        html! {
            <Confirm title={text(title)} message={message.clone()} yes={text(yes)} {on_yes} on_close={ctx.link().callback(|()| Msg::Answered(None))} />
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
