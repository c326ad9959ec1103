//! Who wrote what is shown, and what stands behind that name: the one judgement for every place that names a writer.
//!
//! A name in a version is a claim. It stands on a key when the file that brought the version was signed with a key that is
//! pinned to its sender, and the sender is the one named.

use std::collections::BTreeMap;

use ledger::twins::bare;
use ledger::{Book, EntryId, Import, Sender, Version, VersionId};
use templates::{text, text_with};

use super::flaws::{Flaws, visible};
use super::{Badge, Tone};
use crate::state::State;
use crate::update::who;

/// Who wrote something, and what stands behind the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The writer, as the version says; empty when it names nobody.
    pub who: String,
    /// What stands behind the name, in a few words, and what is wrong with the entry; without words for what was written here.
    pub mark: Badge,
    /// Whether the name stands on no key of the one who is named, or something is wrong with what it says.
    pub doubtful: bool,
}

/// What stands behind the name of a version's writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Behind {
    /// It was written in this book.
    Here,
    /// The key of the one named, compared over the telephone.
    Compared,
    /// The key of the one named, known from an earlier file.
    Known,
    /// The key of somebody else, who passed it on.
    Passed(Sender),
    /// No key that is known.
    Unsigned,
    /// A file of which nobody noted whom it was from.
    Unknown,
}

/// The files that brought the entries of a book, looked up for thousands of entries at once.
pub(super) struct Origins<'a> {
    state: &'a State,
    book: &'a Book,
    brought: BTreeMap<&'a EntryId, Vec<&'a Import>>,
    flaws: Flaws<'a>,
}

impl<'a> Origins<'a> {
    /// Of a book.
    pub(super) fn of(state: &'a State, book: &'a Book) -> Self {
        let mut brought: BTreeMap<&EntryId, Vec<&Import>> = BTreeMap::new();
        for import in book.local.imports.values() {
            import.versions.keys().for_each(|id| brought.entry(id).or_default().push(import));
        }
        brought.values_mut().for_each(|files| files.sort_by_key(|file| (&file.at, &file.file)));
        Self { state, book, brought, flaws: Flaws::of(&state.pack, book) }
    }

    /// Of an entry as it is shown; nothing is said of one that is not there.
    pub(super) fn shown(&self, id: &EntryId) -> Origin {
        let Some((version, content)) = self.book.entries.get(id).and_then(|entry| entry.current()) else {
            return Origin::default();
        };
        let organ = &content.author.organ;
        let who = visible(format!("{organ} {}", content.author.name).trim());
        let behind = self.behind(id, version, content);
        let doubtful = matches!(behind, Behind::Passed(_) | Behind::Unsigned | Behind::Unknown);
        let mark = self.mark(&behind);
        let flaws = self.flaws.told(content);
        if flaws.is_empty() {
            return Origin { who, mark, doubtful };
        }
        // What is wrong with the entry stands where its writer is doubted, in every list and on every page.
        let words = if mark.text.is_empty() { flaws } else { format!("{}；{flaws}", mark.text) };
        Origin { who, mark: Badge::new(Tone::Bad, words), doubtful: true }
    }

    /// What stands behind the name of a version's writer.
    pub(super) fn behind(&self, id: &EntryId, version: &VersionId, content: &Version) -> Behind {
        let local = &self.book.local;
        let organ = content.author.organ.as_str();
        let Some(import) = self.import(id, version) else {
            let here = version.0.starts_with(&format!("{}-", local.replica));
            // A book that was begun anew from its file writes under another name, for the same people.
            let own = here || local.sample || organ == local.profile.organ;
            return if own { Behind::Here } else { Behind::Unknown };
        };
        let Some(from) = &import.from else { return Behind::Unknown };
        let pin = local.trust.senders.get(from).and_then(|known| known.keys.get(&import.key));
        match pin {
            None => Behind::Unsigned,
            Some(_) if !organ.is_empty() && !self.is_called(from, organ) => Behind::Passed(from.clone()),
            Some(pin) if pin.compared > 0 => Behind::Compared,
            Some(_) => Behind::Known,
        }
    }

    /// The file that brought a version first. The hash of its state is worked out only where several states have its name.
    fn import(&self, id: &EntryId, version: &VersionId) -> Option<&'a Import> {
        let files = self.brought.get(id)?;
        let mut named = files.iter().filter_map(|file| {
            let states = file.versions.get(id)?.iter().filter(|trace| bare(trace) == bare(version));
            Some((states.collect::<Vec<_>>(), *file)).filter(|(states, _)| !states.is_empty())
        });
        let (states, first) = named.next()?;
        let alone = |states: &[&VersionId]| states.iter().all(|state| Some(state) == states.first());
        let one =
            alone(&states) && named.all(|(others, _)| others.first() == states.first() && alone(&others));
        let twins = self.book.entries.get(id).is_some_and(|entry| {
            entry.versions.keys().filter(|other| bare(other) == bare(version)).nth(1).is_some()
        });
        if one && !twins { Some(first) } else { self.book.brought_by(id, version) }
    }

    /// Whether a writer's name is one of the sender's.
    fn is_called(&self, sender: &Sender, organ: &str) -> bool {
        if let Some(team) = sender.as_team() {
            return team == organ;
        }
        let Some(unit) = sender.as_unit() else {
            return self.book.rounds().any(|(_, round)| round.office == organ);
        };
        let unit = self.book.unit(&unit);
        unit.is_some_and(|unit| unit.is_called(organ))
    }

    /// In a few words.
    pub(super) fn mark(&self, behind: &Behind) -> Badge {
        match behind {
            Behind::Here => Badge::default(),
            Behind::Compared => Badge::new(Tone::Good, text("origin.compared")),
            Behind::Known => Badge::new(Tone::Plain, text("origin.known")),
            Behind::Passed(from) => {
                Badge::new(Tone::Plain, text_with("origin.passed", &[("who", &who(self.state, from))]))
            }
            Behind::Unsigned => Badge::new(Tone::Warn, text("origin.unsigned")),
            Behind::Unknown => Badge::new(Tone::Warn, text("origin.unknown")),
        }
    }
}

#[cfg(test)]
mod tests {
    use ledger::trust::{Known, Pin};
    use ledger::{Author, Change, Content, Entry, Record, Role};

    use super::*;

    const ENTRY: &str = "working-paper-r9-1";

    /// An office's book into which a file of a team brought a working paper that says an organ wrote it.
    fn office(organ: &str, from: Option<Sender>, key: &str) -> State {
        let version = Version {
            parents: std::collections::BTreeSet::new(),
            author: Author { organ: organ.to_owned(), name: "某某".to_owned() },
            at: "2026-11-20T09:00:00".to_owned(),
            received: String::new(),
            sealed: true,
            content: Content::Record(Record { form: "working-paper/1".into(), ..Record::default() }),
        };
        let versions = BTreeMap::from([(VersionId("r9-2".to_owned()), version)]);
        let entries = vec![Entry { id: ENTRY.into(), versions }];
        let mut book = Book::default();
        book.local.replica = "office".into();
        book.local.profile.role = Role::Office;
        book.local.profile.organ = "某某办公室".into();
        let import = Import { file: "甲.ducha".into(), from, key: key.into(), ..Import::default() };
        let edit = book.edit(String::new(), Change::Merge { entries, digest: "d".into(), import });
        book.apply(&edit).expect("the file is taken in");
        State::with_book(book, "2026-11-23".parse().expect("a day of the calendar"))
    }

    fn pin(state: &mut State, sender: Sender, key: &str, compared: u64) {
        let pin = Pin { compared, ..Pin::default() };
        let keys = BTreeMap::from([(key.to_owned(), pin)]);
        let known = Known { keys, ..Known::default() };
        state.book.as_mut().expect("a book is open").local.trust.senders.insert(sender, known);
    }

    fn told(state: &State) -> (String, bool) {
        let origin = Origins::of(state, state.book.as_ref().expect("a book is open")).shown(&ENTRY.into());
        assert!(origin.who.ends_with("某某"));
        (origin.mark.text, origin.doubtful)
    }

    #[test]
    fn a_name_stands_on_the_key_of_the_one_named_or_says_that_it_does_not() {
        let team = || Sender::team("督查一组");
        let mut state = office("督查一组", Some(team()), "k1");
        assert_eq!(told(&state), (text("origin.unsigned").to_owned(), true));
        pin(&mut state, team(), "k1", 0);
        assert_eq!(told(&state), (text("origin.known").to_owned(), false));
        pin(&mut state, team(), "k1", 1);
        assert_eq!(told(&state), (text("origin.compared").to_owned(), false));
        let mut passed = office("督查二组", Some(team()), "k1");
        pin(&mut passed, team(), "k1", 1);
        assert_eq!(told(&passed), (text_with("origin.passed", &[("who", "督查一组")]), true));
        assert_eq!(told(&office("督查一组", None, "")), (text("origin.unknown").to_owned(), true));
    }

    #[test]
    fn what_no_file_brought_and_another_book_wrote_says_so() {
        let mut state = office("督查一组", None, "");
        let local = &mut state.book.as_mut().expect("a book is open").local;
        local.imports.clear();
        assert_eq!(told(&state), (text("origin.unknown").to_owned(), true));
        let local = &mut state.book.as_mut().expect("a book is open").local;
        local.replica = "r9".into();
        assert_eq!(told(&state), (String::new(), false));
    }
}
