//! The words on screen: `templates/terms/zh.json`, one flat list of keys.

use std::collections::BTreeMap;
use std::sync::OnceLock;

fn terms() -> &'static BTreeMap<String, String> {
    static TERMS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TERMS.get_or_init(|| {
        let json = crate::file("terms/zh.json").unwrap_or("{}");
        serde_json::from_str(json).unwrap_or_default()
    })
}

/// The text for a key. An unknown key shows itself, which a test over the sources never lets happen.
#[must_use]
pub fn text(key: &'static str) -> &'static str {
    terms().get(key).map_or(key, String::as_str)
}

/// The text for a key with its `{name}` places filled in.
#[must_use]
pub fn text_with(key: &'static str, facts: &[(&str, &str)]) -> String {
    facts.iter().fold(text(key).to_owned(), |text, (name, fact)| text.replace(&format!("{{{name}}}"), fact))
}
