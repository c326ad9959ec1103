//! What "nothing entered" means, said once: expressions, checks, progress and output all ask here.

use serde_json::Value as Json;

/// Null, text of nothing but white space and characters that show nothing, a list of nothing but blanks, a row of nothing but blanks.
/// Zero and 否 are answers.
#[must_use]
pub fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(_) | Json::Number(_) => false,
        Json::String(text) => expr::says_nothing(text),
        Json::Array(items) => items.iter().all(is_blank),
        Json::Object(cells) => cells.values().all(is_blank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn zero_and_no_are_answers() {
        for blank in [
            json!(null),
            json!(" \u{3000}\n"),
            json!("\u{200b}\u{feff}"),
            json!("\u{3164}"),
            json!([]),
            json!([{}, {"a": ""}]),
            json!({}),
        ] {
            assert!(is_blank(&blank), "{blank}");
        }
        for answer in [json!(0), json!(false), json!("否"), json!([{"a": 0}])] {
            assert!(!is_blank(&answer), "{answer}");
        }
    }
}
