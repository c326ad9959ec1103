//! The 28 × 22 page: a flow without head, indents and page number, which no text can ask for.

use document::flow::{Flow, Furniture, Indent, Item};
use document::{HeadFields, compose, typeset};
use tests::styles::sheet;

use super::case::Document;
use super::measure::Measure;

/// One page exactly full, and one character more.
pub(crate) fn documents() -> Result<Vec<Document>, String> {
    let measures = |text: &str| -> Result<Vec<Measure>, String> {
        serde_json::from_str(text).map_err(|error| format!("grid: {error}"))
    };
    let full = measures(include_str!("full-page.json"))?;
    let over = measures(
        r#"[{ "name": "617 characters need a second page", "probe": { "take": "pages" }, "is": 2 }]"#,
    )?;
    [("grid-616", 616, full), ("grid-617", 617, over)]
        .into_iter()
        .map(|(name, characters, measures)| Document::of(name.to_owned(), flow(characters)?, measures))
        .collect()
}

/// The body style's own paragraph, taken out of its surroundings.
fn flow(characters: usize) -> Result<Flow, String> {
    let document = compose(&HeadFields::default(), &"督".repeat(characters));
    let mut flow = typeset(&document, &sheet("document")?).flow;
    flow.odd_and_even = false;
    for section in &mut flow.sections {
        (section.first, section.odd, section.even) = (None, Furniture::default(), Furniture::default());
        for item in &mut section.items {
            if let Item::Paragraph(paragraph) = item {
                paragraph.indent = Indent::default();
            }
        }
    }
    Ok(flow)
}
