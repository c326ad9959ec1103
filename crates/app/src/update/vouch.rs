//! Who vouches for a file: its signature and its number against what the book knows of its sender.

use exchange::hex;
use exchange::{Opened, Signature, VerifyingKey};
use ledger::authority::Writer;
use ledger::merge::{Bundle, Purpose};
use ledger::trust::{Arrival, Incident, Known, Pin, Place, Standing};
use ledger::{Book, Change, EntryId, Role, Sender};
use templates::{text, text_with};

use super::change;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::state::{State, Vouched};
use crate::view::Tone;

/// What the signed header says beyond the format, by its keys in `about`.
pub(super) mod about {
    /// Round of the file.
    pub(crate) const ROUND: &str = "round";
    /// Unit the file is about.
    pub(crate) const UNIT: &str = "unit";
    /// What people call that unit.
    pub(crate) const UNIT_NAME: &str = "unit-name";
    /// Role of the sender.
    pub(crate) const ROLE: &str = "role";
    /// Hash of the content of the file before it.
    pub(crate) const PREVIOUS: &str = "previous";
    /// The team, among the roles: the only one that a purpose does not already tell.
    pub(crate) const TEAM: &str = "team";
}

/// A file's claims, and what the book makes of them.
pub(super) struct Vetted {
    pub(super) vouched: Vouched,
    /// Its place among the sender's files and the hash it is known by; `None` for a file without signature.
    arrival: Option<(String, Arrival)>,
}

/// Purpose, round and unit: within these a sender's files are counted.
pub(super) fn stream(purpose: Purpose, bundle_round: &str, unit: Option<&ledger::EntryId>) -> String {
    let unit = unit.map(ToString::to_string).unwrap_or_default();
    format!("{}/{bundle_round}/{unit}", super::hand_out::kind(purpose))
}

/// Whom a file is from, as it says. `None` when it contradicts itself.
pub(super) fn sender(opened: &Opened, bundle: &Bundle) -> Option<Sender> {
    let parcel = &opened.parcel;
    let claim = |key: &str| parcel.about.get(key).map(String::as_str);
    let unit = bundle.unit.as_ref().map(|unit| unit.0.as_str());
    let agrees = claim(about::ROUND).is_none_or(|round| round == bundle.round.0)
        && claim(about::UNIT).is_none_or(|claimed| Some(claimed) == unit)
        && parcel.kind == super::hand_out::kind(bundle.purpose);
    if !agrees {
        return None;
    }
    match bundle.purpose {
        Purpose::Submission => bundle.unit.as_ref().map(Sender::unit),
        Purpose::Records => Some(Sender::team(&parcel.sender)),
        Purpose::Feedback if claim(about::ROLE) == Some(about::TEAM) => Some(Sender::team(&parcel.sender)),
        Purpose::Task | Purpose::Team | Purpose::Feedback => Some(Sender::office()),
    }
}

/// Holds a file against what the book knows of its sender.
pub(super) fn vet(book: &Book, opened: &Opened, bundle: &Bundle, sender: Sender, brings_new: bool) -> Vetted {
    let key = match opened.signature {
        Signature::None => None,
        Signature::Valid { public_key } => Some(public_key),
    };
    let trust = &book.local.trust;
    let standing = trust.standing(&sender, key.map(|key| key.to_string()).as_deref());
    let arrival = key.map(|key| {
        let arrival = Arrival {
            key: key.to_string(),
            stream: stream(bundle.purpose, &bundle.round.0, bundle.unit.as_ref()),
            sequence: opened.parcel.sequence,
            previous: opened.parcel.about.get(about::PREVIOUS).cloned().unwrap_or_default(),
        };
        (hex(&opened.content), arrival)
    });
    let place = arrival
        .as_ref()
        .map_or(Place::Unknown, |(content, arrival)| trust.place(&sender, content, arrival, brings_new));
    let fingerprint = key.map(|key| key.fingerprint()).unwrap_or_default();
    Vetted { vouched: Vouched { sender, standing, place, fingerprint }, arrival }
}

impl Vetted {
    /// The key that signed the file, in its text form; empty when none did.
    pub(super) fn key(&self) -> String {
        self.arrival.as_ref().map(|(_, arrival)| arrival.key.clone()).unwrap_or_default()
    }

    /// What the book knows of the sender once the file is accepted; `None` when that is nothing more.
    /// `asked` says that somebody asked the sender over the telephone.
    pub(super) fn known(&self, book: &Book, asked: bool, moment: &Moment) -> Option<Change> {
        let (content, arrival) = self.arrival.as_ref()?;
        let sender = &self.vouched.sender;
        let before = book.local.trust.senders.get(sender);
        let mut known = before.cloned().unwrap_or_default();
        let stamp = moment.stamp();
        if asked {
            known.compare(&arrival.key, &stamp, &note(book, moment));
        } else if !known.keys.contains_key(&arrival.key) {
            known.pin(&arrival.key, &Pin { seen: stamp, ..Pin::default() });
        }
        known.files.entry(content.clone()).or_insert_with(|| arrival.clone());
        (before != Some(&known)).then(|| knowing(sender, known))
    }
}

fn knowing(sender: &Sender, known: Known) -> Change {
    Change::Known { sender: sender.clone(), known: Some(Box::new(known)) }
}

fn note(book: &Book, moment: &Moment) -> String {
    format!("{} {}", moment.stamp().replace('T', " "), book.local.profile.person).trim().to_owned()
}

/// Somebody compared the key a sender signs with now.
pub(super) fn confirm(state: &mut State, sender: &Sender, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let Some(known) = book.local.trust.senders.get(sender) else { return Vec::new() };
    let Some(key) = known.key().cloned() else { return Vec::new() };
    let mut known = known.clone();
    known.compare(&key, &moment.stamp(), &note(book, moment));
    let change_to = knowing(sender, known);
    state.say(Tone::Good, text_with("vouch.confirmed", &[("who", &who(state, sender))]));
    for outcome in &mut state.inbox {
        let vouched = outcome.vouched.as_mut().filter(|vouched| vouched.sender == *sender);
        if let Some(vouched) = vouched.filter(|vouched| vouched.standing.lets_in()) {
            vouched.standing = Standing::Known { confirmed: true };
        }
    }
    change(state, change_to, moment)
}

/// Notes something odd about a file.
pub(super) fn incident(
    file: &str,
    who: &str,
    what: &str,
    digest: &str,
    moment: &Moment,
    accepted: bool,
) -> Change {
    let incident = Incident {
        at: moment.stamp(),
        file: file.to_owned(),
        sender: who.to_owned(),
        what: what.to_owned(),
        accepted: if accepted { moment.stamp() } else { String::new() },
    };
    Change::Incident { digest: digest.to_owned(), incident: Some(incident) }
}

/// A sender as people call it.
pub(crate) fn who(state: &State, sender: &Sender) -> String {
    if let Some(unit) = sender.as_unit() {
        return state.unit_name(&unit);
    }
    match sender.as_team() {
        Some("") => text("vouch.nameless_team").to_owned(),
        Some(team) => crate::view::visible(team),
        None if is_above(state, sender) => text("vouch.superior").to_owned(),
        None => text("submit.the_office").to_owned(),
    }
}

/// Whether the sender is the office above this book's own.
pub(super) fn is_above(state: &State, sender: &Sender) -> bool {
    let is_office = state.book.as_ref().is_some_and(|book| book.local.profile.role == Role::Office);
    is_office && *sender == Sender::office()
}

/// Whether the office above this book's own wrote an entry first.
pub(crate) fn is_from_above(state: &State, id: &EntryId) -> bool {
    let writer = state.book.as_ref().map(|book| book.first_writer(id));
    matches!(writer, Some(Writer::Sender(sender, _)) if is_above(state, &sender))
}

/// Fingerprint of a key in its text form.
pub(crate) fn fingerprint(key: &str) -> String {
    key.parse::<VerifyingKey>().map(|key| key.fingerprint()).unwrap_or_default()
}

/// What is asked before the first file of a sender is taken in: whose it says it is, its fingerprint, and what it would do.
pub(super) fn question(state: &State, vouched: &Vouched, does: &str) -> String {
    let key = if vouched.fingerprint.is_empty() { "vouch.first_unsigned" } else { "vouch.first_ask" };
    let who = who(state, &vouched.sender);
    text_with(key, &[("who", &who), ("print", &vouched.fingerprint), ("does", does)])
}

/// What there is to say about the sender beside what became of the file; empty when all is as before.
pub(super) fn remark(state: &State, vouched: &Vouched, sequence: u64) -> String {
    let who = who(state, &vouched.sender);
    let (pinned, owner) = match &vouched.standing {
        Standing::Changed { pinned, .. } => (fingerprint(pinned), String::new()),
        Standing::Borrowed { of } => (String::new(), self::who(state, of)),
        Standing::Unsigned | Standing::SignatureMissing | Standing::First | Standing::Known { .. } => {
            (String::new(), String::new())
        }
    };
    let (newest, missing) = match vouched.place {
        Place::Older { newest } => (newest, 0),
        Place::Later { missing } => (0, missing),
        Place::Unknown | Place::Next | Place::Again | Place::Fork => (0, 0),
    };
    let (newest, missing, sequence) = (newest.to_string(), missing.to_string(), sequence.to_string());
    let facts = [
        ("who", who.as_str()),
        ("print", &vouched.fingerprint),
        ("pinned", &pinned),
        ("owner", &owner),
        ("newest", &newest),
        ("missing", &missing),
        ("sequence", &sequence),
    ];
    let standing = match &vouched.standing {
        Standing::Known { .. } => None,
        Standing::Unsigned => Some("vouch.unsigned"),
        Standing::First => Some("vouch.first_key"),
        Standing::SignatureMissing => Some("vouch.signature_missing"),
        Standing::Changed { retired: false, .. } => Some("vouch.changed_key"),
        Standing::Changed { retired: true, .. } => Some("vouch.retired_key"),
        Standing::Borrowed { .. } => Some("vouch.borrowed_key"),
    };
    // A file that is held back has no place yet.
    let place = match vouched.place {
        _ if !vouched.standing.lets_in() => None,
        Place::Older { .. } => Some("vouch.older"),
        Place::Later { .. } => Some("vouch.later"),
        Place::Fork => Some("vouch.fork"),
        Place::Unknown | Place::Next | Place::Again => None,
    };
    let words: Vec<String> =
        [standing, place].into_iter().flatten().map(|key| text_with(key, &facts)).collect();
    words.join("。")
}
