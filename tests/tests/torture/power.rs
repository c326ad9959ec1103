//! The power fails at a random moment of typing: the disk is left as it was at that moment.

use std::time::Duration;

use tests::product::{Desk, Walk};
use tests::random::Dice;

use crate::disk::Disk;
use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::verdict;
use crate::window::Window;

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
    let disk = Disk::with_book(&desk, "before")?;
    let address = Origin::File.address()?;
    let browser = disk.start()?;
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
    let evidence = after_cut.evidence()?;
    let browser = after_cut.start()?;
    let window = Window::open(&browser, &address, "")?;
    verdict::count(&window, &keeping, figures, name, &evidence)?;
    Ok(browser.close()?)
}
