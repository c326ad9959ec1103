//! Words about head and structure: titles, organs, request and command wording, placeholders.

use serde::Deserialize;

/// Words about head and structure.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Structure {
    /// Grades of state secrets, which are refused.
    pub(crate) grades: Vec<String>,
    /// 紧急程度.
    pub(crate) urgencies: Vec<String>,
    /// 紧急程度 of telegrams.
    pub(crate) telegram_urgencies: Vec<String>,
    /// Words that repeat each other in a title.
    pub(crate) stacked: Vec<Stacked>,
    /// How a title says that a document was talked about.
    pub(crate) deliberating: Deliberating,
    /// Two 文种 run into one, such as 请示报告.
    pub(crate) double_kinds: Vec<String>,
    /// What titles end with that is no 文种, such as 方案.
    pub(crate) informal_kinds: Vec<String>,
    /// Endings of regulations, which stand in book marks.
    pub(crate) regulations: Vec<String>,
    /// How names of organs end.
    pub(crate) organs: Vec<String>,
    /// How names of inner departments end that do not write to the outside.
    pub(crate) inner: Vec<String>,
    /// Endings that look like an inner department and are none.
    pub(crate) not_inner: Vec<String>,
    /// How collective names of subordinates start.
    pub(crate) subordinates: Vec<String>,
    /// What people are called.
    pub(crate) people: Vec<String>,
    /// Wording that asks for an answer, which a report must not.
    pub(crate) requests: Vec<String>,
    /// Sentences by which a request asks, one to a request.
    pub(crate) request_closings: Vec<String>,
    /// Wording of command.
    pub(crate) commands: Vec<String>,
    /// Salutations nobody uses upwards.
    pub(crate) downward_salutations: Vec<String>,
    /// Salutations nobody uses downwards.
    pub(crate) respectful_salutations: Vec<String>,
    /// What is left to be filled in.
    pub(crate) placeholders: Vec<String>,
    /// What a copy from elsewhere leaves behind.
    pub(crate) leftovers: Vec<String>,
    /// Elements that the present standard does not have any more.
    pub(crate) abolished: Vec<Abolished>,
}

/// How a title says that a document was talked about, which is then none of the title's own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Deliberating {
    /// Words such as 研究.
    pub(crate) verbs: Vec<String>,
    /// What such a word follows when it does not begin the title, such as 会议.
    pub(crate) after: Vec<String>,
    /// What follows it where it means something else, such as 所 after 研究.
    pub(crate) unless: Vec<String>,
}

/// Words that repeat each other in a title.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stacked {
    /// The words.
    pub(crate) words: String,
    /// What may follow them without harm, such as 外 after 关于对.
    #[serde(default)]
    pub(crate) unless: Vec<String>,
    /// 文种 the title must end with for the words to be stacked; empty for any.
    #[serde(default)]
    pub(crate) with: String,
    /// What to write instead.
    pub(crate) better: String,
}

/// An element that the present standard does not have any more.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Abolished {
    /// How its line starts.
    pub(crate) label: String,
    /// What stands there today; empty for nothing.
    #[serde(default)]
    pub(crate) now: String,
}
