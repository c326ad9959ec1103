//! The application without a screen: commands in, state, effects and views out.
//!
//! [`update`] is the whole application; [`view`] says what each page shows. No clock, no storage, no browser.

mod calendar;
pub mod command;
mod confidential;
pub mod context;
mod correct;
pub mod doubts;
pub mod draft;
pub mod effect;
mod facts;
mod fields;
mod forms;
mod house;
mod last_year;
mod life;
mod limits;
mod masked;
pub mod moment;
mod places;
pub mod query;
mod received;
pub mod replay;
mod rights;
pub mod route;
pub mod sample;
pub mod state;
pub mod stretch;
mod update;
pub mod view;

pub use command::{Command, HandOut, Masked, Protection};
pub use document;
pub use effect::{Deed, Effect};
pub use expr::DAYS;
pub use forms::CompiledForms;
pub use house::of as house_style;
pub use ledger;
pub use limits::good_passphrase;
pub use moment::Moment;
pub use proof;
pub use replay::Replay;
pub use route::Route;
pub use state::{Fate, State};
pub use update::update;
pub use view::day_in_words;
