//! Two windows, from two copies of the product, type into the same book in random order.

use std::time::Duration;

use tests::browser::{Browser, file_url};
use tests::keeping::Keeping;
use tests::product::{self, Desk, Walk};
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::Profile;
use crate::window::Window;

/// Steps of one trial.
const STEPS: usize = 14;
/// Each window types into texts of its own, so that both can be compared with what is there in the end.
const OWN: [&[&str]; 2] = [&["a01_01_note", "a01_02_note"], &["a01_03_note", "a01_05_note"]];

/// One window of the two and its account.
struct Side {
    window: Window,
    keeping: Keeping,
    /// Whether it ever said that it is not the one that writes, or that something is wrong.
    told: bool,
}

pub(crate) fn interleavings(trials: usize) -> Walk {
    let mut figures = Figures::of("two windows of two copies, random interleaving, file://");
    let mut dice = Dice::new(seed());
    let desk = Desk::new()?;
    let copy = desk.path("另存的副本.html");
    std::fs::copy(product::page_file()?, &copy)?;
    let addresses = [Origin::File.address()?, file_url(&copy)];
    let profile = Profile::with_book(Origin::File)?;
    let browser = profile.start()?;
    while figures.trials < trials {
        trial(&browser, &profile, &addresses, &mut dice, &mut figures)?;
    }
    figures.close()
}

fn trial(
    browser: &Browser,
    profile: &Profile,
    addresses: &[String; 2],
    dice: &mut Dice,
    figures: &mut Figures,
) -> Walk {
    let mut sides =
        [0, 1].map(|side| Side::open(browser, addresses, side)).into_iter().collect::<Walk<Vec<_>>>()?;
    let mut steps = String::new();
    let mut wrong = Vec::new();
    for _ in 0..STEPS {
        let at = dice.below(2);
        let Some(side) = sides.get_mut(at) else { continue };
        if dice.chance(12) {
            steps.push(if at == 0 { 'r' } else { 'R' });
            wrong.extend(side.begin_again()?);
        } else {
            steps.push(if at == 0 { 'a' } else { 'B' });
            side.step(dice)?;
        }
    }
    for side in &mut sides {
        side.rest()?;
    }
    let accounts: Vec<(Keeping, bool)> = sides
        .into_iter()
        .map(|side| {
            figures.note(&side.keeping);
            side.window.close().map(|()| (side.keeping, side.told))
        })
        .collect::<Walk<_>>()?;
    figures.trials += 1;
    let name = format!("windows-{}-{}-{steps}", seed(), figures.trials);
    wrong.extend(judge(browser, addresses, &accounts)?);
    if wrong.is_empty() {
        figures.kept += 1;
    } else {
        let place = profile.evidence()?.keep(&name)?;
        figures.fail(format!("{name}: {}; the storage after it: {}", wrong.join("; "), place.display()));
    }
    Ok(())
}

/// What is wrong in the end: everything that a window showed as saved is there; what it did not is there or it had
/// said so.
fn judge(browser: &Browser, addresses: &[String; 2], accounts: &[(Keeping, bool)]) -> Walk<Vec<String>> {
    let mut wrong = Vec::new();
    for (side, (keeping, told)) in accounts.iter().enumerate() {
        let address = addresses.first().map_or("", String::as_str);
        let window =
            Window::open(browser, address, "")?.with_fields(OWN.get(side).copied().unwrap_or_default());
        let sight = window.look()?;
        match keeping.judge(&window.texts(&sight)) {
            Err(error) => wrong.push(format!("window {side}: {error}; {}", sight.short())),
            Ok(kept) if kept < keeping.typed() && !told => {
                wrong.push(format!(
                    "window {side} never said that {} letters are not saved",
                    keeping.typed() - kept
                ));
            }
            Ok(_) => {}
        }
        window.close()?;
    }
    Ok(wrong)
}

impl Side {
    fn open(browser: &Browser, addresses: &[String; 2], side: usize) -> Walk<Self> {
        let address = addresses.get(side).map_or("", String::as_str);
        let window =
            Window::open(browser, address, "")?.with_fields(OWN.get(side).copied().unwrap_or_default());
        let sight = window.look()?;
        let keeping = window.keep(&sight);
        Ok(Self { keeping, told: sight.notices(), window })
    }

    /// Types a word when the window lets one type.
    fn step(&mut self, dice: &mut Dice) -> Walk {
        if !self.window.glance()?.onlooker {
            self.window.page().front()?;
            self.window.type_on(&mut self.keeping, dice, |words| words >= 1)?;
        }
        self.told |= self.window.glance()?.notices();
        Ok(())
    }

    /// Waits a moment for what was typed last.
    fn rest(&mut self) -> Walk {
        self.window.wait_saved(&mut self.keeping, Duration::from_millis(1_500))?;
        self.told |= self.window.glance()?.notices();
        Ok(())
    }

    /// A reload begins a new account; what is wrong with the old one.
    fn begin_again(&mut self) -> Walk<Option<String>> {
        self.rest()?;
        self.window.page().reload()?;
        let sight = self.window.look()?;
        let before = self.keeping.judge(&self.window.texts(&sight));
        self.keeping = self.window.keep(&sight);
        let wrong = before.err().filter(|_| !sight.notices());
        self.told |= sight.notices();
        Ok(wrong.map(|wrong| format!("after a reload, without a word: {wrong}")))
    }
}
