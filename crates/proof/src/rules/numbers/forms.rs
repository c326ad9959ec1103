//! How figures are written: ranges, decimals, thousands, units.

use super::{Figure, figures};
use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};
use crate::words::Words;

/// Units of counting and money: what stands before them is an amount, not a code or a telephone number.
const COUNTED: &str = "元万人个项篇次吨户家件名份条平公";

/// NU-01: 10-20%, 5～10万元: what is left out of the first figure changes its value.
pub(super) fn ranges(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        let chars = line.chars;
        let all = figures(chars);
        for (left, right) in all.iter().zip(all.iter().skip(1)) {
            let sign = at(chars, left.end).filter(|c| matches!(c, '-' | '~' | '～' | '—' | '–' | '－'));
            let Some(sign) = sign.filter(|_| right.start == left.end + 1) else { continue };
            let unit = right.next(chars).filter(|c| matches!(c, '%' | '％' | '‰' | '万' | '亿'));
            let code = left.before(chars).is_some_and(|c| matches!(c, '-' | '.' | '/' | '—' | '～'));
            let Some(unit) = unit.filter(|_| !code) else { continue };
            let unit = if unit == '％' { '%' } else { unit };
            let sign = if sign == '—' { '—' } else { '～' };
            report.fix(
                line.place(left.end, left.end + 1),
                format!(
                    "范围的两个数值都要写“{unit}”，即“{}{unit}{sign}{}{unit}”。",
                    left.text(chars),
                    right.text(chars)
                ),
                format!("{unit}{sign}"),
            );
        }
    }
}

/// NU-02: .5 without its zero; 12,000 and 30000 in one text.
pub(super) fn one_style(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for (i, _) in line.chars.iter().enumerate().filter(|(_, c)| **c == '.') {
            let digit = |c: char| c.is_ascii_digit();
            let open = i
                .checked_sub(1)
                .and_then(|i| at(line.chars, i))
                .is_none_or(|c| scan::is_han(c) || matches!(c, '，' | '。' | '（' | '、' | '～' | ' '));
            if open && at(line.chars, i + 1).is_some_and(digit) {
                report.fix(line.place(i, i + 1), "纯小数要写出小数点前的“0”。", "0.");
            }
        }
    }
    let mut parted = false;
    let mut plain: Vec<(&Line<'_>, Figure)> = Vec::new();
    for line in context.prose() {
        for figure in figures(line.chars) {
            let text = figure.text(line.chars);
            let whole = text.split('.').next().unwrap_or_default();
            parted |= is_parted(whole);
            let long = whole.len() >= 5 && whole.len() <= 9 && whole.bytes().all(|b| b.is_ascii_digit());
            if long && figure.next(line.chars).is_some_and(|c| COUNTED.contains(c)) {
                plain.push((line, figure));
            }
        }
    }
    for (line, figure) in plain.into_iter().filter(|_| parted) {
        let text = figure.text(line.chars);
        report.fix(
            line.place(figure.start, figure.end),
            "同一文件里千分位的写法应当一致。",
            with_commas(&text),
        );
    }
}

/// 12,000 and 1,234,567.
fn is_parted(whole: &str) -> bool {
    let mut parts = whole.split(',');
    let first = parts.next().unwrap_or_default();
    let mut more = parts.peekable();
    more.peek().is_some() && (1..=3).contains(&first.len()) && more.all(|p| p.len() == 3)
}

fn with_commas(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(w, r)| (w, Some(r)));
    let count = whole.len();
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (count - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

/// NU-04: units that are not legal.
pub(super) fn units(context: &Context<'_>, report: &mut Report<'_>) {
    let text = &context.lexicon.text;
    let words = Words::new(text.units.iter().map(|(wrong, right)| (wrong.as_str(), right.as_str())));
    for line in context.prose() {
        for hit in words.find(line.chars) {
            let before = hit.start.checked_sub(1).and_then(|i| at(line.chars, i));
            let counted =
                before.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万亿余多".contains(c));
            if counted {
                report.fix(
                    line.place(hit.start, hit.end),
                    format!("应使用法定计量单位“{}”。", hit.value),
                    hit.value,
                );
            }
        }
    }
}

/// NU-06: 300000元 reads more easily as 30万元.
pub(super) fn round_figures(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for figure in figures(line.chars) {
            let text = figure.text(line.chars).replace(',', "");
            let counted = figure.next(line.chars).is_some_and(|c| "元人吨户".contains(c));
            let Some(value) =
                text.strip_suffix("0000").filter(|v| counted && !v.is_empty() && !v.contains('.'))
            else {
                continue;
            };
            let right = match value.strip_suffix("0000").filter(|v| !v.is_empty()) {
                Some(more) => format!("{more}亿"),
                None => format!("{value}万"),
            };
            report.fix(
                line.place(figure.start, figure.end),
                format!("整万、整亿的数可写作“{right}”。"),
                right,
            );
        }
    }
}

/// NU-07: 5千, 3百: only 万 and 亿 go with Arabic digits.
pub(super) fn half_han(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.prose() {
        for figure in figures(line.chars) {
            let zeros = match figure.next(line.chars) {
                Some('千') => "000",
                Some('百') => "00",
                _ => continue,
            };
            let unit = at(line.chars, figure.end + 1);
            let compound =
                unit.is_some_and(|c| "瓦克米伏卡帕焦赫安欧字分万亿".contains(c) || c.is_ascii_digit());
            let text = figure.text(line.chars);
            if !compound && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) {
                let right = format!("{text}{zeros}");
                report.fix(
                    line.place(figure.start, figure.end + 1),
                    format!("阿拉伯数字只与“万、亿”连用，宜写作“{right}”。"),
                    right,
                );
            }
        }
    }
}
