//! Turns a semantic document and a style sheet into a flow of concrete paragraphs and tables.
//!
//! The recipes are those of the style sheet's clauses, written so that Word, WPS and `LibreOffice` agree on them:
//! exact line heights, indents in twips, paragraph borders for rules and one floating table for 版记.

mod annex;
mod body;
mod carry;
mod clean;
mod columns;
mod contents;
mod fit;
mod furniture;
mod head;
mod imprint;
mod issue;
mod joint;
mod mark;
mod notice;
mod paragraph;
mod picture;
mod signatories;
mod signature;
mod signing;
mod table;
mod title;
mod whole;

pub use clean::Dropped;
pub use notice::Notice;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::{Block, Document, Imprint};
use crate::flow::{
    Flow, FontRole, Furniture, Item, PageSetup, Paragraph, Picture, Role, Run, Section, SectionStart, Twips,
};
use crate::layout::{Pages, layout, open_rows};
use crate::measure::text_half_ems;
use crate::picture::PictureRefusal;
use crate::style::{HeadLayout, StyleSheet};
use fit::ImprintPlace;
use paragraph::{blank_paragraph, run, runs};

/// A flow and what could not go into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Typeset {
    /// The flow every writer takes.
    pub flow: Flow,
    /// Its pages as Word and WPS break them; fitting needs them anyway.
    pub pages: Pages,
    /// Characters that no file may hold and that were left out.
    pub dropped: Vec<Dropped>,
    /// Pictures that could not be shown; their names stand in their places.
    pub left_out: Vec<LeftOut>,
    /// What was set otherwise than written so that the pages keep the standard.
    pub notices: Vec<Notice>,
}

/// A picture that could not be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Name as the text gives it.
    pub name: String,
    /// Why.
    pub reason: PictureRefusal,
    /// 1-based line of the source text, when the picture came from there.
    pub source_line: Option<u32>,
}

/// Typesets a document in a style. Same arguments, same flow.
///
/// The first page must show text (7.3.3) and no signature may stand alone (7.3.5.5); where the usual spacing
/// breaks one of these, the tightest of a few small adjustments that keeps both is taken.
#[must_use]
pub fn typeset(document: &Document, sheet: &StyleSheet) -> Typeset {
    let set = |adjust| set(document, sheet, adjust);
    let fitted = fit::fit(document, sheet, set);
    let (mut attempt, mut pages) = (fitted.attempt, fitted.pages);
    if sheet.imprint.even_page {
        let place = fit::even_place(&pages);
        if place != ImprintPlace::Foot {
            attempt = fit::placed(fitted.adjust, place, sheet, set);
            pages = layout(&attempt.flow);
        }
    }
    if contents::number(&mut attempt.flow, &pages) {
        pages = layout(&attempt.flow);
    }
    for picture in &mut attempt.flow.pictures {
        // Bytes come last: the attempts before need only sizes.
        picture.bytes = document.pictures.get(&picture.name).cloned().unwrap_or_default();
    }
    let Attempt { flow, dropped, left_out, mut notices } = attempt;
    notices.extend(Notice::lines(fitted.adjust.closer));
    Typeset { flow, pages, dropped, left_out, notices }
}

/// What one attempt made.
struct Attempt {
    flow: Flow,
    dropped: Vec<Dropped>,
    left_out: Vec<LeftOut>,
    notices: Vec<Notice>,
}

/// One attempt.
fn set(document: &Document, sheet: &StyleSheet, adjust: fit::Adjust) -> Attempt {
    let mut setter = Setter::new(document, sheet, adjust);
    setter.turn_for(document);
    setter.head(document);
    setter.main(document);
    for annex in &document.main.annexes {
        setter.annex(annex);
    }
    let mut imprint = document.imprint.clone().unwrap_or_default();
    if adjust.move_addressees {
        imprint.addressees.extend_from_slice(&document.main.addressees);
    }
    if imprint != Imprint::default() {
        setter.imprint(&imprint);
    }
    setter.finish(document)
}

/// Work in progress: the sheet, the finished sections and the section being filled.
struct Setter<'a> {
    sheet: &'a StyleSheet,
    adjust: fit::Adjust,
    dropped: Vec<Dropped>,
    left_out: Vec<LeftOut>,
    headings: contents::Headings,
    /// Picture files by name, as the caller gave them.
    supplied: &'a BTreeMap<String, Vec<u8>>,
    /// Pictures shown so far, in the flow's order.
    pictures: Vec<Picture>,
    sections: Vec<Section>,
    items: Vec<Item>,
    /// Estimated heights of the rows of the last table.
    heights: Vec<Twips>,
    /// Whether a row is so high that it may leave a hole where it does not break.
    tall: bool,
    page: PageSetup,
    start: SectionStart,
    /// Whether the pages of the section being filled carry no number.
    bare: bool,
}

impl<'a> Setter<'a> {
    fn new(document: &'a Document, sheet: &'a StyleSheet, adjust: fit::Adjust) -> Self {
        let page = sheet.portrait();
        Self {
            sheet,
            adjust,
            dropped: Vec::new(),
            left_out: Vec::new(),
            headings: contents::Headings::of(document),
            supplied: &document.pictures,
            pictures: Vec::new(),
            sections: Vec::new(),
            items: Vec::new(),
            heights: Vec::new(),
            tall: false,
            page,
            start: SectionStart::NextPage,
            bare: false,
        }
    }

    /// Turns all pages of a form on their side where one of its tables has more columns than upright pages hold.
    fn turn_for(&mut self, document: &Document) {
        let wide = |block: &Block| matches!(block, Block::Table(table) if self.is_wide(table));
        if self.is_form() && document.main.body.iter().any(wide) {
            self.page = self.sheet.landscape();
        }
    }

    fn finish(mut self, document: &Document) -> Attempt {
        self.close_section();
        if let Some(first) = self.sections.first_mut() {
            first.first = furniture::first_page(self.sheet, &document.head, &mut self.dropped);
        }
        if let Some(words) = &document.running_head {
            let words = self.sized(words, FontRole::HeiTi, furniture::RUNNING_HALF_PT);
            let line = furniture::running_head(self.sheet, words);
            self.sections.iter_mut().for_each(|section| furniture::put_running_head(section, &line));
        }
        let odd_and_even = furniture::differs_by_side(self.sheet);
        let main = &document.main;
        let title = clean::one_line(&main.title, &mut self.dropped);
        let author = main.issuers.first().or(document.head.issuer_marks.first());
        let author = author.map(|a| clean::one_line(a, &mut self.dropped)).unwrap_or_default();
        // The same text was cleaned where it is set; the file's properties don't count it twice.
        let mut seen = Vec::new();
        self.dropped.retain(|d| {
            !seen.contains(d) && {
                seen.push(d.clone());
                true
            }
        });
        let mut flow = Flow {
            title,
            author,
            fonts: self.sheet.families(),
            odd_and_even,
            mirrored: self.sheet.page.mirrored,
            pictures: self.pictures,
            sections: self.sections,
        };
        fit::set_tracking(&mut flow, self.adjust.tracking);
        if self.tall {
            open_rows(&mut flow);
        }
        let notices = notice::notices(document, self.sheet, self.adjust);
        Attempt { flow, dropped: self.dropped, left_out: self.left_out, notices }
    }

    /// Ends the section being filled; an empty one disappears unless it is the only one.
    fn close_section(&mut self) {
        if self.items.is_empty() && !self.sections.is_empty() {
            return;
        }
        let (mut odd, mut even) = if self.bare {
            (no_furniture(), no_furniture())
        } else {
            furniture::sides(self.sheet, &self.page)
        };
        if self.start == SectionStart::EvenPage {
            [&mut odd, &mut even].into_iter().for_each(|side| furniture::reach_the_text(side, &self.page));
        }
        self.sections.push(Section {
            page: self.page.clone(),
            start: self.start,
            first: None,
            odd,
            even,
            restart_page_number: None,
            items: std::mem::take(&mut self.items),
        });
    }

    /// Opens a section on another kind of page.
    fn open_section(&mut self, page: PageSetup, start: SectionStart) {
        self.close_section();
        self.page = page;
        self.start = start;
        self.bare = false;
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.items.push(Item::Paragraph(paragraph));
    }

    fn blank(&mut self, role: Role, count: usize) {
        for _ in 0..count {
            let line = self.plain(role);
            self.push(line);
        }
    }

    /// An empty body-size paragraph.
    fn plain(&self, role: Role) -> Paragraph {
        blank_paragraph(self.sheet, role)
    }

    /// Runs of a text in body size; newlines become line breaks.
    fn text(&mut self, text: &str, font: FontRole) -> Vec<Run> {
        self.sized(text, font, self.sheet.body.half_pt)
    }

    fn sized(&mut self, text: &str, font: FontRole, half_pt: u16) -> Vec<Run> {
        runs(self.sheet, &mut self.dropped, text, font, half_pt)
    }

    fn cells(&self, count: i32) -> Twips {
        self.sheet.grid.cell.saturating_mul(count)
    }

    /// Width of a body-size text on the character grid.
    fn width(&self, text: &str) -> Twips {
        text_half_ems(text).saturating_mul(self.sheet.grid.cell) / 2
    }

    /// The last thing set stays with what comes next.
    fn keep_last_with_next(&mut self) {
        if let Some(last) = self.items.last_mut() {
            signature::set_keep_next(last, true);
        }
    }
}

/// Whether the head is drawn at all: forms never have one, other formats when there is something to show.
fn has_head(sheet: &StyleSheet, document: &Document) -> bool {
    let head = &document.head;
    let shown = !head.issuer_marks.is_empty() || head.document_number.is_some() || head.issue.is_some();
    sheet.head.layout != HeadLayout::None && shown
}

/// Furniture with nothing on it.
fn no_furniture() -> Furniture {
    Furniture::default()
}

#[cfg(test)]
mod tests;
