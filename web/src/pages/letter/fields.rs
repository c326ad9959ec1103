//! Rows of the editor: fields of the document's head and questions of its template, with what is wrong under them.

use app::Command;
use app::view::{HeadField, LetterPage, ProofItem};
use templates::text;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::proof::fix_button;
use crate::pages::PageProps;
use crate::widgets::edit::Edit;

/// Fields that always stand above the text: a reader looks at them first.
pub(super) const FIRST: [&str; 3] = ["title", "addressees", "document_number"];

/// Whether a field stands above the text.
pub(super) fn is_first(field: &HeadField) -> bool {
    field.shown && FIRST.contains(&field.key.as_str())
}

/// The other fields of the head, in the order people fill them; the rare ones on demand.
#[component]
pub(super) fn Others(props: &PageProps<LetterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let all = use_state_eq(|| false);
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let rows = view.head.iter().filter(|field| !is_first(field) && (field.shown || *all));
    let words = text(if *all { "letter.fewer_fields" } else { "letter.all_fields" });
    html! {
        <>
            { for rows.map(|field| head_row(view, field, dispatch)) }
            <p><button type="button" class="link" id="all-fields" onclick={toggle}>{ words }</button></p>
        </>
    }
}

/// A field of the head.
pub(super) fn head_row(view: &LetterPage, field: &HeadField, dispatch: &Callback<Command>) -> Html {
    let key = field.key.clone();
    let edit = Callback::from(move |value| Command::LetterHead { key: key.clone(), value });
    let found: Vec<&ProofItem> = view.proof.in_field(&field.key).collect();
    row(view, field, "head", edit, &found, dispatch)
}

/// A question of the template.
pub(super) fn input_row(view: &LetterPage, field: &HeadField, dispatch: &Callback<Command>) -> Html {
    let id = field.key.clone();
    let edit = Callback::from(move |value| Command::LetterInput { id: id.clone(), value });
    row(view, field, "input", edit, &[], dispatch)
}

fn row(
    view: &LetterPage,
    field: &HeadField,
    group: &str,
    edit: Callback<String, Command>,
    found: &[&ProofItem],
    dispatch: &Callback<Command>,
) -> Html {
    let id = format!("{group}-{}", field.key);
    let hint = (field.kind == "list" && field.value.contains('\n')).then(|| text("letter.one_per_line"));
    // The worst comes first in the list.
    let tone = found.first().map(|item| item.tone.class());
    let wrong = !field.problem.is_empty();
    let tone = if wrong { Some("bad") } else { tone };
    let told = (wrong || !found.is_empty()).then(|| AttrValue::from(format!("{id}-found")));
    html! {
        <div class={classes!("row", (field.kind == "date").then_some("date"))} key={id.clone()}>
            <label for={id.clone()} title={hint}>{ &field.label }</label>
            <div class={classes!("row-body", tone)}>
                { control(view, field, id, told.clone(), (edit, dispatch)) }
                if let Some(told) = told {
                    <div id={told} class="row-found">
                        if wrong { <p class="found bad"><span>{ &field.problem }</span></p> }
                        { for found.iter().map(|item| message(item, view.editable, dispatch)) }
                    </div>
                }
            </div>
        </div>
    }
}

fn control(
    view: &LetterPage,
    field: &HeadField,
    id: String,
    told: Option<AttrValue>,
    (edit, dispatch): (Callback<String, Command>, &Callback<Command>),
) -> Html {
    let readonly = !view.editable;
    let on_edit = {
        let (edit, dispatch) = (edit.clone(), dispatch.clone());
        Callback::from(move |value| dispatch.emit(edit.emit(value)))
    };
    match field.kind {
        "choice" => choice(field, id, readonly, on_edit),
        "flag" => {
            let onchange = Callback::from(move |event: Event| {
                let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
                on_edit.emit(input.is_some_and(|input| input.checked()).to_string());
            });
            html! {
                <label class="row-flag">
                    <input type="checkbox" {id} checked={field.value == "true"} disabled={readonly} {onchange} />
                    <span>{ text("letter.flag_yes") }</span>
                </label>
            }
        }
        kind => {
            let kind = if field.key == "title" { "title" } else { kind };
            html! { <Edit {kind} {id} class="input" value={field.value.clone()} {readonly} {told} {edit} dispatch={dispatch.clone()} /> }
        }
    }
}

fn choice(field: &HeadField, id: String, disabled: bool, on_edit: Callback<String>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) {
            on_edit.emit(select.value());
        }
    });
    html! {
        <select class="input" {id} {disabled} {onchange}>
            { for field.choices.iter().enumerate().map(|(at, (value, words))| {
                // An empty field means the first choice.
                let selected = *value == field.value || (at == 0 && field.value.is_empty());
                html! { <option value={value.clone()} {selected}>{ words }</option> }
            }) }
        </select>
    }
}

/// What is wrong with a field, with its correction.
fn message(item: &ProofItem, editable: bool, dispatch: &Callback<Command>) -> Html {
    html! {
        <p class={classes!("found", item.tone.class())} key={item.trace.clone()}>
            <span>{ &item.finding.message }</span>
            if editable {
                { fix_button(item, dispatch) }
                <button type="button" class="link quiet" onclick={ignore(item, dispatch)}>{ text("proof.ignore") }</button>
            }
        </p>
    }
}

/// Leaves a finding as it is.
pub(super) fn ignore(item: &ProofItem, dispatch: &Callback<Command>) -> Callback<MouseEvent> {
    let (dispatch, trace) = (dispatch.clone(), item.trace.clone());
    Callback::from(move |_: MouseEvent| dispatch.emit(Command::Ignore(trace.clone())))
}
