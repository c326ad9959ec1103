//! What holds for decisions about records: whose they are to take, that they stay as they were taken, and of which day.

use expr::Date;

use crate::book::{Book, Role};
use crate::content::{Content, Event};
use crate::entry::{Entry, EntryId};
use crate::kinds::{Kinds, Part};

use super::laws::{contents, found, goes_on, new};
use super::owner::is_own;
use super::{Cause, Delivery, Post};

/// Years before its round in which something may have been decided about a record of it.
const YEARS_BEFORE: i32 = 1;

/// The first law about decisions that an entry breaks.
pub(super) fn check(
    book: &Book,
    file: &Delivery<'_>,
    sender: Post,
    (known, entry): (Option<&Entry>, &Entry),
    kinds: &Kinds,
) -> Result<(), Cause> {
    let mut all = contents(entry).chain(known.into_iter().flat_map(contents)).filter_map(event_of);
    if let Some(first) = all.next()
        && all.any(|other| other != first)
    {
        return Err(Cause::Altered);
    }
    for event in new(known, entry).filter_map(event_of) {
        if !is_theirs(book, file, sender, event, kinds) {
            return Err(Cause::NotTheirs);
        }
        if !is_of_its_time(book, file, event) {
            return Err(Cause::Day);
        }
    }
    Ok(())
}

fn event_of(content: &Content) -> Option<&Event> {
    if let Content::Event(event) = content { Some(event) } else { None }
}

/// Whether a decision is its sender's to take, or to pass on: the office keeps the book of the round and tells each what the
/// others decided, everybody else speaks for himself. Of a record that is not here, or a transition that its life cycle does
/// not have, nothing more can be told; then the fold says whether it counts.
fn is_theirs(book: &Book, file: &Delivery<'_>, sender: Post, event: &Event, kinds: &Kinds) -> bool {
    let speaks = match sender {
        Post::Unit => event.by == Role::Unit,
        Post::Team => event.by == Role::Inspector,
        Post::Office | Post::Superior => true,
    };
    let Some(Content::Record(record)) = found(book, file, &event.record) else { return speaks };
    let way = kinds.life(&record.form).and_then(|cycle| cycle.transition(&event.does));
    let travels = kinds.travels(&record.form, file.bundle.purpose);
    // A team looks after what it found itself.
    let finding = record.about.as_ref().filter(|_| kinds.plays(&record.form, Part::Rectification));
    let strange = |finding: &EntryId| book.entries.contains_key(finding) && !is_own(book, file, finding);
    let others = sender == Post::Team && finding.is_some_and(strange);
    speaks && travels && !others && way.is_none_or(|way| way.by.contains(&event.by))
}

/// Whether it was decided on a day between the year before its round and the receiver's tomorrow: a decision of the year
/// 2062 would come after all that others decide, and one of 1962 before.
fn is_of_its_time(book: &Book, file: &Delivery<'_>, event: &Event) -> bool {
    let Ok(day) = event.on.parse::<Date>() else { return false };
    let year =
        book.round(&file.bundle.round).map_or(i32::MIN, |round| round.year.saturating_sub(YEARS_BEFORE));
    day.year() >= year && file.today.is_none_or(|today| day <= today.plus_days(1))
}

/// Whether a decision is about a record of the file's unit and round, or of an earlier round that the book has. One about a
/// record that is not here says itself of which unit and round it is, and waits for it.
pub(super) fn is_linked(book: &Book, file: &Delivery<'_>, event: &Event, record: Option<&Content>) -> bool {
    match record {
        Some(Content::Record(record)) => {
            let unit = file.bundle.unit.as_ref();
            !event.strays_from(record)
                && (record.round == file.bundle.round || goes_on(book, Some(&event.record), &record.round))
                && unit.is_none_or(|unit| record.unit == *unit)
        }
        Some(_) => false,
        None => event.unit.is_some() && event.round.is_some(),
    }
}
