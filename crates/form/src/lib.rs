//! A form definition and answers become a live form: relevant, required, computed, problems.
//!
//! [`Definition`] is data (`templates/forms/*.json`), [`expand`] writes out the items of a [`Catalogue`],
//! [`Form::new`] compiles once, [`Form::open`] gives the [`Live`] form that a screen shows and changes.
//! Bad answers are never errors: they are [`Problem`]s beside the field. This crate knows no supervision,
//! no document and no screen.

mod answers;
mod blank;
mod catalogue;
mod check;
mod compile;
mod copies;
mod definition;
mod error;
mod evaluate;
mod expand;
mod flatten;
mod items;
mod lists;
mod live;
mod order;
mod problem;
mod progress;
#[cfg(test)]
mod properties;
mod recalculate;
mod renamed;
mod resolve;
mod score;
mod table;
mod tally;
mod typed;
mod view;
mod whole_form;

pub use answers::{Answers, MAX_ROWS, Path};
pub use blank::is_blank;
pub use catalogue::{Area, Band, Catalogue, CatalogueItem, ProfileField};
pub use compile::{Form, MAX_FIELDS, STANDARD_CONTEXT};
pub use definition::{Check, Condition, Definition, Field, Holds, Kind, PERSON, Pattern, Reserved, Section};
pub use error::DefinitionError;
pub use expand::{expand, item_field};
pub use live::{Changed, Live};
pub use problem::{Code, Problem, Severity};
pub use progress::{Progress, SectionProgress};
pub use score::Score;
pub use typed::character_count;
pub use view::{CellView, FieldView, RowView, SectionView};
