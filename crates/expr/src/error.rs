//! Why an expression or template could not be read or carried out, as facts and as a Chinese sentence.

use minijinja::{Error, ErrorKind};

use crate::nearest::nearest;

/// An expression or a template is wrong, or asks for more than it may.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExprError {
    /// The source breaks the grammar.
    #[error("line {line}: syntax error: {detail}")]
    Syntax {
        /// Line of the source, from 1.
        line: usize,
        /// The parser's own words, English.
        detail: String,
    },
    /// A name nobody provides.
    #[error("line {line}: unknown name {name}")]
    UnknownName {
        /// Line of the source, from 1.
        line: usize,
        /// The name as written.
        name: String,
        /// The closest name that exists.
        nearest: Option<String>,
    },
    /// A filter, test or function the language lacks.
    #[error("line {line}: unknown filter or function {name}")]
    UnknownFilter {
        /// Line of the source, from 1.
        line: usize,
        /// The name as written.
        name: String,
    },
    /// It could not be carried out on these values.
    #[error("line {line}: {detail}")]
    Failed {
        /// Line of the source, from 1.
        line: usize,
        /// The engine's own words, English.
        detail: String,
    },
    /// The source is longer than allowed.
    #[error("the source has {found} bytes, {max} are allowed")]
    SourceTooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// The rendered text is longer than allowed.
    #[error("the text exceeds {max} bytes")]
    OutputTooLong {
        /// Bytes allowed.
        max: usize,
    },
    /// It takes more work than allowed, most likely a loop within loops.
    #[error("line {line}: the work exceeds its limit")]
    TooMuchWork {
        /// Line of the source, from 1.
        line: usize,
    },
}

impl ExprError {
    /// What happened and what to do, for the person who wrote the template.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Syntax { line, detail } => {
                format!("第{line}行{}写法有误。请检查括号、引号和 {{% %}} 标签是否成对。", near(detail))
            }
            Self::UnknownName { line, name, nearest: Some(nearest) } => {
                format!("第{line}行用到的名称“{name}”不存在。是否应为“{nearest}”？请改正后重试。")
            }
            Self::UnknownName { line, name, nearest: None } => {
                format!("第{line}行用到的名称“{name}”不存在。请改用已有的名称，或在数据中补上它。")
            }
            Self::UnknownFilter { line, name } => {
                format!("第{line}行用到的函数或过滤器“{name}”不存在。请对照说明改正名称。")
            }
            Self::Failed { line, detail } => {
                format!("第{line}行{}无法计算。请检查所用数据的类型和过滤器的参数。", near(detail))
            }
            Self::SourceTooLong { found, max } => {
                format!(
                    "内容过长（约{}万字，最多约{}万字）。请拆分或精简。",
                    found / CHARACTERS + 1,
                    max / CHARACTERS + 1
                )
            }
            Self::OutputTooLong { max } => {
                format!("生成的文稿超过约{}万字。请缩小数据范围或减少循环。", max / CHARACTERS + 1)
            }
            Self::TooMuchWork { line } => {
                format!("第{line}行计算量超过上限。请检查是否有多重循环，或缩小数据范围。")
            }
        }
    }

    /// Names the nearest candidate, which only the caller knows.
    pub(crate) fn unknown<'a>(name: &str, line: usize, candidates: impl Iterator<Item = &'a str>) -> Self {
        let nearest = nearest(name, candidates).map(str::to_owned);
        Self::UnknownName { line, name: name.to_owned(), nearest }
    }
}

/// Bytes of ten thousand Hanzi.
const CHARACTERS: usize = 30_000;

/// What the engine quotes in its English words, as the place to look at.
fn near(detail: &str) -> String {
    detail.split('`').nth(1).map(|quoted| format!("“{quoted}”处")).unwrap_or_default()
}

impl From<Error> for ExprError {
    fn from(error: Error) -> Self {
        let line = error.line().unwrap_or(1);
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape | ErrorKind::InvalidDelimiter => {
                Self::Syntax { line, detail }
            }
            ErrorKind::UnknownFilter
            | ErrorKind::UnknownTest
            | ErrorKind::UnknownFunction
            | ErrorKind::UnknownMethod => Self::UnknownFilter { line, name: last_word(&detail) },
            ErrorKind::OutOfFuel => Self::TooMuchWork { line },
            ErrorKind::NonPrimitive
            | ErrorKind::NonKey
            | ErrorKind::InvalidOperation
            | ErrorKind::TemplateNotFound
            | ErrorKind::TooManyArguments
            | ErrorKind::MissingArgument
            | ErrorKind::UndefinedError
            | ErrorKind::BadSerialization
            | ErrorKind::CannotDeserialize
            | ErrorKind::BadInclude
            | ErrorKind::EvalBlock
            | ErrorKind::CannotUnpack
            | ErrorKind::WriteFailure
            | ErrorKind::UnknownBlock
            | _ => Self::Failed { line, detail },
        }
    }
}

/// MiniJinja says `filter foo is unknown`; people want `foo`.
fn last_word(detail: &str) -> String {
    let mut words =
        detail.split_whitespace().filter(|word| !matches!(*word, "is" | "unknown" | "filter" | "test"));
    words.next_back().unwrap_or(detail).to_owned()
}
