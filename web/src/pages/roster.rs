//! 单位名册: the roster, and the office's own one from a CSV file.

use app::Command;
use app::ledger::{EntryId, Unit};
use app::view::RosterPage;
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::decode;
use crate::widgets::file_drop::FileDrop;
use crate::widgets::filter::{Filter, Sieve};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::act;

/// The page.
#[component]
pub(crate) fn Roster(props: &PageProps<RosterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let sieve = use_state_eq(Sieve::default);
    let rows = use_gradually(view.units.len());
    let mut kinds: Vec<String> = view.units.iter().map(|(_, unit)| unit.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let shown: Vec<&(EntryId, Unit)> = view
        .units
        .iter()
        .filter(|(_, u)| {
            sieve.lets_through(
                &u.kind,
                &[&u.name, &u.short_name, &u.party_name, &u.branch, &u.city, &u.supervised_by],
            )
        })
        .collect();
    let on_file = dispatch.reform(|(_, bytes): (String, Vec<u8>)| Command::TakeRoster(decode::text(&bytes)));
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.roster") }</h1>
                if !view.confirmed {
                    <div class="callout warn" role="status">
                        <p>{ text("roster.example") }</p>
                        <button type="button" class="button" id="confirm-roster" onclick={act(dispatch, Command::ConfirmRoster)}>{ text("roster.confirm") }</button>
                    </div>
                }
                <p class="muted">{ text_with("roster.count", &[("count", &view.units.len().to_string())]) }</p>
            </header>
            <div class="beside">
                <section class="panel">
                    <Filter label={text("roster.all_kinds")} options={kinds} sieve={(*sieve).clone()}
                        on_change={let sieve = sieve.setter(); Callback::from(move |new| sieve.set(new))} />
                    { table(first(&shown, rows)) }
                </section>
                <aside class="beside-side">
                    <FileDrop title={text("roster.drop")} hint={text("roster.drop_hint")} accept=".csv,text/csv" many=false {on_file} />
                    <section class="panel teach-small">
                        <h2>{ text("roster.how_title") }</h2>
                        <p>{ text("roster.how") }</p>
                        <p><code>{ text("roster.columns") }</code></p>
                    </section>
                </aside>
            </div>
        </div>
    }
}

fn table(units: &[&(EntryId, Unit)]) -> Html {
    if units.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("roster.short_name") }</th>
                <th scope="col">{ text("roster.name") }</th>
                <th scope="col">{ text("overview.branch") }</th>
                <th scope="col">{ text("roster.kind") }</th>
                <th scope="col">{ text("roster.supervised_by") }</th>
                <th scope="col">{ text("roster.city") }</th>
            </tr></thead>
            <tbody>{ for units.iter().map(|(id, unit)| html! {
                <tr key={id.to_string()}>
                    <th scope="row" class="nowrap" title={unit.party_name.clone()}>{ &unit.short_name }</th>
                    <td>
                        { &unit.name }
                        if !unit.note.is_empty() { <small class="note muted">{ &unit.note }</small> }
                    </td>
                    <td class="nowrap">{ &unit.branch }</td>
                    <td class="nowrap">{ &unit.kind }</td>
                    <td class="nowrap">{ &unit.supervised_by }</td>
                    <td class="nowrap">{ &unit.city }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}
