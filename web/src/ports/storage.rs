//! Books on this machine: IndexedDB, what lies beside it, who may write, and who else is told.
//!
//! Nothing is decided here: `store` decides, [`keeper::Keeper`] carries out.

pub(crate) mod beside;
mod channel;
mod database;
pub(crate) mod desk;
pub(crate) mod destroy;
pub(crate) mod inventory;
pub(crate) mod keeper;
mod request;
pub(crate) mod turn;

use std::collections::BTreeMap;

use store::{BookId, Listed, Trace, catalogue};

use database::Database;

/// What every database of a book is called, before its id.
const BOOK: &str = "ducha-book-";

/// Name of the database of a book.
fn database_name(book: BookId) -> String {
    format!("{BOOK}{book}")
}

/// The books of this machine, the one opened last first, and the one that was open when the window went.
pub(crate) async fn list() -> (Vec<Listed>, Option<BookId>) {
    let mut traces: BTreeMap<BookId, Trace> = beside::traces();
    for name in database::names().await {
        let Some(book) = name.strip_prefix(BOOK).and_then(BookId::parse) else { continue };
        let trace = traces.entry(book).or_default();
        // A head that cannot be read here is told when the book is opened.
        trace.head = Database::new(&name).head().await.unwrap_or_default();
    }
    let open = desk::book().await;
    // A book that was open and of which nothing is left is a loss, and not a start page without a word.
    if let Some(book) = open {
        traces.entry(book).or_default();
    }
    (catalogue(traces), open)
}
