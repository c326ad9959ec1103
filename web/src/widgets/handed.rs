//! Files that were handed out, and the note of who received them.

use app::Command;
use app::view::HandedItem;
use templates::{text, text_with};
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use crate::widgets::dialog::Dialog;
use crate::widgets::gradually::{first, use_gradually};

/// What the list gets.
#[derive(Properties, PartialEq)]
pub(crate) struct HandedProps {
    /// The files, the newest first.
    pub(crate) items: Vec<HandedItem>,
    /// Carries out a command.
    pub(crate) dispatch: Callback<Command>,
}

/// The list; nothing while no file was handed out.
#[component]
pub(crate) fn Handed(props: &HandedProps) -> Html {
    let asking = use_state_eq(|| None::<HandedItem>);
    let rows = use_gradually(props.items.len());
    if props.items.is_empty() {
        return html! {};
    }
    let close = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(None))
    };
    let row = |item: &HandedItem| {
        let (setter, asked) = (asking.setter(), item.clone());
        let onclick = Callback::from(move |_: MouseEvent| setter.set(Some(asked.clone())));
        html! {
            <tr key={item.file.clone()}>
                <td class="number-left">{ &item.when }</td>
                <th scope="row" class="file">{ &item.name }</th>
                <td>{ &item.to }</td>
                <td>{ &item.holds }</td>
                <td class="number-left"><code>{ &item.code }</code></td>
                <td>{ &item.receipt }{ " " }<button type="button" class="link" {onclick}>{ text("handed.note") }</button></td>
            </tr>
        }
    };
    html! {
        <section class="panel" id="handed-out">
            <h2>{ text_with("handed.title", &[("count", &props.items.len().to_string())]) }</h2>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ text("handed.when") }</th>
                    <th scope="col">{ text("handed.file") }</th>
                    <th scope="col">{ text("handed.to") }</th>
                    <th scope="col">{ text("handed.holds") }</th>
                    <th scope="col" title={text("handed.code_about")}>{ text("handed.code") }</th>
                    <th scope="col">{ text("handed.receipt") }</th>
                </tr></thead>
                <tbody>{ for first(&props.items, rows).iter().map(row) }</tbody>
            </table>
            if let Some(item) = &*asking { <Note item={item.clone()} {close} dispatch={props.dispatch.clone()} /> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NoteProps {
    item: HandedItem,
    close: Callback<()>,
    dispatch: Callback<Command>,
}

/// Asks who received a file, and when.
#[component]
fn Note(props: &NoteProps) -> Html {
    let input = use_node_ref();
    let onsubmit = {
        let (input, file) = (input.clone(), props.item.file.clone());
        let (close, dispatch) = (props.close.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = input.cast::<HtmlInputElement>() {
                close.emit(());
                dispatch.emit(Command::NoteReceipt { file: file.clone(), receipt: field.value() });
            }
        })
    };
    html! {
        <Dialog title={text("handed.note")} on_close={props.close.clone()}>
            <form {onsubmit}>
                <p class="muted">{ &props.item.name }</p>
                <p class="dialog-field">
                    <label for="handed-receipt">{ text("handed.note_label") }</label>
                    <input ref={input} id="handed-receipt" class="input" type="text" value={props.item.receipt.clone()} autofocus={true} />
                </p>
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={props.close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary">{ text("handed.note") }</button>
                </div>
            </form>
        </Dialog>
    }
}
