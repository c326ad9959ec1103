//! 确认版本: what people wrote apart, side by side; settled value by value, or whole.

use app::view::{PartItem, SettlePage, VersionItem};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use super::PageProps;
use crate::widgets::link::act;
use crate::widgets::origin::behind;

/// The page. A choice that was not made is the one that is proposed; where none is, nothing is settled before it is made.
#[component]
pub(crate) fn Settle(props: &PageProps<SettlePage>) -> Html {
    let PageProps { view, dispatch } = props;
    let chosen = use_state_eq(Vec::<Option<usize>>::new);
    let of = |at: usize| {
        let proposed = view.parts.get(at).and_then(|part| part.proposed);
        chosen.get(at).copied().flatten().or(proposed)
    };
    let open = (0..view.parts.len()).filter(|at| of(*at).is_none()).count();
    let choose = {
        let (chosen, count) = (chosen.clone(), view.parts.len());
        Callback::from(move |(part, version): (usize, usize)| {
            let mut all = (*chosen).clone();
            all.resize(count, None);
            if let Some(slot) = all.get_mut(part) {
                *slot = Some(version);
            }
            chosen.set(all);
        })
    };
    let settle = Command::Settle {
        entry: view.entry.clone(),
        version: view.versions.first().map(|version| version.id.clone()).unwrap_or_default(),
        parts: view
            .parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| Some((part.part.clone(), view.versions.get(of(at)?)?.id.clone())))
            .collect(),
    };
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ &view.title }</h1>
                <p class="muted">{ text("settle.about") }</p>
            </header>
            <section class="panel settle">
                <table class="list">
                    <thead><tr>
                        <th scope="col">{ text("settle.part") }</th>
                        { for view.versions.iter().map(|version| head(version, view, dispatch)) }
                    </tr></thead>
                    <tbody>{ for view.parts.iter().enumerate().map(|(at, part)| row(at, part, view, of(at), &choose)) }</tbody>
                </table>
                if !view.parts.is_empty() {
                    <p class="padded">
                        <button type="button" class="button primary" id="settle" disabled={open > 0} onclick={act(dispatch, settle)}>{ text("settle.do") }</button>
                        if open > 0 { <span class="tone warn" role="status">{ text_with("settle.open", &[("count", &open.to_string())]) }</span> }
                    </p>
                }
            </section>
        </div>
    }
}

/// Who wrote a version, when, and in which file it came.
fn head(version: &VersionItem, view: &SettlePage, dispatch: &Callback<Command>) -> Html {
    let (entry, id) = (view.entry.clone(), version.id.clone());
    let whole = Command::Settle { entry, version: id, parts: Vec::new() };
    html! {
        <th scope="col" key={version.id.clone()}>
            { written(version) }
            if version.removed { <p>{ text("settle.removed") }</p> }
            <button type="button" class="button" onclick={act(dispatch, whole)}>{ text("settle.whole") }</button>
        </th>
    }
}

/// Who, when, from which file.
pub(crate) fn written(version: &VersionItem) -> Html {
    html! {
        <>
            <b>{ &version.who }</b>{ " " }{ behind(&version.mark) }{ " " }<small class="muted">{ &version.when }</small>
            <p class="muted from-file">
                if version.file.is_empty() { { text("settle.here") } } else { { text_with("settle.from_file", &[("file", &version.file)]) } }
            </p>
            if !version.code.is_empty() { <p class="muted">{ text_with("check.code", &[("code", &version.code)]) }</p> }
        </>
    }
}

fn row(
    at: usize,
    part: &PartItem,
    view: &SettlePage,
    chosen: Option<usize>,
    choose: &Callback<(usize, usize)>,
) -> Html {
    let cell = |(version, said): (usize, &String)| {
        let onchange = choose.reform(move |_: Event| (at, version));
        let who = view.versions.get(version).map(|version| version.who.clone()).unwrap_or_default();
        let label = text_with("settle.pick", &[("label", &part.label), ("who", &who)]);
        let said = if said.is_empty() { text("overview.not_said") } else { said.as_str() };
        html! {
            <td class={classes!((Some(version) == chosen).then_some("chosen"))}>
                <label>
                    <input type="radio" name={part.part.clone()} checked={Some(version) == chosen} aria-label={label} {onchange} />
                    <span>{ said }</span>
                </label>
            </td>
        }
    };
    html! {
        <tr key={part.part.clone()}>
            <th scope="row">{ &part.label }</th>
            { for part.says.iter().enumerate().map(cell) }
        </tr>
    }
}

/// What stands where a conflict was.
pub(crate) fn settled(dispatch: &Callback<Command>, home: Route) -> Html {
    html! {
        <div class="page"><section class="card empty-state">
            <h1>{ text("settle.done") }</h1>
            <p>{ text("settle.done_about") }</p>
            <button type="button" class="button primary" onclick={act(dispatch, Command::Go(home))}>{ text("settle.back") }</button>
        </section></div>
    }
}
