//! Proof-reading at work on a letter: which findings stand, and putting them right.

use std::cell::RefCell;

use ledger::{Book, Letter};
use proof::{Finding, Place, Span};
use serde_json::{Map, Value};
use templates::Pack;

use crate::draft;

/// How often corrections may call for further corrections.
const ROUNDS: usize = 8;
/// Characters around a place by which it is known again.
const AROUND: usize = 6;

/// Findings the writer has not decided to leave.
pub(crate) fn standing<'a>(
    findings: &'a [Finding],
    letter: &'a Letter,
) -> impl Iterator<Item = &'a Finding> + 'a {
    let source = Source::of(letter);
    findings.iter().filter(move |finding| !letter.ignored.contains(&trace(finding, &source)))
}

/// A letter whose words are looked up for thousands of findings without counting from its first line, or from the first
/// character of a line, each time.
pub(crate) struct Source<'a> {
    letter: &'a Letter,
    lines: Vec<&'a str>,
    /// The characters of the line that was asked for last; findings come in reading order.
    last: RefCell<(u32, Vec<char>)>,
}

impl<'a> Source<'a> {
    /// Of a letter.
    pub(crate) fn of(letter: &'a Letter) -> Self {
        Self { letter, lines: letter.text.split('\n').collect(), last: RefCell::default() }
    }

    /// Some characters of a line, counted from one; fewer where it ends. `None` when there is no such line.
    fn cut(&self, line: u32, from: usize, to: usize) -> Option<String> {
        let text = self.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let mut last = self.last.borrow_mut();
        if last.0 != line {
            *last = (line, text.chars().collect());
        }
        let to = to.min(last.1.len());
        Some(last.1.get(from..to).unwrap_or_default().iter().collect())
    }
}

/// Names a finding so that it is known again although other parts changed: its rule and the words around its place.
pub(crate) fn trace(finding: &Finding, source: &Source<'_>) -> String {
    let around = |range: Span| (range.start.saturating_sub(AROUND), range.end.saturating_add(AROUND));
    let words = match &finding.place {
        Place::Head { key, index, range } => {
            let (from, to) = around(*range);
            entry(&source.letter.head, key, *index).map(|text| cut(text, from, to))
        }
        Place::Text { line, range } => {
            let (from, to) = around(*range);
            source.cut(*line, from, to)
        }
        Place::Page { .. } => None,
        Place::Whole => Some(finding.message.clone()),
    };
    format!("{} {}", finding.rule, words.unwrap_or_default().trim())
}

/// The words a finding is about; empty when it is about more than words.
pub(crate) fn excerpt(finding: &Finding, source: &Source<'_>) -> String {
    let words = match &finding.place {
        Place::Head { key, index, range } => {
            entry(&source.letter.head, key, *index).map(|text| cut(text, range.start, range.end))
        }
        Place::Text { line, range } => source.cut(*line, range.start, range.end),
        Place::Page { .. } | Place::Whole => None,
    };
    words.unwrap_or_default()
}

/// The characters `from..to` of a short text, fewer where it ends.
fn cut(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}

/// Puts one finding right. `false` when there is no certain correction or its place is not there any more.
pub(crate) fn correct(letter: &mut Letter, finding: &Finding) -> bool {
    match &finding.place {
        Place::Text { .. } => match finding.corrected(&letter.text) {
            Some(text) => {
                letter.text = text;
                true
            }
            None => false,
        },
        Place::Head { key, index, .. } => {
            let Some(entry) = entry_mut(&mut letter.head, key, *index) else { return false };
            let Some(text) = finding.corrected(entry) else { return false };
            *entry = text;
            true
        }
        Place::Page { .. } | Place::Whole => false,
    }
}

/// Puts everything right that certainly can be, and what that brings to light, until nothing is left to do. Returns
/// how many corrections were made.
pub(crate) fn correct_all(pack: &Pack, book: &Book, letter: &mut Letter) -> usize {
    let mut done = 0;
    for _ in 0..ROUNDS {
        let Ok(typeset) = draft::typeset(pack, book, letter) else { break };
        let made = correct_once(letter, &typeset.findings);
        if made == 0 {
            break;
        }
        done += made;
    }
    done
}

fn correct_once(letter: &mut Letter, findings: &[Finding]) -> usize {
    let certain = standing(findings, letter).filter(|finding| finding.fix.is_some());
    let mut certain: Vec<Finding> = certain.cloned().collect();
    // From the end to the beginning, so that the places before stay where they are.
    certain.sort_by(|a, b| b.place.cmp(&a.place));
    let mut done = 0;
    let mut behind: Option<Place> = None;
    for finding in certain {
        // Of two that touch, the second is looked at afresh in the next round.
        let touches = behind.as_ref().is_some_and(|behind| overlap(&finding.place, behind));
        if !touches && correct(letter, &finding) {
            done += 1;
            behind = Some(finding.place);
        }
    }
    done
}

/// Whether a place reaches into one that follows it.
fn overlap(place: &Place, behind: &Place) -> bool {
    match (place, behind) {
        (Place::Text { line, range }, Place::Text { line: other, range: behind }) => {
            line == other && range.end > behind.start
        }
        (Place::Head { key, index, range }, Place::Head { key: other, index: at, range: behind }) => {
            key == other && index == at && range.end > behind.start
        }
        (Place::Text { .. } | Place::Head { .. } | Place::Page { .. } | Place::Whole, _) => false,
    }
}

/// An entry of a head field as proof-reading counts them: blank ones are no entries.
fn entry<'a>(head: &'a Map<String, Value>, key: &str, index: usize) -> Option<&'a str> {
    match head.get(key)? {
        Value::String(text) if index == 0 => Some(text),
        Value::Array(list) => list.iter().filter_map(Value::as_str).filter(|text| !blank(text)).nth(index),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
    }
}

fn entry_mut<'a>(head: &'a mut Map<String, Value>, key: &str, index: usize) -> Option<&'a mut String> {
    match head.get_mut(key)? {
        Value::Array(list) => {
            let string =
                |value: &'a mut Value| if let Value::String(text) = value { Some(text) } else { None };
            list.iter_mut().filter_map(string).filter(|text| !blank(text)).nth(index)
        }
        Value::String(text) if index == 0 => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Which line of a field's text, counted from 0, an entry stands on: people see a list as lines, blank ones included.
pub(crate) fn line_of_entry(head: &Map<String, Value>, key: &str, index: usize) -> usize {
    let Some(Value::Array(list)) = head.get(key) else { return 0 };
    let filled = list.iter().enumerate().filter(|(_, value)| value.as_str().is_some_and(|text| !blank(text)));
    filled.map(|(at, _)| at).nth(index).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proof::{Fix, Severity};

    use super::*;

    fn finding(place: Place, replacement: &str) -> Finding {
        Finding {
            rule: "PN-01",
            severity: Severity::Error,
            place,
            message: String::new(),
            fix: Some(Fix { replacement: replacement.to_owned() }),
        }
    }

    fn at(line: u32, start: usize, end: usize) -> Place {
        Place::Text { line, range: Span { start, end } }
    }

    fn letter(text: &str) -> Letter {
        let mut letter = Letter { text: text.to_owned(), ..Letter::default() };
        letter.head.insert("cc".to_owned(), vec!["", "某所党委。", "某院"].into());
        letter
    }

    #[test]
    fn several_corrections_do_not_disturb_each_other() {
        let mut letter = letter("甲,乙,丙\n丁");
        let cc = Place::Head { key: "cc", index: 0, range: Span { start: 4, end: 5 } };
        let findings = [finding(cc, ""), finding(at(1, 1, 2), "，，"), finding(at(1, 3, 4), "；")];
        assert_eq!(correct_once(&mut letter, &findings), 3);
        assert_eq!(letter.text, "甲，，乙；丙\n丁");
        assert_eq!(letter.head.get("cc"), Some(&vec!["", "某所党委", "某院"].into()));
    }

    #[test]
    fn of_two_that_touch_one_waits() {
        let mut letter = letter("甲,,乙");
        let findings = [finding(at(1, 1, 3), "，"), finding(at(1, 2, 3), "，")];
        assert_eq!(correct_once(&mut letter, &findings), 1);
    }

    /// What was ignored stays so while the words around it stay, wherever they move, and no longer.
    #[test]
    fn an_ignored_finding_is_known_again_by_its_words() {
        let mut letter = letter("甲甲,乙乙");
        let first = [finding(at(1, 2, 3), "，")];
        let traced = trace(&first[0], &Source::of(&letter));
        letter.ignored.insert(traced);
        assert_eq!(standing(&first, &letter).count(), 0);
        letter.text = "新的一行\n甲甲,乙乙".to_owned();
        assert_eq!(standing(&[finding(at(2, 2, 3), "，")], &letter).count(), 0);
        letter.text = "丁丁,乙乙".to_owned();
        assert_eq!(standing(&first, &letter).count(), 1);
    }
}
