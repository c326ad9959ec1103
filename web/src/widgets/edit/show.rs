//! What a control shows: its text, its caret, its height.

use std::cell::RefCell;

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

/// Highest block of text, in pixels. A longer text scrolls inside, so that the page stays one that can be walked through.
const HIGHEST: i32 = 1_200;

thread_local! {
    /// Blocks of text that joined the page and have no height yet.
    static NEW: RefCell<Vec<HtmlTextAreaElement>> = const { RefCell::new(Vec::new()) };
}

/// Makes every block of text as high as its text: the window has another width.
pub(crate) fn fit_all() {
    let Ok(areas) = gloo::utils::document().query_selector_all("textarea.grows") else { return };
    let areas = (0..areas.length()).filter_map(|at| areas.item(at)?.dyn_into::<HtmlTextAreaElement>().ok());
    // What stands on a hidden tab keeps the height it had until it is shown.
    fit(&areas.filter(|area| area.client_height() > 0).collect::<Vec<_>>());
}

/// Makes a control as high as its text.
pub(super) fn fit_node(node: &NodeRef) {
    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        fit(&[area]);
    }
}

/// The same for a control that has just been filled, together with the others of its page before the page is painted.
pub(super) fn fit_with_others(node: &NodeRef) {
    let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
    let first = NEW.with_borrow_mut(|new| {
        new.push(area);
        new.len() == 1
    });
    if first {
        wasm_bindgen_futures::spawn_local(async { fit(&NEW.take()) });
    }
}

/// Heights are read after all of them were given up, and given after all were read: each change of direction makes the
/// browser lay out the whole page. Set through the object model, which the page's policy allows.
fn fit(areas: &[HtmlTextAreaElement]) {
    let set = |area: &HtmlTextAreaElement, what: &str, value: &str| {
        let _ = HtmlElement::style(area).set_property(what, value);
    };
    areas.iter().for_each(|area| set(area, "height", "auto"));
    let heights: Vec<i32> =
        areas.iter().map(|area| area.scroll_height() + area.offset_height() - area.client_height()).collect();
    // What stands on a hidden tab has no height yet.
    let shown = areas.iter().zip(heights).filter(|(area, _)| area.client_height() > 0);
    for (area, height) in shown.collect::<Vec<_>>() {
        set(area, "height", &format!("{}px", height.min(HIGHEST)));
        set(area, "overflow-y", if height > HIGHEST { "auto" } else { "hidden" });
    }
}
