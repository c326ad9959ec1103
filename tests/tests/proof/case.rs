//! One proof-reading case file: wrong and right examples of one rule, with what it must find.

use document::{HeadFields, StyleSheet, compose, layout, typeset};
use proof::{Finding, Lexicon, Place, Subject, proofread};

/// A head, a text and what one rule finds in them; nothing for a right example.
pub struct Example {
    /// Line of the case file, for messages.
    pub line: usize,
    pub wrong: bool,
    pub head: HeadFields,
    pub text: String,
    pub expected: Vec<Expected>,
}

/// A line `=> CODE place [fix …]`; `stays` says that the correction does not remove the finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    pub finding: String,
    pub stays: bool,
}

/// The examples of a file. `# wrong` and `# right` open one, words behind them say what it shows.
pub fn read(source: &str) -> Result<Vec<Example>, String> {
    let lines: Vec<&str> = source.lines().collect();
    let opens = |line: &str| {
        line.split_whitespace().take(2).eq(["#", "wrong"])
            || line.split_whitespace().take(2).eq(["#", "right"])
    };
    let starts: Vec<usize> = (0..lines.len()).filter(|i| opens(lines[*i])).collect();
    if starts.first().is_none_or(|first| lines[..*first].iter().any(|l| !l.trim().is_empty())) {
        return Err("a case file begins with `# wrong` or `# right`".to_owned());
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(start, end)| example(&lines[*start..end], start + 1)).collect()
}

fn example(lines: &[&str], line: usize) -> Result<Example, String> {
    let wrong = lines[0].contains("wrong");
    let mut body = &lines[1..];
    let mut head = HeadFields::default();
    if body.first().is_some_and(|l| *l == "+++") {
        let close =
            body.iter().skip(1).position(|l| *l == "+++").ok_or(format!("line {line}: +++ is open"))?;
        head = HeadFields::from_toml(&body[1..=close].join("\n")).map_err(|e| format!("line {line}: {e}"))?;
        body = &body[close + 2..];
    }
    let (told, text): (Vec<&str>, Vec<&str>) = body.iter().partition(|l| l.starts_with("=> "));
    let expected: Vec<Expected> = told.iter().map(|l| expected(l)).collect();
    if wrong == expected.is_empty() {
        return Err(format!("line {line}: a wrong example has `=>` lines, a right one has none"));
    }
    let text = text.join("\n").trim_end().to_owned();
    Ok(Example { line, wrong, head, text, expected })
}

fn expected(line: &str) -> Expected {
    let told = line.trim_start_matches("=> ");
    // Trailing blanks are part of no correction; an empty one is written as `fix` alone.
    let told = told.trim_end();
    let stays = told.contains(" stays");
    Expected { finding: told.replacen(" stays", "", 1), stays }
}

/// A finding as case files write it.
pub fn told(finding: &Finding) -> String {
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
pub fn findings(head: &HeadFields, text: &str, lexicon: &Lexicon) -> Vec<Finding> {
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
pub fn correct(head: &mut HeadFields, text: &mut String, finding: &Finding) -> bool {
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
