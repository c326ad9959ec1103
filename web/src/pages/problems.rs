//! 问题与整改措施: the problems the unit named, with measure, person and deadline; a click leads to the item.

use app::Command;
use app::view::{ProblemRow, ProblemsPage};
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::link::act;

/// The page.
#[component]
pub(crate) fn Problems(props: &PageProps<ProblemsPage>) -> Html {
    let rows = &props.view.rows;
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.problems") }</h1>
                <span class="muted">{ text_with("problems.count", &[("count", &rows.len().to_string())]) }</span>
            </header>
            if rows.is_empty() {
                <section class="card empty-state"><h2>{ text("problems.empty") }</h2><p>{ text("problems.empty_about") }</p></section>
            } else {
                <section class="card flush">
                    <table class="list problems-list">
                        <thead><tr>
                            { for ["problems.number", "problems.area", "problems.problem", "problems.measure", "problems.person", "problems.due"]
                                .map(|key| html! { <th scope="col">{ text(key) }</th> }) }
                        </tr></thead>
                        <tbody>{ for rows.iter().map(|row| row_html(props, row)) }</tbody>
                    </table>
                </section>
            }
        </div>
    }
}

fn row_html(props: &PageProps<ProblemsPage>, row: &ProblemRow) -> Html {
    let onclick = act(&props.dispatch, Command::ShowField(row.field.clone()));
    let cell = |value: &str| {
        if value.is_empty() {
            html! { <td class="missing">{ text("problems.not_filled") }</td> }
        } else {
            html! { <td>{ value.to_owned() }</td> }
        }
    };
    html! {
        <tr key={row.field.clone()}>
            <td><button type="button" class="link" {onclick}>{ &row.number }</button></td>
            <td>{ &row.area }</td>
            { cell(&row.problem) }{ cell(&row.measure) }{ cell(&row.person) }{ cell(&row.due) }
        </tr>
    }
}
