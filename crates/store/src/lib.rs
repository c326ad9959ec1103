//! The book's own storage on one machine: records, chain, sealing at rest, and the protocol that decides what is saved.
//!
//! Bytes, entropy and outcomes come in, decisions go out; what a payload means is not known here. [`assess`] compares
//! everything found at the start and never takes a loss for an empty book. A [`Saver`] turns edits into transactions and
//! says when they are saved. `README.md` beside this crate draws the protocol.

mod boot;
mod fault;
mod frame;
mod head;
mod id;
pub mod journal;
pub mod lease;
pub mod limits;
mod record;
pub mod retention;
mod saver;
mod seal;
mod witness;

pub use boot::{Assessment, Disk, Facts, Fork, Inventory, Resume, Slot, State, Step, assess};
pub use fault::Fault;
pub use frame::{Refusal, VERSION};
pub use head::{Head, Listed, Trace, catalogue};
pub use id::{BookId, Digest, Epoch, Session, TabId};
pub use journal::JournalKey;
pub use record::{About, BookMeta, Keep, Kind, Moment, Record};
pub use saver::{Effect, Event, Expect, Put, Role, Saver, Saving, Transaction, Why};
pub use seal::{BookKey, Lock, WrongPassphrase};
pub use witness::Witness;
