//! Drafting: a template and the book become a letter, and a letter becomes pages and a file.

use document::flow::Flow;
use document::{Document, HeadFields, Pages};
use ledger::Letter;
use serde_json::{Map, Value};
use templates::{Pack, PackError};

/// A letter made ready for paper.
#[derive(Debug, Clone)]
pub struct Typeset {
    /// The semantic document.
    pub document: Document,
    /// Concrete paragraphs, for the DOCX writer.
    pub flow: Flow,
    /// Pages, for preview and print.
    pub pages: Pages,
    /// What could not be printed and was left out, in words for the user.
    pub dropped: Vec<String>,
}

/// Why a letter cannot be made ready for paper.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A template or style sheet is missing or malformed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The head has a value of the wrong kind.
    #[error("head: {0}")]
    Head(String),
    /// The file could not be written.
    #[error(transparent)]
    Docx(#[from] export_docx::DocxError),
}

impl DraftError {
    /// What happened and what to do, in Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Pack(error) => error.message(),
            Self::Head(_) => "文书的要素填写有误，请检查日期是否为有效日期".to_owned(),
            Self::Docx(_) => "文档未能生成，内容已保留，请检查正文中的表格后重试".to_owned(),
        }
    }
}

/// Composes a letter afresh from its template and data.
///
/// # Errors
/// When the template is missing or cannot be rendered with this data.
pub fn compose(pack: &Pack, name: &str, data: &Value) -> Result<templates::Composed, PackError> {
    Ok(pack.letter(name)?.compose(pack.engine(), data)?)
}

/// Answers to a template's questions before anybody changed them.
///
/// # Errors
/// When the template is missing or a default cannot be rendered.
pub fn first_inputs(pack: &Pack, name: &str, data: &Value) -> Result<Map<String, Value>, PackError> {
    Ok(pack.letter(name)?.defaults(pack.engine(), data)?)
}

/// Makes a letter ready for paper.
///
/// # Errors
/// When its style sheet is missing or its head is malformed.
pub fn typeset(pack: &Pack, letter: &Letter) -> Result<Typeset, DraftError> {
    typeset_parts(pack, &letter.head, &letter.text)
}

/// Makes head keys and body text ready for paper.
///
/// # Errors
/// When the style sheet is missing or the head is malformed.
pub fn typeset_parts(pack: &Pack, head: &Map<String, Value>, text: &str) -> Result<Typeset, DraftError> {
    let fields = head_fields(head)?;
    let style = pack.style(fields.style.as_deref().unwrap_or("document"))?;
    let document = document::compose(&fields, text);
    let typeset = document::typeset(&document, &style);
    let pages = document::layout(&typeset.flow);
    let dropped = typeset.dropped.iter().map(dropped_in_words).collect();
    Ok(Typeset { document, flow: typeset.flow, pages, dropped })
}

/// A dropped character in words for the user.
fn dropped_in_words(dropped: &document::Dropped) -> String {
    let code = format!("U+{:04X}", dropped.code);
    templates::text_with("letter.dropped", &[("code", &code), ("near", &dropped.near)])
}

/// Reads head keys. Blank texts mean absent, so that an emptied field prints nothing.
fn head_fields(head: &Map<String, Value>) -> Result<HeadFields, DraftError> {
    let filled: Map<String, Value> = head
        .iter()
        .filter(|(_, value)| {
            !matches!(value, Value::String(text) if text.trim().is_empty()) && !value.is_null()
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    serde_json::from_value(Value::Object(filled)).map_err(|error| DraftError::Head(error.to_string()))
}

/// A letter as a Word file.
///
/// # Errors
/// When it cannot be typeset or written.
pub fn docx(pack: &Pack, letter: &Letter) -> Result<Vec<u8>, DraftError> {
    Ok(export_docx::docx(&typeset(pack, letter)?.flow)?)
}

/// Brings a letter up to date with a new composition and keeps the user's own edits (three-way merge by lines for the
/// text; for the head, a key the user changed stays). Returns whether every edit found its place; where an edit and the new
/// text touch the same lines, the user's lines stay.
pub fn refresh(letter: &mut Letter, composed: templates::Composed) -> bool {
    let kept = if letter.text == letter.composed {
        letter.text.clone_from(&composed.text);
        true
    } else {
        match diffy::merge(&letter.composed, &letter.text, &composed.text) {
            Ok(merged) => {
                letter.text = merged;
                true
            }
            Err(_) => letter.composed == composed.text,
        }
    };
    if kept {
        letter.composed = composed.text;
    }
    for (key, value) in composed.head {
        let untouched = letter.head.get(&key).is_none_or(blank)
            || letter.composed_head.get(&key) == letter.head.get(&key);
        if untouched {
            letter.head.insert(key.clone(), value.clone());
        }
        letter.composed_head.insert(key, value);
    }
    kept
}

fn blank(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.is_empty()) || value.is_null()
}
