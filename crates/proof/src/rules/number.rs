//! Rules about 发文字号 (GB/T 9704-2012 7.2.5).

use super::{Report, Rule};
use crate::context::{Context, Stretch};
use crate::scan::{self, Cited};
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "DN-01",
        severity: Severity::Error,
        name: "发文字号的写法",
        basis: "GB/T 9704 7.2.5",
        check: shape,
    },
    Rule {
        code: "DN-02",
        severity: Severity::Error,
        name: "年份用六角括号",
        basis: "GB/T 9704 7.2.5",
        check: brackets,
    },
    Rule {
        code: "DN-03",
        severity: Severity::Error,
        name: "序号前不加“第”",
        basis: "GB/T 9704 7.2.5",
        check: ordinal,
    },
    Rule {
        code: "DN-04",
        severity: Severity::Error,
        name: "序号不编虚位",
        basis: "GB/T 9704 7.2.5",
        check: padded,
    },
    Rule {
        code: "DN-05",
        severity: Severity::Error,
        name: "年份写全",
        basis: "GB/T 9704 7.2.5",
        check: short_year,
    },
    Rule {
        code: "DN-06",
        severity: Severity::Warning,
        name: "引用的文号",
        basis: "GB/T 9704 7.2.5",
        check: cited,
    },
    Rule {
        code: "DN-07",
        severity: Severity::Warning,
        name: "文号年份与成文日期",
        basis: "事理",
        check: year,
    },
    Rule {
        code: "DN-08",
        severity: Severity::Warning,
        name: "文号中的空格和全角数字",
        basis: "GB/T 9704 7.2.5",
        check: blanks,
    },
    Rule {
        code: "DN-09", severity: Severity::Hint, name: "缺发文字号", basis: "条例第九条", check: missing
    },
    Rule {
        code: "DN-10",
        severity: Severity::Warning,
        name: "先引标题后引文号",
        basis: "公文引用惯例",
        check: order,
    },
    Rule {
        code: "DN-11",
        severity: Severity::Warning,
        name: "引用的文号加括号",
        basis: "公文引用惯例",
        check: bare,
    },
];

/// What is wrong with a number of a document: where, what, and what to write.
struct Fault {
    rule: &'static str,
    from: usize,
    to: usize,
    message: String,
    fix: Option<String>,
}

/// The faults of one number; `year` completes a year of two digits.
fn faults(chars: &[char], number: &Cited, year: Option<i32>) -> Vec<Fault> {
    let mut found = Vec::new();
    let text = |from: usize, to: usize| chars.get(from..to).unwrap_or_default().iter().collect::<String>();
    let digits = text(number.open + 1, number.close);
    let short = number.close - number.open == 3;
    let brackets = (scan::at(chars, number.open), scan::at(chars, number.close));
    if brackets != (Some('〔'), Some('〕')) {
        found.push(Fault {
            rule: "DN-02",
            from: number.open,
            to: number.close + 1,
            message: format!("发文字号的年份用六角括号“〔〕”括入：〔{digits}〕。"),
            fix: Some(format!("〔{digits}〕")),
        });
    }
    if short {
        let full = year.map(|y| y.to_string()).filter(|y| y.ends_with(&digits));
        found.push(Fault {
            rule: "DN-05",
            from: number.open + 1,
            to: number.close,
            message: format!("发文字号的年份写全四位，不简写为“{digits}”。"),
            fix: full,
        });
    }
    if let Some(at) = scan::find(chars, number.close, "第").filter(|at| *at < number.serial) {
        found.push(Fault {
            rule: "DN-03",
            from: at,
            to: at + 1,
            message: "发文字号的序号前不加“第”字。".to_owned(),
            fix: Some(String::new()),
        });
    }
    let zeros = scan::run_end(chars, number.serial, |c| c == '0');
    if zeros > number.serial {
        let nothing_left = !scan::at(chars, zeros).is_some_and(|c| c.is_ascii_digit());
        found.push(Fault {
            rule: "DN-04",
            from: number.serial,
            to: zeros,
            message: "发文字号的序号不编虚位，“1”不写成“01”。".to_owned(),
            fix: (!nothing_left).then(String::new),
        });
    }
    found
}

/// The faults of the document's own number that a rule is about.
fn own(cx: &Context<'_>, report: &mut Report<'_>, rule: &str) {
    let Some(number) = cx.number else { return };
    let Some(found) = scan::citations(number.chars).first().copied() else { return };
    let year = cx.dated.map(|d| d.year());
    for fault in faults(number.chars, &found, year).into_iter().filter(|f| f.rule == rule) {
        report_fault(report, &number, fault);
    }
}

fn report_fault(report: &mut Report<'_>, stretch: &Stretch<'_>, fault: Fault) {
    let place = stretch.place(fault.from, fault.to);
    match fault.fix {
        Some(fix) => report.fix(place, fault.message, fix),
        None => report.add(place, fault.message),
    }
}

fn brackets(cx: &Context<'_>, report: &mut Report<'_>) {
    own(cx, report, "DN-02");
}

fn ordinal(cx: &Context<'_>, report: &mut Report<'_>) {
    own(cx, report, "DN-03");
}

fn padded(cx: &Context<'_>, report: &mut Report<'_>) {
    own(cx, report, "DN-04");
}

fn short_year(cx: &Context<'_>, report: &mut Report<'_>) {
    own(cx, report, "DN-05");
}

/// 直党字〔2021〕25号; orders and minutes are numbered 第5号. What another rule names is left to it.
fn shape(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(number) = cx.number else { return };
    let clean: Vec<char> = number.chars.iter().copied().filter(|c| !c.is_whitespace()).collect();
    if is_plain_ordinal(&clean) && matches!(cx.style.style.as_str(), "order" | "minutes" | "bulletin") {
        return;
    }
    let Some(found) = scan::citations(&clean).first().copied() else {
        return report
            .add(number.whole(), "发文字号由机关代字、年份、发文顺序号组成，如“直党字〔2021〕25号”。");
    };
    let code = clean.get(..found.open).unwrap_or_default();
    if code.is_empty() || code.len() > 12 || !code.iter().all(|c| scan::is_han(*c)) {
        report.add(number.whole(), "发文字号以机关代字开头，代字用汉字，如“直党字”。");
    } else if found.end + 1 != clean.len() {
        report.add(number.whole(), "发文字号到“号”字为止，后面不再有文字；联合行文只标主办机关的发文字号。");
    }
}

fn is_plain_ordinal(chars: &[char]) -> bool {
    let end = scan::run_end(chars, 1, |c| c.is_ascii_digit());
    scan::at(chars, 0) == Some('第') && end > 1 && scan::stands(chars, end, "号") && end + 1 == chars.len()
}

/// The numbers of other documents, cited in running text and tables.
fn cited(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in cx.prose() {
        let words = line.words();
        for number in scan::citations(words.chars) {
            // （2021）京01号 and the like have no issuer code before the bracket and are something else.
            let coded =
                number.open.checked_sub(1).and_then(|i| scan::at(words.chars, i)).is_some_and(scan::is_han);
            if !coded {
                continue;
            }
            for fault in faults(words.chars, &number, None) {
                report_fault(report, &words, Fault { message: format!("引用的{}", fault.message), ..fault });
            }
        }
    }
}

fn year(cx: &Context<'_>, report: &mut Report<'_>) {
    let (Some(number), Some(dated)) = (cx.number, cx.dated) else { return };
    let Some(found) = scan::citations(number.chars).first().copied() else { return };
    let written = scan::number(number.chars.get(found.open + 1..found.close).unwrap_or_default());
    let four = found.close - found.open == 5;
    if four && written.and_then(|y| i32::try_from(y).ok()).is_some_and(|y| y != dated.year()) {
        let message = format!("发文字号的年份与成文日期（{}）不是同一年，请核对。", dated.chinese());
        report.add(number.place(found.open + 1, found.close), message);
    }
}

fn blanks(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(number) = cx.number else { return };
    let odd = |c: char| c.is_whitespace() || matches!(c, '０'..='９');
    let Some(from) = number.chars.iter().position(|c| odd(*c)) else { return };
    let to = number.chars.iter().rposition(|c| odd(*c)).map_or(from, |i| i + 1);
    let part = number.chars.get(from..to).unwrap_or_default();
    let clean: String = part.iter().filter(|c| !c.is_whitespace()).map(|c| half(*c)).collect();
    report.fix(number.place(from, to), "发文字号中不留空格，数字用半角阿拉伯数字。", clean);
}

/// The half-width form of a full-width digit.
fn half(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}

fn missing(cx: &Context<'_>, report: &mut Report<'_>) {
    let marked = !cx.document.head.issuer_marks.is_empty();
    let numbered = matches!(cx.style.style.as_str(), "document" | "upward" | "letter" | "order");
    if marked && numbered && cx.number.is_none() {
        let place = Place::Head { key: "document_number", index: 0, range: Span { start: 0, end: 0 } };
        report.add(place, "有发文机关标志的公文应当有发文字号，印发前请补上。");
    }
}

/// 根据国办发〔2021〕5号《…》 should cite the title first.
fn order(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in cx.prose() {
        let words = line.words();
        for number in scan::citations(words.chars) {
            let after = number.end + 1;
            let after = if scan::stands(words.chars, after, "文件") { after + 2 } else { after };
            if scan::at(words.chars, after) == Some('《') {
                let place = words.place(code_start(words.chars, number.open), number.end + 1);
                report.add(place, "引用公文先引标题，再在圆括号内引发文字号：《……》（……号）。");
            }
        }
    }
}

/// 《…的通知》直党字〔2021〕25号 should have its number in brackets.
fn bare(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in cx.prose() {
        let words = line.words();
        for number in scan::citations(words.chars) {
            let from = code_start(words.chars, number.open);
            let behind_title = from.checked_sub(1).and_then(|i| scan::at(words.chars, i)) == Some('》');
            if behind_title && from < number.open {
                let text = words.part(from, number.end + 1).text();
                let message = "引用公文时，发文字号放在标题后的圆括号内。";
                report.fix(words.place(from, number.end + 1), message, format!("（{text}）"));
            }
        }
    }
}

/// Where the issuer code before the bracket starts: at most twelve Hanzi back, words that introduce it left out.
fn code_start(chars: &[char], open: usize) -> usize {
    let before = chars.get(..open).unwrap_or_default();
    let from = open - before.iter().rev().take(12).take_while(|c| scan::is_han(**c)).count();
    let words = [
        "根据", "按照", "依据", "遵照", "落实", "执行", "转发", "印发", "以及", "对照", "参照", "见", "和",
        "与", "经", "按", "以",
    ];
    let behind = |word: &&str| {
        let len = word.chars().count();
        let starts = (from..open.saturating_sub(len)).rev().find(|i| scan::stands(chars, *i, word));
        starts.map(|i| i + len)
    };
    words.iter().filter_map(behind).max().unwrap_or(from)
}
