//! The button that drafts a document about the ticked records, and why it cannot when it cannot.

use std::collections::BTreeSet;
use std::rc::Rc;

use app::Command;
use app::ledger::EntryId;
use app::view::{RegisterPage, RegisterRow};
use yew::prelude::*;

use crate::widgets::link::act;

/// Only rows in sight count: nobody means what a filter hides. They stay ticked until the filter is taken away.
pub(super) fn control(
    view: &RegisterPage,
    shown: &[&Rc<RegisterRow>],
    ticked: &BTreeSet<EntryId>,
    dispatch: &Callback<Command>,
) -> Html {
    let Some(together) = &view.together else { return html! {} };
    let chosen: Vec<&RegisterRow> =
        shown.iter().map(|row| row.as_ref()).filter(|row| ticked.contains(&row.id)).collect();
    let Some(first) = chosen.first() else {
        return html! { <span class="muted">{ &together.tick }</span> };
    };
    let (unit, name) = &first.unit;
    if chosen.iter().any(|row| row.unit.0 != *unit) {
        return html! { <span class="tone warn" role="status">{ &together.one_unit }</span> };
    }
    let compose = Command::Compose {
        letter: together.letter.clone(),
        unit: Some(unit.clone()),
        findings: chosen.iter().map(|row| row.id.clone()).collect(),
    };
    let words = together.button.replace("{name}", name).replace("{count}", &chosen.len().to_string());
    html! { <button type="button" class="button primary" onclick={act(dispatch, compose)}>{ words }</button> }
}
