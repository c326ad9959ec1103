//! Every folder of `suite/rendering` is a document and what a ruler must read on its pages.
//!
//! All documents are rendered in one run of the office, then each case is one trial. The table at the end shows
//! every reading beside what is required, so that a margin that shrinks is seen before it is gone.

mod rendering {
    pub(crate) mod case;
    pub(crate) mod grid;
    pub(crate) mod measure;
}

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use rendering::case::{self, Document};
use rendering::measure::Reading;
use tests::render::{RenderError, Rendered, Tools};

type Table = Arc<Mutex<Vec<(String, Reading)>>>;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("../target").canonicalize().unwrap_or_else(|_| root.join("../target"));
    let table: Table = Arc::default();
    let trials = match case::documents(&root.join("suite/rendering"), &root.join("../templates/styles")) {
        Ok(documents) => trials(&arguments, documents, &target, &table),
        Err(reason) => vec![Trial::test("the cases can be read", move || Err(reason.into()))],
    };
    let outcome = libtest_mimic::run(&arguments, trials);
    print(&table);
    outcome.exit();
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
            Ok(Some(tools)) => measure(&document, &tools, &folder, &table),
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
    let samples = target.join("documents");
    for folder in [&folder, &samples] {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut files = Vec::new();
    for document in documents {
        let file = folder.join(format!("{}.docx", document.name));
        std::fs::write(&file, &document.docx).map_err(failed)?;
        std::fs::write(samples.join(format!("rendering-{}.docx", document.name)), &document.docx)
            .map_err(failed)?;
        let _ = std::fs::remove_file(tools.pdf(&file, &folder));
        files.push(file);
    }
    tools.convert(&files, &folder)?;
    Ok(tools)
}

fn measure(document: &Document, tools: &Tools, folder: &Path, table: &Table) -> Result<(), Failed> {
    let defects = export_docx::check(&document.docx);
    if !defects.is_empty() {
        return Err(format!("the file has defects: {defects:?}").into());
    }
    let rendered = Rendered::open(tools, &folder.join(format!("{}.pdf", document.name)))?;
    let readings = rendering::measure::read(&document.measures, tools, &rendered)?;
    let wrong: Vec<String> =
        readings.iter().filter(|reading| !reading.holds).map(ToString::to_string).collect();
    let mut table = table.lock().expect("no trial panics while it holds the table");
    table.extend(readings.into_iter().map(|reading| (document.name.clone(), reading)));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Readings beside requirements.
fn print(table: &Table) {
    let mut rows = table.lock().expect("all trials are over");
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = std::io::stdout().lock();
    for (name, reading) in rows.iter() {
        let _ = writeln!(out, "{name:<24} {reading}");
    }
}
