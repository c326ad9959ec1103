//! Initials of the pinyin of Chinese characters, from the order in which every browser sorts Chinese text.

use js_sys::{Array, JsString, Object};

/// Letters that begin a syllable, each with the first character in the order of pinyin that has it.
const FIRST: [(char, &str); 23] = [
    ('a', "阿"),
    ('b', "八"),
    ('c', "嚓"),
    ('d', "哒"),
    ('e', "妸"),
    ('f', "发"),
    ('g', "旮"),
    ('h', "哈"),
    ('j', "讥"),
    ('k', "咔"),
    ('l', "垃"),
    ('m', "痳"),
    ('n', "拏"),
    ('o', "噢"),
    ('p', "妑"),
    ('q', "七"),
    ('r', "呥"),
    ('s', "扨"),
    ('t', "它"),
    ('w', "穵"),
    ('x', "夕"),
    ('y', "丫"),
    ('z', "帀"),
];

/// Characters of place names and of institutes with two readings: the other initial.
const OTHER: [(char, char); 6] =
    [('重', 'c'), ('长', 'z'), ('厦', 's'), ('会', 'k'), ('系', 'j'), ('校', 'j')];

/// The initials each character of a name may be typed as; nothing for what is no Chinese character.
pub(crate) fn of(name: &str) -> Vec<String> {
    let (locale, options) = (Array::of1(&"zh-CN".into()), Object::new());
    name.chars().map(|character| initials(character, &locale, &options)).collect()
}

fn initials(character: char, locale: &Array, options: &Object) -> String {
    if !('\u{4e00}'..='\u{9fff}').contains(&character) {
        return String::new();
    }
    let text = JsString::from(character.to_string());
    let begins = |first: &str| text.locale_compare(first, locale, options) >= 0;
    let mut found: String =
        FIRST.iter().rev().find(|(_, first)| begins(first)).map(|(letter, _)| *letter).into_iter().collect();
    found.extend(OTHER.iter().filter(|(other, _)| *other == character).map(|(_, letter)| *letter));
    found
}
