//! Lines of a paragraph: widths of its characters and the Chinese rules for where a line may end.

use std::ops::Range;

use super::fandol;
use super::kinsoku::{hangs, may_part};
use crate::flow::{Paragraph, Run, RunContent, TabAlign, Twips};
use crate::measure::half_ems;

/// Distance of the tab stops nobody set.
const DEFAULT_TAB: Twips = 420;

/// What stands at one place of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Char(char),
    /// To a tab stop, with dots on the way or without.
    Tab {
        leader: bool,
    },
    /// A picture as wide as the atom.
    Picture,
    Break,
}

/// One character with its width and the run it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) content: Content,
    pub(super) run: usize,
    pub(super) width: Twips,
}

/// How a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Full: justified text is stretched.
    Full,
    /// At a line break or at the paragraph's end.
    Natural,
}

/// One line: which atoms, where it may stand.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) atoms: Range<usize>,
    /// Left edge relative to the text area.
    pub(super) left: Twips,
    /// Width available.
    pub(super) room: Twips,
    pub(super) end: End,
}

/// Whose habits to follow where word processors differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reader {
    /// Word and WPS: they obey the file, which asks for no white between Hanzi and digits and lets a stop hang
    /// outside the measure.
    #[default]
    Word,
    /// `LibreOffice` 25.2 with the Fandol fonts, as measured: a fifth of an em between Hanzi and Latin whatever the
    /// file says, Latin letters as wide as they are, nothing hangs, and no line begins or ends with a quotation mark on its outer side.
    LibreOffice,
}

/// Numbers for page fields; the first pass only needs their widths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) page: u32,
    pub(super) total: usize,
    /// Travels with the numbers because both decide widths.
    pub(super) reader: Reader,
}

/// The paragraph's characters; page fields become their digits.
pub(super) fn atoms(runs: &[Run], numbers: Numbers) -> Vec<Atom> {
    let mut out = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        let mut push = |text: &str| {
            out.extend(text.chars().map(|c| Atom {
                content: Content::Char(c),
                run: i,
                width: advance(c, run, numbers.reader),
            }));
        };
        match &run.content {
            RunContent::Text(text) => push(text),
            RunContent::PageNumber => push(&numbers.page.to_string()),
            RunContent::PageCount => push(&numbers.total.to_string()),
            RunContent::PageOf { page, .. } => push(&page.to_string()),
            RunContent::Picture { width, .. } => {
                out.push(Atom { content: Content::Picture, run: i, width: (*width).max(0) });
            }
            RunContent::Tab => {
                out.push(Atom { content: Content::Tab { leader: false }, run: i, width: 0 });
            }
            RunContent::LineBreak => out.push(Atom { content: Content::Break, run: i, width: 0 }),
        }
    }
    if numbers.reader == Reader::LibreOffice {
        space_scripts(runs, &mut out);
    }
    out
}

/// White between Hanzi and Latin letters or digits, which replaces the tracking there.
fn space_scripts(runs: &[Run], atoms: &mut [Atom]) {
    let mut next = None;
    for atom in atoms.iter_mut().rev() {
        let Content::Char(c) = atom.content else {
            next = None;
            continue;
        };
        let latin = |c: char| half_ems(c) == 1 && c.is_alphanumeric();
        let han = |c: char| half_ems(c) == 2 && c.is_alphabetic();
        if next.is_some_and(|n| (latin(c) && han(n)) || (han(c) && latin(n)))
            && let Some(run) = runs.get(atom.run)
        {
            atom.width += i32::from(run.half_pt) * 2;
        }
        next = Some(c);
    }
}

fn advance(c: char, run: &Run, reader: Reader) -> Twips {
    let halves = half_ems(c);
    if halves == 0 {
        return 0;
    }
    let scale = i32::from(run.scale_percent);
    let half_em = i32::from(run.half_pt) * 5;
    let wide = match reader {
        Reader::LibreOffice => fandol::mille(c, run.font),
        Reader::Word => None,
    };
    wide.map_or(halves * half_em * scale / 100, |mille| half_em * scale / 100 * mille / 500) + run.tracking
}

/// Breaks a paragraph into lines; tabs get their widths on the way. An empty paragraph has one empty line.
pub(super) fn break_lines(
    paragraph: &Paragraph,
    atoms: &mut [Atom],
    width: Twips,
    reader: Reader,
) -> Vec<Line> {
    let indent = paragraph.indent;
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let first = if lines.is_empty() { indent.first_line } else { 0 };
        let left = indent.left + first;
        let room = (width - indent.right - left).max(0);
        let (end, next, how) = fill(paragraph, atoms, start, left, room, reader);
        lines.push(Line { atoms: start..end, left, room, end: how });
        let broken = matches!(atoms.get(end).map(|a| a.content), Some(Content::Break));
        // A break at the very end of the paragraph still opens an empty line.
        if next >= atoms.len() && !(broken && next == atoms.len()) {
            return lines;
        }
        start = next;
        if start >= atoms.len() {
            lines.push(Line { atoms: start..start, left: indent.left, room, end: End::Natural });
            return lines;
        }
    }
}

/// Fills one line from `start`: where its atoms end, where the next line starts, how it ended.
fn fill(
    paragraph: &Paragraph,
    atoms: &mut [Atom],
    start: usize,
    left: Twips,
    room: Twips,
    reader: Reader,
) -> (usize, usize, End) {
    let (mut x, mut room) = (0, room);
    let mut may_break = None;
    let mut previous = None;
    let mut i = start;
    while let Some(atom) = atoms.get(i).copied() {
        match atom.content {
            Content::Break => return (i, i + 1, End::Natural),
            Content::Tab { .. } => {
                let (wide, leader, stop) = tab_width(paragraph, atoms, i, left + x);
                // A stop beyond the right indent takes its text there: the numbers of a table of contents.
                room = room.max(stop - left);
                if let Some(slot) = atoms.get_mut(i) {
                    slot.width = wide;
                    slot.content = Content::Tab { leader };
                }
                x += wide;
                previous = None;
                may_break = Some(i + 1);
            }
            Content::Picture => {
                if x + atom.width > room && i > start {
                    return (i, i, End::Full);
                }
                x += atom.width;
                previous = None;
                may_break = Some(i + 1);
            }
            Content::Char(c) => {
                if previous.is_some_and(|p| may_part(p, c, reader)) {
                    may_break = Some(i);
                }
                // White between scripts disappears where the line ends.
                let bare = paragraph.runs.get(atom.run).map_or(atom.width, |run| advance(c, run, reader));
                if x + atom.width.min(bare) > room && c != ' ' && i > start {
                    return overflow(atoms, start, i, (reader == Reader::Word).then_some(c), may_break);
                }
                x += atom.width;
                previous = Some(c);
            }
        }
        i += 1;
    }
    (atoms.len(), atoms.len(), End::Natural)
}

/// The character at `i` does not fit: it hangs, or the line ends at the last place where it may.
fn overflow(
    atoms: &[Atom],
    start: usize,
    i: usize,
    hanging: Option<char>,
    may_break: Option<usize>,
) -> (usize, usize, End) {
    if let Some(c) = hanging.filter(|c| hangs(*c)) {
        let next = atoms.get(i + 1).map(|a| a.content);
        let free = match next {
            Some(Content::Char(n)) => may_part(c, n, Reader::Word),
            Some(Content::Tab { .. } | Content::Picture | Content::Break) | None => true,
        };
        if free && next.is_some() {
            let broken = next == Some(Content::Break);
            return if broken { (i + 1, i + 2, End::Natural) } else { (i + 1, i + 1, End::Full) };
        }
        if next.is_none() {
            return (i + 1, i + 1, End::Natural);
        }
    }
    let at = may_break.filter(|at| *at > start).unwrap_or(i);
    (at, at, End::Full)
}

/// Width of the tab at `i`, which starts at `at` from the text area's left edge, whether dots fill it,
/// and where the stop is.
fn tab_width(paragraph: &Paragraph, atoms: &[Atom], i: usize, at: Twips) -> (Twips, bool, Twips) {
    let Some(stop) = paragraph.tabs.iter().filter(|t| t.at > at).min_by_key(|t| t.at) else {
        // Hanging text has an implicit stop at its left indent.
        if paragraph.indent.left > at {
            return (paragraph.indent.left - at, false, at);
        }
        return (DEFAULT_TAB - at.rem_euclid(DEFAULT_TAB), false, at);
    };
    let after: Twips =
        atoms.iter().skip(i + 1).take_while(|a| matches!(a.content, Content::Char(_))).map(|a| a.width).sum();
    let shift = match stop.align {
        TabAlign::Left => 0,
        TabAlign::Right => after,
        TabAlign::Centre => after / 2,
    };
    ((stop.at - at - shift).max(0), stop.leader, stop.at)
}
