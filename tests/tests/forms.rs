//! Runs `suite/forms`: every template compiles, and behaves for the officer as its cases say.
//!
//! The format of a case is described in `suite/forms/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use form::{Answers, Catalogue, Definition, Form, Live, Problem, expand};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// A case: a form, what the application knows, and steps with what they lead to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    context: BTreeMap<String, Json>,
    #[serde(default)]
    unit_kind: Option<String>,
    #[serde(default)]
    answers: Option<Answers>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(default)]
    set: BTreeMap<String, Json>,
    #[serde(default)]
    add_row: Option<String>,
    #[serde(default)]
    remove_row: Option<(String, usize)>,
    #[serde(default)]
    expect: Expect,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Expect {
    #[serde(default)]
    relevant: BTreeMap<String, bool>,
    #[serde(default)]
    required: BTreeMap<String, bool>,
    #[serde(default)]
    value: BTreeMap<String, Json>,
    #[serde(default)]
    output: BTreeMap<String, Json>,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    problems: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    messages: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    changed: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    score: Option<Json>,
    #[serde(default, deserialize_with = "present")]
    grade: Option<Json>,
    progress: Option<BTreeMap<String, usize>>,
    #[serde(default, deserialize_with = "present")]
    next: Option<Json>,
    complete: Option<bool>,
}

/// A key that stands there with null expects null; one that is absent expects nothing.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(from).map(Some)
}

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    for template in files(&root.join("../templates/forms")) {
        let name = format!("template::{}", stem(&template));
        trials.push(Trial::test(name, move || compiled(&template, None).map(|_| ())));
    }
    for folder in files(&root.join("suite/forms")).into_iter().filter(|path| path.is_dir()) {
        for case in
            files(&folder).into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        {
            let form = stem(&folder);
            trials.push(Trial::test(format!("{form}::{}", stem(&case)), move || run(&form, &case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    all.sort();
    all
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Failed> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compiled(template: &Path, unit_kind: Option<&str>) -> Result<Form, Failed> {
    let definition: Definition = read(template)?;
    let catalogue = template.with_file_name("../catalogues/default.json");
    let catalogue: Catalogue = read(&catalogue)?;
    let definition = expand(&definition, &catalogue, unit_kind).map_err(|error| error.to_string())?;
    Form::new(definition).map_err(|error| error.to_string().into())
}

fn run(form: &str, path: &Path) -> Result<(), Failed> {
    let case: Case = read(path)?;
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../templates/forms/{form}.json"));
    let form = compiled(&template, case.unit_kind.as_deref())?;
    let answers = case.answers.unwrap_or_else(|| form.fresh_answers(&case.context));
    let mut live = form.open(answers, &case.context);
    for (number, step) in case.steps.iter().enumerate() {
        let changed = apply(&mut live, step);
        let mut wrong = differences(&live, &step.expect, &changed);
        // Whatever was recalculated bit by bit must be what a fresh look at the same answers gives.
        let fresh = form.open(live.answers().clone(), &case.context);
        if fresh.data() != live.data() || !fresh.problems().eq(live.problems()) {
            wrong.push("recalculation differs from a fresh start".to_owned());
        }
        if !wrong.is_empty() {
            return Err(format!("step {}:\n  {}", number + 1, wrong.join("\n  ")).into());
        }
    }
    Ok(())
}

fn apply(live: &mut Live, step: &Step) -> Vec<String> {
    let mut changed = Vec::new();
    if let Some(table) = &step.add_row {
        changed.extend(live.add_row(table).fields);
    }
    for (path, value) in &step.set {
        let value = (!value.is_null()).then(|| value.clone());
        changed.extend(live.set(path, value).fields);
    }
    if let Some((table, row)) = &step.remove_row {
        changed.extend(live.remove_row(table, *row).fields);
    }
    changed.sort();
    changed.dedup();
    changed
}

fn differences(live: &Live, expect: &Expect, changed: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |what: &str, found: Json, wanted: Json| {
        if !same(&found, &wanted) {
            wrong.push(format!("{what}: expected {wanted}, found {found}"));
        }
    };
    for (path, wanted) in &expect.relevant {
        check(&format!("relevant {path}"), fact(live, path, |look| json!(look.relevant)), json!(wanted));
    }
    for (path, wanted) in &expect.required {
        check(&format!("required {path}"), fact(live, path, |look| json!(look.required)), json!(wanted));
    }
    for (path, wanted) in &expect.value {
        check(&format!("value {path}"), fact(live, path, |look| look.value.clone()), wanted.clone());
    }
    for (path, wanted) in &expect.label {
        check(&format!("label {path}"), fact(live, path, |look| json!(look.label)), json!(wanted));
    }
    for (path, wanted) in &expect.choices {
        check(&format!("choices {path}"), fact(live, path, |look| json!(look.choices)), json!(wanted));
    }
    let output = live.output();
    for (id, wanted) in &expect.output {
        check(&format!("output {id}"), output.get(id).cloned().unwrap_or_default(), wanted.clone());
    }
    let at =
        |path: &str| -> Vec<&Problem> { live.problems().filter(|problem| problem.path == path).collect() };
    for (path, wanted) in &expect.problems {
        let codes: Vec<&str> = at(path).iter().map(|problem| problem.code.name()).collect();
        check(&format!("problems {path}"), json!(codes), json!(wanted));
    }
    for (path, wanted) in &expect.messages {
        let messages: Vec<&str> = at(path).iter().map(|problem| problem.message.as_str()).collect();
        check(&format!("messages {path}"), json!(messages), json!(wanted));
    }
    if let Some(wanted) = &expect.changed {
        check("changed", json!(changed), json!(wanted));
    }
    if let Some(wanted) = &expect.score {
        check("score", json!(live.score().total), wanted.clone());
    }
    if let Some(wanted) = &expect.grade {
        check("grade", json!(live.score().grade), wanted.clone());
    }
    let total = live.progress().total;
    let counts = json!({ "relevant": total.relevant, "answered": total.answered,
        "missing": total.missing, "with_errors": total.with_errors });
    for (count, wanted) in expect.progress.iter().flatten() {
        check(&format!("progress {count}"), counts.get(count).cloned().unwrap_or_default(), json!(wanted));
    }
    if let Some(wanted) = &expect.next {
        check("next", json!(live.next_unanswered(None)), wanted.clone());
    }
    if let Some(wanted) = &expect.complete {
        check("complete", json!(live.is_complete()), json!(wanted));
    }
    wrong
}

/// Numbers are the same when their values are, JSON's two kinds of number apart.
fn same(a: &Json, b: &Json) -> bool {
    a == b || (a.is_number() && b.is_number() && a.as_f64() == b.as_f64())
}

/// What a case may ask about a field or a cell.
struct Look {
    relevant: bool,
    required: bool,
    value: Json,
    label: String,
    choices: Option<Vec<String>>,
}

fn fact(live: &Live, path: &str, ask: impl Fn(&Look) -> Json) -> Json {
    let id = path.split('.').next().unwrap_or(path);
    let Some(view) = live.field(id) else { return json!("no such field") };
    if id == path {
        let (value, label) = (view.value.cloned().unwrap_or_default(), view.field.label.clone());
        let choices = view.choices();
        return ask(&Look { relevant: view.relevant, required: view.required, value, label, choices });
    }
    let cell = view.rows().flat_map(|row| row.cells()).find(|cell| cell.path == path);
    cell.map_or(json!("no such cell"), |cell| {
        let (value, label) = (cell.value.cloned().unwrap_or_default(), cell.column.label.clone());
        let choices = cell.choices.clone();
        ask(&Look { relevant: cell.relevant, required: cell.required, value, label, choices })
    })
}
