//! A book with a passphrase.

use super::{SAVED, SECTION, begin, said, say};
use crate::Walk;
use crate::product::{self, Desk};

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
