//! Rules about the title (7.3.1).

use super::{Report, Rule};
use crate::context::{Context, ending, squeezed, title_kind};
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "TI-01",
        severity: Severity::Error,
        name: "标题末尾的标点",
        basis: "GB/T 9704 7.3.1、公文惯例",
        check: end,
    },
    Rule {
        code: "TI-02",
        severity: Severity::Warning,
        name: "标题中的标点",
        basis: "公文惯例",
        check: inside,
    },
    Rule {
        code: "TI-03",
        severity: Severity::Warning,
        name: "标题三要素",
        basis: "条例第九条（七）",
        check: about,
    },
    Rule {
        code: "TI-04",
        severity: Severity::Hint,
        name: "标题中的发文机关",
        basis: "条例第九条（七）",
        check: issuer,
    },
    Rule {
        code: "TI-05",
        severity: Severity::Warning,
        name: "标题用词重复",
        basis: "公文惯例",
        check: stacked,
    },
    Rule {
        code: "TI-06", severity: Severity::Error, name: "标题文种与所选文种", basis: "事理", check: kind
    },
    Rule {
        code: "TI-07",
        severity: Severity::Warning,
        name: "非法定文种",
        basis: "条例第八条",
        check: informal,
    },
    Rule {
        code: "TI-08",
        severity: Severity::Warning,
        name: "标题分行",
        basis: "GB/T 9704 7.3.1",
        check: lines,
    },
    Rule {
        code: "TI-09", severity: Severity::Error, name: "标题括号", basis: "GB/T 15834", check: brackets
    },
    Rule {
        code: "TI-10",
        severity: Severity::Error,
        name: "文种并用",
        basis: "条例第八条",
        check: double_kind,
    },
    Rule {
        code: "TI-11",
        severity: Severity::Warning,
        name: "书名号内再用书名号",
        basis: "GB/T 15834",
        check: nested,
    },
    Rule {
        code: "TI-12", severity: Severity::Hint, name: "标题过长", basis: "公文惯例", check: long
    },
    Rule {
        code: "TI-13",
        severity: Severity::Error,
        name: "缺标题",
        basis: "条例第九条（七）",
        check: missing,
    },
    Rule {
        code: "TI-14",
        severity: Severity::Hint,
        name: "法规名称加书名号",
        basis: "公文惯例",
        check: regulation,
    },
];

fn end(cx: &Context<'_>, report: &mut Report<'_>) {
    let chars = &cx.title.chars;
    let kept = chars.len() - chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
    if kept < chars.len() {
        report.fix(cx.title.place(kept, chars.len()), "标题末尾不加标点。", "");
    }
}

/// Book marks, quotes, brackets and 、 are at home in a title; other punctuation is not.
fn inside(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.formal {
        return;
    }
    let chars = &cx.title.chars;
    let kept = chars.len() - chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
    let mut depth = 0usize;
    for (i, c) in chars.iter().enumerate().take(kept) {
        match c {
            '《' | '“' | '（' => depth += 1,
            '》' | '”' | '）' => depth = depth.saturating_sub(1),
            // What a cited name holds is the name's own affair.
            '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':' | '!' | '?' if depth == 0 => {
                let message = format!("标题中除书名号、引号、括号、顿号外一般不用标点，请改去“{c}”。");
                report.add(cx.title.place(i, i + 1), message);
            }
            _ => {}
        }
    }
}

fn about(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.formal || cx.title.chars.is_empty() || matches!(cx.style.style.as_str(), "minutes" | "bulletin") {
        return;
    }
    let text = squeezed(&cx.title.text());
    let words = &cx.lexicon.structure;
    let informal = words.informal_kinds.iter().chain(&words.double_kinds).any(|k| text.ends_with(k.as_str()));
    match title_kind(cx.lexicon, &cx.title) {
        None if !informal => {
            report.add(
                cx.title.whole(),
                "标题应当由发文机关名称、事由和文种组成，末尾写明文种（通知、报告、函等）。",
            );
        }
        // 国务院批转…, 中共中央办公厅印发《…》的通知 do without 关于.
        Some(kind) if kind.about && !text.contains("关于") && !passes_on(&text) => {
            let message = format!("标题一般写作“关于……的{}”。", kind.name);
            report.add(cx.title.whole(), message);
        }
        Some(_) | None => {}
    }
}

fn passes_on(text: &str) -> bool {
    ["印发", "转发", "批转", "发布", "公布", "答复"].iter().any(|w| text.contains(w))
}

fn issuer(cx: &Context<'_>, report: &mut Report<'_>) {
    // In a letter's title the issuer, which the head names in full, is commonly left out.
    let asks = matches!(cx.style.style.as_str(), "document" | "upward");
    if asks
        && cx.formal
        && scan::stands(&cx.title.chars, 0, "关于")
        && !cx.document.head.issuer_marks.is_empty()
    {
        let message = "标题一般写明发文机关名称；版头已有发文机关标志的，可以由机关决定是否省略。";
        report.add(cx.title.place(0, 2), message);
    }
}

fn stacked(cx: &Context<'_>, report: &mut Report<'_>) {
    let kind = title_kind(cx.lexicon, &cx.title).map(|k| k.name.as_str());
    for entry in &cx.lexicon.structure.stacked {
        if !entry.with.is_empty() && kind != Some(entry.with.as_str()) {
            continue;
        }
        let len = entry.words.chars().count();
        for at in scan::find_all(&cx.title.chars, &entry.words) {
            let harmless = entry.unless.iter().any(|w| scan::stands(&cx.title.chars, at + len, w));
            if !harmless {
                let message = format!("标题用词重复：“{}”改为“{}”。", entry.words, entry.better);
                // 关于对…给予表扬的通报 is seen in the best company.
                let severity = if entry.words == "关于对" { Severity::Hint } else { Severity::Warning };
                report.add_as(severity, cx.title.place(at, at + len), message);
            }
        }
    }
}

fn kind(cx: &Context<'_>, report: &mut Report<'_>) {
    let chosen = cx.head.kind.as_deref().map(str::trim).filter(|k| !k.is_empty());
    let (Some(_), Some(chosen)) = (chosen, cx.kind) else { return };
    let text = squeezed(&cx.title.text());
    let text = text.trim_end_matches(scan::is_stop);
    let Some(written) = title_kind(cx.lexicon, &cx.title) else { return };
    // Minutes have the title of their meeting and a bulletin a headline: only one that is worded as a document's says a 文种.
    let headline = matches!(cx.style.style.as_str(), "minutes" | "bulletin");
    if headline && !(text.contains("关于") && text.ends_with(&format!("的{}", written.name))) {
        return;
    }
    if ending(chosen, text).is_none() {
        let len = written.name.chars().count().min(cx.title.chars.len());
        let place = cx.title.place(cx.title.chars.len() - len, cx.title.chars.len());
        report.add(
            place,
            format!("标题的文种是“{}”，所选的文种是“{}”，两者应当一致。", written.name, chosen.name),
        );
    }
}

fn informal(cx: &Context<'_>, report: &mut Report<'_>) {
    let numbered = cx.number.is_some() && !matches!(cx.style.style.as_str(), "bulletin" | "minutes");
    if !cx.formal || !numbered {
        return;
    }
    let words = &cx.lexicon.structure;
    let length = |k: &&String| k.chars().count();
    let Some(found) =
        words.informal_kinds.iter().filter(|k| scan::ends(&cx.title.chars, k)).max_by_key(length)
    else {
        return;
    };
    let place = cx.title.place(cx.title.chars.len() - found.chars().count(), cx.title.chars.len());
    let message = match found.strip_suffix('函') {
        Some(_) => format!("“{found}”不是法定文种，标题末尾写“的函”。"),
        None => format!("“{found}”不是法定文种，正式行文时用“通知”印发，把它作为所印发的文件或附件。"),
    };
    report.add(place, message);
}

/// Lines of a title that its writer broke by hand; those the programme breaks keep the rules by themselves.
fn lines(cx: &Context<'_>, report: &mut Report<'_>) {
    let title = cx.document.main.title.trim();
    let lines: Vec<&str> = title.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if lines.len() < 2 {
        return;
    }
    let most = usize::try_from(cx.style.title.max_cells).unwrap_or(20);
    let mut at = 0;
    for line in &lines {
        let len = line.chars().count();
        if len > most {
            report.add(cx.title.place(at, at + len), format!("标题一行不宜超过{most}个字，请另选分行处。"));
        }
        if at > 0 && line.starts_with('的') {
            report.add(cx.title.place(at, at + 1), "标题回行时词意要完整，“的”字不放在行首。");
        }
        at += line.chars().count();
    }
    let lengths: Vec<usize> = lines.iter().map(|l| l.chars().count()).collect();
    if let [first, middle, last] = lengths.as_slice()
        && ((middle < first && middle < last) || (first == middle && middle == last))
    {
        report.add(
            cx.title.whole(),
            "标题排列应当使用梯形或菱形，不用上下一样长的方形或中间小两头大的沙漏形。",
        );
    }
}

fn brackets(cx: &Context<'_>, report: &mut Report<'_>) {
    let chars = &cx.title.chars;
    for (i, c) in chars.iter().enumerate() {
        let full = match c {
            '(' => "（",
            ')' => "）",
            '<' => "〈",
            '>' => "〉",
            _ => continue,
        };
        report.fix(cx.title.place(i, i + 1), "标题中的括号用全角。", full);
    }
    for (open, close) in [('《', '》'), ('（', '）'), ('“', '”'), ('〈', '〉'), ('〔', '〕')] {
        let shape = |c: char| match c {
            '(' => '（',
            ')' => '）',
            other => other,
        };
        let opens = chars.iter().filter(|c| shape(**c) == open).count();
        let closes = chars.iter().filter(|c| shape(**c) == close).count();
        if opens != closes {
            let message = format!("标题中的“{open}”和“{close}”不成对。");
            report.add(cx.title.whole(), message);
        }
    }
}

fn double_kind(cx: &Context<'_>, report: &mut Report<'_>) {
    let found = cx.lexicon.structure.double_kinds.iter().find(|k| scan::ends(&cx.title.chars, k));
    if let (Some(found), true) = (found, cx.formal) {
        let len = cx.title.chars.len();
        let place = cx.title.place(len - found.chars().count(), len);
        report.add(place, format!("“{found}”把两个文种合用了，请按用途只用一个文种。"));
    }
}

/// 《关于印发《办法》的通知》: the inner pair becomes 〈〉.
fn nested(cx: &Context<'_>, report: &mut Report<'_>) {
    let mut open: Vec<usize> = Vec::new();
    for (i, c) in cx.title.chars.iter().enumerate() {
        match c {
            '《' => open.push(i),
            '》' => {
                let from = open.pop();
                if let (Some(from), 1) = (from, open.len()) {
                    let inner: String = cx.title.chars.get(from + 1..i).unwrap_or_default().iter().collect();
                    let message = "书名号里面还要用书名号时，里面一层用单书名号“〈〉”。";
                    report.fix(cx.title.place(from, i + 1), message, format!("〈{inner}〉"));
                }
            }
            _ => {}
        }
    }
}

fn long(cx: &Context<'_>, report: &mut Report<'_>) {
    // Names of passed-on documents and of the issuers make a title long without anyone's fault.
    let cited = cx.title.chars.contains(&'《');
    let from = scan::find(&cx.title.chars, 0, "关于").unwrap_or(0);
    let len = cx.title.chars.len() - from;
    if cx.formal && !cited && len > 45 {
        report.add(cx.title.whole(), format!("标题的事由部分有{len}个字，宜简明，一般不超过三行。"));
    }
}

/// An order has none: its mark, number and signature say what it is (10.2).
fn missing(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.formal && cx.style.style != "order" && cx.document.main.title.trim().is_empty() {
        let place = Place::Head { key: "title", index: 0, range: Span { start: 0, end: 0 } };
        report.add(place, "公文应当有标题。");
    }
}

/// 关于印发党建工作督查实施办法的通知: the name of the regulation stands in book marks.
fn regulation(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.title.chars.contains(&'《') {
        return;
    }
    let chars = &cx.title.chars;
    for verb in ["关于印发", "关于发布", "关于公布"] {
        let Some(at) = scan::find(chars, 0, verb) else { continue };
        let from = at + verb.chars().count();
        let Some(to) = scan::find(chars, from, "的通知") else { continue };
        let name = chars.get(from..to).unwrap_or_default();
        if cx.lexicon.structure.regulations.iter().any(|r| scan::ends(name, r)) {
            let text: String = name.iter().collect();
            let message = "标题中的法规、规章名称加书名号。";
            report.fix(cx.title.place(from, to), message, format!("《{text}》"));
        }
    }
}
