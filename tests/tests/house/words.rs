//! One word for one thing: what people read, held against `templates/terms/glossary.json`.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use super::literals::literals;
use crate::{root, sources};

/// The glossary, as its `about` describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Glossary {
    #[expect(dead_code, reason = "it explains the file to whoever reads it")]
    about: String,
    pub(crate) words: Vec<Entry>,
    register: Vec<String>,
    latin: Vec<String>,
    pub(crate) waiting: Vec<Waiting>,
}

/// A word that is kept, and those it replaces.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) word: String,
    pub(crate) means: String,
    pub(crate) not: Vec<String>,
    /// Areas it holds in; none stands for all.
    #[serde(default)]
    only: Vec<String>,
    /// Longer words in which a replaced one may stand.
    #[serde(default)]
    pub(crate) but: Vec<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "it explains the exception to whoever reads the glossary")]
    why: String,
}

/// A place that still holds a replaced word.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiting {
    area: String,
    /// How the place begins, such as `forms/hearing.json`.
    place: String,
    words: Vec<String>,
}

/// A text that people read.
pub(crate) struct Text {
    area: &'static str,
    place: String,
    words: String,
}

pub(crate) fn glossary() -> Glossary {
    let text = fs::read_to_string(root().join("templates/terms/glossary.json")).expect("there is a glossary");
    serde_json::from_str(&text).expect("the glossary is as described")
}

/// Everything people read, with its place.
pub(crate) fn texts() -> Vec<Text> {
    let mut all = Vec::new();
    for (area, folder) in
        [("forms", "forms"), ("catalogue", "catalogues"), ("screens", "registers"), ("screens", "places")]
    {
        for name in templates::names(folder) {
            let path = format!("{folder}/{name}.json");
            let value = serde_json::from_str(templates::file(&path).expect("it is listed")).expect("JSON");
            values(area, &path, &value, &mut all);
        }
    }
    let screens = templates::file("terms/zh.json").expect("the terms are embedded");
    values("screens", "terms/zh.json", &serde_json::from_str(screens).expect("JSON"), &mut all);
    for folder in ["letters", "reports"] {
        for name in templates::names(folder) {
            let path = format!("{folder}/{name}.txt");
            let lines = templates::file(&path).expect("it is listed").lines().enumerate();
            let text = |(at, line): (usize, &str)| Text {
                area: "letters",
                place: format!("{path}:{}", at + 1),
                words: line.to_owned(),
            };
            all.extend(lines.filter(|(_, line)| has_chinese(line)).map(text));
        }
    }
    all.extend(messages());
    all
}

/// Chinese texts of the crates. Tests and made-up content are not what the product says.
fn messages() -> Vec<Text> {
    let mut all = Vec::new();
    for (path, source) in sources(&["crates"]) {
        let path = path.strip_prefix(root()).expect("it lies in the project").display().to_string();
        let file = path.rsplit('/').next().unwrap_or_default();
        let left_out = ["tests.rs", "properties.rs"].contains(&file)
            || path.contains("/tests/")
            || path.contains("/app/src/sample");
        if left_out {
            continue;
        }
        let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (line, words) in literals(source) {
            // Markup and style sheets name fonts; no person reads them.
            if has_chinese(&words) && !words.contains(['<', '\'']) {
                all.push(Text { area: "messages", place: format!("{path}:{line}"), words });
            }
        }
    }
    all
}

fn values(area: &'static str, place: &str, value: &Value, all: &mut Vec<Text>) {
    match value {
        Value::String(words) if has_chinese(words) => {
            all.push(Text { area, place: place.to_owned(), words: words.clone() });
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                values(area, &format!("{place}/{at}"), item, all);
            }
        }
        Value::Object(map) => {
            // What `wording_alias` replaces is looked for and never shown.
            for (key, item) in map.iter().filter(|(key, _)| *key != "wording_alias") {
                values(area, &format!("{place}/{key}"), item, all);
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

impl Waiting {
    fn holds(&self, text: &Text) -> bool {
        self.area == text.area && text.place.starts_with(&self.place)
    }
}

impl Glossary {
    /// What is wrong with a text: each replaced word with the one that is kept.
    pub(crate) fn faults(&self, text: &Text) -> Vec<(String, String)> {
        let of = |entry: &Entry| -> Vec<(String, String)> {
            let holds = entry.only.is_empty() || entry.only.iter().any(|area| area == text.area);
            let words = entry.but.iter().fold(text.words.clone(), |words, but| words.replace(but, "□"));
            let found = entry.not.iter().filter(|not| holds && words.contains(not.as_str()));
            found.map(|not| (not.clone(), entry.word.clone())).collect()
        };
        let spoken = ["screens", "messages"].contains(&text.area);
        let register = self.register.iter().filter(|words| spoken && text.words.contains(words.as_str()));
        let plainer = register.map(|words| (words.clone(), "书面语".to_owned()));
        self.words.iter().flat_map(of).chain(plainer).filter(|(not, _)| !self.awaits(text, not)).collect()
    }

    fn awaits(&self, text: &Text, not: &str) -> bool {
        self.waiting.iter().any(|w| w.holds(text) && w.words.iter().any(|word| word == not))
    }

    /// Words in Latin letters that nobody in an office knows.
    pub(crate) fn foreign(&self, text: &Text) -> Vec<String> {
        let known = self.latin.iter().fold(filled_in(&text.words), |words, known| words.replace(known, "□"));
        let typed = text.place.starts_with("crates/cli/");
        known
            .split(|c: char| !c.is_ascii_alphabetic() && !"-._".contains(c))
            .map(|word| word.trim_end_matches('.'))
            // An extension, or a name to be typed at the command line.
            .filter(|word| !word.starts_with('.') && !word.starts_with("--"))
            .filter(|word| !typed || word.contains(|c: char| c.is_ascii_uppercase()))
            // The blanks that people leave in a date.
            .filter(|word| *word != "xX")
            .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 1)
            .map(str::to_owned)
            .collect()
    }
}

/// Whether a text of a form is an expression, which names fields.
fn calculated(text: &Text) -> bool {
    let keys = [
        "constraint",
        "caution",
        "relevant",
        "required",
        "value",
        "default",
        "when",
        "that",
        "expr",
        "score",
    ];
    let last = text.place.rsplit('/').next().unwrap_or_default();
    let parts = ["/scores/", "/fills/", "/data/"];
    let of_form = keys.contains(&last) || parts.iter().any(|part| text.place.contains(part));
    text.area == "forms" && of_form || text.place.starts_with("registers/") && text.place.contains("/marks/")
}

/// A text without the places that are filled in.
fn filled_in(words: &str) -> String {
    let parts = words.split('{').enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
        .collect()
}

#[test]
fn one_thing_has_one_word() {
    let glossary = glossary();
    let texts = texts();
    assert!(texts.len() > 2000, "only {} texts were read", texts.len());
    let faults: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            let told = |(not, word)| format!("{}: “{not}” → {word}: {}", text.place, text.words);
            glossary.faults(text).into_iter().map(told).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{} words to replace:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn screens_and_messages_are_in_chinese() {
    let glossary = glossary();
    let texts = texts();
    let read = texts
        .iter()
        .filter(|text| ["screens", "messages", "forms"].contains(&text.area) && !calculated(text));
    let faults: Vec<String> = read
        .flat_map(|text| {
            let told = |word| format!("{}: {word}: {}", text.place, text.words);
            glossary.foreign(text).into_iter().map(told).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{} foreign words:\n{}", faults.len(), faults.join("\n"));
}

/// What was mended waits no longer, so that the list can only shrink.
#[test]
fn nothing_waits_that_was_mended() {
    let Glossary { waiting, .. } = glossary();
    let strict = Glossary { waiting: Vec::new(), ..glossary() };
    let texts = texts();
    for waits in &waiting {
        let found: BTreeSet<String> = texts
            .iter()
            .filter(|text| waits.holds(text))
            .flat_map(|text| strict.faults(text))
            .map(|(not, _)| not)
            .collect();
        let mended: Vec<&String> = waits.words.iter().filter(|word| !found.contains(*word)).collect();
        assert!(mended.is_empty(), "strike {mended:?} of {} off the list of the glossary", waits.place);
    }
}

/// No entry forbids what another keeps, and every exception is one to its own entry.
#[test]
fn the_glossary_agrees_with_itself() {
    let glossary = glossary();
    let mut kept = BTreeSet::new();
    for entry in &glossary.words {
        assert!(kept.insert(entry.word.as_str()), "{} stands twice", entry.word);
        assert!(!entry.means.is_empty() && !entry.not.is_empty(), "{} is not explained", entry.word);
        let own = |but: &String| entry.not.iter().any(|not| but.contains(not.as_str()));
        assert!(entry.but.iter().all(own), "an exception to {} excepts nothing", entry.word);
        let text = Text { area: "screens", place: String::new(), words: entry.word.clone() };
        assert!(glossary.faults(&text).is_empty(), "{} is kept and replaced", entry.word);
    }
}

/// What is said of what was done is one line at the foot of the screen and ends without a full stop, as all of them do;
/// questions in a dialog are sentences.
#[test]
fn notices_end_alike() {
    let terms: Value =
        serde_json::from_str(templates::file("terms/zh.json").expect("the terms are embedded"))
            .expect("JSON");
    let (mut looked_at, mut stopped) = (0, Vec::new());
    for (path, source) in sources(&["crates/app/src/update"]) {
        for (line, key) in literals(&source) {
            let Some(words) = terms.get(&key).and_then(Value::as_str).filter(|_| !key.ends_with("_ask"))
            else {
                continue;
            };
            looked_at += 1;
            if words.ends_with('。') {
                stopped.push(format!("{}:{line}: {key}", path.display()));
            }
        }
    }
    assert!(looked_at > 100, "{looked_at} notices were found");
    assert!(stopped.is_empty(), "these notices end with a full stop: {stopped:#?}");
}
