//! The packages from npm: a pinned list beside this crate, installed below `target/`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::run;

/// How much of the list to install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packages {
    /// What a build uses: the optimiser.
    Build,
    /// That and what the checks use: a validator, an old browser.
    Checks,
}

/// Installs the packages unless they are there.
pub(crate) fn install(paths: &Paths, packages: Packages) -> Result<()> {
    let lock = include_str!("../node/package-lock.json");
    let target = paths.node();
    let installed = |name: &str| fs::read_to_string(target.join(name)).is_ok_and(|text| text == lock);
    // One mark for each size of installation; the larger one serves both.
    if installed("checks.installed") || (packages == Packages::Build && installed("build.installed")) {
        return Ok(());
    }
    if run::find_program("npm").is_none() {
        bail!("Node.js 18 or later with npm is missing (on Debian and Ubuntu: `apt install nodejs npm`)");
    }
    fs::create_dir_all(&target)?;
    fs::write(target.join("package.json"), include_str!("../node/package.json"))?;
    fs::write(target.join("package-lock.json"), lock)?;
    fs::write(target.join(".npmrc"), include_str!("../node/.npmrc"))?;
    let mut npm = Command::new("npm");
    npm.current_dir(&target).args(["ci", "--loglevel=error"]);
    let mark = match packages {
        Packages::Build => {
            npm.args(["--omit=dev", "--omit=optional"]);
            "build.installed"
        }
        Packages::Checks => "checks.installed",
    };
    println!("installing packages from npm into {}", target.display());
    run::run(&mut npm)
        .context("the packages listed in crates/xtask/node/package.json could not be installed")?;
    fs::write(target.join(mark), lock)?;
    Ok(())
}

/// A file of an installed package.
pub(crate) fn package_file(paths: &Paths, file: &str) -> PathBuf {
    paths.node().join("node_modules").join(file)
}
