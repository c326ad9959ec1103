//! 附件 pages (7.3.7) and issued texts.

use super::Setter;
use crate::document::{Annex, Block};
use crate::flow::{FontRole, Item, Role, SectionStart};

impl Setter<'_> {
    /// 附件 on its own page (7.3.7); on pages turned on their side where its author asks for that or a table has
    /// more columns than upright ones hold (clause 8).
    pub(super) fn annex(&mut self, annex: &Annex) {
        let wide = |block: &Block| matches!(block, Block::Table(table) if self.is_wide(table));
        let landscape = annex.landscape || annex.body.iter().any(wide);
        let page = if landscape { self.sheet.landscape() } else { self.sheet.portrait() };
        let new_section = page != self.page || landscape;
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
