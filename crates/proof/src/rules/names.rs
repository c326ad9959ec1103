//! Rules about names and set phrases.

mod organs;
mod phrases;
mod variants;

use super::Rule;
use crate::Severity::{Hint, Warning};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "NM-01",
        severity: Warning,
        name: "同一机关名称不一",
        basis: "公文写作惯例",
        check: organs::several_names,
    },
    Rule {
        code: "NM-02",
        severity: Warning,
        name: "固定表述",
        basis: "中央文件规范表述",
        check: phrases::near_misses,
    },
    Rule {
        code: "NM-03",
        severity: Hint,
        name: "简称定而未用",
        basis: "公文写作惯例",
        check: organs::unused_short_name,
    },
    Rule {
        code: "NM-04",
        severity: Warning,
        name: "固定表述应加引号",
        basis: "GB/T 15834—2011 4.8.3.2",
        check: phrases::unquoted,
    },
    Rule {
        code: "NM-05",
        severity: Warning,
        name: "固定表述的顺序",
        basis: "中央文件规范表述",
        check: phrases::order,
    },
    Rule {
        code: "NM-06",
        severity: Warning,
        name: "同一名称写法不一",
        basis: "公文写作惯例",
        check: variants::written_otherwise,
    },
];
