//! Files to begin with: those of the project, and third-party corpora when they are at hand.

use std::fs;
use std::path::{Path, PathBuf};

/// The project's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where findings of a target are kept.
#[must_use]
pub fn findings(target: &str) -> PathBuf {
    root().join("tests/suite/fuzz").join(target)
}

/// The content of every file below a folder of the project, sorted by path; `ending` is how the names end.
#[must_use]
pub fn project(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    below(&root().join(folder), ending)
}

/// The same of a folder of the corpora; nothing when `DUCHA_CORPORA` does not say where they are.
#[must_use]
pub fn corpora(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let corpora = std::env::var_os("DUCHA_CORPORA");
    corpora.map_or_else(Vec::new, |corpora| below(&PathBuf::from(corpora).join(folder), ending))
}

/// Every file below a folder, sorted by path.
#[must_use]
pub fn below(folder: &Path, ending: &str) -> Vec<Vec<u8>> {
    paths(folder).iter().filter(|path| path.to_string_lossy().ends_with(ending)).flat_map(fs::read).collect()
}

/// The paths of all files below a folder, sorted; none when there is no folder.
#[must_use]
pub fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(paths(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
