//! What files may do to an office's book, case by case, and what random changes of honest files may not.

#![allow(clippy::indexing_slicing, reason = "a test that meets a surprise should stop there")]

mod authority {
    pub(crate) mod case;
    pub(crate) mod desk;
}

use std::path::Path;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/authority");
    let cases = authority::case::read_all(&folder);
    assert!(cases.len() >= 14, "the suite has shrunk to {} cases", cases.len());
    let trials: Vec<Trial> = cases
        .into_iter()
        .map(|case| {
            let folder = folder.clone();
            Trial::test(case.claim.clone(), move || case.play(&folder))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
