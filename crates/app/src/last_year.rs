//! What the same unit answered last year, offered to whoever fills in this year's form.

use std::collections::BTreeSet;

use form::{FieldView, Kind};
use ledger::Round;
use ledger::finding::says_nothing;
use serde_json::Value;

use crate::forms::OpenForm;

/// Last year's answer to a field, when it can be given again; `None` when there is none, or this year's form does not take it.
pub(crate) fn answer<'a>(field: &FieldView<'a>) -> Option<&'a Value> {
    if field.read_only() || field.field.kind == Kind::Group {
        return None;
    }
    let last = field.last_year().filter(|last| !says_nothing(last))?;
    let takes = |word: &Value| {
        let options = field.choices();
        options.is_none_or(|options| word.as_str().is_some_and(|word| options.iter().any(|o| o == word)))
    };
    let fits = match (field.field.kind, last) {
        (Kind::Choice, word) => takes(word),
        (Kind::Choices, Value::Array(words)) => words.iter().all(takes),
        (Kind::Choices, _) => false,
        _ => true,
    };
    fits.then_some(last)
}

/// Fields of a section that are asked and blank, with last year's answer: words and choices. Figures, days and lists of
/// material tell of their year and are taken over one by one only.
pub(crate) fn gaps(open: &OpenForm, section: usize) -> Vec<(String, Value)> {
    let fields = open.live.sections().nth(section).into_iter().flat_map(|section| section.fields());
    let all = fields.flat_map(|field| std::iter::once(field).chain(field.children()));
    let blank = all.filter(|field| field.relevant && field.value.is_none_or(says_nothing));
    let words = blank.filter(|field| matches!(field.field.kind, Kind::Text | Kind::Choice | Kind::Choices));
    words.filter_map(|field| Some((field.field.id.clone(), answer(&field)?.clone()))).collect()
}

/// Beginnings of the fields of items (`a01_03_`) that ask something else than last year under the same number.
pub(crate) fn asked_otherwise(now: Option<&Round>, before: Option<&Round>) -> BTreeSet<String> {
    let texts = |round: Option<&Round>| -> BTreeSet<(String, String)> {
        let catalogue = round.map(|round| &round.catalogue);
        let areas = catalogue.and_then(|catalogue| catalogue.get("areas")?.as_array()).into_iter().flatten();
        let items = areas.filter_map(|area| area.get("items")?.as_array()).flatten();
        let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
        items.filter_map(|item| Some((text(item, "id")?, text(item, "text")?))).collect()
    };
    let before = texts(before);
    let changed = texts(now).into_iter().filter(|item| !before.is_empty() && !before.contains(item));
    changed.map(|(id, _)| format!("{}_", form::item_field(&id))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_that_asks_otherwise_under_its_number_is_told() {
        let round = |items: &[(&str, &str)]| {
            let items: Vec<Value> =
                items.iter().map(|(id, text)| json!({ "id": id, "text": text })).collect();
            Round { catalogue: json!({ "areas": [{ "items": items }] }), ..Round::default() }
        };
        let before = round(&[("A01-01", "传达学习重要讲话"), ("A01-02", "年度要点分解")]);
        let now = round(&[("A01-01", "传达学习重要讲话"), ("A01-02", "专题会议次数"), ("A01-03", "新项")]);
        let told = asked_otherwise(Some(&now), Some(&before));
        assert_eq!(told.into_iter().collect::<Vec<_>>(), ["a01_02_", "a01_03_"]);
        assert!(asked_otherwise(Some(&now), None).is_empty(), "the list of last year is not there");
    }
}
