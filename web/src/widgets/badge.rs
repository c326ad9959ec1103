//! States in a few words: a pill, or a dot with words beside it.

use app::view::Badge;
use yew::prelude::*;

/// What stands where there is nothing to say.
const NOTHING: &str = "—";

/// A state as a coloured pill.
pub(crate) fn badge(badge: &Badge) -> Html {
    if badge.text.is_empty() {
        return html! {};
    }
    html! { <span class={classes!("badge", badge.tone.class())}>{ &badge.text }</span> }
}

/// A state as a coloured dot and its words; the dot only repeats what the words say.
pub(crate) fn dot(badge: &Badge) -> Html {
    if badge.text.is_empty() || badge.text == NOTHING {
        return html! { <span class="muted">{ NOTHING }</span> };
    }
    html! {
        <span class="dotted">
            <i class={classes!("dot", badge.tone.class())} aria-hidden="true"></i>
            { &badge.text }
        </span>
    }
}
