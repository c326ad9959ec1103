//! Everything in `templates/`: embedded, found by name, parsed on first use and cross-checked in tests.

mod figures;
mod form_data;
mod kinds;
mod letters;
mod pack;
mod people;
mod places;
mod query;
mod registers;
mod sources;
mod terms;

pub use figures::{Card, Counting, Figure, Figures, GivenAs, Good, Walk};
pub use form::Holds;
pub use letters::{About, Composed, Deadline, Input, LetterError, LetterTemplate, Scope, said};
pub use pack::{Pack, PackError};
pub use people::People;
pub use places::{NamedPlace, PlaceGroup, Places};
pub use query::{Gives, Named, Query, QueryError, Rows};
pub use registers::{Column, Mark, Register, Shown, Sort, Together};
pub use sources::Sources;
pub use terms::{text, text_with};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}

/// Content of an embedded file by its path under `templates/`.
#[must_use]
pub fn file(path: &str) -> Option<&'static str> {
    let found = embedded::FILES.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    embedded::FILES.get(found).map(|(_, content)| *content)
}

/// Names (file stems) of the embedded files of one folder, sorted.
pub fn names(folder: &str) -> impl Iterator<Item = &'static str> {
    embedded::FILES.iter().filter_map(move |(path, _)| {
        let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
        rest.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.contains('/'))
    })
}
