//! Rules about dates and deadlines.

mod calendar;
mod closing;
mod forms;
mod mention;
mod spans;

use super::Rule;
use crate::Severity::{Error, Hint, Warning};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "DT-01",
        severity: Error,
        name: "成文日期写法",
        basis: "GB/T 9704—2012 7.3.5.4",
        check: closing::written,
    },
    Rule {
        code: "DT-02",
        severity: Warning,
        name: "日期用汉字数字",
        basis: "GB/T 15835—2011 4.1.3",
        check: forms::han_years,
    },
    Rule {
        code: "DT-03",
        severity: Error,
        name: "印发日期早于成文日期",
        basis: "GB/T 9704—2012 7.4.3",
        check: closing::printed_before_dated,
    },
    Rule {
        code: "DT-04",
        severity: Warning,
        name: "期限、星期与日期不符",
        basis: "逻辑检查",
        check: calendar::deadlines_and_weekdays,
    },
    Rule {
        code: "DT-05",
        severity: Hint,
        name: "相对时间",
        basis: "公文写作惯例",
        check: calendar::relative,
    },
    Rule {
        code: "DT-06",
        severity: Warning,
        name: "年份、日期简写",
        basis: "GB/T 15835—2011 5.1.3",
        check: forms::shortened,
    },
    Rule {
        code: "DT-07",
        severity: Error,
        name: "日历上没有的日期",
        basis: "逻辑检查",
        check: calendar::impossible,
    },
    Rule {
        code: "DT-08",
        severity: Warning,
        name: "时间起止的连接号",
        basis: "GB/T 15834—2011 4.13.3",
        check: forms::ranges,
    },
    Rule {
        code: "DT-09",
        severity: Warning,
        name: "月日编虚位",
        basis: "GB/T 9704—2012 7.3.5.4",
        check: forms::padded,
    },
    Rule {
        code: "DT-10",
        severity: Warning,
        name: "同一日期两种数字",
        basis: "GB/T 15835—2011 4.3",
        check: forms::mixed,
    },
    Rule {
        code: "DT-11",
        severity: Warning,
        name: "日期用点、横线分隔",
        basis: "公文写作惯例",
        check: forms::separated,
    },
    Rule {
        code: "DT-12",
        severity: Warning,
        name: "起止日期颠倒",
        basis: "逻辑检查",
        check: spans::reversed,
    },
];
