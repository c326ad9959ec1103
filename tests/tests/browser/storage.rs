//! The book on its machine, in a real browser with real IndexedDB: what is kept, noticed, locked, followed, removed.

use tests::browser::{Launch, Page};

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};
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

/// A book with a passphrase lies on the disk as noise, asks for it, and opens with nothing else.
pub(crate) fn passphrase_keeps_others_out() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "sealed", "只有我们知道的话。")?;
    let page = app.page();
    app.go("settings")?;
    page.click("#seal-book")?;
    page.fill("#seal-phrase", "督查口令2026")?;
    page.fill("#seal-again", "督查口令2026")?;
    page.click("#seal-yes")?;
    page.wait_for("#unseal-book")?;
    page.wait_until(SAVED)?;
    app.picture(&folder.join("settings-sealed.png"))?;
    page.reload()?;
    page.wait_for("#locked #unlock-phrase")?;
    app.picture(&folder.join("locked.png"))?;
    // Nothing of it can be read by another page of this origin.
    let leaked: bool = page.eval(
        "(async () => {
          const needle = new TextEncoder().encode('只有我们知道的话');
          const holds = (bytes) => { outer: for (let i = 0; i + needle.length <= bytes.length; i += 1) {
            for (let j = 0; j < needle.length; j += 1) if (bytes[i + j] !== needle[j]) continue outer; return true } return false };
          let found = false, read = 0;
          for (const d of await indexedDB.databases()) {
            const db = await new Promise(done => { const r = indexedDB.open(d.name); r.onsuccess = () => done(r.result); });
            const all = await new Promise(done => { const r = db.transaction('log').objectStore('log').getAll(); r.onsuccess = () => done(r.result); });
            for (const bytes of all) { read += bytes.length; found = found || holds(bytes); }
            db.close();
          }
          for (const k of Object.keys(localStorage)) {
            const text = localStorage.getItem(k);
            let bytes = new TextEncoder().encode(text);
            found = found || holds(bytes);
            try { bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0)); found = found || holds(bytes); } catch (e) {}
          }
          if (read < 1000) throw new Error('nothing to read');
          return found;
        })()",
    )?;
    assert!(!leaked, "the text can be read beside the app");
    page.fill("#unlock-phrase", "别的口令")?;
    page.click("#unlock")?;
    page.wait_for("#unlock-told.bad")?;
    page.fill("#unlock-phrase", "督查口令2026")?;
    page.press("Enter")?;
    page.wait_for(".nav a")?;
    page.click(".nav a[href^='#fill']")?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    assert_eq!(said(page)?, "只有我们知道的话。");
    say(page, "解锁之后。")?;
    app.finish()
}

/// The second window looks on, follows, and takes over when the first is gone.
pub(crate) fn second_window_follows() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "first-window", "第一窗口。")?;
    let second = app.another(&format!("{}#{SECTION}", product::page_url()?))?;
    second.wait_for("#read-only")?;
    assert_eq!(said(&second)?, "第一窗口。");
    say(app.page(), "又一句。")?;
    second.wait_until(&format!(
        "document.querySelector(\"{}\").value === '第一窗口。又一句。'",
        by_id(FIELD)
    ))?;
    second.front()?;
    second.click(&by_id(FIELD))?;
    second.press("Control+End")?;
    second.type_text("抢着写")?;
    second.wait_for(".notice.warn")?;
    second.screenshot(&folder.join("second-window.png"))?;
    assert_eq!(said(&second)?, "第一窗口。又一句。", "what was typed here is not taken for written");
    app.page().goto("about:blank")?;
    second.wait_until("!document.querySelector('#read-only')")?;
    say(&second, "接着写。")?;
    second.reload()?;
    assert_eq!(said(&second)?, "第一窗口。又一句。接着写。");
    app.finish()
}

/// 已备份 is said of a file that was read back, and of a download only when it was shown again.
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

fn close(app: &App) -> Walk {
    app.go("settings")?;
    app.page().click("#close-book")?;
    app.page().click(".dialog .button.primary")?;
    Ok(app.page().wait_for(".book-list .book-open")?)
}
