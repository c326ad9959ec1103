//! Everything this machine holds of one book, gathered for `store::assess`, and a book put together from its records.

use app::ledger::{Edit, stored};
use app::{Deed, Replay};
use store::{BookId, BookKey, Disk, Inventory, Kind, Record, Step};

use super::database::Database;
use super::{beside, database_name};

/// Gathers what is there. The connection is let go of again.
pub(crate) async fn gather(book: BookId) -> Inventory {
    let database = Database::new(&database_name(book));
    let disk = database.read(0).await;
    database.close();
    Inventory {
        book,
        disk,
        journal: beside::entries(book),
        witness: beside::witness(book),
        head_copy: beside::head(book),
    }
}

/// Why records that are intact are no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoBook {
    /// A newer version of the app wrote them.
    TooNew,
    /// What they say does not hold together.
    Malformed,
}

/// Puts a book together from a whole book and the edits since, after the steps that can still be taken back in it.
pub(crate) fn replay(window: &[Step], steps: &[Step]) -> Result<Replay, NoBook> {
    let (first, rest) = steps.split_first().ok_or(NoBook::Malformed)?;
    let book = read_book(&first.payload)?;
    // Undo is a comfort: what cannot be repeated here is left out.
    let earlier = window.split_first().and_then(|(first, rest)| {
        let mut replay = Replay::new(read_book(&first.payload).ok()?);
        repeat(&mut replay, rest).ok()?;
        Some(replay)
    });
    let mut replay = match earlier {
        Some(earlier) => earlier.restated(book),
        None => Replay::new(book),
    };
    repeat(&mut replay, rest)?;
    Ok(replay)
}

fn read_book(payload: &[u8]) -> Result<app::ledger::Book, NoBook> {
    stored::read(payload).map_err(|error| match error {
        stored::StoredError::TooNew(_) => NoBook::TooNew,
        stored::StoredError::Malformed(_) => NoBook::Malformed,
    })
}

fn repeat(replay: &mut Replay, steps: &[Step]) -> Result<(), NoBook> {
    for step in steps {
        let (deed, edits) = edits(step).ok_or(NoBook::Malformed)?;
        replay.step(deed, &edits).map_err(|_| NoBook::Malformed)?;
    }
    Ok(())
}

/// The edits of a record; `None` for a whole book and for what is none of ours.
pub(crate) fn edits(step: &Step) -> Option<(Deed, Vec<Edit>)> {
    let deed = match step.kind {
        Kind::Edits => Deed::Done,
        Kind::Undo => Deed::TakenBack,
        Kind::Redo => Deed::BroughtBack,
        Kind::Book => return None,
    };
    Some((deed, serde_json::from_slice(&step.payload).ok()?))
}

/// The book of a backup.
pub(crate) async fn backup(
    book: BookId,
    number: u64,
    key: Option<&BookKey>,
) -> Result<app::ledger::Book, NoBook> {
    let database = Database::new(&database_name(book));
    let bytes = database.slot(number).await;
    database.close();
    open_record(&bytes.ok().flatten().ok_or(NoBook::Malformed)?, key)
}

/// The book of a backup, out of what was gathered.
pub(crate) fn backup_in(
    inventory: &Inventory,
    number: u64,
    key: Option<&BookKey>,
) -> Result<app::ledger::Book, NoBook> {
    let Disk::Read { records, .. } = &inventory.disk else { return Err(NoBook::Malformed) };
    let slot = records.iter().find(|slot| slot.number == number);
    open_record(slot.and_then(|slot| slot.bytes.as_deref()).ok_or(NoBook::Malformed)?, key)
}

fn open_record(bytes: &[u8], key: Option<&BookKey>) -> Result<app::ledger::Book, NoBook> {
    let record = Record::read(bytes).map_err(|_| NoBook::Malformed)?;
    read_book(&record.payload(key).map_err(|_| NoBook::Malformed)?)
}
