//! Focus, scrolling, printing and the few other things a page does beside showing.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// What can take the keyboard inside an element.
const CONTROLS: &str = "[role=radio][tabindex='0'],input:not([disabled]),textarea:not([disabled]),select:not([disabled]),button:not([disabled])";

/// Moves the keyboard to the element with an id, or to the first control inside it, once the page has been drawn.
pub(crate) fn focus_later(id: String) {
    Timeout::new(0, move || {
        if let Some(element) = gloo::utils::document().get_element_by_id(&id) {
            focus(&element);
        }
    })
    .forget();
}

/// Moves the keyboard to an element or the first control inside it, and brings it into the middle of the window.
pub(crate) fn focus(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let target = if is_control(element) {
        Some(element.clone())
    } else {
        element.query_selector(CONTROLS).ok().flatten().or_else(|| Some(element.clone()))
    };
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the keyboard is at least in view.
        let _ = target.focus();
    }
}

fn is_control(element: &Element) -> bool {
    ["INPUT", "TEXTAREA", "SELECT", "BUTTON"].contains(&element.tag_name().as_str())
}

/// Whether keys typed into this element are text.
pub(crate) fn takes_text(element: &Element) -> bool {
    let kind = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !["checkbox", "radio", "button"].contains(&kind.as_str()),
        _ => false,
    }
}

/// Opens the print dialogue.
pub(crate) fn print() {
    // The letter's pages are drawn after the command that asked for printing.
    Timeout::new(50, || {
        let _ = gloo::utils::window().print();
    })
    .forget();
}

/// Puts the window's title.
pub(crate) fn title(text: &str) {
    gloo::utils::document().set_title(text);
}

/// Scrolls every scrolling part of the page back to its top: a new place begins at its beginning.
pub(crate) fn to_top() {
    if let Ok(Some(main)) = gloo::utils::document().query_selector("#main") {
        main.set_scroll_top(0);
        if let Ok(Some(part)) = main.query_selector(".scroll") {
            part.set_scroll_top(0);
        }
    }
}

/// Marks at the state of saving the newest record, the last one on the disk, and whether anything is under way.
pub(crate) fn mark_saved(saved: u64, newest: u64, busy: bool) {
    if let Some(line) = gloo::utils::document().get_element_by_id("saved") {
        let _ = line.set_attribute("data-saved", &saved.to_string());
        let _ = line.set_attribute("data-newest", &newest.to_string());
        let _ = line.set_attribute("data-busy", if busy { "1" } else { "0" });
    }
}

/// Lets a text that is still being typed be reported now: the page may go at any moment.
pub(crate) fn report_typing() {
    let Some(element) = gloo::utils::document().active_element() else { return };
    for name in ["blur", "focusout"] {
        if let Ok(event) = web_sys::Event::new(name) {
            let _ = element.dispatch_event(&event);
        }
    }
}
