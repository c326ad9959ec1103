//! NU-16: telephone numbers, postcodes and identity numbers with too few or too many digits.

use crate::context::{Context, Line};
use crate::rules::Report;
use crate::scan::{self, at};

/// What a number behind a label must look like.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// A mobile telephone.
    Mobile,
    /// Any telephone.
    Telephone,
    /// A postcode.
    Postcode,
    /// An identity number.
    Identity,
}

/// Labels, longer ones first.
const LABELS: [(&str, Shape); 8] = [
    ("手机", Shape::Mobile),
    ("移动电话", Shape::Mobile),
    ("电话", Shape::Telephone),
    ("联系方式", Shape::Telephone),
    ("传真", Shape::Telephone),
    ("邮编", Shape::Postcode),
    ("邮政编码", Shape::Postcode),
    ("身份证", Shape::Identity),
];

/// NU-16.
pub(super) fn lengths(context: &Context<'_>, report: &mut Report<'_>) {
    for line in context.lines.iter().filter(|l| l.chars.len() <= crate::context::LONGEST_LINE) {
        for (label, shape) in LABELS {
            for start in scan::find_all(line.chars, label) {
                behind(line, start + label.chars().count(), shape, report);
            }
        }
    }
}

/// Looks at the numbers behind a label: one, or several with 、 between them.
fn behind(line: &Line<'_>, from: usize, shape: Shape, report: &mut Report<'_>) {
    let chars = line.chars;
    let words = scan::run_end(chars, from, |c| "号码为是是：:，人及）) ".contains(c));
    let mut start = words;
    loop {
        let end = scan::run_end(chars, start, |c| c.is_ascii_alphanumeric() || is_joint(c));
        let number: Vec<char> = chars.get(start..end).unwrap_or_default().to_vec();
        let digits: String = number.iter().filter(|c| c.is_ascii_digit()).collect();
        if digits.is_empty() {
            return;
        }
        if let Some(message) = wrong(shape, &number, &digits) {
            let trimmed = number.iter().rposition(|c| !is_joint(*c)).map_or(end, |i| start + i + 1);
            report.add(line.place(start, trimmed), message);
        }
        if !matches!(at(chars, end), Some('、' | '，' | '/')) {
            return;
        }
        start = end + 1;
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '－' | '—' | '–' | ' ')
}

fn wrong(shape: Shape, number: &[char], digits: &str) -> Option<String> {
    let count = digits.len();
    let is_mobile =
        digits.starts_with('1') && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c));
    match shape {
        Shape::Postcode => (count != 6).then(|| format!("邮政编码是6位，这里有{count}位，请核对。")),
        Shape::Identity => {
            let count = count + usize::from(number.last().is_some_and(|c| matches!(c, 'X' | 'x')));
            (!matches!(count, 15 | 18)).then(|| format!("居民身份证号码是18位，这里有{count}位，请核对。"))
        }
        Shape::Mobile => {
            (count != 11 || !is_mobile).then(|| format!("手机号码是11位，这里有{count}位，请核对。"))
        }
        Shape::Telephone if is_mobile && count >= 9 => {
            (count != 11).then(|| format!("手机号码是11位，这里有{count}位，请核对。"))
        }
        Shape::Telephone => landline(number, digits),
    }
}

/// A number of the fixed network, with or without the code of its area; extensions and service numbers are let be.
fn landline(number: &[char], digits: &str) -> Option<String> {
    let groups: Vec<usize> =
        number.split(|c| is_joint(*c)).map(|g| g.iter().filter(|c| c.is_ascii_digit()).count()).collect();
    if digits.starts_with('0') {
        let area = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
        let local = match groups.as_slice() {
            [_] => digits.len().checked_sub(area)?,
            [_, local, ..] => *local,
            [] => return None,
        };
        let fits = if area == 3 { local == 8 } else { matches!(local, 7 | 8) };
        let right = if area == 3 { "8位" } else { "7位或8位" };
        return (!fits).then(|| format!("区号后的电话号码应为{right}，这里有{local}位，请核对。"));
    }
    let service = digits.starts_with("400") || digits.starts_with("800");
    let count = *groups.first()?;
    (groups.len() == 1 && count > 8 && !(service && count == 10))
        .then(|| format!("电话号码一般是7位或8位，这里有{count}位，请核对。"))
}
