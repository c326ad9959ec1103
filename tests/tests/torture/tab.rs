//! The tab goes within 20 ms of a key: closed, or its process crashed. Nothing that was typed may be missing.

use std::time::Duration;

use tests::browser::Browser;
use tests::keeping::Keeping;
use tests::product::Walk;
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::Profile;
use crate::verdict;
use crate::window::Window;

/// How a tab goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Closed,
    Crashed,
}

pub(crate) fn ends(end: End, origin: Origin, trials: usize) -> Walk {
    let how = if end == End::Closed { "tab closed" } else { "renderer crashed" };
    let mut figures = Figures::of(format!("{how} 0–20 ms after a key, {}", origin.name()));
    let mut dice = Dice::new(seed());
    while figures.trials < trials {
        let profile = Profile::with_book(origin)?;
        let browser = profile.start()?;
        while figures.trials < trials {
            let keeping = type_and_end(&browser, end, origin, &mut dice)?;
            figures.note(&keeping);
            figures.trials += 1;
            let window = Window::open(&browser, &origin.address()?, "")?;
            let name = format!("{how}-{}-{}", seed(), figures.trials).replace(' ', "-");
            let whole = verdict::count(&window, &keeping, &mut figures, &name, &profile.evidence()?)?;
            window.close()?;
            if !whole {
                break;
            }
        }
    }
    figures.close()
}

fn type_and_end(browser: &Browser, end: End, origin: Origin, dice: &mut Dice) -> Walk<Keeping> {
    let window = Window::open(browser, &origin.address()?, "")?;
    let sight = window.look_alone()?;
    let mut keeping = window.keep(&sight);
    let words = dice.between(1, 6);
    window.type_on(&mut keeping, dice, |typed| typed >= words)?;
    // The driver's last key came back, so the page has dealt with it.
    keeping.expect_all();
    std::thread::sleep(Duration::from_millis(u64::try_from(dice.below(21))?));
    if end == End::Crashed {
        window.page().crash()?;
    }
    window.close()?;
    Ok(keeping)
}
