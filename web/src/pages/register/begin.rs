//! Begins a record: first the unit, where there is one, then the form.

use app::Command;
use app::ledger::EntryId;
use templates::text;
use yew::prelude::*;

use crate::widgets::link::act;
use crate::widgets::pick::PickUnit;

/// What can be begun.
#[derive(Properties, PartialEq)]
pub(crate) struct BeginProps {
    /// Forms: name and title.
    pub(crate) forms: Vec<(String, String)>,
    /// Units; `None` where no form is about one.
    pub(crate) units: Option<Vec<(EntryId, String)>>,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// The choice; nothing where the user may begin none.
#[component]
pub(crate) fn Begin(props: &BeginProps) -> Html {
    let unit = use_state_eq(|| None::<EntryId>);
    if props.forms.is_empty() {
        return html! {};
    }
    let choose = {
        let unit = unit.setter();
        Callback::from(move |chosen| unit.set(chosen))
    };
    let chosen = if props.units.is_some() { (*unit).clone() } else { Some(EntryId::default()) };
    let form = |(form, title): &(String, String)| {
        let new = chosen.clone().map(|unit| Command::NewRecord { form: form.clone(), unit, about: None });
        let onclick = new.clone().map(|new| act(&props.dispatch, new));
        html! {
            <li key={form.clone()}>
                <button type="button" class="button" disabled={new.is_none()} aria-describedby="begin-next" {onclick}>{ title }</button>
            </li>
        }
    };
    html! {
        <section class="panel begin">
            <h2>{ text("records.begin") }</h2>
            if let Some(units) = props.units.clone() {
                <PickUnit id="begin-unit" label={text("records.unit")} {units} on_pick={choose} />
                <p class="muted" id="begin-next">{ text(if chosen.is_some() { "records.pick_form" } else { "records.pick_unit" }) }</p>
            }
            <ul class="begin-forms">{ for props.forms.iter().map(form) }</ul>
        </section>
    }
}
