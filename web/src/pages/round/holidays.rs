//! 节假日安排: the arrangement of each year as it was published, what was read of it, and what is wrong with it.

use app::Command;
use app::view::YearOfHolidays;
use templates::text;
use yew::prelude::*;

use crate::widgets::badge::badge;
use crate::widgets::edit::Edit;

/// The years.
pub(super) fn holidays(years: &[YearOfHolidays], dispatch: &Callback<Command>) -> Html {
    html! {
        <section class="panel rows" id="holidays">
            <h2>{ text("calendar.title") }</h2>
            <p class="muted">{ text("calendar.about") }</p>
            { for years.iter().map(|year| one(year, dispatch)) }
        </section>
    }
}

fn one(year: &YearOfHolidays, dispatch: &Callback<Command>) -> Html {
    let field = &year.field;
    let (id, about) = (format!("round-{}", field.key), format!("{}-read", field.key));
    let key = field.key.clone();
    let edit = Callback::from(move |value| Command::EditRound { field: key.clone(), value });
    html! {
        <div class="holidays" key={field.key.clone()}>
            <p><label for={id.clone()}>{ &field.label }</label>{ " " }{ badge(&year.stands) }</p>
            <Edit kind={field.kind} {id} class="input" value={field.value.clone()} told={about.clone()}
                {edit} dispatch={dispatch.clone()} />
            <div id={about} role="status">
                { for year.faults.iter().map(|fault| html! { <p class="problem bad">{ fault }</p> }) }
                if !year.read.is_empty() { <p class="muted">{ &year.read }</p> }
            </div>
        </div>
    }
}
