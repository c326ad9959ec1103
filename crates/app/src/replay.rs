//! A book put together again from what was stored: a whole book, the edits since, and what can still be taken back.

use ledger::{Book, Change, ChangeError, Edit};

use crate::effect::Deed;
use crate::state::UNDO_MAX;

/// A book and the steps that can be taken back and done again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replay {
    pub(crate) book: Book,
    pub(crate) undo: Vec<Change>,
    pub(crate) redo: Vec<Change>,
}

impl Replay {
    /// Begins with a whole book, about which nothing is known that could be taken back.
    #[must_use]
    pub fn new(book: Book) -> Self {
        Self { book, undo: Vec::new(), redo: Vec::new() }
    }

    /// The book as it is after all steps.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Goes on with a whole book that was stored later. What can be taken back stays only when both say the same.
    #[must_use]
    pub fn restated(self, book: Book) -> Self {
        if self.book == book { self } else { Self::new(book) }
    }

    /// Repeats the edits of one command.
    ///
    /// # Errors
    /// When an edit does not fit the book; edits before it stay done.
    pub fn step(&mut self, deed: Deed, edits: &[Edit]) -> Result<(), ChangeError> {
        for edit in edits {
            let inverse = self.book.apply(edit)?;
            match deed {
                Deed::Done if !edit.change.can_be_undone() => {}
                // Of the edits of one step the first inverse leads back to where the step began.
                Deed::Done
                    if edit.goes_on
                        && self.undo.last().is_some_and(|last| last.is_about_the_same(&inverse)) =>
                {
                    self.redo.clear();
                }
                Deed::Done => {
                    self.redo.clear();
                    remember(&mut self.undo, inverse);
                }
                Deed::TakenBack => {
                    self.undo.pop();
                    self.redo.push(inverse);
                }
                Deed::BroughtBack => {
                    self.redo.pop();
                    remember(&mut self.undo, inverse);
                }
            }
        }
        Ok(())
    }
}

/// Adds a step to those that can be taken back; the oldest gives way.
pub(crate) fn remember(undo: &mut Vec<Change>, inverse: Change) {
    undo.push(inverse);
    if undo.len() > UNDO_MAX {
        undo.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Command, Effect, Moment, State, update};
    use ledger::Role;

    fn moment(seconds: u32) -> Moment {
        Moment { today: "2026-11-23".parse().unwrap(), seconds, entropy: [7; 32] }
    }

    /// Carries out commands and notes what the log would hold.
    fn carry_out(state: &mut State, log: &mut Vec<(Deed, Vec<Edit>)>, commands: &[Command]) {
        for (at, command) in commands.iter().enumerate() {
            for effect in update(state, command.clone(), &moment(u32::try_from(at).unwrap())) {
                if let Effect::Log(deed, edits) = effect {
                    log.push((deed, edits));
                }
            }
        }
    }

    fn rename(name: &str) -> Command {
        Command::EditProfile { field: "person".to_owned(), value: name.to_owned() }
    }

    #[test]
    fn what_could_be_taken_back_before_a_reload_can_be_after_it() {
        let mut state = State::new(moment(0).today);
        update(
            &mut state,
            Command::Start {
                role: Role::Office,
                person: String::new(),
                organ: "办公室".to_owned(),
                unit: None,
            },
            &moment(0),
        );
        let stored = state.book.clone().unwrap();
        let mut log = Vec::new();
        let typed = [rename("甲"), rename("乙"), rename("丙"), Command::Undo, Command::Undo, Command::Redo];
        carry_out(&mut state, &mut log, &typed);
        let mut replay = Replay::new(stored);
        for (deed, edits) in &log {
            replay.step(*deed, edits).unwrap();
        }
        assert_eq!(Some(replay.book()), state.book.as_ref());
        let mut again = State::resumed(replay, moment(0).today);
        for command in [Command::Undo, Command::Undo, Command::Redo, Command::Redo, Command::Redo] {
            update(&mut state, command.clone(), &moment(9));
            update(&mut again, command, &moment(9));
            assert_eq!(state.book, again.book);
        }
    }

    #[test]
    fn a_book_that_says_something_else_takes_nothing_back() {
        let mut replay = Replay::new(Book::default());
        let change = Change::SecretKey { key: "k".to_owned() };
        let edit = replay.book().edit("2026-11-23T09:00:00".to_owned(), change);
        replay.step(Deed::Done, &[edit]).unwrap();
        let same = replay.clone().restated(replay.book().clone());
        assert_eq!(same, replay);
        assert_eq!(replay.restated(Book::default()), Replay::new(Book::default()));
    }
}
