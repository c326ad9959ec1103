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

/// Now in minutes since 1970 on the clock at the wall, as records say it (`store::Moment`).
pub(crate) fn minute() -> u32 {
    let now = Date::new_0();
    let minutes = now.get_time() / 60_000.0 - now.get_timezone_offset();
    if minutes.is_finite() && minutes > 0.0 { minutes as u32 } else { 0 }
}

/// Milliseconds since a day long ago, to measure pauses with.
pub(crate) fn millis() -> f64 {
    Date::now()
}
