//! Two windows on one book.

use std::time::{Duration, Instant};

use tests::site::{OFFICE_NETWORK, Server};

use super::{FIELD, SECTION, begin, said, say};
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
