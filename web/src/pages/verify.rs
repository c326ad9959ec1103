//! 核查自查项: each item with the unit's own answers beside it, and the inspector's verdict.

use app::ledger::EntryId;
use app::ledger::life::RecordEvent;
use app::view::FormPage;
use app::{Command, Route};
use templates::text;
use yew::prelude::*;

use super::PageProps;
use super::fill::{section_body, section_foot, section_head, waiting};
use crate::widgets::badge::badge;
use crate::widgets::form_side::Side;
use crate::widgets::link::act;
use crate::widgets::origin::origin;
use crate::widgets::section_list::SectionList;

/// The page.
#[component]
pub(crate) fn Verify(props: &PageProps<(EntryId, FormPage)>) -> Html {
    let (unit, view) = (props.view.0.clone(), &props.view.1);
    let inner = PageProps { view: view.clone(), dispatch: props.dispatch.clone() };
    let route = move |section| Route::Verify(unit.clone(), section);
    // On no item: nothing is taken over.
    let paper = Command::StartPaper(String::new());
    let event = if view.editable { RecordEvent::Submit { errors: 0 } } else { RecordEvent::Reopen };
    html! {
        <div class="form-page record-page">
            <header class="record-head">
                <div class="record-name"><h1>{ &view.title }</h1><span class="muted">{ &view.subtitle }</span>{ badge(&view.state) }{ origin(&view.origin, "origin.unit") }</div>
                <div class="button-row">
                    <button type="button" class="button" onclick={act(&props.dispatch, paper)}>{ text("verify.paper") }</button>
                    <button type="button" class={classes!("button", view.editable.then_some("primary"))}
                        onclick={act(&props.dispatch, Command::Record(view.id.clone(), event))}>
                        { text(if view.editable { "record.finish" } else { "record.reopen" }) }
                    </button>
                </div>
            </header>
            <SectionList sections={view.sections.clone()} section={view.section} dispatch={props.dispatch.clone()}
                route={Callback::from(route.clone())} />
            <div class="items scroll">
                { section_head(view, &props.dispatch) }
                { waiting(&inner) }
                { section_body(&inner) }
                { section_foot(&inner, route) }
            </div>
            <Side side={view.side.clone()} editable={view.editable} dispatch={props.dispatch.clone()}>
                <p class="muted">{ text("verify.about") }</p>
            </Side>
        </div>
    }
}
