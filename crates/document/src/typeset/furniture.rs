//! Headers and footers: page numbers (7.5) and the first page of a letter (10.1).

use super::{Dropped, blank_paragraph, mark, no_furniture, run};
use crate::document::Head;
use crate::flow::{
    Align, FontRole, Furniture, Indent, PageSetup, Paragraph, Role, Rule, Run, RunContent, Section, Turned,
};
use crate::style::{HeadLayout, PageNumberForm, PageNumberPlace, StyleSheet};

/// Whether odd and even pages look different.
pub(super) fn differs_by_side(sheet: &StyleSheet) -> bool {
    sheet.page_number.place == PageNumberPlace::Outside
}

/// Furniture of odd and even pages of this kind.
pub(super) fn sides(sheet: &StyleSheet, page: &PageSetup) -> (Furniture, Furniture) {
    let side = |odd| if turns(sheet, page) { turned(sheet, odd) } else { numbered(sheet, odd) };
    (side(true), side(false))
}

/// White above the number up to the text. `LibreOffice` forgets the bottom margin of a section that starts on an even
/// page and lets its text area end at the footer, where 版记 stood 3 mm too low.
pub(super) fn reach_the_text(side: &mut Furniture, page: &PageSetup) {
    let height: i32 = side.footer.iter().map(|line| line.before + line.line + line.after).sum();
    if let Some(first) = side.footer.first_mut() {
        first.before += (page.bottom - page.footer - height).max(0);
    }
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

/// Whether pages lie on their side among upright ones, with a number that clause 8 keeps in its place. The forms of
/// the house, whose numbers stand in the middle, keep theirs below the table.
fn turns(sheet: &StyleSheet, page: &PageSetup) -> bool {
    page.landscape && !sheet.portrait().landscape && sheet.page_number.place == PageNumberPlace::Outside
}

/// A turned line stands in the middle of its box where an upright one stands low in it: so much further out, its dash
/// lies as far from the edge as the upright one, 28 mm. Measured in `LibreOffice` 25.2: 27.9 to 28.0 mm.
const CENTRED: i32 = 18;

/// The number where it stands on upright pages (clause 8): such a page is an upright one turned a quarter
/// clockwise, so its left edge is the upright foot, odd numbers end low on it and even ones begin high.
fn turned(sheet: &StyleSheet, odd: bool) -> Furniture {
    let (upright, style) = (sheet.portrait(), &sheet.page_number);
    let Some(mut paragraph) = numbered(sheet, odd).footer.into_iter().next() else { return no_furniture() };
    paragraph.indent = Indent::default();
    // Dashes, spaces and a number of four digits are five characters wide.
    let length = i32::from(style.half_pt) * 10 * 8;
    // Mirrored margins change places on even pages.
    let left = if sheet.page.mirrored { upright.right } else { upright.left };
    let y = if odd { upright.width - upright.right - style.indent - length } else { left + style.indent };
    let x = upright.footer + style.filler - CENTRED;
    Furniture { turned: Some(Turned { x, y, length, paragraph }), ..no_furniture() }
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
    Furniture { footer, ..Furniture::default() }
}

fn text(text: &str) -> RunContent {
    RunContent::Text(text.to_owned())
}

/// Mark and thick-thin rule above, thin-thick rule below (10.1). The header pushes the text down by its height.
fn letter_furniture(sheet: &StyleSheet, document_head: &Head, dropped: &mut Vec<Dropped>) -> Furniture {
    let mut header = Vec::new();
    if let Some(name) = document_head.issuer_marks.first() {
        let organ = mark::mark_paragraph(sheet, name, Role::Furniture, dropped);
        let size = mark::mark_twips(&organ);
        let above = sheet.mark.top - sheet.mark.header - mark::ink_gap_above(sheet, organ.line, size);
        header.push(spacer(sheet, above.max(20)));
        let below = sheet.red_rule.below - mark::ink_gap_below(sheet, organ.line, size);
        header.push(organ);
        header.push(spacer(sheet, below.max(20)));
    } else {
        header.push(spacer(sheet, (sheet.page.top - sheet.mark.header).max(20)));
    }
    let style = &sheet.letter;
    header.push(double_rule(sheet, style.thick, style.thin));
    Furniture { header, footer: vec![double_rule(sheet, style.thin, style.thick)], turned: None }
}

/// Size of the running head: 四号.
pub(super) const RUNNING_HALF_PT: u16 = 28;
/// Height of its line, and the least that a line of a header must have to hold it.
const RUNNING_LINE: i32 = 400;

/// Words at the head of every page, at the right.
pub(super) fn running_head(sheet: &StyleSheet, words: Vec<Run>) -> Paragraph {
    let mut paragraph = blank_paragraph(sheet, Role::Furniture);
    paragraph.align = Align::Right;
    paragraph.line = RUNNING_LINE;
    paragraph.mark_half_pt = RUNNING_HALF_PT;
    paragraph.runs = words;
    paragraph
}

/// Puts the running head on every page of a section. Above the mark of a letter it takes the place of the white there,
/// so that nothing moves.
pub(super) fn put_running_head(section: &mut Section, line: &Paragraph) {
    for side in
        [section.first.as_mut(), Some(&mut section.odd), Some(&mut section.even)].into_iter().flatten()
    {
        match side.header.first_mut().filter(|white| white.runs.is_empty() && white.line >= RUNNING_LINE) {
            Some(white) => *white = Paragraph { line: white.line, ..line.clone() },
            None => side.header.insert(0, line.clone()),
        }
    }
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
