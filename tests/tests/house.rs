//! The house stands: arrows point one way, libraries stay in their rooms, every word on screen is in the terms.

mod house {
    pub(crate) mod kinds;
    pub(crate) mod literals;
    pub(crate) mod words;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the project").to_owned()
}

/// Which crates of the house each crate may use. What is not listed may use everything (shells, automation, tests).
const ARROWS: [(&str, &[&str]); 14] = [
    ("expr", &[]),
    ("form", &["expr"]),
    ("document", &["expr"]),
    ("proof", &["document", "expr"]),
    ("export-docx", &["document"]),
    ("export-html", &["document"]),
    ("import-docx", &[]),
    ("exchange", &[]),
    ("store", &[]),
    ("redact", &[]),
    ("ledger", &["expr"]),
    ("templates", &["expr", "form", "document", "proof", "ledger", "redact"]),
    (
        "app",
        &[
            "expr",
            "form",
            "document",
            "proof",
            "ledger",
            "exchange",
            "templates",
            "redact",
            "import-docx",
            "export-docx",
            "export-html",
        ],
    ),
    ("web", &["app", "templates", "store"]),
];

/// Libraries that may be used in one room only.
const ROOMS: [(&str, &[&str]); 8] = [
    ("yew", &["web"]),
    ("web-sys", &["web"]),
    ("js-sys", &["web"]),
    ("gloo", &["web"]),
    ("docx-rs", &["export-docx"]),
    ("minijinja", &["expr"]),
    ("clap", &["cli"]),
    ("wasm-bindgen", &["web", "speed"]),
];

/// Every crate of the house, as cargo describes it.
fn packages() -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages =
        metadata.get("packages").and_then(serde_json::Value::as_array).expect("there are packages");
    packages.clone()
}

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let packages = packages();
    let part = |value: &serde_json::Value, key: &str| value.get(key).cloned().unwrap_or_default();
    let name = |value: &serde_json::Value| part(value, "name").as_str().map(str::to_owned);
    let normal = |package: &serde_json::Value| -> BTreeSet<String> {
        let all = part(package, "dependencies").as_array().cloned().unwrap_or_default();
        all.iter().filter(|d| part(d, "kind").is_null()).filter_map(name).collect()
    };
    packages.iter().filter_map(|package| Some((name(package)?, normal(package)))).collect()
}

#[test]
fn arrows_between_crates_point_one_way() {
    let all = dependencies();
    let house: BTreeSet<&String> = all.keys().collect();
    for (name, allowed) in ARROWS {
        let used = all.get(name).unwrap_or_else(|| panic!("the crate {name} is gone from the house"));
        for dependency in used.iter().filter(|d| house.contains(d)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not use {dependency}");
        }
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    for (name, used) in dependencies() {
        for (library, rooms) in ROOMS {
            let free = ["xtask", "tests"].contains(&name.as_str());
            assert!(
                free || rooms.contains(&name.as_str()) || !used.contains(library),
                "{name} must not use {library}"
            );
        }
    }
}

/// `unsafe` is forbidden by the workspace's lints, which a crate has only when it asks for them.
#[test]
fn every_crate_of_the_house_forbids_unsafe_code() {
    let manifest = |path: &Path| -> toml::Table {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let at = |table: &toml::Table, keys: &[&str]| {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(table.get(*first)?.clone(), |value, key| value.get(*key).cloned())
    };
    let house = manifest(&root().join("Cargo.toml"));
    let forbid = at(&house, &["workspace", "lints", "rust", "unsafe_code"]);
    assert_eq!(forbid, Some("forbid".into()), "the workspace's lints");
    let packages = packages();
    assert!(packages.len() >= 18, "only {} crates", packages.len());
    for package in packages {
        let path = package.get("manifest_path").and_then(serde_json::Value::as_str).unwrap_or_default();
        let inherits = at(&manifest(Path::new(path)), &["lints", "workspace"]);
        assert_eq!(inherits, Some(true.into()), "{path} does not have the workspace's lints");
    }
}

fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut files);
    }
    assert!(!files.is_empty(), "no sources found in {folders:?}");
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target" && name != "node_modules") {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            files.push((path, text));
        }
    }
}

#[test]
fn every_module_says_its_job_in_its_first_line() {
    for (path, text) in sources(&["crates", "web/src", "tests"]) {
        let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!"));
        assert!(first.is_some_and(|line| line.starts_with("//!")), "{} has no //! line", path.display());
    }
}

/// A source line without its comment. Our sources keep `//` out of string literals but for addresses.
fn code(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.split(" // ").next().unwrap_or(line)
}

/// What a file or a person wrote becomes text nodes; nothing in the shell could make markup or script of it.
#[test]
fn the_shell_makes_no_markup_of_text() {
    for (path, text) in sources(&["web/src"]) {
        for way in [
            "from_html_unchecked",
            "inner_html",
            "outer_html",
            "adjacent_html",
            "srcdoc",
            "Function::new",
            "eval(",
        ] {
            assert!(!text.lines().any(|line| code(line).contains(way)), "{} uses {way}", path.display());
        }
    }
}

#[test]
fn the_shell_holds_no_chinese() {
    for (path, text) in sources(&["web/src"]) {
        for (number, line) in text.lines().enumerate() {
            let chinese = code(line)
                .chars()
                .any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c));
            assert!(!chinese, "{}:{} belongs in templates/terms", path.display(), number + 1);
        }
    }
}

fn terms() -> BTreeMap<String, String> {
    serde_json::from_str(templates::file("terms/zh.json").expect("the terms are embedded"))
        .expect("terms are flat JSON")
}

/// Every string literal of the sources that could be a key.
fn literals(text: &str) -> BTreeSet<String> {
    let key = |s: &&str| {
        s.contains('.')
            && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    text.lines()
        .flat_map(|line| code(line).split('"').collect::<Vec<_>>())
        .filter(key)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_word_asked_for_is_in_the_terms() {
    let terms = terms();
    for (path, text) in sources(&["web/src", "crates/app/src"]) {
        for call in [
            "text(\"",
            "text_with(\"",
            "say_term(Tone::Bad, \"",
            "say_term(Tone::Warn, \"",
            "say_term(Tone::Good, \"",
        ] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                let a_key = key.contains('.') && key.is_ascii() && !key.contains(' ');
                assert!(
                    !a_key || terms.contains_key(key),
                    "{} asks for the unknown term {key}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_term_is_left_over() {
    let used: BTreeSet<String> =
        sources(&["web/src", "crates"]).iter().flat_map(|(_, text)| literals(text)).collect();
    let left: Vec<String> = terms().into_keys().filter(|key| !used.contains(key)).collect();
    assert!(left.is_empty(), "terms that nothing shows: {left:?}");
}

#[test]
fn every_template_of_the_pack_can_be_used() {
    let pack = templates::Pack::shipped();
    for name in pack.letter_names() {
        let letter = pack.letter(name).unwrap_or_else(|error| panic!("letter {name}: {error}"));
        pack.style(&letter.about.style).unwrap_or_else(|error| panic!("letter {name}: {error}"));
        assert!(
            letter.about.letter.starts_with(&format!("{name}/")),
            "the letter {name} calls itself {}",
            letter.about.letter
        );
    }
    for name in templates::names("forms") {
        let form = pack.form(name).unwrap_or_else(|error| panic!("form {name}: {error}"));
        assert!(form.form.starts_with(&format!("{name}/")), "the form {name} calls itself {}", form.form);
    }
    for name in templates::names("styles") {
        pack.style(name).unwrap_or_else(|error| panic!("style {name}: {error}"));
    }
    assert!(pack.calendar().years.contains(&2026));
    let (units, problems) = ledger::roster::parse(pack.roster());
    assert_eq!((units.len(), problems.len()), (139, 0));
}

/// Every field below these, with the path of its id.
fn fields_below<'f>(fields: &'f [form::Field], path: &str, found: &mut Vec<(String, &'f form::Field)>) {
    for field in fields {
        let path = format!("{path}.{}", field.id);
        fields_below(&field.fields, &path, found);
        fields_below(&field.columns, &path, found);
        found.push((path, field));
    }
}

/// A name that no field declares is a name that leaves in clear where a copy is masked.
#[test]
fn a_field_that_sounds_like_a_person_says_what_it_holds() {
    let pack = templates::Pack::shipped();
    let rules = pack.redaction().unwrap();
    let mut silent = Vec::new();
    for name in templates::names("forms") {
        let definition = pack.form(name).unwrap();
        let mut fields = Vec::new();
        definition.sections.iter().for_each(|section| fields_below(&section.fields, name, &mut fields));
        fields.retain(|(_, field)| field.kind == form::Kind::Text && rules.sounds_like_people(&field.label));
        // A field of a pattern is read as it is written: its numbers may still be placeholders.
        let part = |field: &serde_json::Value, key: &str| field[key].as_str().unwrap_or_default().to_owned();
        let items = definition.patterns.values().flat_map(|pattern| &pattern.fields);
        let items = items
            .filter(|item| part(item, "kind") == "text" && rules.sounds_like_people(&part(item, "label")));
        let items = items.filter(|item| item["holds"].is_null() && part(item, "appearance") != form::PERSON);
        silent.extend(items.map(|item| format!("{name}.{}", part(item, "id"))));
        silent.extend(
            fields.iter().filter(|(_, field)| field.says_of_people().is_none()).map(|(path, _)| path.clone()),
        );
    }
    for (name, kind) in pack.kinds().in_order() {
        let ways = kind.life.iter().flat_map(|life| &life.transitions);
        let asks = ways.flat_map(|way| way.asks.iter().map(move |ask| (way, ask)));
        let asks = asks.filter(|(_, ask)| !ask.people && rules.sounds_like_people(&ask.label));
        silent.extend(asks.map(|(way, ask)| format!("{name}.life.{}.{}", way.id, ask.id)));
    }
    for name in pack.letter_names() {
        let letter = pack.letter(name).unwrap();
        let inputs = letter
            .about
            .inputs
            .iter()
            .filter(|input| input.kind != "date" && rules.sounds_like_people(&input.label));
        silent
            .extend(inputs.filter(|input| input.holds.is_none()).map(|input| format!("{name}.{}", input.id)));
    }
    assert_eq!(silent, Vec::<String>::new(), "say \"holds\": \"people\", \"contact\" or \"nobody\"");
}
