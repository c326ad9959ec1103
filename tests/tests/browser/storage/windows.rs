//! Two windows on one book.

use std::time::{Duration, Instant};

use templates::text;
use tests::site::{OFFICE_NETWORK, Server};

use super::{FIELD, SECTION, begin, close, said, say};
use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product::{self, Desk};
use crate::survival::begin_unit;

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

/// Where the browser has locks and refuses them, a lease says who writes, as if there were none.
pub(crate) fn refused_locks() -> Walk {
    let script = "delete window.showSaveFilePicker;
        if (window.LockManager) LockManager.prototype.request = () => Promise.reject(new DOMException('refused', 'SecurityError'))";
    let app = App::open_scripted(&product::today()?, &product::page_url()?, "refused-locks", script)?;
    let page = app.page();
    begin_unit(&app)?;
    page.click(&format!(".section-tab[href='#{SECTION}']"))?;
    say(page, "没有锁也能写。")?;
    page.reload()?;
    assert_eq!(said(page)?, "没有锁也能写。");
    assert_eq!(page.count("#read-only")?, 0, "nobody else writes");
    app.finish()
}

/// A page that holds the store and does not let go, as a window that hangs would.
const HOLD: &str = "(async () => {
  const name = (await indexedDB.databases()).map(d => d.name).find(n => n.startsWith('ducha-book-'));
  window.held = await new Promise(done => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result) });
})()";

/// A window that does not let go of the store is told of, when a book is removed and when it is opened, and nothing is
/// lost or half removed.
pub(crate) fn a_window_that_does_not_let_go() -> Walk {
    let folder = product::left_in("screenshots")?;
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "blocked", "占用之前。")?;
    let page = app.page();
    let beside = app.another(&desk.neighbour()?)?;
    beside.eval::<()>(HOLD)?;
    // A version that wants another shape of the store cannot have it.
    let newer = "IDBFactory.prototype.open = (open => function (name, version) {
        return open.call(this, name, name.startsWith('ducha-book-') ? 2 : version) })(IDBFactory.prototype.open)";
    let second = app.another_scripted(&product::page_url()?, newer)?;
    second.wait_for("#recovery[data-state=unreadable]")?;
    assert_eq!(second.text("#recovery .problem")?, text("recovery.blocked"));
    second.screenshot(&folder.join("blocked.png"))?;
    second.close()?;
    // The one that let go writes no more, as long as it cannot know what the newer one did.
    page.wait_text("#trouble", text("storage.too_new"))?;
    // Chromium keeps even the request of a closed window waiting.
    beside.eval::<()>("held.close()")?;
    page.reload()?;
    assert_eq!(said(page)?, "占用之前。");
    close(&app)?;
    beside.eval::<()>(HOLD)?;
    page.click(".book-list .book-remove")?;
    page.click(".dialog .button.primary")?;
    page.wait_text(".notices", text("destroy.blocked"))?;
    assert_eq!(page.count(".book-list .badge")?, 0, "the book is there, and only cannot be read");
    page.screenshot(&folder.join("blocked-removal.png"))?;
    beside.eval::<()>("held.close()")?;
    page.reload()?;
    app.wait_ready()?;
    let left: Vec<String> = page.eval(
        "(async () => (await indexedDB.databases()).map(d => d.name).filter(n => n.startsWith('ducha-book')))()",
    )?;
    assert!(left.is_empty(), "what was asked for happened once nobody stood in the way: {left:?}");
    app.finish()
}
