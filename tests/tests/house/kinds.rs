//! No form, letter, state or answer word stands in Rust: what records mean is data of the forms (`templates/README.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::literals::literals;
use crate::{root, sources};

/// What may stand there all the same: file, words (`*` for all), and why.
const EXCEPTIONS: [(&str, &[&str], &str); 15] = [
    (
        "crates/ledger/src/authority.rs",
        &["self-check", "rectification"],
        "names of entries in files (exchange/SPEC.md)",
    ),
    ("crates/ledger/src/authority/laws.rs", &["self-check-"], "the beginning of such a name"),
    ("crates/ledger/src/kinds.rs", &["rectification"], "the address of a page"),
    ("crates/app/src/route.rs", &["rectification", "record"], "addresses of pages"),
    ("crates/app/src/query/names.rs", &["record"], "a name that letters read"),
    ("crates/app/src/context/record.rs", &["record"], "a name that letters read"),
    ("crates/templates/src/letters.rs", &["record"], "a scope, and a name that letters read"),
    ("crates/templates/src/query.rs", &["record"], "a name that letters read"),
    ("crates/templates/src/form_data.rs", &["record"], "a name that queries of forms read"),
    ("crates/app/src/forms.rs", &["example"], "a key of a self-check's figures"),
    ("crates/cli/src/commands/report.rs", &["annual-report"], "the report that the command is named after"),
    ("crates/cli/src/commands/book.rs", &["工作底稿", "已销号"], "words of the command line"),
    ("crates/cli/src/commands/form.rs", &["提醒"], "a grade of what forms find"),
    (
        "crates/app/src/context/self_check.rs",
        &["不适用", "example"],
        "an answer to catalogue items, whichever form asks them; a key of a self-check's figures",
    ),
    ("crates/app/src/fields.rs", &["*"], "parts of the head of official documents (GB/T 9704)"),
];

/// Crates that know official documents and no forms: their words are the standard's, and forms use some of them.
const DOCUMENTS: [&str; 5] =
    ["crates/document/", "crates/proof/", "crates/redact/", "crates/export-", "crates/import-"];

/// Yes and no, as forms, facts of units and expressions write them.
const PLAIN: [&str; 2] = ["是", "否"];

/// Words of the data, each with the file it stands in.
fn words_of_data() -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let styles: BTreeSet<String> = stems("styles").into_iter().map(|(name, _)| name).collect();
    for folder in ["forms", "letters", "reports"] {
        let named = stems(folder).into_iter().filter(|(name, _)| !styles.contains(name));
        words.extend(named);
    }
    for (_, path) in stems("forms") {
        let text = fs::read_to_string(root().join(&path)).expect("a form can be read");
        let form: Value = serde_json::from_str(&text).expect("a form is JSON");
        collect(&form, &mut |word| {
            words.entry(word.to_owned()).or_insert_with(|| path.clone());
        });
    }
    PLAIN.iter().for_each(|word| drop(words.remove(*word)));
    // A register of people is called like their role.
    stems("places").iter().for_each(|(role, _)| drop(words.remove(role)));
    words
}

/// Names of the templates of a folder, with their paths.
fn stems(folder: &str) -> Vec<(String, String)> {
    let files =
        fs::read_dir(root().join("templates").join(folder)).expect("the folder can be read").flatten();
    let name = |path: &std::path::Path| Some(path.file_stem()?.to_str()?.to_owned());
    let path = |path: &std::path::Path| Some(format!("templates/{folder}/{}", path.file_name()?.to_str()?));
    files
        .filter(|file| file.path().is_file())
        .filter_map(|file| Some((name(&file.path())?, path(&file.path())?)))
        .collect()
}

/// States of life cycles and options of fields, in the words of today and earlier ones.
fn collect(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) => {
            for key in ["states", "choices"] {
                let list = map.get(key).and_then(Value::as_array).into_iter().flatten();
                list.filter_map(Value::as_str).for_each(&mut *found);
            }
            map.get("renamed")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .for_each(|(word, _)| found(word));
            map.values().for_each(|inner| collect(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The product's part of a source: its tests stand below it.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]\nmod ").next().unwrap_or(source)
}

/// Whether a source is the product's own: no sample, no tests.
fn is_product(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let of_tests = path.contains("/tests/") || ["tests.rs", "properties.rs"].contains(&last);
    let of_sample = path.contains("/sample/") || last == "sample.rs";
    path.contains("/src/") && !of_tests && !of_sample && !path.starts_with("crates/xtask/")
}

/// What a literal names: itself, or what stands before a version (`phone-call/1`) or a running number (`phone-call-`).
fn names(literal: &str) -> [&str; 3] {
    [literal, literal.split('/').next().unwrap_or_default(), literal.trim_end_matches('-')]
}

#[test]
fn what_records_mean_stands_in_the_forms_and_not_in_rust() {
    let words = words_of_data();
    assert!(words.len() > 100, "only {} words were found", words.len());
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (path, source) in sources(&["crates", "web/src"]) {
        let path = path.strip_prefix(root()).expect("a source lies in the project").display().to_string();
        if !is_product(&path) {
            continue;
        }
        for (line, literal) in literals(without_tests(&source)) {
            let Some((word, home)) = names(&literal).into_iter().find_map(|name| words.get_key_value(name))
            else {
                continue;
            };
            let is_name = home.ends_with(&format!("/{word}.json")) || home.ends_with(&format!("/{word}.txt"));
            if !is_name && DOCUMENTS.iter().any(|part| path.starts_with(part)) {
                continue;
            }
            let allowed = |(_, (file, all, _)): &(usize, &(&str, &[&str], &str))| {
                *file == path
                    && all
                        .iter()
                        .any(|one| *one == "*" || *one == literal.as_str() || names(&literal).contains(one))
            };
            match EXCEPTIONS.iter().enumerate().find(allowed) {
                Some((place, _)) => drop(used.insert(place)),
                None => wrong.push(format!("{path}:{line} “{literal}” is a word of {home}")),
            }
        }
    }
    assert!(wrong.is_empty(), "say it in the form's kind block and ask ledger::Kinds:\n{}", wrong.join("\n"));
    let idle: Vec<&str> = (0..EXCEPTIONS.len())
        .filter(|place| !used.contains(place))
        .map(|place| EXCEPTIONS[place].0)
        .collect();
    assert!(idle.is_empty(), "exceptions that nothing needs any more: {idle:?}");
}
