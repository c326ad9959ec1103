//! Files of others: dropped on the application and chosen for 从 Word 文件取文字.

use std::path::Path;
use std::time::{Duration, Instant};

use app::{Command, Fate};
use libtest_mimic::{Failed, Trial};

use crate::below;
use crate::office::Office;

/// Measured unoptimised on a busy machine with a margin of several times; the slowest file takes half a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most memory the process may have held when all files were read, in kB.
const MEMORY: u64 = 800_000;
/// Folders of the corpora, and whether files in it are Word files that most readers read.
const FOLDERS: [(&str, bool); 6] = [
    ("json-test-suite", false),
    ("age-vectors", false),
    ("hostile-zips", false),
    ("docx-templates-docxtemplater", true),
    ("docx-templates-docxtpl", true),
    ("docx-templates-easy-template-x", true),
];

/// Two trials a folder.
pub(crate) fn trials(corpora: &Path) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, word) in FOLDERS {
        let folder = corpora.join(name);
        trials.push(Trial::test(
            format!("{name}: every file dropped is refused by name, and the book stays"),
            {
                let folder = folder.clone();
                move || dropped(&folder)
            },
        ));
        trials.push(Trial::test(
            format!("{name}: every file gives its text or the reason why not"),
            move || imported(&folder, word),
        ));
    }
    trials
}

fn dropped(folder: &Path) -> Result<(), Failed> {
    let mut office = Office::new();
    let before = office.book();
    for (name, bytes) in below(folder) {
        let begun = Instant::now();
        let (fate, message) = office.takes_in(&name, bytes);
        if fate != Fate::Refused || message.chars().count() < 6 {
            return Err(format!("{name}: {fate:?} {message}").into());
        }
        patience(&name, begun)?;
    }
    if office.book() == before { Ok(()) } else { Err("the book is another one".into()) }
}

fn imported(folder: &Path, word: bool) -> Result<(), Failed> {
    let (mut read, mut all) = (0, 0);
    let mut office = Office::writing();
    for (name, bytes) in below(folder) {
        office.does(Command::Dismiss);
        let begun = Instant::now();
        let came = !office.does(Command::ImportText { name: name.clone(), bytes }).is_empty();
        patience(&name, begun)?;
        if !office.told().contains(name.as_str()) {
            return Err(format!("{name}: nothing is told but “{}”", office.told()).into());
        }
        if came {
            let file = office.gets(Command::ExportDocx)?;
            if let Some(fault) = crate::package::fault(&file) {
                return Err(format!("{name}: exported again: {fault}").into());
            }
        }
        read += usize::from(came);
        all += 1;
    }
    if word && read * 10 < all * 9 {
        return Err(format!("only {read} of {all} Word files are read").into());
    }
    memory()
}

fn patience(name: &str, begun: Instant) -> Result<(), Failed> {
    if begun.elapsed() > PATIENCE { Err(format!("{name} took {:?}", begun.elapsed()).into()) } else { Ok(()) }
}

/// What Linux says this process has held at most; elsewhere nobody is asked.
fn memory() -> Result<(), Failed> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let held: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
    if held > MEMORY { Err(format!("{held} kB of memory").into()) } else { Ok(()) }
}
