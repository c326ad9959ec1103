//! What proof-reading says of the letter on screen: the list, the marks in the text and those on the pages.

use std::collections::BTreeMap;

use document::{Mark, Pages};
use ledger::Letter;
use proof::{Finding, Place, Severity, Span};
use templates::{text, text_with};

use super::Tone;
use crate::{correct, fields};

/// Proof-reading of one letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proof {
    /// Findings that stand, the worst kind first, in reading order within a kind.
    pub items: Vec<ProofItem>,
    /// Findings the writer has decided to leave.
    pub ignored: Vec<ProofItem>,
    /// How many of the standing ones break a hard rule.
    pub errors: usize,
    /// How many can be put right at once.
    pub certain: usize,
    /// Places in the text, by line counted from one; they do not overlap.
    pub lines: BTreeMap<u32, Vec<TextMark>>,
    /// Bars under words on the pages, by page.
    pub pages: Vec<Vec<Underline>>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct ProofItem {
    /// The finding itself, for commands.
    pub finding: Finding,
    /// Where what it goes by is written, in Chinese; empty when it is a matter of fact.
    pub basis: &'static str,
    /// Name by which it is ignored.
    pub trace: String,
    /// Where it is, in words.
    pub place: String,
    /// The words it is about; empty when it is about more than words.
    pub excerpt: String,
    /// Colour.
    pub tone: Tone,
    /// For a head field: which line of the field it is on, counted from 0.
    pub field_line: usize,
}

/// A marked stretch of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextMark {
    /// Characters.
    pub range: Span,
    /// Colour.
    pub tone: Tone,
}

/// A bar under words on a page, in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Underline {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Colour.
    pub tone: Tone,
}

/// Colour of a severity.
#[must_use]
pub fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Hint => Tone::Plain,
    }
}

/// A severity in words.
#[must_use]
pub fn severity_words(severity: Severity) -> &'static str {
    text(match severity {
        Severity::Error => "proof.error",
        Severity::Warning => "proof.warning",
        Severity::Hint => "proof.hint",
    })
}

/// A place in words.
#[must_use]
pub fn place_words(place: &Place) -> String {
    match place {
        Place::Head { key, .. } => text(fields::of(key).map_or("proof.head", |field| field.label)).to_owned(),
        Place::Text { line, .. } => text_with("proof.line", &[("line", &line.to_string())]),
        Place::Page { number } => text_with("letter.page", &[("number", &number.to_string())]),
        Place::Whole => text("proof.whole").to_owned(),
    }
}

impl Proof {
    /// Of a letter, from what was found on its pages.
    pub(crate) fn of(letter: &Letter, findings: &[Finding], pages: &Pages) -> Self {
        let (mut items, mut ignored) = (Vec::new(), Vec::new());
        let source = correct::Source::of(letter);
        for finding in findings {
            let item = item(finding, letter, &source);
            let list = if letter.ignored.contains(&item.trace) { &mut ignored } else { &mut items };
            list.push(item);
        }
        items.sort_by_key(|item| item.finding.severity);
        let lines = lines(&items);
        Self {
            errors: items.iter().filter(|item| item.finding.severity == Severity::Error).count(),
            certain: items.iter().filter(|item| item.finding.fix.is_some()).count(),
            pages: underlines(&lines, &letter.text, pages),
            lines,
            items,
            ignored,
        }
    }

    /// Findings in a field of the head.
    pub fn in_field<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a ProofItem> + 'a {
        let here = move |place: &Place| matches!(place, Place::Head { key: of, .. } if *of == key);
        self.items.iter().filter(move |item| here(&item.finding.place))
    }
}

fn item(finding: &Finding, letter: &Letter, source: &correct::Source<'_>) -> ProofItem {
    let field_line = match &finding.place {
        Place::Head { key, index, .. } => correct::line_of_entry(&letter.head, key, *index),
        Place::Text { .. } | Place::Page { .. } | Place::Whole => 0,
    };
    ProofItem {
        basis: proof::rules().find(|rule| rule.code == finding.rule).map_or("", |rule| rule.basis),
        trace: correct::trace(finding, source),
        place: place_words(&finding.place),
        excerpt: correct::excerpt(finding, source),
        tone: severity_tone(finding.severity),
        field_line,
        finding: finding.clone(),
    }
}

/// Marks by line. The worst are placed first; what reaches into them is left out.
fn lines(items: &[ProofItem]) -> BTreeMap<u32, Vec<TextMark>> {
    let mut lines: BTreeMap<u32, BTreeMap<usize, TextMark>> = BTreeMap::new();
    for item in items {
        let Place::Text { line, range } = item.finding.place else { continue };
        // A place between two characters is shown under the one that follows.
        let range = Span { start: range.start, end: range.end.max(range.start + 1) };
        let marks = lines.entry(line).or_default();
        // They do not overlap, so only the last one that begins before this one ends can reach into it.
        let before = marks.range(..range.end).next_back();
        if before.is_none_or(|(_, mark)| mark.range.end <= range.start) {
            marks.insert(range.start, TextMark { range, tone: item.tone });
        }
    }
    lines.into_iter().map(|(line, marks)| (line, marks.into_values().collect())).collect()
}

/// Bars under the marked words. Typesetting drops blanks and nothing else as a rule, so words are found on paper by
/// counting what is not blank; where the counts differ, the whole paragraph is underlined.
fn underlines(lines: &BTreeMap<u32, Vec<TextMark>>, source: &str, pages: &Pages) -> Vec<Vec<Underline>> {
    let mut on_paper: BTreeMap<u32, Vec<(usize, &Mark)>> = BTreeMap::new();
    for (page, mark) in
        pages.pages.iter().enumerate().flat_map(|(at, page)| page.marks.iter().map(move |m| (at, m)))
    {
        if let Some(line) = mark.source_line.filter(|line| lines.contains_key(line)) {
            on_paper.entry(line).or_default().push((page, mark));
        }
    }
    let mut bars = vec![Vec::new(); pages.pages.len()];
    for (line, text) in source.split('\n').enumerate() {
        let Ok(line) = u32::try_from(line + 1) else { break };
        let (Some(marks), Some(places)) = (lines.get(&line), on_paper.get(&line)) else { continue };
        let found = if places.iter().any(|(_, place)| place.source_column.is_some()) {
            bars_in_cells(marks, text, places)
        } else {
            bars_of(marks, text, places)
        };
        for (page, bar) in found {
            if let Some(page) = bars.get_mut(page) {
                page.push(bar);
            }
        }
    }
    bars
}

/// Bars of the marks of one row of a table, cell by cell.
fn bars_in_cells(marks: &[TextMark], source: &str, places: &[(usize, &Mark)]) -> Vec<(usize, Underline)> {
    let mut bars = Vec::new();
    for (column, cell) in (0..).zip(document::text::cell_ranges(source)) {
        let inside = |mark: &TextMark| {
            let (start, end) = (mark.range.start.checked_sub(cell.start)?, mark.range.end.min(cell.end));
            let range = Span { start, end: end.saturating_sub(cell.start) };
            (mark.range.start < cell.end).then_some(TextMark { range, ..*mark })
        };
        let marks: Vec<TextMark> = marks.iter().filter_map(inside).collect();
        if marks.is_empty() {
            continue;
        }
        let words: String = source.chars().skip(cell.start).take(cell.len()).collect();
        let here = |place: &&(usize, &Mark)| place.1.source_column == Some(column);
        let places: Vec<(usize, &Mark)> = places.iter().filter(here).copied().collect();
        bars.extend(bars_of(&marks, &words, &places));
    }
    bars
}

/// Bars of the marks of one line: page and bar. The line and its places are counted through once, however many there are.
fn bars_of(marks: &[TextMark], source: &str, places: &[(usize, &Mark)]) -> Vec<(usize, Underline)> {
    let solid = |c: char| usize::from(!c.is_whitespace());
    let running = |sum: &mut usize, more: usize| {
        *sum += more;
        Some(*sum)
    };
    // What is not blank up to and with each character of the line, and up to and with each place on paper.
    let typed: Vec<usize> = source.chars().map(solid).scan(0, running).collect();
    let counts = places.iter().map(|(_, place)| place.text.chars().map(solid).sum::<usize>());
    let ends: Vec<usize> = counts.scan(0, running).collect();
    let printed = ends.last().copied().unwrap_or_default();
    let before =
        |end: usize| end.min(typed.len()).checked_sub(1).and_then(|at| typed.get(at)).copied().unwrap_or(0);
    let same = printed == before(typed.len());
    let mut bars = Vec::new();
    for mark in marks {
        let (mut start, mut end) = (before(mark.range.start), before(mark.range.end));
        if !same || start == end {
            (start, end) = (0, printed);
        }
        let first = ends.partition_point(|place_end| *place_end <= start);
        let mut at = first.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        for ((page, place), place_end) in places.iter().zip(&ends).skip(first) {
            if at >= end {
                break;
            }
            let count = place_end - at;
            let (from, to) = (start.clamp(at, *place_end) - at, end.clamp(at, *place_end) - at);
            if from < to {
                bars.push((*page, bar(place, from, to, count, mark.tone)));
            }
            at = *place_end;
        }
        // Where the whole line is under one bar, every other mark would draw the same one again.
        if !same {
            break;
        }
    }
    bars
}

/// A bar under some of the characters of a mark on paper.
fn bar(place: &Mark, from: usize, to: usize, count: usize, tone: Tone) -> Underline {
    let share = |at: usize| {
        let (at, count) = (i64::try_from(at).unwrap_or(0), i64::try_from(count).unwrap_or(1).max(1));
        i32::try_from(i64::from(place.width) * at / count).unwrap_or(0)
    };
    // Below the baseline by a quarter of the size; a half-point is ten twips.
    let drop = i32::from(place.half_pt) * 10 / 4;
    Underline { x: place.x + share(from), y: place.y + drop, width: share(to) - share(from), tone }
}
