//! The rows of a register.

use std::collections::BTreeSet;
use std::rc::Rc;

use app::ledger::EntryId;
use app::view::{Badge, RegisterCell, RegisterPage, RegisterRow};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::badge::badge;
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;

/// Records that are ticked, and what ticks one; `None` where nothing is done with several.
type Ticks<'a> = Option<(&'a BTreeSet<EntryId>, &'a Callback<EntryId>)>;

/// The table of some rows in an order, by a column and whether the last comes first.
pub(super) fn table(
    view: &RegisterPage,
    (rows, order): (&[&Rc<RegisterRow>], Option<(usize, bool)>),
    sort_by: Callback<usize>,
    ticks: Ticks<'_>,
    dispatch: &Callback<Command>,
) -> Html {
    if rows.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    let heading = |(at, column): (usize, &app::view::RegisterColumn)| {
        let sorted = order.filter(|(by, _)| *by == at).map(|(_, descending)| descending);
        let order = sorted.map(|descending| if descending { "descending" } else { "ascending" });
        let onclick = sort_by.reform(move |_: MouseEvent| at);
        html! {
            <th scope="col" key={at} aria-sort={order}>
                <button type="button" class={classes!("sort", order)} {onclick}>{ &column.label }</button>
            </th>
        }
    };
    html! {
        <table class="list register">
            <thead><tr>
                { for ticks.map(|_| html! { <th scope="col"><span class="sr-only">{ text("papers.choose") }</span></th> }) }
                <>{ for view.columns.iter().enumerate().map(heading) }</>
                <th scope="col">{ text("list.actions") }</th>
            </tr></thead>
            <tbody>{ for rows.iter().map(|row_view| row(view, row_view, ticks, dispatch)) }</tbody>
        </table>
    }
}

fn row(view: &RegisterPage, row: &RegisterRow, ticks: Ticks<'_>, dispatch: &Callback<Command>) -> Html {
    let name = row.cells.get(view.leads).map(|cell| cell.text.as_str()).filter(|name| !name.is_empty());
    let name = name.unwrap_or(text("list.unnumbered"));
    let on = ticks.is_some_and(|(ticked, _)| ticked.contains(&row.id));
    html! {
        <tr key={row.id.to_string()} class={on.then_some("on")}>
            { for ticks.map(|(_, tick)| {
                let (tick, id) = (tick.clone(), row.id.clone());
                let onchange = Callback::from(move |_: Event| tick.emit(id.clone()));
                html! { <td><input type="checkbox" checked={on} {onchange} aria-label={text_with("papers.choose_one", &[("title", name)])} /></td> }
            }) }
            <>{ for view.columns.iter().zip(&row.cells).enumerate().map(|(at, (column, cell))| {
                if at == view.leads {
                    return html! {
                        <th scope="row" key={at} class={if column.short { "nowrap" } else { "leads" }}>
                            { link(dispatch, Route::Record(row.id.clone(), 0), name.into()) }{ doubt(&row.origin) }
                        </th>
                    };
                }
                html! { <td key={at} class={column.short.then_some("number-left")}>{ value(cell) }</td> }
            }) }</>
            <td class="actions">
                if row.in_conflict { { link(dispatch, Route::Settle(row.id.clone()), text("overview.settle").into()) } }
                <button type="button" class="link" onclick={act(dispatch, Command::ExportRecord(row.id.clone()))}>{ text("list.docx") }</button>
                if row.removable {
                    <button type="button" class="link quiet" onclick={act(dispatch, Command::Remove(row.id.clone()))}>{ text("list.remove") }</button>
                }
            </td>
        </tr>
    }
}

fn value(cell: &RegisterCell) -> Html {
    match cell.tone {
        Some(tone) => badge(&Badge { text: cell.text.clone(), tone }),
        None => html! { { &cell.text } },
    }
}
