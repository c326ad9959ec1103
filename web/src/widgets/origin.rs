//! Who wrote what is shown, and what stands behind the name, quietly beside it.

use app::view::{Badge, Origin};
use templates::text_with;
use yew::prelude::*;

/// The writer and what stands behind the name; `words` is the term that puts the name into words.
pub(crate) fn origin(origin: &Origin, words: &'static str) -> Html {
    if origin.who.is_empty() && origin.mark.text.is_empty() {
        return html! {};
    }
    html! {
        <span class="origin muted">
            if !origin.who.is_empty() { { text_with(words, &[("who", &origin.who)]) }{ " " } }
            { behind(&origin.mark) }
        </span>
    }
}

/// In a list only names that stand on no key of their own are marked, and who they are stands in the title.
pub(crate) fn doubt(origin: &Origin) -> Html {
    if !origin.doubtful {
        return html! {};
    }
    html! { <span class="origin" title={origin.who.clone()}>{ behind(&origin.mark) }</span> }
}

/// What stands behind a name.
pub(crate) fn behind(mark: &Badge) -> Html {
    if mark.text.is_empty() {
        return html! {};
    }
    html! { <small class={classes!("behind", mark.tone.class())}>{ &mark.text }</small> }
}
