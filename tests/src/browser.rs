//! Drives a real Chromium over the `DevTools` protocol, from today's down to version 83, and a real Firefox over
//! `WebDriver BiDi`, for tests that open the finished page from `file://` as an office would.
//!
//! ```no_run
//! # use tests::browser::{Browser, Launch, Result};
//! # fn main() -> Result<()> {
//! let browser = Browser::launch(&Launch::installed()?)?;
//! let page = browser.open("file:///tmp/ducha.html")?;
//! page.click_text("button", "新建")?;
//! page.fill("#unit", "某某街道党工委")?;
//! page.wait_text("[role=status]", "已保存")?;
//! assert!(page.console()?.is_empty());
//! # Ok(()) }
//! ```
//!
//! Every wait ends after [`Launch::patience`] with an error that names what was waited for. The commands
//! travel through a pair of pipes (`--remote-debugging-pipe`): no port, no WebSocket, and a Chromium whose
//! test died sees the pipe close and ends by itself. Firefox has no such pipe and listens on a port of this machine.

mod bidi;
mod console;
mod error;
mod files;
mod keys;
mod launch;
mod look;
mod page;
mod pointer;
mod socket;
mod timing;
mod wire;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub use error::{DriverError, Result};
pub use launch::{Engine, Launch};
pub use page::Page;
pub use timing::KeyTiming;

use launch::Scratch;
use serde_json::json;
use wire::Wire;

/// A running browser. Dropping it kills it and removes what it wrote outside a given profile.
#[derive(Debug)]
pub struct Browser {
    child: Mutex<Child>,
    wire: Arc<Wire>,
    downloads: Arc<files::Downloads>,
    version: String,
    patience: Duration,
    scratch: Scratch,
}

impl Browser {
    /// Starts the browser and returns once it answers.
    ///
    /// # Errors
    /// When it cannot be started or ends at once; the error then carries the end of its log.
    pub fn launch(launch: &Launch) -> Result<Self> {
        let scratch = Scratch::new()?;
        let mut child = launch.spawn(&scratch)?;
        let wire = match launch.engine {
            Engine::Chromium => Wire::over(&mut child)?,
            Engine::Firefox => {
                Wire::over_socket(socket::connect(&launch.profile_in(&scratch), launch.patience)?)
            }
        };
        let mut browser = Self {
            child: Mutex::new(child),
            wire,
            downloads: Arc::new(files::Downloads::new(scratch.downloads())),
            version: String::new(),
            patience: launch.patience,
            scratch,
        };
        browser.greet().map_err(|error| DriverError::NotStarted {
            executable: launch.executable.display().to_string(),
            reason: error.to_string(),
            log: browser.scratch.log_tail(),
        })?;
        Ok(browser)
    }

    /// Product and version as the browser names itself, e.g. `HeadlessChrome/83.0.4103.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The number in front, e.g. 83; 0 when the browser names itself in another manner.
    #[must_use]
    pub fn major_version(&self) -> u32 {
        let number = self.version.split('/').nth(1).and_then(|v| v.split('.').next());
        number.and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    /// The folder all pages of this browser download into.
    #[must_use]
    pub fn downloads_dir(&self) -> &Path {
        self.downloads.dir()
    }

    /// Opens `url` in a new tab and returns once it has loaded.
    ///
    /// # Errors
    /// When the address cannot be loaded, or not within the patience.
    pub fn open(&self, url: &str) -> Result<Page> {
        self.open_with_script(url, "")
    }

    /// As [`Browser::open`], and runs `script` in each document of this tab before the page's own scripts;
    /// for a fixed date, or to take away an interface that older browsers lack.
    ///
    /// # Errors
    /// As for [`Browser::open`].
    pub fn open_with_script(&self, url: &str, script: &str) -> Result<Page> {
        let page = Page::create(Arc::clone(&self.wire), Arc::clone(&self.downloads), self.patience)?;
        page.prepare(script)?;
        page.goto(url)?;
        Ok(page)
    }

    /// Ends the browser in an orderly way, so that it writes its profile out, and waits for its end.
    ///
    /// # Errors
    /// When it has not ended within the patience; it is killed then.
    pub fn close(self) -> Result<()> {
        // The answer may be lost in the end of the browser, which is what was asked for.
        let _ = self.wire.call("", "Browser.close", json!({}));
        self.wire.hang_up();
        let start = Instant::now();
        while start.elapsed() < self.patience {
            if self.lock_child().try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(DriverError::timeout("the browser to end after Browser.close", self.patience, "still running"))
    }

    /// Kills the browser with all its processes at once (SIGKILL), as a power cut would end it. The profile
    /// given in [`Launch::profile_dir`] stays and a later launch may use it.
    pub fn kill(&self) {
        let mut child = self.lock_child();
        // A process that was already waited for has given its number back; never signal that one.
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        // The standard library cannot signal a group; `kill` is a shell builtin everywhere.
        let order = format!("kill -s KILL -- -{}", child.id());
        let told = Command::new("/bin/sh").args(["-c", &order]).stderr(Stdio::null()).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = child.kill();
        }
        let _ = child.wait();
    }

    fn greet(&mut self) -> Result<()> {
        let greeting = self.wire.call("", "Browser.getVersion", json!({}))?;
        self.version = wire::text_at(&greeting, "/product");
        self.wire.know(self.major_version());
        let dir = self.downloads.dir().display().to_string();
        // Chromium 83 takes this order but may want it per page too; `Page::prepare` repeats it.
        let order = json!({ "behavior": "allow", "downloadPath": dir });
        self.wire.call("", "Browser.setDownloadBehavior", order).map(drop)
    }

    fn lock_child(&self) -> std::sync::MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The `file://` address of a path, with each byte outside the unreserved ones percent-encoded.
#[must_use]
pub fn file_url(path: &Path) -> String {
    let absolute: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    let encoded: String = absolute.to_string_lossy().bytes().map(encode).collect();
    format!("file://{encoded}")
}
