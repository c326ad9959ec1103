//! What a file may make slow: long letters, and tables and lists of thousands of rows.

use std::fmt::Write as _;

use app::view::{FieldKind, form_page, letter_page, register_page};
use app::{Command, Route, State, update};
use ledger::{EntryId, Role};
use serde_json::{Value, json};

use crate::{median, moment, row, sample};

/// Each beside a small one of its kind, so that the ratio tells what the size costs.
pub(crate) fn slow() {
    for lines in [20, 2_000, 7_700] {
        letter(
            &format!("letter of {lines} lines"),
            &"各单位要认真落实年度督查工作安排，对照清单逐项自查。\n".repeat(lines),
        );
    }
    let mut findings = String::new();
    for n in 1..=3_000 {
        let _ = writeln!(findings, "（{n}）第{n}个问题没有整改到位。责任人不明确，完成时限不具体。");
    }
    letter("letter of 3,000 numbered lines", &findings);
    letter("letter of one line of 20,000", &"各单位要认真落实年度督查工作安排。".repeat(20_000 / 17));
    letter("letter of one line of 200,000", &"各单位要认真落实年度督查工作安排。".repeat(200_000 / 17));
    letter("letter of 20,000 brackets", &"（".repeat(20_000));
    for rows in [3, 2_000, 5_000] {
        table(rows);
    }
    for records in [0, 5_000] {
        list(records);
    }
}

/// A key in a letter: the text changes in its middle; and opening it.
fn letter(called: &str, text: &str) {
    let mut state = sample(30, Role::Office);
    update(&mut state, Command::NewDocument { style: "document".to_owned() }, &moment());
    update(&mut state, Command::LetterText(text.to_owned()), &moment());
    let place = state.route.clone();
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let mut turn = 0;
    let key = median(
        9,
        || (),
        |()| {
            turn += 1;
            let mut typed = text.to_owned();
            typed.insert_str(middle, &"改".repeat(turn));
            let effects = update(&mut state, Command::LetterText(typed), &moment());
            (effects, letter_page(&state))
        },
    );
    let pages = letter_page(&state).and_then(|page| page.typeset).map_or(0, |made| made.pages.pages.len());
    row(&format!("{called}: a key"), key, &format!("{pages} pages"));
    let open = median(
        5,
        || (),
        |()| {
            update(&mut state, Command::Go(Route::Overview), &moment());
            update(&mut state, Command::Go(place.clone()), &moment());
            letter_page(&state)
        },
    );
    row(&format!("{called}: open"), open, "");
}

/// A key in a cell of a self-check's table of so many rows, and opening its section.
fn table(rows: usize) {
    let mut state = sample(30, Role::Unit);
    update(&mut state, Command::Go(Route::Fill(0)), &moment());
    let sections = form_page(&state).map_or(0, |page| page.sections.len());
    let found = (0..sections).find_map(|section| {
        update(&mut state, Command::Go(Route::Fill(section)), &moment());
        let page = form_page(&state)?;
        let field = page.fields().find(|field| field.kind == FieldKind::Table && !field.read_only)?;
        Some((section, field.path.clone()))
    });
    let Some((section, path)) = found else { return };
    let value: Vec<Value> = (0..rows)
        .map(|n| json!({"title": format!("材料{n}"), "name": format!("材料{n}"), "note": "已核"}))
        .collect();
    update(&mut state, Command::Answer { path: path.clone(), value: Value::Array(value) }, &moment());
    let shown = form_page(&state).map(|page| page.fields().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let table = shown.iter().find(|field| field.path == path);
    let cells = table.and_then(|field| field.rows.first()).map(|row| row.cells.clone()).unwrap_or_default();
    let Some(cell) = cells.iter().find(|cell| cell.kind == FieldKind::Text) else { return };
    let mut turn = 0;
    let key = median(
        15,
        || (),
        |()| {
            turn += 1;
            let answer = Command::Answer { path: cell.path.clone(), value: json!(format!("甲{turn}")) };
            (update(&mut state, answer, &moment()), form_page(&state))
        },
    );
    row(&format!("table of {rows} rows: a key"), key, "");
    let open = median(
        5,
        || (),
        |()| {
            update(&mut state, Command::Go(Route::Overview), &moment());
            update(&mut state, Command::Go(Route::Fill(section)), &moment());
            form_page(&state)
        },
    );
    row(&format!("table of {rows} rows: open"), open, "");
}

/// Registers and the ledger of so many more records.
fn list(records: usize) {
    let mut state = sample(30, Role::Office);
    if let Some(book) = &mut state.book {
        let paper = book.records_of("working-paper").next().map(|(id, _)| id.clone());
        let paper = paper.and_then(|id| book.entries.get(&id).cloned());
        for (n, mut copy) in paper.iter().cycle().take(records).cloned().enumerate() {
            copy.id = EntryId(format!("{}-copy-{n}", copy.id));
            book.entries.insert(copy.id.clone(), copy);
        }
    }
    let mut time = |what: &str, view: &dyn Fn(&State)| {
        let open = median(5, || (), |()| view(&state));
        row(&format!("{records} records more: {what}"), open, "");
        update(&mut state, Command::Dismiss, &moment());
    };
    time("register of papers", &|state| drop(register_page(state, "papers")));
    time("findings", &|state| drop(app::view::findings_page(state)));
    time("rectification", &|state| drop(app::view::rectification_page(state)));
}
