//! Rules about 份号, 密级, 紧急程度 and 签发人 (7.2.1–7.2.3, 7.2.6).

use super::{Report, Rule};
use crate::context::{Context, Kind, Line, Stretch};
use crate::lexicon::Direction;
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "CP-01",
        severity: Severity::Error,
        name: "份号",
        basis: "GB/T 9704 7.2.1",
        check: copy_number,
    },
    Rule {
        code: "CP-02",
        severity: Severity::Error,
        name: "涉密公文标份号",
        basis: "条例第九条（一）",
        check: copy_missing,
    },
    Rule {
        code: "SC-01",
        severity: Severity::Error,
        name: "密级的写法",
        basis: "GB/T 9704 7.2.2",
        check: grade_shape,
    },
    Rule {
        code: "SC-02", severity: Severity::Error, name: "涉密不上网", basis: "保密法", check: classified
    },
    Rule {
        code: "UR-01",
        severity: Severity::Error,
        name: "紧急程度",
        basis: "条例第九条（三）",
        check: urgency,
    },
    Rule {
        code: "UR-02",
        severity: Severity::Hint,
        name: "标题中的“紧急”",
        basis: "GB/T 9704 7.2.3",
        check: urgent_title,
    },
    Rule {
        code: "SG-01",
        severity: Severity::Error,
        name: "签发人",
        basis: "条例第九条（六）",
        check: signatory,
    },
    Rule {
        code: "SG-02",
        severity: Severity::Warning,
        name: "签发人只写姓名",
        basis: "GB/T 9704 7.2.6",
        check: signatory_name,
    },
];

/// An empty place in a field of the head that should be filled.
fn field(key: &'static str) -> Place {
    Place::Head { key, index: 0, range: Span { start: 0, end: 0 } }
}

fn copy_number(cx: &Context<'_>, report: &mut Report<'_>) {
    for entry in cx.field("copy_number").map(|e| e.trimmed()) {
        let digits = entry.chars.iter().all(char::is_ascii_digit);
        if !digits || entry.chars.len() != 6 {
            let padded = (digits && entry.chars.len() < 6).then(|| format!("{:0>6}", entry.text()));
            let message = "份号用6位阿拉伯数字，不足的在前面补0，如“000001”。";
            match padded {
                Some(fix) => report.fix(entry.whole(), message, fix),
                None => report.add(entry.whole(), message),
            }
        }
    }
}

/// The grade of a state secret that a marking names; 工作秘密 is none.
fn grade<'l>(cx: &Context<'l>, chars: &[char]) -> Option<(usize, &'l str)> {
    if scan::find(chars, 0, "工作秘密").is_some() {
        return None;
    }
    let grades = cx.lexicon.structure.grades.iter();
    grades.filter_map(|g| Some((scan::find(chars, 0, g)?, g.as_str()))).next()
}

fn copy_missing(cx: &Context<'_>, report: &mut Report<'_>) {
    let numbered = cx.field("copy_number").next().is_some();
    if !numbered && cx.field("marking").any(|m| grade(cx, m.chars).is_some()) {
        report.add(field("copy_number"), "涉密公文应当标注份号。");
    }
}

fn grade_shape(cx: &Context<'_>, report: &mut Report<'_>) {
    for marking in cx.field("marking").map(|e| e.trimmed()) {
        let Some((at, name)) = grade(cx, marking.chars) else { continue };
        let rest = marking.part(at + name.chars().count(), marking.chars.len());
        if at != 0 || !is_period(rest.chars) {
            report.add(marking.whole(), "密级和保密期限写作“秘密★1年”“机密★长期”，中间用“★”隔开。");
        }
    }
}

/// Nothing, ★长期, ★5年 or ★6个月.
fn is_period(chars: &[char]) -> bool {
    match chars.split_first() {
        None => true,
        Some(('★', period)) => {
            let digits = scan::run_end(period, 0, |c| c.is_ascii_digit());
            let unit: String = period.iter().skip(digits).collect();
            (digits == 0 && unit == "长期") || (digits > 0 && matches!(unit.as_str(), "年" | "个月"))
        }
        Some(_) => false,
    }
}

const REFUSED: &str =
    "国家秘密（绝密、机密、秘密）不得在本工具中处理：请立即停止，按保密规定在涉密计算机上办理。";

fn classified(cx: &Context<'_>, report: &mut Report<'_>) {
    for marking in cx.field("marking") {
        if let Some((at, name)) = grade(cx, marking.chars) {
            report.add(marking.place(at, at + name.chars().count()), REFUSED);
        }
    }
    for line in &cx.lines {
        if let Some((at, len)) = marked_line(cx, line) {
            report.add(line.place(at, at + len), REFUSED);
        }
    }
}

/// 机密★1年 anywhere, or a grade that is a line of its own.
fn marked_line(cx: &Context<'_>, line: &Line<'_>) -> Option<(usize, usize)> {
    let alone = |name: &str| {
        let words = line.words();
        let opening = matches!(line.kind, Kind::Opening | Kind::Title | Kind::Plain);
        opening && scan::stands(words.chars, 0, name) && words.chars.len() == name.chars().count()
    };
    let starred = |name: &str| {
        let at = scan::find(line.chars, line.from, name)?;
        (scan::at(line.chars, at + name.chars().count()) == Some('★')).then_some(at)
    };
    cx.lexicon.structure.grades.iter().find_map(|name| {
        let at = if alone(name) { Some(line.from) } else { starred(name) };
        at.map(|at| (at, name.chars().count()))
    })
}

fn urgency(cx: &Context<'_>, report: &mut Report<'_>) {
    let words = &cx.lexicon.structure;
    let telegram = cx.head.kind.as_deref().is_some_and(|k| k.contains('电'));
    let allowed = if telegram { &words.telegram_urgencies } else { &words.urgencies };
    for entry in cx.field("urgency").map(|e| e.trimmed()) {
        let plain: String = entry.chars.iter().filter(|c| !c.is_whitespace()).collect();
        if !allowed.contains(&plain) {
            let message = format!("紧急程度只有“{}”，不写“{plain}”。", allowed.join("”“"));
            report.add(entry.whole(), message);
        }
    }
}

fn urgent_title(cx: &Context<'_>, report: &mut Report<'_>) {
    let title = &cx.title;
    for word in ["紧急", "特急", "加急"] {
        let Some(at) = scan::find(&title.chars, 0, word) else { continue };
        let rest: String = title.chars.iter().skip(at + 2).collect();
        if cx.lexicon.kinds.iter().any(|k| k.name == rest) {
            let message = format!("“{word}”不写进文种，紧急程度标在版头；标题写“{rest}”即可。");
            report.fix(title.place(at, at + 2), message, "");
        }
    }
}

fn signatory(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.document.head.issuer_marks.is_empty() || !cx.formal {
        return;
    }
    let given = !cx.document.head.signatories.is_empty();
    match cx.direction {
        Some(Direction::Upward) if !given => {
            report.add(field("signatories"), "上行文（报告、请示）应当标注签发人。");
        }
        Some(Direction::Downward) if given => {
            let place = cx.field("signatories").next().map_or_else(|| field("signatories"), |s| s.whole());
            report.add_as(Severity::Warning, place, "下行文不标签发人，签发人只用于上行文。");
        }
        Some(Direction::Upward | Direction::Downward | Direction::Lateral | Direction::Any) | None => {}
    }
}

fn signatory_name(cx: &Context<'_>, report: &mut Report<'_>) {
    let people = &cx.lexicon.structure.people;
    for name in cx.field("signatories") {
        let text = name.trimmed().text();
        let titled = people.iter().find(|p| text.contains(p.as_str()));
        if let Some(title) = titled {
            report.add(name.whole(), format!("签发人只写姓名，不写职务、称呼（“{title}”）。"));
        } else if has_separator(&name) {
            report.add(name.whole(), "多个签发人之间不加标点，请分成几项填写。");
        }
    }
}

fn has_separator(name: &Stretch<'_>) -> bool {
    name.chars.iter().any(|c| matches!(c, '、' | '，' | ',' | '；' | ';'))
}
