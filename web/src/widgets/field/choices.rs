//! Several of several: check boxes in a row.

use serde_json::Value;
use yew::prelude::*;

use super::{FieldProps, answer, named_together, problems_id};

/// Check boxes, one per option.
#[component]
pub(crate) fn Choices(props: &FieldProps) -> Html {
    let field = &props.field;
    let toggle = |choice: &str| {
        let (dispatch, field, choice) = (props.dispatch.clone(), field.clone(), choice.to_owned());
        Callback::from(move |_: Event| {
            let on = field.chosen.contains(&choice);
            // Kept in the order of the options, so that the order of clicking changes nothing.
            let chosen: Vec<Value> = field
                .choices
                .iter()
                .filter(|option| if **option == choice { !on } else { field.chosen.contains(option) })
                .map(|option| Value::from(option.as_str()))
                .collect();
            answer(&dispatch, &field.path, Value::Array(chosen));
        })
    };
    let (label, labelled) = named_together(field);
    html! {
        <div class="checks" role="group" id={field.path.clone()} aria-label={label} aria-labelledby={labelled}
            aria-describedby={problems_id(&field.path)}>
            { for field.choices.iter().map(|choice| html! {
                <label class="check">
                    <input type="checkbox" checked={field.chosen.contains(choice)} disabled={!props.editable}
                        onchange={toggle(choice)} />
                    <span>{ choice }</span>
                </label>
            }) }
        </div>
    }
}
