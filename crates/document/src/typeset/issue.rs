//! What only minutes and bulletins have: 编者按, and the lists of those present (10.3).

use super::body::hang;
use super::{Setter, whole};
use crate::document::{Attendance, Block, Placement, TextBlock};
use crate::flow::{Align, FontRole, Role};
use crate::style::HeadLayout;

/// Labels of the lists of those present, in their order.
const LABELS: [&str; 3] = ["出席：", "请假：", "列席："];

/// What opens an editor's note.
const EDITOR: &str = "编者按：";

impl Setter<'_> {
    /// 编者按 between the red rule and the title: label in 黑体, text in 楷体 (practice of bulletins).
    pub(super) fn editor_note(&mut self, note: &str) {
        self.blank(Role::Body, self.sheet.issue.note_blank);
        let note = note.trim().trim_start_matches(EDITOR);
        for (i, text) in note.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            let mut line = self.plain(Role::Body);
            line.runs = self.text(if i == 0 { EDITOR } else { "" }, FontRole::HeiTi);
            line.runs.extend(self.text(text, FontRole::KaiTi));
            line.align = Align::Justify;
            line.indent.first_line = self.cells(self.sheet.body.indent_cells);
            line.indent.first_line_chars = Some(self.sheet.body.indent_cells.saturating_mul(100));
            self.push(line);
        }
    }

    /// The text, and the lists of those present that end it. Records begin with such labels, so theirs stay.
    pub(super) fn split_attendance<'b>(&self, body: &'b [Block]) -> (&'b [Block], &'b [Block]) {
        let list = |block: &Block| match block {
            Block::Paragraph(text) => LABELS.contains(&text.heading.as_str()),
            Block::Table(_) | Block::Picture(_) => false,
        };
        let count = body.iter().rev().take_while(|block| list(block)).count();
        let at = body.len() - count;
        if at == 0 || self.sheet.head.layout == HeadLayout::None { (body, &[]) } else { body.split_at(at) }
    }

    /// 出席, 请假 and 列席 one blank line below the text, each on a new line (10.3): those the text ends with, then
    /// those of the head.
    pub(super) fn attendance(&mut self, attendance: &Attendance, present: &[Block]) {
        let lists = LABELS.into_iter().zip([&attendance.present, &attendance.absent, &attendance.observers]);
        let lists: Vec<_> = lists.filter(|(_, names)| !names.is_empty()).collect();
        if lists.is_empty() && present.is_empty() {
            return;
        }
        self.blank(Role::Body, self.sheet.attendance.blank_before);
        self.keep_last_with_next();
        self.blocks(present);
        for (label, names) in lists {
            let mut line = self.plain(Role::Body);
            line.runs = self.text(label, FontRole::HeiTi);
            let (indent, label) = (self.cells(self.sheet.attendance.indent_cells), self.width(label));
            let names = self.names_in_lines(&pieces(names), self.page.text_width() - indent - label);
            line.runs.extend(self.text(&names, FontRole::FangSong));
            // Word would stretch a line that ends in a break.
            line.align = Align::Left;
            line.indent.first_line = indent;
            hang(&mut line, label);
            self.push(line);
        }
    }
}

/// The names with the marks behind them. A group lists its own people with 、, so groups are told apart by ；.
fn pieces(names: &[String]) -> Vec<String> {
    let groups = names.iter().any(|name| name.contains('、'));
    let between = if groups { "；" } else { "、" };
    let mut pieces: Vec<String> = Vec::new();
    for (i, group) in names.iter().enumerate() {
        let end = if i + 1 < names.len() { between } else { "" };
        pieces.extend(whole::listed(group, end));
    }
    pieces
}

/// Whether a paragraph of the text is an editor's note.
pub(super) fn is_editor_note(block: &TextBlock) -> bool {
    !block.plain && block.level.is_none() && block.placement == Placement::Indented && {
        block.heading == EDITOR || (block.heading.is_empty() && block.text.starts_with(EDITOR))
    }
}
