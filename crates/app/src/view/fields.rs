//! The fields of a form as a shell draws them, each drawn anew only when it looks otherwise.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use form::{CellView as FormCell, Kind};
use serde_json::Value;
use templates::text_with;

use super::Tone;
use super::form_page::tone;
use crate::context::value_text;
use crate::forms::OpenForm;

/// A field to draw. One that has not changed is the very same as before, so that a shell need not look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// Path for commands and element ids.
    pub path: String,
    /// Item number such as `A01-01`; empty when it has none.
    pub number: String,
    /// What type of value it holds.
    pub kind: Kind,
    /// Presentation, such as `long`, `segmented`, `list`; empty for the kind's own.
    pub appearance: String,
    /// Label.
    pub label: String,
    /// What a cell of a table is called where no label stands beside it: its row and its column; empty elsewhere.
    pub spoken: String,
    /// Hint below; empty when there is none.
    pub hint: String,
    /// Basis (依据); empty when there is none.
    pub basis: String,
    /// What evidence would do; empty when there is none.
    pub evidence_hint: String,
    /// Unit behind the value.
    pub unit: String,
    /// Options of a choice.
    pub choices: Vec<String>,
    /// Value as text; choices joined.
    pub value: String,
    /// Chosen options of `choices`.
    pub chosen: Vec<String>,
    /// Whether it must be answered now.
    pub required: bool,
    /// Whether it is computed.
    pub read_only: bool,
    /// Whether it counts as answered (groups).
    pub answered: bool,
    /// Last year's answer as text; empty when there is none.
    pub last_year: String,
    /// Whether that can be given again and is not what stands here.
    pub takes_last_year: bool,
    /// Messages beside the field; missing answers are not nagged about here.
    pub problems: Vec<(Tone, String)>,
    /// Fields of a group.
    pub fields: Vec<Rc<FieldView>>,
    /// Rows of a table that are on screen.
    pub rows: Vec<RowView>,
    /// Those that are not.
    pub other_rows: OtherRows,
    /// Column labels of a table.
    pub columns: Vec<String>,
}

/// Rows of a table that are not on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherRows {
    /// How many stand before, and the path that shows the last of them; `None` for none.
    pub before: Option<(usize, String)>,
    /// How many stand behind, and the path that shows the first of them; `None` for none.
    pub after: Option<(usize, String)>,
    /// How many there are, and may be, when that is fewer.
    pub over: Option<(usize, usize)>,
}

/// A row of a table field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    /// Path such as `evidence.2`.
    pub path: String,
    /// What it is called: 第2行.
    pub name: String,
    /// Cells, one per column.
    pub cells: Vec<Rc<FieldView>>,
}

/// Fields as they were drawn last, by id. An answer takes those out that look otherwise now.
#[derive(Debug, Default)]
pub(crate) struct Drawn(RefCell<BTreeMap<String, Rc<FieldView>>>);

impl Drawn {
    /// These look otherwise now.
    pub(crate) fn forget<'a>(&self, ids: impl Iterator<Item = &'a String>) {
        let mut all = self.0.borrow_mut();
        for id in ids {
            all.remove(id);
        }
    }

    /// The field as it was drawn, or as `draw` draws it.
    fn field(&self, id: &str, draw: impl FnOnce() -> FieldView) -> Rc<FieldView> {
        let known = self.0.borrow().get(id).cloned();
        known.unwrap_or_else(|| {
            let view = Rc::new(draw());
            self.0.borrow_mut().insert(id.to_owned(), view.clone());
            view
        })
    }
}

pub(super) fn field_view(open: &OpenForm, field: &form::FieldView<'_>) -> Rc<FieldView> {
    open.drawn.field(&field.field.id, || draw(open, field))
}

fn draw(open: &OpenForm, field: &form::FieldView<'_>) -> FieldView {
    let definition = field.field;
    let view = plain(definition, &definition.id, field.value, field.choices());
    let (rows, other_rows) = rows(open, field);
    FieldView {
        required: field.required,
        read_only: field.read_only(),
        value: if field.read_only() { shown(&view) } else { view.value.clone() },
        answered: field.answered(),
        last_year: field
            .last_year()
            .map(|last| super::lists::day_in_words(&value_text(last)))
            .unwrap_or_default(),
        takes_last_year: crate::last_year::answer(field).is_some_and(|last| field.value != Some(last)),
        problems: messages(field.problems),
        fields: field
            .children()
            .filter(|child| child.relevant)
            .map(|child| field_view(open, &child))
            .collect(),
        rows,
        other_rows,
        columns: definition.columns.iter().map(|column| column.label.clone()).collect(),
        ..view
    }
}

/// The rows of a table on screen, and where the others are.
fn rows(open: &OpenForm, field: &form::FieldView<'_>) -> (Vec<RowView>, OtherRows) {
    let id = &field.field.id;
    let Some(column) = field.field.columns.first().filter(|_| field.field.kind == Kind::Table) else {
        return Default::default();
    };
    let all = field.rows().count();
    let shown = open.rows_on_screen(id, all);
    let path = |row: usize| format!("{id}.{row}.{}", column.id);
    let stored = field.value.and_then(Value::as_array).map_or(0, Vec::len);
    let most = field.most_rows();
    let other = OtherRows {
        before: shown.start.checked_sub(1).map(|last| (shown.start, path(last))),
        after: (shown.end < all).then(|| (all - shown.end, path(shown.end))),
        over: (stored > most).then_some((stored, most)),
    };
    let rows = field.rows().skip(shown.start).take(shown.len());
    (rows.map(|row| row_view(id, &row)).collect(), other)
}

/// A computed value is read, not edited: a date stands as people write it.
fn shown(field: &FieldView) -> String {
    let day = if field.kind == Kind::Date { field.value.parse::<expr::Date>().ok() } else { None };
    day.map_or_else(|| field.value.clone(), expr::Date::chinese)
}

fn row_view(table: &str, row: &form::RowView<'_>) -> RowView {
    let number = (row.index + 1).to_string();
    let cell = |cell: FormCell<'_>| {
        Rc::new(FieldView {
            spoken: text_with("field.cell", &[("row", &number), ("label", &cell.column.label)]),
            required: cell.required,
            read_only: cell.column.value.is_some() || !cell.relevant,
            problems: messages(cell.problems),
            ..plain(cell.column, &cell.path, cell.value, cell.choices)
        })
    };
    RowView {
        path: format!("{table}.{}", row.index),
        name: text_with("field.row", &[("row", &number)]),
        cells: row.cells().map(cell).collect(),
    }
}

fn plain(
    definition: &form::Field,
    path: &str,
    value: Option<&Value>,
    choices: Option<Vec<String>>,
) -> FieldView {
    let chosen = match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    FieldView {
        path: path.to_owned(),
        number: definition.number.clone().unwrap_or_default(),
        kind: definition.kind,
        appearance: definition.appearance.clone().unwrap_or_default(),
        label: definition.label.clone(),
        hint: definition.hint.clone().unwrap_or_default(),
        basis: definition.basis.clone().unwrap_or_default(),
        evidence_hint: definition.evidence_hint.clone().unwrap_or_default(),
        unit: definition.unit.clone().unwrap_or_default(),
        choices: choices.unwrap_or_default(),
        // A table shows its rows.
        spoken: String::new(),
        value: value.filter(|_| definition.kind != Kind::Table).map(raw).unwrap_or_default(),
        chosen,
        required: false,
        read_only: false,
        answered: false,
        last_year: String::new(),
        takes_last_year: false,
        problems: Vec::new(),
        fields: Vec::new(),
        rows: Vec::new(),
        other_rows: OtherRows::default(),
        columns: Vec::new(),
    }
}

/// A value as it is edited: text keeps its spaces and line breaks.
fn raw(value: &Value) -> String {
    value.as_str().map_or_else(|| value_text(value), str::to_owned)
}

fn messages(problems: &[form::Problem]) -> Vec<(Tone, String)> {
    problems
        .iter()
        .filter(|problem| problem.code != form::Code::Missing)
        .map(|problem| (tone(problem.severity), problem.message.clone()))
        .collect()
}
