//! Refreshing: a letter follows its data and keeps what its writer changed.

use document::text::widths_in_words;
use ledger::Letter;
use serde_json::Value;

/// Head keys that say when, not what: another day alone makes no draft outdated.
const DAYS: [&str; 2] = ["dated", "printed"];

/// Brings a letter up to date with a new composition and keeps the user's own edits (three-way merge by lines for the
/// text; for the head, a key the user changed stays). Returns whether every edit found its place; where an edit and the new
/// text touch the same lines, the user's lines stay.
pub fn refresh(letter: &mut Letter, composed: templates::Composed) -> bool {
    // Drafts of earlier versions have the widths of columns as dashes.
    for text in [&mut letter.text, &mut letter.composed] {
        *text = widths_in_words(text);
    }
    let kept = if letter.text == letter.composed {
        letter.text.clone_from(&composed.text);
        true
    } else {
        match diffy::merge(&letter.composed, &letter.text, &composed.text) {
            Ok(merged) => {
                letter.text = merged;
                true
            }
            Err(_) => letter.composed == composed.text,
        }
    };
    if kept {
        letter.composed = composed.text;
    }
    for (key, value) in composed.head {
        let untouched = letter.head.get(&key).is_none_or(blank)
            || letter.composed_head.get(&key) == letter.head.get(&key);
        if untouched {
            letter.head.insert(key.clone(), value.clone());
        }
        letter.composed_head.insert(key, value);
    }
    kept
}

fn blank(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.is_empty()) || value.is_null()
}

/// Whether a new composition says something else than the one the letter was made from.
pub(crate) fn differs(letter: &Letter, composed: &templates::Composed) -> bool {
    let says = |head: &serde_json::Map<String, Value>| -> Vec<(String, Value)> {
        let kept = head.iter().filter(|(key, _)| !DAYS.contains(&key.as_str()));
        kept.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    widths_in_words(&letter.composed) != composed.text || says(&letter.composed_head) != says(&composed.head)
}
