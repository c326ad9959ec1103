//! NU-12: what is said to rise falls, and the other way round.

use super::quantity::{Quantity, quantities, sentences};
use crate::context::{Context, Line};
use crate::lexicon::TextWords;
use crate::rules::Report;
use crate::scan;

/// Words for becoming more.
const MORE: [&str; 12] =
    ["提高", "上升", "增加", "增长", "提升", "扩大", "上涨", "上调", "增至", "升至", "延长", "攀升"];

/// Words for becoming less.
const LESS: [&str; 14] = [
    "降低", "下降", "减少", "缩小", "压缩", "缩短", "下调", "精简", "压减", "回落", "降至", "减至", "降到",
    "减到",
];

/// How far before the verb the first figure may end: 由85%稳步提高到.
const REACH: usize = 12;

/// NU-12.
pub(super) fn directions(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for (from, to) in sentences(line.chars) {
            let all = quantities(line.chars, from, to);
            since_before(&context.lexicon.text, line, (from, &all), report);
            for pair in all.windows(2) {
                let [before, after] = pair else { continue };
                let Some(rises) = direction(line.chars, before, after) else { continue };
                let wrong = if rises { after.value <= before.value } else { after.value >= before.value };
                if before.unit == after.unit && wrong {
                    let message = if rises {
                        "说是提高、增加，后一个数却不比前一个大，请核对。"
                    } else {
                        "说是降低、减少，后一个数却不比前一个小，请核对。"
                    };
                    report.add(line.place(before.start, after.end), message);
                }
            }
        }
    }
}

/// 上年120件，本年100件，增长20%: two figures of one kind, told with their times, and the change between them.
fn since_before(
    text: &TextWords,
    line: &Line<'_>,
    (from, all): (usize, &[Quantity]),
    report: &mut Report<'_>,
) {
    let mut start = from;
    for pair in all.windows(3) {
        let [before, after, rate] = pair else { continue };
        let told = line.chars.get(start..before.start).unwrap_or_default();
        start = before.end;
        let between = line.chars.get(before.end..after.start).unwrap_or_default();
        let said = line.chars.get(after.end..rate.start).unwrap_or_default();
        let holds = |chars: &[char], words: &[&str]| words.iter().any(|w| scan::find(chars, 0, w).is_some());
        let tells =
            |chars: &[char], words: &[String]| words.iter().any(|w| scan::find(chars, 0, w).is_some());
        let near = told.len() <= 16 && between.len() <= 16 && said.len() <= 10;
        if !near || !tells(told, &text.past) || !tells(between, &text.present) || before.unit != after.unit {
            continue;
        }
        let (rises, falls) = (holds(said, &MORE), holds(said, &LESS));
        let wrong = rises && after.value < before.value || falls && after.value > before.value;
        if wrong && rises != falls {
            let word = if rises { "增长" } else { "下降" };
            report
                .add(line.place(before.start, after.end), format!("说是{word}，后一个数却不相符，请核对。"));
        }
    }
}

/// Whether the text between two figures says that one becomes the other, and more.
fn direction(chars: &[char], before: &Quantity, after: &Quantity) -> Option<bool> {
    let between = chars.get(before.end..after.start)?;
    let comes_from = chars.get(..before.start)?.iter().rev().take(8).any(|c| matches!(c, '由' | '从'));
    if !comes_from || between.len() > REACH || between.iter().any(|c| matches!(c, '，' | '、' | '：')) {
        return None;
    }
    let ends = |words: &[&str]| {
        words.iter().any(|word| {
            let reaches = ["到", "至", "为"].iter().any(|tail| scan::ends(between, &format!("{word}{tail}")));
            reaches || word.ends_with(['至', '到']) && scan::ends(between, word)
        })
    };
    match (ends(&MORE), ends(&LESS)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
