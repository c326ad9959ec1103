//! Whose signatures are known, which files were odd, and the question before a file that was held back is taken in.

use app::Command;
use app::view::{IncidentItem, KeyItem, Tone};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::badge::dot;
use crate::widgets::dialog::Confirm;
use crate::widgets::gradually::first;
use crate::widgets::link::act;

#[derive(Properties, PartialEq)]
pub(super) struct DecideProps {
    pub(super) digest: String,
    pub(super) can_be_accepted: bool,
    pub(super) dispatch: Callback<Command>,
}

/// Takes a file in that was held back, after a question, or leaves it.
#[component]
pub(super) fn Decide(props: &DecideProps) -> Html {
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    let on_yes = {
        let (dispatch, digest, close) = (props.dispatch.clone(), props.digest.clone(), set(false));
        Callback::from(move |()| {
            close.emit(());
            dispatch.emit(Command::Accept(digest.clone()));
        })
    };
    let leave = act(&props.dispatch, Command::Leave(props.digest.clone()));
    html! {
        <span class="button-row">
            if props.can_be_accepted {
                <button type="button" class="button" onclick={set(true).reform(|_: MouseEvent| ())}>{ text("inbox.accept") }</button>
            }
            <button type="button" class="button" onclick={leave}>{ text("inbox.leave") }</button>
            if *asking {
                <Confirm title={text("inbox.accept")} message={text("inbox.accept_ask")} yes={text("inbox.accept_yes")}
                    {on_yes} on_close={set(false)} />
            }
        </span>
    }
}

/// Files that were odd.
pub(super) fn incidents(incidents: &[IncidentItem]) -> Html {
    if incidents.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel">
            <h2>{ text_with("inbox.incidents", &[("count", &incidents.len().to_string())]) }</h2>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("inbox.file") }</th>
                    <th scope="col">{ text("inbox.who") }</th>
                    <th scope="col">{ text("inbox.what") }</th>
                    <th scope="col">{ text("inbox.outcome") }</th>
                    <th scope="col">{ text("inbox.when") }</th>
                </tr></thead>
                <tbody>{ for incidents.iter().map(|item| html! {
                    <tr>
                        <th scope="row" class="file">{ &item.file }</th>
                        <td>{ &item.who }</td>
                        <td>{ dot(&item.what) }</td>
                        <td>{ item.outcome }</td>
                        <td class="number-left">{ &item.when }</td>
                    </tr>
                }) }</tbody>
            </table>
        </section>
    }
}

/// The keys of those whose files came.
pub(super) fn keys(keys: &[KeyItem], rows: usize, dispatch: &Callback<Command>) -> Html {
    if keys.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel">
            <h2>{ text_with("inbox.keys", &[("count", &keys.len().to_string())]) }</h2>
            <p class="muted padded">{ text("inbox.keys_about") }</p>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("inbox.who") }</th>
                    <th scope="col">{ text("inbox.fingerprint") }</th>
                    <th scope="col">{ text("inbox.compare_state") }</th>
                    <th scope="col">{ text("inbox.key_note") }</th>
                </tr></thead>
                <tbody>{ for first(keys, rows).iter().map(|key| row(key, dispatch)) }</tbody>
            </table>
        </section>
    }
}

fn row(key: &KeyItem, dispatch: &Callback<Command>) -> Html {
    let confirm = act(dispatch, Command::ConfirmKey(key.sender.clone()));
    html! {
        <tr key={key.who.clone()}>
            <th scope="row">{ &key.who }</th>
            <td>
                <code>{ &key.fingerprint }</code>
                if !key.former.is_empty() {
                    <small class="muted">{ text_with("inbox.former", &[("prints", &key.former.join(" / "))]) }</small>
                }
            </td>
            <td>
                { dot(&key.compared) }
                if key.compared.tone != Tone::Good {
                    { " " }<button type="button" class="link" onclick={confirm}>{ text("inbox.compared") }</button>
                }
            </td>
            <td class="number-left">{ &key.note }</td>
        </tr>
    }
}
