//! Keys that work everywhere, and what the window tells: a new address, another width, dropped files.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event, KeyboardEvent};
use yew::html::Scope;

use super::{BookMsg, Msg, Shell};
use crate::ports::{address, leaving};
use crate::widgets::field::fit_all;
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
    let reported =
        |name: &'static str| EventListener::new(&window, name, |_| crate::ports::screen::report_typing());
    // The last words of a text must be on their way before the page goes or is put to sleep.
    let (going, hidden) = (reported("pagehide"), {
        let link = link.clone();
        EventListener::new(&gloo::utils::document(), "visibilitychange", move |_| {
            crate::ports::screen::report_typing();
            link.send_message(Msg::LookAtClock);
        })
    });
    // A machine that slept over midnight is looked at before the clock has ticked.
    let focused = {
        let link = link.clone();
        EventListener::new(&window, "focus", move |_| link.send_message(Msg::LookAtClock))
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
    let mut listeners = vec![keys, hash, resize, going, hidden, focused, returned, leaving::listen()];
    // Without these the browser would leave the app and open the dropped file in its place.
    for (name, over) in [("dragover", true), ("dragleave", false)] {
        let link = link.clone();
        let listener = EventListener::new_with_options(&window, name, options, move |event: &Event| {
            event.prevent_default();
            link.send_message(Msg::Dragging(over));
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
        event.prevent_default();
        let event: &DragEvent = event.unchecked_ref();
        link.send_message(Msg::Dropped(gather::dropped(event)));
    }));
    listeners
}

fn key(link: &Scope<Shell>, event: &KeyboardEvent) {
    if types_in_vain(event) {
        link.send_message(Msg::TypedInVain);
    }
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || event.is_composing() {
        return;
    }
    let message = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("k", false) => Msg::Search(Some(String::new())),
        ("s", false) => Msg::Do(Command::SaveBook(None)),
        ("z", false) => Msg::Do(Command::Undo),
        ("y", false) | ("z", true) => Msg::Do(Command::Redo),
        _ => return,
    };
    event.prevent_default();
    link.send_message(message);
}

/// Whether a letter is typed into a text that can only be read.
fn types_in_vain(event: &KeyboardEvent) -> bool {
    let letter = event.key().chars().count() == 1 || event.key() == "Process";
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    letter
        && !event.ctrl_key()
        && !event.meta_key()
        && target.is_some_and(|field| field.matches("[readonly]").unwrap_or(false))
}
