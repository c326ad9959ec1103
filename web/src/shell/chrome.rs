//! The frame around every page: brand, book, search, state of saving, places, banner, notices.

use app::Command;
use app::ledger::EntryId;
use app::state::Notice;
use app::view::{Chrome, NavItem};
use templates::{text, text_with};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::saving::{Saved, SavingLine};
use super::{Msg, Shell};
use crate::widgets::link::{act, go};

/// The bar on top.
#[derive(Properties, PartialEq)]
pub(super) struct TopProps {
    /// The frame; `None` on the start page.
    pub(super) chrome: Option<Chrome>,
    /// State of saving.
    pub(super) saving: SavingLine,
    /// Whether a file with everything was downloaded and not yet seen again.
    pub(super) unverified: bool,
    /// Opens the search.
    pub(super) on_search: Callback<MouseEvent>,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// The bar.
#[component]
pub(super) fn Top(props: &TopProps) -> Html {
    html! {
        <header class="top">
            <div class="brand">{ text("brand.name") }<span>{ text("brand.about") }</span></div>
            { props.chrome.as_ref().map(|chrome| book_parts(props, chrome)) }
        </header>
    }
}

fn book_parts(props: &TopProps, chrome: &Chrome) -> Html {
    let tool = |command: Command, key: &'static str, sign: &'static str, on: bool| {
        html! {
            <button type="button" class="tool again" title={text(key)} aria-label={text(key)} disabled={!on} onclick={act(&props.dispatch, command)}>{ sign }</button>
        }
    };
    html! {
        <>
            if chrome.sample { <strong class="sample-mark" title={text("sample.about")}>{ text("sample.badge") }</strong> }
            <div class="book" title={format!("{} {}", chrome.title, chrome.subtitle)}><b>{ &chrome.title }</b>{ round(props, chrome) }</div>
            <div class="tools">
                { tool(Command::Undo, "chrome.undo", "↶", chrome.can_undo) }
                { tool(Command::Redo, "chrome.redo", "↷", chrome.can_redo) }
            </div>
            <button type="button" class="search-box" id="open-search" onclick={props.on_search.clone()}>
                <span>{ text("search.box") }</span><kbd>{ "Ctrl K" }</kbd>
            </button>
            <div class="saving" role="status">
                <Saved line={props.saving.clone()} />
                if chrome.unsaved_to_file {
                    <button type="button" class={classes!("not-exported", props.unverified.then_some("unverified"))} id="not-exported"
                        title={text(if props.unverified { "chrome.unverified_about" } else { "chrome.not_exported_about" })}
                        onclick={act(&props.dispatch, Command::SaveBook(None))}>
                        { text(if props.unverified { "chrome.unverified" } else { "chrome.not_exported" }) }</button>
                }
            </div>
        </>
    }
}

/// The round on screen; a choice where there are several.
fn round(props: &TopProps, chrome: &Chrome) -> Html {
    if chrome.rounds.is_empty() {
        return html! { <small>{ &chrome.subtitle }</small> };
    }
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let chosen: HtmlSelectElement = event.target_unchecked_into();
        dispatch.emit(Command::ShowRound(chosen.value().as_str().into()));
    });
    let option = |(id, title, on): &(EntryId, String, bool)| {
        html! { <option key={id.0.clone()} value={id.0.clone()} selected={*on}>{ title }</option> }
    };
    html! {
        <>
            <select id="choose-round" class={classes!("round", chrome.looks_back.then_some("past"))} aria-label={text("chrome.round")}
                title={text("chrome.round")} {onchange}>{ for chrome.rounds.iter().map(option) }</select>
            if chrome.looks_back { <strong class="past-mark">{ text("chrome.past") }</strong> }
        </>
    }
}

/// The places at the left.
#[derive(Properties, PartialEq)]
pub(super) struct NavProps {
    /// The frame.
    pub(super) chrome: Chrome,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// The places.
#[component]
pub(super) fn Nav(props: &NavProps) -> Html {
    html! {
        <nav class="nav scroll" aria-label={text("chrome.places")}>
            { for props.chrome.nav.iter().map(|group| html! {
                <>
                    if !group.label.is_empty() { <h2>{ &group.label }</h2> }
                    { for group.items.iter().map(|item| place(props, item)) }
                </>
            }) }
        </nav>
    }
}

fn place(props: &NavProps, item: &NavItem) -> Html {
    let address = format!("#{}", item.route.address());
    html! {
        <a href={address} title={item.label.clone()} class={classes!(item.active.then_some("on"))} aria-current={item.active.then_some("page")}
            onclick={go(&props.dispatch, item.route.clone())}>
            <span class="place">{ &item.label }</span><span class="count">{ &item.badge }</span>
        </a>
    }
}

impl Shell {
    /// What stands above the page: trouble with the storage until it is over, the newest notice until it is closed.
    pub(super) fn messages(&self, dispatch: &Callback<Command>, ctx: &Context<Self>) -> Html {
        html! {
            <>
                { self.trouble(dispatch, ctx) }
                { self.branches(ctx) }
                { self.reminder(ctx) }
                <div class="notices" role="status">
                    { self.state.notice.as_ref().map(|notice| notice_html(notice, self.state.offers_undo(), dispatch)) }
                    { self.intake_progress(ctx) }
                </div>
            </>
        }
    }

    fn intake_progress(&self, _ctx: &Context<Self>) -> Html {
        let Some((done, all)) = self.intake else { return html! {} };
        let facts = [("done", done.to_string()), ("all", all.to_string())];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        html! {
            <div class="notice">
                <p>{ text_with("intake.progress", &facts) }</p>
                <progress max={all.to_string()} value={done.to_string()} aria-label={text("intake.label")} />
            </div>
        }
    }

    /// The place to drop files on, over everything, while something is dragged over the window.
    pub(super) fn drop_veil(&self) -> Html {
        if self.dragging {
            html! { <div class="drop-veil"><p>{ text("intake.drop_here") }</p></div> }
        } else {
            html! {}
        }
    }

    pub(super) fn search_callback(ctx: &Context<Self>) -> Callback<MouseEvent> {
        ctx.link().callback(|_: MouseEvent| Msg::Search(Some(String::new())))
    }
}

fn notice_html(notice: &Notice, offers_undo: bool, dispatch: &Callback<Command>) -> Html {
    html! {
        <div class={classes!("notice", notice.tone.class())}>
            <p>{ &notice.text }</p>
            if offers_undo {
                <button type="button" class="link" id="take-back" onclick={act(dispatch, Command::Undo)}>{ text("chrome.take_back") }</button>
            }
            <button type="button" class="icon" title={text("chrome.dismiss")} aria-label={text("chrome.dismiss")}
                onclick={act(dispatch, Command::Dismiss)}>{ "×" }</button>
        </div>
    }
}
