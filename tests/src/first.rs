//! The question before the first file of a sender is taken in, answered as somebody does who has asked on the telephone.

use app::{Command, Effect, Moment, State, update, view};

/// Takes in every file that the question on screen is about.
pub fn accept(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let files = view::first_files(state);
    files.into_iter().flat_map(|file| update(state, Command::Accept(file.digest), moment)).collect()
}

/// Drops a file and answers the question if there is one.
pub fn take_in(state: &mut State, file: Command, moment: &Moment) -> Vec<Effect> {
    let effects = update(state, file, moment);
    effects.into_iter().chain(accept(state, moment)).collect()
}
