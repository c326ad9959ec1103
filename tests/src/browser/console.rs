//! What a page says: its console, its errors and its dialogs.

use serde_json::{Value, json};

use super::error::Result;
use super::page::Page;
use super::wire::text_at;

impl Page {
    /// What the page wrote to the console, its uncaught exceptions, and what the browser held against it
    /// (policy violations, failed loads), oldest first, since it was opened.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn console(&self) -> Result<Vec<String>> {
        // A round trip, so that everything reported before this call has arrived.
        self.eval::<Value>("0")?;
        let lines = self.wire.events(&self.tab).into_iter();
        Ok(lines.filter_map(|event| console_line(&event.method, &event.params)).collect())
    }

    /// Gives the page a function of this name that tells the driver a text; also to every later document of the tab.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn listen(&self, function: &str) -> Result<()> {
        self.call("Runtime.addBinding", json!({ "name": function })).map(drop)
    }

    /// What the page has told through such a function, oldest first; also of a page that is gone.
    #[must_use]
    pub fn told(&self, function: &str) -> Vec<String> {
        let events = self.wire.events(&self.tab).into_iter();
        let told = events.filter(|event| event.method == "Runtime.bindingCalled");
        told.filter(|event| text_at(&event.params, "/name") == function)
            .map(|event| text_at(&event.params, "/payload"))
            .collect()
    }

    /// The messages of all dialogs (`alert`, `confirm`, leaving the page) so far. Each was accepted at once,
    /// or refused after [`Page::refuse_dialogs`].
    #[must_use]
    pub fn dialogs(&self) -> Vec<String> {
        let events = self.wire.events(&self.tab).into_iter();
        let dialogs = events.filter(|event| event.method == "Page.javascriptDialogOpening");
        dialogs.map(|event| text_at(&event.params, "/message")).collect()
    }

    /// Answers dialogs of this page with 取消 from now on, or accepts them again.
    pub fn refuse_dialogs(&self, refuse: bool) {
        self.wire.refuse_dialogs(&self.tab, refuse);
    }
}

fn console_line(method: &str, params: &Value) -> Option<String> {
    match method {
        "Runtime.consoleAPICalled" => {
            let arguments = params.get("args").and_then(Value::as_array).into_iter().flatten();
            let words: Vec<String> = arguments.map(argument_text).collect();
            Some(format!("{}: {}", text_at(params, "/type"), words.join(" ")))
        }
        "Runtime.exceptionThrown" => {
            params.get("exceptionDetails").map(|details| format!("exception: {}", exception_text(details)))
        }
        "Log.entryAdded" => {
            let part = |name: &str| text_at(params, &format!("/entry/{name}"));
            Some(format!("{} {}: {} {}", part("source"), part("level"), part("text"), part("url")))
        }
        _ => None,
    }
}

fn argument_text(argument: &Value) -> String {
    match argument.get("value") {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => text_at(argument, "/description"),
    }
}

/// The exception of a failed evaluation in words.
pub(super) fn exception_text(details: &Value) -> String {
    let description = text_at(details, "/exception/description");
    let thrown = details.pointer("/exception/value").map(Value::to_string).unwrap_or_default();
    [description, thrown]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| text_at(details, "/text"))
}
