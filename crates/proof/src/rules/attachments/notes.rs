//! 附件说明: the list of names below the text.

use super::super::Report;
use crate::context::{Context, Kind, Stretch, Zone};
use crate::scan::{self, Form, Ordinal};

/// A name and the number written before it; both count from the start of `words`.
struct Item<'a> {
    words: Stretch<'a>,
    ordinal: Option<Ordinal>,
    name: Stretch<'a>,
    typed_in_head: bool,
}

const LABELS: [&str; 4] = ["附件：", "附件:", "附：", "附:"];

/// The names in the head and in the text.
fn items<'a>(cx: &Context<'a>) -> Vec<Item<'a>> {
    let head = cx.field("attachments").map(|e| (e.trimmed(), true));
    let lines = cx.lines.iter().filter(|l| l.kind == Kind::AttachmentNote && l.zone == Zone::Main);
    let text = lines.map(|l| {
        let words = l.words();
        let label = LABELS.into_iter().find(|label| scan::stands(words.chars, 0, label));
        (words.part(label.map_or(0, |l| l.chars().count()), words.chars.len()).trimmed(), false)
    });
    head.chain(text)
        .filter(|(words, _)| !words.chars.is_empty())
        .map(|(words, typed_in_head)| {
            let ordinal = scan::ordinal(words.chars, 0);
            let name = words.part(ordinal.map_or(0, |o| o.end), words.chars.len());
            Item { words, ordinal, name, typed_in_head }
        })
        .collect()
}

pub(super) fn end(cx: &Context<'_>, report: &mut Report<'_>) {
    for item in items(cx) {
        let chars = item.name.chars;
        let kept = chars.len() - chars.iter().rev().take_while(|c| scan::is_stop(**c)).count();
        if kept > 0 && kept < chars.len() {
            report.fix(item.name.place(kept, chars.len()), "附件名称后不加标点。", "");
        }
    }
}

pub(super) fn book_marks(cx: &Context<'_>, report: &mut Report<'_>) {
    for item in items(cx) {
        let chars = item.name.chars;
        let inner = chars.strip_prefix(&['《']).and_then(|c| c.strip_suffix(&['》']));
        if let Some(inner) = inner.filter(|i| !i.contains(&'《')) {
            let text: String = inner.iter().collect();
            report.fix(item.name.whole(), "附件说明中的附件名称不加书名号。", text);
        }
    }
}

pub(super) fn numbers(cx: &Context<'_>, report: &mut Report<'_>) {
    let items = items(cx);
    for item in items.iter().filter(|i| i.typed_in_head) {
        if let Some(o) = item.ordinal {
            report.fix(item.words.place(0, o.end), "附件的顺序号排版时自动编排，这里只写名称。", "");
        }
    }
    let typed: Vec<&Item<'_>> = items.iter().filter(|i| !i.typed_in_head).collect();
    match typed.as_slice() {
        [] => {}
        [only] if items.len() == 1 => {
            if let Some(o) = only.ordinal {
                report.fix(only.words.place(0, o.end), "只有一个附件时不编顺序号。", "");
            }
        }
        several => {
            // A line without a number below one that has it goes on with that name.
            let none = several.iter().all(|i| i.ordinal.is_none());
            // Names that the head gives, too, are taken from there, and numbered there.
            let given =
                |i: &&&Item<'_>| items.iter().any(|o| o.typed_in_head && o.name.chars == i.name.chars);
            let none = none && !several.iter().all(|i| given(&i));
            if none && cx.document.main.attachment_notes.len() == several.len() {
                for (n, item) in (1u32..).zip(several) {
                    let message = "有多个附件时，用阿拉伯数字标注顺序号“1.”“2.”。";
                    report.fix(item.words.place(0, 0), message, format!("{n}. "));
                }
            }
        }
    }
}

pub(super) fn mark(cx: &Context<'_>, report: &mut Report<'_>) {
    for item in items(cx).iter().filter(|i| !i.typed_in_head) {
        let Some(o) = item.ordinal else { continue };
        let place = item.words.place(0, o.end);
        match (o.form, o.mark) {
            (Form::Digit, Some('.' | '．')) => {}
            (Form::Digit, _) => report.fix(place, "附件顺序号写作“1.”“2.”。", format!("{}. ", o.value)),
            (Form::Han | Form::HanBracket | Form::DigitBracket | Form::Circled | Form::Letter, _) => {
                report.fix(place, "附件顺序号用阿拉伯数字，写作“1.”“2.”。", format!("{}. ", o.value));
            }
            (Form::Clause(_), _) => {}
        }
    }
}

pub(super) fn label(cx: &Context<'_>, report: &mut Report<'_>) {
    let after_date = last_date(cx);
    for line in cx.lines.iter().filter(|l| l.zone == Zone::Main && l.number < after_date) {
        if !matches!(line.kind, Kind::AttachmentNote | Kind::Plain | Kind::AnnexLabel) {
            continue;
        }
        let words = line.words();
        if words.chars.first() != Some(&'附') {
            continue;
        }
        if let Some(label) = LABELS.into_iter().skip(1).find(|l| scan::stands(words.chars, 0, l)) {
            let message = "附件说明以“附件：”开头，用全角冒号。";
            report.fix(words.place(0, label.chars().count()), message, "附件：");
        }
        let rest = words.part(2, words.chars.len()).text();
        let rest = rest.trim_start_matches(['：', ':']).trim_end_matches('。').trim();
        let vague = matches!(rest, "如文" | "见文" | "如上") || is_copies(rest);
        if vague {
            report.add(words.whole(), "附件说明要写明每个附件的名称，不写“如文”或份数。");
        }
        if let Some(to) = numbered_label(words.chars) {
            let message = "附件说明写作“附件：1. ……”，顺序号放在冒号之后。";
            report.add(words.place(0, to), message);
        }
    }
}

/// 3份, 三份, ×份.
fn is_copies(text: &str) -> bool {
    text.strip_suffix('份').is_some_and(|n| {
        !n.is_empty() && n.chars().all(|c| c.is_ascii_digit() || "一二两三四五六七八九十×".contains(c))
    })
}

/// 附件1： with a name behind it.
fn numbered_label(chars: &[char]) -> Option<usize> {
    let from = scan::run_end(chars, 2, char::is_whitespace);
    let end = scan::run_end(chars, from, |c| c.is_ascii_digit());
    let colon = matches!(scan::at(chars, end), Some('：' | ':'));
    (scan::stands(chars, 0, "附件") && end > from && colon && chars.len() > end + 1).then_some(end + 1)
}

/// Number of the line with the date that ends the text; beyond every line when there is none.
fn last_date(cx: &Context<'_>) -> u32 {
    cx.lines.iter().rfind(|l| l.kind == Kind::Date && l.zone == Zone::Main).map_or(u32::MAX, |l| l.number)
}

pub(super) fn position(cx: &Context<'_>, report: &mut Report<'_>) {
    let date = last_date(cx);
    let late = cx.lines.iter().find(|l| l.zone == Zone::Main && l.number > date && is_note(l.words().chars));
    if let Some(line) = late {
        report.add(line.words().whole(), "附件说明放在正文之下、署名之上，不放在成文日期之后。");
    }
}

fn is_note(chars: &[char]) -> bool {
    LABELS.iter().any(|l| scan::stands(chars, 0, l))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_a_number_are_told_from_names() {
        let chars = |t: &str| t.chars().collect::<Vec<char>>();
        assert_eq!(numbered_label(&chars("附件1：名单")), Some(4));
        assert_eq!(numbered_label(&chars("附件1：")), None, "an annex label with a colon is another matter");
        assert!(is_copies("三份") && !is_copies("一份名单"));
    }
}
