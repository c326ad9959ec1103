//! Lines of the last paragraph that are carried over to the signature's page (7.3.5.5).

use super::Setter;
use super::signature::last_text;
use crate::flow::{Item, Merge, Role, Row, Table, TableFloat};

impl Setter<'_> {
    /// Ends the page on which the last paragraph of the text begins so many lines higher, so that it goes on beside the
    /// signature. The last resort: the lines are kept free by an empty block at the foot of the text area, for a word
    /// processor can't be told to break a paragraph at a line, and one that is made two is no longer the writer's.
    pub(super) fn end_higher(&mut self) {
        let short = self.adjust.short;
        if short == 0 || self.items.is_empty() {
            return;
        }
        let at = last_text(&self.items);
        let heading =
            |item: &Item| matches!(item, Item::Paragraph(p) if p.keep_next && p.role != Role::Title);
        let before = self.items.iter().take(at).rev().take_while(|item| heading(item)).count();
        let mut line = self.plain(Role::Head);
        line.line = 20;
        line.mark_half_pt = 2;
        let height = Some(self.sheet.grid.line.saturating_mul(short));
        let cells = vec![super::mark::bare_cell(line, Merge::None)];
        let row = Row { height, exact: true, may_split: false, cells };
        let block = Table {
            columns: vec![self.page.text_width() - 1],
            left: 0,
            rows: vec![row],
            header_rows: 0,
            float: Some(TableFloat::FootOfTextArea),
            padding: 0,
        };
        self.items.insert(at - before, Item::Table(block));
    }
}
