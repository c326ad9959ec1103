//! Rules about 版记 (7.4).

use super::{Report, Rule};
use crate::context::{Context, Kind, Line, Stretch, squeezed};
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "CC-01",
        severity: Severity::Error,
        name: "抄送末尾用句号",
        basis: "GB/T 9704 7.4.2",
        check: stop,
    },
    Rule {
        code: "CC-02",
        severity: Severity::Warning,
        name: "抄送与主送重复",
        basis: "事理",
        check: addressed,
    },
    Rule {
        code: "CC-03",
        severity: Severity::Error,
        name: "印发机关和印发日期",
        basis: "GB/T 9704 7.4.3",
        check: printed,
    },
    Rule { code: "CC-04", severity: Severity::Warning, name: "抄送本机关", basis: "事理", check: own },
    Rule {
        code: "CC-05", severity: Severity::Warning, name: "抄送机关重复", basis: "事理", check: repeated
    },
    Rule {
        code: "CC-06",
        severity: Severity::Warning,
        name: "已取消的要素",
        basis: "GB/T 9704—2012",
        check: abolished,
    },
];

/// Lines that start with 抄送.
fn copied<'c, 'a>(cx: &'c Context<'a>) -> impl Iterator<Item = (usize, &'c Line<'a>)> {
    let here = |(_, l): &(usize, &Line<'_>)| l.kind == Kind::Imprint && scan::stands(l.chars, l.from, "抄送");
    cx.lines.iter().enumerate().filter(here)
}

fn stop(cx: &Context<'_>, report: &mut Report<'_>) {
    for entry in cx.field("cc").map(|e| e.trimmed()) {
        let kept = entry.chars.len() - entry.chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
        if kept < entry.chars.len() {
            let place = entry.place(kept, entry.chars.len());
            report.fix_as(
                Severity::Warning,
                place,
                "抄送机关的标点和末尾的句号排版时自动加上，这里只写名称。",
                "",
            );
        }
    }
    for (index, line) in copied(cx) {
        // Names that go on in the next line end there.
        let next = cx.lines.iter().skip(index + 1).find(|l| l.kind != Kind::Blank);
        let last = next.is_none_or(|l| l.kind == Kind::Imprint || scan::find(l.chars, 0, "印发").is_some());
        let words = line.words();
        if last && words.chars.last() != Some(&'。') && words.chars.len() > 3 {
            let kept =
                words.chars.len() - words.chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
            report.fix(words.place(kept, words.chars.len()), "抄送机关末尾用句号。", "。");
        }
    }
}

fn addressed(cx: &Context<'_>, report: &mut Report<'_>) {
    let to: Vec<String> = cx
        .addressees
        .iter()
        .flat_map(|a| a.split(|c| matches!(c, '、' | '，' | '；')))
        .map(|a| squeezed(&a.text()))
        .collect();
    for name in &cx.cc {
        let text = squeezed(&name.text());
        if to.contains(&text) {
            report.add(name.whole(), format!("“{text}”已是主送机关，不再抄送。"));
        }
    }
}

fn own(cx: &Context<'_>, report: &mut Report<'_>) {
    let own: Vec<String> = cx.issuers.iter().map(|o| squeezed(&o.text())).collect();
    for name in &cx.cc {
        let text = squeezed(&name.text());
        if own.contains(&text) {
            report.add(name.whole(), format!("“{text}”是发文机关，不抄送自己。"));
        }
    }
}

fn repeated(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut seen: Vec<String> = Vec::new();
    for name in &cx.cc {
        let text = squeezed(&name.text());
        if seen.contains(&text) {
            report.add(name.whole(), format!("抄送机关“{text}”重复。"));
        } else {
            seen.push(text);
        }
    }
}

fn printed(cx: &Context<'_>, report: &mut Report<'_>) {
    printed_in_head(cx, report);
    for (index, _) in copied(cx) {
        let Some(next) = cx.lines.iter().skip(index + 1).find(|l| l.kind != Kind::Blank) else { continue };
        let words = next.words();
        let date = scan::dates(words.chars).last().copied();
        if let Some(date) = date.filter(|d| d.end == words.chars.len()) {
            let place = words.place(date.end, date.end);
            report.fix(place, "印发日期后加“印发”二字。", "印发");
        }
    }
    for line in cx.lines.iter().filter(|l| l.kind == Kind::Imprint) {
        printed_line(&line.words(), report);
    }
}

/// 直属机关党委　2021年10月8日印发: the organ comes first.
fn printed_line(words: &Stretch<'_>, report: &mut Report<'_>) {
    let Some(at) = scan::find(words.chars, 0, "印发").filter(|at| at + 2 == words.chars.len()) else {
        return;
    };
    let date = scan::dates(words.chars).last().copied();
    if date.is_some_and(|d| d.start == 0) {
        report.add_as(Severity::Warning, words.place(0, at + 2), "印发日期之前写印发机关。");
    }
}

fn printed_in_head(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.formal || !matches!(cx.style.style.as_str(), "document" | "upward") {
        return;
    }
    let place = |key| Place::Head { key, index: 0, range: Span { start: 0, end: 0 } };
    let printer = cx.head.printer.as_deref().is_some_and(|p| !p.trim().is_empty());
    match (printer, cx.head.printed) {
        (true, None) => report.add(place("printed"), "有印发机关而没有印发日期。"),
        (false, Some(_)) => report.add(place("printer"), "有印发日期而没有印发机关。"),
        (true, Some(_)) | (false, None) => {}
    }
    for entry in cx.field("printer").map(|p| p.trimmed()) {
        if let Some(at) = scan::find(entry.chars, 0, "印发") {
            report.fix(
                entry.place(at, at + 2),
                "“印发”二字排在印发日期之后，自动加上，这里只写机关名称。",
                "",
            );
        }
    }
}

fn abolished(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in &cx.lines {
        let words = line.words();
        for entry in &cx.lexicon.structure.abolished {
            let len = entry.label.chars().count();
            let colon = matches!(scan::at(words.chars, len), Some('：' | ':'));
            if !scan::stands(words.chars, 0, &entry.label) || !colon {
                continue;
            }
            if entry.now.is_empty() {
                let message = format!("现行标准已经没有“{}”这一要素，请删去。", entry.label);
                report.fix(words.whole(), message, "");
            } else {
                let message = format!("“{}”已统一为“{}”。", entry.label, entry.now);
                report.fix(words.place(0, len), message, entry.now.clone());
            }
        }
    }
}
