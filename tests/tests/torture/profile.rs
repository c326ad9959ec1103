//! A browser's profile with a book in it: made once, copied for each trial, kept when a trial fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use tests::browser::{Browser, Launch};
use tests::keeping::Keeping;
use tests::product::{self, Desk, Walk};
use tests::random::Dice;
use tests::site::OFFICE_NETWORK;

use crate::origin::Origin;
use crate::window::{PLACE, Window};

/// Words of the book that every trial begins with, and of a book with next to nothing in it: of fewer entries there are
/// fewer calls that could fail.
const FIRST_WORDS: usize = 40;
const FEW_WORDS: usize = 2;
const FILE: &str = "book.ducha";
/// Where a profile keeps what pages store.
pub(crate) const STORES: [&str; 2] = ["Default/IndexedDB", "Default/Local Storage"];

/// A profile in a folder of its own, gone with the trial.
pub(crate) struct Profile {
    desk: Desk,
}

impl Profile {
    /// A copy of the profile that holds a book.
    pub(crate) fn with_book(origin: Origin) -> Walk<Self> {
        let profile = Self { desk: Desk::new()? };
        copy(&base(origin)?.0.dir(), &profile.dir())?;
        Ok(profile)
    }

    /// A copy of the profile that holds a book with few words.
    pub(crate) fn with_short_book() -> Walk<Self> {
        static SHORT: OnceLock<Base> = OnceLock::new();
        let profile = Self { desk: Desk::new()? };
        copy(&made(&SHORT, Origin::File, FEW_WORDS)?.0.dir(), &profile.dir())?;
        Ok(profile)
    }

    /// A profile that was never used.
    pub(crate) fn fresh() -> Walk<Self> {
        Ok(Self { desk: Desk::new()? })
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.desk.path("profile")
    }

    /// Starts the browser on it.
    pub(crate) fn start(&self) -> Walk<Browser> {
        start_on(&self.dir())
    }

    /// What pages have stored by now.
    pub(crate) fn evidence(&self) -> Walk<Evidence> {
        Evidence::of(&self.dir())
    }
}

/// A copy of what pages had stored in a profile, for whoever looks into a failure.
pub(crate) struct Evidence(Desk);

impl Evidence {
    pub(crate) fn of(profile: &Path) -> Walk<Self> {
        let desk = Desk::new()?;
        for store in STORES.iter().map(|store| profile.join(store)).filter(|store| store.exists()) {
            let place = desk.path(&store.file_name().unwrap_or_default().to_string_lossy());
            // A browser at work renames and removes files meanwhile; the others are evidence enough.
            let _ = Command::new("cp").arg("-a").arg(&store).arg(place).stderr(Stdio::null()).status()?;
        }
        Ok(Self(desk))
    }

    /// Keeps it below `target/torture` and returns where.
    pub(crate) fn keep(&self, name: &str) -> Walk<PathBuf> {
        let place = product::left_in("torture")?.join(name);
        if place.exists() {
            std::fs::remove_dir_all(&place)?;
        }
        copy(&self.0.path("."), &place)?;
        Ok(place)
    }
}

/// Starts the browser on a profile.
pub(crate) fn start_on(dir: &Path) -> Walk<Browser> {
    let launch = product::today()?.with_profile(dir);
    Ok(Browser::launch(&quiet(launch))?)
}

/// Without what a profile does not need here, so that it is small to copy and quick to start.
fn quiet(mut launch: Launch) -> Launch {
    for flag in ["--disable-extensions", "--disk-cache-size=1048576"].iter().chain(&OFFICE_NETWORK) {
        launch.extra_args.push((*flag).into());
    }
    launch
}

/// A folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Walk {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    if done.success() {
        Ok(())
    } else {
        Err(format!("cp -a {} {} failed", from.display(), to.display()).into())
    }
}

/// The person's own file, written when the book was as the account says.
pub(crate) fn file(origin: Origin) -> Walk<PathBuf> {
    Ok(base(origin)?.0.desk.path(FILE))
}

/// The account of what the book holds that every trial begins with.
pub(crate) fn account(origin: Origin) -> Walk<Keeping> {
    Ok(base(origin)?.1.clone())
}

/// A profile and the account of the book in it, or why there is none.
type Base = Result<(Profile, Keeping), String>;

/// The profile that holds a book, and its account; made by the first trial that asks.
fn base(origin: Origin) -> Walk<&'static (Profile, Keeping)> {
    static FILE: OnceLock<Base> = OnceLock::new();
    static OFFICE: OnceLock<Base> = OnceLock::new();
    match origin {
        Origin::File => made(&FILE, origin, FIRST_WORDS),
        Origin::Office => made(&OFFICE, origin, FIRST_WORDS),
    }
}

fn made(place: &'static OnceLock<Base>, origin: Origin, words: usize) -> Walk<&'static (Profile, Keeping)> {
    let made = place
        .get_or_init(|| make(origin, words).map_err(|error| error.message().unwrap_or_default().to_owned()));
    made.as_ref().map_err(|error| format!("no first book: {error}").into())
}

/// A unit begins its self-check, answers a section and writes the first words.
fn make(origin: Origin, words: usize) -> Walk<(Profile, Keeping)> {
    let profile = Profile::fresh()?;
    let browser = profile.start()?;
    let window = begin(&browser, &origin.address()?, "")?;
    let sight = window.look()?;
    let mut keeping = window.keep(&sight);
    window.type_on(&mut keeping, &mut Dice::new(1), |typed| typed >= words)?;
    if !window.wait_saved(&mut keeping, Duration::from_secs(10))? {
        return Err(format!("the first words are not saved: {}", window.glance()?.short()).into());
    }
    // The file goes to where browsers without a save dialog put it.
    window.page().click("#not-exported")?;
    std::fs::copy(window.page().wait_download(".ducha")?, profile.desk.path(FILE))?;
    browser.close()?;
    Ok((profile, keeping))
}

/// Begins the book of a unit in a new tab and goes to the section that is typed into.
pub(crate) fn begin(browser: &Browser, address: &str, script: &str) -> Walk<Window> {
    let window = Window::open(browser, address, script)?;
    let page = window.page();
    page.click("#role-unit .begin")?;
    page.fill("#unit-search", "沈阳分院")?;
    page.click(".picker-list li")?;
    page.click("#go-fill")?;
    page.wait_for(".section-tab")?;
    page.click(&format!(".section-tab[href='{PLACE}']"))?;
    page.wait_for(".items textarea")?;
    // Answers bring up the texts that explain them.
    page.eval::<()>(
        "document.querySelectorAll('.items [role=radio]:first-child').forEach((e) => e.click())",
    )?;
    while !window.writable()? {
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(window)
}
