//! A case folder becomes documents: `head.toml` and `text.txt` are typeset, `measure.json` says what must be read.

use std::path::Path;

use document::{HeadFields, StyleSheet, compose, typeset};
use serde::Deserialize;

use super::grid;
use super::measure::Measure;

/// A finished document and its requirements.
#[derive(Debug)]
pub(crate) struct Document {
    /// Name of the trial and of its files.
    pub(crate) name: String,
    pub(crate) docx: Vec<u8>,
    pub(crate) measures: Vec<Measure>,
}

/// `measure.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    /// What the case is about, for its reader.
    #[expect(dead_code, reason = "read by people")]
    about: String,
    /// How often the line `{body}` of the text is repeated, one document each; absent means the text is complete.
    #[serde(default)]
    bodies: Vec<usize>,
    measures: Vec<Measure>,
}

/// What stands for `{body}`: a paragraph of exactly one line.
const BODY: &str = "各单位要认真组织学习并抓好整改落实。";

/// Documents of all cases under `suite`, in name order, and the two pages built by hand.
pub(crate) fn documents(suite: &Path, styles: &Path) -> Result<Vec<Document>, String> {
    let mut documents = grid::documents()?;
    let mut folders: Vec<_> = std::fs::read_dir(suite)
        .map_err(|error| format!("{}: {error}", suite.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        documents.extend(case(&folder, styles)?);
    }
    Ok(documents)
}

fn case(folder: &Path, styles: &Path) -> Result<Vec<Document>, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = |file: &str| {
        std::fs::read_to_string(folder.join(file)).map_err(|error| format!("{name}/{file}: {error}"))
    };
    let head = HeadFields::from_toml(&read("head.toml")?).map_err(|error| format!("{name}: {error}"))?;
    let text = read("text.txt")?;
    let sheet: Sheet =
        serde_json::from_str(&read("measure.json")?).map_err(|error| format!("{name}: {error}"))?;
    if sheet.bodies.is_empty() {
        return Ok(vec![document(name, &head, &text, styles, sheet.measures)?]);
    }
    let repeated = |count: &usize| {
        let lines = vec![BODY; *count].join("\n");
        let text = text.replace("{body}", &lines);
        document(format!("{name}-{count:02}"), &head, &text, styles, sheet.measures.clone())
    };
    sheet.bodies.iter().map(repeated).collect()
}

fn document(
    name: String,
    head: &HeadFields,
    text: &str,
    styles: &Path,
    measures: Vec<Measure>,
) -> Result<Document, String> {
    let style = head.style.clone().unwrap_or_else(|| "document".to_owned());
    let source = |name: &str| std::fs::read_to_string(styles.join(format!("{name}.json"))).ok();
    let style = StyleSheet::load(&style, &source).map_err(|error| format!("{name}: {error}"))?;
    let flow = typeset(&compose(head, text), &style).flow;
    let docx = export_docx::docx(&flow).map_err(|error| format!("{name}: {error}"))?;
    Ok(Document { name, docx, measures })
}
