//! 署名 and 成文日期 (7.3.5), set so that their mutual place does not depend on the digits' real width.

use super::fit::{Keep, is_closing};
use super::paragraph::{half_ems_of, hanging_half_ems_of};
use super::title::break_name;
use super::{Setter, has_head};
use crate::document::{Document, Seal};
use crate::flow::{Align, FontRole, Item, Paragraph, Role};

/// Stands under the name of an organ whose document another organ's seal authenticates.
pub(super) const PROXY: &str = "（代章）";

/// Most characters of a name on one line: the measure less one character on both sides.
const LONGEST_NAME: i32 = 26;

impl Setter<'_> {
    /// The signature block. `anchor` is where the text ended: it and everything after it stays together.
    pub(super) fn signature(&mut self, document: &Document, anchor: usize) {
        let main = &document.main;
        let date = main.dated.map(|d| d.chinese()).unwrap_or_default();
        // Minutes and bulletins print organ and date in the head, when they have one.
        let in_head = !self.sheet.signature.drawn && has_head(self.sheet, document);
        let signers = if main.seal == Seal::Chop && !main.signer_titles.is_empty() {
            main.signer_titles.as_slice()
        } else {
            main.issuers.as_slice()
        };
        if in_head || (signers.is_empty() && date.is_empty()) {
            return;
        }
        let style = &self.sheet.signature;
        let blank = match (self.items.is_empty(), main.seal) {
            (true, _) => style.blank_without_text,
            (false, Seal::Sealed) => style.sealed_blank,
            (false, Seal::Unsealed) => style.unsealed_blank,
            (false, Seal::Chop) => style.chop_blank,
        };
        self.keep_from(anchor);
        self.blank(Role::Signature, blank);
        let start = self.items.len();
        match (main.seal, signers) {
            (Seal::Sealed, organs @ [_, _, ..]) => self.joint_sealed(organs, &date, main.proxy_seal),
            (Seal::Sealed, organs) => {
                self.sealed(organs.first().map_or("", String::as_str), &date, main.proxy_seal);
            }
            (Seal::Unsealed, organs) => self.unsealed(organs, &date, main.proxy_seal),
            (Seal::Chop, titles) => self.chops(titles, &date),
        }
        // The blank lines and every line but the last stay with the next.
        self.keep_from(start - blank);
        self.let_last_go();
    }

    /// The last paragraph of the text and all after it stay with what follows, so that no signature stands alone.
    ///
    /// A long paragraph is let go while it can be: some word processors move a kept paragraph as a whole, and
    /// the page before would end in a hole.
    pub(super) fn keep_from(&mut self, anchor: usize) {
        // A closing phrase says nothing: the paragraph above it comes along.
        let text = self.items.get(..anchor).unwrap_or_default();
        let (from, keep) = (last_text(text), self.adjust.keep);
        for (i, item) in self.items.iter_mut().enumerate().skip(from) {
            match item {
                Item::Paragraph(p) if i == from && (!keeps(keep, p) || !is_text(p)) => {}
                Item::Paragraph(_) | Item::Table(_) => set_keep_next(item, true),
            }
        }
    }

    /// What follows the signature may stand on the next page.
    fn let_last_go(&mut self) {
        if let Some(last) = self.items.last_mut() {
            set_keep_next(last, false);
        }
    }

    /// One organ under its seal: date four characters from the right, organ centred on it (7.3.5.1).
    pub(super) fn sealed(&mut self, organ: &str, date: &str, proxy: bool) {
        let mut lines = break_name(organ, &self.sheet.title, LONGEST_NAME);
        lines.extend([if proxy { PROXY } else { "" }, date].map(str::to_owned));
        let d = self.width(date);
        let widest = lines.iter().map(|l| self.width(l)).max().unwrap_or(0);
        // Both are centred in one block, a little wider than the wider of them; a name so long that the block
        // would leave the measure pushes the date in.
        let block = widest + self.cells(2);
        let wanted = self.cells(self.sheet.signature.sealed_right_cells) - (block - d) / 2;
        let right = wanted.max(0);
        let left = (self.page.text_width() - block - right).max(0);
        for text in lines.iter().filter(|l| !l.is_empty()) {
            let mut line = self.signature_line(text);
            line.align = Align::Centre;
            line.indent.left = left;
            line.indent.right = right;
            self.push(line);
        }
    }

    /// Without a seal: organ two characters from the right, date two characters in from its start (7.3.5.2).
    fn unsealed(&mut self, organs: &[String], date: &str, proxy: bool) {
        if organs.is_empty() {
            self.sealed("", date, proxy);
            return;
        }
        let names: Vec<String> =
            organs.iter().flat_map(|n| break_name(n, &self.sheet.title, LONGEST_NAME)).collect();
        let two = self.cells(2);
        let organ_right = self.cells(self.sheet.signature.unsealed_right_cells);
        let o = names.iter().map(|n| self.width(n)).max().unwrap_or(0);
        let d = self.width(date);
        let room = self.page.text_width();
        // A date longer than the name takes the two characters itself and pushes the name in.
        let right = if d > o { d - o + two + organ_right } else { organ_right };
        let left = (room - right - o).max(0);
        for name in &names {
            let mut line = self.signature_line(name);
            line.indent.left = left;
            self.push(line);
        }
        for text in [if proxy { PROXY } else { "" }, date] {
            if !text.is_empty() {
                let mut line = self.signature_line(text);
                line.indent.left = (left + two).min((room - self.width(text)).max(0));
                self.push(line);
            }
        }
    }

    pub(super) fn signature_line(&mut self, text: &str) -> Paragraph {
        let mut line = self.plain(Role::Signature);
        line.runs = self.text(text, FontRole::FangSong);
        line
    }
}

/// Whether the last paragraph stays with what follows it.
fn keeps(keep: Keep, paragraph: &Paragraph) -> bool {
    match keep {
        Keep::Nothing => false,
        Keep::Short => !is_long(paragraph),
        Keep::Last => true,
    }
}

/// Whether a paragraph is of the text: the title and the addressees stand at the head of page 1 anyway.
pub(super) fn is_text(p: &Paragraph) -> bool {
    matches!(p.role, Role::Body | Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4)
}

/// Where the paragraph begins whose last lines stand with the signature: the last one, or the one before it when the
/// last is a single line.
pub(super) fn last_text(items: &[Item]) -> usize {
    let at = (items.len() - closing(items)).saturating_sub(1);
    let text = |at: usize| match items.get(at) {
        Some(Item::Paragraph(p)) if is_text(p) && !p.runs.is_empty() => Some(p),
        Some(Item::Paragraph(_) | Item::Table(_)) | None => None,
    };
    let before = at.checked_sub(1).filter(|before| text(*before).is_some());
    if text(at).is_some_and(|p| hanging_half_ems_of(p) <= LINE) { before.unwrap_or(at) } else { at }
}

/// Most half ems of a paragraph that is one line.
const LINE: i32 = 52;

/// Items at the end of the text that only close it: one short phrase, with the white above it.
fn closing(items: &[Item]) -> usize {
    let white =
        |item: &&Item| matches!(item, Item::Paragraph(p) if p.role == Role::Body && p.runs.is_empty());
    let Some((Item::Paragraph(last), before)) = items.split_last() else { return 0 };
    if !is_closing(last) || before.is_empty() {
        return 0;
    }
    1 + before.iter().rev().take_while(white).count()
}

/// Whether an item stays on the page of what follows it; a table does so by its last row.
pub(super) fn set_keep_next(item: &mut Item, keep: bool) {
    match item {
        Item::Paragraph(p) => p.keep_next = keep,
        Item::Table(t) => {
            let cells = t.rows.last_mut().into_iter().flat_map(|row| row.cells.iter_mut());
            cells.flat_map(|cell| cell.paragraphs.iter_mut()).for_each(|p| p.keep_next = keep);
        }
    }
}

/// Whether a paragraph takes more than three lines.
fn is_long(paragraph: &Paragraph) -> bool {
    half_ems_of(paragraph) > 3 * 56
}
