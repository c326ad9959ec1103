//! Every folder of `suite/rendering` is a document and what a ruler must read on its pages; our own pagination of
//! these and many more documents is compared with the rendered pages.
//!
//! All documents are rendered in one run of the office, then each is one trial. The tables at the end show every
//! reading beside what is required, so that a margin that shrinks is seen before it is gone.

mod rendering {
    pub(crate) mod agreement;
    pub(crate) mod case;
    pub(crate) mod corpus;
    pub(crate) mod grid;
    pub(crate) mod letters;
    pub(crate) mod measure;
    pub(crate) mod record;
}

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use rendering::agreement::{self, Agreement};
use rendering::case::{self, Document};
use rendering::measure::Reading;
use rendering::{corpus, letters, record};
use tests::render::{RenderError, Rendered, Tools};

/// What all trials read, by document.
#[derive(Debug, Default)]
struct Results {
    readings: Vec<(String, Reading)>,
    agreements: Vec<(String, Agreement)>,
}

type Table = Arc<Mutex<Results>>;

/// Lines that must stand on the rendered page as they stand on ours, in percent of all lines of the corpus.
const EQUAL_LINES: f64 = 98.0;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("../target").canonicalize().unwrap_or_else(|_| root.join("../target"));
    let table: Table = Arc::default();
    let documents = || {
        let mut documents = case::documents(&root.join("suite/rendering"))?;
        documents.extend(corpus::documents(&root.join("suite"))?);
        documents.extend(letters::documents(&root.join("suite"))?);
        Ok::<_, String>(documents)
    };
    let trials = match documents() {
        Ok(documents) => trials(&arguments, documents, &target, &table),
        Err(reason) => vec![Trial::test("the cases can be read", move || Err(Failed::from(reason)))],
    };
    let failed = libtest_mimic::run(&arguments, trials).has_failed();
    let whole = !arguments.list && arguments.filter.is_none();
    let differing = sum_up(&table, whole.then(|| root.join("suite/rendering/MEASURED.md")));
    if failed || !differing { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// One trial a document. When rendering is impossible each of them says why.
fn trials(arguments: &Arguments, documents: Vec<Document>, target: &Path, table: &Table) -> Vec<Trial> {
    let wanted = |document: &Document| {
        arguments.filter.as_ref().is_none_or(|filter| document.name.contains(filter.as_str()))
    };
    let documents: Vec<Document> = documents.into_iter().filter(wanted).collect();
    let ready =
        if arguments.list { Ok(None) } else { render(&documents, target).map(|tools| Some(Arc::new(tools))) };
    let trial = |document: Document| {
        let (ready, folder, table) = (ready.clone(), folder(target), Arc::clone(table));
        Trial::test(document.name.clone(), move || match ready {
            Ok(Some(tools)) => examine(&document, &tools, &folder, &table),
            Ok(None) => Ok(()),
            Err(error) => Err(Failed::from(error.to_string())),
        })
    };
    documents.into_iter().map(trial).collect()
}

fn folder(target: &Path) -> PathBuf {
    target.join("rendering")
}

/// Writes and converts every document.
fn render(documents: &[Document], target: &Path) -> Result<Tools, RenderError> {
    let failed = |error: std::io::Error| RenderError::Failed { tool: "writing", reason: error.to_string() };
    let tools = Tools::find(target)?;
    let folder = folder(target);
    // Validators of the file format look into `documents`.
    let samples = target.join("documents/rendering");
    for folder in [&folder, &samples] {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut files = Vec::new();
    for document in documents {
        let file = folder.join(format!("{}.docx", document.name));
        std::fs::write(&file, &document.docx).map_err(failed)?;
        std::fs::write(samples.join(format!("{}.docx", document.name)), &document.docx).map_err(failed)?;
        let _ = std::fs::remove_file(tools.pdf(&file, &folder));
        files.push(file);
    }
    tools.convert(&files, &folder)?;
    Ok(tools)
}

/// The file is sound, its pages are ours, and the ruler reads what is required.
fn examine(document: &Document, tools: &Tools, folder: &Path, table: &Table) -> Result<(), Failed> {
    let defects = export_docx::check(&document.docx);
    if !defects.is_empty() {
        return Err(format!("the file has defects: {defects:?}").into());
    }
    let rendered = Rendered::open(tools, &folder.join(format!("{}.pdf", document.name)))?;
    let mut wrong = Vec::new();
    if document.agrees {
        let found = agreement::compare(&document.flow, &rendered.pages);
        for (whose, text) in ["ours", "theirs"].iter().zip(&found.texts) {
            std::fs::write(folder.join(format!("{}.{whose}.txt", document.name)), text)?;
        }
        if found.our_pages != found.their_pages {
            wrong.push(format!("{} pages of ours are {} rendered", found.our_pages, found.their_pages));
        }
        lock(table).agreements.push((document.name.clone(), found));
    } else if rendered.pages.is_empty() {
        wrong.push("nothing was rendered".to_owned());
    }
    let readings = rendering::measure::read(&document.measures, tools, &rendered)?;
    wrong.extend(readings.iter().filter(|reading| !reading.holds).map(ToString::to_string));
    lock(table).readings.extend(readings.into_iter().map(|reading| (document.name.clone(), reading)));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn lock(table: &Table) -> std::sync::MutexGuard<'_, Results> {
    table.lock().expect("no trial panics while it holds the table")
}

/// Prints readings beside requirements and the agreement of pages; of a whole run also judges the sum and compares
/// with the record. Returns whether all was well.
fn sum_up(table: &Table, record: Option<PathBuf>) -> bool {
    let mut results = lock(table);
    results.readings.sort_by(|a, b| a.0.cmp(&b.0));
    results.agreements.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = std::io::stdout().lock();
    for (name, reading) in &results.readings {
        let _ = writeln!(out, "{name:<24} {reading}");
    }
    let (mut lines, mut equal) = (0, 0);
    for (name, found) in &results.agreements {
        (lines, equal) = (lines + found.lines, equal + found.equal);
        let _ = writeln!(
            out,
            "{name:<40} pages {:>2}/{:<2} lines {:>4}/{:<4}",
            found.our_pages, found.their_pages, found.equal, found.lines
        );
        for (page, line) in &found.missing {
            let _ = writeln!(out, "    page {page}: {line}");
        }
    }
    let percent = percent(equal, lines);
    let _ = writeln!(
        out,
        "{} documents, {equal} of {lines} lines as rendered: {percent:.2} %",
        results.agreements.len()
    );
    let Some(record) = record else { return true };
    let mut well = true;
    if percent < EQUAL_LINES {
        let _ = writeln!(out, "FAILED: fewer than {EQUAL_LINES} % of the lines are as rendered");
        well = false;
    }
    if let Err(reason) = record::compare(&record, &results.readings) {
        let _ = writeln!(out, "FAILED: {} differs from this run:\n{reason}", record.display());
        well = false;
    }
    well
}

#[expect(clippy::cast_precision_loss, reason = "lines of a corpus are few")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 }
}
