//! The disk is full at the k-th block, room is made again, and the app is started anew.

use std::time::{Duration, Instant};

use tests::keeping::Keeping;
use tests::product::{Desk, Walk};
use tests::random::Dice;

use crate::disk::Disk;
use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::verdict;
use crate::window::Window;

/// The disk is full after at most so many blocks.
const BLOCKS: usize = 100;
/// Words typed until the disk must have been full, and between two looks at what the window says of it.
const WORDS: usize = 600;
const AT_ONCE: usize = 5;
/// Words typed after the window said so.
const FULL_WORDS: usize = 30;
/// How long the app may take to see that there is room again.
const CURED_WITHIN: Duration = Duration::from_secs(20);

/// So many trials, spread over the first hundred blocks.
pub(crate) fn at_blocks(trials: usize) -> Walk {
    let mut figures = Figures::of("disk full at block k, then room again, file://");
    let mut dice = Dice::new(seed());
    let mut seen = 0;
    for left in (0..BLOCKS).step_by((BLOCKS / trials).max(1)) {
        let name = format!("full-{left}");
        seen += usize::from(at(left, &name, &mut dice, &mut figures)?);
    }
    println!("full disk: the window said so in {seen} of {} trials", figures.trials);
    if seen == 0 {
        figures.fail("no trial filled the disk".into());
    }
    figures.close()
}

/// Whether the window said that it could not save.
fn at(left: usize, name: &str, dice: &mut Dice, figures: &mut Figures) -> Walk<bool> {
    let desk = Desk::new()?;
    let disk = Disk::with_book(&desk, "disk")?;
    let address = Origin::File.address()?;
    let browser = disk.start()?;
    let window = Window::open(&browser, &address, "")?;
    let sight = window.look()?;
    let mut keeping = window.keep(&sight);
    window.type_on(&mut keeping, dice, |words| words >= 2)?;
    disk.fill(left)?;
    let noticed = type_until_full(&window, &mut keeping, dice)?;
    window.type_on(&mut keeping, dice, |words| words >= FULL_WORDS)?;
    window.wait_saved(&mut keeping, Duration::from_secs(10))?;
    disk.free()?;
    let cured = cure(&window, &mut keeping)?;
    println!("{name}: noticed {noticed}, well again {cured}, {}", window.glance()?.short());
    figures.note(&keeping);
    figures.trials += 1;
    browser.close()?;
    let evidence = disk.evidence()?;
    let browser = disk.start()?;
    let window = Window::open(&browser, &address, "")?;
    verdict::count(&window, &keeping, figures, name, &evidence)?;
    browser.close()?;
    Ok(noticed)
}

/// Whether the window said at last that it cannot save.
fn type_until_full(window: &Window, keeping: &mut Keeping, dice: &mut Dice) -> Walk<bool> {
    for _ in 0..WORDS / AT_ONCE {
        window.type_on(keeping, dice, |words| words >= AT_ONCE)?;
        if window.glance()?.notices() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Waits until all is shown as saved again.
fn cure(window: &Window, keeping: &mut Keeping) -> Walk<bool> {
    let start = Instant::now();
    while start.elapsed() < CURED_WITHIN {
        if window.wait_saved(keeping, Duration::from_millis(500))? && !window.glance()?.notices() {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(false)
}
