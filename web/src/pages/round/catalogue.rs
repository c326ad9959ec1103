//! The list of items of the year, area by area, to be read before it is confirmed.

use app::Command;
use app::view::{CatalogueArea, CatalogueLine, RoundPage};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::link::act;

/// The list, closed area by area.
pub(super) fn catalogue(view: &RoundPage, dispatch: &Callback<Command>) -> Html {
    let areas = &view.areas;
    let items: usize = areas.iter().map(|area| area.items.len()).sum();
    html! {
        <section class="panel catalogue">
            <h2>{ text_with("round.catalogue", &[("areas", &areas.len().to_string()), ("items", &items.to_string())]) }</h2>
            if !view.catalogue_status.is_empty() {
                <div class="callout warn" role="status">
                    <p>{ &view.catalogue_status }</p>
                    <button type="button" class="button" id="confirm-catalogue" title={text("round.confirm_catalogue_about")}
                        onclick={act(dispatch, Command::ConfirmCatalogue)}>{ text("round.confirm_catalogue") }</button>
                </div>
            }
            <p class="muted padded">{ text("round.catalogue_about") }</p>
            { for areas.iter().map(area) }
        </section>
    }
}

fn area(area: &CatalogueArea) -> Html {
    let facts = [
        ("name", area.name.clone()),
        ("items", area.items.len().to_string()),
        ("weight", area.weight.to_string()),
    ];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    html! {
        <details key={area.name.clone()} class="area">
            <summary>{ text_with("round.area", &facts) }</summary>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("register.number") }</th>
                    <th scope="col">{ text("round.item") }</th>
                    <th scope="col">{ text("round.basis") }</th>
                    <th scope="col" class="number">{ text("round.weight") }</th>
                </tr></thead>
                <tbody>{ for area.items.iter().map(line) }</tbody>
            </table>
        </details>
    }
}

fn line(line: &CatalogueLine) -> Html {
    html! {
        <tr key={line.number.clone()}>
            <td class="nowrap">{ &line.number }</td>
            <td>
                { &line.text }
                if !line.applies.is_empty() { <small class="note muted">{ text_with("round.applies", &[("whom", &line.applies)]) }</small> }
            </td>
            <td>{ &line.basis }</td>
            <td class="number">{ line.weight }</td>
        </tr>
    }
}
