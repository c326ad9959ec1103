//! Older states of a book, and books beside each other.

use super::{FIELD, SAVED, SECTION, begin, close, said, say};
use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};
use crate::survival::begin_unit;

/// Older states are kept, can be gone back to, and so can the state of before.
pub(crate) fn backups_can_be_gone_back_to() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "backups", "昨天的话。")?;
    let page = app.page();
    page.reload()?;
    app.wait_ready()?;
    page.wait_until(SAVED)?;
    say(page, "今天的话。")?;
    app.go("settings")?;
    page.wait_for("#backups .recovery-backup")?;
    app.picture(&folder.join("settings-backups.png"))?;
    page.click("#backups .recovery-backup:first-child .link")?;
    page.click(".dialog .button.primary")?;
    page.wait_for(".notice.good")?;
    page.click(".nav a[href^='#fill']")?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    assert_eq!(said(page)?, "昨天的话。");
    app.go("settings")?;
    page.click("#backups .recovery-backup:nth-child(2) .link")?;
    page.click(".dialog .button.primary")?;
    page.click(".nav a[href^='#fill']")?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    page.wait_until(&format!(
        "document.querySelector(\"{}\").value === '昨天的话。今天的话。'",
        by_id(FIELD)
    ))?;
    app.finish()
}

/// Several books lie side by side; removing everything leaves no store of ours.
pub(crate) fn books_and_their_end() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("books")?;
    let page = app.page();
    app.sample("office")?;
    close(&app)?;
    begin_unit(&app)?;
    close(&app)?;
    page.wait_until("document.querySelectorAll('.book-open').length === 2")?;
    page.click(".book-list li:nth-child(2) .book-open")?;
    page.wait_for(".nav a[href='#inbox']")?;
    close(&app)?;
    page.click(".book-list li:nth-child(1) .book-remove")?;
    page.click(".dialog .button.primary")?;
    page.wait_until("document.querySelectorAll('.book-open').length === 1")?;
    page.click("#destroy")?;
    page.click(".dialog .button.primary")?;
    page.wait_for("#destroyed")?;
    app.picture(&folder.join("destroyed.png"))?;
    let left: Vec<String> = page.eval(
        "(async () => [...(await indexedDB.databases()).map(d => d.name), ...Object.keys(localStorage)].filter(n => n.startsWith('ducha')))()",
    )?;
    assert!(left.is_empty(), "{left:?}");
    app.finish()
}
