//! 版记 (7.4): a floating table at the foot of the text area of the last page.

use super::Setter;
use super::fit::ImprintPlace;
use crate::document::Imprint;
use crate::flow::{
    Align, Borders, Cell, FontRole, Item, Merge, Paragraph, Rgb, Role, Row, Rule, SectionStart, Tab,
    TabAlign, Table, TableFloat, Twips, VerticalAlign,
};
use crate::measure::text_half_ems;

/// Sizes in half-points that a block too high for a page is set in, the usual one before them.
const SMALLER: [u16; 3] = [24, 21, 18];

impl Setter<'_> {
    /// Who gets it and who printed it, between their rules. On a page turned on its side it reads like the table above
    /// it and is as wide: the last page of text is where it belongs (7.4), however that page lies.
    pub(super) fn imprint(&mut self, imprint: &Imprint) {
        let style = &self.sheet.imprint;
        let lists: Vec<(&str, &[String])> = [
            ("主送：", &imprint.addressees),
            ("报：", &imprint.report_to),
            ("送：", &imprint.send_to),
            ("发：", &imprint.distribute_to),
            ("抄送：", &imprint.cc),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(label, names)| (label, names.as_slice()))
        .collect();
        let printed = style.printer && (imprint.printer.is_some() || imprint.printed.is_some());
        if lists.is_empty() && imprint.copies.is_none() && !printed {
            return;
        }
        self.imprint_page();
        let sizes = std::iter::once(style.half_pt).chain(SMALLER);
        let fitting =
            sizes.into_iter().find(|size| self.imprint_height(&lists, *size) <= self.page.text_height());
        let half_pt = fitting.unwrap_or(style.half_pt);
        let mut rows = Vec::new();
        // One layout for all of them and no rule between them (7.4.2).
        let names: Vec<Paragraph> =
            lists.iter().map(|(label, names)| self.names(label, names, half_pt)).collect();
        rows.extend((!names.is_empty()).then_some(names));
        let copies = imprint.copies.as_deref().map(|copies| vec![self.copies(copies, half_pt)]);
        let printer = printed.then(|| self.printer_lines(imprint, half_pt));
        let (upper, lower) = if style.copies_last { (printer, copies) } else { (copies, printer) };
        rows.extend(upper);
        rows.extend(lower);
        let count = rows.len();
        let split = fitting.is_none();
        let mut rows: Vec<Row> = rows
            .into_iter()
            .enumerate()
            .map(|(i, paragraphs)| self.imprint_row(paragraphs, i == 0, i + 1 == count, split))
            .collect();
        rows.extend(self.lift());
        let columns = vec![self.imprint_width()];
        // What not even the smallest size brings onto one page runs on like any table.
        let float = (!split).then_some(TableFloat::FootOfTextArea);
        self.items.push(Item::Table(Table { columns, left: 0, rows, header_rows: 0, float, padding: 0 }));
    }

    /// Goes where the imprint stands: on the page of the text, or on an even page.
    fn imprint_page(&mut self) {
        let portrait = self.sheet.portrait();
        match self.adjust.imprint {
            ImprintPlace::Foot => {}
            ImprintPlace::Even => self.open_section(portrait, SectionStart::EvenPage),
            ImprintPlace::EvenBare => {
                self.open_section(portrait, SectionStart::EvenPage);
                self.bare = true;
            }
        }
    }

    /// As wide as the text.
    fn imprint_width(&self) -> Twips {
        let style = &self.sheet.imprint;
        if self.page == self.sheet.portrait() { style.width } else { self.page.text_width() - 1 }
    }

    /// Reckoned height of the block in a size.
    fn imprint_height(&self, lists: &[(&str, &[String])], half_pt: u16) -> Twips {
        let style = &self.sheet.imprint;
        let half_em = i32::from(half_pt) * 5;
        let lines = |(label, names): &(&str, &[String])| {
            let label = text_half_ems(label);
            let room = (self.imprint_width() - 2 * style.indent) / half_em - label;
            let names: i32 = names.iter().map(|n| text_half_ems(n) + 2).fold(0, i32::saturating_add);
            names / (room - 1).max(1) + 1
        };
        let count = lists.iter().map(lines).fold(3, i32::saturating_add);
        count.saturating_mul(self.imprint_pitch(half_pt))
    }

    /// Line height of a size, in the proportion of the usual one.
    fn imprint_pitch(&self, half_pt: u16) -> Twips {
        let style = &self.sheet.imprint;
        style.line * i32::from(half_pt) / i32::from(style.half_pt.max(1))
    }

    fn imprint_row(&self, paragraphs: Vec<Paragraph>, first: bool, last: bool, may_split: bool) -> Row {
        let style = &self.sheet.imprint;
        let rule = |outer: bool| {
            let eighths = if outer { style.thick } else { style.thin };
            style.rules.then_some(Rule { eighths, colour: Rgb::BLACK })
        };
        let borders = Borders { top: rule(first), bottom: rule(last), left: None, right: None };
        let height = paragraphs.first().map(|p| p.line);
        let cell = Cell { span: 1, merge: Merge::None, borders, valign: VerticalAlign::Middle, paragraphs };
        Row { height, exact: false, may_split, cells: vec![cell] }
    }

    /// An empty row that keeps the last rule on the lower edge of the 版心 where the text may stand lower.
    fn lift(&self) -> Option<Row> {
        let upright = self.page == self.sheet.portrait();
        let gap = if upright { self.sheet.page.area_bottom - self.sheet.page.bottom } else { 0 };
        // A rule between two rows takes its thickness from the lower one.
        let height = gap + i32::from(self.sheet.imprint.thick) * 5 / 2;
        let mut line = self.plain(Role::Imprint);
        line.line = height.min(20);
        line.mark_half_pt = 2;
        (gap > 0).then(|| Row {
            height: Some(height),
            exact: true,
            may_split: false,
            cells: vec![super::mark::bare_cell(line, Merge::None)],
        })
    }

    /// A label and names, wrapped lines under the first name, full stop at the end (7.4.2).
    fn names(&mut self, label: &str, names: &[String], half_pt: u16) -> Paragraph {
        let style = &self.sheet.imprint;
        let hanging = text_half_ems(label).saturating_mul(i32::from(half_pt) * 5);
        let (left, right) = (style.indent + hanging, style.indent);
        let names = names.join("，");
        let mut line = self.imprint_line(half_pt);
        line.align = Align::Justify;
        line.indent.left = left;
        line.indent.right = right;
        line.indent.first_line = -hanging;
        let text = format!("{label}{}。", names.trim_end_matches('。'));
        line.runs = self.sized(&text, FontRole::FangSong, half_pt);
        line
    }

    /// 印数, one character in from the right.
    fn copies(&mut self, copies: &str, half_pt: u16) -> Paragraph {
        let number = !copies.trim().is_empty() && copies.trim().chars().all(|c| c.is_ascii_digit());
        let text = if number { format!("共印{}份", copies.trim()) } else { copies.to_owned() };
        let mut line = self.imprint_line(half_pt);
        line.align = Align::Right;
        line.indent.left = self.sheet.imprint.indent;
        line.indent.right = self.sheet.imprint.indent;
        line.runs = self.sized(&text, FontRole::FangSong, half_pt);
        line
    }

    /// 印发机关 left, date and 印发 right (7.4.3); on two lines when they don't fit on one.
    fn printer_lines(&mut self, imprint: &Imprint, half_pt: u16) -> Vec<Paragraph> {
        let style = &self.sheet.imprint;
        let (indent, width) = (style.indent, self.imprint_width());
        let printer = imprint.printer.clone().unwrap_or_default();
        let printed = imprint.printed.map(|d| format!("{}印发", d.chinese())).unwrap_or_default();
        let set = |text: &str| text_half_ems(text).saturating_mul(i32::from(half_pt) * 5);
        let fits = set(&printer) + set(&printed) + 2 * indent <= width - indent;
        let mut line = self.imprint_line(half_pt);
        line.indent.left = indent;
        line.indent.right = indent;
        line.runs = self.sized(&printer, FontRole::FangSong, half_pt);
        if printed.is_empty() {
            return vec![line];
        }
        if fits {
            line.tabs.push(Tab { at: width - indent, align: TabAlign::Right, leader: false });
            let mut tab = self.tab();
            tab.half_pt = half_pt;
            tab.tracking = 0;
            line.runs.push(tab);
            line.runs.extend(self.sized(&printed, FontRole::FangSong, half_pt));
            return vec![line];
        }
        let mut date = self.imprint_line(half_pt);
        date.align = Align::Right;
        date.indent.right = indent;
        date.runs = self.sized(&printed, FontRole::FangSong, half_pt);
        vec![line, date]
    }

    fn imprint_line(&self, half_pt: u16) -> Paragraph {
        let mut line = self.plain(Role::Imprint);
        line.line = self.imprint_pitch(half_pt);
        line.mark_half_pt = half_pt;
        line
    }
}
