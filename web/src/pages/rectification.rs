//! 整改台账: findings in feedback with their measures, deadlines and lights.

use app::view::{RectificationItem, RectificationPage, Standing, StandingCount, Tone};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::dot;
use crate::widgets::chart;
use crate::widgets::filter::{Filter, Narrowing};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;

/// The page.
#[component]
pub(crate) fn Rectification(props: &PageProps<RectificationPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let narrowing = use_state_eq(Narrowing::default);
    let light = use_state_eq(|| None::<Standing>);
    let mut units: Vec<String> = view.items.iter().map(|item| item.unit.clone()).collect();
    units.sort();
    units.dedup();
    let shown: Vec<&RectificationItem> = view
        .items
        .iter()
        .filter(|item| light.is_none_or(|standing| item.is_among(standing)))
        .filter(|item| {
            narrowing
                .lets_through(&item.unit, &[&item.title, &item.unit, &item.area, &item.measure, &item.person])
        })
        .collect();
    let rows = use_gradually(shown.len());
    if view.items.is_empty() {
        return html! {
            <div class="page scroll"><section class="panel teach">
                <h1>{ text("rectification.empty_title") }</h1><p>{ text("rectification.empty") }</p>
            </section></div>
        };
    }
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.rectification") }</h1>
                <p class="muted">{ text("rectification.about") }</p>
                if view.years { <p class="muted">{ text("rectification.years") }</p> }
            </header>
            { lights(view, &light) }
            <section class="panel">
                <Filter label={text("papers.all_units")} options={units} narrowing={(*narrowing).clone()}
                    on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))} />
                { table(first(&shown, rows), &view.form, dispatch) }
            </section>
        </div>
    }
}

/// One bar in parts, and the numbers as buttons that narrow the table.
fn lights(view: &RectificationPage, light: &UseStateHandle<Option<Standing>>) -> Html {
    let parts: Vec<(Tone, usize)> = view.counts.iter().rev().map(|one| (one.badge.tone, one.alone)).collect();
    let button = |one: &StandingCount| {
        let on = **light == Some(one.standing);
        let (setter, next) = (light.setter(), (!on).then_some(one.standing));
        let onclick = Callback::from(move |_: MouseEvent| setter.set(next));
        html! {
            <button key={one.badge.text.clone()} type="button" class={classes!("light", on.then_some("on"))} aria-pressed={on.to_string()} {onclick}>
                { dot(&one.badge) }
                <b>{ one.count }</b>
            </button>
        }
    };
    html! {
        <section class="lights">
            { chart::parts(&parts) }
            <div class="lights-row">{ for view.counts.iter().map(button) }</div>
        </section>
    }
}

fn table(items: &[&RectificationItem], form: &str, dispatch: &Callback<Command>) -> Html {
    if items.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("rectification.state") }</th>
                <th scope="col">{ text("records.unit") }</th>
                <th scope="col">{ text("papers.area") }</th>
                <th scope="col">{ text("papers.title") }</th>
                <th scope="col">{ text("rectification.measure") }</th>
                <th scope="col">{ text("rectification.person") }</th>
                <th scope="col">{ text("papers.due") }</th>
            </tr></thead>
            <tbody>{ for items.iter().map(|item| row(item, form, dispatch)) }</tbody>
        </table>
    }
}

fn row(item: &RectificationItem, form: &str, dispatch: &Callback<Command>) -> Html {
    let begin = Command::NewRecord {
        form: form.to_owned(),
        unit: item.unit_id.clone(),
        about: Some(item.finding.clone()),
    };
    let measure = if item.measure.is_empty() { text("rectification.no_measure") } else { &item.measure };
    let title = match &item.open {
        Some(route) => link(dispatch, route.clone(), (&item.title).into()),
        None => (&item.title).into(),
    };
    html! {
        <tr key={item.finding.to_string()}>
            <td class="nowrap">{ dot(&item.state) }</td>
            <td class="nowrap">{ &item.unit }{ super::of_other_round(&item.round) }</td>
            <td>{ &item.area }</td>
            <th scope="row">{ title }</th>
            <td class={item.measure.is_empty().then_some("muted")}>
                { measure }{ doubt(&item.origin) }
                if item.can_begin {
                    { " " }<button type="button" class="link" onclick={act(dispatch, begin)}>{ text("rectification.begin") }</button>
                }
                { others(item, dispatch) }
            </td>
            <td class="nowrap">{ &item.person }</td>
            <td class="number-left">{ &item.due }</td>
        </tr>
    }
}

/// That there are several records about the finding, and where the others are.
fn others(item: &RectificationItem, dispatch: &Callback<Command>) -> Html {
    if item.others.is_empty() {
        return Html::default();
    }
    let one = |(words, route): &(String, Option<Route>)| {
        let words = match route {
            Some(route) => link(dispatch, route.clone(), words.clone().into()),
            None => words.into(),
        };
        html! { <><br />{ words }</> }
    };
    let count = (item.others.len() + 1).to_string();
    html! {
        <small class="muted">
            <br />{ text_with("rectification.others", &[("count", &count)]) }{ for item.others.iter().map(one) }
        </small>
    }
}
