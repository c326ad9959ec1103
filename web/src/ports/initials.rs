//! Initials of the pinyin of Chinese characters, from the order in which every browser sorts Chinese text.

use js_sys::{Array, JsString, Object};
use templates::text;

/// The initials each character of a name may be typed as; nothing for what is no Chinese character.
pub(crate) fn of(name: &str) -> Vec<String> {
    let (locale, options) = (Array::of1(&"zh-CN".into()), Object::new());
    let (first, other) = (pairs(text("pinyin.first")), pairs(text("pinyin.other")));
    let initials = |character: char| -> String {
        if !('\u{4e00}'..='\u{9fff}').contains(&character) {
            return String::new();
        }
        let sorted = JsString::from(character.to_string());
        let begins = |first: char| sorted.locale_compare(&first.to_string(), &locale, &options) >= 0;
        let usual = first.iter().rev().find(|(first, _)| begins(*first)).map(|(_, letter)| *letter);
        let others = other.iter().filter(|(other, _)| *other == character).map(|(_, letter)| *letter);
        usual.into_iter().chain(others).collect()
    };
    name.chars().map(initials).collect()
}

/// Characters with the letter that stands behind each.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut characters = text.chars();
    std::iter::from_fn(|| Some((characters.next()?, characters.next()?))).collect()
}
