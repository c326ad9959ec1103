//! The title's lines: broken by meaning, in the shape of a trapezoid or a diamond (7.3.1).
//!
//! There is no dictionary of Chinese here, only the style sheet's small word lists: every place between two
//! characters gets a price, and the cheapest set of breaks that fits the measure wins.

use super::{Setter, run};
use crate::flow::{Align, FontRole, Paragraph, Role, RunContent, Twips};
use crate::measure::{half_ems, text_half_ems};
use crate::style::TitleStyle;

/// Price of a break that must not happen.
const NEVER: i32 = 1_000_000;
/// Price of a break inside a known word.
const IN_WORD: i32 = 400;
/// Price of a break between characters of which nothing is known.
const UNKNOWN: i32 = 90;
/// Price of a break between two words.
const BETWEEN: i32 = 10;
/// Price of a break before the bracket that qualifies what stands before it.
const QUALIFIER: i32 = 60;
/// Titles longer than this are set line by line as they come; nobody balances a paragraph.
const LONGEST: usize = 200;

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
    let title = title.trim();
    let chars: Vec<char> = title.chars().collect();
    let max = style.max_cells.max(2).saturating_mul(2);
    let total = text_half_ems(title);
    if chars.is_empty() {
        return Vec::new();
    }
    if total <= max || chars.len() > LONGEST {
        return vec![title.to_owned()];
    }
    let prices = prices(&chars, style, max);
    let offsets = offsets(&chars);
    // 19 characters, one less than fits, leave room for a shape.
    let fewest = usize::try_from((total + 37) / 38).unwrap_or(1).max(2);
    let tried = (fewest..=fewest + 2).filter_map(|k| {
        let extra = i32::try_from(k - fewest).unwrap_or(0) * 120;
        best(&prices, &offsets, max, k).map(|(cost, cuts)| (cost + extra, cuts))
    });
    match tried.min_by_key(|(cost, _)| *cost) {
        Some((_, cuts)) => cut(&chars, &cuts),
        None => greedy(&chars, max),
    }
}

/// Left edge of every character in half ems, and the total at the end.
fn offsets(chars: &[char]) -> Vec<i32> {
    let mut at = 0;
    let mut out = vec![0];
    for &c in chars {
        at += half_ems(c);
        out.push(at);
    }
    out
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

/// Price of a break before each character.
fn prices(chars: &[char], style: &TitleStyle, max: i32) -> Vec<i32> {
    let mut prices = vec![UNKNOWN; chars.len()];
    mark_words(chars, style, &mut prices);
    mark_groups(chars, max, &mut prices);
    mark_issuer(chars, max, &mut prices);
    for (i, pair) in chars.windows(2).enumerate() {
        let (Some(price), [left, right]) = (prices.get_mut(i + 1), pair) else { continue };
        if glued(*left, *right) {
            *price = NEVER;
        } else if left.is_whitespace() || right.is_whitespace() {
            *price = 0;
        } else if *left == '、' {
            *price = (*price).min(BETWEEN);
        }
    }
    mark_end(chars, style, &mut prices);
    prices
}

/// Places where no line ends whatever the words are.
fn glued(left: char, right: char) -> bool {
    let half = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '%');
    let unit = |c: char| "年月日号次届个项期章条款％".contains(c);
    let opening = "（《〈“‘〔([".contains(left);
    let closing = "的、）》〉”’〕，。：；！？)]".contains(right);
    opening || closing || (half(left) && (half(right) || unit(right))) || (left == '年' && right == '度')
}

/// Known words, longest first from the left; 关于 opens what follows, the name of an organ ends something.
fn mark_words(chars: &[char], style: &TitleStyle, prices: &mut [i32]) {
    let organs: Vec<Vec<char>> = style.organs.split(' ').map(|w| w.chars().collect()).collect();
    let words: Vec<Vec<char>> = style.words.split(' ').map(|w| w.chars().collect()).collect();
    let about = ['关', '于'];
    let longest = |list: &[Vec<char>], rest: &[char]| {
        list.iter().filter(|w| !w.is_empty() && rest.starts_with(w)).map(Vec::len).max().unwrap_or(0)
    };
    let mut at = 0;
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let organ = longest(&organs, rest);
        let word = longest(&words, rest);
        let length = organ.max(word);
        if rest.starts_with(&about) {
            lower(prices, at, 0);
            set(prices, at + 1, NEVER);
            set(prices, at + 2, NEVER);
            at += 2;
        } else if length > 1 {
            lower(prices, at, if organ >= word { BETWEEN * 3 } else { BETWEEN });
            (at + 1..at + length).for_each(|i| set(prices, i, IN_WORD));
            lower(prices, at + length, if organ >= word { BETWEEN / 2 } else { BETWEEN });
            at += length;
        } else {
            at += 1;
        }
    }
}

fn lower(prices: &mut [i32], at: usize, price: i32) {
    if let Some(slot) = prices.get_mut(at) {
        *slot = (*slot).min(price);
    }
}

fn set(prices: &mut [i32], at: usize, price: i32) {
    if let Some(slot) = prices.get_mut(at) {
        *slot = price;
    }
}

/// A bracketed or quoted group stays on one line when it fits one; a longer one costs more to break.
fn mark_groups(chars: &[char], max: i32, prices: &mut [i32]) {
    for (i, &open) in chars.iter().enumerate() {
        let close = match open {
            '《' => '》',
            '（' => '）',
            '“' => '”',
            '〔' => '〕',
            _ => continue,
        };
        let rest = chars.get(i + 1..).unwrap_or_default();
        let Some(inner) = rest.iter().position(|&c| c == close) else { continue };
        let width: i32 = rest.iter().take(inner).map(|&c| half_ems(c)).sum::<i32>() + 4;
        for (slot, &c) in prices.iter_mut().zip(chars).skip(i + 1).take(inner + 1) {
            *slot = match (width <= max, c) {
                // 《…办法（试行）》 may part before its bracket, as issued papers do, when the shape asks for it.
                (true, '（') if open == '《' => QUALIFIER,
                (true, _) => NEVER,
                (false, _) => slot.saturating_add(60),
            };
        }
        if open == '（' {
            // （试行） belongs to what it qualifies.
            if let Some(slot) = prices.get_mut(i) {
                *slot = (*slot).max(QUALIFIER);
            }
        }
    }
}

/// What stands before 关于 is the issuer's name: it stays whole when it fits a line.
fn mark_issuer(chars: &[char], max: i32, prices: &mut [i32]) {
    let Some(end) = chars.windows(2).position(|pair| pair == ['关', '于']) else { return };
    let width: i32 = chars.iter().take(end).map(|&c| half_ems(c)).sum();
    if width <= max {
        (1..end).for_each(|i| set(prices, i, NEVER));
    }
}

/// 的 and the 文种 that ends the title stay together.
fn mark_end(chars: &[char], style: &TitleStyle, prices: &mut [i32]) {
    let text: String = chars.iter().collect();
    let kind = style
        .kinds
        .split(' ')
        .filter(|k| !k.is_empty() && text.ends_with(k))
        .map(|k| k.chars().count())
        .max();
    let Some(length) = kind else { return };
    let start = chars.len().saturating_sub(length);
    let from = if start > 0 && chars.get(start - 1) == Some(&'的') { start } else { start + 1 };
    (from..chars.len()).for_each(|i| set(prices, i, NEVER));
}

/// The cheapest `k` lines: price of the breaks plus price of the shape. `None` when no breaks fit.
fn best(prices: &[i32], offsets: &[i32], max: i32, k: usize) -> Option<(i32, Vec<usize>)> {
    if k > 3 {
        return balanced(prices, offsets, max, k);
    }
    let mut found: Option<(i32, Vec<usize>)> = None;
    let open: Vec<usize> = (1..prices.len()).filter(|&i| prices.get(i).is_some_and(|&p| p < NEVER)).collect();
    let at = |i: usize| offsets.get(i).copied().unwrap_or(0);
    let total = offsets.last().copied().unwrap_or(0);
    let price = |i: usize| prices.get(i).copied().unwrap_or(NEVER);
    let mut consider = |cost: i32, cuts: Vec<usize>| {
        if found.as_ref().is_none_or(|(least, _)| cost < *least) {
            found = Some((cost, cuts));
        }
    };
    for (n, &a) in open.iter().enumerate() {
        if k == 2 {
            let lines = [at(a), total - at(a)];
            if lines.iter().all(|l| *l <= max) {
                consider(price(a) + shape(&lines), vec![a]);
            }
            continue;
        }
        for &b in open.iter().skip(n + 1) {
            let lines = [at(a), at(b) - at(a), total - at(b)];
            if lines.iter().all(|l| *l <= max) {
                consider(price(a) + price(b) + shape(&lines), vec![a, b]);
            }
        }
    }
    found
}

/// Price of line lengths in half ems: trapezoids and diamonds are free, rectangles and hourglasses dear.
fn shape(lines: &[i32]) -> i32 {
    let longest = lines.iter().copied().max().unwrap_or(0);
    let stub: i32 = lines.iter().map(|&l| if l * 3 < longest { 60 } else { 0 }).sum();
    stub + match *lines {
        [a, b] => {
            let step = (a - b).abs();
            // Two to six characters of difference make a trapezoid.
            (4 - step).max(0) * 5 + (step - 12).max(0) * 4
        }
        [a, b, c] => {
            let outer = (a - c).abs();
            let form = if b > a && b > c {
                (outer - 4).max(0)
            } else if (a < b && b < c) || (a > b && b > c) {
                10
            } else if b < a && b < c {
                80
            } else {
                30
            };
            form + (longest - lines.iter().copied().min().unwrap_or(0) - 16).max(0) * 3
        }
        _ => 0,
    }
}

/// Many lines: lengths near their mean, by dynamic programming.
fn balanced(prices: &[i32], offsets: &[i32], max: i32, k: usize) -> Option<(i32, Vec<usize>)> {
    let n = prices.len();
    let total = offsets.last().copied().unwrap_or(0);
    let mean = total / i32::try_from(k).unwrap_or(1).max(1);
    let at = |i: usize| offsets.get(i).copied().unwrap_or(0);
    let mut reach: Vec<Option<(i32, Vec<usize>)>> = vec![None; n + 1];
    if let Some(first) = reach.first_mut() {
        *first = Some((0, Vec::new()));
    }
    for _ in 0..k {
        let mut next = vec![None; n + 1];
        for (end, slot) in next.iter_mut().enumerate().skip(1) {
            let price = if end == n { 0 } else { prices.get(end).copied().unwrap_or(NEVER) };
            if price >= NEVER {
                continue;
            }
            let options = reach.iter().enumerate().take(end).filter_map(|(start, best)| {
                let width = at(end) - at(start);
                let (cost, cuts) = best.as_ref().filter(|_| width <= max)?;
                Some((cost + price + (width - mean).abs() * 3, cuts, start))
            });
            *slot = options.min_by_key(|(cost, ..)| *cost).map(|(cost, cuts, start)| {
                let mut cuts = cuts.clone();
                cuts.push(start);
                (cost, cuts)
            });
        }
        reach = next;
    }
    let (cost, starts) = reach.pop().flatten()?;
    Some((cost, starts.into_iter().skip(1).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::tests::sheet;

    fn check(title: &str, expect: &[&str]) {
        assert_eq!(break_title(title, &sheet("document").title), expect);
    }

    #[test]
    fn titles_break_between_words_and_never_inside_book_marks() {
        check("关于召开会议的通知", &["关于召开会议的通知"]);
        check(
            "中国科学院党的建设工作领导小组办公室关于印发《党建工作督查实施办法（试行）》的通知",
            &["中国科学院党的建设工作领导小组办公室", "关于印发《党建工作督查实施办法", "（试行）》的通知"],
        );
        check(
            "关于金属研究所2026年度党建工作督查情况的反馈意见",
            &["关于金属研究所2026年度", "党建工作督查情况的反馈意见"],
        );
    }

    #[test]
    fn no_line_is_wider_than_the_measure_and_nothing_is_lost() {
        let style = sheet("document").title;
        for title in ["一".repeat(77), "a".repeat(90), format!("《{}》的通知", "甲".repeat(50))] {
            let lines = break_title(&title, &style);
            assert!(lines.iter().all(|l| text_half_ems(l) <= 40), "{lines:?}");
            assert_eq!(lines.concat(), title);
        }
    }
}
