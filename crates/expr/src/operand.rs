//! A value as expressions read it, converted from JSON once and cheap to copy.

use minijinja::Value;
use minijinja::value::Serde;
use serde_json::Value as Json;

/// A value inside the language. Blank (`null`) is `none`, which is falsy and sorts below everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand(pub(crate) Value);

impl Operand {
    /// The blank.
    #[must_use]
    pub fn blank() -> Self {
        Self(Value::from(()))
    }

    /// Whether this counts as "nothing entered": null, empty text, empty list.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        crate::filters::is_blank(&self.0)
    }

    /// Whether a condition with this result holds.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.0.is_true()
    }

    /// As JSON. Whole floating-point numbers become integers, undefined values and functions become null.
    #[must_use]
    pub fn to_json(&self) -> Json {
        tidy(serde_json::to_value(&self.0).unwrap_or(Json::Null))
    }
}

impl From<&Json> for Operand {
    fn from(json: &Json) -> Self {
        Self(Value::from(Serde(json)))
    }
}

/// Two calculations of the same number must store the same JSON: 100.0 and 100 are one value.
fn tidy(json: Json) -> Json {
    match json {
        Json::Number(number) => whole(&number).map_or(Json::Number(number), Json::from),
        Json::Array(items) => items.into_iter().map(tidy).collect(),
        Json::Object(entries) => entries.into_iter().map(|(key, value)| (key, tidy(value))).collect(),
        Json::Null | Json::Bool(_) | Json::String(_) => json,
    }
}

/// The integer a float stands for exactly, if any.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() < 9.0e15).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_survives_the_language() {
        for json in [json!(null), json!("是"), json!(4), json!(94.5), json!([{"name": "甲", "n": [1, 2]}])]
        {
            assert_eq!(Operand::from(&json).to_json(), json);
        }
        assert_eq!(Operand::from(&json!(100.0)).to_json(), json!(100));
    }

    #[test]
    fn blank_is_null_empty_text_and_empty_list_but_not_zero() {
        for blank in [json!(null), json!(""), json!([])] {
            assert!(Operand::from(&blank).is_blank(), "{blank}");
        }
        for filled in [json!(0), json!(false), json!("否"), json!(["a"])] {
            assert!(!Operand::from(&filled).is_blank(), "{filled}");
        }
    }
}
