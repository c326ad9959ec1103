//! A case folder becomes documents: `head.toml` and `text.txt` are typeset, `measure.json` says what must be read.

use std::path::{Path, PathBuf};

use document::flow::Flow;
use document::style::HouseStyle;
use document::{HeadFields, compose, typeset};
use serde::Deserialize;
use tests::styles::sheet_for;

use super::grid;
use super::measure::Measure;

/// A finished document and its requirements.
#[derive(Debug)]
pub(crate) struct Document {
    /// Name of the trial and of its files.
    pub(crate) name: String,
    pub(crate) flow: Flow,
    pub(crate) docx: Vec<u8>,
    pub(crate) measures: Vec<Measure>,
    /// Whether lines and pages must be those of our own pagination. Strange characters come in fonts of any width.
    pub(crate) agrees: bool,
}

impl Document {
    /// Writes the file of a flow.
    pub(crate) fn of(name: String, flow: Flow, measures: Vec<Measure>) -> Result<Self, String> {
        let docx = export_docx::docx(&flow).map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { name, flow, docx, measures, agrees: true })
    }
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
    bodies: Option<Bodies>,
    measures: Vec<Measure>,
}

/// From so many lines to so many.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Bodies(usize, usize);

/// What stands for `{body}`: a paragraph of exactly one line.
const BODY: &str = "各单位要认真组织学习并抓好整改落实。";

/// Documents of all cases under `suite`, in name order, and the two pages built by hand.
pub(crate) fn documents(suite: &Path) -> Result<Vec<Document>, String> {
    let mut documents = grid::documents()?;
    for folder in folders(suite) {
        documents.extend(case(&folder)?);
    }
    Ok(documents)
}

/// Folders below a folder, in name order.
pub(crate) fn folders(suite: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(suite).into_iter().flatten();
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn case(folder: &Path) -> Result<Vec<Document>, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = read(&folder.join("text.txt"))?;
    let sheet: Sheet = serde_json::from_str(&read(&folder.join("measure.json"))?)
        .map_err(|error| format!("{name}: {error}"))?;
    let set = |name: String, text: &str| Document::of(name, set(folder, text)?, sheet.measures.clone());
    let Some(Bodies(least, most)) = sheet.bodies else { return Ok(vec![set(name, &text)?]) };
    let repeated = |count: usize| {
        let lines = vec![BODY; count].join("\n");
        set(format!("{name}-{count:02}"), &text.replace("{body}", &lines))
    };
    (least..=most).map(repeated).collect()
}

/// The flow of a text with the head, and the house's own style if any, that lie in the folder.
pub(crate) fn set(folder: &Path, text: &str) -> Result<Flow, String> {
    let place = folder.join("head.toml");
    let head =
        HeadFields::from_toml(&read(&place)?).map_err(|error| format!("{}: {error}", place.display()))?;
    let house = match std::fs::read_to_string(folder.join("house.json")) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", folder.display()))?,
        Err(_) => HouseStyle::default(),
    };
    in_house(&head, text, &house)
}

/// The flow of a head and a text.
pub(crate) fn flow(head: &HeadFields, text: &str) -> Result<Flow, String> {
    in_house(head, text, &HouseStyle::default())
}

fn in_house(head: &HeadFields, text: &str, house: &HouseStyle) -> Result<Flow, String> {
    let style = sheet_for(head.style.as_deref().unwrap_or("document"), house)?;
    Ok(typeset(&compose(head, text), &style).flow)
}

pub(crate) fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}
