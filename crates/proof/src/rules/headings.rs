//! Rules about headings and their numbers (7.3.3).

mod order;
mod writing;

use super::Rule;
use crate::Severity;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "HL-01",
        severity: Severity::Warning,
        name: "层次跳级",
        basis: "GB/T 9704 7.3.3",
        check: order::skipped,
    },
    Rule {
        code: "HL-02",
        severity: Severity::Warning,
        name: "序数不连续",
        basis: "公文惯例",
        check: order::consecutive,
    },
    Rule {
        code: "HL-03",
        severity: Severity::Warning,
        name: "序数后的标点",
        basis: "GB/T 15834 附录",
        check: writing::mark,
    },
    Rule {
        code: "HL-04",
        severity: Severity::Warning,
        name: "带括号的序数后不加标点",
        basis: "GB/T 15834 附录",
        check: writing::after_bracket,
    },
    Rule {
        code: "HL-05",
        severity: Severity::Error,
        name: "序数的括号",
        basis: "GB/T 15834",
        check: writing::half_bracket,
    },
    Rule {
        code: "HL-06",
        severity: Severity::Warning,
        name: "独行标题末尾的标点",
        basis: "公文惯例",
        check: writing::end,
    },
    Rule {
        code: "HL-07",
        severity: Severity::Hint,
        name: "层次序数的形式",
        basis: "GB/T 9704 7.3.3",
        check: writing::form,
    },
    Rule {
        code: "HL-08",
        severity: Severity::Hint,
        name: "只有一个下级项",
        basis: "公文惯例",
        check: order::single,
    },
    Rule {
        code: "HL-09",
        severity: Severity::Warning,
        name: "同级标题重复",
        basis: "公文惯例",
        check: order::repeated,
    },
    Rule {
        code: "HL-11",
        severity: Severity::Warning,
        name: "半个括号的序数",
        basis: "GB/T 9704 7.3.3",
        check: writing::lone_bracket,
    },
    Rule {
        code: "HL-12",
        severity: Severity::Warning,
        name: "序数后的空格",
        basis: "公文惯例",
        check: writing::blank,
    },
    Rule {
        code: "HL-13",
        severity: Severity::Warning,
        name: "多级数字编号",
        basis: "GB/T 9704 7.3.3",
        check: writing::decimal,
    },
    Rule {
        code: "HL-14",
        severity: Severity::Warning,
        name: "“一是、二是”不连续",
        basis: "事理",
        check: order::spoken,
    },
    Rule {
        code: "HL-15",
        severity: Severity::Warning,
        name: "“第一”“首先”后用逗号",
        basis: "GB/T 15834 附录",
        check: writing::spoken,
    },
];
