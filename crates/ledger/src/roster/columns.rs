//! The columns of a roster and the headings people write over them.

use crate::content::Unit;

/// A column that a roster may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 全称.
    Name,
    /// 简称.
    ShortName,
    /// 分院.
    Branch,
    /// 类别.
    Kind,
    /// 督查主体.
    SupervisedBy,
    /// 所在地.
    City,
    /// How sure the roster is.
    Certainty,
    /// Branch that took over after a merger.
    Successor,
    /// Remark.
    Note,
}

/// Every column, the name it has in the shipped roster first, then what offices write over it.
const HEADINGS: [(Column, &[&str]); 9] = [
    (
        Column::Name,
        &[
            "unit_name",
            "name",
            "全称",
            "单位全称",
            "单位名称",
            "名称",
            "单位",
            "机构名称",
            "督查对象",
            "被督查单位",
            "参加单位",
        ],
    ),
    (Column::ShortName, &["short_name", "简称", "单位简称", "规范化简称", "规范简称", "机构简称"]),
    (Column::Branch, &["branch", "分院", "所属分院", "所在分院"]),
    (Column::Kind, &["kind", "类别", "单位类别", "类型", "单位类型", "单位性质"]),
    (
        Column::SupervisedBy,
        &[
            "supervised_by",
            "督查主体",
            "督查单位",
            "督查机构",
            "负责督查单位",
            "督查责任单位",
            "督查责任主体",
        ],
    ),
    (Column::City, &["city", "所在地", "城市", "所在城市", "地点", "所在地区", "驻地"]),
    (Column::Certainty, &["certainty", "把握", "把握程度", "可信度", "核实程度"]),
    (
        Column::Successor,
        &[
            "successor_branch_2026",
            "successor_branch",
            "承接分院",
            "接续分院",
            "调整后分院",
            "2026年承接分院",
        ],
    ),
    (Column::Note, &["note", "备注", "说明", "附注"]),
];

impl Column {
    /// The column a heading names. Blanks, marks of what must be filled and a remark in brackets do not count.
    #[must_use]
    pub fn named(heading: &str) -> Option<Self> {
        let heading = heading.split(['（', '(', '[', '【']).next().unwrap_or_default();
        let blank =
            |c: char| c.is_whitespace() || expr::invisible(c) || matches!(c, '*' | '＊' | '"' | '：' | ':');
        let plain: String = heading.chars().filter(|c| !blank(*c)).collect::<String>().to_lowercase();
        HEADINGS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
    }

    /// Every column.
    pub fn all() -> impl Iterator<Item = Self> {
        HEADINGS.iter().map(|(column, _)| *column)
    }

    /// What a unit has in the column.
    #[must_use]
    pub fn of(self, unit: &Unit) -> &str {
        match self {
            Self::Name => &unit.name,
            Self::ShortName => &unit.short_name,
            Self::Branch => &unit.branch,
            Self::Kind => &unit.kind,
            Self::SupervisedBy => &unit.supervised_by,
            Self::City => &unit.city,
            Self::Certainty => &unit.certainty,
            Self::Successor => &unit.successor_branch,
            Self::Note => &unit.note,
        }
    }

    /// The same to write to.
    pub(super) fn slot(self, unit: &mut Unit) -> &mut String {
        match self {
            Self::Name => &mut unit.name,
            Self::ShortName => &mut unit.short_name,
            Self::Branch => &mut unit.branch,
            Self::Kind => &mut unit.kind,
            Self::SupervisedBy => &mut unit.supervised_by,
            Self::City => &mut unit.city,
            Self::Certainty => &mut unit.certainty,
            Self::Successor => &mut unit.successor_branch,
            Self::Note => &mut unit.note,
        }
    }
}
