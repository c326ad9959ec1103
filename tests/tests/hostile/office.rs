//! An office with the sample book open, and what it is told.

use app::{Command, Effect, Fate, Moment, State};
use ledger::Role;

/// The office.
pub(crate) struct Office {
    pub(crate) state: State,
    deeds: u32,
}

impl Office {
    /// With the sample book.
    pub(crate) fn new() -> Self {
        let mut office = Self { state: State::new("2026-11-23".parse().unwrap()), deeds: 0 };
        office.does(Command::LoadSample(Role::Office));
        office
    }

    /// With an empty document on screen.
    pub(crate) fn writing() -> Self {
        let mut office = Self::new();
        office.does(Command::NewDocument { style: "document".to_owned() });
        office
    }

    pub(crate) fn does(&mut self, command: Command) -> Vec<Effect> {
        self.deeds += 1;
        let mut entropy = [7; 32];
        entropy[..4].copy_from_slice(&self.deeds.to_le_bytes());
        let moment = Moment { today: self.state.today, seconds: 9 * 3600 + self.deeds % 36_000, entropy };
        tests::first::take_in(&mut self.state, command, &moment)
    }

    /// Does something that must give a file.
    pub(crate) fn gets(&mut self, command: Command) -> Result<Vec<u8>, String> {
        let effects = self.does(command);
        let file = effects.into_iter().find_map(|effect| {
            if let Effect::Download { bytes, .. } | Effect::Keep { bytes, .. } = effect {
                Some(bytes)
            } else {
                None
            }
        });
        file.ok_or_else(|| self.told())
    }

    /// The words on screen.
    pub(crate) fn told(&self) -> String {
        self.state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    /// Drops a file and says what became of it.
    pub(crate) fn takes_in(&mut self, name: &str, bytes: Vec<u8>) -> (Fate, String) {
        self.does(Command::ClearInbox);
        let effects = self.does(Command::TakeIn { name: name.to_owned(), bytes, passphrase: None });
        for effect in effects {
            if let Effect::Decode { name, bytes } = effect {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.does(Command::TakeInText { name, text });
                if self.state.route == app::Route::Roster {
                    // A roster is shown before anything is taken.
                    self.does(Command::LeaveRoster);
                    return (Fate::Refused, self.told());
                }
            }
        }
        let outcome = self.state.inbox.last().expect("every file has an outcome");
        (outcome.fate, outcome.message.clone())
    }

    /// The book as it is stored.
    pub(crate) fn book(&self) -> Vec<u8> {
        ledger::stored::write(self.state.book.as_ref().unwrap()).unwrap()
    }
}
