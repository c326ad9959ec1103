//! The course of a matter: what was decided about it, and the buttons for what can be decided now.

use std::collections::BTreeMap;

use app::Command;
use app::ledger::EntryId;
use app::ledger::life::cycle::AskKind;
use app::view::{Course, CourseAsk, CourseStep, CourseWay};
use templates::{text, text_with};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;
use crate::widgets::link::act;

/// What happened so far; nothing while nothing did.
pub(crate) fn steps(course: &Course, dispatch: &Callback<Command>) -> Html {
    if course.steps.is_empty() {
        return html! {};
    }
    html! {
        <section class="card course" id="course">
            <h2>{ text("life.course") }</h2>
            <ol class="plain-list">{ for course.steps.iter().map(|one| step(one, dispatch)) }</ol>
        </section>
    }
}

fn step(step: &CourseStep, dispatch: &Callback<Command>) -> Html {
    html! {
        <li class={classes!((!step.idle.is_empty()).then_some("idle"))}>
            <p class="course-step"><b>{ &step.label }</b><span>{ &step.day }</span><span class="muted">{ &step.who }</span></p>
            { for step.answers.iter().map(|(label, said)| html! {
                <p class="muted">{ text_with("life.answer", &[("label", label), ("said", said)]) }</p>
            }) }
            if !step.idle.is_empty() { <p class="problem">{ &step.idle }</p> }
            if let Some((event, label)) = &step.next {
                <button type="button" class="button" onclick={act(dispatch, Command::Follow(event.clone()))}>{ label }</button>
            }
        </li>
    }
}

/// What the buttons get.
#[derive(Properties, PartialEq)]
pub(crate) struct WaysProps {
    /// The record.
    pub(crate) record: EntryId,
    /// What can be done.
    pub(crate) next: Vec<CourseWay>,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// A button for everything that can be done now; what asks something asks it in a dialogue.
#[component]
pub(crate) fn Ways(props: &WaysProps) -> Html {
    let asking = use_state_eq(|| None::<CourseWay>);
    let close = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    let take = {
        let (record, dispatch, close) = (props.record.clone(), props.dispatch.clone(), close.clone());
        Callback::from(move |(does, answers): (String, BTreeMap<String, String>)| {
            close.emit(());
            dispatch.emit(Command::Happen { record: record.clone(), does, answers });
        })
    };
    let button = |(at, way): (usize, &CourseWay)| {
        let (way, asking, take) = (way.clone(), asking.setter(), take.clone());
        let (id, label) = (format!("way-{}", way.does), way.label.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if way.asks.is_empty() {
                take.emit((way.does.clone(), BTreeMap::new()));
            } else {
                asking.set(Some(way.clone()));
            }
        });
        html! { <button type="button" {id} class={classes!("button", (at == 0).then_some("primary"))} {onclick}>{ label }</button> }
    };
    html! {
        <>
            { for props.next.iter().enumerate().map(button) }
            if let Some(way) = &*asking { <Ask way={way.clone()} {close} {take} /> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct AskProps {
    way: CourseWay,
    close: Callback<()>,
    take: Callback<(String, BTreeMap<String, String>)>,
}

/// Asks what a transition wants to know.
#[component]
fn Ask(props: &AskProps) -> Html {
    let AskProps { way, close, take } = props;
    let nodes = use_memo(way.clone(), |way| way.asks.iter().map(|_| NodeRef::default()).collect::<Vec<_>>());
    let onsubmit = {
        let (way, take, nodes) = (way.clone(), take.clone(), nodes.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let asks = way.asks.iter().zip(nodes.iter());
            let answers = asks.filter_map(|(ask, node)| Some((ask.id.clone(), value(node)?)));
            take.emit((way.does.clone(), answers.collect()));
        })
    };
    let fields = way.asks.iter().zip(nodes.iter()).enumerate();
    html! {
        <Dialog title={way.label.clone()} on_close={close.clone()}>
            <form {onsubmit}>
                { for fields.map(|(at, (asked, node))| field(at == 0, asked, node)) }
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary">{ &way.label }</button>
                </div>
            </form>
        </Dialog>
    }
}

fn value(node: &NodeRef) -> Option<String> {
    let long = node.cast::<HtmlTextAreaElement>().map(|area| area.value());
    let chosen = || node.cast::<HtmlSelectElement>().map(|select| select.value());
    long.or_else(chosen).or_else(|| node.cast::<HtmlInputElement>().map(|input| input.value()))
}

fn field(first: bool, ask: &CourseAsk, node: &NodeRef) -> Html {
    let (id, required, node) = (format!("ask-{}", ask.id), ask.required, node.clone());
    html! {
        <p class="dialog-field">
            <label for={id.clone()}>{ &ask.label }if required { <span class="required" aria-hidden="true">{ "*" }</span> }</label>
            { match ask.kind {
                AskKind::Long => html! { <textarea ref={node} {id} class="input tall" rows="4" {required} autofocus={first} /> },
                AskKind::Choice => html! {
                    <select ref={node} {id} class="input" {required} autofocus={first}>
                        // The last option would be chosen: it is the first to be there.
                        <option value="" selected={true}>{ text("field.choose") }</option>
                        { for ask.choices.iter().map(|choice| html! { <option value={choice.clone()}>{ choice }</option> }) }
                    </select>
                },
                AskKind::Date => {
                    let [min, max] = app::DAYS;
                    html! { <input ref={node} {id} class="input" type="date" {min} {max} {required} autofocus={first} /> }
                }
                AskKind::Text => html! { <input ref={node} {id} class="input" type="text" {required} autofocus={first} /> },
            } }
        </p>
    }
}
