//! What can go wrong while driving a browser, worded for the person who reads a failed test.

use std::fmt;
use std::time::Duration;

/// The result of every driver call.
pub type Result<T> = std::result::Result<T, DriverError>;

/// A failed driver call. `Debug` prints the same sentence as `Display`, because that is what a test
/// returning `Result` shows.
#[derive(thiserror::Error)]
pub enum DriverError {
    /// No browser was found on this machine.
    #[error("no Chromium found; install one (Debian: apt install chromium) or set CHROMIUM to its path")]
    NotInstalled,
    /// The browser could not be started or did not answer.
    #[error("{executable} did not start: {reason}\n{log}")]
    NotStarted {
        /// The program.
        executable: String,
        /// What happened.
        reason: String,
        /// The last lines it wrote.
        log: String,
    },
    /// The browser has ended or was killed.
    #[error("the browser is gone (during {during})")]
    BrowserGone {
        /// The command or wait that met it.
        during: String,
    },
    /// The tab has crashed or was closed.
    #[error("the page is gone: {reason} (during {during})")]
    PageGone {
        /// Crashed or closed.
        reason: String,
        /// The command or wait that met it.
        during: String,
    },
    /// The browser refused a command.
    #[error("{method} was refused: {message}")]
    Refused {
        /// The `DevTools` method.
        method: String,
        /// The browser's words.
        message: String,
    },
    /// A script threw.
    #[error("script threw: {message}\n  in {script}")]
    Threw {
        /// The exception.
        message: String,
        /// The beginning of the script.
        script: String,
    },
    /// A script's value has another type than the test asked for.
    #[error("script value {value} does not fit: {reason}")]
    Mismatch {
        /// The value as JSON.
        value: String,
        /// Why it does not fit.
        reason: String,
    },
    /// A wait came to its end.
    #[error("waited {seconds} s for {waited_for}; saw {saw}")]
    Timeout {
        /// The thing that did not come.
        waited_for: String,
        /// How long.
        seconds: f64,
        /// What was there instead.
        saw: String,
    },
    /// The test asked for something that does not exist.
    #[error("{0}")]
    Misuse(String),
    /// A file or pipe failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl DriverError {
    pub(crate) fn timeout(waited_for: impl Into<String>, after: Duration, saw: impl Into<String>) -> Self {
        Self::Timeout { waited_for: waited_for.into(), seconds: after.as_secs_f64(), saw: saw.into() }
    }

    /// Says a timeout in better words; every other error stays.
    pub(crate) fn timeout_as(self, waited_for: impl Into<String>, after: Duration, saw: &str) -> Self {
        if matches!(self, Self::Timeout { .. }) { Self::timeout(waited_for, after, saw) } else { self }
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
