//! Forms with very many items: they compile and count right, and a key press costs what depends on it, not what the form is long.

#![expect(clippy::indexing_slicing, reason = "a wrong index fails the test, as it should")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use form::{Catalogue, Definition, Form, Live, expand};
use serde_json::{Value as Json, json};

const SELF_CHECK: &str = include_str!("../../../templates/forms/self-check.json");
const VERIFICATION: &str = include_str!("../../../templates/forms/verification.json");
const CATALOGUE: &str = include_str!("../../../templates/catalogues/default.json");

/// The shipped catalogue with so many items: its own ones over and over, under new numbers.
fn catalogue(items: usize) -> Catalogue {
    let mut catalogue: Json = serde_json::from_str(CATALOGUE).expect("the template is JSON");
    let areas = catalogue["areas"].as_array_mut().expect("a catalogue has areas");
    let count = areas.len();
    for (place, area) in areas.iter_mut().enumerate() {
        let own = area["items"].as_array().cloned().unwrap_or_default();
        let wanted = items / count + usize::from(place < items % count);
        let made = (0..wanted).map(|n| {
            let mut item = own[n % own.len()].clone();
            item["id"] = json!(format!("{}-{:04}", area["id"].as_str().unwrap_or_default(), n + 1));
            item
        });
        area["items"] = made.collect();
    }
    serde_json::from_value(catalogue).expect("it is a catalogue still")
}

fn compiled(form: &str, items: usize) -> Form {
    let definition: Definition = serde_json::from_str(form).expect("the template is JSON of a form");
    let definition = expand(&definition, &catalogue(items), None).expect("the catalogue fits the form");
    Form::new(definition).unwrap_or_else(|error| panic!("{items} items: {}", error.message()))
}

fn context() -> BTreeMap<String, Json> {
    let context = json!({"today": "2026-11-23", "year": 2026, "period_start": "2026-01-01",
        "period_end": "2026-11-15", "unit": {"full_name": "金属研究所"}});
    serde_json::from_value(context).expect("it is a map")
}

fn opened(form: &Form) -> Live {
    form.open(form.fresh_answers(&context()), &context())
}

/// Ids of the fields of items that end so, in the order of the form.
fn ending(live: &Live, end: &str) -> Vec<String> {
    let items = live.sections().flat_map(|section| section.fields());
    let fields =
        items.flat_map(|item| item.children().map(|field| field.field.id.clone()).collect::<Vec<_>>());
    fields.filter(|id| id.ends_with(end)).collect()
}

fn number(live: &Live, id: &str) -> Json {
    live.field(id).and_then(|field| field.value.cloned()).unwrap_or_default()
}

fn took<T>(work: impl FnOnce() -> T) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
    let begun = Instant::now();
    let made = work();
    let taken = begun.elapsed();
    drop(made);
    taken
}

#[test]
fn the_self_check_of_two_thousand_items_counts_right() {
    for items in [300, 2_000] {
        let form = compiled(SELF_CHECK, items);
        let mut live = opened(&form);
        assert_eq!(
            live.progress().sections.iter().map(|s| s.relevant).sum::<usize>(),
            live.progress().total.relevant
        );
        assert_eq!(number(&live, "problem_count"), json!(0));
        // Every second item that is answered by a word falls short; every fourth says in what.
        let answers: Vec<String> = ending(&live, "_answer")
            .into_iter()
            .filter(|id| {
                live.field(id).is_some_and(|f| {
                    f.field.kind == form::Kind::Choice && f.field.choices.iter().any(|c| c == "否")
                })
            })
            .collect();
        assert!(answers.len() > items / 3);
        let mut told = 0;
        for (n, answer) in answers.iter().enumerate() {
            live.set(answer, Some(json!(if n % 2 == 0 { "否" } else { "是" })));
            let problem = answer.replace("_answer", "_problem");
            if n % 4 == 0 && live.field(&problem).is_some_and(|field| field.relevant) {
                live.set(&problem, Some(json!(format!("第{n}项记录留存不全"))));
                told += 1;
            }
        }
        assert!(told > items / 20);
        assert_eq!(number(&live, "problem_count"), json!(told));
        // What is no longer asked is no longer counted.
        live.set(&answers[0], Some(json!("是")));
        assert_eq!(number(&live, "problem_count"), json!(told - 1));
        let fresh = form.open(live.answers().clone(), &context());
        assert_eq!((fresh.data(), fresh.progress()), (live.data(), live.progress()));
    }
}

#[test]
fn the_verification_of_two_thousand_items_counts_right() {
    let form = compiled(VERIFICATION, 2_000);
    let mut live = opened(&form);
    let verdicts = ending(&live, "_verdict");
    assert!(verdicts.len() > 1_500);
    for (n, verdict) in verdicts.iter().enumerate() {
        live.set(verdict, Some(json!(["属实", "部分属实", "不属实", "未核查"][n % 4])));
    }
    let share = |of: usize| (0..verdicts.len()).filter(|n| n % 4 < 3 && (of == 3 || n % 4 > 0)).count();
    assert_eq!(number(&live, "checked_count"), json!(share(3)));
    assert_eq!(number(&live, "differing_count"), json!(share(2)));
}

/// Median of what a key press takes at each of three places: a text nobody counts, one that is counted, an answer.
fn key_presses(items: usize) -> [Duration; 3] {
    let form = compiled(SELF_CHECK, items);
    let mut live = opened(&form);
    let answers = ending(&live, "_answer");
    for id in &answers {
        live.set(id, Some(json!("否")));
    }
    let counted = ending(&live, "_problem").into_iter().find(|id| live.field(id).is_some_and(|f| f.relevant));
    let places = ["process".to_owned(), counted.expect("an item falls short"), answers[0].clone()];
    places.map(|place| {
        let answer = place.ends_with("_answer");
        let mut times: Vec<Duration> = (0..61)
            .map(|n| {
                let value = if answer {
                    ["是", "否"][n % 2].to_owned()
                } else {
                    format!("班子成员检查记录留存不全{n}")
                };
                took(|| (live.set(&place, Some(json!(value))), live.progress(), live.score()))
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    })
}

/// A hundred times the items; what grows with them would be far beyond ten times the time. (The score alone is summed anew.)
#[test]
fn a_key_in_two_thousand_items_takes_about_what_it_takes_in_twenty() {
    let (few, many) = (key_presses(20), key_presses(2_000));
    println!("20 items {few:?}, 2,000 items {many:?}");
    for (few, many) in few.into_iter().zip(many) {
        assert!(many < few * 10 + Duration::from_millis(1), "{few:?} in 20 items, {many:?} in 2,000");
    }
}

/// Four times the items take some four times as long to compile and to open, not sixteen times.
#[test]
fn the_time_to_open_a_form_grows_with_its_length() {
    let time = |items: usize| {
        (0..3).map(|_| took(|| opened(&compiled(SELF_CHECK, items)))).min().unwrap_or_default()
    };
    let (one, four) = (time(400), time(1_600));
    println!("400 items {one:?}, 1,600 items {four:?}");
    assert!(four < one * 8, "{one:?} for 400 items, {four:?} for 1,600");
}
