//! Runs `suite/proof`: every rule finds what its wrong examples show, leaves its right ones alone, and is quiet on
//! documents that were published.
//!
//! The format of a case and of the published documents is described in `suite/proof/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use proof::Lexicon;

#[path = "proof/case.rs"]
mod case;
#[path = "proof/published.rs"]
mod published;

use case::{Example, correct, findings, told};

/// Corrections may uncover further findings, but there is an end to it.
const MOST_CORRECTIONS: usize = 200;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("every rule has wrong and right examples", every_rule_has_examples),
        Trial::test("every rule says what it is based on", every_rule_is_described),
    ];
    for path in files(&suite()) {
        let code = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        trials.push(Trial::test(code.clone(), move || run(&code, &path)));
    }
    trials.extend(published::trials());
    libtest_mimic::run(&arguments, trials).exit();
}

/// A path of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn suite() -> PathBuf {
    project("tests/suite/proof")
}

/// The text files of a folder by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let mut files: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    files
}

/// The words and phrases that ship.
pub(crate) fn lexicon() -> Result<Lexicon, Failed> {
    let read =
        |name: &str| fs::read_to_string(project("templates/rules").join(name)).map_err(|e| e.to_string());
    let (words, vocabulary) = (read("proof.json")?, read("spelling.json")?);
    Lexicon::from_json(&words, &vocabulary).map_err(|e| Failed::from(e.to_string()))
}

fn every_rule_has_examples() -> Result<(), Failed> {
    let codes: BTreeSet<&str> = proof::rules().map(|rule| rule.code).collect();
    if codes.len() != proof::rules().count() {
        return Err("two rules have the same code".into());
    }
    let mut lacking: Vec<String> = Vec::new();
    for code in &codes {
        let source = fs::read_to_string(suite().join(format!("{code}.txt"))).unwrap_or_default();
        let examples = case::read(&source).unwrap_or_default();
        if !examples.iter().any(|e| e.wrong) || !examples.iter().any(|e| !e.wrong) {
            lacking.push((*code).to_owned());
        }
    }
    for path in files(&suite()) {
        let code = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !codes.contains(code.as_str()) {
            lacking.push(format!("{code} (a file without a rule)"));
        }
    }
    if lacking.is_empty() { Ok(()) } else { Err(format!("no examples for {}", lacking.join(", ")).into()) }
}

fn every_rule_is_described() -> Result<(), Failed> {
    let bare: Vec<&str> =
        proof::rules().filter(|r| r.name.is_empty() || r.basis.is_empty()).map(|r| r.code).collect();
    if bare.is_empty() { Ok(()) } else { Err(format!("no name or basis: {bare:?}").into()) }
}

fn run(code: &str, path: &Path) -> Result<(), Failed> {
    let lexicon = lexicon()?;
    let source = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let examples = case::read(&source)?;
    let problems: Vec<String> = examples
        .iter()
        .filter_map(|e| check(code, e, &lexicon).err().map(|p| format!("line {}: {p}", e.line)))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// The rule finds exactly what the example says; each correction removes its finding; all corrections come to an end.
fn check(code: &str, example: &Example, lexicon: &Lexicon) -> Result<(), String> {
    let all = findings(&example.head, &example.text, lexicon);
    let mut found: Vec<String> = all.iter().filter(|f| f.rule == code).map(told).collect();
    let mut expected: Vec<String> = example.expected.iter().map(|e| e.finding.clone()).collect();
    found.sort();
    expected.sort();
    if found != expected {
        return Err(format!("expected {expected:#?}, found {found:#?}"));
    }
    for finding in all.iter().filter(|f| f.rule == code && f.fix.is_some()) {
        let line = told(finding);
        let (mut head, mut text) = (example.head.clone(), example.text.clone());
        if !correct(&mut head, &mut text, finding) {
            return Err(format!("the correction cannot be made: {line}"));
        }
        let left = findings(&head, &text, lexicon).iter().filter(|f| f.rule == code).count();
        let stays = example.expected.iter().any(|e| e.stays && e.finding == line);
        if (left >= found.len()) != stays {
            return Err(format!("{left} of {} findings left after {line}\n{text}", found.len()));
        }
    }
    converges(example, lexicon)
}

fn converges(example: &Example, lexicon: &Lexicon) -> Result<(), String> {
    let (mut head, mut text) = (example.head.clone(), example.text.clone());
    let mut made: Vec<String> = Vec::new();
    for _ in 0..MOST_CORRECTIONS {
        let all = findings(&head, &text, lexicon);
        let Some(next) = all.iter().find(|f| f.fix.is_some()) else { return Ok(()) };
        made.push(format!("{}: {}", told(next), next.message));
        if !correct(&mut head, &mut text, next) {
            return Err(format!("the correction cannot be made: {}", told(next)));
        }
    }
    Err(format!("corrections do not end: {:#?}\n{text}", made.iter().rev().take(6).collect::<Vec<_>>()))
}
