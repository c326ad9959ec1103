//! The book on its machine, in a real browser with real IndexedDB: what is kept, noticed, locked, followed, removed.

use std::time::{Duration, Instant};

use app::ledger::{Change, Role, stored};
use app::{Command, Moment, State, update};
use tests::browser::{Launch, Page};
use tests::site::{OFFICE_NETWORK, Server};

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
    second.press("End")?;
    // A key, because a text that can only be read takes no text.
    second.press("a")?;
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

/// What a newer version wrote is left alone, to the byte, and the page says which version is needed.
pub(crate) fn newer_is_left_alone() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "newer", "旧版本写下的话。")?;
    let page = app.page();
    page.goto(&desk.neighbour()?)?;
    // The newest record as a later version would frame it: another version number, and its own right digest.
    let record = |change: &str| {
        format!(
            "(async () => {{
              const name = (await indexedDB.databases()).map(d => d.name).find(n => n.startsWith('ducha-book-'));
              const db = await new Promise(done => {{ const r = indexedDB.open(name); r.onsuccess = () => done(r.result); }});
              const ask = (f) => new Promise(done => {{ const r = f(db.transaction('log', 'readwrite').objectStore('log')); r.onsuccess = () => done(r.result); }});
              const keys = await ask(s => s.getAllKeys()), last = keys[keys.length - 1];
              let bytes = await ask(s => s.get(last));
              {change}
              const all = await ask(s => s.getAll());
              db.close();
              const sums = await Promise.all(all.map(b => crypto.subtle.digest('SHA-256', b)));
              return sums.map(s => Array.from(new Uint8Array(s)).join()).join(';');
            }})()"
        )
    };
    let newer: String = page.eval(&record(
        "bytes[4] = 2; const body = bytes.slice(0, -32);
         bytes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', body)), body.length);
         await ask(s => s.put(bytes, last));",
    ))?;
    page.goto(&format!("{}#{SECTION}", product::page_url()?))?;
    page.wait_for("#recovery[data-state=too-new]")?;
    assert_eq!(page.count("#recovery-go-on")?, 0, "nothing goes on over what a newer version wrote");
    page.goto(&desk.neighbour()?)?;
    let after: String = page.eval(&record(""))?;
    assert_eq!(newer, after, "not a byte was changed");
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

/// Where the browser lets a page write a file, it is read back before 已备份 is said, and a spoilt one is not.
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

/// On an intranet page without TLS there are no locks: a lease says who writes, and passes on.
pub(crate) fn a_lease_where_there_are_no_locks() -> Walk {
    let server = Server::start(product::site()?)?;
    let mut launch = product::today()?;
    launch.extra_args.extend(OFFICE_NETWORK.map(str::to_owned));
    let url = server.office_url();
    let app = App::open_in(&launch, &url, "lease")?;
    let page = app.page();
    assert!(!page.eval::<bool>("isSecureContext || 'locks' in navigator")?, "this page has no locks");
    begin_unit(&app)?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(page, "第一窗口。")?;
    page.reload()?;
    assert_eq!(said(page)?, "第一窗口。");
    assert_eq!(page.count("#read-only")?, 0, "a window that comes back need not wait for itself");
    let second = app.another(&format!("{url}#{SECTION}"))?;
    second.wait_for("#read-only")?;
    say(page, "又一句。")?;
    second.wait_until(&format!(
        "document.querySelector(\"{}\").value === '第一窗口。又一句。'",
        by_id(FIELD)
    ))?;
    page.goto("about:blank")?;
    second.wait_until("!document.querySelector('#read-only')")?;
    say(&second, "接着写。")?;
    second.reload()?;
    assert_eq!(said(&second)?, "第一窗口。又一句。接着写。");
    // A window that crashes gives nothing back; the one that waits asks, and need not wait for a lease to run out.
    let third = app.another(&format!("{url}#{SECTION}"))?;
    third.wait_for("#read-only")?;
    let start = Instant::now();
    second.crash()?;
    third.wait_until("!document.querySelector('#read-only')")?;
    assert!(start.elapsed() < Duration::from_secs(13), "{:?}", start.elapsed());
    app.finish()
}

/// The book that version 0.1 kept in a database of its own is taken over, with what only its journal had, and once.
pub(crate) fn an_earlier_version_is_taken_over() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = App::open_in(&launch, &product::page_url()?, "earlier")?;
    let page = app.page();
    page.goto(&desk.neighbour()?)?;
    let (book, edits) = earlier_book()?;
    page.eval::<()>(&format!(
        "(async () => {{
          const utf8 = new TextEncoder(), payloads = [{book}, {edits}, {edits}].map(p => utf8.encode(p));
          const name = i => i === 0 ? 'book' : 'edits';
          let before = '', records = [];
          for (let i = 0; i < 3; i += 1) {{
            const head = utf8.encode(`ducha.log/1 ${{i + 1}} ${{name(i)}} ${{before}}`);
            const all = new Uint8Array(head.length + payloads[i].length); all.set(head); all.set(payloads[i], head.length);
            before = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', all)), b => b.toString(16).padStart(2, '0')).join('');
            const line = utf8.encode(`${{before}} `), record = new Uint8Array(line.length + all.length + 1);
            record.set(line); record.set(head, line.length); record[line.length + head.length] = 10;
            record.set(payloads[i], line.length + head.length + 1);
            records.push(record);
          }}
          const db = await new Promise(done => {{
            const r = indexedDB.open('ducha', 1);
            r.onupgradeneeded = () => r.result.createObjectStore('log'); r.onsuccess = () => done(r.result);
          }});
          const tx = db.transaction('log', 'readwrite');
          tx.objectStore('log').put(records[0], 1); tx.objectStore('log').put(records[1], 2);
          await new Promise(done => tx.oncomplete = done);
          db.close();
          localStorage.setItem('ducha:journal:3', new TextDecoder().decode(records[2]));
        }})()"
    ))?;
    page.goto(&product::page_url()?)?;
    page.wait_for(".nav a")?;
    page.wait_until(SAVED)?;
    app.go("settings")?;
    assert_eq!(page.value("#profile-person")?, "旧版本中的姓名");
    close(&app)?;
    page.reload()?;
    page.wait_for(".book-list .book-open")?;
    assert_eq!(page.count(".book-open")?, 1, "it is taken over once");
    app.finish()
}

/// A book and an edit as they were stored, as texts for a script.
fn earlier_book() -> Walk<(String, String)> {
    let moment = Moment { today: "2026-11-23".parse()?, seconds: 0, entropy: [1; 32] };
    let mut state = State::new(moment.today);
    let organ = "办公室".to_owned();
    update(
        &mut state,
        Command::Start { role: Role::Office, person: String::new(), organ, unit: None },
        &moment,
    );
    let book = state.book.ok_or("a book was begun")?;
    let mut profile = book.local.profile.clone();
    profile.person = "旧版本中的姓名".to_owned();
    let edit = book.edit(moment.stamp(), Change::Profile { profile });
    let text =
        |bytes: Vec<u8>| Ok::<_, libtest_mimic::Failed>(serde_json::to_string(&String::from_utf8(bytes)?)?);
    Ok((text(stored::write(&book)?)?, text(serde_json::to_vec(&[edit])?)?))
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
