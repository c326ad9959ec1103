//! Filling what a form still asks for, so that a sample record is complete whatever its form asks.

use expr::Date;
use form::{Field, Kind, Live, Path};
use serde_json::{Value, json};

use super::random::Random;
use super::texts::Texts;

/// More answers than any form needs; an end in case an answer is not accepted.
const MOST: usize = 2_000;

/// Answers whatever is required and missing: people by new names, days by `day`, choices by their first option.
pub(super) fn complete(live: &mut Live, texts: &Texts, random: &mut Random, day: Date) {
    let mut people: Vec<String> = Vec::new();
    let mut last = None;
    for _ in 0..MOST {
        let Some(path) = live.next_unanswered(None) else { return };
        // An answer that does not satisfy its own field would be asked for again and again.
        if last.as_ref() == Some(&path) {
            return;
        }
        let Some(field) = asked(live, &path) else { return };
        if field.kind == Kind::Table {
            let rows = field.min.map_or(1, |min| min.max(1.0) as usize);
            (0..rows).for_each(|_| drop(live.add_row(&path)));
            // Blank rows are still no answer: their required cells come next, the first of them by name.
            let Some(column) = field.columns.iter().find(|column| column.value.is_none()) else { return };
            for row in 0..rows {
                let value = value(column, texts, random, day, &mut people);
                live.set(&Path::cell(&path, row, &column.id).to_string(), Some(value));
            }
        } else {
            let value = value(&field, texts, random, day, &mut people);
            live.set(&path, Some(value));
        }
        last = Some(path);
    }
}

/// Makes what was counted agree with what was judged of it: 符合 is not said of fewer than were due, nor 基本符合 of as many.
pub(super) fn agree(live: &mut Live) {
    let ids: Vec<String> =
        live.sections().flat_map(|s| s.fields().collect::<Vec<_>>()).map(|f| f.field.id.clone()).collect();
    for id in ids {
        let value = |end: &str| live.field(&format!("{id}_{end}")).and_then(|field| field.value.cloned());
        let number = |end: &str| value(end).and_then(|value| value.as_f64());
        let (Some(held), Some(due)) = (number("held"), number("due")) else { continue };
        let right = match value("verdict").as_ref().and_then(Value::as_str) {
            Some("符合") if held < due => due,
            Some("基本符合") if held >= due => (due - 1.0).max(0.0),
            _ => continue,
        };
        live.set(&format!("{id}_held"), Some(json!(right)));
    }
}

/// The field or column at a path.
fn asked(live: &Live, path: &str) -> Option<Field> {
    let path: Path = path.parse().ok()?;
    let view = live.field(&path.field)?;
    match &path.cell {
        None => Some(view.field.clone()),
        Some((_, column)) => view.field.columns.iter().find(|own| own.id == *column).cloned(),
    }
}

fn value(field: &Field, texts: &Texts, random: &mut Random, day: Date, people: &mut Vec<String>) -> Value {
    match field.kind {
        Kind::Text => text(field, texts, random, people).into(),
        Kind::Number => json!(field.min.unwrap_or(0.0).max(1.0)),
        Kind::Date => json!(day),
        Kind::Time => json!("09:30"),
        Kind::Choice => field.choices.first().map(|choice| json!(choice)).unwrap_or_default(),
        Kind::Choices => json!(field.choices.iter().take(2).collect::<Vec<_>>()),
        Kind::Table | Kind::Group => Value::Null,
    }
}

fn text(field: &Field, texts: &Texts, random: &mut Random, people: &mut Vec<String>) -> String {
    let names_somebody = field.appearance.as_deref() == Some("person") || field.id == "name";
    if names_somebody {
        let mut name = texts.person(random);
        while people.contains(&name) && people.len() < MOST {
            name = texts.person(random);
        }
        people.push(name.clone());
        return name;
    }
    let stock = texts.opinions.first().cloned().unwrap_or_default();
    if field.appearance.as_deref() == Some("long") || field.min_length.is_some() {
        return stock.repeat(field.min_length.unwrap_or(1) / form::character_count(&stock).max(1) + 1);
    }
    texts.departments.first().cloned().unwrap_or_default()
}
