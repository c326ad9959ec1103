//! The search that finds places, items, units, records and documents, opened by Ctrl+K.

use app::Command;
use app::view::SearchHit;
use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::widgets::dialog::Dialog;

/// What the palette gets.
#[derive(Properties, PartialEq)]
pub(crate) struct PaletteProps {
    /// What the query found.
    pub(crate) hits: Vec<SearchHit>,
    /// Gets the query as it is typed.
    pub(crate) on_query: Callback<String>,
    /// Gets the command of the chosen hit.
    pub(crate) on_choose: Callback<Command>,
    /// Closes it.
    pub(crate) on_close: Callback<()>,
}

/// The palette: a text field and below it what it finds, moved through by the arrow keys.
#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let at = use_state(|| 0_usize);
    let oninput = {
        let (query, at) = (props.on_query.clone(), at.setter());
        Callback::from(move |event: InputEvent| {
            at.set(0);
            query.emit(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let here = (*at).min(props.hits.len().saturating_sub(1));
    let onkeydown = {
        let (hits, choose, at) = (props.hits.clone(), props.on_choose.clone(), at.setter());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let step = |next: usize| {
                at.set(next);
                crate::ports::screen::into_view(format!("hit-{next}"));
            };
            match event.key().as_str() {
                "ArrowDown" => step((here + 1).min(hits.len().saturating_sub(1))),
                "ArrowUp" => step(here.saturating_sub(1)),
                "Enter" => {
                    if let Some(hit) = hits.get(here) {
                        choose.emit(hit.command.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    html! {
        <Dialog title={text("search.title")} class="palette" on_close={props.on_close.clone()}>
            <input id="search" class="input wide" type="text" autocomplete="off" autofocus=true role="combobox"
                aria-expanded="true" aria-controls="search-hits" aria-activedescendant={format!("hit-{here}")}
                aria-label={text("search.title")} placeholder={text("search.placeholder")} {oninput} {onkeydown} />
            <ul id="search-hits" class="hits scroll" role="listbox" aria-label={text("search.hits")}>
                { for props.hits.iter().enumerate().map(|(index, hit)| hit_html(props, index, hit, index == here)) }
            </ul>
            if props.hits.is_empty() { <p class="muted">{ text("search.none") }</p> }
        </Dialog>
    }
}

fn hit_html(props: &PaletteProps, index: usize, hit: &SearchHit, on: bool) -> Html {
    let (choose, command) = (props.on_choose.clone(), hit.command.clone());
    let onclick = Callback::from(move |_: MouseEvent| choose.emit(command.clone()));
    html! {
        <li id={format!("hit-{index}")} role="option" class={classes!(on.then_some("on"))} aria-selected={on.to_string()} {onclick}>
            <b>{ &hit.label }</b><small>{ &hit.detail }</small>
        </li>
    }
}
