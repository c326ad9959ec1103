//! What of a stranger's entries is refused before anything is done with them: names and counts no book of ours has.
//!
//! Sizes, depth and the number of values were limited when the file was opened. Here it is about meaning: a name becomes an
//! address and a key, a year becomes dates.

use crate::book::Local;
use crate::change::Change;
use crate::content::Content;
use crate::entry::{Entry, EntryId, Version, VersionId};
use crate::twins;

/// Longest name of a book's writer. Everything made in the book is named after it: `kind-writer-number`.
const WRITER: usize = 64;
/// Highest running number of a book; a file with a higher one would use it up.
const COUNTER: u64 = 1 << 53;
/// Most versions of one entry in one file: a record that is sent back and forth every working day for forty years.
const VERSIONS: usize = 10_000;
/// Longest moment.
const MOMENT: usize = 32;
/// Years a round may be about.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2199;

/// What is kept free below it, so that no edit of a book that opens leads beyond.
const ROOM: u64 = 1 << 20;

/// Why entries are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// A name that is empty, too long, or not of letters, digits, `-` and `_`.
    #[error("a name that no book gives")]
    Name,
    /// More versions than any book has.
    #[error("too many versions")]
    Versions,
    /// A moment that is none.
    #[error("a moment that is none")]
    Moment,
    /// A round about a year outside history.
    #[error("a year outside history")]
    Year,
    /// A running number that no book reaches.
    #[error("a running number that no book reaches")]
    Counter,
}

/// The first thing that is wrong with the entries of somebody else's file.
///
/// # Errors
/// [`Unsound`].
pub fn check(entries: &[Entry]) -> Result<(), Unsound> {
    if entries.iter().any(|entry| entry.versions.len() > VERSIONS) {
        return Err(Unsound::Versions);
    }
    check_names(entries)
}

/// The same without counts, for what a book has gathered from many files. A book never holds what this refuses, so that
/// what was stored can be read.
pub(crate) fn check_names(entries: &[Entry]) -> Result<(), Unsound> {
    entries.iter().try_for_each(|entry| {
        name(&entry.id.0)?;
        entry.versions.iter().try_for_each(|(id, version)| {
            // Twins go by the name with the hash of their state.
            name(twins::bare(id))?;
            plain_hash(id)?;
            self::version(version)
        })
    })
}

fn version(version: &Version) -> Result<(), Unsound> {
    version.parents.iter().try_for_each(|parent| name(twins::bare(parent)).and(plain_hash(parent)))?;
    moment(&version.at)?;
    content(&version.content)
}

/// What may not be put into a book, whoever does it: a replay of a log that somebody changed, for instance.
pub(crate) fn change(change: &Change, at: &str) -> Result<(), Unsound> {
    moment(at)?;
    match change {
        Change::Put { id, content: new } => {
            name(&id.0)?;
            content(new)
        }
        Change::Merge { entries, .. } => check_names(entries),
        Change::Sent { sent, .. } => counter(sent.sequence),
        Change::Several { changes } => changes.iter().try_for_each(|one| self::change(one, at)),
        Change::Answer { .. }
        | Change::Unmerge { .. }
        | Change::Seal { .. }
        | Change::Profile { .. }
        | Change::SecretKey { .. }
        | Change::SigningKey { .. }
        | Change::HandedOut { .. }
        | Change::Known { .. }
        | Change::Incident { .. }
        | Change::Roster { .. }
        | Change::Figures { .. }
        | Change::House { .. } => Ok(()),
    }
}

fn moment(at: &str) -> Result<(), Unsound> {
    let plain = at.len() <= MOMENT && at.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(()) } else { Err(Unsound::Moment) }
}

fn content(content: &Content) -> Result<(), Unsound> {
    match content {
        Content::Round(round) if !YEARS.contains(&round.year) => Err(Unsound::Year),
        Content::Round(_)
        | Content::Unit(_)
        | Content::Record(_)
        | Content::Review(_)
        | Content::Event(_)
        | Content::Letter(_)
        | Content::Picture(_)
        | Content::Removed => Ok(()),
    }
}

/// What every name made in the book begins with, and the number it ends with: both leave room for the rest. A book that
/// has no writer yet gets one.
pub(crate) fn local(local: &Local) -> Result<(), Unsound> {
    if !local.replica.is_empty() {
        name(&local.replica)?;
    }
    if local.replica.len() > WRITER {
        return Err(Unsound::Name);
    }
    counter(local.counter)?;
    counter(local.exports)?;
    local.sent.values().try_for_each(|sent| counter(sent.sequence))
}

/// The next running number; the last one has none behind it.
pub(crate) fn next(number: u64) -> u64 {
    number.saturating_add(1).min(COUNTER)
}

/// Whether the book has numbers left for another edit. One that has none is still read.
pub(crate) fn room(local: &Local) -> Result<(), Unsound> {
    let used_up = local.counter.max(local.exports) > COUNTER - ROOM;
    if used_up { Err(Unsound::Counter) } else { Ok(()) }
}

pub(crate) fn counter(number: u64) -> Result<(), Unsound> {
    if number <= COUNTER { Ok(()) } else { Err(Unsound::Counter) }
}

/// What follows the name of a twin is nothing but a hash.
fn plain_hash(id: &VersionId) -> Result<(), Unsound> {
    let plain = twins::hash(id).is_none_or(|hash| {
        hash.len() == twins::HASH && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    if plain { Ok(()) } else { Err(Unsound::Name) }
}

/// Whether a text is a name as books give them; it never is a path, a markup or a word of a script.
pub(crate) fn name(text: &str) -> Result<(), Unsound> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=EntryId::LONGEST).contains(&text.len()) && text.bytes().all(plain) {
        Ok(())
    } else {
        Err(Unsound::Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Author, VersionId};
    use crate::{Round, Unit};

    fn with(id: &str, version_id: &str, parent: &str, at: &str, content: Content) -> Entry {
        let parents =
            [parent].iter().filter(|id| !id.is_empty()).map(|id| VersionId((*id).to_owned())).collect();
        let version = Version {
            parents,
            author: Author::default(),
            at: at.to_owned(),
            received: String::new(),
            sealed: true,
            content,
        };
        Entry { id: id.into(), versions: [(VersionId(version_id.to_owned()), version)].into() }
    }

    #[test]
    fn names_that_no_book_gives_are_refused() {
        let unit = || Content::Unit(Unit::default());
        let now = "2026-11-24T09:00:00";
        assert_eq!(
            check(&[with("self-check-round-2026-00ff00ff-unit_001", "00ff00ff-12", "r2-1", now, unit())]),
            Ok(())
        );
        let twin = format!("r1-1#{}", "0a".repeat(16));
        assert_eq!(check(&[with("unit-1", &twin, &twin, now, unit())]), Ok(()));
        for bad in ["r1-1#", "r1-1#0a", &format!("{twin}#"), &twin.to_uppercase(), &twin.replace('#', "<")] {
            assert_eq!(check(&[with("unit-1", bad, "", now, unit())]), Err(Unsound::Name), "{bad:?}");
        }
        for bad in ["", "../x", "<b>", "__proto__ ", "a b", "单位", "a\u{202e}b", &"a".repeat(129)] {
            assert_eq!(check(&[with(bad, "r1-1", "", now, unit())]), Err(Unsound::Name), "{bad:?}");
            assert_eq!(check(&[with("unit-1", bad, "", now, unit())]), Err(Unsound::Name), "{bad:?}");
        }
        assert_eq!(check(&[with("unit-1", "r1-1", "a/b", now, unit())]), Err(Unsound::Name));
        assert_eq!(check(&[with("unit-1", "r1-1", "", "\u{202e}", unit())]), Err(Unsound::Moment));
    }

    #[test]
    fn a_round_outside_history_is_refused() {
        for (year, found) in [(2026, Ok(())), (i32::MIN, Err(Unsound::Year)), (99_999, Err(Unsound::Year))] {
            let round = Content::Round(Box::new(Round { year, ..Round::default() }));
            assert_eq!(check(&[with("round-1", "r1-1", "", "", round)]), found, "{year}");
        }
    }

    #[test]
    fn more_versions_than_any_book_has_are_refused() {
        let mut entry = with("unit-1", "r1-1", "", "", Content::Removed);
        let version = entry.versions.values().next().unwrap().clone();
        entry
            .versions
            .extend((0..VERSIONS).map(|number| (VersionId(format!("r2-{number}")), version.clone())));
        assert_eq!(check(&[entry]), Err(Unsound::Versions));
    }
}
