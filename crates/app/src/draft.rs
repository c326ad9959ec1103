//! Drafting: a template and the book become a letter, and a letter becomes pages and a file.

mod changes;
mod refresh;

use document::flow::Flow;
use document::{Block, Document, HeadFields, Pages};
use expr::{Date, Scope};
use ledger::{Book, Letter};
use proof::{Finding, Subject};
use serde_json::{Map, Value};
use templates::{Pack, PackError};

pub(crate) use changes::{Changes, changes};
pub(crate) use refresh::differs;
pub use refresh::refresh;

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
    /// What the writer should look at because it was read or set otherwise than typed: 1-based line of the text, 0 for
    /// the whole, and words for the user.
    pub notices: Vec<(u32, String)>,
    /// What proof-reading found, in reading order.
    pub findings: Vec<Finding>,
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
    /// What stands for a date is none.
    #[error("{part} is no date: {value}")]
    Day {
        /// The part of the head, as people call it.
        part: &'static str,
        /// What stands there.
        value: String,
    },
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
            Self::Head(_) => "公文要素有误，不能排版，请核对各项要素后重试".to_owned(),
            Self::Day { part, value } => {
                templates::text_with("letter.no_day", &[("part", part), ("value", value)])
            }
            Self::Docx(error) => error.message(),
        }
    }
}

/// Composes a letter afresh from its template and data.
///
/// # Errors
/// When the template is missing or cannot be rendered with this data.
pub fn compose(pack: &Pack, name: &str, data: &Value) -> Result<templates::Composed, PackError> {
    let template = pack.letter(name)?;
    compose_from(pack, &template, &Scope::from(&templates::said(data)))
}

/// The same, from a template that was read already and names that may be read lazily.
///
/// # Errors
/// When a name is unknown or a text cannot be rendered.
pub fn compose_from(
    pack: &Pack,
    template: &templates::LetterTemplate,
    names: &Scope,
) -> Result<templates::Composed, PackError> {
    let composed = template.compose_over(pack.engine(), names)?;
    Ok(templates::Composed { text: document::text::widths_in_words(&composed.text), ..composed })
}

/// Answers to a template's questions before anybody changed them.
///
/// # Errors
/// When the template is missing or a default cannot be rendered.
pub fn first_inputs(pack: &Pack, name: &str, data: &Value) -> Result<Map<String, Value>, PackError> {
    Ok(pack.letter(name)?.defaults(pack.engine(), data)?)
}

/// Makes a letter of a book ready for paper, with the pictures it has there.
///
/// # Errors
/// When its style sheet is missing or its head is malformed.
pub fn typeset(pack: &Pack, book: &Book, letter: &Letter) -> Result<Typeset, DraftError> {
    let mark = book.is_sample().then(|| templates::text("sample.mark"));
    // A day that is none is told at its field and by proof-reading; it does not take the pages away.
    let mut head = letter.head.clone();
    for key in ["dated", "printed"] {
        if head.get(key).and_then(Value::as_str).is_some_and(crate::doubts::entries::is_wrong) {
            head.remove(key);
        }
    }
    typeset_marked(pack, &head, &letter.text, &|name| book.picture(letter, name), mark)
}

/// Makes head keys and body text ready for paper and proof-reads them.
///
/// # Errors
/// When the style sheet is missing or the head is malformed.
pub fn typeset_parts(pack: &Pack, head: &Map<String, Value>, text: &str) -> Result<Typeset, DraftError> {
    typeset_with(pack, head, text, &|_| None)
}

/// The same, with pictures: `picture` finds a file's content by the name the text gives it.
///
/// # Errors
/// When the style sheet is missing or the head is malformed.
pub fn typeset_with(
    pack: &Pack,
    head: &Map<String, Value>,
    text: &str,
    picture: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Typeset, DraftError> {
    typeset_marked(pack, head, text, picture, None)
}

/// The same, with words at the head of every page that say the document is none, such as 示例.
fn typeset_marked(
    pack: &Pack,
    head: &Map<String, Value>,
    text: &str,
    picture: &dyn Fn(&str) -> Option<Vec<u8>>,
    mark: Option<&str>,
) -> Result<Typeset, DraftError> {
    let fields = head_fields(head)?;
    let style = pack.style(fields.style.as_deref().unwrap_or("document"))?;
    let (mut document, read) = document::compose_with_notices(&fields, text);
    document.running_head = mark.map(str::to_owned);
    document.pictures =
        picture_names(&document).filter_map(|name| Some((name.clone(), picture(&name)?))).collect();
    let typeset = document::typeset(&document, &style);
    let subject =
        Subject { head: &fields, text, document: &document, style: &style, pages: Some(&typeset.pages) };
    let findings = proof::proofread(&subject, pack.lexicon()?);
    let dropped = typeset.dropped.iter().map(dropped_in_words).collect();
    let notices = notices(&read, &typeset);
    Ok(Typeset { document, flow: typeset.flow, pages: typeset.pages, dropped, notices, findings })
}

/// Names of the pictures a document shows, in order.
fn picture_names(document: &Document) -> impl Iterator<Item = String> {
    let annexes = document.main.annexes.iter().flat_map(|annex| &annex.body);
    let names = document.main.body.iter().chain(annexes).filter_map(|block| match block {
        Block::Picture(picture) => Some(picture.name.clone()),
        Block::Paragraph(_) | Block::Table(_) => None,
    });
    names.collect::<Vec<_>>().into_iter()
}

/// What the writer should look at, by line: how the text was read, what was left out, what was set otherwise.
fn notices(read: &[document::text::Notice], typeset: &document::Typeset) -> Vec<(u32, String)> {
    let mut all: Vec<(u32, String)> = read.iter().map(|notice| (notice.line, notice.message())).collect();
    all.extend(typeset.left_out.iter().map(|left| {
        let facts = [("name", left.name.as_str()), ("reason", left.reason.message())];
        (left.source_line.unwrap_or_default(), templates::text_with("letter.picture_left_out", &facts))
    }));
    all.extend(typeset.notices.iter().map(|notice| (0, notice.message())));
    all
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
    for (key, term) in [("dated", "letter.dated"), ("printed", "letter.printed")] {
        let value = filled.get(key).and_then(Value::as_str);
        if let Some(value) = value.filter(|value| value.parse::<Date>().is_err()) {
            return Err(DraftError::Day { part: templates::text(term), value: value.to_owned() });
        }
    }
    serde_json::from_value(Value::Object(filled)).map_err(|error| DraftError::Head(error.to_string()))
}

/// A letter as a Word file.
///
/// # Errors
/// When it cannot be typeset or written.
pub fn docx(pack: &Pack, book: &Book, letter: &Letter) -> Result<Vec<u8>, DraftError> {
    Ok(export_docx::docx(&typeset(pack, book, letter)?.flow)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_is_none_is_told_with_its_part_and_its_value() {
        let head = |value: &str| Map::from_iter([("dated".to_owned(), Value::from(value))]);
        let told = head_fields(&head("2026-02-30")).unwrap_err().message();
        assert!(told.contains("“成文日期”") && told.contains("“2026-02-30”"), "{told}");
        assert!(head_fields(&head("2026-02-28")).is_ok() && head_fields(&head(" ")).is_ok());
    }
}
