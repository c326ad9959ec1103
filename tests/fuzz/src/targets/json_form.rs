//! JSON within limits, and a form definition: compiled, opened, filled in.

use std::collections::BTreeMap;

use exchange::json;
use form::{Answers, Catalogue, Definition, Form, MAX_FIELDS};
use serde_json::{Value, json};

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "json_form",
    run,
    seeds,
    words: &[
        "\"form\":\"x/1\"",
        "\"sections\":[",
        "\"fields\":[",
        "\"kind\":\"table\"",
        "\"kind\":\"number\"",
        "\"kind\":\"date\"",
        "\"relevant\":\"a == 'b'\"",
        "\"required\":\"a|length > 2\"",
        "\"value\":\"a + b\"",
        "\"constraint\":\"a <= today\"",
        "\"columns\":[",
        "\"default\":\"'x' * 99999\"",
        "range(99999)|list",
        "not not not ",
        "((((((((",
        "\\u0000",
        "\\ud800",
        "1e999",
        "[[[[[[[[",
        "{\"\":",
    ],
    longest: 12 << 10,
    short: 1000,
};

fn run(bytes: &[u8]) -> &'static str {
    let checked = json::check(bytes, json::DOCUMENT);
    if let Err(refusal) = checked {
        return refusal.code();
    }
    let value: Value = serde_json::from_slice(bytes).expect("what the check accepts is JSON");
    assert!(depth(&value) <= json::DOCUMENT.depth.into(), "deeper than the check says");
    if let Ok(catalogue) = serde_json::from_value::<Catalogue>(value.clone()) {
        return expanded(&catalogue);
    }
    let Ok(definition) = serde_json::from_value::<Definition>(value) else { return "json" };
    filled(definition)
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(parts) => 1 + parts.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn expanded(catalogue: &Catalogue) -> &'static str {
    let pack = templates::Pack::shipped();
    let definition = pack.form("self-check").expect("the form is shipped");
    match form::expand(&definition, catalogue, Some("院属单位党委")) {
        Ok(definition) => filled(definition),
        Err(_) => "catalogue refused",
    }
}

fn filled(definition: Definition) -> &'static str {
    let ids: Vec<String> = definition
        .sections
        .iter()
        .flat_map(|section| &section.fields)
        .map(|field| field.id.clone())
        .collect();
    let Ok(form) = Form::new(definition) else { return "definition refused" };
    assert!(ids.len() <= MAX_FIELDS, "more fields than the limit");
    let context = BTreeMap::from([("today".to_owned(), json!("2026-11-24"))]);
    let mut live = form.open(form.fresh_answers(&context), &context);
    for (number, id) in ids.iter().take(12).enumerate() {
        let values =
            [json!("甲"), json!(3), json!("2026-11-20"), json!(["甲", "乙"]), json!([{"a": 1}]), json!({})];
        live.set(id, values.get(number % values.len()).cloned());
        live.add_row(id);
        live.set(&format!("{id}.0.a"), Some(json!("x")));
    }
    let kept = serde_json::to_value(live.answers()).expect("answers can be written");
    let answers: Answers = serde_json::from_value(kept).expect("answers can be read");
    let again = form.open(answers, &context);
    assert_eq!(again.sections().count(), live.sections().count());
    "form"
}

/// A small form with every kind of rule, so that most runs are quick.
const SMALL: &str = r#"{"form":"x/1","title":"t","sections":[{"id":"s","title":"s","fields":[
{"id":"a","kind":"text","label":"a","required":true,"default":"today","max_length":9},
{"id":"b","kind":"number","label":"b","value":"c|length","min":0,"max":9},
{"id":"c","kind":"table","label":"c","relevant":"a","columns":[{"id":"a2","kind":"date","label":"x","constraint":"a2 <= today","message":"m"}]},
{"id":"d","kind":"choice","label":"d","choices":["x","y"],"caution":"d == 'x'","caution_message":"m"}]}]}"#;

fn seeds() -> Vec<Vec<u8>> {
    let mut found = vec![SMALL.as_bytes().to_vec(), SMALL.as_bytes().to_vec(), b"{}".to_vec()];
    found.extend(seeds::project("templates/forms", ".json"));
    found.extend(seeds::project("templates/catalogues", ".json"));
    found.extend(seeds::corpora("json-test-suite", ".json"));
    found
}
