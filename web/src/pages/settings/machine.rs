//! The book on this machine: whether it is saved, its passphrase, older states, and removing it.

use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::SettingsPage;
use crate::pages::machine::backup;
use crate::widgets::dialog::{Confirm, Dialog};

/// The cards.
#[derive(Properties, PartialEq)]
pub(super) struct MachineProps {
    /// The settings.
    pub(super) view: SettingsPage,
}

#[derive(Clone, Copy, PartialEq)]
enum Asking {
    Nothing,
    Passphrase,
    Open,
    Restore(u64),
    Remove,
}

/// The cards.
#[component]
pub(super) fn Machine(props: &MachineProps) -> Html {
    let view = &props.view;
    let asking = use_state(|| Asking::Nothing);
    let ask = |what: Asking| {
        let set = asking.setter();
        Callback::from(move |_: MouseEvent| set.set(what))
    };
    html! {
        <>
            <section class="card"><h2>{ text("settings.storage") }</h2>
                <p>{ &view.saved }</p>
                if !view.trouble.is_empty() { <p class="problem bad">{ view.trouble }</p> }
                <p class="muted">{ text("settings.storage_about") }</p>
                <p>{ text(if view.sealed { "seal.on" } else { "seal.off" }) }</p>
                <div class="button-row">
                    <button type="button" class="button" id="seal-book" disabled={view.looks_on} onclick={ask(Asking::Passphrase)}>
                        { text(if view.sealed { "seal.change" } else { "seal.set" }) }
                    </button>
                    if view.sealed {
                        <button type="button" class="button" id="unseal-book" disabled={view.looks_on} onclick={ask(Asking::Open)}>{ text("seal.remove") }</button>
                    }
                    <button type="button" class="button danger" id="remove-book" onclick={ask(Asking::Remove)}>{ text("books.remove") }</button>
                </div>
            </section>
            if !view.backups.is_empty() {
                <section class="card" id="backups"><h2>{ text("backups.title") }</h2>
                    <p class="muted">{ text("backups.about") }</p>
                    <ul class="backup-list">
                        { for view.backups.iter().rev().map(|keep| backup(keep, ask(Asking::Restore(keep.number)))) }
                    </ul>
                </section>
            }
            { question(view, &asking) }
        </>
    }
}

fn question(view: &SettingsPage, asking: &UseStateHandle<Asking>) -> Html {
    let close = {
        let set = asking.setter();
        Callback::from(move |()| set.set(Asking::Nothing))
    };
    let then = |act: Callback<()>| {
        let close = close.clone();
        Callback::from(move |()| {
            close.emit(());
            act.emit(());
        })
    };
    let confirm = |title: &'static str, about: &'static str, yes: &'static str, act: Callback<()>| {
        html! { <Confirm title={text(title)} message={text(about)} yes={text(yes)} on_yes={then(act)} on_close={close.clone()} /> }
    };
    match **asking {
        Asking::Nothing => html! {},
        Asking::Passphrase => {
            html! { <NewPassphrase on_yes={view.on_protect.reform(Some)} on_close={close} /> }
        }
        Asking::Open => {
            confirm("seal.remove", "seal.remove_about", "seal.remove", view.on_protect.reform(|()| None))
        }
        Asking::Restore(number) => {
            let act = view.on_restore.reform(move |()| number);
            confirm("backups.open", "backups.open_about", "backups.open", act)
        }
        Asking::Remove => {
            let about = if view.exported { "books.remove_open" } else { "books.remove_unexported" };
            confirm("books.remove_title", about, "books.remove", view.on_remove.clone())
        }
    }
}

/// A new passphrase, given twice.
#[derive(Properties, PartialEq)]
struct NewPassphraseProps {
    /// Gets it; never empty.
    on_yes: Callback<String>,
    /// Does without.
    on_close: Callback<()>,
}

/// Shortest passphrase that is taken, in characters.
const SHORTEST: usize = 6;

#[component]
fn NewPassphrase(props: &NewPassphraseProps) -> Html {
    let (first, second) = (use_node_ref(), use_node_ref());
    let wrong = use_state_eq(|| "");
    let onsubmit = {
        let (first, second, wrong) = (first.clone(), second.clone(), wrong.setter());
        let (on_yes, on_close) = (props.on_yes.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let value = |node: &NodeRef| {
                node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
            };
            let phrase = value(&first);
            if phrase.chars().count() < SHORTEST {
                wrong.set(text("seal.too_short"));
            } else if phrase != value(&second) {
                wrong.set(text("seal.different"));
            } else {
                on_close.emit(());
                on_yes.emit(phrase);
            }
        })
    };
    html! {
        <Dialog title={text("seal.set")} on_close={props.on_close.clone()}>
            <form {onsubmit}>
                <p>{ text("seal.about") }</p>
                <p><label for="seal-phrase">{ text("seal.phrase") }</label></p>
                <input ref={first} id="seal-phrase" class="input wide" type="password" autocomplete="new-password" autofocus=true />
                <p><label for="seal-again">{ text("seal.again") }</label></p>
                <input ref={second} id="seal-again" class="input wide" type="password" autocomplete="new-password" aria-describedby="seal-wrong" />
                <p id="seal-wrong" class="problem bad" role="alert">{ *wrong }</p>
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={props.on_close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary" id="seal-yes">{ text("seal.yes") }</button>
                </div>
            </form>
        </Dialog>
    }
}
