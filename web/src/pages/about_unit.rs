//! 单位情况: everything about one unit over all years, and what can be begun about it.

use app::Command;
use app::view::{AboutUnitPage, UnitEntry, UnitYear};
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::badge::{badge, dot};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;

/// The page.
#[component]
pub(crate) fn AboutUnit(props: &PageProps<AboutUnitPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let drawn = use_gradually(view.course.len());
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ &view.name }</h1>
                { for view.next.iter().map(|next| html! {
                    <button type="button" class="button primary" onclick={act(dispatch, next.command.clone())}>{ next.label }</button>
                }) }
            </header>
            <div class="beside">
                <div>
                    <section class="panel"><h2>{ text("about_unit.years") }</h2>{ years(&view.years) }</section>
                    <section class="panel">
                        <h2>{ text("about_unit.course") }</h2>
                        if view.course.is_empty() {
                            <p class="none muted">{ text("about_unit.empty") }</p>
                        } else {
                            <p class="muted padded">{ text_with("about_unit.course_about", &[("count", &view.course.len().to_string())]) }</p>
                            { course(first(&view.course, drawn), dispatch) }
                        }
                    </section>
                </div>
                <aside class="beside-side">{ side(view, dispatch) }</aside>
            </div>
        </div>
    }
}

fn side(view: &AboutUnitPage, dispatch: &Callback<Command>) -> Html {
    let begin = |(form, title): &(String, String)| {
        let new = Command::NewRecord { form: form.clone(), unit: view.id.clone(), about: None };
        html! { <li key={form.clone()}><button type="button" class="button" onclick={act(dispatch, new)}>{ title }</button></li> }
    };
    html! { <>
        <section class="panel begin">
            <h2>{ text("about_unit.facts") }</h2>
            <dl class="facts padded">{ for view.facts.iter().map(|(label, value)| html! { <><dt>{ *label }</dt><dd>{ value }</dd></> }) }</dl>
        </section>
        if !view.forms.is_empty() {
            <section class="panel begin">
                <h2>{ text("records.begin") }</h2>
                <ul class="begin-forms">{ for view.forms.iter().map(begin) }</ul>
            </section>
        }
    </> }
}

fn years(years: &[UnitYear]) -> Html {
    let number = |number: usize| if number == 0 { String::new() } else { number.to_string() };
    html! {
        <table class="list">
            <thead><tr>
                { for ["about_unit.year", "overview.self_check", "units.score", "units.records", "units.findings", "about_unit.closed", "about_unit.overdue", "overview.feedback"]
                    .map(|key| html! { <th scope="col">{ text(key) }</th> }) }
            </tr></thead>
            <tbody>{ for years.iter().map(|year| html! {
                <tr key={year.title.clone()}>
                    <th scope="row">{ &year.title }</th>
                    <td>{ dot(&year.self_check) }</td>
                    <td class="number-left">{ &year.score }</td>
                    <td>{ number(year.records) }</td>
                    <td>{ number(year.findings) }</td>
                    <td>{ number(year.closed) }</td>
                    <td>{ number(year.overdue) }</td>
                    <td>{ dot(&year.feedback) }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}

fn course(entries: &[UnitEntry], dispatch: &Callback<Command>) -> Html {
    html! {
        <table class="list">
            <thead><tr>
                { for ["about_unit.day", "about_unit.what", "about_unit.title", "register.state"].map(|key| html! { <th scope="col">{ text(key) }</th> }) }
            </tr></thead>
            <tbody>{ for entries.iter().map(|entry| html! {
                <tr key={entry.id.to_string()}>
                    <td class="number-left">{ if entry.day.is_empty() { text("about_unit.no_day") } else { &entry.day } }</td>
                    <td>{ &entry.what }</td>
                    <th scope="row">
                        { link(dispatch, entry.route.clone(), if entry.title.is_empty() { text("list.unnumbered").into() } else { (&entry.title).into() }) }
                        { doubt(&entry.origin) }
                    </th>
                    <td>{ badge(&entry.state) }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}
