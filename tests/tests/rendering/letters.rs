//! The letter cases as documents: what the application composes from a case's data.

use std::path::Path;

use serde_json::{Map, Value};
use templates::Pack;

use super::case::{Document, folders, read};
use super::corpus::name;

/// All of them; `suites` is the folder of all suites.
pub(crate) fn documents(suites: &Path) -> Result<Vec<Document>, String> {
    let pack = Pack::shipped();
    let mut documents = Vec::new();
    for letter in folders(&suites.join("letters")) {
        for case in folders(&letter) {
            documents.push(composed(&pack, &name(&letter), &case)?);
        }
    }
    Ok(documents)
}

/// A letter as the application composes it from a case's data, with the first answer to each question.
fn composed(pack: &Pack, letter: &str, case: &Path) -> Result<Document, String> {
    let name = format!("letter-{letter}-{}", name(case));
    let mut data: Value =
        serde_json::from_str(&read(&case.join("data.json"))?).map_err(|error| format!("{name}: {error}"))?;
    let template = pack.letter(letter).map_err(|error| error.message())?;
    let answers = template.defaults(pack.engine(), &data).map_err(|error| error.to_string())?;
    if let Value::Object(data) = &mut data {
        let asked: Map<String, Value> =
            answers.into_iter().filter(|(id, _)| !data.contains_key(id)).collect();
        data.extend(asked);
    }
    let composed = template.compose(pack.engine(), &data).map_err(|error| error.to_string())?;
    let made =
        app::draft::typeset_parts(pack, &composed.head, &composed.text).map_err(|error| error.message())?;
    Document::of(name, made.flow, Vec::new())
}
