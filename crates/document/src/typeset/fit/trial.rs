//! Trying an attempt at one line height after another: its lines are broken once for each reader.

use super::Adjust;
use super::judge::{Faults, Judge};
use crate::flow::{Flow, Item};
use crate::layout::{Broken, Closer, Reader, sketch};
use crate::style::StyleSheet;
use crate::typeset::Attempt;

/// An attempt as all readers break its lines.
pub(super) struct Trial<'a> {
    judge: Judge<'a>,
    readers: [Broken<'a>; 2],
    sheet: &'a StyleSheet,
}

impl<'a> Trial<'a> {
    /// `carry`: the last paragraph goes on over a page that was begun for it.
    pub(super) fn new(attempt: &'a Attempt, sheet: &'a StyleSheet, carry: bool) -> Self {
        let flow = &attempt.flow;
        let readers = [Reader::Word, Reader::LibreOffice].map(|reader| Broken::new(flow, reader));
        Self { judge: Judge::new(flow, sheet, carry), readers, sheet }
    }

    /// What is wrong with its pages in any reader at the adjustment's line heights.
    pub(super) fn faults(&mut self, adjust: Adjust) -> Faults {
        let (judge, closer) = (&self.judge, adjust.lines(self.sheet.grid.line));
        let found = self.readers.each_mut().map(|broken| judge.faults(&sketch(broken, closer)));
        found.into_iter().fold(Faults::default(), Faults::and)
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
