//! The tabs over the lower half of the editor.

use app::view::LetterPage;
use templates::{text, text_with};
use yew::prelude::*;

use super::fields::is_first;
use super::proof;

/// What the lower half of the editor shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Text,
    Proof,
    Inputs,
    Head,
}

/// Element id of a tab.
pub(super) fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Text => "tab-text",
        Tab::Proof => "tab-proof",
        Tab::Inputs => "tab-inputs",
        Tab::Head => "tab-head",
    }
}

/// The part that a tab shows; text and proof-reading share one.
pub(super) fn panel_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Text | Tab::Proof => "panel-text",
        Tab::Inputs => "panel-inputs",
        Tab::Head => "panel-head",
    }
}

/// The tabs.
pub(super) fn tabs(view: &LetterPage, tab: &UseStateHandle<Tab>) -> Html {
    let others = view.head.iter().filter(|field| field.shown && !is_first(field)).count();
    let found = view.proof.items.len();
    let button = |this: Tab, label: String, class: Option<&'static str>| {
        let setter = tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(this));
        let on = **tab == this;
        html! {
            <button type="button" role="tab" id={tab_id(this)} aria-controls={panel_id(this)} aria-selected={on.to_string()} class={classes!("tab", on.then_some("on"), class)} {onclick}>{ label }</button>
        }
    };
    let proof = if found == 0 {
        text("proof.tab_clean").to_owned()
    } else {
        text_with("proof.tab", &[("count", &found.to_string())])
    };
    html! {
        <>
        <div class="tabs" role="tablist">
            { button(Tab::Text, text("letter.tab_text").to_owned(), None) }
            { button(Tab::Proof, proof, Some(if view.proof.errors > 0 { "proof-tab bad" } else { "proof-tab" })) }
            if !view.inputs.is_empty() {
                { button(Tab::Inputs, text_with("letter.tab_inputs", &[("count", &view.inputs.len().to_string())]), None) }
            }
            { button(Tab::Head, text_with("letter.tab_head", &[("count", &others.to_string())]), None) }
        </div>
        <span class="unseen" role="status">{ proof::summary(&view.proof) }</span>
        </>
    }
}
