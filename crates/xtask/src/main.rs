//! Automation in Rust: everything the project does besides being compiled, as `cargo xtask COMMAND`.
#![allow(clippy::print_stdout, reason = "this is a command line; its output is its result")]
#![allow(clippy::print_stderr, reason = "errors of a command line go to stderr")]

mod bindgen;
mod build;
mod checks;
mod dist;
mod host;
mod newest;
mod node;
mod page;
mod paths;
mod policy;
mod provision;
mod purity;
mod reproduce;
mod run;
mod sbom;
mod scan;
mod serve;
mod site;
mod size;
mod supply;
mod tasks;

use std::process::ExitCode;

use anyhow::{Result, bail};

use paths::Paths;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port N] [--no-build]    build what is stale, serve the app on this machine
  dist                             build dist/ducha.html (one file), its digest and contents, and dist/site/
  reproduce                        build twice, the second time from a copy, and compare the bytes
  test [--only STEP]... [--list]   install what the checks need, then run all of them
  advisories CLONE                 take a new snapshot of what is known against crates, from a clone of its database
  provision                        only install what the checks need
  bless                            rewrite the golden files; review the difference before committing
  size                             raw and gzip sizes of what dist built
  bench [ARGS]                     measure, in the native profile
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command. `false` means that it ran and found something wrong, and has said what.
fn dispatch(arguments: &[String]) -> Result<bool> {
    let paths = Paths::find()?;
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    match command {
        "serve" => serve::serve(&paths, rest)?,
        "dist" => dist::dist(&paths)?,
        "reproduce" => return reproduce::reproduce(&paths),
        "advisories" => supply::snapshot(&paths, rest)?,
        "test" => return checks::test(&paths, rest),
        "provision" => provision::provision(&paths)?,
        "bless" => tasks::bless(&paths)?,
        "size" => size::size(&paths)?,
        "bench" => tasks::bench(&paths, rest)?,
        "help" | "--help" | "-h" => println!("{USAGE}"),
        unknown => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
    Ok(true)
}
