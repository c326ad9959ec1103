//! 督查记录: the records of methods, and new ones by unit and form.

use app::Command;
use app::Route;
use app::view::{RecordItem, RecordsPage};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::filter::{Filter, Sieve};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;
use crate::widgets::pick::PickUnit;

/// The page.
#[component]
pub(crate) fn Records(props: &PageProps<RecordsPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let sieve = use_state_eq(Sieve::default);
    let mut forms: Vec<String> = view.records.iter().map(|record| record.form.clone()).collect();
    forms.sort();
    forms.dedup();
    let shown: Vec<&RecordItem> = view
        .records
        .iter()
        .filter(|r| sieve.lets_through(&r.form, &[&r.number, &r.unit, &r.author, &r.form, &r.date]))
        .collect();
    let rows = use_gradually(shown.len());
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.records") }</h1>
                <p class="muted">{ text_with("records.count", &[("count", &view.records.len().to_string())]) }</p>
            </header>
            <div class="beside">
                <section class="panel">
                    if view.records.is_empty() {
                        <div class="teach"><h2>{ text("records.empty_title") }</h2><p>{ text("records.empty") }</p></div>
                    } else {
                        <Filter label={text("records.all_forms")} options={forms} sieve={(*sieve).clone()}
                            on_change={let sieve = sieve.setter(); Callback::from(move |new| sieve.set(new))} />
                        { table(first(&shown, rows), dispatch) }
                    }
                </section>
                <aside class="beside-side"><Begin forms={view.forms.clone()} units={view.units.clone()} dispatch={dispatch.clone()} /></aside>
            </div>
        </div>
    }
}

fn table(records: &[&RecordItem], dispatch: &Callback<Command>) -> Html {
    if records.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("records.number") }</th>
                <th scope="col">{ text("records.form") }</th>
                <th scope="col">{ text("records.unit") }</th>
                <th scope="col">{ text("records.date") }</th>
                <th scope="col">{ text("records.author") }</th>
                <th scope="col">{ text("records.state") }</th>
                <th scope="col">{ text("list.actions") }</th>
            </tr></thead>
            <tbody>{ for records.iter().map(|record| row(record, dispatch)) }</tbody>
        </table>
    }
}

fn row(record: &RecordItem, dispatch: &Callback<Command>) -> Html {
    let number = if record.number.is_empty() { text("list.unnumbered") } else { &record.number };
    html! {
        <tr key={record.id.to_string()}>
            <th scope="row">{ link(dispatch, Route::Record(record.id.clone(), 0), number.into()) }</th>
            <td>{ &record.form }</td>
            <td>{ &record.unit }</td>
            <td class="number">{ &record.date }</td>
            <td>{ &record.author }{ doubt(&record.origin) }</td>
            <td>
                { badge(&record.state) }
                if record.in_conflict { { link(dispatch, Route::Settle(record.id.clone()), text("overview.settle").into()) } }
            </td>
            <td class="actions">
                <button type="button" class="link" onclick={act(dispatch, Command::ExportRecord(record.id.clone()))}>{ text("list.docx") }</button>
                if record.removable {
                    <button type="button" class="link quiet" onclick={act(dispatch, Command::Remove(record.id.clone()))}>{ text("list.remove") }</button>
                }
            </td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    forms: Vec<(String, String)>,
    units: Vec<(app::ledger::EntryId, String)>,
    dispatch: Callback<Command>,
}

/// Starts a record: first the unit, then the form.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let unit = use_state_eq(|| None::<app::ledger::EntryId>);
    let choose = {
        let unit = unit.setter();
        Callback::from(move |chosen| unit.set(chosen))
    };
    let form = |(form, title): &(String, String)| {
        let new = (*unit).clone().map(|unit| Command::NewRecord { form: form.clone(), unit, about: None });
        let onclick = new.clone().map(|new| act(&props.dispatch, new));
        html! {
            <li key={form.clone()}>
                <button type="button" class="button" disabled={new.is_none()} {onclick}>{ title }</button>
            </li>
        }
    };
    html! {
        <section class="panel begin">
            <h2>{ text("records.begin") }</h2>
            <PickUnit id="begin-unit" label={text("records.unit")} units={props.units.clone()} on_pick={choose} />
            <p class="muted">{ text(if unit.is_some() { "records.pick_form" } else { "records.pick_unit" }) }</p>
            <ul class="begin-forms">{ for props.forms.iter().map(form) }</ul>
        </section>
    }
}
