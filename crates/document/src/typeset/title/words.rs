//! What a break costs at every place: dear inside words and names, cheap between them.

use crate::measure::half_ems;
use crate::style::TitleStyle;

/// Price of a break that must not happen.
pub(super) const NEVER: i32 = 1_000_000;
/// Inside a known word.
const IN_WORD: i32 = 400;
/// Inside a name, between characters of which nothing is known.
const IN_NAME: i32 = 300;
/// Between two words of one name.
const WITHIN_NAME: i32 = 220;
/// After a word that governs what follows: 对, 和.
const GOVERNED: i32 = 150;
/// Between characters of which nothing is known.
const UNKNOWN: i32 = 160;
/// Before the bracket that qualifies what stands before it.
const QUALIFIER: i32 = 60;
/// After a verb, before its object.
const OBJECT: i32 = 40;
/// Between a word and characters of which nothing is known.
const HALF_KNOWN: i32 = 25;
/// Between two words.
const BETWEEN: i32 = 10;
/// Where a name ends, and before a verb.
const WELCOME: i32 = 5;

/// Longest name looked for before the organ that ends it.
const LONGEST_NAME: usize = 24;

/// Words of one character that govern what follows.
const PARTICLES: &str = "对在向和与及暨将把从以由为至";

/// What a stretch of the title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    About,
    Organ,
    Person,
    Verb,
    Noun,
    Particle,
    /// Digits, letters and the unit after them.
    Number,
    /// Brackets, stops, white.
    Sign,
    Unknown,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    from: usize,
    to: usize,
    kind: Kind,
}

/// Price of a break before each character. With `whole`, groups in book marks and brackets are never broken when
/// they fit a line.
pub(super) fn prices(chars: &[char], style: &TitleStyle, max: i32, whole: bool) -> Vec<i32> {
    let tokens = tokens(chars, style);
    let mut prices = vec![UNKNOWN; chars.len()];
    for token in &tokens {
        let inside = match token.kind {
            Kind::About | Kind::Number => NEVER,
            Kind::Organ | Kind::Person | Kind::Verb | Kind::Noun => IN_WORD,
            Kind::Particle | Kind::Sign | Kind::Unknown => UNKNOWN,
        };
        (token.from + 1..token.to).for_each(|i| set(&mut prices, i, inside));
    }
    for pair in tokens.windows(2) {
        if let [left, right] = pair {
            set(&mut prices, right.from, between(left.kind, right.kind));
        }
    }
    mark_names(&tokens, &mut prices);
    mark_groups(chars, if whole { max } else { 0 }, &mut prices);
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

/// Price of a break between two kinds of words.
fn between(left: Kind, right: Kind) -> i32 {
    match (left, right) {
        (Kind::About, _) => NEVER,
        (_, Kind::About) => 0,
        (Kind::Particle, _) => GOVERNED,
        (Kind::Organ | Kind::Person, _) | (Kind::Noun, Kind::Verb | Kind::Particle) => WELCOME,
        (Kind::Verb, _) => OBJECT,
        (Kind::Unknown, _) | (_, Kind::Unknown) => HALF_KNOWN,
        (Kind::Noun | Kind::Number | Kind::Sign, _) => BETWEEN,
    }
}

/// Words, the longest that begins at each place; what no list has is joined into one unknown stretch.
fn tokens(chars: &[char], style: &TitleStyle) -> Vec<Token> {
    // Only words that occur are looked for: the lists are long.
    let text: String = chars.iter().collect();
    let list = |words: &str| -> Vec<Vec<char>> {
        words.split(' ').filter(|w| text.contains(w)).map(|w| w.chars().collect()).collect()
    };
    let lists = [
        (Kind::About, vec![vec!['关', '于']]),
        (Kind::Organ, list(&style.organs)),
        (Kind::Person, list(&style.persons)),
        (Kind::Verb, list(&style.verbs)),
        (Kind::Noun, list(&style.words)),
        (Kind::Noun, list(&style.kinds)),
    ];
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let fits = |word: &&Vec<char>| word.len() > 1 && rest.starts_with(word);
        let longest = |words: &[Vec<char>]| words.iter().filter(fits).map(Vec::len).max().unwrap_or(0);
        let found = lists.iter().map(|(kind, words)| (longest(words), *kind));
        // The first of equally long ones, so that an organ is not taken for a word.
        let best = found.fold((0, Kind::Unknown), |best, next| if next.0 > best.0 { next } else { best });
        let (length, kind) = if best.0 > 0 { best } else { single(rest) };
        match out.last_mut() {
            Some(last) if last.kind == kind && kind == Kind::Unknown => last.to = at + length,
            _ => out.push(Token { from: at, to: at + length, kind }),
        }
        at += length;
    }
    out
}

/// A number with its unit, a sign, a particle, or one character of an unknown word.
fn single(rest: &[char]) -> (usize, Kind) {
    let digits = rest.iter().take_while(|c| is_half(**c)).count();
    if digits > 0 {
        let units = rest.iter().skip(digits).take_while(|c| UNITS.contains(**c)).count();
        let year = rest.get(digits..digits + 2) == Some(&['年', '度']);
        return (digits + if year { 2 } else { units }, Kind::Number);
    }
    match rest.first() {
        Some(c) if PARTICLES.contains(*c) => (1, Kind::Particle),
        Some(c) if !c.is_alphanumeric() || *c == '的' => (1, Kind::Sign),
        _ => (1, Kind::Unknown),
    }
}

/// Units that stay with their number.
const UNITS: &str = "年月日号次届个项期章条款％";

fn is_half(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '%')
}

/// Places where no line ends whatever the words are.
fn glued(left: char, right: char) -> bool {
    let opening = "（《〈“‘〔([".contains(left);
    let closing = "的、）》〉”’〕，。：；！？)]".contains(right);
    let range = |c| matches!(c, '—' | '～' | '－');
    let number = (is_half(left) && (is_half(right) || range(right) || UNITS.contains(right)))
        || (range(left) && is_half(right));
    opening || closing || number
}

/// An organ's name ends with an organ and begins where a verb, a particle or a sign stands before it.
fn mark_names(tokens: &[Token], prices: &mut [i32]) {
    let mut last = tokens.len();
    while let Some(end) = tokens.iter().take(last).rposition(|t| matches!(t.kind, Kind::Organ | Kind::Person))
    {
        let (to, kind) = tokens.get(end).map_or((0, Kind::Organ), |t| (t.to, t.kind));
        let part = |other| match kind {
            Kind::Person => other == Kind::Unknown,
            Kind::About
            | Kind::Organ
            | Kind::Verb
            | Kind::Noun
            | Kind::Particle
            | Kind::Number
            | Kind::Sign
            | Kind::Unknown => matches!(other, Kind::Organ | Kind::Noun | Kind::Unknown),
        };
        let before = tokens.iter().take(end).rev();
        let count = before.take_while(|t| part(t.kind) && to - t.from <= LONGEST_NAME).count();
        let start = end - count;
        for token in tokens.get(start..=end).unwrap_or_default() {
            if token.from > tokens.get(start).map_or(0, |t| t.from) {
                set(prices, token.from, WITHIN_NAME);
            }
            if token.kind == Kind::Unknown {
                (token.from + 1..token.to).for_each(|i| set(prices, i, IN_NAME));
            }
        }
        last = start;
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
            '(' => ')',
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
                (true, '（' | '(') if open == '《' => QUALIFIER,
                (true, _) => NEVER,
                (false, _) => slot.saturating_add(60),
            };
        }
        if matches!(open, '（' | '(') {
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
