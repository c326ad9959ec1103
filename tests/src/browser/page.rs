//! One open tab: how it is made, asked, and what may happen to it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::console::exception_text;
use super::error::{DriverError, Result};
use super::files::Downloads;
use super::look::without_in_page;
use super::wire::{Wire, text_at};

/// An open tab. Dropping it leaves the tab open; [`Page::close`] closes it.
#[derive(Debug)]
pub struct Page {
    pub(super) wire: Arc<Wire>,
    pub(super) tab: String,
    pub(super) downloads: Arc<Downloads>,
    pub(super) patience: Duration,
    target: String,
}

impl Page {
    pub(super) fn create(wire: Arc<Wire>, downloads: Arc<Downloads>, patience: Duration) -> Result<Self> {
        let made = wire.call("", "Target.createTarget", json!({ "url": "about:blank" }))?;
        let target = text_at(&made, "/targetId");
        let order = json!({ "targetId": target, "flatten": true });
        let tab = text_at(&wire.call("", "Target.attachToTarget", order)?, "/sessionId");
        Ok(Self { wire, tab, downloads, patience, target })
    }

    /// Turns on what the driver listens to, before the first document.
    pub(super) fn prepare(&self, script: &str) -> Result<()> {
        for domain in ["Page", "Runtime", "Log", "Inspector"] {
            self.call(&format!("{domain}.enable"), json!({}))?;
        }
        let dir = self.downloads.dir().display().to_string();
        self.call("Page.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": dir }))?;
        self.set_viewport(1366, 768)?;
        if !script.is_empty() {
            self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        }
        Ok(())
    }

    /// The same page with another patience for its waits; short where a test expects a refusal.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Loads another address in this tab.
    ///
    /// # Errors
    /// When it cannot be loaded, or not within the patience.
    pub fn goto(&self, url: &str) -> Result<()> {
        let mark = self.wire.mark();
        let answer = self.call("Page.navigate", json!({ "url": url }))?;
        match answer.get("errorText").and_then(Value::as_str) {
            Some(message) => {
                Err(DriverError::Refused { method: format!("opening {url}"), message: message.into() })
            }
            // A jump within the document has no loader and fires no load event.
            None if answer.get("loaderId").is_none() => Ok(()),
            None => self.loaded_after(mark, url),
        }
    }

    /// Loads the document again; also brings a crashed page back.
    ///
    /// # Errors
    /// When it does not load within the patience.
    pub fn reload(&self) -> Result<()> {
        let mark = self.wire.mark();
        self.wire.revive(&self.tab);
        self.call("Page.reload", json!({}))?;
        self.loaded_after(mark, "the reload")
    }

    fn loaded_after(&self, mark: usize, what: &str) -> Result<()> {
        let event = self.wire.wait_event(&self.tab, "Page.loadEventFired", mark, self.patience);
        let what = format!("{what} to load");
        event.map(drop).map_err(|error| error.timeout_as(what, self.patience, "no load event"))
    }

    /// The value of a JavaScript expression; a promise is awaited, `undefined` is null.
    ///
    /// # Errors
    /// When it throws, or its value is no `T`.
    pub fn eval<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        let order = json!({
            "expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true,
        });
        let value = self.evaluate(script, order)?.get("value").cloned().unwrap_or_default();
        let shown = value.to_string();
        serde_json::from_value(value)
            .map_err(|error| DriverError::Mismatch { value: shown, reason: error.to_string() })
    }

    /// The reference of the object an expression yields; `what` is named when there is none.
    pub(super) fn object(&self, script: &str, what: &str) -> Result<String> {
        let result = self.evaluate(script, json!({ "expression": script }))?;
        match result.get("objectId").and_then(Value::as_str) {
            Some(id) => Ok(id.to_owned()),
            None => Err(DriverError::Misuse(format!("{what} is not in the document"))),
        }
    }

    fn evaluate(&self, script: &str, order: Value) -> Result<Value> {
        let answer = self.call("Runtime.evaluate", order)?;
        if let Some(details) = answer.get("exceptionDetails") {
            let script = without_in_page(script).chars().take(200).collect();
            return Err(DriverError::Threw { message: exception_text(details), script });
        }
        Ok(answer.get("result").cloned().unwrap_or_default())
    }

    /// Writes a PNG of the window.
    ///
    /// # Errors
    /// When the browser gives no picture or the file cannot be written.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        self.front()?;
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        let picture = base64::engine::general_purpose::STANDARD.decode(text_at(&answer, "/data"));
        let picture = picture.map_err(|error| DriverError::Misuse(format!("no picture: {error}")))?;
        Ok(std::fs::write(path, picture)?)
    }

    /// Sets the size of the window's inside, in CSS pixels.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn set_viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size).map(drop)
    }

    /// Brings this tab before the others of its browser.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn front(&self) -> Result<()> {
        self.call("Page.bringToFront", json!({})).map(drop)
    }

    /// Cuts the page off from every network, or connects it again; `file://` stays readable.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn offline(&self, offline: bool) -> Result<()> {
        self.call("Network.enable", json!({}))?;
        let order =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.call("Network.emulateNetworkConditions", order).map(drop)
    }

    /// Crashes the tab's process, as running out of memory would; [`Page::reload`] brings it back.
    ///
    /// # Errors
    /// When it does not crash within the patience.
    pub fn crash(&self) -> Result<()> {
        let mark = self.wire.mark();
        // Not `Page.crash`: Chromium 83 keeps that order and gives it to the new process as well.
        self.wire.post(&self.tab, "Page.navigate", json!({ "url": "chrome://crash" }))?;
        self.wire.wait_event(&self.tab, "Inspector.targetCrashed", mark, self.patience).map(drop)
    }

    /// Closes the tab without asking the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn close(self) -> Result<()> {
        self.wire.call("", "Target.closeTarget", json!({ "targetId": self.target })).map(drop)
    }

    /// Sends any `DevTools` command to this tab; the way out when the driver has no word for something.
    ///
    /// # Errors
    /// When the browser refuses it or does not answer.
    pub fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.wire.call(&self.tab, method, params)
    }
}
