//! Every finding ever kept stays fixed, and a short run of every target finds nothing.

#![allow(clippy::unwrap_used, reason = "a test that meets a surprise should stop there")]

use std::collections::BTreeSet;
use std::fs;

use fuzz::runs::{Until, fuzz, once};
use fuzz::targets::TARGETS;
use fuzz::{Target, seeds};

#[test]
fn no_kept_finding_fails_again() {
    for target in &TARGETS {
        for path in seeds::paths(&seeds::findings(target.name)) {
            let input = fs::read(&path).unwrap();
            if let Err(what) = once(target, &input) {
                panic!("{}: {what}", path.display());
            }
        }
    }
}

#[test]
fn every_folder_of_findings_belongs_to_a_target() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    for path in fs::read_dir(seeds::findings("")).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!path.is_dir() || names.contains(name.as_str()), "{name} is no target");
    }
}

#[test]
fn no_seed_fails() {
    for target in &TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        // Large seeds take their time unoptimised; a part of them is as good.
        for seed in seeds.iter().filter(|seed| seed.len() <= 20_000).take(60) {
            assert_eq!(once(target, seed).err(), None, "{}", target.name);
        }
    }
}

/// The outcomes say whether the runs got anywhere: a target that only ever refuses tests its first line.
#[test]
fn a_short_run_of_every_target_finds_nothing_and_gets_somewhere() {
    let run = |target: &Target| {
        let figures = fuzz(target, Until::Runs(target.short), 1, None, &mut |_| {});
        if let Some(finding) = figures.findings.first() {
            panic!("{}: {}: {:?}", target.name, finding.what, String::from_utf8_lossy(&finding.input));
        }
        assert!(figures.outcomes.len() > 1, "{}: {}", target.name, figures.text());
    };
    std::thread::scope(|scope| {
        for target in &TARGETS {
            scope.spawn(move || run(target));
        }
    });
}
