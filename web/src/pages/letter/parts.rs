//! The parts of the text as they are edited: running text in text areas, tables in grids.
//!
//! The parts belong to the editor: a line that becomes a table while it is typed stays text until the keyboard leaves.

use std::cell::RefCell;
use std::rc::Rc;

use app::Command;
use app::document::text::{Part, joined, parts};
use yew::prelude::*;

/// The parts of a text, the newest as far as controls have reported.
#[derive(Clone)]
pub(super) struct Parts(Rc<RefCell<Vec<Part>>>);

/// Parts are those of one editor.
impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Parts {
    pub(super) fn of(text: &str) -> Self {
        Self(Rc::new(RefCell::new(parts(text))))
    }

    /// Takes over a text that came from elsewhere. Returns the first line that is another one now, counted from one.
    pub(super) fn follow(&self, text: &str) -> Option<usize> {
        let before = joined(&self.0.borrow());
        if before == text {
            return None;
        }
        *self.0.borrow_mut() = parts(text);
        let same = before.split('\n').zip(text.split('\n')).take_while(|(one, other)| one == other).count();
        Some(same + 1)
    }

    /// Cuts the text anew. Whether it has other parts then.
    pub(super) fn cut_anew(&self) -> bool {
        let fresh = parts(&joined(&self.0.borrow()));
        let differs = *self.0.borrow() != fresh;
        *self.0.borrow_mut() = fresh;
        differs
    }

    /// The parts, each with the line it begins at, counted from one.
    pub(super) fn now(&self) -> Vec<(usize, Part)> {
        let mut line = 1;
        let parts = self.0.borrow();
        let with_line = |part: &Part| {
            let from = line;
            line += part.lines();
            (from, part.clone())
        };
        parts.iter().map(with_line).collect()
    }

    /// Changes a part; the command that tells the application of it.
    pub(super) fn change(&self, at: usize, change: impl FnOnce(&mut Part)) -> Command {
        if let Some(part) = self.0.borrow_mut().get_mut(at) {
            change(part);
        }
        Command::LetterText(joined(&self.0.borrow()))
    }

    /// Whether a part follows this one.
    pub(super) fn goes_on_behind(&self, at: usize) -> bool {
        at + 1 < self.0.borrow().len()
    }

    /// Puts a text in the place of a part of running text and cuts the whole anew; the command that tells the application.
    pub(super) fn replace(&self, at: usize, with: String) -> Command {
        let command = self.change(at, |part| *part = Part::Text(with));
        self.cut_anew();
        command
    }
}

/// What controls inside a part work on.
#[derive(Clone, PartialEq)]
pub(super) struct Site {
    /// All parts.
    pub(super) parts: Parts,
    /// Which one it is.
    pub(super) at: usize,
    /// The line it begins at, counted from one.
    pub(super) from: usize,
    /// Whether it can be edited.
    pub(super) editable: bool,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}
