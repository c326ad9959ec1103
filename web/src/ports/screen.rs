//! Focus, scrolling, printing and the few other things a page does beside showing.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::Callback;

/// What can take the keyboard inside an element.
const CONTROLS: &str = "[role=radio][tabindex='0'],input:not([disabled]),textarea:not([disabled]),select:not([disabled]),button:not([disabled])";

/// Moves the keyboard to the element with an id, or to the first control inside it, once the page has been drawn.
pub(crate) fn focus_later(id: String) {
    Timeout::new(0, move || {
        let document = gloo::utils::document();
        let Some(element) = document.get_element_by_id(&id).or_else(|| card_of(&id)) else { return };
        if show_place_of(&element) {
            // The part is drawn first, and nothing can take the keyboard before.
            Timeout::new(0, move || focus(&element)).forget();
            return;
        }
        // Whoever is there already, or in another part of the same text, stays where he is.
        let whole = element.closest("[data-whole]").ok().flatten().unwrap_or_else(|| element.clone());
        if !document.active_element().is_some_and(|active| whole.contains(Some(&active))) {
            focus(&element);
        }
    })
    .forget();
}

/// Opens what an element lies hidden in: a part behind a tab that is not chosen, or a fold. Whether there was anything to open.
fn show_place_of(element: &Element) -> bool {
    let document = gloo::utils::document();
    let mut opened = false;
    if let Ok(Some(fold)) = element.closest("details:not([open])") {
        opened = fold.set_attribute("open", "").is_ok();
    }
    let part = element.closest("[role='tabpanel'].hidden").ok().flatten();
    let tab = part.and_then(|part| document.get_element_by_id(&part.get_attribute("aria-labelledby")?));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        tab.click();
        opened = true;
    }
    opened
}

/// The card of the item that a field belongs to: in a form that can only be read a field has no control of its own.
fn card_of(id: &str) -> Option<Element> {
    let mut item = id;
    loop {
        if let Some(card) = gloo::utils::document().get_element_by_id(&format!("{item}-card")) {
            return Some(card);
        }
        item = item.rsplit_once('_')?.0;
    }
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
        // A card without a control takes the keyboard itself, which marks it.
        if !is_control(&target) && !target.has_attribute("tabindex") {
            let _ = target.set_attribute("tabindex", "-1");
        }
        let _ = target.focus();
    }
}

/// Brings an element that another one points to into view, once the page has been drawn.
pub(crate) fn into_view(id: String) {
    Timeout::new(0, move || {
        if let Some(element) = gloo::utils::document().get_element_by_id(&id) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    })
    .forget();
}

/// Brings the control with the keyboard back into view, when it lies outside what is seen of its page.
pub(crate) fn keep_in_sight() {
    let active = gloo::utils::document().active_element();
    let Some(active) =
        active.filter(|active| active.closest("#main .scroll").is_ok_and(|found| found.is_some()))
    else {
        return;
    };
    if takes_text(&active) || is_control(&active) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        active.scroll_into_view_with_scroll_into_view_options(&options);
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

/// Whether a dialogue stands before the page.
pub(crate) fn has_dialog() -> bool {
    gloo::utils::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

thread_local! {
    /// What draws the pages that are only drawn for paper, and lets them go.
    static PRINTS: RefCell<Option<Callback<bool>>> = const { RefCell::new(None) };
}

/// Somebody draws more while the page is printed, for as long as this value lives.
pub(crate) struct Printing(#[expect(dead_code, reason = "listens while it lives")] [EventListener; 2]);

/// Tells when pages are to be drawn for paper and when they are no longer needed, whichever way printing was asked for.
pub(crate) fn while_printing(tell: Callback<bool>) -> Printing {
    PRINTS.set(Some(tell.clone()));
    let listen = |event: &'static str, on: bool| {
        let tell = tell.clone();
        EventListener::new(&gloo::utils::window(), event, move |_| tell.emit(on))
    };
    Printing([listen("beforeprint", true), listen("afterprint", false)])
}

impl Drop for Printing {
    fn drop(&mut self) {
        PRINTS.take();
    }
}

/// Opens the print dialogue.
pub(crate) fn print() {
    // What is asked for by `beforeprint` is drawn too late for a dialogue that the program itself opens.
    if let Some(draw) = PRINTS.with_borrow(Clone::clone) {
        draw.emit(true);
    }
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

/// How a place was come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// From another place.
    Place,
    /// From another section of the same form.
    Section,
}

/// A new place begins at its top, with the keyboard at its heading.
pub(crate) fn arrive(arrival: Arrival) {
    let document = gloo::utils::document();
    let Ok(Some(main)) = document.query_selector("#main") else { return };
    main.set_scroll_top(0);
    // The list of sections stays as it is while one goes from section to section.
    let parts = if arrival == Arrival::Section { ".items" } else { ".scroll, .page, .welcome" };
    if let Ok(parts) = main.query_selector_all(parts) {
        let parts = (0..parts.length()).filter_map(|at| parts.item(at)?.dyn_into::<Element>().ok());
        parts.for_each(|part| part.set_scroll_top(0));
    }
    // Before anybody can have touched the place; whoever then moves on keeps the keyboard.
    let behind_dialog = has_dialog();
    if !behind_dialog {
        to_heading();
    }
    // A dialogue that closes meanwhile gives the keyboard back to where it was before.
    Timeout::new(0, move || {
        let inside = |now: Element| now.closest("#main").is_ok_and(|main| main.is_some());
        let arrived = !behind_dialog && gloo::utils::document().active_element().is_some_and(inside);
        if !has_dialog() && !arrived {
            to_heading();
        }
    })
    .forget();
}

/// Moves the keyboard to the field that a place opens for, else to its heading, or that of the section of a form.
pub(crate) fn to_heading() {
    let Ok(Some(main)) = gloo::utils::document().query_selector("#main") else { return };
    let first =
        ["[autofocus]", ".items h1", "h1"].iter().find_map(|css| main.query_selector(css).ok().flatten());
    let first = first.unwrap_or(main);
    if let Some(first) = first.dyn_ref::<HtmlElement>() {
        if !first.has_attribute("autofocus") {
            let _ = first.set_attribute("tabindex", "-1");
        }
        let _ = first.focus();
    }
}

thread_local! {
    /// What has the keyboard, as long as nobody gave it up.
    static HOLDER: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Follows which control has the keyboard, for as long as the listeners live.
pub(crate) fn follow_keyboard() -> [EventListener; 2] {
    let element = |event: &Event| event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let window = gloo::utils::window();
    [
        EventListener::new(&window, "focusin", move |event| HOLDER.set(element(event))),
        EventListener::new(&window, "focusout", move |event| {
            // Whoever clicks beside everything gives it up; what is taken off the page does not.
            if element(event).is_some_and(|left| left.is_connected()) {
                HOLDER.set(None);
            }
        }),
    ]
}

/// Gives the keyboard to the heading when what had it is gone from the page, or cannot be pressed any more: it would fall to
/// the window, and the next Tab would begin at the top.
pub(crate) fn keep_keyboard() {
    let gone = |held: &Element| !held.is_connected() || held.has_attribute("disabled");
    let lost = HOLDER.with_borrow(|holder| holder.as_ref().is_some_and(gone));
    if !lost || has_dialog() {
        return;
    }
    HOLDER.set(None);
    let active = gloo::utils::document().active_element();
    if active.is_none_or(|active| active.tag_name() == "BODY" || active.has_attribute("disabled")) {
        let scrolled = gloo::utils::document().query_selector("#main .scroll").ok().flatten();
        let top = scrolled.as_ref().map(Element::scroll_top);
        to_heading();
        // Where one reads stays where it is.
        if let (Some(scrolled), Some(top)) = (scrolled, top) {
            scrolled.set_scroll_top(top);
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
