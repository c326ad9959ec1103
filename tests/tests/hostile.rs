//! Hostile input through the application's own commands, as a person would bring it in: files of others dropped and
//! imported, strange texts typed into every field.
//!
//! The corpora are found through `DUCHA_CORPORA`; without it the trials that need them are listed as not run.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that meets a surprise should stop there"
)]

#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/office.rs"]
mod office;
#[path = "hostile/own.rs"]
mod own;
#[path = "hostile/package.rs"]
mod package;
#[path = "hostile/texts.rs"]
mod texts;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = own::trials();
    match std::env::var_os("DUCHA_CORPORA").map(PathBuf::from) {
        Some(corpora) => {
            trials.extend(files::trials(&corpora));
            trials.extend(texts::trials(&corpora));
        }
        None => {
            let missing = || Err(Failed::from("DUCHA_CORPORA does not lead to the corpora"));
            trials.push(Trial::test("corpora (not run: DUCHA_CORPORA)", missing).with_ignored_flag(true));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Every file below a folder with its path in it, sorted.
fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
