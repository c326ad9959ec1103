//! A book that wants its passphrase.

use templates::{text, text_with};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The page.
#[derive(Properties, PartialEq)]
pub(crate) struct LockedProps {
    /// What the book is called before it is unlocked.
    pub(crate) label: String,
    /// Whether the passphrase given last was another one.
    pub(crate) wrong: bool,
    /// Whether one is being tried.
    pub(crate) trying: bool,
    /// Tries a passphrase.
    pub(crate) on_try: Callback<String>,
    /// Goes back to the start page.
    pub(crate) on_back: Callback<()>,
}

/// The page.
#[component]
pub(crate) fn Locked(props: &LockedProps) -> Html {
    let node = use_node_ref();
    let onsubmit = {
        let (node, on_try) = (node.clone(), props.on_try.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let phrase = node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if !phrase.is_empty() {
                on_try.emit(phrase);
            }
        })
    };
    html! {
        <div class="page scroll narrow" id="locked">
            <section class="card">
                <h1>{ text_with("locked.title", &[("name", &props.label)]) }</h1>
                <form {onsubmit}>
                    <p><label for="unlock-phrase">{ text("locked.ask") }</label></p>
                    <input ref={node} id="unlock-phrase" class="input wide" type="password" autocomplete="off" autofocus=true
                        disabled={props.trying} aria-describedby="unlock-told" />
                    <p id="unlock-told" role="status" class={classes!("problem", if props.wrong { "bad" } else { "muted" })}>
                        { text(if props.trying { "locked.trying" } else if props.wrong { "locked.wrong" } else { "locked.about" }) }
                    </p>
                    <div class="button-row">
                        <button type="submit" class="button primary" id="unlock" disabled={props.trying}>{ text("locked.open") }</button>
                        <button type="button" class="button" onclick={props.on_back.reform(|_: MouseEvent| ())}>{ text("locked.back") }</button>
                    </div>
                </form>
            </section>
        </div>
    }
}
