//! Narrowing a register: choices that combine, and a few words.

use app::view::RegisterFilter;
use templates::{text, text_with};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::Look;
use crate::widgets::filter::contains;

/// Whether all words occur in one of the texts each.
pub(super) fn has_words<'a>(words: &str, texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    words.split_whitespace().all(|word| texts.clone().any(|text| contains(text, word)))
}

/// The controls.
#[derive(Properties, PartialEq)]
pub(crate) struct NarrowProps {
    /// Choices; one with fewer than two values is left out.
    pub(crate) filters: Vec<RegisterFilter>,
    /// What is chosen now.
    pub(crate) look: Look,
    /// Reports a change.
    pub(crate) on_change: Callback<Look>,
    /// More controls at the right.
    #[prop_or_default]
    pub(crate) children: Children,
}

/// The controls.
#[component]
pub(crate) fn Narrow(props: &NarrowProps) -> Html {
    let on_words = {
        let (look, on_change) = (props.look.clone(), props.on_change.clone());
        Callback::from(move |event: InputEvent| {
            let typed = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let words = typed.map(|input| input.value()).unwrap_or_default();
            on_change.emit(Look { words, ..look.clone() });
        })
    };
    html! {
        <div class="filter" role="search">
            <>{ for props.filters.iter().enumerate().filter(|(_, filter)| filter.options.len() > 1).map(|(at, filter)| choice(props, at, filter)) }</>
            <input type="search" class="input" placeholder={text("filter.words")} aria-label={text("filter.words")}
                value={props.look.words.clone()} oninput={on_words} />
            { for props.children.iter() }
        </div>
    }
}

fn choice(props: &NarrowProps, at: usize, filter: &RegisterFilter) -> Html {
    let now = props.look.chosen.get(at).map(String::as_str).unwrap_or_default();
    let onchange = {
        let (look, on_change) = (props.look.clone(), props.on_change.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let mut look = look.clone();
            if let Some(slot) = look.chosen.get_mut(at) {
                *slot = chosen.map(|select| select.value()).unwrap_or_default();
            }
            on_change.emit(look);
        })
    };
    html! {
        <select key={at} class="select" aria-label={filter.label.clone()} {onchange}>
            <option value="" selected={now.is_empty()}>{ text_with("register.all", &[("what", &filter.label)]) }</option>
            { for filter.options.iter().map(|option| html! {
                <option value={option.clone()} selected={*option == now}>{ option }</option>
            }) }
        </select>
    }
}
