//! 附件 pages and how text, list and pages agree.

use document::Annex;

use super::super::Report;
use crate::context::{Context, Kind, Line, Zone, squeezed};
use crate::scan;
use crate::{Place, Severity};

/// Annexes that are no issued texts.
fn annexes<'a>(cx: &Context<'a>) -> Vec<&'a Annex> {
    cx.document.main.annexes.iter().filter(|a| !a.issued).collect()
}

/// The lines 附件1, without 【印发】.
fn labels<'c, 'a>(cx: &'c Context<'a>) -> Vec<&'c Line<'a>> {
    let label = |l: &&Line<'_>| l.kind == Kind::AnnexLabel && scan::stands(l.chars, l.from, "附件");
    cx.lines.iter().filter(label).collect()
}

pub(super) fn agree(cx: &Context<'_>, report: &mut Report<'_>) {
    let (notes, annexes) = (&cx.document.main.attachment_notes, annexes(cx));
    if annexes.is_empty() || !cx.formal {
        return;
    }
    let first_label = || labels(cx).first().map_or(Place::Whole, |l| l.words().whole());
    if notes.is_empty() {
        report.add(first_label(), "后面有附件，正文之下却没有附件说明“附件：……”。");
        return;
    }
    if notes.len() != annexes.len() {
        let message = format!("附件说明列了{}项，后面的附件有{}个。", notes.len(), annexes.len());
        report.add(first_label(), message);
        return;
    }
    for (i, (note, annex)) in notes.iter().zip(annexes).enumerate() {
        let plain = |t: &str| squeezed(t.trim().trim_start_matches('《').trim_end_matches('》'));
        // 某局关于…的报告 in the list and 关于…的报告 on the page, where the organ signs, are one document.
        let (listed, titled) = (plain(note), plain(&annex.title));
        if !titled.is_empty() && !listed.contains(&titled) && !titled.contains(&listed) {
            let place = cx.attachments.get(i).map_or(Place::Whole, |a| a.whole());
            let message = format!("附件说明与附件标题不一致：附件的标题是“{}”。", annex.title);
            report.add(place, message);
        }
    }
}

pub(super) fn mentioned(cx: &Context<'_>, report: &mut Report<'_>) {
    let count = cx.document.main.attachment_notes.len().max(annexes(cx).len());
    let mut any = false;
    for line in cx.main() {
        let words = line.words();
        for at in scan::find_all(words.chars, "附件") {
            any = true;
            let end = scan::run_end(words.chars, at + 2, |c| c.is_ascii_digit());
            let number = scan::number(words.chars.get(at + 2..end).unwrap_or_default());
            let seen = at.checked_sub(1).and_then(|i| scan::at(words.chars, i)) == Some('见');
            let wanted = number.and_then(|n| usize::try_from(n).ok());
            let missing = wanted.is_some_and(|n| n > count) || (count == 0 && seen);
            let of_another = at.checked_sub(1).and_then(|i| scan::at(words.chars, i)) == Some('》');
            if missing && !of_another {
                let message = if count == 0 {
                    "文中提到附件，文后却没有附件。".to_owned()
                } else {
                    format!("文中提到附件{}，文后只有{count}个附件。", wanted.unwrap_or_default())
                };
                report.add(words.place(at, end), message);
            }
        }
        any = any
            || ["附后", "附表", "清单", "所附", "随文", "另附"]
                .iter()
                .any(|w| scan::find(words.chars, 0, w).is_some());
    }
    // A text or title that speaks of the thing itself says enough.
    any = any || cx.attachments.iter().any(|a| spoken_of(cx, a.chars));
    let listed = !cx.document.main.attachment_notes.is_empty();
    if let (true, false, true, Some(first)) = (listed, any, cx.formal, cx.attachments.first()) {
        report.add_as(Severity::Hint, first.whole(), "正文里没有提到附件，可在相应处注“（见附件）”。");
    }
}

/// Whether the title or the text has the beginning or the end of an attachment's name.
fn spoken_of(cx: &Context<'_>, name: &[char]) -> bool {
    const KEY: usize = 6;
    let parts = [name.get(..KEY), name.len().checked_sub(KEY).and_then(|from| name.get(from..))];
    let known = |chars: &[char]| parts.iter().flatten().any(|key| chars.windows(KEY).any(|w| w == *key));
    known(&cx.title.chars) || cx.main().any(|line| known(line.chars))
}

pub(super) fn label(cx: &Context<'_>, report: &mut Report<'_>) {
    let labels = labels(cx);
    for line in &labels {
        let words = line.words();
        let rest: String = words.text().chars().skip(2).filter(|c| !c.is_whitespace()).collect();
        let number = rest.trim_end_matches(['：', ':']);
        let digits: Vec<char> = number.chars().collect();
        let value = scan::number(&digits).or_else(|| scan::han_number(&digits));
        let single = labels.len() == 1;
        let right = match value {
            Some(_) if single => "附件".to_owned(),
            Some(value) => format!("附件{value}"),
            None => "附件".to_owned(),
        };
        if words.text() == right {
            if value.is_none() && !single {
                report.add(words.whole(), "有多个附件时，附件页写“附件1”“附件2”。");
            }
            continue;
        }
        let message = if single && value.is_some() {
            "只有一个附件时，附件页只写“附件”二字，不编顺序号，不加冒号。".to_owned()
        } else {
            format!("附件页的标识写作“{right}”，顺序号用阿拉伯数字，中间不空格，后面不加冒号。")
        };
        report.fix(words.whole(), message, right);
    }
    joined(cx, report);
}

/// 附件1：名单 on one line where an annex starts.
fn joined(cx: &Context<'_>, report: &mut Report<'_>) {
    let date = cx.lines.iter().rfind(|l| l.kind == Kind::Date && l.zone == Zone::Main).map(|l| l.number);
    for line in &cx.lines {
        let behind = line.zone != Zone::Main || date.is_some_and(|d| line.number > d);
        let from = scan::run_end(line.chars, line.from + 2, char::is_whitespace);
        let end = scan::run_end(line.chars, from, |c| c.is_ascii_digit());
        let colon = matches!(scan::at(line.chars, end), Some('：' | ':'));
        let named = scan::stands(line.chars, line.from, "附件") && end > from && colon && line.to > end + 1;
        if behind && named && line.kind != Kind::Table {
            let message = "“附件”二字和顺序号独占一行，不加冒号；附件标题另起，居中。";
            report.add(line.place(line.from, end + 1), message);
        }
    }
}

pub(super) fn order(cx: &Context<'_>, report: &mut Report<'_>) {
    let labels = labels(cx);
    if labels.len() < 2 {
        return;
    }
    for (expected, line) in (1u32..).zip(&labels) {
        let text = line.words().text();
        let number: Vec<char> =
            text.chars().skip(2).filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':')).collect();
        let value = scan::number(&number).or_else(|| scan::han_number(&number));
        if value.is_some_and(|v| v != expected) {
            let message = format!("附件的顺序号应当连续，这里应是“附件{expected}”。");
            report.fix(line.words().whole(), message, format!("附件{expected}"));
        }
    }
}
