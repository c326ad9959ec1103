//! Rules about pages and about what is left unfinished.

use std::collections::BTreeMap;

use document::flow::Role;

use super::{Report, Rule};
use crate::context::{Context, Kind, Zone};
use crate::scan;
use crate::words::Words;
use crate::{Place, Severity};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "LY-01",
        severity: Severity::Error,
        name: "首页须有正文",
        basis: "GB/T 9704 7.3.3",
        check: first_page,
    },
    Rule {
        code: "LY-02",
        severity: Severity::Error,
        name: "待填内容",
        basis: "办文程序",
        check: placeholder,
    },
    Rule {
        code: "LY-04",
        severity: Severity::Warning,
        name: "看不见的字符",
        basis: "办文程序",
        check: invisible,
    },
    Rule {
        code: "LY-05",
        severity: Severity::Warning,
        name: "他处带来的标记",
        basis: "办文程序",
        check: leftover,
    },
    Rule {
        code: "LY-06", severity: Severity::Warning, name: "段落重复", basis: "办文程序", check: repeated
    },
    Rule {
        code: "LY-07",
        severity: Severity::Hint,
        name: "末页只有一行正文",
        basis: "排版惯例",
        check: last_page,
    },
];

/// Whether this is running text or a table.
fn is_text(role: Role) -> bool {
    matches!(
        role,
        Role::Body | Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Heading4 | Role::Cell
    )
}

fn first_page(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(pages) = cx.pages.filter(|_| cx.formal) else { return };
    let (Some(first), true) = (pages.pages.first(), pages.pages.len() > 1) else { return };
    let shown = |m: &document::Mark| is_text(m.role) && !m.text.trim().is_empty();
    let later = pages.pages.iter().skip(1).any(|p| p.section == first.section && p.marks.iter().any(shown));
    if later && !first.marks.iter().any(shown) {
        let message = "公文首页必须显示正文：请缩短标题或主送机关，或把主送机关移至版记。";
        report.add(Place::Page { number: 1 }, message);
    }
}

fn placeholder(cx: &Context<'_>, report: &mut Report<'_>) {
    let patterns = Words::new(cx.lexicon.structure.placeholders.iter().map(|p| (p.as_str(), ())));
    for words in cx.stretches() {
        let mut behind = 0;
        for hit in patterns.find(words.chars) {
            let (from, to) = (hit.start, hit.end);
            let word = words.chars.get(from..to).is_some_and(|w| w.iter().all(char::is_ascii_alphabetic));
            // XX inside a word of Latin letters is a part of it: XXL, LXX.
            let in_word = word && latin_around(words.chars, from, to);
            if from >= behind && !in_word {
                let to = grown(words.chars, from, to);
                let text = words.part(from, to).text();
                report.add(words.place(from, to), format!("还有待填写的内容：“{text}”。"));
                behind = to;
            }
        }
    }
}

fn latin_around(chars: &[char], from: usize, to: usize) -> bool {
    let x = |c: &char| matches!(c, 'X' | 'x');
    let around = [from.checked_sub(1).and_then(|i| chars.get(i)), chars.get(to)];
    around.into_iter().flatten().any(|c| c.is_ascii_alphanumeric() && !x(c))
}

/// ×××× is one gap, 【待核】 ends with its bracket.
fn grown(chars: &[char], from: usize, to: usize) -> usize {
    let Some(first) = scan::at(chars, from) else { return to };
    if matches!(first, '【' | '[') {
        let close = chars.iter().skip(to).take(30).position(|c| matches!(c, '】' | ']'));
        return close.map_or(to, |i| to + i + 1);
    }
    scan::run_end(chars, to, |c| c == first)
}

fn invisible(cx: &Context<'_>, report: &mut Report<'_>) {
    let lines = cx.lines.iter().map(|l| l.whole());
    for words in cx.entries.iter().copied().chain(lines) {
        for (i, c) in words.chars.iter().enumerate().filter(|(_, c)| is_invisible(**c)) {
            let message =
                format!("这里有一个看不见的字符（U+{:04X}），多半是从网页或聊天软件带来的。", u32::from(*c));
            report.fix(words.place(i, i + 1), message, "");
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{fffc}' | '\u{fffd}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

fn leftover(cx: &Context<'_>, report: &mut Report<'_>) {
    let patterns = &cx.lexicon.structure.leftovers;
    let patterns = Words::new(patterns.iter().map(|p| (p.as_str(), p.as_str())));
    for line in cx.lines.iter().filter(|l| !matches!(l.kind, Kind::Blank | Kind::Directive)) {
        let words = line.words();
        for hit in patterns.find(words.chars) {
            // In a row of a table these are this grammar's own: a label cell, a line break.
            if line.kind == Kind::Table && matches!(hit.value, "**" | "\\n") {
                continue;
            }
            let message = format!("“{}”是网页、模板或编辑软件的标记，不是公文内容。", hit.value);
            report.fix(words.place(hit.start, hit.end), message, "");
        }
        if let Some(end) = markdown_start(words.chars) {
            report.fix(words.place(0, end), "行首的“#”“-”“*”是编辑软件的标记，不是公文内容。", "");
        }
    }
}

/// `## ` and `- ` at the start of a line.
fn markdown_start(chars: &[char]) -> Option<usize> {
    let hashes = scan::run_end(chars, 0, |c| c == '#');
    let end = match scan::at(chars, 0)? {
        '#' if hashes <= 6 => hashes,
        '-' | '*' | '•' => 1,
        _ => return None,
    };
    let blank = scan::run_end(chars, end, |c| c == ' ');
    (blank > end && scan::at(chars, blank).is_some_and(scan::is_han)).then_some(blank)
}

fn repeated(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<&[char], u32> = BTreeMap::new();
    for line in cx.prose().filter(|l| l.zone == Zone::Main) {
        let words = line.words();
        let from = line.ordinal.map_or(0, |o| o.end - line.from);
        let body = words.part(from, words.chars.len());
        if body.chars.len() < 20 {
            continue;
        }
        match seen.get(body.chars) {
            Some(first) => report.add(words.whole(), format!("这一段与第{first}行重复。")),
            None => {
                seen.insert(body.chars, line.number);
            }
        }
    }
}

/// One line of text on the last page of several, above nothing but the signature.
fn last_page(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(pages) = cx.pages.filter(|p| cx.formal && p.pages.len() > 1) else { return };
    let Some(last) = pages.pages.last() else { return };
    let text: Vec<_> =
        last.marks.iter().filter(|m| !m.text.trim().is_empty() && m.role != Role::Furniture).collect();
    let mut rows: Vec<_> = text.iter().filter(|m| is_text(m.role)).map(|m| m.y).collect();
    rows.sort_unstable();
    rows.dedup();
    let alone = text.iter().all(|m| m.role == Role::Body);
    if rows.len() == 1 && alone {
        let message = "末页只有一行正文，可增删几个字，使版面匀称。";
        report.add(Place::Page { number: pages.pages.len() }, message);
    }
}
