//! Why a command could not do its work: what happened, and what to do.

use std::fmt;

/// Two sentences for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    what: String,
    todo: String,
}

impl Failure {
    /// What happened and what to do.
    pub(crate) fn new(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { what: what.into(), todo: todo.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "错误：{}", self.what)?;
        if self.todo.is_empty() { Ok(()) } else { write!(f, "\n处理：{}", self.todo) }
    }
}

impl From<exchange::Message> for Failure {
    fn from(message: exchange::Message) -> Self {
        Self::new(message.what, message.todo)
    }
}

/// Messages of the core hold both in one sentence: what happened, then 请 and what to do.
impl From<String> for Failure {
    fn from(message: String) -> Self {
        match message.rsplit_once("，请") {
            Some((what, todo)) => {
                Self::new(format!("{what}。"), format!("请{}。", todo.trim_end_matches('。')))
            }
            None => Self::new(message, ""),
        }
    }
}

impl From<app::draft::DraftError> for Failure {
    fn from(error: app::draft::DraftError) -> Self {
        Self::from(error.message())
    }
}

impl From<templates::PackError> for Failure {
    fn from(error: templates::PackError) -> Self {
        Self::from(error.message())
    }
}

/// Where a file is wrong, from the English report of a parser: the line, the name it does not know, and the nearest known one.
pub(crate) fn fault(report: &str) -> String {
    let after = |word: &str| report.split(word).nth(1).unwrap_or_default();
    let line: String = after("line ").chars().take_while(char::is_ascii_digit).collect();
    let cause = report.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = if line.is_empty() { line } else { format!("第{line}行") };
    let mut names = cause.split('`').skip(1).step_by(2);
    let first = names.next();
    let nearest = first.and_then(|name| expr::nearest(name, names));
    match (first, nearest) {
        (Some(name), Some(nearest)) => format!("{line}“{name}”，是否应为“{nearest}”"),
        (Some(name), None) => format!("{line}“{name}”"),
        (None, _) if line.is_empty() => "写法不对".to_owned(),
        (None, _) => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, fault};

    #[test]
    fn a_parsers_report_gives_the_line_and_the_name() {
        let report = document::HeadFields::from_toml("title = '函'\ntitel = '函'").unwrap_err();
        assert_eq!(fault(&report.to_string()), "第2行“titel”，是否应为“title”");
        let variants = "unknown variant `numbr`, expected one of `text`, `number`";
        assert_eq!(fault(variants), "“numbr”，是否应为“number”");
        assert_eq!(fault("missing field `title`"), "“title”");
        assert_eq!(fault("expected value at line 3 column 1"), "第3行");
        assert_eq!(fault("no idea"), "写法不对");
    }

    #[test]
    fn a_message_of_the_core_is_told_in_two_lines() {
        let failure = Failure::from("没有这个模板，请核对模板名称".to_owned());
        assert_eq!(failure.to_string(), "错误：没有这个模板。\n处理：请核对模板名称。");
        assert_eq!(Failure::from("无法生成".to_owned()).to_string(), "错误：无法生成");
    }
}
