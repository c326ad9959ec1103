//! 收到的公文: what came from others, with the ways to read and print it.

use app::view::{ReceivedItem, ReceivedPage};
use app::{Command, Route};
use gloo::timers::callback::Timeout;
use templates::text;
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;

/// Time for the pages of a document to be drawn before they are printed, in milliseconds.
const DRAWN: u32 = 150;

/// The page.
#[component]
pub(crate) fn Received(props: &PageProps<ReceivedPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let rows = use_gradually(view.items.len());
    if view.items.is_empty() {
        return html! {
            <div class="page scroll"><section class="panel teach">
                <h1>{ text("received.empty_title") }</h1><p>{ text("received.empty") }</p>
            </section></div>
        };
    }
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.received") }</h1>
                <p class="muted">{ text("received.about") }</p>
            </header>
            <section class="panel">
                <table class="list" id="received">
                    <thead><tr>
                        <th scope="col">{ text("letters.title") }</th>
                        <th scope="col">{ text("letters.kind") }</th>
                        <th scope="col">{ text("letter.document_number") }</th>
                        <th scope="col">{ text("received.from") }</th>
                        <th scope="col">{ text("received.when") }</th>
                        <th scope="col">{ text("list.actions") }</th>
                    </tr></thead>
                    <tbody>{ for first(&view.items, rows).iter().map(|item| row(item, dispatch)) }</tbody>
                </table>
            </section>
        </div>
    }
}

fn row(item: &ReceivedItem, dispatch: &Callback<Command>) -> Html {
    html! {
        <tr key={item.id.to_string()}>
            <th scope="row">{ link(dispatch, item.open.clone(), (&item.title).into()) }</th>
            <td class="nowrap">{ &item.kind }</td>
            <td class="nowrap">{ &item.number }</td>
            <td>{ &item.from }{ doubt(&item.origin) }</td>
            <td class="nowrap">{ &item.when }</td>
            <td class="actions">
                <button type="button" class="link" onclick={act(dispatch, Command::Go(item.open.clone()))}>{ text("received.open") }</button>
                if item.prints {
                    <button type="button" class="link" onclick={print(item.open.clone(), dispatch)}>{ text("received.print") }</button>
                }
            </td>
        </tr>
    }
}

/// Opens a document and prints it.
fn print(open: Route, dispatch: &Callback<Command>) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| {
        dispatch.emit(Command::Go(open.clone()));
        let dispatch = dispatch.clone();
        Timeout::new(DRAWN, move || dispatch.emit(Command::Print)).forget();
    })
}
