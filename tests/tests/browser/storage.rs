//! The book on its machine, in a real browser with real IndexedDB: what is kept, noticed, locked, followed, removed.

pub(crate) mod books;
pub(crate) mod files;
pub(crate) mod loss;
pub(crate) mod sealed;
pub(crate) mod versions;
pub(crate) mod windows;

use tests::browser::{Launch, Page};

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product;
use crate::survival::begin_unit;

/// A long text of the sample unit's self-check, and the section it is in.
const FIELD: &str = "a01_06_answer";
const SECTION: &str = "fill/1";
/// Whether the newest record is on the disk.
const SAVED: &str = "(s => s && s.classList.contains('good') && s.dataset.busy === '0' && s.dataset.saved === s.dataset.newest)(document.querySelector('#saved'))";

/// A unit's book with one text in it, saved.
fn begin(launch: &Launch, name: &str, said: &str) -> Walk<App> {
    let app = App::open_in(launch, &product::page_url()?, name)?;
    begin_unit(&app)?;
    app.page().click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(app.page(), said)?;
    Ok(app)
}

/// Types at the end of the text and waits until the disk has it.
fn say(page: &Page, text: &str) -> Walk {
    page.click(&by_id(FIELD))?;
    page.press("Control+End")?;
    page.type_text(text)?;
    Ok(page.wait_until(SAVED)?)
}

fn said(page: &Page) -> Walk<String> {
    page.wait_for(&by_id(FIELD))?;
    Ok(page.value(&by_id(FIELD))?)
}

/// Puts the book away.
fn close(app: &App) -> Walk {
    app.go("settings")?;
    app.page().click("#close-book")?;
    app.page().click(".dialog .button.primary")?;
    Ok(app.page().wait_for(".book-list .book-open")?)
}
