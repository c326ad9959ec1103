//! Narrowing a list: one choice and a few words.

use templates::text;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What a list lets through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Narrowing {
    /// Chosen group; empty lets all through.
    pub(crate) group: String,
    /// Words, all of which must occur.
    pub(crate) words: String,
}

impl Narrowing {
    /// Whether an item of a group with these texts is shown.
    pub(crate) fn lets_through(&self, group: &str, texts: &[&str]) -> bool {
        let in_group = self.group.is_empty() || self.group == group;
        in_group && self.words.split_whitespace().all(|word| texts.iter().any(|text| contains(text, word)))
    }
}

/// Whether a text contains a word, capital letters aside. Most texts have none, and a list has thousands of texts.
pub(crate) fn contains(text: &str, word: &str) -> bool {
    let has_capitals = |text: &str| text.chars().any(char::is_uppercase);
    text.contains(word)
        || ((has_capitals(text) || has_capitals(word)) && text.to_lowercase().contains(&word.to_lowercase()))
}

/// The controls of a narrowing.
#[derive(Properties, PartialEq)]
pub(crate) struct FilterProps {
    /// Name of the groups; the choice is left out when there are fewer than two.
    pub(crate) label: &'static str,
    /// Groups.
    pub(crate) options: Vec<String>,
    /// What is let through now.
    pub(crate) narrowing: Narrowing,
    /// Reports a change.
    pub(crate) on_change: Callback<Narrowing>,
    /// More controls at the right.
    #[prop_or_default]
    pub(crate) children: Children,
}

/// The controls.
#[component]
pub(crate) fn Filter(props: &FilterProps) -> Html {
    let on_group = report(props, |narrowing, event| {
        let chosen = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        narrowing.group = chosen.map(|select| select.value()).unwrap_or_default();
    });
    let on_words = report(props, |narrowing, event| {
        let typed = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        narrowing.words = typed.map(|input| input.value()).unwrap_or_default();
    });
    let on_words = on_words.reform(|event: InputEvent| event.into());
    html! {
        <div class="filter" role="search">
            if props.options.len() > 1 {
                <select class="select" aria-label={props.label} onchange={on_group}>
                    <option value="" selected={props.narrowing.group.is_empty()}>{ props.label }</option>
                    { for props.options.iter().map(|option| html! {
                        <option value={option.clone()} selected={*option == props.narrowing.group}>{ option }</option>
                    }) }
                </select>
            }
            <input type="search" class="input" placeholder={text("filter.words")} aria-label={text("filter.words")}
                oninput={on_words} />
            { for props.children.iter() }
        </div>
    }
}

fn report(props: &FilterProps, change: fn(&mut Narrowing, &Event)) -> Callback<Event> {
    let (narrowing, on_change) = (props.narrowing.clone(), props.on_change.clone());
    Callback::from(move |event: Event| {
        let mut narrowing = narrowing.clone();
        change(&mut narrowing, &event);
        on_change.emit(narrowing);
    })
}
