//! 任务与单位: who reports, what is asked and by when, how far it is, and where to go on.

use app::Command;
use app::Route;
use app::ledger::EntryId;
use app::view::TaskPage;
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::dialog::{Confirm, Dialog};
use crate::widgets::link::act;
use crate::widgets::take_in::TakeIn;
use crate::widgets::unit_picker::UnitPicker;

/// The page.
#[component]
pub(crate) fn Task(props: &PageProps<TaskPage>) -> Html {
    let view = &props.view;
    let name = view.unit.as_ref().map_or(text("task.choose_unit"), |(_, name)| name.as_str());
    html! {
        <div class="page scroll">
            <header class="page-head"><h1>{ text("nav.task") }</h1>{ badge(&view.state) }<p class="muted">{ name }</p></header>
            if !view.returned.is_empty() {
                <div class="callout warn" role="status"><b>{ text("task.returned") }</b><p>{ &view.returned }</p></div>
            }
            if view.unit.is_some() && !view.has_task {
                <div class="callout warn" id="no-task"><p>{ text("task.no_task") }</p></div>
            }
            <TakeIn dispatch={props.dispatch.clone()} hint={text("drop.hint_unit")} />
            if view.unit.is_none() {
                <section class="card">
                    <p class="muted">{ text("task.choose_hint") }</p>
                    <UnitPicker units={view.choices.clone()} on_choose={props.dispatch.reform(Command::ChooseUnit)} />
                </section>
            } else {
                <div class="columns">
                    <section class="card"><h2>{ text("task.facts") }</h2>{ facts(&view.facts) }
                        if !view.choices.is_empty() {
                            <ChangeUnit unit={name.to_owned()} choices={view.choices.clone()} dispatch={props.dispatch.clone()} />
                        }
                    </section>
                    <section class="card">{ progress(props) }</section>
                </div>
                <section class="card steps">
                    <h2>{ text("task.steps") }</h2>
                    <ol>
                        { for ["task.step_fill", "task.step_problems", "task.step_report", "task.step_submit"].map(|key| html! { <li>{ text(key) }</li> }) }
                    </ol>
                </section>
            }
        </div>
    }
}

/// What the correction of a wrong choice gets.
#[derive(Properties, PartialEq)]
struct ChangeProps {
    /// Name of the unit chosen.
    unit: String,
    /// Units to choose from: id, short name, full name.
    choices: Vec<(EntryId, String, String)>,
    dispatch: Callback<Command>,
}

/// The unit that was chosen by mistake is changed after a question.
#[component]
fn ChangeUnit(props: &ChangeProps) -> Html {
    let open = use_state_eq(|| false);
    let chosen = use_state_eq(|| None::<EntryId>);
    let close = {
        let (open, chosen) = (open.setter(), chosen.setter());
        Callback::from(move |()| {
            open.set(false);
            chosen.set(None);
        })
    };
    let show = open.setter();
    let choose = chosen.setter();
    let named = |id: &EntryId| {
        let found = props.choices.iter().find(|(choice, ..)| choice == id);
        found.map(|(_, short, _)| short.clone()).unwrap_or_default()
    };
    let dialog = match (*open, &*chosen) {
        (false, _) => html! {},
        (true, None) => html! {
            <Dialog title={text("task.change_unit_title")} class="wide" on_close={close.clone()}>
                <p class="muted">{ text("task.change_unit_about") }</p>
                <UnitPicker units={props.choices.clone()} on_choose={Callback::from(move |unit| choose.set(Some(unit)))} />
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                </div>
            </Dialog>
        },
        (true, Some(unit)) => {
            let (dispatch, unit) = (props.dispatch.clone(), unit.clone());
            let message =
                text_with("task.change_unit_ask", &[("before", &props.unit), ("after", &named(&unit))]);
            let on_yes = {
                let close = close.clone();
                Callback::from(move |()| {
                    close.emit(());
                    dispatch.emit(Command::ChooseUnit(unit.clone()));
                })
            };
            html! {
                <Confirm title={text("task.change_unit_title")} message={format!("{message}{}", text("task.change_unit_about"))}
                    yes={text("task.change_unit_title")} {on_yes} on_close={close} />
            }
        }
    };
    html! {
        <>
            <p><button type="button" class="link" id="change-unit" onclick={Callback::from(move |_: MouseEvent| show.set(true))}>{ text("task.change_unit") }</button></p>
            { dialog }
        </>
    }
}

/// Facts as a list of label and value.
pub(crate) fn facts(facts: &[(String, String)]) -> Html {
    html! {
        <dl class="facts">
            { for facts.iter().map(|(label, value)| html! { <><dt>{ label }</dt><dd>{ value }</dd></> }) }
        </dl>
    }
}

fn progress(props: &PageProps<TaskPage>) -> Html {
    let side = &props.view.side;
    let go = |route: Route| act(&props.dispatch, Command::Go(route));
    html! {
        <>
            <h2>{ text("form.progress") }</h2>
            <p class="big">{ side.answered }<small>{ text_with("form.of_items", &[("count", &side.relevant.to_string())]) }</small></p>
            <progress class="good tall" max={side.relevant.max(1).to_string()} value={side.answered.to_string()} aria-label={text("form.progress")} />
            { side.score.as_ref().map(|score| {
                let grade = side.grade.clone().unwrap_or_default();
                html! { <p class="muted">{ text_with("form.score", &[("score", score), ("grade", &grade)]) }</p> }
            }) }
            <div class="button-row">
                <button type="button" class="button primary" id="go-fill" onclick={go(Route::Fill(0))}>
                    { text(if side.answered == 0 { "task.begin" } else { "task.go_on" }) }
                </button>
                <button type="button" class="button" onclick={act(&props.dispatch, Command::NextUnanswered)}>{ text("form.next_unanswered") }</button>
                <button type="button" class="button" onclick={go(Route::Submit)}>{ text("nav.submit") }</button>
            </div>
        </>
    }
}
