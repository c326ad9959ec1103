//! The pages: each draws one view and emits commands.

mod about_unit;
mod figure;
mod fill;
mod findings;
mod hand_over;
mod inbox;
mod letter;
mod letters;
pub(crate) mod machine;
mod overview;
mod problems;
mod received;
mod record;
mod rectification;
mod register;
mod roster;
mod round;
mod settings;
mod settle;
mod submit;
mod task;
mod units;
mod verify;
pub(crate) mod welcome;

use app::view::{FormFault, FormPage};
use app::{Command, Route, State, view};
use templates::{text, text_with};
use yew::prelude::*;

pub(crate) use settings::SettingsPage;

use crate::widgets::link::act;

/// What every page gets: its view, and where commands go.
#[derive(Properties, PartialEq, Clone)]
pub(crate) struct PageProps<V: PartialEq + Clone> {
    /// What to draw.
    pub(crate) view: V,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// The page of the place the user is at. A place without content teaches how to fill it.
pub(crate) fn page(state: &State, settings: SettingsPage, dispatch: &Callback<Command>) -> Html {
    let dispatch = dispatch.clone();
    match &state.route {
        // The shell draws the start page itself; with a book open it is only passed through.
        Route::Welcome => html! {},
        Route::Task => some(
            view::task_page(state),
            &dispatch,
            |view| html! { <task::Task {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Fill(_) => {
            form(state, &dispatch, |view| html! { <fill::Fill {view} dispatch={dispatch.clone()} /> })
        }
        Route::Problems | Route::Submit if view::form_fault(state).is_some() => {
            form(state, &dispatch, |_| html! {})
        }
        Route::Problems => {
            html! { <problems::Problems view={view::problems_page(state)} {dispatch} /> }
        }
        Route::Submit => some(
            view::submit_page(state),
            &dispatch,
            |view| html! { <submit::Submit {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Units => html! { <units::Units view={view::units_page(state)} {dispatch} /> },
        Route::AboutUnit(id) => some(view::about_unit_page(state), &dispatch, |view| {
            html! { <about_unit::AboutUnit key={id.to_string()} {view} dispatch={dispatch.clone()} /> }
        }),
        Route::Verify(unit, _) => form(state, &dispatch, |view| {
            html! { <verify::Verify view={(unit.clone(), view)} dispatch={dispatch.clone()} /> }
        }),
        Route::Register(name) => some(view::register_page(state, name), &dispatch, |view| {
            html! { <register::Register key={name.clone()} {view} dispatch={dispatch.clone()} /> }
        }),
        Route::Record(..) => {
            form(state, &dispatch, |view| html! { <record::Record {view} dispatch={dispatch.clone()} /> })
        }
        Route::Settle(_) => match view::settle_page(state) {
            Some(view) => html! { <settle::Settle {view} {dispatch} /> },
            None => settle::settled(&dispatch, home(state)),
        },
        Route::Letters => some(
            view::letters_page(state),
            &dispatch,
            |view| html! { <letters::Letters {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Received => some(
            view::received_page(state),
            &dispatch,
            |view| html! { <received::Received {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Letter(_) => some(
            view::letter_page(state),
            &dispatch,
            |view| html! { <letter::Letter {view} dispatch={dispatch.clone()} /> },
        ),
        Route::HandOver => some(
            view::hand_over_page(state),
            &dispatch,
            |view| html! { <hand_over::HandOver {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Round => some(
            view::round_page(state),
            &dispatch,
            |view| html! { <round::Round key={round_on_screen(state)} {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Overview => some(
            view::overview_page(state),
            &dispatch,
            |view| html! { <overview::Overview {view} dispatch={dispatch.clone()} /> },
        ),
        Route::Figure(name) => some(view::figure_page(state), &dispatch, |view| {
            html! { <figure::Figure key={name.clone()} {view} dispatch={dispatch.clone()} /> }
        }),
        Route::Inbox => html! { <inbox::Inbox view={view::inbox_page(state)} {dispatch} /> },
        Route::Findings => html! { <findings::Findings view={view::findings_page(state)} {dispatch} /> },
        Route::Rectification => {
            html! { <rectification::Rectification view={view::rectification_page(state)} {dispatch} /> }
        }
        Route::Roster => html! { <roster::Roster view={view::roster_page(state)} {dispatch} /> },
        Route::Settings => html! { <settings::Settings view={settings} {dispatch} /> },
    }
}

/// First place of the book's user.
fn home(state: &State) -> Route {
    state.book.as_ref().map(|book| view::home(&state.pack, book.local.profile.role)).unwrap_or_default()
}

fn form(state: &State, dispatch: &Callback<Command>, draw: impl FnOnce(FormPage) -> Html) -> Html {
    if let Some(fault) = view::form_fault(state) {
        return cannot_be_shown(&fault, dispatch);
    }
    some(view::form_page(state), dispatch, draw)
}

/// Draws a view, or says that there is nothing here and where to go.
fn some<V>(view: Option<V>, dispatch: &Callback<Command>, draw: impl FnOnce(V) -> Html) -> Html {
    match view {
        Some(view) => draw(view),
        None => nothing_here(dispatch),
    }
}

/// The round that the pages are about: for another one, a page begins at its top.
fn round_on_screen(state: &State) -> String {
    let round = state.book.as_ref().and_then(|book| book.current_round());
    round.map(|(id, _)| id.to_string()).unwrap_or_default()
}

/// The round of something that is listed beside what is of the year on screen; nothing for that year.
fn of_other_round(round: &str) -> Html {
    if round.is_empty() {
        return html! {};
    }
    html! { <small class="muted"><br />{ round }</small> }
}

fn nothing_here(dispatch: &Callback<Command>) -> Html {
    html! {
        <div class="page">
            <section class="card empty-state">
                <h1>{ text("page.nothing") }</h1>
                <p>{ text("page.nothing_about") }</p>
                <button type="button" class="button" onclick={act(dispatch, Command::Go(Route::Task))}>{ text("nav.task") }</button>
                <button type="button" class="button" onclick={act(dispatch, Command::Go(Route::Settings))}>{ text("nav.settings") }</button>
            </section>
        </div>
    }
}

/// A form with answers that cannot be shown: what, why, and the ways out.
fn cannot_be_shown(fault: &FormFault, dispatch: &Callback<Command>) -> Html {
    html! {
        <div class="page narrow">
            <section class="card form-fault" role="alert">
                <h1>{ text_with("form.cannot_be_shown", &[("title", &fault.title)]) }</h1>
                <p class="problem bad">{ text_with("form.fault_why", &[("why", &fault.why)]) }</p>
                <p>{ text("form.fault_kept") }</p>
                <table class="list settle"><tbody>
                    { for fault.says.iter().map(|(label, value)| html! {
                        <tr><th scope="row">{ label }</th><td>{ value }</td></tr>
                    }) }
                </tbody></table>
                <p>{ text(if fault.mend.is_some() { "form.fault_mend" } else { "form.fault_ask" }) }</p>
                <div class="button-row">
                    { for fault.mend.iter().map(|route| html! {
                        <button type="button" class="button primary" onclick={act(dispatch, Command::Go(route.clone()))}>{ text("nav.round") }</button>
                    }) }
                    <button type="button" class="button" onclick={act(dispatch, Command::SaveBook(None))}>{ text("settings.save_book") }</button>
                    <button type="button" class="button" onclick={act(dispatch, Command::Go(Route::Settings))}>{ text("nav.settings") }</button>
                </div>
            </section>
        </div>
    }
}
