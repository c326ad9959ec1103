//! A table of rows: one control per cell, rows added at the end and removed one by one.

use app::Command;
use app::view::RowView;
use templates::{text as term, text_with};
use yew::prelude::*;

use super::{Control, Field, FieldProps, label_id, problems};
use crate::widgets::link::act;

/// More columns than this are too narrow side by side on an office screen; each row then stands by itself.
const SIDE_BY_SIDE: usize = 3;

/// Rows and a button for one more.
#[component]
pub(crate) fn Table(props: &FieldProps) -> Html {
    let field = &props.field;
    let onclick = {
        let (dispatch, path) = (props.dispatch.clone(), field.path.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Command::AddRow(path.clone())))
    };
    let add = html! {
        <button type="button" class="add-row" {onclick} disabled={!props.editable}>
            { if field.rows.is_empty() { text_with("field.add_first", &[("columns", &field.columns.join(term("field.separator")))]) } else { term("field.add_row").to_owned() } }
        </button>
    };
    let (before, after, over) = (before(props), after(props), over(props));
    if field.rows.is_empty() {
        return html! { <div class="rows empty" id={field.path.clone()} aria-labelledby={label_id(&field.path)} role="group">{ add }</div> };
    }
    if field.columns.len() > SIDE_BY_SIDE {
        return html! {
            <div class="rows" id={field.path.clone()} aria-labelledby={label_id(&field.path)} role="group">
                { over }
                { before }
                { for field.rows.iter().map(|row| card_html(props, row)) }
                { after }
                { add }
            </div>
        };
    }
    html! {
        <div class="rows" id={field.path.clone()} aria-labelledby={label_id(&field.path)} role="group">
            { over }
            { before }
            <table>
                <thead><tr>
                    { for field.columns.iter().map(|column| html! { <th scope="col">{ column }</th> }) }
                    <td class="row-tools"></td>
                </tr></thead>
                <tbody>{ for field.rows.iter().map(|row| row_html(props, row)) }</tbody>
            </table>
            { after }
            { add }
        </div>
    }
}

/// The way to the rows before those on screen.
fn before(props: &FieldProps) -> Html {
    turn(props, props.field.other_rows.before.as_ref(), "field.rows_before")
}

/// The way to the rows behind them.
fn after(props: &FieldProps) -> Html {
    turn(props, props.field.other_rows.after.as_ref(), "field.rows_after")
}

fn turn(props: &FieldProps, rows: Option<&(usize, String)>, key: &'static str) -> Html {
    let Some((count, path)) = rows else { return html! {} };
    let show = Command::ShowField(path.clone());
    html! {
        <button type="button" class="add-row turn" onclick={act(&props.dispatch, show)}>
            { text_with(key, &[("count", &count.to_string())]) }
        </button>
    }
}

/// More rows than there may be, as only a file brings them, and the way out.
fn over(props: &FieldProps) -> Html {
    let Some((count, max)) = props.field.other_rows.over else { return html! {} };
    let (all, most, rest) = (count.to_string(), max.to_string(), (count - max).to_string());
    let keep = Command::KeepRows(props.field.path.clone());
    html! {
        <p class="tone warn rows-over" role="note">
            { text_with("field.rows_over", &[("max", &most), ("count", &all)]) }
            if props.editable {
                <button type="button" class="button" onclick={act(&props.dispatch, keep)}>
                    { text_with("field.rows_remove", &[("max", &most), ("count", &rest)]) }
                </button>
            }
        </p>
    }
}

fn row_html(props: &FieldProps, row: &RowView) -> Html {
    html! {
        <tr key={row.path.clone()} id={row.path.clone()}>
            { for row.cells.iter().map(|cell| html! {
                <td class={classes!("cell", cell.kind.name())}>
                    <Control field={cell.clone()} editable={props.editable} dispatch={props.dispatch.clone()} bare={true} />
                    { problems(cell) }
                </td>
            }) }
            <td class="row-tools">{ remove(props, row) }</td>
        </tr>
    }
}

/// A row by itself: each cell with its label.
fn card_html(props: &FieldProps, row: &RowView) -> Html {
    html! {
        <div key={row.path.clone()} id={row.path.clone()} class="row-card" role="group" aria-label={row.name.clone()}>
            <p class="muted row-name" aria-hidden="true">{ &row.name }</p>
            <div class="row-cells">
                { for row.cells.iter().map(|cell| html! {
                    <Field key={cell.path.clone()} field={cell.clone()} editable={props.editable} dispatch={props.dispatch.clone()} bare={true} />
                }) }
            </div>
            { remove(props, row) }
        </div>
    }
}

fn remove(props: &FieldProps, row: &RowView) -> Html {
    let (dispatch, path) = (props.dispatch.clone(), row.path.clone());
    let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Command::RemoveRow(path.clone())));
    let name = text_with("field.remove_row", &[("row", &row.name)]);
    html! {
        <button type="button" class="icon" title={name.clone()} aria-label={name}
            disabled={!props.editable} {onclick}>{ "×" }</button>
    }
}
