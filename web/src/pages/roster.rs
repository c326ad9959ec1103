//! 单位名册: the roster, and the office's own one from a CSV file.

use app::ledger::{EntryId, Unit};
use app::view::{RosterLine, RosterPage, RosterPreview};
use std::collections::BTreeSet;

use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::file_drop::FileDrop;
use crate::widgets::filter::{Filter, Narrowing};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};

/// The page.
#[component]
pub(crate) fn Roster(props: &PageProps<RosterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let narrowing = use_state_eq(Narrowing::default);
    let mut kinds: Vec<String> = view.units.iter().map(|(_, unit)| unit.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let shown: Vec<&(EntryId, Unit)> = view
        .units
        .iter()
        .filter(|(_, u)| {
            narrowing.lets_through(
                &u.kind,
                &[&u.name, &u.short_name, &u.party_name, &u.branch, &u.city, &u.supervised_by],
            )
        })
        .collect();
    let rows = use_gradually(shown.len());
    let on_file = dispatch.reform(|(name, bytes)| Command::TakeIn { name, bytes, passphrase: None });
    if let Some(preview) = &view.preview {
        return html! { <Preview view={preview.clone()} dispatch={dispatch.clone()} /> };
    }
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.roster") }</h1>
                <p class="muted">{ counted(view) }</p>
                if !view.confirmed {
                    <div class="callout warn" role="status">
                        <p>{ text("roster.example") }</p>
                        <button type="button" class="button" id="confirm-roster" onclick={act(dispatch, Command::ConfirmRoster)}>{ text("roster.confirm") }</button>
                    </div>
                }
            </header>
            <div class="beside">
                <section class="panel">
                    <Filter label={text("roster.all_kinds")} options={kinds} narrowing={(*narrowing).clone()}
                        on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))} />
                    { for view.taking_part.iter().map(|taking| all_shown(&shown, taking, dispatch)) }
                    { table(first(&shown, rows), view.taking_part.as_ref(), dispatch) }
                </section>
                <aside class="beside-side">
                    <FileDrop title={text("roster.drop")} hint={text("roster.drop_hint")} accept=".csv,.tsv,.txt,text/csv,text/plain" many=false {on_file} />
                    <section class="panel teach-small">
                        <h2>{ text("roster.how_title") }</h2>
                        <p>{ text("roster.how") }</p>
                        <p><code>{ text("roster.columns") }</code></p>
                    </section>
                </aside>
            </div>
        </div>
    }
}

fn counted(view: &RosterPage) -> String {
    let all = view.units.len().to_string();
    match &view.taking_part {
        Some(taking) => {
            text_with("roster.count_taking_part", &[("count", &all), ("taking", &taking.len().to_string())])
        }
        None => text_with("roster.count", &[("count", &all)]),
    }
}

/// Lets all units that are shown take part, or leaves them out.
fn all_shown(shown: &[&(EntryId, Unit)], taking: &BTreeSet<EntryId>, dispatch: &Callback<Command>) -> Html {
    let units: Vec<EntryId> = shown.iter().map(|(id, _)| id.clone()).collect();
    let inside = units.iter().filter(|id| taking.contains(*id)).count();
    let choose = |takes: bool, key: &'static str, idle: bool| {
        let onclick = act(dispatch, Command::TakePart { units: units.clone(), takes });
        html! { <button type="button" class="link" disabled={idle} {onclick}>{ text(key) }</button> }
    };
    html! {
        <p class="padded taking-part">
            { text_with("taking_part.shown", &[("count", &shown.len().to_string()), ("taking", &inside.to_string())]) }{ "\u{2003}" }
            { choose(true, "taking_part.all", inside == units.len()) }{ "\u{2003}" }
            { choose(false, "taking_part.none", inside == 0) }
        </p>
    }
}

/// The box that says whether a unit takes part.
fn takes_part(
    (id, unit): (&EntryId, &Unit),
    taking: &BTreeSet<EntryId>,
    dispatch: &Callback<Command>,
) -> Html {
    let takes = taking.contains(id);
    let command = Command::TakePart { units: vec![id.clone()], takes: !takes };
    let onchange = dispatch.reform(move |_: Event| command.clone());
    let label = text_with("taking_part.one", &[("name", &unit.short_name)]);
    html! { <td><input type="checkbox" checked={takes} aria-label={label} {onchange} /></td> }
}

fn table(
    units: &[&(EntryId, Unit)],
    taking: Option<&BTreeSet<EntryId>>,
    dispatch: &Callback<Command>,
) -> Html {
    if units.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                { for taking.map(|_| html! { <th scope="col">{ text("taking_part.column") }</th> }) }
                <th scope="col">{ text("roster.short_name") }</th>
                <th scope="col">{ text("roster.name") }</th>
                <th scope="col">{ text("overview.branch") }</th>
                <th scope="col">{ text("roster.kind") }</th>
                <th scope="col">{ text("roster.supervised_by") }</th>
                <th scope="col">{ text("roster.city") }</th>
            </tr></thead>
            <tbody>{ for units.iter().map(|(id, unit)| html! {
                <tr key={id.to_string()}>
                    { for taking.map(|taking| takes_part((id, unit), taking, dispatch)) }
                    <th scope="row" class="nowrap" title={unit.party_name.clone()}>{ link(dispatch, Route::AboutUnit(id.clone()), (&unit.short_name).into()) }</th>
                    <td>
                        { &unit.name }
                        if !unit.note.is_empty() { <small class="note muted">{ &unit.note }</small> }
                    </td>
                    <td class="nowrap">{ &unit.branch }</td>
                    <td class="nowrap">{ &unit.kind }</td>
                    <td class="nowrap">{ &unit.supervised_by }</td>
                    <td class="nowrap">{ &unit.city }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}

/// What a file would change, and the question whether it may.
#[component]
fn Preview(props: &PageProps<RosterPreview>) -> Html {
    let PageProps { view, dispatch } = props;
    let rows = use_gradually(view.lines.len());
    html! {
        <div class="page scroll" id="roster-preview">
            <header class="page-head">
                <h1>{ text_with("roster.preview", &[("file", &view.file)]) }</h1>
                <p class="badges">{ for view.counts.iter().map(|one| html! { <>{ badge(one) }{ " " }</> }) }</p>
                <div class="button-row">
                    <button type="button" class="button primary" id="take-roster" disabled={!view.takes}
                        onclick={act(dispatch, Command::TakeRoster { only: false })}>{ text("roster.take") }</button>
                    if !view.missing.is_empty() {
                        <button type="button" class="button" id="take-roster-only"
                            onclick={act(dispatch, Command::TakeRoster { only: true })}>{ text("roster.take_only") }</button>
                    }
                    <button type="button" class="button" id="leave-roster" onclick={act(dispatch, Command::LeaveRoster)}>{ text("roster.leave") }</button>
                </div>
                if !view.takes { <p class="tone warn">{ text("roster.takes_nothing") }</p> }
            </header>
            <section class="panel padded">
                <h2>{ text("roster.headings") }</h2>
                <p>{ for view.headings.iter().map(heading) }</p>
            </section>
            if !view.lines.is_empty() {
                <section class="panel">{ lines(first(&view.lines, rows)) }</section>
            }
            if !view.missing.is_empty() {
                <section class="panel padded">
                    <h2>{ text("roster.missing") }</h2>
                    <p>{ &view.missing }</p>
                </section>
            }
        </div>
    }
}

fn heading((written, column): &(String, String)) -> Html {
    let facts = [("heading", written.as_str()), ("column", column.as_str())];
    let key = if column.is_empty() { "roster.heading_unused" } else { "roster.heading" };
    html! { <span class={classes!("heading", column.is_empty().then_some("muted"))}>{ text_with(key, &facts) }{ "\u{2003}" }</span> }
}

fn lines(lines: &[RosterLine]) -> Html {
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col" class="number">{ text("roster.line") }</th>
                <th scope="col">{ text("roster.name") }</th>
                <th scope="col">{ text("roster.fate") }</th>
                <th scope="col">{ text("roster.details") }</th>
            </tr></thead>
            <tbody>{ for lines.iter().map(|line| html! {
                <tr key={line.line}>
                    <td class="number">{ line.line }</td>
                    <th scope="row">{ &line.name }</th>
                    <td class="nowrap">{ badge(&line.fate) }</td>
                    <td>{ &line.details }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}
