//! 交给办公室: what a team wrote, in one file for the office.

use app::view::HandOverPage;
use app::{Command, HandOut};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::pages::submit::keys_in_words;
use crate::widgets::handed::Handed;
use crate::widgets::protect::Protect;

/// The page.
#[component]
pub(crate) fn HandOver(props: &PageProps<HandOverPage>) -> Html {
    let PageProps { view, dispatch } = props;
    if !view.has_round || view.contents.is_empty() {
        return html! {
            <div class="page scroll"><section class="panel teach">
                <h1>{ text("nav.hand_over") }</h1><p>{ text("hand_over.empty") }</p>
            </section></div>
        };
    }
    let on_choose = dispatch.reform(|protection| Command::HandOut { what: HandOut::Records, protection });
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.hand_over") }</h1>
                <p class="muted">{ text_with("hand_over.about", &[("office", &view.office)]) }</p>
            </header>
            <div class="columns">
            <section class="panel">
                <h2>{ text("hand_over.contents") }</h2>
                <table class="list">
                    <thead><tr><th scope="col">{ text("hand_over.kind") }</th><th scope="col" class="number">{ text("hand_over.count") }</th></tr></thead>
                    <tbody>{ for view.contents.iter().map(|(name, count)| html! {
                        <tr key={name.clone()}><th scope="row">{ name }</th><td class="number">{ count }</td></tr>
                    }) }</tbody>
                </table>
                if view.unfinished > 0 {
                    <p class="tone warn padded">{ text_with("hand_over.unfinished", &[("count", &view.unfinished.to_string())]) }</p>
                }
            </section>
            <section class="panel padded">
                <h2>{ text("hand_over.protect") }</h2>
                <Protect office_key={view.office_key} sealed_only={view.sealed_only} action={text("hand_over.make")} {on_choose} />
                <p class="muted">{ text("hand_over.again") }</p>
                if !view.fingerprint.is_empty() {
                    <p class="fingerprint">{ text("hand_over.fingerprint") }{" "}<code>{ &view.fingerprint }</code></p>
                    <p class="muted">{ text("submit.fingerprint_about") }</p>
                    { keys_in_words() }
                }
            </section>
            </div>
            <Handed items={view.handed.clone()} dispatch={dispatch.clone()} />
        </div>
    }
}
