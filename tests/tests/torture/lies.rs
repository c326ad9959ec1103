//! A machine that goes back to an older state of everything at once, which nothing on it can notice: the torture must.

use std::time::Duration;

use tests::product::Walk;
use tests::random::Dice;

use crate::figures::seed;
use crate::origin::Origin;
use crate::profile::Profile;
use crate::verdict;
use crate::window::Window;

/// Were this to pass, no verdict of the others would mean anything.
pub(crate) fn are_noticed() -> Walk {
    let profile = Profile::with_book(Origin::File)?;
    let browser = profile.start()?;
    let window = Window::open(&browser, &Origin::File.address()?, "")?;
    let mut keeping = window.keep(&window.look_alone()?);
    window.type_on(&mut keeping, &mut Dice::new(seed()), |words| words >= 5)?;
    if !window.wait_saved(&mut keeping, Duration::from_secs(10))? {
        return Err(format!("not even shown as saved: {}", window.glance()?.short()).into());
    }
    browser.close()?;
    let older = Profile::with_book(Origin::File)?;
    let browser = older.start()?;
    let window = Window::open(&browser, &Origin::File.address()?, "")?;
    match verdict::judge(&window, &keeping) {
        Err(_) => Ok(()),
        Ok((fate, sight)) => Err(format!("it passed as {fate:?}: {}", sight.short()).into()),
    }
}
