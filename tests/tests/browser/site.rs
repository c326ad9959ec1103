//! The same app as static files from a web server, and from nowhere once the service worker has them.

use tests::site::Server;

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::product;

pub(crate) fn works_over_http() -> Walk {
    let server = Server::start(product::site()?)?;
    let app = App::open_in(&product::today()?, &server.url(), "site")?;
    let page = app.page();
    crate::survival::begin_unit(&app)?;
    page.click(".section-tab[href='#fill/1']")?;
    let before = app.saved()?;
    page.fill(&by_id("a01_06_answer"), "经由服务器打开后写下的话。")?;
    app.wait_saved_after(&before)?;
    page.reload()?;
    app.wait_ready()?;
    assert_eq!(page.value(&by_id("a01_06_answer"))?, "经由服务器打开后写下的话。");
    page.wait_until("navigator.serviceWorker.ready.then(r => !!r.active)")?;
    page.wait_until("caches.keys().then(keys => keys.length > 0)")?;
    app.finish()?;
    // From here on the server is gone: what comes, comes from the service worker.
    drop(server);
    page.reload()?;
    app.wait_ready()?;
    assert_eq!(page.value(&by_id("a01_06_answer"))?, "经由服务器打开后写下的话。");
    Ok(())
}
