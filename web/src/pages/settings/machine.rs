//! The book on this machine: whether it is saved, its passphrase, older states, and removing it.

use templates::text;
use yew::prelude::*;

use super::SettingsPage;
use crate::pages::machine::backup;
use crate::widgets::dialog::Confirm;
use crate::widgets::passphrase::AskPassphrase;

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
            html! {
                <AskPassphrase anew=true title={text("seal.set")} message={text("seal.about")} yes={text("seal.yes")}
                    on_yes={view.on_protect.reform(Some)} on_close={close} />
            }
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
