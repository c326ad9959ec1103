//! Signatures that need room for several marks: the seals of joint issue and the chops of signers (7.3.5.1, 7.3.5.3).

use super::Setter;
use super::mark::bare_cell;
use super::signature::PROXY;
use super::title::break_name;
use crate::flow::{Align, Cell, Item, Merge, Paragraph, Role, Row, Table, Twips, VerticalAlign};

impl Setter<'_> {
    /// Joint issue under seals: names in regular columns with room for one seal each, the date under the last.
    pub(super) fn joint_sealed(&mut self, organs: &[String], date: &str, proxy: bool) {
        let count = self.seal_columns(organs);
        let width = self.page.text_width() / i32::try_from(count).unwrap_or(1);
        let most = width / self.sheet.grid.cell.max(1) - 1;
        // Full rows first; an incomplete last one stands flush right, so that the date does too.
        let (head, tail) = organs.split_at(organs.len() / count * count);
        let gap = if tail.is_empty() { 0 } else { count - tail.len() };
        let mut ordered: Vec<&str> = head.iter().map(String::as_str).collect();
        ordered.extend(std::iter::repeat_n("", gap));
        ordered.extend(tail.iter().map(String::as_str));
        let last = ordered.len().div_ceil(count).saturating_sub(1);
        let mut rows = Vec::new();
        for (r, names) in ordered.chunks(count).enumerate() {
            let mut cells = Vec::new();
            for (c, name) in names.iter().enumerate() {
                let mut lines = break_name(name, &self.sheet.title, most);
                if r == last && c + 1 == names.len() {
                    lines.extend([if proxy { PROXY } else { "" }, date].map(str::to_owned));
                }
                cells.push(self.seal_cell(&lines, r < last));
            }
            let style = &self.sheet.signature;
            let height = (r < last).then_some(style.seal_height + style.seal_gap);
            rows.push(Row { height, exact: false, may_split: false, cells });
        }
        self.bare_table(vec![width; count], rows);
    }

    /// Three seals of 42 mm fit the measure; two and four organs stand in twos, and so do names that would
    /// not fit a third of it. A name wider than its column takes two lines.
    fn seal_columns(&self, organs: &[String]) -> usize {
        let widest = organs.iter().map(|n| self.width(n)).max().unwrap_or(0);
        let third = self.page.text_width() / 3 - self.cells(1);
        if matches!(organs.len(), 2 | 4) || widest > third { 2 } else { 3 }
    }

    fn seal_cell(&mut self, lines: &[String], keep: bool) -> Cell {
        let mut paragraphs: Vec<Paragraph> =
            lines.iter().filter(|l| !l.is_empty()).map(|l| self.centred_line(l)).collect();
        if paragraphs.is_empty() {
            paragraphs.push(self.plain(Role::Signature));
        }
        paragraphs.iter_mut().for_each(|p| p.keep_next = keep);
        let mut cell = bare_cell(self.plain(Role::Signature), Merge::None);
        cell.valign = VerticalAlign::Top;
        cell.paragraphs = paragraphs;
        cell
    }

    fn centred_line(&mut self, text: &str) -> Paragraph {
        let mut line = self.signature_line(text);
        line.align = Align::Centre;
        line
    }

    /// Chops: one row a signer, the title two characters left of the chop's room and centred on its height, the
    /// date a blank line below the last. The chop itself is never drawn.
    pub(super) fn chops(&mut self, titles: &[String], date: &str) {
        let style = &self.sheet.signature;
        let (height, gap) = (style.chop_height, style.chop_row_gap);
        let right = self.cells(style.chop_right_cells) + style.chop_width + self.cells(style.chop_gap_cells);
        let left = (self.page.text_width() - right).max(right);
        let mut rows = Vec::new();
        for (i, title) in titles.iter().enumerate() {
            let lines = break_name(title, &self.sheet.title, left / self.sheet.grid.cell.max(1));
            let mut text = self.seal_cell(&lines, true);
            text.valign = VerticalAlign::Middle;
            text.paragraphs.iter_mut().for_each(|line| line.align = Align::Right);
            let mut room = self.plain(Role::Signature);
            room.keep_next = true;
            let cells = vec![text, bare_cell(room, Merge::None)];
            let height = Some(if i + 1 < titles.len() { height + gap } else { height });
            rows.push(Row { height, exact: false, may_split: false, cells });
        }
        if !rows.is_empty() {
            self.bare_table(vec![left, right], rows);
        }
        if !date.is_empty() {
            self.blank(Role::Signature, self.sheet.signature.chop_date_blank);
            self.sealed("", date, false);
        }
    }

    fn bare_table(&mut self, columns: Vec<Twips>, rows: Vec<Row>) {
        let table = Table { columns, left: 0, rows, header_rows: 0, float: None, padding: 0 };
        self.items.push(Item::Table(table));
    }
}
