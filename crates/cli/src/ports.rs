//! Everything the commands take from the machine: the clock, randomness, files, the terminal.

pub(crate) mod clock;
pub(crate) mod entropy;
pub(crate) mod files;
pub(crate) mod terminal;
