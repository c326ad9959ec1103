//! `compose`, `typeset`, `preview`: a document from a template or from plain text.

use std::path::{Component, Path};

use app::draft::{Typeset, typeset_with};
use document::HeadFields;
use expr::Date;
use serde_json::{Map, Value, json};
use templates::{LetterTemplate, Pack, PackError};

use crate::args;
use crate::failure::{Failure, fault};
use crate::ports::{clock, files, terminal};

/// `compose`.
pub(crate) fn compose(args: &args::Compose, today: Option<Date>) -> Result<(), Failure> {
    let made = from_template(&args.letter, &args.data, args.style.as_deref(), &args.house, today)?;
    write_docx(&made, &args.output)
}

/// `typeset`.
pub(crate) fn typeset(args: &args::Typeset) -> Result<(), Failure> {
    let made = from_text(&args.text, Some(&args.head), args.style.as_deref(), &args.house)?;
    write_docx(&made, &args.output)
}

/// `preview`.
pub(crate) fn preview(args: &args::Preview, today: Option<Date>) -> Result<(), Failure> {
    let style = args.style.as_deref();
    let made = match (&args.data, &args.head) {
        (Some(data), _) => from_template(&args.source, data, style, &args.house, today)?,
        (None, Some(head)) => from_text(Path::new(&args.source), Some(head), style, &args.house)?,
        (None, None) => {
            return Err(Failure::new(
                "没有给出数据或要素。",
                "请用 --data 给出模板的数据，或用 --head 给出公文要素。",
            ));
        }
    };
    remark(&made);
    files::write(&args.output, export_html::pages_html(&made.pages, &made.flow).as_bytes())
}

/// Writes a document as a Word file and says what could not be printed.
pub(crate) fn write_docx(made: &Typeset, output: &Path) -> Result<(), Failure> {
    remark(made);
    let bytes =
        export_docx::docx(&made.flow).map_err(|error| Failure::from(app::draft::DraftError::from(error)))?;
    files::write(output, &bytes)
}

fn remark(made: &Typeset) {
    for words in made.dropped.iter().chain(made.notices.iter().map(|(_, words)| words)) {
        terminal::complain(&format!("提示：{words}"));
    }
}

/// A template by name, or from the file of a template that is still being written.
fn template(pack: &Pack, name: &str) -> Result<LetterTemplate, Failure> {
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "txt") {
        let source = files::read_text(path)?;
        return LetterTemplate::parse(&source).map_err(|error| Failure::from(PackError::from(error)));
    }
    let known = pack.letter(name).map(|template| template.as_ref().clone());
    known.map_err(|error| {
        if matches!(error, PackError::Unknown { .. }) {
            let names: Vec<&str> = pack.letter_names().collect();
            Failure::new(format!("没有名为“{name}”的模板。"), format!("可用的模板有：{}。", names.join("、")))
        } else {
            Failure::from(error)
        }
    })
}

fn from_template(
    name: &str,
    data: &Path,
    style: Option<&str>,
    house: &args::HouseArguments,
    today: Option<Date>,
) -> Result<Typeset, Failure> {
    let pack = super::house::pack(house)?;
    let mut template = template(&pack, name)?;
    let beside = folder_of(data);
    let mut data = files::read_object(data)?;
    let missing: Vec<&str> =
        template.about.needs.iter().map(String::as_str).filter(|need| !data.contains_key(*need)).collect();
    if !missing.is_empty() {
        let what = format!("数据缺少模板需要的内容：{}。", missing.join("、"));
        return Err(Failure::new(what, "请在数据文件中补上这些名称。"));
    }
    fill_in(&mut data, clock::moment(today)?.today);
    // Questions the data answers already are not asked; the others get the template's own answers.
    template.about.inputs.retain(|input| !data.contains_key(&input.id));
    let data = Value::Object(data);
    let failed = |error| Failure::from(PackError::Letter(error));
    let answers = template.defaults(pack.engine(), &data).map_err(failed)?;
    let data = extended(data, answers);
    let mut composed = template.compose(pack.engine(), &data).map_err(failed)?;
    if let Some(style) = style {
        composed.head.insert("style".to_owned(), style.into());
    }
    // A template of one's own may show pictures that lie beside its data.
    Ok(typeset_with(&pack, &composed.head, &composed.text, &|name| picture(beside, name))?)
}

/// A picture the text names, from the folder the text lies in. A name that leads elsewhere finds nothing, and one that
/// is not there is told about like any other picture that cannot be shown.
fn picture(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    if plain { files::read(&folder.join(name)).ok() } else { None }
}

/// The folder a file lies in.
fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or_else(|| Path::new(""))
}

/// What the application knows by itself and a data file need not say.
fn fill_in(data: &mut Map<String, Value>, today: Date) {
    let sender = json!({ "organ": "", "person": "" });
    for (name, value) in [("today", json!(today)), ("number", json!("")), ("sender", sender)] {
        data.entry(name.to_owned()).or_insert(value);
    }
}

fn extended(mut data: Value, more: Map<String, Value>) -> Value {
    if let Value::Object(data) = &mut data {
        data.extend(more);
    }
    data
}

/// A document from its text and head.
pub(crate) fn from_text(
    path: &Path,
    head: Option<&Path>,
    style: Option<&str>,
    house: &args::HouseArguments,
) -> Result<Typeset, Failure> {
    let text = files::read_text(path)?;
    let mut fields = match head {
        None => HeadFields::default(),
        Some(head) => HeadFields::from_toml(&files::read_text(head)?).map_err(|error| {
            Failure::new(
                format!("公文要素文件“{}”有误（{}）。", head.display(), fault(&error.reason)),
                "请对照要素名称表修改。",
            )
        })?,
    };
    if let Some(style) = style {
        fields.style = Some(style.to_owned());
    }
    let head = match serde_json::to_value(&fields) {
        Ok(Value::Object(head)) => head,
        Ok(_) | Err(_) => Map::new(),
    };
    let pack = super::house::pack(house)?;
    Ok(typeset_with(&pack, &head, &text, &|name| picture(folder_of(path), name))?)
}
