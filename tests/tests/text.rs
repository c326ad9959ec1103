//! Runs `suite/text`: plain text as offices paste it becomes the document and the notices written down below it.
//!
//! The format of a file is described in `suite/text/README.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use document::{HeadFields, compose_with_notices, dump};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/text");
    let mut files: Vec<PathBuf> = fs::read_dir(&suite)
        .expect("the suite folder exists")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    if std::env::var_os("DUCHA_BLESS").is_some() {
        files.iter().for_each(|file| bless(file));
    }
    let trials = files.iter().flat_map(|file| {
        let theme = file.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        cases(file)
            .into_iter()
            .map(move |case| Trial::test(format!("{theme}: {}", case.claim), move || run(&case)))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// One case of a file.
#[derive(Debug, Default)]
struct Case {
    claim: String,
    head: String,
    input: String,
    document: String,
    notices: String,
}

fn cases(file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).expect("a case file is readable UTF-8");
    let mut cases: Vec<Case> = Vec::new();
    let mut section = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(claim) = line.strip_prefix("=== ") {
            cases.push(Case { claim: claim.trim().to_owned(), ..Case::default() });
            section.clear();
        } else if let Some(name) = line.strip_prefix("--- ") {
            section = name.trim().to_owned();
        } else if let Some(case) = cases.last_mut() {
            match section.as_str() {
                "head" => case.head.push_str(line),
                "input" => case.input.push_str(line),
                "document" => case.document.push_str(line),
                "notices" => case.notices.push_str(line),
                _ => assert!(line.trim().is_empty(), "{}: {line:?} stands in no section", file.display()),
            }
        }
    }
    assert!(!cases.is_empty(), "{} holds no case", file.display());
    cases
}

/// The document's dump and the notices of a case, each notice a line.
fn outcome(case: &Case) -> Result<(String, String), Failed> {
    let head = HeadFields::from_toml(&case.head).map_err(|e| Failed::from(e.to_string()))?;
    let (document, notices) = compose_with_notices(&head, &decode(&case.input));
    let mut words = String::new();
    notices.iter().for_each(|n| words.extend([n.message().as_str(), "\n"]));
    Ok((dump(&document), words))
}

fn run(case: &Case) -> Result<(), Failed> {
    let (document, notices) = outcome(case)?;
    compare("document", &case.document, &document)?;
    compare("notices", &case.notices, &notices)
}

/// `\u{2028}` and the like stand for characters that an editor would not show.
fn decode(text: &str) -> String {
    let mut pieces = text.split("\\u{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('}').expect("an escape ends with a brace");
        let code = u32::from_str_radix(code, 16).expect("an escape holds a hexadecimal number");
        out.push(char::from_u32(code).expect("an escape names a character"));
        out.push_str(rest);
    }
    out
}

fn compare(what: &str, expected: &str, actual: &str) -> Result<(), Failed> {
    if expected.trim_end() == actual.trim_end() {
        return Ok(());
    }
    let mut message = format!("{what}\n");
    let lines = expected.lines().map(Some).chain(std::iter::repeat(None));
    for (expected, actual) in
        lines.zip(actual.lines().map(Some).chain([None])).filter(|(a, b)| a != b).take(3)
    {
        let _ = writeln!(message, "  expected {expected:?}\n  actual   {actual:?}");
    }
    Err(Failed::from(message))
}

/// Rewrites what a file expects by what comes out.
fn bless(file: &Path) {
    let mut out = String::new();
    for case in cases(file) {
        let (document, notices) = outcome(&case).unwrap_or_else(|e| panic!("{}: {e:?}", case.claim));
        let _ = writeln!(out, "=== {}", case.claim);
        if !case.head.is_empty() {
            let _ = writeln!(out, "--- head\n{}", case.head.trim_end());
        }
        let _ = writeln!(out, "--- input\n{}", case.input.trim_end_matches('\n'));
        let _ = writeln!(out, "--- document\n{}", document.trim_end());
        if !notices.is_empty() {
            let _ = writeln!(out, "--- notices\n{}", notices.trim_end());
        }
        out.push('\n');
    }
    fs::write(file, out).expect("the case file can be written");
}
