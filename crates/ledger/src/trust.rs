//! Who is known by which signing key, and which of their files came: what tells a forged file, an old one and a doubled one.
//!
//! Keys are texts here: what they are and how they sign is not known to the book. Nothing in here is decided by a clock; the
//! times are claims of the book's own machine and serve people who look.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::EntryId;

/// Somebody whose files come in: the office, a unit, or a team by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sender(String);

impl Sender {
    /// The office that runs the round.
    #[must_use]
    pub fn office() -> Self {
        Self("office".to_owned())
    }

    /// A unit of the roster.
    #[must_use]
    pub fn unit(id: &EntryId) -> Self {
        Self(format!("unit/{id}"))
    }

    /// A team, as it calls itself.
    #[must_use]
    pub fn team(name: &str) -> Self {
        Self(format!("team/{name}"))
    }

    /// The unit, when it is one.
    #[must_use]
    pub fn as_unit(&self) -> Option<EntryId> {
        self.0.strip_prefix("unit/").map(EntryId::from)
    }

    /// The team's name, when it is one.
    #[must_use]
    pub fn as_team(&self) -> Option<&str> {
        self.0.strip_prefix("team/")
    }
}

/// What a book knows about those whose files it took in. It only grows, and two books' knowledge joins in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// By sender.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub senders: BTreeMap<Sender, Known>,
    /// Files that were held back or need a look, by digest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub incidents: BTreeMap<String, Incident>,
}

/// What is known about one sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Keys this sender's accepted files were signed with.
    pub keys: BTreeMap<String, Pin>,
    /// Signed files that were accepted, by the hash of their content.
    #[serde(default)]
    pub files: BTreeMap<String, Arrival>,
}

/// A key that belongs to a sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// When its first file was accepted.
    pub seen: String,
    /// 0 until somebody compared it over the telephone, then greater than for every key compared before. Not a time:
    /// clocks of old machines fall back to the year they were built.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub compared: u64,
    /// When it was compared, and by whom.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A signed file's place among its sender's files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Key that signed it.
    pub key: String,
    /// Purpose, round and unit: files are counted within these.
    pub stream: String,
    /// Its number in the stream.
    pub sequence: u64,
    /// Hash of the content of the file before it; empty for the first.
    pub previous: String,
}

/// Something about a file that somebody should look at. It stays in the book when the list of files is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Incident {
    /// When the file came.
    pub at: String,
    /// Its name.
    pub file: String,
    /// Whom it claims to be from, in words.
    pub sender: String,
    /// What was wrong, a kebab-case name.
    pub what: String,
    /// When it was accepted all the same; empty when it was not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accepted: String,
}

/// How a file's signature stands to what the book knows of its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not signed, as nothing of this sender was so far.
    Unsigned,
    /// Not signed, though this sender's files are.
    SignatureMissing,
    /// Signed, and this sender has no key yet.
    First,
    /// Signed with this sender's key.
    Known {
        /// Whether the key was compared over the telephone.
        confirmed: bool,
    },
    /// Signed with another key than this sender's.
    Changed {
        /// The sender's key.
        pinned: String,
        /// Whether this key was the sender's before it was replaced.
        retired: bool,
    },
    /// Signed with a key that belongs to somebody else.
    Borrowed {
        /// Whose key it is.
        of: Sender,
    },
}

impl Standing {
    /// Whether the file may be taken in without anybody being asked.
    #[must_use]
    pub fn lets_in(&self) -> bool {
        matches!(self, Self::Unsigned | Self::First | Self::Known { .. })
    }

    /// Whether somebody may let it in after a telephone call. Nobody files under another's key by mistake of a machine.
    #[must_use]
    pub fn can_be_accepted(&self) -> bool {
        matches!(self, Self::SignatureMissing | Self::Changed { .. })
    }

    /// Name for incidents and scripts.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::SignatureMissing => "signature-missing",
            Self::First => "first-key",
            Self::Known { .. } => "known-key",
            Self::Changed { retired: false, .. } => "changed-key",
            Self::Changed { retired: true, .. } => "retired-key",
            Self::Borrowed { .. } => "borrowed-key",
        }
    }
}

/// A file's place among those its sender made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It cannot be told: the file is not signed.
    Unknown,
    /// The first that came, or the one after the newest.
    Next,
    /// It came before.
    Again,
    /// Some before it never came.
    Later {
        /// How many.
        missing: u64,
    },
    /// Older than the newest, and nothing in it is new.
    Older {
        /// Number of the newest.
        newest: u64,
    },
    /// Another file has its number, or it does not follow the one before: two books went on from one.
    Fork,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Known {
    /// The key this sender signs with now: the one compared last, else the one seen first.
    #[must_use]
    pub fn key(&self) -> Option<&String> {
        let compared = self.keys.iter().filter(|(_, pin)| pin.compared > 0);
        let last = compared.max_by_key(|(key, pin)| (pin.compared, *key));
        let first = || self.keys.iter().min_by_key(|(key, pin)| (&pin.seen, *key));
        last.or_else(first).map(|(key, _)| key)
    }

    fn confirmed(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|pin| pin.compared > 0)
    }

    /// Somebody compared this key; from now on it is the sender's.
    pub fn compare(&mut self, key: &str, seen: &str, note: &str) {
        let compared = self.keys.values().map(|pin| pin.compared).max().unwrap_or(0) + 1;
        self.pin(key, &Pin { seen: seen.to_owned(), compared, note: note.to_owned() });
    }

    /// Adds a key, or what is new about it.
    pub fn pin(&mut self, key: &str, pin: &Pin) {
        let known = self.keys.entry(key.to_owned()).or_insert_with(|| pin.clone());
        known.seen = known.seen.clone().min(pin.seen.clone());
        if (pin.compared, &pin.note) > (known.compared, &known.note) {
            known.compared = pin.compared;
            known.note.clone_from(&pin.note);
        }
    }

    fn join(&mut self, other: &Self) {
        other.keys.iter().for_each(|(key, pin)| self.pin(key, pin));
        for (content, arrival) in &other.files {
            self.files.entry(content.clone()).or_insert_with(|| arrival.clone());
        }
    }
}

impl Trust {
    /// Whether nothing is known yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.senders.is_empty() && self.incidents.is_empty()
    }

    /// How a file that claims to be from `sender` stands when `key` signed it.
    #[must_use]
    pub fn standing(&self, sender: &Sender, key: Option<&str>) -> Standing {
        let known = self.senders.get(sender);
        let Some(pinned) = known.and_then(Known::key) else {
            return self.first(sender, key);
        };
        let Some(key) = key else { return Standing::SignatureMissing };
        let confirmed = known.is_some_and(|known| known.confirmed(key));
        // A team has several machines, each with a key of its own that somebody compared.
        if pinned == key || (sender.as_team().is_some() && self.is_of_team(sender, key)) {
            return Standing::Known { confirmed };
        }
        if let Some(of) = self.owner(sender, key) {
            return Standing::Borrowed { of };
        }
        let retired = known.is_some_and(|known| known.keys.contains_key(key));
        Standing::Changed { pinned: pinned.clone(), retired }
    }

    fn first(&self, sender: &Sender, key: Option<&str>) -> Standing {
        match key {
            None => Standing::Unsigned,
            Some(key) => self.owner(sender, key).map_or(Standing::First, |of| Standing::Borrowed { of }),
        }
    }

    fn is_of_team(&self, team: &Sender, key: &str) -> bool {
        let Some(known) = self.senders.get(team) else { return false };
        let first = known.keys.iter().min_by_key(|(key, pin)| (&pin.seen, *key));
        known.confirmed(key) || first.is_some_and(|(first, _)| first == key)
    }

    /// Somebody else this key belongs to. A team that changed its name keeps its key.
    fn owner(&self, sender: &Sender, key: &str) -> Option<Sender> {
        let teams = |other: &Sender| sender.as_team().is_some() && other.as_team().is_some();
        let mut others = self.senders.iter().filter(|(other, _)| *other != sender && !teams(other));
        others.find(|(_, known)| known.keys.contains_key(key)).map(|(other, _)| other.clone())
    }

    /// Where a signed file stands among the others of its sender. `brings_new` says whether its entries hold anything the
    /// book lacks: a true older file never does, because every file carries all versions before it.
    #[must_use]
    pub fn place(&self, sender: &Sender, content: &str, file: &Arrival, brings_new: bool) -> Place {
        let Some(known) = self.senders.get(sender) else { return Place::Next };
        if known.files.contains_key(content) {
            return Place::Again;
        }
        let stream = || {
            let same = |held: &Arrival| held.key == file.key && held.stream == file.stream;
            known.files.iter().filter(move |(_, held)| same(held))
        };
        let Some(newest) = stream().map(|(_, held)| held.sequence).max() else { return Place::Next };
        let at = |sequence: u64| stream().filter(move |(_, held)| held.sequence == sequence);
        if at(file.sequence).next().is_some() {
            return Place::Fork;
        }
        // Its neighbours must be its neighbours.
        let mut after = at(file.sequence.saturating_add(1));
        if after.any(|(_, held)| held.previous != content) {
            return Place::Fork;
        }
        let mut before = at(file.sequence.saturating_sub(1)).peekable();
        let follows = before.peek().is_none() || before.any(|(held, _)| *held == file.previous);
        match follows {
            false => Place::Fork,
            true if file.sequence > newest => match file.sequence - newest - 1 {
                0 => Place::Next,
                missing => Place::Later { missing },
            },
            true if brings_new => Place::Fork,
            true => Place::Older { newest },
        }
    }

    /// Adds what another book knows. Joining is commutative, associative and idempotent.
    pub fn join(&mut self, other: &Self) {
        for (sender, known) in &other.senders {
            self.senders.entry(sender.clone()).or_default().join(known);
        }
        for (digest, incident) in &other.incidents {
            let known = self.incidents.entry(digest.clone()).or_insert_with(|| incident.clone());
            if incident > known {
                known.clone_from(incident);
            }
        }
    }
}

#[cfg(test)]
mod tests;
