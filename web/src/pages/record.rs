//! A record of any form: its sections, its fields, and what can be done with it.

use app::ledger::life::RecordEvent;
use app::ledger::{EntryId, ReviewDecision};
use app::view::FormPage;
use app::{Command, Masked, Route};
use templates::{text, text_with};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::PageProps;
use super::fill::{section_body, section_foot, section_head, waiting};
use super::settle::written;
use crate::widgets::badge::badge;
use crate::widgets::course::{self, Ways};
use crate::widgets::dialog::Dialog;
use crate::widgets::form_side::Side;
use crate::widgets::link::act;
use crate::widgets::origin::origin;
use crate::widgets::section_list::SectionList;

/// The page.
#[component]
pub(crate) fn Record(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    let route = {
        let id = view.id.clone();
        move |section| Route::Record(id.clone(), section)
    };
    let single = view.sections.iter().filter(|section| section.shown).count() < 2;
    html! {
        <div class={classes!("form-page", "record-page", single.then_some("single"))}>
            { head(props) }
            if !single {
                <SectionList sections={view.sections.clone()} section={view.section} dispatch={props.dispatch.clone()}
                    route={Callback::from(route.clone())} />
            }
            <div class="items scroll">
                { section_head(view, &props.dispatch) }
                { waiting(props) }
                { section_body(props) }
                { section_foot(props, route) }
                if let Some(course) = &view.course { { course::steps(course, &props.dispatch) } }
                { history(view) }
            </div>
            <Side side={view.side.clone()} editable={view.editable} dispatch={props.dispatch.clone()} />
        </div>
    }
}

/// Where what stands here came from: who wrote it, when, and in which file.
fn history(view: &FormPage) -> Html {
    if view.history.is_empty() {
        return html! {};
    }
    html! {
        <details class="card history">
            <summary>{ text_with("history.title", &[("count", &view.history.len().to_string())]) }</summary>
            <ul class="plain-list">{ for view.history.iter().map(|version| html! {
                <li key={version.id.clone()}>
                    { written(version) }
                    if version.values > 0 {
                        <p class="muted">{ text_with("history.values", &[("count", &version.values.to_string())]) }</p>
                    }
                </li>
            }) }</ul>
        </details>
    }
}

fn head(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    let export = act(&props.dispatch, Command::ExportRecord(view.id.clone()));
    let masked = act(&props.dispatch, Command::ExportMasked(Masked::Record(view.id.clone())));
    let by_hand = view.course.as_ref().is_none_or(|course| !course.finishes);
    html! {
        <header class="record-head">
            <div class="record-name">
                <h1>{ &view.title }</h1><span class="muted">{ &view.subtitle }</span>
                { origin(&view.origin, "origin.by") }
                { badge(view.review.as_ref().unwrap_or(&view.state)) }
                if !view.code.is_empty() { <span class="muted code">{ text_with("check.code", &[("code", &view.code)]) }</span> }
            </div>
            <div class="button-row">
                // What opens the record again does not stand where the button that closed it was.
                if view.own && view.review.is_none() && !view.editable { { reopen(props) } }
                if view.own && view.review.is_none() {
                    <button type="button" class="button" onclick={act(&props.dispatch, Command::Remove(view.id.clone()))}>{ text("record.remove") }</button>
                }
                { for view.letters.iter().map(|(letter, name)| draft(props, letter, name)) }
                <button type="button" class="button" onclick={export}>{ text("record.export") }</button>
                <button type="button" class="button" title={text("masked.about")} onclick={masked}>{ text("masked.export") }</button>
                if let Some(course) = &view.course {
                    <Ways record={view.id.clone()} next={course.next.clone()} dispatch={props.dispatch.clone()} />
                }
                if by_hand && view.review.is_some() {
                    <Decide record={view.id.clone()} passed={view.passed} dispatch={props.dispatch.clone()} />
                } else if by_hand && view.own && view.editable {
                    { finish(props) }
                }
            </div>
        </header>
    }
}

/// The button that drafts a document about the record.
fn draft(props: &PageProps<FormPage>, letter: &str, name: &str) -> Html {
    let command = Command::ComposeAbout { letter: letter.to_owned(), record: props.view.id.clone() };
    let words = text_with("record.draft", &[("name", name)]);
    html! { <button type="button" class="button" key={letter.to_owned()} onclick={act(&props.dispatch, command)}>{ words }</button> }
}

/// The button that closes the record.
fn finish(props: &PageProps<FormPage>) -> Html {
    let onclick = event(props, RecordEvent::Submit { errors: 0 });
    html! { <button type="button" class="button primary" id="finish" {onclick}>{ text("record.finish") }</button> }
}

/// The button that opens it again.
fn reopen(props: &PageProps<FormPage>) -> Html {
    let onclick = event(props, RecordEvent::Reopen);
    html! { <button type="button" class="button" id="reopen" {onclick}>{ text("record.reopen") }</button> }
}

fn event(props: &PageProps<FormPage>, event: RecordEvent) -> Callback<MouseEvent> {
    act(&props.dispatch, Command::Record(props.view.id.clone(), event))
}

#[derive(Properties, PartialEq)]
struct DecideProps {
    record: EntryId,
    /// Whether it was passed already.
    passed: bool,
    dispatch: Callback<Command>,
}

/// The office accepts a submission, or returns it and says why.
#[component]
fn Decide(props: &DecideProps) -> Html {
    let returning = use_state(|| false);
    let reason = use_node_ref();
    let set = |on: bool| {
        let returning = returning.setter();
        Callback::from(move |()| returning.set(on))
    };
    let decide = {
        let (record, dispatch) = (props.record.clone(), props.dispatch.clone());
        move |decision, reason| dispatch.emit(Command::Review { record: record.clone(), decision, reason })
    };
    let accept = {
        let decide = decide.clone();
        Callback::from(move |_: MouseEvent| decide(ReviewDecision::Accepted, String::new()))
    };
    let onsubmit = {
        let (reason, close) = (reason.clone(), set(false));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let reason = reason.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            decide(ReviewDecision::Returned, reason.trim().to_owned());
            close.emit(());
        })
    };
    html! {
        <>
            <button type="button" class="button" id="return" onclick={set(true).reform(|_: MouseEvent| ())}>{ text("review.return") }</button>
            if !props.passed {
                <button type="button" class="button primary" id="accept" onclick={accept}>{ text("review.accept") }</button>
            }
            if *returning {
                <Dialog title={text("review.return")} on_close={set(false)}>
                    <form {onsubmit}>
                        <label class="muted" for="return-reason">{ text("review.reason") }</label>
                        <textarea ref={reason} id="return-reason" class="input tall" rows="4" required=true autofocus=true />
                        <div class="dialog-buttons">
                            <button type="button" class="button" onclick={set(false).reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                            <button type="submit" class="button primary">{ text("review.return") }</button>
                        </div>
                    </form>
                </Dialog>
            }
        </>
    }
}
