//! Word files of others: each is read or refused by name, never a panic.

#![allow(clippy::disallowed_methods, reason = "the corpora are files")]

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};

/// Folders of the corpora that hold .docx files, and one of hostile archives.
const FOLDERS: [&str; 4] = [
    "docx-templates-docxtemplater",
    "docx-templates-docxtpl",
    "docx-templates-easy-template-x",
    "hostile-zips",
];

fn main() {
    let arguments = Arguments::from_args();
    let corpora = std::env::var_os("DUCHA_CORPORA").map(PathBuf::from);
    let trials = FOLDERS.iter().flat_map(|name| folder(corpora.as_deref(), name));
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// One trial per file; without the corpora an ignored trial says what was not done.
fn folder(corpora: Option<&Path>, name: &str) -> Vec<Trial> {
    let Some(folder) = corpora.map(|corpora| corpora.join(name)).filter(|folder| folder.is_dir()) else {
        let missing = || Err(Failed::from("DUCHA_CORPORA does not lead to it"));
        return vec![
            Trial::test(format!("{name} (not run: DUCHA_CORPORA)"), missing).with_ignored_flag(true),
        ];
    };
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    let hostile = name == "hostile-zips";
    let wanted =
        paths.into_iter().filter(|p| hostile || p.extension().is_some_and(|e| e == "docx" || e == "docm"));
    wanted
        .map(|path| {
            let file = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
            Trial::test(format!("{name}/{file}"), move || run(&path, hostile))
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

fn run(path: &Path, hostile: bool) -> Result<(), Failed> {
    let bytes = std::fs::read(path).expect("readable");
    match import_docx::text(&bytes) {
        Ok(imported) => {
            let again = import_docx::text(&bytes).map_err(|e| Failed::from(e.to_string()))?;
            if again != imported {
                return Err("the second reading differs".into());
            }
            // What was read is text of the grammar: it makes a document with every Hanzi in it.
            let document = document::compose(&document::HeadFields::default(), &imported.text);
            let han = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            let (read, kept) = (han(&imported.text), han(&document::dump(&document)));
            if kept < read.saturating_sub(imported.text.lines().count() * 2 + 40) {
                return Err(format!("{read} Hanzi became {kept}").into());
            }
            Ok(())
        }
        // A template that people open in Word must not be called damaged.
        Err(error) if hostile || error != import_docx::ImportError::NotADocx => {
            if error.message().is_empty() {
                return Err("an error without words".into());
            }
            Ok(())
        }
        Err(error) => Err(error.to_string().into()),
    }
}
