//! `form check`: the problems of a filled form.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use expr::Date;
use form::{Answers, Catalogue, Definition, Form, Problem, Severity, expand};
use serde_json::{Value, json};
use templates::{Pack, PackError};

use crate::args::FormCheck;
use crate::failure::{Failure, fault};
use crate::ports::{clock, files, terminal};

/// Lists the problems. A form with problems is no failure of the command.
pub(crate) fn check(args: &FormCheck, today: Option<Date>) -> Result<(), Failure> {
    let pack = Pack::shipped();
    let mut context: BTreeMap<String, Value> = match &args.context {
        Some(path) => files::read_object(path)?.into_iter().collect(),
        None => BTreeMap::new(),
    };
    let today = clock::moment(today)?.today;
    context.entry("today".to_owned()).or_insert_with(|| json!(today));
    let kind = context.get("unit").and_then(|unit| unit.get("kind")).and_then(Value::as_str);
    let definition = definition(&pack, &args.form)?;
    pack.check_form(&args.form, &definition).map_err(meaning)?;
    let catalogue = catalogue(&pack, args.catalogue.as_deref())?;
    let faulty = |error: form::DefinitionError| Failure::new(error.message(), "请修改表单模板后重试。");
    let form = Form::new(expand(&definition, &catalogue, kind).map_err(faulty)?).map_err(faulty)?;
    let answers = Answers(files::read_object(&args.answers)?.into_iter().collect());
    let live = form.open(answers, &context);
    report(&live.problems().collect::<Vec<_>>(), args.json);
    Ok(())
}

/// What is wrong with what a form says of its records and reads of the book, with its place.
fn meaning(error: PackError) -> Failure {
    let what = match error {
        PackError::Malformed { path, reason } => format!("表单模板“{path}”有误（{reason}）。"),
        PackError::Unknown { .. } | PackError::Query { .. } | PackError::Letter(_) => error.message(),
    };
    Failure::new(what, "请修改表单模板后重试。")
}

fn definition(pack: &Pack, name: &str) -> Result<Rc<Definition>, Failure> {
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_value(files::read_json(path)?).map(Rc::new).map_err(|error| {
            let what = format!("表单模板“{name}”有误（{}）。", fault(&error.to_string()));
            Failure::new(what, "请对照模板说明修改。")
        });
    }
    pack.form(name).map_err(|error| {
        if matches!(error, PackError::Unknown { .. }) {
            let names: Vec<&str> = templates::names("forms").collect();
            Failure::new(format!("没有名为“{name}”的表单。"), format!("可用的表单有：{}。", names.join("、")))
        } else {
            Failure::from(error)
        }
    })
}

fn catalogue(pack: &Pack, path: Option<&Path>) -> Result<Catalogue, Failure> {
    let value = match path {
        Some(path) => files::read_json(path)?,
        None => pack.catalogue("default")?,
    };
    serde_json::from_value(value).map_err(|error| {
        let what = format!("自查内容清单有误（{}）。", fault(&error.to_string()));
        Failure::new(what, "请对照默认样本修改。")
    })
}

fn report(problems: &[&Problem], as_json: bool) {
    if as_json {
        terminal::say(&json!(problems).to_string());
        return;
    }
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
        };
        let place = if problem.label.is_empty() { "全表" } else { &problem.label };
        terminal::say(&format!("{severity}\t{}\t{place}\t{}", problem.path, problem.message));
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    terminal::say(&format!("错误{errors}处，提醒{}处。", problems.len() - errors));
}
