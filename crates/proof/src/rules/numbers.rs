//! Rules about figures (GB/T 15835).

mod change;
mod contacts;
mod forms;
mod listing;
mod quantity;
mod ranges;
mod shares;
mod totals;
mod wording;

use super::Rule;
use crate::Severity::{Hint, Warning};
use crate::scan;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "NU-01",
        severity: Warning,
        name: "数值范围",
        basis: "GB/T 15835—2011 5.1.5",
        check: forms::ranges,
    },
    Rule {
        code: "NU-02",
        severity: Hint,
        name: "小数、千分位写法",
        basis: "GB/T 15835—2011 5.1.2",
        check: forms::one_style,
    },
    Rule {
        code: "NU-03", severity: Warning, name: "合计与分项不符", basis: "逻辑检查", check: totals::sums
    },
    Rule {
        code: "NU-04",
        severity: Warning,
        name: "非法定计量单位",
        basis: "GB 3100—1993",
        check: forms::units,
    },
    Rule {
        code: "NU-05",
        severity: Warning,
        name: "减少不用“倍”",
        basis: "公文写作惯例",
        check: wording::fewer_times,
    },
    Rule {
        code: "NU-06",
        severity: Hint,
        name: "整万数的写法",
        basis: "GB/T 15835—2011 5.1.2",
        check: forms::round_figures,
    },
    Rule {
        code: "NU-07",
        severity: Warning,
        name: "阿拉伯数字与“十、百、千”连用",
        basis: "GB/T 15835—2011 5.1.2",
        check: forms::half_han,
    },
    Rule {
        code: "NU-08",
        severity: Warning,
        name: "概数写法",
        basis: "GB/T 15835—2011 4.2.2",
        check: wording::about,
    },
    Rule {
        code: "NU-09",
        severity: Warning,
        name: "货币符号与“元”重复",
        basis: "公文写作惯例",
        check: wording::money,
    },
    Rule {
        code: "NU-10",
        severity: Warning,
        name: "百分数写法",
        basis: "GB/T 15835—2011 4.1",
        check: wording::per_cent,
    },
    Rule {
        code: "NU-11",
        severity: Warning,
        name: "“二”“两”用法",
        basis: "公文写作惯例",
        check: wording::two,
    },
    Rule {
        code: "NU-12",
        severity: Warning,
        name: "增减与前后数值不符",
        basis: "逻辑检查",
        check: change::directions,
    },
    Rule {
        code: "NU-13",
        severity: Warning,
        name: "百分数与数量不符",
        basis: "逻辑检查",
        check: shares::shares,
    },
    Rule {
        code: "NU-14",
        severity: Warning,
        name: "项数与所列不符",
        basis: "逻辑检查",
        check: listing::counts,
    },
    Rule {
        code: "NU-15",
        severity: Warning,
        name: "数值范围颠倒",
        basis: "逻辑检查",
        check: ranges::reversed,
    },
    Rule {
        code: "NU-16",
        severity: Warning,
        name: "电话等号码的位数",
        basis: "逻辑检查",
        check: contacts::lengths,
    },
];

/// A figure in Arabic digits, thousands separators and decimals included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Figure {
    /// First digit.
    start: usize,
    /// Behind the last digit.
    end: usize,
}

/// Every figure that is not part of a word of Latin letters.
fn figures(chars: &[char]) -> Vec<Figure> {
    let digit = |i: usize| scan::at(chars, i).is_some_and(|c| c.is_ascii_digit());
    let mut figures = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !digit(i) {
            i += 1;
            continue;
        }
        let start = i;
        while digit(i) || matches!(scan::at(chars, i), Some('.' | ',')) && digit(i + 1) {
            i += 1;
        }
        let word =
            start.checked_sub(1).and_then(|i| scan::at(chars, i)).is_some_and(|c| c.is_ascii_alphabetic());
        if !word {
            figures.push(Figure { start, end: i });
        }
    }
    figures
}

impl Figure {
    /// The digits as written.
    fn text(self, chars: &[char]) -> String {
        chars.get(self.start..self.end).unwrap_or_default().iter().collect()
    }

    /// Character right behind it.
    fn next(self, chars: &[char]) -> Option<char> {
        scan::at(chars, self.end)
    }

    /// Character right before it.
    fn before(self, chars: &[char]) -> Option<char> {
        self.start.checked_sub(1).and_then(|i| scan::at(chars, i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_separators() {
        let chars: Vec<char> = "1,234.5万元，A4纸3.".chars().collect();
        let found: Vec<String> = figures(&chars).into_iter().map(|f| f.text(&chars)).collect();
        assert_eq!(found, ["1,234.5", "3"]);
    }
}
