//! What stands on which page, without drawing it: enough to judge pages by.

use crate::flow::Twips;

/// One page of a sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SketchPage {
    /// Index of the flow's section.
    pub(crate) section: usize,
    /// What stands on it, from top to bottom.
    pub(crate) parts: Vec<Part>,
    /// Height that is left below the last line, above the imprint where there is one.
    pub(crate) left: Twips,
}

/// Lines of a paragraph or a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Index of the item in its section.
    pub(crate) item: usize,
    /// First line or row.
    pub(crate) from: usize,
    /// Line or row after the last.
    pub(crate) to: usize,
    /// Lines or rows of the whole item.
    pub(crate) of: usize,
    /// Height of these.
    pub(crate) height: Twips,
    /// How much of a row goes on on the next page.
    pub(crate) over: Twips,
}
