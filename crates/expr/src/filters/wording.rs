//! Words that claim a share (个别, 多数, 主要集中在): each under a condition that data give, never by default.

use minijinja::{Error, State, Value};

use super::lists::{attribute_of, items};
use super::numbers::float;
use super::text_of;

/// The phrase of the first step of the scale that holds for `part` of `whole`; a blank when there is no such share.
///
/// A step may say `count_to` (largest part), `share_from` and `share_to` (percent) and `whole_from` (smallest whole).
pub(super) fn graded(
    state: &mut State<'_, '_>,
    part: &Value,
    whole: &Value,
    scale: &Value,
) -> Result<Value, Error> {
    let Some((part, whole)) =
        float(part).zip(float(whole)).filter(|(part, whole)| 0.0 < *part && part <= whole)
    else {
        return Ok(Value::from(()));
    };
    let share = part / whole * 100.0;
    let holds = |step: &Value| {
        let limit = |name: &str| step.get_attr(name).ok().as_ref().and_then(float);
        limit("count_to").is_none_or(|most| part <= most)
            && limit("share_from").is_none_or(|least| share >= least)
            && limit("share_to").is_none_or(|most| share <= most)
            && limit("whole_from").is_none_or(|least| whole >= least)
    };
    let step = items(state, scale)?.into_iter().find(holds);
    Ok(step.map_or_else(|| Value::from(()), |step| attribute_of(&step, Some("phrase"))))
}

/// A name as documents give it: the first rule whose `short` form begins it puts the `full` form in its place.
pub(super) fn organ(state: &mut State<'_, '_>, name: &Value, rules: &Value) -> Result<String, Error> {
    let name = text_of(name);
    let form = |rule: &Value, which: &str| text_of(&attribute_of(rule, Some(which)));
    let full = items(state, rules)?.iter().find_map(|rule| {
        let short = Some(form(rule, "short")).filter(|short| !short.is_empty())?;
        name.trim().strip_prefix(short.as_str()).map(|rest| format!("{}{rest}", form(rule, "full")))
    });
    Ok(full.unwrap_or(name))
}

/// Whether a text has one of some words in it; a blank has none.
pub(super) fn mentions(state: &mut State<'_, '_>, text: &Value, words: &Value) -> Result<bool, Error> {
    let text = text_of(text);
    Ok(items(state, words)?.iter().map(text_of).any(|word| !word.is_empty() && text.contains(&word)))
}

/// The rows that carry most of a total, greatest first; none when no few rows stand out.
///
/// The rule says at least which total is worth a word (`total_from`), how many rows may lead at most (`most`) and which
/// share of the total in percent they carry together (`share_from`). Rows lead only when each has more than any other.
pub(super) fn leading(
    state: &mut State<'_, '_>,
    rows: &Value,
    attribute: &str,
    rule: &Value,
) -> Result<Value, Error> {
    let limit =
        |name: &str, otherwise: f64| rule.get_attr(name).ok().as_ref().and_then(float).unwrap_or(otherwise);
    let amount = |row: &Value| float(&attribute_of(row, Some(attribute))).unwrap_or(0.0);
    let mut rows = items(state, rows)?;
    rows.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
    let total: f64 = rows.iter().map(amount).sum();
    let nobody = Ok(Value::from(Vec::<Value>::new()));
    if total < limit("total_from", 1.0) {
        return nobody;
    }
    let mut carried = 0.0;
    for at in 0..rows.len() {
        let Some((own, next)) = rows.get(at).map(amount).zip(rows.get(at + 1).map(amount)) else {
            return nobody;
        };
        carried += own;
        if (at + 1) as f64 > limit("most", 1.0) {
            return nobody;
        }
        if own > next && carried / total * 100.0 >= limit("share_from", 50.0) {
            rows.truncate(at + 1);
            return Ok(Value::from(rows));
        }
    }
    nobody
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::{Engine, Expression};

    fn check(source: &str, expect: &Json) {
        let data = json!({
            "scale": [
                {"phrase": "均", "share_from": 100, "whole_from": 2},
                {"phrase": "个别", "count_to": 2, "share_to": 10},
                {"phrase": "有的", "share_to": 50},
                {"phrase": "多数", "whole_from": 3},
            ],
            "rule": {"most": 2, "share_from": 60, "total_from": 5},
            "clear": [{"name": "甲", "n": 1}, {"name": "乙", "n": 8}, {"name": "丙", "n": 3}, {"name": "丁", "n": 1}],
            "tied": [{"name": "甲", "n": 4}, {"name": "乙", "n": 4}, {"name": "丙", "n": 4}, {"name": "丁", "n": 4}],
            "few": [{"name": "甲", "n": 3}, {"name": "乙", "n": 1}],
            "organs": [{"short": "院党建办", "full": "中国科学院党建办公室"}, {"short": "", "full": "甲"}],
            "marks": ["未", ""],
            "even": [{"name": "甲", "n": 4}, {"name": "乙", "n": 3}, {"name": "丙", "n": 3}, {"name": "丁", "n": 2}],
        });
        let result = Expression::parse(&Engine::new(), source).and_then(|expression| expression.eval(&data));
        assert_eq!(result.as_ref(), Ok(expect), "{source}");
    }

    #[test]
    fn a_short_name_stands_in_full_and_another_as_it_is() {
        check("'院党建办主任'|organ(organs)", &json!("中国科学院党建办公室主任"));
        check("'示例院党建办'|organ(organs)", &json!("示例院党建办"));
        check("none|organ(organs)", &json!(""));
        check("'院党建办'|organ(none)", &json!("院党建办"));
    }

    #[test]
    fn a_text_mentions_a_word_or_none() {
        check("'5项未完成'|mentions(marks)", &json!(true));
        check("'全部完成'|mentions(marks)", &json!(false));
        check("none|mentions(marks)", &json!(false));
    }

    #[test]
    fn a_share_has_the_word_of_the_step_that_holds() {
        for (part, whole, word) in [
            (1, 30, json!("个别")),
            (3, 30, json!("有的")),
            (9, 13, json!("多数")),
            (13, 13, json!("均")),
            (1, 1, json!(null)),
            (0, 13, json!(null)),
            (14, 13, json!(null)),
        ] {
            check(&format!("{part}|graded({whole}, scale)"), &word);
        }
        check("none|graded(3, scale)", &json!(null));
        check("3|graded(none, scale)", &json!(null));
        check("3|graded(30, none)", &json!(null));
    }

    #[test]
    fn rows_lead_only_when_they_stand_out() {
        check("clear|leading('n', rule)|map(attribute='name')|list", &json!(["乙"]));
        for rows in ["tied", "few", "even", "none", "[]"] {
            check(&format!("{rows}|leading('n', rule)|list"), &json!([]));
        }
    }
}
