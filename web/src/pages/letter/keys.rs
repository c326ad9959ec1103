//! Keys of the editor: F8 and Shift+F8 walk through the findings, Alt+Enter puts right the one walked to.

use app::Command;
use app::view::{LetterPage, ProofItem};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::Walk;

/// What the keys work on.
pub(super) struct Keys {
    /// The letter.
    pub(super) view: LetterPage,
    /// How far one has walked.
    pub(super) walk: Walk,
    /// Goes to a finding.
    pub(super) go: Callback<ProofItem>,
    /// Carries out a command.
    pub(super) dispatch: Callback<Command>,
}

/// Listens for the keys as long as the letter is on screen.
#[hook]
pub(super) fn use_keys(keys: Keys) {
    let latest = use_mut_ref(|| None::<Keys>);
    latest.replace(Some(keys));
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let window = gloo::utils::window();
        let listener = EventListener::new_with_options(&window, "keydown", options, move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let done = latest.borrow().as_ref().is_some_and(|keys| keys.pressed(event));
            if done {
                event.prevent_default();
            }
        });
        move || drop(listener)
    });
}

impl Keys {
    /// Whether the key meant something here.
    fn pressed(&self, event: &KeyboardEvent) -> bool {
        if event.is_composing() || event.ctrl_key() || event.meta_key() {
            return false;
        }
        match (event.key().as_str(), event.shift_key(), event.alt_key()) {
            ("F8", back, false) => self.walk(back),
            ("Enter", false, true) => self.correct(),
            _ => return false,
        }
        true
    }

    /// Where one stands in the list.
    fn at(&self) -> Option<usize> {
        let at = self.walk.at.as_ref()?;
        self.view.proof.items.iter().position(|item| item.finding == *at)
    }

    fn walk(&self, back: bool) {
        let items = &self.view.proof.items;
        let Some(last) = items.len().checked_sub(1) else { return };
        let next = self.at().map_or(self.walk.next, |at| at + 1);
        let before = self.at().unwrap_or(self.walk.next).checked_sub(1).unwrap_or(last);
        let wanted = if back { before } else { next };
        if let Some(item) = items.get(if wanted > last { 0 } else { wanted }) {
            self.go.emit(item.clone());
        }
    }

    fn correct(&self) {
        let item = self.at().and_then(|at| self.view.proof.items.get(at));
        if let Some(item) = item.filter(|item| item.finding.fix.is_some() && self.view.editable) {
            self.dispatch.emit(Command::Correct(Box::new(item.finding.clone())));
        }
    }
}
