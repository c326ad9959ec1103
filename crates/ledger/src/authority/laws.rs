//! What holds for every cell of the table: names, owners, links, and what may never change.

use std::collections::BTreeSet;

use crate::book::{Book, form_name};
use crate::content::{Content, LetterState, Record, ReviewDecision};
use crate::entry::{Entry, EntryId, SHIPPED, Version};
use crate::kinds::Kinds;
use crate::progress::decided;
use crate::twins;

use super::events;
use super::owner::is_own;
use super::{About, Act, Cause, Cell, Delivery, Kind, Over, Post, SELF_CHECK};
use crate::merge::{Outcome, Purpose};

/// What the forms and templates say, which the ledger does not know.
pub trait Rules {
    /// Whether a sender drafts documents of this template.
    fn drafts(&self, post: Post, letter: &str) -> bool;
    /// Whether this program is too old for a form or template, or does not know it.
    fn is_too_new(&self, content: &Content) -> bool;
    /// Whether no form can be made of what a round asks.
    fn is_broken(&self, content: &Content) -> bool;
    /// What the records of each form mean.
    fn kinds(&self) -> &Kinds;
    /// Whether it gives an answer that is not the sender's to give.
    fn decides(&self, post: Post, content: &Content) -> bool;
}

/// Beginnings of names that follow from what an entry is.
const RESERVED: [(&str, Kind); 5] = [
    ("self-check-", Kind::SelfCheck),
    ("unit-", Kind::Unit),
    ("round-", Kind::Round),
    ("review-", Kind::Review),
    ("event-", Kind::Event),
];

/// The first law that the entry breaks.
pub(super) fn check(
    book: &Book,
    file: &Delivery<'_>,
    cell: &Cell,
    entry: &Entry,
    acts: &BTreeSet<Act>,
    rules: &dyn Rules,
) -> Result<(), Cause> {
    let known = book.entries.get(&entry.id);
    if cell.about == About::Own && !is_about(file.bundle.unit.as_ref(), entry, known) {
        return Err(Cause::OtherUnit);
    }
    // What the book has already does nothing, but it must be the sender's business.
    if acts.is_empty() {
        return Ok(());
    }
    if !contents(entry).all(|content| is_named(&entry.id, content)) {
        return Err(Cause::Name);
    }
    let travels = |form: &str| rules.kinds().travels(form, cell.purpose);
    if new(known, entry).any(|content| matches!(content, Content::Record(r) if !travels(&r.form))) {
        return Err(Cause::NotListed);
    }
    if acts.iter().any(|act| *act != Act::Add) && !may_write(book, file, cell, &entry.id) {
        return Err(Cause::NotOwner);
    }
    if let Some(known) = known {
        stays(book, known)?;
    }
    let strays = |content: &Content| {
        let of = round_of(content).filter(|of| **of != file.bundle.round);
        of.is_some_and(|of| !goes_on(book, subject_of(content), of))
    };
    if known.is_some_and(|known| contents(known).any(strays)) {
        return Err(Cause::Link);
    }
    if !new(known, entry).all(|content| links_hold(book, file, content)) {
        return Err(Cause::Link);
    }
    events::check(book, file, cell.sender, (known, entry), rules.kinds())?;
    if acts.contains(&Act::Add) && cell.over == Over::OwnFinding && !answers_own(book, file, entry) {
        return Err(Cause::Link);
    }
    if new(known, entry).any(|content| rules.decides(cell.sender, content)) && is_in_conflict(book, entry) {
        return Err(Cause::Decision);
    }
    if cell.sender == Post::Superior && !file.confirmed {
        return Err(Cause::Unconfirmed);
    }
    if new(known, entry).any(|content| rules.is_too_new(content)) {
        return Err(Cause::TooNew);
    }
    if new(known, entry).any(|content| rules.is_broken(content)) {
        return Err(Cause::Broken);
    }
    if new(known, entry).any(|c| matches!(c, Content::Letter(l) if !rules.drafts(cell.sender, &l.letter))) {
        return Err(Cause::NotDrafted);
    }
    if !matches!(cell.purpose, Purpose::Task | Purpose::Team) {
        let mut units = new(known, entry).filter_map(unit_of);
        if units.any(|unit| book.unit(unit).is_none()) {
            return Err(Cause::UnknownUnit);
        }
    }
    let hides = entry.versions.iter().filter(|(id, v)| known.is_none_or(|known| !twins::holds(known, id, v)));
    if hides.flat_map(|(_, version)| names(version)).any(|name| name.contains(is_hidden)) {
        return Err(Cause::Hidden);
    }
    Ok(())
}

pub(super) fn contents(entry: &Entry) -> impl Iterator<Item = &Content> {
    entry.versions.values().map(|version| &version.content)
}

/// Whether everything that the entry says, and said before, is about this unit.
fn is_about(unit: Option<&EntryId>, entry: &Entry, known: Option<&Entry>) -> bool {
    let mut all = contents(entry).chain(known.into_iter().flat_map(contents));
    all.all(|content| !has_unit(content) || unit_of(content) == unit)
}

/// What the book does not have yet.
pub(super) fn new<'a>(known: Option<&'a Entry>, entry: &'a Entry) -> impl Iterator<Item = &'a Content> {
    let new = entry.versions.iter();
    new.filter(move |(id, v)| known.is_none_or(|known| !twins::holds(known, id, v))).map(|(_, v)| &v.content)
}

fn unit_of(content: &Content) -> Option<&EntryId> {
    match content {
        Content::Record(record) => Some(&record.unit),
        Content::Letter(letter) => letter.unit.as_ref(),
        Content::Event(event) => event.unit.as_ref(),
        Content::Unit(_)
        | Content::Round(_)
        | Content::Review(_)
        | Content::Picture(_)
        | Content::Removed => None,
    }
}

/// The round that a record or document belongs to: files of another one do nothing with it.
fn round_of(content: &Content) -> Option<&EntryId> {
    match content {
        Content::Record(record) => Some(&record.round),
        Content::Letter(letter) => Some(&letter.round),
        Content::Event(event) => event.round.as_ref(),
        Content::Unit(_)
        | Content::Round(_)
        | Content::Review(_)
        | Content::Picture(_)
        | Content::Removed => None,
    }
}

fn has_unit(content: &Content) -> bool {
    let named = matches!(content, Content::Event(event) if event.unit.is_some());
    named || matches!(content, Content::Record(_) | Content::Letter(_))
}

/// Whether the name is one that such a content has. A self-check is named after its round and unit, so that nobody can be
/// kept out by somebody who was there earlier.
fn is_named(id: &EntryId, content: &Content) -> bool {
    let Some(kind) = Kind::of(content) else { return true };
    if let Content::Record(Record { round, unit, .. }) = content
        && kind == Kind::SelfCheck
    {
        return *id == EntryId::derived(SELF_CHECK, &[round, unit]);
    }
    // A report on a self-check is named after its template.
    if let Content::Letter(letter) = content
        && id.0.strip_prefix(form_name(&letter.letter)).is_some_and(|rest| rest.starts_with('-'))
    {
        return true;
    }
    // A decision under the name of something else would stand where that belongs.
    let is_called = |(begins, owner): &(&str, Kind)| *owner == kind && id.0.starts_with(begins);
    if kind == Kind::Event {
        return RESERVED.iter().any(is_called);
    }
    RESERVED.iter().all(|(begins, owner)| *owner == kind || !id.0.starts_with(begins))
}

fn may_write(book: &Book, file: &Delivery<'_>, cell: &Cell, id: &EntryId) -> bool {
    match cell.over {
        Over::Any => true,
        // The shipped roster is an example until an office brings its own.
        Over::Own => is_own(book, file, id) || (cell.sender == Post::Superior && is_shipped(book, id)),
        Over::OwnFinding => {
            let finding = book.record(id).and_then(|record| record.about.as_ref());
            is_own(book, file, id) || finding.is_some_and(|finding| is_own(book, file, finding))
        }
    }
}

/// Whether an entry is the one that comes with the program and nobody has touched it.
fn is_shipped(book: &Book, id: &EntryId) -> bool {
    book.entries.get(id).is_some_and(|entry| entry.versions.keys().all(|id| id.0.starts_with(SHIPPED)))
}

/// Whether what a new entry answers is the sender's: the book has it as such, or the file brings it.
fn answers_own(book: &Book, file: &Delivery<'_>, entry: &Entry) -> bool {
    let brings = |id: &EntryId| file.bundle.entries.iter().any(|entry| entry.id == *id);
    let is_own = |id: &EntryId| {
        if book.entries.contains_key(id) { is_own(book, file, id) } else { brings(id) }
    };
    fn about(content: &Content) -> Option<&EntryId> {
        if let Content::Record(record) = content { record.about.as_ref() } else { None }
    }
    contents(entry).filter_map(about).all(is_own)
}

/// Whether taking the entry in makes a conflict. One of its sides is shown until somebody settles it, and what is not the
/// sender's to say must not count till then. Where there is none, what it says is put right when it is taken in.
fn is_in_conflict(book: &Book, entry: &Entry) -> bool {
    let report = book.foresee(std::slice::from_ref(entry));
    report.outcomes.values().any(|outcome| *outcome == Outcome::Conflict)
        || !book.entries.contains_key(&entry.id) && entry.in_conflict()
}

/// Whether nothing new in the entry says anything else than what stands.
pub(super) fn says_nothing_new(known: &Entry, entry: &Entry) -> bool {
    let before = known.content();
    before.is_some_and(|before| new(Some(known), entry).all(|content| content.says_the_same(before)))
}

/// What was issued or accepted stays as it is. Even a version that says the same would be another entry.
fn stays(book: &Book, known: &Entry) -> Result<(), Cause> {
    let Some(before) = known.content() else { return Ok(()) };
    if let Content::Letter(letter) = before
        && letter.state == LetterState::Issued
    {
        return Err(Cause::Issued);
    }
    if matches!(before, Content::Record(_)) && decided(book, &known.id) == Some(ReviewDecision::Accepted) {
        return Err(Cause::Accepted);
    }
    Ok(())
}

/// An entry as the book has it, or as the file brings it.
pub(super) fn found<'a>(book: &'a Book, file: &Delivery<'a>, id: &EntryId) -> Option<&'a Content> {
    let brought = || file.bundle.entries.iter().find(|entry| entry.id == *id).and_then(Entry::content);
    book.content(id).or_else(brought)
}

/// Whether something goes on with a record of a round that the book has.
pub(super) fn goes_on(book: &Book, subject: Option<&EntryId>, round: &EntryId) -> bool {
    subject.and_then(|subject| book.record(subject)).is_some_and(|subject| subject.round == *round)
}

/// What a content is about.
fn subject_of(content: &Content) -> Option<&EntryId> {
    match content {
        Content::Record(record) => record.about.as_ref(),
        Content::Event(event) => Some(&event.record),
        Content::Letter(_)
        | Content::Unit(_)
        | Content::Round(_)
        | Content::Review(_)
        | Content::Picture(_)
        | Content::Removed => None,
    }
}

/// Whether everything that a content speaks of belongs to its unit and round, as far as it is known. What goes on with a record
/// of another year that the book has belongs to that year.
fn links_hold(book: &Book, file: &Delivery<'_>, content: &Content) -> bool {
    let found = |id: &EntryId| found(book, file, id);
    let is_of = |id: &EntryId, unit: &EntryId| match found(id) {
        Some(Content::Record(record)) => record.unit == *unit,
        Some(_) => false,
        None => true,
    };
    let round = |round: &EntryId| *round == file.bundle.round;
    match content {
        Content::Record(record) => {
            (round(&record.round) || goes_on(book, record.about.as_ref(), &record.round))
                && record.about.as_ref().is_none_or(|about| is_of(about, &record.unit))
        }
        Content::Letter(letter) => {
            let pictures = letter.pictures.values();
            let unit = letter.unit.as_ref();
            round(&letter.round)
                && letter.findings.iter().all(|finding| unit.is_none_or(|unit| is_of(finding, unit)))
                && pictures.map(found).all(|found| found.is_none_or(|c| matches!(c, Content::Picture(_))))
        }
        Content::Event(event) => {
            event.round.as_ref().is_none_or(|of| round(of) || goes_on(book, Some(&event.record), of))
                && events::is_linked(book, file, event, found(&event.record))
        }
        Content::Review(review) => file.bundle.unit.as_ref().is_some_and(|unit| is_of(&review.record, unit)),
        Content::Unit(_) | Content::Round(_) | Content::Picture(_) | Content::Removed => true,
    }
}

/// Texts of an entry that name somebody or something in lists and documents.
#[must_use]
pub fn names_in(entry: &Entry) -> Vec<String> {
    entry.versions.values().flat_map(names).cloned().collect()
}

fn names(version: &Version) -> Vec<&String> {
    let author = [&version.author.name, &version.author.organ];
    let named = match &version.content {
        Content::Unit(unit) => {
            vec![&unit.name, &unit.short_name, &unit.party_name, &unit.branch, &unit.kind, &unit.city]
        }
        Content::Round(round) => vec![&round.title, &round.office, &round.issuer, &round.contact],
        Content::Record(record) => vec![&record.number],
        Content::Review(_)
        | Content::Event(_)
        | Content::Letter(_)
        | Content::Picture(_)
        | Content::Removed => Vec::new(),
    };
    author.into_iter().chain(named).collect()
}

/// Characters that cannot be seen or turn the writing around: with them one name looks like another.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
