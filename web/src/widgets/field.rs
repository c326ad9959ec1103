//! A field of a form: its label, the control of its kind, and beside it in words what is wrong.

mod choice;
mod choices;
mod table;
mod text;

use std::rc::Rc;

use app::Command;
use app::view::{FieldKind, FieldView, Tone};
use templates::{text as term, text_with};
use yew::prelude::*;

pub(crate) use choice::Segmented;

use crate::widgets::link::act;

/// What every control gets.
#[derive(Properties, PartialEq, Clone)]
pub(crate) struct FieldProps {
    /// What to draw.
    pub(crate) field: Rc<FieldView>,
    /// Whether it can be edited.
    pub(crate) editable: bool,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
    /// Whether something else on screen already names it: a column head, a card's text.
    #[prop_or_default]
    pub(crate) bare: bool,
}

/// Carries an answer to the core; an empty text clears it.
pub(crate) fn answer(dispatch: &Callback<Command>, path: &str, value: serde_json::Value) {
    dispatch.emit(Command::Answer { path: path.to_owned(), value });
}

/// A field with its label at the left.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let field = &props.field;
    if field.kind == FieldKind::Group {
        return group(props);
    }
    let required = field.required && !field.read_only && props.editable;
    html! {
        <div class={classes!("field", field.kind.name(), appearance(field))}>
            { label(field, required) }
            <div class="field-body">
                <Control ..props.clone() />
                { hint(field, props.editable, &props.dispatch) }
                { problems(field) }
            </div>
        </div>
    }
}

/// Labels stand beside one control; several controls are named together by their group.
fn label(field: &FieldView, required: bool) -> Html {
    let mark = if required {
        html! { <span class="required" aria-hidden="true">{ "*" }</span> }
    } else {
        html! {}
    };
    if is_composed(field) {
        html! { <div class="field-label" id={label_id(&field.path)}>{ &field.label }{ mark }</div> }
    } else {
        html! { <label class="field-label" id={label_id(&field.path)} for={field.path.clone()}>{ &field.label }{ mark }</label> }
    }
}

/// Whether several elements together are the control, so that no single one can carry the label.
fn is_composed(field: &FieldView) -> bool {
    field.read_only
        || matches!(field.kind, FieldKind::Table | FieldKind::Choices)
        || (field.kind == FieldKind::Choice && choice::is_segmented(field))
}

fn group(props: &FieldProps) -> Html {
    let field = &props.field;
    html! {
        <fieldset class="group" id={field.path.clone()}>
            <legend>{ &field.label }</legend>
            <>{ for field.fields.iter().map(|child| html! {
                <Field key={child.path.clone()} field={child.clone()} editable={props.editable} dispatch={props.dispatch.clone()} />
            }) }</>
        </fieldset>
    }
}

/// The control of a field's kind.
#[component]
pub(crate) fn Control(props: &FieldProps) -> Html {
    let field = &props.field;
    if field.read_only {
        return read_only(field);
    }
    match field.kind {
        FieldKind::Choice => html! { <choice::Choice ..props.clone() /> },
        FieldKind::Choices => html! { <choices::Choices ..props.clone() /> },
        FieldKind::Table => html! { <table::Table ..props.clone() /> },
        FieldKind::Group => group(props),
        FieldKind::Text | FieldKind::Number | FieldKind::Date | FieldKind::Time => {
            html! { <text::TextControl ..props.clone() /> }
        }
    }
}

fn read_only(field: &FieldView) -> Html {
    let shown = if field.value.is_empty() { "—" } else { field.value.as_str() };
    let (label, labelled) = named_together(field);
    html! {
        <output class="computed" id={field.path.clone()} aria-label={label} aria-labelledby={labelled}>
            { shown }{ unit(field) }
        </output>
    }
}

/// The unit behind a value.
pub(crate) fn unit(field: &FieldView) -> Html {
    if field.unit.is_empty() {
        html! {}
    } else {
        html! { <span class="unit">{ &field.unit }</span> }
    }
}

/// What stands below a control: the hint, and last year's answer.
pub(crate) fn hint(field: &FieldView, editable: bool, dispatch: &Callback<Command>) -> Html {
    if field.hint.is_empty() && field.last_year.is_empty() {
        return html! {};
    }
    let words = if field.hint.is_empty() {
        html! {}
    } else {
        html! { <span>{ &field.hint }</span> }
    };
    html! { <div class="hint" id={hint_id(&field.path)}>{ words }{ last_year(field, editable, dispatch) }</div> }
}

/// Last year's answer, and the button that takes it over.
pub(crate) fn last_year(field: &FieldView, editable: bool, dispatch: &Callback<Command>) -> Html {
    if field.last_year.is_empty() {
        return html! {};
    }
    let take = || {
        let onclick = act(dispatch, Command::TakeLastYear(field.path.clone()));
        html! { <button type="button" class="link" {onclick}>{ term("field.take_last_year") }</button> }
    };
    html! {
        <span class="last">{ text_with("field.last_year", &[("value", &field.last_year)]) }
            if editable && field.takes_last_year { { take() } }
        </span>
    }
}

/// What is wrong, in words; read aloud when it appears.
pub(crate) fn problems(field: &FieldView) -> Html {
    html! {
        <div class="problems" id={problems_id(&field.path)} role="status">
            { for field.problems.iter().map(|(tone, message)| html! { <p class={classes!("problem", tone.class())}>{ message }</p> }) }
        </div>
    }
}

/// Class of a field's appearance.
pub(crate) fn appearance(field: &FieldView) -> Option<String> {
    (!field.appearance.is_empty()).then(|| format!("as-{}", field.appearance))
}

/// Whether the field holds an error, not merely a warning.
pub(crate) fn bad(field: &FieldView) -> bool {
    field.problems.iter().any(|(tone, _)| *tone == Tone::Bad)
}

/// Id of a field's label.
pub(crate) fn label_id(path: &str) -> String {
    format!("{path}-label")
}

/// Id of a field's problems.
pub(crate) fn problems_id(path: &str) -> String {
    format!("{path}-problems")
}

fn hint_id(path: &str) -> String {
    format!("{path}-hint")
}

/// Name of a control that has no visible label, or one that every row has.
pub(crate) fn spoken_name(field: &FieldView, bare: bool) -> Option<String> {
    let name = [&field.spoken, &field.label].into_iter().find(|name| !name.is_empty());
    bare.then(|| name.map_or_else(|| term("field.unnamed").to_owned(), Clone::clone))
}

/// How several elements together are named: by their label, in a table by row and column.
pub(crate) fn named_together(field: &FieldView) -> (Option<String>, Option<String>) {
    if field.spoken.is_empty() {
        (None, Some(label_id(&field.path)))
    } else {
        (Some(field.spoken.clone()), None)
    }
}
