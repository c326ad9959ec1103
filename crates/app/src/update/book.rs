//! Beginning, opening, saving and closing the book.

use ledger::{Book, Change, Content, EntryId, Local, Part, Profile, Record, Role, Unit, roster, stored};
use templates::{Pack, text};

use super::change;
use crate::effect::{Effect, file_name};
use crate::house;
use crate::moment::Moment;
use crate::state::State;
use crate::view::{Tone, home};

/// Starts an empty book: the shipped roster, and for a unit its self-check under the default catalogue.
pub(super) fn start(
    state: &mut State,
    role: Role,
    person: String,
    organ: String,
    unit: Option<EntryId>,
    moment: &Moment,
) -> Vec<Effect> {
    let mut book = Book { local: Local { replica: moment.replica(), ..Local::default() }, ..Book::default() };
    let (units, _) = roster::parse(state.pack.roster());
    let own: Option<Unit> =
        unit.as_ref().and_then(|id| units.iter().find(|(u, _)| u == id)).map(|(_, u)| u.clone());
    let organ = own.as_ref().map_or(organ, |unit| unit.party_name.clone());
    let title = if organ.is_empty() { text("book.untitled").to_owned() } else { organ.clone() };
    book.local.profile = Profile { role, person, organ, unit: unit.clone(), title };
    for (id, unit) in units {
        book.entries.insert(id.clone(), ledger::Entry::shipped(id, Content::Unit(unit)));
    }
    state.book = Some(book);
    match role {
        Role::Office => drop(super::round::open(state, moment.today.year(), moment)),
        Role::Unit => super::round::open_before_task(state, moment),
        Role::Inspector => {}
    }
    if let Some(unit) = unit {
        open_self_check(state, &unit, moment);
    }
    begin(state, role)
}

/// Opens the unit's self-check in the current round; answers given in an earlier local round move along.
pub(super) fn open_self_check(state: &mut State, unit: &EntryId, moment: &Moment) {
    let State { book, pack, compiled, .. } = state;
    let Some(book) = book.as_mut() else { return };
    let Some(round) = book.current_round().map(|(id, _)| id.clone()) else { return };
    move_drafts(book, unit, &round, moment);
    let same = |record: &Record| record.unit == *unit && record.round == round;
    if book.records_of(pack.kinds().form(Part::SelfCheck)).any(|(_, record)| same(record)) {
        return;
    }
    let year = book.round(&round).map(|r| r.year);
    let earlier = book
        .records_of(pack.kinds().form(Part::SelfCheck))
        .find(|(_, r)| r.unit == *unit && book.round(&r.round).map(|r| r.year) == year)
        .map(|(_, r)| r.answers.clone());
    let id = self_check_id(pack, &round, unit);
    let mut record = Record { form: self_check_form(pack), round, unit: unit.clone(), ..Record::default() };
    record.answers = compiled.first_answers(pack, book, &record, moment.today);
    record.answers.extend(earlier.unwrap_or_default());
    let put = Change::Put { id, content: Box::new(Content::Record(record)) };
    let edit = book.edit(moment.stamp(), put);
    if book.apply(&edit).is_err() {
        state.say_term(Tone::Bad, "notice.unwritable");
    }
}

/// Drafts a unit wrote in the round it began with, before the task of the same year came, belong to the round of the task:
/// they are found there, are not drafted again, and are handed in.
fn move_drafts(book: &mut Book, unit: &EntryId, round: &EntryId, moment: &Moment) {
    let year = |book: &Book, round: &EntryId| book.round(round).map(|round| round.year);
    let own = |letter: &ledger::Letter| letter.unit.as_ref() == Some(unit) && letter.round != *round;
    let drafts =
        book.letters().filter(|(_, letter)| own(letter) && letter.state != ledger::LetterState::Issued);
    let drafts = drafts.filter(|(_, letter)| year(book, &letter.round) == year(book, round));
    let moved: Vec<Change> = drafts
        .map(|(id, letter)| {
            let letter = ledger::Letter { round: round.clone(), ..letter.clone() };
            Change::Put { id: id.clone(), content: Box::new(Content::Letter(Box::new(letter))) }
        })
        .collect();
    for put in moved {
        let edit = book.edit(moment.stamp(), put);
        drop(book.apply(&edit));
    }
}

/// The id of a unit's self-check in a round: the same wherever it is begun.
pub(super) fn self_check_id(pack: &Pack, round: &EntryId, unit: &EntryId) -> EntryId {
    EntryId::derived(pack.kinds().form(Part::SelfCheck), &[round, unit])
}

/// The form of a self-check that is begun now, with its version.
pub(super) fn self_check_form(pack: &Pack) -> String {
    pack.form(pack.kinds().form(Part::SelfCheck)).map(|form| form.form.clone()).unwrap_or_default()
}

/// Puts a finished book on screen and stores it whole.
pub(super) fn begin(state: &mut State, role: Role) -> Vec<Effect> {
    state.route = home(&state.pack, role);
    state.undo.clear();
    state.redo.clear();
    state.inbox.clear();
    state.proposed_roster = None;
    state.open_form = None;
    state.open_letter = None;
    state.unsaved_to_file = true;
    vec![Effect::Begin]
}

/// Replaces the book by the sample round as one role sees it.
pub(super) fn load_sample(state: &mut State, role: Role, moment: &Moment) -> Vec<Effect> {
    let sample = crate::sample::Sample { units: 30, seed: 2026, today: moment.today };
    state.book = Some(crate::sample::book(&state.pack, &sample, role));
    state.say_term(Tone::Good, "sample.loaded");
    let effects = begin(state, role);
    state.unsaved_to_file = false;
    effects
}

/// Closes the book; it stays on this machine.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    let today = state.today;
    *state = State::new(today);
    vec![Effect::Leave]
}

/// Hands the whole book to the user as a file.
pub(super) fn save(state: &mut State, passphrase: Option<&str>, moment: &Moment) -> Vec<Effect> {
    // Nothing is counted: a book kept as a file is not handed out, and what is not logged must not change.
    let Some(book) = state.book.clone() else { return Vec::new() };
    if passphrase.is_some_and(|phrase| !crate::limits::good_passphrase(phrase)) {
        state.say_term(Tone::Bad, "seal.too_short");
        return Vec::new();
    }
    let title = format!("{}-工作簿", book.local.profile.title);
    let file = file_of(state, &book, &title, passphrase, moment);
    file.map(|(name, bytes)| Effect::Keep { name, bytes }).into_iter().collect()
}

/// A book as a file with this title and the day in its name. `None` when it cannot be made, which the user is told.
pub(super) fn file_of(
    state: &mut State,
    book: &Book,
    title: &str,
    passphrase: Option<&str>,
    moment: &Moment,
) -> Option<(String, Vec<u8>)> {
    let payload = stored::write(book).ok()?;
    super::leaving::warn_of_secrets(state, &String::from_utf8_lossy(&payload));
    let parcel = exchange::Parcel {
        kind: "book".to_owned(),
        sender: book.local.profile.organ.clone(),
        sequence: book.local.exports,
        made: moment.stamp(),
        payload,
        ..exchange::Parcel::default()
    };
    let seal = passphrase.map_or(exchange::Seal::Plain, exchange::Seal::Passphrase);
    match exchange::seal(&parcel, seal, None, moment.entropy) {
        Ok(bytes) => Some((file_name(&format!("{title}-{}", moment.today), "ducha"), bytes)),
        Err(error) => {
            state.say(Tone::Bad, error.message().to_string());
            None
        }
    }
}

/// Edits who uses the book.
pub(super) fn edit_profile(state: &mut State, field: &str, value: String, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let mut profile = book.local.profile.clone();
    match field {
        "person" => profile.person = value,
        "organ" => {
            profile.title.clone_from(&value);
            profile.organ = value;
        }
        _ => return Vec::new(),
    }
    change(state, Change::Profile { profile }, moment)
}

/// A team says what it is called and who keeps its records.
pub(super) fn name_team(state: &mut State, organ: &str, person: &str, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let (organ, person) = (organ.trim().to_owned(), person.trim().to_owned());
    if organ.is_empty() || person.is_empty() {
        state.say_term(Tone::Bad, "team.names_needed");
        return Vec::new();
    }
    let profile = Profile { organ: organ.clone(), person, title: organ, ..book.local.profile.clone() };
    change(state, Change::Profile { profile }, moment)
}

/// Changes one setting of the house style.
pub(super) fn edit_house(state: &mut State, setting: &str, value: &str, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let before = house::of(book);
    match house::with(before.clone(), setting, value) {
        Some(after) if after != before => {
            change(state, Change::House { house: house::stored(&after) }, moment)
        }
        Some(_) | None => Vec::new(),
    }
}

/// Goes back to the standard's own style.
pub(super) fn reset_house(state: &mut State, moment: &Moment) -> Vec<Effect> {
    change(state, Change::House { house: serde_json::Map::new() }, moment)
}
