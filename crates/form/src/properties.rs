//! Laws of the live form, and its author's mistakes by name.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::{Answers, Definition, DefinitionError, Form, Live, Progress};

/// A form with every kind, whose fields depend on each other in chains.
fn sample() -> Definition {
    let definition = json!({
        "form": "sample/1", "title": "样表",
        "sections": [
            { "id": "one", "title": "一", "fields": [
                { "id": "kind", "kind": "choice", "label": "类别", "choices": ["甲", "乙"], "required": true },
                { "id": "tags", "kind": "choices", "label": "标签", "choices": ["x", "y", "z"], "max": 2 },
                { "id": "a", "kind": "number", "label": "子", "min": 0, "integer": true },
                { "id": "b", "kind": "number", "label": "母", "relevant": "'x' in tags", "required": "a > 3" },
                { "id": "share", "kind": "number", "label": "比", "value": "a / b * 100" },
                { "id": "twice", "kind": "number", "label": "倍", "value": "share * 2", "relevant": "kind == '甲'" },
                { "id": "due", "kind": "date", "label": "期限", "constraint": "due > today" } ] },
            { "id": "two", "title": "二", "relevant": "kind == '乙' or twice > 100", "fields": [
                { "id": "rows", "kind": "table", "label": "表", "required": true, "max": 3, "columns": [
                    { "id": "name", "kind": "text", "label": "名", "required": true, "max_length": 5 },
                    { "id": "n", "kind": "number", "label": "数", "relevant": "name != '略'" },
                    { "id": "m", "kind": "number", "label": "积", "value": "n * row_number + a" } ] },
                { "id": "sum", "kind": "number", "label": "合计", "value": "rows|sum('m')" },
                { "id": "item", "kind": "group", "label": "项", "number": "A-1", "weight": 2,
                  "score": "1 if item_ok == '是' else 0.5 if item_ok else none", "fields": [
                    { "id": "item_ok", "kind": "choice", "label": "结论", "choices": ["是", "否"], "required": true },
                    { "id": "item_note", "kind": "text", "label": "说明", "appearance": "long",
                      "required": "item_ok == '否' and sum > 3", "min_length": 4, "caution": "sum < 100" } ] } ] },
            { "id": "three", "title": "三", "fields": [
                { "id": "other", "kind": "group", "label": "另", "number": "A-2", "weight": 1,
                  "score": "1 if other_ok == '是' else none", "fields": [
                    { "id": "other_ok", "kind": "choice", "label": "结论", "choices": ["是", "否"],
                      "caution": "items.ok|count('否') < 2" },
                    { "id": "other_note", "kind": "text", "label": "说明", "appearance": "long", "relevant": "items.ok|any('否')" },
                    { "id": "other_n", "kind": "number", "label": "数" } ] },
                { "id": "third", "kind": "group", "label": "三", "fields": [
                    { "id": "third_ok", "kind": "choice", "label": "结论", "choices": ["是", "否"], "relevant": "a != 2" },
                    { "id": "third_n", "kind": "number", "label": "数", "value": "a" },
                    { "id": "third_all", "kind": "choices", "label": "各项", "choices": ["是", "否"] } ] },
                { "id": "noes", "kind": "number", "label": "否数", "value": "items.ok|count('否')" },
                { "id": "ratio", "kind": "number", "label": "比率", "value": "items.n|sum / (items.ok|count)" },
                { "id": "listed", "kind": "text", "label": "列出", "value": "items.note|select|join('；')" },
                { "id": "if_all", "kind": "text", "label": "若", "relevant": "items.ok|all('是') and items.all[0]|length < 2",
                  "required": "noes == 0" } ] } ],
        "checks": [ { "when": "items.ok|count >= 2 and items.ok|count('否') > 1", "severity": "warning", "message": "多否。" },
                    { "when": "sum > 50 and due", "severity": "error", "message": "过大。" },
                    { "copied_more_than": 0, "severity": "warning", "message": "重复。" } ],
    });
    serde_json::from_value(definition).unwrap()
}

fn context() -> BTreeMap<String, Json> {
    BTreeMap::from([("today".to_owned(), json!("2026-11-23"))])
}

fn any_value() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        prop::sample::select(vec![
            json!("甲"),
            json!("乙"),
            json!("是"),
            json!("否"),
            json!("略"),
            json!(""),
            json!(" "),
            json!("2026-12-01"),
            json!("2026-11-01"),
            json!("１２"),
            json!("x"),
            json!(0),
            json!(1),
            json!(7),
            json!(-3),
            json!(2.5),
            json!(1e308),
            json!(true),
            json!("一段不短的说明文字"),
        ]),
        any::<i64>().prop_map(Json::from),
        "\\PC{0,6}".prop_map(Json::from),
    ];
    let row = prop::collection::btree_map(
        prop::sample::select(vec!["name", "n", "m", "gone"]),
        scalar.clone(),
        0..4,
    );
    let row = row.prop_map(|row| json!(row));
    prop_oneof![4 => scalar.clone(), 1 => prop::collection::vec(prop_oneof![scalar, row], 0..4).prop_map(Json::from)]
}

fn any_path() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "kind",
        "tags",
        "a",
        "b",
        "share",
        "twice",
        "due",
        "rows",
        "rows.0.name",
        "rows.1.n",
        "rows.2.m",
        "rows.0.n",
        "sum",
        "item",
        "item_ok",
        "item_note",
        "other_ok",
        "other_note",
        "other_n",
        "third_ok",
        "third_all",
        "noes",
        "nowhere",
        "rows.0.nothing",
        "rows.99999.n",
        "",
    ])
    .prop_map(str::to_owned)
}

/// What people would enter, so that the rules are met often and not once in a thousand steps.
fn likely_step() -> impl Strategy<Value = (String, Json)> {
    let steps = [
        ("kind", vec![json!("甲"), json!("乙")]),
        ("tags", vec![json!(["x"]), json!(["y"]), json!(["x", "y", "z"])]),
        ("a", vec![json!(2), json!(7), json!(60)]),
        ("b", vec![json!(1), json!(8)]),
        ("due", vec![json!("2026-12-01"), json!("2026-11-01")]),
        ("rows.0.name", vec![json!("名"), json!("略"), json!("名称太长了吧")]),
        ("rows.0.n", vec![json!(1), json!(200)]),
        ("rows.1.n", vec![json!("３")]),
        ("item_ok", vec![json!("是"), json!("否")]),
        ("item_note", vec![json!("短"), json!("一段不短的说明文字")]),
        ("other_note", vec![json!("一段不短的说明文字"), json!("另一段不短的说明文字")]),
        ("other_ok", vec![json!("是"), json!("否")]),
        ("third_ok", vec![json!("是"), json!("否")]),
        ("third_all", vec![json!([]), json!(["是"]), json!(["是", "否"])]),
        ("other_n", vec![json!(3), json!(0.1), json!("")]),
    ];
    let pairs: Vec<(String, Json)> = steps
        .into_iter()
        .flat_map(|(path, values)| values.into_iter().map(move |value| (path.to_owned(), value)))
        .collect();
    prop::sample::select(pairs)
}

const FIELDS: [&str; 16] = [
    "kind",
    "b",
    "share",
    "twice",
    "due",
    "rows",
    "sum",
    "item",
    "item_ok",
    "item_note",
    "other",
    "other_note",
    "third_ok",
    "noes",
    "listed",
    "if_all",
];

/// All that a screen shows of a field; of a group, without its fields.
fn looks(live: &Live, id: &str) -> String {
    let Some(field) = live.field(id) else { return String::new() };
    let rows: Vec<_> = field
        .rows()
        .map(|row| {
            row.cells()
                .map(|cell| (cell.value.cloned(), cell.relevant, cell.required, cell.problems.to_vec()))
                .collect::<Vec<_>>()
        })
        .collect();
    let all = (field.relevant, field.required, field.value, field.problems, field.coefficient(), rows);
    format!("{all:?}")
}

/// All that a screen can see.
fn seen(live: &Live) -> (Json, Vec<String>, Vec<(bool, bool)>, Progress) {
    let problems = live.problems().map(|problem| format!("{problem:?}")).collect();
    let fields = live.sections().flat_map(|section| section.fields());
    let asked = fields.map(|field| (field.relevant, field.required)).collect();
    (live.data(), problems, asked, live.progress())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn step_by_step_is_the_same_as_at_once(
        steps in prop::collection::vec(
            (prop_oneof![3 => likely_step(), 1 => (any_path(), any_value())], 0..9_usize), 1..25)
    ) {
        let form = Form::new(sample()).unwrap();
        let mut live = form.open(Answers::default(), &context());
        for ((path, value), action) in steps {
            let before = seen(&live);
            let old: Vec<_> = FIELDS.iter().map(|id| ((*id).to_owned(), looks(&live, id))).collect();
            let changed = match action {
                0 => live.add_row("rows"),
                1 => live.remove_row("rows", 0),
                2 => live.set(&path, None),
                _ => live.set(&path, Some(value)),
            };
            let fresh = form.open(live.answers().clone(), &context());
            prop_assert_eq!(seen(&live), seen(&fresh));
            if changed.fields.is_empty() {
                prop_assert_eq!(&before, &seen(&live));
            }
            // What it does not name looks as it did.
            for (id, old) in old {
                prop_assert!(changed.fields.contains(&id) || looks(&live, &id) == old, "{} changed", id);
                let inside = live.field(&id).into_iter().flat_map(|field| field.children().collect::<Vec<_>>());
                let holds = inside.into_iter().any(|child| changed.fields.contains(&child.field.id));
                prop_assert_eq!(changed.groups.contains(&id), holds, "{}", id);
            }
            let rules = |all: &[String]| all.iter().filter(|text| text.contains("path: \"\"")).cloned().collect::<Vec<_>>();
            prop_assert_eq!(changed.whole_form, rules(&before.1) != rules(&seen(&live).1));
            let _ = (live.progress(), live.next_unanswered(Some(&path)), live.output());
        }
    }

    #[test]
    fn stored_answers_of_any_shape_open(
        stored in prop::collection::btree_map("[a-z]{1,4}|kind|tags|rows|due|item_ok|item_note", any_value(), 0..8)
    ) {
        let form = Form::new(sample()).unwrap();
        let live = form.open(Answers(stored.clone()), &context());
        prop_assert_eq!(&live.answers().0, &stored);
        prop_assert!(live.problems().all(|problem| !problem.message.is_empty()));
    }
}

fn refused(change: impl FnOnce(&mut Definition)) -> DefinitionError {
    let mut definition = sample();
    change(&mut definition);
    Form::new(definition).unwrap_err()
}

#[test]
fn an_authors_mistake_is_named_with_its_place() {
    let field = |d: &mut Definition, i: usize, change: &dyn Fn(&mut crate::Field)| {
        change(&mut d.sections[0].fields[i]);
    };
    assert_eq!(
        refused(|d| field(d, 3, &|f| f.relevant = Some("tag == 1".into()))),
        DefinitionError::UnknownName {
            field: "b".into(),
            place: "relevant",
            name: "tag".into(),
            nearest: Some("tags".into()),
        }
    );
    assert_eq!(
        refused(|d| field(d, 2, &|f| f.relevant = Some("twice > 1".into()))),
        DefinitionError::Cycle { fields: vec!["a".into(), "twice".into(), "share".into()] }
    );
    assert!(matches!(
        refused(|d| field(d, 4, &|f| f.value = Some("a /".into()))),
        DefinitionError::Expression { place: "value", .. }
    ));
    assert_eq!(
        refused(|d| field(d, 0, &|f| f.id = "tags".into())),
        DefinitionError::DuplicateId { id: "tags".into() }
    );
    assert_eq!(
        refused(|d| field(d, 0, &|f| f.id = "today".into())),
        DefinitionError::DuplicateId { id: "today".into() }
    );
    assert_eq!(
        refused(|d| field(d, 0, &|f| f.id = "Kind".into())),
        DefinitionError::BadId { id: "Kind".into() }
    );
    assert!(matches!(
        refused(|d| field(d, 0, &|f| f.choices.clear())),
        DefinitionError::WrongParts { kind: "choice", .. }
    ));
    assert!(matches!(
        refused(|d| d.sections[1].fields[0].columns[0].value = Some("n".into())),
        DefinitionError::Cycle { .. }
    ));
    assert!(matches!(
        refused(|d| d.sections[1].items_from = Some("catalogue".into())),
        DefinitionError::NotExpanded { .. }
    ));
    assert!(refused(|d| field(d, 0, &|f| f.id = "tags".into())).message().contains("tags"));
}

#[test]
fn what_items_have_in_common_is_named_when_it_is_written_wrongly() {
    let rule = |source: &str| refused(|d| d.checks[0].when = Some(source.into()));
    let unknown = |name: &str, nearest: Option<&str>| DefinitionError::UnknownName {
        field: "checks".into(),
        place: "when",
        name: name.into(),
        nearest: nearest.map(str::to_owned),
    };
    assert_eq!(rule("items.nots|count > 1"), unknown("items.nots", Some("items.note")));
    assert!(matches!(rule("items|length > 1"), DefinitionError::UnknownName { name, .. } if name == "items"));
    assert!(
        matches!(rule("items['note']|count"), DefinitionError::UnknownName { name, .. } if name == "items")
    );
    assert_eq!(
        refused(|d| d.sections[2].fields[0].fields[1].relevant = Some("items.note|any".into())),
        DefinitionError::Cycle { fields: vec!["other_note".into(), "items.note".into()] }
    );
    // A name that no field can have is not taken for the end of one.
    assert_eq!(
        refused(|d| d.sections[2].fields[0].fields[1].relevant = Some("_ok == '是'".into())),
        DefinitionError::UnknownName {
            field: "other_note".into(),
            place: "relevant",
            name: "_ok".into(),
            nearest: None
        }
    );
    assert!(matches!(
        refused(|d| d.sections[2].fields[0].fields[1].relevant = Some("other_okay == 1".into())),
        DefinitionError::UnknownName { name, nearest, .. } if name == "other_okay" && nearest.as_deref() == Some("other_ok")
    ));
    assert!(matches!(
        refused(|d| d.sections[2].fields[0].fields[1].relevant = Some("other_ok ==".into())),
        DefinitionError::Expression { place: "relevant", .. }
    ));
}

/// A warning names what it is about.
#[test]
fn a_message_holds_the_text_that_its_condition_gives() {
    let definition = serde_json::from_str(
        r#"{"form": "a/1", "title": "", "sections": [{"fields": [{"id": "other", "kind": "text", "label": ""}]}],
        "checks": [{"when": "other", "severity": "warning", "message": "与“{}”时间相近。"}]}"#,
    );
    let form = Form::new(definition.unwrap()).unwrap();
    let mut live = form.open(Answers::default(), &context());
    let told = |live: &Live| live.problems().map(|problem| problem.message.clone()).collect::<Vec<_>>();
    assert!(told(&live).is_empty());
    live.set("other", Some("甲".into()));
    assert_eq!(told(&live), ["与“甲”时间相近。"]);
    live.set("other", Some("乙".into()));
    assert_eq!(told(&live), ["与“乙”时间相近。"]);
}

/// A field or a value of the context that is called `items` is what it is; forms have both.
#[test]
fn a_field_called_items_is_read_as_a_field() {
    let definition = json!({"form": "x/1", "title": "x", "sections": [{"fields": [
        {"id": "items", "kind": "table", "label": "表", "columns": [{"id": "n", "kind": "number", "label": "数"}]},
        {"id": "sum", "kind": "number", "label": "和", "value": "items|sum('n')"},
        {"id": "g", "kind": "group", "label": "组", "fields": [{"id": "g_n", "kind": "number", "label": "数"}]}]}]});
    let form = Form::new(serde_json::from_value(definition).unwrap()).unwrap();
    let live =
        form.open(Answers([("items".to_owned(), json!([{"n": 2}, {"n": 3}]))].into()), &BTreeMap::new());
    assert_eq!(live.field("sum").unwrap().value, Some(&json!(5)));
}

/// Items of one pattern have one parsed expression, so that two thousand cost the reader of a form what twenty do.
#[test]
fn items_of_one_pattern_share_what_was_parsed() {
    let item = |id: &str| {
        json!({"id": id, "kind": "group", "label": "项", "relevant": format!("kind or '{id}' == 1"), "fields": [
        {"id": format!("{id}_ok"), "kind": "choice", "label": "结论", "choices": ["是", "否"]},
        {"id": format!("{id}_note"), "kind": "text", "label": "说明", "required": format!("{id}_ok == '否' and kind")}]})
    };
    let definition = json!({"form": "x/1", "title": "x", "sections": [{"fields": [
        {"id": "kind", "kind": "text", "label": "类"}, item("a1"), item("a2"), item("a2_b")]}]});
    let form = Form::new(serde_json::from_value(definition).unwrap()).unwrap();
    let required = |id: &str| {
        form.0.nodes[form.0.index[id]].formulas.required.as_ref().map(|own| own.expression.clone()).unwrap()
    };
    assert!(std::sync::Arc::ptr_eq(&required("a1_note"), &required("a2_note")));
    assert!(std::sync::Arc::ptr_eq(&required("a1_note"), &required("a2_b_note")));
    let mut live = form.open(Answers::default(), &BTreeMap::new());
    live.set("kind", Some(json!("a1")));
    live.set("a1_ok", Some(json!("否")));
    live.set("a2_ok", Some(json!("是")));
    assert!(live.field("a1_note").unwrap().required && !live.field("a2_note").unwrap().required);
}

#[test]
fn unknown_keys_are_refused() {
    let text = r#"{"form": "x/1", "title": "x", "sections": [{"title": "x", "fields": [{"id": "a", "kind": "text",
        "label": "a", "requried": true}]}]}"#;
    assert!(serde_json::from_str::<Definition>(text).unwrap_err().to_string().contains("requried"));
}

/// Rows of the truth table in `check.rs`.
#[test]
fn required_blank_and_constraint_meet_as_the_table_says() {
    let codes = |relevant: bool, required: bool, constraint: &str, answer: Json| -> Vec<&'static str> {
        let definition = json!({ "form": "t/1", "title": "t", "sections": [{ "title": "t", "fields": [
            { "id": "x", "kind": "number", "label": "数", "relevant": relevant.to_string(), "required": required,
              "constraint": constraint, "max": 9 } ] }] });
        let form = Form::new(serde_json::from_value(definition).unwrap()).unwrap();
        let live = form.open(Answers([("x".to_owned(), answer)].into()), &BTreeMap::new());
        live.problems().map(|problem| problem.code.name()).collect()
    };
    let none: Vec<&str> = Vec::new();
    assert_eq!(codes(false, true, "false", json!(null)), none);
    assert_eq!(codes(false, true, "false", json!(5)), none);
    assert_eq!(codes(true, false, "false", json!("")), none);
    assert_eq!(codes(true, true, "false", json!(null)), ["missing"]);
    assert_eq!(codes(true, true, "false", json!("三")), ["not_a_number"]);
    assert_eq!(codes(true, true, "true", json!(5)), none);
    assert_eq!(codes(true, false, "x > 3", json!(2)), ["constraint"]);
    assert_eq!(codes(true, false, "x < 3", json!(12)), ["too_large", "constraint"]);
    assert_eq!(
        codes(true, false, "x > period_end ~ 1 + x", json!(2)),
        none,
        "blank context cannot be judged"
    );
    assert_eq!(codes(true, false, "x|days_between", json!(2)), ["formula"], "a defect is told, not hidden");
}
