//! 收件: what became of each file, whose signatures are known, and what somebody should look at.

use ledger::trust::{Known, Standing};
use ledger::{Book, EntryId, Role, Sender, Trust};
use templates::text;

use super::handed::{HandedItem, file_code, handed_items};
use super::{Badge, Tone, visible};
use crate::state::{Fate, FileOutcome, State, Vouched, Waiting};
use crate::update::{fingerprint, who};

/// 收件.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxPage {
    /// What the place is for, in words.
    pub about: &'static str,
    /// What files the user's role receives, in words.
    pub hint: &'static str,
    /// Whether to tell what an office receives while nothing has come.
    pub teaches: bool,
    /// Outcomes of the files dropped last, in order.
    pub items: Vec<InboxItem>,
    /// Outcomes and how often each came about; those that came about only.
    pub counts: Vec<(&'static str, usize)>,
    /// Files taken in so far: name, sender, time, and the code by which the sender names it.
    pub history: Vec<(String, String, String, String)>,
    /// Files that were handed out, the newest first.
    pub handed: Vec<HandedItem>,
    /// Entries that people changed apart, waiting to be settled: entry and what it is.
    pub conflicts: Vec<(EntryId, String)>,
    /// Signing keys of those whose files came.
    pub keys: Vec<KeyItem>,
    /// Files that were odd, newest first.
    pub incidents: Vec<IncidentItem>,
}

/// A file in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxItem {
    /// File name.
    pub file: String,
    /// What became of it.
    pub badge: Badge,
    /// How its signature stands; blank when it was not opened.
    pub signature: Badge,
    /// In words.
    pub message: String,
    /// 数据校验码 of the self-check in it, to be compared with the paper; empty when there is none.
    pub code: String,
    /// Whether a passphrase would open it.
    pub locked: bool,
    /// Digest for the commands that take it in or leave it; empty unless it is held back.
    pub held: String,
    /// Whether it can be taken in after a telephone call.
    pub can_be_accepted: bool,
    /// The sender whose key was seen for the first time and can be compared.
    pub to_compare: Option<Sender>,
}

/// A sender's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyItem {
    /// Whose.
    pub sender: Sender,
    /// Whose, in words.
    pub who: String,
    /// Fingerprint: four groups of six digits.
    pub fingerprint: String,
    /// Whether it was compared.
    pub compared: Badge,
    /// When the first file came, or when and by whom the key was compared.
    pub note: String,
    /// Fingerprints of keys that were replaced.
    pub former: Vec<String>,
}

/// A file that was odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentItem {
    /// When it came.
    pub when: String,
    /// File name.
    pub file: String,
    /// Whom it claims to be from.
    pub who: String,
    /// What was odd.
    pub what: Badge,
    /// What came of it.
    pub outcome: &'static str,
}

/// Outcomes in the order in which they are counted.
const COUNTS: [(&str, &str); 8] = [
    ("held", "inbox.held"),
    ("locked", "inbox.locked"),
    ("forked", "inbox.forked"),
    ("conflict", "inbox.conflict"),
    ("taken", "inbox.taken"),
    ("older", "inbox.older"),
    ("same", "inbox.same"),
    ("refused", "inbox.refused"),
];

/// Files that came in.
#[must_use]
pub fn inbox_page(state: &State) -> InboxPage {
    let found = state.inbox_counts();
    let counts = COUNTS.iter().filter_map(|(key, label)| Some((text(label), *found.get(key)?))).collect();
    let local = state.book.as_ref().map(|book| &book.local);
    let role = local.map_or(Role::Office, |local| local.profile.role);
    let (about, hint) = match role {
        Role::Unit => ("inbox.about_unit", "drop.hint_unit"),
        Role::Inspector => ("inbox.about_inspector", "drop.hint_inspector"),
        Role::Office => ("inbox.about", "drop.hint"),
    };
    let mut imports: Vec<_> = local.into_iter().flat_map(|local| &local.imports).collect();
    imports.sort_by(|(_, a), (_, b)| b.at.cmp(&a.at).then_with(|| a.file.cmp(&b.file)));
    let told = |(digest, import): (&String, &ledger::Import)| {
        let when = super::lists::stamp_in_words(&import.at);
        (visible(&import.file), visible(&import.sender), when, file_code(digest))
    };
    let history = imports.into_iter().map(told).collect();
    let trust = local.map(|local| &local.trust);
    InboxPage {
        items: inbox_items(state),
        about: text(about),
        hint: text(hint),
        teaches: role == Role::Office,
        conflicts: state.book.as_ref().map(|book| conflicts(state, book)).unwrap_or_default(),
        counts,
        history,
        handed: handed_items(state),
        keys: trust.map(|trust| keys(state, trust)).unwrap_or_default(),
        incidents: trust.map(incidents).unwrap_or_default(),
    }
}

fn conflicts(state: &State, book: &Book) -> Vec<(EntryId, String)> {
    let apart = book.entries.iter().filter(|(_, entry)| entry.in_conflict());
    let on_screen = book.on_screen();
    let name = |(id, entry): (&EntryId, &ledger::Entry)| {
        let (_, version) = entry.current()?;
        let name = super::entry_name(state, id, &version.content);
        let round = book.record(id).map(|record| &record.round).or_else(|| Some(&book.letter(id)?.round));
        let year = round.map(|round| super::lists::other_round(book, on_screen, round)).unwrap_or_default();
        Some((id.clone(), [name, year].join("　").trim_end().to_owned()))
    };
    apart.filter_map(name).collect()
}

/// When and by whom a key was compared, as it is stored (`2026-11-26 09:05:10 王敏`), as people write it.
fn note_in_words(note: &str) -> String {
    let mut parts = note.splitn(3, ' ');
    let stamp = [parts.next(), parts.next()].map(Option::unwrap_or_default).join("T");
    format!("{} {}", super::lists::stamp_in_words(&stamp), parts.next().unwrap_or_default())
        .trim_end()
        .to_owned()
}

fn keys(state: &State, trust: &Trust) -> Vec<KeyItem> {
    let senders = trust.senders.iter();
    let mut keys: Vec<KeyItem> = senders.filter_map(|(sender, known)| key(state, sender, known)).collect();
    keys.sort_by(|a, b| {
        (a.compared.tone == Tone::Good, &a.who).cmp(&(b.compared.tone == Tone::Good, &b.who))
    });
    keys
}

fn key(state: &State, sender: &Sender, known: &Known) -> Option<KeyItem> {
    let key = known.key()?;
    let pin = known.keys.get(key)?;
    let compared = pin.compared > 0;
    let (tone, word) =
        if compared { (Tone::Good, "key.compared") } else { (Tone::Plain, "key.not_compared") };
    Some(KeyItem {
        sender: sender.clone(),
        who: who(state, sender),
        fingerprint: fingerprint(key),
        compared: Badge::new(tone, text(word)),
        note: if compared {
            visible(&note_in_words(&pin.note))
        } else {
            super::lists::stamp_in_words(&pin.seen)
        },
        former: known.keys.keys().filter(|other| *other != key).map(|other| fingerprint(other)).collect(),
    })
}

fn incidents(trust: &Trust) -> Vec<IncidentItem> {
    let mut all: Vec<IncidentItem> = trust
        .incidents
        .values()
        .map(|incident| {
            let (tone, word) = oddity(&incident.what);
            IncidentItem {
                when: super::lists::stamp_in_words(&incident.at),
                file: visible(&incident.file),
                who: visible(&incident.sender),
                what: Badge::new(tone, text(word)),
                outcome: text(match (incident.what.as_str(), incident.accepted.is_empty()) {
                    ("older", _) => "incident.unchanged",
                    ("fork", _) => "incident.kept_apart",
                    ("strays", _) => "incident.refused",
                    ("left-out", _) => "incident.left_out_outcome",
                    (_, true) => "incident.held",
                    (_, false) => "incident.accepted",
                }),
            }
        })
        .collect();
    all.sort_by(|a, b| (&b.when, &a.file).cmp(&(&a.when, &b.file)));
    all
}

fn oddity(what: &str) -> (Tone, &'static str) {
    match what {
        "older" => (Tone::Plain, "fate.older"),
        "fork" => (Tone::Warn, "fate.forked"),
        "strays" => (Tone::Bad, "incident.strays"),
        "left-out" => (Tone::Bad, "incident.left_out"),
        "content" => (Tone::Warn, "incident.content"),
        "signature-missing" => (Tone::Bad, "signature.missing"),
        "retired-key" => (Tone::Bad, "signature.retired"),
        "borrowed-key" => (Tone::Bad, "signature.borrowed"),
        _ => (Tone::Bad, "signature.changed"),
    }
}

/// What became of each file dropped last: what waits for the user first, then in order.
pub(super) fn inbox_items(state: &State) -> Vec<InboxItem> {
    let mut items: Vec<InboxItem> = state.inbox.iter().map(item).collect();
    items.sort_by_key(|item| !item.locked && item.held.is_empty());
    items
}

fn item(outcome: &FileOutcome) -> InboxItem {
    let held = outcome.fate == Fate::Held;
    let vouched = outcome.vouched.as_ref();
    let first = vouched.filter(|vouched| !held && vouched.standing == Standing::First);
    InboxItem {
        file: outcome.file.clone(),
        badge: fate_badge(outcome.fate),
        signature: vouched.map(signature).unwrap_or_default(),
        message: outcome.message.clone(),
        code: outcome.code.clone(),
        locked: outcome.fate == Fate::Locked,
        held: if held { outcome.digest.clone() } else { String::new() },
        can_be_accepted: matches!(outcome.held, Some(Waiting::Held(_))),
        to_compare: first.map(|vouched| vouched.sender.clone()),
    }
}

fn signature(vouched: &Vouched) -> Badge {
    let (tone, word) = match &vouched.standing {
        Standing::Unsigned => (Tone::Warn, "signature.none"),
        Standing::First => (Tone::Plain, "signature.first"),
        Standing::Known { confirmed: true } => (Tone::Good, "signature.compared"),
        Standing::Known { confirmed: false } => (Tone::Good, "signature.known"),
        Standing::SignatureMissing => (Tone::Bad, "signature.missing"),
        Standing::Changed { retired: false, .. } => (Tone::Bad, "signature.changed"),
        Standing::Changed { retired: true, .. } => (Tone::Bad, "signature.retired"),
        Standing::Borrowed { .. } => (Tone::Bad, "signature.borrowed"),
    };
    Badge::new(tone, text(word))
}

fn fate_badge(fate: Fate) -> Badge {
    let (tone, key) = match fate {
        Fate::Taken => (Tone::Good, "fate.taken"),
        Fate::Newer => (Tone::Good, "fate.newer"),
        Fate::Same => (Tone::Plain, "fate.same"),
        Fate::Older => (Tone::Plain, "fate.older"),
        Fate::Conflict => (Tone::Warn, "fate.conflict"),
        Fate::Forked => (Tone::Warn, "fate.forked"),
        Fate::Locked => (Tone::Warn, "fate.locked"),
        Fate::Held => (Tone::Bad, "fate.held"),
        Fate::Refused => (Tone::Bad, "fate.refused"),
    };
    Badge::new(tone, text(key))
}
