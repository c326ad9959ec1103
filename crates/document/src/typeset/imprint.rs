//! 版记 (7.4): a floating table at the foot of the text area of the last page.

use super::Setter;
use crate::document::Imprint;
use crate::flow::{
    Align, Borders, Cell, FontRole, Item, Merge, Paragraph, Rgb, Role, Row, Rule, SectionStart, Tab,
    TabAlign, Table, TableFloat, VerticalAlign,
};
use crate::measure::text_half_ems;

impl Setter<'_> {
    /// 抄送 and 印发 between their rules. A page turned on its side is left first: the imprint reads upright.
    pub(super) fn imprint(&mut self, imprint: &Imprint) {
        let mut rows = Vec::new();
        if !imprint.cc.is_empty() {
            rows.push(self.cc_lines(&imprint.cc));
        }
        if self.sheet.imprint.printer && (imprint.printer.is_some() || imprint.printed.is_some()) {
            rows.push(self.printer_lines(imprint));
        }
        if rows.is_empty() {
            return;
        }
        let style = &self.sheet.imprint;
        let portrait = self.sheet.portrait();
        if style.even_page {
            self.open_section(portrait, SectionStart::EvenPage);
        } else if portrait != self.page {
            self.open_section(portrait, SectionStart::NextPage);
        }
        let count = rows.len();
        let rows: Vec<Row> = rows
            .into_iter()
            .enumerate()
            .map(|(i, paragraphs)| self.imprint_row(paragraphs, i == 0, i + 1 == count))
            .collect();
        let columns = vec![self.sheet.imprint.width];
        let float = Some(TableFloat::FootOfTextArea);
        self.items.push(Item::Table(Table { columns, left: 0, rows, header_rows: 0, float, padding: 0 }));
    }

    fn imprint_row(&self, paragraphs: Vec<Paragraph>, first: bool, last: bool) -> Row {
        let style = &self.sheet.imprint;
        let rule = |outer: bool| {
            let eighths = if outer { style.thick } else { style.thin };
            style.rules.then_some(Rule { eighths, colour: Rgb::BLACK })
        };
        let borders = Borders { top: rule(first), bottom: rule(last), left: None, right: None };
        let valign = VerticalAlign::Middle;
        let cell = Cell { span: 1, merge: Merge::None, borders, valign, paragraphs };
        Row { height: Some(style.line), exact: false, may_split: false, cells: vec![cell] }
    }

    /// 抄送：names, wrapped lines under the first name, full stop at the end (7.4.2).
    fn cc_lines(&mut self, cc: &[String]) -> Vec<Paragraph> {
        let style = &self.sheet.imprint;
        let (left, right, indent, half_pt) = (style.wrap_left, style.indent, style.indent, style.half_pt);
        let names = cc.join("，");
        let mut line = self.imprint_line();
        line.align = Align::Justify;
        line.indent.left = left;
        line.indent.right = right;
        line.indent.first_line = indent - left;
        line.runs =
            self.sized(&format!("抄送：{}。", names.trim_end_matches('。')), FontRole::FangSong, half_pt);
        vec![line]
    }

    /// 印发机关 left, date and 印发 right (7.4.3); on two lines when they don't fit on one.
    fn printer_lines(&mut self, imprint: &Imprint) -> Vec<Paragraph> {
        let style = &self.sheet.imprint;
        let (indent, width, half_pt) = (style.indent, style.width, style.half_pt);
        let printer = imprint.printer.clone().unwrap_or_default();
        let printed = imprint.printed.map(|d| format!("{}印发", d.chinese())).unwrap_or_default();
        let set = |text: &str| text_half_ems(text).saturating_mul(i32::from(half_pt) * 5);
        let fits = set(&printer) + set(&printed) + 2 * indent <= width - indent;
        let mut line = self.imprint_line();
        line.indent.left = indent;
        line.indent.right = indent;
        line.runs = self.sized(&printer, FontRole::FangSong, half_pt);
        if printed.is_empty() {
            return vec![line];
        }
        if fits {
            line.tabs.push(Tab { at: width - indent, align: TabAlign::Right });
            let mut tab = self.tab();
            tab.half_pt = half_pt;
            tab.tracking = 0;
            line.runs.push(tab);
            line.runs.extend(self.sized(&printed, FontRole::FangSong, half_pt));
            return vec![line];
        }
        let mut date = self.imprint_line();
        date.align = Align::Right;
        date.indent.right = indent;
        date.runs = self.sized(&printed, FontRole::FangSong, half_pt);
        vec![line, date]
    }

    fn imprint_line(&self) -> Paragraph {
        let mut line = self.plain(Role::Imprint);
        line.line = self.sheet.imprint.line;
        line.mark_half_pt = self.sheet.imprint.half_pt;
        line
    }
}
