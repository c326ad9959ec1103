//! Exchange files against their vectors, and our reader against the vectors of others.
//!
//! `suite/exchange/*.case` are files that open and files that are bad in one way each; SPEC.md of crate `exchange` is their
//! law. `DUCHA_BLESS=1` writes them anew. The age vectors and `JSONTestSuite` are found through `DUCHA_CORPORA`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets a surprise should stop there"
)]

#[path = "exchange/case.rs"]
mod case;
#[path = "exchange/corpora.rs"]
mod corpora;
#[path = "exchange/craft.rs"]
mod craft;
#[path = "exchange/make.rs"]
mod make;

use std::collections::BTreeSet;
use std::path::PathBuf;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    if std::env::var_os("DUCHA_BLESS").is_some() {
        make::write_all(&folder());
    }
    let mut trials = case::trials(&folder());
    trials.push(Trial::test("every refusal of SPEC.md has a vector", every_refusal_has_a_vector));
    trials.push(Trial::test("every vector is made by the generator", every_vector_is_made));
    trials.extend(corpora::trials());
    libtest_mimic::run(&arguments, trials).exit();
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("suite/exchange")
}

fn every_refusal_has_a_vector() -> Result<(), libtest_mimic::Failed> {
    let spec = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/exchange/SPEC.md");
    let spec = std::fs::read_to_string(spec)?;
    let table = spec
        .split("## 11.")
        .nth(1)
        .and_then(|rest| rest.split("## 12.").next())
        .ok_or("section 11 is missing")?;
    let named: BTreeSet<&str> = table
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| {
            !name.contains('…') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        .filter(|name| !matches!(*name, "x-"))
        .collect();
    let expected: BTreeSet<String> = case::read_all(&folder()).into_iter().map(|case| case.expect).collect();
    let without: Vec<&&str> = named.iter().filter(|name| !expected.contains(**name)).collect();
    if named.len() < 20 || !without.is_empty() {
        return Err(format!("{} names in SPEC.md, without a vector: {without:?}", named.len()).into());
    }
    Ok(())
}

fn every_vector_is_made() -> Result<(), libtest_mimic::Failed> {
    let made: BTreeSet<String> = make::all().into_iter().map(|case| case.name).collect();
    let kept: BTreeSet<String> = case::read_all(&folder()).into_iter().map(|case| case.name).collect();
    if made == kept { Ok(()) } else { Err(format!("differ: {:?}", made.symmetric_difference(&kept)).into()) }
}
