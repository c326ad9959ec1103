//! Holds the user back from closing a window whose last changes are nowhere else.

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Reflect;

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

/// Whether the browser shall ask before this window is closed.
pub(crate) fn hold(held: bool) {
    HELD.set(held);
}

/// Listens for the window being closed. The words of the question are the browser's own.
pub(crate) fn listen() -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "beforeunload", options, |event| {
        if HELD.get() {
            event.prevent_default();
            // Older kernels ask only when this is set.
            let _ = Reflect::set(event, &"returnValue".into(), &true.into());
        }
    })
}
