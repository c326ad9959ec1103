//! 设置与备份: who uses the book, the book as a file, what this browser keeps, and closing.

mod house;
mod machine;

use app::ledger::Profile;
use app::view::HousePage;
use app::{Command, Masked};
use store::Keep;
use templates::text;
use yew::prelude::*;

use super::PageProps;
use crate::widgets::dialog::Confirm;
use crate::widgets::edit::Edit;
use crate::widgets::link::act;
use crate::widgets::passphrase::AskPassphrase;

/// What the page shows.
#[derive(Clone, PartialEq)]
pub(crate) struct SettingsPage {
    /// Who uses the book.
    pub(crate) profile: Profile,
    /// House style of all documents; `None` without a book.
    pub(crate) house: Option<HousePage>,
    /// State of saving, in words.
    pub(crate) saved: String,
    /// Whether the user's own file holds everything.
    pub(crate) exported: bool,
    /// Why the book is not safely on this machine; empty when it is.
    pub(crate) trouble: &'static str,
    /// Whether what is stored here needs a passphrase.
    pub(crate) sealed: bool,
    /// Whether this window only looks on.
    pub(crate) looks_on: bool,
    /// Older states kept on this machine, the oldest first.
    pub(crate) backups: Vec<Keep>,
    /// Sets, changes or (`None`) takes away the passphrase.
    pub(crate) on_protect: Callback<Option<String>>,
    /// Puts an older state in the place of the book.
    pub(crate) on_restore: Callback<u64>,
    /// Removes the book from this machine.
    pub(crate) on_remove: Callback<()>,
}

#[derive(Clone, Copy, PartialEq)]
enum Asking {
    Nothing,
    Passphrase,
    Close,
}

/// The page.
#[component]
pub(crate) fn Settings(props: &PageProps<SettingsPage>) -> Html {
    let asking = use_state(|| Asking::Nothing);
    let ask = |what: Asking| {
        let set = asking.setter();
        Callback::from(move |_: MouseEvent| set.set(what))
    };
    let close = {
        let set = asking.setter();
        Callback::from(move |()| set.set(Asking::Nothing))
    };
    html! {
        <div class="page scroll narrow">
            <header class="page-head"><h1>{ text("nav.settings") }</h1></header>
            <section class="card"><h2>{ text("settings.who") }</h2>
                { profile_field(props, "organ", "settings.organ", &props.view.profile.organ) }
                { profile_field(props, "person", "settings.person", &props.view.profile.person) }
            </section>
            <section class="card"><h2>{ text("settings.backup") }</h2>
                <p>{ text("settings.backup_about") }</p>
                <p class={classes!("problem", if props.view.exported { "good" } else { "warn" })}>
                    { text(if props.view.exported { "settings.exported" } else { "settings.not_exported" }) }
                </p>
                <div class="button-row">
                    <button type="button" class="button primary" id="save-book" onclick={act(&props.dispatch, Command::SaveBook(None))}>{ text("settings.save_book") }</button>
                    <button type="button" class="button" id="save-book-sealed" onclick={ask(Asking::Passphrase)}>{ text("settings.save_sealed") }</button>
                    <button type="button" class="button" id="save-masked" title={text("masked.about")} onclick={act(&props.dispatch, Command::ExportMasked(Masked::Book(None)))}>{ text("masked.export") }</button>
                </div>
            </section>
            <machine::Machine view={props.view.clone()} />
            if let Some(view) = &props.view.house {
                <house::House view={view.clone()} dispatch={props.dispatch.clone()} />
            }
            <section class="card"><h2>{ text("settings.close") }</h2>
                <p>{ text("settings.close_about") }</p>
                <button type="button" class="button danger" id="close-book" onclick={ask(Asking::Close)}>{ text("settings.close_book") }</button>
            </section>
            <section class="card"><h2>{ text("settings.about") }</h2><p>{ text("settings.about_text") }</p></section>
            { question(props, *asking, &close) }
        </div>
    }
}

fn question(props: &PageProps<SettingsPage>, asking: Asking, close: &Callback<()>) -> Html {
    let dispatch = props.dispatch.clone();
    match asking {
        Asking::Nothing => html! {},
        Asking::Passphrase => {
            let on_yes = dispatch.reform(|phrase: String| Command::SaveBook(Some(phrase)));
            html! {
                <AskPassphrase anew=true title={text("settings.save_sealed")} message={text("settings.passphrase_about")}
                    yes={text("settings.save_book")} {on_yes} on_close={close.clone()} />
            }
        }
        Asking::Close => {
            let on_yes = Callback::from(move |()| dispatch.emit(Command::CloseBook));
            let message = text(if props.view.exported {
                "settings.close_exported"
            } else {
                "settings.close_unexported"
            });
            html! {
                <Confirm title={text("settings.close_book")} {message} yes={text("settings.close_book")} {on_yes} on_close={close.clone()} />
            }
        }
    }
}

fn profile_field(
    props: &PageProps<SettingsPage>,
    field: &'static str,
    label: &'static str,
    value: &str,
) -> Html {
    let edit = Callback::from(move |value| Command::EditProfile { field: field.to_owned(), value });
    let id = format!("profile-{field}");
    html! {
        <div class="field">
            <label class="field-label" for={id.clone()}>{ text(label) }</label>
            <div class="field-body"><Edit id={id} class="input" value={value.to_owned()} {edit} dispatch={props.dispatch.clone()} /></div>
        </div>
    }
}
