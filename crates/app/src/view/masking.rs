//! The question before a masked copy leaves: what looks like a person or a number and was not masked.

pub use redact::Suspect;

pub use crate::state::Masking;
use crate::state::State;

/// What was not masked in the copy that waits for an answer; `None` when none waits.
#[must_use]
pub fn masking(state: &State) -> Option<Masking> {
    state.masking.clone()
}
