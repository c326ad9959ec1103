//! The open book is kept: what the user does goes to the keeper, what the keeper wishes is done.

use app::ledger::{Book, Edit, stored};
use app::state::Notice;
use app::{Deed, State, view};
use gloo::timers::callback::Timeout;
use store::{BookKey, Event, Head, Kind, Lock, Saving, Step, limits};
use templates::{text, text_with};
use yew::prelude::*;

use super::saving::SavingLine;
use super::{Msg, Shell, rescue};
use crate::ports::storage::keeper::{Keeper, Request};
use crate::ports::storage::{desk, inventory};
use crate::ports::{clock, entropy, leaving, screen, typing};

/// A saving that takes longer than this is shown as under way, in milliseconds. Shorter ones would only flicker.
const SLOW_MS: u32 = 400;

impl Shell {
    /// Hands an event to the keeper and does what it wishes. Returns whether the screen changes.
    pub(super) fn tell(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let Some(keeper) = &mut self.keeper else { return false };
        let wishes = keeper.handle(event);
        self.grant(ctx, wishes)
    }

    pub(super) fn grant(&mut self, ctx: &Context<Self>, wishes: Vec<Request>) -> bool {
        let mut redraw = false;
        for wish in wishes {
            redraw |= match wish {
                Request::Book => match self.payload() {
                    Some(payload) => self.tell(ctx, Event::Book { payload, day: clock::minute() }),
                    None => false,
                },
                Request::Show(saving) => self.show(ctx, saving),
                Request::Apply(steps) => self.apply(ctx, &steps),
                Request::Reload => {
                    if let Some(book) = self.keeper.as_ref().map(Keeper::book) {
                        self.look(ctx, book);
                    }
                    true
                }
            };
        }
        self.mark();
        redraw
    }

    /// The whole book as it is stored.
    pub(super) fn payload(&self) -> Option<Vec<u8>> {
        let payload = stored::write(self.state.book.as_ref()?).ok()?;
        rescue::note_book(&payload);
        Some(payload)
    }

    /// Stores the book in the place of what was stored of it.
    pub(super) fn store_whole(&mut self, ctx: &Context<Self>) {
        if let Some(payload) = self.payload() {
            self.tell(ctx, Event::Replace { payload, day: clock::minute() });
            self.changed = self.newest();
            self.note_exported();
        }
    }

    /// Stores edits of one command.
    pub(super) fn append(&mut self, ctx: &Context<Self>, deed: Deed, edits: &[Edit]) {
        let Ok(payload) = serde_json::to_vec(edits) else { return };
        rescue::note_edits(&payload);
        let kind = match deed {
            Deed::Done => Kind::Edits,
            Deed::TakenBack => Kind::Undo,
            Deed::BroughtBack => Kind::Redo,
        };
        // A book may follow in the same breath, so the number of the edits themselves is the next one.
        self.changed = self.newest() + 1;
        self.tell(ctx, Event::Append { kind, payload, day: clock::minute() });
        self.note_exported();
    }

    /// Takes over what another window wrote.
    fn apply(&mut self, ctx: &Context<Self>, steps: &[Step]) -> bool {
        let fits = steps
            .iter()
            .all(|step| inventory::edits(step).is_some_and(|(deed, edits)| self.state.follow(deed, &edits)));
        if !fits && let Some(book) = self.keeper.as_ref().map(Keeper::book) {
            self.look(ctx, book);
        } else {
            rescue::note_steps(steps);
        }
        true
    }

    fn show(&mut self, ctx: &Context<Self>, saving: Saving) -> bool {
        let before = std::mem::replace(&mut self.saving, saving);
        leaving::hold(matches!(saving, Saving::Frozen { .. }));
        if matches!(before, Saving::ReadOnly(_)) && !self.is_read_only() {
            // This window may write now; that it could not is no longer so.
            let looks_on = text("storage.looks_on");
            self.state.notice = self.state.notice.take().filter(|notice| notice.text != looks_on);
        }
        match saving {
            Saving::Running { .. } if matches!(before, Saving::Saved { .. } | Saving::Running { .. }) => {
                let (serial, link) = (self.serial, ctx.link().clone());
                Timeout::new(SLOW_MS, move || link.send_message(Msg::Slow(serial, saving))).forget();
                return false;
            }
            Saving::Saved { .. } if std::mem::take(&mut self.taking_over) => desk::note_taken_over(),
            Saving::Nothing
            | Saving::Running { .. }
            | Saving::Saved { .. }
            | Saving::Frozen { .. }
            | Saving::ReadOnly(_) => {}
        }
        self.redraw_line()
    }

    /// Says what the state of saving is now; `false` when it says so already.
    pub(super) fn redraw_line(&mut self) -> bool {
        let line = SavingLine::of(self.saving, &clock::moment().clock());
        let changed = line != self.line;
        self.line = line;
        changed
    }

    /// Marks at the state of saving which record is the newest and which is on the disk, for whoever measures.
    pub(super) fn mark(&self) {
        let Some(keeper) = &self.keeper else { return };
        if !matches!(self.saving, Saving::Running { .. }) {
            typing::settled();
        }
        let busy = !matches!(self.saving, Saving::Saved { .. }) || typing::pending();
        let saved = match self.saving {
            Saving::Saved { number } | Saving::Running { saved: number } => number,
            Saving::Nothing | Saving::Frozen { .. } | Saving::ReadOnly(_) => 0,
        };
        screen::mark_saved(saved, keeper.saver().last(), busy);
    }

    /// Whether the user's own file holds everything, as far as is known.
    pub(super) fn note_exported(&mut self) {
        if let Some(keeper) = &self.keeper {
            self.state.unsaved_to_file = self.changed > keeper.saver().exported();
        }
    }

    /// The user's own file holds everything up to a record.
    pub(super) fn exported(&mut self, ctx: &Context<Self>, number: u64) {
        self.tell(ctx, Event::Exported { number });
        self.note_exported();
    }

    /// The newest record.
    pub(super) fn newest(&self) -> u64 {
        self.keeper.as_ref().map_or(0, |keeper| keeper.saver().last())
    }

    /// Sets, changes or takes away the passphrase of the open book.
    pub(super) fn protect(&mut self, ctx: &Context<Self>, passphrase: Option<String>) {
        let Some(keeper) = &mut self.keeper else { return };
        let mut head = keeper.head().clone();
        let lock =
            |phrase: &str, key: &BookKey| Lock::new(phrase, key, head.book, entropy::bytes(), limits::WORK);
        let wishes = match (passphrase, keeper.key().cloned()) {
            (Some(phrase), Some(key)) => {
                head.lock = Some(lock(&phrase, &key));
                keeper.relock(head)
            }
            (Some(phrase), None) => {
                let key = BookKey::new(entropy::bytes());
                let lock = lock(&phrase, &key);
                let today = clock::moment().today.chinese();
                head = Head {
                    lock: Some(lock),
                    label: text_with("books.sealed_label", &[("day", &today)]),
                    ..head
                };
                keeper.reseal(head, Some(key))
            }
            (None, _) => {
                let label = self.state.book.as_ref().map(|book| book.local.profile.title.clone());
                head = Head { lock: None, label: label.unwrap_or_default(), ..head };
                keeper.reseal(head, None)
            }
        };
        self.grant(ctx, wishes);
    }

    /// The name on the first screen follows the book's title; a sealed book keeps its neutral one.
    pub(super) fn follow_title(&mut self, ctx: &Context<Self>) {
        let (Some(keeper), Some(book)) = (&mut self.keeper, &self.state.book) else { return };
        let (head, title) = (keeper.head(), &book.local.profile.title);
        if head.lock.is_some() || head.label == *title || keeper.saver().saving() == Saving::Nothing {
            return;
        }
        let head = Head { label: title.clone(), ..head.clone() };
        let wishes = keeper.relock(head);
        self.grant(ctx, wishes);
    }

    /// Puts a backup in the place of the open book. The book of now becomes a backup itself.
    pub(super) fn restore(&mut self, ctx: &Context<Self>, book: Option<Book>) {
        let Some(book) = book else {
            self.warn("backups.unreadable", &[]);
            return;
        };
        if let Some(payload) = self.payload() {
            self.tell(ctx, Event::Book { payload, day: clock::minute() });
        }
        self.state = State::with_book(book, clock::moment().today);
        self.store_whole(ctx);
        self.state.notice =
            Some(Notice { tone: view::Tone::Good, text: text("backups.restored").to_owned() });
        self.follow();
    }
}
