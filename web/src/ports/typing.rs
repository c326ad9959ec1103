//! Texts that are being typed and not yet reported to the application, so that whatever happens next can wait for them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

/// A control whose text is newer than what was reported of it.
pub(crate) trait Typed {
    /// Reports it now.
    fn report(&self);
    /// Lets go of what an input method composes there, if this is the control with that element id.
    fn drop_composition(&self);
}

thread_local! {
    static OPEN: RefCell<Vec<Rc<dyn Typed>>> = const { RefCell::new(Vec::new()) };
    static COMPOSING: RefCell<Option<Rc<dyn Typed>>> = const { RefCell::new(None) };
    static DRAWN: Cell<u32> = const { Cell::new(0) };
    static UNSETTLED: Cell<bool> = const { Cell::new(false) };
    static LISTENER: RefCell<Option<Callback<bool>>> = const { RefCell::new(None) };
}

fn same(one: &Rc<dyn Typed>, other: &Rc<dyn Typed>) -> bool {
    std::ptr::addr_eq(Rc::as_ptr(one), Rc::as_ptr(other))
}

/// A control holds something that was not reported yet.
pub(crate) fn begin(control: &Rc<dyn Typed>) {
    OPEN.with_borrow_mut(|open| {
        if !open.iter().any(|known| same(known, control)) {
            open.push(Rc::clone(control));
        }
    });
    unsettle(true);
}

/// Everything in a control was reported, or it is gone.
pub(crate) fn end(control: &Rc<dyn Typed>) {
    OPEN.with_borrow_mut(|open| open.retain(|known| !same(known, control)));
}

/// An input method begins, or ends, to compose in a control.
pub(crate) fn composing(control: &Rc<dyn Typed>, on: bool) {
    COMPOSING.with_borrow_mut(|composing| {
        if on {
            *composing = Some(Rc::clone(control));
        } else if composing.as_ref().is_some_and(|known| same(known, control)) {
            *composing = None;
        }
    });
}

/// Drops the half word that an input method composes. `false` when none is being composed in a control of ours.
pub(crate) fn drop_composition() -> bool {
    let control = COMPOSING.take();
    control.as_ref().inspect(|control| control.drop_composition()).is_some()
}

/// Whether something typed was not reported yet.
pub(crate) fn pending() -> bool {
    OPEN.with_borrow(|open| !open.is_empty())
}

/// Reports everything typed; the commands stand in line before all that are given from now on.
pub(crate) fn report_all() {
    for control in OPEN.take() {
        control.report();
    }
}

/// Everything that happened up to now is on screen.
pub(crate) fn note_drawn() {
    DRAWN.set(DRAWN.get().wrapping_add(1));
}

/// Changes each time the screen was drawn.
pub(crate) fn drawn() -> u32 {
    DRAWN.get()
}

/// Calls back when something typed waits for being saved, and when nothing does any more.
pub(crate) fn listen(listener: Callback<bool>) {
    listener.emit(UNSETTLED.get());
    LISTENER.set(Some(listener));
}

/// What was reported is saved, or will not be.
pub(crate) fn settled() {
    if !pending() {
        unsettle(false);
    }
}

fn unsettle(on: bool) {
    if UNSETTLED.replace(on) != on {
        let listener = LISTENER.with_borrow(Clone::clone);
        if let Some(listener) = listener {
            listener.emit(on);
        }
    }
}
