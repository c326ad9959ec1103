//! Initials of the pinyin of Chinese characters, from the order in which every browser sorts Chinese text.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Function, Intl, Object};
use templates::text;
use wasm_bindgen::JsValue;

/// The order of Chinese text, and what was found by it: asking is slow in some browsers, and names share characters.
struct Spelling {
    compare: Function,
    first: Vec<(char, char)>,
    other: Vec<(char, char)>,
    known: BTreeMap<char, String>,
}

thread_local! {
    static SPELLING: RefCell<Spelling> = RefCell::new(Spelling::new());
}

/// The initials each character of a name may be typed as; nothing for what is no Chinese character.
pub(crate) fn of(name: &str) -> Vec<String> {
    SPELLING.with_borrow_mut(|spelling| name.chars().map(|c| spelling.initials(c)).collect())
}

impl Spelling {
    fn new() -> Self {
        let order = Intl::Collator::new(&Array::of1(&"zh-CN".into()), &Object::new());
        let (first, other) = (pairs(text("pinyin.first")), pairs(text("pinyin.other")));
        Self { compare: order.compare(), first, other, known: BTreeMap::new() }
    }

    fn initials(&mut self, character: char) -> String {
        if !('\u{4e00}'..='\u{9fff}').contains(&character) {
            return String::new();
        }
        if let Some(known) = self.known.get(&character) {
            return known.clone();
        }
        let usual = self.first.iter().rev().find(|(first, _)| !self.is_before(character, *first));
        let others = self.other.iter().filter(|(other, _)| *other == character);
        let found: String = usual.into_iter().chain(others).map(|(_, letter)| *letter).collect();
        self.known.insert(character, found.clone());
        found
    }

    fn is_before(&self, a: char, b: char) -> bool {
        let (a, b) = (JsValue::from(a.to_string()), JsValue::from(b.to_string()));
        let order = self.compare.call2(&JsValue::UNDEFINED, &a, &b);
        order.ok().and_then(|order| order.as_f64()).is_some_and(|order| order < 0.0)
    }
}

/// Characters with the letter that stands behind each.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut characters = text.chars();
    std::iter::from_fn(|| Some((characters.next()?, characters.next()?))).collect()
}
