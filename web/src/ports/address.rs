//! The place in the app as the part of the address after `#`; anything else is forbidden on `file://`.

use app::Route;

/// Place the address names; `None` when it names none.
pub(crate) fn read() -> Option<Route> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    if hash.len() < 2 { None } else { Route::parse(&hash) }
}

/// Makes the address name a place. A new place becomes a step of the browser's history.
pub(crate) fn write(route: &Route) {
    let location = gloo::utils::window().location();
    let wanted = format!("#{}", route.address());
    if location.hash().unwrap_or_default() != wanted {
        // A refusal leaves the old address in the bar, which harms nobody.
        let _ = location.set_hash(&wanted);
    }
}
