//! Questions before something leaves: what looks like a person or a number in a masked copy and was not masked, and what
//! speaks against issuing a letter.

pub use redact::Suspect;

pub use crate::doubts::Doubt;
use crate::state::State;
pub use crate::state::{Issuing, Masking};

/// What was not masked in the copy that waits for an answer; `None` when none waits.
#[must_use]
pub fn masking(state: &State) -> Option<Masking> {
    state.masking.clone()
}

/// The letter that waits for an answer before it is issued, with what speaks against it; `None` when none waits.
#[must_use]
pub fn issuing(state: &State) -> Option<Issuing> {
    state.issuing.clone()
}
