//! Rules about wording.

mod items;
mod listed;
mod pairs;
mod repeated;
mod vocabulary;

use super::Rule;
use crate::Severity::{Error, Hint, Warning};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "WD-01",
        severity: Warning,
        name: "叠字、叠词",
        basis: "文字校对",
        check: repeated::doubled,
    },
    Rule {
        code: "WD-02",
        severity: Error,
        name: "错别字",
        basis: "《现代汉语词典》",
        check: listed::misspelt,
    },
    Rule {
        code: "WD-03",
        severity: Hint,
        name: "异形词",
        basis: "《第一批异形词整理表》",
        check: listed::variants,
    },
    Rule {
        code: "WD-04",
        severity: Warning,
        name: "易混词",
        basis: "《现代汉语词典》",
        check: listed::confused,
    },
    Rule {
        code: "WD-05", severity: Hint, name: "语义重复", basis: "文字校对", check: listed::redundant
    },
    Rule {
        code: "WD-06",
        severity: Warning,
        name: "“是否”与“吗”连用",
        basis: "文字校对",
        check: pairs::whether,
    },
    Rule {
        code: "WD-07", severity: Warning, name: "“既”误作“即”", basis: "文字校对", check: pairs::both
    },
    Rule {
        code: "WD-08",
        severity: Warning,
        name: "分项末尾的标点",
        basis: "公文写作惯例",
        check: items::last_mark,
    },
    Rule {
        code: "WD-09",
        severity: Hint,
        name: "分句标点不一致",
        basis: "公文写作惯例",
        check: items::uneven_marks,
    },
    Rule {
        code: "WD-10",
        severity: Warning,
        name: "疑似错别字",
        basis: "文字校对",
        check: vocabulary::slips,
    },
];
