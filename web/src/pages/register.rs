//! A register: records of some kinds, narrowed, sorted, begun, and drafted about together.

mod begin;
mod narrow;
mod table;
mod together;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use app::Command;
use app::ledger::EntryId;
use app::view::{RegisterPage, RegisterRow, sort_rows};
use templates::text_with;
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::gradually::{first, use_gradually};
use crate::widgets::link::link;
use narrow::Narrow;

/// How a register is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Look {
    /// The value chosen for each filter; empty for all.
    chosen: Vec<String>,
    /// Words, all of which must occur.
    words: String,
    /// The column it is sorted by, and whether the last comes first.
    sort: Option<(usize, bool)>,
}

impl Look {
    /// How a register is looked at when one comes to it for the first time.
    fn first(view: &RegisterPage) -> Self {
        Self {
            chosen: view.filters.iter().map(|filter| filter.chosen.clone()).collect(),
            words: String::new(),
            sort: view.sort,
        }
    }

    fn lets_through(&self, row: &RegisterRow) -> bool {
        let grouped = self.chosen.iter().zip(&row.groups);
        let in_groups = grouped.into_iter().all(|(chosen, own)| chosen.is_empty() || chosen == own);
        in_groups && narrow::has_words(&self.words, row.cells.iter().map(|cell| cell.text.as_str()))
    }
}

thread_local! {
    /// How registers were looked at last, by title, as long as the window stays.
    static LOOKS: RefCell<BTreeMap<String, Look>> = const { RefCell::new(BTreeMap::new()) };
}

/// The page.
#[component]
pub(crate) fn Register(props: &PageProps<RegisterPage>) -> Html {
    let PageProps { view, dispatch } = props;
    let look = use_state_eq(|| {
        LOOKS.with_borrow(|looks| looks.get(&view.title).cloned()).unwrap_or_else(|| Look::first(view))
    });
    let ticked = use_state_eq(BTreeSet::<EntryId>::new);
    let mut shown: Vec<&Rc<RegisterRow>> = view.rows.iter().filter(|row| look.lets_through(row)).collect();
    sort_rows(&mut shown, look.sort);
    let drawn = use_gradually(shown.len());
    let change = {
        let (setter, title) = (look.setter(), view.title.clone());
        Callback::from(move |new: Look| {
            LOOKS.with_borrow_mut(|looks| looks.insert(title.clone(), new.clone()));
            setter.set(new);
        })
    };
    let tick = {
        let ticked = ticked.clone();
        Callback::from(move |id: EntryId| {
            let mut next = (*ticked).clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            ticked.set(next);
        })
    };
    let list = if view.rows.is_empty() {
        teach(view, dispatch)
    } else {
        html! { <>
            <Narrow filters={view.filters.clone()} look={(*look).clone()} on_change={change.clone()}>
                { together::control(view, &shown, &ticked, dispatch) }
            </Narrow>
            { table::table(view, (first(&shown, drawn), look.sort), sort_by(&look, &change), view.together.is_some().then_some((&*ticked, &tick)), dispatch) }
        </> }
    };
    html! {
        <div class="page scroll">
            <header class="page-head">
                <h1>{ &view.title }</h1>
                <p class="muted">{ &view.about }{ " " }{ counted(shown.len(), view.rows.len()) }</p>
            </header>
            { match &view.begins {
                None => html! { <section class="panel register-list">{ list }</section> },
                Some((forms, units)) => html! {
                    <div class="beside">
                        <section class="panel">{ list }</section>
                        <aside class="beside-side">
                            <begin::Begin forms={forms.clone()} units={units.clone()} dispatch={dispatch.clone()} />
                        </aside>
                    </div>
                },
            } }
        </div>
    }
}

/// What sorts by a column: a click on its heading, and another one turns the order round.
fn sort_by(look: &Look, on_change: &Callback<Look>) -> Callback<usize> {
    let (look, on_change) = (look.clone(), on_change.clone());
    Callback::from(move |column: usize| {
        let descending = look.sort == Some((column, false));
        on_change.emit(Look { sort: Some((column, descending)), ..look.clone() });
    })
}

/// How many there are, and how many of them are shown.
fn counted(shown: usize, all: usize) -> String {
    let (shown_text, all_text) = (shown.to_string(), all.to_string());
    if all == 0 {
        String::new()
    } else if shown == all {
        text_with("register.count", &[("count", &all_text)])
    } else {
        text_with("register.count_shown", &[("shown", &shown_text), ("count", &all_text)])
    }
}

fn teach(view: &RegisterPage, dispatch: &Callback<Command>) -> Html {
    let (title, words, leads) = &view.empty;
    html! {
        <div class="teach">
            <h2>{ title }</h2>
            <p>{ words }</p>
            { for leads.iter().map(|(route, label)| html! { <p>{ link(dispatch, route.clone(), label.into()) }</p> }) }
        </div>
    }
}
