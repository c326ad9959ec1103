//! Headers and footers: page numbers (7.5) and the first page of a letter (10.1).

use super::{Dropped, blank_paragraph, head, no_furniture, run};
use crate::document::Head;
use crate::flow::{Align, FontRole, Furniture, Paragraph, Role, Rule, RunContent};
use crate::style::{HeadLayout, PageNumberForm, PageNumberPlace, StyleSheet};

/// Whether odd and even pages look different.
pub(super) fn differs_by_side(sheet: &StyleSheet) -> bool {
    sheet.page_number.place == PageNumberPlace::Outside
}

/// Furniture of odd and even pages.
pub(super) fn sides(sheet: &StyleSheet) -> (Furniture, Furniture) {
    (numbered(sheet, true), numbered(sheet, false))
}

/// Furniture of the first page when it has its own.
pub(super) fn first_page(
    sheet: &StyleSheet,
    document_head: &Head,
    dropped: &mut Vec<Dropped>,
) -> Option<Furniture> {
    match sheet.head.layout {
        HeadLayout::Letter => Some(letter_furniture(sheet, document_head, dropped)),
        HeadLayout::None | HeadLayout::Document | HeadLayout::Issue | HeadLayout::Order => {
            (!sheet.page_number.first_page).then(no_furniture)
        }
    }
}

fn numbered(sheet: &StyleSheet, odd: bool) -> Furniture {
    let style = &sheet.page_number;
    let mut number = blank_paragraph(sheet, Role::Furniture);
    number.line = style.line;
    number.mark_half_pt = style.half_pt;
    match (style.place, odd) {
        (PageNumberPlace::Centre, _) => number.align = Align::Centre,
        (PageNumberPlace::Outside, true) => {
            number.align = Align::Right;
            number.indent.right = style.indent;
        }
        (PageNumberPlace::Outside, false) => number.indent.left = style.indent,
    }
    let contents = match style.form {
        PageNumberForm::Dashes => {
            vec![text("— "), RunContent::PageNumber, text(" —")]
        }
        PageNumberForm::OfTotal => {
            vec![text("第"), RunContent::PageNumber, text("页 共"), RunContent::PageCount, text("页")]
        }
    };
    number.runs = contents.into_iter().map(|c| run(sheet, c, FontRole::SongTi, style.half_pt)).collect();
    let mut footer = vec![number];
    if style.filler > 0 {
        let mut filler = blank_paragraph(sheet, Role::Furniture);
        filler.line = style.filler;
        filler.mark_half_pt = 8;
        footer.push(filler);
    }
    Furniture { header: Vec::new(), footer }
}

fn text(text: &str) -> RunContent {
    RunContent::Text(text.to_owned())
}

/// Mark and thick-thin rule above, thin-thick rule below (10.1). The header pushes the text down by its height.
fn letter_furniture(sheet: &StyleSheet, document_head: &Head, dropped: &mut Vec<Dropped>) -> Furniture {
    let mut header = Vec::new();
    if let Some(name) = document_head.issuer_marks.first() {
        let mark = head::mark_paragraph(sheet, name, Role::Furniture, dropped);
        let size = head::mark_twips(&mark);
        let above = sheet.mark.top - sheet.mark.header - head::ink_gap_above(sheet, mark.line, size);
        header.push(spacer(sheet, above.max(20)));
        let below = sheet.red_rule.below - head::ink_gap_below(sheet, mark.line, size);
        header.push(mark);
        header.push(spacer(sheet, below.max(20)));
    } else {
        header.push(spacer(sheet, (sheet.page.top - sheet.mark.header).max(20)));
    }
    let style = &sheet.letter;
    header.push(double_rule(sheet, style.thick, style.thin));
    Furniture { header, footer: vec![double_rule(sheet, style.thin, style.thick)] }
}

/// An empty paragraph of a given height.
pub(super) fn spacer(sheet: &StyleSheet, line: i32) -> Paragraph {
    let mut paragraph = blank_paragraph(sheet, Role::Head);
    paragraph.line = line;
    paragraph.mark_half_pt = 8;
    paragraph
}

fn double_rule(sheet: &StyleSheet, above: u16, below: u16) -> Paragraph {
    let mut paragraph = spacer(sheet, sheet.letter.rule_line);
    paragraph.indent.left = sheet.letter.rule_indent;
    paragraph.indent.right = sheet.letter.rule_indent;
    paragraph.rule_above = Some(Rule { eighths: above, colour: sheet.mark.colour });
    paragraph.rule_below = Some(Rule { eighths: below, colour: sheet.mark.colour });
    paragraph
}
