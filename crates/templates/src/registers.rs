//! Registers: lists of records of one or several kinds, each described by a file under `templates/registers/`.

use std::collections::BTreeMap;

use expr::Engine;
use form::{Definition, Field};
use ledger::kinds::Kind;
use ledger::life::cycle::Transition;
use serde::Deserialize;

/// A list of records, with what it shows of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// What people call it.
    pub title: String,
    /// What it is for; empty when the title says enough.
    #[serde(default)]
    pub about: String,
    /// What it shows, from the left.
    pub columns: Vec<Column>,
    /// What it can be narrowed by.
    #[serde(default)]
    pub filters: Vec<Shown>,
    /// How it is sorted at first; absent means in the order of the book.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// Whether records are begun beside it.
    #[serde(default)]
    pub begins: bool,
    /// The document that is drafted about several of its records together; absent means none.
    #[serde(default)]
    pub together: Option<Together>,
    /// Heading while it is empty.
    pub empty_title: String,
    /// How it comes to be filled.
    pub empty: String,
    /// The page where that is done; absent means here.
    #[serde(default)]
    pub empty_leads: Option<String>,
}

/// Something that is shown of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "String")]
pub enum Shown {
    /// 编号.
    Number,
    /// What its form is called.
    Kind,
    /// Its unit.
    Unit,
    /// The branch of its unit.
    Branch,
    /// Its round.
    Round,
    /// The day it is about.
    Day,
    /// Who wrote it first.
    Author,
    /// Where it stands.
    State,
    /// The answer to a field.
    Field(String),
}

impl From<String> for Shown {
    fn from(name: String) -> Self {
        match name.as_str() {
            "number" => Self::Number,
            "kind" => Self::Kind,
            "unit" => Self::Unit,
            "branch" => Self::Branch,
            "round" => Self::Round,
            "day" => Self::Day,
            "author" => Self::Author,
            "state" => Self::State,
            _ => Self::Field(name),
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Column {
    /// What it shows.
    pub shown: Shown,
    /// Whether it leads to the record; where no column does, the first one leads.
    pub leads: bool,
    /// Colours of some of its values.
    pub tones: BTreeMap<String, Mark>,
    /// Expression for what it shows in the place of the answer; absent means the answer.
    pub value: Option<String>,
    /// Colours by expression: the first that holds counts, the worst first.
    pub marks: Vec<(Mark, String)>,
    /// What stands where there is no value; empty for nothing.
    pub absent: String,
}

impl Column {
    /// Whether it shows something that is worked out.
    #[must_use]
    pub fn is_worked_out(&self) -> bool {
        self.value.is_some() || !self.marks.is_empty()
    }
}

/// A column as it is written: a name, or a field with more to say.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Name(Shown),
    Field(WrittenField),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    field: String,
    #[serde(default)]
    leads: bool,
    #[serde(default)]
    tones: BTreeMap<String, Mark>,
    #[serde(default)]
    absent: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    marks: BTreeMap<Mark, String>,
}

impl From<Written> for Column {
    fn from(written: Written) -> Self {
        match written {
            Written::Name(shown) => Self {
                shown,
                leads: false,
                tones: BTreeMap::new(),
                absent: String::new(),
                value: None,
                marks: Vec::new(),
            },
            Written::Field(WrittenField { field, leads, tones, absent, value, marks }) => Self {
                shown: field.into(),
                leads,
                tones,
                absent,
                value,
                marks: marks.into_iter().rev().collect(),
            },
        }
    }
}

/// A colour that says something, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// In order.
    Good,
    /// Needs attention.
    Warn,
    /// Wrong or overdue.
    Bad,
}

/// An order of the rows, written as the name of a column, with `-` before it for the last first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Sort {
    /// By what.
    pub by: Shown,
    /// Whether the last comes first.
    pub descending: bool,
}

impl From<String> for Sort {
    fn from(written: String) -> Self {
        match written.strip_prefix('-') {
            Some(by) => Self { by: by.to_owned().into(), descending: true },
            None => Self { by: written.into(), descending: false },
        }
    }
}

/// A document about several records of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// Template of the document.
    pub letter: String,
    /// What stands there while no record is chosen.
    pub tick: String,
    /// The button, with `{name}` for the unit and `{count}` for how many.
    pub button: String,
    /// Why it cannot be done when records of several units are chosen.
    pub one_unit: String,
}

/// Holds a register against the forms of its records, and the questions that their life cycles ask.
pub(crate) fn check(register: &Register, forms: &[&Definition], kinds: &[&Kind]) -> Result<(), String> {
    let fields: Vec<&str> = forms
        .iter()
        .flat_map(|form| form.sections.iter().flat_map(|section| &section.fields))
        .flat_map(|field| std::iter::once(field).chain(&field.fields))
        .map(|field: &Field| field.id.as_str())
        .collect();
    let known = |shown: &Shown, place: &str| {
        let Shown::Field(name) = shown else { return Ok(()) };
        if fields.contains(&name.as_str()) {
            return Ok(());
        }
        let nearest = expr::nearest(name, fields.iter().copied()).unwrap_or("none");
        Err(format!("{place}: no form of the register has a field {name}; the nearest is {nearest}"))
    };
    register.columns.iter().try_for_each(|column| known(&column.shown, "columns"))?;
    register.filters.iter().try_for_each(|shown| known(shown, "filters"))?;
    let ways: Vec<&Transition> =
        kinds.iter().flat_map(|kind| kind.life.iter().flat_map(|life| &life.transitions)).collect();
    let engine = Engine::new();
    for column in &register.columns {
        let sources = column.value.iter().chain(column.marks.iter().map(|(_, source)| source));
        sources
            .map(|source| crate::kinds::expression(&engine, source, &fields, &ways))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("columns: {error}"))?;
    }
    let sorted = |sort: &Sort| register.columns.iter().any(|column| column.shown == sort.by);
    match &register.sort {
        Some(sort) if !sorted(sort) => Err(format!("sort: {:?} is no column", sort.by)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = r#"{"form": "a/1", "title": "", "sections": [{"fields": [{"id": "due", "kind": "date", "label": ""}]}]}"#;

    fn checked(columns: &str, more: &str) -> Result<(), String> {
        let text = format!(r#"{{"title": "", "columns": {columns}, "empty_title": "", "empty": ""{more}}}"#);
        let register: Register = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let life = r#"{"life": {"states": ["甲"], "transitions": [{"id": "extend", "label": "", "from": ["甲"],
            "by": ["office"], "asks": [{"id": "until", "label": "", "kind": "date"}]}]}}"#;
        check(&register, &[&serde_json::from_str(FORM).unwrap()], &[&serde_json::from_str(life).unwrap()])
    }

    #[test]
    fn a_register_names_what_its_forms_have() {
        assert_eq!(checked(r#"["number", {"field": "due", "tones": {"x": "bad"}}]"#, ""), Ok(()));
        let until = r#"{"field": "due", "value": "said.until or due", "marks": {"bad": "due < today"}}"#;
        assert_eq!(checked(&format!("[{until}]"), ""), Ok(()));
        let misspelt = [("said.until or", "said.untill or"), ("or due", "or deu"), ("due < today", "due <")];
        for (right, wrong) in misspelt {
            let told = checked(&format!("[{}]", until.replace(right, wrong)), "").unwrap_err();
            assert!(told.contains("columns: "), "{wrong}: {told}");
        }
        let wrong = [
            (r#"["deu"]"#, "", "the nearest is due"),
            (r#"["number"]"#, r#", "filters": ["dues"]"#, "filters"),
            (r#"["number"]"#, r#", "sort": "-due""#, "sort"),
            (r#"[{"field": "due", "tones": {"x": "red"}}]"#, "", "columns"),
        ];
        for (columns, more, part) in wrong {
            let told = checked(columns, more).unwrap_err();
            assert!(told.contains(part) || told.contains("untagged"), "{columns}{more}: {told}");
        }
    }
}
