//! Choosing a unit by typing a part of its name.

use app::ledger::EntryId;
use templates::text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A choice of units.
#[derive(Properties, PartialEq)]
pub(crate) struct PickUnitProps {
    /// Element id.
    pub(crate) id: &'static str,
    /// Label.
    pub(crate) label: &'static str,
    /// Units: id and short name.
    pub(crate) units: Vec<(EntryId, String)>,
    /// Reports the unit; `None` while the text names none.
    pub(crate) on_pick: Callback<Option<EntryId>>,
}

/// The choice. The browser's own list of suggestions finds a part of a name and works by keys and by mouse.
#[component]
pub(crate) fn PickUnit(props: &PickUnitProps) -> Html {
    let input = use_node_ref();
    let oninput = {
        let (input, units, on_pick) = (input.clone(), props.units.clone(), props.on_pick.clone());
        Callback::from(move |_: InputEvent| {
            let typed = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            on_pick.emit(named(&units, typed.trim()));
        })
    };
    let list = format!("{}-list", props.id);
    html! {
        <div class="pick">
            <label for={props.id}>{ props.label }</label>
            <input ref={input} id={props.id} class="input" list={list.clone()} placeholder={text("pick.type")} autocomplete="off" {oninput} />
            <datalist id={list}>{ for props.units.iter().map(|(_, name)| html! { <option value={name.clone()} /> }) }</datalist>
        </div>
    }
}

/// The unit of exactly this name, or the only one whose name contains the text.
fn named(units: &[(EntryId, String)], typed: &str) -> Option<EntryId> {
    if typed.is_empty() {
        return None;
    }
    let exact = units.iter().find(|(_, name)| name == typed);
    let mut containing = units.iter().filter(|(_, name)| name.contains(typed));
    let found = exact.or_else(|| containing.next().filter(|_| containing.next().is_none()));
    found.map(|(id, _)| id.clone())
}
