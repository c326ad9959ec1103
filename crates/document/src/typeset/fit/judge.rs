//! What an office would not let out: pages without text, half-empty ones, what is parted from what it belongs to.

use crate::flow::{Flow, Item, Paragraph, Role, Run, RunContent, Table, Twips};
use crate::layout::{Part, SketchPage};
use crate::style::{HeadLayout, StyleSheet};
use crate::typeset::paragraph::{half_ems_of, is_all_text};

/// More empty lines than these at the foot of a page are a hole.
const HOLE_LINES: Twips = 5;

/// The part of a page, as one of so many, beyond which its foot is a hole on pages that hold few lines.
const HOLE_PART: Twips = 4;

/// Lines of text that go over to the page of the signature without being too many.
const CARRIED_LINES: usize = 3;

/// A row of more than these lines may well stand on a page by itself.
const TALL_LINES: Twips = 3;

/// A cut row goes on with more than these lines of its cells, or what is left of it tells nothing by itself.
const SCRAP_LINES: Twips = 3;

/// Percent of the last page of a form that are filled at least.
const FILLED: Twips = 40;

/// White above the imprint below which it may go to the next page where a word processor rounds otherwise.
const MARGIN: Twips = 40;

/// What is wrong with the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// Page 1 shows no text (7.3.3).
    pub(super) no_text_on_first: bool,
    /// Signature on a page without text, or with a closing phrase only (7.3.5.5).
    signature_alone: u32,
    /// Signature on a page with a single line of text.
    signature_thin: u32,
    /// The imprint has an upright page for itself.
    imprint_alone: u32,
    /// The imprint has so little room that it may go to the next page, or the end of a form.
    imprint_close: u32,
    /// A heading is the last line of a page.
    heading_last: u32,
    /// Empty lines beyond what a page may have.
    hole_lines: u32,
    /// Rows parted from all others of their table.
    rows_alone: u32,
    /// Rows of which only a line or two stand on the next page.
    scraps: u32,
    /// Lines that the last page of a form lacks to be a page worth turning to.
    sparse_lines: u32,
}

impl Faults {
    /// Whether a signature stands with less than two lines of text.
    pub(super) fn signature_lonely(self) -> bool {
        self.signature_alone + self.signature_thin > 0
    }

    /// How bad it is; 0 is faultless.
    pub(super) fn weight(self) -> u32 {
        let first = if self.no_text_on_first { 1000 } else { 0 };
        let pages = self.signature_alone * 400
            + self.signature_thin * 120
            + self.imprint_alone * 150
            + self.heading_last * 100;
        first
            + pages
            + self.imprint_close * 50
            + self.hole_lines * 10
            + self.rows_alone * 5
            + self.scraps * 20
            + self.sparse_lines * 15
    }

    /// Those of two readers together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            no_text_on_first: self.no_text_on_first || other.no_text_on_first,
            signature_alone: self.signature_alone + other.signature_alone,
            signature_thin: self.signature_thin + other.signature_thin,
            imprint_alone: self.imprint_alone + other.imprint_alone,
            imprint_close: self.imprint_close + other.imprint_close,
            heading_last: self.heading_last + other.heading_last,
            hole_lines: self.hole_lines + other.hole_lines,
            rows_alone: self.rows_alone + other.rows_alone,
            scraps: self.scraps + other.scraps,
            sparse_lines: self.sparse_lines + other.sparse_lines,
        }
    }
}

/// What an item is to the judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Running text, a picture.
    Text,
    /// A heading on a line of its own.
    Heading,
    /// A table in the text.
    Table,
    Signature,
    Imprint,
    /// Head, title, 附件说明, blank lines.
    Other,
}

/// Judges sketches of one flow.
pub(super) struct Judge<'a> {
    flow: &'a Flow,
    line: Twips,
    /// Height of a line of a cell.
    cell_line: Twips,
    /// The pages are those of a form.
    form: bool,
    /// The house wants the imprint on an even page.
    even: bool,
    /// Section and index of the phrase that closes the text above the signature.
    closing: Option<(usize, usize)>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(flow: &'a Flow, sheet: &StyleSheet) -> Self {
        Self {
            flow,
            line: sheet.grid.line.max(1),
            cell_line: sheet.table.line,
            form: sheet.head.layout == HeadLayout::None,
            even: sheet.imprint.even_page,
            closing: closing(flow),
        }
    }

    pub(super) fn faults(&self, pages: &[SketchPage]) -> Faults {
        let (lonely, thin) = self.with_signature(pages);
        let mut faults = Faults {
            no_text_on_first: pages.len() > 1 && !pages.first().is_some_and(|page| self.shows_text(page)),
            signature_alone: u32::from(lonely),
            signature_thin: u32::from(thin),
            imprint_alone: u32::from(self.imprint_alone(pages)),
            imprint_close: u32::from(self.imprint_close(pages)),
            rows_alone: self.rows_alone(pages),
            scraps: self.scraps(pages),
            sparse_lines: self.sparse_lines(pages),
            ..Faults::default()
        };
        for pair in pages.windows(2) {
            let [page, next] = pair else { continue };
            if self.goes_on(page, next) {
                let left = page.left + self.kept_free(page, next);
                let empty = u32::try_from(left / self.line - self.free_lines(page)).unwrap_or(0);
                faults.hole_lines += empty;
                let last = page.parts.last().map(|part| self.kind(page, part));
                faults.heading_last += u32::from(last == Some(Kind::Heading));
            }
        }
        faults
    }

    /// Empty lines that the foot of a page may have: fewer on a page that lies on its side.
    fn free_lines(&self, page: &SketchPage) -> Twips {
        let height = self.flow.sections.get(page.section).map_or(0, |section| section.page.text_height());
        HOLE_LINES.min(height / HOLE_PART / self.line)
    }

    /// Height of what is kept free at the foot of a page for lines that are carried over to the signature, when there
    /// go more of them than it needs.
    fn kept_free(&self, page: &SketchPage, next: &SketchPage) -> Twips {
        if self.shows(next, &[Kind::Signature]) && self.lines_of_text(next) <= CARRIED_LINES {
            return 0;
        }
        let block = |part: &&Part| match self.item(page, part) {
            Some(Item::Table(table)) => table.float.is_some() && kind_of_table(table) == Kind::Other,
            Some(Item::Paragraph(_)) | None => false,
        };
        page.parts.iter().filter(block).map(|part| part.height).sum()
    }

    fn item(&self, page: &SketchPage, part: &Part) -> Option<&Item> {
        self.flow.sections.get(page.section)?.items.get(part.item)
    }

    fn kind(&self, page: &SketchPage, part: &Part) -> Kind {
        match self.item(page, part) {
            Some(Item::Paragraph(p)) => kind_of(p),
            Some(Item::Table(t)) => kind_of_table(t),
            None => Kind::Other,
        }
    }

    fn shows(&self, page: &SketchPage, kinds: &[Kind]) -> bool {
        page.parts.iter().any(|part| kinds.contains(&self.kind(page, part)))
    }

    /// Whether running text, a heading, a table or a picture stands on the page.
    fn shows_text(&self, page: &SketchPage) -> bool {
        self.shows(page, &[Kind::Text, Kind::Heading, Kind::Table])
    }

    /// Whether the text goes on from one page to the next without being told to begin a page.
    fn goes_on(&self, page: &SketchPage, next: &SketchPage) -> bool {
        let Some(first) = next.parts.first().filter(|_| page.section == next.section) else { return false };
        let begins = match self.item(next, first) {
            Some(Item::Paragraph(p)) => p.page_break_before && first.from == 0,
            // Lines kept free begin no page: the text goes on after them.
            Some(Item::Table(t)) => t.float.is_some() && kind_of_table(t) != Kind::Other,
            None => true,
        };
        !begins
    }

    /// The imprint stands by itself although nothing asked for an even page.
    fn imprint_alone(&self, pages: &[SketchPage]) -> bool {
        let [.., _, last] = pages else { return false };
        let even = self.even && pages.len().is_multiple_of(2);
        let only = last.parts.iter().all(|part| self.kind(last, part) == Kind::Imprint);
        only && !last.parts.is_empty() && !even
    }

    /// Whether no line of text proper stands with the signature, and whether only one does although there are more.
    fn with_signature(&self, pages: &[SketchPage]) -> (bool, bool) {
        let signed = pages.iter().position(|page| self.shows(page, &[Kind::Signature]));
        let Some((before, page)) = signed.and_then(|at| pages.split_at_checked(at)) else {
            return (false, false);
        };
        let here = page.first().map_or(0, |page| self.lines_of_text(page));
        // Nothing comes over from pages that lie otherwise, and page 1 shows text, too.
        let section = page.first().map(|page| page.section);
        let same = before.iter().filter(|page| Some(page.section) == section);
        let elsewhere = same.map(|page| self.lines_of_text(page)).sum::<usize>();
        (here == 0 && elsewhere > 1, here == 1 && elsewhere > 1)
    }

    /// Lines of text and rows of tables, without a phrase that only closes the text.
    fn lines_of_text(&self, page: &SketchPage) -> usize {
        let lines = page.parts.iter().map(|part| match self.item(page, part) {
            Some(_) if self.closing == Some((page.section, part.item)) => 0,
            Some(_) if matches!(self.kind(page, part), Kind::Text | Kind::Heading | Kind::Table) => {
                part.to - part.from
            }
            Some(_) | None => 0,
        });
        lines.sum()
    }

    /// The imprint has hardly room below the text, or the rows for who signs at the foot of a form.
    fn imprint_close(&self, pages: &[SketchPage]) -> bool {
        if self.form && pages.last().is_some_and(|last| last.left < MARGIN) {
            return true;
        }
        let Some(last) = pages.last().filter(|last| last.parts.len() > 1 && last.left < MARGIN) else {
            return false;
        };
        last.parts.last().is_some_and(|part| self.kind(last, part) == Kind::Imprint)
    }

    /// Rows that are cut so near their end that hardly anything of them stands on the next page.
    fn scraps(&self, pages: &[SketchPage]) -> u32 {
        let parts = pages.iter().flat_map(|page| &page.parts);
        let scraps = parts.filter(|part| part.over > 0 && part.over <= SCRAP_LINES * self.cell_line);
        u32::try_from(scraps.count()).unwrap_or(u32::MAX)
    }

    /// What the last page of a form lacks, in lines, when it holds next to nothing.
    fn sparse_lines(&self, pages: &[SketchPage]) -> u32 {
        let [.., before, last] = pages else { return 0 };
        let height = self.flow.sections.get(last.section).map_or(0, |section| section.page.text_height());
        let lacks = height * FILLED / 100 - (height - last.left);
        let lines =
            if self.form && before.section == last.section { (lacks + self.line - 1) / self.line } else { 0 };
        u32::try_from(lines).unwrap_or(0)
    }

    /// Pages on which a table that has more rows shows only one, and that a low one.
    fn rows_alone(&self, pages: &[SketchPage]) -> u32 {
        let mut alone = 0;
        for page in pages {
            let mut parts = page.parts.iter().peekable();
            while let Some(part) = parts.next() {
                let Some(Item::Table(table)) = self.item(page, part) else { continue };
                let mut rows = usize::from(part.from >= table.header_rows);
                let mut height = part.height;
                while let Some(more) = parts.next_if(|more| more.item == part.item) {
                    rows += usize::from(more.from >= table.header_rows);
                    height = more.height;
                }
                let all = part.of.saturating_sub(table.header_rows);
                alone += u32::from(
                    rows == 1
                        && all > 1
                        && height <= TALL_LINES * self.line
                        && kind_of_table(table) == Kind::Table,
                );
            }
        }
        alone
    }
}

/// Longest phrase that only closes a text (妥否，请批示。), in half ems.
const CLOSING: i32 = 32;

/// The last paragraph of the text above the signature, when it only closes the text.
fn closing(flow: &Flow) -> Option<(usize, usize)> {
    let mut last = None;
    for (section, of) in flow.sections.iter().enumerate() {
        for (item, it) in of.items.iter().enumerate() {
            match it {
                Item::Paragraph(p) if p.role == Role::Signature => return last,
                Item::Paragraph(p) if is_closing(p) => last = Some((section, item)),
                Item::Paragraph(p) if matches!(kind_of(p), Kind::Text | Kind::Heading) => last = None,
                Item::Paragraph(_) | Item::Table(_) => {}
            }
        }
    }
    None
}

/// Whether a paragraph is one short line that says nothing by itself: it ends the text above a signature. What is left
/// for somebody to fill, in brackets, stands for text.
pub(in crate::typeset) fn is_closing(p: &Paragraph) -> bool {
    let open = |run: &Run| matches!(&run.content, RunContent::Text(text) if text.starts_with('（'));
    p.role == Role::Body
        && is_all_text(p)
        && half_ems_of(p) <= CLOSING
        && p.runs.first().is_some_and(|first| !open(first))
}

fn kind_of(p: &Paragraph) -> Kind {
    if p.runs.is_empty() {
        return Kind::Other;
    }
    match p.role {
        Role::Body => Kind::Text,
        Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4 if p.keep_next => Kind::Heading,
        Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4 => Kind::Text,
        Role::Signature => Kind::Signature,
        Role::Imprint => Kind::Imprint,
        Role::IssuerMark
        | Role::Head
        | Role::Title
        | Role::Addressees
        | Role::AttachmentNote
        | Role::Note
        | Role::Annex
        | Role::ContentsTitle
        | Role::Contents1
        | Role::Contents2
        | Role::Cell
        | Role::Furniture => Kind::Other,
    }
}

fn kind_of_table(table: &Table) -> Kind {
    let mut roles = table.paragraphs().map(|p| p.role);
    match roles.next() {
        Some(Role::Cell) => Kind::Table,
        Some(Role::Signature) => Kind::Signature,
        Some(Role::Imprint) => Kind::Imprint,
        Some(_) | None => Kind::Other,
    }
}
