//! 发文字号 and 签发人 (7.2.5, 7.2.6): the number in the middle, or left with the signatories at the right.

use super::Setter;
use crate::document::Head;
use crate::flow::{Align, FontRole, Paragraph, Role, Tab, TabAlign, Twips};

/// Where the signatories' names stand.
struct Columns {
    /// Names in a row.
    per_row: usize,
    /// Left edge of the first column of names.
    names: Twips,
    /// Distance from one column of names to the next.
    step: Twips,
    /// Left edge of the label.
    label: Twips,
}

/// What stands before the first name.
pub(super) const LABEL: &str = "签发人：";

impl Setter<'_> {
    /// 发文字号, alone in the middle or with 签发人 at the right.
    pub(super) fn number_rows(&mut self, head: &Head) {
        let number = head.document_number.as_deref().unwrap_or_default();
        match (self.sheet.number.upward, head.signatories.as_slice()) {
            (false, []) => {
                let mut line = self.plain(Role::Head);
                line.align = Align::Centre;
                line.runs = self.text(number, FontRole::FangSong);
                self.push(line);
            }
            (true, []) => {
                let line = self.number_line(number);
                self.push(line);
            }
            (_, [one]) => self.one_row(number, &[one]),
            (_, [one, other]) if self.fits(number, &[one, other]) => self.one_row(number, &[one, other]),
            (_, names) => self.rows_of_names(number, names),
        }
    }

    /// The number one character in from the left.
    fn number_line(&mut self, number: &str) -> Paragraph {
        let mut line = self.plain(Role::Head);
        line.indent.left = self.cells(self.sheet.number.side_cells);
        line.runs = self.text(number, FontRole::FangSong);
        line
    }

    fn fits(&self, number: &str, names: &[&str]) -> bool {
        let names: Twips = names.iter().map(|n| self.width(n) + self.cells(1)).sum();
        let sides = self.cells(2 * self.sheet.number.side_cells);
        self.width(number) + self.width(LABEL) + names + sides <= self.sheet.imprint.width
    }

    /// Number left, label and one or two names one character in from the right.
    fn one_row(&mut self, number: &str, names: &[&str]) {
        let right = self.sheet.imprint.width - self.cells(self.sheet.number.side_cells);
        let mut line = self.number_line(number);
        line.tabs.push(Tab { at: right, align: TabAlign::Right, leader: false });
        line.runs.push(self.tab());
        line.runs.extend(self.text(LABEL, FontRole::FangSong));
        line.runs.extend(self.text(&names.join("\u{3000}"), FontRole::KaiTi));
        self.push(line);
    }

    /// Two names a row, the next row under the first name, the number on the last name's row (7.2.6).
    fn rows_of_names(&mut self, number: &str, names: &[String]) {
        let columns = self.columns(number, names);
        let rows = names.chunks(columns.per_row);
        let last = rows.len().saturating_sub(1);
        for (i, row) in rows.enumerate() {
            let mut line = self.number_line(if i == last { number } else { "" });
            let stop = |at| Tab { at, align: TabAlign::Left, leader: false };
            line.tabs.push(stop(if i == 0 { columns.label } else { columns.names }));
            line.runs.push(self.tab());
            if i == 0 {
                line.runs.extend(self.text(LABEL, FontRole::FangSong));
            }
            for (column, name) in (0i32..).zip(row) {
                if column > 0 {
                    line.tabs.push(stop(columns.names + column * columns.step));
                    line.runs.push(self.tab());
                }
                line.runs.extend(self.text(name, FontRole::KaiTi));
            }
            self.push(line);
        }
    }

    /// Two columns of names where the number leaves room for them, else one.
    fn columns(&self, number: &str, names: &[String]) -> Columns {
        let side = self.cells(self.sheet.number.side_cells);
        let right = self.sheet.imprint.width - side;
        let widest = names.iter().map(|n| self.width(n)).max().unwrap_or(0);
        let step = widest + self.cells(1);
        let free = right - side - self.width(number) - self.cells(1);
        let (per_row, width) =
            if self.width(LABEL) + step + widest <= free { (2, step + widest) } else { (1, widest) };
        let names = (right - width).max(side + self.width(LABEL));
        Columns { per_row, names, step, label: names - self.width(LABEL) }
    }
}
