//! NU-14: 三项 that are four.

use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};

/// Words behind a number that announce a list.
const MEASURES: [&str; 18] = [
    "个方面",
    "个环节",
    "个问题",
    "个单位",
    "方面",
    "项",
    "条",
    "点",
    "个",
    "类",
    "种",
    "大",
    "件",
    "家",
    "名",
    "位",
    "步",
    "份",
];

/// The words that count clauses within a paragraph.
const COUNTED: [&str; 10] = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是"];

/// How many characters may stand between the announcing number and the list: 三项重点工作任务：.
const REACH: usize = 14;

/// A number that announces a list: 三项, 3个方面.
struct Announced {
    start: usize,
    end: usize,
    value: usize,
}

/// NU-14.
pub(super) fn counts(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let all = announced(line.chars);
        for (i, item) in all.iter().enumerate() {
            let to = all.get(i + 1).map_or(line.to, |next| next.start.max(item.end));
            let counted = in_clauses(line, item, to).or_else(|| in_brackets(line, item));
            if let Some(found) = counted.filter(|n| *n != item.value) {
                let number: String =
                    line.chars.get(item.start..item.end).unwrap_or_default().iter().collect();
                let message = format!("这里说“{number}”，后面列出的是{found}项，请核对。");
                report.add(line.place(item.start, item.end), message);
            }
        }
    }
}

fn announced(chars: &[char]) -> Vec<Announced> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let digits = scan::run_end(chars, i, |c| c.is_ascii_digit());
        let han = scan::run_end(chars, i, |c| "一二两三四五六七八九十".contains(c));
        let end = digits.max(han);
        if end == i {
            i += 1;
            continue;
        }
        let value = value(chars.get(i..end).unwrap_or_default());
        let before = i.checked_sub(1).and_then(|b| at(chars, b));
        let part_of_more =
            before.is_some_and(|c| matches!(c, '第' | '.' | '“' | '~' | '—' | '-' | '几' | '余' | '上'));
        let measure = MEASURES.iter().find(|m| scan::stands(chars, end, m));
        if let (Some(value), Some(measure), false) = (value, measure, part_of_more) {
            found.push(Announced { start: i, end: end + measure.chars().count(), value });
        }
        i = end;
    }
    found
}

fn value(chars: &[char]) -> Option<usize> {
    let plain: Vec<char> = chars.iter().map(|c| if *c == '两' { '二' } else { *c }).collect();
    let number = scan::number(&plain).or_else(|| scan::han_number(&plain))?;
    usize::try_from(number).ok().filter(|n| (2..=30).contains(n))
}

/// The clauses 一是…二是… behind it, when the first follows closely.
fn in_clauses(line: &Line<'_>, item: &Announced, to: usize) -> Option<usize> {
    let chars = line.chars.get(..to)?;
    let first = scan::find(chars, item.end, COUNTED.first()?)?;
    let gap = chars.get(item.end..first)?;
    if gap.len() > REACH || gap.iter().any(|c| matches!(c, '。' | '；')) {
        return None;
    }
    // Other numbers stand in the clauses themselves: the list goes on to the end of the paragraph.
    let rest = line.chars.get(..line.to)?;
    let mut from = first;
    let mut count = 0;
    for word in COUNTED {
        let Some(place) = scan::find(rest, from, word) else { break };
        count += 1;
        from = place + 2;
    }
    (count >= 2).then_some(count)
}

/// The names in brackets right behind it: 3个单位（甲、乙、丙、丁）.
fn in_brackets(line: &Line<'_>, item: &Announced) -> Option<usize> {
    let open = scan::run_end(line.chars, item.end, scan::is_han).min(item.end + 8);
    if at(line.chars, open) != Some('（') {
        return None;
    }
    let end = scan::run_end(line.chars, open + 1, |c| !matches!(c, '（' | '）'));
    let inner = line.chars.get(open + 1..end).filter(|_| at(line.chars, end) == Some('）'))?;
    let open_list =
        ["等", "含", "其中", "见", "即", "均"].iter().any(|word| scan::find(inner, 0, word).is_some());
    let other = inner.iter().any(|c| matches!(c, '，' | '；' | '。' | '：' | '《') || c.is_ascii_digit());
    let names: Vec<&[char]> = inner.split(|c| *c == '、').collect();
    if open_list || other || names.len() < 2 || names.iter().any(|n| n.is_empty() || n.len() > 20) {
        return None;
    }
    // 甲、乙和丙 are three, and 林业和草原局 is one: either reading may be meant.
    let joined = names.last().is_some_and(|n| n.iter().any(|c| matches!(c, '和' | '及' | '与')));
    (!joined || names.len() + 1 != item.value).then_some(names.len())
}
