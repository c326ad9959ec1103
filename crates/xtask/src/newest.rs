//! Tells whether what was built is older than what it is built from.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::paths::Paths;

/// Whether any input of the product is newer than the product, or the product is not there.
pub(crate) fn product_is_stale(paths: &Paths) -> bool {
    let built = |path: &Path| fs::metadata(path).and_then(|facts| facts.modified()).ok();
    let (Some(page), Some(index)) = (built(&paths.single_file()), built(&paths.site().join("index.html")))
    else {
        return true;
    };
    let inputs = ["Cargo.toml", "Cargo.lock", "crates", "templates", "web"];
    inputs.iter().filter_map(|input| newest(&paths.root().join(input))).any(|input| input > page.min(index))
}

/// The latest change at or below a path; `None` when there is nothing.
fn newest(path: &Path) -> Option<SystemTime> {
    let facts = fs::symlink_metadata(path).ok()?;
    if !facts.is_dir() {
        return facts.modified().ok();
    }
    fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max()
}
