//! Pages: fills them from top to bottom, keeps together what belongs together, then adds headers and footers.

use std::collections::BTreeMap;

use super::furniture::{self, blank, left_margin, pick, stack_height};
use super::line::{Numbers, Reader};
use super::piece::{Broken, Closer, Piece};
use super::sketch::{Part, SketchPage};
use super::table::{Laid, LaidParagraph, PART};
use super::{Page, Pages, draw, spill};
use crate::flow::{Flow, PageSetup, Paragraph, Section, SectionStart, Twips};

/// Most pages laid out; beyond them something else is wrong with the text.
const MOST_PAGES: usize = 5_000;

/// Height of the empty line that follows the 版记 in a file and has to stand on its page.
const ANCHOR: Twips = 20;

/// Breaks a flow into pages as Word and WPS do. Same flow, same pages.
#[must_use]
pub fn layout(flow: &Flow) -> Pages {
    layout_for(flow, Reader::Word)
}

/// Breaks a flow into pages as one of the word processors does.
#[must_use]
pub fn layout_for(flow: &Flow, reader: Reader) -> Pages {
    let broken = Broken::new(flow, reader);
    let Builder { mut pages, anchors, .. } = Builder::filled(&broken, true);
    let total = pages.len();
    for page in &mut pages {
        if let Some(section) = flow.sections.get(page.page.section) {
            let chosen = pick(flow, section, page.page.number, page.first);
            let numbers = Numbers { page: page.page.number, total, reader };
            let left = left_margin(flow, section, page.page.number);
            furniture::draw(&mut page.page, section, chosen, left, numbers);
        }
    }
    Pages { fonts: flow.fonts.clone(), pages: pages.into_iter().map(|p| p.page).collect(), anchors }
}

/// Which part of what stands on each page when lines of running text stand so much closer; nothing is drawn.
pub(crate) fn sketch(broken: &mut Broken<'_>, closer: Closer) -> Vec<SketchPage> {
    broken.set_closer(closer);
    let pages = Builder::filled(broken, false).pages.into_iter();
    pages
        .map(|open| SketchPage {
            section: open.page.section,
            parts: open.parts,
            left: (open.bottom - open.y).max(0),
        })
        .collect()
}

/// A page being filled.
struct Open {
    page: Page,
    /// First of its section.
    first: bool,
    /// Top of the next line.
    y: Twips,
    /// Where text must end.
    bottom: Twips,
    /// Lower edge of the text area, where 版记 stands.
    edge: Twips,
    /// Top of the text area.
    top: Twips,
    /// What stands on it.
    parts: Vec<Part>,
}

struct Builder<'f> {
    flow: &'f Flow,
    unknown: Numbers,
    /// Whether text is drawn.
    drawn: bool,
    pages: Vec<Open>,
    next_number: u32,
    /// Page numbers of the anchors met so far.
    anchors: BTreeMap<u32, u32>,
}

impl<'f> Builder<'f> {
    /// All pages, without what stands around their text.
    fn filled(broken: &Broken<'f>, drawn: bool) -> Self {
        let mut builder = Builder {
            flow: broken.flow,
            unknown: broken.unknown,
            drawn,
            pages: Vec::new(),
            next_number: 1,
            anchors: BTreeMap::new(),
        };
        for (index, (section, pieces)) in broken.flow.sections.iter().zip(&broken.pieces).enumerate() {
            builder.section(index, section, pieces);
        }
        builder
    }

    fn section(&mut self, index: usize, section: &'f Section, pieces: &[Piece<'f>]) {
        if let Some(number) = section.restart_page_number {
            self.next_number = number;
        }
        let same_page = section.start == SectionStart::Continuous && !self.pages.is_empty();
        if section.start == SectionStart::EvenPage && !self.next_number.is_multiple_of(2) {
            self.new_page(index, section, true);
        }
        if !same_page {
            self.new_page(index, section, true);
        }
        let mut chained = false;
        for (i, piece) in pieces.iter().enumerate() {
            if !chained {
                self.keep_together(index, section, pieces.get(i..).unwrap_or_default());
            }
            match piece {
                Piece::Paragraph(p) => self.paragraph(index, section, p, i),
                Piece::Table(t) => self.table(index, section, t, i),
            }
            chained = piece.keeps_next();
        }
    }

    fn new_page(&mut self, index: usize, section: &Section, first: bool) {
        if self.pages.len() >= MOST_PAGES {
            // Text runs on over the edge of the last page rather than into memory without end.
            return;
        }
        let setup = &section.page;
        let number = self.next_number;
        self.next_number = self.next_number.saturating_add(1);
        let furniture = pick(self.flow, section, number, first);
        let top = setup.top.max(setup.header + stack_height(&furniture.header, setup, self.unknown));
        let foot = setup.bottom.max(setup.footer + stack_height(&furniture.footer, setup, self.unknown));
        let edge = setup.height - foot;
        let (top, bottom) = self.gridded(setup, top, edge);
        let page = Page { text_bottom: top, ..blank(setup, index, number) };
        self.pages.push(Open { page, first, y: top, bottom, edge, top, parts: Vec::new() });
    }

    /// Where text begins and ends: `LibreOffice` takes a whole number of the grid's lines out of the middle of the
    /// text area, others all of it.
    fn gridded(&self, setup: &PageSetup, top: Twips, edge: Twips) -> (Twips, Twips) {
        let pitch = setup.line_pitch.filter(|pitch| *pitch > 0 && self.unknown.reader == Reader::LibreOffice);
        let spare = pitch.map_or(0, |pitch| (edge - top).max(0) % pitch);
        (top + spare / 2, edge - (spare - spare / 2))
    }

    fn open(&mut self) -> &mut Open {
        self.pages.last_mut().expect("a section opens a page before anything is placed")
    }

    /// Left edge of the text area on the page being filled.
    fn left(&mut self, section: &Section) -> Twips {
        let number = self.open().page.number;
        left_margin(self.flow, section, number)
    }

    /// Notes the page of a paragraph that runs ask for.
    fn note(&mut self, paragraph: &Paragraph) {
        if let Some(anchor) = paragraph.anchor {
            let number = self.open().page.number;
            self.anchors.entry(anchor).or_insert(number);
        }
    }

    /// Starts a new page when a chain of kept pieces does not fit what is left of this one.
    fn keep_together(&mut self, index: usize, section: &Section, pieces: &[Piece<'_>]) {
        let Some((first, rest)) = pieces.split_first() else { return };
        if !first.keeps_next() && !first.keeps_lines() {
            return;
        }
        let open = self.open();
        let whole = open.bottom - open.top;
        let mut need = first.height();
        let mut keeps = first.keeps_next();
        for piece in rest {
            if !keeps {
                break;
            }
            keeps = piece.keeps_next();
            need = need.saturating_add(if keeps { piece.height() } else { piece.least_height(whole) });
        }
        let open = self.open();
        let left = open.bottom - open.y;
        if need > left && need <= whole && open.y > open.top {
            self.new_page(index, section, false);
        }
    }

    fn paragraph(&mut self, index: usize, section: &Section, laid: &LaidParagraph<'_>, item: usize) {
        let p = laid.paragraph;
        if p.page_break_before && self.open().y > self.open().top {
            self.new_page(index, section, false);
        }
        let width = section.page.text_width();
        let mut from = 0;
        while from < laid.lines.len() {
            let open = self.open();
            let extra = p.before + p.after + draw::thickness(p.rule_above) + draw::thickness(p.rule_below);
            let fitting =
                usize::try_from((open.bottom - open.y - extra).max(0) / laid.line.max(1)).unwrap_or(0);
            let left = laid.lines.len() - from;
            let take = fitting.min(left);
            if take == 0 && open.y > open.top {
                self.new_page(index, section, false);
                if self.open().y <= self.open().top {
                    continue;
                }
            }
            let take = take.max(1);
            if from == 0 {
                self.note(p);
            }
            let x = self.left(section);
            let (lines, drawn) = (from..from + take, self.drawn);
            let height = laid.height_of(&lines);
            let open = self.open();
            open.parts.push(Part { item, from, to: from + take, of: laid.lines.len(), height, over: 0 });
            open.y = if drawn {
                draw::paragraph(&mut open.page, laid, lines, x, width, open.y)
            } else {
                open.y.saturating_add(height)
            };
            open.page.text_bottom = open.y;
            from += take;
            if from < laid.lines.len() {
                self.new_page(index, section, false);
            }
        }
    }

    fn table(&mut self, index: usize, section: &Section, laid: &Laid<'_>, item: usize) {
        if laid.table.float.is_some() {
            self.foot_table(index, section, laid, item);
            return;
        }
        let mut fresh = true;
        for (r, row) in laid.rows.iter().enumerate() {
            let open = self.open();
            // A row that holds its successors moves with them.
            let whole = open.bottom - open.top;
            let next = laid.kept_after(r, whole);
            let need = if row.height + next <= whole { row.height + next } else { row.height };
            let full = open.y + need > open.bottom && open.y > open.top;
            if full && !(row.may_split && open.bottom - open.y > whole / PART) {
                self.new_page(index, section, false);
                fresh = true;
                if r >= laid.table.header_rows && laid.header_height() < whole / 2 {
                    let x = self.left(section);
                    for h in 0..laid.table.header_rows {
                        self.row(laid, h, x, fresh);
                        fresh = false;
                    }
                }
            }
            row.paragraphs().for_each(|p| self.note(p));
            let x = self.left(section);
            self.row(laid, r, x, fresh);
            let open = self.open();
            let (height, over) = (row.height, (open.y - open.bottom).max(0));
            open.parts.push(Part { item, from: r, to: r + 1, of: laid.rows.len(), height, over });
            fresh = false;
            self.spill(index, section);
        }
    }

    fn row(&mut self, laid: &Laid<'_>, r: usize, x: Twips, top: bool) {
        let height = laid.rows.get(r).map_or(0, |row| row.height);
        let drawn = self.drawn;
        let open = self.open();
        let y = open.y;
        // What is cut off a row depends on what it shows.
        if drawn || y.saturating_add(height) > open.bottom {
            laid.draw(&mut open.page, r, x, y, top, open.bottom);
        }
        open.y = open.y.saturating_add(height);
        open.page.text_bottom = open.y;
    }

    /// What a row taller than the rest of its page put below the edge moves to further pages.
    fn spill(&mut self, index: usize, section: &Section) {
        for _ in 0..MOST_PAGES {
            let open = self.open();
            if open.y <= open.bottom {
                return;
            }
            let (bottom, over) = (open.bottom, open.y - open.bottom);
            let rest = spill::cut(&mut open.page, bottom);
            open.page.text_bottom = bottom;
            let count = self.pages.len();
            self.new_page(index, section, false);
            let open = self.open();
            if count == MOST_PAGES {
                open.y = bottom;
                return;
            }
            let room = spill::paste(&mut open.page, rest, bottom, open.top);
            open.y = open.top.saturating_add(over).saturating_add(room);
            open.page.text_bottom = open.y;
        }
    }

    /// 版记 stands at the foot of the text area; when the text leaves no room there, on a page of its own.
    fn foot_table(&mut self, index: usize, section: &Section, laid: &Laid<'_>, item: usize) {
        let rules = if self.unknown.reader == Reader::LibreOffice { laid.rules() } else { 0 };
        let height = laid.height().saturating_add(rules);
        let open = self.open();
        if open.edge - open.y < height.saturating_add(ANCHOR) && open.y > open.top {
            self.new_page(index, section, false);
        }
        let (x, drawn) = (self.left(section), self.drawn);
        let open = self.open();
        let mut y = open.edge - height;
        open.bottom = y;
        open.parts.push(Part { item, from: 0, to: laid.rows.len(), of: laid.rows.len(), height, over: 0 });
        for (r, row) in laid.rows.iter().enumerate() {
            if drawn {
                laid.draw(&mut open.page, r, x, y, r == 0, Twips::MAX);
            }
            y += row.height;
        }
    }
}
