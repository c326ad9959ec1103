//! Words around figures.

use super::figures;
use crate::context::Context;
use crate::rules::Report;
use crate::scan::{self, at};

/// Words for becoming less.
const LESS: [&str; 6] = ["减少", "降低", "下降", "缩小", "缩短", "减轻"];

/// Words before a figure that say it is not exact, and the words behind it that say so again.
const ABOUT: [(&str, &[&str]); 10] = [
    ("大约", &["左右", "上下"]),
    ("大概", &["左右", "上下"]),
    ("约", &["左右", "上下"]),
    ("超过", &["以上"]),
    ("至少", &["以上"]),
    ("不少于", &["以上"]),
    ("不低于", &["以上"]),
    ("不超过", &["以内", "以下"]),
    ("最多", &["以内", "以下"]),
    ("不多于", &["以内", "以下"]),
];

/// How far behind the figure the second word may stand, its unit being in between.
const UNIT: usize = 5;

/// NU-05: nothing falls by two times.
pub(super) fn fewer_times(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for word in LESS {
            for start in scan::find_all(line.chars, word) {
                let skip = scan::run_end(line.chars, start + 2, |c| matches!(c, '了' | '近' | '约'));
                let end = scan::run_end(line.chars, skip, |c| {
                    c.is_ascii_digit() || c == '.' || "一二三四五六七八九十两几数".contains(c)
                });
                if end > skip && at(line.chars, end) == Some('倍') {
                    report.add(line.place(start, end + 1), "减少、降低不说“倍”，应当用分数或百分数。");
                }
            }
        }
    }
}

/// NU-08: 约…左右, 超过…以上; 10几.
pub(super) fn about(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let chars = line.chars;
        for figure in figures(chars) {
            doubled_about(line, figure.start, figure.end, report);
            let tens = match figure.text(chars).as_str() {
                "10" => "十",
                "20" => "二十",
                "30" => "三十",
                "40" => "四十",
                "50" => "五十",
                _ => continue,
            };
            if figure.next(chars) == Some('几') {
                let right = format!("{tens}几");
                report.fix(
                    line.place(figure.start, figure.end + 1),
                    format!("概数用汉字，宜写作“{right}”。"),
                    right,
                );
            }
        }
    }
}

fn doubled_about(line: &crate::context::Line<'_>, start: usize, end: usize, report: &mut Report<'_>) {
    let chars = line.chars;
    let before = chars.get(..start).unwrap_or_default();
    let Some((word, tails)) = ABOUT.into_iter().find(|(word, _)| scan::ends(before, word)) else { return };
    let word_at = start - word.chars().count();
    // 公约、节约 and 预约 end in the same character.
    let longer = word == "约"
        && word_at.checked_sub(1).and_then(|i| at(chars, i)).is_some_and(|c| "公节预签合制违条".contains(c));
    if longer {
        return;
    }
    let stop = scan::run_end(chars, end, |c| scan::is_han(c) && c != '的' || c == '%').min(end + UNIT);
    for tail in tails {
        let place = (end..stop).find(|i| scan::stands(chars, *i, tail));
        if let Some(place) = place {
            report.fix(line.place(place, place + 2), format!("“{word}”与“{tail}”意思重复，去掉一个。"), "");
        }
    }
}

/// NU-09: ￥100元.
pub(super) fn money(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for figure in figures(line.chars) {
            let sign = figure.before(line.chars).is_some_and(|c| matches!(c, '￥' | '¥'));
            let unit = scan::run_end(line.chars, figure.end, |c| matches!(c, '万' | '亿'));
            if sign && at(line.chars, unit) == Some('元') {
                report.fix(
                    line.place(figure.start - 1, figure.start),
                    "货币符号与“元”重复，公文里写“元”。",
                    "",
                );
            }
        }
    }
}

/// NU-10: 百分之15.
pub(super) fn per_cent(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for figure in figures(line.chars) {
            let before = line.chars.get(..figure.start).unwrap_or_default();
            if scan::ends(before, "百分之") {
                let right = format!("{}%", figure.text(line.chars));
                report.fix(
                    line.place(figure.start - 3, figure.end),
                    format!("用阿拉伯数字时百分数写作“{right}”。"),
                    right,
                );
            }
        }
    }
}

/// NU-11: 二个.
pub(super) fn two(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for word in ["二个", "二名同志", "二家单位"] {
            for at_two in scan::find_all(line.chars, word) {
                let before = at_two.checked_sub(1).and_then(|i| at(line.chars, i));
                if before.is_none_or(|c| !"第十百千万零〇一二三四五六七八九之".contains(c)) {
                    report.fix(line.place(at_two, at_two + 1), "量词前用“两”。", "两");
                }
            }
        }
    }
}
