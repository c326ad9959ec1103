//! The whole browser is killed at a random moment of typing.

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

/// Kills on one profile, each start judging what the kill before has left.
const CHAIN: usize = 10;

pub(crate) fn kill(origin: Origin, trials: usize) -> Walk {
    let mut figures = Figures::of(format!("kill -9 while typing, {}", origin.name()));
    let mut dice = Dice::new(seed());
    while figures.trials < trials {
        let chain = CHAIN.min(trials - figures.trials);
        self::chain(origin, chain, &mut dice, &mut figures)?;
    }
    figures.close()
}

/// Ends early when something was missing: what follows would only repeat it.
fn chain(origin: Origin, trials: usize, dice: &mut Dice, figures: &mut Figures) -> Walk {
    let profile = Profile::with_book(origin)?;
    let mut owed: Option<Keeping> = None;
    for trial in 0..=trials {
        let evidence = profile.evidence()?;
        let browser = profile.start()?;
        let window = Window::open(&browser, &origin.address()?, "")?;
        if let Some(keeping) = owed.take() {
            figures.trials += 1;
            let name =
                format!("kill-{}-{}-{}", origin.name().trim_matches(['/', ':']), seed(), figures.trials);
            if !verdict::count(&window, &keeping, figures, &name, &evidence)? {
                return Ok(());
            }
        }
        if trial < trials {
            owed = Some(type_until_killed(&browser, &window, dice, figures)?);
        }
    }
    Ok(())
}

fn type_until_killed(
    browser: &Browser,
    window: &Window,
    dice: &mut Dice,
    figures: &mut Figures,
) -> Walk<Keeping> {
    let sight = window.look_alone()?;
    let mut keeping = window.keep(&sight);
    let after = Duration::from_millis(u64::try_from(dice.between(200, 4_000))?);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(after);
            browser.kill();
        });
        // It ends with the window.
        let _ = window.type_on(&mut keeping, dice, |_| false);
    });
    window.note_saved(&mut keeping)?;
    figures.note(&keeping);
    Ok(keeping)
}
