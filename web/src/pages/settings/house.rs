//! 院内版式: settings that hold for all documents, beside a page that shows them.

use std::rc::Rc;

use app::Command;
use app::view::{HouseChoice, HousePage};
use templates::text;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::pages::PageProps;
use crate::widgets::link::act;
use crate::widgets::preview::Preview;

/// The card.
#[component]
pub(super) fn House(props: &PageProps<HousePage>) -> Html {
    let PageProps { view, dispatch } = props;
    html! {
        <section class="card house"><h2>{ text("house.title") }</h2>
            <p class="muted">{ text("house.about") }</p>
            <div class="house-body">
                <div class="house-settings">
                    { for view.choices.iter().map(|setting| choice(setting, dispatch)) }
                    { for view.flags.iter().map(|(setting, words, on)| flag(setting, words, *on, dispatch)) }
                    if view.own {
                        <p><button type="button" class="button" id="house-reset" onclick={act(dispatch, Command::ResetHouse)}>{ text("house.reset") }</button></p>
                    }
                </div>
                if let Some(sample) = &view.sample {
                    <div class="house-sample" aria-label={text("house.sample")} role="group" tabindex="0">
                        <Preview typeset={Rc::clone(sample)} />
                    </div>
                }
            </div>
        </section>
    }
}

fn choice(setting: &HouseChoice, dispatch: &Callback<Command>) -> Html {
    let id = format!("house-{}", setting.setting);
    let (dispatch, name) = (dispatch.clone(), setting.setting);
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) {
            dispatch.emit(Command::EditHouse { setting: name.to_owned(), value: select.value() });
        }
    });
    html! {
        <div class="house-setting">
            <label for={id.clone()}>{ text(setting.label) }</label>
            <select class="input" {id} {onchange}>
                { for setting.values.iter().map(|(value, words)| html! {
                    <option value={value.clone()} selected={*value == setting.value}>{ words }</option>
                }) }
            </select>
        </div>
    }
}

fn flag(setting: &'static str, words: &'static str, on: bool, dispatch: &Callback<Command>) -> Html {
    let dispatch = dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let value = input.is_some_and(|input| input.checked()).to_string();
        dispatch.emit(Command::EditHouse { setting: setting.to_owned(), value });
    });
    html! {
        <label class="row-flag"><input type="checkbox" id={format!("house-{setting}")} checked={on} {onchange} /><span>{ text(words) }</span></label>
    }
}
