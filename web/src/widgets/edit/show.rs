//! What a control shows: its text, its caret, its height.

use app::stretch::Difference;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text shown; `None` while there is no control.
pub(super) fn read(node: &NodeRef) -> Option<String> {
    let long = node.cast::<HtmlTextAreaElement>().map(|area| area.value());
    long.or_else(|| node.cast::<HtmlInputElement>().map(|input| input.value()))
}

/// Shows another text, with the caret where the two differ.
pub(super) fn write(node: &NodeRef, value: &str) {
    let Some(before) = read(node).filter(|before| before != value) else { return };
    let end = Difference::between(&before, value).end();
    // Browsers count in UTF-16.
    let units = value.get(..end).map_or(0, |text| text.encode_utf16().count());
    let caret = u32::try_from(units).unwrap_or(u32::MAX);
    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        area.set_value(value);
        drop(area.set_selection_range(caret, caret));
    } else if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(value);
        // A date has no caret.
        drop(input.set_selection_range(caret, caret));
    }
}

/// Whether the control has the keyboard.
pub(super) fn has_focus(node: &NodeRef) -> bool {
    node.cast::<Element>().is_some_and(|element| gloo::utils::document().active_element() == Some(element))
}

/// Makes every block of text as high as its text: the window has another width.
pub(crate) fn fit_all() {
    let Ok(areas) = gloo::utils::document().query_selector_all("textarea.long") else { return };
    for at in 0..areas.length() {
        if let Some(area) = areas.item(at).and_then(|node| node.dyn_into::<HtmlTextAreaElement>().ok()) {
            fit(&area);
        }
    }
}

/// Makes a control as high as its text.
pub(super) fn fit_node(node: &NodeRef) {
    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        fit(&area);
    }
}

/// Set through the object model, which the page's policy allows.
fn fit(area: &HtmlTextAreaElement) {
    let style = HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let border = area.offset_height() - area.client_height();
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + border));
}
