//! Pages about books as this machine keeps them: which there are, one that is locked, one that is not all there.

mod list;
mod locked;
mod recovery;

use templates::text;
use yew::prelude::*;

pub(crate) use list::Books;
pub(crate) use locked::Locked;
pub(crate) use recovery::{Recovery, RecoveryView, backup};

/// After everything of ours was removed from this browser: what that did not reach.
#[component]
pub(crate) fn Destroyed() -> Html {
    html! {
        <div class="page scroll narrow" id="destroyed">
            <section class="card">
                <h1>{ text("destroy.done") }</h1>
                <p>{ text("destroy.beyond") }</p>
                <ul class="backup-list">
                    { for text("destroy.beyond_list").lines().map(|line| html! { <li>{ line }</li> }) }
                </ul>
                <p>{ text("destroy.after") }</p>
            </section>
        </div>
    }
}

/// A day such as 20261126 as people write it; empty when it is not known.
pub(crate) fn day(number: u32) -> String {
    if number == 0 {
        return String::new();
    }
    format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)
}
