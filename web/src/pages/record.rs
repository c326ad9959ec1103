//! A record of any form: its sections, its fields, and what can be done with it.

use app::ledger::life::RecordEvent;
use app::view::FormPage;
use app::{Command, Route};
use templates::text;
use yew::prelude::*;

use super::PageProps;
use super::fill::{section_body, section_foot, section_head};
use crate::widgets::badge::badge;
use crate::widgets::form_side::Side;
use crate::widgets::link::act;
use crate::widgets::section_list::SectionList;

/// The page.
#[component]
pub(crate) fn Record(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    let id = view.id.clone();
    let route = {
        let id = id.clone();
        move |section| Route::Record(id.clone(), section)
    };
    let single = view.sections.iter().filter(|section| section.relevant > 0).count() < 2;
    html! {
        <div class={classes!("form-page", "record-page", single.then_some("single"))}>
            { head(props) }
            if !single {
                <SectionList sections={view.sections.clone()} section={view.section} dispatch={props.dispatch.clone()}
                    route={Callback::from(route.clone())} />
            }
            <div class="items scroll">
                { section_head(view) }
                { section_body(props) }
                { section_foot(props, route) }
            </div>
            <Side side={view.side.clone()} editable={view.editable} dispatch={props.dispatch.clone()} />
        </div>
    }
}

fn head(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    let event = |event| act(&props.dispatch, Command::Record(view.id.clone(), event));
    let export = act(&props.dispatch, Command::ExportRecord(view.id.clone()));
    let remove = act(&props.dispatch, Command::Remove(view.id.clone()));
    html! {
        <header class="record-head">
            <div class="record-name"><h1>{ &view.title }</h1><span class="muted">{ &view.subtitle }</span>{ badge(&view.state) }</div>
            <div class="button-row">
                <button type="button" class="button" onclick={remove}>{ text("record.remove") }</button>
                <button type="button" class="button" onclick={export}>{ text("record.export") }</button>
                if view.editable {
                    <button type="button" class="button primary" onclick={event(RecordEvent::Submit { errors: 0 })}>{ text("record.finish") }</button>
                } else {
                    <button type="button" class="button" onclick={event(RecordEvent::Reopen)}>{ text("submit.reopen") }</button>
                }
            </div>
        </header>
    }
}
