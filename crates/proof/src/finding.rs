//! What proof-reading found: which rule, how bad, where, in plain words, and how to put it right.

use serde::Serialize;

/// One thing a reader of the document would object to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Code of the rule, such as `DN-02`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong and what to do, in plain Chinese.
    pub message: String,
    /// The correction, where it is certain.
    pub fix: Option<Fix>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Breaks a hard rule of the standard or the regulations.
    Error,
    /// Breaks a recommendation or firm practice.
    Warning,
    /// Worth a look.
    Hint,
}

/// Where a finding is. Ranges count characters (`char`), not bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In a field of the head.
    Head {
        /// Key of the field, as in `HeadFields`.
        key: &'static str,
        /// Which entry of a list; 0 elsewhere.
        index: usize,
        /// Characters of that entry as given.
        range: Span,
    },
    /// In the text.
    Text {
        /// 1-based line of the source text.
        line: u32,
        /// Characters of that line as typed, blanks at its start included.
        range: Span,
    },
    /// On a page.
    Page {
        /// 1-based page.
        number: usize,
    },
    /// The document as a whole.
    Whole,
}

/// Characters from `start` up to, but not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

/// A correction: the characters at the finding's place become these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What stands there afterwards; empty removes it.
    pub replacement: String,
}

impl Place {
    fn range(&self) -> Option<Span> {
        match self {
            Self::Head { range, .. } | Self::Text { range, .. } => Some(*range),
            Self::Page { .. } | Self::Whole => None,
        }
    }
}

impl Finding {
    /// The text or head entry with the correction made; `None` when there is none or the text has changed so much
    /// that the place is not there any more. `text` is the whole source text for a place in the text, the entry of
    /// the field for a place in the head.
    #[must_use]
    pub fn corrected(&self, text: &str) -> Option<String> {
        let fix = self.fix.as_ref()?;
        let range = self.place.range()?;
        match self.place {
            Place::Head { .. } => replaced(text, range, &fix.replacement),
            Place::Text { line, .. } => {
                let at = usize::try_from(line).ok()?.checked_sub(1)?;
                let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
                let slot = lines.get_mut(at)?;
                *slot = replaced(slot, range, &fix.replacement)?;
                Some(lines.join("\n"))
            }
            Place::Page { .. } | Place::Whole => None,
        }
    }
}

/// `text` with the characters of `range` replaced.
fn replaced(text: &str, range: Span, by: &str) -> Option<String> {
    if range.start > range.end || range.end > text.chars().count() {
        return None;
    }
    let before = text.chars().take(range.start);
    let after = text.chars().skip(range.end);
    Some(before.chain(by.chars()).chain(after).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_changes_only_its_place() {
        let finding = Finding {
            rule: "PN-01",
            severity: Severity::Error,
            place: Place::Text { line: 2, range: Span { start: 2, end: 3 } },
            message: String::new(),
            fix: Some(Fix { replacement: "，".to_owned() }),
        };
        assert_eq!(finding.corrected("一\n甲乙,丙\n三").as_deref(), Some("一\n甲乙，丙\n三"));
        assert_eq!(finding.corrected("一\n甲"), None, "the place is gone");
    }
}
