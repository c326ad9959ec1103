//! Files that go out: task, team pack, submission, records, feedback.

use std::collections::BTreeMap;

use exchange::{Parcel, PublicKey, Seal, SigningKey};
use ledger::book::Sent;
use ledger::book::form_name;
use ledger::finding::RECTIFICATION;
use ledger::merge::{BUNDLE_FORMAT, Bundle, Purpose};
use ledger::progress::{FEEDBACK_LETTER, SELF_CHECK};
use ledger::{Book, Change, Content, Disposition, Entry, EntryId, Finding, RecordState, Role};
use templates::{text, text_with};

use super::change;
use super::vouch::{about, hex, stream};
use crate::command::{HandOut, Protection};
use crate::effect::{DUCHA, Effect, file_name};
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// Forms that never leave a team's book except to the office, sealed (D15: confidential talks).
const CONFIDENTIAL: [&str; 1] = ["interview"];

/// Makes a file and closes the versions it carries.
pub(super) fn hand_out(
    state: &mut State,
    what: &HandOut,
    protection: &Protection,
    moment: &Moment,
) -> Vec<Effect> {
    match prepare(state, what, protection, moment) {
        Err(reason) => {
            state.say(Tone::Bad, reason);
            Vec::new()
        }
        Ok(Made { changes, name, bytes }) => {
            let mut effects = change(state, Change::Several { changes }, moment);
            state.say(Tone::Good, text_with("hand_out.done", &[("file", &name)]));
            effects.push(Effect::Download { name, mime: DUCHA, bytes });
            effects
        }
    }
}

/// A file ready to go.
struct Made {
    /// What the book has to remember of it.
    changes: Vec<Change>,
    name: String,
    bytes: Vec<u8>,
}

fn prepare(state: &State, what: &HandOut, protection: &Protection, moment: &Moment) -> Result<Made, String> {
    let book = state.book.as_ref().ok_or_else(|| text("notice.gone").to_owned())?;
    let (round_id, round) = book.current_round().ok_or_else(|| text("round.none").to_owned())?;
    let (purpose, unit, mut ids) = choose(book, round_id, what)?;
    // Documents take the pictures along that they show.
    let pictures = |id: &EntryId| book.letter(id).map(|letter| letter.pictures.values().cloned());
    ids.extend(ids.iter().filter_map(pictures).flatten().collect::<Vec<_>>());
    let bundle = Bundle {
        format: BUNDLE_FORMAT.to_owned(),
        purpose,
        round: round_id.clone(),
        unit: unit.clone(),
        entries: ids.iter().filter_map(|id| book.entries.get(id)).map(travelling).collect(),
    };
    let (signer, mut changes) = signer(book, moment);
    let stream = stream(purpose, &round_id.0, unit.as_ref());
    let before = book.local.sent.get(&stream).cloned().unwrap_or_default();
    let sequence = before.sequence + 1;
    let parcel = Parcel {
        kind: kind(purpose).to_owned(),
        sender: book.local.profile.organ.clone(),
        sequence,
        made: moment.stamp(),
        about: claims(book, round_id, unit.as_ref(), before),
        payload: serde_json::to_vec(&bundle).map_err(|_| text("hand_out.failed").to_owned())?,
        ..Parcel::default()
    };
    let keys: Vec<PublicKey> = round.office_key.parse().into_iter().collect();
    let seal = match protection {
        Protection::Plain => Seal::Plain,
        Protection::Passphrase(phrase) if phrase.is_empty() => {
            return Err(text("hand_out.empty_passphrase").to_owned());
        }
        Protection::Passphrase(phrase) => Seal::Passphrase(phrase),
        Protection::Office if keys.is_empty() => return Err(text("hand_out.no_office_key").to_owned()),
        Protection::Office => Seal::Recipients(&keys),
    };
    let made = exchange::make(&parcel, seal, Some(&signer), moment.entropy)
        .map_err(|error| error.message().to_string())?;
    let name = file_name(&stem(state, purpose, unit.as_ref(), round.year), "ducha");
    changes.push(Change::Seal { ids });
    changes.push(Change::Sent { stream, sent: Sent { sequence, content: hex(&made.content) } });
    Ok(Made { changes, name, bytes: made.bytes })
}

/// The key this book signs with, made when the first file is handed out.
fn signer(book: &Book, moment: &Moment) -> (SigningKey, Vec<Change>) {
    if let Ok(key) = book.local.signing_key.parse() {
        return (key, Vec::new());
    }
    let key = exchange::derive_signing_key(moment.entropy);
    let change = Change::SigningKey { key: key.to_text() };
    (key, vec![change])
}

/// What the signed header says of the file's place: for whom it is, who sends it, and which file came before.
fn claims(book: &Book, round: &EntryId, unit: Option<&EntryId>, before: Sent) -> BTreeMap<String, String> {
    let role = match book.local.profile.role {
        Role::Unit => "unit",
        Role::Inspector => about::TEAM,
        Role::Office => "office",
    };
    let mut claims = BTreeMap::from([
        (about::ROLE.to_owned(), role.to_owned()),
        (about::ROUND.to_owned(), round.0.clone()),
    ]);
    claims.extend(unit.map(|unit| (about::UNIT.to_owned(), unit.0.clone())));
    if before.sequence > 0 {
        claims.insert(about::PREVIOUS.to_owned(), before.content);
    }
    claims
}

/// An entry as it travels: closed, so that the receiver's copy and ours can never drift under one version name.
fn travelling(entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    for version in entry.versions.values_mut() {
        version.sealed = true;
    }
    entry
}

/// The purpose as the header names it.
pub(super) fn kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Task => "task",
        Purpose::Team => "team",
        Purpose::Submission => "submission",
        Purpose::Records => "records",
        Purpose::Feedback => "feedback",
    }
}

fn stem(state: &State, purpose: Purpose, unit: Option<&EntryId>, year: i32) -> String {
    let who = unit.map_or_else(
        || state.book.as_ref().map(|book| book.local.profile.organ.clone()).unwrap_or_default(),
        |unit| state.unit_name(unit),
    );
    let key = match purpose {
        Purpose::Task => "file_name.task",
        Purpose::Team => "file_name.team",
        Purpose::Submission => "file_name.submission",
        Purpose::Records => "file_name.records",
        Purpose::Feedback => "file_name.feedback",
    };
    text_with(key, &[("who", &who), ("year", &year.to_string())])
}

type Choice = (Purpose, Option<EntryId>, Vec<EntryId>);

fn choose(book: &Book, round: &EntryId, what: &HandOut) -> Result<Choice, String> {
    match what {
        HandOut::Task => Ok((Purpose::Task, None, arrangement(book, round))),
        HandOut::Team => {
            let mut ids = arrangement(book, round);
            ids.extend(records_of(book, round, |form, _| form == SELF_CHECK));
            Ok((Purpose::Team, None, ids))
        }
        HandOut::Submission => submission(book, round),
        HandOut::Records => Ok((Purpose::Records, None, team_work(book, round))),
        HandOut::Feedback(unit) => Ok((Purpose::Feedback, Some(unit.clone()), feedback(book, round, unit))),
    }
}

/// The round and its units.
fn arrangement(book: &Book, round: &EntryId) -> Vec<EntryId> {
    std::iter::once(round.clone()).chain(book.units().map(|(id, _)| id.clone())).collect()
}

fn records_of(book: &Book, round: &EntryId, keep: impl Fn(&str, &ledger::Record) -> bool) -> Vec<EntryId> {
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
            .filter(|(_, l)| l.unit.as_ref() == Some(&unit) && l.round == *round)
            .map(|(id, _)| id.clone()),
    );
    ids.extend(withdrawn(book, |content| match content {
        Content::Record(record) => {
            own(form_name(&record.form)) && record.unit == unit && record.round == *round
        }
        Content::Letter(letter) => letter.unit.as_ref() == Some(&unit) && letter.round == *round,
        _ => false,
    }));
    Ok((Purpose::Submission, Some(unit), ids))
}

/// Entries that were handed out and removed since: whoever took them in has to learn that they are gone.
fn withdrawn(book: &Book, was: impl Fn(&Content) -> bool) -> Vec<EntryId> {
    let handed_out =
        |entry: &&Entry| entry.versions.values().any(|version| version.sealed && was(&version.content));
    let gone = book.entries.values().filter(|entry| entry.content().is_none());
    gone.filter(handed_out).map(|entry| entry.id.clone()).collect()
}

/// Everything a team wrote: records, working papers, verifications, letters. Units and the round come from the office anyway.
fn team_work(book: &Book, round: &EntryId) -> Vec<EntryId> {
    let mut ids = records_of(book, round, |form, _| form != SELF_CHECK);
    ids.extend(book.letters().filter(|(_, l)| l.round == *round).map(|(id, _)| id.clone()));
    ids.extend(withdrawn(book, |content| match content {
        Content::Record(record) => form_name(&record.form) != SELF_CHECK && record.round == *round,
        Content::Letter(letter) => letter.round == *round,
        _ => false,
    }));
    ids
}

/// What a unit may see: its feedback letter and the findings in it.
fn feedback(book: &Book, round: &EntryId, unit: &EntryId) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = book
        .letters()
        .filter(|(_, l)| {
            l.unit.as_ref() == Some(unit) && l.round == *round && form_name(&l.letter) == FEEDBACK_LETTER
        })
        .map(|(id, _)| id.clone())
        .collect();
    ids.extend(records_of(book, round, |form, record| {
        record.unit == *unit
            && !CONFIDENTIAL.contains(&form)
            && form == ledger::finding::WORKING_PAPER
            && Finding::read(&EntryId::default(), record).disposition == Some(Disposition::Feedback)
    }));
    // The office's decisions about the unit's submission travel back with it.
    ids.extend(
        book.reviews()
            .filter(|(_, r)| book.record(&r.record).is_some_and(|rec| rec.unit == *unit))
            .map(|(id, _)| id.clone()),
    );
    ids.retain(|id| !matches!(book.content(id), None | Some(Content::Removed)));
    ids
}
