//! Trying an attempt at one line height after another: its lines are broken once for each reader.

use super::Adjust;
use super::judge::{Faults, Judge};
use crate::flow::{Align, Flow, Item, Twips};
use crate::layout::{Broken, Closer, Reader, sketch};
use crate::style::StyleSheet;
use crate::typeset::Attempt;
use crate::typeset::signature::is_text;

/// An attempt as all readers break its lines.
pub(super) struct Trial<'a> {
    judge: Judge<'a>,
    readers: [Broken<'a>; 2],
    sheet: &'a StyleSheet,
}

impl<'a> Trial<'a> {
    pub(super) fn new(attempt: &'a Attempt, sheet: &'a StyleSheet) -> Self {
        let flow = &attempt.flow;
        let readers = [Reader::Word, Reader::LibreOffice].map(|reader| Broken::new(flow, reader));
        Self { judge: Judge::new(flow, sheet), readers, sheet }
    }

    /// What is wrong with its pages in any reader at the adjustment's line heights.
    pub(super) fn faults(&mut self, adjust: Adjust) -> Faults {
        let (judge, closer) = (&self.judge, adjust.lines(self.sheet.grid.line));
        let found = self.readers.each_mut().map(|broken| judge.faults(&sketch(broken, closer)));
        found.into_iter().fold(Faults::default(), Faults::and)
    }
}

/// Adds to the white behind every character of running text, so that its lines hold more or fewer of them.
pub(in crate::typeset) fn set_tracking(flow: &mut Flow, by: Twips) {
    let items = flow.sections.iter_mut().flat_map(|section| &mut section.items);
    for item in items.filter(|_| by != 0) {
        if let Item::Paragraph(p) = item
            && p.align == Align::Justify
            && is_text(p)
        {
            p.runs.iter_mut().for_each(|run| run.tracking += by);
        }
    }
}

/// Sets the lines of a flow closer.
pub(super) fn set_closer(flow: &mut Flow, closer: Closer) {
    for item in flow.sections.iter_mut().flat_map(|section| &mut section.items) {
        match item {
            Item::Paragraph(p) => p.line = closer.line_of(p),
            Item::Table(table) if table.float.is_none() => {
                table.rows.iter_mut().for_each(|row| row.height = closer.row_of(row));
                table.paragraphs_mut().for_each(|p| p.line = closer.line_of(p));
            }
            Item::Table(_) => {}
        }
    }
}
