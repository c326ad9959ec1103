//! What a figure counts, one by one.

use app::view::{FigurePage, FigureRow};
use app::{Command, Route};
use templates::text;
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::link;

/// The page.
#[component]
pub(crate) fn Figure(props: &PageProps<FigurePage>) -> Html {
    let PageProps { view, dispatch } = props;
    let rows = use_gradually(view.rows.len());
    let grouped = view.rows.iter().any(|row| !row.because.is_empty());
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ &view.title }</h1>
                <p class="muted">{ &view.about }</p>
            </header>
            <section class="panel">
                if view.rows.is_empty() {
                    <p class="none muted">{ text("figure.none") }</p>
                } else {
                    <table class="list" id="figure">
                        <thead><tr>
                            <th scope="col">{ text("figure.name") }</th>
                            if grouped { <th scope="col">{ text("figure.because") }</th> }
                        </tr></thead>
                        <tbody>{ for first(&view.rows, rows).iter().map(|item| row(item, grouped, dispatch)) }</tbody>
                    </table>
                }
            </section>
        </div>
    }
}

fn row(row: &FigureRow, grouped: bool, dispatch: &Callback<Command>) -> Html {
    let named = |name: &str, open: &Option<Route>| match open {
        Some(route) => link(dispatch, route.clone(), name.into()),
        None => name.into(),
    };
    let because = row.because.iter().map(|(name, open)| html! { <div>{ named(name, open) }</div> });
    html! {
        <tr key={format!("{}{:?}", row.name, row.open)}>
            <th scope="row">{ named(&row.name, &row.open) }</th>
            if grouped { <td>{ for because }</td> }
        </tr>
    }
}
