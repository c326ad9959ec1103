//! How a file that leaves is protected: sealed to the office, by a passphrase, or not at all.

use app::Protection;
use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the choice gets.
#[derive(Properties, PartialEq)]
pub(crate) struct ProtectProps {
    /// Whether the office's key is known.
    pub(crate) office_key: bool,
    /// Whether the file goes to the office at all; what goes elsewhere cannot be sealed to the office's key.
    #[prop_or(true)]
    pub(crate) to_office: bool,
    /// Words on the button.
    pub(crate) action: AttrValue,
    /// Gets the choice.
    pub(crate) on_choose: Callback<Protection>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Office,
    Passphrase,
    Plain,
}

/// The choice, the best possible way first.
#[component]
pub(crate) fn Protect(props: &ProtectProps) -> Html {
    let way = use_state(|| if props.office_key { Way::Office } else { Way::Passphrase });
    let phrase = use_node_ref();
    let missing = use_state(|| false);
    let onsubmit = {
        let (choose, way, phrase, missing) = (props.on_choose.clone(), *way, phrase.clone(), missing.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = phrase.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            missing.set(way == Way::Passphrase && typed.is_empty());
            match way {
                Way::Office => choose.emit(Protection::Office),
                Way::Passphrase if typed.is_empty() => {}
                Way::Passphrase => choose.emit(Protection::Passphrase(typed)),
                Way::Plain => choose.emit(Protection::Plain),
            }
        })
    };
    let option = |this: Way, label: &'static str, about: &'static str, disabled: bool| {
        let set = way.setter();
        let onchange = Callback::from(move |_: Event| set.set(this));
        html! {
            <label class={classes!("protection", disabled.then_some("off"))}>
                <input type="radio" name="protection" checked={*way == this} {disabled} {onchange} />
                <span><b>{ text(label) }</b><small>{ text(about) }</small></span>
            </label>
        }
    };
    let office_about = if props.office_key { "protect.office_about" } else { "protect.office_missing" };
    html! {
        <form class="protect" {onsubmit}>
            if props.to_office { { option(Way::Office, "protect.office", office_about, !props.office_key) } }
            { option(Way::Passphrase, "protect.passphrase", "protect.passphrase_about", false) }
            if *way == Way::Passphrase {
                <div class="protect-phrase">
                    <input ref={phrase} id="protect-phrase" class="input" type="password" autocomplete="new-password"
                        aria-label={text("dialog.passphrase")} placeholder={text("dialog.passphrase")}
                        aria-invalid={missing.then_some("true")} aria-describedby="protect-missing" />
                    <p id="protect-missing" class="problem bad" role="status">{ if *missing { text("hand_out.empty_passphrase") } else { "" } }</p>
                </div>
            }
            { option(Way::Plain, "protect.plain", "protect.plain_about", false) }
            <button type="submit" class="button primary">{ &props.action }</button>
        </form>
    }
}
