//! Why a definition cannot become a form: the author's mistakes, each with its place.

use expr::ExprError;

/// A definition is wrong. Answers never cause these.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// An id is not `snake_case` ASCII.
    #[error("{id}: not a snake_case id")]
    BadId {
        /// The id.
        id: String,
    },
    /// An id appears twice, or is the name of a context value.
    #[error("{id}: the id is taken")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// An expression reads a name that is neither field nor context.
    #[error("{field}.{place}: unknown name {name}")]
    UnknownName {
        /// Field, or `checks`.
        field: String,
        /// Key the expression stands under, such as `relevant`.
        place: &'static str,
        /// The name.
        name: String,
        /// The closest name that exists.
        nearest: Option<String>,
    },
    /// An expression breaks the grammar.
    #[error("{field}.{place}: {error}")]
    Expression {
        /// Field, or `checks`.
        field: String,
        /// Key the expression stands under.
        place: &'static str,
        /// What is wrong.
        error: ExprError,
    },
    /// Values and conditions of these fields depend on each other in a circle.
    #[error("circular: {}", fields.join(" → "))]
    Cycle {
        /// The fields of the circle, in order.
        fields: Vec<String>,
    },
    /// A key makes no sense with this kind: columns without a table, a table in a table, a choice without choices.
    #[error("{field}: {kind} field with wrong parts")]
    WrongParts {
        /// The field.
        field: String,
        /// Its kind.
        kind: &'static str,
    },
    /// A section still waits for its catalogue: call `expand` first.
    #[error("section {section} is not expanded")]
    NotExpanded {
        /// Title or id of the section.
        section: String,
    },
    /// An item asks for a pattern the form lacks, or the pattern doesn't make a field.
    #[error("item {item}, answer type {answer_type}: {detail}")]
    Pattern {
        /// The item's id.
        item: String,
        /// Its answer type.
        answer_type: String,
        /// What is wrong, English.
        detail: String,
    },
    /// The form has more fields than allowed.
    #[error("{found} fields, {max} are allowed")]
    TooManyFields {
        /// Fields found.
        found: usize,
        /// Fields allowed.
        max: usize,
    },
}

impl DefinitionError {
    /// What happened and what to do, for the author of the form.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::BadId { id } => {
                format!("标识“{id}”不合要求。请只用小写字母、数字和下划线，并以字母开头。")
            }
            Self::DuplicateId { id } => format!("标识“{id}”重复。请给每个栏目不同的标识。"),
            Self::UnknownName { field, place, name, nearest } => {
                let advice = nearest.as_ref().map_or_else(
                    || "请改用已有栏目的标识。".to_owned(),
                    |nearest| format!("是否应为“{nearest}”？"),
                );
                format!("栏目“{field}”的 {place} 用到不存在的名称“{name}”。{advice}")
            }
            Self::Expression { field, place, error } => {
                format!("栏目“{field}”的 {place} 有误：{}", error.message())
            }
            Self::Cycle { fields } => {
                format!("栏目相互依赖成环：{}。请去掉其中一处引用。", fields.join(" → "))
            }
            Self::WrongParts { field, kind } => {
                format!(
                    "栏目“{field}”（{kind}）的组成不对。选择题要有选项，表格要有列，分组要有栏目，表格中不能再有表格或分组。"
                )
            }
            Self::NotExpanded { section } => {
                format!("“{section}”部分由自查内容清单生成。请先选定自查内容清单再打开。")
            }
            Self::Pattern { item, .. } => {
                format!("自查项“{item}”无法生成栏目。请检查自查内容清单或表单。")
            }
            Self::TooManyFields { found, max } => {
                format!("表单有{found}个栏目，超过{max}个上限。请拆成几张表。")
            }
        }
    }
}
