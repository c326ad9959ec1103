//! Masks: names that were learned, numbers by their shape.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::rules::{Rules, Shape};

/// Shortest and longest name that is learned, in characters.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// Knows the names of a book and masks texts.
#[derive(Debug, Clone)]
pub struct Masker<'r> {
    rules: &'r Rules,
    /// The longest first, so that 欧阳小红 is not taken for 欧阳小.
    names: BTreeSet<(std::cmp::Reverse<usize>, String)>,
    masked: usize,
}

impl<'r> Masker<'r> {
    /// One that knows no names yet.
    #[must_use]
    pub fn new(rules: &'r Rules) -> Self {
        Self { rules, names: BTreeSet::new(), masked: 0 }
    }

    /// How many particulars were masked so far.
    #[must_use]
    pub fn masked(&self) -> usize {
        self.masked
    }

    /// Learns the names in the answer to a field that asks for people: one name, or a list of them.
    pub fn learn(&mut self, answer: &str) {
        let between = |c: char| self.rules.names.between.contains(c) || c.is_whitespace();
        let words = answer.split(between).map(|word| self.without_post(word));
        let names: Vec<String> = words.filter(|word| self.is_name(word)).map(str::to_owned).collect();
        self.names.extend(names.into_iter().map(|name| (std::cmp::Reverse(name.chars().count()), name)));
    }

    /// 张三书记 is 张三.
    fn without_post<'w>(&self, word: &'w str) -> &'w str {
        let posts = &self.rules.names.posts;
        let rest = posts.iter().filter_map(|post| word.strip_suffix(post.as_str()));
        rest.min_by_key(|rest| rest.len()).unwrap_or(word)
    }

    /// Whether a word looks like a name: it begins with a surname and has the length of one.
    fn is_name(&self, word: &str) -> bool {
        let surname = word.chars().next().is_some_and(|c| self.rules.names.surnames.contains(c));
        let compound = self.rules.names.compound.iter().any(|surname| word.starts_with(surname.as_str()));
        let hanzi = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·';
        let post = self.rules.names.posts.iter().any(|post| word.contains(post.as_str()));
        NAME.contains(&word.chars().count()) && (surname || compound) && !post && word.chars().all(hanzi)
    }

    /// A text with its particulars masked.
    pub fn text(&mut self, text: &str) -> String {
        let mut masked = text.to_owned();
        for (_, name) in &self.names {
            let times = masked.matches(name.as_str()).count();
            if times > 0 {
                self.masked += times;
                masked = masked.replace(name.as_str(), &self.veiled(name));
            }
        }
        self.numbers(&masked)
    }

    /// The surname and a mark for every other character.
    fn veiled(&self, name: &str) -> String {
        let compound = self.rules.names.compound.iter().any(|it| name.starts_with(it.as_str()));
        let kept = if compound && name.chars().count() > 2 { 2 } else { 1 };
        let mask = |(at, c)| if at < kept { c } else { self.rules.names.mask };
        name.chars().enumerate().map(mask).collect()
    }

    fn numbers(&mut self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = chars.get(at) {
            let begins = at == 0 || chars.get(at - 1).is_none_or(|before| !before.is_ascii_alphanumeric());
            let rest = chars.get(at..).unwrap_or_default();
            match self.shape(rest).filter(|_| begins) {
                Some(shape) => {
                    let veil = |(c, to): (&char, char)| if to == '*' { '*' } else { *c };
                    masked.extend(rest.iter().zip(shape.to.chars()).map(veil));
                    at += shape.to.chars().count();
                    self.masked += 1;
                }
                None => {
                    masked.push(*c);
                    at += 1;
                }
            }
        }
        masked
    }

    /// The shape that fits here and ends where the number ends.
    fn shape(&self, rest: &[char]) -> Option<&'r Shape> {
        let shapes = self.rules.numbers.iter().flat_map(|number| &number.shapes);
        shapes.into_iter().find(|shape| {
            let length = shape.from.chars().count();
            let ends = rest.get(length).is_none_or(|after| !after.is_ascii_alphanumeric());
            rest.len() >= length && ends && shape.from.chars().zip(rest).all(|(class, c)| fits(class, *c))
        })
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

fn fits(class: char, c: char) -> bool {
    match class {
        '#' => c.is_ascii_digit(),
        'P' => ('3'..='9').contains(&c),
        'X' => c.is_ascii_digit() || matches!(c, 'X' | 'x'),
        itself => c == itself,
    }
}
