//! 进度总览: numbers on top, the matrix of units and steps, and a place to drop files.

mod matrix;

use app::view::{Kpi, OverviewPage};
use app::{Command, HandOut, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::chart;
use crate::widgets::link::{act, link};
use crate::widgets::take_in::TakeIn;
use matrix::Matrix;

/// Bars of areas shown at the side.
const AREAS: usize = 8;

/// The page.
#[component]
pub(crate) fn Overview(props: &PageProps<OverviewPage>) -> Html {
    let PageProps { view, dispatch } = props;
    if !view.has_round {
        return no_round(dispatch);
    }
    html! {
        <div class="page scroll overview">
            <header class="page-head">
                <h1>{ text("nav.overview") }</h1>
                if !view.above.is_empty() { <p class="muted from-above">{ &view.above }</p> }
            </header>
            if view.first.is_empty() {
                <dl class="kpis">{ for view.kpis.iter().map(|one| kpi(one, dispatch)) }</dl>
            } else {
                <div class="callout good first-step" role="note">
                    <p>{ view.first }</p>
                    <button type="button" class="button" onclick={act(dispatch, Command::Go(Route::Round))}>{ text("overview.empty_action") }</button>
                </div>
            }
            <div class="beside">
                <Matrix rows={view.rows.clone()} branches={view.branches.clone()} dispatch={dispatch.clone()} />
                <aside class="beside-side">
                    <TakeIn dispatch={dispatch.clone()} hint={text("drop.hint")} />
                    if view.to_send > 0 { <section class="panel">
                        <h2>{ text("send.waiting") }</h2>
                        <p class="muted">{ text_with("send.waiting_about", &[("count", &view.to_send.to_string())]) }</p>
                        <p><button type="button" class="button" id="send-all" onclick={act(dispatch, Command::AskHandOut(HandOut::AllFeedback))}>{ text("send.all") }</button></p>
                    </section> }
                    { received(view, dispatch) }
                    if !view.areas.is_empty() { <section class="panel">
                        <h2>{ text("overview.areas") }<span class="panel-more">{ link(dispatch, Route::Findings, text("overview.analysis").into()) }</span></h2>
                        { chart::bars(&view.areas, AREAS, "", None) }
                    </section> }
                </aside>
            </div>
        </div>
    }
}

/// A figure, which leads to what it counts.
fn kpi(kpi: &Kpi, dispatch: &Callback<Command>) -> Html {
    html! {
        <div class="kpi" key={kpi.label.clone()}>
            <dt>{ link(dispatch, Route::Figure(kpi.id.clone()), (&kpi.label).into()) }</dt>
            <dd><b>{ &kpi.value }</b><small>{ &kpi.of }</small></dd>
        </div>
    }
}

/// The files dropped last; the whole account is on its own page.
fn received(view: &OverviewPage, dispatch: &Callback<Command>) -> Html {
    if view.received.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel">
            <h2>{ text("overview.received") }<span class="panel-more">{ link(dispatch, Route::Inbox, text("overview.inbox").into()) }</span></h2>
            <ul class="received">
                { for view.received.iter().map(|item| html! {
                    <li>
                        <span class="received-file" title={item.file.clone()}>{ &item.file }</span>
                        <span class={classes!("tone", item.badge.tone.class())} title={item.message.clone()}>{ &item.badge.text }</span>
                    </li>
                }) }
            </ul>
        </section>
    }
}

fn no_round(dispatch: &Callback<Command>) -> Html {
    html! {
        <div class="page scroll">
            <section class="panel teach">
                <h1>{ text("overview.empty_title") }</h1>
                <p>{ text("overview.empty") }</p>
                <p><button type="button" class="button primary" onclick={act(dispatch, Command::Go(Route::Round))}>{ text("overview.empty_action") }</button></p>
            </section>
        </div>
    }
}
