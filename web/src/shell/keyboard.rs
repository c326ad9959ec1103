//! Keys that work everywhere, and what the window tells: a new address, another width, dropped files.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event, KeyboardEvent};
use yew::html::Scope;

use super::{BookMsg, Msg, Shell, clicks};
use crate::ports::{address, leaving, screen, typing};
use crate::widgets::edit::fit_all;
use crate::widgets::file_drop::gather;
use app::Command;

/// Listeners of the window, alive as long as the shell.
pub(super) fn listen(link: &Scope<Shell>) -> Vec<EventListener> {
    let window = gloo::utils::window();
    let options = EventListenerOptions::enable_prevent_default();
    let keys = {
        let link = link.clone();
        EventListener::new_with_options(&window, "keydown", options, move |event| {
            key(&link, event.unchecked_ref());
        })
    };
    let hash = {
        let link = link.clone();
        EventListener::new(&window, "hashchange", move |_| {
            if let Some(route) = address::read() {
                link.send_message(Msg::Arrived(route));
            }
        })
    };
    let returned = {
        let link = link.clone();
        EventListener::new(&window, "pageshow", move |event| {
            // A page that was put away whole may have been overtaken by others meanwhile.
            if js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|kept| kept.is_truthy()) {
                link.send_message(Msg::Book(BookMsg::Returned));
            }
        })
    };
    let resize = EventListener::new(&window, "resize", |_| fit_all());
    let mut listeners = vec![keys, hash, resize, returned, leaving::listen()];
    listeners.extend(clicks::listen());
    listeners.extend(screen::follow_keyboard());
    listeners.extend(report_before_leaving());
    listeners.extend(look_at_clock(link));
    listeners.extend(files_over(link));
    listeners
}

/// A machine that slept over midnight, or a page that comes back, is looked at before the clock has ticked.
fn look_at_clock(link: &Scope<Shell>) -> [EventListener; 2] {
    let look = || {
        let link = link.clone();
        move |_: &Event| link.send_message(Msg::LookAtClock)
    };
    [
        EventListener::new(&gloo::utils::window(), "focus", look()),
        EventListener::new(&gloo::utils::document(), "visibilitychange", look()),
    ]
}

/// The last words of a text must be on their way before the page goes, is put to sleep, or is printed.
fn report_before_leaving() -> Vec<EventListener> {
    let (window, document) = (gloo::utils::window(), gloo::utils::document());
    let reported = |name: &'static str| EventListener::new(&window, name, |_| typing::report_all());
    let mut listeners: Vec<EventListener> =
        ["beforeunload", "pagehide", "blur", "beforeprint"].into_iter().map(reported).collect();
    let hidden = ["visibilitychange", "freeze"];
    listeners.extend(hidden.map(|name| EventListener::new(&document, name, |_| typing::report_all())));
    listeners
}

/// Files dragged over the window and dropped on it. A text that is dragged to another place is none of these.
fn files_over(link: &Scope<Shell>) -> Vec<EventListener> {
    let window = gloo::utils::window();
    let options = EventListenerOptions::enable_prevent_default();
    let mut listeners = Vec::new();
    // Without these the browser would leave the app and open the dropped file in its place.
    for (name, over) in [("dragover", true), ("dragleave", false)] {
        let link = link.clone();
        let listener = EventListener::new_with_options(&window, name, options, move |event: &Event| {
            if gather::holds_files(event.unchecked_ref()) {
                event.prevent_default();
                link.send_message(Msg::Dragging(over));
            }
        });
        listeners.push(listener);
    }
    // Heard on the way down: a place that takes the drop itself keeps it from coming up here again.
    let (down, over) = (EventListenerOptions::run_in_capture_phase(), link.clone());
    listeners.push(EventListener::new_with_options(&window, "drop", down, move |_| {
        over.send_message(Msg::Dragging(false));
    }));
    let link = link.clone();
    listeners.push(EventListener::new_with_options(&window, "drop", options, move |event: &Event| {
        let drag: &DragEvent = event.unchecked_ref();
        if gather::holds_files(drag) {
            event.prevent_default();
            link.send_message(Msg::Dropped(gather::dropped(drag)));
        } else if !takes_dropped_text(event) {
            // The browser would open a dragged link in the place of the app.
            event.prevent_default();
        }
    }));
    listeners
}

fn takes_dropped_text(event: &Event) -> bool {
    target(event).is_some_and(|element| screen::takes_text(&element))
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

fn key(link: &Scope<Shell>, event: &KeyboardEvent) {
    if types_in_vain(event) {
        link.send_message(Msg::TypedInVain);
    }
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let command = event.key().to_lowercase();
    if matches!(command.as_str(), "z" | "y") {
        let message = match (command.as_str(), event.shift_key()) {
            ("z", false) => Msg::Do(Command::UndoTyped),
            ("y", false) | ("z", true) => Msg::Do(Command::Redo),
            _ => return,
        };
        // Taking back a word that is only half typed takes back just that.
        if !undoes_the_book(event) || (event.is_composing() && !typing::drop_composition()) {
            return;
        }
        event.prevent_default();
        if !event.is_composing() {
            link.send_message(message);
        }
        return;
    }
    if event.is_composing() {
        return;
    }
    let message = match (command.as_str(), event.shift_key()) {
        ("k", false) => Msg::Search(Some(String::new())),
        ("s", false) => Msg::Do(Command::SaveBook(None)),
        _ => return,
    };
    event.prevent_default();
    link.send_message(message);
}

/// Whether the keys for taking back mean the book: nothing stands before it, and the keyboard is in no text of its own,
/// such as a filter, whose steps the browser takes back itself.
fn undoes_the_book(event: &KeyboardEvent) -> bool {
    if screen::has_dialog() {
        return false;
    }
    let Some(element) = target(event) else { return true };
    element.has_attribute("data-book") || element.tag_name() == "SELECT" || !screen::takes_text(&element)
}

/// Whether a letter is typed into a text that can only be read.
fn types_in_vain(event: &KeyboardEvent) -> bool {
    let letter = event.key().chars().count() == 1 || event.key() == "Process";
    letter
        && !event.ctrl_key()
        && !event.meta_key()
        && target(event).is_some_and(|field| field.matches("[readonly]").unwrap_or(false))
}
