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
        for finding in findings {
            let item = item(finding, letter);
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

fn item(finding: &Finding, letter: &Letter) -> ProofItem {
    let field_line = match &finding.place {
        Place::Head { key, index, .. } => correct::line_of_entry(&letter.head, key, *index),
        Place::Text { .. } | Place::Page { .. } | Place::Whole => 0,
    };
    ProofItem {
        trace: correct::trace(finding, letter),
        place: place_words(&finding.place),
        excerpt: correct::excerpt(finding, letter),
        tone: severity_tone(finding.severity),
        field_line,
        finding: finding.clone(),
    }
}

/// Marks by line. The worst are placed first; what reaches into them is cut off.
fn lines(items: &[ProofItem]) -> BTreeMap<u32, Vec<TextMark>> {
    let mut lines: BTreeMap<u32, Vec<TextMark>> = BTreeMap::new();
    for item in items {
        let Place::Text { line, range } = item.finding.place else { continue };
        // A place between two characters is shown under the one that follows.
        let range = Span { start: range.start, end: range.end.max(range.start + 1) };
        let marks = lines.entry(line).or_default();
        if marks.iter().all(|mark| range.end <= mark.range.start || mark.range.end <= range.start) {
            marks.push(TextMark { range, tone: item.tone });
        }
    }
    for marks in lines.values_mut() {
        marks.sort_by_key(|mark| mark.range);
    }
    lines
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
        for mark in marks {
            for (page, bar) in bars_of(mark, text, places) {
                if let Some(page) = bars.get_mut(page) {
                    page.push(bar);
                }
            }
        }
    }
    bars
}

/// Bars of one mark: page and bar.
fn bars_of(mark: &TextMark, source: &str, places: &[(usize, &Mark)]) -> Vec<(usize, Underline)> {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let before = |end: usize| source.chars().take(end).filter(|c| !c.is_whitespace()).count();
    let printed: usize = places.iter().map(|(_, place)| solid(&place.text)).sum();
    let (mut start, mut end) = (before(mark.range.start), before(mark.range.end));
    if printed != solid(source) || start == end {
        (start, end) = (0, printed);
    }
    let mut bars = Vec::new();
    let mut at = 0;
    for (page, place) in places {
        let count = solid(&place.text);
        let (from, to) = (start.clamp(at, at + count) - at, end.clamp(at, at + count) - at);
        if from < to {
            bars.push((*page, bar(place, from, to, count, mark.tone)));
        }
        at += count;
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
