//! The application's whole state in one value.

use std::collections::BTreeMap;
use std::rc::Rc;

use expr::Date;
use ledger::{Book, Change, EntryId};
use templates::{Pack, text};

use crate::draft::{self, Typeset};
use crate::forms::{OpenForm, Shelf};
use crate::route::Route;

/// Everything the application knows. The shell keeps one and hands it to `update` and the views.
pub struct State {
    /// The templates.
    pub pack: Pack,
    /// The open book; `None` on the start page.
    pub book: Option<Book>,
    /// Where the user is.
    pub route: Route,
    /// What the user must know now; one at a time, the newest.
    pub notice: Option<Notice>,
    /// Outcomes of the files dropped last.
    pub inbox: Vec<FileOutcome>,
    /// Whether anything changed since the book was last saved as a file.
    pub unsaved_to_file: bool,
    /// The day of the last command, for views.
    pub today: Date,
    /// Changes that take back what was done, newest last.
    pub(crate) undo: Vec<Change>,
    /// Changes that do again what was taken back, newest last.
    pub(crate) redo: Vec<Change>,
    /// Compiled forms, by form and round.
    pub(crate) shelf: Shelf,
    /// The record on screen.
    pub(crate) open_form: Option<OpenForm>,
    /// The document on screen.
    pub(crate) open_letter: Option<OpenLetter>,
}

/// The document on screen, typeset once per edit.
pub(crate) struct OpenLetter {
    pub(crate) id: EntryId,
    /// Head and text the pages were made from, so that an unrelated change costs nothing.
    pub(crate) key: (serde_json::Map<String, serde_json::Value>, String),
    pub(crate) typeset: Option<Rc<Typeset>>,
    pub(crate) error: Option<String>,
    pub(crate) stale: bool,
}

/// Something the user must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub tone: crate::view::Tone,
    /// What happened and what to do.
    pub text: String,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOutcome {
    /// Its name.
    pub file: String,
    /// What became of it.
    pub fate: Fate,
    /// In words.
    pub message: String,
    /// Kept so that the user can give a passphrase without choosing the file again.
    pub(crate) held: Option<Rc<[u8]>>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// 收下.
    Taken,
    /// 重复.
    Same,
    /// 新版.
    Newer,
    /// 有冲突: kept, to be settled.
    Conflict,
    /// Needs a passphrase.
    Locked,
    /// 拒收.
    Refused,
}

/// Undo steps kept.
const UNDO_MAX: usize = 1_000;

impl State {
    /// A fresh application with the shipped templates.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            pack: Pack::shipped(),
            book: None,
            route: Route::Welcome,
            notice: None,
            inbox: Vec::new(),
            unsaved_to_file: false,
            today,
            undo: Vec::new(),
            redo: Vec::new(),
            shelf: Shelf::default(),
            open_form: None,
            open_letter: None,
        }
    }

    /// The application with a book read back from storage.
    #[must_use]
    pub fn with_book(book: Book, today: Date) -> Self {
        let mut state = Self::new(today);
        state.route = crate::view::home(book.local.profile.role);
        state.book = Some(book);
        state.refresh();
        state
    }

    pub(crate) fn say(&mut self, tone: crate::view::Tone, text: impl Into<String>) {
        self.notice = Some(Notice { tone, text: text.into() });
    }

    pub(crate) fn say_term(&mut self, tone: crate::view::Tone, key: &'static str) {
        self.say(tone, text(key));
    }

    /// Remembers how to take a change back.
    pub(crate) fn remember(&mut self, inverse: Change) {
        self.undo.push(inverse);
        self.redo.clear();
        if self.undo.len() > UNDO_MAX {
            self.undo.remove(0);
        }
    }

    /// Makes what is on screen follow the book: the open form, the open letter.
    pub(crate) fn refresh(&mut self) {
        self.refresh_form();
        self.refresh_letter();
    }

    fn refresh_form(&mut self) {
        let Some(book) = &self.book else {
            self.open_form = None;
            return;
        };
        let wanted = crate::view::record_on_screen(book, &self.route);
        let up_to_date = match (&self.open_form, &wanted) {
            (Some(open), Some(id)) => open.id == *id && open.matches(book),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !up_to_date {
            self.open_form = wanted.and_then(|id| self.shelf.open(&self.pack, book, &id, self.today));
        }
    }

    fn refresh_letter(&mut self) {
        let Route::Letter(id) = &self.route else {
            self.open_letter = None;
            return;
        };
        let Some(letter) = self.book.as_ref().and_then(|book| book.letter(id)) else {
            self.open_letter = None;
            return;
        };
        let key = (letter.head.clone(), letter.text.clone());
        if self.open_letter.as_ref().is_some_and(|open| open.id == *id && open.key == key) {
            return;
        }
        let (typeset, error) = match draft::typeset(&self.pack, letter) {
            Ok(typeset) => (Some(Rc::new(typeset)), None),
            Err(error) => (None, Some(error.message())),
        };
        self.open_letter = Some(OpenLetter { id: id.clone(), key, typeset, error, stale: false });
    }

    /// Names of units by id, for lists.
    pub(crate) fn unit_name(&self, id: &EntryId) -> String {
        self.book
            .as_ref()
            .and_then(|book| book.unit(id))
            .map_or_else(|| id.to_string(), |unit| unit.short_name.clone())
    }

    /// Counts of outcomes of the last batch of files.
    #[must_use]
    pub fn inbox_counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for outcome in &self.inbox {
            let key = match outcome.fate {
                Fate::Taken | Fate::Newer => "taken",
                Fate::Same => "same",
                Fate::Conflict => "conflict",
                Fate::Locked => "locked",
                Fate::Refused => "refused",
            };
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}
