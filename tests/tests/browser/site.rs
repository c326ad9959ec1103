//! The same app as static files from a web server, and from nowhere once the service worker has them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// A web server for the files of one folder, as long as it lives.
pub(crate) struct Server {
    port: u16,
    stopped: Arc<AtomicBool>,
}

impl Server {
    pub(crate) fn start(folder: PathBuf) -> Walk<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let server = Self { port: listener.local_addr()?.port(), stopped: Arc::default() };
        let stopped = Arc::clone(&server.stopped);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let folder = folder.clone();
                std::thread::spawn(move || answer(&folder, stream).ok());
            }
        });
        Ok(server)
    }

    /// `localhost` is a secure address, which service workers ask for.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // One last connection, so that the loop looks up and the port is closed.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn answer(folder: &Path, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split([' ', '?']).nth(1).unwrap_or("/").trim_start_matches('/');
    let name = if path.is_empty() { "index.html" } else { path };
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    };
    let (status, body) = match std::fs::read(folder.join(name)) {
        Ok(body) if !name.contains("..") => ("200 OK", body),
        Ok(_) | Err(_) => ("404 Not Found", Vec::new()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)?;
    stream.flush()
}
