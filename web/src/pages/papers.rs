//! 工作底稿: one matter one sheet; several of one unit become a feedback letter.

use std::collections::BTreeSet;

use app::ledger::EntryId;
use app::view::{FindingsPage, PaperItem};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::filter::{Filter, Sieve};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;

/// Template of the feedback letter.
const FEEDBACK_LETTER: &str = "feedback-letter";

/// Working papers that are ticked.
type Ticked = BTreeSet<EntryId>;

/// The page.
#[component]
pub(crate) fn Papers(props: &PageProps<FindingsPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let sieve = use_state_eq(Sieve::default);
    let ticked = use_state_eq(Ticked::new);
    let mut units: Vec<String> = view.items.iter().map(|item| item.unit.clone()).collect();
    units.sort();
    units.dedup();
    let shown: Vec<&PaperItem> = view
        .items
        .iter()
        .filter(|item| {
            sieve.lets_through(&item.unit, &[&item.number, &item.title, &item.area, &item.disposition])
        })
        .collect();
    let rows = use_gradually(shown.len());
    if view.items.is_empty() {
        return teach(dispatch);
    }
    let chosen: Vec<&PaperItem> = view.items.iter().filter(|item| ticked.contains(&item.id)).collect();
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.papers") }</h1>
                <p class="muted">{ text("papers.about") }</p>
            </header>
            <section class="panel">
                <Filter label={text("papers.all_units")} options={units} sieve={(*sieve).clone()}
                    on_change={let sieve = sieve.setter(); Callback::from(move |new| sieve.set(new))}>
                    { draft(&chosen, dispatch) }
                </Filter>
                { table(first(&shown, rows), &ticked, dispatch) }
            </section>
        </div>
    }
}

fn teach(dispatch: &Callback<Command>) -> Html {
    html! {
        <div class="page scroll"><section class="panel teach">
            <h1>{ text("papers.empty_title") }</h1>
            <p>{ text("papers.empty") }</p>
            <p><button type="button" class="button primary" onclick={act(dispatch, Command::Go(Route::Units))}>{ text("nav.units") }</button></p>
        </section></div>
    }
}

/// The button that drafts a letter from the ticked papers, and why it cannot when it cannot.
fn draft(chosen: &[&PaperItem], dispatch: &Callback<Command>) -> Html {
    let Some(first) = chosen.first() else {
        return html! { <span class="muted">{ text("papers.tick") }</span> };
    };
    if chosen.iter().any(|item| item.unit_id != first.unit_id) {
        return html! { <span class="tone warn" role="status">{ text("papers.one_unit") }</span> };
    }
    let compose = Command::Compose {
        letter: FEEDBACK_LETTER.to_owned(),
        unit: Some(first.unit_id.clone()),
        findings: chosen.iter().map(|item| item.id.clone()).collect(),
    };
    let facts = [("name", first.unit.clone()), ("count", chosen.len().to_string())];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    html! {
        <button type="button" class="button primary" onclick={act(dispatch, compose)}>{ text_with("papers.draft", &facts) }</button>
    }
}

fn table(papers: &[&PaperItem], ticked: &UseStateHandle<Ticked>, dispatch: &Callback<Command>) -> Html {
    if papers.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col"><span class="sr-only">{ text("papers.choose") }</span></th>
                <th scope="col">{ text("records.number") }</th>
                <th scope="col">{ text("records.unit") }</th>
                <th scope="col">{ text("papers.area") }</th>
                <th scope="col">{ text("papers.title") }</th>
                <th scope="col">{ text("papers.severity") }</th>
                <th scope="col">{ text("papers.disposition") }</th>
                <th scope="col">{ text("papers.due") }</th>
            </tr></thead>
            <tbody>{ for papers.iter().map(|paper| row(paper, ticked, dispatch)) }</tbody>
        </table>
    }
}

fn row(paper: &PaperItem, ticked: &UseStateHandle<Ticked>, dispatch: &Callback<Command>) -> Html {
    let on = ticked.contains(&paper.id);
    let onchange = {
        let (ticked, id) = (ticked.clone(), paper.id.clone());
        Callback::from(move |_: Event| {
            let mut next = (*ticked).clone();
            if !next.remove(&id) {
                next.insert(id.clone());
            }
            ticked.set(next);
        })
    };
    let undecided = paper.disposition.is_empty();
    let disposition = if undecided { text("papers.undecided") } else { &paper.disposition };
    html! {
        <tr key={paper.id.to_string()} class={on.then_some("on")}>
            <td><input type="checkbox" checked={on} {onchange} aria-label={text_with("papers.choose_one", &[("title", &paper.title)])} /></td>
            <td class="nowrap">{ &paper.number }</td>
            <td>{ &paper.unit }</td>
            <td>{ &paper.area }</td>
            <th scope="row">{ link(dispatch, Route::Record(paper.id.clone(), 0), (&paper.title).into()) }{ doubt(&paper.origin) }</th>
            <td>{ badge(&paper.severity) }</td>
            <td class={undecided.then_some("muted")}>{ disposition }</td>
            <td class="number-left">{ &paper.due }</td>
        </tr>
    }
}
