//! The sample book: a realistic round that shows every screen alive.

use expr::Date;
use ledger::{Book, Role};
use templates::Pack;

/// What sample to make.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Units that take part.
    pub units: usize,
    /// The same seed gives the same book.
    pub seed: u64,
    /// The day it is seen on.
    pub today: Date,
}

/// Makes a sample book as one role sees it.
#[must_use]
pub fn book(_pack: &Pack, _sample: &Sample, _role: Role) -> Book {
    Book::default()
}
