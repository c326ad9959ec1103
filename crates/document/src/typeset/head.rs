//! 版头 (7.2, 10.1–10.3): copy number, marking and urgency, then what each format shows down to its red rule.

use super::furniture::spacer;
use super::mark::ink_gap_above;
use super::{Setter, has_head, run};
use crate::document::{Document, Head};
use crate::flow::{Align, FontRole, Item, Role, Rule, Run, RunContent, Tab, TabAlign, Twips};
use crate::style::HeadLayout;

impl Setter<'_> {
    /// Everything above the title.
    pub(super) fn head(&mut self, document: &Document) {
        let head = &document.head;
        match self.sheet.head.layout {
            HeadLayout::None => self.plain_head(head),
            HeadLayout::Document => self.document_head(document),
            HeadLayout::Letter => self.letter_head(head),
            HeadLayout::Issue => self.issue_head(document),
            HeadLayout::Order => self.order_head(document),
        }
    }

    /// Forms show a number or issue, where they have one, at the right above the title.
    fn plain_head(&mut self, head: &Head) {
        self.marking_rows(head);
        for text in [&head.document_number, &head.issue].into_iter().flatten() {
            self.placed_line(text, Align::Right);
        }
    }

    fn document_head(&mut self, document: &Document) {
        let head = &document.head;
        let taken = self.marking_rows(head);
        if !has_head(self.sheet, document) {
            return;
        }
        if !head.issuer_marks.is_empty() {
            self.mark_block(head, taken);
            self.blank(Role::Head, self.sheet.number.blank_before);
        }
        self.numbers(head);
        self.red_rule();
    }

    /// Under the double rule: markings flush left, the number flush right on the first of their lines (10.1).
    fn letter_head(&mut self, head: &Head) {
        let start = self.items.len();
        let markings = markings(head);
        let first = markings.first().cloned();
        match (&head.document_number, first) {
            (Some(number), Some(first)) => self.pair(&first, &(number.clone(), FontRole::FangSong)),
            (Some(number), None) => self.placed_line(number, Align::Right),
            (None, Some((text, font))) => self.head_line(&text, font),
            (None, None) => {}
        }
        for (text, font) in markings.iter().skip(1) {
            self.head_line(text, *font);
        }
        if let Some(issue) = &head.issue {
            self.placed_line(issue, Align::Right);
        }
        self.signatories_line(head);
        // The ink of the first line stands 7/8 of a body character below the double rule (10.1).
        let size = i32::from(self.sheet.body.half_pt) * 10;
        let white = size * 7 / 8 - ink_gap_above(self.sheet, self.sheet.grid.line, size);
        if let Some(Item::Paragraph(first)) = self.items.get_mut(start) {
            first.before = white.max(0);
        }
    }

    /// Minutes and bulletins: mark, issue, organ left and date right, red rule.
    fn issue_head(&mut self, document: &Document) {
        let head = &document.head;
        let taken =
            if self.sheet.issue.copy_right { self.split_markings(head) } else { self.marking_rows(head) };
        if !has_head(self.sheet, document) {
            return;
        }
        if !head.issuer_marks.is_empty() {
            self.mark_block(head, taken);
        }
        let style = &self.sheet.issue;
        let (before, between, side) = (style.blank_before, style.blank_between, self.cells(style.side_cells));
        let numbers: Vec<&String> = head.issue.iter().chain(&head.document_number).collect();
        if !numbers.is_empty() {
            self.blank(Role::Head, before);
        }
        for number in numbers {
            self.placed_line(number, Align::Centre);
        }
        self.signatories_line(head);
        self.blank(Role::Head, between);
        let organ = document.main.issuers.join("、");
        let date = document.main.dated.map(|d| d.chinese()).unwrap_or_default();
        self.organ_and_date(&organ, &date, side);
        self.red_rule();
    }

    /// Organ left and date right, both in by a little; a long organ leaves the date a line of its own.
    fn organ_and_date(&mut self, organ: &str, date: &str, side: Twips) {
        let measure = self.sheet.imprint.width;
        let mut line = self.plain(Role::Head);
        line.indent.left = side;
        line.indent.right = side;
        line.runs = self.text(organ, FontRole::FangSong);
        // Two characters between them: some readers set digits wider.
        if self.width(organ) + self.width(date) + 2 * side + self.cells(2) <= measure {
            line.indent.right = 0;
            line.tabs.push(Tab { at: measure - side, align: TabAlign::Right, leader: false });
            line.runs.push(self.tab());
            line.runs.extend(self.text(date, FontRole::FangSong));
            self.push(line);
            return;
        }
        self.push(line);
        if !date.is_empty() {
            let mut line = self.plain(Role::Head);
            line.align = Align::Right;
            line.indent.right = side;
            line.runs = self.text(date, FontRole::FangSong);
            self.push(line);
        }
    }

    /// 命令（令）: mark and number; the text stands as far below as a title would (10.2).
    fn order_head(&mut self, document: &Document) {
        let head = &document.head;
        let taken = self.marking_rows(head);
        if !has_head(self.sheet, document) {
            return;
        }
        if !head.issuer_marks.is_empty() {
            self.mark_block(head, taken);
        }
        self.blank(Role::Head, self.sheet.number.blank_before);
        self.numbers(head);
    }

    /// The number with the signatories; an issue, which these formats have no place for, stands above it.
    fn numbers(&mut self, head: &Head) {
        if head.document_number.is_none() {
            let number = Head { document_number: head.issue.clone(), ..head.clone() };
            self.number_rows(&number);
            return;
        }
        if let Some(issue) = &head.issue {
            self.placed_line(issue, Align::Centre);
        }
        self.number_rows(head);
    }

    /// 签发人 where the format has no place beside a number.
    fn signatories_line(&mut self, head: &Head) {
        if !head.signatories.is_empty() {
            let text = format!("{}{}", super::signatories::LABEL, head.signatories.join("\u{3000}"));
            self.placed_line(&text, Align::Right);
        }
    }

    fn placed_line(&mut self, text: &str, align: Align) {
        let mut line = self.plain(Role::Head);
        line.align = align;
        line.runs = self.text(text, FontRole::FangSong);
        self.push(line);
    }

    /// Copy number, marking and urgency from the first row, each on its own (7.2.1–7.2.3). Returns their height.
    fn marking_rows(&mut self, head: &Head) -> Twips {
        let rows = markings(head);
        for (text, font) in &rows {
            self.head_line(text, *font);
        }
        self.rows_height(rows.len())
    }

    /// A bulletin's first row: its marking left, its copy number right. Returns the height of the rows.
    fn split_markings(&mut self, head: &Head) -> Twips {
        let Some(copy) = head.copy_number.clone() else { return self.marking_rows(head) };
        let rest = markings(&Head { copy_number: None, ..head.clone() });
        let first = rest.first().cloned().unwrap_or_else(|| (String::new(), FontRole::HeiTi));
        self.pair(&first, &(copy, FontRole::FangSong));
        for (text, font) in rest.iter().skip(1) {
            self.head_line(text, *font);
        }
        self.rows_height(rest.len().max(1))
    }

    fn rows_height(&self, count: usize) -> Twips {
        i32::try_from(count).unwrap_or(0).saturating_mul(self.sheet.grid.line)
    }

    fn head_line(&mut self, text: &str, font: FontRole) {
        let mut line = self.plain(Role::Head);
        line.runs = self.text(text, font);
        self.push(line);
    }

    /// A line with one text flush left and another flush right.
    fn pair(&mut self, left: &(String, FontRole), right: &(String, FontRole)) {
        let mut line = self.plain(Role::Head);
        line.runs = self.text(&left.0, left.1);
        line.tabs.push(Tab { at: self.sheet.imprint.width, align: TabAlign::Right, leader: false });
        line.runs.push(self.tab());
        line.runs.extend(self.text(&right.0, right.1));
        self.push(line);
    }

    /// The red rule 4 mm below the number: the lower border of an empty paragraph of that height (7.2.7).
    fn red_rule(&mut self) {
        let style = &self.sheet.red_rule;
        let mut rule = spacer(self.sheet, style.spacer_line);
        rule.rule_below = Some(Rule { eighths: style.eighths, colour: self.sheet.mark.colour });
        self.push(rule);
    }

    pub(super) fn tab(&self) -> Run {
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
