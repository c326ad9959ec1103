//! The list of checks, in the order that finds mistakes cheaply first.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Outcome, Step};
use super::{documents, schema};
use crate::paths::Paths;
use crate::{build, dist, host, provision, purity, reproduce, run, scan, supply};

pub(super) const STEPS: &[Step] = &[
    Step { name: "provision", about: "what the checks need is installed", run: install },
    Step { name: "format", about: "the code is formatted", run: format },
    Step { name: "lint", about: "clippy finds nothing in the native crates", run: lint },
    Step { name: "lint-web", about: "clippy finds nothing in the web shell", run: lint_web },
    Step { name: "test", about: "the tests and suites pass", run: test },
    Step {
        name: "supply",
        about: "licences and sources of the dependencies are allowed, and nothing is known against them",
        run: check_supply,
    },
    Step { name: "purity", about: "the core imports nothing from its host", run: check_purity },
    Step { name: "dist", about: "the product builds", run: build_dist },
    Step { name: "reproduce", about: "a second build elsewhere gives the same bytes", run: reproduce },
    Step {
        name: "module",
        about: "the module loads in Chromium 83 and asks for nothing that could send",
        run: check_module,
    },
    Step {
        name: "browser",
        about: "the product works in Chromium from 83 to today's and in Firefox",
        run: browser,
    },
    Step { name: "torture", about: "what was shown as saved survives or its loss is told", run: torture },
    Step { name: "rendering", about: "rendered pages measure as the standard says", run: rendering },
    Step {
        name: "documents",
        about: "the Open XML SDK finds no error in the documents the tests made",
        run: documents::check,
    },
    Step { name: "schema", about: "every document the tests made is valid by wml.xsd", run: schema::check },
];

fn passed(detail: impl Into<String>) -> Result<Outcome> {
    Ok(Outcome::Passed(detail.into()))
}

fn install(paths: &Paths) -> Result<Outcome> {
    provision::provision(paths)?;
    passed("")
}

fn format(paths: &Paths) -> Result<Outcome> {
    run::run(cargo(paths).args(["fmt", "--all", "--check"]))?;
    passed("")
}

fn lint(paths: &Paths) -> Result<Outcome> {
    let arguments = ["clippy", "--workspace", "--exclude", "web", "--all-targets", "--", "-D", "warnings"];
    run::run(cargo(paths).args(arguments))?;
    // `--all-targets` passes over suites that are steps of their own.
    let own =
        ["clippy", "--package", "tests", "--test", "rendering", "--test", "browser", "--test", "torture"];
    run::run(cargo(paths).args(own).args(["--", "-D", "warnings"]))?;
    passed("")
}

fn lint_web(paths: &Paths) -> Result<Outcome> {
    build::ensure_target()?;
    let arguments = ["clippy", "--package", "web", "--target", build::TARGET, "--", "-D", "warnings"];
    run::run(build::cargo(paths)?.args(arguments))?;
    passed("")
}

/// The shell is tested in the browser. This crate goes by itself: together with the others cargo would see other
/// features and compile its many dependencies a second time.
fn test(paths: &Paths) -> Result<Outcome> {
    // Documents of an earlier run say nothing about this one.
    if paths.documents().exists() {
        fs::remove_dir_all(paths.documents())?;
    }
    let environment = provision::environment(paths);
    let suites = ["test", "--workspace", "--exclude", "web", "--exclude", "xtask", "--no-fail-fast"];
    run::run(cargo(paths).args(suites).envs(environment))?;
    run::run(cargo(paths).args(["test", "--package", "xtask"]))?;
    passed("")
}

fn check_supply(paths: &Paths) -> Result<Outcome> {
    passed(supply::check(paths)?)
}

fn check_purity(paths: &Paths) -> Result<Outcome> {
    passed(purity::check(paths)?)
}

fn build_dist(paths: &Paths) -> Result<Outcome> {
    dist::dist(paths)?;
    let page = fs::metadata(paths.single_file())?.len();
    passed(format!("ducha.html {} kB", page / 1000))
}

fn reproduce(paths: &Paths) -> Result<Outcome> {
    if !reproduce::again(paths)? {
        bail!("the product is not the same when it is built a second time");
    }
    passed(fs::read_to_string(paths.dist().join("ducha.html.sha256"))?.trim())
}

/// Reads the module that was written, not the one in memory: this is the one people get.
fn check_module(paths: &Paths) -> Result<Outcome> {
    let module = fs::read(paths.final_module()).context("nothing is built: run `cargo xtask dist`")?;
    scan::check_floor(&module)?;
    let host = host::check(paths)?;
    passed(format!("{} kB, {} imports, {host}", module.len() / 1000, scan::imports(&module)?.len()))
}

fn browser(paths: &Paths) -> Result<Outcome> {
    built_suite(paths, "browser")
}

fn torture(paths: &Paths) -> Result<Outcome> {
    built_suite(paths, "torture")
}

/// Runs a suite that opens the product.
fn built_suite(paths: &Paths, name: &str) -> Result<Outcome> {
    if !paths.single_file().exists() {
        bail!("dist/ducha.html is not built: run `cargo xtask dist`");
    }
    suite(paths, name)
}

fn rendering(paths: &Paths) -> Result<Outcome> {
    suite(paths, "rendering")
}

/// Runs one test target of the `tests` package that needs more than cargo.
fn suite(paths: &Paths, name: &str) -> Result<Outcome> {
    if !declares(paths, name)? {
        return Ok(Outcome::Skipped(format!("tests/Cargo.toml declares no test target `{name}`")));
    }
    let environment = provision::environment(paths);
    run::run(cargo(paths).args(["test", "--package", "tests", "--test", name]).envs(environment))?;
    passed("")
}

/// Whether the `tests` package has a test target of this name.
fn declares(paths: &Paths, name: &str) -> Result<bool> {
    let metadata = run::output(cargo(paths).args(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages =
        metadata.get("packages").and_then(|packages| packages.as_array()).context("cargo lists packages")?;
    let is = |value: &serde_json::Value, text: &str| value.get("name").is_some_and(|name| name == text);
    let kinds = |target: &serde_json::Value| target.get("kind").cloned().unwrap_or_default();
    let targets =
        packages.iter().filter(|package| is(package, "tests")).filter_map(|package| package.get("targets"));
    Ok(targets
        .filter_map(|targets| targets.as_array())
        .flatten()
        .any(|target| is(target, name) && kinds(target) == serde_json::json!(["test"])))
}

fn cargo(paths: &Paths) -> Command {
    let mut command = run::cargo();
    command.current_dir(paths.root());
    command
}
