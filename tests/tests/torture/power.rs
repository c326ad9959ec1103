//! The power fails at a random moment of typing: the disk is left as it was at that moment.

use std::time::Duration;

use tests::product::{Desk, Walk};
use tests::random::Dice;

use crate::disk::Disk;
use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::{self, Evidence, Profile};
use crate::verdict;
use crate::window::Window;

/// Room for a profile and what a session adds to it.
const MEGABYTES: usize = 160;

pub(crate) fn cuts(trials: usize) -> Walk {
    let mut figures = Figures::of("power cut while typing, file://");
    let mut dice = Dice::new(seed());
    for trial in 1..=trials {
        let name = format!("power-{}-{trial}", seed());
        cut(&name, &mut dice, &mut figures)?;
    }
    figures.close()
}

fn cut(name: &str, dice: &mut Dice, figures: &mut Figures) -> Walk {
    let desk = Desk::new()?;
    let disk = Disk::make(&desk, "before", MEGABYTES)?;
    let base = Profile::with_book(Origin::File)?;
    profile::copy(&base.dir(), &disk.path("profile"))?;
    disk.settle()?;
    let address = Origin::File.address()?;
    let browser = profile::start_on(&disk.path("profile"))?;
    let window = Window::open(&browser, &address, "")?;
    let sight = window.look()?;
    let mut keeping = window.keep(&sight);
    let after = Duration::from_millis(u64::try_from(dice.between(500, 9_000))?);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(after);
            browser.kill();
        });
        let _ = window.type_on(&mut keeping, dice, |_| false);
    });
    let after_cut = disk.cut(&desk, "after")?;
    window.note_saved(&mut keeping)?;
    figures.note(&keeping);
    figures.trials += 1;
    let evidence = Evidence::of(&after_cut.path("profile"))?;
    let browser = profile::start_on(&after_cut.path("profile"))?;
    let window = Window::open(&browser, &address, "")?;
    verdict::count(&window, &keeping, figures, name, &evidence)?;
    Ok(browser.close()?)
}
