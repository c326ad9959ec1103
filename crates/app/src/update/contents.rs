//! What each kind of file carries.

use ledger::authority::Writer;
use ledger::book::form_name;
use ledger::finding::{RECTIFICATION, WORKING_PAPER};
use ledger::merge::Purpose;
use ledger::progress::SELF_CHECK;
use ledger::{
    Book, Content, Entry, EntryId, Finding, Letter, LetterState, Record, RecordState, Review, Sender,
};
use templates::text;

use crate::command::HandOut;

/// Purpose, unit and entries of a file.
pub(super) type Choice = (Purpose, Option<EntryId>, Vec<EntryId>);

/// What goes into a file, or why it cannot be made.
pub(super) fn choose(book: &Book, round: &EntryId, what: &HandOut) -> Result<Choice, String> {
    match what {
        HandOut::Task => Ok((Purpose::Task, None, arrangement(book, round))),
        HandOut::Team => {
            let mut ids = arrangement(book, round);
            ids.extend(records_of(book, round, |form, _| form == SELF_CHECK));
            Ok((Purpose::Team, None, ids))
        }
        HandOut::Submission => submission(book, round),
        HandOut::Records => Ok((Purpose::Records, None, team_work(book, round))),
        // It is made of files for one unit each.
        HandOut::AllFeedback => Err(text("feedback.nothing_left").to_owned()),
        HandOut::Feedback(unit) => match for_unit(book, round, unit) {
            nothing if nothing.is_empty() => Err(text("feedback.nothing").to_owned()),
            ids => Ok((Purpose::Feedback, Some(unit.clone()), ids)),
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

/// The unit's submitted self-check, its rectification records and its report.
fn submission(book: &Book, round: &EntryId) -> Result<Choice, String> {
    let unit = book.local.profile.unit.clone().ok_or_else(|| text("task.choose_unit").to_owned())?;
    let own = |form: &str| form == SELF_CHECK || form == RECTIFICATION;
    let mut ids = records_of(book, round, |form, record| own(form) && record.unit == unit);
    let submitted = ids
        .iter()
        .filter_map(|id| book.record(id))
        .any(|record| form_name(&record.form) == SELF_CHECK && record.state == RecordState::Submitted);
    if !submitted {
        return Err(text("submit.not_submitted").to_owned());
    }
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

/// Everything a team wrote: records, working papers, verifications, letters. Units and the round come from the office anyway.
fn team_work(book: &Book, round: &EntryId) -> Vec<EntryId> {
    let mut ids = records_of(book, round, |form, _| form != SELF_CHECK);
    ids.extend(book.letters().filter(|(_, l)| l.round == *round).map(|(id, _)| id.clone()));
    let record = |r: &Record| form_name(&r.form) != SELF_CHECK && r.round == *round;
    ids.extend(withdrawn(book, record, |l: &Letter| l.round == *round));
    ids
}

/// What goes to a unit: documents that were issued to it, the findings they told it, and what was decided about its
/// self-check. Drafts and other papers stay.
pub(crate) fn for_unit(book: &Book, round: &EntryId, unit: &EntryId) -> Vec<EntryId> {
    let to_unit = |letter: &Letter| {
        letter.unit.as_ref() == Some(unit) && letter.round == *round && letter.state == LetterState::Issued
    };
    let own = Sender::unit(unit);
    let by_unit = |id: &EntryId| matches!(book.first_writer(id), Writer::Sender(from, _) if from == own);
    let letters = book.letters().filter(|(id, letter)| to_unit(letter) && !by_unit(id));
    let mut ids: Vec<EntryId> = letters.map(|(id, _)| id.clone()).collect();
    let told = book.told();
    let is_told = |(id, record): &(&EntryId, &Record)| {
        record.unit == *unit && record.round == *round && told.tells(&Finding::read(id, record))
    };
    ids.extend(book.records_of(WORKING_PAPER).filter(is_told).map(|(id, _)| id.clone()));
    let decided = |review: &Review| {
        book.record(&review.record).is_some_and(|record| record.unit == *unit && record.round == *round)
    };
    ids.extend(book.reviews().filter(|(_, review)| decided(review)).map(|(id, _)| id.clone()));
    ids
}
