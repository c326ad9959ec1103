//! Builds the product a second time, from a copy of the sources in another folder and from nothing, and compares.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::{dist, policy, run};

/// What has to come out the same, byte for byte.
const COMPARED: [&str; 2] = ["ducha.html", "ducha.cdx.json"];

/// Builds twice. Returns whether both builds gave the same bytes.
pub(crate) fn reproduce(paths: &Paths) -> Result<bool> {
    println!("==> the first build, here");
    dist::dist(paths)?;
    again(paths)
}

/// Builds from a copy. Returns whether that gave the bytes that lie in `dist/`.
pub(crate) fn again(paths: &Paths) -> Result<bool> {
    let copy = Paths::at(&paths.root().join("target/reproduce"));
    if copy.root().exists() {
        fs::remove_dir_all(copy.root())?;
    }
    let files = copy_sources(paths, &copy)?;
    println!("==> the second build, of {files} files in {}", copy.root().display());
    dist::dist(&copy)?;
    let mut same = true;
    for name in COMPARED {
        let (ours, theirs) = (read(&paths.dist(), name)?, read(&copy.dist(), name)?);
        let word = if ours == theirs { "same bytes" } else { "DIFFERENT" };
        println!("{name}: {word}\n  {}\n  {}", policy::hex(&ours), policy::hex(&theirs));
        same &= ours == theirs;
    }
    if same {
        // It is as large as the first build; only a different one is worth looking at.
        fs::remove_dir_all(copy.root())?;
    }
    Ok(same)
}

/// Copies what the project consists of, tracked or not yet, and nothing that was built. Returns how many files.
fn copy_sources(from: &Paths, to: &Paths) -> Result<usize> {
    let order = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let names = run::output(Command::new("git").current_dir(from.root()).args(order))
        .context("git tells which files belong to the project")?;
    let mut count = 0;
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let (source, goal) = (from.root().join(name), to.root().join(name));
        // A file may be deleted and not yet committed so.
        if !source.is_file() {
            continue;
        }
        fs::create_dir_all(goal.parent().unwrap_or_else(|| to.root()))?;
        fs::copy(&source, &goal).with_context(|| format!("cannot copy {name}"))?;
        count += 1;
    }
    Ok(count)
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    fs::read(folder.join(name)).with_context(|| format!("cannot read {name} in {}", folder.display()))
}
