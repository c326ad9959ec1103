//! 督查安排与核查: the units, their self-checks, and everything a team does about one of them.

use app::view::{UnitItem, UnitsPage};
use app::{Command, HandOut, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::dot;
use crate::widgets::filter::{Filter, Narrowing};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::menu::Menu;
use crate::widgets::origin::doubt;

/// The page.
#[component]
pub(crate) fn Units(props: &PageProps<UnitsPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let narrowing = use_state_eq(Narrowing::default);
    let arrived = use_state_eq(|| false);
    let mut branches: Vec<String> = view.units.iter().map(|unit| unit.branch.clone()).collect();
    branches.sort();
    branches.dedup();
    let shown: Vec<&UnitItem> = view
        .units
        .iter()
        .filter(|unit| !*arrived || unit.can_verify)
        .filter(|unit| narrowing.lets_through(&unit.branch, &[&unit.name, &unit.branch]))
        .collect();
    let rows = use_gradually(shown.len());
    if !view.has_round || view.units.is_empty() {
        return html! {
            <div class="page scroll"><section class="panel teach">
                <h1>{ text("units.empty_title") }</h1><p>{ text("units.empty") }</p>
            </section></div>
        };
    }
    let toggle = {
        let (arrived, now) = (arrived.setter(), *arrived);
        Callback::from(move |_: Event| arrived.set(!now))
    };
    let here = view.units.iter().filter(|unit| unit.can_verify).count().to_string();
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.units") }</h1>
                <p class="muted">{ text_with("units.count", &[("count", &view.units.len().to_string()), ("arrived", &here)]) }</p>
            </header>
            <section class="panel">
                <Filter label={text("overview.branches")} options={branches} narrowing={(*narrowing).clone()}
                    on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))}>
                    <label class="check"><input type="checkbox" checked={*arrived} onchange={toggle} />{ text("units.only_arrived") }</label>
                </Filter>
                { table(first(&shown, rows), view, dispatch) }
            </section>
        </div>
    }
}

fn table(units: &[&UnitItem], page: &UnitsPage, dispatch: &Callback<Command>) -> Html {
    if units.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("overview.unit") }</th>
                <th scope="col">{ text("overview.branch") }</th>
                <th scope="col">{ text("overview.self_check") }</th>
                <th scope="col">{ text("units.score") }</th>
                <th scope="col" class="number">{ text("units.records") }</th>
                <th scope="col" class="number">{ text("units.findings") }</th>
                <th scope="col">{ text("overview.feedback") }</th>
                <th scope="col">{ text("units.work") }</th>
            </tr></thead>
            <tbody>{ for units.iter().map(|unit| row(unit, page, dispatch)) }</tbody>
        </table>
    }
}

fn row(unit: &UnitItem, page: &UnitsPage, dispatch: &Callback<Command>) -> Html {
    let self_check = match self_check_leads_to(unit) {
        Some(route) => link(dispatch, route, dot(&unit.self_check)),
        None => dot(&unit.self_check),
    };
    html! {
        <tr key={unit.id.to_string()}>
            <th scope="row">{ link(dispatch, Route::AboutUnit(unit.id.clone()), (&unit.name).into()) }</th>
            <td>{ &unit.branch }</td>
            <td>{ self_check }{ doubt(&unit.origin) }</td>
            <td class="number-left">{ &unit.score }</td>
            <td class="number">{ count(unit.records) }</td>
            <td class="number">{ count(unit.findings) }</td>
            <td>{ dot(&unit.feedback) }</td>
            <td class="actions">{ work(unit, page, dispatch) }</td>
        </tr>
    }
}

fn count(number: usize) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// Where a unit's self-check leads: to the verification that was begun, else to its self-check. Looking shortcuts none.
fn self_check_leads_to(unit: &UnitItem) -> Option<Route> {
    if unit.verified.is_empty() {
        unit.record.clone().map(|record| Route::Record(record, 0))
    } else {
        Some(Route::Verify(unit.id.clone(), 0))
    }
}

fn work(unit: &UnitItem, page: &UnitsPage, dispatch: &Callback<Command>) -> Html {
    let paper = Command::NewRecord { form: page.shortcuts.paper.clone(), unit: unit.id.clone(), about: None };
    let letter = Command::Compose {
        letter: page.shortcuts.letter.clone(),
        unit: Some(unit.id.clone()),
        findings: Vec::new(),
    };
    let verified = if unit.verified.is_empty() {
        text("units.verify").to_owned()
    } else {
        text_with("units.verified", &[("count", &unit.verified)])
    };
    html! {
        <>
            if unit.can_verify {
                <button type="button" class="link" onclick={verify(unit, &page.shortcuts.verification, dispatch)}>{ verified }</button>
            }
            { new_record(unit, &page.forms, dispatch) }
            <button type="button" class="link" onclick={act(dispatch, paper)}>{ text("units.paper") }</button>
            <button type="button" class="link" onclick={act(dispatch, letter)}>{ text("units.letter") }</button>
            if unit.to_send {
                <button type="button" class="link" onclick={act(dispatch, Command::AskHandOut(HandOut::Feedback(unit.id.clone())))}>{ text("next.send") }</button>
            }
        </>
    }
}

/// Goes to the verification of a unit's self-check, which shortcuts when there is none yet.
fn verify(unit: &UnitItem, form: &str, dispatch: &Callback<Command>) -> Callback<MouseEvent> {
    let (dispatch, unit, form) = (dispatch.clone(), unit.clone(), form.to_owned());
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if unit.verified.is_empty() {
            let about = unit.record.clone();
            dispatch.emit(Command::NewRecord { form: form.clone(), unit: unit.id.clone(), about });
        }
        dispatch.emit(Command::Go(Route::Verify(unit.id.clone(), 0)));
    })
}

/// A list of forms, opened on the spot: arrow keys and letters begin nothing, and each form is a button of its own.
fn new_record(unit: &UnitItem, forms: &[(String, String)], dispatch: &Callback<Command>) -> Html {
    let label = text_with("units.new_record_for", &[("name", &unit.name)]);
    let form = |(form, title): &(String, String)| {
        let begin = Command::NewRecord { form: form.clone(), unit: unit.id.clone(), about: None };
        html! { <li key={form.clone()}><button type="button" class="link" onclick={act(dispatch, begin)}>{ title }</button></li> }
    };
    html! {
        <Menu button={text("units.new_record")} {label}>{ for forms.iter().map(form) }</Menu>
    }
}
