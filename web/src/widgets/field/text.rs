//! Lines and blocks of text, numbers, dates and times of a form.

use app::Command;
use app::view::FieldKind;
use yew::prelude::*;

use super::{FieldProps, appearance, bad, problems_id, spoken_name, unit};
use crate::widgets::edit::Edit;

/// A control whose value is typed.
#[component]
pub(crate) fn TextControl(props: &FieldProps) -> Html {
    let field = &props.field;
    let edit = use_callback(field.path.clone(), |text: String, path| Command::Answer {
        path: path.clone(),
        value: text.into(),
    });
    let long = field.kind == FieldKind::Text && field.appearance == "long";
    let kind = if long { "long" } else { field.kind.name() };
    let control = html! {
        <Edit {kind} id={field.path.clone()} value={field.value.clone()} {edit} dispatch={props.dispatch.clone()} at_once=true
            class={classes!("input", long.then_some("long"))} disabled={!props.editable} bad={bad(field)} required={field.required}
            label={spoken_name(field, props.bare).map(AttrValue::from)} told={AttrValue::from(problems_id(&field.path))} />
    };
    if long {
        return control;
    }
    html! { <span class={classes!("line", field.kind.name(), appearance(field))}>{ control }{ unit(field) }</span> }
}
