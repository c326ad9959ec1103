//! Rules about what each format must hold (clause 10).

use super::{Report, Rule};
use crate::context::{Context, Stretch};
use crate::lexicon::Direction;
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "FM-01",
        severity: Severity::Warning,
        name: "信函格式的版记",
        basis: "GB/T 9704 10.1",
        check: letter_imprint,
    },
    Rule {
        code: "FM-02",
        severity: Severity::Error,
        name: "信函格式的发文机关标志",
        basis: "GB/T 9704 10.1",
        check: letter_mark,
    },
    Rule {
        code: "FM-03",
        severity: Severity::Warning,
        name: "信函格式不标签发人",
        basis: "GB/T 9704 10.1",
        check: letter_signatory,
    },
    Rule {
        code: "FM-04",
        severity: Severity::Warning,
        name: "纪要的出席人员",
        basis: "GB/T 9704 10.3",
        check: minutes_attendance,
    },
    Rule {
        code: "FM-05",
        severity: Severity::Error,
        name: "纪要标志",
        basis: "GB/T 9704 10.3",
        check: minutes_mark,
    },
    Rule {
        code: "FM-06",
        severity: Severity::Error,
        name: "命令（令）标志",
        basis: "GB/T 9704 10.2",
        check: order_mark,
    },
    Rule {
        code: "FM-07",
        severity: Severity::Warning,
        name: "上行文用上行文格式",
        basis: "GB/T 9704 7.2.6",
        check: upward,
    },
    Rule {
        code: "FM-08",
        severity: Severity::Warning,
        name: "下行文不用上行文格式",
        basis: "GB/T 9704 7.2.6",
        check: downward,
    },
    Rule {
        code: "FM-09",
        severity: Severity::Warning,
        name: "简报、纪要的期号",
        basis: "公文惯例",
        check: issue,
    },
    Rule {
        code: "FM-10",
        severity: Severity::Warning,
        name: "发文机关标志不重复",
        basis: "GB/T 9704 7.2.4",
        check: marks,
    },
];

fn is(cx: &Context<'_>, style: &str) -> bool {
    cx.style.style == style
}

fn field(key: &'static str) -> Place {
    Place::Head { key, index: 0, range: Span { start: 0, end: 0 } }
}

fn letter_imprint(cx: &Context<'_>, report: &mut Report<'_>) {
    if !is(cx, "letter") {
        return;
    }
    if let Some(printer) = cx.field("printer").next() {
        report.fix(printer.whole(), "信函格式的版记不加印发机关和印发日期，不会印出。", "");
    }
}

fn letter_mark(cx: &Context<'_>, report: &mut Report<'_>) {
    if !is(cx, "letter") {
        return;
    }
    for mark in cx.field("issuer_mark").map(|m| m.trimmed()) {
        if scan::ends(mark.chars, "文件") {
            let len = mark.chars.len();
            let message = "信函格式的发文机关标志只用机关全称或规范化简称，不加“文件”二字。";
            report.fix(mark.place(len - 2, len), message, "");
        }
    }
}

fn letter_signatory(cx: &Context<'_>, report: &mut Report<'_>) {
    if let (true, Some(name)) = (is(cx, "letter"), cx.field("signatories").next()) {
        report.add(name.whole(), "信函格式不标签发人，不会印出。");
    }
}

fn minutes_attendance(cx: &Context<'_>, report: &mut Report<'_>) {
    let listed = !cx.document.main.attendance.present.is_empty();
    let in_text = || {
        let labels = ["出席", "参会人员", "参加人员", "参加：", "参会：", "到会"];
        cx.lines.iter().any(|l| labels.iter().any(|w| scan::stands(l.chars, l.from, w)))
    };
    if is(cx, "minutes") && !listed && !in_text() {
        report.add(field("present"), "纪要应当标注出席人员名单，必要时标注请假和列席人员。");
    }
}

fn ends_wrong<'a>(cx: &Context<'a>, style: &str, right: &[&str]) -> Option<Stretch<'a>> {
    let mark = cx.field("issuer_mark").next().filter(|_| is(cx, style))?.trimmed();
    (!right.iter().any(|r| scan::ends(mark.chars, r))).then_some(mark)
}

fn minutes_mark(cx: &Context<'_>, report: &mut Report<'_>) {
    if let Some(mark) = ends_wrong(cx, "minutes", &["纪要"]) {
        report.add(mark.whole(), "纪要标志由“×××××纪要”组成，如“院长办公会议纪要”。");
    }
}

fn order_mark(cx: &Context<'_>, report: &mut Report<'_>) {
    if let Some(mark) = ends_wrong(cx, "order", &["命令", "令"]) {
        report.add(mark.whole(), "命令（令）的发文机关标志由机关全称加“命令”或“令”字组成。");
    }
}

fn upward(cx: &Context<'_>, report: &mut Report<'_>) {
    let up = cx.kind.is_some_and(|k| k.direction == Direction::Upward);
    if up && is(cx, "document") && !cx.document.head.issuer_marks.is_empty() {
        report.add(field("style"), "报告、请示用上行文格式：发文字号居左，签发人居右。");
    }
}

fn downward(cx: &Context<'_>, report: &mut Report<'_>) {
    let kind = cx.kind.filter(|k| k.direction == Direction::Downward && is(cx, "upward"));
    if let Some(kind) = kind {
        report.add(field("style"), format!("{}是下行文，不用上行文格式。", kind.name));
    }
}

fn issue(cx: &Context<'_>, report: &mut Report<'_>) {
    let numbered = is(cx, "bulletin") || is(cx, "minutes");
    let marked = !cx.document.head.issuer_marks.is_empty();
    let given = cx.document.head.issue.is_some() || cx.number.is_some();
    if numbered && marked && !given {
        report.add(field("issue"), "简报、纪要应当编期号，如“第3期”。");
    }
    for entry in cx.field("issue").filter(|_| numbered).map(|i| i.trimmed()) {
        let text = entry.text();
        let bare = entry.chars.iter().all(char::is_ascii_digit);
        if bare {
            let message = "期号写作“第×期”。";
            report.fix(entry.whole(), message, format!("第{text}期"));
        }
    }
}

fn marks(cx: &Context<'_>, report: &mut Report<'_>) {
    let marks: Vec<Stretch<'_>> = cx.field("issuer_mark").map(|m| m.trimmed()).collect();
    for (i, mark) in marks.iter().enumerate().skip(1) {
        if marks.iter().take(i).any(|m| m.chars == mark.chars) {
            report.add(mark.whole(), format!("发文机关标志“{}”重复。", mark.text()));
        }
    }
}
