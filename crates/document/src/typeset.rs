//! Turns a semantic document and a style sheet into a flow of concrete paragraphs and tables.
//!
//! The recipes are those of the style sheet's clauses, written so that Word, WPS and `LibreOffice` agree on them:
//! exact line heights, indents in twips, paragraph borders for rules and one floating table for 版记.

mod body;
mod clean;
mod fit;
mod furniture;
mod head;
mod imprint;
mod signature;
mod table;
mod title;

pub use clean::Dropped;

use crate::document::{Annex, Document};
use crate::flow::{
    Align, Flow, FontRole, Furniture, Indent, Item, PageSetup, Paragraph, Rgb, Role, Run, RunContent,
    Section, SectionStart, Twips,
};
use crate::measure::text_half_ems;
use crate::style::{HeadLayout, StyleSheet};

/// A flow and what could not go into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Typeset {
    /// The flow every writer takes.
    pub flow: Flow,
    /// Characters that no file may hold and that were left out.
    pub dropped: Vec<Dropped>,
}

/// Typesets a document in a style. Same arguments, same flow.
///
/// The first page must show text (7.3.3) and no signature may stand alone (7.3.5.5); where the usual spacing
/// breaks one of these, the tightest of a few small adjustments that keeps both is taken.
#[must_use]
pub fn typeset(document: &Document, sheet: &StyleSheet) -> Typeset {
    fit::fit(document, |adjust| set(document, sheet, adjust))
}

/// One attempt.
fn set(document: &Document, sheet: &StyleSheet, adjust: fit::Adjust) -> Typeset {
    let mut setter = Setter::new(sheet, adjust);
    setter.head(document);
    setter.main(document);
    for annex in &document.main.annexes {
        setter.annex(annex);
    }
    if let Some(imprint) = &document.imprint {
        setter.imprint(imprint);
    }
    setter.finish(document)
}

/// Work in progress: the sheet, the finished sections and the section being filled.
struct Setter<'a> {
    sheet: &'a StyleSheet,
    adjust: fit::Adjust,
    dropped: Vec<Dropped>,
    sections: Vec<Section>,
    items: Vec<Item>,
    page: PageSetup,
    start: SectionStart,
}

impl<'a> Setter<'a> {
    fn new(sheet: &'a StyleSheet, adjust: fit::Adjust) -> Self {
        let page = sheet.portrait();
        Self {
            sheet,
            adjust,
            dropped: Vec::new(),
            sections: Vec::new(),
            items: Vec::new(),
            page,
            start: SectionStart::NextPage,
        }
    }

    fn finish(mut self, document: &Document) -> Typeset {
        self.close_section();
        if let Some(first) = self.sections.first_mut() {
            first.first = furniture::first_page(self.sheet, &document.head, &mut self.dropped);
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
        let flow =
            Flow { title, author, fonts: self.sheet.families(), odd_and_even, sections: self.sections };
        Typeset { flow, dropped: self.dropped }
    }

    /// Ends the section being filled; an empty one disappears unless it is the only one.
    fn close_section(&mut self) {
        if self.items.is_empty() && !self.sections.is_empty() {
            return;
        }
        let (odd, even) = furniture::sides(self.sheet);
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
        let mut paragraph = blank_paragraph(self.sheet, role);
        if !matches!(role, Role::Head | Role::Title | Role::Annex) {
            paragraph.line -= self.adjust.line_cut;
        }
        paragraph
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
        match self.items.last_mut() {
            Some(Item::Paragraph(p)) => p.keep_next = true,
            Some(Item::Table(t)) => {
                let cells = t.rows.last_mut().into_iter().flat_map(|row| row.cells.iter_mut());
                cells.flat_map(|cell| cell.paragraphs.iter_mut()).for_each(|p| p.keep_next = true);
            }
            None => {}
        }
    }

    /// 附件 on its own page (7.3.7); a wide one on pages turned on their side (clause 8).
    fn annex(&mut self, annex: &Annex) {
        let page = if annex.landscape { self.sheet.landscape() } else { self.sheet.portrait() };
        let new_section = page != self.page || annex.landscape;
        if new_section {
            self.open_section(page, SectionStart::NextPage);
        }
        let start = self.items.len();
        if !annex.issued {
            let number = annex.number.map(|n| n.to_string()).unwrap_or_default();
            let mut label = self.plain(Role::Annex);
            label.runs = self.text(&format!("附件{number}"), FontRole::HeiTi);
            label.keep_next = true;
            self.push(label);
        }
        if !annex.title.trim().is_empty() {
            if !annex.issued {
                self.blank(Role::Annex, 1);
                self.keep_last_with_next();
            }
            let style = &self.sheet.annex;
            let (half_pt, line) = (style.half_pt, style.line);
            let title = self.title_paragraph(&annex.title, Role::Annex, half_pt, line);
            self.push(title);
            self.blank(Role::Annex, 1);
            self.keep_last_with_next();
        }
        self.blocks(&annex.body);
        if new_section || start == 0 {
            return;
        }
        match self.items.get_mut(start) {
            Some(Item::Paragraph(first)) => first.page_break_before = true,
            // An issued text without a title that opens with a table: an empty line carries the break.
            Some(Item::Table(_)) => {
                let mut line = self.plain(Role::Annex);
                line.page_break_before = true;
                self.items.insert(start, Item::Paragraph(line));
            }
            None => {}
        }
    }
}

/// An empty paragraph in body size.
fn blank_paragraph(sheet: &StyleSheet, role: Role) -> Paragraph {
    Paragraph {
        role,
        line: sheet.grid.line,
        before: 0,
        after: 0,
        align: Align::Left,
        indent: Indent::default(),
        keep_next: false,
        keep_lines: false,
        page_break_before: false,
        tabs: Vec::new(),
        rule_above: None,
        rule_below: None,
        runs: Vec::new(),
        mark_half_pt: sheet.body.half_pt,
        source_line: None,
    }
}

/// Runs of a text; body-size runs get the tracking that lets 28 characters stand in a line (5.2.3).
fn runs(
    sheet: &StyleSheet,
    dropped: &mut Vec<Dropped>,
    text: &str,
    font: FontRole,
    half_pt: u16,
) -> Vec<Run> {
    let run = |content| run(sheet, content, font, half_pt);
    let mut out = Vec::new();
    for (i, line) in clean::lines(text, dropped).into_iter().enumerate() {
        if i > 0 {
            out.push(run(RunContent::LineBreak));
        }
        if !line.is_empty() {
            out.push(run(RunContent::Text(line)));
        }
    }
    out
}

/// One black run.
fn run(sheet: &StyleSheet, content: RunContent, font: FontRole, half_pt: u16) -> Run {
    let tracking = if half_pt == sheet.body.half_pt { sheet.grid.tracking } else { 0 };
    Run { content, font, half_pt, colour: Rgb::BLACK, tracking, scale_percent: 100, bold: false }
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
