//! Quick clicks and held keys: what was meant once is done once, and nothing that came into the place of a button is pressed.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, UiEvent};

/// Steps that are taken several times in a row (撤销, 下一处).
const AGAIN: &str = "button.again";

/// What can be pressed; a click on a sign within a button is one on the button.
const PRESSED: &str = "button, a, label, summary, input, select, textarea, [role]";

thread_local! {
    /// What the first of a row of quick clicks was on.
    static FIRST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Listeners of the window, before anything else hears of a click or a key.
pub(super) fn listen() -> [EventListener; 3] {
    let capture = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
    let window = gloo::utils::window();
    [
        EventListener::new_with_options(&window, "click", capture, |event: &Event| {
            if clicked_again(event) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
        EventListener::new_with_options(&window, "mousedown", capture, |event: &Event| {
            // What came into the place of a button does not take the keyboard either.
            if count(event) > 1 && is_elsewhere(event) {
                event.prevent_default();
            }
        }),
        EventListener::new_with_options(&window, "keydown", capture, |event: &Event| {
            if is_held(event.unchecked_ref()) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
    ]
}

/// Whether this is the second click or a later one of a row of quick ones, and is on a button or on something else than
/// the first: a dialogue may have closed above it.
fn clicked_again(event: &Event) -> bool {
    if count(event) <= 1 {
        FIRST.set(pressed(event));
        return false;
    }
    let button = target(event).and_then(|target| target.closest("button").ok().flatten());
    is_elsewhere(event) || button.is_some_and(|button| !button.matches(AGAIN).unwrap_or(false))
}

/// Whether this is not on what the first click of the row was on.
fn is_elsewhere(event: &Event) -> bool {
    FIRST.with_borrow(|first| *first != pressed(event))
}

/// Whether a key that presses a button is held down: the keyboard may meanwhile stand on another button.
fn is_held(event: &KeyboardEvent) -> bool {
    let presses = event.repeat() && matches!(event.key().as_str(), "Enter" | " ");
    let button = || target(event).and_then(|target| target.closest("button, summary, a").ok().flatten());
    presses && button().is_some_and(|button| !button.matches(AGAIN).unwrap_or(false))
}

/// The place of a click in a row of quick ones, from 1.
fn count(event: &Event) -> i32 {
    event.unchecked_ref::<UiEvent>().detail()
}

fn pressed(event: &Event) -> Option<Element> {
    let target = target(event)?;
    target.closest(PRESSED).ok().flatten().or(Some(target))
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}
