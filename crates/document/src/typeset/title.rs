//! The title's lines: broken by meaning, in the shape of a trapezoid or a diamond (7.3.1).
//!
//! There is no dictionary of Chinese here, only the style sheet's small word lists: every place between two
//! characters gets a price, and the cheapest set of breaks that fits the measure wins.

mod shape;
mod words;

use super::{Setter, run};
use crate::flow::{Align, FontRole, Paragraph, Role, RunContent, Twips};
use crate::measure::half_ems;
use crate::style::TitleStyle;

/// Titles longer than this are set line by line as they come; nobody balances a paragraph.
const LONGEST: usize = 200;
/// Price of every line more than needed.
const LINE: i32 = 120;

impl Setter<'_> {
    /// A centred title with its line breaks.
    pub(super) fn title_paragraph(
        &mut self,
        title: &str,
        role: Role,
        half_pt: u16,
        line: Twips,
    ) -> Paragraph {
        let mut paragraph = self.plain(role);
        paragraph.align = Align::Centre;
        paragraph.line = line;
        paragraph.mark_half_pt = half_pt;
        paragraph.keep_next = true;
        paragraph.keep_lines = true;
        let forced = super::clean::lines(title.trim(), &mut self.dropped);
        let lines = forced.iter().flat_map(|segment| break_title(segment, &self.sheet.title));
        for text in lines {
            let piece = |content| run(self.sheet, content, FontRole::XiaoBiaoSong, half_pt);
            if !paragraph.runs.is_empty() {
                paragraph.runs.push(piece(RunContent::LineBreak));
            }
            paragraph.runs.push(piece(RunContent::Text(text)));
        }
        paragraph
    }
}

/// Lines of one forced line of a title.
pub(crate) fn break_title(title: &str, style: &TitleStyle) -> Vec<String> {
    break_name(title, style, style.max_cells)
}

/// Lines of a name that may be too long for a line of so many characters, broken as a title is.
pub(super) fn break_name(name: &str, style: &TitleStyle, max_cells: i32) -> Vec<String> {
    let name = name.trim();
    let chars: Vec<char> = name.chars().collect();
    let max = max_cells.max(2).saturating_mul(2);
    if chars.is_empty() {
        return Vec::new();
    }
    let edges = Edges::of(&chars);
    let total = edges.room.last().copied().unwrap_or(0);
    if total <= max || chars.len() > LONGEST {
        return vec![name.to_owned()];
    }
    // One character less than fits leaves room for a shape.
    let wide = (max - 2).max(2);
    let fewest = usize::try_from((total + wide - 1) / wide).unwrap_or(1).max(2);
    let cheapest = |whole| {
        let prices = words::prices(&chars, style, max, whole);
        let tried = (fewest..=fewest + 2).filter_map(|k| {
            let extra = i32::try_from(k - fewest).unwrap_or(0) * LINE;
            shape::best(&prices, &edges, max, k).map(|(cost, cuts)| (cost + extra, cuts))
        });
        tried.min_by_key(|(cost, _)| *cost)
    };
    // A named text that fits a line stays whole, unless no lines can be had then.
    match cheapest(true).or_else(|| cheapest(false)) {
        Some((_, cuts)) => cut(&chars, &cuts),
        None => greedy(&chars, max),
    }
}

/// Left edge of every character in half ems, and the total at the end.
struct Edges {
    /// As the characters are wide; what the shape is judged by.
    seen: Vec<i32>,
    /// With the white that some word processors put between Hanzi and Latin letters or digits, so that no line
    /// overflows there: each run of them takes half an em more.
    room: Vec<i32>,
}

impl Edges {
    fn of(chars: &[char]) -> Self {
        let (mut seen, mut room) = (vec![0], vec![0]);
        let (mut at, mut white, mut before) = (0, 0, false);
        for &c in chars {
            let latin = c.is_ascii_alphanumeric();
            white += i32::from(latin && !before);
            before = latin;
            at += half_ems(c);
            seen.push(at);
            room.push(at + white);
        }
        Self { seen, room }
    }
}

fn cut(chars: &[char], cuts: &[usize]) -> Vec<String> {
    let mut bounds = vec![0];
    bounds.extend_from_slice(cuts);
    bounds.push(chars.len());
    let pieces = bounds.windows(2).map(|pair| match pair {
        [from, to] => chars.get(*from..*to).unwrap_or_default().iter().collect::<String>(),
        _ => String::new(),
    });
    pieces.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Last resort for one endless word: lines as long as fit.
fn greedy(chars: &[char], max: i32) -> Vec<String> {
    let mut cuts = Vec::new();
    let mut used = 0;
    for (i, &c) in chars.iter().enumerate() {
        if used + half_ems(c) > max {
            cuts.push(i);
            used = 0;
        }
        used += half_ems(c);
    }
    cut(chars, &cuts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::text_half_ems;
    use crate::style::tests::sheet;

    #[test]
    fn no_line_is_wider_than_the_measure_and_nothing_is_lost() {
        let style = sheet("document").title;
        for title in ["一".repeat(77), "a".repeat(90), format!("《{}》的通知", "甲".repeat(50))] {
            let lines = break_title(&title, &style);
            assert!(lines.iter().all(|l| text_half_ems(l) <= 40), "{lines:?}");
            assert_eq!(lines.concat(), title);
        }
    }

    #[test]
    fn a_name_too_long_for_its_place_parts_where_one_of_its_organs_ends() {
        let style = sheet("document").title;
        let name = "中共中国科学院金属研究所委员会组织部";
        assert_eq!(break_name(name, &style, 26), [name]);
        assert_eq!(break_name(name, &style, 13), ["中共中国科学院", "金属研究所委员会组织部"]);
    }
}
