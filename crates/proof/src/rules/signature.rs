//! Rules about 署名 and 附注 (7.3.5, 7.3.6).

use document::{Page, Seal};

use super::{Report, Rule};
use crate::context::{Context, Kind, Line, Zone, is_proxy, squeezed};
use crate::scan;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "SI-01",
        severity: Severity::Error,
        name: "署名与发文机关",
        basis: "条例第九条（十三）",
        check: same_organ,
    },
    Rule {
        code: "SI-02",
        severity: Severity::Warning,
        name: "署名不单独成页",
        basis: "GB/T 9704 7.3.5.5",
        check: alone,
    },
    Rule {
        code: "SI-03",
        severity: Severity::Error,
        name: "署名和成文日期成对",
        basis: "条例第九条（十一）（十二）",
        check: pair,
    },
    Rule {
        code: "SI-04",
        severity: Severity::Warning,
        name: "缺署名和成文日期",
        basis: "条例第九条（十一）（十二）",
        check: missing,
    },
    Rule {
        code: "SI-05",
        severity: Severity::Warning,
        name: "联合行文的署名",
        basis: "GB/T 9704 7.3.5",
        check: joint,
    },
    Rule {
        code: "SI-06",
        severity: Severity::Error,
        name: "署名、日期前后两处",
        basis: "事理",
        check: twice,
    },
    Rule {
        code: "SI-07",
        severity: Severity::Error,
        name: "（代章）的括号",
        basis: "GB/T 15834",
        check: proxy,
    },
    Rule {
        code: "NT-01",
        severity: Severity::Error,
        name: "附注加圆括号",
        basis: "GB/T 9704 7.3.6",
        check: note,
    },
    Rule {
        code: "NT-02", severity: Severity::Hint, name: "请示的联系人", basis: "公文惯例", check: contact
    },
];

/// Styles in which organ and date stand below the text.
fn signed(cx: &Context<'_>) -> bool {
    cx.formal && matches!(cx.style.style.as_str(), "document" | "upward" | "letter")
}

fn same_organ(cx: &Context<'_>, report: &mut Report<'_>) {
    let [organ] = cx.issuers.as_slice() else { return };
    if !signed(cx) || cx.document.main.proxy_seal {
        return;
    }
    let name = squeezed(&organ.text());
    let title = squeezed(&cx.title.text());
    let Some((prefix, _)) = title.split_once("关于").filter(|(p, _)| !p.is_empty()) else {
        return marked_organ(cx, report, &name);
    };
    // 中国科学院党组 in the title and 中共中国科学院党组 below are one organ.
    let several = prefix.contains(['、', '，', '《']);
    let organ_like = cx.lexicon.structure.organs.iter().any(|o| prefix.ends_with(o.as_str()));
    if !several && organ_like && !name.contains(prefix) && !prefix.contains(&name) {
        let message = format!("署名“{name}”与标题中的发文机关“{prefix}”不一致。");
        report.add(organ.whole(), message);
    }
}

/// The mark names the organ when the title does not; marks such as 中国科学院厅局文件 are free.
fn marked_organ(cx: &Context<'_>, report: &mut Report<'_>, name: &str) {
    let [mark] = cx.document.head.issuer_marks.as_slice() else { return };
    let mark = squeezed(mark);
    let mark = mark.trim_end_matches("文件");
    let organ_like = cx.lexicon.structure.organs.iter().any(|o| mark.ends_with(o.as_str()));
    let generic = ["厅局", "部门"].iter().any(|w| mark.ends_with(w));
    if organ_like && !generic && !name.contains(mark) && !mark.contains(name) {
        let message = format!("署名“{name}”与发文机关标志“{mark}”不一致。");
        if let Some(organ) = cx.issuers.first() {
            report.add_as(Severity::Warning, organ.whole(), message);
        }
    }
}

fn alone(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in &cx.lines {
        if let Some(at) = scan::find(line.chars, line.from, "此页无正文") {
            let words = line.words();
            let whole = words.chars.len() <= 8;
            let message = "不用“此页无正文”：调整行距、字距，使署名与正文同处一页。";
            if whole {
                report.fix(words.whole(), message, "");
            } else {
                report.add(line.place(at, at + 5), message);
            }
        }
    }
    let Some(pages) = cx.pages else { return };
    for (number, page) in (1usize..).zip(&pages.pages) {
        if number > 1 && only_signature(page) {
            report.add(
                Place::Page { number },
                "这一页只有署名和成文日期，没有正文：请增删几个字，使两者同处一页。",
            );
        }
    }
}

fn only_signature(page: &Page) -> bool {
    use document::flow::Role;
    let mut signed = false;
    for mark in page.marks.iter().filter(|m| !m.text.trim().is_empty()) {
        match mark.role {
            Role::Signature => signed = true,
            Role::Note | Role::Imprint | Role::Furniture => {}
            Role::Body
            | Role::IssuerMark
            | Role::Head
            | Role::Title
            | Role::Addressees
            | Role::Heading1
            | Role::Heading2
            | Role::Heading3
            | Role::Heading4
            | Role::AttachmentNote
            | Role::Annex
            | Role::ContentsTitle
            | Role::Contents1
            | Role::Contents2
            | Role::Cell => return false,
        }
    }
    signed
}

fn field(key: &'static str) -> Place {
    Place::Head { key, index: 0, range: Span { start: 0, end: 0 } }
}

fn pair(cx: &Context<'_>, report: &mut Report<'_>) {
    if !signed(cx) {
        return;
    }
    let main = &cx.document.main;
    match (main.issuers.first(), main.dated) {
        (Some(organ), None) => {
            let message = format!("有署名“{organ}”而没有成文日期。");
            report.add(field("dated"), message);
        }
        // A chop stands for the signer; the organ's name is not set then.
        (None, Some(_)) if main.seal != Seal::Chop => {
            report.add(field("issuers"), "有成文日期而没有发文机关署名。");
        }
        (None, Some(_)) | (Some(_), Some(_)) | (None, None) => {}
    }
}

fn missing(cx: &Context<'_>, report: &mut Report<'_>) {
    let main = &cx.document.main;
    let numbered = cx.number.is_some() || !cx.document.head.issuer_marks.is_empty();
    if signed(cx) && numbered && main.issuers.is_empty() && main.dated.is_none() && main.seal != Seal::Chop {
        report.add(field("issuers"), "公文应当有发文机关署名和成文日期。");
    }
}

fn joint(cx: &Context<'_>, report: &mut Report<'_>) {
    let (marks, organs) = (cx.document.head.issuer_marks.len(), cx.issuers.len());
    if signed(cx) && marks > 1 && organs > 0 && marks != organs {
        let message = format!("联合行文：发文机关标志有{marks}个机关，署名有{organs}个，两者应当一一对应。");
        report.add(cx.issuers.first().map_or(Place::Whole, |o| o.whole()), message);
    }
}

/// Organ and date are in the head and once more, but otherwise, at the end of the text: one of them is wrong, or both
/// would be printed.
fn twice(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(dated) = cx.head.dated else { return };
    let filled =
        |l: &&Line<'_>| l.zone == Zone::Main && !matches!(l.kind, Kind::Blank | Kind::Imprint | Kind::Note);
    let main: Vec<&Line<'_>> = cx.lines.iter().filter(filled).collect();
    let tail = main.get(main.len().saturating_sub(4)..).unwrap_or_default();
    let whole = |l: &&&Line<'_>| {
        let words = l.words();
        scan::dates(words.chars).first().filter(|d| d.start == 0 && d.end == words.chars.len()).is_some()
    };
    let Some(line) = tail.iter().rfind(whole) else { return };
    let words = line.words();
    let date = scan::dates(words.chars).first().and_then(scan::Dated::date);
    if date != Some(dated) {
        let message = format!("文末的日期与公文要素中的成文日期（{}）不一致。", dated.chinese());
        report.add(words.whole(), message);
    } else if line.kind == Kind::Plain {
        report.fix(words.whole(), "成文日期在公文要素中已经填写，正文里再写会印两次。", "");
    }
    let above =
        tail.iter().rev().skip_while(|l| l.number >= line.number).find(|l| !is_proxy(&l.words().text()));
    let Some(organ) = above.map(|l| l.words()) else { return };
    let text = squeezed(&organ.text());
    let organ_like = cx.lexicon.structure.organs.iter().any(|o| text.ends_with(o.as_str()));
    let known = cx.head.issuers.is_empty() || cx.head.issuers.iter().any(|o| squeezed(o) == text);
    if organ_like && !known && text.chars().count() <= 40 {
        report.add(organ.whole(), "文末的署名与公文要素中的署名不一致。");
    }
}

fn proxy(cx: &Context<'_>, report: &mut Report<'_>) {
    for line in &cx.lines {
        let words = line.words();
        if words.chars.first() == Some(&'(') && is_proxy(&words.text()) {
            report.fix(words.whole(), "“（代章）”用全角括号。", "（代章）");
        }
    }
}

fn note(cx: &Context<'_>, report: &mut Report<'_>) {
    let lines = cx.lines.iter().filter(|l| l.kind == Kind::Note).map(Line::words);
    for words in cx.field("note").map(|n| n.trimmed()).chain(lines) {
        let half = words.chars.iter().any(|c| matches!(c, '(' | ')'));
        let opens = words.chars.iter().filter(|c| matches!(c, '(' | '（')).count();
        let closes = words.chars.iter().filter(|c| matches!(c, ')' | '）')).count();
        if opens != closes {
            report.add(words.whole(), "附注的括号不成对。");
        } else if half {
            let full: String = words.chars.iter().map(|c| if *c == '(' { '（' } else { *c }).collect();
            report.fix(words.whole(), "附注用全角圆括号括入。", full.replace(')', "）"));
        }
        if words.chars.iter().any(|c| matches!(c, '。' | '；')) && words.chars.len() < 20 {
            let at = words.chars.iter().position(|c| matches!(c, '。' | '；')).unwrap_or(0);
            report.add_as(Severity::Warning, words.place(at, at + 1), "附注内容简短，不用句号。");
        }
    }
}

fn contact(cx: &Context<'_>, report: &mut Report<'_>) {
    let asking = cx.kind.is_some_and(|k| k.name == "请示") && cx.formal && cx.number.is_some();
    let named = cx.document.main.note.as_deref().is_some_and(|n| n.contains("联系") || n.contains("电话"));
    let in_text = || cx.lines.iter().any(|l| scan::find(l.chars, l.from, "联系人").is_some());
    if asking && !named && !in_text() {
        report.add(field("note"), "请示一般在附注处注明联系人的姓名和电话。");
    }
}
