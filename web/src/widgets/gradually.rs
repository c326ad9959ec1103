//! Long tables: the first rows are there at once, the rest follows while the user reads on towards it.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Rows drawn with the page: more than any screen shows.
const FIRST: usize = 40;
/// Rows that join at a time; one such portion is drawn within a few frames.
const PORTION: usize = 40;
/// Pause between portions, in milliseconds, for keys and clicks to come through.
const PAUSE_MS: u32 = 30;
/// How far below the window rows are drawn, in pixels: some two screens.
const AHEAD: f64 = 1_600.0;

/// How many of so many rows to draw now; rows that a filter hides are not among them. It grows when the user comes near to the
/// end of what is drawn: rows far below cost nothing, neither when the page opens nor when a key changes what the table shows.
/// On paper there are all of them.
#[hook]
pub(crate) fn use_gradually(all: usize) -> usize {
    let shown = use_state_eq(|| FIRST);
    use_effect_with((*shown, all), {
        let grow = shown.setter();
        move |&(now, all)| {
            let (whole, more) = (grow.clone(), move || {
                if near_end() {
                    grow.set(now + PORTION);
                }
            });
            let watched = (now < all).then(|| {
                let options = EventListenerOptions::run_in_capture_phase();
                let scrolled = more.clone();
                let listener =
                    EventListener::new_with_options(&document(), "scroll", options, move |_| scrolled());
                let printed = EventListener::new(&window(), "beforeprint", move |_| whole.set(all));
                (listener, printed, Timeout::new(PAUSE_MS, more))
            });
            move || drop(watched)
        }
    });
    *shown
}

/// Whether one of the long lists on the page ends not far below the window, or none can be found.
fn near_end() -> bool {
    let long = format!("#main tr:nth-child({FIRST}), #main li:nth-child({FIRST})");
    let Ok(found) = document().query_selector_all(&long) else { return true };
    let bottom = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let lists =
        (0..found.length()).filter_map(|at| found.item(at)?.parent_node()?.dyn_into::<Element>().ok());
    let mut ends = lists.map(|list| list.get_bounding_client_rect().bottom()).peekable();
    ends.peek().is_none() || ends.any(|end| end - bottom < AHEAD)
}

/// The first so many items, or all when there are fewer.
pub(crate) fn first<T>(items: &[T], count: usize) -> &[T] {
    items.get(..count).unwrap_or(items)
}
