//! The matrix of units and steps: filtered by branch and words, most urgent first.

use app::view::OverviewRow;
use app::{Command, Route};
use templates::text;
use yew::prelude::*;

use crate::widgets::badge::dot;
use crate::widgets::filter::{Filter, Narrowing};
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
    let narrowing = use_state_eq(Narrowing::default);
    let by_name = use_state_eq(|| false);
    let mut rows: Vec<&OverviewRow> = props
        .rows
        .iter()
        .filter(|row| narrowing.lets_through(&row.branch, &[&row.name, &row.branch]))
        .collect();
    let drawn = use_gradually(rows.len());
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
            <Filter label={text("overview.branches")} options={props.branches.clone()} narrowing={(*narrowing).clone()}
                on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))} />
            <button type="button" class="link order" title={text("overview.order")} onclick={flip}>{ text(order) }</button>
            </div>
            <table class="list">
                <thead><tr>{ for COLUMNS.iter().map(|key| html! { <th scope="col">{ text(key) }</th> }) }</tr></thead>
                <tbody>{ for first(&rows, drawn).iter().map(|row| unit(row, &props.dispatch)) }</tbody>
            </table>
            if rows.is_empty() { <p class="none muted">{ text("filter.none") }</p> }
        </section>
    }
}

fn unit(row: &OverviewRow, dispatch: &Callback<Command>) -> Html {
    let self_check = match &row.record {
        Some(record) => link(dispatch, Route::Record(record.clone(), 0), dot(&row.self_check)),
        None => dot(&row.self_check),
    };
    let next = row.next.as_ref().map(|next| {
        html! { <button type="button" class="link" onclick={act(dispatch, next.command.clone())}>{ next.label }</button> }
    });
    html! {
        <tr key={row.id.to_string()}>
            <th scope="row">{ link(dispatch, Route::AboutUnit(row.id.clone()), (&row.name).into()) }</th>
            <td>{ &row.branch }</td>
            <td>{ self_check }</td>
            <td>{ dot(&row.inspection) }</td>
            <td>{ dot(&row.feedback) }</td>
            <td>{ dot(&row.rectification) }</td>
            <td>{ next }</td>
        </tr>
    }
}
