//! What stands in the columns of a table.

use super::{FIGURE, is_figure};
use crate::document::TableBlock;
use crate::measure::half_ems;

/// Words that are never parted where it can be helped, in half ems: a label of four characters.
const LABEL: i32 = 8;

/// Two characters: the least that stands on a line of a text.
const PAIR: i32 = 4;

/// A word of three characters is not parted, which would leave one alone: most names of people.
const NAME: i32 = 6;

/// Most characters of a term: the full name of an organ.
const TERM: usize = 20;

/// Rows that tell how a table is filled; what a longer one needs at least is taken from all.
const SAMPLE: usize = 80;

/// Lengths of texts in tenths of half an em.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Its longest figure, date or code, which is never cut.
    pub(super) least: i32,
    /// The same with its labels and the days in its texts.
    pub(super) decent: i32,
    /// The lines of its cells, by row of the sample; cells of several lines have several.
    pub(super) rows: Vec<Vec<i32>>,
    /// Lengths of its lines that are one short term, such as the name of an organ.
    pub(super) terms: Vec<i32>,
}

/// What stands in the columns; rows with cells over several of them do not count.
pub(super) fn contents(table: &TableBlock, count: usize) -> Vec<Content> {
    let empty = Content { least: 10 * 2, decent: 10 * PAIR, rows: Vec::new(), terms: Vec::new() };
    let mut contents = vec![empty; count];
    // Cells that others cover are left out of their rows, so that only rows of full length tell their columns.
    let full = table.rows.iter().filter(|row| row.len() == count && row.iter().all(|c| c.span <= 1));
    for (number, row) in full.enumerate() {
        for (content, cell) in contents.iter_mut().zip(row) {
            let mut lines = Vec::new();
            for line in cell.text.split('\n').map(str::trim) {
                content.take(line);
                lines.push(length(line));
                if number < SAMPLE && is_term(line) {
                    content.terms.push(length(line));
                }
            }
            if number < SAMPLE {
                content.rows.push(lines);
            }
        }
    }
    contents
}

/// Whether a line is one term: short, and no mark parts it.
fn is_term(line: &str) -> bool {
    (2..=TERM).contains(&line.chars().count())
        && !line.contains(['，', '。', '；', '：', '、', '？', '！', '　'])
}

impl Content {
    fn take(&mut self, line: &str) {
        let all = length(line);
        let limit = |most: i32| 10 * most + WHITE * 6;
        let whole = all <= 10 * NAME || is_figure(line) && all <= limit(FIGURE);
        let least = if whole { all } else { 10 * PAIR };
        self.least = self.least.max(least);
        self.decent = self.decent.max(all.min(10 * LABEL)).max(least);
        let wide = |words: &mut dyn Iterator<Item = &str>| {
            words.map(length).filter(|wide| *wide <= limit(FIGURE)).max().unwrap_or(0)
        };
        self.least = self.least.max(wide(&mut codes(line)));
        self.decent = self.decent.max(wide(&mut words(line))).max(self.least);
    }
}

/// Codes and figures in a text with the bracket that opens or closes beside them: 〔2026〕.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_graphic() && !"〔〕（）％".contains(c))
}

/// Days and numbers of documents: 2026年3月5日, 〔2026〕3号.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_ascii_graphic() || "年月日〔〕号".contains(c);
    let runs = line.split(move |c: char| !part(c));
    runs.filter(|run| run.contains(|c: char| c.is_ascii_digit()))
}

/// White that some word processors put between Hanzi and digits, in tenths of half an em.
const WHITE: i32 = 4;

/// Width of a capital letter in fonts that don't make all letters as wide as digits.
const CAPITAL: i32 = 15;

/// Length of a text in tenths of half an em, with that white.
pub(in crate::typeset) fn length(text: &str) -> i32 {
    let (mut length, mut before) = (0_i32, None);
    for c in text.chars() {
        let narrow = half_ems(c) == 1 && c.is_alphanumeric();
        let wide = half_ems(c) == 2 && c.is_alphabetic();
        let white = match before {
            Some((n, w)) if (n && wide) || (w && narrow) => WHITE,
            _ => 0,
        };
        let own = if c.is_ascii_uppercase() { CAPITAL } else { 10 * half_ems(c) };
        length = length.saturating_add(own + white);
        before = Some((narrow, wide));
    }
    length
}
