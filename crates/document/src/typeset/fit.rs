//! Fitting: small changes of spacing when the usual one leaves a page without text (7.3.3, 7.3.5.5), and the page
//! on which the imprint stands.

use super::{Attempt, has_head};
use crate::document::Document;
use crate::flow::Flow;
use crate::flow::Role;
use crate::layout::{Page, Pages, Reader, layout_for};
use crate::measure::text_half_ems;
use crate::style::StyleSheet;

/// What one attempt changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Adjust {
    /// Blank lines taken from above the signature.
    pub(super) blank_cut: usize,
    /// Twips taken from every text line.
    pub(super) line_cut: i32,
    /// Keep even a long last paragraph with the signature.
    pub(super) keep_long: bool,
    /// Height of a joint mark in percent of what it may have.
    pub(super) mark_percent: i32,
    /// 主送机关 stand in the imprint.
    pub(super) move_addressees: bool,
    /// Where the imprint stands.
    pub(super) imprint: ImprintPlace,
}

impl Adjust {
    /// Nothing changed.
    const NONE: Self = Self {
        blank_cut: 0,
        line_cut: 0,
        keep_long: false,
        mark_percent: 100,
        move_addressees: false,
        imprint: ImprintPlace::Foot,
    };
}

/// Where the imprint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImprintPlace {
    /// At the foot of the page on which the text ends, or of the next.
    Foot,
    /// At the foot of an even page that follows the text without a blank page between them.
    Even,
    /// At the foot of an even page behind a blank one: neither carries a number (7.5).
    EvenBare,
}

/// Attempts when page 1 shows no text, mildest first: a blank line less, then closer lines, down to 26.5 pt.
const TIGHTER: [(usize, i32); 6] = [(1, 0), (1, 19), (1, 39), (1, 49), (2, 39), (2, 49)];

/// Attempts with a joint mark, which gives way before the text does (7.2.4), in percent of its usual height.
const SMALLER_MARKS: [i32; 5] = [88, 75, 62, 50, 40];

/// More lines of 主送机关 than these are too many when they push the text off page 1 (7.3.2).
const MANY_ADDRESSEE_LINES: i32 = 3;

/// The attempt that was taken.
pub(super) struct Fitted {
    pub(super) attempt: Attempt,
    pub(super) adjust: Adjust,
    /// Its pages as Word breaks them.
    pub(super) pages: Pages,
}

/// The first attempt whose pages are as they must be; the plain one when none is.
pub(super) fn fit(document: &Document, sheet: &StyleSheet, set: impl Fn(Adjust) -> Attempt) -> Fitted {
    let judged = |adjust: Adjust| {
        let attempt = set(adjust);
        let pages = layout_for(&attempt.flow, Reader::Word);
        let found = faults(&attempt.flow, &pages);
        (Fitted { attempt, adjust, pages }, found)
    };
    let main = &document.main;
    let signed = !main.issuers.is_empty() || !main.signer_titles.is_empty() || main.dated.is_some();
    if main.body.is_empty() || !(signed || has_head(sheet, document)) {
        let attempt = set(Adjust::NONE);
        let pages = layout_for(&attempt.flow, Reader::Word);
        return Fitted { attempt, adjust: Adjust::NONE, pages };
    }
    let (plain, found) = judged(Adjust::NONE);
    if !found.any() {
        return plain;
    }
    let tried = attempts(document, found).into_iter().map(&judged);
    if let Some((fitted, _)) = tried.into_iter().find(|(_, found)| !found.any()) {
        return fitted;
    }
    // Nothing helps: a first page without text is worse than a signature below nothing but 附件说明.
    let (kept, left) = judged(Adjust { keep_long: found.lonely_signature, ..Adjust::NONE });
    if left.no_text_on_first && !found.no_text_on_first { plain } else { kept }
}

/// What to try, mildest first.
fn attempts(document: &Document, found: Faults) -> Vec<Adjust> {
    let kept = Adjust { keep_long: found.lonely_signature, ..Adjust::NONE };
    let mut attempts = vec![kept];
    let joint = document.head.issuer_marks.len() > 1;
    let marks = SMALLER_MARKS.into_iter().filter(|_| joint);
    attempts.extend(marks.map(|mark_percent| Adjust { mark_percent, ..kept }));
    let addressees =
        document.main.addressees.iter().map(|a| text_half_ems(a) + 2).fold(0, i32::saturating_add);
    if addressees > MANY_ADDRESSEE_LINES * 56 {
        let moved = Adjust { move_addressees: true, ..kept };
        attempts.push(moved);
        let marks = SMALLER_MARKS.into_iter().filter(|_| joint);
        attempts.extend(marks.map(|mark_percent| Adjust { mark_percent, ..moved }));
    }
    let furthest = attempts.last().copied().unwrap_or(kept);
    let tighter = |(blank_cut, line_cut)| Adjust { blank_cut, line_cut, keep_long: true, ..furthest };
    attempts.extend(TIGHTER.map(tighter));
    attempts
}

/// Where the imprint of a house that wants it on even pages stands, from where it falls by itself.
pub(super) fn even_place(pages: &Pages) -> ImprintPlace {
    let Some(last) = pages.pages.last().filter(|page| !page.number.is_multiple_of(2)) else {
        return ImprintPlace::Foot;
    };
    // The text's own last page is odd: the next one is even. Otherwise the imprint fell on an odd page by
    // itself, which stays blank now.
    let text = last.marks.iter().any(|m| !matches!(m.role, Role::Imprint | Role::Furniture));
    if text || !last.pictures.is_empty() { ImprintPlace::Even } else { ImprintPlace::EvenBare }
}

/// Applies a place to an adjustment.
pub(super) fn placed(adjust: Adjust, imprint: ImprintPlace) -> Adjust {
    Adjust { imprint, ..adjust }
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

/// Faults of the pages in any reader.
fn faults(flow: &Flow, in_word: &Pages) -> Faults {
    let (word, office) = (faults_of(in_word), faults_of(&layout_for(flow, Reader::LibreOffice)));
    Faults {
        no_text_on_first: word.no_text_on_first || office.no_text_on_first,
        lonely_signature: word.lonely_signature || office.lonely_signature,
    }
}

fn faults_of(pages: &Pages) -> Faults {
    Faults {
        no_text_on_first: pages.pages.len() > 1 && !pages.pages.first().is_some_and(shows_text),
        lonely_signature: signature_alone(pages),
    }
}

fn signature_alone(pages: &Pages) -> bool {
    let signed = |p: &&Page| p.marks.iter().any(|m| m.role == Role::Signature);
    pages.pages.iter().find(signed).is_some_and(|p| !shows_text(p))
}

/// Whether running text, a heading, a table or a picture stands on the page.
fn shows_text(page: &Page) -> bool {
    let text = |role| {
        matches!(
            role,
            Role::Body | Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4 | Role::Cell
        )
    };
    page.marks.iter().any(|m| text(m.role)) || !page.pictures.is_empty()
}
