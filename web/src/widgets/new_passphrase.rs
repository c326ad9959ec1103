//! A new passphrase, given twice: a slip of the finger would lock people out of a file for good.

use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::widgets::dialog::Dialog;

/// The two inputs.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Twice {
    first: NodeRef,
    second: NodeRef,
}

impl Twice {
    /// The passphrase, or what is wrong with what stands in the inputs.
    pub(crate) fn read(&self) -> Result<String, &'static str> {
        let value =
            |node: &NodeRef| node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        let phrase = value(&self.first);
        if !app::good_passphrase(&phrase) {
            Err(text("seal.too_short"))
        } else if phrase != value(&self.second) {
            Err(text("seal.different"))
        } else {
            Ok(phrase)
        }
    }

    /// The inputs with their labels; their ids begin with `id`.
    pub(crate) fn inputs(&self, id: &str, wrong: &'static str) -> Html {
        let (first, second, about) = (format!("{id}-phrase"), format!("{id}-again"), format!("{id}-wrong"));
        let invalid = (!wrong.is_empty()).then_some("true");
        html! {
            <>
                <p><label for={first.clone()}>{ text("seal.phrase") }</label></p>
                <input ref={self.first.clone()} id={first} class="input wide" type="password" autocomplete="new-password"
                    aria-invalid={invalid} aria-describedby={about.clone()} />
                <p><label for={second.clone()}>{ text("seal.again") }</label></p>
                <input ref={self.second.clone()} id={second} class="input wide" type="password" autocomplete="new-password"
                    aria-invalid={invalid} aria-describedby={about.clone()} />
                <p id={about} class="problem bad" role="alert">{ wrong }</p>
            </>
        }
    }
}

/// What the question for a new passphrase gets.
#[derive(Properties, PartialEq)]
pub(crate) struct NewPassphraseProps {
    /// What it is for.
    pub(crate) title: AttrValue,
    /// What follows from it.
    pub(crate) message: AttrValue,
    /// Words on the button.
    pub(crate) yes: AttrValue,
    /// Gets it.
    pub(crate) on_yes: Callback<String>,
    /// Does without.
    pub(crate) on_close: Callback<()>,
}

/// Asks for a new passphrase.
#[component]
pub(crate) fn NewPassphrase(props: &NewPassphraseProps) -> Html {
    let twice = use_memo((), |()| Twice::default());
    let wrong = use_state_eq(|| "");
    use_effect_with((), {
        let first = twice.first.clone();
        move |()| {
            if let Some(input) = first.cast::<HtmlInputElement>() {
                let _ = input.focus();
            }
        }
    });
    let onsubmit = {
        let (twice, wrong) = (twice.clone(), wrong.setter());
        let (on_yes, on_close) = (props.on_yes.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match twice.read() {
                Err(words) => wrong.set(words),
                Ok(phrase) => {
                    on_close.emit(());
                    on_yes.emit(phrase);
                }
            }
        })
    };
    html! {
        <Dialog title={props.title.clone()} on_close={props.on_close.clone()}>
            <form {onsubmit}>
                <p>{ &props.message }</p>
                { twice.inputs("seal", *wrong) }
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={props.on_close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary" id="seal-yes">{ &props.yes }</button>
                </div>
            </form>
        </Dialog>
    }
}
