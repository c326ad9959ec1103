//! Hostile bytes for every place where strangers' bytes come in.
//!
//! A [`Target`] hands bytes to real entry points and fails when one of them panics or breaks a property. [`mutate`] makes
//! the bytes out of good and bad files, [`runs`] runs them and keeps what fails. Nothing is instrumented: a stable
//! compiler is enough, and in place of coverage an input whose outcome is new joins the seeds.

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a check that meets a surprise should stop there"
)]

pub mod limits;
pub mod mutate;
pub mod runs;
pub mod seeds;
pub mod targets;

/// A place where bytes of strangers come in.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, that of its file and of the folder of its findings.
    pub name: &'static str,
    /// Hands bytes to it, panics when a property does not hold, and names the outcome.
    pub run: fn(&[u8]) -> &'static str,
    /// Files to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that matter to it.
    pub words: &'static [&'static str],
    /// Longest input in bytes; it bounds the time of one run, not what the product takes.
    pub longest: usize,
    /// Runs in the short test.
    pub short: u64,
}
