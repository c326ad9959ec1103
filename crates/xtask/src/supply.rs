//! Where the dependencies come from, under which terms, and what is known against them: cargo-deny with `deny.toml`.
//!
//! A check that cannot fail says nothing, so before the house's own dependencies a made-up set is checked that must be
//! refused for one reason of every kind.

mod advisories;
mod tool;

use std::collections::BTreeSet;
use std::fs;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::paths::Paths;
use crate::{build, run};

pub(crate) use advisories::snapshot;

/// The machines something is compiled for, as in `deny.toml`.
const MACHINES: [&str; 2] = ["x86_64-unknown-linux-gnu", build::TARGET];
/// A set of dependencies, as `cargo metadata` writes it, with one of every kind that `deny.toml` refuses.
const REFUSED: &str = "crates/xtask/data/supply/refused.json";
/// The reasons for which it must be refused, in the words of cargo-deny.
const REASONS: [&str; 6] =
    ["vulnerability", "unsound", "unmaintained", "rejected", "banned", "source-not-allowed"];
/// Older knowledge than this is worth a word.
const OLD_DAYS: u64 = 120;

/// Checks licences, sources, banned crates and known weaknesses. Returns what was checked.
pub(crate) fn check(paths: &Paths) -> Result<String> {
    let deny = Deny { program: tool::program(paths)?, root: paths.root() };
    let known = advisories::lay_out(paths)?;
    let found = deny.reasons(Path::new(REFUSED))?;
    let missed: Vec<&&str> = REASONS.iter().filter(|reason| !found.contains(**reason)).collect();
    ensure!(missed.is_empty(), "what must be refused was not refused as {missed:?}, only as {found:?}");
    for machine in MACHINES {
        let graph = graph(paths, machine)?;
        let against = deny.reasons(&graph)?;
        if !against.is_empty() {
            deny.tell(&graph)?;
            bail!("deny.toml refuses a dependency: {against:?}");
        }
    }
    if known.days > OLD_DAYS {
        println!(
            "  notice: the advisories are {} days old; `cargo xtask advisories CLONE` renews them",
            known.days
        );
    }
    Ok(format!(
        "licences, sources, bans, {} advisories of {} ({} days old); a bad set is refused for {} reasons",
        known.count,
        known.on,
        known.days,
        REASONS.len()
    ))
}

/// Writes what is compiled for a machine where cargo-deny reads it. It would ask for every machine there is, and so for
/// crates that nobody here downloads.
fn graph(paths: &Paths, machine: &str) -> Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo.current_dir(paths.root()).args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        machine,
    ]);
    let file = paths.root().join("target/supply").join(format!("{machine}.json"));
    fs::write(&file, run::output(&mut cargo)?)?;
    Ok(file)
}

/// The program, run in the checkout.
struct Deny<'a> {
    program: PathBuf,
    root: &'a Path,
}

impl Deny<'_> {
    fn command(&self, graph: &Path) -> Command {
        let mut command = Command::new(&self.program);
        // Nothing is fetched: the advisories lie there, and cargo has the index of what Cargo.lock names.
        command.current_dir(self.root).arg("--offline").arg("--metadata-path").arg(graph);
        command
    }

    /// Every reason it has against a set of dependencies.
    fn reasons(&self, graph: &Path) -> Result<BTreeSet<String>> {
        let output = self.command(graph).args(["--format", "json", "check"]).output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        let reasons = reasons(&text).with_context(|| text.clone().into_owned())?;
        ensure!(
            output.status.success() == reasons.is_empty(),
            "cargo-deny ended with {} and gave the reasons {reasons:?}",
            output.status
        );
        Ok(reasons)
    }

    /// The same for people to read.
    fn tell(&self, graph: &Path) -> Result<()> {
        self.command(graph).arg("check").status().context("cannot start cargo-deny")?;
        Ok(())
    }
}

/// Codes of the errors in what cargo-deny wrote, one JSON value a line; the last line must be its summary.
fn reasons(text: &str) -> Result<BTreeSet<String>> {
    let lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of_type = |value: &Value, kind: &str| value.get("type").is_some_and(|name| name == kind);
    ensure!(lines.last().is_some_and(|last| of_type(last, "summary")), "cargo-deny did not come to an end");
    let errors =
        lines.iter().filter(|line| of_type(line, "diagnostic")).filter_map(|line| line.get("fields"));
    let errors = errors.filter(|fields| fields.get("severity").is_some_and(|severity| severity == "error"));
    Ok(errors.filter_map(|fields| fields.get("code")?.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_are_reasons_and_a_run_that_broke_off_is_none() {
        let line = |severity: &str, code: &str| {
            format!(
                "{{\"type\":\"diagnostic\",\"fields\":{{\"severity\":\"{severity}\",\"code\":\"{code}\"}}}}\n"
            )
        };
        let text = line("error", "yanked") + &line("warning", "license-not-encountered");
        assert!(reasons(&text).is_err());
        let found = reasons(&(text + "{\"type\":\"summary\",\"fields\":{}}\n")).unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["yanked"]);
    }
}
