//! The start page: what this is, three ways to begin, and a file to open.

use app::Command;
use app::ledger::{EntryId, Role, roster};
use store::{BookId, Listed};
use templates::{Pack, text};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::machine::Books;
use crate::widgets::dialog::Dialog;
use crate::widgets::file_drop::FileDrop;
use crate::widgets::link::act;
use crate::widgets::unit_picker::UnitPicker;

/// What the start page gets.
#[derive(Properties, PartialEq)]
pub(crate) struct WelcomeProps {
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
    /// Whether what is stored is still being read.
    pub(crate) reading: bool,
    /// Books of this machine, the one opened last first.
    pub(crate) books: Vec<Listed>,
    /// Opens one of them.
    pub(crate) on_open: Callback<BookId>,
    /// Removes one of them.
    pub(crate) on_remove: Callback<BookId>,
    /// Removes everything of ours from this machine.
    pub(crate) on_destroy: Callback<()>,
}

/// What a role's card says, by keys.
struct Card {
    role: Role,
    id: &'static str,
    title: &'static str,
    about: &'static str,
    begin: &'static str,
}

const CARDS: [Card; 3] = [
    Card {
        role: Role::Unit,
        id: "unit",
        title: "welcome.unit",
        about: "welcome.unit_about",
        begin: "welcome.unit_begin",
    },
    Card {
        role: Role::Inspector,
        id: "inspector",
        title: "welcome.inspector",
        about: "welcome.inspector_about",
        begin: "welcome.inspector_begin",
    },
    Card {
        role: Role::Office,
        id: "office",
        title: "welcome.office",
        about: "welcome.office_about",
        begin: "welcome.office_begin",
    },
];

/// The start page.
#[component]
pub(crate) fn Welcome(props: &WelcomeProps) -> Html {
    let beginning = use_state(|| None::<Role>);
    let close = {
        let beginning = beginning.setter();
        Callback::from(move |()| beginning.set(None))
    };
    let take = props.dispatch.reform(|(name, bytes)| Command::TakeIn { name, bytes, passphrase: None });
    html! {
        <div class="welcome scroll">
            <div class="welcome-inner">
                <header class="welcome-head">
                    <h1>{ text("welcome.title") }</h1>
                    <p>{ text("welcome.lead") }</p>
                </header>
                <Books books={props.books.clone()} on_open={props.on_open.clone()} on_remove={props.on_remove.clone()} on_destroy={props.on_destroy.clone()} />
                <div class="welcome-open">
                    <FileDrop title={text("welcome.open")} hint={text("welcome.open_hint")} many={false} on_file={take} />
                </div>
                <h2 class="welcome-or">{ text("welcome.or") }</h2>
                <div class="welcome-cards">
                    { for CARDS.iter().map(|card| card_html(card, props, &beginning)) }
                </div>
                <ul class="welcome-promises">
                    <li>{ text("welcome.promise_local") }</li>
                    <li>{ text("welcome.promise_saved") }</li>
                    <li>{ text("welcome.promise_files") }</li>
                </ul>
            </div>
            { match *beginning {
                Some(Role::Unit) => begin_unit(&props.dispatch, close),
                Some(role) => html! { <BeginTeam {role} dispatch={props.dispatch.clone()} on_close={close} /> },
                None => html! {},
            } }
        </div>
    }
}

fn card_html(card: &Card, props: &WelcomeProps, beginning: &UseStateHandle<Option<Role>>) -> Html {
    let (set, role) = (beginning.setter(), card.role);
    let begin = Callback::from(move |_: MouseEvent| set.set(Some(role)));
    let sample = act(&props.dispatch, Command::LoadSample(role));
    html! {
        <section class="card role" id={format!("role-{}", card.id)}>
            <h3>{ text(card.title) }</h3>
            <p>{ text(card.about) }</p>
            <div class="role-buttons">
                <button type="button" class="button primary begin" disabled={props.reading} onclick={begin}>{ text(card.begin) }</button>
                <button type="button" class="button sample" disabled={props.reading} onclick={sample}>{ text("welcome.sample") }</button>
            </div>
        </section>
    }
}

/// A unit without a task file names itself from the shipped roster.
fn begin_unit(dispatch: &Callback<Command>, on_close: Callback<()>) -> Html {
    let (units, _) = roster::parse(Pack::shipped().roster());
    let units: Vec<(EntryId, String, String)> =
        units.into_iter().map(|(id, unit)| (id, unit.short_name, unit.name)).collect();
    let on_choose = dispatch.reform(|unit| Command::Start {
        role: Role::Unit,
        person: String::new(),
        organ: String::new(),
        unit: Some(unit),
    });
    html! {
        <Dialog title={text("welcome.unit_begin")} class="wide" on_close={on_close.clone()}>
            <p class="muted">{ text("welcome.unit_hint") }</p>
            <UnitPicker {units} {on_choose} />
            <div class="dialog-buttons">
                <button type="button" class="button" onclick={on_close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
            </div>
        </Dialog>
    }
}

/// What the beginning of a team's or an office's book gets.
#[derive(Properties, PartialEq)]
struct BeginProps {
    role: Role,
    dispatch: Callback<Command>,
    on_close: Callback<()>,
}

/// A team or an office says what it is called.
#[component]
fn BeginTeam(props: &BeginProps) -> Html {
    let (organ, person) = (use_node_ref(), use_node_ref());
    let value =
        |node: &NodeRef| node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
    let onsubmit = {
        let (organ, person, dispatch, role) =
            (organ.clone(), person.clone(), props.dispatch.clone(), props.role);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (organ, person) = (value(&organ).trim().to_owned(), value(&person).trim().to_owned());
            dispatch.emit(Command::Start { role, person, organ, unit: None });
        })
    };
    let (title, label) = match props.role {
        Role::Inspector => ("welcome.inspector_begin", "welcome.team_name"),
        Role::Office | Role::Unit => ("welcome.office_begin", "welcome.office_name"),
    };
    html! {
        <Dialog title={text(title)} on_close={props.on_close.clone()}>
            <form class="begin-form" {onsubmit}>
                <label for="begin-organ">{ text(label) }</label>
                <input ref={organ} id="begin-organ" class="input" type="text" autocomplete="off" required=true autofocus=true />
                <label for="begin-person">{ text("welcome.person") }</label>
                <input ref={person} id="begin-person" class="input" type="text" autocomplete="off" />
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={props.on_close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary">{ text("welcome.begin") }</button>
                </div>
            </form>
        </Dialog>
    }
}
