//! Reading a sheet's JSON together with the sheets it extends.

use serde_json::Value;

use super::StyleError;

/// How many sheets may extend each other; a longer chain is a mistake or a circle.
const MAX_DEPTH: usize = 8;

/// One sheet's JSON over the JSON of the sheet it extends. `profile` names an overlay for the sheet at the
/// root, so that what a format sets for itself wins over it.
pub(super) fn read_merged(
    name: &str,
    source: &dyn Fn(&str) -> Option<String>,
    profile: Option<&str>,
) -> Result<Value, StyleError> {
    read(name, source, profile, 0)
}

fn read(
    name: &str,
    source: &dyn Fn(&str) -> Option<String>,
    profile: Option<&str>,
    depth: usize,
) -> Result<Value, StyleError> {
    if depth >= MAX_DEPTH {
        return Err(StyleError::TooDeep(name.to_owned()));
    }
    let mut own = json(name, source)?;
    let extends = own.as_object_mut().and_then(|map| map.remove("extends"));
    match extends {
        None => {
            if let Some(profile) = profile {
                overlay(&mut own, json(profile, source)?);
            }
            Ok(own)
        }
        Some(Value::String(base)) => {
            let mut merged = read(&base, source, profile, depth + 1)?;
            overlay(&mut merged, own);
            Ok(merged)
        }
        Some(_) => {
            let reason = "`extends` is not a name".to_owned();
            Err(StyleError::Malformed { name: name.to_owned(), reason })
        }
    }
}

fn json(name: &str, source: &dyn Fn(&str) -> Option<String>) -> Result<Value, StyleError> {
    let text = source(name).ok_or_else(|| StyleError::Unknown(name.to_owned()))?;
    let reason =
        |e: serde_json::Error| StyleError::Malformed { name: name.to_owned(), reason: e.to_string() };
    serde_json::from_str(&text).map_err(reason)
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
