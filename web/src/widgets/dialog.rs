//! Dialogues inside the page: a question above everything else, closed by Escape, with the keyboard kept inside.

use templates::text;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// A dialogue.
#[derive(Properties, PartialEq)]
pub(crate) struct DialogProps {
    /// What it is about.
    pub(crate) title: AttrValue,
    /// Closes it without an answer.
    pub(crate) on_close: Callback<()>,
    /// Class names.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// What it holds.
    pub(crate) children: Html,
}

/// The dialogue. The browser itself keeps the keyboard inside and gives it back afterwards.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let dialog = node.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            let _ = dialog.show_modal();
        }
        move || {
            if let Some(dialog) = dialog.filter(HtmlDialogElement::open) {
                dialog.close();
            }
        }
    });
    let oncancel = {
        let close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            close.emit(());
        })
    };
    html! {
        <dialog ref={node} class={classes!("dialog", props.class.clone())} aria-label={props.title.clone()} {oncancel}>
            <h2>{ &props.title }</h2>
            { props.children.clone() }
        </dialog>
    }
}

/// A question with two answers.
#[derive(Properties, PartialEq)]
pub(crate) struct ConfirmProps {
    /// What it is about.
    pub(crate) title: AttrValue,
    /// What will happen.
    pub(crate) message: AttrValue,
    /// Words on the button that does it.
    pub(crate) yes: AttrValue,
    /// Does it.
    pub(crate) on_yes: Callback<()>,
    /// Does not.
    pub(crate) on_close: Callback<()>,
}

/// Asks before something that cannot be taken back here.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let yes = props.on_yes.reform(|_: MouseEvent| ());
    let no = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <Dialog title={props.title.clone()} on_close={props.on_close.clone()}>
            <p>{ &props.message }</p>
            <div class="dialog-buttons">
                <button type="button" class="button" onclick={no}>{ text("dialog.cancel") }</button>
                <button type="button" class="button primary" onclick={yes}>{ &props.yes }</button>
            </div>
        </Dialog>
    }
}
