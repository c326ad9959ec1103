//! Files that go out: task, team pack, submission, records, feedback.

use std::collections::BTreeMap;

use exchange::hex;
use exchange::{Parcel, PublicKey, Seal, SigningKey};
use ledger::book::{HandedOut, Sent};
use ledger::merge::{BUNDLE_FORMAT, Bundle, Purpose};
use ledger::{Book, Change, Entry, EntryId, Role, Round};
use templates::{text, text_with};

use super::change;
use super::contents::choose;
use super::vouch::{about, stream};
use crate::command::{HandOut, Protection};
use crate::confidential::Judge;
use crate::effect::{DUCHA, Effect, file_name};
use crate::limits;
use crate::moment::Moment;
use crate::state::State;
use crate::view::Tone;

/// Makes a file and closes the versions it carries.
pub(super) fn hand_out(
    state: &mut State,
    what: &HandOut,
    protection: &Protection,
    moment: &Moment,
) -> Vec<Effect> {
    state.handing = None;
    match prepare(state, what, protection, moment) {
        Err(reason) => {
            state.say(Tone::Bad, reason);
            Vec::new()
        }
        Ok(Made { changes, name, bytes, words }) => {
            let first = changes.iter().any(|change| matches!(change, Change::SigningKey { .. }));
            let mut effects = change(state, Change::Several { changes }, moment);
            if effects.is_empty() {
                // What the book cannot remember does not leave it.
                return effects;
            }
            // A copy of the book from before the key would sign with another one, and the receiver would hold that back.
            let told = if first { "hand_out.done_first" } else { "hand_out.done" };
            match unconfirmed(state, what, &name) {
                Some(warning) if first => {
                    state.say(Tone::Warn, format!("{warning}。{}", text("round.task_first")));
                }
                Some(warning) => state.say(Tone::Warn, warning),
                None => state.say(Tone::Good, text_with(told, &[("file", &name)])),
            }
            super::leaving::warn_of_secrets(state, &words);
            effects.push(Effect::Download { name, mime: DUCHA, bytes });
            effects
        }
    }
}

/// Makes a file for each unit for which something waits. Those that cannot be made are named; the others are made.
pub(super) fn hand_out_all(state: &mut State, protection: &Protection, moment: &Moment) -> Vec<Effect> {
    let (mut effects, mut made, mut failed) = (Vec::new(), 0_usize, Vec::new());
    for unit in crate::view::units_to_send(state) {
        // No two files share what makes them unreadable to others.
        let seed = [moment.entropy.as_slice(), unit.0.as_bytes()].concat();
        let own = Moment { entropy: exchange::digest(&seed), ..*moment };
        state.notice = None;
        let file = hand_out(state, &HandOut::Feedback(unit.clone()), protection, &own);
        if file.iter().any(|effect| matches!(effect, Effect::Download { .. })) {
            made += 1;
        } else {
            let why = state.notice.take().map(|notice| notice.text).unwrap_or_default();
            failed.push(text_with("send.failed_one", &[("unit", &state.unit_name(&unit)), ("why", &why)]));
        }
        effects.extend(file);
    }
    let count = made.to_string();
    match (made, failed.is_empty()) {
        (0, true) => state.say_term(Tone::Plain, "feedback.nothing_left"),
        (_, true) => state.say(Tone::Good, text_with("send.made_all", &[("count", &count)])),
        (_, false) => {
            let facts = [("count", count.as_str()), ("failed", &failed.join("；"))];
            state.say(Tone::Bad, text_with("send.made_some", &facts));
        }
    }
    effects
}

/// That a task file which just left sets days nobody has confirmed.
fn unconfirmed(state: &State, what: &HandOut, file: &str) -> Option<String> {
    let (_, round) = state.book.as_ref()?.current_round()?;
    let days = crate::view::proposed_days(round);
    let tells = matches!(what, HandOut::Task | HandOut::Team) && !days.is_empty();
    tells.then(|| text_with("round.task_unconfirmed", &[("days", &days), ("file", file)]))
}

/// A file that is ready to leave.
struct Made {
    /// What the book has to remember of it.
    changes: Vec<Change>,
    name: String,
    bytes: Vec<u8>,
    /// Everything in it that people wrote.
    words: String,
}

fn prepare(state: &State, what: &HandOut, protection: &Protection, moment: &Moment) -> Result<Made, String> {
    let book = state.book.as_ref().ok_or_else(|| text("notice.gone").to_owned())?;
    if crate::view::is_unnamed(book) {
        return Err(text("team.names_needed").to_owned());
    }
    let (round_id, round) = book.current_round().ok_or_else(|| text("round.none").to_owned())?;
    if !is_own_key(book, &round.office_key) {
        return Err(text("hand_out.foreign_key").to_owned());
    }
    if matches!(what, HandOut::Task | HandOut::Team)
        && let Some(wrong) = crate::view::wrong_day_of(round)
    {
        return Err(wrong);
    }
    let (purpose, unit, mut ids) = choose(book, state.pack.kinds(), round_id, what)?;
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
    if let Some(refusal) = confidential(state, &bundle, protection) {
        return Err(refusal);
    }
    let (signer, mut changes) = signer(book, moment);
    let stream = stream(purpose, &round_id.0, unit.as_ref());
    let before = book.local.sent.get(&stream).cloned().unwrap_or_default();
    let sequence = before.sequence.saturating_add(1);
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
        Protection::Passphrase(phrase) if !limits::good_passphrase(phrase) => {
            return Err(text("seal.too_short").to_owned());
        }
        Protection::Passphrase(phrase) => Seal::Passphrase(phrase),
        Protection::Office if keys.is_empty() => return Err(text("hand_out.no_office_key").to_owned()),
        Protection::Office => Seal::Recipients(&keys),
    };
    let words = String::from_utf8_lossy(&parcel.payload).into_owned();
    let made = exchange::make(&parcel, seal, Some(&signer), moment.entropy)
        .map_err(|error| error.message().to_string())?;
    let name = file_name(&stem(state, purpose, unit.as_ref(), round.year), "ducha");
    changes.push(Change::Seal { ids });
    let (content, file) = (hex(&made.content), hex(&exchange::digest(&made.bytes)));
    let handed = HandedOut {
        name: name.clone(),
        at: moment.stamp(),
        to: to_whom(state, purpose, unit.as_ref(), round),
        holds: crate::view::holds(state, &bundle),
        receipt: String::new(),
    };
    changes.push(Change::HandedOut { file: file.clone(), handed: Some(Box::new(handed)) });
    changes.push(Change::Sent { stream, sent: Sent { sequence, content, file } });
    Ok(Made { changes, name, bytes: made.bytes, words })
}

/// Notes who received a file that was handed out, and when; a blank takes the note back.
pub(super) fn note_receipt(state: &mut State, file: &str, receipt: &str, moment: &Moment) -> Vec<Effect> {
    let handed = state.book.as_ref().and_then(|book| book.local.handed_out.get(file)).cloned();
    let Some(handed) = handed.filter(|handed| handed.receipt != receipt.trim()) else { return Vec::new() };
    let handed = HandedOut { receipt: receipt.trim().to_owned(), ..handed };
    change(state, Change::HandedOut { file: file.to_owned(), handed: Some(Box::new(handed)) }, moment)
}

/// To whom a file goes, in words.
fn to_whom(state: &State, purpose: Purpose, unit: Option<&EntryId>, round: &Round) -> String {
    match purpose {
        Purpose::Task => text("handed.to_all").to_owned(),
        Purpose::Team => text("handed.to_teams").to_owned(),
        Purpose::Submission | Purpose::Records if round.office.is_empty() => {
            text("submit.the_office").to_owned()
        }
        Purpose::Submission | Purpose::Records => round.office.clone(),
        Purpose::Feedback => unit.map(|unit| state.unit_name(unit)).unwrap_or_default(),
    }
}

/// Whether an office's round names a key of this book, or none: what is sealed to another one only its owner reads.
fn is_own_key(book: &Book, key: &str) -> bool {
    let secrets = std::iter::once(&book.local.secret_key).chain(&book.local.former_keys);
    let mut own = secrets.filter_map(|secret| secret.parse::<exchange::SecretKey>().ok());
    book.local.profile.role != Role::Office
        || key.is_empty()
        || own.any(|own| own.public().to_string() == key)
}

/// Why a file cannot be made as asked because of confidential records in it; `None` when it can. They go to the office, in
/// a file that only the office opens: a passphrase gets around, and a plain file is read by whoever finds it.
fn confidential(state: &State, bundle: &Bundle, protection: &Protection) -> Option<String> {
    let to_office = matches!(bundle.purpose, Purpose::Submission | Purpose::Records);
    if to_office && *protection == Protection::Office {
        return None;
    }
    let mut judge = Judge::new(&state.pack);
    let book = state.book.as_ref()?;
    let count = bundle.entries.iter().filter(|entry| judge.entry(book, entry)).count();
    let facts = [("count", count.to_string()), ("names", judge.names())];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    (count > 0).then(|| text_with("hand_out.confidential", &facts))
}

/// Whether a file was made for a unit in this round.
pub(crate) fn was_sent(book: &Book, round: &EntryId, unit: &EntryId) -> bool {
    book.local.sent.contains_key(&stream(Purpose::Feedback, &round.0, Some(unit)))
}

/// Whether what a team hands to the office holds confidential records.
pub(crate) fn team_is_confidential(state: &State, round: &EntryId) -> bool {
    let Some(book) = state.book.as_ref() else { return false };
    let mut judge = Judge::new(&state.pack);
    choose(book, state.pack.kinds(), round, &HandOut::Records).is_ok_and(|(_, _, ids)| {
        ids.iter().filter_map(|id| book.entries.get(id)).any(|entry| judge.entry(book, entry))
    })
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
    let name = unit.and_then(|unit| book.unit(unit)).map(|unit| unit.short_name.clone());
    claims.extend(
        name.filter(|name| exchange::text::is_clean(name)).map(|name| (about::UNIT_NAME.to_owned(), name)),
    );
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
        version.received.clear();
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
