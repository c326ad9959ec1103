//! Facts about units that the office sets (年度内被巡视、上年反馈问题数), written as lines of names.
//!
//! One line is a unit, for counts followed by a number: `金属所 3`. The line 全部 means every unit. What the office typed is
//! kept as typed; lines that name no unit are shown to it, never dropped.

use std::collections::BTreeMap;

use form::ProfileField;
use ledger::{Book, EntryId, Round};
use serde_json::Value;

/// The word for every unit.
const ALL: &str = "全部";

/// The facts of a round's catalogue that the office sets.
pub(crate) fn set_by_office(pack: &templates::Pack, round: &Round) -> Vec<ProfileField> {
    let catalogue = crate::forms::catalogue(pack, Some(round));
    let fields = catalogue.map(|catalogue| catalogue.profile_fields).unwrap_or_default();
    fields.into_iter().filter(|field| field.set_by.as_deref() == Some("office")).collect()
}

/// What one text says: the fact's value by unit, and the lines that name no unit.
pub(crate) fn read(
    book: &Book,
    round: &Round,
    kind: &str,
    text: &str,
) -> (BTreeMap<EntryId, Value>, Vec<String>) {
    let units = book.units_in(round);
    let (mut values, mut unknown) = (BTreeMap::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = split(line, kind);
        let named = units.iter().filter(|(_, u)| {
            name == ALL || [&u.short_name, &u.name, &u.party_name].iter().any(|n| *n == name)
        });
        let before = values.len();
        values.extend(named.map(|(id, _)| ((*id).clone(), value.clone())));
        if values.len() == before {
            unknown.push(line.to_owned());
        }
    }
    (values, unknown)
}

/// A line's unit and value: 是 for facts of yes or no, the number behind the name (1 without one) for counts.
fn split<'a>(line: &'a str, kind: &str) -> (&'a str, Value) {
    if kind != "int" {
        return (line, Value::from("是"));
    }
    let (name, number) = line.rsplit_once([' ', '\t', '　', '：', ':', '，', ',']).unwrap_or((line, ""));
    match number.trim().parse::<u32>() {
        Ok(number) => (name.trim(), Value::from(number)),
        Err(_) => (line, Value::from(1)),
    }
}

/// Writes a text and what it says into the round.
pub(crate) fn write(book: &Book, round: &mut Round, key: &str, kind: &str, text: &str) {
    let (values, _) = read(book, round, kind, text);
    for facts in round.facts.values_mut() {
        facts.remove(key);
    }
    for (unit, value) in values {
        round.facts.entry(unit).or_default().insert(key.to_owned(), value);
    }
    round.facts.retain(|_, facts| !facts.is_empty());
    round.fact_texts.insert(key.to_owned(), text.to_owned());
}

/// Facts as the lines that would say them.
pub(crate) fn texts<'a>(
    units: impl Iterator<Item = (&'a EntryId, &'a str)>,
    facts: &BTreeMap<EntryId, BTreeMap<String, Value>>,
) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (id, name) in units {
        for (key, value) in facts.get(id).into_iter().flatten() {
            let line = match value.as_u64() {
                Some(0) => continue,
                Some(count) => format!("{name} {count}\n"),
                None if value == "是" => format!("{name}\n"),
                None => continue,
            };
            texts.entry(key.clone()).or_default().push_str(&line);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::{Content, Unit};

    fn book() -> (Book, Round) {
        let mut book = Book::default();
        for (id, name) in [("unit-1", "金属所"), ("unit-2", "海洋所")] {
            let unit = Unit { short_name: name.to_owned(), ..Unit::default() };
            let change = ledger::Change::Put { id: id.into(), content: Box::new(Content::Unit(unit)) };
            let edit = book.edit(String::new(), change);
            book.apply(&edit).unwrap();
        }
        (book, Round::default())
    }

    #[test]
    fn a_line_names_a_unit_and_its_count() {
        let (book, mut round) = book();
        write(&book, &mut round, "prior_findings", "int", "金属所 3\n海洋所：2\n");
        assert_eq!(round.facts[&"unit-1".into()]["prior_findings"], 3);
        assert_eq!(round.facts[&"unit-2".into()]["prior_findings"], 2);
        write(&book, &mut round, "prior_findings", "int", "海洋所 5");
        assert!(!round.facts.contains_key(&"unit-1".into()));
    }

    #[test]
    fn a_line_that_names_nobody_is_shown_and_kept() {
        let (book, mut round) = book();
        let (values, unknown) = read(&book, &round, "bool", "全部\n不存在所");
        assert_eq!((values.len(), unknown), (2, vec!["不存在所".to_owned()]));
        write(&book, &mut round, "inspected", "bool", "不存在所");
        assert_eq!(round.fact_texts["inspected"], "不存在所");
    }
}
