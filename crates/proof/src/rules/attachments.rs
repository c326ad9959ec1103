//! Rules about 附件说明 and 附件 (7.3.4, 7.3.7).

mod notes;
mod pages;

use super::Rule;
use crate::Severity;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "AT-01",
        severity: Severity::Error,
        name: "附件名称末尾的标点",
        basis: "GB/T 9704 7.3.4",
        check: notes::end,
    },
    Rule {
        code: "AT-02",
        severity: Severity::Warning,
        name: "附件名称不加书名号",
        basis: "公文惯例",
        check: notes::book_marks,
    },
    Rule {
        code: "AT-03",
        severity: Severity::Error,
        name: "附件顺序号",
        basis: "GB/T 9704 7.3.4",
        check: notes::numbers,
    },
    Rule {
        code: "AT-04",
        severity: Severity::Error,
        name: "附件说明与附件一致",
        basis: "GB/T 9704 7.3.7",
        check: pages::agree,
    },
    Rule {
        code: "AT-05",
        severity: Severity::Warning,
        name: "附件说明的写法",
        basis: "GB/T 9704 7.3.4",
        check: notes::label,
    },
    Rule {
        code: "AT-06",
        severity: Severity::Warning,
        name: "正文与附件的照应",
        basis: "事理",
        check: pages::mentioned,
    },
    Rule {
        code: "AT-07",
        severity: Severity::Error,
        name: "附件页的标识",
        basis: "GB/T 9704 7.3.7",
        check: pages::label,
    },
    Rule {
        code: "AT-08",
        severity: Severity::Error,
        name: "附件页的顺序",
        basis: "GB/T 9704 7.3.7",
        check: pages::order,
    },
    Rule {
        code: "AT-09",
        severity: Severity::Warning,
        name: "附件顺序号后的标点",
        basis: "GB/T 9704 7.3.4",
        check: notes::mark,
    },
    Rule {
        code: "AT-10",
        severity: Severity::Error,
        name: "附件说明的位置",
        basis: "GB/T 9704 7.3.4",
        check: notes::position,
    },
];
