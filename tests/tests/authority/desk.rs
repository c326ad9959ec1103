//! An office with its book open.

use app::{Command, Effect, Fate, HandOut, Moment, Protection, State, update};
use ledger::{Book, EntryId};

pub(crate) struct Desk {
    pub(crate) state: State,
    deeds: u32,
}

impl Desk {
    pub(crate) fn with(bytes: Vec<u8>) -> Self {
        let mut desk = Self { state: State::new("2026-11-23".parse().expect("a day")), deeds: 0 };
        desk.does(Command::TakeIn { name: "book.ducha".into(), bytes, passphrase: None });
        desk
    }

    pub(crate) fn does(&mut self, command: Command) -> Vec<Effect> {
        let moment = self.moment();
        update(&mut self.state, command, &moment)
    }

    fn moment(&mut self) -> Moment {
        self.deeds += 1;
        let mut entropy = [3; 32];
        entropy.iter_mut().zip(self.deeds.to_le_bytes()).for_each(|(byte, from)| *byte = from);
        Moment { today: self.state.today, seconds: 36_000 + self.deeds % 40_000, entropy }
    }

    pub(crate) fn book(&self) -> &Book {
        self.state.book.as_ref().expect("the office has a book")
    }

    /// What becomes of a file; the question about a first one is answered with yes.
    pub(crate) fn takes(&mut self, name: &str, bytes: Vec<u8>) -> (Fate, String) {
        self.does(Command::ClearInbox);
        let moment = self.moment();
        let file = Command::TakeIn { name: name.to_owned(), bytes, passphrase: None };
        tests::first::take_in(&mut self.state, file, &moment);
        self.state.inbox.last().map(|outcome| (outcome.fate, outcome.message.clone())).expect("an outcome")
    }

    /// What becomes of a file when nobody answers any question.
    pub(crate) fn gets(&mut self, name: &str, bytes: Vec<u8>) -> (Fate, String) {
        self.does(Command::ClearInbox);
        self.does(Command::TakeIn { name: name.to_owned(), bytes, passphrase: None });
        self.state.inbox.last().map(|outcome| (outcome.fate, outcome.message.clone())).expect("an outcome")
    }

    /// The task file that the office hands out.
    pub(crate) fn task(&mut self) -> Vec<u8> {
        let out = Command::HandOut { what: HandOut::Task, protection: Protection::Plain };
        let effects = self.does(out);
        let file = effects
            .into_iter()
            .find_map(|effect| if let Effect::Download { bytes, .. } = effect { Some(bytes) } else { None });
        file.unwrap_or_else(|| panic!("no task: {:?}", self.state.notice))
    }

    /// Every entry as it is stored.
    pub(crate) fn entries(&self) -> Vec<(EntryId, String)> {
        let stored = |entry| serde_json::to_string(entry).expect("an entry can be written");
        self.book().entries.iter().map(|(id, entry)| (id.clone(), stored(entry))).collect()
    }
}
