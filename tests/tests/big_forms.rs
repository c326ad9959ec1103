//! The self-check of very many items in the application: it opens, counts and becomes a report and a table, and an answer
//! draws again what it changed and nothing else.

#![allow(clippy::indexing_slicing, reason = "a story that steps outside its own data should stop there")]

#[path = "rounds/person.rs"]
#[allow(dead_code, reason = "these stories need less of a person than the rounds do")]
mod person;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use app::view::{FieldView, form_fault, form_page, letter_page};
use app::{Command, Route};
use ledger::{Book, Change, Content, Role};
use person::Person;
use serde_json::{Value, json};

/// A unit with the sample's book, whose round has so many items: its own ones over and over, under new numbers.
fn unit(items: usize) -> Person {
    let today = "2026-11-23".parse().expect("a date");
    let mut sample = Person::new("big", today);
    sample.does(Command::LoadSample(Role::Unit));
    let mut book: Book = sample.book().clone();
    let (id, round) = book.current_round().map(|(id, round)| (id.clone(), round.clone())).expect("a round");
    let mut round = round;
    lengthen(&mut round.catalogue, items);
    let change = Change::Put { id, content: Box::new(Content::Round(Box::new(round))) };
    let edit = book.edit(String::new(), change);
    book.apply(&edit).expect("a round may have these items");
    Person::with_book("big", book, today)
}

fn lengthen(catalogue: &mut Value, items: usize) {
    let areas = catalogue["areas"].as_array_mut().expect("a catalogue has areas");
    let count = areas.len();
    for (place, area) in areas.iter_mut().enumerate() {
        let own = area["items"].as_array().cloned().unwrap_or_default();
        let wanted = items / count + usize::from(place < items % count);
        let number = |n: usize| match n < own.len() {
            true => own[n]["id"].clone(),
            false => json!(format!("{}-{:04}", area["id"].as_str().unwrap_or_default(), n + 1)),
        };
        let made = (0..wanted).map(|n| {
            let mut item = own[n % own.len()].clone();
            item["id"] = number(n);
            item
        });
        area["items"] = made.collect();
    }
}

fn fields(person: &Person) -> Vec<Rc<FieldView>> {
    form_page(&person.state).expect("the self-check is on screen").fields().cloned().collect()
}

/// A field of items on screen that a person can answer by a word or a text.
fn typed_into(fields: &[Rc<FieldView>], end: &str) -> Vec<String> {
    let inner = fields
        .iter()
        .flat_map(|item| &item.fields)
        .filter(|field| field.path.ends_with(end) && !field.read_only);
    inner.map(|field| field.path.clone()).collect()
}

#[test]
fn a_self_check_of_very_many_items_opens_counts_and_is_printed() {
    for items in [300, 2_000] {
        let mut unit = unit(items);
        unit.does(Command::Go(Route::Fill(1)));
        assert_eq!(form_fault(&unit.state).map(|fault| fault.why), None);
        let before = fields(&unit);
        assert!(before.len() >= items / 10 - 5, "{} items on screen", before.len());
        let count = |unit: &Person| {
            let sections = form_page(&unit.state).expect("it is on screen").sections.len();
            let mut other =
                Person::with_book("looks", unit.book().clone(), "2026-11-23".parse().expect("a date"));
            other.does(Command::Go(Route::Fill(sections - 1)));
            let field = fields(&other).into_iter().find(|field| field.path == "problem_count");
            field.expect("the problems are counted").value.parse::<usize>().expect("a number")
        };
        let known = count(&unit);
        // The last items of the section are new ones that nobody has answered.
        let answers: Vec<String> = typed_into(&before, "_answer")
            .into_iter()
            .filter(|path| {
                before
                    .iter()
                    .flat_map(|item| &item.fields)
                    .any(|f| f.path == *path && f.choices.iter().any(|c| c == "否"))
            })
            .collect();
        let last = answers.last().expect("an item is answered by a word").clone();
        unit.answers(&last, json!("否"));
        unit.answers(&last.replace("_answer", "_problem"), json!("检查记录留存不全。"));
        assert_eq!(count(&unit), known + 1);
        // Setting hundreds of pages is another matter, and takes an unoptimised build most of a minute.
        let letters = if items > 300 { &[][..] } else { &["self-check-report", "self-check-table"] };
        for letter in letters {
            let own = unit.book().local.profile.unit.clone();
            unit.does(Command::Compose { letter: (*letter).into(), unit: own, findings: Vec::new() });
            let page = letter_page(&unit.state).unwrap_or_else(|| panic!("{letter}: {}", unit.told()));
            assert!(page.text.contains("检查记录留存不全"), "{letter} names the problem");
        }
    }
}

/// Whatever was answered before: what is drawn again is what looks otherwise, and all of it looks as in a form opened anew.
#[test]
fn an_answer_draws_again_what_it_changed_and_nothing_else() {
    let mut unit = unit(300);
    unit.does(Command::Go(Route::Fill(1)));
    let words = ["是", "部分", "否", "不适用", "", "12", "2026-11-02", "检查记录留存不全，已补"];
    let mut seed = 7_usize;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..60 {
        let before = fields(&unit);
        let all: Vec<String> = before
            .iter()
            .flat_map(|item| &item.fields)
            .filter(|f| !f.read_only && f.kind != app::view::FieldKind::Table)
            .map(|f| f.path.clone())
            .collect();
        let tables = typed_into(&before, "_evidence");
        let word = words[next(words.len())];
        match (next(6), tables.is_empty()) {
            (0, false) => drop(unit.does(Command::AddRow(tables[next(tables.len())].clone()))),
            (1, false) => drop(unit.does(Command::RemoveRow(format!("{}.0", tables[next(tables.len())])))),
            (2, _) => drop(unit.does(Command::Undo)),
            _ => unit.answers(&all[next(all.len())], json!(word)),
        }
        let after = fields(&unit);
        let mut anew = Person::with_book("looks", unit.book().clone(), "2026-11-23".parse().expect("a date"));
        anew.does(Command::Go(Route::Fill(1)));
        assert_eq!(after, fields(&anew));
        let again = |old: &Rc<FieldView>| {
            after.iter().find(|new| new.path == old.path).is_some_and(|new| !Rc::ptr_eq(old, new))
        };
        let drawn = before.iter().filter(|old| again(old)).count();
        // One item, unless the whole form was opened anew, as a step back does.
        let opened = before.iter().all(again);
        assert!(drawn <= 1 || opened, "{drawn} of {} items are drawn again", before.len());
    }
}

/// Conditions show and hide fields. A field that changed its stretch would be made anew on screen, and whoever types into it
/// would lose the place.
#[test]
fn an_answer_leaves_every_field_in_its_stretch() {
    let stretch_of = |person: &Person| -> BTreeMap<String, usize> {
        let page = form_page(&person.state).expect("the self-check is on screen");
        let all = page.stretches.iter().enumerate();
        all.flat_map(|(at, fields)| fields.iter().map(move |field| (field.path.clone(), at))).collect()
    };
    let mut unit = unit(300);
    unit.does(Command::Go(Route::Fill(1)));
    let before = stretch_of(&unit);
    assert!(before.values().any(|at| *at > 0), "a long section has several stretches");
    for path in typed_into(&fields(&unit), "_answer") {
        unit.answers(&path, json!("不适用"));
        let after = stretch_of(&unit);
        let moved: Vec<&String> = after
            .iter()
            .filter(|(path, at)| before.get(*path).is_some_and(|old| old != *at))
            .map(|(path, _)| path)
            .collect();
        assert!(moved.is_empty(), "{moved:?} moved when {path} was answered");
    }
}

/// A later task file may bring other items while the form is on screen.
#[test]
fn other_items_of_the_round_are_on_screen_at_once() {
    let mut unit = unit(100);
    unit.does(Command::Go(Route::Fill(1)));
    let before = fields(&unit).len();
    unit.answers("a01_01_note", json!("补充说明"));
    let book = unit.state.book.as_mut().expect("a book is open");
    let (id, mut round) =
        book.current_round().map(|(id, round)| (id.clone(), round.clone())).expect("a round");
    lengthen(&mut round.catalogue, 200);
    let edit =
        book.edit(String::new(), Change::Put { id, content: Box::new(Content::Round(Box::new(round))) });
    book.apply(&edit).expect("a round may have these items");
    unit.does(Command::Dismiss);
    assert!(fields(&unit).len() > before, "{before} items before, {} now", fields(&unit).len());
}

/// A key press, with its record in the log and what is on screen: some thirty times the items may not cost ten times as much.
#[test]
fn a_key_costs_in_two_thousand_items_what_it_costs_in_sixty() {
    let time = |items: usize| {
        let mut unit = unit(items);
        unit.does(Command::Go(Route::Fill(11)));
        let mut times: Vec<Duration> = (0..41)
            .map(|n| {
                let begun = Instant::now();
                unit.answers("process", json!(format!("召开专题会议研究部署{n}")));
                let page = form_page(&unit.state);
                let taken = begun.elapsed();
                assert!(page.is_some());
                taken
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    };
    let (few, many) = (time(60), time(2_000));
    println!("a key: {few:?} in 60 items, {many:?} in 2,000");
    assert!(many < few * 10 + Duration::from_millis(2), "{few:?} in 60 items, {many:?} in 2,000");
}
