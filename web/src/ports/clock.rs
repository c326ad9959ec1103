//! Reads the user's calendar and clock.

use app::Moment;
use js_sys::Date;

use super::entropy;

/// Now, with fresh entropy.
pub(crate) fn moment() -> Moment {
    moment_with(entropy::bytes())
}

/// Now, with the entropy of the caller; none is needed to write a book that is not sealed.
pub(crate) fn moment_with(entropy: [u8; 32]) -> Moment {
    let now = Date::new_0();
    let day = format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date());
    // A clock set outside the calendar the core knows must not keep anybody from opening the app.
    let fallback = || "2000-01-01".parse().expect("the first day of 2000 is a day");
    Moment {
        today: day.parse().unwrap_or_else(|_| fallback()),
        seconds: now.get_hours() * 3600 + now.get_minutes() * 60 + now.get_seconds(),
        entropy,
    }
}

/// Today as a number such as 20261126, for the eye only.
pub(crate) fn day() -> u32 {
    let now = Date::new_0();
    now.get_full_year() * 10_000 + (now.get_month() + 1) * 100 + now.get_date()
}

/// Milliseconds since a day long ago, to measure pauses with.
pub(crate) fn millis() -> f64 {
    Date::now()
}
