//! The one book that versions up to 0.1 kept: a chain of readable records in a database of its own. It is taken over
//! once and left where it is, so that the earlier version still finds it.

use app::ledger::{Book, Edit, stored};
use sha2::{Digest as _, Sha256};
use store::Disk;

use super::database::Database;
use super::{beside, desk};

/// Name of that database.
const EARLIER: &str = "ducha";
/// Where its journal lay, before a number.
const ENTRY: &str = "ducha:journal:";

/// The book of an earlier version, unless there is none or it was taken over already. What does not hold together any
/// more ends it, as it did then.
pub(super) async fn book(names: &[String]) -> Option<Book> {
    if !names.iter().any(|name| name == EARLIER) || desk::earlier_is_taken_over().await {
        return None;
    }
    let database = Database::new(EARLIER);
    let disk = database.read(0).await;
    database.close();
    let Disk::Read { records, .. } = disk else { return None };
    let stored = records.into_iter().filter_map(|slot| slot.bytes);
    let mut chain = Chain::default();
    let whole = stored.into_iter().all(|bytes| chain.take(&bytes).is_some());
    if whole {
        for entry in journal() {
            if chain.take(&entry).is_none() {
                break;
            }
        }
    }
    chain.book
}

/// Entries of the journal in the order of their numbers.
fn journal() -> Vec<Vec<u8>> {
    let number = |name: String| Some((name.strip_prefix(ENTRY)?.parse::<u64>().ok()?, name));
    let mut entries: Vec<(u64, String)> = beside::names(ENTRY).into_iter().filter_map(number).collect();
    entries.sort_unstable();
    entries.into_iter().filter_map(|(_, name)| beside::text(&name)).map(String::into_bytes).collect()
}

/// Records read so far.
#[derive(Default)]
struct Chain {
    book: Option<Book>,
    /// Number and digest of the last one.
    last: Option<(u64, String)>,
}

impl Chain {
    /// Takes the next record: a line `digest ducha.log/1 number kind before`, then the payload. `None` when it is
    /// damaged or does not follow; one that is here already is passed over.
    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (line, payload) = (std::str::from_utf8(bytes.get(..end)?).ok()?, bytes.get(end + 1..)?);
        let (digest, head) = line.split_once(' ')?;
        let mut hash = Sha256::new();
        hash.update(head.as_bytes());
        hash.update(payload);
        let found = base16ct::lower::encode_string(&hash.finalize());
        let [format, number, kind, before] = head.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let number: u64 = number.parse().ok()?;
        if found != digest || format != "ducha.log/1" {
            return None;
        }
        if self.last.as_ref().is_some_and(|(last, _)| number <= *last) {
            return Some(());
        }
        match kind {
            "book" if payload.is_empty() => self.book = None,
            "book" => self.book = Some(stored::read(payload).ok()?),
            _ => self.edit(number, before, payload)?,
        }
        self.last = Some((number, digest.to_owned()));
        Some(())
    }

    fn edit(&mut self, number: u64, before: &str, payload: &[u8]) -> Option<()> {
        let (last, digest) = self.last.as_ref()?;
        if number != last + 1 || before != digest {
            return None;
        }
        let edits: Vec<Edit> = serde_json::from_slice(payload).ok()?;
        let book = self.book.as_mut()?;
        edits.iter().try_for_each(|edit| book.apply(edit).ok().map(drop))
    }
}
