//! Stored answers and the paths into them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Most rows a table may have.
pub const MAX_ROWS: usize = 1_000;

/// A field, or a cell of a table: `summary`, `evidence.2.number` (the third row).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// Id of the field or table.
    pub field: String,
    /// Row from 0 and id of the column.
    pub cell: Option<(usize, String)>,
}

/// The text is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a path of the form field or table.row.column")]
pub struct NotAPath;

impl Path {
    /// The path of a field.
    #[must_use]
    pub fn field(id: &str) -> Self {
        Self { field: id.to_owned(), cell: None }
    }

    /// The path of a cell.
    #[must_use]
    pub fn cell(table: &str, row: usize, column: &str) -> Self {
        Self { field: table.to_owned(), cell: Some((row, column.to_owned())) }
    }
}

impl FromStr for Path {
    type Err = NotAPath;

    fn from_str(text: &str) -> Result<Self, NotAPath> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(field), None, None, None) if !field.is_empty() => Ok(Self::field(field)),
            (Some(table), Some(row), Some(column), None) if !table.is_empty() && !column.is_empty() => {
                let row = row.parse().ok().filter(|row| *row < MAX_ROWS).ok_or(NotAPath)?;
                Ok(Self::cell(table, row, column))
            }
            _ => Err(NotAPath),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cell {
            None => f.write_str(&self.field),
            Some((row, column)) => write!(f, "{}.{row}.{column}", self.field),
        }
    }
}

/// Everything ever answered, by field id. Answers of hidden fields and of fields the form no longer has are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Json>);

impl Answers {
    /// The stored value, if any.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Json> {
        let value = self.0.get(&path.field)?;
        match &path.cell {
            None => Some(value),
            Some((row, column)) => value.get(*row)?.get(column),
        }
    }

    /// Stores a value, or forgets it. Rows up to the one named are made; what isn't a table becomes one.
    pub fn set(&mut self, path: &Path, value: Option<Json>) {
        match (&path.cell, value) {
            (None, Some(value)) => {
                self.0.insert(path.field.clone(), value);
            }
            (None, None) => {
                self.0.remove(&path.field);
            }
            (Some((row, column)), value) => {
                let table = self.0.entry(path.field.clone()).or_insert(Json::Null);
                set_cell(table, (*row).min(MAX_ROWS - 1), column, value);
            }
        }
    }
}

fn set_cell(table: &mut Json, row: usize, column: &str, value: Option<Json>) {
    if !table.is_array() {
        *table = Json::Array(Vec::new());
    }
    let Json::Array(rows) = table else { return };
    while rows.len() <= row {
        rows.push(Json::Object(Map::new()));
    }
    let Some(cells) = rows.get_mut(row) else { return };
    if !cells.is_object() {
        *cells = Json::Object(Map::new());
    }
    if let Json::Object(cells) = cells {
        match value {
            Some(value) => cells.insert(column.to_owned(), value),
            None => cells.remove(column),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_reads_back_as_written() {
        for text in ["summary", "evidence.2.number"] {
            assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
        }
        for bad in ["", ".", "a.b", "a.x.b", "a.-1.b", "a.1.b.c", "a.1000.b", "a.1."] {
            assert_eq!(bad.parse::<Path>(), Err(NotAPath), "{bad}");
        }
    }

    #[test]
    fn setting_a_cell_makes_its_row() {
        let mut answers = Answers::default();
        answers.set(&Path::cell("evidence", 1, "name"), Some(json!("纪要")));
        assert_eq!(answers.0["evidence"], json!([{}, {"name": "纪要"}]));
        answers.set(&Path::cell("evidence", 1, "name"), None);
        assert_eq!(answers.get(&Path::cell("evidence", 1, "name")), None);
        answers.set(&Path::field("evidence"), None);
        assert!(answers.0.is_empty());
    }
}
