//! 自查填报: sections at the left, items in the middle, progress and what is left at the right.

use std::rc::Rc;

use app::view::{FieldView, FormPage};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::field::Field;
use crate::widgets::form_side::Side;
use crate::widgets::item::Item;
use crate::widgets::link::act;
use crate::widgets::section_list::SectionList;

/// The page.
#[component]
pub(crate) fn Fill(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    html! {
        <div class="form-page">
            <SectionList sections={view.sections.clone()} section={view.section} dispatch={props.dispatch.clone()}
                route={Callback::from(Route::Fill)} />
            <div class="items scroll">
                { section_head(view, &props.dispatch) }
                { waiting(props) }
                if !view.editable { { locked(props) } }
                { section_body(props) }
                { section_foot(props, Route::Fill) }
            </div>
            <Side side={view.side.clone()} editable={view.editable} dispatch={props.dispatch.clone()}>
                <h2>{ text("form.afterwards") }</h2>
                <p class="muted">{ text("fill.afterwards") }</p>
                <button type="button" class="button" onclick={act(&props.dispatch, Command::Go(Route::Submit))}>{ text("fill.to_submit") }</button>
            </Side>
        </div>
    }
}

/// Title of the section on screen, how much it asks, and its note.
pub(crate) fn section_head(view: &FormPage, dispatch: &Callback<Command>) -> Html {
    let tab = view.sections.get(view.section);
    let items = tab.map(|tab| tab.relevant).filter(|relevant| *relevant > 0).map(|count| count.to_string());
    let points = tab.and_then(|tab| tab.weight).filter(|weight| *weight > 0.0);
    let about = match (items, points) {
        (Some(items), Some(points)) => {
            text_with("form.items_and_points", &[("count", &items), ("points", &points.to_string())])
        }
        (Some(items), None) => text_with("form.items", &[("count", &items)]),
        // What only shows what is known counts nothing.
        (None, _) => String::new(),
    };
    html! {
        <header class="section-head">
            <h1>{ &view.section_title }</h1>
            <p class="muted">{ about }{ &view.section_note }</p>
            if !view.catalogue_status.is_empty() { <p class="tone warn" role="note">{ &view.catalogue_status }</p> }
            if view.last_years > 0 {
                <button type="button" class="button" id="take-last-years" onclick={act(dispatch, Command::TakeLastYears)}>
                    { text_with("form.take_last_years", &[("count", &view.last_years.to_string())]) }</button>
            }
        </header>
    }
}

/// Versions wait to be settled: what is on screen is only one of them.
pub(crate) fn waiting(props: &PageProps<FormPage>) -> Html {
    if !props.view.in_conflict {
        return html! {};
    }
    let settle = Command::Go(Route::Settle(props.view.id.clone()));
    html! {
        <div class="callout warn" role="status">
            <p>{ text("settle.waiting") }</p>
            <button type="button" class="button" onclick={act(&props.dispatch, settle)}>{ text("overview.settle") }</button>
        </div>
    }
}

fn locked(props: &PageProps<FormPage>) -> Html {
    let reopen = Command::Record(props.view.id.clone(), app::ledger::life::RecordEvent::Reopen);
    html! {
        <div class="callout good" role="status">
            <p>{ text("fill.locked") }</p>
            <button type="button" class="button" onclick={act(&props.dispatch, reopen)}>{ text("submit.reopen") }</button>
        </div>
    }
}

/// The fields of the section on screen: numbered items as cards, the rest together on one sheet.
pub(crate) fn section_body(props: &PageProps<FormPage>) -> Html {
    let view = &props.view;
    let stretches = view.stretches.iter().enumerate().map(|(at, fields)| {
        let own = |field: &Rc<FieldView>| view.beside.get(&field.path).cloned().unwrap_or_default();
        let beside = if view.beside.is_empty() { Vec::new() } else { fields.iter().map(own).collect() };
        html! {
            <Stretch key={at} fields={fields.clone()} editable={view.editable} {beside} dispatch={props.dispatch.clone()} />
        }
    });
    html! { <div key={format!("{}-{}", view.id, view.section)}>{ for stretches }</div> }
}

/// What a stretch of a section gets.
#[derive(Properties, PartialEq)]
struct StretchProps {
    fields: Vec<Rc<FieldView>>,
    editable: bool,
    /// What the unit itself answered to each field; empty outside verification.
    beside: Vec<Vec<(String, String)>>,
    dispatch: Callback<Command>,
}

/// Fields that are looked at together: a key press in one stretch leaves all others alone.
#[component]
fn Stretch(props: &StretchProps) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut sheet: Vec<&Rc<FieldView>> = Vec::new();
    for (at, field) in props.fields.iter().enumerate() {
        if field.number.is_empty() {
            sheet.push(field);
            continue;
        }
        parts.extend(sheet_html(props, &mut sheet));
        let beside = props.beside.get(at).cloned().unwrap_or_default();
        parts.push(html! {
            <Item key={field.path.clone()} field={field.clone()} editable={props.editable} dispatch={props.dispatch.clone()}
                {beside} paper={!props.beside.is_empty()} />
        });
    }
    parts.extend(sheet_html(props, &mut sheet));
    html! { <>{ for parts }</> }
}

fn sheet_html(props: &StretchProps, sheet: &mut Vec<&Rc<FieldView>>) -> Option<Html> {
    let first = sheet.first().map(|field| format!("sheet-{}", field.path))?;
    let fields: Vec<Html> = sheet
        .drain(..)
        .map(|field| html! {
            <Field key={field.path.clone()} field={field.clone()} editable={props.editable} dispatch={props.dispatch.clone()} />
        })
        .collect();
    Some(html! { <section key={first} class="card sheet">{ for fields }</section> })
}

/// The way to the sections before and after.
pub(crate) fn section_foot(props: &PageProps<FormPage>, route: impl Fn(usize) -> Route) -> Html {
    let view = &props.view;
    let asked = |at: &usize| view.sections.get(*at).is_some_and(|section| section.shown);
    let before = (0..view.section).rev().find(asked);
    let after = (view.section + 1..view.sections.len()).find(asked);
    let button = |at: usize, key: &'static str, class: &'static str| {
        let title = view.sections.get(at).map(|section| section.title.as_str()).unwrap_or_default();
        html! {
            <button type="button" class={classes!("button", class)} onclick={act(&props.dispatch, Command::Go(route(at)))}>
                { text_with(key, &[("title", title)]) }
            </button>
        }
    };
    html! {
        <footer class="section-foot">
            { before.map(|at| button(at, "form.previous_section", "back")) }
            { after.map(|at| button(at, "form.next_section", "forth")) }
        </footer>
    }
}
