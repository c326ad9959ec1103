//! What stands around the text of a page: headers, footers, the turned number, and on which side the margins are.

use super::line::Numbers;
use super::table::LaidParagraph;
use super::{Page, draw as drawing};
use crate::flow::{Flow, Furniture, PageSetup, Paragraph, Section, Twips};

/// Which furniture a page has.
pub(super) fn pick<'f>(flow: &Flow, section: &'f Section, number: u32, first: bool) -> &'f Furniture {
    match &section.first {
        Some(own) if first => own,
        _ if flow.odd_and_even && number.is_multiple_of(2) => &section.even,
        _ => &section.odd,
    }
}

pub(super) fn stack_height(paragraphs: &[Paragraph], setup: &PageSetup, numbers: Numbers) -> Twips {
    let heights = paragraphs.iter().map(|p| LaidParagraph::new(p, setup.text_width(), numbers).height());
    heights.fold(0, Twips::saturating_add)
}

/// The left margin of a page: the right one on even pages when margins are mirrored.
pub(super) fn left_margin(flow: &Flow, section: &Section, number: u32) -> Twips {
    if flow.mirrored && number.is_multiple_of(2) { section.page.right } else { section.page.left }
}

/// A page with nothing on it.
pub(super) fn blank(setup: &PageSetup, section: usize, number: u32) -> Page {
    Page {
        width: setup.width,
        height: setup.height,
        number,
        section,
        text_bottom: 0,
        marks: Vec::new(),
        rules: Vec::new(),
        pictures: Vec::new(),
    }
}

/// Draws header, footer and the turned line of a page; `left` is its left margin.
pub(super) fn draw(page: &mut Page, section: &Section, furniture: &Furniture, left: Twips, numbers: Numbers) {
    let setup = &section.page;
    let foot = setup.height - setup.footer - stack_height(&furniture.footer, setup, numbers);
    for (paragraphs, mut y) in [(&furniture.header, setup.header), (&furniture.footer, foot)] {
        for paragraph in paragraphs {
            let laid = LaidParagraph::new(paragraph, setup.text_width(), numbers);
            y = drawing::paragraph(page, &laid, 0..laid.lines.len(), left, setup.text_width(), y);
        }
    }
    if let Some(turned) = &furniture.turned {
        let laid = LaidParagraph::new(&turned.paragraph, turned.length, numbers);
        let mut upright = blank(setup, page.section, page.number);
        drawing::paragraph(&mut upright, &laid, 0..1, 0, turned.length, 0);
        drawing::turn(page, upright, turned);
    }
}
