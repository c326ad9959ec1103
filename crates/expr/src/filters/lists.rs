//! Lists of rows: sums, counts and groups that take blanks in their stride.

use std::collections::BTreeMap;

use minijinja::value::Rest;
use minijinja::{Error, State, Value};

use super::numbers::float;
use super::text_of;
use crate::Operand;
use crate::series::Values;

/// The sum of the numbers, of each row's attribute if one is named; blanks and text count nothing.
pub(super) fn sum(state: &mut State<'_, '_>, list: &Value, attribute: Option<&str>) -> Result<Value, Error> {
    let total = match known(list).filter(|_| attribute.is_none()) {
        Some(series) => series.sum(),
        None => {
            items(state, list)?.iter().map(|item| float(&attribute_of(item, attribute)).unwrap_or(0.0)).sum()
        }
    };
    // Sums of whole numbers stay whole.
    let whole = total.fract() == 0.0 && total.abs() < 9.0e15;
    Ok(if whole { Value::from(total as i64) } else { Value::from(total) })
}

/// How many of a list are not blank; with words behind it, how many are one of them.
pub(super) fn count(state: &mut State<'_, '_>, list: &Value, words: Rest<Value>) -> Result<usize, Error> {
    if let Some(series) = known(list) {
        let times = || distinct(&words).map(|word| series.times(word)).sum();
        return Ok(if words.is_empty() { series.filled() } else { times() });
    }
    let counts = |item: &Value| !is_blank(item) && (words.is_empty() || words.contains(item));
    Ok(items(state, list)?.iter().filter(|item| counts(item)).count())
}

/// Whether one of a list is not blank; with words, whether one of them stands there.
pub(super) fn any(state: &mut State<'_, '_>, list: &Value, words: Rest<Value>) -> Result<bool, Error> {
    Ok(count(state, list, words)? > 0)
}

/// Whether none of a list is blank; with words, whether nothing but these stands there, blanks apart.
pub(super) fn all(state: &mut State<'_, '_>, list: &Value, words: Rest<Value>) -> Result<bool, Error> {
    let filled = count(state, list, Rest(Vec::new()))?;
    let wanted = if words.is_empty() { list.len().unwrap_or_default() } else { filled };
    Ok(if words.is_empty() { filled == wanted } else { count(state, list, words)? == wanted })
}

/// Each word once.
fn distinct(words: &[Value]) -> impl Iterator<Item = &Value> {
    let earlier = |place: usize, word: &Value| words.iter().take(place).any(|other| other == word);
    words.iter().enumerate().filter(move |(place, word)| !earlier(*place, word)).map(|(_, word)| word)
}

/// What a series knows of its values; `None` for any other list.
fn known(list: &Value) -> Option<&Values> {
    list.downcast_object_ref::<Values>()
}

/// Nothing, an empty text, an empty list.
pub(crate) fn is_blank(value: &Value) -> bool {
    value.is_none() || value.is_undefined() || value.len() == Some(0)
}

/// How many rows have this value in this attribute (or contain it, where the attribute is a list).
pub(super) fn count_by(
    state: &mut State<'_, '_>,
    list: &Value,
    attribute: &str,
    wanted: &Value,
) -> Result<usize, Error> {
    let mut count = 0;
    for item in items(state, list)? {
        let found = attribute_of(&item, Some(attribute));
        let inside =
            found.as_str().is_none() && found.try_iter().is_ok_and(|mut all| all.any(|one| one == *wanted));
        count += usize::from(found == *wanted || inside);
    }
    Ok(count)
}

/// Groups as `groupby` does (`grouper`, `list`), but in order of first appearance.
pub(super) fn group_by_order(
    state: &mut State<'_, '_>,
    list: &Value,
    attribute: &str,
) -> Result<Value, Error> {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    let mut places = BTreeMap::new();
    for item in items(state, list)? {
        let key = attribute_of(&item, Some(attribute));
        let place = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, members)) => members.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    let group = |(key, members)| Value::from_pairs([("grouper", key), ("list", Value::from(members))]);
    Ok(groups.into_iter().map(group).collect::<Vec<_>>().into())
}

/// How many rows have each value in an attribute: `name` and `count`, the greatest first. Equal counts stand in the order of a
/// list, the others by name.
pub(super) fn tally(
    state: &mut State<'_, '_>,
    list: &Value,
    attribute: &str,
    order: Option<&Value>,
) -> Result<Value, Error> {
    let order = order.map(|order| items(state, order)).transpose()?.unwrap_or_default();
    let mut counts: BTreeMap<Value, usize> = BTreeMap::new();
    for item in items(state, list)? {
        *counts.entry(attribute_of(&item, Some(attribute))).or_default() += 1;
    }
    let mut rows: Vec<(Value, usize)> = counts.into_iter().collect();
    let place = |name: &Value| order.iter().position(|own| own == name).unwrap_or(order.len());
    rows.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), place(name)));
    let row = |(name, count)| Value::from_pairs([("name", name), ("count", Value::from(count))]);
    Ok(rows.into_iter().map(row).collect::<Vec<_>>().into())
}

/// The items, or their attribute, joined by 、 and without the blank ones.
pub(super) fn join_cn(
    state: &mut State<'_, '_>,
    list: &Value,
    attribute: Option<&str>,
) -> Result<String, Error> {
    if list.as_str().is_some() {
        return Ok(text_of(list));
    }
    let mut out = Vec::new();
    for item in items(state, list)? {
        let text = text_of(&attribute_of(&item, attribute));
        if !text.is_empty() {
            out.push(text);
        }
    }
    Ok(out.join("、"))
}

/// What speaks of a thing of the book, of one kind; nothing speaks of anything else.
pub(super) fn linked_from(it: &Value, kind: &str) -> Value {
    Operand::list(Operand(it.clone()).linked_from(kind)).0
}

/// What things answer under several names, each with the same end: `records|parts(['a01_01', 'a01_02'], '_verdict')`. Blanks are
/// left out.
pub(super) fn parts(
    state: &mut State<'_, '_>,
    things: &Value,
    names: &Value,
    end: Option<&str>,
) -> Result<Value, Error> {
    let (things, names) = (items(state, things)?, items(state, names)?);
    let mut found = Vec::new();
    for name in &names {
        let name = format!("{}{}", text_of(name), end.unwrap_or_default());
        found.extend(
            things.iter().map(|thing| attribute_of(thing, Some(&name))).filter(|part| !is_blank(part)),
        );
    }
    Ok(Value::from(found))
}

/// The place of a value in a list, from 0; behind the last one when it is not there.
pub(super) fn position(state: &mut State<'_, '_>, value: &Value, list: &Value) -> Result<usize, Error> {
    let all = items(state, list)?;
    Ok(all.iter().position(|one| one == value).unwrap_or(all.len()))
}

/// The items of a list, none of a blank, charged to the template's fuel: MiniJinja's own `list` does that, a plain iteration would be free.
pub(super) fn items(state: &mut State<'_, '_>, list: &Value) -> Result<Vec<Value>, Error> {
    if list.is_none() || list.is_undefined() {
        return Ok(Vec::new());
    }
    Ok(state.apply_filter("list", std::slice::from_ref(list))?.try_iter()?.collect())
}

/// An item's attribute if one is named, else the item itself; a blank when it lacks it.
pub(super) fn attribute_of(item: &Value, attribute: Option<&str>) -> Value {
    match attribute {
        Some(attribute) => item.get_attr(attribute).unwrap_or_default(),
        None => item.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::{Engine, Expression};

    fn check(source: &str, expect: &Json) {
        let data = json!({"blank": null, "one": "单个", "rows": [
            {"area": "乙", "n": 1, "tags": ["x"]}, {"area": "甲", "n": 2.5}, {"area": "乙", "n": null}, {},
        ]});
        let result = Expression::parse(&Engine::new(), source).and_then(|expression| expression.eval(&data));
        assert_eq!(result.as_ref(), Ok(expect), "{source}");
    }

    #[test]
    fn blanks_never_break_a_list() {
        check("rows|sum('n')", &json!(3.5));
        check("blank|sum", &json!(0));
        check("[1, 2]|sum", &json!(3));
        check("rows|count_by('area', '乙')", &json!(2));
        check("count_by(rows, 'tags', 'x')", &json!(1));
        check("rows|join_cn('area')", &json!("乙、甲、乙"));
        check("one|join_cn", &json!("单个"));
    }

    #[test]
    fn what_is_blank_is_not_counted() {
        check("['是', none, '', '否', '是']|count", &json!(3));
        check("['是', none, '', '否', '是']|count('是', '是')", &json!(2));
        check("[0, false]|count", &json!(2));
        check("blank|count", &json!(0));
        check("rows|count", &json!(3));
        check("[none, '否']|any('是')", &json!(false));
        check("[none, '是']|all", &json!(false));
        check("[none, '是']|all('是')", &json!(true));
        check("blank|all", &json!(true));
        check("'乙'|position(['甲', '乙'])", &json!(1));
        check("'丙'|position(['甲', '乙'])", &json!(2));
        check("one|linked_from('x')|count", &json!(0));
        check("rows|parts(['ar', 'x'], 'ea')", &json!(["乙", "甲", "乙"]));
    }

    #[test]
    fn counts_are_ranked_and_equal_ones_stand_in_a_given_order() {
        let names = |order| format!("rows|tally('area'{order})|map(attribute='name')|list");
        check(&names(""), &json!(["乙", null, "甲"]));
        check(&names(", ['甲', none]"), &json!(["乙", "甲", null]));
        check("(rows|tally('area'))[0].count", &json!(2));
        check("blank|tally('area')", &json!([]));
    }

    #[test]
    fn groups_keep_the_order_of_first_appearance() {
        check("(rows|group_by_order('area'))|map(attribute='grouper')|list", &json!(["乙", "甲", null]));
        check("(rows|group_by_order('area'))[0].list|length", &json!(2));
    }
}
