//! Long tables: the first rows are there at once, the rest follows while the user already reads.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Rows drawn with the page: more than any screen shows.
const FIRST: usize = 40;
/// Rows that join at a time; one such portion is drawn within a few frames.
const PORTION: usize = 120;
/// Pause between portions, in milliseconds, for keys and clicks to come through.
const PAUSE_MS: u32 = 30;

/// How many of so many rows to draw now. It grows by itself until all are there.
#[hook]
pub(crate) fn use_gradually(all: usize) -> usize {
    let shown = use_state_eq(|| FIRST);
    use_effect_with((*shown, all), {
        let grow = shown.setter();
        move |&(now, all)| {
            let timer = (now < all).then(|| Timeout::new(PAUSE_MS, move || grow.set(now + PORTION)));
            move || drop(timer)
        }
    });
    *shown
}

/// The first so many items, or all when there are fewer.
pub(crate) fn first<T>(items: &[T], count: usize) -> &[T] {
    items.get(..count).unwrap_or(items)
}
