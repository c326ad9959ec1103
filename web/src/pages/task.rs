//! 任务与单位: who reports, what is asked and by when, how far it is, and where to go on.

use app::Command;
use app::Route;
use app::view::TaskPage;
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::link::act;
use crate::widgets::unit_picker::UnitPicker;

/// The page.
#[component]
pub(crate) fn Task(props: &PageProps<TaskPage>) -> Html {
    let view = &props.view;
    let name = view.unit.as_ref().map_or(text("task.choose_unit"), |(_, name)| name.as_str());
    html! {
        <div class="page scroll">
            <header class="page-head"><h1>{ name }</h1>{ badge(&view.state) }</header>
            if !view.returned.is_empty() {
                <div class="callout warn" role="status"><b>{ text("task.returned") }</b><p>{ &view.returned }</p></div>
            }
            if view.unit.is_none() {
                <section class="card">
                    <p class="muted">{ text("task.choose_hint") }</p>
                    <UnitPicker units={view.choices.clone()} on_choose={props.dispatch.reform(Command::ChooseUnit)} />
                </section>
            } else {
                <div class="columns">
                    <section class="card"><h2>{ text("task.facts") }</h2>{ facts(&view.facts) }</section>
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
