//! The text of a letter from its rendered pieces: what the template wrote is grammar, values are only words.
//!
//! A value keeps to its line and to its cell. Where a line would be taken for something that its template did not make
//! it, an escape of the grammar is set, one that people can see and type: `【正文】` opens a plain paragraph, `【标题】`
//! the title of an annex, a backslash stands before what would join or part cells.

use std::collections::BTreeSet;

use expr::Piece;

use super::marks::{Marks, marks};
use super::notice::{NoticeKind, Notices};
use super::{PLAIN, REFERENCE, TITLE, line, source, table};

/// Stands for any value where a line is read as the template means it: words that may name an organ.
const HARMLESS: &str = "某某单位";

/// How often joined lines are looked for anew; each time some are kept apart.
const MOST_ROUNDS: usize = 8;

/// The text of a body. `compose` reads from it the structure that the template gives it, whatever the values hold.
#[must_use]
pub fn settled(pieces: &[Piece]) -> String {
    let mut text = Text::default();
    for line in lines(pieces) {
        text.add(&line);
    }
    text.keep_apart();
    text.lines.join("\n")
}

/// The text of one part of the head. `|paragraphs` makes several lines, which are several names in a list.
#[must_use]
pub fn settled_head(pieces: &[Piece]) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Own(text) => text.clone(),
        Piece::Value(text) => on_one_line(text),
        Piece::Break => "\n".to_owned(),
    };
    pieces.iter().map(word).collect()
}

/// The pieces of one line.
type Line<'p> = Vec<Part<'p>>;

#[derive(Debug, Clone, Copy)]
enum Part<'p> {
    Own(&'p str),
    Value(&'p str),
}

fn lines(pieces: &[Piece]) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut line = Line::new();
    for piece in pieces {
        match piece {
            Piece::Value(text) => line.push(Part::Value(text)),
            // Paragraphs of a value in a table stay in their cell.
            Piece::Break if is_row(&line) => line.push(Part::Value("\n")),
            Piece::Break => out.push(std::mem::take(&mut line)),
            Piece::Own(text) => {
                let mut rest = text.as_str();
                while let Some((before, after)) = rest.split_once('\n') {
                    line.push(Part::Own(before));
                    out.push(std::mem::take(&mut line));
                    rest = after;
                }
                line.push(Part::Own(rest));
            }
        }
    }
    out.push(line);
    out
}

/// Whether the template opens the line with a pipe.
fn is_row(line: &Line<'_>) -> bool {
    let first = line.iter().find(|part| match part {
        Part::Own(text) => !text.trim().is_empty(),
        Part::Value(_) => true,
    });
    matches!(first, Some(Part::Own(text)) if text.trim_start().starts_with('|'))
}

/// A value on one line: lines joined by ；, tabs, which would part columns, as blanks.
fn on_one_line(text: &str) -> String {
    let text = if text.contains('\t') { text.replace('\t', " ") } else { text.to_owned() };
    let broken = text.contains('\n') || text.contains(source::BREAKS);
    if broken { expr::in_one_line(&text) } else { text }
}

/// What the next line may be, told by the line above it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Next {
    #[default]
    Anything,
    /// The title of an annex.
    Title,
}

#[derive(Debug, Default)]
struct Text {
    lines: Vec<String>,
    /// The same lines with harmless words for the values.
    meant: Vec<String>,
    next: Next,
}

impl Text {
    fn add(&mut self, parts: &Line<'_>) {
        let valued = parts.iter().any(|part| matches!(part, Part::Value(_)));
        if is_row(parts) {
            let (row, meant) = (row(parts), put_together(parts, |_| HARMLESS.to_owned()));
            self.push(if valued { table::kept(&row, &meant) } else { row }, meant);
            return;
        }
        let meant =
            put_together(parts, |value| if blank(value) { String::new() } else { HARMLESS.to_owned() });
        let shown = put_together(parts, on_one_line);
        let line = if valued { self.escaped(parts, &shown, &meant) } else { shown };
        self.push(line, meant);
    }

    /// The line, with a mark in front where it would be taken for something that the template does not make it.
    fn escaped(&self, parts: &Line<'_>, shown: &str, meant: &str) -> String {
        let (read, harmless) = (source::visible(shown), source::visible(meant));
        if self.next == Next::Title && line::may_be_annex_title(&harmless) {
            let kept = line::may_be_annex_title(&read);
            return if kept { shown.to_owned() } else { format!("{TITLE}{}", shown.trim_start()) };
        }
        let meant = marks(&harmless);
        if meant == Marks::default() && marks(&read) != Marks::default() {
            return format!("{PLAIN}{}", shown.trim_start());
        }
        // A reference to a page may stand anywhere in a line.
        let inert = |value: &str| on_one_line(value).replace(REFERENCE, &format!("\\{REFERENCE}"));
        if shown.contains(REFERENCE) { put_together(parts, inert) } else { shown.to_owned() }
    }

    fn push(&mut self, line: String, meant: String) {
        let above = source::visible(&meant);
        let label = line::annex_label(&above).is_some_and(|label| label.title.is_none());
        if label {
            self.next = Next::Title;
        } else if !above.is_empty() && above != "【横向】" {
            self.next = Next::Anything;
        }
        self.lines.push(line);
        self.meant.push(meant);
    }

    /// A line that breaks off goes on in the next one, and a number alone is left out: where only a value makes it so,
    /// the line stands by itself.
    fn keep_apart(&mut self) {
        let meant = taken_in(&self.meant.join("\n"));
        for _ in 0..MOST_ROUNDS {
            let mut changed = false;
            for number in taken_in(&self.lines.join("\n")).difference(&meant) {
                let at = usize::try_from(*number).ok().and_then(|n| n.checked_sub(1));
                if let Some(line) = at.and_then(|at| self.lines.get_mut(at)).filter(|l| !l.starts_with(PLAIN))
                {
                    *line = format!("{PLAIN}{}", line.trim_start());
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }
}

/// Numbers of the lines that do not become lines of their own.
fn taken_in(text: &str) -> BTreeSet<u32> {
    let mut notices = Notices::unlimited();
    source::rows(text, true, &mut notices);
    let taken = |kind: &NoticeKind| matches!(kind, NoticeKind::Joined { .. } | NoticeKind::PageNumber { .. });
    notices.finish().into_iter().filter(|notice| taken(&notice.kind)).map(|notice| notice.line).collect()
}

fn blank(value: &str) -> bool {
    source::visible(value).is_empty()
}

fn put_together(parts: &Line<'_>, value: impl Fn(&str) -> String) -> String {
    let word = |part: &Part<'_>| match part {
        Part::Own(text) => (*text).to_owned(),
        Part::Value(text) => value(text),
    };
    parts.iter().map(word).collect()
}

/// A row whose values are text of their cells.
fn row(parts: &Line<'_>) -> String {
    put_together(parts, table::cell_text)
}
