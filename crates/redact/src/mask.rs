//! Masks: names that were learned, numbers by their shape, and a list of what looks like either and was left.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::names::{self, Known};
use crate::people::{self, Holds};
use crate::reading::Reading;
use crate::rules::Rules;
use crate::{numbers, suspects};

/// How much of the text around a suspect is shown, in characters on each side.
const AROUND: usize = 12;

/// Something that looks like a person or a number and was not masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// As it was written.
    pub text: String,
    /// The text around the first place, with `text` in it.
    pub around: String,
    /// How often it was left.
    pub times: usize,
    /// Whether it is rather a person or a number than a common word that is also somebody's name (方向).
    pub likely: bool,
}

/// Knows the names of a book and masks texts.
#[derive(Debug, Clone)]
pub struct Masker<'r> {
    rules: &'r Rules,
    known: Known,
    /// What is masked wherever it stands, because a human said so.
    also: BTreeSet<String>,
    masked: usize,
    suspects: BTreeMap<String, Suspect>,
}

impl<'r> Masker<'r> {
    /// One that knows no names yet.
    #[must_use]
    pub fn new(rules: &'r Rules) -> Self {
        Self { rules, known: Known::default(), also: BTreeSet::new(), masked: 0, suspects: BTreeMap::new() }
    }

    /// How many particulars were masked so far.
    #[must_use]
    pub fn masked(&self) -> usize {
        self.masked
    }

    /// What looked like a person or a number in the texts so far and was not masked, in the order of its text.
    #[must_use]
    pub fn suspects(&self) -> Vec<Suspect> {
        self.suspects.values().cloned().collect()
    }

    /// Masks this wherever it stands, whatever it looks like.
    pub fn also(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.also.insert(text.trim().to_owned());
        }
    }

    /// Learns the names in the answer to a field that asks for people: one name, or a list of them.
    pub fn learn(&mut self, answer: &str) {
        self.learn_from(answer, Holds::Names);
    }

    /// Learns the names in a text that also holds organs, posts and numbers, such as 联系人及电话.
    pub fn learn_mixed(&mut self, text: &str) {
        self.learn_from(text, Holds::Mixed);
    }

    fn learn_from(&mut self, text: &str, holds: Holds) {
        let reading = Reading::of(text, &self.rules.same);
        for places in people::names(&reading.glyphs, self.rules, holds) {
            self.known.add(&spelled(&reading, &places));
        }
    }

    /// A text with its particulars masked.
    pub fn text(&mut self, text: &str) -> String {
        let mut reading = Reading::of(text, &self.rules.same);
        self.mask(&mut reading)
    }

    /// The answer to a field that asks for people: every name in it is masked, also one that is a common word.
    pub fn people(&mut self, answer: &str) -> String {
        let mut reading = Reading::of(answer, &self.rules.same);
        for places in people::names(&reading.glyphs, self.rules, Holds::Names) {
            names::hide(self.rules, &mut reading, &places);
            self.masked += 1;
        }
        self.mask(&mut reading)
    }

    /// The answer to a field that asks for a telephone number, an address or an account: letters and digits are masked.
    pub fn contact(&mut self, answer: &str) -> String {
        let mut reading = Reading::of(answer, &self.rules.same);
        let masked = self.mask(&mut reading);
        let bare = |at: &usize| reading.c(*at).is_some_and(|c| c.is_ascii_alphanumeric());
        let digits: Vec<usize> = (0..reading.len()).filter(bare).collect();
        if digits.len() < 5 || digits.iter().any(|at| reading.hidden(*at)) {
            return masked;
        }
        let kept = digits.len() - digits.len() / 2;
        digits.iter().skip(kept).for_each(|at| reading.hide(*at, '*'));
        self.masked += 1;
        reading.veiled()
    }

    fn mask(&mut self, reading: &mut Reading<'_>) -> String {
        for word in &self.also {
            self.masked += suspects::mask(self.rules, reading, word);
        }
        self.masked += numbers::mask(self.rules, reading);
        self.masked += suspects::labelled(self.rules, reading);
        let (masked, doubts) = self.known.mask(self.rules, reading);
        self.masked += masked;
        let mut left = doubts;
        left.extend(suspects::names(self.rules, reading));
        left.extend(numbers::left(self.rules, reading));
        for (from, to) in left {
            self.suspect(reading, from, to);
        }
        reading.veiled()
    }

    fn suspect(&mut self, reading: &Reading<'_>, from: usize, to: usize) {
        let text = reading.written(from, to).to_owned();
        let line = |at: &usize| reading.c(*at).is_some_and(|c| c != '\n');
        let begin = from - (from.saturating_sub(AROUND)..from).rev().take_while(line).count();
        let end = to + (to..to + AROUND).take_while(line).count();
        let around = || reading.written(begin, end).to_owned();
        let chars: Vec<char> = (from..to).filter_map(|at| reading.c(at)).collect();
        let likely = self.rules.lexicon.count(&chars) == 0;
        let suspect = self.suspects.entry(text.clone());
        suspect.or_insert_with(|| Suspect { text, around: around(), times: 0, likely }).times += 1;
    }

    /// Every text in a value masked; names of keys stay.
    pub fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(parts) => parts.values_mut().for_each(|part| self.value(part)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// A name as it is remembered: its characters, with one dot between its parts.
fn spelled(reading: &Reading<'_>, places: &[usize]) -> String {
    let mut name = String::new();
    let mut before: Option<usize> = None;
    for at in places {
        let between = before.map_or(0..0, |before| before + 1..*at);
        if between.clone().any(|gap| reading.c(gap) == Some('·')) {
            name.push('·');
        }
        name.extend(reading.c(*at));
        before = Some(*at);
    }
    name
}
