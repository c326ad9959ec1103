//! How a file that leaves is protected: sealed to the office, by a passphrase, or not at all.

use app::Protection;
use templates::text;
use yew::prelude::*;

use super::passphrase::Twice;

/// What the choice gets.
#[derive(Properties, PartialEq)]
pub(crate) struct ProtectProps {
    /// Whether the office's key is known.
    pub(crate) office_key: bool,
    /// Whether the file goes to the office at all; what goes elsewhere cannot be sealed to the office's key.
    #[prop_or(true)]
    pub(crate) to_office: bool,
    /// Whether nobody but the office may open it.
    #[prop_or_default]
    pub(crate) sealed_only: bool,
    /// Whether no protection is what is advised: the file holds nothing that anybody filled in.
    #[prop_or_default]
    pub(crate) plain_first: bool,
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
    let way = use_state(|| match (props.office_key || props.sealed_only, props.plain_first) {
        (true, _) => Way::Office,
        (false, true) => Way::Plain,
        (false, false) => Way::Passphrase,
    });
    let twice = use_memo((), |()| Twice::default());
    let wrong = use_state_eq(|| "");
    let onsubmit = {
        let (choose, way, twice, wrong) = (props.on_choose.clone(), *way, twice.clone(), wrong.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match way {
                Way::Office => choose.emit(Protection::Office),
                Way::Passphrase => match twice.read() {
                    Ok(phrase) => choose.emit(Protection::Passphrase(phrase)),
                    Err(words) => wrong.set(words),
                },
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
            if props.sealed_only {
                <p class="tone warn" id="sealed-only">{ text(if props.office_key { "protect.sealed_only" } else { "protect.sealed_only_no_key" }) }</p>
            }
            { option(Way::Passphrase, "protect.passphrase", "protect.passphrase_about", props.sealed_only) }
            if *way == Way::Passphrase {
                <div class="protect-phrase">{ twice.inputs("protect", *wrong) }</div>
            }
            { option(Way::Plain, "protect.plain", "protect.plain_about", props.sealed_only) }
            <button type="submit" class="button primary" disabled={props.sealed_only && !props.office_key}>{ &props.action }</button>
        </form>
    }
}
