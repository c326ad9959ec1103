//! The user's own file: written and read back, downloaded and shown again, handed out when the program fails.

use tests::site::Server;

use super::{FIELD, SECTION, said, say};
use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};
use crate::survival::begin_unit;

/// 已另存 is said of a file that was read back, and of a download only when it was shown again.
pub(crate) fn backed_up_means_read_back() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("backup")?;
    begin_unit(&app)?;
    let page = app.page();
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(page, "要备份的话。")?;
    page.wait_for("#not-exported")?;
    let file = app.download(|page| page.click("#not-exported"), ".ducha")?;
    page.wait_for("#not-exported.unverified")?;
    app.picture(&folder.join("backup-unverified.png"))?;
    page.drop_files("#main", &[&file])?;
    page.wait_until("!document.querySelector('#not-exported')")?;
    say(page, "备份之后的话。")?;
    page.wait_for("#not-exported:not(.unverified)")?;
    app.finish()
}

/// A defect of the program shows itself in words and hands the book out, with the last word typed.
pub(crate) fn a_defect_hands_out_the_book() -> Walk {
    let desk = Desk::new()?;
    let app = App::open("defect")?;
    begin_unit(&app)?;
    let page = app.page();
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(page, "出错之前的话。")?;
    // Handed out is what was read back, not only what this window wrote.
    page.reload()?;
    assert_eq!(said(page)?, "出错之前的话。");
    page.click(&by_id(FIELD))?;
    page.press("Control+End")?;
    // What the program takes for certain is no longer so: the next command ends in a defect.
    page.eval::<()>("void (crypto.getRandomValues = () => { throw new Error('gone'); })")?;
    page.type_text("再")?;
    page.wait_for(".alarm #rescue")?;
    app.picture(&product::left_in("screenshots")?.join("alarm.png"))?;
    let file = desk.lay(&app.download(|page| page.click("#rescue"), ".ducha")?)?;
    app.excuse();
    let app = App::open("defect-2")?;
    app.drop_files(&[file])?;
    app.page().wait_for(".nav a")?;
    app.page().click(".nav a[href^='#fill']")?;
    app.page().click(&format!(".section-tab[href='#{SECTION}']"))?;
    assert_eq!(said(app.page())?, "出错之前的话。");
    app.finish()
}

/// Where the browser lets a page write a file, it is read back before 已另存 is said, and a spoilt one is not.
pub(crate) fn a_written_file_is_read_back() -> Walk {
    // Only the question for a place is answered by a script; the file, its writing and its reading are the browser's.
    let script = "window.showSaveFilePicker = async () =>
        (await navigator.storage.getDirectory()).getFileHandle('book.ducha', { create: true });";
    let server = Server::start(product::site()?)?;
    let app = App::open_scripted(&product::today()?, &server.url(), "read-back", script)?;
    begin_unit(&app)?;
    let page = app.page();
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(page, "写进文件的话。")?;
    page.click("#not-exported")?;
    page.wait_for(".notice.good")?;
    page.wait_until("!document.querySelector('#not-exported')")?;
    let size: f64 = page.eval(
        "navigator.storage.getDirectory().then(d => d.getFileHandle('book.ducha')).then(h => h.getFile()).then(f => f.size)",
    )?;
    assert!(size > 1_000.0, "{size}");
    // A disk that keeps something else than it was given.
    page.eval::<()>(
        "void (FileSystemWritableFileStream.prototype.write = (write => function (data) {
            const copy = data.slice(); copy[copy.length - 1] ^= 1; return write.call(this, copy) })(FileSystemWritableFileStream.prototype.write))",
    )?;
    say(page, "后来的话。")?;
    page.click("#not-exported")?;
    page.wait_for(".notice.bad")?;
    assert_eq!(page.count("#not-exported")?, 1, "it is not called backed up");
    app.finish()
}
