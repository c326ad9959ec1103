//! Fitting: small changes of spacing when the usual one leaves a page without text (7.3.3, 7.3.5.5).

use super::Typeset;
use crate::document::{Block, Document};
use crate::flow::Role;
use crate::layout::{Page, Pages, Reader, layout_for};

/// What one attempt changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Adjust {
    /// Blank lines taken from above the signature.
    pub(super) blank_cut: usize,
    /// Twips taken from every text line.
    pub(super) line_cut: i32,
    /// Keep even a long last paragraph with the signature.
    pub(super) keep_long: bool,
}

/// Attempts when page 1 shows no text, mildest first: a blank line less, then closer lines, down to 26.5 pt.
const TIGHTER: [(usize, i32); 5] = [(1, 0), (1, 19), (1, 39), (2, 39), (2, 49)];

/// The first attempt whose pages are as they must be; the plain one when none is.
pub(super) fn fit(document: &Document, set: impl Fn(Adjust) -> Typeset) -> Typeset {
    let plain = set(Adjust::default());
    let signed = !document.main.issuers.is_empty() || document.main.dated.is_some();
    let has_text = document.main.body.iter().any(|b| matches!(b, Block::Paragraph(_)));
    if !signed || !has_text {
        return plain;
    }
    let found = faults(&plain);
    if !found.any() {
        return plain;
    }
    let base =
        if found.lonely_signature { set(Adjust { keep_long: true, ..Adjust::default() }) } else { plain };
    if !faults(&base).any() {
        return base;
    }
    let tighter =
        TIGHTER.into_iter().map(|(blank_cut, line_cut)| set(Adjust { blank_cut, line_cut, keep_long: true }));
    tighter.into_iter().find(|t| !faults(t).any()).unwrap_or(base)
}

/// What is wrong with the pages, in any reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Faults {
    no_text_on_first: bool,
    lonely_signature: bool,
}

impl Faults {
    fn any(self) -> bool {
        self.no_text_on_first || self.lonely_signature
    }
}

fn faults(typeset: &Typeset) -> Faults {
    let pages = [Reader::Word, Reader::LibreOffice].map(|reader| layout_for(&typeset.flow, reader));
    Faults {
        no_text_on_first: pages.iter().any(|p| p.pages.len() > 1 && !p.pages.first().is_some_and(shows_text)),
        lonely_signature: pages.iter().any(signature_alone),
    }
}

fn signature_alone(pages: &Pages) -> bool {
    let signed = |p: &&Page| p.marks.iter().any(|m| m.role == Role::Signature);
    pages.pages.iter().find(signed).is_some_and(|p| !shows_text(p))
}

/// Whether running text, a heading or a table stands on the page.
fn shows_text(page: &Page) -> bool {
    let text = |role| {
        matches!(
            role,
            Role::Body | Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4 | Role::Cell
        )
    };
    page.marks.iter().any(|m| text(m.role))
}
