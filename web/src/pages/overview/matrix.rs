//! The matrix of units and steps: filtered by branch and words, most urgent first, conflicts settled in place.

use app::ledger::EntryId;
use app::view::{OverviewRow, VersionItem};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::badge::dot;
use crate::widgets::filter::{Filter, Sieve};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};

/// The matrix.
#[derive(Properties, PartialEq)]
pub(super) struct MatrixProps {
    pub(super) rows: Vec<OverviewRow>,
    pub(super) branches: Vec<String>,
    pub(super) dispatch: Callback<Command>,
}

/// Heads of the columns.
const COLUMNS: [&str; 7] = [
    "overview.unit",
    "overview.branch",
    "overview.self_check",
    "overview.inspection",
    "overview.feedback",
    "overview.rectification",
    "overview.next",
];

#[component]
pub(super) fn Matrix(props: &MatrixProps) -> Html {
    let sieve = use_state_eq(Sieve::default);
    let drawn = use_gradually(props.rows.len());
    let by_name = use_state_eq(|| false);
    let settling = use_state_eq(|| None::<EntryId>);
    let mut rows: Vec<&OverviewRow> =
        props.rows.iter().filter(|row| sieve.lets_through(&row.branch, &[&row.name, &row.branch])).collect();
    if *by_name {
        rows.sort_by(|a, b| (&a.branch, &a.name).cmp(&(&b.branch, &b.name)));
    }
    let flip = {
        let (by_name, now) = (by_name.setter(), *by_name);
        Callback::from(move |_: MouseEvent| by_name.set(!now))
    };
    let order = if *by_name { "overview.by_branch" } else { "overview.by_urgency" };
    html! {
        <section class="panel matrix">
            <div class="panel-top">
            <h2>{ text("overview.matrix") }</h2>
            <Filter label={text("overview.branches")} options={props.branches.clone()} sieve={(*sieve).clone()}
                on_change={let sieve = sieve.setter(); Callback::from(move |new| sieve.set(new))} />
            <button type="button" class="link order" title={text("overview.order")} onclick={flip}>{ text(order) }</button>
            </div>
            <table class="list">
                <thead><tr>{ for COLUMNS.iter().map(|key| html! { <th scope="col">{ text(key) }</th> }) }</tr></thead>
                <tbody>{ for first(&rows, drawn).iter().map(|row| unit(row, &settling, &props.dispatch)) }</tbody>
            </table>
            if rows.is_empty() { <p class="none muted">{ text("filter.none") }</p> }
        </section>
    }
}

fn unit(row: &OverviewRow, settling: &UseStateHandle<Option<EntryId>>, dispatch: &Callback<Command>) -> Html {
    let open = row.in_conflict && settling.as_ref() == Some(&row.id);
    let name = match &row.record {
        Some(record) => link(dispatch, Route::Record(record.clone(), 0), (&row.name).into()),
        None => (&row.name).into(),
    };
    html! {
        <key={row.id.to_string()}>
            <tr>
                <th scope="row">{ name }</th>
                <td>{ &row.branch }</td>
                <td>{ dot(&row.self_check) }</td>
                <td>{ dot(&row.inspection) }</td>
                <td>{ dot(&row.feedback) }</td>
                <td>{ dot(&row.rectification) }</td>
                <td>{ next(row, open, settling, dispatch) }</td>
            </tr>
            if open { { versions(row, dispatch) } }
        </>
    }
}

/// What to do next; a conflict comes before everything else and opens its versions below the row.
fn next(
    row: &OverviewRow,
    open: bool,
    settling: &UseStateHandle<Option<EntryId>>,
    dispatch: &Callback<Command>,
) -> Html {
    if row.in_conflict {
        let (setter, other) = (settling.setter(), (!open).then(|| row.id.clone()));
        let onclick = Callback::from(move |_: MouseEvent| setter.set(other.clone()));
        return html! {
            <button type="button" class="link" aria-expanded={open.to_string()} {onclick}>{ text("overview.settle") }</button>
        };
    }
    let Some(next) = &row.next else { return html! {} };
    html! { <button type="button" class="link" onclick={act(dispatch, next.command.clone())}>{ next.label }</button> }
}

/// The versions of a self-check that two people changed apart, to choose from.
fn versions(row: &OverviewRow, dispatch: &Callback<Command>) -> Html {
    let Some(entry) = &row.record else { return html! {} };
    let choice = |version: &VersionItem| {
        let settle = Command::Settle { entry: entry.clone(), version: version.id.clone() };
        html! {
            <li key={version.id.clone()}>
                <div>
                    <b>{ &version.who }</b><small class="muted">{ &version.when }</small>
                    { says(version) }
                </div>
                <button type="button" class="button" onclick={act(dispatch, settle)}>{ text("overview.take_version") }</button>
            </li>
        }
    };
    html! {
        <tr class="settle">
            <td colspan={COLUMNS.len().to_string()}>
                <p>{ text_with("overview.settle_how", &[("name", &row.name)]) }</p>
                <ul>{ for row.versions.iter().map(choice) }</ul>
            </td>
        </tr>
    }
}

/// Where a version differs from the others.
fn says(version: &VersionItem) -> Html {
    let blank =
        |said: &str| if said.is_empty() { text("overview.not_said").to_owned() } else { said.to_owned() };
    html! {
        <dl class="says">
            { for version.says.iter().map(|(place, said)| html! { <div><dt>{ place }</dt><dd>{ blank(said) }</dd></div> }) }
            if version.more > 0 {
                <div><dt>{ text_with("overview.more_differences", &[("count", &version.more.to_string())]) }</dt></div>
            }
        </dl>
    }
}
