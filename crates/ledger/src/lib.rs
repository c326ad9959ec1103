//! The office's book: units, rounds, records, findings, letters; who wrote which version, and how books merge.
//!
//! A [`Book`] is a set of [`Entry`] values. Each entry keeps every version ever exchanged, so merging two books is a set union:
//! commutative, associative, idempotent. Nothing here reads a clock or a disk.

pub mod authority;
pub mod base;
pub mod book;
pub mod change;
pub mod content;
pub mod entries;
pub mod entry;
pub mod finding;
pub mod handed;
pub mod index;
pub mod kinds;
pub mod life;
pub mod merge;
pub mod parts;
pub mod progress;
pub mod rectified;
pub mod roster;
pub mod shared;
pub mod sound;
pub mod stats;
pub mod stored;
pub mod told;
pub mod trust;
pub mod twins;
pub mod workdays;

pub use book::{Book, Import, Local, Profile, Role};
pub use change::{Change, ChangeError, Edit};
pub use content::{
    Content, Event, Letter, LetterState, Picture, Record, RecordState, Review, ReviewDecision, Round, Unit,
};
pub use entries::Entries;
pub use entry::{Author, Entry, EntryId, Version, VersionId};
pub use finding::Finding;
pub use kinds::{Kinds, Part};
pub use merge::{Bundle, BundleError, MergeReport, Outcome, Purpose};
pub use shared::Shared;
pub use trust::{Sender, Trust};
pub use workdays::{Calendar, StatutoryDays};
