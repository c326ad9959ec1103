//! How quiet proof-reading is on documents that were signed, sealed and published.
//!
//! `published/regulation.txt` is part of the project. The other documents are listed in `documents.txt` by name and
//! number; their texts are found through `DUCHA_CORPORA`. `alarms.txt` holds every finding in all of them, and
//! `reviews.txt` says of each whether it is right. `DUCHA_BLESS=1` writes `alarms.txt` anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use document::HeadFields;
use libtest_mimic::{Failed, Trial};
use proof::{Finding, Severity};

use super::case::{findings, told};
use super::{files, lexicon, project};

/// A published document.
struct Published {
    name: String,
    head: HeadFields,
    text: String,
}

/// A person's judgement on the findings of a rule, in all documents or in one.
struct Review {
    code: String,
    document: Option<String>,
    right: bool,
}

pub(crate) fn trials() -> Vec<Trial> {
    let corpus = std::env::var_os("DUCHA_CORPORA").map(|c| PathBuf::from(c).join("official-documents"));
    match corpus.filter(|folder| folder.is_dir()) {
        Some(folder) => vec![Trial::test("quiet on published documents", move || quiet(Some(&folder)))],
        None => {
            let missing = || Err(Failed::from("DUCHA_CORPORA does not lead to them"));
            vec![
                Trial::test("quiet on the regulation", || quiet(None)),
                Trial::test("quiet on published documents (not run: DUCHA_CORPORA)", missing)
                    .with_ignored_flag(true),
            ]
        }
    }
}

fn folder() -> PathBuf {
    project("tests/suite/proof/published")
}

fn read(path: &Path) -> Result<Published, Failed> {
    let source = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let parts: Vec<&str> = source.splitn(3, "+++\n").collect();
    let [_, head, text] = parts.as_slice() else {
        return Err(format!("{name}: no head between +++ lines").into());
    };
    let head = HeadFields::from_toml(head).map_err(|e| format!("{name}: {e}"))?;
    Ok(Published { name, head, text: (*text).to_owned() })
}

/// Every finding is in `alarms.txt` and reviewed; no Error and less than one Warning in 1,000 characters is false.
fn quiet(corpus: Option<&Path>) -> Result<(), Failed> {
    let lexicon = lexicon()?;
    let mut paths = vec![folder().join("regulation.txt")];
    let names = fs::read_to_string(folder().join("documents.txt")).map_err(|e| e.to_string())?;
    if let Some(corpus) = corpus {
        let listed = |p: &PathBuf| {
            let stem = p.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            names.lines().any(|l| l.split_whitespace().next() == Some(stem.as_str()))
        };
        paths.extend(files(corpus).into_iter().filter(listed));
    }
    let documents: Vec<Published> = paths.iter().map(|p| read(p)).collect::<Result<_, _>>()?;
    let alarms: Vec<(&Published, Vec<Finding>)> =
        documents.iter().map(|d| (d, findings(&d.head, &d.text, &lexicon))).collect();
    if corpus.is_some() {
        compare(&report(&alarms))?;
    }
    judge(&alarms)
}

/// Counts by rule, then every finding.
fn report(alarms: &[(&Published, Vec<Finding>)]) -> String {
    let characters: usize = alarms.iter().map(|(d, _)| d.text.chars().count()).sum();
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in alarms.iter().flat_map(|(_, f)| f) {
        *by_rule.entry(finding.rule).or_default() += 1;
    }
    let mut out = format!("{} documents, {characters} characters\n\n", alarms.len());
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let count = alarms.iter().flat_map(|(_, f)| f).filter(|f| f.severity == severity).count();
        let _ =
            writeln!(out, "{severity:?}: {count}, {} per 1,000 characters", per_thousand(count, characters));
    }
    out.push('\n');
    for (code, count) in by_rule {
        let _ = writeln!(out, "{code}: {count}, {} per 1,000 characters", per_thousand(count, characters));
    }
    for (document, findings) in alarms.iter().filter(|(_, f)| !f.is_empty()) {
        let _ = writeln!(out, "\n{}", document.name);
        for finding in findings {
            let _ = writeln!(out, "{:?} {} — {}", finding.severity, told(finding), finding.message);
        }
    }
    out
}

fn per_thousand(count: usize, characters: usize) -> String {
    let hundredths = count * 100_000 / characters.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn compare(found: &str) -> Result<(), Failed> {
    let golden = folder().join("alarms.txt");
    if std::env::var_os("DUCHA_BLESS").is_some() {
        return fs::write(golden, found).map_err(|e| e.to_string().into());
    }
    let expected = fs::read_to_string(golden).unwrap_or_default();
    let differing = expected.lines().map(Some).chain([None]).zip(found.lines().map(Some).chain([None]));
    match (1..).zip(differing).find(|(_, (a, b))| a != b) {
        _ if expected == found => Ok(()),
        first => Err(format!("alarms.txt: line, (expected, found): {first:?}").into()),
    }
}

/// `reviews.txt`: `CODE [document] right|false: why`.
fn reviews() -> Result<Vec<Review>, Failed> {
    let source = fs::read_to_string(folder().join("reviews.txt")).map_err(|e| e.to_string())?;
    let lines = source.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let (key, why) =
                line.split_once(": ").ok_or_else(|| Failed::from(format!("no reason: {line}")))?;
            let words: Vec<&str> = key.split_whitespace().collect();
            let (code, document, verdict) = match words.as_slice() {
                [code, verdict] => (*code, None, *verdict),
                [code, document, verdict] => (*code, Some((*document).to_owned()), *verdict),
                _ => return Err(format!("not a review: {line}").into()),
            };
            if why.trim().is_empty() || !matches!(verdict, "right" | "false") {
                return Err(format!("not a review: {line}").into());
            }
            Ok(Review { code: code.to_owned(), document, right: verdict == "right" })
        })
        .collect()
}

fn judge(alarms: &[(&Published, Vec<Finding>)]) -> Result<(), Failed> {
    let reviews = reviews()?;
    let mut open: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    for (document, findings) in alarms {
        for finding in findings {
            let own = |r: &&Review| r.code == finding.rule && r.document.as_ref() == Some(&document.name);
            let any = |r: &&Review| r.code == finding.rule && r.document.is_none();
            match reviews.iter().find(own).or(reviews.iter().find(any)) {
                None => open.push(format!("{} {}", document.name, told(finding))),
                Some(review) if !review.right => wrong.push(finding),
                Some(_) => {}
            }
        }
    }
    let characters: usize = alarms.iter().map(|(d, _)| d.text.chars().count()).sum();
    let errors = wrong.iter().filter(|f| f.severity == Severity::Error).count();
    let warnings = wrong.iter().filter(|f| f.severity == Severity::Warning).count();
    if !open.is_empty() {
        return Err(format!("not reviewed:\n{}", open.join("\n")).into());
    }
    if errors > 0 || warnings * 1_000 > characters {
        return Err(
            format!("{errors} false errors, {warnings} false warnings in {characters} characters").into()
        );
    }
    Ok(())
}
