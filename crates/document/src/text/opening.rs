//! What stands above the text of a document pasted whole: 版头, title, addressees.

use super::names::{self, closed_up, labelled};
use super::notice::NoticeKind;
use super::{Line, Reading, TITLE, line};

/// Filled lines among which 发文字号 is looked for.
const HEAD_LINES: usize = 14;

/// Most organs of a joint mark.
const MOST_MARKS: usize = 10;

/// Longest mark, in characters.
const LONGEST_MARK: usize = 30;

/// Filled lines a title may be broken over.
const TITLE_LINES: usize = 4;

/// 文种 with which titles end.
const KINDS: [&str; 24] = [
    "决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "函", "纪要", "办法", "规定", "细则", "方案", "要点", "计划", "总结", "条例",
];

/// Takes 版头 off the front of the lines, if there is one.
pub(super) fn take_head(lines: &mut Vec<Line<'_>>, reading: &mut Reading) {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|i| lines.get(*i).is_some_and(|l| !l.text.is_empty()))
        .take(HEAD_LINES)
        .collect();
    let line_at = |i: usize| filled.get(i).and_then(|at| lines.get(*at)).copied();
    let last = (0..filled.len()).find(|i| {
        line_at(*i).is_some_and(|l| names::number_line(l.text).is_some() || issue(l.text).is_some())
    });
    let title = (0..filled.len()).find(|i| line_at(*i).is_some_and(|l| l.text.contains("关于")));
    let end = match (last, title) {
        (Some(last), Some(title)) => last.min(title),
        (Some(last), None) => last,
        // Without a number only a mark that says so itself is believed: …文件 above a title.
        (None, Some(1)) if line_at(0).is_some_and(|l| closed_up(l.text).ends_with("文件")) => 1,
        (None, _) => return,
    };
    // Between a title and its number stand only lines of the title.
    let gap =
        last.is_some_and(|last| (end..last).any(|i| line_at(i).is_none_or(|l| !line::may_be_title(l.text))));
    let above: Vec<Line<'_>> = (0..end).filter_map(line_at).collect();
    let marks = above.iter().filter(|l| matches!(element(l.text), Some(Element::Mark(_)))).count();
    if gap || marks > MOST_MARKS || above.iter().any(|l| element(l.text).is_none()) {
        return;
    }
    let number = last.and_then(line_at);
    if number.is_some_and(|l| issue(l.text).is_some()) && marks == 0 {
        return;
    }
    let below = last.and_then(|i| line_at(i + 1));
    for line in above {
        take(line, reading);
    }
    let taken = last.and_then(|i| filled.get(i)).copied();
    let start = filled.get(end).copied().unwrap_or(0);
    if let (Some(line), Some(at)) = (number, taken) {
        let extra = take_number(line, below, reading);
        let after = filled.iter().copied().filter(|i| *i > at).take(extra).last().unwrap_or(at);
        lines.drain(at..=after);
    }
    lines.drain(..start.min(lines.len()));
}

/// 发文字号 or 第N期 and what stands under it; how many filled lines below the number were taken too.
fn take_number(line: Line<'_>, below: Option<Line<'_>>, reading: &mut Reading) -> usize {
    if let Some((number, signatories)) = names::number_line(line.text) {
        reading.place("document_number", line.number);
        reading.parsed.head.document_number = Some(number);
        if !signatories.is_empty() {
            reading.place("signatories", line.number);
            reading.parsed.head.signatories = signatories;
        }
        return match below.map(|l| (l, element(l.text))) {
            Some((l, Some(Element::Signatories(_) | Element::Rule))) => {
                take(l, reading);
                1
            }
            _ => 0,
        };
    }
    reading.place("issue", line.number);
    reading.parsed.head.issue = issue(line.text).map(str::to_owned);
    let Some(below) = below else { return 0 };
    let Some((organ, day)) = names::organ_and_date(below.text) else { return 0 };
    let (Some(issuers), Some((date, _))) = (names::issuers(organ), names::date(day)) else { return 0 };
    reading.place("issuers", below.number);
    reading.place("dated", below.number);
    reading.parsed.issuers = issuers;
    reading.parsed.dated = Some(date);
    1
}

/// A line of 版头.
#[derive(Debug, PartialEq)]
enum Element {
    Copy(String),
    Marking(String),
    Secret(String),
    Urgency(String),
    Signatories(Vec<String>),
    Rule,
    Mark(String),
}

fn element(text: &str) -> Option<Element> {
    let tight = closed_up(text);
    let bare = labelled(&tight, "紧急程度").or_else(|| labelled(&tight, "密级")).unwrap_or(&tight);
    let bare = labelled(bare, "份号").unwrap_or(bare);
    if bare.len() == 6 && bare.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Element::Copy(bare.to_owned()));
    }
    if matches!(bare, "特急" | "加急" | "平急" | "特提") {
        return Some(Element::Urgency(bare.to_owned()));
    }
    if matches!(bare, "内部" | "工作秘密" | "内部资料" | "内部资料，注意保存") {
        return Some(Element::Marking(bare.to_owned()));
    }
    let grade = bare.split(['★', '☆', '*']).next().unwrap_or(bare);
    if matches!(grade, "绝密" | "机密" | "秘密") {
        return Some(Element::Secret(bare.to_owned()));
    }
    if let Some(names) = names::signatories(text) {
        return Some(Element::Signatories(names));
    }
    if line::is_rule(text) {
        return Some(Element::Rule);
    }
    let stops = ['。', '，', '；', '：', '、', '！', '？', '《', '|', '【', '“', ':', ';', ','];
    let mark = (2..=LONGEST_MARK).contains(&tight.chars().count())
        && tight.chars().all(|c| !c.is_ascii_digit())
        && !tight.contains(stops)
        && line::may_be_title(&tight)
        && !line::opens_regulation(&tight);
    mark.then_some(Element::Mark(tight))
}

fn take(line: Line<'_>, reading: &mut Reading) {
    let Some(element) = element(line.text) else { return };
    let at = line.number;
    match element {
        Element::Copy(text) => {
            reading.place("copy_number", at);
            reading.parsed.head.copy_number = Some(text);
        }
        Element::Marking(text) => {
            reading.place("marking", at);
            reading.parsed.head.marking = Some(text);
        }
        Element::Secret(text) => {
            reading.place("marking", at);
            reading.notices.add(at, NoticeKind::Secret);
            reading.parsed.head.marking = Some(text);
        }
        Element::Urgency(text) => {
            reading.place("urgency", at);
            reading.parsed.head.urgency = Some(text);
        }
        Element::Signatories(names) => {
            reading.place("signatories", at);
            reading.parsed.head.signatories.extend(names);
        }
        Element::Rule => reading.notices.add(at, NoticeKind::RuleLine { kept: false }),
        Element::Mark(text) => {
            reading.place("issuer_mark", at);
            let marks = &mut reading.parsed.head.issuer_marks;
            match marks.last_mut() {
                // A joint head may have 文件 on a line of its own.
                Some(last) if text == "文件" => last.push_str(&text),
                Some(_) | None => marks.push(text),
            }
        }
    }
}

/// 第3期, （第3期）, 第3期（总第12期）.
fn issue(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches(['（', '(']).strip_prefix('第')?;
    let digits =
        inner.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百".contains(*c)).count();
    let short = text.chars().count() <= 20 && !text.contains(['，', '。']);
    let rest: String = inner.chars().skip(digits).collect();
    (digits > 0 && short && rest.trim_start().starts_with('期')).then_some(text)
}

/// Whether a line alone may be the number of a bulletin's issue.
pub(super) fn is_issue(text: &str) -> bool {
    issue(text).is_some()
}

/// Whether a line alone may be a mark above a title: …文件.
pub(super) fn is_mark(text: &str) -> bool {
    closed_up(text).ends_with("文件") && matches!(element(text), Some(Element::Mark(_)))
}

/// Takes the title, which may be broken over several lines.
pub(super) fn take_title(lines: &mut Vec<Line<'_>>, reading: &mut Reading) {
    let filled: Vec<(usize, Line<'_>)> =
        lines.iter().copied().enumerate().filter(|(_, l)| !l.text.is_empty()).take(TITLE_LINES + 1).collect();
    let Some((first_at, first)) = filled.first().copied() else { return };
    if let Some(title) = first.text.strip_prefix(TITLE) {
        reading.place("title", first.number);
        reading.parsed.title = Some(closed_up(title));
        lines.drain(..=first_at);
        return;
    }
    if !line::may_be_title(first.text) || filled.len() < 2 {
        return;
    }
    let mut title = closed_up(first.text);
    let mut end = first_at;
    if !is_whole_title(&title) {
        let mut longer = title.clone();
        for (at, next) in filled.iter().skip(1).take(TITLE_LINES - 1) {
            if !line::may_be_title(next.text) || names::addressees(next.text).is_some() {
                break;
            }
            longer.push_str(&closed_up(next.text));
            if is_whole_title(&longer) {
                (title, end) = (longer, *at);
                break;
            }
        }
    }
    reading.place("title", first.number);
    reading.parsed.title = Some(title);
    lines.drain(..=end);
}

/// Drops the first lines when together they repeat what is known; blanks and the width of brackets do not matter.
pub(super) fn drop_repeated(lines: &mut Vec<Line<'_>>, known: &str) {
    let known = names::plain(known);
    if known.is_empty() {
        return;
    }
    let mut read = String::new();
    let filled = lines.iter().enumerate().filter(|(_, l)| !l.text.is_empty()).take(TITLE_LINES);
    let mut end = None;
    for (at, line) in filled {
        read.push_str(&names::plain(line.text));
        if read == known {
            end = Some(at);
        }
        if !known.starts_with(&read) {
            break;
        }
    }
    if let Some(end) = end {
        lines.drain(..=end);
    }
}

/// 关于…的通知 and the like, with a bracket behind the 文种 or without.
fn is_whole_title(title: &str) -> bool {
    let words = match title.strip_suffix(['）', ')']) {
        Some(inner) => inner.rsplit_once(['（', '(']).map_or(title, |(before, _)| before),
        None => title,
    };
    words.contains("关于") && KINDS.iter().any(|k| words.ends_with(k))
}

/// Takes the line of addressees that follows the title.
pub(super) fn take_addressees(lines: &mut Vec<Line<'_>>, reading: &mut Reading) {
    let Some((at, first)) = lines.iter().copied().enumerate().find(|(_, l)| !l.text.is_empty()) else {
        return;
    };
    if let Some(names) = names::addressees(first.text) {
        reading.place("addressees", first.number);
        reading.parsed.addressees = names;
        lines.drain(..=at);
    }
}
