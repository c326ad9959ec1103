//! A list of steps behind one button, opened on the spot. Escape closes it and gives the keyboard back, and so does going on.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

/// A menu.
#[derive(Properties, PartialEq)]
pub(crate) struct MenuProps {
    /// Words on the button.
    pub(crate) button: AttrValue,
    /// What it is called where the words alone do not tell.
    pub(crate) label: AttrValue,
    /// The steps, as items of a list.
    pub(crate) children: Html,
}

/// The menu: the browser opens and closes it by mouse and keys.
#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let whole = use_node_ref();
    let close = {
        let whole = whole.clone();
        move || {
            whole
                .cast::<HtmlElement>()
                .filter(|it| it.has_attribute("open"))
                .filter(|it| it.remove_attribute("open").is_ok())
        }
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Escape" {
                return;
            }
            let summary = close().and_then(|it| it.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                event.prevent_default();
                event.stop_propagation();
                let _ = summary.focus();
            }
        })
    };
    let onfocusout = {
        let whole = whole.clone();
        Callback::from(move |event: FocusEvent| {
            let next = event.related_target().and_then(|it| it.dyn_into::<Node>().ok());
            // A click beside it, or the window itself, takes the keyboard to nothing that could be asked.
            let inside = next.is_none_or(|next| whole.get().is_some_and(|whole| whole.contains(Some(&next))));
            if !inside {
                close();
            }
        })
    };
    html! {
        <details ref={whole} class="kinds" {onkeydown} {onfocusout}>
            <summary aria-label={props.label.clone()}>{ &props.button }</summary>
            <ul>{ props.children.clone() }</ul>
        </details>
    }
}
