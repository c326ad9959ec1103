//! Why a flow could not become a file.

/// Why a flow could not become a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocxError {
    /// The flow has no section, so there is no page to write.
    #[error("the document has no section")]
    NoSections,
    /// A table has more columns than Word opens.
    #[error("a table has {columns} columns, a word processor opens at most {most}")]
    TooManyColumns {
        /// Columns asked for.
        columns: usize,
        /// Columns a table may have.
        most: usize,
    },
    /// A part built by docx-rs was not well formed.
    #[error("{part} is not well formed: {reason}")]
    Markup {
        /// Name of the part inside the package.
        part: String,
        /// What the XML reader said.
        reason: String,
    },
    /// The archive could not be written.
    #[error("the package could not be written: {reason}")]
    Package {
        /// What the archive writer said.
        reason: String,
    },
}

impl DocxError {
    /// What happened and what to do, for the person at the screen.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoSections => "文档没有内容，无法导出。请先填写正文。".to_owned(),
            Self::TooManyColumns { columns, most } => {
                format!("表格有{columns}列，Word最多支持{most}列。请减少列数或拆成几张表。")
            }
            Self::Markup { .. } | Self::Package { .. } => "文档未能生成，内容没有改变。\
                请先删去最近改动的表格或图片再试；仍不行的，另存工作簿，连同本提示交信息化管理人员。"
                .to_owned(),
        }
    }
}
