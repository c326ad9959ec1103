//! 收件: files that came in, what became of each, passphrases for those that are locked, and whose signatures are known.

mod trust;

use app::view::{InboxItem, InboxPage};
use app::{Command, Route};
use templates::{text, text_with};
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::{badge, dot};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::handed::Handed;
use crate::widgets::link::{act, link};
use crate::widgets::take_in::TakeIn;

/// The page.
#[component]
pub(crate) fn Inbox(props: &PageProps<InboxPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let rows = use_gradually(view.items.len().max(view.history.len()).max(view.keys.len()));
    let locked: Vec<String> =
        view.items.iter().filter(|item| item.locked).map(|item| item.file.clone()).collect();
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.inbox") }</h1>
                <p class="muted">{ view.about }</p>
            </header>
            <TakeIn dispatch={dispatch.clone()} hint={view.hint} />
            if !locked.is_empty() { <Unlock files={locked} dispatch={dispatch.clone()} /> }
            if view.items.is_empty() {
                if view.history.is_empty() && view.teaches { { teach() } }
            } else {
                { outcomes(view, rows, dispatch) }
            }
            { conflicts(view, dispatch) }
            { trust::incidents(&view.incidents) }
            { trust::keys(&view.keys, rows, dispatch) }
            if !view.history.is_empty() { { history(&view.history, rows) } }
            <Handed items={view.handed.clone()} dispatch={dispatch.clone()} />
        </div>
    }
}

fn teach() -> Html {
    html! {
        <section class="panel teach">
            <h2>{ text("inbox.empty_title") }</h2>
            <ul>
                <li>{ text("inbox.empty_submission") }</li>
                <li>{ text("inbox.empty_records") }</li>
                <li>{ text("inbox.empty_twice") }</li>
            </ul>
        </section>
    }
}

fn outcomes(view: &InboxPage, rows: usize, dispatch: &Callback<Command>) -> Html {
    html! {
        <section class="panel">
            <h2>{ text_with("inbox.batch", &[("count", &view.items.len().to_string())]) }</h2>
            <ul class="counts">
                { for view.counts.iter().map(|(label, count)| html! { <li><b>{ count }</b>{ label }</li> }) }
            </ul>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("inbox.file") }</th>
                    <th scope="col">{ text("inbox.fate") }</th>
                    <th scope="col">{ text("inbox.signature") }</th>
                    <th scope="col">{ text("inbox.account") }</th>
                </tr></thead>
                <tbody>{ for first(&view.items, rows).iter().map(|item| outcome(item, dispatch)) }</tbody>
            </table>
        </section>
    }
}

fn outcome(item: &InboxItem, dispatch: &Callback<Command>) -> Html {
    html! {
        <tr>
            <th scope="row" class="file">{ &item.file }</th>
            <td>{ badge(&item.badge) }</td>
            <td>if !item.signature.text.is_empty() { { dot(&item.signature) } }</td>
            <td>
                { &item.message }
                if !item.code.is_empty() { <small class="muted code">{ text_with("check.code", &[("code", &item.code)]) }</small> }
                if !item.held.is_empty() {
                    <trust::Decide key={item.held.clone()} digest={item.held.clone()} can_be_accepted={item.can_be_accepted} dispatch={dispatch.clone()} />
                }
                if let Some(sender) = &item.to_compare {
                    { " " }
                    <button type="button" class="link" onclick={act(dispatch, Command::ConfirmKey(sender.clone()))}>{ text("inbox.compared") }</button>
                }
            </td>
        </tr>
    }
}

/// What people changed apart, whatever file brought it.
fn conflicts(view: &InboxPage, dispatch: &Callback<Command>) -> Html {
    if view.conflicts.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel">
            <h2>{ text_with("inbox.conflicts", &[("count", &view.conflicts.len().to_string())]) }</h2>
            <ul class="plain-list padded">{ for view.conflicts.iter().map(|(entry, name)| html! {
                <li key={entry.to_string()}>{ link(dispatch, Route::Settle(entry.clone()), name.into()) }</li>
            }) }</ul>
        </section>
    }
}

fn history(history: &[(String, String, String, String)], rows: usize) -> Html {
    html! {
        <section class="panel">
            <h2>{ text_with("inbox.history", &[("count", &history.len().to_string())]) }</h2>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("inbox.file") }</th>
                    <th scope="col">{ text("inbox.sender") }</th>
                    <th scope="col">{ text("inbox.when") }</th>
                    <th scope="col" title={text("handed.code_about")}>{ text("handed.code") }</th>
                </tr></thead>
                <tbody>{ for first(history, rows).iter().map(|(file, sender, when, code)| html! {
                    <tr><th scope="row" class="file">{ file }</th><td>{ sender }</td><td class="number-left">{ when }</td><td class="number-left"><code>{ code }</code></td></tr>
                }) }</tbody>
            </table>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct UnlockProps {
    files: Vec<String>,
    dispatch: Callback<Command>,
}

/// Asks for the passphrase once and tries it on every locked file: teams mostly agree on one for all.
#[component]
fn Unlock(props: &UnlockProps) -> Html {
    let input = use_node_ref();
    let onsubmit = {
        let (input, files, dispatch) = (input.clone(), props.files.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = input.cast::<HtmlInputElement>() else { return };
            let passphrase = field.value();
            if passphrase.is_empty() {
                return;
            }
            field.set_value("");
            for name in &files {
                let passphrase = Some(passphrase.clone());
                dispatch.emit(Command::TakeIn { name: name.clone(), bytes: Vec::new(), passphrase });
            }
        })
    };
    html! {
        <form class="panel unlock" {onsubmit}>
            <h2>{ text_with("inbox.unlock", &[("count", &props.files.len().to_string())]) }</h2>
            <ul class="unlock-files">{ for props.files.iter().map(|file| html! { <li>{ file }</li> }) }</ul>
            <p class="unlock-row">
                <label for="unlock">{ text("inbox.passphrase") }</label>
                <input ref={input} id="unlock" type="password" class="input" autocomplete="off" />
                <button type="submit" class="button primary">{ text("inbox.open") }</button>
            </p>
            <p class="muted">{ text("inbox.passphrase_hint") }</p>
        </form>
    }
}
