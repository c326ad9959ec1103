//! The mouse: real events at the middle of what a person could see and reach.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::page::Page;

/// Resolves when two frames have been drawn; a tab behind others draws none.
const TWO_FRAMES: &str = "new Promise((done) => { const late = setTimeout(done, 100); \
    requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(late); done(); })); })";

impl Page {
    /// Clicks the first shown element matching `css`, scrolling it into view. Waits while it is absent,
    /// moving, disabled or covered.
    ///
    /// # Errors
    /// When it stays so for the patience, with the reason.
    pub fn click(&self, css: &str) -> Result<()> {
        self.click_at(&format!("`{css}` to be clickable"), &[json!(css), Value::Null])
    }

    /// Clicks the first shown element matching `css` whose text contains `text`.
    ///
    /// # Errors
    /// As [`Page::click`]; when no text fits, the texts that are there.
    pub fn click_text(&self, css: &str, text: &str) -> Result<()> {
        self.click_at(&format!("`{css}` with {text:?} to be clickable"), &[json!(css), json!(text)])
    }

    /// Clicks twice in quick succession in one place, as people do by habit.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn double_click(&self, css: &str) -> Result<()> {
        let what = format!("`{css}` to be clickable");
        let (x, y) = self.resting_place(&what, &[json!(css), Value::Null])?;
        self.mouse("mouseMoved", x, y, 0)?;
        for clicks in [1, 2] {
            self.mouse("mousePressed", x, y, clicks)?;
            self.mouse("mouseReleased", x, y, clicks)?;
        }
        Ok(())
    }

    fn click_at(&self, what: &str, arguments: &[Value]) -> Result<()> {
        let (x, y) = self.resting_place(what, arguments)?;
        self.mouse("mouseMoved", x, y, 0)?;
        self.mouse("mousePressed", x, y, 1)?;
        self.mouse("mouseReleased", x, y, 1)
    }

    /// The middle of the element once it has been in the same place for two looks with two frames between them: what
    /// comes into view may take another height only when it is drawn.
    pub(super) fn resting_place(&self, what: &str, arguments: &[Value]) -> Result<(f64, f64)> {
        let start = Instant::now();
        let mut before = None;
        loop {
            let answer = self.ask_until_ok(what, "target", arguments)?;
            if answer.get("hidden") == Some(&Value::Bool(true)) {
                self.front()?;
            }
            let number = |name: &str| answer.get(name).and_then(Value::as_f64).unwrap_or(0.0);
            let now = (number("x"), number("y"));
            if before == Some(now) {
                return Ok(now);
            }
            if start.elapsed() > self.patience {
                return Err(DriverError::timeout(what, self.patience, "it keeps moving"));
            }
            before = Some(now);
            self.eval::<()>(TWO_FRAMES)?;
        }
    }

    fn mouse(&self, kind: &str, x: f64, y: f64, clicks: u32) -> Result<()> {
        let button = if clicks == 0 { "none" } else { "left" };
        let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": clicks });
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }
}
