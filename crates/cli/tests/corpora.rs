//! The public suite of JSON files through `form check`: answers are read, or refused in words, and the program never breaks.

#![allow(clippy::disallowed_methods, reason = "the corpora are files")]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files must stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder =
        std::env::var_os("DUCHA_CORPORA").map(|corpora| PathBuf::from(corpora).join("json-test-suite"));
    let trials = match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => {
            let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
            files.sort();
            files.into_iter().map(trial).collect()
        }
        None => {
            let missing = || Err(Failed::from("DUCHA_CORPORA does not lead to it"));
            vec![Trial::test("json-test-suite (not run: DUCHA_CORPORA)", missing).with_ignored_flag(true)]
        }
    };
    libtest_mimic::run(&arguments, trials).exit();
}

fn trial(path: PathBuf) -> Trial {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Trial::test(name.clone(), move || check(&name, &path))
}

fn check(name: &str, path: &Path) -> Result<(), Failed> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_ducha")).args(["form", "check", "phone-call"]).arg(path).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    match (output.status.code(), name.get(..2)) {
        // An object is a filled form, whatever is in it.
        (Some(0), Some("y_" | "i_")) => Ok(()),
        (Some(1), Some(_)) if said.contains("格式有误") || said.contains("编码") => Ok(()),
        (Some(1), Some("y_" | "i_" | "n_"))
            if ["重名", "过深", "超出范围", "过长"].iter().any(|word| said.contains(word)) =>
        {
            Ok(())
        }
        (code, _) => Err(format!("{code:?}: {said}").into()),
    }
}
