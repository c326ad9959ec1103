//! Automatic numbers, counted and written as Word draws them.

use std::collections::{BTreeMap, BTreeSet};

use crate::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    space: bool,
    nothing: bool,
    /// The level after which counting starts anew; `None` means any level above.
    restart: Option<usize>,
    /// Numbers of levels above are written as digits (`w:isLgl`).
    digits: bool,
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Num {
    list: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// A number as drawn, and what is odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) text: String,
    pub(crate) bullet: bool,
    pub(crate) unknown: bool,
}

/// The lists of a document and how far they have been counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: BTreeMap<String, Vec<Level>>,
    nums: BTreeMap<String, Num>,
    /// List of a numbering style by the style's name.
    styled: BTreeMap<String, String>,
    counts: BTreeMap<String, Vec<Option<u32>>>,
    started: BTreeSet<(String, usize)>,
}

impl Numbering {
    pub(crate) fn read(root: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        let mut links = Vec::new();
        for element in root.into_iter().flat_map(Element::elements).flat_map(Element::elements) {
            match element.name {
                "w:abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default().to_owned();
                    if let Some(style) = element.val("w:styleLink") {
                        numbering.styled.insert(style.to_owned(), id.clone());
                    }
                    if let Some(style) = element.val("w:numStyleLink") {
                        links.push((id.clone(), style.to_owned()));
                    }
                    numbering.lists.insert(id, levels(element));
                }
                "w:num" => {
                    let id = element.attribute("numId").unwrap_or_default().to_owned();
                    numbering.nums.insert(id, num(element));
                }
                _ => {}
            }
        }
        for (id, style) in links {
            let linked = numbering.styled.get(&style).and_then(|list| numbering.lists.get(list)).cloned();
            if let Some(levels) = linked.filter(|l| !l.is_empty()) {
                numbering.lists.insert(id, levels);
            }
        }
        numbering
    }

    /// The level that a list keeps for paragraphs of a style.
    pub(crate) fn level_of(&self, num: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(&self.nums.get(num)?.list)?;
        list.iter().position(|l| l.style.as_deref() == Some(style))
    }

    /// The next number of a list; `None` when there is no such list.
    pub(crate) fn next(&mut self, num_id: &str, level: usize) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let num = self.nums.get(num_id)?;
        let list = self.lists.get(&num.list)?;
        let at = |i: usize| num.levels.get(&i).or_else(|| list.get(i));
        let own = at(level)?.clone();
        let counts = self.counts.entry(num.list.clone()).or_insert_with(|| vec![None; LEVELS]);
        let fresh = self.started.insert((num_id.to_owned(), level));
        let forced = num.starts.get(&level).copied().filter(|_| fresh);
        if let Some(count) = counts.get_mut(level) {
            *count = Some(match (forced, *count) {
                (Some(start), _) => start,
                (None, Some(count)) => count.saturating_add(1),
                (None, None) => num.starts.get(&level).copied().unwrap_or(own.start),
            });
        }
        for (i, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restarts = at(i).is_none_or(|l| match l.restart {
                None => true,
                Some(0) => false,
                Some(above) => level < above,
            });
            if restarts {
                *count = None;
            }
        }
        let values: Vec<(u32, String)> = (0..LEVELS)
            .map(|i| {
                let format = at(i).map(|l| l.format.clone()).unwrap_or_default();
                let start = at(i).map_or(1, |l| l.start);
                (counts.get(i).copied().flatten().unwrap_or(start), format)
            })
            .collect();
        Some(label(&own, level, &values))
    }
}

fn levels(list: &Element) -> Vec<Level> {
    let mut levels = vec![Level { start: 1, ..Level::default() }; LEVELS];
    for element in list.elements().filter(|e| e.name == "w:lvl") {
        let at = element.attribute("ilvl").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0);
        if let Some(slot) = levels.get_mut(at) {
            *slot = level(element);
        }
    }
    levels
}

fn level(element: &Element) -> Level {
    Level {
        start: element.val("w:start").and_then(|v| v.parse().ok()).unwrap_or(0),
        format: element.find("w:numFmt").and_then(|f| f.attribute("val")).unwrap_or("decimal").to_owned(),
        text: element.val("w:lvlText").unwrap_or_default().to_owned(),
        space: element.val("w:suff") == Some("space"),
        nothing: element.val("w:suff") == Some("nothing"),
        restart: element.val("w:lvlRestart").and_then(|v| v.parse().ok()),
        digits: element.on("w:isLgl"),
        style: element.val("w:pStyle").map(str::to_owned),
    }
}

fn num(element: &Element) -> Num {
    let mut num =
        Num { list: element.val("w:abstractNumId").unwrap_or_default().to_owned(), ..Num::default() };
    for change in element.elements().filter(|e| e.name == "w:lvlOverride") {
        let at = change.attribute("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
        if let Some(start) = change.val("w:startOverride").and_then(|v| v.parse().ok()) {
            num.starts.insert(at, start);
        }
        if let Some(own) = change.child("w:lvl") {
            num.levels.insert(at, level(own));
        }
    }
    num
}

/// `%1、` with its numbers, and what parts it from the text.
fn label(level: &Level, own: usize, values: &[(u32, String)]) -> Label {
    if level.format == "bullet" {
        let sign = level.text.chars().next().filter(|c| !private(*c) && !c.is_whitespace()).unwrap_or('●');
        return Label { text: format!("{sign} "), bullet: !level.text.is_empty(), unknown: false };
    }
    let mut text = String::new();
    let mut unknown = false;
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        let place = chars.peek().and_then(|d| d.to_digit(10)).and_then(|d| usize::try_from(d).ok());
        match (c, place) {
            ('%', Some(place @ 1..)) => {
                chars.next();
                if let Some((value, format)) = values.get(place - 1) {
                    let format = if level.digits && place - 1 != own { "decimal" } else { format.as_str() };
                    let written = write(*value, format);
                    unknown |= written.is_none();
                    text.push_str(&written.unwrap_or_else(|| value.to_string()));
                }
            }
            _ => text.push(c),
        }
    }
    let word = |c: char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let part = !level.nothing && text.ends_with(word);
    if level.space || part {
        text.push(' ');
    }
    if text.trim().is_empty() {
        text.clear();
    }
    Label { text, bullet: false, unknown }
}

fn private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// A number in a format of `ST_NumberFormat`; `None` when the format is not known.
fn write(value: u32, format: &str) -> Option<String> {
    let nth = |set: &str| {
        let index = usize::try_from(value).ok()?.checked_sub(1)?;
        set.chars().nth(index).map(String::from)
    };
    let from = |first: u32, most: u32| {
        (1..=most).contains(&value).then(|| char::from_u32(first + value - 1).map(String::from)).flatten()
    };
    let plain = Some(value.to_string());
    match format {
        "none" => Some(String::new()),
        "decimal" | "decimalHalfWidth" | "numberInDash" | "ordinal" | "cardinalText" => plain,
        "decimalZero" => Some(format!("{value:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(value)),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanCounting" => Some(counting(value)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(digital(value)),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Some(legal(value)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from(0x2460, 20).or(plain),
        "decimalEnclosedParen" => from(0x2474, 20).or(Some(format!("({value})"))),
        "decimalEnclosedFullstop" => from(0x2488, 20).or(Some(format!("{value}."))),
        "ideographEnclosedCircle" => from(0x3280, 10).or(plain),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸").or(plain),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥").or(plain),
        "upperLetter" => Some(letters(value, 'A')),
        "lowerLetter" => Some(letters(value, 'a')),
        "upperRoman" => Some(roman(value)),
        "lowerRoman" => Some(roman(value).to_lowercase()),
        _ => None,
    }
}

fn full_width(value: u32) -> String {
    value.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
}

const HAN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn digital(value: u32) -> String {
    value
        .to_string()
        .chars()
        .filter_map(|c| HAN.get(usize::try_from(c.to_digit(10)?).ok()?).copied())
        .collect()
}

/// 一, 十, 十一, 二十, 一百零一, up to 9999; larger numbers digit by digit.
fn counting(value: u32) -> String {
    let text = grouped(value, &HAN, ["", "十", "百", "千"], "零");
    // 一十一 is written 十一.
    text.strip_prefix("一十").map_or(text.clone(), |rest| format!("十{rest}"))
}

fn legal(value: u32) -> String {
    let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    grouped(value, &digits, ["", "拾", "佰", "仟"], "零")
}

fn grouped(value: u32, digits: &[&str; 10], units: [&str; 4], gap: &str) -> String {
    if value == 0 || value > 9999 {
        return digital(value);
    }
    let mut out = String::new();
    let mut skipped = false;
    for (power, unit) in units.iter().enumerate().rev() {
        let scale = 10u32.pow(u32::try_from(power).unwrap_or(0));
        let digit = usize::try_from(value / scale % 10).unwrap_or(0);
        if digit == 0 {
            skipped |= !out.is_empty();
            continue;
        }
        if skipped {
            out.push_str(gap);
            skipped = false;
        }
        out.push_str(digits.get(digit).copied().unwrap_or_default());
        out.push_str(unit);
    }
    out
}

/// A … Z, AA, BB as Word repeats them.
fn letters(value: u32, first: char) -> String {
    let Some(index) = value.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(40);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(value: u32) -> String {
    let steps = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = value.min(9999);
    let mut out = String::new();
    for (step, sign) in steps {
        while left >= step {
            out.push_str(sign);
            left -= step;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_draws_them() {
        let all = |format: &str, values: &[u32]| {
            values.iter().map(|v| write(*v, format).unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            all("chineseCountingThousand", &[1, 10, 11, 20, 21, 100, 101, 110, 1005]),
            "一 十 十一 二十 二十一 一百 一百零一 一百一十 一千零五"
        );
        assert_eq!(all("decimalEnclosedCircle", &[1, 20, 21]), "① ⑳ 21");
        assert_eq!(all("upperLetter", &[1, 26, 27]), "A Z AA");
        assert_eq!(all("lowerRoman", &[4, 9, 40]), "iv ix xl");
        assert_eq!(all("chineseLegalSimplified", &[12]), "壹拾贰");
        assert_eq!(write(3, "hebrew1"), None);
    }
}
