//! What each kind of file carries.

use std::collections::BTreeSet;

use ledger::authority::Writer;
use ledger::book::form_name;
use ledger::life::fold::fold;
use ledger::merge::Purpose;
use ledger::{
    Book, Content, Entry, EntryId, Event, Finding, Kinds, Letter, LetterState, Part, Record, RecordState,
    Review, Role, Sender,
};
use templates::text;

use crate::command::HandOut;

/// Purpose, unit and entries of a file.
pub(super) type Choice = (Purpose, Option<EntryId>, Vec<EntryId>);

/// What goes into a file, or why it cannot be made.
pub(super) fn choose(book: &Book, kinds: &Kinds, round: &EntryId, what: &HandOut) -> Result<Choice, String> {
    match what {
        HandOut::Task => Ok((Purpose::Task, None, arrangement(book, round))),
        HandOut::Team => {
            let mut ids = arrangement(book, round);
            ids.extend(records_of(book, round, |form, _| kinds.plays(form, Part::SelfCheck)));
            Ok((Purpose::Team, None, ids))
        }
        HandOut::Submission => submission(book, kinds, round),
        HandOut::Records => Ok((Purpose::Records, None, team_work(book, kinds, round))),
        // It is made of files for one unit each.
        HandOut::AllFeedback => Err(text("feedback.nothing_left").to_owned()),
        HandOut::Feedback(unit) => match for_unit(book, kinds, round, unit) {
            nothing if nothing.is_empty() => Err(text("feedback.nothing").to_owned()),
            mut ids => {
                // A unit that has no task yet answers in the round that the file is about.
                if book.local.profile.role == Role::Office {
                    ids.push(round.clone());
                }
                Ok((Purpose::Feedback, Some(unit.clone()), ids))
            }
        },
    }
}

/// The round and its units.
fn arrangement(book: &Book, round: &EntryId) -> Vec<EntryId> {
    std::iter::once(round.clone()).chain(book.units().map(|(id, _)| id.clone())).collect()
}

fn records_of(book: &Book, round: &EntryId, keep: impl Fn(&str, &Record) -> bool) -> Vec<EntryId> {
    book.records()
        .filter(|(_, record)| record.round == *round && keep(form_name(&record.form), record))
        .map(|(id, _)| id.clone())
        .collect()
}

/// The unit's submitted self-check, its rectification records and its report, and what it decided about records it was
/// sent. Before the self-check is submitted, a file holds what was written about findings and decided about matters: neither
/// waits for the year's end.
fn submission(book: &Book, kinds: &Kinds, round: &EntryId) -> Result<Choice, String> {
    let unit = book.local.profile.unit.clone().ok_or_else(|| text("task.choose_unit").to_owned())?;
    let own = |form: &str| kinds.plays(form, Part::SelfCheck) || kinds.plays(form, Part::Rectification);
    let mut ids = records_of(book, round, |form, record| own(form) && record.unit == unit);
    // Findings of an earlier year are put right in a later one.
    let earlier = book.rounds().filter(|(id, _)| *id != round);
    let earlier: Vec<EntryId> = earlier.flat_map(|(id, _)| without_self_check(book, kinds, id)).collect();
    let submitted = ids
        .iter()
        .filter_map(|id| book.record(id))
        .any(|record| kinds.plays(&record.form, Part::SelfCheck) && record.state == RecordState::Submitted);
    if !submitted {
        let mut waiting = without_self_check(book, kinds, round);
        waiting.extend(earlier);
        return if waiting.is_empty() {
            Err(text("submit.not_submitted").to_owned())
        } else {
            Ok((Purpose::Submission, Some(unit), waiting))
        };
    }
    ids.extend(own_decisions(book, kinds, round));
    ids.extend(earlier);
    ids.extend(
        book.letters()
            .filter(|(id, l)| l.unit.as_ref() == Some(&unit) && l.round == *round && is_ours(book, id))
            .map(|(id, _)| id.clone()),
    );
    let record = |r: &Record| own(form_name(&r.form)) && r.unit == unit && r.round == *round;
    let letter = |l: &Letter| l.unit.as_ref() == Some(&unit) && l.round == *round;
    ids.extend(withdrawn(book, record, letter));
    Ok((Purpose::Submission, Some(unit), ids))
}

/// What a unit can hand out before its self-check: its rectification records on which it wrote, and its decisions.
pub(crate) fn without_self_check(book: &Book, kinds: &Kinds, round: &EntryId) -> Vec<EntryId> {
    let mut ids = own_decisions(book, kinds, round);
    let unit = book.local.profile.unit.as_ref();
    let written = |record: &Record| {
        let about = record.about.as_ref();
        about.is_some_and(|about| ledger::finding::is_answered(book, kinds, about, record))
    };
    ids.extend(records_of(book, round, |form, record| {
        kinds.plays(form, Part::Rectification) && Some(&record.unit) == unit && written(record)
    }));
    ids
}

/// What the unit of a book decided about records it was sent in a round.
pub(crate) fn own_decisions(book: &Book, kinds: &Kinds, round: &EntryId) -> Vec<EntryId> {
    let unit = book.local.profile.unit.as_ref();
    decisions(book, kinds, Purpose::Submission, |event, record| {
        event.by == Role::Unit && Some(&record.unit) == unit && record.round == *round
    })
}

/// Whether nobody else wrote the entry: what the office or a team sent is not sent back.
fn is_ours(book: &Book, id: &EntryId) -> bool {
    match book.first_writer(id) {
        Writer::Here | Writer::Unknown => true,
        Writer::Sender(from, _) => book.speaks_for() == Some(from),
    }
}

/// Entries that were handed out and removed since: whoever took them in has to learn that they are gone.
fn withdrawn(
    book: &Book,
    record: impl Fn(&Record) -> bool,
    letter: impl Fn(&Letter) -> bool,
) -> Vec<EntryId> {
    let was = |content: &Content| {
        matches!(content, Content::Record(r) if record(r))
            || matches!(content, Content::Letter(l) if letter(l))
    };
    let handed_out =
        |entry: &&Entry| entry.versions.values().any(|version| version.sealed && was(&version.content));
    let gone = book.entries.values().filter(|entry| entry.content().is_none());
    gone.filter(handed_out).map(|entry| entry.id.clone()).collect()
}

/// Everything a team wrote: records, working papers, verifications, letters, and what it decided. Units and the round come
/// from the office anyway.
fn team_work(book: &Book, kinds: &Kinds, round: &EntryId) -> Vec<EntryId> {
    let travels = |form: &str| kinds.travels(form, Purpose::Records);
    let mut ids = records_of(book, round, |form, _| travels(form));
    ids.extend(book.letters().filter(|(_, l)| l.round == *round).map(|(id, _)| id.clone()));
    ids.extend(decisions(book, kinds, Purpose::Records, |event, record| {
        event.by == Role::Inspector && record.round == *round
    }));
    let record = |r: &Record| travels(&r.form) && r.round == *round;
    ids.extend(withdrawn(book, record, |l: &Letter| l.round == *round));
    ids
}

/// Decisions about records that travel in files of a purpose, chosen by the decision and its record; those that were handed
/// out and taken back since as well.
fn decisions(
    book: &Book,
    kinds: &Kinds,
    purpose: Purpose,
    keep: impl Fn(&Event, &Record) -> bool,
) -> Vec<EntryId> {
    let is_kept = |event: &Event| {
        let record = book.record(&event.record);
        record.is_some_and(|record| kinds.travels(&record.form, purpose) && keep(event, record))
    };
    let chosen = |entry: &&Entry| match entry.content() {
        Some(Content::Event(event)) => is_kept(event),
        Some(_) => false,
        None => entry.versions.values().any(
            |version| matches!(&version.content, Content::Event(event) if version.sealed && is_kept(event)),
        ),
    };
    book.entries.values().filter(chosen).map(|entry| entry.id.clone()).collect()
}

/// Records that go to a unit because their form says so.
fn sent_to<'a>(
    book: &'a Book,
    kinds: &'a Kinds,
    round: &'a EntryId,
    unit: &'a EntryId,
) -> impl Iterator<Item = &'a EntryId> {
    let own = move |id: &EntryId| book.local.profile.role == Role::Office || is_ours(book, id);
    let goes = move |(id, record): &(&EntryId, &Record)| {
        let about = record.unit == *unit && record.round == *round;
        // What happened to a record is gathered last: that takes longest.
        about && kinds.is_sent(&record.form) && own(id) && is_ready(book, kinds, id, record)
    };
    book.records().filter(goes).map(|(id, _)| id)
}

/// Whether a record is finished, or has left the state in which its life cycle begins.
fn is_ready(book: &Book, kinds: &Kinds, id: &EntryId, record: &Record) -> bool {
    let cycle = kinds.life(&record.form);
    cycle.map_or(record.is_finished(), |cycle| fold(cycle, book.happened_to(id)).state != cycle.begins())
}

/// What goes to a unit: documents that were issued to it, the findings they told it, records that are sent to it, and what
/// was decided about these and about its own. Drafts and other papers stay.
pub(crate) fn for_unit(book: &Book, kinds: &Kinds, round: &EntryId, unit: &EntryId) -> Vec<EntryId> {
    let to_unit = |letter: &Letter| {
        letter.unit.as_ref() == Some(unit) && letter.round == *round && letter.state == LetterState::Issued
    };
    let own = Sender::unit(unit);
    let by_unit = |id: &EntryId| matches!(book.first_writer(id), Writer::Sender(from, _) if from == own);
    let letters = book.letters().filter(|(id, letter)| to_unit(letter) && !by_unit(id));
    let mut ids: Vec<EntryId> = letters.map(|(id, _)| id.clone()).collect();
    let told = book.told();
    let is_told = |(id, record): &(&EntryId, &Record)| {
        record.unit == *unit && record.round == *round && told.tells(&Finding::read(kinds, id, record))
    };
    ids.extend(book.records_of(kinds.form(Part::Finding)).filter(is_told).map(|(id, _)| id.clone()));
    let decided = |review: &Review| {
        book.record(&review.record).is_some_and(|record| record.unit == *unit && record.round == *round)
    };
    ids.extend(book.reviews().filter(|(_, review)| decided(review)).map(|(id, _)| id.clone()));
    ids.extend(sent_to(book, kinds, round, unit).filter(|id| !by_unit(id)).cloned());
    let office = book.local.profile.role == Role::Office;
    let known: BTreeSet<EntryId> = ids.iter().cloned().collect();
    // What becomes of findings and matters of earlier years goes on.
    let sent = |id: &EntryId, record: &Record| {
        record.round != *round
            && book.version(id).is_some_and(|version| version.sealed)
            && kinds.is_sent(&record.form)
    };
    ids.extend(decisions(book, kinds, Purpose::Feedback, |event, record| {
        let id = &event.record;
        let told = known.contains(id) || by_unit(id) || sent(id, record);
        record.unit == *unit && told && (office || event.by == Role::Inspector)
    }));
    ids
}
