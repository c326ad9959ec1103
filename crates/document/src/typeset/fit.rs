//! Fitting: small changes of spacing when the usual one makes a page that an office would not let out (7.3.3,
//! 7.3.5.5), and the page on which the imprint stands.

mod judge;
mod trial;

use super::{Attempt, has_head};
use crate::document::{Block, Document};
use crate::flow::{Flow, Item, Role, Twips};
use crate::layout::{Closer, Pages, Reader, layout_for};
use crate::measure::text_half_ems;
use crate::style::{HeadLayout, StyleSheet};
use judge::Faults;
pub(super) use judge::is_closing;
pub(super) use trial::set_tracking;
use trial::{Trial, set_closer};

/// What one attempt changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Adjust {
    /// Twips taken from every line of running text; negative moves the lines apart.
    pub(super) closer: Twips,
    /// Blank lines of the head, the title and the room for a seal give way, too.
    tight: bool,
    /// Twips taken from the least height of a row of a table; negative makes rows higher.
    rows: Twips,
    /// What stays with the signature.
    pub(super) keep: Keep,
    /// Twips added to every character of running text, so that a line holds one more or fewer of them.
    pub(super) tracking: Twips,
    /// Lines by which the page ends higher on which the last paragraph begins, so that it goes on beside the signature.
    pub(super) short: i32,
    /// Height of a joint mark in percent of what it may have.
    pub(super) mark_percent: i32,
    /// 主送机关 stand in the imprint.
    pub(super) move_addressees: bool,
    /// Where the imprint stands.
    pub(super) imprint: ImprintPlace,
}

/// What of the text stays on the page of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing.
    Nothing,
    /// The last paragraph when it is short: two or three lines are carried over.
    Short,
    /// The last paragraph.
    Last,
}

impl Adjust {
    /// Nothing changed.
    const NONE: Self = Self {
        closer: 0,
        tight: false,
        rows: 0,
        keep: Keep::Short,
        tracking: 0,
        short: 0,
        mark_percent: 100,
        move_addressees: false,
        imprint: ImprintPlace::Foot,
    };

    /// How it changes the heights of lines that are `line` high.
    fn lines(self, line: Twips) -> Closer {
        Closer { line, by: self.closer, tight: self.tight, rows: self.rows }
    }
}

/// Where the imprint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImprintPlace {
    /// At the foot of the page on which the text ends, or of the next.
    Foot,
    /// At the foot of an even page that follows the text without a blank page between them.
    Even,
    /// At the foot of an even page behind a blank one: neither carries a number (7.5).
    EvenBare,
}

/// Twips by which lines may stand closer (28.95 to 26.5 pt) or further apart (to 31.85 pt), mildest first. A page
/// holds 24 to 20 lines then; the blank lines above a signature give way with the others and stay enough for a seal.
const PITCHES: [Twips; 22] =
    [8, -8, 12, -12, 16, -16, 20, -20, 25, -24, 29, -28, 33, -32, 37, -37, 41, -42, 45, -47, 49, -58];

/// Twips by which lines may stand still further apart where the signature would have less than two lines of text
/// (to 33.15 pt).
const WIDEST: [Twips; 2] = [-70, -84];

/// Twips by which rows of tables may be lower or higher.
const ROWS: [Twips; 14] = [10, -10, 20, -20, 30, -35, 38, -50, 45, -70, -95, -120, -150, -180];

/// The closest that lines stand where all else gives way, too: 26.5 and 26 pt.
const TIGHT: [Twips; 3] = [25, 49, 59];

/// Twips added to every character: lines of 28 and of 27 characters.
const TRACKINGS: [Twips; 2] = [0, 1];

/// Steps by which the rows and lines of a form give way or spread so that its pages are filled, mildest first: twips
/// taken from a row, twips taken from a line, and whether the lines of the title give way, too.
const FORM_STEPS: [(Twips, Twips, bool); 18] = [
    (10, 0, false),
    (-10, 0, false),
    (20, 8, false),
    (-20, 0, false),
    (30, 16, false),
    (-35, -8, false),
    (38, 25, false),
    (-50, -16, false),
    (45, 33, false),
    (-70, -24, false),
    (50, 41, false),
    (-95, -32, false),
    (60, 49, false),
    (60, 49, true),
    (60, 59, true),
    (-120, -42, false),
    (-150, -58, false),
    (-180, -58, false),
];

/// Most lines by which a page may end higher.
const SHORTEST: i32 = 12;

/// Attempts with a joint mark, which gives way before the text does (7.2.4), in percent of its usual height.
const SMALLER_MARKS: [i32; 5] = [88, 75, 62, 50, 40];

/// More lines of 主送机关 than these are too many when they push the text off page 1 (7.3.2).
const MANY_ADDRESSEE_LINES: i32 = 3;

/// Paragraphs and rows of a document of some forty pages.
const LONG: usize = 1_000;

/// The attempt that was taken.
pub(super) struct Fitted {
    pub(super) attempt: Attempt,
    pub(super) adjust: Adjust,
    /// Its pages as Word breaks them.
    pub(super) pages: Pages,
}

/// The first attempt whose pages are as they must be, or the best there is.
pub(super) fn fit(document: &Document, sheet: &StyleSheet, set: impl Fn(Adjust) -> Attempt) -> Fitted {
    let fitted = |mut attempt: Attempt, adjust: Adjust| {
        set_closer(&mut attempt.flow, adjust.lines(sheet.grid.line));
        let pages = layout_for(&attempt.flow, Reader::Word);
        Fitted { attempt, adjust, pages }
    };
    let plain = set(Adjust::NONE);
    let main = &document.main;
    let signed = !main.issuers.is_empty() || !main.signer_titles.is_empty() || main.dated.is_some();
    let tables = main.body.iter().any(|block| matches!(block, Block::Table(_)));
    if main.body.is_empty() || !(signed || tables || has_head(sheet, document)) {
        return fitted(plain, Adjust::NONE);
    }
    let found = Trial::new(&plain, sheet).faults(Adjust::NONE);
    if found.weight() == 0 {
        return fitted(plain, Adjust::NONE);
    }
    let long = size(&plain.flow) > LONG;
    let mut search = Search { sheet, set: &set, best: Adjust::NONE, found, base: Adjust::NONE, long };
    if sheet.head.layout == HeadLayout::None {
        search.fill_form();
    }
    if signed || sheet.head.layout != HeadLayout::None {
        search.make_room(document);
        search.move_lines();
    }
    fitted(set(search.best), search.best)
}

/// Paragraphs and rows of a flow.
fn size(flow: &Flow) -> usize {
    let items = flow.sections.iter().flat_map(|section| &section.items);
    let sizes = items.map(|item| match item {
        Item::Paragraph(_) => 1,
        Item::Table(table) => table.rows.len(),
    });
    sizes.sum()
}

/// The best adjustment so far.
struct Search<'a, F: Fn(Adjust) -> Attempt> {
    sheet: &'a StyleSheet,
    /// Makes an attempt at the usual line height.
    set: &'a F,
    best: Adjust,
    /// What is wrong with it.
    found: Faults,
    /// Head and addressees that leave the most room on page 1.
    base: Adjust,
    /// Whether the document has more paragraphs and rows than [`LONG`].
    long: bool,
}

impl<F: Fn(Adjust) -> Attempt> Search<'_, F> {
    fn done(&self) -> bool {
        self.found.weight() == 0
    }

    /// Takes an adjustment that leaves less to blame.
    fn offer(&mut self, adjust: Adjust, found: Faults) {
        if found.weight() < self.found.weight() {
            (self.best, self.found) = (adjust, found);
        }
    }

    /// Tries one attempt at its own line heights.
    fn attempt(&mut self, adjust: Adjust) {
        if !self.done() {
            let attempt = (self.set)(adjust);
            let found = Trial::new(&attempt, self.sheet).faults(adjust);
            self.offer(adjust, found);
        }
    }

    /// Tries attempts at one line height after another.
    fn climb<const N: usize>(&mut self, bases: [Adjust; N], lines: impl Iterator<Item = (Twips, bool)>) {
        if self.done() {
            return;
        }
        let attempts = bases.map(|base| (base, (self.set)(base)));
        let mut trials = attempts.each_ref().map(|(base, attempt)| (*base, Trial::new(attempt, self.sheet)));
        for (closer, tight) in lines {
            for (base, trial) in &mut trials {
                let adjust = Adjust { closer, tight, ..*base };
                if !self.done() {
                    self.offer(adjust, trial.faults(adjust));
                }
            }
        }
    }

    /// Rows and lines of a form closer or further apart, at which its lines break as before.
    fn fill_form(&mut self) {
        let attempt = (self.set)(Adjust::NONE);
        let mut trial = Trial::new(&attempt, self.sheet);
        for (rows, closer, tight) in FORM_STEPS {
            if !self.done() {
                let adjust = Adjust { rows, closer, tight, ..Adjust::NONE };
                self.offer(adjust, trial.faults(adjust));
            }
        }
    }

    /// Smaller marks, then 主送机关 in the imprint, until page 1 shows text.
    fn make_room(&mut self, document: &Document) {
        let addressees =
            document.main.addressees.iter().map(|a| text_half_ems(a) + 2).fold(0, i32::saturating_add);
        let many = addressees > MANY_ADDRESSEE_LINES * 56;
        let joint = document.head.issuer_marks.len() > 1;
        let bases = [Adjust::NONE]
            .into_iter()
            .chain(many.then_some(Adjust { move_addressees: true, ..Adjust::NONE }));
        for base in bases {
            let smaller = SMALLER_MARKS.into_iter().filter(|_| joint);
            let smaller = smaller.map(|mark_percent| Adjust { mark_percent, ..base });
            for adjust in std::iter::once(base).chain(smaller) {
                if self.found.no_text_on_first {
                    self.attempt(adjust);
                    self.base = adjust;
                }
            }
        }
    }

    /// Changes of line heights and of what stays together, mildest first; then all that can give way gives way; then
    /// the page before the signature ends higher, with a character less on each line where that helps (7.3.5.5 names
    /// line and character spacing).
    fn move_lines(&mut self) {
        let base = self.base;
        // Each line height is a walk through the whole document: a long one is not worth all of them.
        let most = if self.long { 3 } else { usize::MAX };
        let mild = std::iter::once(0).chain(PITCHES).map(|closer| (closer, false)).take(most);
        let tight = TIGHT.map(|closer| (closer, true)).into_iter().take(most);
        let kept = [Keep::Short, Keep::Last].map(|keep| Adjust { keep, ..base });
        self.climb(kept, mild.clone().chain(tight));
        for short in 1..=SHORTEST {
            let higher = TRACKINGS.map(|tracking| Adjust { keep: Keep::Nothing, short, tracking, ..base });
            self.climb(higher, mild.clone().step_by(3));
        }
        self.attempt(Adjust { keep: Keep::Nothing, ..base });
        for short in 1..=SHORTEST {
            if self.found.signature_lonely() {
                let higher = Adjust { keep: Keep::Nothing, short, ..base };
                self.climb([higher], WIDEST.map(|closer| (closer, false)).into_iter());
            }
        }
        let best = self.best;
        for rows in ROWS.into_iter().take(most) {
            self.attempt(Adjust { rows, ..best });
        }
        // Each line height with each page that ends higher, and with lines that go over as they fall.
        if self.long {
            return;
        }
        for short in 0..=SHORTEST {
            let higher = TRACKINGS.map(|tracking| Adjust { keep: Keep::Nothing, short, tracking, ..base });
            self.climb(higher, mild.clone());
        }
        // Rows and lines together: a table in an annex decides where the imprint falls.
        for rows in ROWS {
            self.climb(kept.map(|kept| Adjust { rows, ..kept }), mild.clone());
        }
    }
}

/// Where the imprint of a house that wants it on even pages stands, from where it falls by itself.
pub(super) fn even_place(pages: &Pages) -> ImprintPlace {
    let Some(last) = pages.pages.last().filter(|page| !page.number.is_multiple_of(2)) else {
        return ImprintPlace::Foot;
    };
    // The text's own last page is odd: the next one is even. Otherwise the imprint fell on an odd page by
    // itself, which stays blank now.
    let text = last.marks.iter().any(|m| !matches!(m.role, Role::Imprint | Role::Furniture));
    if text || !last.pictures.is_empty() { ImprintPlace::Even } else { ImprintPlace::EvenBare }
}

/// The attempt with its imprint in another place.
pub(super) fn placed(
    adjust: Adjust,
    imprint: ImprintPlace,
    sheet: &StyleSheet,
    set: impl Fn(Adjust) -> Attempt,
) -> Attempt {
    let mut attempt = set(Adjust { imprint, ..adjust });
    set_closer(&mut attempt.flow, adjust.lines(sheet.grid.line));
    attempt
}
