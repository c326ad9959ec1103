//! 主体 (7.3): title, addressees, running text with its headings, attachment notes.

use super::issue::is_editor_note;
use super::title::break_name;
use super::{Setter, has_head, whole};
use crate::document::{Block, Document, Placement, TableBlock, TextBlock};
use crate::flow::{
    Align, FontRole, Item, Paragraph, Role, Run, RunContent, SectionStart, Tab, TabAlign, Twips,
};
use crate::measure::text_half_ems;

/// Longest line of a 题注, in characters; longer ones part where a title would.
const CAPTION_CELLS: i32 = 26;

impl Setter<'_> {
    /// Everything from the title to the note below the date.
    pub(super) fn main(&mut self, document: &Document) {
        let main = &document.main;
        if let Some(note) = main.editor_note.as_deref().filter(|n| !n.trim().is_empty()) {
            self.editor_note(note);
        }
        if !main.title.trim().is_empty() {
            let style = &self.sheet.title;
            let (half_pt, line) = (style.half_pt, style.line);
            if has_head(self.sheet, document) {
                self.blank(Role::Title, style.blank_before);
            }
            let title = self.title_paragraph(&main.title, Role::Title, half_pt, line);
            self.push(title);
            self.blank(Role::Title, self.sheet.addressees.blank_before);
            self.keep_last_with_next();
        } else if has_head(self.sheet, document) {
            // 命令 have no title: their text stands two lines below the number (10.2).
            self.blank(Role::Title, self.sheet.title.blank_before);
        }
        if !self.adjust.move_addressees {
            self.addressees(&main.addressees);
        }
        let (text, present) = self.split_attendance(&main.body);
        let text = if main.addressees.is_empty() && !main.title.trim().is_empty() {
            self.caption(text)
        } else {
            text
        };
        self.blocks(text);
        self.end_higher();
        let anchor = self.items.len();
        self.attachment_notes(&main.attachment_notes);
        self.attendance(&main.attendance, present);
        self.signature(document, anchor);
        if let Some(note) = main.note.as_deref().filter(|n| !n.trim().is_empty()) {
            self.note(note);
        }
    }

    /// 题注 below the title, where the text begins with one: by which meeting and when a resolution was passed. Centred,
    /// in 楷体, and a blank line below it (practice). Returns the text behind it.
    fn caption<'b>(&mut self, body: &'b [Block]) -> &'b [Block] {
        let Some((Block::Paragraph(first), rest)) = body.split_first() else { return body };
        if !is_caption(first) {
            return body;
        }
        let mut line = self.plain(Role::Title);
        line.align = Align::Centre;
        let lines = break_name(&first.text, &self.sheet.title, CAPTION_CELLS);
        line.runs = self.text(&lines.join("\n"), FontRole::KaiTi);
        line.source_line = (first.source_line > 0).then_some(first.source_line);
        line.keep_next = true;
        self.push(line);
        self.blank(Role::Title, 1);
        self.keep_last_with_next();
        rest
    }

    /// 主送机关 with its full-width colon, flush left (7.3.2).
    fn addressees(&mut self, addressees: &[String]) {
        if addressees.is_empty() {
            return;
        }
        let names: Vec<&str> = addressees.iter().map(|a| a.trim_end_matches(['：', ':'])).collect();
        let mut line = self.plain(Role::Addressees);
        line.align = Align::Justify;
        line.runs = self.text(&format!("{}：", names.join("、")), FontRole::FangSong);
        self.push(line);
    }

    /// Paragraphs and tables in order.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (i, block) in blocks.iter().enumerate() {
            let table = |at: Option<usize>| at.and_then(|at| blocks.get(at)).is_some_and(is_table);
            if i > 0 && (table(Some(i)) || table(i.checked_sub(1))) {
                self.air();
            }
            match block {
                Block::Paragraph(text) if self.contents(text) => {}
                Block::Paragraph(text) => {
                    let mut paragraph = self.text_block(text);
                    paragraph.keep_next |= heads_table(text) && table(Some(i + 1));
                    self.push(paragraph);
                }
                Block::Table(table) if !self.page.landscape && self.must_turn(table) => self.turned(table),
                Block::Table(table) => self.table(table),
                Block::Picture(picture) => self.picture(picture),
            }
        }
    }

    /// A table that upright pages do not hold, on pages turned on their side, with the lines that belong to it.
    fn turned(&mut self, table: &TableBlock) {
        let heads = self.items.iter().rev().take_while(|item| heads_next(item)).count();
        let heads = self.items.split_off(self.items.len() - heads);
        self.open_section(self.sheet.landscape(), SectionStart::NextPage);
        self.items = heads;
        self.table(table);
        self.open_section(self.sheet.portrait(), SectionStart::NextPage);
    }

    /// White between a table and the text: half a line, a quarter below a line that belongs to the table. An empty
    /// paragraph, for word processors don't agree on white around paragraphs at the edge of a page.
    fn air(&mut self) {
        let Some(last) = self.items.last() else { return };
        let (kept, caption) = match last {
            Item::Paragraph(p) => (p.keep_next, p.keep_next && p.role == Role::Body),
            Item::Table(_) => (false, false),
        };
        let mut air = self.plain(Role::Body);
        air.line = self.sheet.grid.line / if caption { 4 } else { 2 };
        air.mark_half_pt = 2;
        air.keep_next = kept;
        self.push(air);
    }

    fn text_block(&mut self, block: &TextBlock) -> Paragraph {
        let (role, heading_font) = match block.level {
            Some(1) => (Role::Heading1, FontRole::HeiTi),
            Some(2) => (Role::Heading2, FontRole::KaiTi),
            Some(3) => (Role::Heading3, FontRole::FangSong),
            Some(_) => (Role::Heading4, FontRole::FangSong),
            // A label without a level: 第一条, 出席：.
            None => (Role::Body, FontRole::HeiTi),
        };
        let mut paragraph = self.plain(role);
        paragraph.source_line = (block.source_line > 0).then_some(block.source_line);
        paragraph.anchor = if block.level.is_some() { self.headings.next() } else { None };
        paragraph.runs = self.linked(&block.heading, heading_font);
        let font = if is_editor_note(block) { FontRole::KaiTi } else { FontRole::FangSong };
        let listed = block.level.is_none() && block.heading.ends_with('：');
        let text = self.kept_whole(block, listed);
        let rest = if block.plain { self.text(&text, font) } else { self.linked(&text, font) };
        paragraph.keep_next = !block.heading.is_empty() && rest.is_empty();
        paragraph.runs.extend(rest);
        self.place(&mut paragraph, block.placement);
        if paragraph.keep_next
            && paragraph.role == Role::Heading1
            && let Some(cells) = self.sheet.body.heading_indent_cells
        {
            paragraph.indent.first_line = self.cells(cells);
            paragraph.indent.first_line_chars = Some(cells.saturating_mul(100));
        }
        if listed && block.placement == Placement::Indented {
            let label = self.width(&block.heading);
            hang(&mut paragraph, label);
        }
        paragraph
    }

    /// The text of a block with line breaks before what no line may cut: names behind a label, e-mail addresses.
    fn kept_whole(&self, block: &TextBlock, listed: bool) -> String {
        let cell = self.sheet.grid.cell.max(1);
        let measure = self.page.text_width() / cell * 2;
        let indent = self.sheet.body.indent_cells * 2;
        if listed && block.placement == Placement::Indented && whole::is_list(&block.text) {
            let label = self.width(&block.heading) + self.cells(self.sheet.body.indent_cells);
            return self.names_in_lines(&whole::listed(&block.text, ""), self.page.text_width() - label);
        }
        if block.placement == Placement::Flush {
            return whole::keep_pieces(&block.text, measure);
        }
        whole::keep_addresses(&block.text, measure, indent + text_half_ems(&block.heading))
    }

    fn place(&self, paragraph: &mut Paragraph, placement: Placement) {
        let broken = paragraph.runs.iter().any(|r| r.content == RunContent::LineBreak);
        match placement {
            Placement::Indented => {
                let cells = self.sheet.body.indent_cells;
                paragraph.indent.first_line = self.cells(cells);
                paragraph.indent.first_line_chars = Some(cells.saturating_mul(100));
                // Word would stretch a justified line that ends in a break, and one before a long address.
                let latin =
                    |run: &Run| matches!(&run.content, RunContent::Text(text) if whole::has_long_latin(text));
                let ragged = broken || paragraph.runs.iter().any(latin);
                paragraph.align = if ragged { Align::Left } else { Align::Justify };
            }
            Placement::Flush => paragraph.align = Align::Left,
            Placement::Centred => paragraph.align = Align::Centre,
            Placement::Right => paragraph.align = Align::Right,
        }
    }

    /// 附件： with the names hanging under each other (7.3.4).
    fn attachment_notes(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let style = &self.sheet.attachment_note;
        self.keep_from(self.items.len());
        self.blank(Role::AttachmentNote, style.blank_before);
        self.keep_last_with_next();
        let (indent, label) = (self.cells(style.indent_cells), "附件：");
        let many = names.len() > 1;
        for (i, name) in names.iter().enumerate() {
            let number = if many { format!("{}.", i + 1) } else { String::new() };
            // Half a character between a number and its name.
            let hanging = if many { self.width(&number) + self.cells(1) / 2 } else { 0 };
            let first = if i == 0 { label } else { "" };
            let mut line = self.plain(Role::AttachmentNote);
            line.indent.left = indent + self.width(label) + hanging;
            line.indent.first_line = -(hanging + self.width(first));
            line.runs = self.text(&format!("{first}{number}"), FontRole::FangSong);
            if many {
                // A tab, for digits and white differ from font to font and wrapped lines stand under the name.
                line.tabs.push(Tab { at: line.indent.left, align: TabAlign::Left, leader: false });
                line.runs.push(self.tab());
            }
            line.runs.extend(self.text(name, FontRole::FangSong));
            line.keep_lines = true;
            self.push(line);
        }
    }

    /// 附注 in full-width brackets on the line below the date (7.3.6).
    fn note(&mut self, note: &str) {
        let inner = note.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
        self.keep_last_with_next();
        let mut line = self.plain(Role::Note);
        line.runs = self.text(&format!("（{inner}）"), FontRole::FangSong);
        self.place(&mut line, Placement::Indented);
        line.align = Align::Left;
        self.push(line);
    }
}

fn is_table(block: &Block) -> bool {
    matches!(block, Block::Table(table) if !table.rows.is_empty())
}

/// Whether what stands above a table stays with it: its title, a heading.
fn heads_next(item: &Item) -> bool {
    matches!(item, Item::Paragraph(p) if p.keep_next && p.role != Role::Title)
}

/// Whether a line above a table belongs to it: its title, its unit.
fn heads_table(block: &TextBlock) -> bool {
    block.placement != Placement::Indented && block.heading.is_empty()
}

/// Wrapped lines align after a label of this width (10.3).
pub(super) fn hang(paragraph: &mut Paragraph, label: Twips) {
    paragraph.indent.left = paragraph.indent.first_line + label;
    paragraph.indent.first_line = -label;
    paragraph.indent.first_line_chars = None;
}

/// （2026年8月20日第十八届委员会第三次会议通过）: a line in brackets that tells a day and what was done on it.
fn is_caption(block: &TextBlock) -> bool {
    let Some(inner) = block.text.strip_prefix('（').and_then(|t| t.strip_suffix('）')) else {
        return false;
    };
    let dated =
        inner.contains('年') && inner.contains('日') && inner.starts_with(|c: char| c.is_ascii_digit());
    let done = ["通过", "批准", "修订", "修正", "公布", "发布"].iter().any(|word| inner.ends_with(word));
    !block.plain
        && block.level.is_none()
        && block.heading.is_empty()
        && dated
        && done
        && !inner.contains(['（', '。'])
}
