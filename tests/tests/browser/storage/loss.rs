//! Storage that is emptied, damaged, missing or silent.

use super::{FIELD, SAVED, SECTION, begin, said, say};
use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};
use crate::survival::begin_unit;

/// Storage that a clean-up tool empties: written anew while the book is open, and a page that asks when it was not.
pub(crate) fn loss_is_noticed() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "loss", "已经保存的话。")?;
    let page = app.page();
    page.eval::<()>(DELETE_BOOKS)?;
    page.wait_until(SAVED)?;
    page.reload()?;
    app.wait_ready()?;
    assert_eq!(said(page)?, "已经保存的话。", "it was written anew from memory");
    page.wait_until(SAVED)?;
    page.goto(&desk.neighbour()?)?;
    page.eval::<()>(DELETE_BOOKS)?;
    page.goto(&format!("{}#{SECTION}", product::page_url()?))?;
    page.wait_for("#recovery[data-state=lost]")?;
    app.picture(&folder.join("recovery-lost.png"))?;
    assert_eq!(page.count(".role .begin")?, 0, "no start page offers an empty book");
    page.click("#recovery-back")?;
    page.wait_for(".book-list .badge.warn")?;
    app.picture(&folder.join("start-with-books.png"))?;
    app.finish()
}

const DELETE_BOOKS: &str = "(async () => {
  for (const d of await indexedDB.databases()) if (d.name.startsWith('ducha-book-'))
    await new Promise(done => { const r = indexedDB.deleteDatabase(d.name); r.onsuccess = r.onerror = done; });
})()";

/// A record changed behind the app's back is noticed, and what is good is given.
pub(crate) fn damage_is_noticed() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "damage", "第一句。")?;
    say(app.page(), "第二句。")?;
    let page = app.page();
    // Another page of the same origin spoils the newest record and forgets the journal.
    page.goto(&desk.neighbour()?)?;
    page.eval::<()>(
        "(async () => {
          for (const k of Object.keys(localStorage)) if (k.startsWith('ducha:journal:')) localStorage.removeItem(k);
          const name = (await indexedDB.databases()).map(d => d.name).find(n => n.startsWith('ducha-book-'));
          const db = await new Promise(done => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
          const store = db.transaction('log', 'readwrite').objectStore('log');
          const keys = await new Promise(done => { const r = store.getAllKeys(); r.onsuccess = () => done(r.result); });
          const last = keys[keys.length - 1];
          const bytes = await new Promise(done => { const r = store.get(last); r.onsuccess = () => done(r.result); });
          bytes[bytes.length - 40] ^= 1;
          await new Promise(done => { const r = store.put(bytes, last); r.onsuccess = done; });
          db.close();
        })()",
    )?;
    page.goto(&format!("{}#{SECTION}", product::page_url()?))?;
    page.wait_for("#recovery")?;
    app.picture(&folder.join("recovery-damaged.png"))?;
    page.click("#recovery-go-on")?;
    let text = said(page)?;
    assert!(text.starts_with("第一句。") && text != "第一句。第二句。", "{text}");
    say(page, "继续。")?;
    app.finish()
}

/// Without any storage the app works, never says that it saved, and offers the file.
pub(crate) fn without_storage() -> Walk {
    let script = "delete window.showSaveFilePicker;
        Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });";
    let app = App::open_scripted(&product::today()?, &product::page_url()?, "no-storage", script)?;
    let page = app.page();
    begin_unit(&app)?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    page.click(&by_id(FIELD))?;
    page.type_text("没有地方保存的话。")?;
    page.wait_for("#trouble #offer-file")?;
    page.wait_for("#saved.bad")?;
    app.picture(&product::left_in("screenshots")?.join("storage-absent.png"))?;
    let held: bool = page.eval(
        "(e => { window.dispatchEvent(e); return e.defaultPrevented })(new Event('beforeunload', { cancelable: true }))",
    )?;
    assert!(held, "the window is not closed without a question");
    let file = app.download(|page| page.click("#offer-file"), ".ducha")?;
    let again = App::open("no-storage-2")?;
    again.drop_files(&[file])?;
    again.page().wait_for(".nav a")?;
    again.page().click(".nav a[href^='#fill']")?;
    again.page().click(&format!(".section-tab[href='#{SECTION}']"))?;
    assert_eq!(said(again.page())?, "没有地方保存的话。", "the book came as a file");
    app.excuse();
    again.finish()
}

/// A browser that never answers about its storage is told about, and the file opens all the same.
pub(crate) fn silence_is_told() -> Walk {
    let script = "delete window.showSaveFilePicker;
        IDBFactory.prototype.databases = () => new Promise(() => {}); IDBFactory.prototype.open = () => ({});";
    let browser = tests::browser::Browser::launch(&product::today()?)?;
    let page = browser.open_with_script(&product::page_url()?, script)?;
    page.wait_for("#recovery[data-state=unreadable] #recovery-retry")?;
    page.click("#recovery-back")?;
    Ok(page.wait_for(".role .begin")?)
}
