//! A searchable list of units to choose one from, by characters of the name or the initials of their pinyin, with mouse or keys.

use app::ledger::EntryId;
use templates::{text, text_with};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ports::{initials, screen};

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

/// The picker: a text field and below it what fits, moved through by the arrow keys, chosen by Enter.
#[component]
pub(crate) fn UnitPicker(props: &PickerProps) -> Html {
    let query = use_state(String::new);
    let at = use_state_eq(|| 0_usize);
    // Names are long to spell out, do not change while somebody searches, and are spelt for letters only.
    let letters = query.chars().any(|c| c.is_ascii_alphabetic());
    let spelt = use_memo((props.units.clone(), letters), |(units, letters)| {
        let spell = |name: &str| {
            if *letters { initials::of(name) } else { vec![String::new(); name.chars().count()] }
        };
        units.iter().map(|(_, short, full)| (spell(short), spell(full))).collect::<Vec<_>>()
    });
    let oninput = {
        let (query, at) = (query.clone(), at.setter());
        Callback::from(move |event: InputEvent| {
            at.set(0);
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let found: Vec<&(EntryId, String, String)> = props
        .units
        .iter()
        .zip(spelt.iter())
        .filter(|((_, short, full), (s, f))| fits(query.trim(), short, s) || fits(query.trim(), full, f))
        .map(|(unit, _)| unit)
        .collect();
    let more = found.len().saturating_sub(SHOWN);
    let here = (*at).min(found.len().min(SHOWN).saturating_sub(1));
    let onkeydown = {
        let query = query.clone();
        let (at, choose, last) =
            (at.setter(), props.on_choose.clone(), found.len().min(SHOWN).saturating_sub(1));
        let chosen = found.get(here).map(|(id, ..)| id.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let next = match event.key().as_str() {
                "ArrowDown" => (here + 1).min(last),
                "ArrowUp" => here.saturating_sub(1),
                "Enter" => {
                    event.prevent_default();
                    chosen.iter().for_each(|id| choose.emit(id.clone()));
                    return;
                }
                // A dialogue around it closes by the same key; elsewhere the search begins anew.
                "Escape" => {
                    event.target_unchecked_into::<HtmlInputElement>().set_value("");
                    query.set(String::new());
                    at.set(0);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            at.set(next);
            screen::into_view(option_id(next));
        })
    };
    html! {
        <div class="picker">
            <input class="input wide" id="unit-search" type="text" autocomplete="off" autofocus=true role="combobox" {oninput} {onkeydown}
                aria-expanded="true" aria-controls="unit-hits" aria-activedescendant={option_id(here)}
                placeholder={text("picker.search")} aria-label={text("picker.search")} />
            <ul class="picker-list scroll" id="unit-hits" role="listbox" aria-label={text("picker.list")}>
                { for found.iter().take(SHOWN).enumerate().map(|(index, (id, short, full))| {
                    let (choose, chosen) = (props.on_choose.clone(), id.clone());
                    let onclick = Callback::from(move |_: MouseEvent| choose.emit(chosen.clone()));
                    let on = index == here;
                    html! {
                        <li key={id.to_string()} id={option_id(index)} role="option" aria-selected={on.to_string()} class={classes!(on.then_some("on"))} {onclick}>
                            <b>{ short }</b><small>{ full }</small>
                        </li>
                    }
                }) }
            </ul>
            if found.is_empty() { <p class="muted" role="status">{ text("picker.none") }</p> }
            if more > 0 { <p class="muted">{ text_with("picker.more", &[("count", &more.to_string())]) }</p> }
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("unit-{index}")
}

/// Whether every character of the query appears in order, as itself or as the initial of its pinyin: 沈化, syhx and 沈yhx
/// find 沈阳化学. A query of letters begins with the name's first.
fn fits(query: &str, name: &str, spelt: &[String]) -> bool {
    let letters = query.chars().all(|c| c.is_ascii_alphabetic()) && !query.is_empty();
    let mut at = name.chars().zip(spelt);
    let mut first = true;
    query.chars().all(|wanted| {
        let wanted = wanted.to_ascii_lowercase();
        let is =
            |(c, initials): (char, &String)| c.to_ascii_lowercase() == wanted || initials.contains(wanted);
        let found = if letters && first { at.next().is_some_and(is) } else { at.any(is) };
        first = false;
        found
    })
}
