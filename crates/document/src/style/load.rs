//! Reading a sheet's JSON together with the sheets it extends.

use serde_json::Value;

use super::StyleError;

/// How many sheets may extend each other; a longer chain is a mistake or a circle.
const MAX_DEPTH: usize = 8;

/// One sheet's JSON over the JSON of the sheet it extends.
pub(super) fn read_merged(
    name: &str,
    source: &dyn Fn(&str) -> Option<String>,
    depth: usize,
) -> Result<Value, StyleError> {
    if depth >= MAX_DEPTH {
        return Err(StyleError::TooDeep(name.to_owned()));
    }
    let text = source(name).ok_or_else(|| StyleError::Unknown(name.to_owned()))?;
    let malformed = |reason: String| StyleError::Malformed { name: name.to_owned(), reason };
    let mut own: Value = serde_json::from_str(&text).map_err(|e| malformed(e.to_string()))?;
    let extends = own.as_object_mut().and_then(|map| map.remove("extends"));
    match extends {
        None => Ok(own),
        Some(Value::String(base)) => {
            let mut merged = read_merged(&base, source, depth + 1)?;
            overlay(&mut merged, own);
            Ok(merged)
        }
        Some(_) => Err(malformed("`extends` is not a name".to_owned())),
    }
}

/// Puts `over` on `base`: objects key by key, everything else whole.
fn overlay(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                match base.get_mut(&key) {
                    Some(slot) => overlay(slot, value),
                    None => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (slot, value) => *slot = value,
    }
}
