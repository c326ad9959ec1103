//! Long tables: the first rows are there at once, the rest follows while the user reads on towards it.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use yew::prelude::*;

/// Rows drawn with the page: more than any screen shows.
const FIRST: usize = 40;
/// Rows that join at a time; one such portion is drawn within a few frames.
const PORTION: usize = 40;
/// Pause between portions, in milliseconds, for keys and clicks to come through.
const PAUSE_MS: u32 = 30;
/// How far below the window rows are drawn, in pixels: some three screens.
const AHEAD: i32 = 2_400;
/// What scrolls on a page.
const SCROLLS: &str = ".main > .scroll, .main > .page";

/// How many of so many rows to draw now; rows that a filter hides are not among them. It grows when the user comes near to the end of what is drawn: rows far below cost
/// nothing, neither when the page opens nor when a key changes what the table shows.
#[hook]
pub(crate) fn use_gradually(all: usize) -> usize {
    let shown = use_state_eq(|| FIRST);
    use_effect_with((*shown, all), {
        let grow = shown.setter();
        move |&(now, all)| {
            let more = move || {
                if near_end() {
                    grow.set(now + PORTION);
                }
            };
            let watched = (now < all).then(|| {
                let options = EventListenerOptions::run_in_capture_phase();
                let scrolled = more.clone();
                let listener =
                    EventListener::new_with_options(&document(), "scroll", options, move |_| scrolled());
                (listener, Timeout::new(PAUSE_MS, more))
            });
            move || drop(watched)
        }
    });
    *shown
}

/// Whether what is drawn of the page ends not far below the window. A page that does not scroll shows its end.
fn near_end() -> bool {
    let Ok(Some(page)) = document().query_selector(SCROLLS) else { return true };
    page.scroll_height() - page.scroll_top() - page.client_height() < AHEAD
}

/// The first so many items, or all when there are fewer.
pub(crate) fn first<T>(items: &[T], count: usize) -> &[T] {
    items.get(..count).unwrap_or(items)
}
