//! `fuzz [TARGET] [--seconds N | --runs N] [--seed S]`: hostile bytes for one target or for all, and the figures.
//!
//! What fails is kept under `tests/suite/fuzz/TARGET`, where the tests replay it. An input that never ends is kept too.

use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fuzz::runs::{Finding, Until, fuzz};
use fuzz::targets::TARGETS;
use fuzz::{Target, seeds};

/// An input may take so long; a shared machine is slow at times.
const SLOW: Duration = Duration::from_secs(3);
/// How often the watch looks whether the same input still runs.
const WATCH: Duration = Duration::from_secs(20);

struct Options {
    target: Option<String>,
    until: Until,
    seed: u64,
}

fn options() -> Option<Options> {
    let mut options = Options { target: None, until: Until::Time(Duration::from_secs(10)), seed: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => options.until = Until::Time(Duration::from_secs(words.next()?.parse().ok()?)),
            "--runs" => options.until = Until::Runs(words.next()?.parse().ok()?),
            "--seed" => options.seed = words.next()?.parse().ok()?,
            name => options.target = Some(name.to_owned()),
        }
    }
    Some(options)
}

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "it is a program that tells figures")]
fn main() -> ExitCode {
    let wanted = options().and_then(|options| {
        let chosen: Vec<&Target> = TARGETS
            .iter()
            .filter(|target| options.target.as_ref().is_none_or(|name| name == target.name))
            .collect();
        (!chosen.is_empty()).then_some((options, chosen))
    });
    let Some((options, chosen)) = wanted else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("fuzz [TARGET] [--seconds N | --runs N] [--seed S]\ntargets: {}", names.join(", "));
        return ExitCode::FAILURE;
    };
    let mut failed = false;
    for target in chosen {
        let running = Arc::new(Mutex::new((0_u64, Vec::new())));
        watch(target, &running);
        let figures = fuzz(target, options.until, options.seed, Some(SLOW), &mut |input| {
            if let Ok(mut running) = running.lock() {
                running.0 += 1;
                running.1.clear();
                running.1.extend_from_slice(input);
            }
        });
        if let Ok(mut running) = running.lock() {
            running.0 = u64::MAX;
        }
        println!("{}: {}; peak memory {}", target.name, figures.text(), peak());
        for finding in &figures.findings {
            failed = true;
            println!("  FOUND {}: {}", keep(target, finding), finding.what);
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Ends the program when one input runs for long, and keeps the input: nothing else can stop it.
#[expect(clippy::print_stdout, reason = "it is a program that tells figures")]
fn watch(target: &'static Target, running: &Arc<Mutex<(u64, Vec<u8>)>>) {
    let running = Arc::clone(running);
    std::thread::spawn(move || {
        let mut last = 0;
        loop {
            std::thread::sleep(WATCH);
            let Ok(now) = running.lock() else { return };
            if now.0 == u64::MAX {
                return;
            }
            if now.0 == last && last > 0 {
                let finding = Finding { input: now.1.clone(), what: "does not end".to_owned() };
                println!("{}: FOUND {}: {}", target.name, keep(target, &finding), finding.what);
                std::process::exit(1);
            }
            last = now.0;
        }
    });
}

/// Writes a finding where the tests replay it, and says its name.
fn keep(target: &Target, finding: &Finding) -> String {
    let folder = seeds::findings(target.name);
    let digest = exchange::hex(&exchange::digest(&finding.input));
    let path = folder.join(format!("{digest:.16}.bin"));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &finding.input));
    written.map_or_else(|error| error.to_string(), |()| path.display().to_string())
}

/// The most memory this process ever held, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
