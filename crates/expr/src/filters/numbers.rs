//! Numbers as documents write them.

use minijinja::Value;

use super::text_of;

/// Digits and places of Chinese numerals below ten thousand.
const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const PLACES: [(i64, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];

/// 1 → 一, 10 → 十, 11 → 十一, 110 → 一百一十, up to 9999; anything else prints as it is.
pub(super) fn cn(value: &Value) -> Value {
    match value.as_i64() {
        // A numeral opens headings where a template puts it there, as a number does.
        Some(number @ 0..=9999) => Value::from_safe_string(chinese(number)),
        Some(_) | None => Value::from(text_of(value)),
    }
}

fn chinese(number: i64) -> String {
    let digit = |n: i64| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default();
    if number == 0 {
        return digit(0).to_owned();
    }
    let mut out = String::new();
    let mut gap = false;
    for (place, name) in PLACES {
        let n = number / place % 10;
        if n == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push_str(digit(0));
            gap = false;
        }
        // 10 to 19 are 十 to 十九, not 一十.
        if !(n == 1 && place == 10 && number < 20) {
            out.push_str(digit(n));
        }
        out.push_str(name);
    }
    out
}

/// A number without a trailing `.0` and without grouping; not a number: as it is.
pub(super) fn number(value: &Value) -> String {
    text_of(value)
}

/// `percent(17, 18)` → `94.4%`; `—` when there is nothing to divide by.
pub(super) fn percent(part: &Value, whole: &Value) -> String {
    match (float(part), float(whole)) {
        (Some(part), Some(whole)) if whole != 0.0 => {
            format!("{}%", shortest((part / whole * 1000.0).round() / 10.0))
        }
        _ => "—".to_owned(),
    }
}

/// `92|decimals(1)` → `92.0`: a number with so many digits behind its point, six at most; a blank stays blank.
pub(super) fn decimals(value: &Value, digits: usize) -> String {
    float(value).map_or_else(|| text_of(value), |number| format!("{number:.*}", digits.min(6)))
}

/// `12|quantity('个')` → `12个`; a blank stays blank.
pub(super) fn quantity(value: &Value, unit: &str) -> String {
    let number = text_of(value);
    if number.is_empty() { number } else { format!("{number}{unit}") }
}

/// The value as a float, if it is a number and finite.
pub(crate) fn float(value: &Value) -> Option<f64> {
    if !value.is_number() {
        return None;
    }
    f64::try_from(value.clone()).ok().filter(|number| number.is_finite())
}

/// A number with the fewest digits that mean it: 4.0 → 4, 94.50 → 94.5.
pub(crate) fn plain_number(value: &Value) -> String {
    match float(value).filter(|_| !value.is_integer()) {
        Some(number) => shortest(number),
        None => value.to_string(),
    }
}

fn shortest(number: f64) -> String {
    // Sums of tenths carry dust in the sixteenth digit which no reader wants to see.
    let rounded = (number * 1e9).round() / 1e9;
    let number = if rounded.is_finite() && rounded != 0.0 { rounded } else { number };
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_as_headings_want_them() {
        let check = |n: i64, expect: &str| assert_eq!(cn(&Value::from(n)), Value::from(expect));
        for (n, expect) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (21, "二十一"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1010, "一千零一十"),
            (1001, "一千零一"),
            (9999, "九千九百九十九"),
            (10000, "10000"),
            (-1, "-1"),
        ] {
            check(n, expect);
        }
        assert_eq!(cn(&Value::from(())), Value::from(""));
    }

    #[test]
    fn shares_and_numbers_carry_no_dust() {
        let percent = |a: i64, b: i64| percent(&Value::from(a), &Value::from(b));
        assert_eq!(
            (percent(17, 18), percent(3, 3), percent(1, 0)),
            ("94.4%".into(), "100%".into(), "—".into())
        );
        assert_eq!(number(&Value::from(0.1 + 0.2)), "0.3");
        assert_eq!(number(&Value::from(4.0)), "4");
        assert_eq!(decimals(&Value::from(92), 1), "92.0");
        assert_eq!(decimals(&Value::from(()), 1), "");
        assert_eq!(quantity(&Value::from(12), "个"), "12个");
        assert_eq!(quantity(&Value::from(()), "个"), "");
    }
}
