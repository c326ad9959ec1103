//! Tall rows that would leave much of a page empty may break over two pages.

use super::Reader;
use super::paginate::sketch;
use super::piece::{Broken, Closer, Piece};
use super::sketch::SketchPage;
use super::table::PART;
use crate::flow::{Flow, Item};

/// Most rows that are let go; beyond them something else is wrong with the table.
const MOST_ROWS: usize = 200;

/// A row of a flow: section, item, row.
type Place = (usize, usize, usize);

/// Lets every row break that would otherwise leave more than a quarter of a page empty, in the lines of any word
/// processor. Other rows stay whole.
pub(crate) fn open_rows(flow: &mut Flow) {
    let mut places: Vec<Place> = Vec::new();
    for reader in [Reader::Word, Reader::LibreOffice] {
        let mut broken = Broken::new(flow, reader);
        places.iter().for_each(|place| broken.open_row(*place));
        while let Some(place) = hole(&mut broken).filter(|_| places.len() < MOST_ROWS) {
            broken.open_row(place);
            places.push(place);
        }
    }
    for (section, item, row) in places {
        let items = flow.sections.get_mut(section).map(|section| &mut section.items);
        if let Some(Item::Table(table)) = items.and_then(|items| items.get_mut(item))
            && let Some(row) = table.rows.get_mut(row)
        {
            row.may_split = true;
        }
    }
}

/// The first row that leaves a hole and need not.
fn hole(broken: &mut Broken<'_>) -> Option<Place> {
    let pages = sketch(broken, Closer::default());
    pages.windows(2).find_map(|pair| match pair {
        [page, next] => broken.leaves_hole(page, next),
        _ => None,
    })
}

impl Broken<'_> {
    fn open_row(&mut self, (section, item, row): Place) {
        let piece = self.pieces.get_mut(section).and_then(|pieces| pieces.get_mut(item));
        if let Some(Piece::Table(table)) = piece
            && let Some(row) = table.rows.get_mut(row)
        {
            row.may_split = true;
        }
    }

    /// The row that went to the next page although more than a part of this one was left, when it could have begun here.
    fn leaves_hole(&self, page: &SketchPage, next: &SketchPage) -> Option<Place> {
        let section = self.flow.sections.get(page.section)?;
        let part = section.page.text_height() / PART;
        let first = next.parts.first().filter(|_| page.section == next.section && page.left > part)?;
        let pieces = self.pieces.get(page.section)?;
        // Headings of the row went with it.
        let before = pieces.iter().skip(first.item).take_while(
            |piece| matches!(piece, Piece::Paragraph(p) if p.paragraph.keep_next && !p.paragraph.page_break_before),
        );
        let item = first.item + before.count();
        let Some(Piece::Table(table)) = pieces.get(item).filter(|piece| !piece.floats()) else { return None };
        let from = if item == first.item { first.from } else { 0 };
        let chain = table.rows.iter().skip(from).take_while(|row| row.keep_next).count();
        let last = table.rows.get(from + chain)?;
        (!last.may_split && last.height > part && from + chain >= table.table.header_rows).then_some((
            page.section,
            item,
            from + chain,
        ))
    }
}
