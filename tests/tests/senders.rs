//! Files of many senders reach an office: honest ones late, twice and out of order, and forged ones among them.
//!
//! `suite/senders/*.json` are stories: what happens, and what the office is told about every file. The drill plays random
//! stories from a seed and holds every fate and the office's whole book against a model that is written on its own.

#![allow(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets a surprise should stop there, and looks at one kind of a thing at a time"
)]
#![allow(clippy::print_stdout, reason = "the drill says how often each fate came about")]

mod senders {
    pub(crate) mod drill;
    pub(crate) mod model;
    pub(crate) mod story;
    pub(crate) mod world;
}

use std::path::Path;

use libtest_mimic::{Arguments, Trial};
use senders::story::Story;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/senders");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the suite is there").flatten().map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(paths.len() >= 10, "the suite has shrunk to {} stories", paths.len());
    let mut trials: Vec<Trial> = paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(format!("story {name}"), move || Story::read(&path)?.play())
        })
        .collect();
    trials.extend((0..senders::drill::SHARES).map(|share| {
        let name = format!("every bad file among random ones is named and changes nothing, share {share}");
        Trial::test(name, move || senders::drill::run(share))
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
