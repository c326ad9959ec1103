//! Tables with more rows than anybody types, as a file may bring them: some are on screen at a time, all of them that may be
//! there can be reached, and there is a way out.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use std::rc::Rc;

use app::view::{FieldKind, FieldView, form_page};
use app::{Command, Effect, Route};
use ledger::Role;
use person::Person;
use serde_json::{Value, json};

/// Rows of a table that are on screen at a time at most.
const ON_SCREEN: usize = 50;

fn unit() -> Person {
    let mut unit = Person::new("sample", "2026-11-23".parse().expect("a date"));
    unit.does(Command::LoadSample(Role::Unit));
    unit.does(Command::Go(Route::Fill(1)));
    unit
}

/// The first table of the self-check, with so many rows in it.
fn filled(unit: &mut Person, count: usize) -> String {
    let table = first_table(&shown(unit)).expect("a section of items has a table").path.clone();
    let rows: Vec<Value> = (0..count).map(|n| json!({"name": format!("材料{n}"), "note": "已核"})).collect();
    unit.does(Command::Answer { path: table.clone(), value: Value::Array(rows) });
    table
}

fn shown(unit: &Person) -> Vec<Rc<FieldView>> {
    form_page(&unit.state).expect("the self-check is on screen").fields().cloned().collect()
}

fn first_table(fields: &[Rc<FieldView>]) -> Option<Rc<FieldView>> {
    fields.iter().find_map(|field| {
        if field.kind == FieldKind::Table { Some(field.clone()) } else { first_table(&field.fields) }
    })
}

fn table(unit: &Person, path: &str) -> FieldView {
    fn find(fields: &[Rc<FieldView>], path: &str) -> Option<Rc<FieldView>> {
        fields.iter().find_map(|f| if f.path == path { Some(f.clone()) } else { find(&f.fields, path) })
    }
    find(&shown(unit), path).expect("the table is on screen").as_ref().clone()
}

fn first_cell(view: &FieldView) -> String {
    view.rows[0].cells[0].value.clone()
}

#[test]
fn a_table_shows_some_rows_at_a_time_and_all_that_may_be_there_can_be_reached() {
    let mut unit = unit();
    let path = filled(&mut unit, 10_000);
    let view = table(&unit, &path);
    assert_eq!((view.rows.len(), first_cell(&view)), (ON_SCREEN, "材料0".to_owned()));
    assert_eq!(view.other_rows.before, None);
    let mut pages = 1;
    while let Some((_, next)) = table(&unit, &path).other_rows.after {
        assert_eq!(unit.does(Command::ShowField(next.clone())), [Effect::Focus(next)]);
        assert!(table(&unit, &path).rows.len() <= ON_SCREEN);
        pages += 1;
    }
    assert_eq!(pages * ON_SCREEN, form::MAX_ROWS, "no path leads further");
    let (before, back) = table(&unit, &path).other_rows.before.expect("rows stand before");
    assert_eq!(before, form::MAX_ROWS - ON_SCREEN);
    unit.does(Command::ShowField(back));
    assert_eq!(table(&unit, &path).other_rows.after.map(|(count, _)| count), Some(ON_SCREEN));
    // A row whose turn is over is on screen when it is named, and its number is its own.
    unit.does(Command::ShowField(format!("{path}.137.name")));
    assert_eq!(first_cell(&table(&unit, &path)), "材料100");
    assert_eq!(table(&unit, &path).rows[37].path, format!("{path}.137"));
}

#[test]
fn rows_beyond_those_a_form_allows_are_told_and_go_in_one_step() {
    let mut unit = unit();
    let path = filled(&mut unit, 2_000);
    let view = table(&unit, &path);
    let (count, most) = view.other_rows.over.expect("there are too many");
    assert_eq!(count, 2_000);
    assert!(
        view.problems.iter().any(|(_, message)| message.contains(&format!("不超过{most}行"))),
        "{:?}",
        view.problems
    );
    unit.does(Command::KeepRows(path.clone()));
    let view = table(&unit, &path);
    assert_eq!(
        (view.rows.len(), view.other_rows.over, view.problems),
        (most.min(ON_SCREEN), None, Vec::new())
    );
    assert!(unit.state.offers_undo());
    unit.does(Command::Undo);
    assert_eq!(table(&unit, &path).other_rows.over, Some((2_000, most)));
}

#[test]
fn a_new_row_and_the_row_after_a_removed_one_are_on_screen() {
    let mut unit = unit();
    let path = filled(&mut unit, 101);
    unit.does(Command::AddRow(path.clone()));
    let view = table(&unit, &path);
    assert_eq!((view.rows.len(), first_cell(&view)), (2, "材料100".to_owned()));
    unit.does(Command::RemoveRow(format!("{path}.101")));
    unit.does(Command::RemoveRow(format!("{path}.100")));
    assert_eq!(first_cell(&table(&unit, &path)), "材料50", "the last rows there are");
}
