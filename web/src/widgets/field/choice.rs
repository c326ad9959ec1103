//! One of several: as segments when they are few and short, otherwise as a list.

use std::rc::Rc;

use app::Command;
use app::view::FieldView;
use templates::text as term;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::{FieldProps, answer, bad, named_together, problems_id, spoken_name};

/// More options than this do not stand side by side.
const MAX_SEGMENTS: usize = 6;
/// More characters than this do not fit into a line of segments.
const MAX_CHARACTERS: usize = 26;

/// Whether a choice is drawn as segments.
pub(crate) fn is_segmented(field: &FieldView) -> bool {
    let characters: usize = field.choices.iter().map(|choice| choice.chars().count() + 2).sum();
    let fits =
        !field.choices.is_empty() && field.choices.len() <= MAX_SEGMENTS && characters <= MAX_CHARACTERS;
    fits && field.appearance != "list"
}

/// A choice in the form that fits its options.
#[component]
pub(crate) fn Choice(props: &FieldProps) -> Html {
    let field = &props.field;
    // A cell of a table is too narrow for segments.
    if is_segmented(field) && !props.bare {
        return html! {
            <Segmented field={field.clone()} editable={props.editable} dispatch={props.dispatch.clone()} />
        };
    }
    let onchange = {
        let (dispatch, path) = (props.dispatch.clone(), field.path.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            answer(&dispatch, &path, select.value().into());
        })
    };
    html! {
        <select id={field.path.clone()} class="input" disabled={!props.editable} {onchange}
            aria-invalid={bad(field).then_some("true")} aria-label={spoken_name(field, props.bare)}
            aria-describedby={problems_id(&field.path)}>
            <option value="" selected={field.value.is_empty()}>{ term("field.choose") }</option>
            { for field.choices.iter().map(|choice| html! {
                <option value={choice.clone()} selected={*choice == field.value}>{ choice }</option>
            }) }
        </select>
    }
}

/// What segments get.
#[derive(Properties, PartialEq, Clone)]
pub(crate) struct SegmentedProps {
    /// The choice.
    pub(crate) field: Rc<FieldView>,
    /// Whether it can be edited.
    pub(crate) editable: bool,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
    /// Whether it answers an item: colours tell yes from no, and digits choose.
    #[prop_or_default]
    pub(crate) judging: bool,
}

/// Options side by side, as radio buttons with one place in the order of the Tab key.
#[component]
pub(crate) fn Segmented(props: &SegmentedProps) -> Html {
    let field = &props.field;
    let chosen = field.choices.iter().position(|choice| *choice == field.value);
    let onkeydown = {
        let (dispatch, field, editable) = (props.dispatch.clone(), field.clone(), props.editable);
        Callback::from(move |event: KeyboardEvent| {
            if editable {
                step(&event, &field, chosen, &dispatch);
            }
        })
    };
    let (label, labelled) = named_together(field);
    html! {
        <div class={classes!("segments", props.judging.then_some("judging"))} role="radiogroup" id={field.path.clone()}
            aria-label={label} aria-labelledby={labelled} aria-required={field.required.then_some("true")}
            aria-describedby={problems_id(&field.path)} {onkeydown}>
            { for field.choices.iter().enumerate().map(|(at, choice)| segment(props, at, choice, chosen)) }
        </div>
    }
}

fn segment(props: &SegmentedProps, at: usize, choice: &str, chosen: Option<usize>) -> Html {
    let on = chosen == Some(at);
    let onclick = {
        let (dispatch, path, choice) = (props.dispatch.clone(), props.field.path.clone(), choice.to_owned());
        Callback::from(move |_: MouseEvent| answer(&dispatch, &path, choice.clone().into()))
    };
    let tone = props.judging.then(|| judgement(at, props.field.choices.len()));
    let digit = if props.judging {
        html! { <kbd aria-hidden="true">{ at + 1 }</kbd> }
    } else {
        html! {}
    };
    let tabindex = if on || (chosen.is_none() && at == 0) { "0" } else { "-1" };
    html! {
        <button type="button" role="radio" class={classes!("segment", on.then_some("on"), tone)} aria-checked={on.to_string()}
            {tabindex} disabled={!props.editable} {onclick}>{ choice }{ digit }</button>
    }
}

/// Options of an answer go from yes to no; what does not apply stands last.
fn judgement(at: usize, count: usize) -> &'static str {
    match (at, count) {
        (0, _) => "good",
        (1, 2) | (2, _) => "bad",
        (1, _) => "warn",
        _ => "plain",
    }
}

/// Arrow keys move the choice sideways; Delete takes it back.
fn step(event: &KeyboardEvent, field: &FieldView, chosen: Option<usize>, dispatch: &Callback<Command>) {
    let last = field.choices.len().saturating_sub(1);
    let next = match event.key().as_str() {
        "ArrowRight" => chosen.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowLeft" => chosen.map_or(last, |at| at.checked_sub(1).unwrap_or(last)),
        "Delete" | "Backspace" if chosen.is_some() => {
            event.prevent_default();
            return answer(dispatch, &field.path, serde_json::Value::Null);
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(choice) = field.choices.get(next) {
        answer(dispatch, &field.path, choice.clone().into());
    }
    let group = event.target_unchecked_into::<Element>().closest("[role=radiogroup]").ok().flatten();
    let button = group.and_then(|group| group.children().item(u32::try_from(next).unwrap_or(0)));
    if let Some(button) = button {
        let _ = button.unchecked_into::<HtmlElement>().focus();
    }
}
