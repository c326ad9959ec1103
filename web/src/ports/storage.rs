//! Books on this machine: IndexedDB, what lies beside it, who may write, and who else is told.
//!
//! Nothing is decided here: `store` decides, [`keeper::Keeper`] carries out.

pub(crate) mod beside;
mod channel;
mod database;
pub(crate) mod desk;
pub(crate) mod destroy;
mod earlier;
pub(crate) mod inventory;
pub(crate) mod keeper;
mod request;
pub(crate) mod turn;

use std::collections::BTreeMap;

use app::ledger::Book;
use store::{BookId, Listed, Trace, catalogue};

use database::Database;

/// What every database of a book is called, before its id.
const BOOK: &str = "ducha-book-";

/// Name of the database of a book.
fn database_name(book: BookId) -> String {
    format!("{BOOK}{book}")
}

/// What this machine holds.
pub(crate) struct Held {
    /// The books, the one opened last first.
    pub(crate) books: Vec<Listed>,
    /// The one that was open when the window went.
    pub(crate) open: Option<BookId>,
    /// The book of an earlier version that is still to be taken over.
    pub(crate) earlier: Option<Box<Book>>,
}

/// Reads what this machine holds.
pub(crate) async fn list() -> Held {
    let mut traces: BTreeMap<BookId, Trace> = beside::traces();
    let names = database::names().await;
    for name in &names {
        let Some(book) = name.strip_prefix(BOOK).and_then(BookId::parse) else { continue };
        let trace = traces.entry(book).or_default();
        // A head that cannot be read is told when the book is opened; until then its copy speaks for it.
        trace.head = Database::new(name).head().await.unwrap_or_else(|_| trace.head_copy.clone());
    }
    let open = desk::book().await;
    // A book that was open and of which nothing is left is a loss, and not a start page without a word.
    if let Some(book) = open {
        traces.entry(book).or_default();
    }
    let earlier = earlier::book(&names).await.map(Box::new);
    Held { books: catalogue(traces), open, earlier }
}
