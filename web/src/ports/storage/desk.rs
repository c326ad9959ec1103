//! Which book lies on the desk: opened again after a reload or a kill, until the user closes it.
//!
//! It is noted twice: in IndexedDB, which a kill does not touch, and beside it, which is still there when IndexedDB
//! was emptied, so that an emptied one is noticed.

use store::BookId;
use wasm_bindgen_futures::spawn_local;

use super::beside;
use super::database::Database;

const DESK: &str = "ducha-desk";

/// Notes which book is open; `None` when it was closed.
pub(crate) fn note(book: Option<BookId>) {
    beside::set_open_book(book);
    spawn_local(async move {
        let desk = Database::new(DESK);
        let slot = book.map(|book| book.0.to_vec()).unwrap_or_default();
        // A failure costs one click on the start page.
        let _ = desk.change_slot(1, |_| ((), Some(slot))).await;
        desk.close();
    });
}

/// The book that was open when the window went.
pub(super) async fn book() -> Option<BookId> {
    let desk = Database::new(DESK);
    let noted = desk.slot(1).await;
    desk.close();
    match noted {
        Ok(Some(slot)) if slot.is_empty() => None,
        Ok(Some(slot)) => slot.try_into().ok().map(BookId),
        Ok(None) | Err(_) => beside::open_book(),
    }
}
