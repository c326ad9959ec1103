//! Two windows, from two copies of the product, type into the same book in random order.

use std::time::Duration;

use tests::browser::{Browser, Page, file_url};
use tests::keeping::Keeping;
use tests::product::{self, Desk, Walk};
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::newer;
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
    /// The texts that it types into.
    fields: &'static [&'static str],
    keeping: Keeping,
    /// Whether its account began anew, with a reload, since a newer version wrote.
    begun: bool,
    /// Whether it ever said that it is not the one that writes, or that something is wrong.
    told: bool,
}

/// In one of so many trials a newer version writes at some moment too.
const NEWER_ONE_IN: usize = 10;

pub(crate) fn interleavings(trials: usize) -> Walk {
    let mut figures = Figures::of("two windows of two copies, random interleaving, file://");
    let mut dice = Dice::new(seed());
    let desk = Desk::new()?;
    let copy = desk.path("另存的副本.html");
    std::fs::copy(product::page_file()?, &copy)?;
    let addresses = [Origin::File.address()?, file_url(&copy)];
    let mut newer = 0;
    while figures.trials < trials {
        let profile = Profile::with_book(Origin::File)?;
        let browser = profile.start()?;
        let table = Table { browser: &browser, profile: &profile, addresses: &addresses };
        // The window that judges a trial is the first of the next one.
        let mut first = Some(Side::open(&browser, &addresses[0], 0)?);
        while let Some(side) = first.take().filter(|_| figures.trials < trials) {
            let newer_at = (dice.below(NEWER_ONE_IN) == 0).then(|| dice.below(STEPS));
            newer += usize::from(newer_at.is_some());
            first = table.trial(side, newer_at, &mut dice, &mut figures)?;
        }
    }
    println!("two windows: a newer version wrote in {newer} of {} trials", figures.trials);
    figures.close()
}

/// Where trials take place.
struct Table<'a> {
    browser: &'a Browser,
    profile: &'a Profile,
    addresses: &'a [String; 2],
}

impl Table<'_> {
    /// Returns the window to go on with; none when the profile is used up.
    fn trial(
        &self,
        first: Side,
        newer_at: Option<usize>,
        dice: &mut Dice,
        figures: &mut Figures,
    ) -> Walk<Option<Side>> {
        let mut sides = [first, Side::open(self.browser, &self.addresses[1], 1)?];
        let (mut steps, mut wrong, mut newer) = (String::new(), Vec::new(), None);
        for step in 0..STEPS {
            if newer_at == Some(step) {
                steps.push('N');
                newer = Some(Newer::writes(self.browser, &mut sides)?);
            }
            let [one, two] = &mut sides;
            let (side, [types, begins]) = if dice.chance(50) { (one, ['a', 'r']) } else { (two, ['B', 'R']) };
            if dice.chance(12) {
                steps.push(begins);
                wrong.extend(side.begin_again()?);
            } else {
                steps.push(types);
                side.step(dice)?;
            }
        }
        for side in &mut sides {
            side.rest()?;
            figures.note(&side.keeping);
        }
        figures.trials += 1;
        let next = match newer {
            Some(newer) => {
                wrong.extend(newer.judge(&sides)?);
                None
            }
            None => Some(self.judge(sides, &mut wrong)?),
        };
        if wrong.is_empty() {
            figures.kept += 1;
            return Ok(next);
        }
        let name = format!("windows-{}-{}-{steps}", seed(), figures.trials);
        let place = self.profile.evidence()?.keep(&name)?;
        figures.fail(format!("{name}: {}; the storage after it: {}", wrong.join("; "), place.display()));
        Ok(None)
    }

    /// Closes both windows and opens one that shows what is there: everything that a window showed as saved; what it
    /// did not show so is there or it had said so.
    fn judge(&self, sides: [Side; 2], wrong: &mut Vec<String>) -> Walk<Side> {
        let mut accounts = Vec::new();
        for side in sides {
            side.window.close()?;
            accounts.push((side.fields, side.keeping, side.told));
        }
        let judge = Side::open(self.browser, &self.addresses[0], 0)?;
        let sight = judge.window.look_alone()?;
        for (fields, keeping, told) in accounts {
            match keeping.judge(&sight.texts(fields)) {
                Err(error) => wrong.push(format!("{fields:?}: {error}; {}", sight.short())),
                Ok(kept) if kept < keeping.typed() && !told => {
                    let lost = keeping.typed() - kept;
                    wrong.push(format!("{fields:?}: never said that {lost} letters are not saved"));
                }
                Ok(_) => {}
            }
        }
        Ok(judge)
    }
}

/// A newer version has written; from then on nobody else may.
struct Newer {
    beside: Page,
    desk: Desk,
    left: Vec<String>,
    saved: [usize; 2],
}

impl Newer {
    fn writes(browser: &Browser, sides: &mut [Side; 2]) -> Walk<Self> {
        // What is on its way now would be written before the newer version, or not at all.
        for side in sides.iter_mut() {
            side.rest()?;
            side.begun = false;
        }
        let desk = Desk::new()?;
        let beside = browser.open(&desk.neighbour()?)?;
        newer::change(&beside, "raiseRecord(false)")?;
        let left = newer::all(&beside)?;
        let saved = sides.each_ref().map(|side| side.keeping.saved());
        Ok(Self { beside, desk, left, saved })
    }

    /// What is wrong in the end.
    fn judge(self, sides: &[Side; 2]) -> Walk<Vec<String>> {
        let mut wrong = Vec::new();
        if newer::all(&self.beside)? != self.left {
            wrong.push("something was written where a newer version was".into());
        }
        for (side, before) in sides.iter().zip(self.saved) {
            let since = side.keeping.saved().saturating_sub(if side.begun { 0 } else { before });
            if since > 0 {
                wrong.push(format!("{since} letters shown as saved where a newer version was"));
            } else if side.keeping.typed() > side.keeping.saved() && !side.told {
                wrong.push("nothing was said of a newer version".into());
            }
        }
        drop(self.desk);
        Ok(wrong)
    }
}

impl Side {
    fn open(browser: &Browser, address: &str, side: usize) -> Walk<Self> {
        let fields = OWN.get(side).copied().unwrap_or_default();
        let window = Window::open(browser, address, "")?.with_fields(fields);
        let sight = window.look()?;
        let keeping = window.keep(&sight);
        Ok(Self { fields, keeping, told: sight.notices(), begun: false, window })
    }

    /// Types a word when the window lets one type.
    fn step(&mut self, dice: &mut Dice) -> Walk {
        if self.window.writable()? {
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
        let before = self.keeping.judge(&sight.texts(self.fields));
        self.keeping = self.window.keep(&sight);
        self.begun = true;
        let wrong = before.err().filter(|_| !sight.notices());
        self.told |= sight.notices();
        Ok(wrong.map(|wrong| format!("after a reload, without a word: {wrong}")))
    }
}
