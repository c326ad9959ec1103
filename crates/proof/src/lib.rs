//! Proof-reading (校对): what is wrong with an official document before it is signed, and how to put it right.
//!
//! [`proofread`] is pure and quick: it runs at every key press. A rule is one function; what it knows of the world
//! (organs, set phrases, closings) comes from a [`Lexicon`], which is data.

mod context;
mod finding;
mod lexicon;
mod rules;
mod scan;
mod subject;
mod words;

#[cfg(test)]
mod properties;

pub use finding::{Finding, Fix, Place, Severity, Span};
pub use lexicon::{Lexicon, LexiconError};
pub use rules::{Rule, rules};
pub use subject::Subject;

/// Everything that is wrong with a document, in reading order: the head first, then the text line by line, then
/// what concerns pages and the whole.
#[must_use]
pub fn proofread(subject: &Subject<'_>, lexicon: &Lexicon) -> Vec<Finding> {
    let mut findings = rules::run(subject, lexicon);
    findings.sort_by(|a, b| a.place.cmp(&b.place).then(a.rule.cmp(b.rule)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_every_rule() {
        let readme = include_str!("../README.md");
        for rule in rules() {
            let severity = format!("{:?}", rule.severity).to_lowercase();
            let row = format!("| {} | {} | {severity} | {} |", rule.code, rule.name, rule.basis);
            assert!(readme.lines().any(|line| line == row), "missing: {row}");
        }
        let rows =
            readme.lines().filter(|line| line.starts_with("| ") && line.chars().nth(4) == Some('-')).count();
        assert_eq!(rows, rules().count(), "no row without a rule");
    }
}
