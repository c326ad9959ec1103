//! What can happen to the shell.

use app::ledger::Book;
use app::state::Notice;
use app::{Command, Route};
use store::{BookId, Event, Fault, Saving};

use super::book::Found;
use super::choices::{Choice, ForkFate};
use super::files::Kept;
use crate::ports::files::Written;
use crate::ports::storage::Held;
use crate::ports::storage::turn::Place;
use crate::widgets::file_drop::gather::Chosen;

/// What can happen to the shell.
pub(crate) enum Msg {
    /// Something about a book as a whole.
    Book(BookMsg),
    /// Something happened to the storage of the open book.
    Store(u32, Event),
    /// A saving takes long.
    Slow(u32, Saving),
    /// What became of the user's file.
    Kept(Kept, Written),
    /// Time to see whether the user should be reminded of his file.
    Remind,
    /// Time to see whether a new day has begun.
    LookAtClock,
    /// The reminder was read.
    Reminded,
    /// Somebody types into a text that can only be read.
    TypedInVain,
    /// The user did something.
    Do(Command),
    /// The address bar names a place.
    Arrived(Route),
    /// Something is dragged over the window, or no longer.
    Dragging(bool),
    /// Files were dropped.
    Dropped(Chosen),
    /// What was asked is answered: the command is carried out, or `None`, not.
    Answered(Option<Command>),
    /// How far a batch of files is; `None` when it is done.
    Intake(Option<(usize, usize)>),
    /// The search is open with a query; `None` closes it.
    Search(Option<String>),
    /// The user does not want to unlock a file now.
    LeaveLocked(String),
    /// The team does not want to say now what it is called.
    NameLater,
    /// A notice has been on screen long enough.
    Read(Notice),
}

impl Msg {
    /// Whether it is something the user does, for which all that he has typed before counts.
    pub(super) fn waits_for_typing(&self) -> bool {
        match self {
            Self::Do(Command::Typed { .. }) => false,
            Self::Do(_)
            | Self::Answered(_)
            | Self::Arrived(_)
            | Self::Dropped(_)
            | Self::Search(_)
            | Self::Book(_) => true,
            Self::Store(..)
            | Self::Slow(..)
            | Self::Kept(..)
            | Self::Remind
            | Self::LookAtClock
            | Self::Reminded
            | Self::TypedInVain
            | Self::Dragging(_)
            | Self::Intake(_)
            | Self::LeaveLocked(_)
            | Self::NameLater
            | Self::Read(_) => false,
        }
    }
}

/// What can happen to a book as a whole.
pub(crate) enum BookMsg {
    /// What this machine holds.
    Listed(Held),
    /// Open a book of this machine.
    Open(BookId),
    /// No answer came for long.
    Stuck(u32, Option<BookId>),
    /// Everything found of a book.
    Looked(u32, Box<Found>),
    /// Try a passphrase, after the screen said so.
    Unlock(String),
    /// Ask for the passphrase to be tried.
    Try(String),
    /// What the user chose on a page that asks about a book.
    Choose(Choice),
    /// Whose turn it is with a book that was just begun.
    Placed(u32, Box<Place>),
    /// Try to save again.
    Retry,
    /// The passphrase of the open book; `None` takes it away.
    Protect(Option<String>),
    /// Put a backup in the place of the book.
    Restore(u64),
    /// A backup was read.
    Restored(u32, Option<Box<Book>>),
    /// Remove a book from this machine; `None` removes everything.
    Destroy(Option<BookId>),
    /// It was removed, or why not.
    Destroyed(Option<BookId>, Result<(), Fault>),
    /// Settle edits that lie aside.
    SettleFork(usize, ForkFate),
    /// The window comes back to what it was, perhaps after others wrote.
    Returned,
}
