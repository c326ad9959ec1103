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
    /// Rows and lengths of its lines that are one short term, such as the name of an organ.
    pub(super) terms: Vec<(usize, i32)>,
    /// [`Self::least`] in fonts that stand in for Chinese ones, whose digits are wider.
    pub(super) roomy_least: i32,
    /// [`Self::decent`] in such fonts.
    pub(super) roomy_decent: i32,
}

/// What stands in the columns; cells over several of them do not count.
pub(super) fn contents(table: &TableBlock, count: usize) -> Vec<Content> {
    let (least, decent) = (10 * 2, 10 * PAIR);
    let empty = Content { least, decent, roomy_least: least, roomy_decent: decent, ..Content::default() };
    let mut contents = vec![empty; count];
    // Cells that others cover are left out of their rows, so that only rows of full length tell their columns.
    let full = table.rows.iter().filter(|row| row.iter().map(|c| c.span.max(1)).sum::<usize>() == count);
    for (number, row) in full.enumerate() {
        let spread = row.iter().flat_map(|cell| (0..cell.span.max(1)).map(move |_| cell));
        for (content, cell) in contents.iter_mut().zip(spread) {
            let mut lines = Vec::new();
            if cell.span > 1 && number < SAMPLE {
                content.rows.push(vec![0]);
            }
            if cell.span > 1 {
                continue;
            }
            for line in cell.text.split('\n').map(str::trim) {
                content.take(line);
                lines.push(length(line));
                if number < SAMPLE && is_term(line) {
                    content.terms.push((number, length(line)));
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
        let (least, decent) = needs_of(line, length);
        self.least = self.least.max(least);
        self.decent = self.decent.max(decent).max(self.least);
        let (least, decent) = needs_of(line, roomy);
        self.roomy_least = self.roomy_least.max(least);
        self.roomy_decent = self.roomy_decent.max(decent).max(self.roomy_least);
    }
}

/// What a line needs so that no figure or code of it is cut, and so that no short word is either. What is taken whole
/// does not depend on how wide it is.
fn needs_of(line: &str, wide: fn(&str) -> i32) -> (i32, i32) {
    let short = |text: &str, most: i32| length(text) <= 10 * most + WHITE * 6;
    let whole = length(line) <= 10 * NAME || is_figure(line) && short(line, FIGURE);
    let least = if whole { wide(line) } else { 10 * PAIR };
    let widest = |words: &mut dyn Iterator<Item = &str>| {
        words.filter(|word| short(word, FIGURE)).map(wide).max().unwrap_or(0)
    };
    let least = least.max(widest(&mut codes(line)));
    // 时限：2026年12月31日 is one thing, too.
    let day = short(line, FIGURE) && line.contains('：') && words(line).next().is_some();
    let label = if length(line) <= 10 * LABEL || day { wide(line) } else { 10 * LABEL };
    (least, label.max(least).max(widest(&mut words(line))))
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

/// Width of a digit or a small letter in the widest of the fonts that machines without Chinese ones show them in.
const WIDE_DIGIT: i32 = 13;

/// Length of a text in tenths of half an em, with that white.
pub(in crate::typeset) fn length(text: &str) -> i32 {
    length_with(text, 10)
}

/// The same where digits and letters come from another font.
pub(in crate::typeset) fn roomy(text: &str) -> i32 {
    length_with(text, WIDE_DIGIT)
}

fn length_with(text: &str, digit: i32) -> i32 {
    let (mut length, mut before) = (0_i32, None);
    for c in text.chars() {
        let narrow = half_ems(c) == 1 && c.is_alphanumeric();
        let wide = half_ems(c) == 2 && c.is_alphabetic();
        let white = match before {
            Some((n, w)) if (n && wide) || (w && narrow) => WHITE,
            _ => 0,
        };
        let own = match c {
            _ if c.is_ascii_uppercase() => CAPITAL,
            _ if narrow => digit,
            _ => 10 * half_ems(c),
        };
        length = length.saturating_add(own + white);
        before = Some((narrow, wide));
    }
    length
}
