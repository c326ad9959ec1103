//! From what is stored to what the field's kind means, or why it can't.

use expr::Date;
use serde_json::Value as Json;

use crate::{Code, Field, Kind, MAX_ROWS};

/// Texts longer than this are refused whatever the form says; a report has some thousand characters.
const MAX_TEXT: usize = 20_000;

/// Number of characters (字): white space does not count.
#[must_use]
pub fn character_count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The value in its canonical form. Numbers may come as text, the way a text box holds them.
///
/// `choices` are the options in force; `None` accepts any text.
pub(crate) fn typed(field: &Field, choices: Option<&[String]>, stored: &Json) -> Result<Json, Code> {
    match field.kind {
        Kind::Text => text(stored),
        Kind::Number => number(stored),
        Kind::Date => {
            let day = stored.as_str().ok_or(Code::WrongType)?.trim();
            day.parse::<Date>().map(|day| Json::from(day.to_string())).map_err(|_| Code::NotADate)
        }
        Kind::Time => {
            let time = stored.as_str().ok_or(Code::WrongType)?.trim();
            if is_time(time) { Ok(Json::from(time)) } else { Err(Code::NotATime) }
        }
        Kind::Choice => choice(stored, choices),
        Kind::Choices => {
            let taken = stored.as_array().ok_or(Code::WrongType)?;
            taken.iter().map(|one| choice(one, choices)).collect::<Result<Json, Code>>()
        }
        Kind::Table => match stored.as_array() {
            Some(rows) if rows.iter().any(|row| !row.is_object() && !row.is_null()) => Err(Code::WrongType),
            Some(rows) if rows.len() > MAX_ROWS => Err(Code::TooMany),
            Some(_) => Ok(stored.clone()),
            None => Err(Code::WrongType),
        },
        Kind::Group => Err(Code::WrongType),
    }
}

fn text(stored: &Json) -> Result<Json, Code> {
    let text = stored.as_str().ok_or(Code::WrongType)?;
    if character_count(text) > MAX_TEXT { Err(Code::TooLong) } else { Ok(Json::from(text)) }
}

fn choice(stored: &Json, choices: Option<&[String]>) -> Result<Json, Code> {
    let taken = stored.as_str().ok_or(Code::WrongType)?;
    let known = choices.is_none_or(|choices| choices.iter().any(|choice| choice == taken));
    if known { Ok(Json::from(taken)) } else { Err(Code::NotAChoice) }
}

fn number(stored: &Json) -> Result<Json, Code> {
    match stored {
        Json::Number(_) => Ok(stored.clone()),
        Json::String(text) => {
            // Input methods write １２ and 。 where a number was meant.
            let plain: String = text.trim().chars().map(half_width).collect();
            if let Ok(whole) = plain.parse::<i64>() {
                return Ok(Json::from(whole));
            }
            let digits = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
            let parsed = plain.parse::<f64>().ok().filter(|number| digits && number.is_finite());
            parsed.map(Json::from).ok_or(Code::NotANumber)
        }
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(Code::WrongType),
    }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' | '。' => '.',
        '－' => '-',
        _ => c,
    }
}

fn is_time(text: &str) -> bool {
    let part = |part: &str, below: u32| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|n: u32| n < below)
    };
    text.split_once(':').is_some_and(|(hours, minutes)| part(hours, 24) && part(minutes, 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(kind: &str, stored: Json, expect: Result<Json, Code>) {
        let field: Field =
            serde_json::from_value(json!({"id": "x", "kind": kind, "label": "甲", "choices": ["是", "否"]}))
                .unwrap();
        assert_eq!(typed(&field, Some(&field.choices), &stored), expect, "{kind} {stored}");
    }

    #[test]
    fn every_kind_knows_its_values() {
        check("number", json!("１２"), Ok(json!(12)));
        check("number", json!("3。5"), Ok(json!(3.5)));
        check("number", json!("三"), Err(Code::NotANumber));
        check("number", json!("inf"), Err(Code::NotANumber));
        check("number", json!([1]), Err(Code::WrongType));
        check("date", json!("2026-02-29"), Err(Code::NotADate));
        check("date", json!(20_260_101), Err(Code::WrongType));
        check("time", json!("09:30"), Ok(json!("09:30")));
        check("time", json!("24:00"), Err(Code::NotATime));
        check("time", json!("9:3"), Err(Code::NotATime));
        check("choice", json!("是"), Ok(json!("是")));
        check("choice", json!("不知"), Err(Code::NotAChoice));
        check("choices", json!(["是", "否"]), Ok(json!(["是", "否"])));
        check("choices", json!("是"), Err(Code::WrongType));
        check("table", json!([{}, null]), Ok(json!([{}, null])));
        check("table", json!([1]), Err(Code::WrongType));
        check("text", json!(1), Err(Code::WrongType));
    }

    #[test]
    fn spaces_are_not_characters() {
        assert_eq!(character_count("已 召开\n会议\u{3000}"), 5);
    }
}
