//! 问题分析: where findings gather, as charts and as the table behind them.

use app::ledger::EntryId;
use app::view::{AreaBar, FindingsPage, PaperItem};
use app::{Command, Route};
use templates::{text, text_with};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::badge::badge;
use crate::widgets::chart;
use crate::widgets::filter::{Filter, Narrowing};
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::link;
use crate::widgets::origin::doubt;

/// Bars in one chart at most; the table has them all.
const BARS: usize = 12;

/// Bars that are clicked on: area, nature, branch. Empty names pick nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Picked {
    area: String,
    nature: String,
    branch: String,
}

impl Picked {
    fn lets_through(&self, item: &PaperItem) -> bool {
        [(&self.area, &item.area), (&self.nature, &item.nature), (&self.branch, &item.branch)]
            .into_iter()
            .all(|(picked, own)| picked.is_empty() || picked == own)
    }
}

/// The page.
#[component]
pub(crate) fn Findings(props: &PageProps<FindingsPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let narrowing = use_state_eq(Narrowing::default);
    let picked = use_state_eq(Picked::default);
    let shown: Vec<&PaperItem> = view
        .items
        .iter()
        .filter(|item| picked.lets_through(item))
        .filter(|item| {
            narrowing.lets_through(
                &item.unit,
                &[&item.title, &item.unit, &item.area, &item.number, &item.disposition],
            )
        })
        .collect();
    let rows = use_gradually(shown.len());
    if view.items.is_empty() {
        return html! {
            <div class="page scroll"><section class="panel teach">
                <h1>{ text("findings.empty_title") }</h1><p>{ text("findings.empty") }</p>
            </section></div>
        };
    }
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ text("nav.findings") }</h1>
                <p class="muted">{ text("findings.about") }</p>
            </header>
            <div class="charts">
                { panel("findings.by_area", &view.areas, &picked, |picked| &mut picked.area) }
                { panel("findings.by_nature", &view.natures, &picked, |picked| &mut picked.nature) }
                { panel("findings.by_branch", &view.branches, &picked, |picked| &mut picked.branch) }
            </div>
            <section class="panel">
                <div class="panel-top">
                    <h2>{ text_with("findings.table", &[("count", &shown.len().to_string()), ("all", &view.items.len().to_string())]) }</h2>
                    <Filter label={text("papers.all_units")} options={units(view)} narrowing={(*narrowing).clone()}
                        on_change={let narrowing = narrowing.setter(); Callback::from(move |new| narrowing.set(new))} />
                    { clear(&picked) }
                </div>
                { table(first(&shown, rows), dispatch) }
            </section>
        </div>
    }
}

fn units(view: &FindingsPage) -> Vec<String> {
    let mut units: Vec<String> = view.items.iter().map(|item| item.unit.clone()).collect();
    units.sort();
    units.dedup();
    units
}

fn panel(
    title: &'static str,
    bars: &[AreaBar],
    picked: &UseStateHandle<Picked>,
    slot: fn(&mut Picked) -> &mut String,
) -> Html {
    let now = slot(&mut (**picked).clone()).clone();
    let pick = {
        let picked = picked.clone();
        Callback::from(move |name: String| {
            let mut next = (*picked).clone();
            *slot(&mut next) = name;
            picked.set(next);
        })
    };
    html! {
        <section class="panel">
            <h2>{ text(title) }</h2>
            { chart::bars(bars, BARS, &now, Some(&pick)) }
        </section>
    }
}

/// Lifts what was picked in the charts.
fn clear(picked: &UseStateHandle<Picked>) -> Html {
    if **picked == Picked::default() {
        return html! {};
    }
    let setter = picked.setter();
    let onclick = Callback::from(move |_: MouseEvent| setter.set(Picked::default()));
    html! { <button type="button" class="link" {onclick}>{ text("findings.clear") }</button> }
}

fn table(items: &[&PaperItem], dispatch: &Callback<Command>) -> Html {
    if items.is_empty() {
        return html! { <p class="none muted">{ text("filter.none") }</p> };
    }
    html! {
        <table class="list">
            <thead><tr>
                <th scope="col">{ text("records.unit") }</th>
                <th scope="col">{ text("papers.area") }</th>
                <th scope="col">{ text("papers.title") }</th>
                <th scope="col">{ text("papers.nature") }</th>
                <th scope="col">{ text("papers.severity") }</th>
                <th scope="col">{ text("papers.disposition") }</th>
                <th scope="col">{ text("papers.due") }</th>
            </tr></thead>
            <tbody>{ for items.iter().map(|item| row(item, &item.id, dispatch)) }</tbody>
        </table>
    }
}

fn row(item: &PaperItem, id: &EntryId, dispatch: &Callback<Command>) -> Html {
    html! {
        <tr key={id.to_string()}>
            <td>{ &item.unit }</td>
            <td>{ &item.area }</td>
            <th scope="row">{ link(dispatch, Route::Record(id.clone(), 0), (&item.title).into()) }{ doubt(&item.origin) }</th>
            <td>{ &item.nature }</td>
            <td>{ badge(&item.severity) }</td>
            <td>{ &item.disposition }</td>
            <td class="number-left">{ &item.due }</td>
        </tr>
    }
}
