//! The shipped forms: they compile, the self-check is whole, and an answer is quick.

use std::collections::BTreeMap;
use std::time::Duration;

use form::{Catalogue, Definition, Form, expand};
use serde_json::{Value as Json, json};

const SELF_CHECK: &str = include_str!("../../../templates/forms/self-check.json");
const CATALOGUE: &str = include_str!("../../../templates/catalogues/default.json");

fn self_check(kind: Option<&str>) -> Form {
    let definition: Definition = serde_json::from_str(SELF_CHECK).expect("the template is JSON of a form");
    let catalogue: Catalogue = serde_json::from_str(CATALOGUE).expect("the template is JSON of a catalogue");
    let definition = expand(&definition, &catalogue, kind).expect("the catalogue fits the form");
    Form::new(definition).expect("the form compiles")
}

fn context() -> BTreeMap<String, Json> {
    let context = json!({"today": "2026-11-23", "year": 2026, "period_start": "2026-01-01",
        "period_end": "2026-11-15", "unit": {"full_name": "金属研究所"}});
    serde_json::from_value(context).expect("it is a map")
}

#[test]
fn the_self_check_holds_the_whole_catalogue() {
    let form = self_check(None);
    let areas: Vec<_> =
        form.definition().sections.iter().filter(|section| section.weight.is_some()).collect();
    assert_eq!(areas.len(), 10);
    let items: Vec<_> = areas.iter().flat_map(|area| &area.fields).collect();
    assert_eq!(items.len(), 62);
    assert!(items.iter().all(|item| item.number.is_some() && item.basis.is_some() && item.weight.is_some()));
    let live = form.open(form.fresh_answers(&context()), &context());
    let profile = live.sections().next().unwrap();
    assert_eq!(profile.fields().count(), 8 + 14);
    assert_eq!(live.data()["sections"][1]["items"][0]["number"], "A01-01");
}

/// Whoever an item is for cannot call it 不适用, every figure has a sentence for the report, and the points of an area are
/// those of its items.
#[test]
fn the_catalogue_says_what_each_item_needs() {
    let catalogue: Catalogue = serde_json::from_str(CATALOGUE).expect("the template is JSON of a catalogue");
    for area in &catalogue.areas {
        for item in &area.items {
            let options = item.rest.get("options").and_then(Json::as_array).into_iter().flatten();
            let may_pass = options.into_iter().any(|option| option == "不适用");
            assert!(!may_pass || item.condition.expr.is_some(), "{} applies to everybody", item.id);
            let report = item.rest.get("report").and_then(Json::as_str).unwrap_or_default();
            let figure = ["number", "percent", "date"].contains(&item.answer_type.as_str());
            assert_eq!(report.contains("{answer}"), figure, "{}", item.id);
        }
        let points: f64 = area.items.iter().map(|item| item.weight).sum();
        assert!((points - area.weight).abs() < 1e-9, "{}: {points} of {}", area.id, area.weight);
    }
}

#[test]
fn a_branch_academy_is_asked_in_its_own_words() {
    let text = |kind| self_check(kind).definition().sections[1].fields[0].label.clone();
    assert!(text(Some("院属单位党委")).contains("作为党委会议首项议题"));
    assert!(text(Some("分院分党组")).contains("作为分党组会议首项议题"));
}

/// Run with `--release -- --nocapture` to see the time; in any build it stays far below a frame.
#[test]
fn an_answer_in_the_expanded_form_is_quick() {
    let form = self_check(None);
    let mut live = form.open(form.fresh_answers(&context()), &context());
    let items =
        live.sections().flat_map(|section| section.fields()).filter(|view| view.field.number.is_some());
    let answers: Vec<String> = items.map(|item| format!("{}_answer", item.field.id)).collect();
    let fields =
        form.definition().sections.iter().flat_map(|s| &s.fields).map(|f| 1 + f.fields.len()).sum::<usize>();
    #[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
    let now = std::time::Instant::now;
    let mut times: Vec<Duration> = Vec::new();
    for (n, value) in ["部分", "是", "不适用", "否"].into_iter().enumerate() {
        for id in &answers {
            let value = if live.field(id).unwrap().field.kind == form::Kind::Choice {
                json!(value)
            } else {
                json!(n)
            };
            let start = now();
            live.set(id, Some(value));
            times.push(start.elapsed());
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let start = now();
    let open = form.open(live.answers().clone(), &context());
    let opened = start.elapsed();
    let start = now();
    drop(self_check(None));
    let compiled = start.elapsed();
    println!(
        "{fields} fields: set p50 {:?} p95 {:?} max {:?}; open {opened:?}; read, expand and compile {compiled:?}; {} problems",
        at(50),
        at(95),
        at(100),
        open.problems().count(),
    );
    assert!(at(50) < Duration::from_millis(100));
}
