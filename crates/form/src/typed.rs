//! From what is stored to what the field's kind means, or why it can't.

use expr::Date;
use serde_json::Value as Json;

use crate::{Code, Field, Kind, MAX_ROWS};

/// Texts longer than this are refused whatever the form says; a report has some thousand characters.
const MAX_TEXT: usize = 20_000;

/// Number of characters (字): white space does not count, nor does what shows nothing.
#[must_use]
pub fn character_count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace() && !expr::invisible(*c)).count()
}

/// The value in its canonical form. Numbers may come as text, the way a text box holds them.
///
/// `choices` are the options in force; `None` accepts any text.
pub(crate) fn typed(field: &Field, choices: Option<&[String]>, stored: &Json) -> Result<Json, Code> {
    match field.kind {
        Kind::Text => text(stored),
        Kind::Number => number(field, stored),
        Kind::Date => {
            let day = plain(stored.as_str().ok_or(Code::WrongType)?);
            day.parse::<Date>().map(|day| Json::from(day.to_string())).map_err(|_| Code::NotADate)
        }
        Kind::Time => {
            let time = plain(stored.as_str().ok_or(Code::WrongType)?);
            if is_time(&time) { Ok(Json::from(time)) } else { Err(Code::NotATime) }
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

fn number(field: &Field, stored: &Json) -> Result<Json, Code> {
    match stored {
        Json::Number(_) => Ok(stored.clone()),
        Json::String(text) => {
            let text = digits_of(field, text).ok_or(Code::NotANumber)?;
            if let Ok(whole) = text.parse::<i64>() {
                return Ok(Json::from(whole));
            }
            let parsed = text.parse::<f64>().ok().filter(|number| number.is_finite());
            parsed.map(Json::from).ok_or(Code::NotANumber)
        }
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(Code::WrongType),
    }
}

/// The number as Rust reads it: of what people write, full-width digits, marks between thousands, a sign and the field's own
/// unit behind it are understood. `None` when anything else stands there.
fn digits_of(field: &Field, text: &str) -> Option<String> {
    let text = plain(text);
    let unit = plain(field.unit.as_deref().unwrap_or_default());
    let bare = text.strip_suffix(unit.as_str()).unwrap_or(&text).trim_end();
    let (sign, bare) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let mut groups = whole.split([',', ' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let first = groups.next().filter(|first| digits(first))?;
    let mut joined = format!("{sign}{first}");
    for group in groups {
        if first.is_empty() || group.len() != 3 || !digits(group) {
            return None;
        }
        joined.push_str(group);
    }
    if !digits(rest) || (first.is_empty() && rest.is_empty()) {
        return None;
    }
    Some(if bare.contains('.') { format!("{joined}.{rest}") } else { joined })
}

/// What is kept of an answer that was typed: a number that is written in another way than a plain one is kept as the plain
/// one, so that it is one number everywhere. What somebody may still be typing (`1.`, `-`, `1.0`) stays as it is.
pub(crate) fn kept(field: &Field, stored: Json) -> Json {
    let Json::String(text) = &stored else { return stored };
    if field.kind != Kind::Number {
        return stored;
    }
    let (Ok(number), Some(digits)) = (number(field, &stored), digits_of(field, text)) else { return stored };
    let written = number.to_string();
    if written == digits && !unfinished(&digits) { number } else { stored }
}

/// Whether more digits may still change what the text means: `1.0` before `1.05`.
fn unfinished(digits: &str) -> bool {
    digits.contains('.') && digits.ends_with('0')
}

/// Without blanks and invisible characters at both ends, in half width: input methods write １２ and 。 where a number was
/// meant, and tables of others bring their own minus.
fn plain(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || expr::invisible(c);
    text.trim_matches(ends).chars().map(half_width).collect()
}

fn half_width(c: char) -> char {
    match c {
        '。' => '.',
        '−' | '–' | '‐' | '‑' | '﹣' => '-',
        '﹢' => '+',
        '﹪' => '%',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
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
        for (written, number) in [
            ("1,000", json!(1000)),
            ("1，000", json!(1000)),
            ("１，０００，０００", json!(1_000_000)),
            ("1,000.5", json!(1000.5)),
            ("1 000", json!(1000)),
            ("+3", json!(3)),
            ("＋3", json!(3)),
            ("−3", json!(-3)),
            ("－３", json!(-3)),
            ("–3", json!(-3)),
            ("\u{200b}3\u{feff}", json!(3)),
            (".5", json!(0.5)),
            ("1.", json!(1.0)),
        ] {
            check("number", json!(written), Ok(number));
        }
        for refused in [
            "1,00", "1,0000", ",000", "1,,000", "--3", "+-3", "3-", ".", "-", "1.5.2", "1e5", "50%", "3个",
            "٣",
        ] {
            check("number", json!(refused), Err(Code::NotANumber));
        }
        check("number", json!("三"), Err(Code::NotANumber));
        check("number", json!("inf"), Err(Code::NotANumber));
        check("number", json!([1]), Err(Code::WrongType));
        check("date", json!("2026-02-29"), Err(Code::NotADate));
        check("date", json!(20_260_101), Err(Code::WrongType));
        check("date", json!("２０２６－０１－０５"), Ok(json!("2026-01-05")));
        check("time", json!("09:30"), Ok(json!("09:30")));
        check("time", json!("０９：３０"), Ok(json!("09:30")));
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
    fn a_number_may_carry_its_own_unit() {
        let with = |unit: &str, text: &str| {
            let field: Field =
                serde_json::from_value(json!({"id": "x", "kind": "number", "label": "甲", "unit": unit}))
                    .unwrap();
            (typed(&field, None, &json!(text)), kept(&field, json!(text)))
        };
        for text in ["95%", "95％", "９５ %", "95﹪"] {
            assert_eq!(with("%", text), (Ok(json!(95)), json!(95)), "{text}");
        }
        assert_eq!(with("次", "3次"), (Ok(json!(3)), json!(3)));
        assert_eq!(with("次", "95%").0, Err(Code::NotANumber));
    }

    #[test]
    fn a_number_is_kept_plain_once_it_is_whole() {
        let field: Field =
            serde_json::from_value(json!({"id": "x", "kind": "number", "label": "甲"})).unwrap();
        for (typed, stored) in [
            (json!("12"), json!(12)),
            (json!("１２"), json!(12)),
            (json!("1，000"), json!(1000)),
            (json!("1000，000"), json!(1_000_000)),
            (json!("−3"), json!(-3)),
            (json!("1．5"), json!(1.5)),
        ] {
            assert_eq!(kept(&field, typed), stored);
        }
        // Half of a number that is still being typed, or none at all.
        for text in ["1.", "１．", "1.0", "-", "－", "-0", "007", "1，", "1，00", "四"] {
            assert_eq!(kept(&field, json!(text)), json!(text), "{text}");
        }
        let text: Field = serde_json::from_value(json!({"id": "x", "kind": "text", "label": "甲"})).unwrap();
        assert_eq!(kept(&text, json!("１２")), json!("１２"));
    }

    #[test]
    fn spaces_are_not_characters() {
        assert_eq!(character_count("已 召开\n会议\u{3000}\u{200b}"), 5);
    }
}
