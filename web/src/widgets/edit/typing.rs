//! What is typed into a control and when it is reported.
//!
//! Forms report each key. Documents, whose pages are made anew with each report, report after a pause, after some time
//! at the latest, and before anything else happens to the book (`ports/typing.rs`). What an input method composes is no
//! text yet: it is never reported. Edits of one stretch of typing are one step to take back.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use app::Command;
use app::stretch::{Difference, How, Stretch};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::show;
use crate::ports::{clock, typing};

/// Pause after the last key before a text is reported, in milliseconds.
const PAUSE_MS: u32 = 150;
/// After this long it is reported whether or not there was a pause, in milliseconds.
const LIMIT_MS: u32 = 350;

/// How a control takes in what is typed.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Way {
    /// Each key is reported by itself.
    pub(super) at_once: bool,
    /// It is filled part by part, as a date.
    pub(super) by_parts: bool,
    /// It becomes as high as its text.
    pub(super) grows: bool,
}

/// A control with what is typed into it.
pub(super) struct Control {
    node: NodeRef,
    way: Way,
    state: RefCell<State>,
    me: Weak<Control>,
}

#[derive(Default)]
struct State {
    edit: Option<Callback<String, Command>>,
    dispatch: Callback<Command>,
    /// What was reported last, or came from elsewhere.
    told: String,
    /// What is shown, without what an input method composes.
    ready: String,
    composing: bool,
    stretch: Stretch,
    /// Whether the next report goes on with the last one.
    goes_on: bool,
    pause: Option<Timeout>,
    limit: Option<Timeout>,
    /// When the screen was drawn last before the newest report: what is drawn next answers it.
    owed: Option<u32>,
    /// What the application made of the last report, shown when the control is left.
    answer: Option<String>,
}

impl Control {
    pub(super) fn new(node: NodeRef, way: Way) -> Rc<Self> {
        Rc::new_cyclic(|me| Self { node, way, state: RefCell::default(), me: me.clone() })
    }

    /// Takes over what reports go through.
    pub(super) fn give(&self, edit: &Callback<String, Command>, dispatch: &Callback<Command>) {
        let mut state = self.state.borrow_mut();
        (state.edit, state.dispatch) = (Some(edit.clone()), dispatch.clone());
    }

    /// Shows what the application knows, unless it is what this control reported itself.
    pub(super) fn show(&self, value: &str) {
        {
            let mut state = self.state.borrow_mut();
            if state.composing || state.told == value {
                return;
            }
            // A number written with marks comes back without them; nobody wants that under his hands.
            if state.owed.take() == Some(typing::drawn()) && show::has_focus(&self.node) {
                state.answer = Some(value.to_owned());
                return;
            }
            state.take(value);
        }
        show::write(&self.node, value);
        if self.way.grows {
            show::fit_with_others(&self.node);
        }
    }

    /// An input method is at work.
    pub(super) fn compose(&self) {
        self.state.borrow_mut().composing = true;
        if let Some(me) = self.typed() {
            typing::composing(&me, true);
        }
        self.fit();
    }

    /// The text is another one now.
    pub(super) fn changed(&self, how: How) {
        self.composed();
        let Some(text) = show::read(&self.node) else { return };
        let goes_on = {
            let mut state = self.state.borrow_mut();
            if state.ready == text {
                return;
            }
            let difference = Difference::between(&state.ready, &text);
            state.stretch.goes_on(difference, how, clock::millis())
        };
        if !goes_on {
            // What was there before stays a step of its own.
            typing::Typed::report(self);
            self.state.borrow_mut().goes_on = false;
        }
        self.state.borrow_mut().ready = text;
        self.fit();
        if self.way.at_once {
            typing::Typed::report(self);
        } else {
            self.report_soon();
        }
    }

    /// The keyboard went elsewhere.
    pub(super) fn left(&self) {
        // A browser may have filled it in without a word.
        self.changed(How::AtOnce);
        typing::Typed::report(self);
        let answer = {
            let mut state = self.state.borrow_mut();
            state.stretch.end();
            let answer = state.answer.take();
            answer.inspect(|answer| state.take(answer))
        };
        if let Some(answer) = answer {
            show::write(&self.node, &answer);
            self.fit();
        }
    }

    /// The control is gone from the screen.
    pub(super) fn leave(&self) {
        self.composed();
        if let Some(me) = self.typed() {
            typing::end(&me);
        }
        let mut state = self.state.borrow_mut();
        (state.pause, state.limit, state.owed) = (None, None, None);
    }

    fn typed(&self) -> Option<Rc<dyn typing::Typed>> {
        self.me.upgrade().map(|me| me as Rc<dyn typing::Typed>)
    }

    fn composed(&self) {
        self.state.borrow_mut().composing = false;
        if let Some(me) = self.typed() {
            typing::composing(&me, false);
        }
    }

    fn report_soon(&self) {
        let timer = |after: u32| {
            let me = self.me.clone();
            Timeout::new(after, move || {
                if let Some(me) = me.upgrade() {
                    typing::Typed::report(&*me);
                }
            })
        };
        let mut state = self.state.borrow_mut();
        state.pause = Some(timer(PAUSE_MS));
        if state.limit.is_none() {
            state.limit = Some(timer(LIMIT_MS));
        }
        drop(state);
        if let Some(me) = self.typed() {
            typing::begin(&me);
        }
    }

    fn fit(&self) {
        if self.way.grows {
            show::fit_node(&self.node);
        }
    }
}

impl typing::Typed for Control {
    fn report(&self) {
        if let Some(me) = self.typed() {
            typing::end(&me);
        }
        let (command, dispatch) = {
            let mut state = self.state.borrow_mut();
            (state.pause, state.limit) = (None, None);
            let Some(edit) = state.edit.clone().filter(|_| state.told != state.ready) else { return };
            state.told = state.ready.clone();
            state.answer = None;
            state.owed = self.way.at_once.then(typing::drawn);
            let command = edit.emit(state.told.clone());
            let goes_on = std::mem::replace(&mut state.goes_on, true);
            let command = Command::Typed { edit: Box::new(command), goes_on };
            (command, state.dispatch.clone())
        };
        dispatch.emit(command);
    }

    fn drop_composition(&self) {
        self.state.borrow_mut().composing = false;
        let ready = self.state.borrow().ready.clone();
        show::write(&self.node, &ready);
        self.fit();
    }
}

impl State {
    /// The text is this one, from wherever it came.
    fn take(&mut self, value: &str) {
        value.clone_into(&mut self.told);
        value.clone_into(&mut self.ready);
        (self.pause, self.limit, self.answer) = (None, None, None);
        self.goes_on = false;
        self.stretch.end();
    }
}
