//! Makes every vector, always with the same bytes.

#[path = "make_content.rs"]
mod content;
#[path = "make_good.rs"]
mod good;
#[path = "make_outside.rs"]
mod outside;

use std::path::Path;

use crate::case::{Case, facts};
use crate::craft::{PASSPHRASE, reader};

/// All vectors.
pub(crate) fn all() -> Vec<Case> {
    [good::cases(), outside::cases(), content::cases()].concat()
}

/// Writes them all and removes those no longer made.
pub(crate) fn write_all(folder: &Path) {
    for old in crate::case::read_all(folder) {
        std::fs::remove_file(folder.join(format!("{}.case", old.name))).expect("writable");
    }
    for case in all() {
        std::fs::write(folder.join(format!("{}.case", case.name)), case.to_text()).expect("writable");
    }
}

/// A vector that opens; its facts are what our reader finds, to be reviewed with the diff.
fn good(name: &str, claim: &str, bytes: Vec<u8>) -> Case {
    let mut case = bad(name, "success", claim, bytes);
    let opened = case.open().unwrap_or_else(|error| panic!("{name}: {error}"));
    case.facts = facts(&opened);
    case
}

/// A vector that is refused by this name, though the right keys are given.
fn bad(name: &str, expect: &str, claim: &str, bytes: Vec<u8>) -> Case {
    Case {
        name: name.to_owned(),
        expect: expect.to_owned(),
        claim: claim.to_owned(),
        passphrase: Some(PASSPHRASE.to_owned()),
        identities: vec![reader().to_text()],
        facts: Vec::new(),
        bytes,
    }
}
