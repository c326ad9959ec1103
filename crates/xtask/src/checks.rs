//! `cargo xtask test`: every check there is, named, timed and summed up.

mod documents;
mod schema;
mod steps;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;

/// How a step ended when nothing was wrong.
pub(crate) enum Outcome {
    /// It ran; the text says what was seen.
    Passed(String),
    /// There was nothing to run; the text says why.
    Skipped(String),
}

/// One check.
pub(crate) struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Paths) -> Result<Outcome>,
}

/// A step's name, its ending, and the time it took.
struct Report {
    name: &'static str,
    outcome: Result<Outcome>,
    took: Duration,
}

/// Runs the chosen steps, all of them even when one fails. Returns whether none failed.
pub(crate) fn test(paths: &Paths, arguments: &[String]) -> Result<bool> {
    let Some(chosen) = choose(arguments)? else {
        for step in steps::STEPS {
            println!("{:<12} {}", step.name, step.about);
        }
        return Ok(true);
    };
    let reports: Vec<Report> = chosen.into_iter().map(|step| perform(paths, step)).collect();
    Ok(summarise(&reports))
}

/// The steps named by `--only`, in the list's order; `None` asks for the list.
fn choose(arguments: &[String]) -> Result<Option<Vec<&'static Step>>> {
    let mut only = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--list" => return Ok(None),
            "--only" => only.push(rest.next().context("--only needs the name of a step")?.as_str()),
            unknown => bail!("`test` does not know `{unknown}`; it takes --only STEP and --list"),
        }
    }
    if let Some(unknown) = only.iter().find(|name| !steps::STEPS.iter().any(|step| step.name == **name)) {
        bail!("there is no step `{unknown}`; `cargo xtask test --list` names them");
    }
    Ok(Some(steps::STEPS.iter().filter(|step| only.is_empty() || only.contains(&step.name)).collect()))
}

fn perform(paths: &Paths, step: &Step) -> Report {
    println!("\n==> {}: {}", step.name, step.about);
    let started = Instant::now();
    let outcome = (step.run)(paths);
    if let Err(error) = &outcome {
        println!("    failed: {error:#}");
    }
    Report { name: step.name, outcome, took: started.elapsed() }
}

/// Prints one line for each step and the counts. Returns whether none failed.
fn summarise(reports: &[Report]) -> bool {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!("\n==> summary");
    for report in reports {
        let (word, detail) = match &report.outcome {
            Ok(Outcome::Passed(detail)) => {
                passed += 1;
                ("ok", detail.clone())
            }
            Ok(Outcome::Skipped(reason)) => {
                skipped += 1;
                ("skipped", reason.clone())
            }
            Err(error) => {
                failed += 1;
                ("FAILED", first_line(&format!("{error:#}")))
            }
        };
        println!("{:<12} {word:<8} {:>5.0} s  {detail}", report.name, report.took.as_secs_f64());
    }
    println!();
    if skipped > 0 {
        println!("{passed} passed, {failed} failed, {skipped} skipped");
    } else {
        println!("{passed} passed, {failed} failed");
    }
    failed == 0
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
