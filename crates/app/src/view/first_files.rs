//! The question before the first file of a sender is taken in: whose it says it is, its fingerprint, and what it would do.

use crate::state::{Fate, State, Waiting};
use crate::update::who;

/// A file that waits for the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstFile {
    /// File name.
    pub file: String,
    /// Digest, for the commands that take it in or leave it.
    pub digest: String,
    /// Whom it is from, as it says.
    pub who: String,
    /// Fingerprint of the key that signed it; empty when none did.
    pub fingerprint: String,
    /// What it would do.
    pub does: String,
}

/// Files that wait for the question, while it is on screen; empty otherwise.
#[must_use]
pub fn first_files(state: &State) -> Vec<FirstFile> {
    if !state.asking {
        return Vec::new();
    }
    let waiting = state
        .inbox
        .iter()
        .filter(|outcome| outcome.fate == Fate::Held && matches!(outcome.held, Some(Waiting::Held(_))));
    let asked = waiting.filter_map(|outcome| {
        let vouched = outcome.vouched.as_ref()?;
        Some(FirstFile {
            file: outcome.file.clone(),
            digest: outcome.digest.clone(),
            who: who(state, &vouched.sender),
            fingerprint: vouched.fingerprint.clone(),
            does: outcome.question.clone()?,
        })
    });
    asked.collect()
}
