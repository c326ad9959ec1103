//! Firefox: the driver's commands and events in `WebDriver BiDi`, the protocol that it speaks instead of `DevTools`.
//!
//! Only what the driver asks for is translated; anything else is refused by name.

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::wire::{Wire, text_at};

/// Opens the session and asks for the events that are translated.
pub(super) fn greet(wire: &Wire) -> Result<String> {
    let wanted =
        json!({ "capabilities": { "alwaysMatch": { "unhandledPromptBehavior": { "default": "ignore" } } } });
    let session = wire.command("", "session.new", wanted)?;
    let events = ["log.entryAdded", "browsingContext.load", "browsingContext.userPromptOpened"];
    wire.command("", "session.subscribe", json!({ "events": events }))?;
    let part = |name: &str| text_at(&session, &format!("/capabilities/{name}"));
    Ok(format!("{}/{}", part("browserName"), part("browserVersion")))
}

/// Carries out a `DevTools` command and answers as that protocol would.
pub(super) fn call(wire: &Wire, tab: &str, method: &str, params: &Value) -> Result<Value> {
    let ask = |method: &str, params: Value| wire.command("", method, params);
    let nothing = |answer: Result<Value>| answer.map(|_| json!({}));
    match method {
        "Browser.getVersion" => greet(wire).map(|product| json!({ "product": product })),
        "Browser.close" => ask("browser.close", json!({})),
        "Target.createTarget" => {
            let made = ask("browsingContext.create", json!({ "type": "tab" }))?;
            Ok(json!({ "targetId": text_at(&made, "/context") }))
        }
        "Target.attachToTarget" => Ok(json!({ "sessionId": text_at(params, "/targetId") })),
        "Target.closeTarget" => {
            ask("browsingContext.close", json!({ "context": text_at(params, "/targetId") }))
        }
        // Listening is asked for once, the folder for downloads is set at the start.
        "Page.enable"
        | "Runtime.enable"
        | "Log.enable"
        | "Inspector.enable"
        | "Network.enable"
        | "Page.setDownloadBehavior"
        | "Browser.setDownloadBehavior" => Ok(json!({})),
        "Page.navigate" => {
            let order = json!({ "context": tab, "url": text_at(params, "/url"), "wait": "complete" });
            nothing(ask("browsingContext.navigate", order))
        }
        "Page.reload" => {
            nothing(ask("browsingContext.reload", json!({ "context": tab, "wait": "complete" })))
        }
        "Page.bringToFront" => ask("browsingContext.activate", json!({ "context": tab })),
        "Page.captureScreenshot" => ask("browsingContext.captureScreenshot", json!({ "context": tab })),
        "Page.addScriptToEvaluateOnNewDocument" => {
            let function = format!("() => {{ {} }}", text_at(params, "/source"));
            ask("script.addPreloadScript", json!({ "functionDeclaration": function, "contexts": [tab] }))
        }
        "Emulation.setDeviceMetricsOverride" => {
            let size = json!({ "width": params.get("width"), "height": params.get("height") });
            ask(
                "browsingContext.setViewport",
                json!({ "context": tab, "viewport": size, "devicePixelRatio": 1.0 }),
            )
        }
        "Network.emulateNetworkConditions" => {
            let conditions = if params.get("offline") == Some(&Value::Bool(true)) {
                json!({ "type": "offline" })
            } else {
                Value::Null
            };
            let order = json!({ "networkConditions": conditions, "contexts": [tab] });
            ask("emulation.setNetworkConditions", order)
        }
        "Runtime.evaluate" => evaluate(wire, tab, params),
        "Input.insertText" => insert(wire, tab, &text_at(params, "/text")),
        "Input.dispatchKeyEvent" => ask("input.performActions", key(tab, params)?),
        "Input.dispatchMouseEvent" => ask("input.performActions", pointer(tab, params)),
        "DOM.setFileInputFiles" => {
            let element = json!({ "sharedId": params.get("objectId") });
            ask("input.setFiles", json!({ "context": tab, "element": element, "files": params.get("files") }))
        }
        other => Err(DriverError::Refused {
            method: other.into(),
            message: "the driver has no translation of it for Firefox".into(),
        }),
    }
}

/// A value travels as JSON text, a thing of the page as its number.
fn evaluate(wire: &Wire, tab: &str, params: &Value) -> Result<Value> {
    let expression = text_at(params, "/expression");
    let by_value = params.get("returnByValue") == Some(&Value::Bool(true));
    let script =
        if by_value { format!("(async () => JSON.stringify(await ({expression})))()") } else { expression };
    let order = json!({
        "expression": script, "target": { "context": tab }, "awaitPromise": by_value, "userActivation": true,
        "resultOwnership": "root",
    });
    let answer = wire.command("", "script.evaluate", order)?;
    if let Some(details) = answer.get("exceptionDetails") {
        let text = text_at(details, "/text");
        return Ok(json!({ "exceptionDetails": { "exception": { "description": text } } }));
    }
    let told = answer.get("result").cloned().unwrap_or_default();
    if !by_value {
        let id = told.get("sharedId").or_else(|| told.get("handle"));
        return Ok(json!({ "result": { "objectId": id } }));
    }
    let value = serde_json::from_str::<Value>(&text_at(&told, "/value")).unwrap_or_default();
    Ok(json!({ "result": { "value": value } }))
}

/// Letter by letter: what a script inserts is no change to Firefox when the field is left.
fn insert(wire: &Wire, tab: &str, text: &str) -> Result<Value> {
    let stroke = |letter: char| {
        let value = if letter == '\n' { '\u{e007}' } else { letter };
        [json!({ "type": "keyDown", "value": value }), json!({ "type": "keyUp", "value": value })]
    };
    let actions: Vec<Value> = text.chars().flat_map(stroke).collect();
    wire.command("", "input.performActions", keyboard(tab, &actions))
}

/// Keys that `WebDriver` names by a character of their own.
const KEYS: &[(&str, char)] = &[
    ("Backspace", '\u{e003}'),
    ("Tab", '\u{e004}'),
    ("Enter", '\u{e007}'),
    ("Shift", '\u{e008}'),
    ("Control", '\u{e009}'),
    ("Alt", '\u{e00a}'),
    ("Escape", '\u{e00c}'),
    ("PageUp", '\u{e00e}'),
    ("PageDown", '\u{e00f}'),
    ("End", '\u{e010}'),
    ("Home", '\u{e011}'),
    ("ArrowLeft", '\u{e012}'),
    ("ArrowUp", '\u{e013}'),
    ("ArrowRight", '\u{e014}'),
    ("ArrowDown", '\u{e015}'),
    ("Delete", '\u{e017}'),
    ("F1", '\u{e031}'),
    ("F2", '\u{e032}'),
    ("F5", '\u{e035}'),
    ("F8", '\u{e038}'),
    ("Meta", '\u{e03d}'),
];

fn key(tab: &str, params: &Value) -> Result<Value> {
    let name = text_at(params, "/key");
    let special = KEYS.iter().find(|(own, _)| *own == name).map(|(_, sign)| sign.to_string());
    let value = special.or_else(|| (name.chars().count() == 1).then(|| name.clone()));
    let value = value.ok_or_else(|| DriverError::Misuse(format!("Firefox has no key {name}")))?;
    let kind = if text_at(params, "/type") == "keyUp" { "keyUp" } else { "keyDown" };
    Ok(keyboard(tab, &[json!({ "type": kind, "value": value })]))
}

fn keyboard(tab: &str, actions: &[Value]) -> Value {
    json!({ "context": tab, "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })
}

fn pointer(tab: &str, params: &Value) -> Value {
    let at = |name: &str| params.get(name).and_then(Value::as_f64).unwrap_or(0.0).round();
    let action = match text_at(params, "/type").as_str() {
        "mousePressed" => json!({ "type": "pointerDown", "button": 0 }),
        "mouseReleased" => json!({ "type": "pointerUp", "button": 0 }),
        _ => json!({ "type": "pointerMove", "x": at("x"), "y": at("y"), "origin": "viewport" }),
    };
    let source = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [action] });
    json!({ "context": tab, "actions": [source] })
}

/// An event in the words of `DevTools`: the tab it belongs to, its name, what it says. None when nobody asks for it.
pub(super) fn event(method: &str, params: &Value) -> Option<(String, &'static str, Value)> {
    let context = text_at(params, "/context");
    Some(match method {
        "browsingContext.load" => (context, "Page.loadEventFired", json!({})),
        "browsingContext.userPromptOpened" => {
            (context, "Page.javascriptDialogOpening", json!({ "message": text_at(params, "/message") }))
        }
        "log.entryAdded" => entry(params),
        _ => return None,
    })
}

fn entry(params: &Value) -> (String, &'static str, Value) {
    let (tab, text) = (text_at(params, "/source/context"), text_at(params, "/text"));
    let level = match text_at(params, "/level").as_str() {
        "warn" => "warning".to_owned(),
        other => other.to_owned(),
    };
    if text_at(params, "/type") == "javascript" && level == "error" {
        return (tab, "Runtime.exceptionThrown", json!({ "exceptionDetails": { "text": text } }));
    }
    (tab, "Runtime.consoleAPICalled", json!({ "type": level, "args": [{ "value": text }] }))
}
