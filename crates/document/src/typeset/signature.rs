//! 署名 and 成文日期 (7.3.5), set so that their mutual place does not depend on the digits' real width.

use super::head::bare_cell;
use super::{Setter, has_head};
use crate::document::{Document, Seal};
use crate::flow::{Align, FontRole, Item, Merge, Paragraph, Role, Row, Run, RunContent, Table};
use crate::measure::text_half_ems;

impl Setter<'_> {
    /// The signature block. `anchor` is where the text ended: it and everything after it stays together.
    pub(super) fn signature(&mut self, document: &Document, anchor: usize) {
        let main = &document.main;
        let date = main.dated.map(|d| d.chinese()).unwrap_or_default();
        // Minutes and bulletins print organ and date in the head, when they have one.
        let in_head = !self.sheet.signature.drawn && has_head(self.sheet, document);
        if in_head || (main.issuers.is_empty() && date.is_empty()) {
            return;
        }
        let style = &self.sheet.signature;
        let sealed = main.seal == Seal::Sealed;
        let blank = match (self.items.is_empty(), sealed) {
            (true, _) => style.blank_without_text,
            (false, true) => style.sealed_blank,
            (false, false) => style.unsealed_blank,
        };
        let blank = blank.saturating_sub(self.adjust.blank_cut);
        self.keep_from(anchor);
        self.blank(Role::Signature, blank);
        let start = self.items.len();
        match (sealed, main.issuers.as_slice()) {
            (true, issuers @ [_, _, ..]) => self.joint_sealed(issuers, &date, main.proxy_seal),
            (true, issuers) => {
                self.sealed(issuers.first().map_or("", String::as_str), &date, main.proxy_seal);
            }
            (false, issuers) => self.unsealed(issuers, &date, main.proxy_seal),
        }
        // The blank lines and every line but the last stay with the next.
        self.keep_from(start - blank);
        if let Some(Item::Paragraph(last)) = self.items.last_mut() {
            last.keep_next = false;
        }
    }

    /// The last paragraph of the text and all after it stay with what follows, so that no signature stands alone.
    ///
    /// A long paragraph is let go while it can be: some word processors move a kept paragraph as a whole, and
    /// the page before would end in a hole.
    pub(super) fn keep_from(&mut self, anchor: usize) {
        let from = anchor.saturating_sub(1);
        for (i, item) in self.items.iter_mut().enumerate().skip(from) {
            match item {
                Item::Paragraph(p) if i == from && !self.adjust.keep_long && is_long(p) => {}
                Item::Paragraph(p) => p.keep_next = true,
                Item::Table(t) => {
                    let cells = t.rows.last_mut().into_iter().flat_map(|row| row.cells.iter_mut());
                    cells.flat_map(|cell| cell.paragraphs.iter_mut()).for_each(|p| p.keep_next = true);
                }
            }
        }
    }

    /// One organ under its seal: date four characters from the right, organ centred on it (7.3.5.1).
    fn sealed(&mut self, organ: &str, date: &str, proxy: bool) {
        let (o, d) = (self.width(organ), self.width(date));
        let block = o.max(d) + self.cells(2);
        let wanted = self.cells(self.sheet.signature.sealed_right_cells) - (block - d) / 2;
        let right = wanted.max(0);
        let left = (self.page.text_width() - block - right).max(0);
        for text in [organ, if proxy { "（代章）" } else { "" }, date] {
            if text.is_empty() {
                continue;
            }
            let mut line = self.signature_line(text);
            line.align = Align::Centre;
            line.indent.left = left;
            line.indent.right = right;
            self.push(line);
        }
    }

    /// Without a seal: organ two characters from the right, date two characters in from its start (7.3.5.2).
    fn unsealed(&mut self, organs: &[String], date: &str, proxy: bool) {
        let two = self.cells(2);
        let organ_right = self.cells(self.sheet.signature.unsealed_right_cells);
        let o = organs.iter().map(|n| self.width(n)).max().unwrap_or(0);
        let d = self.width(date);
        let room = self.page.text_width();
        if organs.is_empty() {
            self.sealed("", date, proxy);
            return;
        }
        // A date longer than the name takes the two characters itself and pushes the name in.
        let right = if d > o { d - o + two + organ_right } else { organ_right };
        let left = (room - right - o).max(0);
        for organ in organs {
            let mut line = self.signature_line(organ);
            line.indent.left = left;
            self.push(line);
        }
        for text in [if proxy { "（代章）" } else { "" }, date] {
            if !text.is_empty() {
                let mut line = self.signature_line(text);
                line.indent.left = (left + two).min((room - self.width(text)).max(0));
                self.push(line);
            }
        }
    }

    /// Joint issue: names in regular columns with room for one seal each, the date under the last (7.3.5.1).
    fn joint_sealed(&mut self, organs: &[String], date: &str, proxy: bool) {
        let room = self.page.text_width();
        let widest = organs.iter().map(|n| self.width(n)).max().unwrap_or(0);
        // Three seals of 42 mm fit the measure; long names take half of it or all.
        let columns = match (organs.len(), widest) {
            (_, w) if w > room / 2 - self.cells(1) => 1,
            (2, _) => 2,
            (_, w) if w > room / 3 - self.cells(1) => 2,
            _ => 3,
        };
        let width = room / i32::try_from(columns).unwrap_or(1);
        // Full rows first; an incomplete last one stands flush right, so that the date does too.
        let full = organs.len() / columns * columns;
        let (head, tail) = organs.split_at(full.min(organs.len()));
        let gap = if tail.is_empty() { 0 } else { columns - tail.len() };
        let mut ordered = head.to_vec();
        ordered.extend(std::iter::repeat_n(String::new(), gap));
        ordered.extend_from_slice(tail);
        let count = ordered.len().div_ceil(columns);
        let mut rows = Vec::new();
        for (r, names) in ordered.chunks(columns).enumerate() {
            let last_row = r + 1 == count;
            let cells = names.iter().enumerate().map(|(c, name)| {
                let mut lines = vec![self.centred_line(name)];
                if last_row && c + 1 == names.len() {
                    let more = [if proxy { "（代章）" } else { "" }, date];
                    lines.extend(more.into_iter().filter(|t| !t.is_empty()).map(|t| self.centred_line(t)));
                }
                let mut cell = bare_cell(self.plain(Role::Signature), Merge::None);
                cell.valign = crate::flow::VerticalAlign::Top;
                lines.iter_mut().for_each(|l| l.keep_next = !last_row);
                cell.paragraphs = lines;
                cell
            });
            let cells = cells.collect();
            let height = (!last_row).then_some(self.sheet.signature.seal_height);
            rows.push(Row { height, exact: false, may_split: false, cells });
        }
        let columns = vec![width; columns];
        self.items.push(Item::Table(Table {
            columns,
            left: 0,
            rows,
            header_rows: 0,
            float: None,
            padding: 0,
        }));
    }

    fn centred_line(&mut self, text: &str) -> Paragraph {
        let mut line = self.signature_line(text);
        line.align = Align::Centre;
        line
    }

    fn signature_line(&mut self, text: &str) -> Paragraph {
        let mut line = self.plain(Role::Signature);
        line.runs = self.text(text, FontRole::FangSong);
        line
    }
}

/// Whether a paragraph takes more than three lines.
fn is_long(paragraph: &Paragraph) -> bool {
    let width = |run: &Run| match &run.content {
        RunContent::Text(text) => text_half_ems(text),
        RunContent::Tab | RunContent::LineBreak | RunContent::PageNumber | RunContent::PageCount => 0,
    };
    paragraph.runs.iter().map(width).fold(0, i32::saturating_add) > 3 * 56
}
