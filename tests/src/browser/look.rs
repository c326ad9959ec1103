//! Looking at a page: what is shown, and waiting for it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::page::Page;
use super::wire::text_at;

/// The half of the driver that runs in the page.
const IN_PAGE: &str = include_str!("page.js");

impl Page {
    /// Asks a function of the in-page half.
    pub(super) fn ask(&self, function: &str, arguments: &[Value]) -> Result<Value> {
        self.eval(&in_page(function, arguments))
    }

    /// Asks until the answer's `ok` is true and returns it; else an error naming `what` and what was seen.
    pub(super) fn ask_until_ok(&self, what: &str, function: &str, arguments: &[Value]) -> Result<Value> {
        let start = Instant::now();
        loop {
            let answer = self.ask(function, arguments)?;
            if answer.get("ok") == Some(&Value::Bool(true)) {
                return Ok(answer);
            }
            if start.elapsed() > self.patience {
                return Err(DriverError::timeout(what, self.patience, text_at(&answer, "/saw")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until an element is in the document and shown.
    ///
    /// # Errors
    /// When none is within the patience.
    pub fn wait_for(&self, css: &str) -> Result<()> {
        self.ask_until_ok(&format!("`{css}` to be shown"), "visible", &[json!(css)]).map(drop)
    }

    /// Waits until no element of that kind is shown.
    ///
    /// # Errors
    /// When one still is after the patience.
    pub fn wait_gone(&self, css: &str) -> Result<()> {
        let gone = self.wait_until(&format!("!{}.ok", in_page("visible", &[json!(css)])));
        let what = format!("`{css}` to go away");
        gone.map_err(|error| error.timeout_as(what, self.patience, "it is still shown"))
    }

    /// Waits until an element matching `css` shows a text containing `part`.
    ///
    /// # Errors
    /// When none does within the patience; the texts that were there are in the error.
    pub fn wait_text(&self, css: &str, part: &str) -> Result<()> {
        let what = format!("the text {part:?} in `{css}`");
        self.ask_until_ok(&what, "hasText", &[json!(css), json!(part)]).map(drop)
    }

    /// Waits until a JavaScript expression is truthy.
    ///
    /// # Errors
    /// When it is not within the patience, with its last value; or when it throws.
    pub fn wait_until(&self, script: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let answer: Value = self
                .eval(&format!("Promise.resolve({script}).then((v) => ({{ ok: !!v, saw: String(v) }}))"))?;
            if answer.get("ok") == Some(&Value::Bool(true)) {
                return Ok(());
            }
            if start.elapsed() > self.patience {
                return Err(DriverError::timeout(script, self.patience, text_at(&answer, "/saw")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The text shown by the first element matching `css`, waiting for one to be shown.
    ///
    /// # Errors
    /// When there is none within the patience.
    pub fn text(&self, css: &str) -> Result<String> {
        self.wait_for(css)?;
        self.texts(css).map(|texts| texts.into_iter().next().unwrap_or_default())
    }

    /// The texts of all elements matching `css` right now.
    ///
    /// # Errors
    /// When the page does not answer.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        self.eval(&format!("(p => p.all({}, null).map(e => p.words(e)))({IN_PAGE})", json!(css)))
    }

    /// The value of the first field matching `css`, waiting for one to be shown.
    ///
    /// # Errors
    /// When there is none within the patience.
    pub fn value(&self, css: &str) -> Result<String> {
        self.wait_for(css)?;
        self.eval(&format!("document.querySelector({}).value", json!(css)))
    }

    /// How many elements match `css` right now.
    ///
    /// # Errors
    /// When the page does not answer.
    pub fn count(&self, css: &str) -> Result<usize> {
        self.eval(&format!("document.querySelectorAll({}).length", json!(css)))
    }
}

/// The call of an in-page function with these arguments, as an expression.
fn in_page(function: &str, arguments: &[Value]) -> String {
    let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
    format!("{IN_PAGE}.{function}({})", arguments.join(", "))
}

/// A script as its author knows it, for error messages.
pub(super) fn without_in_page(script: &str) -> String {
    script.replace(IN_PAGE, "driver")
}
