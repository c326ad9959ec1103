//! The question for a passphrase. A new one is given twice: a slip of the finger would lock people out of a file for good.

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
        let phrase = self.typed();
        if !app::good_passphrase(&phrase) {
            Err(text("seal.too_short"))
        } else if phrase != value(&self.second) {
            Err(text("seal.different"))
        } else {
            Ok(phrase)
        }
    }

    /// What stands in the first input, or in the only one.
    fn typed(&self) -> String {
        value(&self.first)
    }

    /// The inputs with their labels; their ids begin with `id`.
    pub(crate) fn inputs(&self, id: &str, wrong: &'static str) -> Html {
        let (first, second, about) = (format!("{id}-phrase"), format!("{id}-again"), format!("{id}-wrong"));
        let invalid = (!wrong.is_empty()).then_some("true");
        html! {
            <>
                <p><label for={first.clone()}>{ text("seal.phrase") }</label></p>
                <input ref={self.first.clone()} id={first} class="input wide" type="password" autocomplete="new-password" autofocus={id == "seal"}
                    aria-invalid={invalid} aria-describedby={about.clone()} />
                <p><label for={second.clone()}>{ text("seal.again") }</label></p>
                <input ref={self.second.clone()} id={second} class="input wide" type="password" autocomplete="new-password"
                    aria-invalid={invalid} aria-describedby={about.clone()} />
                <p id={about} class="problem bad" role="alert">{ wrong }</p>
            </>
        }
    }
}

fn value(node: &NodeRef) -> String {
    node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

/// A question for a passphrase.
#[derive(Properties, PartialEq)]
pub(crate) struct PassphraseProps {
    /// What it is about.
    pub(crate) title: AttrValue,
    /// Why it is asked for, or what follows from it.
    pub(crate) message: AttrValue,
    /// Words on the button.
    pub(crate) yes: AttrValue,
    /// Whether it is a new one, which is given twice; the question then closes by itself.
    #[prop_or_default]
    pub(crate) anew: bool,
    /// Gets the passphrase; never empty, and a new one is long enough.
    pub(crate) on_yes: Callback<String>,
    /// Does without.
    pub(crate) on_close: Callback<()>,
}

/// Asks for a passphrase.
#[component]
pub(crate) fn AskPassphrase(props: &PassphraseProps) -> Html {
    let twice = use_memo((), |()| Twice::default());
    let wrong = use_state_eq(|| "");
    let onsubmit = {
        let (twice, wrong, anew) = (twice.clone(), wrong.setter(), props.anew);
        let (on_yes, on_close) = (props.on_yes.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !anew {
                let phrase = twice.typed();
                if !phrase.is_empty() {
                    on_yes.emit(phrase);
                }
                return;
            }
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
                <p id="passphrase-about">{ &props.message }</p>
                if props.anew {
                    { twice.inputs("seal", *wrong) }
                } else {
                    <input ref={twice.first.clone()} id="passphrase" class="input wide" type="password" autocomplete="off" autofocus=true
                        aria-label={text("dialog.passphrase")} aria-describedby="passphrase-about" />
                }
                <div class="dialog-buttons">
                    <button type="button" class="button" onclick={props.on_close.reform(|_: MouseEvent| ())}>{ text("dialog.cancel") }</button>
                    <button type="submit" class="button primary" id={props.anew.then_some("seal-yes")}>{ &props.yes }</button>
                </div>
            </form>
        </Dialog>
    }
}
