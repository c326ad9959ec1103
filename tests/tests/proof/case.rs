//! One proof-reading case file: wrong and right examples of one rule, with what it must find.

use document::{HeadFields, StyleSheet, compose, layout, typeset};
use proof::{Finding, Lexicon, Place, Subject, proofread};

/// A head, a text and what one rule finds in them; nothing for a right example.
pub(crate) struct Example {
    /// Line of the case file, for messages.
    pub(crate) line: usize,
    pub(crate) wrong: bool,
    pub(crate) head: HeadFields,
    pub(crate) text: String,
    pub(crate) expected: Vec<Expected>,
}

/// A line `=> CODE place [fix …]`; `stays` says that the correction does not remove the finding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) finding: String,
    pub(crate) stays: bool,
}

/// The examples of a file. `# wrong` and `# right` open one, words behind them say what it shows.
pub(crate) fn read(source: &str) -> Result<Vec<Example>, String> {
    let mut groups: Vec<(usize, bool, Vec<&str>)> = Vec::new();
    for (number, line) in (1..).zip(source.lines()) {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), groups.last_mut()) {
            (Some("#"), Some(kind @ ("wrong" | "right")), _) => {
                groups.push((number, kind == "wrong", Vec::new()));
            }
            (_, _, Some((_, _, lines))) => lines.push(line),
            (None, _, None) => {}
            (Some(_), _, None) => return Err("a case file begins with `# wrong` or `# right`".to_owned()),
        }
    }
    groups.into_iter().map(|(line, wrong, lines)| example(line, wrong, &lines)).collect()
}

fn example(line: usize, wrong: bool, lines: &[&str]) -> Result<Example, String> {
    let (head, body) = match lines.split_first() {
        Some((first, rest)) if *first == "+++" => {
            let mut parts = rest.splitn(2, |l| *l == "+++");
            match (parts.next(), parts.next()) {
                (Some(head), Some(body)) => (head.join("\n"), body),
                _ => return Err(format!("line {line}: +++ is not closed")),
            }
        }
        _ => (String::new(), lines),
    };
    let head = HeadFields::from_toml(&head).map_err(|e| format!("line {line}: {e}"))?;
    let (told, text): (Vec<&str>, Vec<&str>) = body.iter().partition(|l| l.starts_with("=> "));
    let expected: Vec<Expected> = told.iter().map(|l| expected(l)).collect();
    if wrong == expected.is_empty() {
        return Err(format!("line {line}: a wrong example has `=>` lines, a right one has none"));
    }
    Ok(Example { line, wrong, head, text: text.join("\n").trim_end().to_owned(), expected })
}

fn expected(line: &str) -> Expected {
    let told = line.trim_start_matches("=> ");
    // Trailing blanks are part of no correction; an empty one is written as `fix` alone.
    let told = told.trim_end();
    let stays = told.contains(" stays");
    Expected { finding: told.replacen(" stays", "", 1), stays }
}

/// A finding as case files write it.
pub(crate) fn told(finding: &Finding) -> String {
    let place = match &finding.place {
        Place::Head { key, index: 0, range } => format!("head {key} {}..{}", range.start, range.end),
        Place::Head { key, index, range } => format!("head {key} {index} {}..{}", range.start, range.end),
        Place::Text { line, range } => format!("line {line} {}..{}", range.start, range.end),
        Place::Page { number } => format!("page {number}"),
        Place::Whole => "whole".to_owned(),
    };
    let fix = finding.fix.as_ref().map(|f| format!(" fix {}", f.replacement));
    format!("{} {place}{}", finding.rule, fix.unwrap_or_default()).trim_end().to_owned()
}

/// Proof-reads a head and a text the way the application does: composed, set and laid out.
pub(crate) fn findings(head: &HeadFields, text: &str, lexicon: &Lexicon) -> Vec<Finding> {
    let document = compose(head, text);
    let style = head.style.as_deref().unwrap_or("document");
    let style = StyleSheet::load(style, &sheet).expect("the style sheet is in templates/styles");
    let pages = layout(&typeset(&document, &style).flow);
    let subject = Subject { head, text, document: &document, style: &style, pages: Some(&pages) };
    proofread(&subject, lexicon)
}

fn sheet(name: &str) -> Option<String> {
    std::fs::read_to_string(super::project(&format!("templates/styles/{name}.json"))).ok()
}

/// Makes one correction in head or text; `false` when its place is not there.
pub(crate) fn correct(head: &mut HeadFields, text: &mut String, finding: &Finding) -> bool {
    match &finding.place {
        Place::Text { .. } => match finding.corrected(text) {
            Some(corrected) => {
                *text = corrected;
                true
            }
            None => false,
        },
        Place::Head { key, index, .. } => {
            let Some(entry) = entry(head, key, *index) else { return false };
            match finding.corrected(entry) {
                Some(corrected) => {
                    *entry = corrected;
                    true
                }
                None => false,
            }
        }
        Place::Page { .. } | Place::Whole => false,
    }
}

fn entry<'h>(head: &'h mut HeadFields, key: &str, index: usize) -> Option<&'h mut String> {
    match key {
        "issuer_mark" => head.issuer_mark.get_mut(index),
        "signatories" => head.signatories.get_mut(index),
        "addressees" => head.addressees.get_mut(index),
        "issuers" => head.issuers.get_mut(index),
        "attachments" => head.attachments.get_mut(index),
        "cc" => head.cc.get_mut(index),
        "document_number" => head.document_number.as_mut(),
        "copy_number" => head.copy_number.as_mut(),
        "marking" => head.marking.as_mut(),
        "urgency" => head.urgency.as_mut(),
        "issue" => head.issue.as_mut(),
        "title" => head.title.as_mut(),
        "note" => head.note.as_mut(),
        "printer" => head.printer.as_mut(),
        "kind" => head.kind.as_mut(),
        _ => None,
    }
}
