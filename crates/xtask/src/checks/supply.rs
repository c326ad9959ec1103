//! Where the dependencies come from and under which terms: `cargo deny` with `deny.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Outcome;
use crate::paths::Paths;
use crate::run;

/// The version `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// Names the folder in which `cargo deny fetch` keeps the `RustSec` database (usually `~/.cargo/advisory-dbs`).
const DATABASE: &str = "DUCHA_ADVISORIES";

/// Checks licences, sources and banned crates; known weaknesses as well where the database is at hand.
pub(super) fn check(paths: &Paths) -> Result<Outcome> {
    let program = program(paths)?;
    let deny =
        |arguments: &[&str]| run::run(Command::new(&program).current_dir(paths.root()).args(arguments));
    deny(&["check", "licenses", "sources", "bans"])?;
    let Some(database) = std::env::var_os(DATABASE).map(PathBuf::from) else {
        println!("  notice: advisories were NOT checked: {DATABASE} names no copy of the RustSec database");
        return Ok(Outcome::Passed(format!(
            "licences, sources, bans; advisories NOT checked (no {DATABASE})"
        )));
    };
    let settings = settings_with(paths, &database)?;
    deny(&["--offline", "check", "--config", &settings.to_string_lossy(), "advisories"])?;
    Ok(Outcome::Passed("licences, sources, bans, advisories".into()))
}

/// `deny.toml` with the place of the database written in, which its options have no word for.
fn settings_with(paths: &Paths, database: &Path) -> Result<PathBuf> {
    ensure!(database.is_dir(), "{DATABASE} names {}, which is no folder", database.display());
    let place = std::path::absolute(database)?;
    let settings = fs::read_to_string(paths.root().join("deny.toml")).context("cannot read deny.toml")?;
    let table = format!("[advisories]\ndb-path = {}", serde_json::to_string(&place.to_string_lossy())?);
    let file = paths.root().join("target/tools/deny.toml");
    fs::create_dir_all(file.parent().unwrap_or_else(|| paths.root()))?;
    fs::write(&file, settings.replacen("[advisories]", &table, 1))?;
    Ok(file)
}

/// The program: on `PATH`, or built once from the registry into `target/tools`.
fn program(paths: &Paths) -> Result<PathBuf> {
    if let Some(found) = run::find_program("cargo-deny") {
        return Ok(found);
    }
    let tools = paths.root().join("target/tools");
    let program = tools.join("bin/cargo-deny");
    if !program.is_file() {
        println!("  building cargo-deny {VERSION}, once; this takes some minutes");
        let mut install = run::cargo();
        install.args(["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]).arg(&tools);
        run::run(install.arg("--target-dir").arg(tools.join("build")))?;
    }
    Ok(program)
}
