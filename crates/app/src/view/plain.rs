//! A record whose form cannot be shown, as a plain table: whatever a later version asked, what was answered can be read.

use ledger::{Content, Record};
use serde_json::Value;
use templates::{text, text_with};

use super::lists::day_in_words;
use super::versions::part_name;
use super::visible;
use crate::state::State;

/// Rows of a table told in one text; a file may bring thousands.
const ROWS: usize = 50;

/// What a record says, by what it is called as far as that is known.
pub(super) fn plain(state: &State, record: &Record) -> Vec<(String, String)> {
    let content = Content::Record(record.clone());
    let answer = |(field, value): (&String, &Value)| {
        (visible(&part_name(state, &content, &format!("answers.{field}"))), words(value))
    };
    let head = [
        (text("register.number"), visible(&record.number)),
        (text("register.unit"), state.unit_name(&record.unit)),
        (text("settle.submitted_on"), day_in_words(&record.submitted_on)),
    ];
    let head = head.into_iter().filter(|(_, value)| !value.is_empty());
    head.map(|(label, value)| (label.to_owned(), value)).chain(record.answers.iter().map(answer)).collect()
}

/// A value of whatever shape, rows one below the other.
fn words(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let mut rows: Vec<String> = items.iter().take(ROWS).map(words).collect();
            if items.len() > ROWS {
                rows.push(text_with("field.rows_in_all", &[("count", &items.len().to_string())]));
            }
            rows.join("\n")
        }
        Value::Object(parts) => {
            let part = |(name, value): (&String, &Value)| format!("{}：{}", visible(name), words(value));
            parts.iter().map(part).collect::<Vec<_>>().join("，")
        }
        Value::String(said) => visible(&day_in_words(said)),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
