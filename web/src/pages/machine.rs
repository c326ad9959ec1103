//! Pages about books as this machine keeps them: which there are, one that is locked, one that is not all there.

mod list;
mod locked;
mod recovery;

use store::Moment;
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

fn day_in_words(year: u32, month: u32, day: u32) -> String {
    app::day_in_words(&format!("{year:04}-{month:02}-{day:02}"))
}

/// When a record was stored, as people write it; empty when it is not known.
pub(crate) fn when(number: u32) -> String {
    match Moment::of(number) {
        Moment::Unknown => String::new(),
        Moment::Day(day) => day_in_words(day / 10_000, day / 100 % 100, day % 100),
        Moment::Minute(minute) => {
            // The minutes are those of the clock at the wall, so no time zone may move them again.
            let at = js_sys::Date::new(&(f64::from(minute) * 60_000.0).into());
            let (year, month, day) = (at.get_utc_full_year(), at.get_utc_month() + 1, at.get_utc_date());
            format!(
                "{} {:02}:{:02}",
                day_in_words(year, month, day),
                at.get_utc_hours(),
                at.get_utc_minutes()
            )
        }
    }
}
