//! 发文机关标志 (7.2.4): one organ's mark on a line, a joint mark as a block of names with 文件 beside it.

use super::furniture::spacer;
use super::{Dropped, Setter, blank_paragraph, clean, columns, runs};
use crate::document::Head;
use crate::flow::{
    Align, Borders, Cell, FontRole, Item, Merge, Paragraph, Role, Row, Table, Twips, VerticalAlign,
};
use crate::style::StyleSheet;

/// What stands once beside the names of a joint mark.
const BESIDE: &str = "文件";

impl Setter<'_> {
    /// The red mark with the white above it that puts its ink at the right height (7.2.4). `taken` is the height
    /// of the lines that stand above it.
    pub(super) fn mark_block(&mut self, head: &Head, taken: Twips) {
        // The mark is measured from the 版心, whose edge is not the text's where a profile moves the latter.
        let top = self.sheet.mark.top + self.sheet.page.area_top - self.sheet.page.top - taken;
        if let [only] = head.issuer_marks.as_slice() {
            let mark = mark_paragraph(self.sheet, only, Role::IssuerMark, &mut self.dropped);
            let gap = ink_gap_above(self.sheet, mark.line, mark_twips(&mark));
            self.push(spacer(self.sheet, (top - gap).max(20)));
            self.push(mark);
        } else {
            let (table, gap) = self.joint_mark(&head.issuer_marks);
            self.push(spacer(self.sheet, (top - gap).max(20)));
            self.items.push(Item::Table(table));
        }
    }

    /// Joint issue: names one under the other, spread to one width, 文件 in the middle of their right side.
    fn joint_mark(&mut self, marks: &[String]) -> (Table, Twips) {
        let stripped = |m: &String| m.trim().strip_suffix(BESIDE).unwrap_or(m.trim()).to_owned();
        let names: Vec<String> = marks.iter().map(stripped).collect();
        let beside = marks.iter().any(|m| m.trim().ends_with(BESIDE));
        let longest = names.iter().map(|n| (columns::roomy(n) + 9) / 10).max().unwrap_or(2).max(2);
        let size = self.joint_size(names.len(), longest, beside);
        let line = size * 20 * self.sheet.mark.line_percent / 100;
        let measure = self.sheet.imprint.width;
        // Two characters and half a one of white.
        let right = if beside { (size * 20 * 5 / 2).min(measure / 2) } else { 0 };
        // One twip more, so that a reader's rounding does not wrap the longest name.
        let left = (longest * size * 10 + 20).min(measure - right);
        let mut columns = vec![left];
        columns.extend(beside.then_some(right));
        let mut rows = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let mut text = self.mark_line(name, size, line);
            text.align = Align::Distribute;
            let mut cells = vec![bare_cell(text, Merge::None)];
            if beside {
                let mut text = self.mark_line(if i == 0 { BESIDE } else { "" }, size, line);
                text.align = Align::Right;
                cells.push(bare_cell(text, if i == 0 { Merge::Start } else { Merge::Continue }));
            }
            rows.push(Row { height: Some(line), exact: false, may_split: false, cells });
        }
        let left = (measure - columns.iter().sum::<Twips>()) / 2;
        let table = Table { columns, left, rows, header_rows: 0, float: None, padding: 0 };
        (table, ink_gap_above(self.sheet, line, size * 20))
    }

    /// Size of a joint mark in points: many organs shrink it, so that the text keeps its place on page 1.
    fn joint_size(&self, count: usize, longest: i32, beside: bool) -> i32 {
        let style = &self.sheet.mark;
        let count = i32::try_from(count).unwrap_or(i32::MAX).max(1);
        let height = style.joint_height * self.adjust.mark_percent / 100;
        let by_height = height.saturating_mul(5) / count.saturating_mul(style.line_percent).max(1);
        let units = longest.saturating_add(if beside { 5 } else { 0 });
        let by_width = (self.sheet.imprint.width / 10) / units.max(1);
        by_width.min(by_height).clamp(10, style.max_pt)
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
}

/// A single organ's mark on one line: as large as the measure allows, narrowed when that would be too small.
pub(super) fn mark_paragraph(
    sheet: &StyleSheet,
    text: &str,
    role: Role,
    dropped: &mut Vec<Dropped>,
) -> Paragraph {
    let text = clean::one_line(text.trim(), dropped);
    // In tenths of half an em; a digit may come from a font that has it wider, and the mark stays on its line.
    let wide = columns::roomy(&text).max(10);
    // Tenths of a point: half an em of one point is five of them.
    let measure = sheet.imprint.width / 2;
    let size = (measure * 2 / wide).clamp(sheet.mark.min_pt, sheet.mark.max_pt);
    let scale = (200 * measure / wide.saturating_mul(size).max(1)).clamp(33, 100);
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
