//! Rules about 主送机关 (7.3.2).

use super::{Report, Rule};
use crate::context::{Context, Kind, Line, Zone, squeezed, title_kind};
use crate::lexicon::Direction;
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "MR-01",
        severity: Severity::Error,
        name: "主送机关后用全角冒号",
        basis: "GB/T 9704 7.3.2",
        check: colon,
    },
    Rule {
        code: "MR-02",
        severity: Severity::Warning,
        name: "上行文主送一个机关",
        basis: "条例第十五条（一）",
        check: several,
    },
    Rule {
        code: "MR-03",
        severity: Severity::Error,
        name: "上行文不抄送下级",
        basis: "条例第十五条（一）",
        check: copied_down,
    },
    Rule {
        code: "MR-04",
        severity: Severity::Error,
        name: "不主送个人",
        basis: "条例第十五条（五）",
        check: person,
    },
    Rule {
        code: "MR-05",
        severity: Severity::Warning,
        name: "主送机关之间的标点",
        basis: "公文惯例",
        check: separators,
    },
    Rule {
        code: "MR-06", severity: Severity::Warning, name: "主送机关重复", basis: "事理", check: repeated
    },
    Rule {
        code: "MR-07",
        severity: Severity::Warning,
        name: "缺主送机关",
        basis: "条例第九条（八）",
        check: missing,
    },
    Rule {
        code: "MR-08",
        severity: Severity::Hint,
        name: "普发公文不标主送",
        basis: "公文惯例",
        check: needless,
    },
];

fn colon(cx: &Context<'_>, report: &mut Report<'_>) {
    for entry in cx.field("addressees").map(|e| e.trimmed()) {
        let kept = entry.chars.len() - entry.chars.iter().rev().take_while(|c| is_colon(**c)).count();
        if kept < entry.chars.len() {
            let message = "主送机关后的冒号排版时自动加上，这里不用写。";
            let place = entry.place(kept, entry.chars.len());
            report.fix_as(Severity::Warning, place, message, "");
        }
    }
    let Some(line) = cx.lines.iter().find(|l| l.kind == Kind::Addressees) else {
        if let Some(line) = unmarked(cx) {
            let end = line.to - usize::from(scan::at(line.chars, line.to - 1).is_some_and(scan::is_stop));
            let message = "主送机关独占一行，末尾用全角冒号。";
            report.fix(line.place(end, line.to), message, "：");
        }
        return;
    };
    let words = line.words();
    let kept = words.chars.len() - words.chars.iter().rev().take_while(|c| is_colon(**c)).count();
    if words.part(kept, words.chars.len()).text() != "：" {
        let message = "主送机关后用一个全角冒号“：”。";
        report.fix(words.place(kept, words.chars.len()), message, "：");
    }
}

fn is_colon(c: char) -> bool {
    matches!(c, '：' | ':')
}

/// The first line of a document that looks like organs and lacks its colon.
fn unmarked<'c, 'a>(cx: &'c Context<'a>) -> Option<&'c Line<'a>> {
    // What ends with its colon is well marked, whether or not the grammar knew the organs.
    organ_line(cx).filter(|l| !l.words().text().ends_with('：'))
}

/// The line of organs that the grammar did not take for addressees.
fn organ_line<'c, 'a>(cx: &'c Context<'a>) -> Option<&'c Line<'a>> {
    let expects = cx.kind.is_some_and(|k| k.addressed == Some(true));
    if !expects || !cx.document.main.addressees.is_empty() {
        return None;
    }
    let line = cx.lines.iter().find(|l| l.zone == Zone::Main && (l.is_prose() || l.kind == Kind::Opening))?;
    let words = line.words();
    let plain = words.text();
    let plain = plain.trim_end_matches(scan::is_stop);
    let sentence = plain.contains(['。', '；']) || plain.chars().count() > 60 || line.ordinal.is_some();
    let organ = cx.lexicon.structure.organs.iter().any(|o| plain.ends_with(o.as_str()));
    (organ && !sentence).then_some(line)
}

fn several(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.direction != Some(Direction::Upward) {
        return;
    }
    let names: Vec<_> = cx.addressees.iter().flat_map(|a| a.split(is_separator)).collect();
    if let Some(second) = names.get(1) {
        report.add(second.whole(), "上行文原则上主送一个上级机关，需要时抄送相关上级机关和同级机关。");
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '、' | '，' | '；' | ',' | ';' | '：' | ':')
}

fn copied_down(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.direction != Some(Direction::Upward) {
        return;
    }
    for name in &cx.cc {
        let down = cx.lexicon.structure.subordinates.iter().any(|w| scan::stands(name.chars, 0, w));
        if down {
            report.add(name.whole(), "向上级机关行文，不抄送下级机关。");
        }
    }
}

fn person(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.formal {
        return;
    }
    for name in cx.addressees.iter().flat_map(|a| a.split(is_separator)) {
        let title = cx.lexicon.structure.people.iter().find(|p| scan::ends(name.chars, p));
        if let Some(title) = title {
            let message =
                format!("公文主送机关，除上级机关负责人直接交办的事项外，不主送个人（“{title}”）。");
            report.add(name.whole(), message);
        }
    }
}

fn separators(cx: &Context<'_>, report: &mut Report<'_>) {
    let line = cx.lines.iter().find(|l| l.kind == Kind::Addressees).map(Line::words);
    for words in cx.field("addressees").map(|e| e.trimmed()).chain(line) {
        let body = words.chars.len() - words.chars.iter().rev().take_while(|c| is_colon(**c)).count();
        let kept =
            body - words.chars.iter().take(body).rev().take_while(|c| "、，；。,;".contains(**c)).count();
        if kept < body {
            report.fix(words.place(kept, body), "主送机关末尾、冒号之前不加其他标点。", "");
        }
        for (i, c) in words.chars.iter().enumerate().take(kept) {
            if let Some(full) = full_separator(*c) {
                let message = "主送机关之间同类的用顿号、不同类的用逗号，用全角。";
                report.fix(words.place(i, i + 1), message, full);
            }
        }
    }
}

fn full_separator(c: char) -> Option<&'static str> {
    match c {
        ',' => Some("，"),
        ';' => Some("；"),
        _ => None,
    }
}

fn repeated(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut seen: Vec<String> = Vec::new();
    for name in cx.addressees.iter().flat_map(|a| a.split(is_separator)) {
        let text = squeezed(&name.text());
        if seen.contains(&text) {
            report.add(name.whole(), format!("主送机关“{text}”重复。"));
        } else {
            seen.push(text);
        }
    }
}

fn missing(cx: &Context<'_>, report: &mut Report<'_>) {
    // What the title says is what the reader gets; the head's 文种 may be the usual one of the format, chosen by nobody.
    let titled = title_kind(cx.lexicon, &cx.title);
    let kind = titled.or(cx.kind);
    let expects = kind.is_some_and(|k| k.addressed == Some(true));
    let none = cx.document.main.addressees.is_empty() && cx.head.to_imprint.is_empty();
    let marked = !cx.document.head.issuer_marks.is_empty() || cx.number.is_some();
    if cx.formal && marked && expects && none && organ_line(cx).is_none() && !is_greeted(cx) {
        let kind = kind.map(|k| k.name.as_str()).unwrap_or_default();
        let place = Place::Head { key: "addressees", index: 0, range: Span { start: 0, end: 0 } };
        let message = if titled.is_some() {
            format!("“{kind}”应当写明主送机关。")
        } else {
            format!("文种为“{kind}”的公文应当写明主送机关；不是“{kind}”的，请在“其他要素”中修改文种。")
        };
        report.add(place, message);
    }
}

/// Whether the text opens with a line to somebody, although the grammar knows no organ in it: a person, 等单位.
fn is_greeted(cx: &Context<'_>) -> bool {
    let first = cx.prose().next().map(|line| line.words());
    first.is_some_and(|words| {
        let told =
            ["如下", "。", "；"].into_iter().any(|word| crate::scan::find(words.chars, 0, word).is_some());
        matches!(words.chars.last(), Some('：' | ':')) && !told
    })
}

fn needless(cx: &Context<'_>, report: &mut Report<'_>) {
    let open = cx.kind.filter(|k| k.addressed == Some(false));
    if let (Some(kind), Some(first), true) = (open, cx.addressees.first(), cx.formal) {
        report.add(first.whole(), format!("“{}”一般不标主送机关，需要分送的放在版记。", kind.name));
    }
}
