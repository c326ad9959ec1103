//! What the user decides about books as a whole: one that is not all there, one to be removed, edits that lie aside.

use app::ledger::Book;
use app::{Command, Effect, State, update};
use store::{BookId, Fault, Fork, Step};
use yew::prelude::*;

use super::{At, BookMsg, Msg, Shell, saving};
use crate::ports::clock;
use crate::ports::storage::keeper::Keeper;
use crate::ports::storage::{beside, desk, destroy, inventory};

/// What the user chooses about a book that is not all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Go on with what is here.
    GoOn,
    /// Go on with a backup.
    Backup(u64),
    /// Look again.
    Retry,
    /// Leave it for now.
    Back,
}

/// What the user does with edits that lie aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForkFate {
    /// Save the book with them as a file.
    Save,
    /// Put the book with them in the place of the open one.
    Use,
    /// Forget them.
    Drop,
}

impl Shell {
    pub(super) fn choose(&mut self, ctx: &Context<Self>, choice: Choice) {
        if let At::Stuck(book) = self.at {
            return self.choose_stuck(ctx, book, choice);
        }
        if !matches!(self.at, At::Recovery(_) | At::Locked { .. }) {
            return;
        }
        let found = match std::mem::replace(&mut self.at, At::Reading) {
            At::Recovery(found) | At::Locked { found, .. } => found,
            At::Reading | At::Start | At::Stuck(_) | At::Destroyed | At::Open => return,
        };
        match choice {
            Choice::GoOn if matches!(found.replay, Some(Ok(_))) => self.take_over(ctx, *found),
            Choice::GoOn => self.at = At::Recovery(found),
            Choice::Backup(number) => {
                match inventory::backup_in(&found.inventory, number, found.key.as_ref()) {
                    Ok(book) => self.replace_found(ctx, *found, book),
                    Err(_) => {
                        self.at = At::Recovery(found);
                        self.warn("backups.unreadable", &[]);
                    }
                }
            }
            Choice::Retry => self.look(ctx, found.inventory.book),
            Choice::Back => self.back_to_start(ctx),
        }
    }

    fn choose_stuck(&mut self, ctx: &Context<Self>, book: Option<BookId>, choice: Choice) {
        match (choice, book) {
            (Choice::Retry, Some(book)) => self.look(ctx, book),
            (Choice::Retry, None) => {
                self.at = At::Reading;
                self.look_around(ctx);
            }
            (Choice::GoOn | Choice::Backup(_) | Choice::Back, _) => self.back_to_start(ctx),
        }
    }

    fn back_to_start(&mut self, ctx: &Context<Self>) {
        self.leave();
        self.state = State::new(clock::moment().today);
        desk::note(None);
        self.at = At::Start;
        self.look_around(ctx);
    }

    /// Reads a backup of the open book.
    pub(super) fn read_backup(&self, ctx: &Context<Self>, number: u64) {
        let Some(keeper) = &self.keeper else { return };
        let (book, key, serial) = (keeper.book(), keeper.key().cloned(), self.serial);
        ctx.link().send_future(async move {
            let read = inventory::backup(book, number, key.as_ref()).await;
            Msg::Book(BookMsg::Restored(serial, read.ok().map(Box::new)))
        });
    }

    /// Removes one book, or everything.
    pub(super) fn destroy(&mut self, ctx: &Context<Self>, book: Option<BookId>) {
        let open = self.keeper.as_ref().map(Keeper::book);
        if book.is_none() || book == open {
            self.leave();
            desk::note(None);
            self.state = State::new(clock::moment().today);
            self.at = At::Reading;
            self.follow();
        }
        ctx.link().send_future(async move {
            let outcome = match book {
                Some(book) => destroy::remove(book).await,
                None => destroy::everything().await,
            };
            Msg::Book(BookMsg::Destroyed(book, outcome))
        });
    }

    pub(super) fn note_destroyed(
        &mut self,
        ctx: &Context<Self>,
        book: Option<BookId>,
        outcome: Result<(), Fault>,
    ) {
        match (outcome, book) {
            (Err(Fault::Blocked), _) => {
                self.at = At::Start;
                self.warn("destroy.blocked", &[]);
            }
            (Err(fault), _) => {
                self.at = At::Start;
                self.warn("destroy.failed", &[("reason", saving::of_fault(fault))]);
            }
            (Ok(()), None) => {
                self.at = At::Destroyed;
                self.books.clear();
                // Looking around would make a store again.
                return;
            }
            (Ok(()), Some(_)) if self.keeper.is_none() => self.at = At::Start,
            (Ok(()), Some(_)) => {}
        }
        self.look_around(ctx);
    }

    /// Settles edits that lie aside.
    pub(super) fn settle_fork(&mut self, ctx: &Context<Self>, at: usize, fate: ForkFate) {
        let Some(fork) = self.forks.get(at) else { return };
        let book = fork_book(fork);
        if fate == ForkFate::Save {
            self.save_fork(book);
            return;
        }
        let fork = self.forks.remove(at);
        if fate == ForkFate::Use {
            self.restore(ctx, book);
        }
        fork.entries.into_iter().for_each(beside::forget_entry);
    }

    fn save_fork(&mut self, book: Option<Book>) {
        let Some(book) = book else { return };
        let now = clock::moment();
        let mut state = State::with_book(book, now.today);
        for effect in update(&mut state, Command::SaveBook(None), &now) {
            if let Effect::Keep { name, bytes } = effect {
                self.hand_over(&name, app::effect::DUCHA, &bytes);
            }
        }
    }
}

/// The book with the edits that lie aside; `None` when what they were made on is gone.
pub(super) fn fork_book(fork: &Fork) -> Option<Book> {
    let steps: Vec<Step> = fork.base.iter().chain(&fork.steps).cloned().collect();
    inventory::replay(&[], &steps).ok().map(|replay| replay.book().clone())
}
