//! 版头 (7.2, 10.1–10.3): copy number, marking, urgency, the red mark, number, signatories and the red rule.

use super::furniture::spacer;
use super::{Dropped, Setter, blank_paragraph, clean, has_head, run, runs};
use crate::document::{Document, Head};
use crate::flow::{
    Align, Borders, Cell, FontRole, Item, Merge, Paragraph, Role, Row, Rule, RunContent, Tab, TabAlign,
    Table, Twips, VerticalAlign,
};
use crate::measure::text_half_ems;
use crate::style::{HeadLayout, StyleSheet};

/// Width of the 版心 in tenths of a point.
const MEASURE_TENTH_PT: i32 = 4422;

/// Most organ names in a joint mark's height, in twips: more would push the text off the first page.
const JOINT_HEIGHT: Twips = 4600;

impl Setter<'_> {
    /// Everything above the title.
    pub(super) fn head(&mut self, document: &Document) {
        let head = &document.head;
        match self.sheet.head.layout {
            HeadLayout::None => self.plain_head(document),
            HeadLayout::Document => self.document_head(document, head),
            HeadLayout::Letter => self.letter_head(head),
            HeadLayout::Issue => self.issue_head(document),
            HeadLayout::Order => self.order_head(document, head),
        }
    }

    /// Forms show a number or issue, where they have one, at the right above the title.
    fn plain_head(&mut self, document: &Document) {
        let head = &document.head;
        self.marking_rows(head);
        for text in [&head.document_number, &head.issue].into_iter().flatten() {
            let mut line = self.plain(Role::Head);
            line.align = Align::Right;
            line.runs = self.text(text, FontRole::FangSong);
            self.push(line);
        }
    }

    fn document_head(&mut self, document: &Document, head: &Head) {
        let rows = self.marking_rows(head);
        if !has_head(self.sheet, document) {
            return;
        }
        if head.issuer_marks.is_empty() {
            self.number_rows(head);
        } else {
            self.mark_block(head, rows);
            self.blank(Role::Head, self.sheet.number.blank_before);
            self.number_rows(head);
        }
        self.red_rule();
    }

    /// Under the double rule: markings flush left, the number flush right on the first of their lines (10.1).
    fn letter_head(&mut self, head: &Head) {
        let mut number = head.document_number.clone();
        let width = self.sheet.imprint.width;
        let left: Vec<(String, FontRole)> = markings(head);
        let start = self.items.len();
        for (text, font) in &left {
            let mut line = self.plain(Role::Head);
            line.runs = self.text(text, *font);
            if let Some(number) = number.take() {
                line.tabs.push(Tab { at: width, align: TabAlign::Right });
                line.runs.push(self.tab());
                line.runs.extend(self.text(&number, FontRole::FangSong));
            }
            self.push(line);
        }
        if let Some(number) = number {
            let mut line = self.plain(Role::Head);
            line.align = Align::Right;
            line.runs = self.text(&number, FontRole::FangSong);
            self.push(line);
        }
        // The ink of the first line stands 7/8 of a body character below the double rule (10.1).
        let size = i32::from(self.sheet.body.half_pt) * 10;
        let white = size * 7 / 8 - ink_gap_above(self.sheet, self.sheet.grid.line, size);
        if let Some(crate::flow::Item::Paragraph(first)) = self.items.get_mut(start) {
            first.before = white.max(0);
        }
    }

    /// Minutes and bulletins: mark, issue, organ left and date right, red rule.
    fn issue_head(&mut self, document: &Document) {
        let head = &document.head;
        let rows = self.marking_rows(head);
        if !has_head(self.sheet, document) {
            return;
        }
        if !head.issuer_marks.is_empty() {
            self.mark_block(head, rows);
        }
        let style = &self.sheet.issue;
        let (blank, side) = (style.blank_before, self.cells(style.side_cells));
        if let Some(issue) = head.issue.as_ref().or(head.document_number.as_ref()) {
            self.blank(Role::Head, blank);
            let mut line = self.plain(Role::Head);
            line.align = Align::Centre;
            line.runs = self.text(issue, FontRole::FangSong);
            self.push(line);
        }
        self.blank(Role::Head, blank);
        let mut line = self.plain(Role::Head);
        line.indent.left = side;
        line.tabs.push(Tab { at: self.sheet.imprint.width - side, align: TabAlign::Right });
        line.runs = self.text(&document.main.issuers.join("、"), FontRole::FangSong);
        line.runs.push(self.tab());
        if let Some(date) = document.main.dated {
            line.runs.extend(self.text(&date.chinese(), FontRole::FangSong));
        }
        self.push(line);
        self.red_rule();
    }

    /// 命令（令）: mark, number two blank lines below, text two blank lines below that.
    fn order_head(&mut self, document: &Document, head: &Head) {
        let rows = self.marking_rows(head);
        if !has_head(self.sheet, document) {
            return;
        }
        if !head.issuer_marks.is_empty() {
            self.mark_block(head, rows);
        }
        self.blank(Role::Head, self.sheet.number.blank_before);
        self.number_rows(head);
    }

    /// Copy number, marking and urgency from the first row, each on its own (7.2.1–7.2.3). Returns their count.
    fn marking_rows(&mut self, head: &Head) -> i32 {
        let rows = markings(head);
        for (text, font) in &rows {
            let mut line = self.plain(Role::Head);
            line.runs = self.text(text, *font);
            self.push(line);
        }
        i32::try_from(rows.len()).unwrap_or(0)
    }

    /// The red mark with the white above it that puts its ink at the right height (7.2.4).
    fn mark_block(&mut self, head: &Head, rows: i32) {
        let taken = rows.saturating_mul(self.sheet.grid.line);
        if let [only] = head.issuer_marks.as_slice() {
            let mark = mark_paragraph(self.sheet, only, Role::IssuerMark, &mut self.dropped);
            let gap = ink_gap_above(self.sheet, mark.line, mark_twips(&mark));
            let above = spacer(self.sheet, (self.sheet.mark.top - taken - gap).max(20));
            self.push(above);
            self.push(mark);
        } else {
            let (table, gap) = self.joint_mark(&head.issuer_marks);
            let above = spacer(self.sheet, (self.sheet.mark.top - taken - gap).max(20));
            self.push(above);
            self.items.push(Item::Table(table));
        }
    }

    /// Joint issue: names one under the other, spread to one width, 文件 beside them (7.2.4).
    fn joint_mark(&mut self, marks: &[String]) -> (Table, Twips) {
        let beside = "文件";
        let stripped =
            |m: &String| m.trim().strip_suffix(beside).map_or_else(|| m.trim().to_owned(), str::to_owned);
        let names: Vec<String> = marks.iter().map(stripped).collect();
        let has_beside = marks.iter().any(|m| m.trim().ends_with(beside));
        let longest = names.iter().map(|n| text_half_ems(n)).max().unwrap_or(2).max(2);
        let units = longest + if has_beside { 5 } else { 1 };
        let count = i32::try_from(names.len()).unwrap_or(1).max(1);
        let by_height = JOINT_HEIGHT * 100 / (count.saturating_mul(20 * self.sheet.mark.line_percent));
        let by_width = MEASURE_TENTH_PT * 2 / (units.saturating_mul(10));
        let size = by_width.min(by_height).clamp(10, self.sheet.mark.max_pt);
        let line = size * 20 * self.sheet.mark.line_percent / 100;
        let right = if has_beside { (size * 20 * 5 / 2).min(self.sheet.imprint.width / 2) } else { 0 };
        let left = (longest * size * 10).min(self.sheet.imprint.width - right);
        let mut columns = vec![left];
        if has_beside {
            columns.push(right);
        }
        let mut rows = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let mut text = self.mark_line(name, size, line);
            text.align = Align::Distribute;
            let mut cells = vec![bare_cell(text, Merge::None)];
            if has_beside {
                let mut text = self.mark_line(if i == 0 { beside } else { "" }, size, line);
                text.align = Align::Right;
                cells.push(bare_cell(text, if i == 0 { Merge::Start } else { Merge::Continue }));
            }
            rows.push(Row { height: Some(line), exact: false, may_split: false, cells });
        }
        let left = (self.sheet.imprint.width - columns.iter().sum::<Twips>()) / 2;
        let table = Table { columns, left, rows, header_rows: 0, float: None, padding: 0 };
        (table, ink_gap_above(self.sheet, line, size * 20))
    }

    fn mark_line(&mut self, text: &str, size_pt: i32, line: Twips) -> Paragraph {
        let half_pt = u16::try_from(size_pt * 2).unwrap_or(44);
        let mut paragraph = self.plain(Role::IssuerMark);
        paragraph.line = line;
        paragraph.mark_half_pt = half_pt;
        paragraph.runs = self.sized(text, FontRole::XiaoBiaoSong, half_pt);
        for run in &mut paragraph.runs {
            run.colour = self.sheet.mark.colour;
            run.tracking = 0;
        }
        paragraph
    }

    /// 发文字号, alone in the middle or with 签发人 at the right (7.2.5, 7.2.6).
    fn number_rows(&mut self, head: &Head) {
        let number = head.document_number.clone().unwrap_or_default();
        if !self.sheet.number.upward && head.signatories.is_empty() {
            let mut line = self.plain(Role::Head);
            line.align = Align::Centre;
            line.runs = self.text(&number, FontRole::FangSong);
            self.push(line);
            return;
        }
        let side = self.cells(self.sheet.number.side_cells);
        let right = self.sheet.imprint.width - side;
        let pairs: Vec<&[String]> = head.signatories.chunks(2).collect();
        let widest = head.signatories.iter().map(|n| self.width(n)).max().unwrap_or(0);
        let last = pairs.len().saturating_sub(1);
        let names_at = if pairs.len() > 1 { right - 2 * widest - self.cells(1) } else { right };
        for (i, pair) in pairs.iter().enumerate() {
            let mut line = self.plain(Role::Head);
            line.indent.left = side;
            if i == last {
                line.runs = self.text(&number, FontRole::FangSong);
            }
            let label = if i == 0 { "签发人：" } else { "" };
            // One row ends at the right; of several rows the names stand under each other.
            let (at, align) = match (pairs.len() > 1, i) {
                (false, _) => (right, TabAlign::Right),
                (true, 0) => (names_at - self.cells(4), TabAlign::Left),
                (true, _) => (names_at, TabAlign::Left),
            };
            line.tabs.push(Tab { at, align });
            line.runs.push(self.tab());
            line.runs.extend(self.text(label, FontRole::FangSong));
            self.signatory_names(
                &mut line,
                pair,
                (pairs.len() > 1).then_some(names_at + widest + self.cells(1)),
            );
            self.push(line);
        }
        if pairs.is_empty() {
            let mut line = self.plain(Role::Head);
            line.indent.left = side;
            line.runs = self.text(&number, FontRole::FangSong);
            self.push(line);
        }
    }

    fn signatory_names(&mut self, line: &mut Paragraph, pair: &[String], second_at: Option<Twips>) {
        for (i, name) in pair.iter().enumerate() {
            match (i, second_at) {
                (0, _) => {}
                (_, Some(at)) => {
                    line.tabs.push(Tab { at, align: TabAlign::Left });
                    line.runs.push(self.tab());
                }
                (_, None) => line.runs.extend(self.text("\u{3000}", FontRole::KaiTi)),
            }
            line.runs.extend(self.text(name, FontRole::KaiTi));
        }
    }

    /// The red rule 4 mm below the number: the lower border of an empty paragraph of that height (7.2.7).
    fn red_rule(&mut self) {
        let style = &self.sheet.red_rule;
        let mut rule = spacer(self.sheet, style.spacer_line);
        rule.rule_below = Some(Rule { eighths: style.eighths, colour: self.sheet.mark.colour });
        self.push(rule);
    }

    pub(super) fn tab(&self) -> crate::flow::Run {
        run(self.sheet, RunContent::Tab, FontRole::FangSong, self.sheet.body.half_pt)
    }
}

/// Copy number in 仿宋, marking and urgency in 黑体.
fn markings(head: &Head) -> Vec<(String, FontRole)> {
    let rows = [
        (&head.copy_number, FontRole::FangSong),
        (&head.marking, FontRole::HeiTi),
        (&head.urgency, FontRole::HeiTi),
    ];
    rows.into_iter().filter_map(|(text, font)| text.clone().map(|t| (t, font))).collect()
}

/// A single organ's mark on one line: as large as the measure allows, narrowed when that would be too small.
pub(super) fn mark_paragraph(
    sheet: &StyleSheet,
    text: &str,
    role: Role,
    dropped: &mut Vec<Dropped>,
) -> Paragraph {
    let text = clean::one_line(text.trim(), dropped);
    let half_ems = text_half_ems(&text).max(1);
    let fitting = MEASURE_TENTH_PT * 2 / half_ems.saturating_mul(10);
    let size = fitting.clamp(sheet.mark.min_pt, sheet.mark.max_pt);
    let scale = (100 * MEASURE_TENTH_PT / (half_ems.saturating_mul(size * 5)).max(1)).clamp(33, 100);
    let half_pt = u16::try_from(size * 2).unwrap_or(44);
    let mut paragraph = blank_paragraph(sheet, role);
    paragraph.align = Align::Centre;
    paragraph.line = size * 20 * sheet.mark.line_percent / 100;
    paragraph.mark_half_pt = half_pt;
    paragraph.runs = runs(sheet, dropped, &text, FontRole::XiaoBiaoSong, half_pt);
    for run in &mut paragraph.runs {
        run.colour = sheet.mark.colour;
        run.tracking = 0;
        run.scale_percent = u16::try_from(scale).unwrap_or(100);
    }
    paragraph
}

/// Size of a mark in twips.
pub(super) fn mark_twips(mark: &Paragraph) -> Twips {
    Twips::from(mark.mark_half_pt) * 10
}

/// White between the top of an exact line and the ink in it: the baseline stands at four fifths of the line.
pub(super) fn ink_gap_above(sheet: &StyleSheet, line: Twips, size: Twips) -> Twips {
    (80 * line - sheet.mark.ink_top_percent * size + 50) / 100
}

/// White between the ink and the bottom of an exact line.
pub(super) fn ink_gap_below(sheet: &StyleSheet, line: Twips, size: Twips) -> Twips {
    (20 * line - sheet.mark.ink_bottom_percent * size + 50) / 100
}

/// A cell without rules.
pub(super) fn bare_cell(paragraph: Paragraph, merge: Merge) -> Cell {
    Cell {
        span: 1,
        merge,
        borders: Borders::default(),
        valign: VerticalAlign::Middle,
        paragraphs: vec![paragraph],
    }
}
