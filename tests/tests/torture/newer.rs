//! Two versions on one machine: a newer one has written the book, and this one is opened on it.

use std::time::Duration;

use tests::browser::Page;
use tests::product::{Desk, Walk};
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::{self, Profile};
use crate::window::Window;

const NEWER: &str = include_str!("newer.js");
/// What a newer version may have changed.
const CHANGES: [&str; 3] = ["raiseDatabase()", "raiseRecord(false)", "raiseRecord(true)"];

/// The person is told, and nothing that the newer version wrote is touched, whatever is tried on the page.
pub(crate) fn newer_version() -> Walk {
    let mut figures = Figures::of("book of a newer version, file://");
    for change in CHANGES {
        figures.trials += 1;
        figures.note(&profile::account(Origin::File)?);
        match opened_after(change) {
            Ok(()) => figures.told += 1,
            Err(error) => figures.fail(format!("{change}: {}", error.message().unwrap_or_default())),
        }
    }
    figures.close()
}

fn opened_after(change: &str) -> Walk {
    let desk = Desk::new()?;
    let profile = Profile::with_book(Origin::File)?;
    let browser = profile.start()?;
    let beside = browser.open(&desk.neighbour()?)?;
    self::change(&beside, change)?;
    let before = all(&beside)?;
    let window = Window::open(&browser, &Origin::File.address()?, "")?;
    let sight = window.look()?;
    if sight.place == "book" && window.writable()? {
        let mut keeping = window.keep(&sight);
        window.type_on(&mut keeping, &mut Dice::new(seed()), |words| words >= 2)?;
    }
    std::thread::sleep(Duration::from_secs(1));
    window.close()?;
    let after = all(&beside)?;
    if before.is_empty() {
        return Err("the machine holds no book to make newer".into());
    }
    if !sight.notices() {
        return Err(format!("nothing is said: {}", sight.short()).into());
    }
    if before == after { Ok(()) } else { Err(format!("{before:#?} became {after:#?}").into()) }
}

/// Changes the books of this machine as a newer version would; asked of a page beside the app.
pub(crate) fn change(beside: &Page, change: &str) -> Walk {
    Ok(beside.eval(&format!("{NEWER}.{change}"))?)
}

/// Every record of every book.
pub(crate) fn all(beside: &Page) -> Walk<Vec<String>> {
    Ok(beside.eval(&format!("{NEWER}.all()"))?)
}
