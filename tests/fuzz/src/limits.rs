//! Values at their limits: each string, number, list and name of a valid document in turn, at the sizes where something
//! ends and one beyond. Blind changes hardly ever make a name of exactly 120 characters.

use serde_json::{Map, Value, json};

/// Lengths at which a name, a cell, a text of a header or a passphrase ends, and their neighbours.
const LENGTHS: [usize; 22] =
    [0, 1, 30, 60, 63, 64, 65, 99, 100, 101, 119, 120, 121, 127, 128, 129, 255, 256, 257, 500, 501, 20_001];
/// Numbers at which years, counters and signs end.
const NUMBERS: [&str; 18] = [
    "0",
    "-1",
    "1",
    "1948",
    "1949",
    "2199",
    "2200",
    "9999",
    "10000",
    "2147483647",
    "2147483648",
    "-2147483648",
    "9007199254740991",
    "9007199254740992",
    "18446744073709551615",
    "-9223372036854775808",
    "0.5",
    "1e308",
];
/// Lengths at which rows, versions and lists end.
const COUNTS: [usize; 5] = [0, 2, 33, 1000, 1001];
/// Texts that mean something somewhere.
const TEXTS: [&str; 8] =
    ["\u{200b}", "\0", "../x", "__proto__", "2026-02-30", "9999-12-31", "r1-18446744073709551615", "{{ x }}"];

/// Variants of a document with one thing in it at a limit: every name at every length, and of the others each `one_in`th.
#[must_use]
pub fn variants(document: &Value, one_in: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut places = Vec::new();
    collect(document, &mut Vec::new(), &mut places);
    for place in &places {
        let Some(there) = document.pointer(&pointer(place)) else { continue };
        for value in at_limits(there) {
            let mut changed = document.clone();
            if let Some(slot) = changed.pointer_mut(&pointer(place)) {
                *slot = value;
            }
            all.push(changed);
        }
    }
    let mut chosen: Vec<Value> = all.into_iter().step_by(one_in.max(1)).collect();
    chosen.extend(renamed(document));
    chosen
}

/// The document with one of its names changed wherever it stands, as key and as value, so that what belongs together
/// still does.
fn renamed(document: &Value) -> Vec<Value> {
    let mut names = Vec::new();
    keys(document, &mut names);
    let is_id = |name: &String| name.contains('-') && !name.contains(' ') && !name.contains('/');
    names.retain(is_id);
    names.sort();
    names.dedup();
    let mut all = Vec::new();
    for name in names {
        for length in LENGTHS.iter().filter(|length| (1..=300).contains(*length)) {
            let long = format!("{name}{}", "x".repeat(*length));
            all.push(rename(document, &name, long.get(..*length).unwrap_or(&long)));
        }
    }
    all
}

fn keys(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| keys(item, out)),
        Value::Object(parts) => {
            out.extend(parts.keys().cloned());
            parts.values().for_each(|part| keys(part, out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn rename(value: &Value, from: &str, to: &str) -> Value {
    let text = |text: &String| if text == from { to.to_owned() } else { text.clone() };
    match value {
        Value::String(own) => Value::String(text(own)),
        Value::Array(items) => items.iter().map(|item| rename(item, from, to)).collect(),
        Value::Object(parts) => {
            Value::Object(parts.iter().map(|(key, part)| (text(key), rename(part, from, to))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn at_limits(value: &Value) -> Vec<Value> {
    let mut all = vec![Value::Null, json!({}), json!([])];
    match value {
        Value::String(_) => {
            all.extend(LENGTHS.iter().map(|length| json!("a".repeat(*length))));
            all.extend(LENGTHS.iter().step_by(5).map(|length| json!("督".repeat(*length))));
            all.extend(TEXTS.iter().map(|text| json!(text)));
        }
        Value::Number(_) => all.extend(NUMBERS.iter().filter_map(|text| serde_json::from_str(text).ok())),
        Value::Array(items) => {
            let grown = |count: &usize| -> Value { items.iter().cycle().take(*count).cloned().collect() };
            all.extend(COUNTS.iter().map(grown));
        }
        Value::Object(parts) => {
            let one = parts.iter().next();
            let grown = |count: &usize| -> Option<Value> {
                let (key, part) = one?;
                let many: Map<String, Value> =
                    (0..*count).map(|n| (format!("{key}{n}"), part.clone())).collect();
                Some(Value::Object(many))
            };
            all.extend(COUNTS.iter().filter_map(grown));
        }
        Value::Bool(_) | Value::Null => all.extend([json!(true), json!(1), json!("是")]),
    }
    all
}

/// The way to every value, the outermost last.
fn collect(value: &Value, path: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    let mut into = |key: String, part: &Value| {
        path.push(key);
        collect(part, path, out);
        path.pop();
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| into(at.to_string(), item)),
        Value::Object(parts) => parts.iter().for_each(|(key, part)| into(key.clone(), part)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    out.push(path.clone());
}

fn pointer(path: &[String]) -> String {
    path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}
