//! Rules about what each 文种 may say.

use super::{Report, Rule};
use crate::context::{Context, Line};
use crate::lexicon::Direction;
use crate::scan;
use crate::words::Words;
use crate::{Place, Severity, Span};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "KI-01",
        severity: Severity::Error,
        name: "报告不夹带请示",
        basis: "条例第十五条（四）",
        check: request_in_report,
    },
    Rule {
        code: "KI-02",
        severity: Severity::Warning,
        name: "请示一文一事",
        basis: "条例第十五条（四）",
        check: one_matter,
    },
    Rule {
        code: "KI-03",
        severity: Severity::Warning,
        name: "函的语气",
        basis: "公文惯例",
        check: command_in_letter,
    },
    Rule {
        code: "KI-04",
        severity: Severity::Warning,
        name: "结语与文种",
        basis: "公文惯例",
        check: closing,
    },
    Rule {
        code: "KI-05",
        severity: Severity::Error,
        name: "文种与格式",
        basis: "GB/T 9704 10",
        check: style,
    },
    Rule {
        code: "KI-06",
        severity: Severity::Warning,
        name: "称谓与行文方向",
        basis: "公文惯例",
        check: salutation,
    },
    Rule {
        code: "KI-07",
        severity: Severity::Warning,
        name: "请示的请求语",
        basis: "公文惯例",
        check: request_missing,
    },
    Rule {
        code: "KI-08", severity: Severity::Hint, name: "批复引述来文", basis: "公文惯例", check: reply
    },
    Rule {
        code: "KI-09",
        severity: Severity::Hint,
        name: "印发、转发的文件",
        basis: "事理",
        check: passed_on,
    },
    Rule {
        code: "KI-10",
        severity: Severity::Hint,
        name: "内设机构对外行文",
        basis: "条例第十七条",
        check: inner,
    },
    Rule {
        code: "KI-11", severity: Severity::Warning, name: "自称与文种", basis: "事理", check: self_name
    },
    Rule {
        code: "KI-12",
        severity: Severity::Warning,
        name: "印发文件的名称一致",
        basis: "事理",
        check: issued_name,
    },
];

fn is(cx: &Context<'_>, kind: &str) -> bool {
    cx.kind.is_some_and(|k| k.name == kind)
}

/// Where one of the phrases stands in the main text, the longest at each place.
fn phrases<'c, 'a>(cx: &'c Context<'a>, phrases: &'c [String]) -> Vec<(&'c Line<'a>, usize, &'c str)> {
    let words = Words::new(phrases.iter().map(|p| (p.as_str(), p.as_str())));
    let found =
        |line: &'c Line<'a>| words.find(line.chars).into_iter().map(move |h| (line, h.start, h.value));
    cx.main().flat_map(found).collect()
}

fn request_in_report(cx: &Context<'_>, report: &mut Report<'_>) {
    if !is(cx, "报告") {
        return;
    }
    for (line, at, phrase) in phrases(cx, &cx.lexicon.structure.requests) {
        let message = format!("报告中不得夹带请示事项：请删去“{phrase}”，需要答复的另用请示。");
        report.add(line.place(at, at + phrase.chars().count()), message);
    }
}

fn one_matter(cx: &Context<'_>, report: &mut Report<'_>) {
    if !is(cx, "请示") {
        return;
    }
    let mut last_line = None;
    for (line, at, phrase) in phrases(cx, &cx.lexicon.structure.request_closings) {
        if last_line.is_some_and(|n| n != line.number) {
            let message = "请示应当一文一事，请求语只在文末出现一次；有几件事的请分别请示。";
            report.add(line.place(at, at + phrase.chars().count()), message);
        }
        last_line = Some(line.number);
    }
}

fn command_in_letter(cx: &Context<'_>, report: &mut Report<'_>) {
    if !is(cx, "函") || !cx.formal {
        return;
    }
    let words = &cx.lexicon.structure;
    // 你单位 speaks downwards: supervision writes letters to subordinates too.
    let speaks_down = !phrases(cx, &words.downward_salutations).is_empty();
    let respectful = !phrases(cx, &words.respectful_salutations).is_empty();
    if speaks_down && !respectful {
        return;
    }
    let severity = if respectful { Severity::Warning } else { Severity::Hint };
    for (line, at, phrase) in phrases(cx, &words.commands) {
        let message = format!("函用于不相隶属机关之间，语气宜平和，“{phrase}”可改为“请”“请予”。");
        report.add_as(severity, line.place(at, at + phrase.chars().count()), message);
    }
}

/// The last lines of the main text: the closing stands in one of them, the contact may follow.
fn tail<'c, 'a>(cx: &'c Context<'a>) -> Vec<&'c Line<'a>> {
    let lines: Vec<&Line<'_>> = cx.main().collect();
    lines.into_iter().rev().take(3).collect()
}

fn closing(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(kind) = cx.kind.filter(|k| !k.closings.is_empty()) else { return };
    for line in tail(cx) {
        let words = line.words();
        let sentence_from = last_sentence(words.chars);
        let sentence = words.part(sentence_from, words.chars.len());
        let text = sentence.text();
        let text = text.trim_end_matches(['。', '！', '？', '.', '；']);
        if kind.closings.iter().any(|c| c == text) {
            continue;
        }
        let others = cx.lexicon.kinds.iter().filter(|k| k.closings.iter().any(|c| c == text));
        // What a report must not ask for is another rule's matter.
        let asked =
            kind.name == "报告" && cx.lexicon.structure.requests.iter().any(|r| text.contains(r.as_str()));
        let names: Vec<&str> = others.map(|k| k.name.as_str()).collect();
        if !names.is_empty() && !asked {
            let usual = kind.closings.first().map_or("", String::as_str);
            let message = format!("“{text}”是{}的结语，{}一般用“{usual}。”。", names.join("、"), kind.name);
            report.add(sentence.whole(), message);
        }
    }
}

/// Where the last sentence starts.
fn last_sentence(chars: &[char]) -> usize {
    let inner = chars.len().saturating_sub(1);
    chars.iter().take(inner).rposition(|c| matches!(c, '。' | '！' | '？' | '；')).map_or(0, |i| i + 1)
}

fn style(cx: &Context<'_>, report: &mut Report<'_>) {
    let style = cx.style.style.as_str();
    if let Some(kind) = cx.kind.filter(|k| k.not_in.iter().any(|s| s == style)) {
        let place = Place::Head { key: "style", index: 0, range: Span { start: 0, end: 0 } };
        report.add(place, format!("{}不用{}。", kind.name, cx.style.name));
    }
}

fn salutation(cx: &Context<'_>, report: &mut Report<'_>) {
    let words = &cx.lexicon.structure;
    let (wrong, message) = match cx.direction {
        Some(Direction::Upward) => (&words.downward_salutations, "对上级机关不称"),
        Some(Direction::Downward) => (&words.respectful_salutations, "对下级机关一般称“你单位”，不称"),
        Some(Direction::Lateral | Direction::Any) | None => return,
    };
    for (line, at, phrase) in phrases(cx, wrong) {
        // 你委托, 贵办事处 and the like begin with the same characters by chance.
        let next = scan::at(line.chars, at + phrase.chars().count());
        if !matches!(next, Some('托' | '长' | '属')) {
            report.add(line.place(at, at + phrase.chars().count()), format!("{message}“{phrase}”。"));
        }
    }
}

fn request_missing(cx: &Context<'_>, report: &mut Report<'_>) {
    let written = cx.main().count() >= 2;
    if is(cx, "请示") && cx.formal && written && phrases(cx, &cx.lexicon.structure.requests).is_empty() {
        let last = cx.main().last().map(Line::words);
        let place = last.map_or(Place::Whole, |w| w.place(w.chars.len(), w.chars.len()));
        report.add(place, "请示的结尾应当写明请求，如“妥否，请批示。”。");
    }
}

fn reply(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(first) = cx.main().next() else { return };
    let words = ["收悉", "来文", "请示", "报来"];
    let cites = cx.main().take(3).any(|l| words.iter().any(|w| scan::find(l.chars, 0, w).is_some()));
    if is(cx, "批复") && cx.formal && !cites {
        let message = "批复开头先引述来文的标题和文号，如“你单位《关于……的请示》（……号）收悉。”。";
        report.add(first.words().whole(), message);
    }
}

fn passed_on(cx: &Context<'_>, report: &mut Report<'_>) {
    let main = &cx.document.main;
    let announces =
        ["关于印发《", "关于转发《", "关于批转《"].iter().find_map(|w| scan::find(&cx.title.chars, 0, w));
    let alone = main.annexes.is_empty() && main.attachment_notes.is_empty();
    // A pasted text may go on with what is issued without saying so.
    let short = cx.main().count() <= 4;
    if let (Some(at), true, true, true) = (announces, alone, short, is(cx, "通知") && cx.formal) {
        let message =
            "标题说印发（转发）文件，正文后面却没有：请在文后另起一行写“【印发】”，下面接所印发的文件。";
        report.add(cx.title.place(at, at + 4), message);
    }
}

/// The text issues the document that the title names, and by the same name.
fn issued_name(cx: &Context<'_>, report: &mut Report<'_>) {
    let verbs = ["关于印发《", "关于转发《", "关于批转《", "关于公布《", "关于发布《"];
    let opened = verbs.iter().find_map(|w| Some(scan::find(&cx.title.chars, 0, w)? + w.chars().count()));
    let Some(title) = opened.and_then(|from| book(&cx.title.chars, from)) else { return };
    let plain =
        |chars: &[char]| -> Vec<char> { chars.iter().copied().filter(|c| !c.is_whitespace()).collect() };
    let title = plain(title);
    for line in cx.main() {
        for open in scan::find_all(line.chars, "《") {
            let Some(name) = book(line.chars, open + 1) else { continue };
            let end = open + 1 + name.len();
            let sentence = scan::run_end(line.chars, end, |c| !matches!(c, '。' | '；'));
            let rest = line.chars.get(end..sentence).unwrap_or_default();
            let issues =
                ["印发", "转发", "批转", "公布", "发布"].iter().any(|w| scan::find(rest, 0, w).is_some());
            if issues && plain(name) != title && is_like(&plain(name), &title) {
                let (name, title): (String, String) = (name.iter().collect(), title.iter().collect());
                let message = format!("标题中是《{title}》，正文中是《{name}》，名称不一致，请核对。");
                report.add(line.place(open, end + 1), message);
            }
        }
    }
}

/// The name between book marks that opens at `from`.
fn book(chars: &[char], from: usize) -> Option<&[char]> {
    let end = scan::run_end(chars, from, |c| c != '》');
    chars.get(from..end).filter(|name| !name.is_empty() && end < chars.len())
}

/// Whether two names mean one document: more than half of the longer one stands at both ends of the other.
fn is_like(a: &[char], b: &[char]) -> bool {
    let same = |a: &mut dyn Iterator<Item = &char>, b: &mut dyn Iterator<Item = &char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let front = same(&mut a.iter(), &mut b.iter());
    let back = same(&mut a.iter().rev(), &mut b.iter().rev());
    (front + back) * 2 > a.len().max(b.len())
}

fn inner(cx: &Context<'_>, report: &mut Report<'_>) {
    let words = &cx.lexicon.structure;
    let marked = !cx.document.head.issuer_marks.is_empty();
    for organ in &cx.issuers {
        let inner = words.inner.iter().any(|w| scan::ends(organ.chars, w));
        let known = words.not_inner.iter().any(|w| scan::ends(organ.chars, w));
        if marked && inner && !known {
            let message = "部门内设机构除办公厅（室）外，不得对外正式行文。";
            report.add(organ.whole(), message);
        }
    }
}

/// 本报告 in a notice, 本通知 in a report: the text was taken from a document of another kind.
fn self_name(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(kind) = cx.kind.filter(|_| cx.formal) else { return };
    for line in cx.main() {
        for at in scan::find_all(line.chars, "本") {
            let named = cx.lexicon.kinds.iter().find(|k| {
                let same_end = kind.endings.iter().chain([&kind.name]).any(|e| e.ends_with(k.name.as_str()));
                !same_end && k.name.chars().count() > 1 && scan::stands(line.chars, at + 1, &k.name)
            });
            let from_before =
                at > line.from && scan::at(line.chars, at - 1).is_some_and(|c| "基原文样版根".contains(c));
            if let (Some(other), false, false) = (named, from_before, other_sense(line.chars, at)) {
                let end = at + 1 + other.name.chars().count();
                let message = format!("本文是{}，这里却自称“本{}”，请核对。", kind.name, other.name);
                report.add(line.place(at, end), message);
            }
        }
    }
}

/// 本意见 may be an opinion the document encloses, 本决定 a decision it cites by a defined name.
fn other_sense(chars: &[char], at: usize) -> bool {
    ["意见", "决定", "命令", "报告期", "报告年", "公报"].iter().any(|w| scan::stands(chars, at + 1, w))
}
