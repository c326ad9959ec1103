//! 公文起草: drafts and issued documents, and the templates one may draft from.

use std::cell::RefCell;
use std::collections::BTreeSet;

use app::ledger::EntryId;
use app::view::{LetterItem, LettersPage};
use app::{Command, Route};
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::filter::{Filter, Narrowing};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::{act, link};
use crate::widgets::origin::doubt;
use crate::widgets::pick::PickUnit;

/// The page.
#[component]
pub(crate) fn Letters(props: &PageProps<LettersPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let narrowing = use_state_eq(Narrowing::default);
    let mut names: Vec<String> = view.letters.iter().map(|letter| letter.name.clone()).collect();
    names.sort();
    names.dedup();
    let shown: Vec<&LetterItem> = view
        .letters
        .iter()
        .filter(|letter| {
            narrowing.lets_through(
                &letter.name,
                &[&letter.title, &letter.unit, &letter.number, &letter.name, &letter.kind],
            )
        })
        .collect();
    let rows = use_gradually(shown.len());
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("letters.heading") }</h1>
                <p class="muted">{ text("letters.about") }</p>
                if view.years { <p class="muted">{ text("letters.years") }</p> }
            </header>
            <div class="beside">
                <section class="panel">
                    if view.letters.is_empty() {
                        <div class="teach"><h2>{ text("letters.empty_title") }</h2><p>{ text("letters.empty") }</p></div>
                    } else {
                        <Filter label={text("letters.all_kinds")} options={names} narrowing={(*narrowing).clone()}
                            on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))} />
                        { table(first(&shown, rows), dispatch) }
                    }
                </section>
                <aside class="beside-side">
                    if !view.formats.is_empty() { <Begin formats={view.formats.clone()} dispatch={dispatch.clone()} /> }
                    <Draft templates={view.templates.clone()} units={view.units.clone()} own={view.own_unit.clone()} dispatch={dispatch.clone()} />
                </aside>
            </div>
        </div>
    }
}

fn table(letters: &[&LetterItem], dispatch: &Callback<Command>) -> Html {
    if letters.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("letters.title") }</th>
                <th scope="col">{ text("letters.kind") }</th>
                <th scope="col">{ text("records.unit") }</th>
                <th scope="col">{ text("letter.document_number") }</th>
                <th scope="col">{ text("letters.changed") }</th>
                <th scope="col">{ text("records.state") }</th>
                <th scope="col">{ text("list.actions") }</th>
            </tr></thead>
            <tbody>{ for letters.iter().map(|letter| row(letter, dispatch)) }</tbody>
        </table>
    }
}

fn row(letter: &LetterItem, dispatch: &Callback<Command>) -> Html {
    let kind = [("name", letter.name.as_str()), ("kind", letter.kind.as_str())];
    let kind =
        if letter.kind.is_empty() { letter.name.clone() } else { text_with("letters.own_kind", &kind) };
    html! {
        <tr key={letter.id.to_string()}>
            <th scope="row">{ link(dispatch, Route::Letter(letter.id.clone()), letter.title.clone().into()) }{ doubt(&letter.origin) }</th>
            <td>{ kind }</td>
            <td>{ &letter.unit }{ super::of_other_round(&letter.round) }</td>
            <td class="nowrap">{ &letter.number }</td>
            <td class="nowrap">{ &letter.changed }</td>
            <td>
                { badge(&letter.state) }
                if letter.in_conflict { { link(dispatch, Route::Settle(letter.id.clone()), text("overview.settle").into()) } }
            </td>
            <td class="actions">
                // What is issued stays; it can be taken back on its own page first.
                if !letter.issued {
                    <button type="button" class="link quiet" onclick={act(dispatch, Command::Remove(letter.id.clone()))}>
                        { text("list.remove") }
                    </button>
                }
            </td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct DraftProps {
    templates: Vec<(String, String, bool)>,
    units: Vec<(EntryId, String)>,
    own: Option<EntryId>,
    dispatch: Callback<Command>,
}

/// Drafts a document: those about a unit, which is chosen first except in its own book, and those about the whole round.
#[component]
fn Draft(props: &DraftProps) -> Html {
    let picked = use_state_eq(|| None::<EntryId>);
    let unit = props.own.clone().or_else(|| (*picked).clone());
    let choose = {
        let picked = picked.setter();
        Callback::from(move |chosen| picked.set(chosen))
    };
    let template = |(letter, name, about_unit): &(String, String, bool)| {
        let ready = !about_unit || unit.is_some();
        let compose = Command::Compose {
            letter: letter.clone(),
            unit: about_unit.then(|| unit.clone()).flatten(),
            findings: Vec::new(),
        };
        let why = (!ready).then_some("draft-needs-unit");
        html! {
            <li key={letter.clone()}>
                <button type="button" class="button" disabled={!ready} aria-describedby={why} onclick={act(&props.dispatch, compose)}>{ name }</button>
            </li>
        }
    };
    let list = |of_unit: bool| {
        let some = props.templates.iter().filter(move |(.., about_unit)| *about_unit == of_unit);
        html! { <ul class="begin-forms">{ for some.map(template) }</ul> }
    };
    let has = |of_unit: bool| props.templates.iter().any(|(.., about_unit)| *about_unit == of_unit);
    html! {
        <>
            if has(false) {
                <Fold name="round" title={text("letters.draft_round")}>
                    { list(false) }
                    <p class="muted">{ text("letters.free") }</p>
                </Fold>
            }
            if has(true) {
                <Fold name="unit" title={text("letters.draft_unit")}>
                    if props.own.is_none() {
                        <PickUnit id="draft-unit" label={text("records.unit")} units={props.units.clone()} on_pick={choose} />
                        if unit.is_none() { <p class="muted" id="draft-needs-unit">{ text("letters.needs_unit") }</p> }
                    }
                    { list(true) }
                    <p class="muted">{ text("letters.free") }</p>
                </Fold>
            }
        </>
    }
}

thread_local! {
    /// Sections that were closed, as long as the window stays.
    static CLOSED: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

#[derive(Properties, PartialEq)]
struct FoldProps {
    /// What it is remembered by.
    name: &'static str,
    title: &'static str,
    children: Html,
}

/// A section of the column that closes and opens, and stays so.
#[component]
fn Fold(props: &FoldProps) -> Html {
    let name = props.name;
    let open = use_state_eq(|| CLOSED.with_borrow(|closed| !closed.contains(name)));
    let ontoggle = {
        let setter = open.setter();
        Callback::from(move |event: Event| {
            let fold = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(fold) = fold else { return };
            let is_open = fold.has_attribute("open");
            setter.set(is_open);
            CLOSED.with_borrow_mut(|closed| if is_open { closed.remove(name) } else { closed.insert(name) });
        })
    };
    html! {
        <details class="panel begin fold" open={*open} {ontoggle}>
            <summary>{ props.title }</summary>
            { props.children.clone() }
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    formats: Vec<(&'static str, &'static str)>,
    dispatch: Callback<Command>,
}

/// 新建公文: an empty document in a chosen format.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let chosen = use_node_ref();
    let onclick = {
        let (chosen, dispatch) = (chosen.clone(), props.dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            let style = chosen.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            dispatch.emit(Command::NewDocument { style });
        })
    };
    html! {
        <Fold name="new" title={text("letters.new")}>
            <div class="begin-new">
                <select ref={chosen} class="input" id="new-format" aria-label={text("letters.new_format")}>
                    // Options are put in from the last to the first, and the first one put in would be the chosen one.
                    { for props.formats.iter().enumerate().map(|(at, (style, words))| html! { <option value={*style} selected={at == 0}>{ *words }</option> }) }
                </select>
                <button type="button" class="button" id="new-document" {onclick}>{ text("letters.new") }</button>
            </div>
            <p class="muted">{ text("letters.new_about") }</p>
        </Fold>
    }
}
