//! A searchable list of units to choose one from.

use app::ledger::EntryId;
use templates::{text, text_with};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Units shown at once; more than that is not read but searched.
const SHOWN: usize = 60;

/// What the picker gets.
#[derive(Properties, PartialEq)]
pub(crate) struct PickerProps {
    /// Units: id, short name, full name.
    pub(crate) units: Vec<(EntryId, String, String)>,
    /// Gets the chosen one.
    pub(crate) on_choose: Callback<EntryId>,
}

/// The picker.
#[component]
pub(crate) fn UnitPicker(props: &PickerProps) -> Html {
    let query = use_state(String::new);
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let found: Vec<&(EntryId, String, String)> =
        props.units.iter().filter(|(_, short, full)| matches(query.trim(), short, full)).collect();
    let more = found.len().saturating_sub(SHOWN);
    html! {
        <div class="picker">
            <input class="input wide" id="unit-search" type="search" autocomplete="off" {oninput}
                placeholder={text("picker.search")} aria-label={text("picker.search")} />
            <ul class="picker-list scroll" aria-label={text("picker.list")}>
                { for found.iter().take(SHOWN).map(|(id, short, full)| {
                    let (choose, chosen) = (props.on_choose.clone(), id.clone());
                    let onclick = Callback::from(move |_: MouseEvent| choose.emit(chosen.clone()));
                    html! {
                        <li key={id.to_string()}><button type="button" {onclick}>
                            <b>{ short }</b><small>{ full }</small>
                        </button></li>
                    }
                }) }
            </ul>
            if found.is_empty() { <p class="muted">{ text("picker.none") }</p> }
            if more > 0 { <p class="muted">{ text_with("picker.more", &[("count", &more.to_string())]) }</p> }
        </div>
    }
}

/// Whether every character of the query appears in order: 沈化 finds 沈阳化学.
fn matches(query: &str, short: &str, full: &str) -> bool {
    let within = |name: &str| {
        let mut characters = name.chars();
        query.chars().all(|wanted| characters.any(|c| c == wanted))
    };
    within(short) || within(full)
}
