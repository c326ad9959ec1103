//! When the program itself fails, the book is offered as a file, made from what was last handed to the storage.

use std::cell::RefCell;

use app::ledger::{Edit, stored};
use app::{Command, Effect, State, update};
use store::{Kind, Step};

use crate::ports::clock;

/// A whole book as it is stored, and the edits since, in the order in which they were made.
#[derive(Default)]
struct Kept {
    book: Vec<u8>,
    edits: Vec<Vec<u8>>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// Notes the whole book.
pub(super) fn note_book(payload: &[u8]) {
    KEPT.with_borrow_mut(|kept| *kept = Kept { book: payload.to_vec(), edits: Vec::new() });
}

/// Notes edits.
pub(super) fn note_edits(payload: &[u8]) {
    KEPT.with_borrow_mut(|kept| kept.edits.push(payload.to_vec()));
}

/// Notes a book as it was read back: whole, and the edits since.
pub(super) fn note_steps(steps: &[Step]) {
    for step in steps {
        if step.kind == Kind::Book { note_book(&step.payload) } else { note_edits(&step.payload) }
    }
}

/// Forgets the book: it was closed.
pub(super) fn forget() {
    KEPT.with_borrow_mut(|kept| *kept = Kept::default());
}

/// The book as a file: its name and content. `None` when no book was open, or when it cannot be put together.
pub(super) fn file() -> Option<(String, Vec<u8>)> {
    KEPT.with(|kept| {
        // The defect may have struck while the book was being noted.
        let kept = kept.try_borrow().ok()?;
        let mut book = stored::read(&kept.book).ok()?;
        for payload in &kept.edits {
            let edits: Vec<Edit> = serde_json::from_slice(payload).ok()?;
            for edit in &edits {
                // An edit that does not fit is perhaps the defect itself; everything before it is worth saving.
                if book.apply(edit).is_err() {
                    break;
                }
            }
        }
        // Whatever failed may have been the source of chance; a book that is not sealed needs none.
        let moment = clock::moment_with([0; 32]);
        let mut state = State::with_book(book, moment.today);
        update(&mut state, Command::SaveBook(None), &moment).into_iter().find_map(|effect| {
            if let Effect::Keep { name, bytes } = effect { Some((name, bytes)) } else { None }
        })
    })
}
